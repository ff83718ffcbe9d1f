"""What waits for a person in a programme."""

from dataclasses import dataclass

from accounts.choices import Permission

from ..models import Indicator, ProgressEntry, ReportingPeriod


@dataclass(frozen=True)
class Work:
    """What waits for one person in a programme."""

    to_verify: tuple[ProgressEntry, ...]
    to_finish: tuple[ProgressEntry, ...]
    to_record: tuple[tuple[Indicator, ReportingPeriod], ...]

    def __len__(self):
        return len(self.to_verify) + len(self.to_finish) + len(self.to_record)


def work_of(user, standings):
    """What waits for this person: entries to verify, to finish (drafts, returned ones), and to record.

    To record is every indicator in their care that has not been reported in an open period.
    """
    to_verify, to_finish, to_record = [], [], []
    for standing in standings:
        indicator = standing.indicator
        to_verify += [entry for entry in standing.submitted if user.has_perm(Permission.ENTRY_VERIFY, entry)]
        if not user.has_perm(Permission.ENTRY_RECORD, indicator):
            continue
        # Drafts of an earlier series are not written any more: the period is recorded anew.
        to_finish += [entry for entry in standing.entries if entry.is_writable and entry.series == indicator.series]
        reported = {entry.period_id for entry in standing.in_hand}
        to_record += [
            (indicator, period)
            for period in indicator.programme.periods.all()
            if period.is_open and period.pk not in reported
        ]
    return Work(tuple(to_verify), tuple(to_finish), tuple(to_record))
