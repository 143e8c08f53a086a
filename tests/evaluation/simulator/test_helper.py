from __future__ import annotations

from fanous.evaluation.simulator.helper import ask_helper

from .conftest import SetScene


def test_the_helper_is_not_interfered_with(scene_of: SetScene) -> None:
    scene = scene_of("news.example", mechanism="tls.reset")
    view = ask_helper(scene, probe_addresses=scene.site.addresses)
    assert set(view.handshakes.values()) == {None}
    assert (view.status, view.title) == (200, "The Example Morning News")


def test_it_tries_the_probes_addresses_too(scene_of: SetScene) -> None:
    view = ask_helper(scene_of("video.example"), probe_addresses=("192.0.2.158",))
    assert view.connects == {
        "192.0.2.158:443": "connection_refused_error",
        "198.51.100.150:443": None,
    }
    assert view.address_info == {"192.0.2.158": (64504, 1), "198.51.100.150": (65012, 10)}


def test_bogons_are_noted_and_only_the_old_helper_tries_them(scene_of: SetScene) -> None:
    bogon = ("10.66.66.36",)
    new = ask_helper(scene_of("forum.example"), probe_addresses=bogon)
    assert "10.66.66.36:443" not in new.connects
    assert new.address_info["10.66.66.36"] == (0, 5)
    old = ask_helper(scene_of("forum.example", legacy=True), probe_addresses=bogon)
    assert old.connects["10.66.66.36:443"] == "generic_timeout_error"


def test_a_site_that_is_down_is_down_for_the_helper(scene_of: SetScene) -> None:
    scene = scene_of("shop.example", is_down=True)
    view = ask_helper(scene, probe_addresses=scene.site.addresses)
    assert set(view.connects.values()) == {"generic_timeout_error"}
    assert view.handshakes == {}
    assert (view.status, view.body_length, view.http_failure) == (-1, -1, "generic_timeout_error")


def test_cleartext_inputs_are_tried_on_both_ports(scene_of: SetScene) -> None:
    scene = scene_of("archive.example")
    view = ask_helper(scene, probe_addresses=scene.site.addresses)
    assert view.connects == {
        "198.51.100.70:443": "connection_refused_error",
        "198.51.100.70:80": None,
    }
