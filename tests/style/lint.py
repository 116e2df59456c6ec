#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs one of the tools that judge form over all files that it understands. Prints TAP: one line.

A tool that is not installed, or has another version than ours, is skipped with a reason.

usage: lint.py TOOL SOURCE-FOLDER BUILD-FOLDER
"""

import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable

SKIPPED_FOLDERS = re.compile(r"\.git|\.cache|\.flatpak-builder|__pycache__|build(?!-aux).*")

# What must be extracted for translators.
TRANSLATABLE = {
    ".c": re.compile(r'\b(_|N_|C_|NC_|ngettext|dgettext|g_dngettext) \("'),
    ".h": re.compile(r'\b(_|N_|C_|NC_|ngettext|dgettext|g_dngettext) \("'),
    ".ui": re.compile(r'translatable="(yes|true)"'),
    ".desktop.in": re.compile(r"^(Name|Comment|GenericName|Keywords)=", re.M),
    ".metainfo.xml.in": re.compile(r"<summary>"),
    ".gschema.xml": re.compile(r"gettext-domain="),
}


class Skip(Exception):
    """The tool cannot be run here; says why."""


class Folders:
    """Where the sources and the build are."""

    def __init__(self, source: str, build: str) -> None:
        self.source = pathlib.Path(source).resolve()
        self.build = pathlib.Path(build).resolve()

    def files(self, *suffixes: str) -> list[str]:
        """Paths from the source folder of all files with one of these endings."""
        found = []
        for folder, folders, names in os.walk(self.source):
            folders[:] = sorted(name for name in folders if not SKIPPED_FOLDERS.fullmatch(name))
            mine = [name for name in sorted(names) if name.endswith(suffixes)]
            found += [os.path.relpath(os.path.join(folder, name), self.source) for name in mine]
        return found

    def scripts(self, *languages: str) -> list[str]:
        """Paths of all scripts whose first line names one of these."""
        shebang = re.compile(rf"#!.*\b({'|'.join(languages)})\s*$".encode())
        found = []
        for path in self.files(""):
            with open(self.source / path, "rb") as file:
                if shebang.match(file.readline(100)):
                    found.append(path)
        return found

    def read(self, path: str) -> str:
        return (self.source / path).read_text(encoding="utf-8")

    def run(self, *command: str) -> str:
        """What the command says; empty if it is content."""
        result = subprocess.run(
            command,
            cwd=self.source,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return (result.stdout or f"status {result.returncode}") if result.returncode else ""


def need(tool: str) -> None:
    if not shutil.which(tool):
        raise Skip(f"{tool} is not installed")


def clang_format(folders: Folders) -> str:
    """The formatter decides the form of C; 14 to 19 agree on it."""
    need("clang-format")
    version = subprocess.check_output(["clang-format", "--version"], text=True)
    if not (match := re.search(r"version (\d+)", version)) or not 14 <= int(match[1]) <= 19:
        raise Skip(f"clang-format 14 to 19 is needed, this is {version.strip()}")
    return folders.run("clang-format", "--dry-run", "-Werror", *folders.files(".c", ".h"))


def clang_tidy(folders: Folders) -> str:
    """The analyzer reads all rooms that run without a display."""
    need("clang-tidy")
    commands = json.loads((folders.build / "compile_commands.json").read_text(encoding="utf-8"))
    paths = {os.path.normpath(os.path.join(item["directory"], item["file"])) for item in commands}
    rooms = ("bus", "lib", "service", "tool")
    wanted = tuple(f"{folders.source}/src/{room}/" for room in rooms)
    sources = sorted(path for path in paths if path.startswith(wanted))
    if not sources:
        return "compile_commands.json names no source of ours"

    def judge(path: str) -> str:
        return folders.run("clang-tidy", "--quiet", "-p", str(folders.build), path)

    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        return "".join(pool.map(judge, sources))


def codespell(folders: Folders) -> str:
    """Words are spelled as in the dictionary."""
    need("codespell")
    kinds = (".c", ".h", ".py", ".md", ".ui", ".xml", ".in", ".1", ".build", ".sql", "run", "test")
    known = str(pathlib.Path(__file__).parent / "words.txt")
    return folders.run("codespell", f"--ignore-words={known}", *folders.files(*kinds))


def xmllint(folders: Folders) -> str:
    """XML is well-formed."""
    need("xmllint")
    files = folders.files(".xml", ".ui", ".svg", ".xml.in")
    return folders.run("xmllint", "--noout", "--nonet", *files)


def desktop_file(folders: Folders) -> str:
    """Desktop entries are valid."""
    need("desktop-file-validate")
    built = [str(path) for path in folders.build.rglob("*.desktop")]
    if not built:
        raise Skip("no desktop entry was built")
    return folders.run("desktop-file-validate", *built)


def appstream(folders: Folders) -> str:
    """The description for software centres is valid; addresses are not visited."""
    need("appstreamcli")
    built = [str(path) for path in folders.build.rglob("*.metainfo.xml")]
    if not built:
        raise Skip("no metainfo file was built")
    return folders.run("appstreamcli", "validate", "--no-net", *built)


def potfiles(folders: Folders) -> str:
    """Every file with words for people is listed for translators, and nothing else is."""
    lists = folders.files("POTFILES", "POTFILES.in")
    if not lists:
        return "po/POTFILES is missing"
    listed = set()
    for line in folders.read(lists[0]).splitlines():
        if line and not line.startswith("#"):
            listed.add(line)
    wanted = set()
    for suffix, words in TRANSLATABLE.items():
        for path in folders.files(suffix):
            if not path.startswith("tests/") and words.search(folders.read(path)):
                wanted.add(path)
    missing = [f"not named: {path}\n" for path in sorted(wanted - listed)]
    needless = [f"named, but has no words: {path}\n" for path in sorted(listed - wanted)]
    return "".join(missing + needless)


def shell(folders: Folders) -> str:
    """Shell scripts can be read by bash, and by shellcheck where it is installed."""
    scripts = folders.scripts("bash", "sh")
    answer = "".join(folders.run("bash", "-n", script) for script in scripts)
    if shutil.which("shellcheck"):
        answer += folders.run("shellcheck", *scripts)
    return answer


def python(folders: Folders) -> str:
    """Python scripts can be compiled."""
    answer = ""
    for path in folders.scripts("python3"):
        try:
            compile(folders.read(path), path, "exec")
        except SyntaxError as error:
            answer += f"{error}\n"
    return answer


TOOLS: dict[str, Callable[[Folders], str]] = {
    "clang-format": clang_format,
    "clang-tidy": clang_tidy,
    "codespell": codespell,
    "xmllint": xmllint,
    "desktop-file": desktop_file,
    "appstream": appstream,
    "potfiles": potfiles,
    "shell": shell,
    "python": python,
}


def main() -> int:
    name, source, build = sys.argv[1:]
    tool = TOOLS[name]
    print("1..1")
    try:
        complaint = tool(Folders(source, build))
    except Skip as reason:
        print(f"ok 1 - {tool.__doc__} # SKIP {reason}")
        return 0
    for line in complaint.splitlines():
        print(f"# {line}")
    print(f"{'not ok' if complaint else 'ok'} 1 - {tool.__doc__}")
    return 1 if complaint else 0


if __name__ == "__main__":
    sys.exit(main())
