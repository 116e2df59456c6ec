#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service over a real bus, as its contract has it: calls, errors, polls, signals, its life."""
import os
import signal
import sqlite3
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import server, service, world  # noqa: E402  (the path comes first)
from harness.service import GLib  # noqa: E402
from harness.tap import equal, run, test, wait  # noqa: E402

ONCE = {'no-progress-timeout': GLib.Variant('u', 0)}


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def ended(client, job, *states, limit=20):
    wait(lambda: client.state(job) in states, limit, f'one of the states {states}')


@test
def a_job_goes_from_suspended_to_acknowledged(place, web, client):
    folder = place.folder('life')
    job = client.create('a name')
    equal(client.state(job), service.SUSPENDED, 'state at first')
    client.add(job, web.url('a.bin', size=100000), folder)
    equal(client.verb('Resume', job), {}, 'refusals')
    ended(client, job, service.TRANSFERRED)
    equal(client.job(job)[2:6], (100000, 100000, 1, 1), 'progress')
    equal(client.files(job)[0][3], False, 'completed before Complete')
    equal(os.path.exists(os.path.join(folder, 'a.bin')), False, 'the file before Complete')
    equal(client.call('Complete', '(as)', [job]), ([], []), 'partial, refused')
    equal(client.state(job), service.ACKNOWLEDGED, 'state at the end')
    equal(client.files(job)[0][3], True, 'completed')
    equal(read(os.path.join(folder, 'a.bin')), server.content(100000), 'bytes')
    equal(os.listdir(folder), ['a.bin'], 'the folder')
    equal(client.verb('Remove', job), {}, 'refusals')
    equal(client.job(job), None, 'the job')


@test
def a_job_can_complete_by_itself(place, web, client):
    folder = place.folder('auto')
    job = client.start(web.url('a.bin', size=10), folder,
                       **{'auto-complete': GLib.Variant('b', True)})
    ended(client, job, service.ACKNOWLEDGED)
    equal(read(os.path.join(folder, 'a.bin')), server.content(10), 'bytes')


@test
def a_body_that_ends_with_a_full_buffer_ends_at_once(place, web, client):
    folder = place.folder('full')
    for megabytes in (1, 2, 4, 8, 16):
        job = client.start(web.url(f'{megabytes}.bin', size=megabytes << 20), folder)
        ended(client, job, service.TRANSFERRED)  # which waits for less than the engine would


@test
def a_taken_name_gets_a_number_and_nothing_is_replaced(place, web, client):
    folder = place.folder('taken')
    for name in ('a.tar.gz', 'a (1).tar.gz'):
        with open(os.path.join(folder, name), 'w', encoding='utf-8') as file:
            file.write('mine')
    job = client.start(web.url('a.tar.gz', size=10), folder)
    ended(client, job, service.TRANSFERRED)
    client.verb('Complete', job)
    equal(read(os.path.join(folder, 'a.tar.gz')), b'mine', 'the first')
    equal(read(os.path.join(folder, 'a (1).tar.gz')), b'mine', 'the second')
    equal(read(os.path.join(folder, 'a (2).tar.gz')), server.content(10), 'ours')
    path = os.path.join(folder, 'a (2).tar.gz')
    equal(bytes(client.files(job)[0][4]['path']).rstrip(b'\0'), path.encode(), 'path')


@test
def the_server_names_the_file_unless_the_owner_did(place, web, client):
    folder = place.folder('names')
    disposition = 'attachment; filename="../../evil/name.txt"'
    for name, wanted in ((None, 'name.txt'), ('mine.txt', 'mine.txt')):
        job = client.start(web.url('x', size=3, disposition=disposition), folder, name)
        ended(client, job, service.TRANSFERRED)
        client.verb('Complete', job)
        equal(os.path.exists(os.path.join(folder, wanted)), True, wanted)
    equal(sorted(os.listdir(folder)), ['mine.txt', 'name.txt'], 'the folder')


