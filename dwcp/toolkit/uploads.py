"""Taking in a file without writing it to the disk, and no more of it than anybody will read."""

from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


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
