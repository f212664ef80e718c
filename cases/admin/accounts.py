"""Accounts, kept by administrators; roles are given there, and nothing finer."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest

from cases.roles import Role, roles_of

admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts of staff. Only a superuser makes or changes a superuser."""

    list_display = ("username", "first_name", "last_name", "roles", "is_active")
    list_filter = ("is_active", "groups")
    search_fields = ("username", "first_name", "last_name")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("The person", {"fields": ("first_name", "last_name", "email")}),
        (
            "What they may do",
            {
                "fields": ("is_active", "is_staff", "groups"),
                "description": "Staff can log in. Roles add up: give as many as the person needs.",
            },
        ),
        ("Since when", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2", "is_staff", "groups")}),
    )

    @admin.display(description="Roles")
    def roles(self, user: User) -> str:
        """The person's roles in words."""
        return ", ".join(sorted(roles_of(user))) or "None"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Accounts with their roles; superusers only for superusers."""
        found = super().get_queryset(request).prefetch_related("groups")
        if request.path == "/admin/autocomplete/":
            return found.filter(is_active=True, is_staff=True)
        return found if request.user.is_superuser else found.filter(is_superuser=False)

    def get_actions(self, request: HttpRequest) -> Any:
        """None: accounts are switched off one by one, and never deleted."""
        return {}

    def _may(self, request: HttpRequest) -> bool:
        return Role.ADMINISTRATOR in roles_of(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Administrators alone."""
        return self._may(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators alone; pickers of a colleague ask for staff by name."""
        picks = request.path == "/admin/autocomplete/" and bool(roles_of(request.user))
        return picks or self._may(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Administrators alone."""
        return self._may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators; a superuser's account only by a superuser."""
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return self._may(request) and not above

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: the history names accounts. Switch one off instead."""
        return False
