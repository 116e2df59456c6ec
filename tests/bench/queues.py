# SPDX-License-Identifier: GPL-3.0-or-later
"""Workloads of many files, and of many jobs that do nothing."""

import pathlib
import re
import subprocess
import time
from collections.abc import Sequence

import measure
import report
import rounds
import servers
from bench import Bench, in_words
from programs import ARIA2, Program
from report import Column, Table

FILE = 10 * 1024
SLOW_FILE = 400 * 1024
HOSTS = [f"127.0.0.{number}" for number in range(1, 101)]
NOWHERE = "http://127.0.0.1:1"  # nobody listens on this port
WATCHED = 20  # seconds


def _curl_list(path: pathlib.Path, urls: "Sequence[str]", arrivals: pathlib.Path) -> str:
    lines = [f'url = "{url}"\noutput = "{arrivals / pathlib.Path(url).name}"\n' for url in urls]
    path.write_text("".join(lines), encoding="utf-8")
    return str(path)


def small(bench: Bench) -> "list[Table]":
    count = 2000 if bench.quick else 10000
    with bench.room(count * FILE) as (folder, arrivals):
        digests = servers.Files(folder / "www").make_many(count, FILE)
        with servers.nginx(folder) as (port, _):
            urls = [f"http://127.0.0.1:{port}/{name}" for name in digests]
            (folder / "urls").write_text("\n".join(urls) + "\n", encoding="utf-8")
            listed = str(folder / "urls")
            pairs = _curl_list(folder / "pairs", urls, arrivals)
            into = str(arrivals)
            parallel = [
                "curl",
                "-q",
                "-sS",
                "--no-progress-meter",
                "--parallel",
                "--parallel-max",
                "16",
                "-K",
                pairs,
            ]
            programs = [
                Program("ferryctl", ["ferryctl", "get", "--directory", into, *urls], "warm"),
                Program("aria2c -j16", [*ARIA2, "-j16", "-d", into, "-i", listed]),
                Program("curl", ["curl", "-q", "-sS", "-K", pairs]),
                Program("curl --parallel-max 16", parallel),
                Program("wget", ["wget", "--no-config", "-q", "-P", into, "-i", listed]),
                Program("wget2", ["wget2", "--no-config", "-q", "-P", into, "-i", listed]),
            ]
            contest = rounds.Contest(programs, arrivals, digests, dict.fromkeys(digests, FILE))
            contest.limit = 600
            costs = contest.run(bench.runs)
    note = f"{count:,} files of {in_words(FILE)} from one server, RAM disk to RAM disk."
    return [report.compare(note, costs, "curl", (Column("service", "service’s CPU, s"),))]


def many(bench: Bench) -> "list[Table]":
    count = 300 if bench.quick else 1000
    queue = bench.tool("queue", "gio-2.0")
    with bench.room(count * SLOW_FILE) as (folder, arrivals):
        digests = servers.Files(folder / "www").make_many(count, SLOW_FILE)
        with servers.nginx(folder, HOSTS) as (port, _):
            urls = [
                f"http://{HOSTS[number % len(HOSTS)]}:{port}/trickle/{name}"
                for number, name in enumerate(digests)
            ]
            (folder / "urls").write_text("\n".join(urls) + "\n", encoding="utf-8")
            listed = str(folder / "urls")
            pairs = _curl_list(folder / "pairs", urls, arrivals)
            into = str(arrivals)
            curl = [
                "curl",
                "-q",
                "-sS",
                "--no-progress-meter",
                "--parallel",
                "-K",
                pairs,
                "--parallel-immediate",
            ]
            aria2 = [*ARIA2, f"-j{count}", "--max-connection-per-server=16", "-s1"]
            programs = [
                Program(f"ferryctl, {count:,} jobs", [queue, "get", listed, into], "warm"),
                Program(f"aria2c -j{count}", [*aria2, "-d", into, "-i", listed]),
                Program("curl --parallel-max 300", [*curl, "--parallel-max", "300"]),
            ]
            contest = rounds.Contest(programs, arrivals, digests, dict.fromkeys(digests, SLOW_FILE))
            contest.limit = 600
            costs = contest.run(bench.runs)
    note = (
        f"{count:,} files of {in_words(SLOW_FILE)} at 20 KiB/s each, from {len(HOSTS)} addresses: "
        "20 s, if all are fetched at once. The jobs are made by a small program of ours, in "
        "the foreground; its calls are part of the measurement."
    )
    columns = (Column("service", "service’s CPU, s"),)
    return [report.compare(note, costs, programs[1].name, columns)]


