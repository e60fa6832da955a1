"""Who sees which page of results, and what stands on it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone
from django.utils.translation import override

from collega.figures.colours import answer_colours
from collega.findings import Finding, sentence
from collega.web.deeds import publication
from collega.web.editions import shown
from collega.web.protection import protection
from collega.web.records.models import Collection, Kind, Note, Picture, Publication, Role, StoredFit, Study
from collega.web.results.templatetags.results import sentences
from collega.web.survey import notice
from collega.web.templatetags.collega import period
from tests.web.conftest import make_member, make_study
from tests.web.results.conftest import PEOPLE, make_fitted

pytestmark = pytest.mark.django_db
HOME = "/results/small/"
PAGES = [
    "",
    "groups/",
    "compare/?a=post.x&b=all",
    "criteria/",
    "criteria/what/",
    "scenarios/",
    "noise/",
    "model/",
    "colleague/",
]
WORDS = {"nl": "nagebootst", "en": "simulated"}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_everybody_sees_a_public_study(client, public, page, language):
    response = client.get(HOME + page, headers={"accept-language": language})
    assert response.status_code == 200
    text = response.content.decode()
    assert WORDS[language] in text  # the synthetic mark
    assert "style=" not in text
    assert "<h1>" in text
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", PAGES)
def test_strangers_see_nothing_of_a_study_for_the_team(client, page):
    _, row = make_fitted(publication=Publication.TEAM)
    publication.publish(row)
    assert client.get(HOME + page).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_study_that_does_not_exist(client, db, page):
    assert client.get(HOME + page).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_are_only_for_looking(client, public, method):
    assert getattr(client, method)(HOME).status_code == 405


def test_a_link_opens_its_own_study_only(client):
    study, row = make_fitted(publication=Publication.LINK)
    publication.publish(row)
    other = Study.objects.create(key="other", definition=study.definition, publication=Publication.LINK)
    assert client.get(HOME).status_code == 404
    assert client.get(f"{HOME}t/wrong/").status_code == 404
    assert client.get(f"/results/other/t/{study.results_token}/").status_code == 404
    response = client.get(f"{HOME}t/{study.results_token}/")
    assert response.status_code == 302
    assert response.headers["Location"] == HOME
    assert client.get(HOME).status_code == 200
    assert client.get(f"/results/{other.key}/").status_code == 404
    study.results_token = "another"
    study.save()
    assert client.get(HOME).status_code == 404


def test_a_link_does_not_open_a_study_for_the_team(client):
    study, _ = make_fitted(publication=Publication.TEAM)
    assert client.get(f"{HOME}t/{study.results_token}/").status_code == 404


def test_readers_see_the_published_fit_and_the_team_the_newest(client):
    study, row = make_fitted(publication=Publication.TEAM)
    client.force_login(make_member(study, Role.Kind.READER))
    assert "nog niets te zien" in client.get(HOME).content.decode()
    client.force_login(make_member(study, Role.Kind.ANALYST))
    text = client.get(HOME).content.decode()
    assert "niet gepubliceerd" in text
    assert "nog niets te zien" in client.get(HOME + "?as=public").content.decode()
    publication.publish(row)
    client.force_login(study.roles.get(kind=Role.Kind.READER).user)
    assert "In het kort" in client.get(HOME).content.decode()


def test_the_newest_good_fit_is_the_teams(client):
    study, row = make_fitted(publication=Publication.TEAM)
    StoredFit.objects.create(
        study=study, kind=Kind.SIMULATED, values={}, arrays=b"", data_hash="", study_hash="", converged=False
    )
    assert shown.team_fit(study) == row


@pytest.mark.parametrize("page", PAGES)
def test_a_withdrawal_hides_every_page_from_the_public(client, public, page):
    public.fits.update(withdrawn=True)
    text = client.get(HOME + page).content.decode()
    assert "teruggetrokken" in text
    assert "big-number" not in text
    assert client.get("/results/small/figures/importance.svg").status_code == 404
    assert client.get("/results/small/colleague/advice.pdf?who=a").status_code == 404


@pytest.mark.parametrize(("state", "said", "never"), [
    ({"collection": Collection.OPEN}, "met nieuwe deelnemers kan dat nog", "voorgoed"),
    ({"collection": Collection.PAUSED}, "met nieuwe deelnemers kan dat nog", "voorgoed"),
    ({"collection": Collection.CLOSED}, "deze resultaten blijven voorgoed verborgen", "met nieuwe deelnemers kan dat nog"),
    ({"collection": Collection.CLOSED, "erased_at": timezone.now()}, "blijven voorgoed verborgen", "met nieuwe deelnemers kan dat nog"),
])  # fmt: skip
def test_after_a_withdrawal_the_page_says_what_is_hidden_why_and_what_can_be_done(client, public, state, said, never):
    public.fits.update(withdrawn=True)
    Study.objects.filter(pk=public.pk).update(**state)
    text = client.get(HOME).content.decode().split("<main")[1].split("</main")[0]
    assert "Deze resultaten zijn verborgen" in text
    assert "nog niets te zien" not in text
    assert "de virtuele collega, en het belang in de groep" in text
    assert "zou anders kunnen zien wat die ene persoon heeft geantwoord" in text
    assert said in text
    assert never not in text


@pytest.mark.parametrize("page", PAGES)
def test_before_anything_is_published_every_page_says_what_is_missing(client, fitted, page):
    text = client.get(HOME + page).content.decode()
    assert "ten minste 5 deelnemers" in text
    assert str(PEOPLE) not in text.split("<main")[1]


def test_home_lists_what_is_public_and_published(client, fitted):
    assert "nog geen onderzoek gepubliceerd" in client.get("/").content.decode()
    publication.publish(fitted[1])
    assert "Klein onderzoek" in client.get("/").content.decode()
    Study.objects.update(publication=Publication.LINK)
    assert "Klein onderzoek" not in client.get("/").content.decode()


SIMULATED = [
    ("", "24 gesimuleerde professionals beoordeelden"),
    ("", "wat deze gesimuleerde professionals zouden adviseren"),
    ("?group=post.x", "gesimuleerde deelnemers in de groep"),
    ("colleague/", "deze 24 gesimuleerde professionals"),
    ("colleague/", "waarop de gesimuleerde professionals reageerden"),
    ("colleague/?who=a", "<h2>Wat in de simulatie is beoordeeld</h2>"),
    ("colleague/?who=a", "met wat de gesimuleerde deelnemers antwoordden"),
    ("colleague/?who=a", "Beoordeeld door 24 gesimuleerde deelnemers"),
]


@pytest.mark.parametrize(("page", "words"), SIMULATED)
def test_simulated_people_are_called_so_and_people_are_not(client, public, page, words):
    Study.objects.update(advice_first=False)
    main = client.get(HOME + page).content.decode().split("<main")[1]
    assert words in main
    public.fits.update(insights=public.fits.get().insights | {"synthetic": False})
    assert words not in client.get(HOME + page).content.decode()


def test_the_list_of_scenarios_shows_every_answer_and_what_stood_in_them(client, public):
    text = client.get(HOME + "scenarios/", headers={"accept-language": "en"}).content.decode()
    definition, row = public.as_shown, client.get(HOME + "scenarios/").context["rows"][0]
    colours = answer_colours(len(definition.answers), definition.positive)
    legend = text.partition('class="legend"')[2].partition("</ul>")[0]
    bar = text.partition('class="situation__bar"')[2].partition("</svg>")[0]
    for answer, colour in zip(definition.answers, colours, strict=True):
        assert f'fill="{colour}"/></svg> {answer.text.say("en")}</li>' in legend
        assert f'fill="{colour}"' in bar
    ends = [each["start"] + each["share"] for each in row["shares"]]
    assert ends[-1] == pytest.approx(1.0)
    assert [each["start"] for each in row["shares"]] == pytest.approx([0.0, *ends[:-1]])
    assert sum(each["share"] for each in row["shares"][definition.positive :]) == pytest.approx(row["positive"])
    assert f"Together {PEOPLE} simulated participants judged these" in text
    assert f"({row['n']})</span>" in text
    opened = text.partition("<details")[2].partition("</details>")[0]
    for criterion in definition.criteria:
        assert f'<th scope="row">{criterion.text.say("en")}</th>' in opened


def test_a_scenario_that_few_judged_has_no_bar(client, public):
    found = public.fits.get().insights
    for row in found["answers_by_scenario"]:
        row |= {"suppressed": True, "n": None, "positive": None, "answers": None}
    public.fits.update(insights=found)
    text = client.get(HOME + "scenarios/").content.decode()
    assert "situation__bar" not in text
    assert "niet getoond: minder dan 5 deelnemers" in text
    for row in found["answers_by_scenario"]:
        row["reason"] = "waits"
    public.fits.update(insights=found)
    text = client.get(HOME + "scenarios/").content.decode()
    assert "niet getoond: sinds er resultaten zijn getoond, zijn er te weinig deelnemers bijgekomen" in text


def test_a_scenario_where_nearly_all_are_on_one_side_says_only_that(client, public):
    found = public.fits.get().insights
    row = found["answers_by_scenario"][0]
    row |= {"suppressed": True, "n": 24, "positive": None, "answers": None, "mostly": "negative", "reason": "sides"}
    public.fits.update(insights=found)
    text = client.get(HOME + "scenarios/").content.decode()
    assert "bijna alle antwoorden negatief (minstens 22 van de 24)" in text
    text = client.get(
        HOME + "scenarios/", headers={"accept-language": "en"}, query_params={"lang": "en"}
    ).content.decode()
    assert text.count("situation__bar") == len(found["answers_by_scenario"]) - 1


def test_the_privacy_page_and_the_notice_promise_the_same(client, public):
    Study.objects.filter(pk=public.pk).update(launched_at=timezone.now())
    text = client.get("/studies/small/privacy/", headers={"accept-language": "nl"}).content.decode()
    with override("nl"):
        promise = protection(5)
    assert "minstens 5 deelnemers" in promise
    assert promise in text
    public.notice = {"rights": {"nl": "Uw rechten.", "en": "Your rights."}}
    public.withdraw_until = timezone.localdate() + timedelta(days=3)
    with override("nl"):
        told = dict(notice.told(public, "nl"))
    assert promise in told.values()
    assert "Terugtrekken kan tot en met" in " ".join(told.values())


def test_one_group_at_a_time(client, public):
    text = client.get(HOME + "?group=post.x").content.decode()
    assert "importance.post.x.svg" in text
    assert "In het kort" not in text


@pytest.mark.parametrize("group", ["post.prefer_not_to_say", "post.nobody", "nothing", "post.x.y", "<script>"])
def test_a_group_that_may_not_be_shown_is_not(client, public, group):
    public.fits.update(insights=_without(public.fits.get().insights, "prefer_not_to_say"))
    text = client.get(HOME, {"group": group}).content.decode()
    assert "importance.svg" in text
    assert "<script>" not in text
    assert "Deze groep wordt niet getoond." in text
    assert "minder dan 5 deelnemers" in text
    assert "U ziet hier alle deelnemers." in text


@pytest.mark.parametrize("query", ["", "?group=", "?group=post.x"])
def test_whoever_asks_for_no_hidden_group_reads_nothing_about_one(client, public, query):
    assert "wordt niet getoond" not in client.get(HOME + query).content.decode()


def _without(insights, value):
    insights["answers_by_group"]["post"][value] = {"n": None, "suppressed": True}
    return insights


@pytest.mark.parametrize(("language", "untested"), [("nl", "kon niet worden getoetst"), ("en", "could not be tested")])
def test_a_criterion_that_could_not_be_tested_has_no_p_value(client, public, language, untested):
    as_spoken = {"headers": {"accept-language": language}}
    assert "(p =\u00a0" in (text := client.get(HOME + "criteria/what/", **as_spoken).content.decode()) or "(p <" in text
    found = public.fits.get().insights
    for row in found["importance"]:
        row["p_value_corrected"] = None
    public.fits.update(insights=found)
    text = client.get(HOME + "criteria/what/", **as_spoken).content.decode()
    assert untested in text
    assert "(p" not in text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_dashboard_opens_with_the_findings_that_were_kept(client, public, language):
    row = public.fits.get()
    definition = public.as_shown
    key = definition.characteristics[0].key
    group = Finding(kind="group_weight", criteria=definition.criterion_keys[:1], characteristic=key,
                    value=definition.characteristics[0].value_keys[0], estimate=-17.0, interval=(-25.0, -9.0),
                    probability=0.99, p_value=0.01, participants=12, numbers=(5.0, 22.0), among=2)  # fmt: skip
    kept = [Finding.from_json(each) for each in row.insights["findings"]]
    public.fits.update(insights=row.insights | {"findings": [each.as_json() for each in (group, *kept)]})
    text = client.get(HOME, headers={"accept-language": language}).content.decode()
    short = plain(text.partition('class="findings"')[2].partition('class="quiet"')[0])
    places = [short.index(plain(sentence(each, definition, language))) for each in (group, *kept)]
    assert places == sorted(places)
    assert len(kept) > 2


def plain(html: str) -> str:
    """Return what a reader sees, without spaces."""
    return "".join(unescape(re.sub(r"<[^<>]*>", "", html)).split())


def test_intervals_say_which_they_are(client, public):
    for page, times in (("colleague/?ask=all", 2), ("criteria/what/", 2), ("", 1)):
        Study.objects.update(advice_first=False)
        text = client.get(HOME + page, headers={"accept-language": "en"}).content.decode()
        assert text.count("90% interval") >= times


def test_notes_stand_beside_their_figure(client, public):
    Note.objects.create(study=public, figure="importance", text={"nl": "Herkenbaar <b>beeld</b>", "en": "Familiar"})
    text = client.get(HOME).content.decode()
    assert "Herkenbaar &lt;b&gt;beeld" in text


def test_an_unknown_criterion(client, public):
    assert client.get(HOME + "criteria/nothing/").status_code == 404


def test_the_privacy_page_of_a_launched_study(client, public):
    assert client.get("/studies/small/privacy/").status_code == 404
    from django.utils import timezone

    public.notice = {"purpose": {"nl": "Doel van dit onderzoek", "en": "Purpose"}}
    public.launched_at = timezone.now()
    public.save()
    assert "Doel van dit onderzoek" in client.get("/studies/small/privacy/").content.decode()


def test_the_dashboard_asks_the_database_little(client, public, django_assert_max_num_queries):
    client.get(HOME)
    with django_assert_max_num_queries(8):
        client.get(HOME)


def test_charts_are_of_the_fit_on_the_page(client):
    """The team's newest fit has charts; what readers see is another fit, or none."""
    study, _ = make_fitted(publication=Publication.TEAM)
    client.force_login(make_member(study, Role.Kind.OWNER))
    assert "importance.svg?v=" in client.get(HOME).content.decode()
    assert "&amp;panel=simulated" in client.get(HOME).content.decode()
    assert client.get("/results/small/figures/importance.svg?panel=simulated").status_code == 200
    assert client.get("/results/small/figures/importance.svg?as=public").status_code == 404


