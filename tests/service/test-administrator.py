#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an administrator does not allow is refused, whoever asks and however."""
import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import server, service, world  # noqa: E402  (the path comes first)
from harness.sandbox import Sandbox  # noqa: E402
from harness.tap import equal, run, test, wait  # noqa: E402

from gi.repository import Gio, GLib  # noqa: E402

POLICY = 10  # what a job waits for
DAY = 24 * 60 * 60 * 1000000
HERE = '127.0.0.1'
ELSEWHERE = ('[Hosts]\nRefused=localhost;*.localhost\n', '[Hosts]\nAllowed=127.*\n',
             '[Hosts]\nAllowed=*\nRefused=localhost;*.localhost\n')


def stop(client):
    pid = client.pid()
    if pid:
        os.kill(pid, signal.SIGTERM)
        wait(lambda: client.pid() == 0, what='its end')


def say(place, client, policy):
    """The policy of the next service."""
    stop(client)
    with open(os.path.join(place.root, 'policy.conf'), 'w', encoding='utf-8') as file:
        file.write(policy)


def change(place, policy):
    """The policy of a running service, in one step."""
    path = os.path.join(place.root, 'policy.conf')
    with open(path + '.new', 'w', encoding='utf-8') as file:
        file.write(policy)
    os.rename(path + '.new', path)


def error_of(client, method, signature, *arguments):
    """(name, whether it names the administrator)"""
    try:
        client.call(method, signature, *arguments)
    except GLib.Error as error:
        name = Gio.dbus_error_get_remote_error(error).rpartition('.')[2]
        return name, 'Your administrator does not allow' in error.message
    return None


def add_error(client, job, *files):
    return error_of(client, 'AddFiles', '(sa(sa{sv}))', job, list(files))


def error_code(client, job):
    return client.job(job)[6].get('error', (0,))[0]


def told(client, job):
    return client.job(job)[6]['error'][6]


def set_jobs(place, client, what):
    """What the next service finds of all jobs."""
    stop(client)
    with contextlib.closing(sqlite3.connect(place.queue)) as queue:
        queue.execute(f'UPDATE jobs SET {what}')
        queue.commit()


def age(place, client, days):
    set_jobs(place, client, f'modified = modified - {int(days * DAY)}')


def slow_job(place, web, client, name, **wish):
    folder = place.folder(name)
    job = client.start(web.url(name, size=10**7, rate=50000, **wish), folder)
    wait(lambda: client.job(job)[3] > 0, what='bytes')
    return job


BLOCKED = ('BlockedByPolicy', True)


@test
def a_refused_server_is_not_asked(place, web, client):
    folder = place.folder('refused')
    away = web.url('away', size=10).replace(HERE, 'localhost')
    here = web.url('here', size=10)
    names = [away.replace('localhost', name) for name in
             ('LOCALHOST', 'localhost.', 'LocalHost..', 'a.localhost', 'u:p@localhost',
              'loc%61lhost', '\uff4cocalhost')]
    for policy in ELSEWHERE:
        say(place, client, policy)
        job = client.create()
        for url in (away, *names):
            equal(add_error(client, job, client.file(url, folder)), BLOCKED, url)
        mirrors = {'mirrors': GLib.Variant('as', [here + '&a=1', away])}
        equal(add_error(client, job, client.file(here, folder, **mirrors)), BLOCKED, 'a mirror')
        equal(add_error(client, job, client.file(here, folder), client.file(away, folder)),
              BLOCKED, 'one of two')
        document = '<metalink xmlns="urn:ietf:params:xml:ns:metalink"><file name="m"><url>' \
                   f'{away.replace("&", "&amp;")}</url></file></metalink>'
        option = {'directory': GLib.Variant('ay', os.fsencode(folder) + b'\0')}
        equal(error_of(client, 'AddMetalink', '(saya{sv})', job, document.encode(), option),
              BLOCKED, 'a document')
        equal(client.files(job), [], 'files')
        equal(add_error(client, job, client.file(here, folder)), None, here)
        equal(error_of(client, 'SetRemoteName', '(sus)', job, 0, away), BLOCKED, 'a new address')
        equal(error_of(client, 'ReplaceRemotePrefix', '(sss)', job, f'http://{HERE}',
                       'http://localhost'), BLOCKED, 'a new prefix')
        equal(client.files(job)[0][4]['url'], here, 'address')
    equal([path for path, _ in web.requests], [], 'requests')


