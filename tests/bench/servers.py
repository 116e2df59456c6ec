# SPDX-License-Identifier: GPL-3.0-or-later
"""The other side: an nginx of our own with files, limits and TLS, and the files themselves."""

import contextlib
import hashlib
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

BLOCK = 64 * 1024 * 1024
SLOW_RATE = "4m"  # bytes in a second for one request below /limited/
TRICKLE_RATE = "20k"  # the same below /trickle/

CONFIG = """
{user}
daemon off;
worker_processes 2;
worker_rlimit_nofile 20000;
error_log stderr error;
pid {prefix}/nginx.pid;
events {{ worker_connections 8000; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000;
  open_file_cache max=20000 inactive=600s;
  client_body_temp_path {prefix}/body;
  proxy_temp_path {prefix}/proxy;
  fastcgi_temp_path {prefix}/fastcgi;
  uwsgi_temp_path {prefix}/uwsgi;
  scgi_temp_path {prefix}/scgi;
  server {{
    {listen}
    root {prefix}/www;
    location /limited/ {{ alias {prefix}/www/; limit_rate {slow}; }}
    location /taken/ {{
      root {prefix};
      dav_methods PUT;
      create_full_put_path on;
      client_max_body_size 0;
    }}
    location /trickle/ {{ alias {prefix}/www/; limit_rate {trickle}; }}
  }}
}}
"""
LISTEN = "listen {host}:{port} backlog=4096;"
TLS = "listen {host}:{tls_port} ssl; ssl_certificate {cert}; ssl_certificate_key {key};"


class Files:
    """The files that a server has."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        folder.mkdir()

    def make(self, name: str, size: int) -> str:
        """Writes a file that cannot be compressed; returns its SHA-256."""
        digest = hashlib.sha256()
        block = os.urandom(min(size, BLOCK))
        with (self.folder / name).open("wb") as file:
            while size > 0:
                part = block[: min(size, BLOCK)]
                digest.update(part)
                size -= file.write(part)
        return digest.hexdigest()

    def make_many(self, count: int, size: int) -> "dict[str, str]":
        """Writes files; returns their names and SHA-256."""
        source = random.Random(1)
        digests = {}
        for number in range(count):
            name = f"{number:05}.bin"
            data = source.randbytes(size)
            (self.folder / name).write_bytes(data)
            digests[name] = hashlib.sha256(data).hexdigest()
        return digests


def digest_of(path: pathlib.Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Authority:
    """A certificate authority for one afternoon, and a certificate for 127.0.0.1."""

    def __init__(self, folder: pathlib.Path) -> None:
        folder.mkdir()
        self.ca = folder / "ca.pem"
        self.key = folder / "key.pem"
        self.cert = folder / "cert.pem"
        secret, request, names = folder / "ca-key.pem", folder / "request.pem", folder / "names"
        names.write_text(
            "subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n", encoding="utf-8"
        )
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        issue = ["-CA", str(self.ca), "-CAkey", str(secret), "-CAcreateserial", "-days", "2"]
        for command in (
            ["req", "-x509", *key, "-keyout", str(secret), "-out", str(self.ca)]
            + ["-subj", "/CN=Ferry bench CA", "-days", "2"],
            ["req", *key, "-keyout", str(self.key), "-out", str(request)]
            + ["-subj", "/CN=127.0.0.1"],
            ["x509", "-req", "-in", str(request), "-out", str(self.cert)]
            + [*issue, "-extfile", str(names)],
        ):
            subprocess.run(["openssl", *command], check=True, capture_output=True)


def wait_for_file(child: "subprocess.Popen[bytes]", path: pathlib.Path) -> None:
    """nginx writes its process id as soon as it listens."""
    while not path.exists():
        if child.poll() is not None:
            sys.exit("nginx did not start.")
        time.sleep(0.02)


@contextlib.contextmanager
def nginx(
    folder: pathlib.Path,
    hosts: "Sequence[str]" = ("127.0.0.1",),
    wrapper: "Sequence[str]" = (),
    authority: "Authority | None" = None,
) -> "Iterator[tuple[int, int]]":
    """Serves folder/www. Gives the ports of HTTP and of HTTPS."""
    program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    if not program:
        sys.exit("nginx is missing. On Debian: apt-get install nginx-light")
    port, tls_port = free_port(), free_port()
    listen = [LISTEN.format(host=host, port=port) for host in hosts]
    if authority:
        cert, key = authority.cert, authority.key
        listen.append(TLS.format(host=hosts[0], tls_port=tls_port, cert=cert, key=key))
    config = folder / "nginx.conf"
    text = CONFIG.format(
        user="user root;" if os.geteuid() == 0 else "",
        prefix=folder,
        listen="\n    ".join(listen),
        slow=SLOW_RATE,
        trickle=TRICKLE_RATE,
    )
    config.write_text(text, encoding="utf-8")
    command = [*wrapper, program, "-p", str(folder), "-c", str(config), "-e", "stderr"]
    child = subprocess.Popen(command)
    try:
        wait_for_file(child, folder / "nginx.pid")
        yield port, tls_port
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait()
