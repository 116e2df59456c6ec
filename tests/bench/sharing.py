# SPDX-License-Identifier: GPL-3.0-or-later
"""A narrow cable that a download in the background shares with somebody who comes and goes."""

import contextlib
import dataclasses
import json
import pathlib
import subprocess
import time
from collections.abc import Iterator

import measure
import network
import report
import servers
from bench import MIB, Bench, Skipped
from report import Table

NAME = "shared.bin"
RATE = 20  # Mbit/s
DELAY = 20  # ms there and back
QUEUES = (50, 200)  # ms: of a good router, and of the usual one
PHASE = 10.0  # seconds alone, beside curl, and alone again
SETTLED = 3.0  # seconds after which who yields has yielded
LOOK = 0.2  # seconds
PAYLOAD = 1448 / 1500  # of a packet
LINE = RATE * 1e6 / 8 * PAYLOAD  # bytes in a second
WON = 0.8  # of the line: who has that has it
WINDOW = 5  # looks over which that is judged


@dataclasses.dataclass(frozen=True)
class Look:
    """Bytes that have arrived so far."""

    time: float
    ferry: int
    curl: int


def _ask_ferry() -> int:
    answer = subprocess.run(["ferryctl", "list", "--json"], capture_output=True, check=True)
    return sum(job["bytes_transferred"] for job in json.loads(answer.stdout))


def _watch(looks: "list[Look]", curl: pathlib.Path, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        asked = time.monotonic()
        ferry = _ask_ferry()
        now = (asked + time.monotonic()) / 2
        looks.append(Look(now, ferry, curl.stat().st_size if curl.exists() else 0))
        time.sleep(LOOK)


def _share(first: Look, last: Look, who: str) -> float:
    """Of the line, in per cent."""
    arrived = getattr(last, who) - getattr(first, who)
    return 100 * arrived / (last.time - first.time) / LINE


def _until_won(looks: "list[Look]", who: str) -> float:
    """Seconds until somebody has the line; not a number: never."""
    for before, after in zip(looks, looks[WINDOW:]):
        if _share(before, after, who) >= 100 * WON:
            return after.time - looks[0].time
    return float("nan")


@contextlib.contextmanager
def _curl(wrapper: "list[str]", url: str, target: pathlib.Path) -> "Iterator[None]":
    child = subprocess.Popen([*wrapper, "curl", "-s", "-o", str(target), url])
    try:
        yield
    finally:
        child.terminate()
        child.wait()


def _round(client: "list[str]", url: str, arrivals: pathlib.Path) -> "list[float]":
    """One download that somebody disturbs for a while."""
    curls = arrivals / "curl.bin"
    curls.unlink(missing_ok=True)
    alone: list[Look] = []
    beside: list[Look] = []
    after: list[Look] = []
    add = ["ferryctl", "add", "-d", str(arrivals), url]
    job = subprocess.run(add, capture_output=True, check=True, text=True).stdout.strip()
    try:
        _watch(alone, curls, PHASE)
        with _curl(client, url, curls):
            _watch(beside, curls, PHASE)
        _watch(after, curls, PHASE)
    finally:
        subprocess.run(["ferryctl", "cancel", job], stdout=subprocess.DEVNULL, check=True)
        subprocess.run(["ferryctl", "clear"], stdout=subprocess.DEVNULL, check=True)
    settled = [
        [look for look in phase if look.time - phase[0].time >= SETTLED]
        for phase in (alone, beside, after)
    ]
    return [
        _share(settled[0][0], settled[0][-1], "ferry"),
        _share(beside[0], beside[-1], "curl"),
        _share(settled[1][0], settled[1][-1], "curl"),
        _share(settled[1][0], settled[1][-1], "ferry"),
        _share(settled[2][0], settled[2][-1], "ferry"),
        _until_won(beside, "curl"),
        _until_won(after, "ferry"),
    ]


def _set_polite(is_polite: bool) -> None:
    subprocess.run(["ferryctl", "config", "polite", str(is_polite).lower()], check=True)


def _shares(bench: Bench, link: str, queue: int, control: str) -> Table:
    size = bench.size_of(256 * MIB, 256 * MIB)
    kinds = (("in the background", True), ("the same, polite off", False))
    rows = []
    with (
        bench.room(size) as (folder, arrivals),
        network.cable(link, DELAY, RATE, 0.0, queue, control) as cable,
    ):
        servers.Files(folder / "www").make(NAME, size)
        with (
            servers.nginx(folder, [network.SERVER], cable.server) as (port, _),
            measure.own_service(cable.client),
        ):
            url = f"http://{network.SERVER}:{port}/{NAME}"
            results: dict[str, list[list[float]]] = {name: [] for name, _ in kinds}
            for _ in range(bench.runs):
                for name, is_polite in kinds:
                    _set_polite(is_polite)
                    results[name].append(_round(cable.client, url, arrivals))
    for name, rounds in results.items():
        columns = [report.median(list(column)) for column in zip(*rounds)]
        worst = min(round[2] for round in rounds)
        rows.append(
            [f"**ferryctl** {name}"]
            + [report.number(value, ".0f") for value in columns[:3]]
            + [report.number(worst, ".0f")]
            + [report.number(value, ".0f") for value in columns[3:5]]
            + [report.number(value, ".1f") for value in columns[5:]]
        )
    note = (
        f"{RATE} Mbit/s, {DELAY} ms there and back, a queue of {queue} ms, senders with {control}; "
        f"shares of the line in per cent."
    )
    titles = ["program", "alone", "curl beside it, 10 s", f"curl after {SETTLED:g} s"]
    titles += ["at the worst", "Ferry then", "alone again"]
    titles += ["curl has 80 % after, s", "Ferry has 80 % again after, s"]
    return Table(note, titles, rows)


def polite(bench: Bench) -> "list[Table]":
    if reason := network.reason_against():
        raise Skipped(reason)
    link = bench.tool("link")
    return [
        _shares(bench, link, queue, control) for control in ("cubic", "bbr") for queue in QUEUES
    ]
