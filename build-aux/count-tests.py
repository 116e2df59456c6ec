#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts what a run of `meson test` did, from its testlog.json.

A TAP test counts with each of its lines, any other test as one. A test program that crashed, hung
or promised more than it did has failed, even if all its lines say "ok". Reports of the sanitizers
(files in the folder given with --reports) are failures too: they may come from a service in the
background that nobody waits for.

A program that failed and was run once more, alone, counts as it did then; what had failed in it is
told as unsteady. With --retry the names of those are printed for which that is worth while.

The last line is "N passed, N failed, N skipped"; the status is 0 only if something ran and nothing
failed.
"""

import argparse
import dataclasses
import json
import pathlib
import re
import sys

LINE = re.compile(
    r"(?P<bad>not )?ok\b *\d* *-? *(?P<name>.*?)(?: *# *(?P<directive>SKIP|TODO)\b *(?P<why>.*))?$",
    re.I,
)
PLAN = re.compile(r"1\.\.(?P<count>\d+)(?: *# *SKIP *(?P<why>.*))?$", re.I)


# Of what a failed test said, the end is shown.
SHOWN_LINES = 80
SHOWN_COLUMNS = 400

# So many programs do not fail because the machine was slow for a moment.
MOST_UNSTEADY = 4


@dataclasses.dataclass
class Count:
    """What became of all tests so far."""

    passed: int = 0
    failed: "list[str]" = dataclasses.field(default_factory=list)
    skipped: "list[str]" = dataclasses.field(default_factory=list)

    def add_tap(self, test: str, output: str) -> bool:
        """Adds the lines of one program; whether there were any."""
        found = False
        for text in output.splitlines():
            if plan := PLAN.match(text):
                if int(plan["count"]) == 0:
                    found = True
                    self.skipped.append(f"{test}: {plan['why'] or 'no reason given'}")
            elif line := LINE.match(text):
                found = True
                name = f"{test}: {line['name']}"
                if (line["directive"] or "").upper() == "SKIP":
                    self.skipped.append(f"{name}: {line['why'] or 'no reason given'}")
                elif line["bad"] and not line["directive"]:
                    self.failed.append(name)
                else:
                    self.passed += 1
        return found

    def add_program(self, test: str, output: str) -> None:
        """Adds a program whose status nobody kept: it must have done what it promised."""
        before = self.passed + len(self.failed) + len(self.skipped)
        self.add_tap(test, output)
        plan = re.search(r"^1\.\.(\d+)", output, re.M)
        done = self.passed + len(self.failed) + len(self.skipped) - before
        if not plan or done < int(plan[1]):
            self.failed.append(f"{test}: ended early")

    def add_test(self, record: "dict[str, object]") -> bool:
        """Adds one entry of testlog.json; whether it was good."""
        test, result = str(record["name"]), str(record["result"])
        output = str(record.get("stdout") or "")
        failures_before = len(self.failed)
        is_tap = re.search(r"^(TAP version \d+|1\.\.\d+\b)", output, re.M)

        if is_tap and self.add_tap(test, output):
            if result not in ("OK", "SKIP", "EXPECTEDFAIL") and len(self.failed) == failures_before:
                self.failed.append(f"{test}: {result}, status {record['returncode']}")
        elif result == "SKIP":
            lines = output.strip().splitlines()
            self.skipped.append(f"{test}: {lines[-1] if lines else 'no reason given'}")
        elif result in ("OK", "EXPECTEDFAIL"):
            self.passed += 1
        else:
            self.failed.append(f"{test}: {result}, status {record['returncode']}")
        return len(self.failed) == failures_before


def read(log: pathlib.Path) -> "list[dict[str, object]]":
    if not log.exists():
        return []
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def has_crashed(record: "dict[str, object]") -> bool:
    """Whether it died, and not because an assertion of the test itself failed."""
    if record["result"] == "TIMEOUT" or int(record["returncode"]) >= 0:
        return False
    return "Bail out! ERROR:" not in str(record.get("stdout") or "")


def worth_a_retry(records: "list[dict[str, object]]") -> "list[str]":
    """Programs that failed in a way that a late answer explains; a crash has other reasons."""
    bad = [record for record in records if not Count().add_test(record)]
    if any(map(has_crashed, bad)) or len(bad) > MOST_UNSTEADY:
        return []
    return [str(record["name"]).rpartition(" / ")[2] for record in bad]


def show(record: "dict[str, object]") -> None:
    """What a failed test said, without what went well and what GLib tells of itself."""
    said = str(record.get("stdout") or "") + str(record.get("stderr") or "")
    lines = [line[:SHOWN_COLUMNS] for line in said.splitlines() if not re.match("ok |# GLib", line)]
    print(f"--- {record['name']}", *lines[-SHOWN_LINES:], "", sep="\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("log", type=pathlib.Path, help="testlog.json")
    parser.add_argument("--again", type=pathlib.Path, help="what a second run of some gave")
    parser.add_argument("--retry", action="store_true", help="print what to run once more")
    parser.add_argument("--reports", type=pathlib.Path, help="folder of sanitizer reports")
    parser.add_argument("--tap", type=pathlib.Path, help="what one more test program printed")
    parser.add_argument("--status", type=int, default=0, help="what meson test ended with")
    options = parser.parse_args()

    records = read(options.log)
    if options.retry:
        print(*worth_a_retry(records), sep="\n")
        return 0
    again = {record["name"]: record for record in read(options.again)} if options.again else {}
    count, first = Count(), Count()
    for record in records:
        second = again.get(record["name"])
        if second:
            first.add_test(record)
            show(record)
        if not count.add_test(second or record):
            show(second or record)
    unsteady = [name for name in first.failed if name not in count.failed]
    if options.tap:
        output = options.tap.read_text(encoding="utf-8")
        count.add_program(options.tap.stem, output)
    reports = sorted(options.reports.iterdir()) if options.reports else []
    for report in reports:
        print(f"--- {report.name}\n{report.read_text(encoding='utf-8', errors='replace')}")
        count.failed.append(f"a sanitizer complained: {report}")
    if options.status != 0 and not count.failed and not first.failed:
        count.failed.append(f"meson test ended with status {options.status}")

    for title, names in (
        ("Skipped", count.skipped), ("Unsteady", unsteady), ("Failed", count.failed)
    ):
        for name in names:
            print(f"{title}: {name}")
    print(f"{count.passed} passed, {len(count.failed)} failed, {len(count.skipped)} skipped")
    return 1 if count.failed or count.passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
