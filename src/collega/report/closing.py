"""The last sections: validation, limits, and where the numbers come from."""

from __future__ import annotations

from importlib.metadata import version

from collega.exhibits import claims
from collega.report.blocks import Block, bullets, finding, heading, paragraph, table, warning
from collega.report.material import Material
from collega.report.results import shown

_SMALL_PANEL = 300


def validation(material: Material) -> list[Block]:
    """Return how well held-out answers were predicted."""
    prose, result = material.prose, material.validation
    title = heading(prose("validation.title"))
    if result is None:
        return [title, paragraph(prose("validation.not_computed"))]
    name = "validation.opening" if result.folds > 1 else "validation.opening_one"
    return [
        title,
        paragraph(prose(name, folds=result.folds, answers=result.answers), stays=True),
        finding(claims.validation_finding(result, prose)),
        finding(claims.calibration_finding(result.calibration, prose)),
        *shown(material, "calibration", stays=True),
    ]


def limits(material: Material) -> list[Block]:
    """Return what a reader must keep in mind."""
    prose, n = material.prose, material.panel.n_participants
    size = prose("limits.small" if n < _SMALL_PANEL else "limits.panel", participants=n)
    names = ("stated", "criteria", "additive", "majority", "intervals")
    return [
        heading(prose("limits.title")),
        *([warning(prose("limits.synthetic"))] if material.synthetic else []),
        paragraph(prose("limits.opening"), stays=True),
        bullets([size, *(prose(f"limits.{name}") for name in names)]),
    ]


def origin(material: Material) -> list[Block]:
    """Return what the report was made from, so that it can be made again."""
    prose, fit = material.prose, material.fit
    rows = [
        ("study", material.study.key),
        ("study_hash", _short(fit.study_hash)),
        ("data_hash", _short(fit.data_hash)),
        ("answers", str(fit.n_answers)),
        ("model", f"{prose(f'models.{fit.model}')}, {prose(f'links.{fit.link}')}"),
        ("seed", prose("none") if fit.seed is None else str(fit.seed)),
    ]
    if fit.convergence is not None:
        statement = prose(
            "origin.convergence_value",
            r_hat=prose.number(fit.convergence.r_hat, 3),
            ess=round(fit.convergence.ess),
            chains=fit.convergence.chains,
        )
        rows.append(("convergence", statement))
    rows += [
        ("synthetic", prose("origin.yes" if material.synthetic else "origin.no")),
        ("software", f"Collega {version('collega')}"),
    ]
    if material.study.contact:
        rows.append(("contact", material.study.contact.say(prose.language)))
    return [
        heading(prose("origin.title")),
        paragraph(prose("origin.opening"), stays=True),
        table(
            [prose("origin.item"), prose("origin.value")],
            [[prose(f"origin.{name}"), text] for name, text in rows],
            caption=prose("origin.caption"),
            columns=[0.6, 1],
            align=["left", "left"],
        ),
    ]


def _short(fingerprint: str) -> str:
    """Cut a hash to what tells two files apart, in groups that can be compared by eye."""
    return " ".join(fingerprint[start : start + 8] for start in range(0, 32, 8))
