# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of medians, on the terminal and in a Markdown file."""

import dataclasses
import datetime
import math
import os
import pathlib
import platform
import re
import shlex
import statistics
import subprocess
import sys

import programs
from measure import Cost

PEERS = ["aria2c", "curl", "wget", "wget2", "axel", "nginx"]
BEGIN = "<!-- What follows is written by tests/bench/run. -->"
NONE = "–"


@dataclasses.dataclass(frozen=True)
class Column:
    """A figure that not every workload has."""

    key: str  # in Cost.extra
    title: str
    form: str = ".2f"


@dataclasses.dataclass
class Table:
    """What one workload found."""

    note: str  # one sentence: the circumstances
    titles: "list[str]"
    rows: "list[list[str]]"

    def markdown(self) -> str:
        lines = [
            self.note,
            "",
            "| " + " | ".join(self.titles) + " |",
            "| --- |" + " ---: |" * (len(self.titles) - 1),
        ]
        lines += ["| " + " | ".join(row) + " |" for row in self.rows]
        return "\n".join(lines) + "\n"


def median(values: "list[float]") -> float:
    """Of those runs that came to their end; not a number if none did."""
    done = [value for value in values if not math.isnan(value)]
    return statistics.median(done) if done else math.nan


def number(value: float, form: str = ".2f") -> str:
    return NONE if math.isnan(value) else format(value, form)


def compare(
    note: str, costs: "dict[str, list[Cost]]", baseline: str, columns: "tuple[Column, ...]" = ()
) -> Table:
    """A row for each program; × is the ratio to the baseline."""

    def of(name: str, field: str) -> float:
        return median([getattr(cost, field) for cost in costs.get(name, [])])

    def extra(name: str, key: str) -> float:
        return median([cost.extra.get(key, math.nan) for cost in costs[name]])

    titles = ["program", "wall, s", "from – to", "×", "CPU, s", "×", "peak memory, MiB"]
    rows = []
    for name, its in costs.items():
        walls = [cost.wall for cost in its if not math.isnan(cost.wall)]
        spread = f"{min(walls):.2f} – {max(walls):.2f}" if walls else "did not finish"
        if 0 < len(walls) < len(its):
            spread += f", {len(its) - len(walls)} not done"
        row = [f"**{name}**" if name.startswith("ferryctl") else name]
        row += [number(of(name, "wall")), spread, number(of(name, "wall") / of(baseline, "wall"))]
        row += [number(of(name, "cpu")), number(of(name, "cpu") / of(baseline, "cpu"))]
        row += [number(of(name, "memory"), ".1f")]
        row += [number(extra(name, column.key), column.form) for column in columns]
        rows.append(row)
    titles += [column.title for column in columns]
    return Table(f"{note} × is the ratio to {baseline}.", titles, rows)


def processor() -> str:
    info = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = re.search(r"^model name\s*: (.*)", info, re.M)
    return model[1] if model else platform.machine()


def ferry_version(source: pathlib.Path) -> str:
    """The version, and the commit where there is one."""
    version = subprocess.run(["ferryctl", "--version"], capture_output=True, text=True, check=True)
    commit = subprocess.run(
        ["git", "-C", str(source), "rev-parse", "--short", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return f"{version.stdout.strip()} ({commit})" if commit else version.stdout.strip()


def circumstances(source: pathlib.Path, workload: str, options: "list[str]") -> str:
    """When, where and with what; and the command that does it again."""
    versions = [programs.version_of(name) for name in PEERS]
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    load = os.getloadavg()[0]
    return (
        f"{datetime.date.today().isoformat()}: {processor()}, {os.cpu_count()} cores, "
        f"{memory:.0f} GiB; Linux {platform.release()}; load before it {load:.1f}; "
        f"{ferry_version(source)}; {', '.join(filter(None, versions))}. "
        f"Again: `{shlex.join(['tests/bench/run', workload, *options])}`"
    )


def show(workload: str, circumstance: str, tables: "list[Table]") -> str:
    section = "\n".join([f"### {workload}", "", circumstance, ""] + [t.markdown() for t in tables])
    print("\n" + section, flush=True)
    return section


def keep(path: pathlib.Path, workload: str, section: str) -> None:
    """Replaces the section of one workload; the others stay as they are."""
    text = path.read_text(encoding="utf-8") if path.exists() else BEGIN + "\n"
    if BEGIN not in text:
        sys.exit(f"{path} has no line “{BEGIN}” below which the tables belong.")
    words, _, results = text.partition(BEGIN)
    sections = {}
    for part in re.split(r"^(?=### )", results, flags=re.M)[1:]:
        sections[part.split("\n", 1)[0].removeprefix("### ").strip()] = part.strip() + "\n"
    sections[workload] = section.strip() + "\n"
    path.write_text(words + BEGIN + "\n\n" + "\n".join(sections.values()), encoding="utf-8")
