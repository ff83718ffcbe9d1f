"""A final review takes nothing more that its report would say; what follows after it goes on."""

import inspect

import pytest

from accounts.models import AuditEvent
from outcomes.services import Refused
from reviews import services
from reviews.choices import (
    Attribution,
    Control,
    Finding,
    FindingBasis,
    NarrativeHeading,
    ReviewState,
    SectionKey,
    Stance,
    TeamCapacity,
)
from reviews.models import ReportJob, Review, TeamMember, TimetableTask
from reviews.services import ReviewRefused
from tests.factories import CitationFactory, DissentFactory

pytestmark = pytest.mark.django_db

DECIDED = {
    "decision": Finding.ACHIEVED,
    "basis": FindingBasis.STATED,
    "words": "So it was.",
    "attribution": Attribution.CLEAR,
    "shared_with": "",
}


class World:
    """The real review of 2010 with something of each kind that can be written."""

    def __init__(self, review, officer, reviewer, workers_member):
        self.review, self.officer, self.reviewer, self.workers = review, officer, reviewer, workers_member
        self.criterion_score = review.criterion_scores.first()
        self.area_rating = review.area_ratings.first()
        self.finding = review.indicator_findings.first()
        self.recommendation = review.recommendations.first()
        self.outcome = review.country_programme_outcomes.first()
        self.indicator = review.programme.outcomes.first().indicators.first()
        self.sub_criterion_finding = review.sub_criterion_findings.first()
        self.task = review.tasks.first()
        self.member = review.team.get(person=reviewer)
        self.citation = CitationFactory(criterion_score=self.criterion_score)
        self.dissent = DissentFactory(criterion_score=self.criterion_score, by=reviewer)
        Review.objects.filter(pk=review.pk).update(state=ReviewState.DRAFT_REPORT)
        review.refresh_from_db()
        # Taken away before it became final: it stays away.
        gone = review.recommendations.last()
        self.removed_recommendation = services.remove_recommendation(
            recommendation=gone, revision=gone.revision, by=officer
        )
        self.removed_finding = services.remove_finding(finding=review.indicator_findings.last(), by=officer)
        Review.objects.filter(pk=review.pk).update(state=ReviewState.FINAL, consultation_round=1)
        review.refresh_from_db()


@pytest.fixture
def world(review, officer, reviewer, workers_member):
    return World(review, officer, reviewer, workers_member)


