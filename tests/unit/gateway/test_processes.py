"""What the programs beside PostgreSQL are started with."""

from pathlib import Path

import pytest

from gateway.processes import kernels, rasa_environment


@pytest.mark.parametrize(
    ("flags", "wanted"),
    [("fpu sse3 avx avx2 fma", {"OPENBLAS_CORETYPE": "Haswell"}), ("fpu sse3 avx", {}), ("fpu avx2x", {})],
)
def test_numpy_is_told_of_a_processor_only_what_it_can_do(
    tmp_path: Path, flags: str, wanted: dict[str, str]
) -> None:
    (tmp_path / "cpuinfo").write_text(f"processor\t: 0\nflags\t\t: {flags}\n")
    assert kernels(tmp_path / "cpuinfo") == wanted


def test_where_nothing_is_known_of_the_processor_numpy_finds_out_itself(tmp_path: Path) -> None:
    assert kernels(tmp_path / "nowhere") == {}


def test_rasas_environment_takes_what_the_caller_sets() -> None:
    environment = rasa_environment({"RASA_TOKEN": "of this test", "OPENBLAS_CORETYPE": "Zen"})
    assert (environment["RASA_TOKEN"], environment["OPENBLAS_CORETYPE"]) == ("of this test", "Zen")
