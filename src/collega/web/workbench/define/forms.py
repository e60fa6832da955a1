"""Forms for the parts of a definition, both languages side by side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from collega.study import bounds
from collega.study.definition import KEY_PATTERN
from collega.study.text import SHORT
from collega.web.deeds.empty import explain
from collega.web.records.languages import engine_language
from collega.web.records.models import Study
from collega.web.workbench.define.periods import PeriodField
from collega.web.workbench.define.places import FIELDS
from collega.web.workbench.define.reserved import reserved_words
from collega.web.workbench.numbers import number_field

_key = RegexValidator(KEY_PATTERN, _("Letters, digits, '-' and '_', starting with a letter or digit; at most 64."))
_NAMES = _("What readers of results see in charts and tables; participants read the question. At most 30 characters.")
_OUTSIDE_KEY = re.compile(r"[^a-z0-9-]")  # what no short name of a study may hold


def key_field(**extra: Any) -> forms.CharField:
    """A key: the short name in tables, made from the text where it is left empty."""
    return forms.CharField(label=_("Key"), max_length=64, validators=[_key], required=False, **extra)


class BothForm(forms.Form):
    """A form with pairs of Dutch and English fields; at least one of each required pair must be filled in."""

    pairs_required: tuple[str, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        explain(self)

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two languages."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.pairs_required:
            if not (cleaned.get(f"{name}_nl") or cleaned.get(f"{name}_en")) and not cleaned.get("DELETE"):
                self.add_error(f"{name}_nl", _("Fill in at least one language."))
        return cleaned


def _line(label: Any, **extra: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, **extra)


def _area(label: Any, rows: int = 3, **extra: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": rows}), **extra)


class BasicsForm(BothForm):
    """Everything that is not a list of parts."""

    pairs_required = ("title", "statement")
    title_nl, title_en = _line(_("Title, in Dutch")), _line(_("Title, in English"))
    introduction_nl = _area(_("Introduction, in Dutch"), 5, help_text=_("What participants read first."))
    introduction_en = _area(_("Introduction, in English"), 5)
    context_nl = _area(_("What holds in every scenario, in Dutch"), 5, help_text=_("One statement on each line."))
    context_en = _area(_("What holds in every scenario, in English"), 5, help_text=_("The same lines."))
    statement_nl = _line(_("Statement, in Dutch"), help_text=_("What participants agree or disagree with."))
    statement_en = _line(_("Statement, in English"))
    languages = forms.MultipleChoiceField(
        label=FIELDS["languages"], choices=[("nl", _("Dutch")), ("en", _("English"))],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    scenarios_per_participant = number_field(bounds.SCENARIOS, label=FIELDS["scenarios_per_participant"])
    minimum_group = number_field(
        bounds.MINIMUM_GROUP, label=FIELDS["minimum_group"],
        help_text=_("Nothing is shown about fewer participants than this. We advise 5 or more: the fewer, the easier "
                    "it is to guess who answered what."),
    )  # fmt: skip
    retention = PeriodField(
        label=FIELDS["retention"],
        help_text=_("Counted from the launch. For example: 24 months, 2 years or 90 days."),
    )

    def clean(self) -> dict[str, Any]:
        """Both languages of the context have as many lines."""
        cleaned = super().clean()
        nl, en = lines(cleaned.get("context_nl", "")), lines(cleaned.get("context_en", ""))
        if nl and en and len(nl) != len(en):
            self.add_error("context_en", _("Dutch has %(nl)d lines and English %(en)d; they must go together.")
                           % {"nl": len(nl), "en": len(en)})  # fmt: skip
        return cleaned


def lines(text: str) -> list[str]:
    """Return the lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _short(label: Any, **extra: Any) -> forms.CharField:
    return _line(label, max_length=SHORT, **extra)


class PartForm(BothForm):
    """One line of a list: an answer, a level or a value."""

    pairs_required = ("text",)
    key = key_field()
    text_nl, text_en = _line(_("In Dutch")), _line(_("In English"))
    was = forms.CharField(required=False, widget=forms.HiddenInput)  # its key when the page was made


class NamedForm(PartForm):
    """A level or a value, which readers of results see by its short name."""

    short_nl, short_en = _short(_("Short name, in Dutch")), _short(_("Short name, in English"))


class AnswerForm(PartForm):
    """An answer of the scale."""

    positive = forms.BooleanField(label=_("Positive"), required=False)


class CriterionForm(BothForm):
    """A criterion, its levels apart."""

    pairs_required = ("text",)
    key = key_field(help_text=_("What this is called in tables and files. Left empty, it is made from the question."))
    text_nl, text_en = _line(_("Question, in Dutch")), _line(_("Question, in English"))
    short_nl = _short(_("Short name, in Dutch"), help_text=_NAMES)
    short_en = _short(_("Short name, in English"))
    help_nl, help_en = _area(_("Explanation, in Dutch"), 2), _area(_("Explanation, in English"), 2)
    ordered = forms.BooleanField(label=_("The levels run from one end to the other"), required=False)


class CharacteristicForm(BothForm):
    """A characteristic, its values apart."""

    pairs_required = ("text",)
    key = key_field(help_text=_("What this is called in tables and files. Left empty, it is made from the question."))
    text_nl, text_en = _line(_("Question, in Dutch")), _line(_("Question, in English"))
    short_nl = _short(_("Short name, in Dutch"), help_text=_NAMES)
    short_en = _short(_("Short name, in English"))
    ordered = forms.BooleanField(label=_("The choices run from one end to the other"), required=False)
    other = forms.BooleanField(label=_("'Other', with room for a text, is possible"), required=False)
    self_image = forms.BooleanField(label=_("This asks how people see themselves"), required=False)