def _switches(process: int) -> "dict[str, int]":
    """How often each thread of a process has been taken from a processor or has left it."""
    counts = {}
    for status in pathlib.Path(f"/proc/{process}/task").glob("*/status"):
        try:
            text = status.read_text(encoding="utf-8")
        except OSError:  # it has just ended
            continue
        found = re.findall(r"ctxt_switches:\s+(\d+)", text)
        counts[status.parent.name] = sum(int(count) for count in found)
    return counts


def _more(now: "dict[str, int]", start: "dict[str, int]") -> int:
    """Switches since the start; a thread that has ended since takes its count with it."""
    return sum(count - start.get(thread, 0) for thread, count in now.items())


def _resident(process: int) -> float:
    text = pathlib.Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    found = re.search(r"VmRSS:\s+(\d+) kB", text)
    return int(found[1]) / 1024 if found else 0


def _watch() -> "tuple[float, str, float]":
    """Leaves the service alone. Returns its memory, its wake-ups and its processor time."""
    time.sleep(2)  # what has just been asked for is done
    before = measure.running_service()
    if not before:
        raise measure.Failed("has no service")
    memory, start = _resident(before.process), _switches(before.process)
    switches, cpu = start, before.cpu
    deadline = time.monotonic() + WATCHED
    while time.monotonic() < deadline:
        time.sleep(0.5)
        if not (now := measure.running_service()):
            return memory, f"{_more(switches, start)}, then it left", cpu - before.cpu
        switches, cpu = _switches(now.process), now.cpu
    return memory, str(_more(switches, start)), cpu - before.cpu


def _idle(bench: Bench, queue: str, count: int, plan: str, into: pathlib.Path) -> "list[str]":
    listed = bench.ram / "urls"
    listed.write_text("".join(f"{NOWHERE}/{n}.bin\n" for n in range(count)), encoding="utf-8")
    filled = measure.measure([queue, plan, str(listed), str(into)], uses_service=True)
    measure.stop_service()
    started = measure.measure(["ferryctl", "list"], uses_service=True)
    memory, switches, cpu = _watch()
    answer = subprocess.check_output([queue, "poll", "200"], text=True)
    whole, nothing, ping = (int(word) for word in answer.split())
    waits = {"add": "suspended", "park": "waiting for a retry"}[plan]
    row = [f"{count:,} {waits}", f"{filled.wall:.2f}", f"{started.wall:.2f}", f"{memory:.1f}"]
    row += [switches, f"{cpu:.2f}", f"{whole / 1000:.1f}", str(nothing), str(ping)]
    return [*row, str(nothing - ping)]


def idle(bench: Bench) -> "list[Table]":
    """One run: what is counted here does not vary as times do."""
    queue = bench.tool("queue", "gio-2.0")
    count = 2000 if bench.quick else 10000
    rows = []
    with bench.room(0) as (_, arrivals):
        for plan, jobs in (("add", 1), ("add", count), ("park", count)):
            measure.stop_service()
            measure.forget_queue()
            rows.append(_idle(bench, queue, jobs, plan, arrivals))
        measure.stop_service()
        measure.forget_queue()
    titles = ["jobs", "filling, s", "start and list, s", "memory, MiB"]
    titles += [f"switches in {WATCHED} s", f"CPU in {WATCHED} s, s", "Refresh of all, ms"]
    titles += ["Refresh of nothing, µs", "Ping, µs", "difference, µs"]
    return [Table("Nothing is to be done. Medians of 200 calls over the bus.", titles, rows)]