@test
def bad_input_is_refused_by_name(place, web, client):
    folder = place.folder('bad')
    job = client.create()
    files = lambda *file: ('AddFiles', '(sa(sa{sv}))', job, [client.file(*file)])
    good = web.url('a')
    equal(client.error_of(*files('not an address', folder)), 'InvalidUrl')
    equal(client.error_of(*files('http://', folder)), 'InvalidUrl')
    equal(client.error_of(*files('gopher://example.org/1', folder)), 'UnsupportedScheme')
    equal(client.error_of(*files('file:///etc/passwd', folder)), 'UnsupportedScheme')
    equal(client.error_of(*files(good, '/nonexistent/folder')), 'FolderNotFound')
    equal(client.error_of(*files(good, 'relative')), 'InvalidArgument')
    for name in ('', '.', '..', 'a/b', 'a\n', 'x' * 256):
        equal(client.error_of(*files(good, folder, name)), 'InvalidArgument', repr(name))
    equal(client.error_of(*files(good, folder, None, 'sha-256:12')), 'InvalidArgument')
    equal(client.error_of(*files(good + '/' + 'x' * 10000, folder)), 'StringTooLong')
    equal(client.error_of('CreateJob', '(sua{sv})', '', 0, {}), 'InvalidArgument')
    equal(client.error_of('CreateJob', '(sua{sv})', 'x' * 257, 0, {}), 'StringTooLong')
    equal(client.error_of('CreateJob', '(sua{sv})', 'x', 3, {}), 'NotSupported')
    equal(client.error_of('GetFiles', '(st)', 'no-such-job', 0), 'NotFound')
    for key, value in (('priority', GLib.Variant('u', 4)), ('priority', GLib.Variant('s', 'high')),
                       ('connections', GLib.Variant('u', 33)), ('nonsense', GLib.Variant('u', 1)),
                       ('speed-limit', GLib.Variant('t', 1)),
                       ('speed-limit', GLib.Variant('t', 1023)),
                       ('speed-limit', GLib.Variant('t', service.UNKNOWN)),
                       ('speed-limit', GLib.Variant('u', 2048)),
                       ('headers', GLib.Variant('as', ['Range: bytes=0-'])),
                       ('headers', GLib.Variant('as', ['X: a\r\nY: b'])),
                       ('headers', GLib.Variant('as', ['no colon']))):
        equal(client.error_of('SetProperties', '(sa{sv})', job, {key: value}), 'InvalidArgument',
              key)
    equal(client.job(job)[4], 0, 'files')
    equal(client.verb('Resume', job), {job: 'Empty'}, 'refusals')
    equal(client.verb('Suspend', 'no-such-job', job), {'no-such-job': 'NotFound'}, 'refusals')
    equal(client.verb('Remove', job), {job: 'InvalidState'}, 'refusals')
    client.verb('Cancel', job)
    equal(client.verb('Resume', job), {job: 'InvalidState'}, 'refusals')
    equal(os.listdir(folder), [], 'the folder')


@test
def a_missing_file_is_an_error_that_a_retry_can_heal(place, web, client):
    folder = place.folder('missing')
    job = client.start(web.url('once', size=5, status=404, fail=1), folder)
    ended(client, job, service.ERROR)
    code, context, index, url, status, bits, message = client.job(job)[6]['error']
    equal((context, index, status, bits), (5, 0, 404, 0x80190194), 'error')
    client.verb('Resume', job)
    ended(client, job, service.TRANSFERRED)
    equal(client.job(job)[6].get('error'), None, 'error after success')


@test
def one_bad_file_does_not_hinder_the_others(place, web, client):
    folder = place.folder('partial')
    job = client.create()
    client.add(job, web.url('good', size=5), folder)
    client.add(job, web.url('bad', status=404), folder)
    client.add(job, web.url('fine', size=6), folder)
    client.verb('Resume', job)
    ended(client, job, service.ERROR)
    equal(client.job(job)[5], 2, 'files transferred')
    equal(client.job(job)[6]['error'][2], 1, 'index of the bad one')
    equal(client.call('Complete', '(as)', [job]), ([job], []), 'partial, refused')
    equal(sorted(os.listdir(folder)), ['fine', 'good'], 'the folder')


