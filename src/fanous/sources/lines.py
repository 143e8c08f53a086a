"""Bytes of a source as lines, whatever it is wrapped in.

Decides how a file is opened (by its first bytes, not its name: some archives called .tar.gz are not
gzipped), what a line is, and how large one may be. Streams: no file is ever held whole but a JSON
document. A source that ends early yields every whole line before the cut and then says so; a member
of an archive that is not read is told. Leaves what a line means to the parsers.
"""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import cast

from msgspec import Struct

from fanous.model.reject import RejectReason

__all__ = ["MAX_LINE_BYTES", "SUFFIXES", "RawLine", "RefusedLine", "read_lines", "source_digest"]

MAX_LINE_BYTES = 64 * 1024 * 1024  # the longest honest line seen is under 20 MB
SUFFIXES = (
    ".jsonl",
    ".jsonl.gz",
    ".jsonl.zst",
    ".json",
    ".json.gz",
    ".json.zst",
    ".tar.gz",
    ".tgz",
    ".tar",
)
_POSTCAN_SUFFIX = ".post"
_GZIP, _ZSTANDARD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_TAR_MAGIC_AT = 257
_MAX_TAR_HEADER_BYTES = 1 << 20  # of a long name or of pax records: the library holds them whole
_SKIP_BYTES = 1 << 20
_BUFFER_BYTES = 1 << 18
_ZSTANDARD_PIECE_BYTES = 1 << 11  # at the most 64 MB, decompressed


class RawLine(Struct, frozen=True, gc=False):
    """One record's bytes. `line` counts from 1; `member` is the name inside an archive."""

    member: str | None
    line: int
    data: bytes


class RefusedLine(Struct, frozen=True, gc=False):
    """A line that is not handed on: why, and what is known of it."""

    member: str | None
    line: int
    reason: RejectReason
    detail: str
    sha256: str = ""
    byte_count: int = 0


def source_digest(path: Path) -> str:
    """SHA-256 of the file's bytes as they lie on disk, in hex: the source's identity."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def read_lines(path: Path) -> Iterator[RawLine | RefusedLine]:
    """Every record of a source, in order. Never raises for what the file holds."""
    last = 0
    try:
        with _open(path) as stream:
            for item in _records(path, stream):
                last = item.line or last  # 0: told of an archive, not of a line
                yield item
    except EOFError as error:
        yield RefusedLine(None, last + 1, RejectReason.TRUNCATED_SOURCE, _words(error))
    except tarfile.ReadError as error:
        reason = RejectReason.TRUNCATED_SOURCE if last else RejectReason.UNREADABLE_SOURCE
        yield RefusedLine(None, last + 1, reason, _words(error))
    except (OSError, ValueError) as error:
        yield RefusedLine(None, last + 1, RejectReason.UNREADABLE_SOURCE, _words(error))


def _words(error: Exception) -> str:
    """What went wrong, never empty; without the path, which is of the reader's machine."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return said or type(error).__name__


def _records(path: Path, stream: io.BufferedReader) -> Iterator[RawLine | RefusedLine]:
    """Choose the reading by what the decompressed bytes are."""
    head = stream.peek(_TAR_MAGIC_AT + 5)
    if head[_TAR_MAGIC_AT : _TAR_MAGIC_AT + 5] == b"ustar":
        return _members(stream)
    name = path.name.removesuffix(".gz").removesuffix(".zst")
    if name.endswith(".json"):
        return _document(stream)
    return _lines(stream)


def _open(path: Path) -> io.BufferedReader:
    """The decompressed bytes of a file."""
    with path.open("rb") as handle:
        head = handle.read(4)
    if head.startswith(_GZIP):
        return io.BufferedReader(_Gzip(path), _BUFFER_BYTES)
    if head == _ZSTANDARD:
        return io.BufferedReader(_Zstandard(path), _BUFFER_BYTES)
    return cast(io.BufferedReader, path.open("rb", _BUFFER_BYTES))


class _Gzip(io.RawIOBase):
    """A gzip file, member after member, that hands on all it can read before a cut.

    The library's own file object drops up to a buffer of whole lines when it meets the cut, and
    its error for a damaged block is of no kind that a reader expects.
    """

    def __init__(self, path: Path) -> None:
        from isal import igzip_lib, isal_zlib

        self._file = path.open("rb")
        self._new_member = partial(igzip_lib.IgzipDecompressor, flag=igzip_lib.DECOMP_GZIP)
        self._member = self._new_member()
        self._rest = b""
        self._error = cast(type[Exception], isal_zlib.error)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer)).cast("B")
        data = b""
        while not data:
            if self._member.eof:
                self._rest = self._member.unused_data.lstrip(b"\0")  # archives pad with zeros
                if not self._rest and not self._read():
                    return 0
                self._member = self._new_member()
            elif self._member.needs_input and not self._rest and not self._read():
                raise EOFError("the gzip file ends early")
            try:
                data = self._member.decompress(self._rest, len(view))
            except self._error as error:
                raise ValueError(f"damaged gzip data: {error}") from error
            self._rest = b""
        view[: len(data)] = data
        return len(data)

    def _read(self) -> bool:
        """Take the next compressed bytes; False at the end of the file."""
        self._rest = self._file.read(_BUFFER_BYTES >> 1)
        return bool(self._rest)

    def close(self) -> None:
        self._file.close()
        super().close()


