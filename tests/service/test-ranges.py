#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of which only ranges are wanted: they are put together, one after the other."""
import hashlib
import os
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from gi.repository import GLib  # noqa: E402  (the path comes first)
from harness import server, service, world  # noqa: E402
from harness.service import number, strings, text  # noqa: E402
from harness.tap import equal, run, test, wait  # noqa: E402

SIZE = 4000000
TO_EOF = 2**64 - 1
INVALID_RANGE, INSUFFICIENT_RANGE_SUPPORT = 0x8020002b, 0x80200013


def ranges(*pairs):
    return GLib.Variant('a(tt)', pairs)


def content(pairs, size=SIZE, seed=0):
    return b''.join(
        server.content(size, seed, offset, size if length == TO_EOF else offset + length)
        for offset, length in pairs)


def start(client, url, folder, pairs, options=None, **properties):
    job = client.create(**({'minimum-retry-delay': number(1)} | properties))
    client.add(job, url, folder, ranges=ranges(*pairs), **(options or {}))
    equal(client.verb('Resume', job), {}, 'refusals')
    return job


def ends(client, job, state=service.TRANSFERRED):
    done = (service.ERROR, service.TRANSFERRED, service.CANCELLED)
    wait(lambda: client.state(job) in done, 60, 'its end')
    equal(client.state(job), state, f'state; {client.job(job)[6].get("error")}')


def has(client, job, wanted):
    equal(client.job(job)[2:4], (len(wanted), len(wanted)), 'bytes in all, and transferred')
    client.verb('Complete', job)
    with open(bytes(client.files(job)[0][4]['path']).rstrip(b'\0'), 'rb') as file:
        equal(file.read() == wanted, True, 'bytes')


def fails(client, job, bits_code):
    ends(client, job, service.ERROR)
    equal(client.job(job)[6]['error'][5], bits_code, 'code of BITS')


def asked(web, name):
    with web.lock:
        return [headers.get('Range') for path, headers in web.requests if path == f'/{name}']


@test
def they_come_in_the_order_in_which_they_are_wanted(place, web, client):
    for i, pairs in enumerate((
            [(0, 100)], [(100, 1)], [(2000, 100), (0, 100), (1999, 1)], [(0, TO_EOF)],
            [(SIZE - 1, TO_EOF)], [(SIZE - 500000, TO_EOF), (0, 500000), (700000, 3)],
            [(5, 1000000), (SIZE - 7, TO_EOF), (2000000, 1500000)],
            [(n * 8000, 4000) for n in reversed(range(500))])):
        job = start(client, web.url(f'order{i}', size=SIZE), place.folder(f'order{i}'), pairs)
        ends(client, job)
        has(client, job, content(pairs))
        equal(client.files(job)[0][4]['ranges'], pairs, 'property')


@test
def nothing_else_is_asked_for(place, web, client):
    pairs = [(1000, 10), (0, 10), (5000, TO_EOF)]
    job = start(client, web.url('few', size=6000), place.folder('few'), pairs,
                connections=number(1))
    ends(client, job)
    equal(asked(web, 'few'), ['bytes=1000-1009', 'bytes=0-9', 'bytes=5000-5999'], 'requests')
    has(client, job, content(pairs, 6000))


@test
def several_connections_share_them(place, web, client):
    pairs = [(3000000, 900000), (0, 1200000), (2000000, 700000)]
    job = start(client, web.url('many', size=SIZE, rate=1500000), place.folder('many'), pairs,
                connections=number(4))
    ends(client, job)
    has(client, job, content(pairs))
    wanted = [(o, o + n - 1) for o, n in pairs]
    for value in asked(web, 'many'):
        first, last = (int(part) for part in value.removeprefix('bytes=').split('-'))
        equal(any(a <= first <= last <= b for a, b in wanted), True, f'{value} is in one range')
    equal(len(asked(web, 'many')) > 3, True, 'more requests than ranges')