def test_what_a_finding_cites_is_set_apart_and_long_ones_go_by_sentence():
    short = sentences("Meer dan ‘<b>scenario’s</b>’. Dan dit.")
    assert short == 'Meer dan <span class="cited">‘&lt;b&gt;scenario’s&lt;/b&gt;’</span>. Dan dit.'
    long = sentences("The heaviest is “Is it. So?” (24%). Of these it is not shown: “a” and “b”." + " so" * 60)
    assert long.startswith(
        '<span class="sentence">The heaviest is <span class="cited">“Is it. So?”</span> (24%).</span>'
    )
    assert long.count("sentence") == 2
    cited = sentences("‘A’ weegt zwaarder. Het verschil is 14 (tussen 8 en 20). ‘B’ weegt lichter." + " zo" * 70)
    escaped = sentences("R&D weegt 't zwaarst. ‘B’ weegt lichter." + " zo" * 70)
    assert escaped.startswith('<span class="sentence">R&amp;D weegt &#x27;t zwaarst.</span>')
    lines = [line.removesuffix("</span> ") for line in cited.split('<span class="sentence">')[1:]]
    assert lines[1] == "Het verschil is 14 (tussen 8 en 20)."
    assert lines[2].startswith('<span class="cited">‘B’</span> weegt lichter.')


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("nl", "P24M", "24 maanden"),
        ("nl", "P1Y", "1 jaar"),
        ("en", "P1Y6M", "1 year 6 months"),
        ("en", "P90D", "90 days"),
    ],
)
def test_a_period_is_told_in_words(language, text, told):
    with override(language):
        assert period(text) == told


