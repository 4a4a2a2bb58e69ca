"""What every test shares: Hypothesis profiles, tools that may be missing, loud skips."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, configuration, settings

from tests.browsers import installed_browser

ROOT = Path(__file__).parents[1]
IN_CI = os.environ.get("CI") == "true"

configuration.set_hypothesis_home_dir(ROOT / ".cache" / "hypothesis")
settings.register_profile("quick", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("soak", settings.get_profile("quick"), max_examples=1000)
settings.load_profile("quick")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the repository's folder."""
    return ROOT


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the browser's tests, which take longest; skip what needs a missing tool.

    In CI nothing is skipped, so there it fails.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)
    missing = {} if IN_CI else _missing_tools()
    for item in items:
        for marker, how_to_get in missing.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=how_to_get))


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: servers, chains and browsers are waited for half the time."""
    return (os.cpu_count() or 1) + 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was not tested."""
    skipped = terminalreporter.getreports("skipped")
    reasons = [report.longrepr[2].removeprefix("Skipped: ") for report in skipped]
    for reason in sorted(set(reasons)):
        count = reasons.count(reason)
        terminalreporter.write_line(f"##### NOT TESTED ({count}): {reason}", yellow=True, bold=True)


def _missing_tools() -> dict[str, str]:
    missing = {}
    if not (ROOT / "contracts/node_modules/@foundry-rs/anvil/bin.mjs").exists():
        missing["chain"] = "anvil is missing: run make install"
    if installed_browser() is None:
        missing["browser"] = "Chromium is missing: run make chromium"
    return missing
