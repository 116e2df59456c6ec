# SPDX-License-Identifier: GPL-3.0-or-later
"""A long cable between two network namespaces, for which link.c is the cable.

The namespaces have no name: they are gone when the process that holds them ends, however it ends.
"""

import contextlib
import dataclasses
import os
import pathlib
import shutil
import subprocess
from collections.abc import Iterator

CLIENT = "10.231.0.1"
SERVER = "10.231.0.2"
QUEUE = 50  # milliseconds that a packet waits at most for its place on the cable
# Cubic, the usual one, belongs to the route: a namespace may not choose another than its machine's.
SETUP = """
set -e
ip link set lo up
ip addr add {mine}/32 dev cable
ip link set cable up txqueuelen 5000
ip route add {other}/32 dev cable src {mine} congctl {control}
echo '4096 131072 33554432' >/proc/sys/net/ipv4/tcp_rmem
echo '4096 131072 33554432' >/proc/sys/net/ipv4/tcp_wmem
"""


@dataclasses.dataclass(frozen=True)
class Cable:
    """Commands that run another one at either end."""

    client: "list[str]"
    server: "list[str]"


def reason_against() -> str:
    """Why there can be no cable here; empty if there can be one."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    if not pathlib.Path("/dev/net/tun").exists():
        return "there is no /dev/net/tun"
    missing = [tool for tool in ("ip", "nsenter") if not shutil.which(tool)]
    return f"missing: {', '.join(missing)}" if missing else ""


@contextlib.contextmanager
def cable(
    link: str, delay: int, rate: int, loss: float, queue: int = QUEUE, control: str = "cubic"
) -> "Iterator[Cable]":
    """delay: round trip in ms; rate: Mbit/s; loss: per cent of the packets, in each direction;
    queue: ms; control: of congestion, by the senders."""
    command = [link, str(delay), str(rate), str(round(loss * 10000)), str(queue)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        try:
            assert child.stdout
            spaces = child.stdout.readline().split()
            ends = [["nsenter", f"--net=/proc/{child.pid}/fd/{space}"] for space in spaces]
            if len(ends) != 2:
                raise SystemExit("link.c did not start.")
            for end, mine, other in ((ends[0], CLIENT, SERVER), (ends[1], SERVER, CLIENT)):
                setup = SETUP.format(mine=mine, other=other, control=control)
                subprocess.run([*end, "sh", "-c", setup], check=True)
            yield Cable(client=ends[0], server=ends[1])
        finally:
            child.terminate()
