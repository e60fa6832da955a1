"""What is asked: the definition of a study, its texts, its coding into columns."""

from collega.study.added import DECLINED, OTHER
from collega.study.coding import BLANK, Coding
from collega.study.definition import Answer, Characteristic, Criterion, Level, Study, Value
from collega.study.dump import design_hash, dump_study, study_hash
from collega.study.load import load_study, parse_study
from collega.study.template import TEMPLATES, template_cases, template_text
from collega.study.text import LANGUAGES, Language, Text

__all__ = [
    "BLANK",
    "DECLINED",
    "LANGUAGES",
    "OTHER",
    "TEMPLATES",
    "Answer",
    "Characteristic",
    "Coding",
    "Criterion",
    "Language",
    "Level",
    "Study",
    "Text",
    "Value",
    "design_hash",
    "dump_study",
    "load_study",
    "parse_study",
    "study_hash",
    "template_cases",
    "template_text",
]
