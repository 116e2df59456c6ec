# SPDX-License-Identifier: GPL-3.0-or-later
"""A web server on the loopback whose answers are what the query says.

/any/path/name?size=N&rate=BYTES_PER_SECOND&status=404&retry_after=S&fail=COUNT&etag=TEXT&ranges=no
&auth=basic|digest|proxy&cut=BYTES&disposition=TEXT&redirect=URL&seed=N&stall=BYTES&slow=COUNT
&modified=DATE&pad=COUNT&length=no&good=201
&total=*&more=BYTES&before=BYTES&surplus=BYTES

`more` and `before` send so many bytes more of a part than were asked for; `total` is what its
Content-Range has in the place of the size. `surplus` bytes follow that no header tells of.
`good` is the status in the place of 200.
`length=no` does not say how long the answer is: the end of the connection does.
`redirect` leads there with `status`, 302 without it, and with `pad` more letters at its end.
`auth` asks for the name and password in USER and PASSWORD, in that scheme; "proxy" asks with 407.

`fail` makes the first COUNT requests of that path answer `status`; without it all do. `slow` does
the same for `rate`: later requests are answered as fast as can be. All connections of a path share
its `rate`, so that it does not matter how many Ferry makes. `cut` closes
the connection after so many bytes of each answer; `stall` sends the file up to this offset, and
then nothing more while the connection stays. The bytes of a file are a function of seed and
offset, so that any part can be checked and no memory is needed.

`Server.weather` may change the wishes of every request; `set_down()` refuses everybody, and cuts
those who are there.
"""
import base64
import contextlib
import hashlib
import http.server
import socket
import threading
import time
import urllib.parse
import urllib.request

BLOCK = 1 << 16
USER, PASSWORD = 'anna', 'open:Sesame 7'


def _block(seed, number):
    return hashlib.shake_128(f'{seed}/{number}'.encode()).digest(BLOCK)


