"""Forms of the casebook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from collega.study import Study as Definition
from collega.web.deeds.casebook import MOST_DECIDING, Told
from collega.web.records.languages import engine_language
from collega.web.records.models import Case, OrganisationType, Outcome, Visibility

LEVEL = "level."  # before the key of a criterion, in the names of fields; no key has a dot
_LONG = 8000


def long_text(label: Any, *, rows: int = 6, required: bool = True, help_text: Any = "") -> forms.CharField:
    """Return a field for a text of several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=_LONG, required=required, help_text=help_text, widget=widget)


class CaseForm(forms.Form):
    """What a case is about; for every criterion a level, or nothing."""

    title = forms.CharField(label=_("Title"), max_length=150, help_text=_("What colleagues see in the list."))
    text = long_text(
        _("What is the case about?"),
        rows=8,
        help_text=_(
            "Tell it so that a colleague elsewhere can judge it. Leave out names, addresses and numbers of people."
        ),
    )
    question = forms.CharField(label=_("Your question to colleagues"), max_length=300, required=False)
    file_number = forms.CharField(
        label=_("File number"), max_length=80, required=False, help_text=_("Only your own organisation sees it.")
    )

    def __init__(self, definition: Definition, data: Any = None, *, case: Case | None = None) -> None:
        levels = {} if case is None else case.levels
        values = {} if case is None else {
            name: getattr(case, name) for name in ("title", "text", "question", "file_number")}  # fmt: skip
        super().__init__(data, initial=values | {f"{LEVEL}{key}": level for key, level in levels.items()})
        self.definition = definition
        language = engine_language(get_language())
        if case is not None and case.advised:
            del self.fields["question"]
            return
        for criterion in definition.criteria:
            options: list[tuple[str, Any]] = [("", _("– not known, or left open –"))]
            options += [(level.key, level.name(language)) for level in criterion.levels]
            self.fields[f"{LEVEL}{criterion.key}"] = forms.ChoiceField(
                label=criterion.name(language), choices=options, required=False, help_text=criterion.help.say(language)
            )

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields about the case itself."""
        return [self[name] for name in self.fields if not name.startswith(LEVEL)]

    @property
    def criteria(self) -> list[forms.BoundField]:
        """The fields of the criteria."""
        return [self[name] for name in self.fields if name.startswith(LEVEL)]

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Label and content of what was typed."""
        return typed(self, "title", "text", "question")

    def content(self) -> Told:
        """Return what was filled in."""
        data = self.cleaned_data
        levels = {key: data.get(f"{LEVEL}{key}", "") for key in self.definition.criterion_keys}
        return Told(
            title=data["title"], text=data["text"], question=data.get("question", ""),
            levels={key: level for key, level in levels.items() if level}, file_number=data["file_number"],
        )  # fmt: skip


class _AnswerForm(forms.Form):
    """An answer on the scale of the study."""

    answer = forms.ChoiceField(widget=forms.RadioSelect)
    reason_field = "reason"

    def __init__(self, definition: Definition, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        language = engine_language(get_language())
        answer = self.fields["answer"]
        assert isinstance(answer, forms.ChoiceField)
        answer.label = definition.statement.say(language)
        answer.choices = [(option.key, option.text.say(language)) for option in definition.answers]

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Label and content of what was typed."""
        return typed(self, self.reason_field)


class AdviceForm(_AnswerForm):
    """The author's own advice."""

    motivation = long_text(_("Why?"))
    deciding = forms.MultipleChoiceField(
        label=_("Which criteria decided it for you? At most three."), required=False,
        widget=forms.CheckboxSelectMultiple)  # fmt: skip
    reason_field = "motivation"

    def __init__(self, definition: Definition, data: Any = None, **options: Any) -> None:
        super().__init__(definition, data, **options)
        language = engine_language(get_language())
        deciding = self.fields["deciding"]
        assert isinstance(deciding, forms.MultipleChoiceField)
        deciding.choices = [(criterion.key, criterion.name(language)) for criterion in definition.criteria]

    def clean_deciding(self) -> list[str]:
        """Refuse more than three."""
        chosen: list[str] = self.cleaned_data["deciding"]
        if len(chosen) > MOST_DECIDING:
            raise forms.ValidationError(_("Choose at most three criteria."))
        return chosen


class JudgementForm(_AnswerForm):
    """A colleague's judgement, with its reason; of the case of the week the reason may be left out."""

    reason = long_text(_("Why?"), rows=4)

    def __init__(self, definition: Definition, data: Any = None, *, light: bool = False, **options: Any) -> None:
        super().__init__(definition, data, **options)
        self.fields["reason"].required = not light


class OutcomeForm(forms.Form):
    """What was decided, and why."""

    side = forms.ChoiceField(
        label=_("Beside the statement"), widget=forms.RadioSelect,
        choices=[(Outcome.Side.POSITIVE, _("Decided as the statement says")),
                 (Outcome.Side.NEGATIVE, _("Decided against it")),
                 (Outcome.Side.OTHERWISE, _("Something else was decided"))])  # fmt: skip
    decided = long_text(_("What was decided?"), rows=3)
    why = long_text(_("Why?"), rows=4)

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Label and content of what was typed."""
        return typed(self, "decided", "why")


class RemarkForm(forms.Form):
    """A remark in the discussion."""

    text = forms.CharField(label=_("Your remark"), max_length=_LONG, widget=forms.Textarea(attrs={"rows": 3}))

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Label and content of what was typed."""
        return typed(self, "text")


class WhyForm(forms.Form):
    """A reason in one line: of a report, or of a moderator."""

    why = forms.CharField(label=_("Why?"), max_length=300)


class FindForm(forms.Form):
    """Words and filters."""

    words = forms.CharField(label=_("Words in the case"), required=False, max_length=200,
                            widget=forms.TextInput(attrs={"type": "search"}))  # fmt: skip
    level = forms.ChoiceField(label=_("Circumstances"), required=False)
    visibility = forms.ChoiceField(label=_("Shared with"), required=False, choices=[
        ("", _("no matter with whom")), (Visibility.ALL, _("all professionals")),
        (Visibility.ORGANISATION, _("my organisation")), (Visibility.PRIVATE, _("nobody yet"))])  # fmt: skip
    state = forms.ChoiceField(label=_("Open or decided"), required=False, choices=[
        ("", _("open and decided")), ("open", _("still open")), ("decided", _("decided")),
        ("to_judge", _("I have not judged it"))])  # fmt: skip
    type = forms.ChoiceField(label=_("Type of organisation"), required=False)

    def __init__(self, definition: Definition, types: list[str], data: Any) -> None:
        super().__init__(data)
        language = engine_language(get_language())
        level, kind = self.fields["level"], self.fields["type"]
        assert isinstance(level, forms.ChoiceField)
        assert isinstance(kind, forms.ChoiceField)
        level.choices = [("", _("any circumstances"))] + [
            (
                criterion.name(language),
                [(f"{criterion.key}={level.key}", level.name(language)) for level in criterion.levels],
            )
            for criterion in definition.criteria
        ]
        kind.choices = [
            ("", _("any type")),
            *((organisation_type, _type_words(organisation_type)) for organisation_type in types),
        ]


def _type_words(key: str) -> str:
    return str(OrganisationType(key if key in OrganisationType.values else OrganisationType.OTHER).label)


def typed(form: forms.Form, *names: str) -> list[tuple[str, str]]:
    """Return (label, content) of what was typed in these fields."""
    return [(str(form.fields[name].label), form.cleaned_data.get(name, "")) for name in names if name in form.fields]