@test
def a_document_needs_one_server_that_is_allowed(place, web, client):
    say(place, client, ELSEWHERE[0])
    folder = place.folder('document')
    here = web.url('of-a-document', size=10)
    addresses = [here.replace(HERE, 'localhost'), here, here.replace(HERE, 'a.localhost')]
    urls = ''.join(f'<url>{url.replace("&", "&amp;")}</url>' for url in addresses)
    document = '<metalink xmlns="urn:ietf:params:xml:ns:metalink"><file name="m">' \
               f'{urls}</file></metalink>'
    option = {'directory': GLib.Variant('ay', os.fsencode(folder) + b'\0')}
    job = client.create()
    client.call('AddMetalink', '(saya{sv})', job, document.encode(), option)
    equal(client.files(job)[0][4]['url'], here, 'the allowed address')
    equal('mirrors' in client.files(job)[0][4], False, 'others')
    client.verb('Resume', job)
    wait(lambda: client.state(job) == service.TRANSFERRED, what='its end')


@test
def a_refused_server_takes_no_upload(place, web, client):
    say(place, client, ELSEWHERE[0])
    folder = place.folder('upload')
    with open(os.path.join(folder, 'f'), 'w', encoding='utf-8') as file:
        file.write('text')
    job = client.call('CreateJob', '(sua{sv})', 'up', 1, {})[0]
    url = web.url('up').replace(HERE, 'localhost')
    equal(add_error(client, job, client.file(url, folder, 'f')), BLOCKED, 'error')


@test
def no_redirection_leads_to_a_refused_server(place, web, client):
    for number, policy in enumerate(ELSEWHERE):
        say(place, client, policy)
        target = web.url('secret', size=10).replace(HERE, 'localhost')
        job = client.start(web.url(f'leads{number}', redirect=target), place.folder(f'to{number}'))
        wait(lambda: client.state(job) == service.ERROR, what='the error')
        equal(told(client, job).startswith('Your administrator does not allow'), True,
              told(client, job))
    equal([path for path, _ in web.requests if path == '/secret'], [], 'requests')


@test
def a_change_counts_for_what_is_under_way(place, web, client):
    say(place, client, '')
    job = slow_job(place, web, client, 'under-way')
    change(place, f'[Hosts]\nRefused={HERE}\n')
    wait(lambda: client.state(job) == service.ERROR, what='the error')
    equal(told(client, job), 'Your administrator does not allow Ferry to ask the server '
                             f'“{HERE}”.', 'sentence')
    kept = client.job(job)[3]
    equal(kept > 0, True, kept)
    equal(client.verb('Resume', job), {}, 'refusals')
    wait(lambda: client.state(job) == service.ERROR, what='the error again')
    equal(client.job(job)[3] >= kept, True, 'what was here is kept')
    os.remove(os.path.join(place.root, 'policy.conf'))
    wait(lambda: add_error(client, client.create(), client.file(web.url('x'), place.root)) is None,
         what='the file to be gone')
    equal(client.verb('Resume', job), {}, 'refusals')
    wait(lambda: client.state(job) == service.TRANSFERRING, what='bytes')
    client.verb('Cancel', job)


def problem(client):
    return client.call('GetStatus')[0].get('policy-problem')


def complaint(place, *words):
    """What the tool says besides what it was asked for."""
    done = subprocess.run([os.environ['FERRYCTL'], *words], env=place.environment, check=True,
                          capture_output=True, text=True)
    return done.stderr


