# SPDX-License-Identifier: GPL-3.0-or-later
"""A server with slow connections, one of which stops or crawls in the middle of its answer.

It knows when each piece of the file left it for the first time, and so how long the last ones took.
Its send buffers are small, so that what it has sent is never far ahead of what the client has.
"""

import bisect
import contextlib
import hashlib
import itertools
import random
import re
import socket
import threading
import time
from collections.abc import Iterator

PIECE = 16 * 1024
SEND_BUFFER = 128 * 1024
CRAWL = 0.01  # of the usual rate


class Stalling:
    """Serves one file. The first answer that has carried `after` bytes stops there (or crawls)."""

    def __init__(self, size: int, rate: int, after: int, crawls: bool) -> None:
        self.data = random.Random(2).randbytes(size)
        self.digest = hashlib.sha256(self.data).hexdigest()
        self.rate = rate
        self.after = after
        self.crawls = crawls
        self.lock = threading.Lock()
        self.ended = threading.Event()
        self.victims = 0
        self.requests = 0
        self.first = [0.0] * (size // PIECE + 1)  # when each piece of the file was whole; 0: never
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = int(self.listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def forget(self) -> None:
        """Begins anew for the next program."""
        with self.lock:
            self.victims = 0
            self.requests = 0
            self.first = [0.0] * len(self.first)

    def tail(self) -> float:
        """Time of the last hundredth of the pieces, in shares: 1 is as fast as those before."""
        times = sorted(self.first[: len(self.data) // PIECE])
        start = next((moment for moment in times if moment > 0), 0.0)
        last = max(1, len(times) // 100)
        before, end = times[-last - 1] - start, times[-1] - start
        return (end - before) / last * (len(times) - last) / max(before, 1e-9)

    def pause(self) -> float:
        """The longest time, in seconds, in which not one new piece was whole."""
        times = sorted(self.first[: len(self.data) // PIECE])
        times = times[bisect.bisect(times, 0.0) :]
        return max((after - before for before, after in itertools.pairwise(times)), default=0.0)

    def close(self) -> None:
        self.ended.set()
        self.listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                threading.Thread(target=self._talk, args=[connection], daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        with contextlib.suppress(OSError), connection, connection.makefile("rb") as file:
            while not self.ended.is_set():
                head = []
                while (line := file.readline(8192)) not in (b"\r\n", b""):
                    head.append(line.decode("latin-1"))
                if not head:
                    return
                self._answer(connection, head)

    def _answer(self, connection: socket.socket, head: "list[str]") -> None:
        size = len(self.data)
        wanted = re.search(r"^range: *bytes=(\d+)-(\d*)", "".join(head), re.I | re.M)
        start = int(wanted[1]) if wanted else 0
        end = min(int(wanted[2]) + 1 if wanted and wanted[2] else size, size)
        if start >= size:
            connection.sendall(b"HTTP/1.1 416 Too Far\r\nContent-Length: 0\r\n\r\n")
            return
        lines = ["HTTP/1.1 206 Partial Content" if wanted else "HTTP/1.1 200 OK"]
        lines += ['ETag: "bench"', "Accept-Ranges: bytes", f"Content-Length: {end - start}"]
        lines += [f"Content-Range: bytes {start}-{end - 1}/{size}"] if wanted else []
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        if not head[0].startswith("HEAD"):
            self._send(connection, start, end)

    def _send(self, connection: socket.socket, start: int, end: int) -> None:
        rate, sent = float(self.rate), 0
        victim = False
        due = time.monotonic()
        with self.lock:
            self.requests += 1
        while start < end and not self.ended.is_set():
            piece = min(PIECE - start % PIECE, end - start)
            if sent >= self.after and not victim and self._take_victim():
                victim = True
                rate *= CRAWL
            if victim and not self.crawls:
                connection.recv(1)  # until the other side has had enough
                raise ConnectionResetError
            due = max(due + piece / rate, time.monotonic() - 0.1)
            if self.ended.wait(max(0.0, due - time.monotonic())):
                return
            connection.sendall(memoryview(self.data)[start : start + piece])
            start += piece
            sent += piece
            if start % PIECE == 0:
                number = start // PIECE - 1
                self.first[number] = self.first[number] or time.monotonic()

    def _take_victim(self) -> bool:
        with self.lock:
            self.victims += 1
            return self.victims == 1


@contextlib.contextmanager
def stalling(size: int, rate: int, after: int, crawls: bool) -> "Iterator[Stalling]":
    server = Stalling(size, rate, after, crawls)
    try:
        yield server
    finally:
        server.close()