if TYPE_CHECKING:
    _FormSet = forms.BaseFormSet[forms.Form]
else:
    _FormSet = forms.BaseFormSet


class Lines(_FormSet):
    """Lines of a list; says in words how many there must be, and where more were pasted than can be taken in."""

    default_error_messages: ClassVar = forms.BaseFormSet.default_error_messages | {
        "too_few_forms": ngettext_lazy("Fill in at least one line.", "Fill in at least %(num)d lines.", "num"),
        "too_many_forms": ngettext_lazy("No more than one line is possible.",
                                        "No more than %(num)d lines are possible.", "num"),
    }  # fmt: skip

    def full_clean(self) -> None:
        """Refuse what stands in the box to paste into: what can be taken in was put into the lines already."""
        super().full_clean()
        if self.is_bound and self.data.get("pasted", "").strip():
            pasted, limit = self.data["pasted"].strip().count("\n") + 1, self.max_num
            sentence = _("You pasted %(found)d lines, and no more than %(most)d are possible. They stand in the box "
                         "below, "
                     "and nothing was saved.")  # fmt: skip
            if pasted <= limit:
                sentence = _(
                    "What you pasted is too long for a list. It stands in the box below, and nothing was saved."
                )
            self._non_form_errors = self.error_class([sentence % {"found": pasted, "most": limit}])


def part_formset(form: type[forms.Form], allowed: bounds.Bounds) -> type[_FormSet]:
    """Return the formset of a list whose order can be changed; without JavaScript two empty lines to add."""
    return forms.formset_factory(
        form, formset=Lines, extra=2, can_order=True, can_delete=True, min_num=allowed.least, validate_min=True,
        max_num=allowed.most, validate_max=True, absolute_max=1000,
    )  # fmt: skip


AnswerSet = part_formset(AnswerForm, bounds.ANSWERS)
LevelSet = part_formset(NamedForm, bounds.LEVELS)
ValueSet = part_formset(NamedForm, bounds.VALUES)


def lines_to_keep(formset: Any) -> list[Any]:
    """Return the forms of the filled lines that stay, in the order given."""
    lines = [form for form in formset.forms if form.cleaned_data.get("key") and not form.cleaned_data.get("DELETE")]
    return sorted(lines, key=lambda form: form.cleaned_data.get("ORDER") or 10_000)


def _sign(sign: str) -> str:
    return str(_("space") if sign.isspace() else _("'%(sign)s'") % {"sign": sign})


class NewStudyForm(forms.Form):
    """How to start a study."""

    key = forms.CharField(
        label=_("Short name"), max_length=60,
        help_text=_("For the address of the study: letters from a to z, digits and '-'. It cannot be changed later."),
    )  # fmt: skip
    start = forms.ChoiceField(label=_("Start from"), widget=forms.RadioSelect)
    file = forms.FileField(label=_("Study file"), required=False, help_text=_("A study.yaml."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["start"].choices = [  # type: ignore[attr-defined]
            ("avg-data-sharing", _("The example: sharing personal data in public services (the Dutch study of 2024)")),
            ("blank", _("An empty study with explanation")),
            ("file", _("A study file of my own")),
        ]

    def clean_key(self) -> str:
        """Each study has its own, of what can stand in an address."""
        key: str = self.cleaned_data["key"].lower()
        strange = dict.fromkeys(_OUTSIDE_KEY.findall(key))
        if strange:
            signs = ", ".join(map(_sign, strange))
            raise forms.ValidationError(_("Use only letters from a to z, digits and '-'. Found: %(found)s.")
                                        % {"found": signs})  # fmt: skip
        if key in reserved_words():
            raise forms.ValidationError(_("This short name is part of an address of the site. Choose another."))
        if Study.objects.filter(key=key).exists():
            raise forms.ValidationError(_("There is a study with this short name already. Choose another."))
        return key

    def clean(self) -> dict[str, Any]:
        """A file where a file was promised."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("start") == "file" and not cleaned.get("file"):
            self.add_error("file", _("Choose the file."))
        return cleaned


class NeverForm(forms.Form):
    """A combination of two or three levels that is never shown."""

    def __init__(self, study: Study, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        language = engine_language(get_language())
        choices: list[Any] = [
            ("", "–"),
            *(
                (
                    criterion.text.say(language),
                    [(f"{criterion.key}={x.key}", x.text.say(language)) for x in criterion.levels],
                )
                for criterion in study.as_defined.criteria
            ),
        ]
        for name, label in (("first", _("This value")), ("second", _("never with")), ("third", _("and"))):
            self.fields[name] = forms.ChoiceField(choices=choices, label=label, required=name != "third")

    def rule(self) -> dict[str, str]:
        """Return the rule as it stands in a definition."""
        return dict(self.cleaned_data[name].split("=", 1) for name in ("first", "second", "third")
                    if self.cleaned_data.get(name))  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Levels of different criteria."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        criteria = [value.split("=", 1)[0] for value in cleaned.values() if value]
        if len(set(criteria)) < len(criteria):
            raise forms.ValidationError(_("Choose values of different criteria."))
        return cleaned
