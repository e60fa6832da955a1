"""thin"""


def make(interview, language, paper=False):
    return {}


def pdf(made, on):
    return b"%PDF-"