def test_pages_with_nothing_to_show_say_which_page_it_is(client, db):
    make_study("empty", publication=Publication.PUBLIC)
    text = client.get("/results/empty/colleague/", headers={"accept-language": "en"}).content.decode()
    assert "<h1>The virtual colleague</h1>" in text


@pytest.mark.parametrize(("language", "caption", "told"), [
    ("nl", "Binnen één groep is niet getoetst", ("links min rechts", "niet zijn afgerond")),
    ("en", "In a single group it has not been tested", ("left minus right", "not been rounded")),
])  # fmt: skip
def test_a_comparison_says_what_a_difference_is_and_what_was_not_tested(client, public, language, caption, told):
    spoken = {"headers": {"accept-language": language}}
    text = client.get(HOME + "compare/?a=post.x&b=post.x", **spoken).content.decode()
    assert all(words in text for words in told)
    assert text.count(caption) == 2
    assert client.get(HOME + "compare/?a=post.x&b=all", **spoken).content.decode().count(caption) == 1


@pytest.mark.parametrize("sides", [("post.x", "all"), ("all", "post.x")])
def test_a_group_beside_everybody_is_compared_with_the_other_groups(client, public, sides):
    page = client.get(HOME + "compare/?a={}&b={}".format(*sides), headers={"accept-language": "en"})
    text, contrast = unescape(page.content.decode()), page.context["contrast"]
    assert page.context["numbers"] is None
    assert "contrast.post.x" in text
    assert "than in the other group" in text
    rows = contrast.picture.table["rows"]
    assert {row[0] for row in rows} == {each.name("en") for each in page.context["definition"].criteria}
    for _, n, percent, _, _, others, other, _, _, difference, low, high in rows:
        assert min(n, others) >= page.context["minimum"]
        assert difference == pytest.approx(percent - other)
        assert low <= difference <= high
    assert client.get(HOME + "figures/contrast.post.x.svg").status_code == 200