@test
def a_busy_server_is_asked_again_when_it_said(place, web, client):
    folder = place.folder('busy')
    delay = {'minimum-retry-delay': GLib.Variant('u', 1)}
    job = client.start(web.url('busy', size=5, status=503, fail=1, retry_after=2), folder, **delay)
    ended(client, job, service.TRANSIENT_ERROR)
    properties = client.job(job)[6]
    equal(properties['error'][4], 503, 'status')
    waits = properties['retry-at'] - properties['modified']
    if not 1900000 <= waits <= 2600000:
        raise AssertionError(f'waits {waits} microseconds')
    ended(client, job, service.TRANSFERRED)
    equal(client.job(job)[6]['error-count'], 1, 'failed tries')


@test
def without_patience_every_error_is_final(place, web, client):
    folder = place.folder('patience')
    job = client.start(web.url('busy', status=503), folder, **ONCE)
    ended(client, job, service.ERROR)
    job = client.start('http://127.0.0.1:1/closed', folder, **ONCE)
    ended(client, job, service.ERROR)


@test
def a_wrong_checksum_keeps_nothing(place, web, client):
    folder = place.folder('checksum')
    job = client.start(web.url('a', size=1000), folder, None, 'sha-256:' + '0' * 64)
    ended(client, job, service.ERROR)
    equal(client.job(job)[6]['error'][1], 2, 'context')
    equal(os.listdir(folder), [], 'the folder')
    job = client.start(web.url('a', size=1000), folder, None,
                       'SHA256:' + server.sha256(1000).upper())
    ended(client, job, service.TRANSFERRED)


@test
def cancel_leaves_nothing_behind(place, web, client):
    folder = place.folder('cancel')
    job = client.start(web.url('a', size=10000000, rate=1000000), folder)
    wait(lambda: client.job(job)[3] > 0, what='bytes')
    equal(len(os.listdir(folder)), 1, 'a part file')
    equal(os.listdir(folder)[0][0], '.', 'its hidden name')
    client.verb('Cancel', job)
    equal(client.state(job), service.CANCELLED, 'state')
    equal(os.listdir(folder), [], 'the folder')


@test
def headers_go_to_the_server_and_secrets_stay_out_of_the_store(place, web, client):
    folder = place.folder('headers')
    headers = GLib.Variant('as', ['X-Colour: blue', 'X-Api-Key: hunter2'])
    url = web.url('secret', size=3).replace('://', '://user:swordfish@')
    job = client.start(url, folder, headers=headers)
    ended(client, job, service.TRANSFERRED)
    sent = next(h for path, h in web.requests if path == '/secret')
    equal((sent['X-Colour'], sent['X-Api-Key']), ('blue', 'hunter2'), 'headers')
    equal(sent['Authorization'], 'Basic dXNlcjpzd29yZGZpc2g=', 'sign-in')
    equal(sent['Accept-Encoding'], 'identity', 'coding')
    state = os.path.join(place.environment['XDG_STATE_HOME'], 'ferry')
    kept = b''.join(read(os.path.join(state, name)) for name in os.listdir(state))
    for secret in (b'hunter2', b'swordfish', b'dXNlcjpzd29yZGZpc2g'):
        equal(secret in kept, False, f'{secret} in the store')
    equal(b'X-Colour' in kept, True, 'the open header in the store')
    equal('swordfish' in str(client.files(job)), False, 'password in the list of files')


@test
def the_store_is_nobody_elses(place, web, client):
    client.call('Refresh', '(t)', 0)
    state = os.path.join(place.environment['XDG_STATE_HOME'], 'ferry')
    equal(os.stat(state).st_mode & 0o777, 0o700, 'mode of the folder')
    for name in os.listdir(state):
        equal(os.stat(os.path.join(state, name)).st_mode & 0o077, 0, f'mode of {name}')


@test
def a_poll_tells_only_what_changed(place, web, client):
    first, second = client.create('first'), client.create('second')
    now, whole, changed, gone = client.call('Refresh', '(t)', 0)
    equal(whole, True, 'whole at first')
    equal({first, second} <= {j[0] for j in changed}, True, 'both')
    now, whole, changed, gone = client.call('Refresh', '(t)', now)
    equal((whole, changed, gone), (False, [], []), 'an idle queue')
    client.call('SetProperties', '(sa{sv})', first, {'name': GLib.Variant('s', 'new')})
    now, whole, changed, gone = client.call('Refresh', '(t)', now)
    equal([(j[0], j[6]['name']) for j in changed], [(first, 'new')], 'changed')
    client.verb('Cancel', first, second)
    client.verb('Remove', first, second)
    now, whole, changed, gone = client.call('Refresh', '(t)', now)
    equal((whole, changed, sorted(gone)), (False, [], sorted([first, second])), 'removed')
    equal(client.call('Refresh', '(t)', now + 1000000)[1], True, 'whole for a serial from nowhere')


