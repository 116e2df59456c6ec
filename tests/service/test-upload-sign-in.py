#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploads that sign in: at servers and at proxies, and no byte goes twice for it."""
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import certificates, proxy, receiver, service, world  # noqa: E402  (path comes first)
from harness.server import PASSWORD, USER  # noqa: E402
from harness.service import GLib, text  # noqa: E402
from harness.tap import equal, run, test, wait  # noqa: E402

PROTOCOLS = ('put', 'tus', 'resumable', 'bits')
KINDS = ('basic', 'digest', 'digest-sha')
SERVER, PROXY = 1, 2
BASIC, DIGEST = 1, 2
UPLOAD, UPLOAD_REPLY = 1, 2
MEGABYTE = 1024 * 1024
UNAUTHORIZED = 401


class Bench:
    def __init__(self, place, server, client):
        self.place, self.server, self.client = place, server, client
        self.folder = place.folder('upload')
        self.number = 0

    def file(self, size):
        self.number += 1
        data = random.Random(self.number).randbytes(size)
        with open(os.path.join(self.folder, f'file-{self.number}'), 'wb') as file:
            file.write(data)
        return data

    def target(self, protocol, kind, **options):
        return self.server.target(protocol, f'target-{self.number}', asks=kind, **options)

    def create(self, url, protocol=None, kind=UPLOAD, **more):
        properties = {'minimum-retry-delay': GLib.Variant('u', 1)} | more
        if protocol:
            properties['upload-protocol'] = text(protocol)
        job = self.client.call('CreateJob', '(sua{sv})', 'upload', kind, properties)[0]
        reply = os.fsencode(os.path.join(self.folder, f'reply-{self.number}')) + b'\0'
        options = {'reply-file': GLib.Variant('ay', reply)} if kind == UPLOAD_REPLY else {}
        self.client.add(job, url, self.folder, f'file-{self.number}', **options)
        return job

    def sign_in(self, job, scheme=BASIC, password=PASSWORD):
        self.client.call('SetCredentials', '(suuss)', job, SERVER, scheme, USER, password)

    def resume(self, job, state=service.TRANSFERRED):
        equal(self.client.verb('Resume', job), {}, 'refusals')
        wait(lambda: self.client.state(job) in (service.ERROR, service.TRANSFERRED), 180, 'an end')
        equal(self.client.state(job), state, self.error(job))
        complaints = [line for said in self.server.complaints for line in said.splitlines()]
        self.server.complaints.clear()
        equal(complaints[-3:], [], 'complaints of the server')

    def error(self, job):
        return self.client.job(job)[6].get('error')


def check(target, data):
    equal(target.data == data, True, f'the bytes of {target.path}')


def tries(target):
    """Requests that told something."""
    return [line for line in target.told if line]


@test
def each_protocol_signs_in_and_sends_each_byte_once(bench):
    for protocol in PROTOCOLS:
        for kind in KINDS:
            data = bench.file(2 * MEGABYTE + 7)
            target = bench.target(protocol, kind)
            job = bench.create(target.url, protocol)
            bench.sign_in(job, BASIC if kind == 'basic' else DIGEST)
            bench.resume(job)
            check(target, data)
            equal(target.received, len(data), f'bytes sent with {protocol}, {kind}')
            equal(target.told.count(None), 1, 'requests that said nothing')
            equal(bench.client.job(job)[2:4], (len(data), len(data)), 'progress')


@test
def the_way_is_found_out_although_the_server_asks(bench):
    for protocol in PROTOCOLS:
        data = bench.file(5000)
        target = bench.target(protocol, 'digest')
        job = bench.create(target.url)
        bench.sign_in(job)
        bench.resume(job)
        check(target, data)


@test
def a_server_that_is_not_asked_first_still_gets_the_file(bench):
    """Some wait for the body whatever the request says; some refuse to be asked."""
    for options, most in (({'deaf': True}, 2), ({'expect': 'no'}, 2)):
        data = bench.file(300000)
        for kind in ('basic', None):
            target = bench.target('put', kind, **options)
            job = bench.create(target.url, 'put')
            bench.sign_in(job)
            bench.resume(job)
            check(target, data)
            equal(target.received <= most * len(data), True, target.received)


@test
def without_a_word_or_with_a_wrong_one_it_ends_in_an_error(bench):
    for protocol in PROTOCOLS:
        for kind, scheme in (('basic', BASIC), ('digest', DIGEST)):
            data = bench.file(10000)
            target = bench.target(protocol, kind)
            job = bench.create(target.url, protocol)
            for password, count in ((None, 0), ('no', 1)):
                if password:
                    bench.sign_in(job, scheme, password)
                bench.resume(job, service.ERROR)
                equal(bench.error(job)[4], UNAUTHORIZED, 'status')
                equal(len(tries(target)), count, 'tries')
            bench.sign_in(job, scheme)
            bench.resume(job)
            check(target, data)


@test
def a_password_for_digest_is_never_told_as_it_is(bench):
    bench.file(10)
    target = bench.target('put', 'basic')
    job = bench.create(target.url, 'put')
    bench.sign_in(job, DIGEST)
    bench.resume(job, service.ERROR)
    equal(tries(target), [], 'what was told')


