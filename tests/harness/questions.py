# SPDX-License-Identifier: GPL-3.0-or-later
"""What servers and proxies ask of who signs in, and which answers are right: RFC 7617, RFC 7616.

A kind is "basic", "digest" (MD5) or "digest-sha" (SHA-256); Digest with "auth" alone.
"""
import base64
import hashlib
import urllib.request

REALM = 'the realm'


def ask(kind, nonce=0, stale=False):
    """The value of WWW-Authenticate or Proxy-Authenticate."""
    if kind == 'basic':
        return f'Basic realm="{REALM}"'
    more = ', algorithm=SHA-256' if kind == 'digest-sha' else ''
    more += ', stale=true' if stale else ''
    return f'Digest realm="{REALM}", nonce="n{nonce}", qop="auth,auth-int"{more}'


def fields(line):
    """Those of an answer to Digest; none of any other."""
    scheme, _, rest = (line or '').partition(' ')
    if scheme != 'Digest':
        return {}
    return urllib.request.parse_keqv_list(urllib.request.parse_http_list(rest))


def is_answer(kind, line, pair, method, targets):
    """Whether it is right, of this user and password, for this request."""
    user, password = pair
    if kind == 'basic':
        return line == 'Basic ' + base64.b64encode(f'{user}:{password}'.encode()).decode()
    field = fields(line)
    if not field:
        return False
    make = hashlib.sha256 if kind == 'digest-sha' else hashlib.md5
    hashed = lambda *parts: make(':'.join(parts).encode()).hexdigest()
    return (field['uri'] in targets and field['username'] == user and
            field['response'] == hashed(hashed(user, REALM, password), field['nonce'], field['nc'],
                                        field['cnonce'], field['qop'],
                                        hashed(method, field['uri'])))
