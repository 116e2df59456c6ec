#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Serves one made-up file on this machine, slowly enough to watch.

Prints the address and the SHA-256 on one line, then serves until it is ended. Ranges are
answered, so that a download can stop and go on.
"""

import argparse
import hashlib
import http.server
import random
import re
import time

NAME = "ferry-sample.bin"
CHUNK = 64 * 1024


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers GET and HEAD for the one file."""

    protocol_version = "HTTP/1.1"

    def wanted_range(self) -> "tuple[int, int] | None":
        """First and last byte of a single range, None for the whole file."""
        match = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if not match or self.headers.get("If-Range", self.server.etag) != self.server.etag:
            return None
        last = len(self.server.content) - 1
        return int(match[1]), min(int(match[2]), last) if match[2] else last

    def do_HEAD(self) -> None:
        self.answer(with_body=False)

    def do_GET(self) -> None:
        self.answer(with_body=True)

    def answer(self, with_body: bool) -> None:
        content = self.server.content
        if self.path != f"/{NAME}":
            self.send_error(404)
            return
        wanted = self.wanted_range()
        first, last = wanted or (0, len(content) - 1)
        if first > last:
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{len(content)}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(206 if wanted else 200)
        if wanted:
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(content)}")
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(last - first + 1))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("ETag", self.server.etag)
        self.end_headers()
        if not with_body:
            return
        for start in range(first, last + 1, CHUNK):
            self.server.wait_for_turn(min(CHUNK, last + 1 - start))
            try:
                self.wfile.write(content[start : min(start + CHUNK, last + 1)])
            except ConnectionError:
                self.close_connection = True
                return

    def log_message(self, *_args: object) -> None:
        """Nobody wants a log of one file."""


class Server(http.server.ThreadingHTTPServer):
    """Holds the file, and one clock for the speed of all connections together."""

    daemon_threads = True

    def __init__(self, size: int, rate: int) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.content = random.Random(size).randbytes(size)
        self.digest = hashlib.sha256(self.content).hexdigest()
        self.etag = f'"{self.digest[:16]}"'
        self.rate = rate
        self.next_turn = time.monotonic()

    def wait_for_turn(self, count: int) -> None:
        now = time.monotonic()
        self.next_turn = turn = max(self.next_turn, now) + count / self.rate
        time.sleep(turn - now)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=24_000_000, help="bytes")
    parser.add_argument("--rate", type=int, default=4_000_000, help="bytes a second")
    options = parser.parse_args()
    server = Server(options.size, options.rate)
    print(f"http://127.0.0.1:{server.server_port}/{NAME} {server.digest}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
