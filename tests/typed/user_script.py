"""What somebody writes with the library; checked by mypy, never run."""

from datetime import date
from pathlib import Path

import collega

study = collega.load_study(Path("study.yaml"))
design = collega.compose(study, versions=2)
quality = collega.assess(study, design)
print(quality.verdict, design.scenarios, design.versions)

panel, truth = collega.simulate(study, design, participants=50, seed=1)
print(truth, panel.n_participants, panel.people.columns)
flags = collega.quality_flags(panel)
print(flags.height)

fit = collega.estimate(panel)
print(fit.converged, fit.part_worths.shape, fit.thresholds.shape)
held_out = collega.validate(panel, fit)
print(held_out)

found = collega.insights(panel, fit)
print(found)
advice = collega.ask(study, fit, collega.make_case(study, {"recipient": "internal"}), panel=panel)
print(f"{advice.share:.0%}", advice.interval, [reason.criterion for reason in advice.reasons])

folder = collega.StudyFolder(Path("my-study"))
print(folder.study().criterion_keys, folder.panel().n_answers, folder.fit().model)
try:
    collega.parse_study(collega.template_text("avg-data-sharing"))
except collega.StudyError as error:
    print([problem.where for problem in error.problems])

collega.write_report(study, panel, fit, found, [advice], language="nl", to=Path("report.pdf"), on=date(2026, 1, 31))