@test
def a_poll_packs_what_only_moved(place, web, client):
    folder = place.folder('packed')
    job = client.start(web.url('packed.bin', size=10**7, rate=200000), folder,
                       connections=GLib.Variant('u', 1))
    ended(client, job, service.TRANSFERRING)
    now, whole, changed, moved, _ = client.call('Poll', '(t)', 0)
    equal((whole, moved), (True, []), 'at first')
    equal([row for row in changed if row[0] == job][0][6]['type'], 0, 'properties')
    before = client.job(job)[3]
    wait(lambda: client.job(job)[3] > before + 300000, what='bytes')
    _, whole, changed, moved, gone = client.call('Poll', '(t)', now)
    (told,) = service.unpack(moved)
    equal((whole, changed, gone), (False, [], []), 'all else')
    equal((told[0], told[1], told[2], told[4:]), (job, service.TRANSFERRING, 10**7, (1, 0)),
          'the job')
    equal(told[3] > before, True, 'bytes')
    now = client.call('Poll', '(t)', now)[0]
    client.call('SetProperties', '(sa{sv})', job, {'name': GLib.Variant('s', 'new')})
    _, _, changed, moved, _ = client.call('Poll', '(t)', now)
    equal([(row[0], row[6]['name']) for row in changed], [(job, 'new')], 'what changed')
    equal(moved, [], 'what moved besides')
    client.verb('Cancel', job)


@test
def a_speed_limit_is_told_and_can_be_taken_away(place, web, client):
    folder = place.folder('speed')
    limit = lambda number: {'speed-limit': GLib.Variant('t', number)}
    job = client.start(web.url('a', size=3000000, rate=300000), folder, **limit(1024))
    equal(client.job(job)[6]['speed-limit'], 1024, 'the limit')
    ended(client, job, service.TRANSFERRING)
    for number in (2**63 - 1, 0):
        client.call('SetProperties', '(sa{sv})', job, limit(number))
        equal(client.job(job)[6]['speed-limit'], number, 'the limit')
    client.verb('Cancel', job)
    equal(client.error_of('SetProperties', '(sa{sv})', job, limit(0)), 'InvalidState')


@test
def signals_tell_what_is_rare(place, web, client):
    folder = place.folder('signals')
    heard = []

    def on_signal(_connection, _sender, _path, _interface, name, parameters):
        heard.extend((name, id) for id in parameters.unpack()[0])

    subscription = client.connection.signal_subscribe(
        None, world.BUS_NAME, None, service.PATH, None, 0, on_signal)
    good = client.start(web.url('a', size=5), folder)
    bad = client.start(web.url('b', status=404), folder)

    def all_heard():
        GLib.MainContext.default().iteration(False)
        return ('JobTransferred', good) in heard and ('JobError', bad) in heard
    wait(all_heard, what='the signals')
    equal(('JobModified', good) in heard, True, 'modified')
    equal(('JobTransferred', bad) in heard or ('JobError', good) in heard, False, 'a wrong one')
    client.connection.signal_unsubscribe(subscription)


@test
def a_new_job_has_its_name_once(place, web, client):
    name = {'name': GLib.Variant('s', 'other')}
    equal(client.error_of('CreateJob', '(sua{sv})', 'name', 0, name), 'InvalidArgument')


@test
def a_cancelled_file_has_no_temporary_path(place, web, client):
    folder = place.folder('no-path')
    job = client.start(web.url('a', size=10000000, rate=1000000), folder)
    wait(lambda: 'temporary-path' in client.files(job)[0][4], what='the first bytes')
    client.verb('Cancel', job)
    wait(lambda: 'temporary-path' not in client.files(job)[0][4], what='the path to go')


