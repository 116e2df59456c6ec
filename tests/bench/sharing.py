# SPDX-License-Identifier: GPL-3.0-or-later
"""A narrow cable that a job in the background shares with somebody who comes and goes."""

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


class _Downloads:
    """Both fetch one file."""

    def __init__(self, folder: pathlib.Path, arrivals: pathlib.Path, url: str) -> None:
        target = arrivals / "curl.bin"
        target.unlink(missing_ok=True)
        self._target = target
        self.ferry = ["add", "-d", str(arrivals), url + NAME]
        self.curl = ["-o", str(target), url + NAME]

    def count(self) -> "tuple[int, int]":
        """What Ferry has, and what curl has."""
        ferry = _ask_ferry()
        return ferry, self._target.stat().st_size if self._target.exists() else 0


class _Uploads:
    """Both send one file; the server has a file for each body, in the order in which they came."""

    def __init__(self, folder: pathlib.Path, arrivals: pathlib.Path, url: str) -> None:
        source = str(folder / "www" / NAME)
        self._bodies = folder / "body"
        self.ferry = ["upload", "--background", "--protocol=put", source, url + "taken/ferry.bin"]
        self.curl = ["-T", source, url + "taken/curl.bin"]

    def count(self) -> "tuple[int, int]":
        """What has come from Ferry, and what has come from curl."""
        sizes = [path.stat().st_size for path in sorted(self._bodies.iterdir())]
        return sum(sizes[:1]), sum(sizes[1:])


Kind = type[_Downloads] | type[_Uploads]


def _watch(looks: "list[Look]", jobs: "_Downloads | _Uploads", seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        asked = time.monotonic()
        ferry, curl = jobs.count()
        looks.append(Look((asked + time.monotonic()) / 2, ferry, curl))
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
def _curl(command: "list[str]") -> "Iterator[None]":
    child = subprocess.Popen(command)
    try:
        yield
    finally:
        child.terminate()
        child.wait()


def _round(client: "list[str]", jobs: "_Downloads | _Uploads") -> "list[float]":
    """One job that somebody disturbs for a while."""
    alone: list[Look] = []
    beside: list[Look] = []
    after: list[Look] = []
    add = ["ferryctl", *jobs.ferry]
    job = subprocess.run(add, capture_output=True, check=True, text=True).stdout.strip()
    try:
        _watch(alone, jobs, PHASE)
        with _curl([*client, "curl", "-s", *jobs.curl]):
            _watch(beside, jobs, PHASE)
        _watch(after, jobs, PHASE)
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


def _shares(bench: Bench, link: str, kind: Kind, queue: int, control: str) -> Table:
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
            url = f"http://{network.SERVER}:{port}/"
            results: dict[str, list[list[float]]] = {name: [] for name, _ in kinds}
            for _ in range(bench.runs):
                for name, is_polite in kinds:
                    _set_polite(is_polite)
                    results[name].append(_round(cable.client, kind(folder, arrivals, url)))
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


def _tables(bench: Bench, kind: Kind) -> "list[Table]":
    if reason := network.reason_against():
        raise Skipped(reason)
    link = bench.tool("link")
    return [
        _shares(bench, link, kind, queue, control)
        for control in ("cubic", "bbr")
        for queue in QUEUES
    ]


def polite(bench: Bench) -> "list[Table]":
    return _tables(bench, _Downloads)


def polite_uploads(bench: Bench) -> "list[Table]":
    return _tables(bench, _Uploads)