class _Zstandard(io.RawIOBase):
    """A zstandard file, frame after frame, that says when it was cut.

    The library's own stream reader ends a cut file in silence, and a half line would pass as one.
    Its decompressor gives all that its input holds: fed 128 KB of a forged file it gave 4 GB.
    """

    def __init__(self, path: Path) -> None:
        import zstandard

        self._file = path.open("rb")
        self._new_frame = zstandard.ZstdDecompressor().decompressobj
        self._frame = self._new_frame()
        self._pending, self._damage = memoryview(b""), ""
        self._error: type[Exception] = zstandard.ZstdError

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer)).cast("B")
        while not self._pending:
            if self._damage:
                raise ValueError(f"damaged zstandard data: {self._damage}")
            piece = self._file.read(_ZSTANDARD_PIECE_BYTES)
            if not piece:
                if not self._frame.eof:
                    raise EOFError("the zstandard file ends early")
                return 0
            self._pending = memoryview(self._decompress(piece))
        data, self._pending = self._pending[: len(view)], self._pending[len(view) :]
        view[: len(data)] = data
        return len(data)

    def _decompress(self, piece: bytes) -> bytes:
        """Decompress a piece, which may end one frame and begin the next, or be damaged."""
        out = []
        try:
            while piece:
                if self._frame.eof:
                    self._frame = self._new_frame()
                out.append(self._frame.decompress(piece))
                piece = self._frame.unused_data if self._frame.eof else b""
        except self._error as error:
            self._damage = str(error)
        return b"".join(out)

    def close(self) -> None:
        self._file.close()
        super().close()


def _lines(stream: io.BufferedReader) -> Iterator[RawLine | RefusedLine]:
    """JSON Lines: blank lines are no records; one that is too long is hashed and refused."""
    number = 0
    while data := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        if len(data) > MAX_LINE_BYTES:
            yield _too_long(_to_line_end(stream, data), number)
            continue
        if number == 1:
            data = data.removeprefix(b"\xef\xbb\xbf")
        if data and not data.isspace():
            yield RawLine(None, number, data.rstrip(b"\r\n"))


def _to_line_end(stream: io.BufferedReader, start: bytes) -> Iterator[bytes]:
    """A line in pieces, from one that was read already to the line's end."""
    piece = start
    while piece:
        yield piece
        piece = b"" if piece.endswith(b"\n") else stream.readline(_SKIP_BYTES)


def _too_long(pieces: Iterable[bytes], number: int) -> RefusedLine:
    """Hash an over-long record as any other, without its end, and keep nothing of it."""
    digest, size, held = hashlib.sha256(), 0, b""
    for piece in pieces:
        size += len(piece)
        data = held + piece
        digest.update(memoryview(data)[:-2])
        held = data[-2:]
    digest.update(held.rstrip(b"\r\n"))
    detail = f"{size} bytes, limit {MAX_LINE_BYTES}"
    return RefusedLine(None, number, RejectReason.LINE_TOO_LONG, detail, digest.hexdigest(), size)


def _document(stream: io.BufferedReader) -> Iterator[RawLine | RefusedLine]:
    """A whole-file JSON document is line 1, however it is broken into lines."""
    data = stream.read(MAX_LINE_BYTES + 1)
    if len(data) > MAX_LINE_BYTES:
        yield _too_long(chain([data], iter(partial(stream.read, _SKIP_BYTES), b"")), 1)
        return
    data = data.removeprefix(b"\xef\xbb\xbf").strip()
    if data:
        yield RawLine(None, 1, data)


class _Header(tarfile.TarInfo):
    """A member's header that may not carry a name or records without end.

    The library reads what belongs to a header into memory at once, whatever size is written there:
    a few kilobytes, compressed, stood for gigabytes.
    """

    _TOLD_APART = (
        tarfile.XHDTYPE,
        tarfile.XGLTYPE,
        tarfile.SOLARIS_XHDTYPE,
        tarfile.GNUTYPE_LONGNAME,
        tarfile.GNUTYPE_LONGLINK,
    )

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        """The library's own step from a header's block to a member."""
        if self.type in self._TOLD_APART and self.size > _MAX_TAR_HEADER_BYTES:
            raise ValueError(f"a header of {self.size} bytes, limit {_MAX_TAR_HEADER_BYTES}")
        member: tarfile.TarInfo = super()._proc_member(archive)  # type: ignore[misc]
        return member


def _members(stream: io.BufferedReader) -> Iterator[RawLine | RefusedLine]:
    """The postcans of an archive, each line 1 of its member; nothing is ever extracted to disk."""
    with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Header) as archive:
        for member in archive:
            # Bytes that are not UTF-8 come as surrogates, which no table can hold.
            name = member.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            if name.startswith("/") or ".." in PurePosixPath(name).parts:
                detail = f"member {name!r} points outside the archive"
                yield RefusedLine(name, 0, RejectReason.UNSAFE_MEMBER, detail)
            elif member.isfile() and name.endswith((_POSTCAN_SUFFIX, ".json")):
                yield _member(archive, member, name)
            elif not member.isdir():
                kind = "file" if member.isfile() else "link or device"
                detail = f"a {kind} of {member.size} bytes that is no {_POSTCAN_SUFFIX} or .json"
                yield RefusedLine(name, 0, RejectReason.UNKNOWN_MEMBER, detail)


def _member(archive: tarfile.TarFile, member: tarfile.TarInfo, name: str) -> RawLine | RefusedLine:
    """One member's bytes, if it is of bearable size."""
    if member.size > MAX_LINE_BYTES:
        detail = f"{member.size} bytes, limit {MAX_LINE_BYTES}"
        return RefusedLine(name, 1, RejectReason.LINE_TOO_LONG, detail, "", member.size)
    handle = archive.extractfile(member)
    return RawLine(name, 1, handle.read() if handle else b"")