@test
def a_broken_file_stops_everything_until_it_is_mended(place, web, client):
    say(place, client, '')
    moving = slow_job(place, web, client, 'moving')
    equal((problem(client), complaint(place, 'list'), complaint(place, 'config')), (None, '', ''),
          'without a mistake')
    path = f'{place.root}/policy.conf'
    sentence = f'{path}: “Refuse” in [Hosts] is no rule that Ferry knows.'
    change(place, '[Hosts]\nRefuse=*\n')
    wait(lambda: client.job(moving)[6].get('waits-for') == POLICY, what='the end of the bytes')
    equal(client.state(moving), service.QUEUED, 'state')
    equal(problem(client), sentence, 'what the bus says')
    stop(client)

    job = client.start(web.url('y', size=10), place.folder('broken'),
                       priority=service.number(0))
    wait(lambda: client.job(job)[6].get('waits-for') == POLICY, what='the hold')
    for words in (('list',), ('config',), ('config', 'polite'), ('show', job)):
        equal(sentence in complaint(place, *words), True, words)
        equal('Nothing is transferred until that is mended.' in complaint(place, *words), True,
              words)
    equal((client.state(job), client.state(moving)), (service.QUEUED, service.QUEUED), 'states')
    client.verb('Cancel', moving)
    equal(client.state(moving), service.CANCELLED, 'what needs no network can be done')

    for rubbish in ('rubbish', '[Hosts]\nAllowed=\xff\n', '[Transfers]\nHours=never\n'):
        change(place, rubbish)
        wait(lambda: problem(client) != sentence, what='another problem')
        sentence = problem(client)
        equal((sentence.startswith(path), sentence[-1]), (True, '.'), sentence)
    change(place, f'[Hosts]\nRefused={HERE}\n')
    wait(lambda: client.state(job) == service.ERROR, what='the policy')
    equal(problem(client), None, 'what the bus says')
    change(place, 'rubbish')
    wait(lambda: problem(client) is not None, what='the problem')
    os.remove(path)
    wait(lambda: problem(client) is None, what='the file to be gone')
    client.verb('Resume', job)
    wait(lambda: client.state(job) == service.TRANSFERRED, what='the end')


@test
def what_may_not_be_asked_twice_ends_then(place, web, client):
    say(place, client, '')
    job = client.start(web.url('post', size=10**7, rate=10**5), place.folder('post'),
                       **{'http-method': service.text('POST')})
    wait(lambda: client.files(job)[0][2] > 0, what='bytes')
    change(place, 'rubbish')
    wait(lambda: client.state(job) == service.ERROR, what='the policy')
    change(place, '')
    wait(lambda: problem(client) is None, what='the policy to be mended')
    equal((client.state(job), web.counts['/post']), (service.ERROR, 1), 'state, and requests')
    client.verb('Cancel', job)


@test
def a_file_that_cannot_be_read_stops_everything(place, web, client):
    say(place, client, '')
    os.remove(f'{place.root}/policy.conf')
    os.mkdir(f'{place.root}/policy.conf')
    job = client.start(web.url('z', size=10), place.folder('unread'))
    wait(lambda: client.job(job)[6].get('waits-for') == POLICY, what='the hold')
    os.rmdir(f'{place.root}/policy.conf')
    wait(lambda: client.state(job) == service.TRANSFERRED, what='the end')
    stop(client)


def set_environment(client, variables):
    """Of programs that the bus starts: what anybody on it may do."""
    client.connection.call_sync(
        'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
        'UpdateActivationEnvironment', GLib.Variant('(a{ss})', (variables,)), None, 0, -1, None)


@test
def nobody_on_the_bus_can_weaken_it(place, web, client):
    say(place, client, f'[Hosts]\nRefused={HERE}\n')
    weak = place.folder('weak/ferry')
    with open(os.path.join(weak, 'policy.conf'), 'w', encoding='utf-8') as file:
        file.write('[Hosts]\nAllowed=*\n')
    names = ('XDG_CONFIG_DIRS', 'XDG_CONFIG_HOME', 'XDG_DATA_DIRS', 'XDG_DATA_HOME', 'FERRY_POLICY',
             'POLICY_FILE', 'POLICY')
    set_environment(client, {name: os.path.dirname(weak) for name in names})
    equal(add_error(client, client.create(), client.file(web.url('x'), place.root)), BLOCKED,
          'error')
    stop(client)
    set_environment(client, {name: place.environment.get(name, '/usr/share') for name in names})


