#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom the ends of jobs are told: those who listen, as far as they want, and a program that the bus
starts for that."""
import contextlib
import os
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import listener, server, service, world  # noqa: E402  (the path comes first)
from harness.service import GLib  # noqa: E402
from harness.tap import equal, run, test, wait  # noqa: E402

TRANSFERRED, ERROR, DISABLE, MODIFICATION, FILE, RANGES = 1, 2, 4, 8, 16, 32
APPLICATION, ACTION = 'org.example.Ferry-Listener', 'job-ended'
NOBODY = 'org.example.Nobody'


class Ear:
    """Hears the signals of the service from now on, in their order."""

    def __init__(self, client):
        self._bus = client.connection
        self.heard = []

    def __enter__(self):
        self._id = self._bus.signal_subscribe(None, world.BUS_NAME, None, service.PATH, None, 0,
                                              self._on_signal)
        return self

    def __exit__(self, *unused):
        self._bus.signal_unsubscribe(self._id)

    def _on_signal(self, _connection, _sender, _path, _interface, name, parameters):
        self.heard.extend((name, what) for what in parameters.unpack()[0])

    def hears(self, *what):
        while GLib.MainContext.default().iteration(False):
            pass
        return what in self.heard

    def of(self, job):
        """The names of what was heard of a job."""
        self.hears()
        return [name for name, what in self.heard if job in (what, what[0])]


def flags(number):
    return {'notify-flags': GLib.Variant('u', number)}


def action(application, name):
    return {'notify-action': GLib.Variant('(ss)', (application, name))}


def stop(client):
    pid = client.pid()
    if pid:
        os.kill(pid, signal.SIGKILL)
        wait(lambda: client.pid() == 0, what='its end')


def told(place):
    """What the application has noted."""
    try:
        with open(os.path.join(place.root, 'told'), encoding='utf-8') as file:
            return file.read().split()
    except FileNotFoundError:
        return []


def count(place, what):
    return told(place).count(what)


@contextlib.contextmanager
def obstacle(place, name):
    """Something that the application stumbles over."""
    path = os.path.join(place.root, name)
    with open(path, 'w', encoding='utf-8'):
        pass
    yield
    os.unlink(path)


def start(client, url, folder, state=service.TRANSFERRED, **properties):
    job = client.start(url, folder, **properties)
    wait(lambda: client.state(job) == state, what='its end')
    return job


def settle(client, ear):
    """What comes after this was caused after it: other signals follow those of the same moment."""
    for _ in range(2):
        marker = client.create()
        wait(lambda marker=marker: ear.hears('JobModified', marker), what='the marker')


@test
def the_flags_are_told_and_have_a_default(place, web, client):
    job = client.create()
    equal(client.job(job)[6]['notify-flags'], TRANSFERRED | ERROR | MODIFICATION, 'default')
    client.call('SetProperties', '(sa{sv})', job, flags(DISABLE | FILE))
    equal(client.job(job)[6]['notify-flags'], DISABLE | FILE, 'flags')
    refusal = lambda changes: client.error_of('SetProperties', '(sa{sv})', job, changes)
    equal(refusal(flags(RANGES)), 'NotSupported')
    equal(refusal(flags(64)), 'InvalidArgument')
    stop(client)
    equal(client.job(job)[6]['notify-flags'], DISABLE | FILE, 'flags after a restart')


@test
def each_flag_lets_its_own_signal_through(place, web, client):
    folder = place.folder('flags')
    with Ear(client) as ear:
        for number in (0, TRANSFERRED, ERROR, FILE, TRANSFERRED | DISABLE):
            good = start(client, web.url('good', size=5), folder, **flags(number))
            bad = start(client, web.url('bad', status=404), folder, service.ERROR, **flags(number))
            settle(client, ear)
            wanted = number if not number & DISABLE else 0
            equal('JobTransferred' in ear.of(good), bool(wanted & TRANSFERRED), f'end {number}')
            equal('JobError' in ear.of(bad), bool(wanted & ERROR), f'error {number}')
            equal('FileTransferred' in ear.of(good), bool(wanted & FILE), f'file {number}')
            equal('FileTransferred' in ear.of(bad), False, f'a file that is not there {number}')
            equal('JobModified' in ear.of(good), True, f'its states {number}')


@test
def a_changed_property_is_signalled_to_who_wants_it(place, web, client):
    with Ear(client) as ear:
        for number in (TRANSFERRED, MODIFICATION, MODIFICATION | DISABLE):
            job = client.create(**flags(number))
            settle(client, ear)
            ear.heard.clear()
            client.call('SetProperties', '(sa{sv})', job, {'description': GLib.Variant('s', 'x')})
            settle(client, ear)
            equal('JobModified' in ear.of(job), number == MODIFICATION, f'flags {number}')


@test
def files_come_before_their_job(place, web, client):
    folder = place.folder('files')
    job = client.create(**flags(TRANSFERRED | FILE))
    for name in ('a', 'b'):
        client.add(job, web.url(name, size=10), folder)
    with Ear(client) as ear:
        client.verb('Resume', job)
        wait(lambda: ear.hears('JobTransferred', job), what='the end')
        equal(sorted(what for name, what in ear.heard if name == 'FileTransferred'),
              [(job, 0), (job, 1)])
        equal(ear.of(job)[-1], 'JobTransferred', 'the last')


@test
def what_nobody_acknowledged_is_signalled_again(place, web, client):
    folder = place.folder('again')
    good = start(client, web.url('good', size=5), folder)
    bad = start(client, web.url('bad', status=404), folder, service.ERROR)
    silent = start(client, web.url('silent', size=5), folder, **flags(ERROR))
    done = start(client, web.url('done', size=5), folder)
    client.verb('Complete', done)
    stop(client)
    with Ear(client) as ear:
        client.call('Refresh', '(t)', 0)
        wait(lambda: ear.hears('JobTransferred', good) and ear.hears('JobError', bad),
             what='the signals')
        settle(client, ear)
        equal(set(ear.of(silent) + ear.of(done)), {'JobModified'}, 'of the others')
        client.call('SetProperties', '(sa{sv})', silent, flags(TRANSFERRED))
        wait(lambda: ear.hears('JobTransferred', silent), what='the signal to who comes later')


@test
def an_application_is_started_for_the_end(place, web, client):
    folder = place.folder('action')
    good = start(client, web.url('good', size=5), folder, **action(APPLICATION, ACTION))
    bad = start(client, web.url('bad', status=404), folder, service.ERROR,
                **action(APPLICATION, ACTION))
    quiet = start(client, web.url('quiet', size=5), folder, **action(APPLICATION, ACTION),
                  **flags(ERROR))
    equal(client.job(good)[6]['notify-action'], (APPLICATION, ACTION))
    wait(lambda: count(place, good) and count(place, bad), what='both to be told')
    for name in ('later', 'after'):  # the second after another start of the service
        job = start(client, web.url(name, size=5), folder, **action(APPLICATION, ACTION))
        wait(lambda: count(place, job), what=name)
        stop(client)
    equal([count(place, job) for job in (good, bad, quiet)], [1, 1, 0], 'how often')


@test
def who_acknowledges_is_not_called(place, web, client):
    folder = place.folder('acknowledged')
    job = start(client, web.url('a', size=5), folder, **action(APPLICATION, ACTION))
    client.verb('Complete', job)
    later = start(client, web.url('b', size=5), folder, **action(APPLICATION, ACTION))
    wait(lambda: count(place, later), what='the later one')
    equal(count(place, job), 0, 'calls')


@test
def a_job_that_completes_by_itself_is_told(place, web, client):
    job = start(client, web.url('auto', size=5), place.folder('auto'), service.ACKNOWLEDGED,
                **action(APPLICATION, ACTION), **{'auto-complete': GLib.Variant('b', True)})
    wait(lambda: count(place, job), what='the call')


@test
def who_is_set_after_the_end_is_called(place, web, client):
    job = start(client, web.url('late', size=5), place.folder('late'))
    client.call('SetProperties', '(sa{sv})', job, action(APPLICATION, ACTION))
    wait(lambda: count(place, job), what='the call')
    client.call('SetProperties', '(sa{sv})', job, action('', ''))
    equal('notify-action' in client.job(job)[6], False, 'it is there')


@test
def a_call_that_failed_is_made_again(place, web, client):
    folder = place.folder('failed')
    for by_itself in (False, True):
        with obstacle(place, 'dies'):
            before = count(place, 'failed')
            job = start(client, web.url(f'failed-{by_itself}', size=5), folder,
                        service.ACKNOWLEDGED if by_itself else service.TRANSFERRED,
                        **action(APPLICATION, ACTION),
                        **{'minimum-retry-delay': GLib.Variant('u', 1),
                           'auto-complete': GLib.Variant('b', by_itself)})
            wait(lambda: count(place, 'failed') > before, what='the first call')
        wait(lambda: count(place, job) == 1, what='the second')


@test
def a_job_that_ends_anew_is_told_anew(place, web, client):
    with obstacle(place, 'waits'):
        job = start(client, web.url('anew', status=404), place.folder('anew'), service.ERROR,
                    **action(APPLICATION, ACTION))
        wait(lambda: count(place, job) == 1, what='the first call')
        errors = client.job(job)[6]['error-count']
        client.verb('Resume', job)
        wait(lambda: client.job(job)[6]['error-count'] > errors, what='the second failure')
        wait(lambda: client.state(job) == service.ERROR, what='the second end')
    wait(lambda: count(place, job) == 2, what='the second call')


@test
def a_restart_does_not_forget_whom_to_tell(place, web, client):
    job = start(client, web.url('kept', size=5), place.folder('kept'),
                **action(APPLICATION, ACTION))
    stop(client)
    equal(count(place, job), 0, 'calls before')
    client.call('Refresh', '(t)', 0)
    wait(lambda: count(place, job) == 1, what='the call')


@test
def another_application_need_not_wait_for_the_first(place, web, client):
    job = start(client, web.url('nobody', size=5), place.folder('nobody'),
                **action(NOBODY, ACTION), **{'minimum-retry-delay': GLib.Variant('u', 1000)})
    wait(lambda: count(place, 'nobody'), what='the start of who does not answer')
    client.call('SetProperties', '(sa{sv})', job, action(APPLICATION, ACTION))
    wait(lambda: count(place, job) == 1, what='the other to be told')


@test
def nothing_but_an_application_can_be_named(place, web, client):
    job = client.create()
    refusal = lambda *names: client.error_of('SetProperties', '(sa{sv})', job, action(*names))
    for application in ('', 'app', ':1.1', '/bin/sh', 'org.example.App;', 'a.' + 'b' * 255):
        equal(refusal(application, ACTION), 'InvalidArgument', application)
    for name in ('', 'rm -r', '$(x)', 'a/b', 'é', 'a' * 257):
        equal(refusal(APPLICATION, name), 'InvalidArgument', name)
    equal(client.error_of('SetProperties', '(sa{sv})', job,
                          {'notify-action': GLib.Variant('s', 'sh')}), 'InvalidArgument')


if __name__ == '__main__':
    with world.World() as the_place:
        program = [sys.executable, listener.__file__, the_place.root]
        the_place.add_service(APPLICATION, ' '.join([*program, APPLICATION]))
        the_place.add_service(NOBODY, ' '.join(program))
        sys.exit(run(the_place, server.Server(), service.Service(the_place.connect())))
