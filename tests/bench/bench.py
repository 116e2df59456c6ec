# SPDX-License-Identifier: GPL-3.0-or-later
"""What every workload is told: how much, how often, and where it may write."""

import argparse
import contextlib
import dataclasses
import pathlib
import re
import shutil
import tempfile
from collections.abc import Iterator

import programs

MIB = 1 << 20
GIB = 1 << 30


class Skipped(Exception):
    """The workload cannot be run here; says why."""


@dataclasses.dataclass(frozen=True)
class Bench:
    """The options, and folders that the command removes at its end."""

    runs: int
    size: "int | None"  # bytes, instead of the workload's own
    quick: bool
    build: pathlib.Path
    ram: pathlib.Path
    disk: pathlib.Path

    def size_of(self, full: int, quick: int) -> int:
        return self.size or (quick if self.quick else full)

    def tool(self, name: str, *modules: str) -> str:
        return programs.compiled(name, self.build, self.ram, *modules)

    @contextlib.contextmanager
    def room(
        self, needed: int, on_disk: bool = False
    ) -> "Iterator[tuple[pathlib.Path, pathlib.Path]]":
        """A folder for a server, and one for what arrives; both are empty and then removed."""
        with contextlib.ExitStack() as stack:
            place = self.disk if on_disk else self.ram
            for folder, bytes_there in ((self.ram, needed), (place, needed)):
                if shutil.disk_usage(folder).free < bytes_there * (1.1 if on_disk else 2.1):
                    raise Skipped(f"{folder} has no space for it; see --size")
            server = stack.enter_context(tempfile.TemporaryDirectory(dir=self.ram))
            target = stack.enter_context(tempfile.TemporaryDirectory(dir=place))
            yield pathlib.Path(server), pathlib.Path(target)


def parse_size(text: str) -> int:
    match = re.fullmatch(r"(\d+)([KMG]?)", text.upper())
    if not match or int(match[1]) == 0:
        raise argparse.ArgumentTypeError(f"not a size such as 512M or 2G: {text}")
    return int(match[1]) << {"": 0, "K": 10, "M": 20, "G": 30}[match[2]]


def in_words(size: int) -> str:
    for unit, name in ((GIB, "GiB"), (MIB, "MiB"), (1 << 10, "KiB")):
        if size >= unit:
            return f"{size / unit:g} {name}"
    return f"{size} bytes"