@test
def a_checksum_is_of_what_was_put_together(place, web, client):
    pairs = [(1000000, 500), (0, 500)]
    digest = hashlib.sha256(content(pairs)).hexdigest()
    other = server.Server()
    options = {'checksum': f'sha-256:{digest}', 'size': GLib.Variant('t', 1000),
               'mirrors': strings(other.url('mirror', size=SIZE))}
    job = start(client, web.url('gone', size=SIZE, status=404), place.folder('mirror'), pairs,
                options)
    ends(client, job)
    has(client, job, content(pairs))


@test
def a_server_without_parts_is_of_no_use(place, web, client):
    for pairs in ([(10, 10)], [(0, 10)], [(0, TO_EOF)]):
        name = f'whole{pairs[0][0]}-{pairs[0][1]}'
        job = start(client, web.url(name, size=1000, ranges='no'), place.folder(name), pairs)
        fails(client, job, INSUFFICIENT_RANGE_SUPPORT)
        equal(len(asked(web, name)), 1, 'requests')


@test
def a_server_that_sends_something_else_is_not_believed(place, web, client):
    for i, wish in enumerate(({'total': '*'}, {'more': 1}, {'before': 1}, {'total': 2**63})):
        for k, pairs in enumerate(([(10, 10), (30, 10)], [(10, TO_EOF)])):
            name = f'wrong{i}-{k}'
            if 'more' in wish and k == 1:
                continue
            job = start(client, web.url(name, size=1000, **wish), place.folder(name), pairs)
            fails(client, job, 0x8020001b)  # BG_E_INVALID_SERVER_RESPONSE


@test
def what_no_header_tells_of_is_not_taken(place, web, client):
    pairs = [(2000, 1000), (0, 1000), (1000, 10)]
    for surplus in (1, 500000):
        job = start(client, web.url(f'surplus{surplus}', size=SIZE, length='no', surplus=surplus),
                    place.folder(f'surplus{surplus}'), pairs, connections=number(1))
        ends(client, job)
        has(client, job, content(pairs))


@test
def without_a_tag_it_begins_anew_after_a_break(place, web, client):
    pairs = [(2000000, 700000), (0, 700000)]
    job = start(client, web.url('tagless', size=SIZE, rate=600000, slow=2, etag='no'),
                place.folder('tagless'), pairs, connections=number(4))
    wait(lambda: client.files(job)[0][2] > 900000, what='bytes')
    client.verb('Suspend', job)
    client.verb('Resume', job)
    ends(client, job)
    has(client, job, content(pairs))
    equal(asked(web, 'tagless'), ['bytes=2000000-2699999', 'bytes=0-699999'] * 2, 'requests')


@test
def sizes_are_known_before_a_server_is_asked(place, web, client):
    job = client.create(**{'maximum-download-size': GLib.Variant('t', 150)})
    client.add(job, web.url('sizes', size=1000), place.folder('sizes'), ranges=ranges((5, 100)))
    equal(client.job(job)[2], 100, 'bytes in all')
    client.add(job, web.url('sizes', size=1000), place.folder('more'), ranges=ranges((5, 100)))
    client.verb('Resume', job)
    fails(client, job, 0x80200064)  # BG_E_MAX_DOWNLOAD_SIZE_LIMIT_REACHED
    equal(asked(web, 'sizes'), [], 'requests')


@test
def a_range_that_is_not_there_ends_it(place, web, client):
    for i, pairs in enumerate(([(1000, 1)], [(999, 2)], [(1000, TO_EOF)], [(0, 10), (990, 11)],
                               [(2**63 - 2, 1)])):
        name = f'beyond{i}'
        job = start(client, web.url(name, size=1000), place.folder(name), pairs)
        fails(client, job, INVALID_RANGE)


@test
def what_was_cut_off_goes_on(place, web, client):
    pairs = [(3000000, 700000), (0, 900000)]
    job = start(client, web.url('cut', size=SIZE, cut=250000), place.folder('cut'), pairs)
    ends(client, job)
    has(client, job, content(pairs))


