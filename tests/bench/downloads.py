# SPDX-License-Identifier: GPL-3.0-or-later
"""Workloads of one large file."""

import dataclasses
import os
import pathlib
import shutil

import measure
import network
import report
import rounds
import servers
from bench import GIB, MIB, Bench, Skipped, in_words
from programs import SIXTEEN, aria2c, axel, cold, curl, ferryctl, raw, wget, wget2
from report import Column, Table
from stalling import stalling

NAME = "large.bin"
STALL_RUNS = 3  # each takes minutes, and times differ little
STALLED_AFTER = 256 * 1024
TRUST = pathlib.Path("/etc/ssl/certs/ca-certificates.crt")
# GnuTLS asks the system whom to trust: so the service gets a system with another answer.
TRUSTING = 'mount --bind "$1" "$2" && shift 2 && exec "$@"'


def _contest(server: "servers.Files", size: int, target: pathlib.Path) -> rounds.Contest:
    digest = server.make(NAME, size)
    return rounds.Contest([], target, {NAME: digest}, {NAME: size}, warms_up=True)


def one_stream(bench: Bench, on_disk: bool) -> "list[Table]":
    size = bench.size_of((2 if on_disk else 4) * GIB, 512 * MIB)
    loop = bench.tool("raw")
    with bench.room(size, on_disk) as (folder, arrivals):
        contest = _contest(servers.Files(folder / "www"), size, arrivals)
        target = arrivals / NAME
        with servers.nginx(folder) as (port, _):
            address = f"127.0.0.1:{port}"
            url = f"http://{address}/{NAME}"
            ferry = ferryctl(target, url)
            yardstick = raw(loop, address, f"/{NAME}", target, on_disk)
            one = ferryctl(target, url, "--connections=1", name="ferryctl --connections=1")
            others = [aria2c(target, url, "-x1"), curl(target, url), wget(target, url)]
            others += [wget2(target, url), axel(target, url, 1)]
            if on_disk:
                others = [program.durable(target) for program in others]
            contest.programs = [yardstick, cold(ferry), ferry, one, *others]
            costs = contest.run(bench.runs)
    where = "disk, safe there at the end" if on_disk else "RAM disk"
    note = f"{in_words(size)} from a RAM disk to a {where}."
    return [report.compare(note, costs, yardstick.name, (Column("service", "service’s CPU, s"),))]


def one_stream_ram(bench: Bench) -> "list[Table]":
    return one_stream(bench, on_disk=False)


def one_stream_disk(bench: Bench) -> "list[Table]":
    return one_stream(bench, on_disk=True)


def https(bench: Bench) -> "list[Table]":
    if not shutil.which("openssl"):
        raise Skipped("openssl is missing")
    trusts = os.geteuid() == 0 and TRUST.exists() and shutil.which("unshare")
    if not trusts:
        measure.say(
            "  ferryctl is left out: only root can give it a CA without touching the system."
        )
    size = bench.size_of(2 * GIB, 512 * MIB)
    with bench.room(size) as (folder, arrivals):
        authority = servers.Authority(folder / "tls")
        ca = str(authority.ca)
        contest = _contest(servers.Files(folder / "www"), size, arrivals)
        contest.keeps_service = True
        target = arrivals / NAME
        with servers.nginx(folder, authority=authority) as (_, port):
            url = f"https://127.0.0.1:{port}/{NAME}"
            contest.programs = [
                curl(target, url, "--cacert", ca),
                aria2c(target, url, "-x1", f"--ca-certificate={ca}", name="aria2c -x1"),
                wget(target, url, f"--ca-certificate={ca}"),
                wget2(target, url, f"--ca-certificate={ca}"),
            ]
            if not trusts:
                costs = contest.run(bench.runs)
            else:
                contest.programs += [
                    ferryctl(target, url),
                    ferryctl(target, url, "--connections=1", name="ferryctl --connections=1"),
                ]
                wrapper = ["unshare", "--mount", "sh", "-c", TRUSTING, "sh", ca, str(TRUST)]
                with measure.own_service(wrapper):
                    costs = contest.run(bench.runs)
    note = f"{in_words(size)} over TLS from RAM disk to RAM disk."
    return [report.compare(note, costs, "curl", (Column("service", "service’s CPU, s"),))]


