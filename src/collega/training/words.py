"""What to look at, in words."""

from __future__ import annotations

from collega import formats
from collega.messages import Message
from collega.study.definition import Study
from collega.study.text import Language
from collega.training.attention import Attention


def attention_sentence(found: Attention, study: Study, language: Language) -> str:
    """Return a thing to look at as a sentence or two."""
    name = "" if found.criterion is None else study.criterion(found.criterion).name(language)
    points = formats.number(found.estimate or 0.0, language, 0)
    sure = "yes" if found.sure else "no"
    if found.kind == "unnamed":
        message = Message("training-unnamed", criterion=name, times=int(found.estimate or 0), among=found.among or 0)
    elif found.kind == "more":
        message = Message("training-more", criterion=name, points=points, sure=sure)
    elif found.kind == "less":
        message = Message("training-less", criterion=name, points=points, sure=sure)
    elif found.kind == "opposite":
        message = Message("training-opposite", criterion=name, points=points, sure=sure)
    elif found.kind == "milder":
        message = Message("training-milder", points=points, sure=sure)
    elif found.kind == "stricter":
        message = Message("training-stricter", points=points, sure=sure)
    else:
        message = Message("training-alike")
    return message.say(language)