@test
def a_crash_takes_little_back(place, web, client):
    pairs = [(2000000, 1000000), (100000, 1000000), (3500000, TO_EOF)]
    job = start(client, web.url('crash', size=SIZE, rate=600000), place.folder('crash'), pairs,
                connections=number(1))
    for at in (700000, 1400000):
        wait(lambda: client.files(job)[0][2] > at, what='bytes')  # noqa: B023
        pid = client.pid()
        os.kill(pid, signal.SIGKILL)
        wait(lambda: client.pid() != pid, what='its end')  # noqa: B023
    before = web.bytes_sent
    wait(lambda: client.job(job)[3] > 0, what='what was kept')
    equal(client.job(job)[3] >= 700000, True, 'bytes that were kept')
    ends(client, job)
    equal(web.bytes_sent - before < 1900000, True, 'bytes that were sent after that')
    has(client, job, content(pairs))


@test
def a_file_that_changes_begins_anew(place, web, client):
    pairs = [(2000000, 1000000), (100000, 1000000)]
    job = start(client, web.url('change', size=SIZE, rate=600000), place.folder('change'), pairs)
    wait(lambda: client.files(job)[0][2] > 1200000, what='bytes')
    client.verb('Suspend', job)
    web.weather = lambda wish: wish | {'etag': 'two', 'seed': '7', 'rate': '0'}
    client.verb('Resume', job)
    ends(client, job)
    web.weather = lambda wish: wish
    has(client, job, content(pairs, seed=7))


@test
def so_does_one_with_another_address(place, web, client):
    pairs = [(2000000, 1000000), (100000, 1000000)]
    job = start(client, web.url('old', size=SIZE, rate=600000), place.folder('old'), pairs)
    wait(lambda: client.files(job)[0][2] > 1200000, what='bytes')
    client.verb('Suspend', job)
    client.call('SetRemoteName', '(sus)', job, 0, web.url('new', size=SIZE, seed=9))
    client.verb('Resume', job)
    ends(client, job)
    has(client, job, content(pairs, seed=9))


@test
def what_makes_no_sense_is_refused(place, web, client):
    folder, url = place.folder('refused'), web.url('refused', size=1000)

    def error_of(job, *pairs, **more):
        return client.error_of('AddFiles', '(sa(sa{sv}))', job,
                               [client.file(url, folder, ranges=ranges(*pairs), **more)])

    job = client.create()
    equal(error_of(job), 'InvalidArgument', 'none')
    equal(error_of(job, *[(i * 2, 1) for i in range(501)]), 'TooManyRanges', '501')
    equal(error_of(job, (0, 0)), 'InvalidRange', 'an empty one')
    equal(error_of(job, (TO_EOF, 1)), 'InvalidRange', 'from the end')
    equal(error_of(job, (2**63 - 1, 1)), 'InvalidRange', 'a long way')
    for pairs in ([(0, 10), (9, 1)], [(5, 5), (0, 6)], [(3, 4), (3, 4)], [(5, TO_EOF), (9, 1)],
                  [(0, TO_EOF), (5, TO_EOF)]):
        equal(error_of(job, *pairs), 'OverlappingRanges', str(pairs))
    equal(error_of(job, (0, 1), **{'follow-metalink': GLib.Variant('b', True)}),
          'InvalidArgument', 'a document')
    upload = client.call('CreateJob', '(sua{sv})', 'upload', 1, {})[0]
    equal(error_of(upload, (0, 1), name='file'), 'InvalidArgument', 'an upload')
    for key, value in (('dynamic-content', GLib.Variant('b', True)), ('http-method', text('POST'))):
        equal(error_of(client.create(**{key: value}), (0, 1)), 'NotSupported', key)
        job = client.create()
        equal(error_of(job, (0, 5), (5, 5)), None, 'those that touch')
        equal(client.error_of('SetProperties', '(sa{sv})', job, {key: value}), 'NotSupported', key)


if __name__ == '__main__':
    with world.World() as the_place:
        sys.exit(run(the_place, server.Server(), service.Service(the_place.connect())))
