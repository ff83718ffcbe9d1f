"""A review ten times the size of a given one: everything that its report tells about, nine times more."""

from copy import copy

TIMES = 10


def ten_times(review):
    """The same review with nine copies of its outcomes, their ratings, findings and stories, of its criteria, and of
    its recommendations and sub-criterion findings beside each."""
    outcomes = list(review.country_programme_outcomes.all())
    criteria = list(review.template.criteria.all())
    told = {
        name: list(getattr(review, name).all())
        for name in (
            "area_ratings",
            "indicator_findings",
            "narratives",
            "criterion_scores",
            "sub_criterion_findings",
            "recommendations",
        )
    }
    for time in range(1, TIMES):
        outcome_of = {outcome.pk: another_outcome(review, outcome, time) for outcome in outcomes}
        criterion_of = {}
        for one in criteria:
            criterion_of[one.pk] = another(one, number=one.number + time * len(criteria), title=f"{one.title} {time}")
        for name, rows in told.items():
            for row in rows:
                changed = {}
                if getattr(row, "country_programme_outcome_id", None):
                    changed["country_programme_outcome"] = outcome_of[row.country_programme_outcome_id]
                if getattr(row, "criterion_id", None):
                    changed["criterion"] = criterion_of[row.criterion_id]
                if name == "recommendations":
                    changed["number"] = row.number + time * len(rows)
                another(row, **changed)
    return review


def another_outcome(review, outcome, time):
    """A copy of an outcome under review, under the same outcomes of the programme."""
    made = another(outcome, code=f"KHM {outcome.pk * TIMES + time + 1000}")
    made.dwcp_outcomes.set(outcome.dwcp_outcomes.all())
    review.country_programme_outcomes.add(made)
    return made


def another(row, **changed):
    """A copy of a row that differs in these fields."""
    made = copy(row)
    made._state = copy(row._state)
    made.pk, made._state.adding = None, True
    for name, value in changed.items():
        setattr(made, name, value)
    made.save()
    return made
