#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom a job trusts on the way to its servers, and whom it says that it is."""
import os
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import certificates, proxy, server, service, world  # noqa: E402  (the path is first)
from harness.service import number, path, text  # noqa: E402
from harness.tap import Skip, equal, run, test, wait  # noqa: E402

CONTEXT_TRANSPORT = 6
TLS, CLIENT_CERTIFICATE = 0x80072f7d, 0x80072f0c
HOST, DATE, AUTHORITY, USAGE = 0x2, 0x4, 0x8, 0x10
SIZE = 100000


class Bench:
    """The service; an authority that nobody knows, and a server for which it vouches."""

    def __init__(self, place):
        self.place = place
        self.client = service.Service(place.connect())
        self.authority = certificates.Authority(place.folder('certificates'))
        self.web = self.server('good')
        self.ca = path(self.authority.path)

    def server(self, name, asks=None, **flaws):
        issued = self.authority.issue(name, **flaws)
        return server.Server(certificates.context(issued, asks))

    def start(self, name, url, **properties):
        properties = {key.replace('_', '-'): value for key, value in properties.items()}
        properties['minimum-retry-delay'] = number(1)
        return self.client.start(url, self.place.folder(name), **properties)

    def ends(self, job, state):
        """What a server of TLS 1.3 says of us may be lost with its connection, and then it is
        tried again."""
        over = (service.ERROR, service.TRANSFERRED)
        wait(lambda: self.client.state(job) in over, 60, 'an end')
        equal(self.client.state(job), state, self.client.job(job)[6].get('error'))

    def fails(self, job, bits, *words):
        self.ends(job, service.ERROR)
        error = self.client.job(job)[6]['error']
        equal((hex(error[5]), error[1]), (hex(bits), CONTEXT_TRANSPORT), error)
        for word in words:
            equal(word in error[6], True, error[6])

    def passes(self, job):
        self.ends(job, service.TRANSFERRED)

    def refusal(self, job, **change):
        change = {key.replace('_', '-'): value for key, value in change.items()}
        return self.client.error_of('SetProperties', '(sa{sv})', job, change)


@test
def nobody_is_trusted_whom_the_system_does_not_know(bench):
    bench.fails(bench.start('strict', bench.web.url('a', size=1)), TLS, 'unknown authority')


@test
def an_authority_of_the_job_is_trusted_by_it_alone(bench):
    job = bench.start('trust', bench.web.url('a', size=SIZE), ca_file=bench.ca)
    bench.passes(job)
    bench.client.verb('Complete', job)
    with open(os.path.join(bench.place.root, 'trust', 'a'), 'rb') as file:
        equal(file.read() == server.content(SIZE), True, 'bytes')
    bench.fails(bench.start('other-job', bench.web.url('a', size=1)), TLS)
    other = certificates.Authority(bench.place.folder('other-authority'), 'other')
    bench.fails(bench.start('other', bench.web.url('a', size=1), ca_file=path(other.path)), TLS)


@test
def through_a_tunnel_the_same_rules_hold(bench):
    for kind, helper in (('http', proxy.Http()), ('socks', proxy.Socks())):
        url = bench.web.url('t', size=SIZE).replace('127.0.0.1', 'localhost')
        bench.passes(bench.start(f'tunnel-{kind}', url, ca_file=bench.ca, proxy=text(helper.url)))
        bench.fails(bench.start(f'tunnel-{kind}-strict', url, proxy=text(helper.url)), TLS)
        bench.fails(bench.start(f'tunnel-{kind}-host', url.replace('localhost', 'far.test'),
                                ca_file=bench.ca, proxy=text(helper.url)), TLS, 'another host')
        equal(all(method in ('CONNECT', 'SOCKS') for method, _, _ in helper.requests), True,
              helper.requests)


@test
def a_flag_excuses_its_own_flaw_and_no_other(bench):
    flaws = {
        HOST: bench.server('wrong-host', host='DNS:elsewhere.test'),
        DATE: bench.server('expired', days=-1),
        AUTHORITY: bench.web,
        USAGE: bench.server('no-server', usage='clientAuth'),
    }
    every = sum(flaws)
    for flaw, web in flaws.items():
        trust = {} if flaw == AUTHORITY else {'ca_file': bench.ca}
        for flags, passes in ((0, False), (every - flaw, False), (flaw, True), (every, True)):
            job = bench.start(f'flag-{flaw}-{flags}', web.url('a', size=1),
                              security_flags=number(flags), **trust)
            if passes:
                bench.passes(job)
            else:
                bench.fails(job, TLS)


@test
def a_flaw_that_does_not_matter_hides_no_other(bench):
    webs = {HOST: bench.server('hides-host', host='DNS:elsewhere.test'),
            DATE: bench.server('hides-date', days=-1),
            USAGE: bench.server('hides-usage', usage='clientAuth')}
    for flaw, web in webs.items():
        job = bench.start(f'hidden-{flaw}', web.url('a', size=1), security_flags=number(AUTHORITY))
        bench.fails(job, TLS)
        job = bench.start(f'both-{flaw}', web.url('a', size=1),
                          security_flags=number(AUTHORITY | flaw))
        bench.passes(job)


