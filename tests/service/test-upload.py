#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploads: every byte is right on the server, through faults and kills; little is sent twice."""
import os
import random
import signal
import sqlite3
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import receiver, service, world  # noqa: E402  (the path comes first)
from harness.service import GLib  # noqa: E402
from harness.tap import equal, run, test, wait  # noqa: E402

PROTOCOLS = ('put', 'tus', 'resumable', 'bits')
RESUMABLE = ('tus', 'resumable', 'bits')
MEGABYTE = 1024 * 1024
ROUNDS = 20 if os.environ.get('BG_TEST_LONG') else 3
UPLOAD, UPLOAD_REPLY = 1, 2


class Bench:
    """One world, one server, and the ways to bring them together."""

    def __init__(self, place, server, client):
        self.place, self.server, self.client = place, server, client
        self.folder = place.folder('upload')
        self.number = 0

    def file(self, size, seed=None):
        self.number += 1
        path = os.path.join(self.folder, f'file-{self.number}.bin')
        data = random.Random(seed or self.number).randbytes(size)
        with open(path, 'wb') as file:
            file.write(data)
        return path, data

    def target(self, protocol, **options):
        return self.server.target(protocol, f'target-{self.number}', **options)

    def create(self, path, url, kind=UPLOAD, protocol=None, reply=None, **properties):
        properties = {'minimum-retry-delay': GLib.Variant('u', 1)} | properties
        if protocol:
            properties['upload-protocol'] = GLib.Variant('s', protocol)
        job = self.client.call('CreateJob', '(sua{sv})', 'upload', kind, properties)[0]
        more = {'reply-file': GLib.Variant('ay', os.fsencode(reply) + b'\0')} if reply else {}
        self.client.add(job, url, os.path.dirname(path), os.path.basename(path), **more)
        return job

    def start(self, *arguments, **options):
        job = self.create(*arguments, **options)
        equal(self.client.verb('Resume', job), {}, 'refusals')
        return job

    def finish(self, job, state=service.TRANSFERRED, limit=60):
        ends = (service.ERROR, service.TRANSFERRED, service.ACKNOWLEDGED, service.CANCELLED)
        wait(lambda: self.client.state(job) in ends, limit, 'the end of the job')
        equal(self.client.state(job), state, f'state; {self.error(job)}')
        complaints = [line for text in self.server.complaints for line in text.splitlines()]
        self.server.complaints.clear()
        equal(complaints[-3:], [], 'complaints of the server')

    def error(self, job):
        """(code, context, file, address, HTTP status, code of BITS, message); None."""
        return self.client.job(job)[6].get('error')

    def kill(self):
        pid = self.client.pid()
        if pid:
            os.kill(pid, signal.SIGKILL)
            wait(lambda: self.client.pid() != pid, what='the end of the service')


def check(target, data):
    if target.data != data:
        raise AssertionError(f'{target.path}: the bytes are wrong')


@test
def each_protocol_brings_every_byte(bench):
    for protocol in PROTOCOLS:
        for size in (1, 5000, 3 * MEGABYTE + 7):
            path, data = bench.file(size)
            target = bench.target(protocol)
            job = bench.start(path, target.url, protocol=protocol)
            bench.finish(job)
            check(target, data)
            equal(target.received, size, f'bytes sent with {protocol}')
            equal(bench.client.job(job)[2:6], (size, size, 1, 1), 'progress')
            equal(bench.client.verb('Complete', job), {}, 'refusals')
            equal(bench.client.state(job), service.ACKNOWLEDGED, 'state')
            with open(path, 'rb') as file:
                equal(file.read() == data, True, 'the file of the owner is as it was')


@test
def an_empty_file_arrives_where_that_can_be_said(bench):
    for protocol in ('put', 'tus', 'resumable'):
        path, _ = bench.file(0)
        target = bench.target(protocol)
        bench.finish(bench.start(path, target.url, protocol=protocol))
        equal(target.data, b'', f'what {protocol} brought')
    path, _ = bench.file(0)
    job = bench.start(path, bench.target('bits').url, protocol='bits')
    bench.finish(job, service.ERROR)
    equal(bench.error(job)[5], 0x80200022, 'code of BITS')


