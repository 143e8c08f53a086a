from __future__ import annotations

from fanous.certificates.certificate import Certificate, read_certificate
from fanous.certificates.paths import MAX_DEPTH, MAX_PATHS, MAX_STEPS, Search, by_subject
from tests.certificates.authority import Made, root

ROOT = root("Root")
ISSUER = ROOT.authority("Issuer")


def read(item: Made) -> Certificate:
    found = read_certificate(item.sha256, item.der)
    assert found is not None
    return found


def search(
    leaf: Made, sent: list[Made], roots: list[Made] | None = None
) -> tuple[list[list[str]], Search]:
    """Paths as common names, and the search that found them."""
    above = by_subject(map(read, [ROOT] if roots is None else roots))
    made = Search(above, (by_subject(map(read, sent)),), link=lambda issuer, child: True)
    named = [
        [item.decoded.subject.rfc4514_string().removeprefix("CN=") for item in path]
        for path in made.paths(read(leaf))
    ]
    return named, made


def test_from_a_server_to_a_root() -> None:
    paths, found = search(ISSUER.issue("a.example"), [root("Other"), ISSUER])
    assert paths == [["a.example", "Issuer", "Root"]]
    assert not found.gave_up
    assert len(found.reached) == 2


def test_nothing_above() -> None:
    paths, found = search(ISSUER.issue(), [])
    assert paths == [] and not found.gave_up


def test_a_root_that_shows_itself() -> None:
    assert search(ROOT, [])[0] == [["Root"]]


def test_circles_end_and_long_chains_are_given_up() -> None:
    one, two = root("One"), root("Two")
    circle = [one.authority("Two"), two.authority("One")]
    paths, found = search(one.issue(), circle)
    assert paths == [] and not found.gave_up
    links = [ROOT]
    for number in range(MAX_DEPTH + 1):
        links.append(links[-1].authority(f"Link {number}"))
    paths, found = search(links[-1].issue(), links[1:])
    assert paths == [] and found.gave_up


def test_a_search_has_an_end() -> None:
    twins = [ROOT.authority("Issuer", path_length=number) for number in range(MAX_STEPS)]
    paths, found = search(ISSUER.issue(), twins)
    assert len(paths) == MAX_PATHS and found.gave_up
    steps = 0

    def refuse(issuer: Certificate, child: Certificate) -> bool:
        nonlocal steps
        steps += 1
        return False

    many = by_subject(map(read, twins * 3))
    refused = Search({}, (many,), link=refuse)
    assert list(refused.paths(read(ISSUER.issue()))) == []
    assert steps == MAX_STEPS and refused.gave_up