@test
def a_checkpoint_does_not_send_the_file_again(place, web, client):
    folder = place.folder('checkpoints')
    job = client.start(web.url('a', size=10000000, rate=500000), folder)
    wait(lambda: 'temporary-path' in client.files(job)[0][4], what='the first bytes')
    now, files = client.call('GetFiles', '(st)', job, 0)
    wait(lambda: client.job(job)[3] > files[0][2] + 1000000, what='two checkpoints')
    equal(client.call('GetFiles', '(st)', job, now)[1][0][4], {}, 'properties')
    client.verb('Cancel', job)


@test
def many_jobs_go_and_come_in_bulk(place, web, client):
    folder = place.folder('bulk')
    jobs = [client.create(f'{number}') for number in range(200)]
    for number, job in enumerate(jobs):
        client.add(job, web.url(f'{number}', size=1000000, rate=100000), folder)
    equal(client.verb('Resume', *jobs), {}, 'refusals')
    wait(lambda: os.listdir(folder), what='a part file')
    equal(client.verb('Cancel', *jobs, *jobs), {job: 'InvalidState' for job in jobs}, 'refusals')
    equal(os.listdir(folder), [], 'the folder')
    equal({client.job(job)[1] for job in jobs[::50]}, {service.CANCELLED}, 'states')
    equal(client.verb('Remove', *jobs), {}, 'refusals')
    equal({j[0] for j in client.call('Refresh', '(t)', 0)[2]} & set(jobs), set(), 'what is left')
    time.sleep(0.5)
    equal(os.listdir(folder), [], 'the folder, later')


@test
def a_poll_of_many_jobs_is_cheap(place, web, client):
    """The figures are printed, not judged: a machine may be slow."""
    count = 10000 if os.environ.get('BG_TEST_LONG') else 300

    def took(what, call, times=1):
        start = time.monotonic()
        for _ in range(times):
            result = call()
        print(f'# {count} jobs: {what}: {(time.monotonic() - start) / times * 1000:.2f} ms')
        return result

    jobs = took('create', lambda: [client.create('many') for _ in range(count)])
    now = took('first poll', lambda: client.call('Refresh', '(t)', 0))[0]
    poll = lambda: client.call('Refresh', '(t)', now)
    equal(took('poll, nothing new', poll, 100)[2], [], 'changed')
    client.call('SetProperties', '(sa{sv})', jobs[0], {'name': GLib.Variant('s', 'new')})
    equal(len(took('poll, one new', poll, 100)[2]), 1, 'changed')
    equal(took('cancel', lambda: client.verb('Cancel', *jobs)), {}, 'refusals')
    equal(took('remove', lambda: client.verb('Remove', *jobs)), {}, 'refusals')

    folder = place.folder('many')
    files = [client.file(web.url(f'{number}', size=10), folder) for number in range(count)]
    job = client.create()
    took('as many files', lambda: client.call('AddFiles', '(sa(sa{sv}))', job, files))
    client.verb('Resume', job)
    took('transfer', lambda: ended(client, job, service.TRANSFERRED, limit=300))
    equal(took('complete', lambda: client.verb('Complete', job)), {}, 'refusals')
    equal(len(os.listdir(folder)), count, 'files')


@test
def the_service_leaves_when_idle_and_comes_back(place, web, client):
    for job in [j[0] for j in client.call('Refresh', '(t)', 0)[2]]:
        client.verb('Cancel', job)
    job = client.create('kept')
    wait(lambda: client.pid() == 0, 30, 'the service to leave')
    equal(client.job(job)[6]['name'], 'kept', 'the job after activation')


@test
def a_service_that_is_told_to_end_keeps_what_it_has(place, web, client):
    folder = place.folder('term')
    # What is in the buffers of a connection is lost with it: more connections, more buffers.
    job = client.start(web.url('a', size=8000000, rate=4000000), folder,
                       connections=GLib.Variant('u', 1))
    wait(lambda: client.job(job)[3] > 2000000, what='bytes')
    before, pid = client.job(job)[3], client.pid()
    sent = web.bytes_sent
    os.kill(pid, signal.SIGTERM)
    wait(lambda: client.pid() != pid, what='its end')
    ended(client, job, service.TRANSFERRED)
    client.verb('Complete', job)
    equal(read(os.path.join(folder, 'a')), server.content(8000000), 'bytes')
    again = web.bytes_sent - sent - (8000000 - before)
    if again > 2000000:
        raise AssertionError(f'{again} bytes were fetched twice')


