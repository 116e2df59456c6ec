# SPDX-License-Identifier: GPL-3.0-or-later
"""What a command takes: time, processor and memory; what ferryd does for ferryctl included."""

import contextlib
import dataclasses
import os
import pathlib
import re
import select
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence

BUS_NAME = "io.github.ferrydm.Ferry.Bg1"
BUS = "org.freedesktop.DBus"
KEEP_INTERVAL = 3  # seconds; the service leaves after 10
BUS_CALL = ["gdbus", "call", "--session", "--dest", BUS, "--object-path", "/", "--method"]
TICK = 1 / os.sysconf("SC_CLK_TCK")
LOOK_INTERVAL = 20  # milliseconds
AFTERWARDS = 0.2  # seconds in which the service is still at work for what has just ended


class Failed(Exception):
    """A program did not do what it was asked for; says what it did."""


@dataclasses.dataclass(frozen=True)
class Cost:
    """What one run took. Not a number: it did not come to its end."""

    wall: float  # seconds
    cpu: float  # seconds, user and system
    memory: float  # MiB at the peak; the sum over the processes
    extra: "dict[str, float]" = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Service:
    """What ferryd has used since it was started."""

    process: int
    cpu: float
    memory: float


def peak_of(process: int) -> float:
    """The largest memory that a process has had, in MiB; 0 once it has ended."""
    try:
        status = pathlib.Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    peak = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(peak[1]) / 1024 if peak else 0


def tree_of(process: int) -> "list[int]":
    """A process and those that it has started."""
    found = [process]
    for one in found:
        with contextlib.suppress(OSError):
            path = pathlib.Path(f"/proc/{one}/task/{one}/children")
            found += [int(child) for child in path.read_text(encoding="utf-8").split()]
    return found


def running_service() -> "Service | None":
    """The ferryd on our private bus."""
    answer = subprocess.run(
        [*BUS_CALL, f"{BUS}.GetConnectionUnixProcessID", BUS_NAME],
        capture_output=True,
        text=True,
        check=False,
    )
    if not (match := re.search(r"uint32 (\d+)", answer.stdout)):
        return None
    process = int(match[1])
    try:
        stat = pathlib.Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    fields = stat.rpartition(")")[2].split()
    return Service(process, (int(fields[11]) + int(fields[12])) * TICK, peak_of(process))


def stop_service() -> None:
    if service := running_service():
        os.kill(service.process, signal.SIGTERM)
        while pathlib.Path(f"/proc/{service.process}").exists():
            time.sleep(0.01)


def start_service() -> None:
    """Finds or starts a service, and lets it forget what has ended."""
    subprocess.run(["ferryctl", "clear"], stdout=subprocess.DEVNULL, check=True)


def forget_queue() -> None:
    """Removes what a service has kept that has ended. Only in the world of tests/run."""
    shutil.rmtree(pathlib.Path(os.environ["XDG_STATE_HOME"]) / "ferry", ignore_errors=True)


def _keep(is_over: threading.Event) -> None:
    """Asks for nothing now and then, so that an idle service does not leave."""
    path = "/" + BUS_NAME.replace(".", "/")
    call = ["gdbus", "call", "--session", "--dest", BUS_NAME, "--object-path", path]
    while not is_over.wait(KEEP_INTERVAL):
        nothing = [*call, "--method", f"{BUS_NAME}.GetFiles", "", "0"]
        subprocess.run(nothing, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


@contextlib.contextmanager
def own_service(wrapper: "Sequence[str]") -> "Iterator[None]":
    """A service that was started by a command instead of by the bus: in another namespace.

    It must not leave while the others have their turn: the bus would start the next one outside.
    """
    stop_service()
    child = subprocess.Popen([*wrapper, "ferryd"])
    is_over = threading.Event()
    keeper = threading.Thread(target=_keep, args=(is_over,))
    try:
        for _ in range(200):
            if running_service():
                break
            time.sleep(0.05)
        else:
            raise Failed("ferryd did not start")
        keeper.start()
        yield
    finally:
        is_over.set()
        if keeper.ident:
            keeper.join()
        child.terminate()
        child.wait()


def stop(child: "subprocess.Popen[bytes]") -> None:
    """Ends a command and what it has started."""
    for process in reversed(tree_of(child.pid)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    child.wait()


def wait_for(child: "subprocess.Popen[bytes]", limit: float) -> "tuple[float, float]":
    """Waits for the end of a command. Returns its processor time and its memory."""
    memory = 0.0
    deadline = time.perf_counter() + limit
    end = os.pidfd_open(child.pid)
    try:
        ready = select.poll()
        ready.register(end, select.POLLIN)
        # Not ru_maxrss: that begins with what this script has at the time of fork().
        while not ready.poll(LOOK_INTERVAL):
            memory = max(memory, sum(peak_of(process) for process in tree_of(child.pid)))
            if time.perf_counter() > deadline:
                raise Failed(f"was not done after {limit:g} seconds")
    except BaseException:
        stop(child)
        raise
    finally:
        os.close(end)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise Failed(f"ended with status {child.returncode}")
    return usage.ru_utime + usage.ru_stime, memory


def measure(
    command: "Sequence[str]",
    uses_service: bool = False,
    limit: float = 3600,
) -> Cost:
    """Runs a command; limit is in seconds."""
    before = running_service() if uses_service else None
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    cpu, memory = wait_for(child, limit)
    wall = time.perf_counter() - start
    extra = {}
    if uses_service:
        time.sleep(AFTERWARDS)
        after = running_service()
        if not after or (before and before.process != after.process):
            raise Failed("ferryd left before it could be measured")
        extra["service"] = after.cpu - (before.cpu if before else 0)
        cpu += extra["service"]
        memory += after.memory
    return Cost(wall, cpu, memory, extra)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
