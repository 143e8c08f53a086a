from __future__ import annotations

import pytest

from fanous.progress import Progress


def test_it_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress()
    progress.begin("ingest", files=2, total_bytes=10)
    progress.advance(byte_count=5, measurements=3, rejects=1)
    progress.end()
    assert capsys.readouterr() == ("", "")
