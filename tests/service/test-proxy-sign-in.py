#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs that sign in at a proxy: it hears a name and a password if it asks, and nobody else does."""
import base64
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import certificates, proxy, server, service, world  # noqa: E402  (path comes first)
from harness.proxy import PASSWORD, USER  # noqa: E402
from harness.service import GLib, text  # noqa: E402
from harness.tap import equal, run, test, wait  # noqa: E402

SERVER, PROXY = 1, 2
BASIC, DIGEST = 1, 2
SCHEMES = {'basic': BASIC, 'digest': DIGEST, 'digest-sha': DIGEST}
PROXY_AUTHENTICATION = 407
HTTP_407 = 0x80190197
SIZE = 100000
HOST = 'far-away.test'  # is nowhere but behind a proxy


def asking(kind):
    helper = proxy.Http()
    helper.asks = kind
    return helper


def told(helper):
    with helper.lock:
        return [told for _, _, told in helper.requests]


def heard(web, *names):
    """All that a server was told of who asks; proxies change the case of names."""
    names = [name.lower() for name in names or ('Authorization', 'Proxy-Authorization')]
    with web.lock:
        return {value for _, headers in web.requests for name, value in headers.items()
                if name.lower() in names}


class Bench:
    def __init__(self, place, web, client):
        self.place, self.web, self.client = place, web, client
        self.authority = certificates.Authority(place.folder('authority'))
        self.secure = server.Server(certificates.context(
            self.authority.issue('web', host=f'DNS:{HOST},IP:127.0.0.1')))
        self.count = 0

    def url(self, web, **wish):
        """One that only a proxy finds."""
        return web.url('file', size=SIZE, **wish).replace('127.0.0.1', HOST)

    def create(self, url, helper, scheme=None, password=PASSWORD, target=PROXY):
        self.count += 1
        authority = GLib.Variant('ay', os.fsencode(self.authority.path) + b'\0')
        job = self.client.create(proxy=text(helper.url), **{'ca-file': authority})
        self.client.add(job, url, self.place.folder(f'folder-{self.count}'))
        if scheme is not None:
            self.sign_in(job, scheme, password, target)
        return job

    def sign_in(self, job, scheme, password=PASSWORD, target=PROXY):
        self.client.call('SetCredentials', '(suuss)', job, target, scheme, USER, password)

    def resume(self, job, state=service.TRANSFERRED):
        equal(self.client.verb('Resume', job), {}, 'refusals')
        over = (service.ERROR, service.TRANSFERRED)
        wait(lambda: self.client.state(job) in over, 30, 'an end')
        equal(self.client.state(job), state, self.error(job))

    def is_asked_in_vain(self, job):
        self.resume(job, service.ERROR)
        equal(self.error(job)[4:6], (PROXY_AUTHENTICATION, HTTP_407), 'status, code of BITS')

    def error(self, job):
        return self.client.job(job)[6].get('error')


@test
def a_job_signs_in_once_its_proxy_asks(bench):
    for kind, scheme in SCHEMES.items():
        helper = asking(kind)
        job = bench.create(bench.url(bench.web), helper, scheme)
        bench.resume(job)
        first, second = told(helper)[:2]
        equal((first, second.split()[0]), (None, kind.split('-')[0].title()), 'what was told')
        bench.client.verb('Complete', job)
        path = os.path.join(bench.place.root, f'folder-{bench.count}', 'file')
        with open(path, 'rb') as file:
            equal(file.read() == server.content(SIZE), True, 'bytes')
    equal(heard(bench.web), set(), 'what the server heard')


@test
def a_tunnel_is_signed_in_for(bench):
    for kind, scheme in SCHEMES.items():
        helper = asking(kind)
        bench.resume(bench.create(bench.url(bench.secure, secret='in-the-path'), helper, scheme))
        equal({method for method, _, _ in helper.requests}, {'CONNECT'}, 'methods')
        equal('in-the-path' in str(helper.requests), False, helper.requests)
    equal(heard(bench.secure), set(), 'what the server heard')


@test
def who_is_not_asked_says_nothing(bench):
    helper = proxy.Http()
    for web in (bench.web, bench.secure):
        bench.resume(bench.create(bench.url(web), helper, BASIC))
    equal(set(told(helper)), {None}, 'what was told')


@test
def a_wrong_password_is_told_once_and_can_be_corrected(bench):
    for kind, scheme in SCHEMES.items():
        for web in (bench.web, bench.secure):
            helper = asking(kind)
            job = bench.create(bench.url(web), helper, scheme, 'no')
            bench.is_asked_in_vain(job)
            equal(len([t for t in told(helper) if t]), 1, 'tries')
            bench.sign_in(job, scheme)
            bench.resume(job)