def limited(bench: Bench) -> "list[Table]":
    size = bench.size_of(256 * MIB, 64 * MIB)
    with bench.room(size) as (folder, arrivals):
        contest = _contest(servers.Files(folder / "www"), size, arrivals)
        contest.warms_up = False
        target = arrivals / NAME
        with servers.nginx(folder) as (port, _):
            url = f"http://127.0.0.1:{port}/limited/{NAME}"
            contest.programs = [
                ferryctl(target, url),
                ferryctl(target, url, "--connections=16", name="ferryctl --connections=16"),
                aria2c(target, url, *SIXTEEN),
                aria2c(target, url),
                axel(target, url, 16),
                curl(target, url),
            ]
            costs = contest.run(bench.runs)
    note = f"{in_words(size)}; the server gives each connection 4 MiB/s."
    return [report.compare(note, costs, "curl")]


def _far(bench: Bench, link: str, size: int, loss: float) -> Table:
    with bench.room(size) as (folder, arrivals), network.cable(link, 50, 200, loss) as cable:
        contest = _contest(servers.Files(folder / "www"), size, arrivals)
        contest.keeps_service = True
        contest.limit = 300
        contest.warms_up = False
        target = arrivals / NAME
        with servers.nginx(folder, [network.SERVER], cable.server) as (port, _):
            url = f"http://{network.SERVER}:{port}/{NAME}"
            contest.programs = [
                program.within(cable.client)
                for program in (
                    ferryctl(target, url),
                    ferryctl(target, url, "--connections=16", name="ferryctl --connections=16"),
                    aria2c(target, url, *SIXTEEN),
                    axel(target, url, 16),
                    curl(target, url),
                )
            ]
            with measure.own_service(cable.client):
                costs = contest.run(bench.runs)
    note = f"{in_words(size)}, 50 ms there and back, 200 Mbit/s, {loss:g} % of the packets lost."
    return report.compare(note, costs, " ".join(["aria2c", *SIXTEEN]))


def far(bench: Bench) -> "list[Table]":
    if reason := network.reason_against():
        raise Skipped(reason)
    link = bench.tool("link")
    sizes = ((0.0, 128, 64), (0.1, 64, 32), (1.0, 32, 16))
    return [
        _far(bench, link, bench.size_of(full * MIB, quick * MIB), loss)
        for loss, full, quick in sizes
    ]


def _stall(bench: Bench, size: int, crawls: bool) -> Table:
    rate = 2 * MIB
    with bench.room(size) as (_, arrivals), stalling(size, rate, STALLED_AFTER, crawls) as server:
        target = arrivals / NAME
        url = f"http://127.0.0.1:{server.port}/{NAME}"
        programs = [
            ferryctl(target, url),
            ferryctl(target, url, "--connections=8", name="ferryctl --connections=8"),
            aria2c(target, url, "-x8", "-s8", "-k1M"),
            aria2c(target, url, "-x8", "-s8"),
        ]
        contest = rounds.Contest(programs, arrivals, {NAME: server.digest}, {NAME: size})
        contest.limit = 100 if bench.quick else 300
        contest.before_each = server.forget
        contest.after_each = lambda: {
            "tail": server.tail(),
            "pause": server.pause(),
            "requests": server.requests,
        }
        costs = contest.run(bench.runs)
    what = "crawls at 1 %" if crawls else "stops for good"
    note = (
        f"{in_words(size)}, {in_words(rate)} in a second for each connection; one of them {what} "
        f"after {in_words(STALLED_AFTER)}."
    )
    columns = (
        Column("tail", "last 1 %, shares", ".1f"),
        Column("pause", "longest pause, s", ".1f"),
        Column("requests", "requests", ".0f"),
    )
    return report.compare(note, costs, programs[-1].name, columns)


def stall(bench: Bench) -> "list[Table]":
    size = bench.size_of(128 * MIB, 64 * MIB) // MIB * MIB
    if size == 0:
        raise Skipped("--size must be 1M or more")
    bench = dataclasses.replace(bench, runs=min(bench.runs, STALL_RUNS))
    return [_stall(bench, size, crawls=False), _stall(bench, size, crawls=True)]
