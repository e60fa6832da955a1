"""What scenarios stand on: a change of anything else leaves the design as it is."""

import pytest
from pydantic import BaseModel

from collega.study import Study, design_hash, parse_study

STUDY = """
key: parking
title: Parking
statement: Let them park.
introduction: Read this.
context: [Always so.]
answers:
  - {key: "no", text: "No"}
  - {key: "yes", text: "Yes", positive: true}
criteria:
  - {key: place, text: Where, help: Here, levels: [{key: street, text: Street, source: Law}, {key: yard, text: Yard}]}
  - {key: price, text: How much, levels: [{key: "1", text: One}, {key: "2", text: Two}]}
never:
  - {place: street, price: "2"}
characteristics:
  - {key: job, text: Job, values: [{key: a, text: A}, {key: b, text: B}]}
scenarios_per_participant: 3
contact: Ask us.
"""
BASIS = {
    "Study.criteria": lambda s: {"criteria": s["criteria"][::-1]},
    "Study.never": lambda _s: {"never": []},
    "Study.scenarios_per_participant": lambda _s: {"scenarios_per_participant": 4},
    "Criterion.key": lambda s: {"criteria": [s["criteria"][0], s["criteria"][1] | {"key": "cost"}], "never": []},
    "Criterion.levels": lambda s: {
        "criteria": [
            s["criteria"][0] | {"levels": [*s["criteria"][0]["levels"], {"key": "field", "text": "Field"}]},
            s["criteria"][1],
        ]
    },
    "Level.key": lambda s: {"criteria": [levelled(s, "key", "lane"), s["criteria"][1]], "never": []},
}
OTHERS = {
    "Study.key": lambda _s: {"key": "other"},
    "Study.title": lambda _s: {"title": "Other"},
    "Study.languages": lambda _s: {"languages": ["nl"]},
    "Study.introduction": lambda _s: {"introduction": "Other."},
    "Study.context": lambda _s: {"context": []},
    "Study.statement": lambda _s: {"statement": "Other."},
    "Study.answers": lambda s: {"answers": [*s["answers"], {"key": "sure", "text": "Sure", "positive": True}]},
    "Study.characteristics": lambda _s: {"characteristics": []},
    "Study.minimum_group": lambda _s: {"minimum_group": 9},
    "Study.retention": lambda _s: {"retention": "P1Y"},
    "Study.contact": lambda _s: {"contact": "Ask them."},
    "Study.share_of": lambda _s: {"share_of": "profession"},
    "Criterion.text": lambda s: {"criteria": [s["criteria"][0] | {"text": "Place"}, s["criteria"][1]]},
    "Criterion.short": lambda s: {"criteria": [s["criteria"][0] | {"short": "Spot"}, s["criteria"][1]]},
    "Level.short": lambda s: {"criteria": [levelled(s, "short", "Spot"), s["criteria"][1]]},
    "Characteristic.short": lambda s: {"characteristics": [s["characteristics"][0] | {"short": "Job"}]},
    "Value.short": lambda s: {"characteristics": [valued(s, "short", "Job")]},
    "Criterion.help": lambda s: {"criteria": [s["criteria"][0] | {"help": "There"}, s["criteria"][1]]},
    "Criterion.ordered": lambda s: {"criteria": [s["criteria"][0] | {"ordered": True}, s["criteria"][1]]},
    "Level.text": lambda s: {"criteria": [levelled(s, "text", "Lane"), s["criteria"][1]]},
    "Level.source": lambda s: {"criteria": [levelled(s, "source", "Custom"), s["criteria"][1]]},
    "Answer.key": lambda s: {"answers": [s["answers"][0] | {"key": "never"}, s["answers"][1]]},
    "Answer.text": lambda s: {"answers": [s["answers"][0] | {"text": "Never"}, s["answers"][1]]},
    "Answer.positive": lambda s: {
        "answers": [s["answers"][0], {"key": "so", "text": "So so", "positive": True}, s["answers"][1]]
    },
    "Characteristic.key": lambda s: {"characteristics": [s["characteristics"][0] | {"key": "post"}]},
    "Characteristic.text": lambda s: {"characteristics": [s["characteristics"][0] | {"text": "Post"}]},
    "Characteristic.ordered": lambda s: {"characteristics": [s["characteristics"][0] | {"ordered": True}]},
    "Characteristic.values": lambda s: {"characteristics": [s["characteristics"][0] | {"values": s["characteristics"][0]["values"][:1]}]},
    "Characteristic.other": lambda s: {"characteristics": [s["characteristics"][0] | {"other": True}]},
    "Characteristic.self_image": lambda s: {"characteristics": [s["characteristics"][0] | {"self_image": True}]},
    "Value.key": lambda s: {"characteristics": [valued(s, "key", "c")]},
    "Value.text": lambda s: {"characteristics": [valued(s, "text", "C")]},
}  # fmt: skip


def levelled(data, name, value):
    first = data["criteria"][0]
    return first | {"levels": [first["levels"][0], first["levels"][1] | {name: value}]}


def valued(data, name, value):
    first = data["characteristics"][0]
    return first | {"values": [first["values"][0] | {name: value}, first["values"][1]]}


def every_part(base):
    """The parts of a definition: what has no subclasses of its own."""
    below = base.__subclasses__()
    return [each for model in below for each in every_part(model)] if below else [base]


def parts(model):
    return {f"{model.__name__}.{name}" for name in model.model_fields}


def test_every_field_of_a_definition_is_judged():
    models = every_part(next(each for each in BaseModel.__subclasses__() if each.__name__ == "Part"))
    assert {each for model in models for each in parts(model)} == BASIS.keys() | OTHERS.keys()


@pytest.mark.parametrize("field", [*BASIS, *OTHERS])
def test_a_design_stands_on_its_criteria_levels_rules_and_number_alone(field):
    study = parse_study(STUDY)
    data = study.model_dump(mode="json")
    change = (BASIS | OTHERS)[field](data)
    assert any(data[name] != value for name, value in change.items())
    assert (design_hash(Study.model_validate(data | change)) != design_hash(study)) == (field in BASIS)


def test_the_order_of_rules_and_what_a_text_says_do_not_matter():
    study = parse_study(STUDY + "")
    more = parse_study(STUDY.replace("never:", 'never:\n  - {price: "1", place: yard}'))
    turned = more.model_copy(update={"never": more.never[::-1]})
    assert design_hash(more) == design_hash(turned) != design_hash(study)