def test_two_groups_are_compared_in_one_chart_that_is_kept_nowhere(client, public):
    ((_, choices),) = client.get(HOME + "compare/").context["choices"]
    first, second = (choice.name for choice in choices[:2])
    one, other = (
        client.get(HOME + f"compare/?a={a}&b={b}").context["contrast"].picture
        for a, b in ((first, second), (second, first))
    )
    turned = {row[0]: row[9] for row in other.table["rows"]}
    assert {row[0]: row[9] for row in one.table["rows"]} == pytest.approx({key: -turned[key] for key in turned})
    assert not Picture.objects.filter(name__startswith="contrast").exists()


@pytest.mark.parametrize("name", ["contrast.post.nobody", "contrast.post.x.post.x", "contrast.post", "contrast.no.x"])
def test_no_chart_of_groups_that_do_not_exist(client, public, name):
    assert client.get(HOME + f"figures/{name}.svg").status_code == 404


def test_numbers_stand_beside_each_other_where_nobodys_own_draws_are_left(client, public):
    StoredFit.objects.update(groups={}, erased=True)
    page = client.get(HOME + "compare/?a=post.x&b=all")
    assert page.context["contrast"] is None
    for each in page.context["numbers"]:
        assert each["difference"] == pytest.approx(each["sides"][0][0] - each["sides"][1][0])


def test_comparing_without_a_choice_asks_for_one(client, public):
    text = client.get("/results/small/compare/", headers={"accept-language": "en"}).content.decode()
    assert text.count('<option value="">– choose a group –</option>') == 2
    assert "Choose a group on the left and one on the right." in text
    text = client.get("/results/small/compare/?a=all", headers={"accept-language": "en"}).content.decode()
    assert "Choose a group on the right too." in text
    assert text.count('<option value="all" selected>') == 1


@pytest.mark.parametrize(("language", "told"), [("nl", "niet via het adres te openen"), ("en", "cannot be opened")])
def test_an_address_that_only_takes_forms_shows_a_page(client, language, told):
    answer = client.get("/language/", headers={"accept-language": language})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert told in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in answer.headers
