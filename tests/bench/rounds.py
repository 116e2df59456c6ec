# SPDX-License-Identifier: GPL-3.0-or-later
"""Rounds in which all programs take turns, so that what else the machine does hits all alike."""

import contextlib
import dataclasses
import math
import os
import pathlib
import shutil
import subprocess
from collections.abc import Callable, Sequence

import measure
import servers
from measure import Cost, Failed
from programs import Program, available

NOT_DONE = Cost(math.nan, math.nan, math.nan)


@dataclasses.dataclass
class Contest:
    """What is compared, and how often."""

    programs: "Sequence[Program]"
    folder: pathlib.Path  # what arrives; it is emptied after each program
    digests: "dict[str, str]"  # names in it, and their SHA-256
    sizes: "dict[str, int]" = dataclasses.field(default_factory=dict)
    limit: float = 3600  # seconds for one run
    before_each: "Callable[[], None] | None" = None
    after_each: "Callable[[], dict[str, float]] | None" = None  # figures of its own
    keeps_service: bool = False  # somebody else has started it
    warms_up: bool = False  # where the first writer of so much would pay for fresh memory

    def run(self, runs: int) -> "dict[str, list[Cost]]":
        """Each round begins with another program. Returns name -> costs, one for each round."""
        programs = available(self.programs)
        costs: "dict[str, list[Cost]]" = {program.name: [] for program in programs}
        if self.warms_up and programs:
            with contextlib.suppress(Failed):
                self._run_one(programs[0], check_all=False)
            self._clean()
        for number in range(runs):
            first = number % max(1, len(programs))
            for program in programs[first:] + programs[:first]:
                try:
                    costs[program.name].append(self._run_one(program, check_all=number == 0))
                except Failed as failure:
                    measure.say(f"  {program.name} {failure}.")
                    costs[program.name].append(NOT_DONE)
                finally:
                    self._clean()
            measure.say(f"  Round {number + 1} of {runs} is done.")
        return costs

    def _run_one(self, program: Program, check_all: bool) -> Cost:
        if program.service == "cold":
            measure.stop_service()
        elif program.service == "warm":
            measure.start_service()
        elif not self.keeps_service:
            measure.stop_service()  # nobody measures with another one's memory about
        os.sync()
        if self.before_each:
            self.before_each()
        cost = measure.measure(program.command, program.service != "", self.limit)
        if self.after_each:
            cost.extra.update(self.after_each())
        self._check(check_all)
        return cost

    def _check(self, check_all: bool) -> None:
        for name, digest in self.digests.items():
            path = self.folder / name
            if not path.exists():
                raise Failed(f"did not make {name}")
            if name in self.sizes and path.stat().st_size != self.sizes[name]:
                raise Failed(f"made a {name} of the wrong size")
            if check_all and servers.digest_of(path) != digest:
                raise Failed(f"made a wrong {name}")

    def _clean(self) -> None:
        if any(program.service for program in self.programs):
            # A job that failed would otherwise go on into the next one's time.
            with contextlib.suppress(OSError):
                if measure.running_service():
                    subprocess.run(["ferryctl", "cancel", "all"], capture_output=True, check=False)
        for path in self.folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
