#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the house that no compiler knows: who may include, call and name what.

Each check is a function with a sentence that says what must hold. It names files that would break
it, and the self-test proves that it really fires on them. Prints TAP.

usage: check-rooms.py SOURCE-FOLDER
"""

import dataclasses
import pathlib
import re
import sys
from collections.abc import Callable, Iterator

Tree = dict[str, str]  # path from the source folder -> text

WARN_LINES = 500
MAX_LINES = 800

SKIPPED_FOLDERS = re.compile(r"\.git|\.cache|\.flatpak-builder|__pycache__|build(?!-aux).*")

# A room: what its names begin with, and the rooms whose headers it may include.
PREFIXES = {"bus": "bg", "lib": "bg", "service": "bgd", "window": "bgw", "tool": "bgt"}
NEIGHBOURS = {"bus": [], "lib": ["bus"], "service": ["bus"], "window": ["lib"], "tool": ["lib"]}
# Headers of the contract that are part of the public interface, so that everybody may see them.
PUBLIC_BUS = {"bg-enums.h", "bg-error.h", "bg-hours.h"}
LGPL_ROOMS = {"bus", "lib"}

# From top to bottom; a file never includes one that stands above it.
SERVICE_LAYERS = [
    r"main",
    r"bgd-service.*",
    r"bgd-queue.*",
    r"bgd-(run.*|completion)",
    r"bgd-(job-secrets|secrets.*)",
    r"bgd-(input.*|address|metalink.*|preferences|store.*|host(-.*)?|power|scheduler|retry|state"
    r"|wait|sandbox|process|rules-file)",
    r"bgd-(transfer.*|download|upload)",
    r"bgd-(worker|upload-(body|reply|plan|put|tus|resumable|bits|probe))",
    r"bgd-crew.*",
    r"bgd-(fetch|source|pace)",
    r"bgd-(http.*|limits|line|ration)",
    r"bgd-(answer|reply|body|segments|chunks|decoder|server|bucket|gather|meter|syncer|yield"
    r"|intake|outlet)",
    r"bgd-interface",
    r"bgd-(manners|hosts)",
    r"bgd-(sink.*|digest|name|tls|origin|space|net|timer|error|disposition)",
    r"bgd-(rules)",
    r"bgd-(job|charset|date|digest-field|outline|page|repair)",
    r"bgd-route",
    r"bgd-(range|remote-ranges|pieces|policy|cargo|credentials|proxy)",
]

# Decide, but touch nothing: no clock, no chance, no file, no network.
PURE_SERVICE = [
    r"address",
    r"bucket",
    r"charset",
    r"date",
    r"digest-field",
    r"disposition",
    r"gather",
    r"job-secrets",
    r"metalink.*",
    r"meter",
    r"name",
    r"origin",
    r"outline",
    r"pace",
    r"page",
    r"pieces",
    r"policy",
    r"range",
    r"remote-ranges",
    r"repair",
    r"retry",
    r"rules",
    r"scheduler",
    r"segments",
    r"space",
    r"state",
    r"upload-(plan|put|tus|resumable|bits|probe)",
    r"wait",
    r"yield",
]
PURE = (
    rf"src/service/bgd-({'|'.join(PURE_SERVICE)})\.c"
    r"|src/bus/bg-hours\.c|src/lib/bg-rate\.c|src/window/bgw-words\.c"
)

# Where the words of the check below are what the file is about.
SPEAKS_OF_LATER = {"build-aux/count-tests.py", "tests/style/check-rooms.py"}


@dataclasses.dataclass(frozen=True)
class Problem:
    """One line that breaks a rule."""

    path: str
    line: int
    text: str


Check = Callable[[Tree], Iterator[Problem]]
CHECKS: list[tuple[Check, Tree]] = []


def fires_on(**samples: str) -> Callable[[Check], Check]:
    """Registers a check with files that break it: a__b_c becomes the path a/b.c."""
    tree = {}
    for name, text in samples.items():
        stem, _, suffix = name.replace("__", "/").rpartition("_")
        tree[f"{stem.replace('_', '-')}.{suffix}"] = text

    def register(check: Check) -> Check:
        CHECKS.append((check, tree))
        return check

    return register


def room_of(path: str) -> str:
    """The room that a file stands in, empty outside of src."""
    parts = path.split("/")
    return parts[1] if len(parts) > 2 and parts[0] == "src" else ""


def c_files(tree: Tree, pattern: str = r"(src|tests)/.*") -> Iterator[tuple[str, str]]:
    """C sources and headers whose path matches."""
    for path, text in tree.items():
        if path.endswith((".c", ".h")) and re.fullmatch(pattern, path):
            yield path, text


def code_of(text: str) -> str:
    """The same number of lines without what stands in comments and strings."""
    token = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])+'", re.S)
    return token.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def find(path: str, text: str, pattern: str, complaint: str) -> Iterator[Problem]:
    """A problem for each line that matches."""
    for number, line in enumerate(text.splitlines(), 1):
        if re.search(pattern, line):
            yield Problem(path, number, f"{complaint}: {line.strip()}")


def includes_of(text: str) -> list[tuple[int, str]]:
    """Line and name of each include; quoted ones without the quotes, system ones with < and >."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if match := re.match(r'#include (?:"([^"]+)"|(<[^>]+>))', line):
            found.append((number, match[1] or match[2]))
    return found


def only_in(
    tree: Tree, words: str, owner: str, language: str, where: str = r"src/.*"
) -> Iterator[Problem]:
    """A problem for each use of these words outside of the files that own them."""
    for path, text in c_files(tree, where):
        if re.fullmatch(owner, path):
            continue
        yield from find(path, code_of(text), words, f"{language} is spoken here")
        for number, name in includes_of(text):
            if re.search(words, name):
                yield Problem(path, number, f"{language} is included here: {name}")


@fires_on(src__window__bgw_row_c='#include "bgd-queue.h"\n', src__service__bgd_queue_h="")
def rooms_include_only_their_neighbours(tree: Tree) -> Iterator[Problem]:
    """A room includes its own headers and those of its neighbours, as the arrows say."""
    headers = [path for path in tree if path.endswith(".h") and room_of(path)]
    homes = {pathlib.PurePath(path).name: room_of(path) for path in headers}
    for path, text in c_files(tree, r"src/[^/]+/.*"):
        room = room_of(path)
        for number, name in includes_of(text):
            home = homes.get(name, room)
            if home not in [room, *NEIGHBOURS[room]] and name not in PUBLIC_BUS:
                yield Problem(path, number, f"src/{room} must not see src/{home}: {name}")


@fires_on(src__service__bgd_sink_c='#include "bgd-queue.h"\n')
def service_arrows_point_down(tree: Tree) -> Iterator[Problem]:
    """Inside the service no file includes one that stands above it."""

    def layer(name: str) -> int:
        stem = pathlib.PurePath(name).stem
        return next((i for i, names in enumerate(SERVICE_LAYERS) if re.fullmatch(names, stem)), -1)

    for path, text in c_files(tree, r"src/service/.*"):
        if layer(path) < 0:
            yield Problem(path, 1, "say in SERVICE_LAYERS where it stands")
        for number, name in includes_of(text):
            if name.startswith("bgd-") and layer(name) < layer(path):
                yield Problem(path, number, f"{name} stands above this file")


@fires_on(src__lib__bgd_thing_c="")
def files_carry_the_prefix_of_their_room(tree: Tree) -> Iterator[Problem]:
    """The prefix is the room, in file names."""
    for path, _ in c_files(tree, r"src/[^/]+/.*"):
        prefix, name = PREFIXES[room_of(path)], pathlib.PurePath(path).name
        if not name.startswith(f"{prefix}-") and name not in ("main.c", f"{prefix}.h"):
            yield Problem(path, 1, f"the name must begin with {prefix}-")


@fires_on(src__tool__bgt_list_c="void\nlist_jobs (void)\n{\n}\n")
def functions_carry_the_prefix_of_their_room(tree: Tree) -> Iterator[Problem]:
    """The prefix is the room, in the names of functions that other files can call."""
    for path, text in c_files(tree, r"src/[^/]+/.*\.c"):
        prefix = PREFIXES[room_of(path)]
        lines = code_of(text).splitlines()
        for number, line in enumerate(lines[1:], 2):
            match = re.match(r"([a-z]\w*) \(", line)
            above = lines[number - 2]
            if not match or not re.match(r"[A-Za-z]", above) or "static" in above:
                continue
            if match[1] != "main" and not match[1].startswith(f"{prefix}_"):
                yield Problem(path, number, f"must begin with {prefix}_ or be static: {match[1]}")


@fires_on(src__service__bgd_job_h="typedef struct\n{\n  int id;\n} Job;\n")
def types_carry_the_prefix_of_their_room(tree: Tree) -> Iterator[Problem]:
    """The prefix is the room, in the names of types that other files can use."""
    for path, text in c_files(tree, r"src/[^/]+/.*\.h"):
        prefix = PREFIXES[room_of(path)].capitalize()
        for number, line in enumerate(code_of(text).splitlines(), 1):
            match = re.match(r"(?:typedef [\w ]+[ *]|\} *)(\w+);", line)
            if match and not match[1].startswith(prefix):
                yield Problem(path, number, f"must begin with {prefix}: {match[1]}")


@fires_on(src__service__bgd_queue_c="sqlite3 *db;\n")
def sql_is_spoken_by_the_store(tree: Tree) -> Iterator[Problem]:
    """Only the store knows SQLite."""
    yield from only_in(tree, r"sqlite3", r"src/service/bgd-store.*", "SQL")


@fires_on(src__service__bgd_transfer_c="#include <libsoup/soup.h>\n")
def http_is_spoken_by_bgd_http(tree: Tree) -> Iterator[Problem]:
    """Only bgd-http knows libsoup."""
    words = r"\b(soup_|Soup|SOUP_|libsoup)"
    yield from only_in(tree, words, r"src/service/bgd-http.*", "libsoup")


@fires_on(src__service__bgd_queue_c='#include "bgb-service.h"\n')
def dbus_is_spoken_once_on_each_side(tree: Tree) -> Iterator[Problem]:
    """Only the library and bgd-service know the code that is generated from the contract."""
    words = r"\b(bgb[_-]|Bgb|BGB_)"
    yield from only_in(tree, words, r"src/(lib/.*|service/bgd-service.*)", "The bus")


@fires_on(src__service__bgd_http_c="int fd = open (path, O_RDONLY);\n")
def files_are_opened_by_the_sink(tree: Tree) -> Iterator[Problem]:
    """The sink holds file descriptors; the store makes its folder, /proc is for two files."""
    calls = (
        r"\b(g_)?(open|openat|creat|pwrite|ftruncate|fdatasync|fsync|posix_fallocate|fallocate"
        r"|linkat|renameat2?) \("
    )
    owners = r"src/service/bgd-(sink.*|store-folder|sandbox|process)\.c"
    yield from only_in(tree, calls, owners, "The file system", r"src/service/.*")


@fires_on(src__service__bgd_queue_c="SecretValue *value;\n")
def the_keyring_is_asked_by_bgd_secrets(tree: Tree) -> Iterator[Problem]:
    """Only bgd-secrets knows libsecret."""
    words = r"\b(secret_(password|service|item|value|collection)_|Secret[A-Z]|libsecret)"
    yield from only_in(tree, words, r"src/service/bgd-secrets\.c", "libsecret")


@fires_on(src__service__bgd_http_c="gnutls_hash_hd_t hash;\n")
def checksums_are_made_by_bgd_digest(tree: Tree) -> Iterator[Problem]:
    """Only bgd-digest and bgd-tls know GnuTLS."""
    yield from only_in(tree, r"gnutls", r"src/service/bgd-(digest.*|tls\..)", "GnuTLS")


@fires_on(src__service__bgd_queue_c="GSettings *settings;\n")
def settings_are_read_by_bgd_preferences(tree: Tree) -> Iterator[Problem]:
    """In the service, only bgd-preferences knows GSettings."""
    words = r"\b(g_settings_|GSettings|G_SETTINGS_)"
    yield from only_in(
        tree, words, r"src/service/bgd-preferences\.c", "GSettings", r"src/service/.*"
    )


@fires_on(src__tool__bgt_get_c="#include <gtk/gtk.h>\n")
def gtk_stays_in_the_window(tree: Tree) -> Iterator[Problem]:
    """Service, library and tool run where there is no display."""
    words = r"<(gtk|gdk|gsk)/|<adwaita\.h>|\b(gtk|gdk|gsk|adw)_\w+ \("
    yield from only_in(tree, words, r"src/window/.*", "GTK")


@fires_on(src__service__bgd_retry_c="#include <gio/gio.h>\nguint now = g_get_monotonic_time ();\n")
def what_decides_is_pure(tree: Tree) -> Iterator[Problem]:
    """Files that decide take the time, chance and the world as arguments."""
    impure = (
        r"<(gio/|glib/gstdio|fcntl|unistd|time\.h|sys/)"
        r"|\bg_(get_\w*time|random_\w+|file_\w+|date_time_new_now\w*) \("
    )
    for path, text in c_files(tree, PURE):
        yield from find(path, code_of(text), impure, "not pure")
        for number, name in includes_of(text):
            if re.search(impure, name):
                yield Problem(path, number, f"not pure: {name}")


@fires_on(src__lib__bg_job_c="/* SPDX-License-Identifier: GPL-3.0-or-later */\n/* A job. */\n")
def files_begin_with_their_licence(tree: Tree) -> Iterator[Problem]:
    """The first line is the licence, in scripts the second; the library may be linked by all."""
    for path, text in tree.items():
        licence = "LGPL-2.1-or-later" if room_of(path) in LGPL_ROOMS else "GPL-3.0-or-later"
        first = text.splitlines()[:3] + [""] * 3
        if path.endswith((".c", ".h")):
            wanted = first[0] == f"/* SPDX-License-Identifier: {licence} */"
        elif first[0].startswith("#!"):
            wanted = first[1] == f"# SPDX-License-Identifier: {licence}"
        else:
            continue
        if not wanted:
            yield Problem(path, 1, f"SPDX-License-Identifier: {licence} is missing")


@fires_on(src__lib__bg_job_c='/* SPDX-License-Identifier: x */\n#include "config.h"\n')
def files_say_what_they_are_for(tree: Tree) -> Iterator[Problem]:
    """The second line is one sentence on what the file is for."""
    for path, text in c_files(tree):
        lines = text.splitlines()
        if len(lines) < 2 or not re.match(r"/\* \S", lines[1]):
            yield Problem(path, 2, "say in one sentence what this file is for")


@fires_on(src__lib__bg_job_h="#ifndef BG_JOB_H\n#define BG_JOB_H\n#endif\n")
def headers_are_read_once(tree: Tree) -> Iterator[Problem]:
    """Headers have `#pragma once`."""
    for path, text in c_files(tree, r".*\.h"):
        if not re.search(r"^#pragma once$", text, re.M):
            yield Problem(path, 1, "#pragma once is missing")


@fires_on(src__lib__bg_job_c='#include "bg-job.h"\n#include "config.h"\n', src__lib__bg_job_h="")
def sources_include_config_then_their_own_header(tree: Tree) -> Iterator[Problem]:
    """config.h comes first; the own header next, which proves that it stands alone."""
    for path, text in c_files(tree, r".*\.c"):
        names = [name for _, name in includes_of(text)]
        if not names or names[0] != "config.h":
            yield Problem(path, 1, 'the first include must be "config.h"')
            continue
        own = pathlib.PurePath(path).with_suffix(".h")
        private = own.name.replace(".h", "-private.h")
        if str(own) in tree and names[1:2] not in ([own.name], [private]):
            yield Problem(path, 1, f'the second include must be "{own.name}"')


@fires_on(src__lib__bg_job_c="int x;\n" * (MAX_LINES + 1))
def files_fit_into_a_head(tree: Tree) -> Iterator[Problem]:
    """At 500 lines one looks for the second file; 800 are too many."""
    for path, text in tree.items():
        count = text.count("\n")
        if count > MAX_LINES and path.endswith((".c", ".h", ".py", ".ui")):
            yield Problem(path, MAX_LINES, f"{count} lines")


@fires_on(src__lib__bg_job_c="  goto out;\n")
def nothing_jumps(tree: Tree) -> Iterator[Problem]:
    """g_autoptr cleans up; nothing needs a goto."""
    for path, text in c_files(tree):
        yield from find(path, code_of(text), r"\bgoto\b", "goto")


@fires_on(src__lib__bg_job_c='  g_error ("lost");\n')
def nothing_aborts(tree: Tree) -> Iterator[Problem]:
    """The world's faults are a GError; g_error() would end the program."""
    for path, text in c_files(tree, r"src/.*"):
        yield from find(path, code_of(text), r"\b(g_error|abort|exit) \(", "ends the program")


@fires_on(src__service__bgd_queue_c="static GMutex lock;\n")
def nothing_locks(tree: Tree) -> Iterator[Problem]:
    """Objects belong to one thread; a mutex is a question of design."""
    for path, text in c_files(tree, r"src/.*"):
        yield from find(path, code_of(text), r"\b(G\w*Mutex|GRWLock|pthread_mutex_t)\b", "a lock")


@fires_on(tests__lib__test_job_c="  g_assert (job);\n")
def tests_say_what_they_compare(tree: Tree) -> Iterator[Problem]:
    """g_assert_cmpint() and its kind print both values; g_assert() prints neither."""
    for path, text in c_files(tree, r"tests/.*"):
        yield from find(path, code_of(text), r"\bg_assert \(", "bare g_assert")


@fires_on(src__lib__bg_job_c="int x; // a number\n")
def comments_are_in_c(tree: Tree) -> Iterator[Problem]:
    """Comments are /* C */; // only switches clang-format."""
    strings_and_comments = re.compile(r"/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])+'", re.S)
    for path, text in c_files(tree):
        bare = strings_and_comments.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
        yield from find(path, bare, r"//(?! clang-format (on|off)$)", "use /* */")


@fires_on(src__lib__bg_job_c="/* TODO: later */\n")
def nothing_is_left_for_later(tree: Tree) -> Iterator[Problem]:
    """What is not done is an issue, not a comment."""
    for path, text in tree.items():
        if not path.endswith(".md") and path not in SPEAKS_OF_LATER:
            yield from find(path, text, r"\b(TODO|FIXME|XXX|HACK)\b", "left for later")


@fires_on(src__lib__bg_job_c="int x; \n")
def lines_are_clean(tree: Tree) -> Iterator[Problem]:
    """No tabs, no white space at the end of a line, a newline at the end, and 100 columns."""
    for path, text in tree.items():
        if path.endswith((".md", ".svg")):
            continue
        recipes = text.startswith("#!/usr/bin/make")  # whose lines begin with a tab
        yield from find(path, text, r"[ \t]$" if recipes else r"\t|[ \t]$", "white space")
        # clang-format looks after C.
        if path.endswith((".py", ".build")) or text.startswith("#!/usr/bin/python3"):
            yield from find(path, text, r"^.{101}", "more than 100 columns")
        if text and not text.endswith("\n"):
            yield Problem(path, text.count("\n") + 1, "no newline at the end")


@fires_on(src__lib__bg_lost_c="", src__lib__meson_build="sources = files('bg-job.c')\n")
def no_file_is_forgotten(tree: Tree) -> Iterator[Problem]:
    """Whatever is compiled, shown or run against the store is named in a list of its folder."""
    kinds = (".c", ".ui", ".sql")
    lists = "".join(tree[path] for path in tree if path.endswith(("meson.build", ".gresource.xml")))
    for path in tree:
        name = pathlib.PurePath(path).name
        if room_of(path) and name.endswith(kinds) and name not in lists:
            yield Problem(path, 1, "in no meson.build and no gresource.xml")


def read_tree(source: pathlib.Path) -> Tree:
    """All text files of the project, without what is built or belongs to git."""
    kinds = {".c", ".h", ".ui", ".xml", ".py", ".build", ".in", ".sql", ".css", ".md", ".sh", ""}
    tree = {}
    for path in sorted(source.rglob("*")):
        name = path.relative_to(source)
        if any(SKIPPED_FOLDERS.fullmatch(part) for part in name.parts):
            continue
        if path.is_file() and path.suffix in kinds and not name.name.startswith("COPYING"):
            try:
                tree[str(name)] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
    return tree


def main() -> int:
    tree = read_tree(pathlib.Path(sys.argv[1]))
    print(f"1..{2 * len(CHECKS)}")
    failures = 0
    for index, (check, sample) in enumerate(CHECKS):
        name = check.__name__.replace("_", " ")
        problems = list(check(tree))
        for problem in problems:
            print(f"# {problem.path}:{problem.line}: {problem.text}")
        print(f"{'not ok' if problems else 'ok'} {2 * index + 1} - {name}")
        fires = any(check(sample))
        print(f"{'ok' if fires else 'not ok'} {2 * index + 2} - {name} (fires on its sample)")
        failures += bool(problems) + (not fires)
    for path, text in tree.items():
        if text.count("\n") > WARN_LINES and path.endswith((".c", ".h", ".py", ".ui")):
            print(f"# {path} has {text.count(chr(10))} lines: is there a second file in it?")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
