from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from fanous.model.reject import RejectReason
from fanous.sources import lines
from fanous.sources.lines import SUFFIXES, RawLine, RefusedLine, read_lines, source_digest
from tests.making import FUZZ, pack, tar_bytes

ROOT = Path(__file__).resolve().parents[2]


def read(path: Path) -> tuple[list[RawLine], list[RefusedLine]]:
    found = list(read_lines(path))
    refused = [item for item in found if isinstance(item, RefusedLine)]
    return [item for item in found if isinstance(item, RawLine)], refused


def read_bytes(folder: Path, name: str, data: bytes) -> tuple[list[RawLine], list[RefusedLine]]:
    (folder / name).write_bytes(data)
    return read(folder / name)


def noise(count: int) -> bytes:
    """Lines that do not compress away."""
    hashes = (hashlib.sha256(str(number).encode()).hexdigest() for number in range(count * 40))
    groups = zip(*[hashes] * 40, strict=True)
    return b"".join(json.dumps("".join(group)).encode() + b"\n" for group in groups)


PACKINGS = ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst"]


@pytest.mark.parametrize("name", PACKINGS)
def test_lines_whatever_the_packing(tmp_path: Path, name: str) -> None:
    found, refused = read_bytes(tmp_path, name, pack(b'{"a":1}\n{"b":2}\n', name))
    assert found == [RawLine(None, 1, b'{"a":1}'), RawLine(None, 2, b'{"b":2}')]
    assert refused == []


@pytest.mark.parametrize("name", PACKINGS)
def test_the_first_bytes_tell_the_packing_not_the_name(tmp_path: Path, name: str) -> None:
    found, refused = read_bytes(tmp_path, "named.jsonl.gz", pack(b"{}\n", name))
    assert [item.data for item in found] == [b"{}"]
    assert refused == []


