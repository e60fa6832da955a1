"""Practice beside the model, on its page and in the folder; and what is new."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.template import Context, Template
from django.utils import translation

from collega.practice import read_casebook, read_practice
from collega.tables import read_table
from collega.web.cases.news import news
from collega.web.deeds import case_discussion, casebook
from collega.web.deeds.study_folder import take_folder_out
from collega.web.records.models import Kind, Role
from tests.web.cases.conftest import judge, judge_all, make_case, make_person

pytestmark = pytest.mark.django_db
PAGE = "/cases/small/practice/"
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def judged(study, author):
    cases = [make_case(study, author, title=f"Case {n}", levels={"who": "ab"[n % 2], "what": "abc"[n % 3]})
             for n in range(6)]  # fmt: skip
    people = [make_person(study) for _ in range(6)]
    for n, case in enumerate(cases):
        for m, user in enumerate(people):
            judge(case, user, "yes" if (n + m) % 3 else "no")
    return cases


def test_there_is_nothing_to_say_at_first(client, case, colleague):
    client.force_login(colleague)
    page = client.get(PAGE, **ENGLISH).content.decode()
    assert "Nothing can be said yet" in page
    assert "In numbers" not in page


def test_a_professional_reads_words_and_an_owner_numbers_too(client, study, judged, colleague):
    client.force_login(colleague)
    page = client.get(PAGE, **ENGLISH).content.decode()
    assert "Of 30 blind judgements" in page
    assert "In numbers" not in page
    assert "Of 30 blind judgements" not in client.get(PAGE, HTTP_ACCEPT_LANGUAGE="nl").content.decode()
    client.force_login(make_person(study, kind=Role.Kind.OWNER))
    page = client.get(PAGE, **ENGLISH).content.decode()
    assert "Of 30 blind judgements" in page
    assert "What practice meets most" in page


@pytest.mark.parametrize(("language", "written"), [("en", "−0.29"), ("nl", "−0,29")])
def test_numbers_have_a_minus_sign_and_no_hyphen(language, written):
    with translation.override(language):
        assert Template("{% load collega %}{{ x|decimals:2 }}").render(Context({"x": -0.291})) == written


def test_a_page_tells_on_which_side_somebody_stands(client, study, judged):
    as_most = make_person(study)
    for n, case in enumerate(judged):
        judge(case, as_most, "yes" if n else "no")
    client.force_login(as_most)
    page = client.get("/cases/small/mine/", **ENGLISH).content.decode()
    assert "you stand on the other side than most in 1." in page
    client.force_login(judged[0].judgements.first().user)
    assert "on the other side than most in 0" not in client.get("/cases/small/mine/", **ENGLISH).content.decode()


def test_a_list_says_of_what_each_level_is(client, study, case, colleague):
    client.force_login(colleague)
    page = client.get("/cases/small/", **ENGLISH).content.decode()
    assert "<span>Who? <b>One</b></span>" in page


def test_the_folder_can_be_read_by_the_engine(study, judged, tmp_path):
    content = take_folder_out(study, make_person(study, kind=Role.Kind.OWNER), Kind.SIMULATED)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in ("cases.csv", "practice.csv"):
            (tmp_path / name).write_bytes(archive.read(f"small/{name}"))
    book = read_casebook(study.as_defined, read_table(tmp_path / "cases.csv"))
    assert (len(book.cases), len(book.judgements)) == (6, 36)
    assert read_practice(study.as_defined, read_table(tmp_path / "practice.csv")) is not None


def test_what_is_new_is_told_in_lines(study, author, colleague):
    case = make_case(study, author, title="First")
    make_case(study, author, title="Second", levels={"who": "b"})
    assert any("2" in line.text for line in news(colleague, [study], None))
    judge(case, colleague)
    case_discussion.add_remark(case, author, "Welcome.")
    casebook.record_outcome(case, author, side="negative", decided="No.", why="So.")
    lines = [line.href for line in news(colleague, [study], None)]
    assert lines == ["/cases/small/?state=to_judge", "/cases/small/?state=decided", "/cases/small/"]
    assert news(make_person(study), [], None) == []


def test_news_take_the_same_number_of_queries_whatever_others_stored(
    study, author, colleague, django_assert_max_num_queries
):
    for n in range(3):
        judge_all(make_case(study, author, title=f"Case {n}"), study, ["yes"])
    with django_assert_max_num_queries(8):
        news(colleague, [study], None)
