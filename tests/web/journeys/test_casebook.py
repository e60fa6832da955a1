"""Two organisations share and decide a case, in browsers, on a screen and on a telephone."""

from __future__ import annotations

import pytest
from django.test import Client

from collega.web.deeds import publication
from collega.web.records.models import Case, Judgement, Kind, Organisation, Publication, Visibility
from tests.web.cases.conftest import judge, make_person
from tests.web.results.conftest import make_fitted

pytestmark = pytest.mark.slow
HOME = "/cases/small/"


def browser_of(site, user, **options):
    """A page of somebody who is signed in."""
    client = Client()
    client.force_login(user)
    page = site.somebody(language="en", **options)
    page.context.add_cookies(
        [
            {"name": name, "value": each.value, "url": site.address}
            for name, each in client.cookies.items()
            if each.value
        ]
    )
    return page


@pytest.fixture
def study(transactional_db):
    made, fit = make_fitted(kind=Kind.SIMULATED, publication=Publication.PUBLIC, advice_first=False)
    made.launched_at = made.created_at
    made.save()
    publication.publish(fit)
    return made


def test_two_organisations_share_and_decide_a_case(site, study):
    town = Organisation.objects.create(name="Gemeente Rivierstad", type="municipality")
    agency = Organisation.objects.create(name="Dienst Noord", type="agency")
    author = browser_of(site, make_person(study, town, function="privacy officer"))
    author.goto(HOME)
    author.get_by_role("link", name="New case").first.click()
    author.get_by_label("Title").fill("Camera at the bridge")
    author.get_by_label("What is the case about?").fill(
        "An insurer asks for a quarter of an hour. Mail: a.b@example.org"
    )
    author.get_by_label("File number").fill("Z-77")
    author.get_by_label("Who?").select_option("a")
    author.get_by_role("button", name="Save, and give my own advice").click()
    assert author.locator("mark").inner_text() == "a.b@example.org"
    assert author.get_by_label("File number").input_value() == "Z-77"
    author.get_by_label("What is the case about?").fill("An insurer asks for a quarter of an hour.")
    author.get_by_role("button", name="Save, and give my own advice").click()
    author.get_by_label("Yes", exact=True).check()
    author.get_by_label("Why?").fill("A clear interest, and a short piece.")
    author.get_by_role("button", name="This is my advice").click()
    assert "%" in author.locator(".casebook__share").inner_text()
    author.get_by_role("button", name="Share with all professionals of this study").click()
    case = Case.objects.get()
    assert case.visibility == Visibility.ALL

    other = make_person(study, agency, function="CISO")
    colleague = browser_of(site, other, width=360, height=700)
    colleague.goto(HOME)
    colleague.get_by_role("link", name="Camera at the bridge").click()
    text = colleague.locator("main").inner_text()
    assert "given to be shared" in text
    assert "CISO, government agency" in text
    for hidden in ("A clear interest", "Z-77", "%"):
        assert hidden not in text
    colleague.get_by_label("No", exact=True).check()
    colleague.get_by_label("Why?").fill("The insurer can ask the court.")
    colleague.get_by_role("button", name="Judge, and see what others think").click()
    assert "A clear interest, and a short piece." in colleague.locator("main").inner_text()
    assert Judgement.objects.get().blind
    colleague.get_by_label("Your remark").fill("How do you blur the cyclists?")
    colleague.get_by_role("button", name="Add").click()
    assert "How do you blur" in colleague.locator(".thread").inner_text()

    for answer in ("yes", "yes", "yes", "no", "no"):
        judge(case, make_person(study, agency), answer)
    author.goto(f"{HOME}c/{case.code}/")
    told = author.locator("main").inner_text()
    assert "Of 6 colleagues who judged it blind, 3 answered positively." in told
    assert "The insurer can ask the court." in told
    assert "Z-77" in told
    author.get_by_role("link", name="Tell what was decided").click()
    author.get_by_label("Decided as the statement says").check()
    author.get_by_label("What was decided?").fill("Given, with the cyclists blurred.")
    author.get_by_label("Why?").fill("Then nobody is hurt.")
    author.get_by_role("button", name="Save").click()
    colleague.reload()
    assert "Given, with the cyclists blurred." in colleague.locator("main").inner_text()

    newcomer = browser_of(site, make_person(study))
    newcomer.goto("/results/small/colleague/?who=a")
    like = newcomer.locator("#like").inner_text()
    assert "Camera at the bridge" in like
    assert "cyclists blurred" not in like
    colleague.goto("/results/small/colleague/?who=a")
    assert "Given, with the cyclists blurred." in colleague.locator("#like").inner_text()
