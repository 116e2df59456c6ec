# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs that are compared, and how each is asked for the same thing."""

import dataclasses
import pathlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence

HERE = pathlib.Path(__file__).resolve().parent
SYNC = 'file=$1; shift; "$@" && exec sync -d "$file"'
ARIA2 = ["aria2c", "--no-conf", "-q", "--file-allocation=none"]
SIXTEEN = ["-x16", "-s16", "-k1M"]


@dataclasses.dataclass(frozen=True)
class Program:
    """One row of a table."""

    name: str
    command: "Sequence[str]"
    service: str = ""  # "cold": started by the call; "warm": there already; or not used at all

    def within(self, wrapper: "Sequence[str]") -> "Program":
        """The same, run by another command."""
        return dataclasses.replace(self, command=[*wrapper, *self.command])

    def durable(self, target: pathlib.Path) -> "Program":
        """The same, with the file safe on the disk at its end."""
        command = ["sh", "-c", SYNC, "sh", str(target), *self.command]
        return dataclasses.replace(self, name=f"{self.name}, sync", command=command)


def compiled(name: str, build: pathlib.Path, folder: pathlib.Path, *modules: str) -> str:
    """Builds one of the C files beside this one. Returns its path."""
    program = folder / name
    command = ["cc", "-O2", "-D_GNU_SOURCE", f"-I{build}", "-o", str(program)]
    command.append(str(HERE / f"{name}.c"))
    if modules:
        flags = ["pkg-config", "--cflags", "--libs", *modules]
        command += subprocess.check_output(flags, text=True).split()
    if subprocess.run(command, check=False).returncode != 0:
        sys.exit(f"{name}.c could not be compiled.")
    return str(program)


def raw(program: str, address: str, path: str, target: pathlib.Path, sync: bool) -> Program:
    """address is HOST:PORT."""
    host, _, port = address.partition(":")
    command = [program, host, port, path, str(target)] + (["sync"] if sync else [])
    return Program("recv loop, fdatasync" if sync else "recv loop", command)


def ferryctl(target: pathlib.Path, url: str, *options: str, name: str = "ferryctl") -> Program:
    return Program(name, ["ferryctl", "get", *options, "--output", str(target), url], "warm")


def cold(program: Program) -> Program:
    return dataclasses.replace(program, name=f"{program.name}, cold", service="cold")


def aria2c(target: pathlib.Path, url: str, *options: str, name: str = "") -> Program:
    where = ["-d", str(target.parent), "-o", target.name, url]
    return Program(name or " ".join(["aria2c", *options]), [*ARIA2, *options, *where])


def curl(target: pathlib.Path, url: str, *options: str) -> Program:
    return Program("curl", ["curl", "-q", "-sS", *options, "-o", str(target), url])


def wget(target: pathlib.Path, url: str, *options: str) -> Program:
    return Program("wget", ["wget", "--no-config", "-q", *options, "-O", str(target), url])


def wget2(target: pathlib.Path, url: str, *options: str) -> Program:
    command = ["wget2", "--no-config", "-q", *options, "--chunk-size=0", "-O", str(target), url]
    return Program("wget2", command)


def axel(target: pathlib.Path, url: str, connections: int) -> Program:
    option = f"-n{connections}"
    return Program(f"axel {option}", ["axel", "-q", "-N", option, "-o", str(target), url])


def available(programs: "Sequence[Program]") -> "list[Program]":
    """Leaves out what is not installed, and says so."""
    found = []
    for program in programs:
        needed = program.name.split()[0].rstrip(",")
        if program.name.startswith("recv") or shutil.which(needed):
            found.append(program)
        else:
            print(f"{needed} is not installed and left out.", file=sys.stderr)
    return found


def version_of(name: str) -> str:
    """Name and version of a program, or nothing."""
    if not shutil.which(name):
        return ""
    option = "-v" if name == "nginx" else "--version"
    with tempfile.TemporaryDirectory() as empty:
        answer = subprocess.run(
            [name, option], capture_output=True, text=True, check=False, cwd=empty
        )
    words = (answer.stdout + answer.stderr).split("\n", 1)[0].replace("/", " ").split()
    version = next((word for word in words if word[0].isdigit()), "")
    return f"{name} {version}".strip()