@test
def the_way_is_found_out(bench):
    for protocol in PROTOCOLS:
        path, data = bench.file(5000)
        target = bench.target(protocol)
        bench.finish(bench.start(path, target.url))
        check(target, data)
    path, data = bench.file(5000)
    target = bench.target('bits', shy=True)
    bench.finish(bench.start(path, target.url))
    check(target, data)
    equal(target.packets()[0], 'Ping', 'the first packet')


@test
def what_is_cut_off_goes_on_at_the_offset_of_the_server(bench):
    for protocol in RESUMABLE:
        path, data = bench.file(2 * MEGABYTE)
        target = bench.target(protocol, faults=[('cut', 70000), ('lose',), ('cut', 1)])
        bench.finish(bench.start(path, target.url, protocol=protocol))
        check(target, data)
        # BITS keeps no part of a fragment, and each fault costs one at most.
        surplus = target.received - len(data)
        if surplus > 3 * MEGABYTE:
            raise AssertionError(f'{protocol}: {surplus} bytes were sent twice')


@test
def an_answer_that_is_lost_is_asked_for(bench):
    """The server has the bytes; none of them comes again."""
    for protocol in ('tus', 'resumable'):
        path, data = bench.file(3 * MEGABYTE)
        target = bench.target(protocol, faults=[('lose',), ('lose',)])
        bench.finish(bench.start(path, target.url, protocol=protocol))
        check(target, data)
        equal(target.received, len(data), f'bytes sent with {protocol}')
    path, data = bench.file(300000)
    target = bench.target('bits', faults=[('lose',)])
    bench.finish(bench.start(path, target.url, protocol='bits'))
    check(target, data)
    equal('Ping' in target.packets(), True, 'a Ping before it goes on')


@test
def a_put_begins_again(bench):
    path, data = bench.file(MEGABYTE)
    target = bench.target('put', faults=[('cut', 300000), ('status', 503, [('Retry-After', '1')])])
    job = bench.start(path, target.url, protocol='put')
    bench.finish(job)
    check(target, data)
    equal(target.count('PUT'), 3, 'requests')


@test
def another_method_takes_it_once(bench):
    for method in ('POST', 'PATCH'):
        chosen = {'http-method': GLib.Variant('s', method)}
        path, data = bench.file(MEGABYTE)
        target = bench.target('put', method=method)
        job = bench.start(path, target.url, protocol='put', **chosen)
        bench.finish(job)
        check(target, data)
        equal([m for m, _ in target.requests], [method], 'requests')
        equal(bench.client.job(job)[6]['http-method'], method, 'property')

        path, data = bench.file(MEGABYTE)
        target = bench.target('put', method=method, faults=[('lose',)])
        job = bench.start(path, target.url, protocol='put', **chosen)
        bench.finish(job, service.ERROR)
        equal([m for m, _ in target.requests], [method], 'requests')

    path, data = bench.file(MEGABYTE)
    target = bench.target('tus', faults=[('lose',)])
    bench.finish(bench.start(path, target.url, protocol='tus', **chosen))
    check(target, data)


@test
def an_upload_that_the_server_forgot_begins_anew(bench):
    for protocol in RESUMABLE:
        path, data = bench.file(3 * MEGABYTE)
        target = bench.target(protocol, faults=[('none',), ('gone',)])
        bench.finish(bench.start(path, target.url, protocol=protocol))
        check(target, data)


@test
def an_offset_that_moved_is_obeyed(bench):
    for protocol in RESUMABLE:
        path, data = bench.file(3 * MEGABYTE)
        target = bench.target(protocol, faults=[('none',), ('shift', 1000)])
        bench.finish(bench.start(path, target.url, protocol=protocol))
        check(target, data)


