#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service on a disk that is too small: a real one, of 16 MiB, that only this test sees."""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import server, service, world  # noqa: E402  (the path comes first)
from harness.service import GLib  # noqa: E402
from harness.tap import Skip, equal, run, test, wait  # noqa: E402

MIB = 1 << 20
DISK = 16 * MIB
DISK_FULL = 0x80070070
OWN_MOUNTS = 'FERRY_TEST_OWN_MOUNTS'
PROPERTIES = {'auto-complete': GLib.Variant('b', True),
              'minimum-retry-delay': GLib.Variant('u', 1)}


def get_own_mounts():
    """Goes on in a process that may mount, if there can be one."""
    if OWN_MOUNTS in os.environ:
        return
    probe = ['mount', '-t', 'tmpfs', '-o', 'size=1m', 'none', '/mnt']
    os.environ[OWN_MOUNTS] = 'no'
    for own in (['unshare', '--mount'], ['unshare', '--mount', '--map-root-user']):
        try:
            subprocess.run([*own, *probe], check=True, capture_output=True, timeout=20)
        except (OSError, subprocess.SubprocessError):
            continue
        os.environ[OWN_MOUNTS] = 'yes'
        os.execvp(own[0], [*own, sys.executable, *sys.argv])


def make_disk(place, name):
    if os.environ[OWN_MOUNTS] != 'yes':
        raise Skip('nothing can be mounted here')
    folder = place.folder(name)
    subprocess.run(['mount', '-t', 'tmpfs', '-o', f'size={DISK}', 'none', folder], check=True)
    return folder


def fill(folder, size=None):
    """A file of that size, or one that leaves nothing."""
    path = os.path.join(folder, 'ballast')
    with open(path, 'wb', buffering=0) as file:
        try:
            while size is None or file.tell() < size:
                file.write(b'x' * (MIB if size is None else size))
        except OSError:
            if size is not None:
                raise
    return path


def failure(client, job):
    """What the service says of a job that waits for room: its sentence."""
    wait(lambda: client.state(job) == service.TRANSIENT_ERROR, what='a job that waits')
    error = client.job(job)[6]['error']
    equal((error[1], error[5]), (4, DISK_FULL), 'context, code')
    return error[6]


def is_whole(client, job, folder, name, size, seed=0):
    wait(lambda: client.state(job) == service.ACKNOWLEDGED, 60, 'the end of the job')
    with open(os.path.join(folder, name), 'rb') as file:
        equal(file.read() == server.content(size, seed), True, 'the bytes are right')


def requests(web, path):
    return [headers for asked, headers in web.requests if asked == path]


@test
def a_file_waits_for_room_and_goes_on(place, web, client):
    folder = make_disk(place, 'late')
    ballast = fill(folder, 8 * MIB)
    job = client.start(web.url('late', size=12 * MIB, rate=4 * MIB), folder, **PROPERTIES)
    message = failure(client, job)
    # A little may have come before, and taken its room.
    figures = re.search('needs (12\\.[0-9])\u00a0MB, ([78]\\.[0-9])\u00a0MB are free', message)
    equal(figures is not None, True, message)
    equal(len(requests(web, '/late')), 1, 'requests')

    # It looks again and again, and asks nobody.
    for _ in range(2):
        last = client.job(job)[6]['retry-at']
        wait(lambda last=last: client.job(job)[6]['retry-at'] > last, what='another look')
    equal((client.state(job), len(requests(web, '/late'))), (service.TRANSIENT_ERROR, 1),
          'state, requests')

    os.unlink(ballast)
    is_whole(client, job, folder, 'late', 12 * MIB)
    equal(os.listdir(folder), ['late'], 'the folder')


@test
def a_disk_that_becomes_full_meanwhile_loses_no_byte(place, web, client):
    folder = make_disk(place, 'full')
    job = client.start(web.url('full', size=12 * MIB, rate=2 * MIB, slow=1), folder,
                       connections=GLib.Variant('u', 1), **PROPERTIES)
    wait(lambda: client.job(job)[3] > MIB, what='the first bytes')
    ballast = fill(folder)
    message = failure(client, job)
    equal('No space left on device' in message, True, message)
    here = client.job(job)[3]
    equal(MIB < here < 12 * MIB, True, f'{here} bytes are here')

    os.unlink(ballast)
    is_whole(client, job, folder, 'full', 12 * MIB)
    ranges = [headers.get('Range') for headers in requests(web, '/full')]
    equal(ranges[0], None, 'the first range')
    equal(int(ranges[1].removeprefix('bytes=').rstrip('-')) >= MIB, True, ranges)