def test_bom_blank_lines_windows_ends_and_no_end(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf{}\r\n\r\n \t\n\n[1]\r\n[2]"
    found, refused = read_bytes(tmp_path, "a.jsonl", data)
    assert found == [RawLine(None, 1, b"{}"), RawLine(None, 5, b"[1]"), RawLine(None, 6, b"[2]")]
    assert refused == []


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.json", "a.tar.gz"])
@pytest.mark.parametrize("data", [b"", b"\n\r\n", b"\xef\xbb\xbf"], ids=["none", "blank", "bom"])
def test_nothing_in_it(tmp_path: Path, name: str, data: bytes) -> None:
    assert read_bytes(tmp_path, name, pack(data, name)) == ([], [])
    assert read_bytes(tmp_path, name, data) == ([], [])


def test_a_whole_document_is_line_1(tmp_path: Path) -> None:
    data = b'\xef\xbb\xbf{\n "a": 1\n}\n'
    for name in ("a.json", "a.json.gz", "a.json.zst"):
        found, refused = read_bytes(tmp_path, name, pack(data, name))
        assert found == [RawLine(None, 1, b'{\n "a": 1\n}')]
        assert refused == []


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst"])
def test_members_and_frames_are_read_one_after_the_other(tmp_path: Path, name: str) -> None:
    parts = b"".join(pack(part, name) for part in (b"[1]\n[", b"2]\n", b"", b"[3]\n"))
    found, refused = read_bytes(tmp_path, name, parts)
    assert [item.data for item in found] == [b"[1]", b"[2]", b"[3]"]
    assert refused == []


def test_zeros_that_pad_a_gzip_file_are_no_content(tmp_path: Path) -> None:
    found, refused = read_bytes(tmp_path, "a.jsonl.gz", gzip.compress(b"{}\n") + bytes(512))
    assert len(found) == 1
    assert refused == []


def test_a_cut_gzip_file_gives_every_whole_line_before_the_cut(tmp_path: Path) -> None:
    """Read through the library's buffer, the last quarter of a megabyte of lines was lost."""
    data = noise(200)
    packed = gzip.compress(data, 1)
    for cut in (len(packed) - 1, len(packed) - 9, len(packed) // 2, 40, 11, 5):
        readable = zlib_prefix(packed[:cut])
        found, (refused,) = read_bytes(tmp_path, "a.jsonl.gz", packed[:cut])
        assert b"".join(item.data + b"\n" for item in found) == whole_lines(readable)
        assert refused.reason is RejectReason.TRUNCATED_SOURCE
        assert refused.line == len(found) + 1
        assert "ends early" in refused.detail


def zlib_prefix(packed: bytes) -> bytes:
    import zlib

    return zlib.decompressobj(wbits=31).decompress(packed)


def whole_lines(data: bytes) -> bytes:
    return data[: data.rfind(b"\n") + 1]


def test_a_cut_zstandard_file_gives_the_lines_of_its_whole_blocks(tmp_path: Path) -> None:
    data = noise(200)
    packed = zstandard.compress(data, 1)
    for cut in (len(packed) - 1, len(packed) // 2, 9):
        found, (refused,) = read_bytes(tmp_path, "a.jsonl.zst", packed[:cut])
        readable = zstandard.ZstdDecompressor().decompressobj().decompress(packed[:cut])
        assert b"".join(item.data + b"\n" for item in found) == whole_lines(readable)
        assert refused.reason is RejectReason.TRUNCATED_SOURCE
        assert refused.line == len(found) + 1


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst"])
def test_a_damaged_file_is_told_and_never_raised(tmp_path: Path, name: str) -> None:
    """A damaged deflate block raised an error that is no OSError: it ended the whole run."""
    packed = bytearray(pack(noise(50), name))
    for at in range(20, len(packed), len(packed) // 12):
        damaged = bytes(packed[:at]) + b"\xff" * 16 + bytes(packed[at + 16 :])
        found, refused = read_bytes(tmp_path, name, damaged)
        assert all(item.reason in TOLD for item in refused)
        assert all(item.line == len(found) + 1 for item in refused)
        assert refused or name.endswith(".zst")  # these frames carry no checksum


TOLD = (RejectReason.TRUNCATED_SOURCE, RejectReason.UNREADABLE_SOURCE)


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst"])
def test_rubbish_after_the_end_does_not_hide_the_lines_before(tmp_path: Path, name: str) -> None:
    found, (refused,) = read_bytes(tmp_path, name, pack(noise(60), name) + b"rubbish" * 9)
    assert len(found) == 60
    assert refused.reason in TOLD
    assert refused.line == 61


@FUZZ
@given(data=st.binary(max_size=600), name=st.sampled_from([f"a{end}" for end in SUFFIXES]))
def test_no_bytes_raise(data: bytes, name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp()
    for content in (data, b"\x1f\x8b\x08\x00" + data, b"\x28\xb5\x2f\xfd" + data, pack(data, name)):
        found, refused = read_bytes(folder, name, content)
        assert all(item.data for item in found)
        assert all(item.reason in RejectReason for item in refused)


TAR = tar_bytes([("a.post", b'{"a":1}'), ("b.post", b'{"b":2}' * 200), ("c/d.json", b"{}")])


@FUZZ
@given(at=st.integers(0, len(TAR) - 1), patch=st.binary(min_size=1, max_size=24))
def test_no_damaged_archive_raises(
    at: int, patch: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = TAR[:at] + patch + TAR[at + len(patch) :]
    found, refused = read_bytes(tmp_path_factory.getbasetemp(), "a.tar.gz", data)
    for member in (*(item.member for item in found), *(item.member for item in refused)):
        (member or "").encode()  # a table must be able to hold it


def test_a_line_over_the_limit_is_refused_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "MAX_LINE_BYTES", 100)
    monkeypatch.setattr(lines, "_SKIP_BYTES", 7)
    for length in (100, 101, 102, 103, 106, 107, 108, 250):
        for end in (b"\n", b"\r\n"):
            long = b"x" * length
            found, (refused,) = read_bytes(
                tmp_path, "a.jsonl", b"{}" + end + long + end + b"[1]" + end
            )
            assert [(item.line, item.data) for item in found] == [(1, b"{}"), (3, b"[1]")]
            assert refused.reason is RejectReason.LINE_TOO_LONG
            assert refused.line == 2
            # As that of any line: of its bytes without its end.
            assert refused.sha256 == hashlib.sha256(long).hexdigest()
            assert refused.byte_count == length + len(end)
            assert refused.detail == f"{length + len(end)} bytes, limit 100"


def test_a_line_of_the_limit_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MAX_LINE_BYTES", 100)
    found, refused = read_bytes(tmp_path, "a.jsonl", b"x" * 99 + b"\n" + b"y" * 100)
    assert [len(item.data) for item in found] == [99, 100]
    assert refused == []


def test_a_document_over_the_limit_is_hashed_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "MAX_LINE_BYTES", 100)
    monkeypatch.setattr(lines, "_SKIP_BYTES", 7)
    data = b'{\n "a": "' + b"x" * 300 + b'"\n}'
    found, (refused,) = read_bytes(tmp_path, "a.json", data + b"\n")
    assert found == []
    assert refused.reason is RejectReason.LINE_TOO_LONG
    assert (refused.line, refused.byte_count) == (1, len(data) + 1)
    assert refused.sha256 == hashlib.sha256(data).hexdigest()


STREAM = """
import sys, tracemalloc
from pathlib import Path
from fanous.sources import lines
lines.MAX_LINE_BYTES = 1 << 20
tracemalloc.start()
for item in lines.read_lines(Path(sys.argv[1])):
    print(item.reason, item.byte_count)
print(tracemalloc.get_traced_memory()[1])
"""


@pytest.mark.parametrize(
    ("name", "bound"),
    [("a.jsonl.gz", 16 << 20), ("a.jsonl.zst", 160 << 20), ("a.json.gz", 16 << 20)],
)
def test_memory_does_not_grow_with_a_line_of_300_megabytes(
    tmp_path: Path, name: str, bound: int
) -> None:
    """A few kilobytes of zstandard once became the whole line, in memory, several times over."""
    from isal import isal_zlib

    pack_gzip = isal_zlib.compressobj(1, isal_zlib.DEFLATED, 31)
    packer = pack_gzip if name.endswith(".gz") else zstandard.ZstdCompressor(1).compressobj()
    chunk = b"a" * (1 << 20)
    with (tmp_path / name).open("wb") as handle:
        for _ in range(300):
            handle.write(packer.compress(chunk))
        handle.write(packer.flush())
    assert (tmp_path / name).stat().st_size < 3 << 20
    done = subprocess.run(
        [sys.executable, "-c", STREAM, str(tmp_path / name)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    told, peak = done.stdout.splitlines()
    assert told == f"line_too_long {300 << 20}"
    assert int(peak) < bound


def test_members_of_an_archive(tmp_path: Path) -> None:
    data = tar_bytes([("day/a.post", b"[1]"), ("b.json", b"[2]"), ("README", b"no record")])
    wanted = [RawLine("day/a.post", 1, b"[1]"), RawLine("b.json", 1, b"[2]")]
    packings = {
        "a.tar": data,
        "b.tar.gz": gzip.compress(data),
        "c.tar.gz": data,  # some archives called .tar.gz are not gzipped
        "d.tgz": gzip.compress(data),
        "e.tar.gz": zstandard.compress(data),
    }
    told = "a file of 9 bytes that is no .post or .json"
    other = RefusedLine("README", 0, RejectReason.UNKNOWN_MEMBER, told)
    for name, content in packings.items():
        assert read_bytes(tmp_path, name, content) == (wanted, [other])


@pytest.mark.parametrize("name", ["../evil.post", "/evil.post", "a/../../evil.post", ".."])
def test_a_member_that_points_outside_is_refused_and_nothing_is_written(
    tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "in" / "here"
    folder.mkdir(parents=True)
    data = tar_bytes([(name, b"[1]"), ("good.post", b"[2]")])
    found, (refused,) = read_bytes(folder, "a.tar.gz", data)
    assert [item.member for item in found] == ["good.post"]
    assert refused.reason is RejectReason.UNSAFE_MEMBER
    assert repr(name) in refused.detail and refused.member == name
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a.tar.gz"]
    assert not Path("/evil.post").exists()


def test_links_and_devices_in_an_archive_are_told_and_not_read(tmp_path: Path) -> None:
    sink = io.BytesIO()
    kinds = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE)
    with tarfile.open(fileobj=sink, mode="w") as archive:
        for kind in kinds:
            info = tarfile.TarInfo("odd.post")
            info.type, info.linkname = kind, "/etc/hostname"
            archive.addfile(info)
    found, refused = read_bytes(tmp_path, "a.tar.gz", sink.getvalue())
    assert found == []
    assert [item.reason for item in refused] == [RejectReason.UNKNOWN_MEMBER] * 4
    assert all("link or device" in item.detail for item in refused)


def pax_bytes(records: int, name: str = "a.post") -> bytes:
    """An archive whose first member has pax records of about that many bytes."""
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo(name)
        info.size, info.pax_headers = 3, {"comment": "x" * records}
        archive.addfile(info, io.BytesIO(b"[1]"))
    return sink.getvalue()


@pytest.mark.parametrize("kind", ["pax", "name"])
def test_a_header_without_end_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The library reads what belongs to a header into memory, whatever size is written there."""
    long = pax_bytes(5_000) if kind == "pax" else tar_bytes([("x" * 5_000 + ".post", b"[1]")])
    found, refused = read_bytes(tmp_path, "a.tar.gz", long)
    assert ([item.data for item in found], refused) == ([b"[1]"], [])
    monkeypatch.setattr(lines, "_MAX_TAR_HEADER_BYTES", 4_999)
    before = tar_bytes([("good.post", b"[2]")])[:1024]
    for start, count in ((b"", 0), (before, 1)):
        found, (told,) = read_bytes(tmp_path, "a.tar.gz", start + long)
        assert len(found) == count
        assert told.reason is RejectReason.UNREADABLE_SOURCE
        assert re.fullmatch(r"a header of 50\d\d bytes, limit 4999", told.detail)


def test_a_header_that_calls_itself_huge_takes_no_memory(tmp_path: Path) -> None:
    """Three hundred megabytes of records, a few hundred kilobytes compressed."""
    from isal import isal_zlib

    header = tarfile.TarInfo("pax")
    header.type, header.size = tarfile.XHDTYPE, 300 << 20
    packer = isal_zlib.compressobj(1, isal_zlib.DEFLATED, 31)
    with (tmp_path / "a.tar.gz").open("wb") as handle:
        handle.write(packer.compress(header.tobuf(tarfile.USTAR_FORMAT)))
        for _ in range(300):
            handle.write(packer.compress(b"a" * (1 << 20)))
        handle.write(packer.flush())
    script = STREAM.replace("item.byte_count", "item.detail")
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "a.tar.gz")],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    told, peak = done.stdout.splitlines()
    assert told == f"unreadable_source a header of {300 << 20} bytes, limit {1 << 20}"
    assert int(peak) < 16 << 20


def test_a_member_name_that_is_not_utf8(tmp_path: Path) -> None:
    """Surrogates of such a name fit no table: they ended the whole run."""
    found, refused = read_bytes(tmp_path, "a.tar.gz", tar_bytes([("caf\udce9.post", b"[1]")]))
    assert found == [RawLine("caf\ufffd.post", 1, b"[1]")]
    assert refused == []


def test_a_member_over_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MAX_LINE_BYTES", 100)
    data = tar_bytes([("long.post", b"x" * 101), ("good.post", b"[2]")])
    found, (refused,) = read_bytes(tmp_path, "a.tar.gz", data)
    assert [item.member for item in found] == ["good.post"]
    assert (refused.reason, refused.member) == (RejectReason.LINE_TOO_LONG, "long.post")
    assert refused.detail == "101 bytes, limit 100"


def test_a_cut_archive(tmp_path: Path) -> None:
    data = tar_bytes([("a.post", b"[1]"), ("b.post", b"[2]" * 400)])
    found, (refused,) = read_bytes(tmp_path, "a.tar.gz", data[:2000])
    assert [item.member for item in found] == ["a.post"]
    assert (refused.reason, refused.line) == (RejectReason.TRUNCATED_SOURCE, 2)
    found, (refused,) = read_bytes(tmp_path, "a.tar.gz", gzip.compress(data)[:90])
    assert found == []
    assert refused.reason is RejectReason.TRUNCATED_SOURCE


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *arguments: object, **options: object) -> object:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.jsonl").write_bytes(b"{}\n")
    monkeypatch.setattr(Path, "open", refuse)
    found, (refused,) = read(tmp_path / "a.jsonl")
    assert found == []
    assert refused.reason is RejectReason.UNREADABLE_SOURCE
    assert refused.detail == "Permission denied"


def test_a_refusal_has_words_and_no_path_of_this_machine(tmp_path: Path) -> None:
    (tmp_path / "folder.jsonl").mkdir()
    for name in ("folder.jsonl", "gone.jsonl"):
        found, (refused,) = read(tmp_path / name)
        assert found == []
        assert refused.reason is RejectReason.UNREADABLE_SOURCE
        assert refused.detail in ("Is a directory", "No such file or directory")


@pytest.mark.parametrize("error", [EOFError(), ValueError(), OSError(), tarfile.ReadError()])
def test_an_error_without_words_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(path: Path) -> object:
        raise error

    monkeypatch.setattr(lines, "_open", fail)
    _, (refused,) = read(tmp_path / "a.jsonl")
    assert refused.detail == type(error).__name__


def test_an_archive_cut_after_a_member_that_is_not_read(tmp_path: Path) -> None:
    data = tar_bytes([("a.post", b"[1]"), ("README", b"?"), ("b.post", b"[2]" * 400)])
    found, (unknown, cut) = read_bytes(tmp_path, "a.tar.gz", data[:3000])
    assert [item.member for item in found] == ["a.post"]
    assert (unknown.reason, cut.reason, cut.line) == (
        RejectReason.UNKNOWN_MEMBER,
        RejectReason.TRUNCATED_SOURCE,
        2,
    )


def test_a_source_is_named_by_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"{}\n")
    assert source_digest(tmp_path / "a.jsonl") == hashlib.sha256(b"{}\n").hexdigest()