@test
def hours_hold_everything_back(place, web, client):
    now = time.gmtime()
    day = ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')[(now.tm_wday + 3) % 7]
    say(place, client, f'[Transfers]\nHours={day} 10:00-11:00\n')
    job = client.create(priority=GLib.Variant('u', 0))
    client.add(job, web.url('hours', size=10), place.folder('hours'))
    client.verb('Resume', job)
    wait(lambda: client.job(job)[6]['waits-for'] == POLICY, what='the reason')
    until = client.job(job)[6]['waits-until'] / 1000000 - time.time()
    equal(0 < until < 8 * 24 * 60 * 60, True, until)
    equal(client.state(job), service.QUEUED, 'state')
    change(place, '')
    wait(lambda: client.state(job) == service.TRANSFERRED, what='the file')
    running = slow_job(place, web, client, 'hours-run')
    change(place, f'[Transfers]\nHours={day} 10:00-11:00\n')
    wait(lambda: client.state(running) == service.QUEUED, what='the place to be left')
    client.verb('Cancel', running)


@test
def speed_has_a_ceiling(place, web, client):
    say(place, client, '[Transfers]\nMaximumSpeed=200000\n')
    job = client.create(**{'speed-limit': GLib.Variant('t', 10**9)})
    client.add(job, web.url('speed', size=700000), place.folder('speed'))
    begin = time.monotonic()
    client.verb('Resume', job)
    wait(lambda: client.state(job) == service.TRANSFERRED, what='the file')
    took = time.monotonic() - begin
    equal(took > 1.5, True, f'{took} seconds')


@test
def a_job_is_under_way_only_so_long(place, web, client):
    say(place, client, '[Transfers]\nMaximumDownloadTime=5\n')
    job = slow_job(place, web, client, 'long')
    wait(lambda: client.state(job) == service.ERROR, 30, 'the end')
    equal(told(client, job),
          'Your administrator does not allow a job to take longer than 5 seconds.', 'sentence')
    before = client.job(job)[3]
    client.verb('Resume', job)
    wait(lambda: client.job(job)[3] > before, what='more bytes')
    wait(lambda: client.state(job) == service.ERROR, 30, 'the end, again')
    client.verb('Cancel', job)


@test
def without_a_policy_it_is_what_the_job_says(place, web, client):
    say(place, client, '')
    job = slow_job(place, web, client, 'days')
    set_jobs(place, client, f'time_used = {90 * DAY - 6 * 1000000}')
    before = client.job(job)[3]
    wait(lambda: client.job(job)[3] > before + 50000, what='more bytes')
    wait(lambda: client.state(job) == service.ERROR, 10, 'the end')
    equal(told(client, job), 'The job has used up the 7776000 seconds that it may take.',
          'sentence')
    client.verb('Cancel', job)


