from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from fanous.evaluation.simulator.scene import Scene
from fanous.evaluation.simulator.wire.envelope import envelope


def test_times_have_no_zone_and_absent_keys_are_left_out(scene_of: Callable[..., Scene]) -> None:
    session = scene_of("news.example").session
    row = envelope(
        session,
        test_name="ndt",
        test_version="0.10.1",
        test_input=None,
        started=session.started + timedelta(seconds=2),
        runtime=1.5,
        test_keys={},
    )
    assert row["test_start_time"] == f"{session.started:%Y-%m-%d %H:%M:%S}"
    assert row["input"] is None
    assert not {"measurement_uid", "test_helpers"} & set(row)
    assert str(row["report_id"]).split("_")[1] == "ndt"


def test_a_probe_with_an_id_and_another_release_says_so(scene_of: Callable[..., Scene]) -> None:
    session = scene_of("news.example").session
    named = replace(
        session,
        probe=replace(session.probe, probe_id="00ff"),
        client=replace(session.client, software_version="1.2.9"),
    )
    plain, row = (
        envelope(
            item,
            test_name="ndt",
            test_version="0.10.1",
            test_input=None,
            started=session.started,
            runtime=1.5,
            test_keys={},
        )
        for item in (session, named)
    )
    assert (row["probe_id"], row["software_version"]) == ("00ff", "1.2.9")
    assert "probe_id" not in plain and plain["software_version"] == "1.0.0"