@test
def no_call_is_lost_while_the_service_leaves(place, web, client):
    for number in range(5):
        client.call('Refresh', '(t)', 0)
        answers = []

        def on_answer(connection, result):
            try:
                answers.append(connection.call_finish(result).unpack()[0])
            except GLib.Error as error:
                answers.append(error.message)

        for index in range(100):  # a bus allows 128 calls without an answer
            client.call_async('CreateJob', on_answer, '(sua{sv})', f'{number}-{index}', 0, {})
            if index == 40:
                os.kill(client.pid(), signal.SIGTERM)

        def all_answered():
            GLib.MainContext.default().iteration(False)
            return len(answers) == 100
        wait(all_answered, what='the answers')
        known = {j[0] for j in client.call('Refresh', '(t)', 0)[2]}
        equal([a for a in answers if a not in known], [], 'answers that are no job')
        client.verb('Cancel', *answers)
        client.verb('Remove', *answers)


@test
def a_second_service_is_refused(place, web, client):
    client.call('Refresh', '(t)', 0)
    second = place.spawn(os.environ['FERRYD'])
    equal(second.wait(timeout=20) != 0, True, 'an exit status that is not 0')
    client.call('Refresh', '(t)', 0)


@test
def a_second_service_of_another_bus_touches_nothing_and_leaves(place, web, client):
    """Two sessions of one person share the home, and with it the queue."""
    folder = place.folder('two-services')
    job = client.start(web.url('a', size=3000000, rate=1000000), folder)
    with world.World() as other:
        other.environment['XDG_STATE_HOME'] = place.environment['XDG_STATE_HOME']
        second = other.spawn(os.environ['FERRYD'])
        stranger = service.Service(other.connect())
        wait(lambda: stranger.pid() == second.pid, what='the second service')
        equal(stranger.error_of('Refresh', '(t)', 0), 'Store', 'a poll')
        equal(stranger.error_of('Cancel', '(as)', [job]), 'Store', 'a cancel')
        wait(lambda: second.poll() is not None, 60, 'the second service to leave')
    ended(client, job, service.TRANSFERRED)
    client.verb('Complete', job)
    equal(read(os.path.join(folder, 'a')), server.content(3000000), 'bytes')


@test
def at_login_it_leaves_at_once_if_nothing_is_due(place, web, client):
    pid = client.pid()
    if pid:
        os.kill(pid, signal.SIGTERM)
        wait(lambda: client.pid() == 0, what='its end')
    login = place.spawn(os.environ['FERRYD'], '--login')
    equal(login.wait(timeout=8), 0, 'exit status')


@test
def a_queue_of_a_newer_version_is_left_alone_and_named(place, web, client):
    pid = client.pid()
    if pid:
        os.kill(pid, signal.SIGTERM)
        wait(lambda: client.pid() == 0, what='its end')
    queue = sqlite3.connect(place.queue)
    version = queue.execute('PRAGMA user_version').fetchone()[0]
    queue.execute('PRAGMA user_version = 1000')
    queue.close()
    for call in (('Refresh', '(t)', 0), ('CreateJob', '(sua{sv})', 'x', 0, {}),
                 ('Cancel', '(as)', [])):
        try:
            client.call(*call)
        except GLib.Error as error:
            equal('newer Ferry' in error.message, True, error.message)
            equal(client.error_of(*call), 'Store', call[0])
        else:
            raise AssertionError(f'{call[0]} was answered')
    os.kill(client.pid(), signal.SIGTERM)
    wait(lambda: client.pid() == 0, what='its end')
    queue = sqlite3.connect(place.queue)
    equal(queue.execute('PRAGMA user_version').fetchone()[0], 1000, 'the version')
    queue.execute(f'PRAGMA user_version = {version}')
    queue.close()
    client.call('Refresh', '(t)', 0)


if __name__ == '__main__':
    with world.World() as the_place:
        sys.exit(run(the_place, server.Server(), service.Service(the_place.connect())))
