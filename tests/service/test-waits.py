#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the service says that jobs wait for, and until when."""
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import server, service, world  # noqa: E402  (the path comes first)
from harness.network import Network  # noqa: E402
from harness.service import GLib  # noqa: E402
from harness.tap import equal, run, test, wait  # noqa: E402

NONE, TURN, SERVER_PLACES, NETWORK, METERED, SCHEDULE, POWER, RETRY, RETRY_AFTER, DISK = range(10)


def reason(client, job):
    return client.job(job)[6]['waits-for']


def waits_for(client, job, wanted):
    wait(lambda: reason(client, job) == wanted, what=f'the reason {wanted}')


@test
def more_jobs_than_may_run_wait_for_their_turn(place, web, client, network):
    folder = place.folder('turn')
    jobs = [client.start(web.url(f'turn{n}', size=10 << 20, rate=1000), folder) for n in range(6)]
    wait(lambda: [reason(client, job) for job in jobs].count(TURN) == 2, what='two that wait')
    equal([client.job(job)[6]['waits-until'] for job in jobs], [0] * 6, 'until')
    equal([reason(client, job) for job in jobs if client.state(job) == service.QUEUED],
          [TURN, TURN], 'those in the queue')
    client.verb('Cancel', *jobs)
    equal([reason(client, job) for job in jobs], [NONE] * 6, 'at the end')


@test
def a_job_beside_a_greedy_one_waits_for_a_connection(place, web, client, network):
    folder = place.folder('places')
    foreground = {'priority': GLib.Variant('u', 0), 'connections': GLib.Variant('u', 1)}
    jobs = [client.start(web.url(f'place{n}', size=10 << 20, rate=1000), folder, **foreground)
            for n in range(20)]
    wait(lambda: SERVER_PLACES in [reason(client, job) for job in jobs], what='no place')
    waiting = next(job for job in jobs if reason(client, job) == SERVER_PLACES)
    before = client.job(waiting)[6]['modified']
    client.verb('Cancel', *[job for job in jobs if job != waiting])
    waits_for(client, waiting, NONE)
    wait(lambda: client.state(waiting) == service.TRANSFERRING, what='its turn')
    equal(client.job(waiting)[6]['modified'] >= before, True, 'modified')
    client.verb('Cancel', waiting)


@test
def a_failure_is_followed_by_its_own_wait_or_the_servers(place, web, client, network):
    folder = place.folder('retry')
    job = client.start(web.url('broken', status=503), folder)
    waits_for(client, job, RETRY)
    equal(client.job(job)[6]['waits-until'], client.job(job)[6]['retry-at'], 'until')
    put_off = client.start(web.url('busy', status=503, retry_after=500), folder)
    waits_for(client, put_off, RETRY_AFTER)
    until = client.job(put_off)[6]['waits-until']
    equal(until > (time.time() + 400) * 1e6, True, 'until')
    client.verb('Suspend', job, put_off)
    equal([reason(client, job), reason(client, put_off)], [NONE, NONE], 'suspended')
    equal(client.job(put_off)[6]['waits-until'], 0, 'until')


@test
def a_network_that_is_back_ends_every_wait(place, web, client, network):
    folder = place.folder('network')
    jobs = [client.start(web.url('broken3', status=503, retry_after=500), folder),
            client.start('http://127.0.0.1:1/closed', folder,
                         **{'minimum-retry-delay': GLib.Variant('u', 500)})]
    for job, before, without in ((jobs[0], RETRY_AFTER, RETRY_AFTER), (jobs[1], RETRY, NETWORK)):
        waits_for(client, job, before)
        network.set_online(False)
        waits_for(client, job, without)
        count = client.job(job)[6]['error-count']
        network.set_online(True)
        wait(lambda: client.job(job)[6]['error-count'] > count, what='another try')
    client.verb('Cancel', *jobs)


@test
def a_poll_with_nothing_new_brings_nothing(place, web, client, network):
    folder = place.folder('free')
    job = client.start(web.url('broken2', status=503, retry_after=500), folder)
    waits_for(client, job, RETRY_AFTER)
    now = client.call('Refresh', '(t)', 0)[0]
    for _ in range(3):
        equal(client.call('Refresh', '(t)', now), (now, False, [], []), 'the answer')
    client.verb('Cancel', job)


if __name__ == '__main__':
    with Network() as the_network, world.World() as the_place:
        sys.exit(run(the_place, server.Server(), service.Service(the_place.connect()),
                     the_network))
