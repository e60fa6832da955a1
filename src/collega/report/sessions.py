"""The chapter on sessions: what talks did, what people guessed of each other, how far they agree, and why."""

from __future__ import annotations

from collega.exhibits.sessions import scenario_label
from collega.findings import effect_sentences, session_sentences
from collega.report.blocks import Block, bullets, finding, heading, paragraph, table, warning
from collega.report.material import Material
from collega.report.results import shown
from collega.rounds.record import FirstRecord, ScenarioRecord, SecondRecord, SessionRecord


def sessions(material: Material) -> list[Block]:
    """Return what came of the sessions; nothing where none was held."""
    prose = material.prose
    if not material.ground.sessions:
        return []
    blocks = [heading(prose("sessions.title"), new_page=True), paragraph(prose("sessions.opening")),
              paragraph(prose("sessions.apart"))]  # fmt: skip
    for number, session in enumerate(material.ground.sessions, start=1):
        blocks += _session(material, session, number)
    return blocks


def _session(material: Material, session: SessionRecord, number: int) -> list[Block]:
    prose = material.prose
    name = "sessions.held" if session.people is not None else "sessions.held_few"
    blocks = [heading(session.title, 2)]
    if session.synthetic and not material.synthetic:
        blocks.append(warning(prose("sessions.synthetic")))
    blocks.append(paragraph(prose(name, day=prose.day(session.on), people=session.people), stays=True))
    sentences = effect_sentences(material.study, prose.language, session.effect)
    blocks += [finding(" ".join(sentences))] if sentences else [paragraph(prose("sessions.no_effect"))]
    blocks += shown(material, f"session.{number}")
    guesses = shown(material, f"session-guess.{number}")
    if guesses:
        exhibit = material.exhibit(f"session-guess.{number}")
        assert exhibit is not None
        blocks += [finding(exhibit.finding), *guesses]
    blocks += _agreement(material, session)
    return blocks + [block for scenario in session.scenarios for block in _scenario(material, session, scenario)]


def _agreement(material: Material, session: SessionRecord) -> list[Block]:
    prose = material.prose

    def cells(step: FirstRecord | SecondRecord | None) -> list[str]:
        agreement = None if step is None else step.agreement
        if agreement is None:
            return [prose("none")] * 2
        return [prose.percent(agreement.same_side), prose.number(agreement.consensus, 2)]

    rows = [
        [scenario_label(scenario, prose), *cells(scenario.first), *cells(scenario.second)]
        for scenario in session.scenarios
        if scenario.first is not None
    ]  # fmt: skip
    if not rows:
        return []
    header = [prose("numbers.scenario"), *(prose(f"sessions.{name}") for name in (
        "same_before", "consensus_before", "same_after", "consensus_after"))]  # fmt: skip
    return [table(header, rows, caption=prose("sessions.agreement_caption"))]


def _scenario(material: Material, session: SessionRecord, record: ScenarioRecord) -> list[Block]:
    prose, study = material.prose, material.study
    if record.first is None:
        return []
    sentences = session_sentences(study, prose.language, record.first)
    if record.second is not None:
        sentences += session_sentences(study, prose.language, record.first, record.second, control=record.control)
    blocks = [heading(_heading(material, session, record), 3), *([paragraph(" ".join(sentences))] if sentences else [])]
    names = {answer.key: answer.text.say(prose.language) for answer in study.answers}
    for key in (*reversed(study.answer_keys), ""):
        arguments = [argument.text for argument in record.arguments if argument.answer == key]
        if arguments:
            speaks = prose("sessions.for_answer", answer=names[key]) if key else prose("sessions.for_none")
            blocks += [paragraph(speaks, stays=True), bullets(arguments)]
    return blocks


def _heading(material: Material, session: SessionRecord, record: ScenarioRecord) -> str:
    label = scenario_label(record, material.prose)
    return label if len(material.ground.sessions) == 1 else f"{session.title}: {label}"
