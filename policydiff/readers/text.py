r"""Plain text and Markdown: decode the bytes, and refuse what is no text.

The marks of Markdown stay in the text, since every span counts in what the file holds; later stages look past them. So the two
formats have one reader.

>>> read_text("## 一、总体要求\r\n".encode("gb18030"))
Decoded(text='## 一、总体要求\r\n', encoding='gb18030')
"""

from __future__ import annotations

import re
from typing import Final

from policydiff.errors import BinaryFileError, DecodeError
from policydiff.readers.encodings import CONTROL_BYTES, Decoded, decode, marked_codec

#: What to do with a document that is read by none of the readers.
SAVE_AS_TEXT: Final = "Save it as plain text (.txt, UTF-8) or Markdown (.md) in the program it was made with, and use that."
_UNPACK: Final = "Unpack it, and use the text file inside."
_RECOGNISE: Final = "It holds no text; have it read by a program for character recognition first."

#: The first bytes of files that are no text, what to call them, and what to do. None is the beginning of a text in any encoding.
_SIGNATURES: Final = (
    (b"PK\x03\x04", "a zip archive", _UNPACK),
    (b"%PDF-", "a PDF file", SAVE_AS_TEXT),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a Word, Excel or WPS file of the old kind (.doc, .xls, .wps)", SAVE_AS_TEXT),
    (b"{\\rtf", "a file in rich text format (.rtf)", SAVE_AS_TEXT),
    (b"\x89PNG\r\n\x1a\n", "a picture (.png)", _RECOGNISE),
    (b"\xff\xd8\xff", "a picture (.jpg)", _RECOGNISE),
    (b"GIF87a", "a picture (.gif)", _RECOGNISE),
    (b"GIF89a", "a picture (.gif)", _RECOGNISE),
    (b"II*\x00", "a picture (.tif)", _RECOGNISE),
    (b"MM\x00*", "a picture (.tif)", _RECOGNISE),
    (b"\x1f\x8b\x08", "a compressed file (.gz)", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "an archive (.7z)", _UNPACK),
    (b"Rar!\x1a\x07", "an archive (.rar)", _UNPACK),
)
#: Names that stand inside a zip archive which is really a document.
_ZIPPED_DOCUMENTS: Final = (
    (b"word/document.xml", "a Word file (.docx)"),
    (b"xl/workbook.xml", "an Excel file (.xlsx)"),
    (b"ppt/presentation.xml", "a PowerPoint file (.pptx)"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file (.odt, .ods)"),
    (b"mimetypeapplication/epub+zip", "an electronic book (.epub)"),
    (b"OFD.xml", "a file in the open fixed-layout format (.ofd)"),
)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")


def read_text(data: bytes, encoding: str | None = None) -> Decoded:
    """Return the text of a plain text or Markdown file, with its encoding.

    Args:
        data: the whole content of the file.
        encoding: the name of a codec, or None to find out; see `encodings.decode`.

    Raises:
        BinaryFileError: if the bytes begin like a document, a picture or an archive, hold NUL characters, or more than a few
            control characters: three, and one in ten.
        DecodeError: if the bytes are not text in that encoding, or in any that was tried.
        OptionError: if no codec of text has that name.
    """
    _refuse_known_formats(data)
    try:
        decoded = decode(data, encoding)
    except DecodeError:
        if encoding is None and marked_codec(data) is None:
            _refuse_controls(b"\0" in data, len(CONTROL_BYTES.findall(data)), len(data))
        raise
    _refuse_controls("\0" in decoded.text, len(_CONTROLS.findall(decoded.text)), len(decoded.text))
    return decoded


def _refuse_known_formats(data: bytes) -> None:
    for signature, kind, remedy in _SIGNATURES:
        if data.startswith(signature):
            document = next((name for mark, name in _ZIPPED_DOCUMENTS if mark in data), None) if kind == "a zip archive" else None
            raise BinaryFileError(f"this is {document or kind}, not a text file", remedy=SAVE_AS_TEXT if document else remedy)


def _refuse_controls(has_nul: bool, controls: int, length: int) -> None:
    """Refuse what no text holds. A few controls do occur: the end-of-file mark of DOS, the cell marks of old Word files."""
    if has_nul or controls > 3 + length // 10:
        counted = "NUL characters" if has_nul else f"{controls} control characters in {length}"
        raise BinaryFileError(
            f"this is not a text file: it holds {counted}",
            remedy="Check that it is the right file; if it is text in a rare encoding, name it with encoding=.",
        )