@test
def fragments_shrink_if_the_server_wants_that(bench):
    for protocol in ('tus', 'bits'):
        path, data = bench.file(MEGABYTE)
        target = bench.target(protocol, limit=20000)
        bench.finish(bench.start(path, target.url, protocol=protocol))
        check(target, data)
    path, data = bench.file(MEGABYTE)
    target = bench.target('resumable', append=50000)
    bench.finish(bench.start(path, target.url, protocol='resumable'))
    check(target, data)


@test
def a_no_of_the_server_is_final(bench):
    for status, code in ((403, 0x80190193), (401, 0x80190191), (413, 0x80200020)):
        path, _ = bench.file(1000)
        target = bench.target('put', faults=[('status', status, [])])
        job = bench.start(path, target.url, protocol='put')
        bench.finish(job, service.ERROR)
        equal((bench.error(job)[4], bench.error(job)[5]), (status, code), 'HTTP status, code')
        equal(list(bench.client.verb('Complete', job).values()), ['InvalidState'], 'Complete')
        equal(bench.client.verb('Resume', job), {}, 'refusals')
        bench.finish(job)
    path, _ = bench.file(MEGABYTE)
    target = bench.target('bits', faults=[('status', 500, [], 0x80200020)])
    job = bench.start(path, target.url, protocol='bits')
    bench.finish(job, service.ERROR)
    equal(bench.error(job)[5], 0x80200020, 'code of BITS')


@test
def a_server_that_speaks_another_protocol_is_told(bench):
    for protocol in ('resumable', 'bits'):
        path, _ = bench.file(1000)
        target = bench.target('put')
        job = bench.start(path, target.url, protocol=protocol)
        bench.finish(job, service.ERROR)
        equal(target.data, None, 'what the server took')


@test
def a_file_that_changes_meanwhile_is_no_upload(bench):
    for protocol in PROTOCOLS:
        path, data = bench.file(2 * MEGABYTE)
        target = bench.target(protocol, rate=MEGABYTE)
        job = bench.start(path, target.url, protocol=protocol)
        wait(lambda t=target: t.received > 100000, what='bytes')
        with open(path, 'r+b') as file:
            file.write(b'other')
        bench.finish(job, service.ERROR)
        equal(bench.error(job)[5], 0x8020001d, f'code of BITS with {protocol}')
        equal(bench.error(job)[1], 4, 'context')
        target.rate = 0
        target.data = None
        bench.client.verb('Resume', job)
        bench.finish(job)
        check(target, b'other' + data[5:])


@test
def a_file_must_be_one(bench):
    target = bench.target('put')
    path, _ = bench.file(10)
    link = os.path.join(bench.folder, 'link')
    os.symlink(path, link)
    pipe = os.path.join(bench.folder, 'pipe')
    os.mkfifo(pipe)

    def error_of(wrong, kind=UPLOAD, **options):
        job = bench.client.call('CreateJob', '(sua{sv})', 'upload', kind, {})[0]
        file = bench.client.file(target.url, os.path.dirname(wrong), os.path.basename(wrong),
                                 **options)
        return bench.client.error_of('AddFiles', '(sa(sa{sv}))', job, [file])

    equal(error_of(os.path.join(bench.folder, 'absent')), 'LocalFileNotFound', 'error')
    equal(error_of(link), 'AccessDenied', 'error')
    equal(error_of(pipe), 'InvalidArgument', 'error')
    equal(error_of(bench.folder), 'InvalidArgument', 'error')
    equal(error_of(path, mirrors=GLib.Variant('as', ['http://a/'])), 'InvalidArgument', 'error')
    job = bench.create(path, target.url)
    equal(bench.client.error_of('AddFiles', '(sa(sa{sv}))', job,
                                [bench.client.file(target.url, bench.folder, 'x')]),
          'TooManyFiles', 'error')
    equal(bench.client.error_of('CreateJob', '(sua{sv})', 'x', UPLOAD,
                                {'upload-protocol': GLib.Variant('s', 'ftp')}),
          'InvalidArgument', 'error')


