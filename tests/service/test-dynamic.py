#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that a server makes anew for each request: never a part of one."""
import os
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from gi.repository import GLib  # noqa: E402  (the path comes first)
from harness import server, service, world  # noqa: E402
from harness.service import number, strings  # noqa: E402
from harness.tap import equal, run, test, wait  # noqa: E402

DYNAMIC = {'dynamic-content': GLib.Variant('b', True)}
SIZE = 1500000


def ranges(web, name):
    with web.lock:
        return [headers.get('Range') for path, headers in web.requests if path == f'/{name}']


def bytes_of(client, job):
    return client.files(job)[0][2]


def has_content(client, job, size):
    client.verb('Complete', job)
    with open(bytes(client.files(job)[0][4]['path']).rstrip(b'\0'), 'rb') as file:
        equal(file.read() == server.content(size), True, 'bytes')


@test
def one_that_was_suspended_begins_anew(place, web, client):
    url = web.url('suspended', size=SIZE, rate=300000, slow=1)
    job = client.start(url, place.folder('suspended'), **DYNAMIC)
    wait(lambda: bytes_of(client, job) > 600000, what='bytes')
    client.verb('Suspend', job)
    client.verb('Resume', job)
    wait(lambda: client.state(job) == service.TRANSFERRED, what='its end')
    equal(ranges(web, 'suspended'), [None, None], 'ranges')
    has_content(client, job, SIZE)


@test
def one_that_was_cut_off_begins_anew(place, web, client):
    url = web.url('cut', size=SIZE, cut=SIZE // 2)
    job = client.start(url, place.folder('cut'), **DYNAMIC, **{'minimum-retry-delay': number(1)})
    wait(lambda: web.counts.get('/cut', 0) > 2, 30, 'three tries')
    client.verb('Cancel', job)
    equal(set(ranges(web, 'cut')), {None}, 'ranges')


@test
def a_crash_does_not_change_that(place, web, client):
    url = web.url('crash', size=SIZE, rate=300000, slow=1)
    job = client.start(url, place.folder('crash'), **DYNAMIC)
    wait(lambda: bytes_of(client, job) > 600000, what='bytes that are safe')
    os.kill(client.pid(), signal.SIGKILL)
    wait(lambda: client.pid() == 0, what='its end')
    equal(client.job(job)[6]['dynamic-content'], True, 'property')
    wait(lambda: client.state(job) == service.TRANSFERRED, what='its end')
    equal(ranges(web, 'crash'), [None, None], 'ranges')
    has_content(client, job, SIZE)


@test
def one_connection_fetches_it_from_one_server(place, web, client):
    other = server.Server()
    size = 8000000
    job = client.create(**DYNAMIC, connections=number(4))
    client.add(job, web.url('one', size=size, rate=4000000), place.folder('one'),
               checksum='sha-256:' + server.sha256(size),
               mirrors=strings(other.url('one', size=size)))
    client.verb('Resume', job)
    wait(lambda: client.state(job) == service.TRANSFERRED, what='its end')
    equal(ranges(web, 'one'), [None], 'ranges')
    equal(other.requests, [], 'requests of the mirror')
    has_content(client, job, size)


if __name__ == '__main__':
    with world.World() as the_place:
        sys.exit(run(the_place, server.Server(), service.Service(the_place.connect())))