@test
def nobody_has_what_another_job_or_the_server_was_given(bench):
    for web in (bench.web, bench.secure):
        helper = asking('basic')
        bench.resume(bench.create(bench.url(web), helper, BASIC))
        count = len(told(helper))
        bench.is_asked_in_vain(bench.create(bench.url(web), helper))
        bench.is_asked_in_vain(bench.create(bench.url(web), helper, BASIC, target=SERVER))
        bench.is_asked_in_vain(bench.create(bench.url(web), helper, DIGEST))
        equal(set(told(helper)[count:]), {None}, 'what the others told')


@test
def a_server_that_claims_to_be_a_proxy_hears_nothing(bench):
    """Directly, and at the other end of a tunnel."""
    for web in (bench.web, bench.secure):
        job = bench.create(web.url('claims', auth='proxy'), proxy.Http(), BASIC)
        bench.client.call('SetProperties', '(sa{sv})', job, {'proxy': text('none')})
        bench.is_asked_in_vain(job)
        if web is bench.secure:
            url = web.url('claims', auth='proxy').replace('127.0.0.1', HOST)
            bench.is_asked_in_vain(bench.create(url, asking('basic'), BASIC))
        with web.lock:
            seen = [path for path, _ in web.requests if path == '/claims']
        equal(len(seen), 2 if web is bench.secure else 1, 'requests')
        equal(heard(web), set(), 'what it heard')


@test
def a_proxy_that_claims_to_be_the_server_hears_nothing(bench):
    helper = proxy.Http()
    helper.status = 401
    job = bench.create(bench.url(bench.secure, auth='basic'), helper, BASIC, target=SERVER)
    bench.resume(job, service.ERROR)
    equal((len(helper.requests), helper.overheard), (1, {None}), 'requests, what it heard')


@test
def a_redirection_takes_it_to_no_server(bench):
    other = server.Server()
    helper = asking('basic')
    target = other.url('other', size=SIZE).replace('127.0.0.1', HOST)
    bench.resume(bench.create(bench.url(bench.web, redirect=target), helper, BASIC))
    equal(heard(other) | heard(bench.web), set(), 'what the servers heard')
    job = bench.create(bench.url(bench.web, redirect=other.url('near', size=SIZE)), helper, BASIC)
    bench.client.call('SetProperties', '(sa{sv})', job,
                      {'proxy-bypass': GLib.Variant('as', ['127.0.0.1'])})
    bench.resume(job)
    equal(heard(other), set(), 'what a server past the proxy heard')


@test
def both_ask_and_each_hears_its_own(bench):
    for web in (bench.web, bench.secure):
        helper = asking('basic')
        url = web.url('both', size=10, auth='basic').replace('127.0.0.1', HOST)
        job = bench.create(url, helper, BASIC)
        bench.client.call('SetCredentials', '(suuss)', job, SERVER, BASIC, server.USER,
                          server.PASSWORD)
        bench.resume(job)
        pair = lambda *words: 'Basic ' + base64.b64encode(':'.join(words).encode()).decode()
        equal(set(told(helper)), {None, pair(USER, PASSWORD)}, 'what the proxy was told')
        equal(heard(web, 'Proxy-Authorization'), set(), 'for the proxy')
        equal(heard(web), {pair(server.USER, server.PASSWORD)}, 'for the server')


@test
def a_socks_proxy_hears_them_if_it_asks(bench):
    helper = proxy.Socks()
    for web in (bench.web, bench.secure):
        bench.resume(bench.create(bench.url(web), helper, BASIC))
    equal(set(told(helper)), {None}, 'what was told')
    helper.asks = 'basic'
    for web in (bench.web, bench.secure):
        bench.resume(bench.create(bench.url(web), helper, BASIC))
    equal(set(told(helper)), {None, (USER, PASSWORD)}, 'what was told')
    count = len(helper.requests)
    for scheme, password in ((None, ''), (DIGEST, PASSWORD), (BASIC, 'no')):
        job = bench.create(bench.url(bench.web), helper, scheme, password)
        bench.resume(job, service.ERROR)
        equal(bench.error(job)[5], HTTP_407, 'code of BITS')
        equal(PASSWORD in bench.error(job)[6], False, 'the sentence')
        equal('no@' in bench.error(job)[6], False, 'the sentence')
    equal(set(told(helper)[count:]), {(USER, 'no')}, 'what was told')


@test
def removed_is_forgotten_and_the_other_stays(bench):
    helper = asking('basic')
    job = bench.create(bench.url(bench.web, auth='basic'), helper, BASIC)
    bench.client.call('SetCredentials', '(suuss)', job, SERVER, BASIC, server.USER,
                      server.PASSWORD)
    for _ in range(2):
        bench.client.call('RemoveCredentials', '(suu)', job, PROXY, BASIC)
    bench.is_asked_in_vain(job)
    bench.sign_in(job, BASIC)
    bench.resume(job)


if __name__ == '__main__':
    with world.World() as the_place:
        sys.exit(run(Bench(the_place, server.Server(), service.Service(the_place.connect()))))
