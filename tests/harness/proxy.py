# SPDX-License-Identifier: GPL-3.0-or-later
"""Proxies on the loopback that count what goes through them: HTTP and SOCKS 5.

Names are resolved by the proxy: each of them is this machine, whatever it is, so that a request
that arrives somewhere under such a name can only have come through the proxy.
"""
import select
import socket
import socketserver
import threading

from . import questions

USER, PASSWORD = 'bert', 'let-me:Through 8'


def pump(one, other):
    """What comes from one goes to the other until both have nothing more to say."""
    ends = {one: other, other: one}
    while True:
        for ready in select.select(list(ends), [], [])[0]:
            try:
                data = ready.recv(1 << 16)
                ends[ready].sendall(data)
            except OSError:
                data = b''
            if not data:
                return


class _Http(socketserver.StreamRequestHandler):
    def handle(self):
        while self._handle_request():
            pass

    def _handle_request(self):
        line = self.rfile.readline().decode('latin-1').split()
        if len(line) != 3:
            return False
        headers = {}
        while (header := self.rfile.readline().decode('latin-1').strip()) != '':
            name, _, value = header.partition(':')
            headers[name.lower()] = value.strip()
        method, target, _ = line
        with self.server.lock:
            self.server.requests.append((method, target, headers.get('proxy-authorization')))
            self.server.overheard.add(headers.get('authorization'))
        if self.server.status:
            challenge = f'WWW-Authenticate: {questions.ask("basic")}\r\n'
            return self._say(f'{self.server.status} No',
                             challenge if self.server.status == 401 else '')
        waits = 'expect' in headers
        if self.server.asks and not self._is_known(method, target, headers):
            if not waits:
                self.rfile.read(int(headers.get('content-length', 0)))
            challenge = questions.ask(self.server.asks)
            return self._say('407 Who?', f'Proxy-Authenticate: {challenge}\r\n') and not waits
        if waits:
            del headers['expect']
            self.wfile.write(b'HTTP/1.1 100 Go on\r\n\r\n')
        if method == 'CONNECT':
            port = int(target.rpartition(':')[2])
            with socket.create_connection(('127.0.0.1', port)) as upstream:
                self.wfile.write(b'HTTP/1.1 200 Go\r\n\r\n')
                pump(self.connection, upstream)
            return False
        return self._forward(method, target, headers)

    def _say(self, status, headers=''):
        self.wfile.write(f'HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\n\r\n'.encode())
        return True

    def _is_known(self, method, target, headers):
        path = target if method == 'CONNECT' else '/' + target.split('/', 3)[3]
        return questions.is_answer(self.server.asks, headers.get('proxy-authorization'),
                                   (USER, PASSWORD), method, (target, path))

    def _forward(self, method, target, headers):
        """One request in absolute form; the connection ends with its answer."""
        host, _, path = target.removeprefix('http://').partition('/')
        body = self.rfile.read(int(headers.get('content-length', 0)))
        headers = {k: v for k, v in headers.items() if not k.startswith('proxy-')}
        head = ''.join(f'{k}: {v}\r\n' for k, v in (headers | {'connection': 'close'}).items())
        with socket.create_connection(('127.0.0.1', int(host.rpartition(':')[2]))) as upstream:
            upstream.sendall(f'{method} /{path} HTTP/1.1\r\n{head}\r\n'.encode() + body)
            while data := upstream.recv(1 << 16):
                self.wfile.write(data)
        return False


class _Socks(socketserver.StreamRequestHandler):
    """RFC 1928, CONNECT to a name or an address of IPv4; with RFC 1929 if it asks."""

    def handle(self):
        ways = self.rfile.read(self.rfile.read(2)[1])
        if self.server.asks and not self._is_known(ways):
            return
        if not self.server.asks:
            self.wfile.write(b'\5\0')
        kind = self.rfile.read(4)[3]
        host = (self.rfile.read(self.rfile.read(1)[0]).decode() if kind == 3
                else socket.inet_ntoa(self.rfile.read(4)))
        port = int.from_bytes(self.rfile.read(2), 'big')
        with self.server.lock:
            self.server.requests.append(('SOCKS', f'{host}:{port}', None))
        if self.server.status:
            self.wfile.write(b'\5' + bytes([self.server.status]) + b'\0\1' + bytes(6))
            return
        with socket.create_connection(('127.0.0.1', port)) as upstream:
            self.wfile.write(b'\5\0\0\1' + bytes(6))
            pump(self.connection, upstream)


    def _is_known(self, ways):
        """Whoever can say who it is, is asked for that."""
        self.wfile.write(b'\5\2' if 2 in ways else b'\5\xff')
        if 2 not in ways:
            return False
        user = self.rfile.read(self.rfile.read(2)[1])
        password = self.rfile.read(self.rfile.read(1)[0])
        with self.server.lock:
            self.server.requests.append(('SOCKS', '', (user.decode(), password.decode())))
        right = (user, password) == (USER.encode(), PASSWORD.encode())
        self.wfile.write(b'\1\0' if right else b'\1\1')
        return right


class _Proxy(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, handler, scheme):
        super().__init__(('127.0.0.1', 0), handler)
        self.lock = threading.Lock()
        self.requests = []  # (method, target, what it said of who it is)
        self.overheard = set()  # what was for servers; None: nothing
        self.status = 0     # what it answers instead of helping; of SOCKS: the reply
        self.asks = None    # for USER and PASSWORD: see questions.py; of SOCKS: any
        self.url = f'{scheme}://127.0.0.1:{self.server_address[1]}'
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def handle_error(self, *unused):
        pass

    def targets(self):
        """Where it was asked to go, each once."""
        with self.lock:
            return {target for _, target, _ in self.requests}


class Http(_Proxy):
    def __init__(self):
        super().__init__(_Http, 'http')


class Socks(_Proxy):
    def __init__(self):
        super().__init__(_Socks, 'socks5')
