"""The files of a report: how far each format has come, and the versions that were signed."""

from dataclasses import dataclass

from django.db.models.functions import Length

from ..choices import JobState, ReportFormat
from ..models import ReportJob, ReportVersion


@dataclass(frozen=True)
class FormatFile:
    """One format of an edition: the job that was asked for last, and the file that is ready, where there is one."""

    format: ReportFormat
    edition: int
    job: ReportJob | None
    ready: ReportJob | None

    @property
    def is_under_way(self) -> bool:
        """Whether somebody makes it now, or it waits for that."""
        return self.job is not None and self.job.is_under_way and not self.job.is_silent

    @property
    def problem(self) -> str:
        """Why there is no file although one was asked for."""
        return self.job.problem if self.job is not None and self.job.state == JobState.FAILED else ""

    @property
    def is_cut_off(self) -> bool:
        """Whether whoever made it is gone."""
        return self.job is not None and self.job.is_silent


def files_of(review, edition):
    """Every format of an edition (1 query; the files stay where they are)."""
    jobs = ReportJob.objects.filter(review=review, edition=edition).without_content()
    jobs = jobs.annotate(size=Length("content")).select_related("asked_by")
    found = list(jobs.order_by("-asked_at", "-pk"))
    return tuple(
        FormatFile(
            format=format,
            edition=edition,
            job=next((job for job in found if job.format == format), None),
            ready=next((job for job in found if job.format == format and job.state == JobState.DONE), None),
        )
        for format in ReportFormat
    )


def versions_of(review):
    """The versions that were signed, latest first, without their files (1 query)."""
    versions = ReportVersion.objects.filter(review=review).without_files().annotate(size=Length("pdf"))
    return tuple(versions.select_related("signed_by__organisation").order_by("-number"))