@test
def an_application_has_only_so_many_bytes(place, web, client):
    say(place, client, '[Applications]\nBytes=100000\nJobs=4\nFiles=3\n')
    one, other = (Sandbox(place, f'org.example.{name}') for name in ('Bytes', 'Bytes2'))
    folder = one.folder('bytes')
    job = one.create()
    size = {'size': GLib.Variant('t', 60000)}
    files = [one.file(web.url(f'b{n}', size=60000), folder, **size) for n in range(2)]
    equal(one.error_of('AddFiles', '(sa(sa{sv}))', job, files), 'SizeLimit', 'both')
    equal(one.error_of('AddFiles', '(sa(sa{sv}))', job, files[:1]), None, 'the first')
    second = one.create()
    equal(one.error_of('AddFiles', '(sa(sa{sv}))', second, files[1:]), 'SizeLimit', 'the second')
    equal(other.error_of('AddFiles', '(sa(sa{sv}))', other.create(), [
        other.file(web.url('b'), other.folder('b'), **size)]), None, 'of another')
    one.add(second, web.url('untold', size=60000, rate=20000), folder)
    equal(one.verb('Resume', second), {}, 'refusals')
    wait(lambda: one.state(second) == service.ERROR, what='the error')
    equal(told(one, second), 'Your administrator does not allow org.example.Bytes to have jobs of '
                             'more than 100000 bytes together.', 'sentence')
    equal(one.verb('Resume', job), {}, 'refusals')
    wait(lambda: one.state(job) == service.TRANSFERRED, what='the first')
    one.create(), one.create()
    equal(one.error_of('CreateJob', '(sua{sv})', 'job', 0, {}), 'TooManyJobs', 'jobs')
    four = [one.file(f'http://h/{n}', folder) for n in range(4)]
    equal(one.error_of('AddFiles', '(sa(sa{sv}))', job, four), 'TooManyFiles', 'files')


@test
def everyone_has_only_so_much(place, web, client):
    say(place, client, '')
    there = len(client.call('Refresh', '(t)', 0)[2])
    say(place, client, f'[Everyone]\nJobs={there + 2}\nFiles=2\nBytes=1000\n')
    job = client.create()
    size = {'size': GLib.Variant('t', 1001)}
    equal(add_error(client, job, client.file(web.url('e'), place.root, **size)),
          ('SizeLimit', True), 'bytes')
    three = [client.file(f'http://h/{n}', place.root) for n in range(3)]
    equal(add_error(client, job, *three), ('TooManyFiles', True), 'files')
    client.create()
    equal(error_of(client, 'CreateJob', '(sua{sv})', 'job', 0, {}), ('TooManyJobs', True), 'jobs')


@test
def a_job_that_nobody_looks_after_is_cancelled(place, web, client):
    say(place, client, '[Transfers]\nInactivity=90\n')
    folder = place.folder('idle')
    suspended = slow_job(place, web, client, 'idle-part')
    whole = client.start(web.url('idle-whole', size=10), folder)
    failed = client.start(web.url('idle-failed', status=404), folder)
    wait(lambda: client.state(failed) == service.ERROR, what='the failure')
    wait(lambda: client.state(whole) == service.TRANSFERRED, what='the file')
    client.verb('Suspend', suspended)
    idle = (suspended, whole, failed)
    waiting = client.start(web.url('idle-wait', status=503), folder)
    wait(lambda: client.state(waiting) == service.TRANSIENT_ERROR, what='the wait')
    age(place, client, 89.9)
    wait(lambda: client.state(waiting) is not None, what='the service')
    equal([client.state(job) for job in idle],
          [service.SUSPENDED, service.TRANSFERRED, service.ERROR], 'before')
    age(place, client, 0.2)
    wait(lambda: {client.state(job) for job in idle} == {service.CANCELLED}, what='the end')
    equal(client.state(waiting) == service.CANCELLED, False, 'one that goes by itself')
    equal(told(client, suspended),
          'Nobody looked after the job for 90 days, so it was cancelled.', 'sentence')
    wait(lambda: os.listdir(os.path.join(place.root, 'idle-part')) == [], what='the part to go')


@test
def without_a_policy_a_job_stays_however_old(place, web, client):
    say(place, client, '')
    job = client.create()
    client.add(job, web.url('left'), place.folder('left'))
    age(place, client, 500)
    client.call('Refresh', '(t)', 0)
    time.sleep(0.3)
    equal(client.state(job), service.SUSPENDED, 'state')
    change(place, '[Transfers]\nInactivity=400\n')
    wait(lambda: client.state(job) == service.CANCELLED, what='the end')


def main():
    with world.World() as place:
        return run(place, server.Server(), service.Service(place.connect()))


sys.exit(main())