def content(size, seed=0, start=0, end=None):
    """The bytes start … end - 1 of the file of this size and seed."""
    end = size if end is None else end
    pieces = []
    for number in range(start // BLOCK, (end + BLOCK - 1) // BLOCK):
        base = number * BLOCK
        pieces.append(_block(seed, number)[max(start - base, 0):end - base])
    return b''.join(pieces)


def sha256(size, seed=0):
    return hashlib.sha256(content(size, seed)).hexdigest()


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *unused):
        pass

    def do_GET(self):
        parts = urllib.parse.urlsplit(self.path)
        wish = dict(urllib.parse.parse_qsl(parts.query, keep_blank_values=True))
        wish = self.server.weather(wish)
        with self.server.lock:
            self.server.requests.append((parts.path, dict(self.headers)))
            self.server.methods.append((self.command, parts.path))
            self.server.peers.append(self._peer())
            count = self.server.counts[parts.path] = self.server.counts.get(parts.path, 0) + 1
            document = self.server.documents.get(parts.path)
        try:
            if document is not None:
                self._answer_document(document)
            else:
                self._answer(wish, count)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    do_POST = do_PATCH = do_DELETE = do_PROPFIND = do_GET

    def _peer(self):
        """The common name in the certificate of the client; None if it showed none."""
        if self.server.scheme == 'http' or not self.connection.getpeercert():
            return None
        return dict(pair for part in self.connection.getpeercert()['subject']
                    for pair in part)['commonName']

    def _answer(self, wish, count):
        if count > int(wish.get('slow', count)):
            wish.pop('rate', None)
        if 'auth' in wish and not self._is_known():
            self._ask(wish['auth'])
        elif 'redirect' in wish:
            self.send_response(int(wish.get('status', 302)))
            self.send_header('Location', wish['redirect'] + 'x' * int(wish.get('pad', 0)))
            self.send_header('Content-Length', '0')
            self.end_headers()
        elif wish.get('status') == '204':
            self.send_response(204)
            self.end_headers()
        elif 'status' in wish and count <= int(wish.get('fail', count)):
            self._answer_status(wish)
        else:
            self._answer_file(wish)

    def _answer_document(self, document):
        self.send_response(200)
        self.send_header('Content-Length', str(len(document)))
        self.end_headers()
        self.wfile.write(document)

    def _is_known(self):
        """RFC 7617 and, with MD5 and "auth" alone, RFC 7616."""
        scheme, _, rest = self.headers.get('Authorization', '').partition(' ')
        if scheme == 'Basic':
            return base64.b64decode(rest) == f'{USER}:{PASSWORD}'.encode()
        if scheme != 'Digest':
            return False
        field = urllib.request.parse_keqv_list(urllib.request.parse_http_list(rest))
        md5 = lambda *parts: hashlib.md5(':'.join(parts).encode()).hexdigest()
        return field['response'] == md5(
            md5(USER, 'here', PASSWORD), field['nonce'], field['nc'], field['cnonce'],
            field['qop'], md5('GET', self.path)) and field['username'] == USER

    def _ask(self, scheme):
        self.send_response(407 if scheme == 'proxy' else 401)
        if scheme == 'digest':
            self.send_header('WWW-Authenticate', 'Digest realm="here", nonce="n1", qop="auth"')
        elif scheme == 'basic':
            self.send_header('WWW-Authenticate', 'Basic realm="here"')
        else:
            self.send_header('Proxy-Authenticate', 'Basic realm="here"')
        self.send_header('Content-Length', '0')
        self.end_headers()

    def _answer_status(self, wish):
        body = b'no'
        self.send_response(int(wish['status']))
        if 'retry_after' in wish:
            self.send_header('Retry-After', wish['retry_after'])
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _range(self, wish, size):
        value = self.headers.get('Range')
        condition = self.headers.get('If-Range')
        if value is None or wish.get('ranges') == 'no':
            return None
        if condition is not None and condition != f'"{wish.get("etag", "one")}"':
            return None
        first, _, last = value.removeprefix('bytes=').partition('-')
        return int(first), min(int(last) + 1 if last else size, size)

    def _answer_file(self, wish):
        size, seed = int(wish.get('size', 0)), int(wish.get('seed', 0))
        part = self._range(wish, size)
        start, end = part or (0, size)
        if part and start >= size:
            self.send_response(416)
            self.send_header('Content-Range', f'bytes */{size}')
            self.send_header('Content-Length', '0')
            self.end_headers()
            return
        self.send_response(206 if part else int(wish.get('good', 200)))
        if part:
            end = min(end + int(wish.get('more', 0)), size)
            start -= int(wish.get('before', 0))
            self.send_header('Content-Range',
                             f'bytes {start}-{end - 1}/{wish.get("total", size)}')
        if wish.get('ranges') != 'no':
            self.send_header('Accept-Ranges', 'bytes')
            if wish.get('etag') != 'no':
                self.send_header('ETag', f'"{wish.get("etag", "one")}"')
        if 'modified' in wish:
            self.send_header('Last-Modified', wish['modified'])
        if 'disposition' in wish:
            self.send_header('Content-Disposition', wish['disposition'])
        if wish.get('length') == 'no':
            self.send_header('Connection', 'close')
        else:
            self.send_header('Content-Length', str(end - start))
        self.end_headers()
        self._send(wish, size, seed, start, end + int(wish.get('surplus', 0)))

    def _turn(self, seconds):
        """When the next piece of this path may follow: all connections share its rate."""
        path = urllib.parse.urlsplit(self.path).path
        with self.server.lock:
            turn = max(self.server.turns.get(path, 0), time.monotonic()) + seconds
            self.server.turns[path] = turn
        return turn

    def _send(self, wish, size, seed, start, end):
        rate = float(wish.get('rate', 0))
        if 'cut' in wish:
            end = min(end, start + int(wish['cut']))
        if 'stall' in wish:
            end = min(end, int(wish['stall']))
        step = BLOCK if not rate else max(int(rate / 50), 1)
        for offset in range(start, end, step):
            self.wfile.write(content(size, seed, offset, min(offset + step, end)))
            with self.server.lock:
                self.server.bytes_sent += min(step, end - offset)
            if rate:
                time.sleep(max(0, self._turn(step / rate) - time.monotonic()))
        if 'cut' in wish:
            self.wfile.flush()
            self.close_connection = True
        if 'stall' in wish:
            self.connection.recv(1)  # until Ferry hangs up
            self.close_connection = True


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, context=None):
        """context: an ssl.SSLContext; the addresses are https then."""
        super().__init__(('127.0.0.1', 0), _Handler)
        if context is not None:
            self.socket = context.wrap_socket(self.socket, server_side=True,
                                              do_handshake_on_connect=False)
        self.scheme = 'http' if context is None else 'https'
        self.peers = []  # the names in the certificates of clients, one for each request
        self.lock = threading.Lock()
        self.requests = []
        self.methods = []  # (method, path), one for each request
        self.counts = {}
        self.turns = {}
        self.documents = {}
        self.bytes_sent = 0
        self.weather = lambda wish: wish
        self._is_down = False
        self._connections = set()
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def handle_error(self, *unused):
        pass

    def verify_request(self, request, client_address):
        with self.lock:
            self._connections.add(request)
        return not self._is_down

    def shutdown_request(self, request):
        with self.lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def hang_up(self):
        """Cuts every connection, in the middle of whatever comes over it."""
        with self.lock:
            for connection in self._connections:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def set_down(self, is_down):
        self._is_down = is_down
        if is_down:
            self.hang_up()

    def put(self, name, document):
        """Gives this text at a path, whatever is wished; returns its address."""
        with self.lock:
            self.documents[f'/{name}'] = document.encode()
        return self.url(name)

    def url(self, name, **wish):
        query = urllib.parse.urlencode(wish)
        return (f'{self.scheme}://127.0.0.1:{self.server_port}/{name}' +
                (f'?{query}' if query else ''))