@test
def a_nonce_that_is_too_old_is_no_refusal(bench):
    for protocol in ('tus', 'resumable', 'bits'):
        data = bench.file(4 * MEGABYTE)
        target = bench.target(protocol, 'digest', lifetime=2, append=500000)
        job = bench.create(target.url, protocol)
        bench.sign_in(job)
        bench.resume(job)
        check(target, data)
        equal(target.nonce > 1, True, f'{target.nonce} nonces')


@test
def no_other_server_hears_of_it(bench):
    """Neither where a redirection leads, nor where the upload is made."""
    other = receiver.Receiver()
    data = bench.file(1000)
    stranger = other.target('put', 'elsewhere', asks='basic')
    target = bench.target('put', 'basic', faults=[('status', 307, [('Location', stranger.url)])])
    job = bench.create(target.url, 'put')
    bench.sign_in(job)
    bench.resume(job, service.ERROR)
    equal((bench.error(job)[4], set(stranger.told)), (UNAUTHORIZED, {None}), 'what it was told')
    stranger.asks = None
    bench.resume(job)  # the fault is over: it stays here
    check(target, data)


@test
def what_is_cancelled_is_withdrawn_in_the_same_name(bench):
    for protocol in ('tus', 'resumable', 'bits'):
        bench.file(3 * MEGABYTE)
        target = bench.target(protocol, 'digest', rate=MEGABYTE)
        job = bench.create(target.url, protocol)
        bench.sign_in(job)
        bench.client.verb('Resume', job)
        wait(lambda t=target: t.received > 100000, what='bytes')
        target.rate = 0
        equal(bench.client.verb('Cancel', job), {}, 'refusals')
        wait(lambda t=target: not t.sessions, 30, f'{protocol} to be withdrawn')


@test
def a_reply_comes_to_who_signed_in(bench):
    for protocol in PROTOCOLS:
        bench.file(100000)
        target = bench.target(protocol, 'digest', reply=b'thanks')
        job = bench.create(target.url, protocol, UPLOAD_REPLY)
        bench.sign_in(job)
        bench.resume(job)
        equal(bench.client.verb('Complete', job), {}, 'refusals')
        with open(os.path.join(bench.folder, f'reply-{bench.number}'), 'rb') as file:
            equal(file.read(), b'thanks', 'the reply')


@test
def a_proxy_and_the_server_hear_their_own(bench):
    for protocol in PROTOCOLS:
        for kind in ('basic', 'digest'):
            data = bench.file(MEGABYTE + 5)
            target = bench.target(protocol, kind)
            helper = proxy.Http()
            helper.asks = kind
            url = target.url.replace('127.0.0.1', 'far-away.test')
            job = bench.create(url, protocol, proxy=text(helper.url))
            bench.sign_in(job)
            bench.client.call('SetCredentials', '(suuss)', job, PROXY, BASIC, proxy.USER,
                              proxy.PASSWORD)
            bench.resume(job)
            check(target, data)
            equal([t for _, _, t in helper.requests].count(None), 1, 'requests that said nothing')
            equal(any('proxy-authorization' in h for _, h in target.requests), False, 'a leak')
            if kind == 'basic':
                equal(set(tries(target)) & {t for _, _, t in helper.requests}, set(), 'a mix')


@test
def a_tunnel_is_signed_in_for(bench):
    authority = certificates.Authority(bench.place.folder('authority'))
    secure = receiver.Receiver(certificates.context(
        authority.issue('web', host='DNS:far-away.test')))
    trust = GLib.Variant('ay', os.fsencode(authority.path) + b'\0')
    for protocol in PROTOCOLS:
        for kind in ('basic', 'digest'):
            data = bench.file(MEGABYTE + 5)
            target = secure.target(protocol, f'tunnel-{kind}', asks=kind)
            helper = proxy.Http()
            helper.asks = kind
            url = target.url.replace('127.0.0.1', 'far-away.test')
            job = bench.create(url, protocol, proxy=text(helper.url), **{'ca-file': trust})
            bench.client.call('SetCredentials', '(suuss)', job, PROXY, BASIC, proxy.USER, 'no')
            bench.resume(job, service.ERROR)
            equal((bench.error(job)[4], target.requests), (407, []), 'status, requests')
            bench.sign_in(job)
            bench.client.call('SetCredentials', '(suuss)', job, PROXY, BASIC, proxy.USER,
                              proxy.PASSWORD)
            bench.resume(job)
            check(target, data)
            equal({method for method, _, _ in helper.requests}, {'CONNECT'}, 'methods')
            equal(helper.overheard, {None}, 'what the proxy heard of the other')
            equal(any('proxy-authorization' in h for _, h in target.requests), False, 'a leak')
            equal(target.received, len(data), f'bytes sent with {protocol}, {kind}')


if __name__ == '__main__':
    with world.World() as the_place:
        sys.exit(run(Bench(the_place, receiver.Receiver(),
                           service.Service(the_place.connect()))))
