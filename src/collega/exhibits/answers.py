"""How scenarios and groups were answered: of everybody, of every group, and beside a self-image."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from collega.colleague.nearest import counted_share
from collega.exhibits import claims
from collega.exhibits.exhibit import OFF_PAPER, Exhibit, Family, equal_parts, group_of, one_page
from collega.exhibits.ground import Ground
from collega.exhibits.table import Column, Named, Table, interval_columns
from collega.figures import Figure, Style, answers_figure, reach_of_answers
from collega.insight import answers_frame
from collega.prose import Prose
from collega.study.definition import Study

SCENARIOS_A_PAGE = 28


def long_answers(frame: pl.DataFrame, answer_keys: Sequence[str]) -> pl.DataFrame:
    """Turn a row per label with a share per answer into a row per label and answer, in order."""
    return pl.DataFrame(
        [
            {"label": label, "answer": key, "share": share}
            for label, shares in frame.select("label", "shares").iter_rows()
            for key, share in zip(answer_keys, shares, strict=True)
        ],
        schema={"label": pl.String, "answer": pl.String, "share": pl.Float64},
    )


def _draw(ground: Ground, frame: pl.DataFrame, rows: str, style: Style, reach: float) -> Figure:
    long = long_answers(frame, ground.study.answer_keys)
    return answers_figure(long, ground.study, rows=rows, reach=reach, language=ground.language, style=style)


def answers_table(frame: pl.DataFrame, study: Study, prose: Prose, first: Column, names: Sequence[str]) -> Table:
    """Return n, the share of every answer and of the positive ones, the last with Wilson's 90% interval.

    Whoever gave several answers counts once in the interval: it is never too narrow.
    """
    counted: list[tuple[Any, ...]] = []
    for name, row in zip(names, frame.iter_rows(named=True), strict=True):
        ends = (None, None) if row["positive"] is None else counted_share(row["positive"], row["n"]).interval
        shares = row["shares"] or [None] * len(study.answers)
        counted.append((Named(row[first.name], name), row["n"], *shares, row["positive"], *ends))
    answers = [Column(name=answer.key, text=answer.text.say(prose.language), kind="share") for answer in study.answers]
    columns = (
        first,
        Column(name="n", text=prose("numbers.n"), kind="count"),
        *answers,
        Column(name="positive", text=prose("numbers.positive"), kind="share"),
        *interval_columns(prose, "share"),
    )
    return Table(columns=columns, rows=tuple(counted))


def _scenario_names(frame: pl.DataFrame, prose: Prose) -> list[str]:
    """Return the names of scenarios; where nearly all are on one side, that is told in its place."""
    return [
        f"{name}: {claims.mostly_words(mostly, n, prose)}" if mostly else name
        for name, mostly, n in frame.select("scenario", "mostly", "n").iter_rows()
    ]


def _scenarios_of(ground: Ground, key: str) -> tuple[pl.DataFrame, float | None]:
    """Return the answers per scenario and the share positive, of everybody or of a group."""
    group = group_of(key)
    if group is None:
        return ground.found.answers_by_scenario, ground.average
    characteristic, value = group
    average = ground.found.answers_by_group[characteristic].filter(value=value)["positive"][0]
    return answers_frame(ground.study, ground.judged[characteristic][value]), average


def _scenario_keys(ground: Ground) -> Iterable[str]:
    def shown(key: str) -> bool:
        frame, _ = _scenarios_of(ground, key)
        return not frame["suppressed"].all()

    if shown("answers"):
        yield "answers"
    for key, values in ground.judged.items():
        for value in values:
            name = f"answers.{key}.{value}"
            if _scenarios_of(ground, name)[1] is not None and shown(name):
                yield name


def _scenarios(ground: Ground, key: str) -> Exhibit:
    prose, study, group = ground.prose, ground.study, group_of(key)
    frame, average = _scenarios_of(ground, key)
    visible = frame.filter(~pl.col("suppressed")).sort("positive", descending=True, maintain_order=True)
    visible = visible.with_columns(pl.col("scenario").alias("label"))
    reach = reach_of_answers(long_answers(visible, study.answer_keys), study)
    sentences = [claims.scenario_finding(frame, average, prose), *claims.scenario_gaps(frame, prose)]
    return Exhibit(
        key=key,
        title=_titled(study, key.split(".")[1:], prose),
        caption=SCENARIOS.caption(study, key.split(".")[1:], prose),
        finding=" ".join(sentences),
        table=answers_table(
            frame,
            study,
            prose,
            Column(name="scenario", text=prose("numbers.scenario"), kind="text"),
            _scenario_names(frame, prose),
        ),
        language=ground.language,
        doors=SCENARIOS.doors if group is None else OFF_PAPER,
        frame=visible,
        draw=lambda part, style: _draw(ground, part, prose("answers.row"), style, reach),
        cut=equal_parts(SCENARIOS_A_PAGE),
        about="" if group is None else ground.people(group),
    )


def _titled(study: Study, rest: Sequence[str], prose: Prose) -> str:
    return with_group(prose("exhibits.answers"), study, rest, prose)


def with_group(title: str, study: Study, rest: Sequence[str], prose: Prose) -> str:
    """Return a title with the group that it is about, where it is about one."""
    if len(rest) < 2:
        return title
    item = study.characteristic(rest[0])
    return f"{title}: {item.value_name(rest[1], prose.language)}"


def _is_image(ground: Ground, key: str) -> bool:
    return any(image.characteristic == key for image in ground.found.self_images)


def _group_keys(ground: Ground, *, image: bool) -> Iterable[str]:
    for item in ground.study.characteristics:
        frame = ground.found.answers_by_group.get(item.key)
        if frame is not None and not frame["suppressed"].all() and _is_image(ground, item.key) == image:
            yield f"{'self-image' if image else 'groups'}.{item.key}"


def _group_title(study: Study, rest: Sequence[str], prose: Prose) -> str:
    return prose("exhibits.groups", what=study.characteristic(rest[0]).name(prose.language))


def _image_title(study: Study, rest: Sequence[str], prose: Prose) -> str:
    return prose("exhibits.self_image", what=study.characteristic(rest[0]).name(prose.language))


def _groups(ground: Ground, key: str) -> Exhibit:
    kind, characteristic = key.split(".")
    prose, study, item = ground.prose, ground.study, ground.study.characteristic(characteristic)
    frame = ground.found.answers_by_group[characteristic]
    visible = frame.filter(~pl.col("suppressed"))
    labels = [ground.group_label(characteristic, value, n) for value, n in visible.select("value", "n").iter_rows()]
    visible = visible.with_columns(pl.Series("label", labels, pl.String))
    texts = [item.value_name(value, ground.language) for value in frame["value"]]
    first = Column(name="value", text=item.name(ground.language), kind="text")
    reach = reach_of_answers(long_answers(visible, study.answer_keys), study)
    family = IMAGES if kind == "self-image" else GROUPS
    return Exhibit(
        key=key,
        title=family.title(study, [characteristic], prose),
        caption=family.caption(study, [characteristic], prose),
        finding=_group_finding(ground, kind, characteristic),
        table=answers_table(frame, study, prose, first, texts),
        language=ground.language,
        doors=family.doors,
        frame=visible,
        draw=lambda part, style: _draw(ground, part, item.name(ground.language), style, reach),
        cut=one_page,
    )  # fmt: skip


def _group_finding(ground: Ground, kind: str, key: str) -> str:
    difference = difference_of(ground, key)
    if kind != "self-image":
        return claims.group_finding(ground.found.answers_by_group[key], difference, ground.study, key, ground.prose)
    image = next(image for image in ground.found.self_images if image.characteristic == key)
    lowest = ground.found.overall[ground.study.answer_keys[0]]
    return claims.self_image_finding(image, lowest, difference, ground.study, ground.prose)


def difference_of(ground: Ground, key: str) -> Mapping[str, Any] | None:
    """Return the test of whether the groups of a characteristic differ; None where none was made."""
    rows = ground.found.differences.filter(characteristic=key)
    return rows.row(0, named=True) if rows.height else None


def _image_caption(study: Study, rest: Sequence[str], prose: Prose) -> str:
    return prose("exhibits.self_image_caption", question=study.characteristic(rest[0]).text.say(prose.language))


SCENARIOS = Family(
    kind="answers", keys=_scenario_keys, title=_titled, make=_scenarios,
    caption=lambda _study, _rest, prose: prose("exhibits.answers_caption"),
)  # fmt: skip
GROUPS = Family(
    kind="groups", keys=lambda ground: _group_keys(ground, image=False), title=_group_title, make=_groups,
    caption=lambda _study, _rest, prose: prose("exhibits.groups_caption"),
)  # fmt: skip
IMAGES = Family(
    kind="self-image", keys=lambda ground: _group_keys(ground, image=True), title=_image_title, make=_groups,
    caption=_image_caption,
)  # fmt: skip