@test
def a_server_that_comes_back_gets_the_rest(bench):
    for protocol in RESUMABLE:
        path, data = bench.file(3 * MEGABYTE)
        target = bench.target(protocol, rate=4 * MEGABYTE, faults=[('none',), ('cut', 10)])
        job = bench.start(path, target.url, protocol=protocol)
        wait(lambda t=target: not t.faults, what='the fault')
        bench.server.stop()
        wait(lambda j=job: bench.client.state(j) == service.TRANSIENT_ERROR, what='the failure')
        bench.server.start()
        bench.finish(job)
        check(target, data)


@test
def kills_at_random_moments_lose_nothing(bench):
    source = random.Random(int(os.environ.get('BG_TEST_SEED', '1')))
    for number in range(ROUNDS):
        for protocol in PROTOCOLS:
            path, data = bench.file(3 * MEGABYTE)
            target = bench.target(protocol, rate=2 * MEGABYTE)
            job = bench.start(path, target.url, protocol=protocol)
            kills = source.randint(1, 3)
            for _ in range(kills):
                time.sleep(source.uniform(0, 0.9))
                bench.kill()
                equal(bench.client.job(job)[0], job, 'the job after a kill')
            bench.finish(job)
            check(target, data)
            surplus = target.received - len(data)
            # What was confirmed counts: a fragment is lost with each kill at most, as an old
            # request may still be under way at the server when the next one comes.
            most = (3 if protocol == 'put' else 2) * MEGABYTE * kills
            if surplus > most:
                raise AssertionError(f'{protocol}: {surplus} bytes came twice, {kills} kills')


@test
def suspend_stops_and_resume_goes_on(bench):
    for protocol in RESUMABLE:
        path, data = bench.file(2 * MEGABYTE)
        target = bench.target(protocol, rate=2 * MEGABYTE)
        job = bench.start(path, target.url, protocol=protocol)
        wait(lambda t=target: t.received > 300000, what='bytes')
        bench.client.verb('Suspend', job)
        equal(bench.client.state(job), service.SUSPENDED, 'state')
        bench.client.verb('Resume', job)
        bench.finish(job)
        check(target, data)


@test
def the_speed_limit_counts(bench):
    path, data = bench.file(400000)
    target = bench.target('put')
    start = time.monotonic()
    job = bench.start(path, target.url, protocol='put',
                      **{'speed-limit': GLib.Variant('t', 200000)})
    bench.finish(job)
    check(target, data)
    # It cannot have been faster, however slow the machine is.
    equal(time.monotonic() - start > 1.5, True, 'it took its time')


@test
def the_reply_comes_into_its_place(bench):
    for protocol in PROTOCOLS:
        for reply in (b'received, thanks\n' * 5000, b''):
            path, data = bench.file(300000)
            target = bench.target(protocol, reply=reply)
            where = os.path.join(bench.folder, f'{protocol}-{len(reply)}.txt')
            with open(where, 'wb') as file:
                file.write(b'was here before')
            job = bench.start(path, target.url, UPLOAD_REPLY, protocol, where)
            bench.finish(job)
            check(target, data)
            properties = bench.client.job(job)[6]
            equal(properties['reply-bytes-transferred'], len(reply), 'bytes of the reply')
            equal(bench.client.job(job)[2:6], (300000, 300000, 1, 1), 'progress of the upload')
            equal(len(bench.client.files(job)), 1, 'files')
            equal(bench.client.verb('Complete', job), {}, 'refusals')
            with open(where, 'rb') as file:
                equal(file.read(), b'was here before', 'what was there')
            path = bytes(bench.client.job(job)[6]['reply-file']).rstrip(b'\0')
            equal(os.path.basename(path), f'{protocol}-{len(reply)} (1).txt'.encode(), 'name')
            with open(path, 'rb') as file:
                equal(file.read() == reply, True, f'the reply with {protocol}')


@test
def the_end_of_bits_may_be_lost(bench):
    path, data = bench.file(100000)
    target = bench.target('bits', lose_close=True)
    bench.finish(bench.start(path, target.url, protocol='bits'))
    check(target, data)
    equal(target.packets().count('Fragment'), 1, 'fragments')


