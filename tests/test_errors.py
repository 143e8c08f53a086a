from __future__ import annotations

import pickle

import pytest

from fanous import errors
from fanous.errors import (
    CuratedFileError,
    FanousError,
    InputError,
    StoreError,
    StoreFullError,
    StoreTooNewError,
    UsageError,
)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (FanousError, 1),
        (UsageError, 2),
        (InputError, 3),
        (StoreError, 4),
        (StoreTooNewError, 4),
        (StoreFullError, 4),
    ],
)
def test_exit_codes_and_words(kind: type[FanousError], code: int) -> None:
    error = kind("it broke", remedy="Mend it.")
    assert error.exit_code == code
    assert str(error) == "it broke\n  Mend it."
    assert str(kind("it broke")) == "it broke"
    assert isinstance(error, FanousError)


def test_a_curated_file_error_says_file_and_line() -> None:
    error = CuratedFileError("/data/rows.csv", 7, "the pattern is empty", remedy="Fill it.")
    assert error.exit_code == 5
    assert str(error) == "/data/rows.csv:7: the pattern is empty\n  Fill it."
    assert (error.path, error.line) == ("/data/rows.csv", 7)


@pytest.mark.parametrize(
    "error",
    [
        StoreFullError("full", remedy="Free some space."),
        CuratedFileError("/data/rows.csv", 7, "wrong", remedy="Mend it."),
    ],
    ids=["store", "curated"],
)
def test_an_error_crosses_a_process_boundary_whole(error: FanousError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert copy.__dict__ == error.__dict__


def test_the_tree_is_exported() -> None:
    kinds = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, FanousError)
    }
    assert kinds == set(errors.__all__)
