#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""GetSegments: which parts of a file are here, and where bytes arrive."""
import os
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import server, service, world  # noqa: E402  (the path comes first)
from harness.service import GLib  # noqa: E402
from harness.tap import equal, run, test, wait  # noqa: E402

MIB = 1 << 20


def segments(client, job, index=0):
    return client.call('GetSegments', '(su)', job, index)


def count(ranges):
    return sum(end - start for start, end in ranges)


@test
def a_new_file_is_of_unknown_size_and_empty(place, web, client):
    job = client.create()
    client.add(job, web.url('new'), place.folder('new'))
    equal(segments(client, job), (service.UNKNOWN, 0, [], []), 'segments')
    client.verb('Cancel', job)


@test
def several_connections_show_where_they_are(place, web, client):
    job = client.start(web.url('many', size=40 * MIB, rate=2 * MIB), place.folder('many'),
                       connections=GLib.Variant('u', 4))
    wait(lambda: segments(client, job)[1] == 4 and len(segments(client, job)[3]) == 4,
         what='four connections')
    size, connections, received, active = segments(client, job)
    equal(size, 40 * MIB, 'size')
    equal(connections, 4, 'connections')
    equal(len(received) >= 1, True, 'something is here')
    equal(len(active), 4, 'where bytes arrive')
    equal(sorted(active), active, 'the order')
    for start, end in active:
        equal(any(first <= start < last for first, last in received), False, 'missing there')
    client.verb('Suspend', job)
    wait(lambda: segments(client, job)[1] == 0, what='the end of the connections')
    wait(lambda: 'temporary-path' in client.files(job)[0][4], what='the last sync')
    client.verb('Suspend', job)  # answered when the store has it
    _, _, kept, active = segments(client, job)
    equal((count(kept) >= count(received), active), (True, []), 'what is kept')

    os.kill(client.pid(), signal.SIGKILL)
    wait(lambda: client.pid() == 0, what='the end of the service')
    equal(segments(client, job), (40 * MIB, 0, kept, []), 'the same after a crash')
    client.verb('Cancel', job)


@test
def a_finished_file_is_here(place, web, client):
    job = client.start(web.url('small', size=1000), place.folder('small'))
    wait(lambda: client.state(job) == service.TRANSFERRED, what='the end')
    equal(segments(client, job), (1000, 0, [(0, 1000)], []), 'transferred')
    client.verb('Complete', job)
    equal(segments(client, job), (1000, 0, [(0, 1000)], []), 'acknowledged')


@test
def what_is_not_there_has_no_segments(place, web, client):
    job = client.create()
    equal(client.error_of('GetSegments', '(su)', 'nobody', 0), 'NotFound')
    equal(client.error_of('GetSegments', '(su)', job, 0), 'InvalidArgument')
    client.verb('Cancel', job)


if __name__ == '__main__':
    with world.World() as the_place:
        sys.exit(run(the_place, server.Server(), service.Service(the_place.connect())))
