#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs that may not have more bytes than their owner says."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from gi.repository import GLib  # noqa: E402  (the path comes first)
from harness import server, service, world  # noqa: E402
from harness.tap import equal, run, test, wait  # noqa: E402

SIZE = 1000000
TOO_LARGE = 0x80200064  # BG_E_MAX_DOWNLOAD_SIZE_LIMIT_REACHED


def maximum(size):
    return {'maximum-download-size': GLib.Variant('t', size)}


def counts(web, *names):
    return [web.counts.get(f'/{name}', 0) for name in names]


def ends_too_large(client, job, index):
    wait(lambda: client.state(job) == service.ERROR, what='the error')
    error = client.job(job)[6]['error']
    equal((error[0] == 54, error[2], error[5]), (True, index, TOO_LARGE), 'error')


def on_disk(folder):
    return sum(os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder))


@test
def one_that_is_as_large_as_it_may_be_comes(place, web, client):
    for length in ('yes', 'no'):
        job = client.start(web.url(f'fits-{length}', size=SIZE, length=length),
                           place.folder(f'fits-{length}'), **maximum(SIZE))
        wait(lambda: client.state(job) == service.TRANSFERRED, what='its end')
        equal(client.job(job)[6]['maximum-download-size'], SIZE, 'property')


@test
def what_its_server_tells_is_enough(place, web, client):
    folder = place.folder('told')
    job = client.start(web.url('told', size=SIZE), folder, **maximum(SIZE - 1))
    ends_too_large(client, job, 0)
    equal(on_disk(folder), 0, 'bytes')
    equal(counts(web, 'told'), [1], 'requests')


@test
def one_without_length_ends_at_the_limit(place, web, client):
    folder = place.folder('silent')
    job = client.start(web.url('silent', size=10 * SIZE, length='no'), folder, **maximum(SIZE))
    ends_too_large(client, job, 0)
    equal(on_disk(folder) <= SIZE, True, 'bytes within the limit')
    equal(counts(web, 'silent'), [1], 'requests')


@test
def all_files_count(place, web, client):
    folder = place.folder('several')
    names = [f'several{i}' for i in range(4)]
    job = client.create(**maximum(2 * SIZE + SIZE // 2))
    for name in names[:3]:
        client.add(job, web.url(name, size=SIZE, length='no'), folder)
    client.add(job, web.url(names[3], size=SIZE // 4), folder)
    client.verb('Resume', job)
    ends_too_large(client, job, 2)
    equal(on_disk(folder) <= 2 * SIZE + SIZE // 2, True, 'bytes within the limit')
    equal([os.path.exists(bytes(file[4]['path']).rstrip(b'\0')) for file in client.files(job)],
          [False] * 4, 'files that are kept')

    # Whoever raises it goes on.
    client.call('SetProperties', '(sa{sv})', job, maximum(0))
    client.verb('Resume', job)
    wait(lambda: client.state(job) == service.TRANSFERRED, what='its end')
    client.verb('Complete', job)
    equal(on_disk(folder), 3 * SIZE + SIZE // 4, 'bytes')


@test
def sizes_that_are_known_need_no_server(place, web, client):
    folder = place.folder('known')
    job = client.create(**maximum(SIZE))
    size = GLib.Variant('t', SIZE // 2 + 1)
    for name in ('known0', 'known1'):
        client.add(job, web.url(name, size=SIZE // 2 + 1), folder, size=size)
    client.verb('Resume', job)
    ends_too_large(client, job, 0)
    equal(counts(web, 'known0', 'known1'), [0, 0], 'requests')


@test
def no_number_of_the_store_overflows(place, web, client):
    job = client.create(**maximum(2**63 - 1))
    equal(client.error_of('SetProperties', '(sa{sv})', job, maximum(2**63)), 'InvalidArgument',
          'error')
    equal(client.job(job)[6]['maximum-download-size'], 2**63 - 1, 'property')


if __name__ == '__main__':
    with world.World() as the_place:
        sys.exit(run(the_place, server.Server(), service.Service(the_place.connect())))
