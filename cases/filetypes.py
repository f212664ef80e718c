"""What a file is, by its content: documents, images, sound and film are kept, nothing else is."""

import io
import re
import zipfile

import puremagic

LARGEST = 100 * 2**20
SURE_ENOUGH = 0.2
# The types that are kept, by the ending that puremagic knows them under.
KEPT = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "rtf": "application/rtf",
    "eml": "message/rfc822",
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "tif": "image/tiff",
    "heif": "image/heif",
    "heic": "image/heic",
    "mp3": "audio/mpeg",
    "mpga": "audio/mpeg",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
    "ogg": "application/ogg",
    "flac": "audio/flac",
    "amr": "audio/amr",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "3gp": "video/3gpp",
    "3ga": "video/3gpp",
    "webm": "video/webm",
    "mkv": "video/x-matroska",
    "avi": "video/x-msvideo",
}
OFFICE = "application/vnd.openxmlformats-officedocument."
OFFICE_FOLDERS = {
    "word/": f"{OFFICE}wordprocessingml.document",
    "xl/": f"{OFFICE}spreadsheetml.sheet",
    "ppt/": f"{OFFICE}presentationml.presentation",
}
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
LONGEST_TYPE = 100
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
REFUSED = (
    "What is in this file is not of a type that is kept here. Documents (PDF, Word, Excel, "
    "PowerPoint, OpenDocument, e-mail, plain text), images, sound and film are. Save a web page as "
    "PDF; unpack an archive, and attach what is in it."
)


class UnfitFile(ValueError):
    """The file is not kept; the message says why."""


def type_of(content: bytes) -> str:
    """The media type of a file, by what it holds and not by its name. Raises UnfitFile."""
    if not content:
        raise UnfitFile("This file is empty.")
    if len(content) > LARGEST:
        raise UnfitFile(f"This file is larger than {LARGEST // 2**20} MB. Split it.")
    found = _of_archive(content) if content.startswith(b"PK") else _of_magic(content)
    kind = found or (_of_text(content) if not content.startswith(b"PK") else "")
    if not kind:
        raise UnfitFile(REFUSED)
    return kind


def _of_magic(content: bytes) -> str:
    try:
        matches = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        return ""
    endings = [one.extension.strip(".") for one in matches if one.confidence >= SURE_ENOUGH]
    return next((KEPT[one] for one in endings if one in KEPT), "")


def _of_archive(content: bytes) -> str:
    """The office document that an archive is; "" for any other archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if names[:1] == ["mimetype"] and archive.getinfo("mimetype").file_size < LONGEST_TYPE:
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
                return kind if kind.startswith(OPEN_DOCUMENT) else ""
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError):
        return ""
    if "[Content_Types].xml" not in names or any("vbaProject" in name for name in names):
        return ""
    for folder, kind in OFFICE_FOLDERS.items():
        if any(name.startswith(folder) for name in names):
            return kind
    return ""


def _of_text(content: bytes) -> str:
    """Plain text in UTF-8 is kept; markup and scripts, which a program could run, are not."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    is_run = text.lstrip().startswith(("<", "#!"))
    return "" if is_run or NO_TEXT.search(text) else "text/plain"