# What would change what the report says, or who stands behind it.
WRITES = {
    "add_finding_for": lambda w: {
        **DECIDED,
        "review": w.review,
        "indicator": w.indicator,
        "country_programme_outcome": w.outcome,
        "by": w.officer,
    },
    "add_recommendation": lambda w: {"review": w.review, "text": "Do more.", "by": w.officer},
    "add_to_team": lambda w: {
        "review": w.review,
        "person": w.officer,
        "capacity": TeamCapacity.MEMBER,
        "constituency": "",
        "by": w.officer,
    },
    "answer_check": lambda w: {"review": w.review, "key": "x", "seen": "x", "answer": "It may.", "by": w.officer},
    "answer_checks_alike": lambda w: {
        "review": w.review,
        "kind": "no_words",
        "seen": "x",
        "answer": "They may.",
        "by": w.officer,
    },
    "ask_for_file": lambda w: {"review": w.review, "format": "html", "by": w.officer},
    "carry_over_recommendations": lambda w: {
        "recommendations": [w.recommendation],
        "into": w.review,
        "by": w.officer,
    },
    "change_in_team": lambda w: {"member": TeamMember.objects.get(pk=w.member.pk), "seen": "", "by": w.officer},
    "change_recommendation": lambda w: {
        "recommendation": w.recommendation,
        "text": "Do less.",
        "addressed_to": "All",
        "criterion": None,
        "indicators": [],
        "revision": 1,
        "by": w.officer,
    },
    "change_review": lambda w: {
        "review": w.review,
        "title": "Another",
        "template": w.review.template,
        "outcomes": list(w.review.country_programme_outcomes.all()),
        "revision": w.review.revision,
        "by": w.officer,
    },
    "cite": lambda w: {"score": w.criterion_score, "sources": [services.Source(document="Minutes")], "by": w.reviewer},
    "decide_finding": lambda w: {**DECIDED, "finding": w.finding, "revision": 1, "by": w.officer},
    "dissent": lambda w: {
        "score": w.area_rating,
        "own_score": 2,
        "text": "Not so.",
        "revision": 0,
        "by": w.reviewer,
    },
    "fix_facts": lambda w: {"review": w.review, "reason": "New ones.", "by": w.officer},
    "hand_in_scores": lambda w: {"review": w.review, "by": w.reviewer},
    "link_consultations": lambda w: {
        "review": w.review,
        "events": [],
        "revision": w.review.revision,
        "by": w.officer,
    },
    "move_recommendation": lambda w: {"recommendation": w.recommendation, "up": False, "by": w.officer},
    "move_review": lambda w: {
        "review": w.review,
        "to": ReviewState.DRAFT_REPORT,
        "reason": "Once more.",
        "revision": w.review.revision,
        "by": w.officer,
    },
    "next_file": lambda w: {"review": w.review, "by": w.officer},
    "put_back_into_review": lambda w: {"review": w.review, "removal": w.removed_finding, "by": w.officer},
    "put_back_recommendation": lambda w: {"removal": w.removed_recommendation, "review": w.review, "by": w.officer},
    "put_back_validation": lambda w: {"review": w.review, "revision": 1, "by": w.workers},
    "rate_area": lambda w: {
        "area_rating": w.area_rating,
        "rating": 5,
        "comment": "Better.",
        "control": Control.MIXED,
        "control_reason": "Both.",
        "revision": 1,
        "by": w.reviewer,
    },
    "remove_citation": lambda w: {"citation": w.citation, "by": w.reviewer},
    "remove_finding": lambda w: {"finding": w.finding, "by": w.officer},
    "remove_from_team": lambda w: {"member": w.member, "by": w.officer},
    "remove_recommendation": lambda w: {"recommendation": w.recommendation, "revision": 1, "by": w.officer},
    "remove_sub_criterion_finding": lambda w: {"finding": w.sub_criterion_finding, "by": w.officer},
    "remove_task": lambda w: {"task": w.task, "by": w.officer},
    "renumber_recommendations": lambda w: {"review": w.review, "by": w.officer},
    "save_sub_criterion_finding": lambda w: {
        "review": w.review,
        "criterion": w.criterion_score.criterion,
        "heading": "More",
        "text": "Much more.",
        "sub_criteria": [],
        "revision": 0,
        "by": w.officer,
    },
    "save_task": lambda w: {"task": TimetableTask(review=w.review, task="One more"), "by": w.officer},
    "score_alone": lambda w: {
        "review": w.review,
        "criterion": w.criterion_score.criterion,
        "score": 5,
        "revision": 0,
        "by": w.reviewer,
    },
    "score_criterion": lambda w: {
        "criterion_score": w.criterion_score,
        "score": 5,
        "rationale": "Better.",
        "revision": 1,
        "by": w.reviewer,
    },
    "sign_report": lambda w: {
        "review": w.review,
        "job": ReportJob(pk=0),
        "revision": w.review.revision,
        "by": w.officer,
    },
    "take_back_scores": lambda w: {"review": w.review, "by": w.reviewer},
    "take_facts_anew": lambda w: {
        "review": w.review,
        "reason": "New ones.",
        "revision": w.review.revision,
        "by": w.officer,
    },
    "validate_draft": lambda w: {
        "review": w.review,
        "stance": Stance.ENDORSES,
        "text": "",
        "revision": 0,
        "by": w.workers,
    },
    "withdraw_check_answer": lambda w: {"review": w.review, "key": "x", "by": w.officer},
    "withdraw_dissent": lambda w: {"dissent": w.dissent, "by": w.reviewer},
    "withdraw_validation": lambda w: {"review": w.review, "revision": 1, "by": w.workers},
    "write_narrative": lambda w: {
        "review": w.review,
        "outcome": w.outcome,
        "heading": NarrativeHeading.PROGRESS,
        "text": "It went on.",
        "revision": 1,
        "by": w.officer,
    },
    "write_terms": lambda w: {
        "review": w.review,
        "text": "Other terms.",
        "revision": w.review.revision,
        "by": w.officer,
    },
    "write_text": lambda w: {
        "review": w.review,
        "section": SectionKey.PREFACE,
        "text": "Dear reader,",
        "revision": 0,
        "by": w.officer,
    },
}
# The follow-up begins when the report is final; it is not what was signed.
GO_ON = {
    "respond",
    "plan_action",
    "change_action",
    "remove_action",
    "put_back_action",
    "report_on_action",
    "check_action",
    "link_indicators",
}
# A review keeps the version of the method it began with; these are about others.
ABOUT_TEMPLATES = {name for name in services.__all__ if "template" in name} | {
    "save_area",
    "save_criterion",
    "save_match",
    "set_scale",
    "set_sections",
}
# Not about a review that is final, or what the others are made of.
ELSEWHERE = {
    "correct_report",  # the one way out
    "create_review",
    "finish_reports",  # makes what was asked for
    "held_review",
    "moves_from",
    "set_state",
    "take_over_published_figures",  # when a folder is loaded
}


def test_every_service_has_its_place():
    written = {name for name in services.__all__ if inspect.isfunction(getattr(services, name))}
    assert written == WRITES.keys() | GO_ON | ABOUT_TEMPLATES | ELSEWHERE


@pytest.mark.parametrize("name", WRITES)
def test_a_final_review_takes_it_no_more(name, world):
    arguments = WRITES[name](world)
    before = AuditEvent.objects.count()
    with pytest.raises((ReviewRefused, Refused)) as refused:
        getattr(services, name)(**arguments)
    assert all(refused.value.problems.values())
    assert "changed since you opened" not in str(refused.value)  # not for another reason
    assert AuditEvent.objects.count() == before
