"""The method of a review as data: built, kept once it is used, copied as its next version, loaded from a folder."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from accounts.choices import AuditVerb
from accounts.models import AuditEvent
from dwcp.toolkit.importing import ImportRefused
from dwcp.toolkit.snapshots import fingerprint
from outcomes.services import Refused, Stale, put_back
from reviews.choices import Control, SectionKey
from reviews.models import Criterion, CriterionMatch, PerformanceArea, ReviewTemplate
from reviews.services import (
    StaleReview,
    add_template,
    change_template,
    copy_template,
    offer_template,
    remove_template_part,
    retire_template,
    save_area,
    save_criterion,
    save_match,
    set_scale,
    set_sections,
)
from reviews.services.templates import SectionPlan, seen_of
from reviews.template_folder import load_template_folder
from tests import factories

pytestmark = pytest.mark.django_db

SIX = {1: "Very bad", 2: "Bad", 3: "Rather bad", 4: "Rather good", 5: "Good", 6: "Very good"}
OECD = Path(settings.BASE_DIR) / "fixtures" / "review-templates" / "oecd-dac"


@pytest.fixture
def template():
    """A template that no review uses."""
    return factories.ReviewTemplateFactory(name="Ours")


@pytest.fixture
def act(programme, officer):
    """Calls a service as the officer of the real programme."""

    def act(service, **typed):
        return service(programme=programme, by=officer, **typed)

    return act


def scale(template):
    return dict(template.labels.values_list("score", "label"))


def give_scale(act, template, steps):
    return act(set_scale, template=template, steps=steps, seen=seen_of(template.labels.all()))


class TestScale:
    def test_it_is_set_and_changed(self, act, template):
        give_scale(act, template, SIX)
        give_scale(act, template, {1: "Bad", 2: "Good"})
        assert scale(template) == {1: "Bad", 2: "Good"}
        changes = AuditEvent.objects.about(template).first().changes
        assert changes == {"scale": ["; ".join(f"{step} {name}" for step, name in SIX.items()), "1 Bad; 2 Good"]}

    @pytest.mark.parametrize(
        ("steps", "sentence"),
        [
            ({}, "A scale has at least two steps."),
            ({1: "Good"}, "A scale has at least two steps."),
            (
                {1: "Bad", 3: "Good"},
                "The steps of the scale are 1, 3. They have to follow one another without a gap.",
            ),
            ({1: "Bad", 2: "", 3: "Good"}, "Give every step a name. Without one: 2."),
            ({0: "Bad", 1: "Good"}, "The steps of a scale lie between 1 and 9."),
            ({9: "Bad", 10: "Good"}, "The steps of a scale lie between 1 and 9."),
            ({1: "Good", 2: "good"}, "Two steps have the same name."),
            ({1: "Bad", 2: "G" * 61}, "The name of a step has at most 60 characters."),
        ],
    )
    def test_what_is_no_scale(self, steps, sentence, act, template):
        give_scale(act, template, SIX)
        with pytest.raises(Refused) as refused:
            give_scale(act, template, steps)
        assert refused.value.problems == {"labels": sentence}
        assert scale(template) == SIX

    def test_who_saw_an_older_one_changes_nothing(self, act, template):
        seen = seen_of(template.labels.all())
        give_scale(act, template, SIX)
        with pytest.raises(StaleReview):
            act(set_scale, template=template, steps={1: "Bad", 2: "Good"}, seen=seen)
        assert scale(template) == SIX


class TestParts:
    def criterion(self, act, template, *texts, number=1, **typed):
        criterion = Criterion(template=template, number=number, title="Relevance")
        return act(save_criterion, criterion=criterion, sub_criteria=list(texts), **typed)

    def test_a_criterion_with_its_sub_criteria(self, act, template):
        criterion = self.criterion(act, template, "It answers needs.", "It was adapted.")
        seen = {"seen": fingerprint(criterion), "seen_sub_criteria": seen_of(criterion.sub_criteria.all())}
        act(save_criterion, criterion=criterion, sub_criteria=["It was adapted.", "It is wanted."], **seen)
        assert list(criterion.sub_criteria.values_list("number", "text")) == [
            (1, "It was adapted."),
            (2, "It is wanted."),
        ]
        with pytest.raises(Stale):
            act(save_criterion, criterion=criterion, sub_criteria=[], **seen)
        assert criterion.sub_criteria.count() == 2

    def test_two_criteria_do_not_share_a_number(self, act, template):
        self.criterion(act, template)
        with pytest.raises(Refused, match="already has a criterion with this number"):
            self.criterion(act, template)

    def test_two_areas_do_not_share_a_letter(self, act, template):
        for title in ("Resources", "Delivery"):
            area = PerformanceArea(template=template, letter="A", title=title, control=Control.ILO)
            if title == "Resources":
                act(save_area, area=area)
                continue
            with pytest.raises(Refused) as refused:
                act(save_area, area=area)
        assert list(refused.value.problems.values()) == ["The template already has an area with this letter."]
        assert list(template.areas.values_list("letter", "title")) == [("A", "Resources")]

    @pytest.mark.parametrize("letter", ["", "1", "a", "É"])
    def test_an_area_is_called_by_a_capital_letter(self, letter, act, template):
        with pytest.raises(Refused) as refused:
            act(save_area, area=PerformanceArea(template=template, letter=letter, title="X", control=Control.ILO))
        assert refused.value.problems == {"letter": "An area is called by one capital letter from A to Z."}

    def test_what_is_removed_can_be_put_back(self, act, template, officer):
        criterion = self.criterion(act, template, "It answers needs.")
        removal = act(remove_template_part, record=criterion)
        assert not template.criteria.exists()
        put_back(removal=removal, by=officer)
        assert template.criteria.get().sub_criteria.get().text == "It answers needs."

    def test_it_is_not_put_back_into_a_template_in_use(self, act, template, officer):
        removal = act(remove_template_part, record=self.criterion(act, template))
        factories.ReviewFactory(template=template)
        with pytest.raises(Refused, match="is used by a review and stays as it is"):
            put_back(removal=removal, by=officer)
        assert not template.criteria.exists()


class TestMatches:
    @pytest.fixture
    def pair(self, act, template):
        """A criterion of ours and one of another template on the same scale."""
        other = factories.ReviewTemplateFactory(name="Theirs")
        for one in (template, other):
            give_scale(act, one, SIX)
        return factories.CriterionFactory(template=template), factories.CriterionFactory(template=other)

    def match(self, act, pair, **typed):
        return act(save_match, match=CriterionMatch(criterion=pair[0], other=pair[1], **typed))

    def test_criteria_that_ask_the_same(self, act, pair, template):
        self.match(act, pair, is_strict=True)
        assert pair[0].matches.get().is_strict
        give_scale(act, template, {1: "Bad", 2: "Good"})
        assert not pair[0].matches.get().is_strict

    def test_on_another_scale_they_do_not(self, act, pair, template):
        give_scale(act, template, {1: "Bad", 2: "Good"})
        with pytest.raises(Refused) as refused:
            self.match(act, pair, is_strict=True)
        sentence = "The two templates have different scales, so their scores are not strictly comparable."
        assert refused.value.problems == {"is_strict": sentence}

    def test_a_criterion_that_asks_something_else_does_not_either(self, act, pair):
        self.match(act, pair, is_strict=True)
        pair[0].title = "Something else"
        seen = fingerprint(Criterion.objects.get(pk=pair[0].pk))
        act(save_criterion, criterion=pair[0], sub_criteria=[], seen=seen, seen_sub_criteria=seen_of([]))
        assert not pair[0].matches.get().is_strict

    def test_what_is_different_is_said(self, act, pair):
        with pytest.raises(Refused) as refused:
            self.match(act, pair)
        assert refused.value.problems == {"note": "Say what is different; the comparison prints it."}

    def test_a_pair_is_matched_once(self, act, pair):
        self.match(act, pair, note="Asks more.")
        with pytest.raises(Refused, match="The two criteria are matched already"):
            self.match(act, pair, note="Asks more.")
        with pytest.raises(Refused, match="The two criteria are matched already"):
            self.match(act, pair[::-1], note="Asks less.")

    def test_not_within_one_template(self, act, template):
        pair = [factories.CriterionFactory(template=template) for _each in range(2)]
        with pytest.raises(Refused) as refused:
            self.match(act, pair, note="Similar.")
        assert refused.value.problems == {"other": "Choose a criterion of another template."}


class TestSections:
    def test_sections_in_an_order_of_their_own(self, act, template):
        plans = [SectionPlan(SectionKey.CRITERIA, "Scores", "By the *DAC*."), SectionPlan(SectionKey.PREFACE)]
        act(set_sections, template=template, plans=plans, seen=seen_of([]))
        assert list(template.sections.values_list("position", "section", "title", "wording")) == [
            (1, "criteria", "Scores", "By the *DAC*."),
            (2, "preface", "", ""),
        ]

    @pytest.mark.parametrize(
        ("plans", "sentence"),
        [
            ([], "A report without sections says nothing. Leave at least one switched on."),
            ([SectionPlan(SectionKey.PREFACE)] * 2, "Each section stands in the report once."),
        ],
    )
    def test_what_is_no_report(self, plans, sentence, act, template):
        with pytest.raises(Refused) as refused:
            act(set_sections, template=template, plans=plans, seen=seen_of([]))
        assert refused.value.problems == {"": sentence}


class TestInUse:
    def test_nothing_of_it_is_edited(self, act, template, programme):
        """A review that is only planned is enough."""
        give_scale(act, template, SIX)
        criterion, area = (
            factories.CriterionFactory(template=template),
            factories.PerformanceAreaFactory(template=template),
        )
        other = factories.CriterionFactory()
        factories.ReviewFactory(template=template, programme=programme)
        sentence = (
            "“Ours” is used by a review and stays as it is, so that every score keeps its meaning. "
            "Make its next version, change that, and plan the next review with it."
        )
        for service, typed in (
            (change_template, {"template": template, "seen": fingerprint(template)}),
            (set_scale, {"template": template, "steps": SIX, "seen": seen_of(template.labels.all())}),
            (save_criterion, {"criterion": criterion, "sub_criteria": [], "seen": fingerprint(criterion)}),
            (save_criterion, {"criterion": Criterion(template=template, number=9, title="X"), "sub_criteria": []}),
            (save_area, {"area": area, "seen": fingerprint(area)}),
            (save_match, {"match": CriterionMatch(criterion=criterion, other=other, note="Similar.")}),
            (set_sections, {"template": template, "plans": [SectionPlan(SectionKey.PREFACE)], "seen": seen_of([])}),
            (remove_template_part, {"record": criterion}),
            (remove_template_part, {"record": area}),
        ):
            with pytest.raises(Refused) as refused:
                act(service, **typed)
            assert refused.value.problems == {"": sentence}, service

    def test_the_next_version_has_all_of_it_and_can_be_edited(self, act, review):
        template = review.template
        copy = act(copy_template, template=template, note="A seventh criterion.")
        assert (str(copy), copy.note) == (f"{template.name}, version 2", "A seventh criterion.")
        assert scale(copy) == scale(template)
        for parts in ("criteria", "areas", "sections"):
            fields = [field.name for field in getattr(copy, parts).model._meta.concrete_fields]
            stated = [name for name in fields if name not in ("id", "template")]
            assert list(getattr(copy, parts).values(*stated)) == list(getattr(template, parts).values(*stated))
        pairs = {(one.number, tuple(sub.text for sub in one.sub_criteria.all())) for one in template.criteria.all()}
        assert {(one.number, tuple(sub.text for sub in one.sub_criteria.all())) for one in copy.criteria.all()} == pairs
        matches = CriterionMatch.objects.filter(criterion__template=copy, other__template=template)
        assert [(match.criterion.number, match.other.number, match.is_strict) for match in matches] == [
            (number, number, True) for number in range(1, 7)
        ]
        act(save_criterion, criterion=Criterion(template=copy, number=7, title="Gender"), sub_criteria=[])
        assert (copy.criteria.count(), template.criteria.count()) == (7, 6)
        review.refresh_from_db()
        assert review.template == template

    def test_versions_count_on(self, act, template):
        second = act(copy_template, template=template, note="")
        assert act(copy_template, template=template, note="").version == 3
        assert second.version == 2

    def test_it_is_retired_and_offered_again(self, act, template):
        give_scale(act, template, SIX)
        assert act(retire_template, template=template).is_retired
        assert not act(offer_template, template=template).is_retired

    def test_what_others_use_is_not_retired(self, act, template):
        factories.ReviewFactory(template=template)
        with pytest.raises(Refused, match="Another programme, in which you plan no reviews, uses “Ours”"):
            act(retire_template, template=template)
        template.refresh_from_db()
        assert not template.is_retired


def test_only_who_plans_reviews_builds_a_method(programme, template, reviewer):
    for act in (
        lambda: add_template(programme=programme, name="Mine", note="", by=reviewer),
        lambda: copy_template(template=template, note="", programme=programme, by=reviewer),
        lambda: retire_template(template=template, programme=programme, by=reviewer),
        lambda: set_scale(template=template, steps=SIX, seen=seen_of([]), programme=programme, by=reviewer),
    ):
        with pytest.raises(PermissionDenied):
            act()


class TestFolder:
    @pytest.fixture
    def folder(self, tmp_path):
        return Path(shutil.copytree(OECD, tmp_path / "oecd-dac"))

    def counts(self, report):
        return {tally.file: (tally.rows, tally.new, tally.changed) for tally in report.tallies}

    def test_the_shipped_template(self, programme):
        report = load_template_folder(OECD)
        assert self.counts(report) == {
            "rating_scale.csv": (6, 6, 0),
            "criteria.csv": (6, 6, 0),
            "sub_criteria.csv": (20, 20, 0),
            "performance_areas.csv": (5, 5, 0),
            "report_sections.csv": (22, 22, 0),
            "criterion_matches.csv": (4, 4, 0),
        }
        titles = [title.split(":")[0] for title in report.template.criteria.values_list("title", flat=True)]
        assert titles == ["Relevance", "Coherence", "Effectiveness", "Efficiency", "Impact", "Sustainability"]
        own = programme.reviews.first().template
        assert scale(report.template) == scale(own)
        matches = CriterionMatch.objects.filter(criterion__template=report.template)
        assert [(one.criterion.number, one.other.number, one.is_strict) for one in matches] == [
            (1, 1, False),
            (2, 3, False),
            (3, 4, False),
            (4, 5, False),
        ]
        assert all(match.note and match.other.template == own for match in matches)

    def test_loading_it_again_changes_nothing(self):
        load_template_folder(OECD)
        events = AuditEvent.objects.filter(verb=AuditVerb.CHANGED).count()
        report = load_template_folder(OECD)
        assert not report.has_changed
        assert AuditEvent.objects.filter(verb=AuditVerb.CHANGED).count() == events

    def test_without_the_other_template_it_is_not_matched(self):
        ReviewTemplate.objects.filter(reviews__isnull=False).update(name="Another")
        report = load_template_folder(OECD)
        assert report.left_out == ("Method of the reviews of KHM-DWCP-2008-2010",)
        assert not CriterionMatch.objects.filter(criterion__template=report.template).exists()

    def test_a_scale_with_a_gap_is_refused(self, folder, capsys):
        file = folder / "rating_scale.csv"
        file.write_text(file.read_text().replace("3,Moderately unsatisfactory", "7,Moderately unsatisfactory"))
        with pytest.raises(CommandError, match="They have to follow one another without a gap"):
            call_command("load_review_template", str(folder))
        assert not ReviewTemplate.objects.filter(name__startswith="OECD").exists()

    def test_one_in_use_is_not_changed(self, folder):
        template = load_template_folder(folder).template
        factories.ReviewFactory(template=template)
        assert not load_template_folder(folder).has_changed
        file = folder / "criteria.csv"
        file.write_text(file.read_text().replace("Impact:", "Effects:"))
        with pytest.raises(ImportRefused, match=r"template.csv: Raise the version in this file\."):
            load_template_folder(folder)
        assert not template.criteria.filter(title__startswith="Effects").exists()

    @pytest.mark.parametrize(
        ("file", "before", "after", "sentence"),
        [
            ("performance_areas.csv", "\nB,", "\nA,", "This row repeats row 2"),
            ("sub_criteria.csv", "\n2,1,", "\n9,1,", "the number of a criterion"),
            ("report_sections.csv", "\npreface", "\nforeword", "“foreword” is not one of"),
            ("criterion_matches.csv", ",no,", ",perhaps,", "“perhaps” is not one of: yes, no"),
        ],
    )
    def test_a_file_that_is_wrong_says_where(self, file, before, after, sentence, folder):
        path = folder / file
        path.write_text(path.read_text().replace(before, after, 1))
        with pytest.raises(ImportRefused, match=sentence):
            load_template_folder(folder)
        assert not ReviewTemplate.objects.filter(name__startswith="OECD").exists()