@test
def two_that_do_not_fit_together_come_one_after_the_other(place, web, client):
    folder = make_disk(place, 'two')
    first = client.start(web.url('one', size=9 * MIB, rate=3 * MIB), folder, **PROPERTIES)
    wait(lambda: client.job(first)[3] > 0, what='the first bytes')
    second = client.start(web.url('two', size=9 * MIB, seed=2), folder, **PROPERTIES)
    message = failure(client, second)
    equal('of which files ahead of it need' in message, True, message)
    is_whole(client, first, folder, 'one', 9 * MIB)
    equal(client.state(second), service.TRANSIENT_ERROR, 'state of the second')
    os.unlink(os.path.join(folder, 'one'))
    is_whole(client, second, folder, 'two', 9 * MIB, 2)


@test
def a_cancelled_job_gives_its_room_to_the_next(place, web, client):
    folder = make_disk(place, 'cancel')
    first = client.start(web.url('gone', size=14 * MIB, rate=MIB), folder, **PROPERTIES)
    wait(lambda: client.job(first)[3] > 0, what='the first bytes')
    second = client.start(web.url('next', size=14 * MIB), folder, **PROPERTIES)
    failure(client, second)
    client.verb('Cancel', first)
    is_whole(client, second, folder, 'next', 14 * MIB)
    equal(os.listdir(folder), ['next'], 'the folder')


@test
def a_job_waits_for_a_drive_and_goes_on_when_it_is_there(place, web, client):
    drive = make_disk(place, 'drive')
    folder = os.path.join(drive, 'videos')
    os.mkdir(folder)
    job = client.start(web.url('film', size=4 * MIB, rate=MIB, slow=1), folder,
                       connections=GLib.Variant('u', 1),
                       **{**PROPERTIES, 'minimum-retry-delay': GLib.Variant('u', 600)})
    wait(lambda: client.job(job)[3] > MIB, what='the first bytes')
    client.verb('Suspend', job)
    wait(lambda: client.state(job) == service.SUSPENDED, what='a job that stands')
    here, before = client.job(job)[3], len(requests(web, '/film'))
    subprocess.run(['mount', '-t', 'tmpfs', 'none', drive], check=True)  # another one in its place
    client.verb('Resume', job)
    wait(lambda: client.state(job) == service.TRANSIENT_ERROR, what='a job that waits')
    properties = client.job(job)[6]
    equal((properties['error'][5], properties['waits-for']), (0x80070003, 9), 'code, reason')
    equal((client.job(job)[3], len(requests(web, '/film'))), (here, before), 'bytes, requests')

    # Nobody waits the ten minutes until the next try.
    subprocess.run(['umount', drive], check=True)
    is_whole(client, job, folder, 'film', 4 * MIB)
    equal(requests(web, '/film')[before].get('Range') is not None, True, 'it went on')


@test
def a_file_carries_its_address_without_secrets(place, web, client):
    folder = place.folder('origin')
    page = 'http://someone:hush@a.example/page?id=1#top'
    for name, wish, query in (('open', {}, '?size=10'), ('secret', {'token': 'hush'}, '')):
        job = client.start(web.url(name, size=10, **wish), folder, **PROPERTIES,
                           headers=GLib.Variant('as', [f'Referer: {page}']))
        is_whole(client, job, folder, name, 10)
        path = os.path.join(folder, name)
        try:
            os.setxattr(path, 'user.probe', b'')
        except OSError as error:
            raise Skip(f'no extended attributes here: {error.strerror}') from error
        equal(os.getxattr(path, 'user.xdg.origin.url').decode(), web.url(name) + query, 'origin')
        equal(os.getxattr(path, 'user.xdg.referrer.url').decode(), 'http://a.example/page?id=1',
              'referrer')


if __name__ == '__main__':
    get_own_mounts()
    with world.World() as the_place:
        sys.exit(run(the_place, server.Server(), service.Service(the_place.connect())))
