"""What to look at, in words."""

from __future__ import annotations

from collega import formats
from collega.messages import Message
from collega.study.definition import Study
from collega.study.text import Language
from collega.training.attention import Attention


def attention_sentence(attention: Attention, study: Study, language: Language) -> str:
    """Return a thing to look at as a sentence or two."""
    name = "" if attention.criterion is None else study.criterion(attention.criterion).name(language)
    points = formats.number(attention.estimate or 0.0, language, 0)
    sure = "yes" if attention.sure else "no"
    if attention.kind == "unnamed":
        message = Message(
            "training-unnamed", criterion=name, times=int(attention.estimate or 0), among=attention.among or 0
        )
    elif attention.kind == "more":
        message = Message("training-more", criterion=name, points=points, sure=sure)
    elif attention.kind == "less":
        message = Message("training-less", criterion=name, points=points, sure=sure)
    elif attention.kind == "opposite":
        message = Message("training-opposite", criterion=name, points=points, sure=sure)
    elif attention.kind == "milder":
        message = Message("training-milder", points=points, sure=sure)
    elif attention.kind == "stricter":
        message = Message("training-stricter", points=points, sure=sure)
    else:
        message = Message("training-alike")
    return message.say(language)
