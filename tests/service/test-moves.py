#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Another address for a file that was begun: what fits goes on, and nothing else replaces it."""
import base64
import contextlib
import os
import signal
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import server, service, world  # noqa: E402  (the path comes first)
from harness.service import GLib  # noqa: E402
from harness.tap import equal, run, test, wait  # noqa: E402

MIB = 1 << 20
SIZE = 8 * MIB


def move(client, job, url, index=0):
    client.call('SetRemoteName', '(sus)', job, index, url)


def begin(client, web, folder, name, connections=1, **more):
    """A suspended job with a part of its file on the disk; returns it and how much it has."""
    url = web.url(name, **{'size': SIZE, 'rate': 2 * MIB, 'etag': 'old'} | more)
    job = client.start(url, folder, 'file', **{
        'connections': GLib.Variant('u', connections), 'auto-complete': GLib.Variant('b', True)})
    wait(lambda: client.job(job)[3] > MIB // 2, what='some bytes')
    client.verb('Suspend', job)
    wait(lambda: client.call('GetSegments', '(su)', job, 0)[1] == 0, what='the end of the transfer')
    wait(lambda: 'temporary-path' in client.files(job)[0][4], what='the last sync')
    client.verb('Suspend', job)  # answered when the store has it
    return job, client.job(job)[3]


def ends(client, job, *states):
    wait(lambda: client.state(job) in states, 30, f'one of {states}')


def sent(web, name):
    """The Range fields of all requests for that path."""
    return [headers.get('Range') for path, headers in web.requests if path == f'/{name}']


def is_whole(folder, seed=0):
    with open(os.path.join(folder, 'file'), 'rb') as file:
        equal(file.read() == server.content(SIZE, seed), True, 'the bytes')


def error_of(client, job):
    return client.job(job)[6]['error'][6]


def crash(client):
    os.kill(client.pid(), signal.SIGKILL)
    wait(lambda: client.pid() == 0, what='the end of the service')


@test
def the_same_file_elsewhere_goes_on(place, web, client):
    """Also where nothing but its bytes tells that it is the same."""
    for number, more in enumerate(({'etag': 'old'}, {'etag': 'new'},
                                   {'etag': 'new', 'modified': 'Sun, 06 Nov 1994 08:49:37 GMT'})):
        folder = place.folder(f'same{number}')
        job, received = begin(client, web, folder, f'same{number}')
        move(client, job, web.url(f'other{number}', size=SIZE, **more))
        equal(client.job(job)[3], received, 'received')
        equal(client.files(job)[0][4]['url'], web.url(f'other{number}', size=SIZE, **more), 'url')
        client.verb('Resume', job)
        ends(client, job, service.ACKNOWLEDGED)
        is_whole(folder)
        first = int(sent(web, f'other{number}')[0].removeprefix('bytes=').partition('-')[0])
        equal(0 < first < received, True, f'the first byte asked for: {first} of {received}')


@test
def a_file_in_several_pieces_goes_on_over_several_connections(place, web, client):
    folder = place.folder('pieces')
    job, _ = begin(client, web, folder, 'pieces', connections=4)
    equal(len(client.call('GetSegments', '(su)', job, 0)[2]) > 1, True, 'several pieces')
    move(client, job, web.url('pieces2', size=SIZE, etag='new', rate=4 * MIB))
    client.verb('Resume', job)
    ends(client, job, service.ACKNOWLEDGED)
    is_whole(folder)
    equal(len(sent(web, 'pieces2')) > 1, True, 'several connections')


@test
def another_size_ends_in_error_and_the_old_address_goes_on(place, web, client):
    folder = place.folder('size')
    job, received = begin(client, web, folder, 'size')
    old = client.files(job)[0][4]['url']
    for size in (SIZE + 1, SIZE - 1, 1000):
        move(client, job, web.url(f'size{size}', size=size))
        client.verb('Resume', job)
        ends(client, job, service.ERROR)
        equal(str(size) in error_of(client, job), True, error_of(client, job))
        equal(client.job(job)[3], received, 'received')
    equal(client.job(job)[2], SIZE, 'the size')
    move(client, job, old.replace('rate', 'was'))
    client.verb('Resume', job)
    ends(client, job, service.ACKNOWLEDGED)
    is_whole(folder)


@test
def other_bytes_of_the_same_size_end_in_error(place, web, client):
    folder = place.folder('bytes')
    job, received = begin(client, web, folder, 'bytes', connections=3)
    move(client, job, web.url('bytes2', size=SIZE, seed=5, etag='old'))
    for _ in range(2):  # it does not get worse by trying again
        client.verb('Resume', job)
        ends(client, job, service.ERROR)
        equal('other bytes' in error_of(client, job), True, error_of(client, job))
        equal(client.job(job)[3], received, 'received')
    move(client, job, web.url('bytes3', size=SIZE, etag='third'))
    client.verb('Resume', job)
    ends(client, job, service.ACKNOWLEDGED)
    is_whole(folder)


@test
def a_server_that_sends_no_parts_ends_in_error(place, web, client):
    folder = place.folder('parts')
    job, received = begin(client, web, folder, 'parts')
    move(client, job, web.url('parts2', size=SIZE, ranges='no'))
    client.verb('Resume', job)
    ends(client, job, service.ERROR)
    equal('cannot continue' in error_of(client, job), True, error_of(client, job))
    equal(client.job(job)[3], received, 'received')
    client.verb('Cancel', job)
    equal(os.listdir(folder), [], 'the folder')


@test
def a_crash_forgets_neither_the_address_nor_the_doubt(place, web, client):
    folder = place.folder('crash')
    job, received = begin(client, web, folder, 'crash')
    move(client, job, web.url('crash2', size=SIZE, seed=9, etag='old'))
    crash(client)
    equal(client.job(job)[3] >= received - MIB, True, 'received')
    client.verb('Resume', job)
    ends(client, job, service.ERROR)
    equal('other bytes' in error_of(client, job), True, error_of(client, job))
    kept = client.job(job)[3]
    crash(client)
    equal(client.job(job)[3], kept, 'received')
    move(client, job, web.url('crash3', size=SIZE, etag='new', rate=2 * MIB))
    client.verb('Resume', job)
    wait(lambda: client.job(job)[3] > kept + MIB // 2, what='more bytes')
    wait(lambda: client.call('GetSegments', '(su)', job, 0)[2][0][1] > kept, what='them')
    crash(client)
    ends(client, job, service.ACKNOWLEDGED)
    is_whole(folder)


@test
def a_file_without_a_byte_comes_from_the_new_address_alone(place, web, client):
    folder = place.folder('fresh')
    job = client.start(web.url('gone', status=404), folder, 'file',
                       **{'auto-complete': GLib.Variant('b', True)})
    ends(client, job, service.ERROR)
    move(client, job, web.url('here', size=SIZE))
    client.verb('Resume', job)
    ends(client, job, service.ACKNOWLEDGED)
    is_whole(folder)


@test
def names_and_passwords_are_secrets_of_one_server(place, web, client):
    folder = place.folder('secret')
    job = client.create(**{'headers': GLib.Variant('as', ['X-Token: open', 'Cookie: swordfish'])})
    client.add(job, web.url('one', status=404), folder, 'file')
    url = web.url('two', status=404)
    move(client, job, url.replace('http://', 'http://me:swordfish@'))
    equal(client.files(job)[0][4]['url'], url, 'without the secret')
    line = 'Basic ' + base64.b64encode(b'me:swordfish').decode()
    with contextlib.closing(sqlite3.connect(place.queue)) as queue:
        equal('swordfish' in '\n'.join(queue.iterdump()), False, 'the store')

    def headers(name):
        client.verb('Resume', job)
        wait(lambda: any(path == f'/{name}' for path, _ in web.requests), what=name)
        ends(client, job, service.ERROR)
        return next(headers for path, headers in web.requests if path == f'/{name}')

    equal(headers('two').get('Authorization'), line, 'the new address')
    move(client, job, web.url('three', status=404))
    equal(headers('three').get('Authorization'), line, 'the same server')
    equal(headers('three').get('Cookie'), 'swordfish', 'the same server')
    move(client, job, web.url('four', status=404).replace('127.0.0.1', 'localhost'))
    got = headers('four')
    equal((got.get('Authorization'), got.get('Cookie'), got.get('X-Token')), (None, None, None),
          'another server')
    move(client, job, web.url('five', status=404))
    got = headers('five')
    equal((got.get('Authorization'), got.get('Cookie')), (None, 'swordfish'), 'the first server')
    client.verb('Cancel', job)


@test
def a_prefix_changes_all_files_that_are_not_complete(place, web, client):
    folder = place.folder('prefix')
    job = client.create()
    for name in ('a/one', 'a/two', 'b/three'):
        client.add(job, web.url(name, size=1000, status=404), folder)
    base = web.url('')
    replace = ('ReplaceRemotePrefix', '(sss)', job)
    equal(client.call(*replace, base + 'A/', base + 'c/'), (0,), 'none that begins so')
    equal(client.call(*replace, base + 'a/', base + 'c/'), (2,), 'two')
    urls = [file[4]['url'].partition('?')[0] for file in client.files(job)]
    equal(urls, [base + 'c/one', base + 'c/two', base + 'b/three'], 'addresses')
    equal(client.error_of(*replace, '', base), 'InvalidArgument')
    equal(client.error_of(*replace, base, ''), 'InvalidArgument')
    equal(client.error_of(*replace, base + 'c/', 'gopher://h/'), 'UnsupportedScheme')
    equal(client.error_of(*replace, base + 'c/', 'http://h/' + 'x' * 9000), 'StringTooLong')
    equal([file[4]['url'].partition('?')[0] for file in client.files(job)], urls, 'all or none')
    client.verb('Cancel', job)


@test
def who_runs_or_is_complete_keeps_the_address(place, web, client):
    folder = place.folder('states')
    job = client.start(web.url('slow', size=SIZE, rate=1000), folder)
    wait(lambda: client.state(job) == service.TRANSFERRING, what='bytes')
    new = ('SetRemoteName', '(sus)')
    equal(client.error_of(*new, job, 0, web.url('x')), 'InvalidState', 'it runs')
    client.verb('Suspend', job)
    equal(client.error_of(*new, job, 1, web.url('x')), 'InvalidArgument', 'no such file')
    equal(client.error_of(*new, job, 0, 'no address'), 'InvalidUrl')
    equal(client.error_of(*new, 'nobody', 0, web.url('x')), 'NotFound')
    client.verb('Cancel', job)
    equal(client.error_of(*new, job, 0, web.url('x')), 'InvalidState', 'it has ended')
    two = client.create()
    client.add(two, web.url('small', size=10), folder)
    client.add(two, web.url('missing', status=404), folder)
    client.verb('Resume', two)
    ends(client, two, service.ERROR)
    equal(client.error_of(*new, two, 0, web.url('x')), 'InvalidState', 'complete')
    move(client, two, web.url('small2', size=10), 1)
    client.verb('Resume', two)
    ends(client, two, service.TRANSFERRED)
    client.verb('Cancel', two)


if __name__ == '__main__':
    with world.World() as the_place:
        sys.exit(run(the_place, server.Server(), service.Service(the_place.connect())))
