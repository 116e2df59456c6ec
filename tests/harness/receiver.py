# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that takes uploads, in every way that Ferry knows, and fails as it is told.

Written from the specifications, not from the client: RFC 9110 (PUT), tus 1.0.0,
draft-ietf-httpbis-resumable-upload, [MC-BUP].
"""
import socket
import socketserver
import threading
import time
import uuid

from . import questions
from .server import PASSWORD, USER

PIECE = 16384
BITS_ID = '{7df0354d-249b-430f-820d-3d2a9bef4931}'


class Hangup(Exception):
    """The connection is to be closed without another word."""


class Target:
    """What an address has got, and what is to go wrong there."""

    def __init__(self, protocol, name, **options):
        self.protocol = protocol
        self.path = f'/{protocol}/{name}'
        self.rate = options.get('rate', 0)        # bytes per second; 0: as fast as it goes
        self.limit = options.get('limit', 0)      # a larger body gets 413
        self.reply = options.get('reply', b'')
        self.options = options
        self.faults = list(options.get('faults', ()))  # one for each request with bytes
        self.data = None                          # the file, when it is whole
        self.received = 0                         # bytes of bodies, also those that were lost
        self.requests = []                        # (method, headers)
        self.sessions = {}                        # id -> bytearray
        self.closed = set()
        self.asks = options.get('asks')           # for USER and PASSWORD: see questions.py
        self.told = []                            # what it was told of who asks
        self.nonce = 0
        self.stale = False
        self.answers = set()                      # nonce and count

    def count(self, method):
        return sum(1 for m, _ in self.requests if m == method)

    def packets(self):
        return [h['bits-packet-type'] for _, h in self.requests if 'bits-packet-type' in h]


class _Handler(socketserver.BaseRequestHandler):
    def handle(self):
        self.file = self.request.makefile('rb')
        try:
            while self._one():
                pass
        except (Hangup, OSError):
            pass
        finally:
            self.file.close()

    def _one(self):
        line = self.file.readline().decode('latin-1').split()
        if len(line) != 3:
            return False
        method, path, _ = line
        headers = {}
        while True:
            header = self.file.readline().decode('latin-1').strip()
            if not header:
                break
            key, _, value = header.partition(':')
            headers[key.strip().lower()] = value.strip()
        self.closes = headers.get('connection') == 'close'
        target, _, tail = self._find(path)
        if target is None:
            self._read(None, int(headers.get('content-length', 0)))
            self._answer(404)
            return True
        with self.server.owner.lock:
            target.requests.append((method, headers))
            target.told.append(headers.get('authorization'))
        if target.asks and not self._is_known(target, method, path, headers):
            return self._ask(target, headers)
        if 'expect' in headers and not target.options.get('deaf'):
            if target.options.get('expect') == 'no':
                self._answer(417)
                return False
            self.request.sendall(b'HTTP/1.1 100 Go on\r\n\r\n')
        getattr(self, target.protocol)(target, method, headers, tail)
        return not self.closes

    def _is_known(self, target, method, path, headers):
        """An answer counts once; with the option "lifetime", a nonce for so many requests."""
        line = headers.get('authorization')
        if not questions.is_answer(target.asks, line, (USER, PASSWORD), method, (path,)):
            return False
        field = questions.fields(line)
        if not field:
            return True
        count = int(field['nc'], 16)
        target.stale = count > target.options.get('lifetime', count)
        assert (field['nonce'], count) not in target.answers, 'an answer that came twice'
        target.answers.add((field['nonce'], count))
        return field['nonce'] == f'n{target.nonce}' and not target.stale

    def _ask(self, target, headers):
        """Before a body comes if that is waited for, else after it."""
        waits = 'expect' in headers and not target.options.get('deaf')
        if not waits:
            self._read(target, int(headers.get('content-length', 0)))
        target.nonce += 1
        self._answer(401, [('WWW-Authenticate',
                            questions.ask(target.asks, target.nonce, target.stale))])
        target.stale = False
        return not (waits or self.closes)

    def _find(self, path):
        for target in list(self.server.owner.targets.values()):
            if path == target.path or path.startswith(target.path + '/'):
                return target, path, path[len(target.path) + 1:]
        return None, path, ''

    def _read(self, target, length, stop=None):
        """Takes a body of so many bytes, or the first of them."""
        data = bytearray()
        while len(data) < (length if stop is None else min(stop, length)):
            piece = self.file.read1(min(PIECE, length - len(data)))
            if not piece:
                break
            data += piece
            if target is not None:
                with self.server.owner.lock:
                    target.received += len(piece)
                if target.rate:
                    time.sleep(len(piece) / target.rate)
        return bytes(data)

    def _answer(self, status, headers=(), body=b''):
        lines = [f'HTTP/1.1 {status} Whatever', f'Content-Length: {len(body)}']
        lines += ['Connection: close'] if self.closes else []
        lines += [f'{key}: {value}' for key, value in headers]
        self.request.sendall('\r\n'.join(lines).encode('latin-1') + b'\r\n\r\n' + body)

    def _bytes(self, target, headers):
        """The body of a request, as the next fault lets it through: (bytes, what to do then)."""
        length = int(headers.get('content-length', 0))
        fault = target.faults.pop(0) if target.faults and length else None
        kind = fault[0] if fault else None
        if kind == 'cut':
            return self._read(target, length, fault[1]), Hangup
        data = self._read(target, length)
        if len(data) < length:
            return data, Hangup
        return data, fault

    def put(self, target, method, headers, tail):
        if method == 'OPTIONS':
            self._answer(200, target.options.get('options_headers', ()))
            return
        if method != target.options.get('method', 'PUT'):
            self._answer(405, [('Allow', 'PUT, OPTIONS')])
            return
        data, then = self._bytes(target, headers)
        if then is Hangup:
            raise Hangup
        if then and then[0] == 'status':
            self._answer(then[1], then[2])
            return
        target.data = data
        if then and then[0] == 'lose':
            raise Hangup
        self._answer(201, (), target.reply)

    def tus(self, target, method, headers, tail):
        common = [('Tus-Resumable', '1.0.0')]
        if method == 'OPTIONS':
            self._answer(204, common + [('Tus-Version', '1.0.0'),
                                        ('Tus-Extension', 'creation,termination')])
            return
        if headers.get('tus-resumable') != '1.0.0':
            self._answer(412, [('Tus-Version', '1.0.0')])
            return
        if method == 'POST' and not tail:
            session = uuid.uuid4().hex
            target.sessions[session] = bytearray()
            target.length = int(headers['upload-length'])
            if not target.length:
                target.data = b''
            self._answer(201, common + [('Location', f'{target.path}/{session}')],
                         target.reply if not target.length else b'')
            return
        data, then = self._bytes(target, headers) if method == 'PATCH' else (b'', None)
        if then and then != Hangup and then[0] == 'gone':
            target.sessions.clear()
        if tail not in target.sessions:
            self._answer(404, common)
            return
        have = target.sessions[tail]
        if method == 'HEAD':
            self._answer(200, common + [('Upload-Offset', len(have)),
                                        ('Upload-Length', target.length),
                                        ('Cache-Control', 'no-store')])
        elif method == 'DELETE':
            self._delete(target, tail)
        else:
            assert headers['content-type'] == 'application/offset+octet-stream'
            self._append(target, have, data, then, headers, common)

    def _delete(self, target, tail):
        if target.options.get('deletes_fail', 0) > 0:
            target.options['deletes_fail'] -= 1
            raise Hangup
        del target.sessions[tail]
        self._answer(204)

    def _append(self, target, have, data, then, headers, common, complete=None):
        if then and then != Hangup and then[0] == 'shift':
            # Somebody else has written, or the last answer was lost.
            del have[then[1]:]
        if int(headers['upload-offset']) != len(have):
            self._answer(409, common + [('Upload-Offset', len(have))])
            return
        if target.limit and len(data) > target.limit:
            self._answer(413, common)
            return
        if then and then != Hangup and then[0] == 'status':
            self._answer(then[1], then[2])
            return
        have += data
        whole = len(have) == target.length
        if whole:
            target.data = bytes(have)
        if then is Hangup or (then and then[0] == 'lose'):
            raise Hangup
        more = [] if complete is None else [('Upload-Complete', '?1' if whole else '?0')]
        self._answer(200 if whole and target.reply else 204,
                     common + more + [('Upload-Offset', len(have))], target.reply if whole else b'')

    def resumable(self, target, method, headers, tail):
        common = [('Upload-Draft-Interop-Version', '8')]
        if method == 'OPTIONS':
            self._answer(204, [('Upload-Limit', 'max-size=1000000000')])
            return
        if method == 'POST' and not tail:
            assert headers['upload-complete'] == '?0'
            session = uuid.uuid4().hex
            target.sessions[session] = bytearray()
            target.length = int(headers['upload-length'])
            limit = target.options.get('append', 1000000)
            self._answer(201, common + [('Location', f'{target.path}/{session}'),
                                        ('Upload-Complete', '?0'), ('Upload-Offset', 0),
                                        ('Upload-Limit', f'max-append-size={limit}, max-age=9')])
            return
        patch = method == 'PATCH'
        data, then = self._bytes(target, headers) if patch else (b'', None)
        if then and then != Hangup and then[0] == 'gone':
            target.sessions.clear()
        if tail not in target.sessions:
            self._answer(404, common)
            return
        have = target.sessions[tail]
        if method == 'HEAD':
            done = '?1' if target.data is not None else '?0'
            limit = target.options.get('append', 1000000)
            self._answer(204, common + [('Upload-Offset', len(have)), ('Upload-Complete', done),
                                        ('Upload-Length', target.length),
                                        ('Upload-Limit', f'max-append-size={limit}')])
        elif method == 'DELETE':
            self._delete(target, tail)
        else:
            assert len(data) <= target.options.get('append', 1000000)
            assert headers['content-type'] == 'application/partial-upload'
            last = int(headers['upload-offset']) + int(headers['content-length']) == target.length
            assert headers['upload-complete'] == ('?1' if last else '?0')
            self._append(target, have, data, then, headers, common, complete=True)

    def _ack(self, target, status=200, headers=(), error=None):
        more = [('BITS-Packet-Type', 'Ack')]
        if error:
            # Both names are in use, and both ways to write the number.
            name, prefix = (('BITS-Error', ''), ('BITS-Error-Code', '0x'))[len(target.requests) % 2]
            more += [(name, f'{prefix}{error:08x}'), ('BITS-Error-Context', '0x5')]
        self._answer(status, more + list(headers))

    def bits(self, target, method, headers, tail):
        if method == 'GET' and tail == 'replies/{1}'.replace('{', '%7B').replace('}', '%7D'):
            if target.closed:
                self._answer(404)  # it goes with its session
            else:
                self._answer(200, (), target.reply)
            return
        if method == 'OPTIONS':
            self._answer(405 if target.options.get('shy') else 200,
                         () if target.options.get('shy') else [('Allow', 'OPTIONS, BITS_POST')])
            return
        if method != 'BITS_POST':
            self._answer(501)
            return
        packet = headers['bits-packet-type'].lower()
        session = headers.get('bits-session-id')
        data, then = self._bytes(target, headers)
        if then is Hangup:
            raise Hangup
        if then and then[0] == 'gone':
            target.sessions.clear()
        if packet == 'create-session':
            assert BITS_ID in headers['bits-supported-protocols']
            session = '{' + str(uuid.uuid4()).upper() + '}'
            target.sessions[session] = bytearray()
            more = [('BITS-Host-Id', target.options['host'])] if 'host' in target.options else []
            self._ack(target, 200, more + [('BITS-Protocol', BITS_ID), ('BITS-Session-Id', session),
                                           ('Accept-Encoding', 'identity')])
        elif packet == 'ping':
            self._ack(target)
        elif session not in target.sessions:
            self._ack(target, 500, (), 0x8020001f)
        elif packet == 'fragment':
            self._fragment(target, target.sessions[session], data, then, headers)
        elif packet == 'close-session':
            whole = target.sessions.pop(session)
            target.data = bytes(whole) if len(whole) == target.length else None
            target.closed.add(session)
            if target.options.pop('lose_close', False):
                raise Hangup
            self._ack(target)
        elif packet == 'cancel-session':
            if target.options.get('deletes_fail', 0) > 0:
                target.options['deletes_fail'] -= 1
                raise Hangup
            del target.sessions[session]
            self._ack(target)
        else:
            self._ack(target, 400, (), 0x80070057)

    def _fragment(self, target, have, data, then, headers):
        unit, _, rest = headers['content-range'].partition(' ')
        span, _, total = rest.partition('/')
        first, last = map(int, span.split('-'))
        target.length = int(total)
        assert unit == 'bytes' and last - first + 1 == len(data) and headers['content-name']
        if target.limit and len(data) > target.limit:
            self._ack(target, 413)
            return
        if then and then[0] == 'shift':
            del have[then[1]:]
        if then and then[0] == 'status':
            self._ack(target, then[1], then[2], then[3] if len(then) > 3 else None)
            return
        if first != len(have):
            self._ack(target, 416, [('BITS-Received-Content-Range', len(have))])
            return
        have += data
        if then and then[0] == 'lose':
            raise Hangup
        more = [('BITS-Received-Content-Range', len(have))]
        if len(have) == target.length and target.reply:
            more.append(('BITS-Reply-URL', f'{target.path}/replies/{{1}}'.replace('/', '\\')))
        self._ack(target, 200, more)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        import traceback
        self.owner.complaints.append(traceback.format_exc())


class Receiver:
    """The server; can be stopped, and started again at the same address."""

    def __init__(self, context=None):
        """context: an ssl.SSLContext; the addresses are https then."""
        self.context = context
        self.lock = threading.Lock()
        self.targets = {}
        self.complaints = []
        self._server = None
        self.port = 0
        self.start()

    def start(self):
        self._server = _Server(('127.0.0.1', self.port), _Handler)
        if self.context is not None:
            self._server.socket = self.context.wrap_socket(self._server.socket, server_side=True,
                                                           do_handshake_on_connect=False)
        self._server.owner = self
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()

    def target(self, protocol, name, **options):
        target = Target(protocol, name, **options)
        self.targets[target.path] = target
        scheme = 'http' if self.context is None else 'https'
        target.url = f'{scheme}://127.0.0.1:{self.port}{target.path}'
        return target
