"""Taking in files, and no more of them than anybody will read: one in memory, or several on the disk."""

import tempfile
from io import BytesIO
from typing import IO, Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParserError


class LimitedUpload(FileUploadHandler):
    """Keeps a file in memory, up to one byte more than `most`: whoever reads it sees that it is too large."""

    def __init__(self, request=None, *, most: int):
        super().__init__(request)
        self.most = most

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.kept = BytesIO()

    def receive_data_chunk(self, raw_data, start):
        self.kept.write(raw_data[: max(0, self.most + 1 - self.kept.tell())])

    def file_complete(self, file_size):
        size = self.kept.tell()
        self.kept.seek(0)
        return InMemoryUploadedFile(
            self.kept, self.field_name, self.file_name, self.content_type, size, self.charset, self.content_type_extra
        )


class LimitedUploads(FileUploadHandler):
    """Keeps files on the disk while the request lasts: of each up to `most` bytes, of all together `most_together`.

    What goes beyond is read and dropped, so that the fields of the form are not lost; a file's `size` is that of what
    was sent. The disk forgets the files with the process, however it ends.
    """

    def __init__(self, request=None, *, most: int, most_together: int):
        super().__init__(request)
        self.most = most
        self.left = most_together
        self.is_interrupted = False

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.kept: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the request closes it
        self.sent = 0

    def receive_data_chunk(self, raw_data, start):
        room = max(0, min(self.most - self.sent, self.left))
        self.kept.write(raw_data[:room])
        self.sent += len(raw_data)
        self.left -= min(room, len(raw_data))

    def file_complete(self, file_size):
        self.kept.flush()
        self.kept.seek(0)
        file: Any = self.kept
        return UploadedFile(file, self.file_name, self.content_type, self.sent, self.charset, self.content_type_extra)

    def upload_interrupted(self):
        self.kept.close()
        self.is_interrupted = True

    def upload_complete(self):
        """A file that began and did not end: the line broke, and nothing of such a form is to be believed."""
        if self.is_interrupted:
            raise MultiPartParserError("The request ended in the middle of a file.")
