#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Redirections: followed, told or refused, as the owner of a job wants it."""
import os
import signal
import sys
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import certificates, server, service, world  # noqa: E402  (the path comes first)
from harness.server import PASSWORD, USER  # noqa: E402
from harness.service import number, path, strings  # noqa: E402
from harness.tap import equal, run, test, wait  # noqa: E402

REPORT, REFUSE, ALLOW_HTTP = 0x100, 0x200, 0x800
HTTP, REDIRECT_FAILED = 0x80190000, 0x80072f88
SIZE = 100000


def start(client, url, folder, flags=0, **properties):
    if flags:
        properties['security-flags'] = number(flags)
    return client.start(url, folder, **properties)


def ends(client, job, state):
    wait(lambda: client.state(job) in (service.ERROR, service.TRANSFERRED), 30, 'an end')
    equal(client.state(job), state, client.job(job)[6].get('error'))


def address(client, job):
    """As the job and its file have it: two questions, between which it may have changed."""
    wait(lambda: client.job(job)[6]['address'] == client.files(job)[0][4]['url'],
         what='one address')
    return client.job(job)[6]['address']


def kill(client):
    os.kill(client.pid(), signal.SIGKILL)
    wait(lambda: client.pid() == 0, what='its end')


def told(web, name, header):
    with web.lock:
        return {headers.get(header) for p, headers in web.requests if p == f'/{name}'}


@test
def without_a_word_the_address_stays(place, web, client):
    url = web.url('silent', redirect=web.url('silent-target', size=SIZE))
    job = start(client, url, place.folder('silent'))
    ends(client, job, service.TRANSFERRED)
    equal(address(client, job), url, 'address')


@test
def a_reported_redirection_gives_the_last_address(place, web, client):
    target = web.url('last', size=SIZE)
    url = web.url('first', redirect=web.url('second', redirect=target))
    job = start(client, url, place.folder('report'), REPORT)
    ends(client, job, service.TRANSFERRED)
    equal(address(client, job), target, 'address')
    kill(client)
    equal(address(client, job), target, 'address after a crash')
    client.verb('Complete', job)
    file = bytes(client.files(job)[0][4]['path']).rstrip(b'\0')
    with open(file, 'rb') as content:
        equal(content.read() == server.content(SIZE), True, 'bytes')


@test
def the_next_try_goes_there_at_once(place, web, client):
    target = web.url('slow', size=3000000, rate=300000)
    job = start(client, web.url('once', redirect=target), place.folder('once'), REPORT,
                connections=number(1))
    wait(lambda: place.kept_bytes(target) > 0, what='bytes that are safe')
    kill(client)
    wait(lambda: client.job(job) is not None, what='the service')
    ends(client, job, service.TRANSFERRED)
    equal(web.counts['/once'], 1, 'requests of the old address')
    ranges = [headers.get('Range') for p, headers in web.requests if p == '/slow']
    equal(len(ranges), 2, 'requests of the new one')
    equal(int(ranges[1].removeprefix('bytes=').partition('-')[0]) > 0, True, ranges)


@test
def a_refused_redirection_is_an_error_and_gives_its_address(place, web, client):
    for status in (301, 302, 303, 307, 308):
        target = web.url(f'refused-target-{status}', size=1)
        url = web.url(f'refused-{status}', redirect=target, status=status)
        job = start(client, url, place.folder(f'refused-{status}'), REFUSE)
        ends(client, job, service.ERROR)
        error = client.job(job)[6]['error']
        equal((error[4], hex(error[5])), (status, hex(HTTP + status)), error)
        equal(address(client, job), target, 'address')
        equal(web.counts.get(f'/refused-target-{status}'), None, 'requests of the new address')
        client.verb('Resume', job)
        ends(client, job, service.TRANSFERRED)


@test
def what_is_no_address_is_not_taken_for_one(place, web, client):
    for name, target, more in (('file', 'file:///etc/passwd', {}), ('none', 'http://', {}),
                               ('long', 'http://a/', {'pad': 9000})):
        url = web.url(f'bad-{name}', redirect=target, **more)
        job = start(client, url, place.folder(f'bad-{name}'), REFUSE)
        ends(client, job, service.ERROR)
        equal(client.job(job)[6]['error'][4], 302, 'status')
        equal(address(client, job), url, 'address')


@test
def what_is_for_one_server_does_not_go_along(place, web, client):
    other = server.Server()
    target = other.url('private', size=20000000, rate=400000)
    url = web.url('private', redirect=target, auth='basic')
    url = url.replace('http://', f'http://{USER}:{urllib.parse.quote(PASSWORD)}@')
    job = start(client, url, place.folder('private'), REPORT, headers=strings('X-Mine: 1'))
    client.call('SetCredentials', '(suuss)', job, 1, 1, USER, PASSWORD)
    wait(lambda: client.files(job)[0][2] > 0, 30, 'bytes')
    equal(address(client, job), target, 'address')
    equal('1' in told(web, 'private', 'X-Mine'), True, 'headers of its own server')
    client.verb('Suspend', job)
    count = len(other.requests)
    client.verb('Resume', job)
    wait(lambda: len(other.requests) > count, what='another request')
    client.verb('Cancel', job)
    for header in ('X-Mine', 'Authorization'):
        equal(told(other, 'private', header), {None}, header)


@test
def who_the_job_is_does_not_go_along(place, web, client):
    authority = certificates.Authority(place.folder('certificates'))
    anna = authority.issue('anna', usage='clientAuth')
    other = server.Server(certificates.context(authority.issue('other'), asks=authority))
    own = server.Server(certificates.context(authority.issue('own'), asks=authority))
    target = other.url('identity', size=1)
    job = start(client, own.url('identity', redirect=target), place.folder('identity'), REFUSE,
                **{'ca-file': path(authority.path), 'client-certificate': path(anna),
                   'minimum-retry-delay': number(1)})
    ends(client, job, service.ERROR)
    equal(set(own.peers), {'anna'}, 'who asked')
    equal(address(client, job), target, 'address')
    client.verb('Resume', job)
    ends(client, job, service.ERROR)
    equal(other.peers, [], 'who asked')


@test
def no_redirection_leads_out_of_encryption_unless_it_may(place, web, client):
    authority = certificates.Authority(place.folder('down'))
    safe = server.Server(certificates.context(authority.issue('safe')))
    url = safe.url('down', redirect=web.url('plain', size=1))
    trust = {'ca-file': path(authority.path)}
    job = start(client, url, place.folder('down-refused'), **trust)
    ends(client, job, service.ERROR)
    equal(hex(client.job(job)[6]['error'][5]), hex(REDIRECT_FAILED), 'code')
    equal(web.counts.get('/plain'), None, 'requests')
    job = start(client, url, place.folder('down-report'), REPORT, **trust)
    ends(client, job, service.ERROR)
    equal(address(client, job), url, 'address')
    for flags in (ALLOW_HTTP, ALLOW_HTTP | REPORT):
        job = start(client, url, place.folder(f'down-{flags}'), flags, **trust)
        ends(client, job, service.TRANSFERRED)


@test
def to_report_and_to_refuse_exclude_each_other(place, web, client):
    job = client.create()
    equal(client.error_of('SetProperties', '(sa{sv})', job,
                          {'security-flags': number(REPORT | REFUSE)}), 'InvalidArgument')
    equal(client.error_of('SetProperties', '(sa{sv})', job, {'security-flags': number(0x400)}),
          'NotSupported')


if __name__ == '__main__':
    with world.World() as the_place:
        sys.exit(run(the_place, server.Server(), service.Service(the_place.connect())))