@test
def who_has_to_say_who_it_is_does_so(bench):
    asking = bench.server('asks', asks=bench.authority)
    url = asking.url('a', size=1)
    job = bench.start('nobody', url, ca_file=bench.ca)
    bench.fails(job, CLIENT_CERTIFICATE)
    anna = bench.authority.issue('anna', usage='clientAuth')
    equal(bench.refusal(job, client_certificate=path(anna)), None)
    bench.client.verb('Resume', job)
    bench.passes(job)
    equal(set(asking.peers), {'anna'}, 'who asked')
    other = certificates.Authority(bench.place.folder('strangers'), 'strangers')
    job = bench.start('stranger', url, ca_file=bench.ca,
                      client_certificate=path(other.issue('eve', usage='clientAuth')))
    bench.ends(job, service.ERROR)
    equal(set(asking.peers), {'anna'}, 'who asked')


@test
def who_it_is_is_told_to_its_own_server_alone(bench):
    curious = bench.server('curious', asks=bench.authority)
    bert = path(bench.authority.issue('bert', usage='clientAuth'))
    job = bench.start('curious', bench.web.url('leads', redirect=curious.url('a', size=1)),
                      ca_file=bench.ca, client_certificate=bert)
    bench.fails(job, CLIENT_CERTIFICATE)
    equal(curious.peers, [], 'who asked')


@test
def an_upload_obeys_the_same_rules(bench):
    folder = bench.place.folder('upload')
    with open(os.path.join(folder, 'up'), 'wb') as file:
        file.write(b'up')
    for trust, status in (({}, 0), ({'ca-file': bench.ca}, 501)):
        job = bench.client.call('CreateJob', '(sua{sv})', 'up', 1,
                                {'upload-protocol': text('put')} | trust)[0]
        bench.client.add(job, bench.web.url('up'), folder, 'up')
        bench.client.verb('Resume', job)
        bench.ends(job, service.ERROR)
        equal(bench.client.job(job)[6]['error'][4], status, 'status')


@test
def a_file_that_cannot_be_used_is_refused(bench):
    folder = bench.place.folder('files')
    job = bench.client.create()
    names = {name: os.path.join(folder, name) for name in ('open', 'text', 'pipe', 'no-key')}
    os.mkfifo(names['pipe'])
    with open(names['text'], 'w', encoding='utf-8') as file:
        file.write('no certificate')
    with open(names['no-key'], 'w', encoding='utf-8') as file, \
            open(bench.authority.path, encoding='utf-8') as source:
        file.write(source.read())
    for name in ('text', 'no-key'):
        os.chmod(names[name], 0o600)
    os.rename(bench.authority.issue('open', usage='clientAuth'), names['open'])
    bads = [names['text'], names['pipe'], folder, names['text'] + '-not', 'relative.pem']
    for bad in bads:
        equal(bench.refusal(job, ca_file=path(bad)), 'InvalidArgument', bad)
        equal(bench.refusal(job, client_certificate=path(bad)), 'InvalidArgument', bad)
    equal(bench.refusal(job, client_certificate=path(names['no-key'])), 'InvalidArgument', 'key')
    for mode in (0o640, 0o604):
        os.chmod(names['open'], mode)
        try:
            bench.client.call('SetProperties', '(sa{sv})', job,
                              {'client-certificate': path(names['open'])})
            equal(oct(mode), 'refused')
        except service.GLib.Error as error:
            equal('chmod 600' in error.message, True, error.message)
    os.chmod(names['open'], 0o600)
    equal(bench.refusal(job, client_certificate=path(names['open'])), None)
    equal(bench.refusal(job, ca_file=path('/' + 'a' * 4095)), 'StringTooLong', 'length')
    secret = 'pkcs11:token=a;object=b?pin-value=Sesame'
    equal(bench.refusal(job, client_certificate=path(secret)), 'InvalidArgument', 'a PIN')
    equal(bench.refusal(job, security_flags=number(0x1)), 'NotSupported', 'revocation')
    equal(bench.refusal(job, security_flags=number(0x10000)), 'NotSupported', 'flag')


@test
def a_file_that_is_gone_is_told_and_may_come_back(bench):
    asking = bench.server('again', asks=bench.authority)
    carl = bench.authority.issue('carl', usage='clientAuth')
    job = bench.client.create(**{'ca-file': bench.ca, 'client-certificate': path(carl)})
    bench.client.add(job, asking.url('a', size=1), bench.place.folder('gone'))
    os.rename(carl, carl + '.away')
    bench.client.verb('Resume', job)
    bench.fails(job, CLIENT_CERTIFICATE, carl)
    os.rename(carl + '.away', carl)
    bench.client.verb('Resume', job)
    bench.passes(job)


@test
def settings_are_told_and_survive(bench):
    dora = bench.authority.issue('dora', usage='clientAuth')
    wishes = {'ca-file': bench.ca, 'client-certificate': path(dora), 'security-flags': number(6)}
    job, usual = bench.client.create(**wishes), bench.client.create()
    os.kill(bench.client.pid(), signal.SIGKILL)
    wait(lambda: bench.client.pid() == 0, what='its end')
    for key, wish in wishes.items():
        equal(bench.client.job(job)[6][key], wish.unpack(), key)
        equal(bench.client.job(usual)[6].get(key), None, key)
    for key, none in (('ca-file', path('')), ('client-certificate', path('')),
                      ('security-flags', number(0))):
        bench.client.call('SetProperties', '(sa{sv})', job, {key: none})
        equal(key in bench.client.job(job)[6], False, key)


if __name__ == '__main__':
    with world.World() as the_place:
        try:
            the_bench = Bench(the_place)
        except Skip as reason:
            print(f'1..0 # SKIP {reason}')
            sys.exit(0)
        sys.exit(run(the_bench))