@test
def a_reply_that_bits_told_in_vain_is_asked_for_again(bench):
    """The server says where it is with the last byte, and never again."""
    path, data = bench.file(100000)
    target = bench.target('bits', reply=b'received', faults=[('lose',)])
    where = path + '.reply'
    job = bench.start(path, target.url, UPLOAD_REPLY, 'bits', where)
    bench.finish(job)
    check(target, data)
    equal((target.sessions, target.packets().count('Cancel-Session')), ({}, 1), 'sessions')
    equal(bench.client.job(job)[2:6], (100000, 100000, 1, 1), 'progress')
    equal(bench.client.verb('Complete', job), {}, 'refusals')
    with open(where, 'rb') as file:
        equal(file.read(), b'received', 'the reply')


@test
def a_reply_that_is_here_outlives_its_session(bench):
    for kills in (False, True):
        path, data = bench.file(100000)
        target = bench.target('bits', reply=b'received', lose_close=True)
        where = path + '.reply'
        job = bench.create(path, target.url, UPLOAD_REPLY, 'bits', where,
                           **{'minimum-retry-delay': GLib.Variant('u', 3)})
        bench.client.verb('Resume', job)
        if kills:
            wait(lambda t=target: t.closed, what='the end of the session')
            bench.kill()
        bench.finish(job)
        check(target, data)
        equal((target.count('GET'), target.packets().count('Fragment')), (1, 1), 'requests')
        equal(bench.client.verb('Complete', job), {}, 'refusals')
        with open(where, 'rb') as file:
            equal(file.read(), b'received', 'the reply')


@test
def nobody_is_told_where_an_upload_goes(bench):
    path, _ = bench.file(2 * MEGABYTE)
    target = bench.target('tus', rate=MEGABYTE)
    job = bench.start(path, target.url, protocol='tus')
    wait(lambda: target.received > 0, what='bytes')
    secret = next(iter(target.sessions))
    equal(secret in repr(bench.client.job(job)) + repr(bench.client.files(job)), False, 'shown')
    with sqlite3.connect(bench.place.queue) as database:
        rows = database.execute('SELECT resource FROM uploads').fetchall()
    equal(any(row[0] and secret in row[0] for row in rows), True, 'kept before the first byte')
    target.rate = 0
    bench.finish(job)


@test
def a_cancelled_upload_is_withdrawn_from_the_server(bench):
    for protocol in RESUMABLE:
        for kills in (False, True):
            path, data = bench.file(3 * MEGABYTE)
            target = bench.target(protocol, rate=MEGABYTE, deletes_fail=2)
            job = bench.start(path, target.url, protocol=protocol)
            wait(lambda t=target: t.received > 100000, what='bytes')
            equal(bench.client.verb('Cancel', job), {}, 'refusals')
            target.rate = 0
            equal(bench.client.state(job), service.CANCELLED, 'state')
            if kills:
                bench.kill()
                equal(bench.client.state(job), service.CANCELLED, 'state after a kill')
            wait(lambda t=target: not t.sessions, what='the end of the session')
            equal((target.options['deletes_fail'], target.data), (0, None), 'tries, data')
            with open(path, 'rb') as file:
                equal(file.read() == data, True, 'the file of the owner')


@test
def what_has_arrived_is_not_withdrawn(bench):
    for protocol in RESUMABLE:
        path, data = bench.file(5000)
        target = bench.target(protocol)
        job = bench.start(path, target.url, protocol=protocol)
        bench.finish(job)
        equal(bench.client.verb('Cancel', job), {}, 'refusals')
        equal(bench.client.verb('Remove', job), {}, 'refusals')
        check(target, data)
        equal((target.count('DELETE'), 'Cancel-Session' in target.packets()), (0, False), protocol)


def main():
    with world.World() as place:
        return run(Bench(place, receiver.Receiver(), service.Service(place.connect())))


if __name__ == '__main__':
    sys.exit(main())
