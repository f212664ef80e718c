"""Lists that work: tasks to filter by, filters that are kept, and acts on many records at once."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse

from cases.admin.bulk import BulkAct, Publishing, Sending, Withdrawing
from cases.admin.forms import typed
from cases.admin.pages import REFUSALS, address_of, names_for, versions_seen
from cases.admin.pickers import is_key
from cases.admin.staying import staying
from cases.collisions import Collision, locked
from cases.models import SavedFilter
from cases.publishing import SOMEBODY, WARNING, note_told_of
from cases.rules import Deed, is_inside, refusal
from cases.todo import TASKS, with_task
from cases.words import counted

LONGEST_QUERY = 1000
# As many as somebody can look through, and as a form has room for.
MOST_AT_ONCE = 200
CHOICE_LOOKUPS = ("exact", "isnull")
DATE_LOOKUPS = ("year", "month", "day", "gte", "lt")


def dated(name: str) -> Callable[[Any], str]:
    """A column of a list: the date in the field `name` in words, sorted by its days."""

    @admin.display(description=name.capitalize(), ordering=f"{name}_earliest", empty_value="")
    def column(record: Any) -> str:
        value = getattr(record, name)
        return value.wording() if value else ""

    column.__name__ = name
    return column


def _taken_at_once(queryset: QuerySet[Any], bulk: BulkAct) -> tuple[int, list[Any]]:
    """How many were chosen, and those of them that are taken now: at most MOST_AT_ONCE.

    Where there are more, those that most likely need it no more come last.
    """
    chosen = queryset.count()
    if chosen > MOST_AT_ONCE:
        last = Case(When(bulk.done, then=1), default=0)
        queryset = queryset.order_by(last, *queryset.query.order_by)
    return chosen, list(queryset[:MOST_AT_ONCE])


def _in_words(error: Exception, user: Any) -> str:
    """What stood in the way; of a record that `user` is not inside of no name and no reason."""
    if isinstance(error, Collision) and not is_inside(user, error.record):
        return "A colleague changed one of them meanwhile. Choose anew."
    return str(error)


class TaskFilter(admin.SimpleListFilter):
    """The tasks of the dashboard, as a filter with the same conditions."""

    title = "what is to be done"
    parameter_name = "task"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The tasks that this model knows."""
        return [(task.name, task.label) for task in TASKS if model_admin.model in task.models]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The records that wait for it."""
        user: Any = request.user
        chosen = self.value()
        if chosen is None:
            return queryset
        known = {name for name, _ in self.lookup_choices}
        return with_task(queryset, chosen, user) if chosen in known else queryset.none()


class MineFilter(admin.SimpleListFilter):
    """Whose work it is."""

    title = "who looks after it"
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Mine, or nobody's."""
        return [("mine", "I do"), ("nobody", "Nobody")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The records of that person."""
        if self.value() == "mine":
            return queryset.filter(assigned_to=request.user)
        return queryset.filter(assigned_to=None) if self.value() == "nobody" else queryset


class ListAdmin:
    """Adds saved filters and acts on many records to a ModelAdmin of records."""

    model: Any
    actions = ("submit_many", "publish_many", "withdraw_many")
    show_facets = admin.ShowFacets.ALLOW

    def get_actions(self, request: HttpRequest) -> Any:
        """The acts on many records that this person's role allows; never to delete many."""
        actions = super().get_actions(request)  # type: ignore[misc]
        actions.pop("delete_selected", None)
        deeds = {
            "submit_many": Deed.SUBMIT,
            "publish_many": Deed.PUBLISH,
            "withdraw_many": Deed.WITHDRAW,
        }
        return {
            name: action
            for name, action in actions.items()
            if name not in deeds or not refusal(request.user, deeds[name], self.model)
        }

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Whether a list's address may ask this: what its filters and its date line offer, no more.

        Django would answer questions about any field of the record, letter by letter.
        """
        offered = [one for one in self.list_filter if isinstance(one, str)]  # type: ignore[attr-defined]
        if lookup in (TaskFilter.parameter_name, MineFilter.parameter_name):
            return True
        asked, _, how = lookup.rpartition("__")
        if self.date_hierarchy and asked == self.date_hierarchy:  # type: ignore[attr-defined]
            return how in DATE_LOOKUPS
        return how in CHOICE_LOOKUPS and asked.removesuffix("__id") in offered

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list, with this person's own filters above it; keeps or drops one on POST."""
        if request.method == "POST" and {"keep_filter", "drop_filter"} & set(request.POST):
            return self._kept_filter(request)
        if not all(is_key(self.model, one) for one in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            messages.error(
                request, "What was chosen is no record of this list. Nothing was done. Choose anew."
            )
            return HttpResponseRedirect(request.get_full_path())
        own = SavedFilter.objects.filter(user=request.user, model=self.model._meta.model_name)  # type: ignore[misc]
        context = {**(extra_context or {}), "saved_filters": list(own)}
        context["closed_ones"] = self.closed_ones(request)  # type: ignore[attr-defined]
        return super().changelist_view(request, context)  # type: ignore[misc]

    def _kept_filter(self, request: HttpRequest) -> HttpResponse:
        own: dict[str, Any] = {"user": request.user, "model": self.model._meta.model_name}
        if name := typed(request, "drop_filter"):
            SavedFilter.objects.filter(**own, name=name).delete()
            messages.success(request, f"The filter “{name}” is gone.")
        elif name := typed(request, "keep_filter")[:60]:
            query = QueryDict(request.GET.urlencode(), mutable=True)
            query.pop("p", None)
            SavedFilter.objects.update_or_create(
                **own, name=name, defaults={"query": query.urlencode()[:LONGEST_QUERY]}
            )
            messages.success(request, f"Kept as “{name}”.")
        else:
            messages.error(request, "Give the filter a name.")
        return HttpResponseRedirect(request.get_full_path())

    @admin.action(description="Send for review")
    def submit_many(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Sends each for review, with what goes along."""
        return self._many(request, queryset, Sending(request))

    @admin.action(description="Publish")
    def publish_many(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Publishes those that are ready, in one act, with what they rest on."""
        return self._many(request, queryset, Publishing(request))

    @admin.action(description="Withdraw")
    def withdraw_many(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Withdraws each with the same note."""
        return self._many(request, queryset, Withdrawing(request))

    def _many(
        self, request: HttpRequest, queryset: QuerySet[Any], bulk: BulkAct
    ) -> HttpResponse | None:
        """Lists what stands in the way first; on confirmation acts on the others.

        After a refusal the page is shown again, with the note that was typed.
        """
        chosen, records = _taken_at_once(queryset, bulk)
        problems = bulk.blocked(records)
        ready = [one for one in records if one not in problems]
        along = bulk.going_along(ready)
        if "confirmed" in request.POST:
            try:
                with transaction.atomic():
                    for one in [*ready, *along]:
                        locked(one, versions_seen(request).get(one.pk))
                    messages.success(request, bulk.act(ready))
                return None
            except REFUSALS as error:
                note_told_of(bulk.note, error, bulk.user)
                for line in _in_words(error, request.user).splitlines():
                    messages.error(request, f"Nothing was done. {line}")
        may_see = names_for(request).seen(along)
        warned, read = bulk.warned([*ready, *along]), bulk.newly_read([*ready, *along])
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.model._meta,
            "chosen": chosen,
            "most": MOST_AT_ONCE,
            "seen": " ".join(f"{one.pk}:{one.version}" for one in [*ready, *along]),
            "title": f"{bulk.verb}: {counted(len(records), 'record')}",
            "bulk": bulk,
            "ready": [(one, one.pk in warned, read.get(one.pk)) for one in ready],
            "along": [
                (one, one.pk in may_see, address_of(one), one.pk in warned, read.get(one.pk))
                for one in along
            ],
            "warning": WARNING,
            "guarded": SOMEBODY,
            "blocked": [(one, words) for one, words in problems.items()],
            "checkbox": ACTION_CHECKBOX_NAME,
            "typed": request.POST,
            **(staying(request, ready) if bulk.takes_back else {}),
        }
        return TemplateResponse(request, "admin/cases/many.html", context)
