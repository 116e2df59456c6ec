#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 of the service at any moment: no job is lost, no byte is wrong, little comes twice."""
import hashlib
import os
import random
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import server, service, world  # noqa: E402  (the path comes first)
from harness.tap import equal, run, test, wait  # noqa: E402

ROUNDS = 200 if os.environ.get('BG_TEST_LONG') else 12
SIZE = 12 * 1024 * 1024
RATE = 6 * 1024 * 1024

# The engine keeps what it has once a second; what came after may come again, plus what was on the
# way. A slow machine syncs late.
SLACK_SECONDS = 2


def kill(client):
    pid = client.pid()
    if pid:
        os.kill(pid, signal.SIGKILL)
        wait(lambda: client.pid() != pid, what='the end of the service')


def hash_of(path):
    with open(path, 'rb') as file:
        return hashlib.sha256(file.read()).hexdigest()


def finish(client, job, limit=60):
    """Polls to the end as a client does, which brings the service back if it is gone."""
    def ended():
        return client.state(job) in (service.ERROR, service.TRANSFERRED, service.ACKNOWLEDGED,
                                     service.CANCELLED)
    wait(ended, limit, 'the end of the job')


@test
def a_download_survives_kills_at_random_moments(place, web, client):
    source = random.Random(int(os.environ.get('BG_TEST_SEED', '1')))
    folder = place.folder('kills')
    for number in range(ROUNDS):
        url = web.url(f'file-{number}.bin', size=SIZE, seed=number, rate=RATE)
        job = client.start(url, folder, connections=service.GLib.Variant('u', 1))
        sent = web.bytes_sent
        kills = source.randint(1, 3)
        for _ in range(kills):
            time.sleep(source.uniform(0, 1.2))
            kill(client)
            equal(client.job(job)[0], job, 'the job after a kill')
        finish(client, job)
        equal(client.state(job), service.TRANSFERRED, 'state')
        equal(client.verb('Complete', job), {}, 'refusals')
        path = os.path.join(folder, f'file-{number}.bin')
        equal(hash_of(path), server.sha256(SIZE, number), f'SHA-256 of round {number}')
        surplus = web.bytes_sent - sent - SIZE
        if surplus > kills * SLACK_SECONDS * RATE:
            raise AssertionError(f'{surplus} bytes were fetched twice after {kills} kills')
    equal(sorted(os.listdir(folder)), sorted(f'file-{n}.bin' for n in range(ROUNDS)), 'the folder')


@test
def a_kill_while_several_files_arrive_loses_none(place, web, client):
    folder = place.folder('several')
    job = client.create()
    for number in range(6):
        url = web.url(f'{number}.bin', size=SIZE // 6, seed=number, rate=RATE / 6)
        client.add(job, url, folder)
    client.verb('Resume', job)
    for _ in range(3):
        time.sleep(0.5)
        kill(client)
        equal(client.job(job)[4], 6, 'files in all')
    finish(client, job)
    client.verb('Complete', job)
    for number in range(6):
        equal(hash_of(os.path.join(folder, f'{number}.bin')), server.sha256(SIZE // 6, number),
              'hash')


@test
def a_cancel_that_was_answered_stays_one(place, web, client):
    folder = place.folder('cancel')
    job = client.start(web.url('big.bin', size=SIZE, rate=RATE), folder)
    wait(lambda: client.job(job)[3] > 0, what='bytes')
    equal(client.verb('Cancel', job), {}, 'refusals')
    kill(client)
    equal(client.state(job), service.CANCELLED, 'state')
    wait(lambda: os.listdir(folder) == [], what='the part file to go')


@test
def a_job_that_was_removed_leaves_nothing(place, web, client):
    """Its transfers may make part files just after the Cancel: whenever the kill comes."""
    source = random.Random(int(os.environ.get('BG_TEST_SEED', '1')))
    folder = place.folder('removed')
    for number in range(ROUNDS):
        job = client.create()
        files = [client.file(web.url(f'{number}-{file}.bin', size=SIZE, rate=RATE), folder)
                 for file in range(20)]
        client.call('AddFiles', '(sa(sa{sv}))', job, files)
        client.verb('Resume', job)
        time.sleep(source.uniform(0, 0.04))
        equal(client.verb('Cancel', job), {}, 'refusals')
        equal(client.verb('Remove', job), {}, 'refusals')
        if source.random() < 0.9:
            kill(client)
        equal(client.job(job), None, 'the job')
        wait(lambda: os.listdir(folder) == [], what='the part files to go')


@test
def a_job_that_was_answered_is_there_after_a_kill(place, web, client):
    jobs = []
    for _ in range(5):
        jobs.append(client.create())
        kill(client)
    for job in jobs:
        equal(client.state(job), service.SUSPENDED, 'state')


@test
def a_suspended_job_stays_suspended(place, web, client):
    folder = place.folder('suspended')
    job = client.start(web.url('big.bin', size=SIZE, rate=RATE), folder)
    wait(lambda: client.job(job)[3] > 0, what='bytes')
    client.verb('Suspend', job)
    kill(client)
    equal(client.state(job), service.SUSPENDED, 'state')
    client.verb('Resume', job)
    finish(client, job)
    client.verb('Complete', job)
    equal(hash_of(os.path.join(folder, 'big.bin')), server.sha256(SIZE), 'hash')


if __name__ == '__main__':
    with world.World() as the_place:
        sys.exit(run(the_place, server.Server(), service.Service(the_place.connect())))
