"""What waits to be done at the desk: each a condition on records, with the words for it.

The dashboard counts by these conditions and the lists filter by them, so that a count and the list
behind it never differ. Days are days in UTC.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.utils import timezone

from cases.models import (
    Agreement,
    Case,
    Citation,
    Event,
    Figure,
    Observation,
    Publication,
    Record,
    Referenced,
    Reminder,
    Source,
    SubmissionItem,
)
from cases.publishing import KINDS, read_in_the_open, with_public_state
from cases.rules import Deed, inside, refusal, visible

SOON = timedelta(days=14)
CONSENT_SOON = timedelta(days=60)
CITING: tuple[type[Record], ...] = (Case, Agreement, Event, Figure)
TITLED: tuple[type[Record], ...] = (*CITING, Source)
PRINTED: tuple[type[Referenced], ...] = tuple(KINDS)
# People and terms: few of them wait for anything, so one query finds them all.
FEW = tuple(model for model in PRINTED if model not in TITLED)


NOTHING = Q(pk__in=())


@dataclass(frozen=True)
class Task:
    """One thing to do, on which models, and the condition on their rows for one person."""

    name: str
    label: str
    models: tuple[type[Referenced], ...]
    condition: Callable[[type[Referenced], User], Q]


def _items(model: type[Referenced]) -> QuerySet[SubmissionItem]:
    """What was sent of the record at hand; a person or term that only went along does not count."""
    sent = SubmissionItem.objects.filter(record=OuterRef("pk"))
    return sent.filter(submission__record=OuterRef("pk")) if model in FEW else sent


def _in_review(model: type[Referenced], user: User) -> Q:
    if refusal(user, Deed.REVIEW, model):
        return NOTHING
    asked = _items(model).filter(submission__decision="open")
    return Q(Exists(asked.exclude(submission__by=user)))


def _sent_back(model: type[Referenced], user: User) -> Q:
    mine = _items(model).filter(submission__by=user)
    return Q(last_review="sent-back") & Q(Exists(mine.filter(submission__decision="sent-back")))


def _changed(model: type[Referenced], user: User) -> Q:
    return Q(last_act=Publication.Act.PUBLISHED, last_version__lt=F("version"), has_news=True)


def _no_source(model: type[Referenced], user: User) -> Q:
    cited = Q(Exists(Citation.objects.filter(**{str(model._meta.model_name): OuterRef("pk")})))
    if model is Figure:
        cited |= Q(Exists(Observation.objects.filter(figure=OuterRef("pk"))))
    return ~cited


def _disputed(model: type[Referenced], user: User) -> Q:
    rival = Citation.objects.filter(
        **{str(model._meta.model_name): OuterRef("pk")}, stance="contradicts"
    )
    disputed = Q(Exists(rival))
    return disputed | Q(standing="disputed") if model is Event else disputed


def _untranslated(model: type[Referenced], user: User) -> Q:
    return Q(title_en="") | Q(title_ru="") | Q(title_ko="")


def _undated(model: type[Referenced], user: User) -> Q:
    return Q(date="")


def _consent(model: type[Referenced], user: User) -> Q:
    soon = timezone.now().date() + CONSENT_SOON
    return Q(is_testimony=True, consent_withdrawn=None, consent_expires__lte=soon)


def _in_the_open(model: type[Referenced], user: User) -> Q:
    return read_in_the_open()


def _reminders(model: type[Referenced], user: User) -> Q:
    soon = timezone.now().date() + SOON
    due = Reminder.objects.filter(case=OuterRef("pk"), done_on=None, due__lte=soon)
    own = inside(model._default_manager.all(), user).order_by()
    return Q(Exists(due)) & Q(pk__in=own.values("pk"))


TASKS = (
    Task("review", "Awaiting my review", PRINTED, _in_review),
    Task("sent-back", "Sent back to me", PRINTED, _sent_back),
    Task("reminders", "Reminders due within two weeks", (Case,), _reminders),
    Task("in-the-open", "Testimony that the public reads in the open", (Source,), _in_the_open),
    Task("consent", "Consent expiring within two months", (Source,), _consent),
    Task("changed", "Changed since publication", PRINTED, _changed),
    Task("no-source", "Without a source", CITING, _no_source),
    Task("undated", "Without a date", (Event,), _undated),
    Task("disputed", "Disputed, or with rival claims", CITING, _disputed),
    Task("untranslated", "Missing a translation of the title", TITLED, _untranslated),
)


def with_task(records: QuerySet[Any], name: str, user: User) -> QuerySet[Any]:
    """Those of `records` (from `with_public_state`) that wait for the task of this name.

    Raises KeyError for a task that is not known, or not one of this model.
    """
    tasks = {task.name: task for task in TASKS if records.model in task.models}
    return records.filter(tasks[name].condition(records.model, user))


def counts_for(user: User) -> dict[str, dict[type[Referenced], int]]:
    """How many records wait for each task, by model, of those that `user` may see.

    One query for each titled model, and one for people and terms together.
    """
    found: dict[str, dict[type[Referenced], int]] = {task.name: {} for task in TASKS}
    for model in TITLED:
        tasks = {task.name.replace("-", "_"): task for task in TASKS if model in task.models}
        rows = with_public_state(visible(model._default_manager.all(), user))
        marked = rows.alias(
            **{
                f"is_{name}": ExpressionWrapper(task.condition(model, user), BooleanField())
                for name, task in tasks.items()
            }
        )
        counts = marked.aggregate(
            **{name: Count("pk", filter=Q(**{f"is_{name}": True})) for name in tasks}
        )
        for name, task in tasks.items():
            if counts[name]:
                found[task.name][model] = counts[name]
    for name, few in _waiting_of_few(user):
        found[name][few] = found[name].get(few, 0) + 1
    return found


def _waiting_of_few(user: User) -> Iterator[tuple[str, type[Referenced]]]:
    """Each person or term that waits, once for each task."""
    models = {str(model._meta.model_name): model for model in FEW}
    rows = [
        with_public_state(visible(model._default_manager.all(), user))
        .filter(task.condition(model, user))
        .order_by()
        .values_list(Value(task.name), Value(name))
        for name, model in models.items()
        for task in TASKS
        if model in task.models and task.condition(model, user) is not NOTHING
    ]
    first, *others = rows
    for task_name, model_name in first.union(*others, all=True):
        yield task_name, models[model_name]
