#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs belong to the program that made them: what programs in sandboxes try, and do not get."""
import os
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import server, service, world  # noqa: E402  (the path comes first)
from harness.sandbox import Refused, Sandbox  # noqa: E402
from harness.tap import equal, run, test, wait  # noqa: E402

from gi.repository import Gio, GLib  # noqa: E402

ONE, OTHER, WINDOW = 'org.example.One', 'org.example.Other', 'io.github.ferrydm.Ferry'
VERBS = ('Suspend', 'Resume', 'Complete', 'Cancel', 'Remove')
METALINK = b'<metalink xmlns="urn:ietf:params:xml:ns:metalink"><file name="m">' \
           b'<url>http://h/m</url></file></metalink>'


def ids(client):
    return {job[0] for job in client.call('Refresh', '(t)', 0)[2]}


def ended(client, job, state):
    over = (service.ERROR, service.TRANSFERRED, service.ACKNOWLEDGED)
    wait(lambda: client.state(job) in over, 30, 'an end')
    equal(client.state(job), state, client.job(job)[6].get('error'))


def refused(client, job, url, folder, name=None, **more):
    """The error that AddFiles gives."""
    file = client.file(url, folder, name, **more)
    return client.error_of('AddFiles', '(sa(sa{sv}))', job, [file])


def everything(client, job, folder):
    """{method: error} of each call that is about one job."""
    path = GLib.Variant('ay', os.fsencode(folder) + b'\0')
    calls = {
        'AddFiles': ('(sa(sa{sv}))', [client.file('http://h/f', folder)]),
        'AddMetalink': ('(saya{sv})', METALINK, {'directory': path}),
        'SetRemoteName': ('(sus)', 0, 'http://h/other'),
        'ReplaceRemotePrefix': ('(sss)', 'http://', 'http://other/'),
        'SetProperties': ('(sa{sv})', {'name': GLib.Variant('s', 'stolen')}),
        'SetCredentials': ('(suuss)', 1, 1, 'user', 'password'),
        'RemoveCredentials': ('(suu)', 1, 1),
        'GetFiles': ('(st)', 0),
        'GetSegments': ('(su)', 0),
    }
    errors = {method: client.error_of(method, signature, job, *arguments)
              for method, (signature, *arguments) in calls.items()}
    return errors | {verb: client.verb(verb, job).get(job) for verb in VERBS}


@test
def a_job_of_somebody_else_does_not_exist(place, web, client):
    one, other = Sandbox(place, ONE), Sandbox(place, OTHER)
    theirs, ours = one.create('theirs'), client.create('ours')
    folder = other.folder('try')
    for job in (theirs, ours):
        before = client.job(job)
        equal(set(everything(other, job, folder).values()), {'NotFound'}, 'errors')
        equal(client.job(job), before, 'the job')
    methods = {method.name for method in contract(client)}
    of_none = {'CreateJob', 'Refresh', 'Poll', 'GetStatus'}
    equal(methods - set(everything(other, ours, folder)) - of_none, set(),
          'methods that were not tried')
    with_none = other.call('Refresh', '(t)', 0)
    equal((with_none[2], with_none[3]), ([], []), 'what the other sees')
    equal(other.call('Poll', '(t)', 0)[2:], ([], [], []), 'what it sees in the other way')
    equal(ids(one), {theirs}, 'what the one sees')
    equal(ids(client) >= {theirs, ours}, True, 'what everybody else sees')


def contract(client):
    """The methods that the service has on the bus."""
    text = client.connection.call_sync(
        world.BUS_NAME, service.PATH, 'org.freedesktop.DBus.Introspectable', 'Introspect', None,
        None, Gio.DBusCallFlags.NONE, -1, None).unpack()[0]
    return Gio.DBusNodeInfo.new_for_xml(text).lookup_interface(world.BUS_NAME).methods


@test
def the_words_are_those_for_a_job_that_there_is_not(place, web, client):
    other = Sandbox(place, OTHER)
    said = []
    for job in (client.create(), '00000000-0000-4000-8000-000000000000'):
        try:
            other.call('GetFiles', '(st)', job, 0)
        except Refused as error:
            said.append((error.name, error.message.replace(job, 'ID')))
    equal(said[0], said[1], 'words')


@test
def programs_outside_change_all_jobs(place, web, client):
    one = Sandbox(place, ONE)
    job = one.create('theirs')
    equal(client.job(job)[6]['owner'], ONE, 'owner')
    equal('owner' in client.job(client.create())[6], False, 'an owner of ours')
    client.call('SetProperties', '(sa{sv})', job, {'name': GLib.Variant('s', 'renamed')})
    equal(one.job(job)[6]['name'], 'renamed', 'name')
    equal(client.verb('Cancel', job), {}, 'refusals')
    equal(one.state(job), service.CANCELLED, 'state')


@test
def ferrys_own_window_sees_all_jobs(place, web, client):
    job = client.create()
    window = Sandbox(place, WINDOW)
    equal(job in ids(window), True, 'is seen')
    equal('owner' in client.job(window.create())[6], False, 'an owner')


@test
def two_programs_of_one_application_share_their_jobs(place, web, client):
    job = Sandbox(place, ONE).create()
    equal(job in ids(Sandbox(place, ONE)), True, 'is seen')


@test
def only_the_owner_hears_that_a_job_is_gone(place, web, client):
    one, other = Sandbox(place, ONE), Sandbox(place, OTHER)
    job = one.create()
    serials = [c.call('Refresh', '(t)', 0)[0] for c in (one, other, client)]
    one.verb('Cancel', job)
    equal(one.verb('Remove', job), {}, 'refusals')
    gone = [c.call('Refresh', '(t)', s)[3] for c, s in zip((one, other, client), serials)]
    equal(gone, [[job], [], [job]], 'who hears of it')


@test
def an_application_downloads_into_its_folder(place, web, client):
    for proxy in (False, True):
        one = Sandbox(place, ONE, proxy=proxy)
        folder = one.folder(f'own-{proxy}')
        job = one.start(web.url('own', size=50000), folder)
        ended(one, job, service.TRANSFERRED)
        equal(one.verb('Complete', job), {}, 'refusals')
        path = os.path.join(folder, 'own')
        equal(bytes(one.files(job)[0][4]['path']), os.fsencode(path) + b'\0', 'path')
        equal(bytes(one.job(job)[6]['directory']), os.fsencode(folder) + b'\0', 'directory')
        equal(os.path.getsize(path), 50000, 'bytes')


@test
def a_folder_of_somebody_else_is_refused(place, web, client):
    hidden = place.folder('hidden')
    read_only = place.folder('read-only')
    given = place.folder('given')
    moved = place.folder('moved')
    elsewhere = place.folder('elsewhere')
    for proxy in (False, True):
        one = Sandbox(place, ONE, '--ro-bind', read_only, read_only, '--bind', given, given,
                      '--bind', moved, elsewhere, proxy=proxy)
        job = one.create()
        url = web.url('never')
        equal(refused(one, job, url, given), None, 'what was given')
        os.makedirs(os.path.join(given, 'below'), exist_ok=True)
        equal(refused(one, job, url, os.path.join(given, 'below')), None, 'below it')
        for folder in (hidden, read_only, elsewhere, moved, '/tmp', '/', '/etc', '/usr', '/proc',
                       place.environment['HOME'], os.path.dirname(one.home),
                       place.environment['XDG_STATE_HOME']):
            equal(refused(one, job, url, folder), 'AccessDenied', folder)
        for folder in ('', 'relative', f'{given}/../hidden', f'{one.home}/../../..'):
            equal(refused(one, job, url, folder), 'InvalidArgument', folder)
        many = [one.file(url, given), one.file(url, hidden)]
        equal(one.error_of('AddFiles', '(sa(sa{sv}))', job, many), 'AccessDenied', 'one of two')
        option = {'directory': GLib.Variant('ay', os.fsencode(hidden) + b'\0')}
        equal(one.error_of('AddMetalink', '(saya{sv})', job, METALINK, option), 'AccessDenied',
              'by a document')
        equal(len(one.files(job)), 2, 'files')
    equal(refused(client, client.create(), url, hidden), None, 'from outside')


@test
def a_link_leads_nowhere(place, web, client):
    one = Sandbox(place, ONE)
    secret = place.folder('secret')
    os.symlink(secret, os.path.join(one.home, 'link'))
    os.symlink(place.root, os.path.join(one.home, 'up'))
    job = one.create()
    for path in ('link', 'link/', 'up/secret'):
        folder = os.path.join(one.home, path)
        equal(refused(one, job, web.url('link'), folder), 'AccessDenied', path)
    equal(os.listdir(secret), [], 'what was written')


def swap(folder, target):
    os.rename(folder, folder + '.old')
    os.symlink(target, folder)


@test
def a_folder_that_becomes_a_link_is_not_followed(place, web, client):
    one = Sandbox(place, ONE)
    secret = place.folder('swapped')
    folder = one.folder('before-start')
    job = one.create()
    one.add(job, web.url('swap', size=1000), folder)
    swap(folder, secret)
    one.verb('Resume', job)
    wait(lambda: 'error' in one.job(job)[6], what='the failure')
    equal(os.listdir(secret), [], 'what was written')


@test
def a_whole_file_is_not_moved_over_a_link(place, web, client):
    one = Sandbox(place, ONE)
    secret = place.folder('swapped-late')
    folder = one.folder('before-end')
    job = one.start(web.url('late', size=1000), folder)
    ended(one, job, service.TRANSFERRED)
    part = os.listdir(folder)[0]
    for name in (part, 'late'):
        with open(os.path.join(secret, name), 'w', encoding='utf-8') as file:
            file.write('mine')
    swap(folder, secret)
    equal(list(one.verb('Complete', job)), [job], 'refusals')
    one.verb('Cancel', job)
    time.sleep(0.5)
    equal(sorted(os.listdir(secret)), sorted([part, 'late']), 'what is there')


@test
def a_way_in_the_middle_that_becomes_a_link_is_not_followed(place, web, client):
    one = Sandbox(place, ONE)
    secret = place.folder('swapped-middle')
    os.makedirs(os.path.join(secret, 'below'))
    folder = one.folder('way/below')
    job = one.create()
    one.add(job, web.url('middle', size=1000), folder)
    swap(os.path.dirname(folder), secret)
    one.verb('Resume', job)
    wait(lambda: 'error' in one.job(job)[6], what='the failure')
    equal(os.listdir(os.path.join(secret, 'below')), [], 'what was written')


def upload(client, job_type, url, path, **more):
    job = client.call('CreateJob', '(sua{sv})', 'up', job_type, {})[0]
    error = refused(client, job, url, os.path.dirname(path), os.path.basename(path), **more)
    return job, error


@test
def nothing_is_uploaded_that_the_application_cannot_read(place, web, client):
    one = Sandbox(place, ONE)
    hidden = os.path.join(place.folder('diary'), 'text')
    own = os.path.join(one.folder('uploads'), 'own')
    for path in (hidden, own):
        with open(path, 'w', encoding='utf-8') as file:
            file.write('text')
    os.symlink(hidden, own + '-link')
    for job_type in (1, 2):
        for path in (hidden, own + '-link', f'{own}/../../../../diary/text'):
            equal(upload(one, job_type, web.url('up'), path)[1] in ('AccessDenied',
                                                                    'InvalidArgument'), True, path)
        equal(upload(one, job_type, web.url('up'), own)[1], None, own)
    reply = {'reply-file': GLib.Variant('ay', os.fsencode(hidden) + b'\0')}
    equal(upload(one, 2, web.url('up'), own, **reply)[1], 'AccessDenied', 'the reply')
    job, error = upload(one, 1, web.url('up'), own)
    equal(error, None, 'error')
    swap(os.path.dirname(own), os.path.dirname(hidden))
    os.rename(hidden, os.path.join(os.path.dirname(hidden), 'own'))
    one.verb('Resume', job)
    wait(lambda: 'error' in one.job(job)[6], what='the failure')


@test
def who_has_no_network_gets_none(place, web, client):
    one = Sandbox(place, ONE, network=False)
    equal(one.error_of('CreateJob', '(sua{sv})', 'job', 0, {}), 'AccessDenied', 'error')


@test
def who_cannot_be_told_is_refused(place, web, client):
    for info in ('nonsense', '[Application]\nname=\n', '[Application]\nname=../../etc\n',
                 '[Instance]\ninstance-id=1\n', 'x' * 2000000):
        one = Sandbox(place, ONE, info=info)
        equal(one.error_of('Refresh', '(t)', 0), 'AccessDenied', info[:40])
        equal(one.error_of('CreateJob', '(sua{sv})', 'job', 0, {}), 'AccessDenied', info[:40])
        one.close()


@test
def an_application_cannot_pass_for_another_sandbox(place, web, client):
    """Its own file names the sandbox of another application: that has another file."""
    other = Sandbox(place, OTHER)
    info = f'[Application]\nname={ONE}\n[Instance]\ninstance-id={other.instance}\n' \
           '[Context]\nshared=network;\n'
    one = Sandbox(place, ONE, info=info)
    job = one.create()
    equal(refused(one, job, web.url('x'), other.home), 'AccessDenied', 'the folder of the other')
    equal(refused(one, job, web.url('x'), one.home), 'AccessDenied', 'its own')


@test
def an_owner_is_one_after_a_crash(place, web, client):
    one, other = Sandbox(place, ONE), Sandbox(place, OTHER)
    job = one.create()
    os.kill(client.pid(), signal.SIGKILL)
    wait(lambda: client.pid() == 0, what='its end')
    equal(client.job(job)[6]['owner'], ONE, 'owner')
    equal(job in ids(one), True, 'the one')
    equal(job in ids(other), False, 'the other')


@test
def an_application_has_only_so_many_jobs(place, web, client):
    many = Sandbox(place, 'org.example.Many')
    jobs = [many.create() for _ in range(300)]
    for _ in range(2):
        try:
            many.create()
        except Refused as error:
            equal(error.name, 'TooManyJobs', 'error')
            equal('300' in error.message and 'org.example.Many' in error.message, True,
                  error.message)
    equal(len(ids(many)), 300, 'jobs')
    Sandbox(place, OTHER).create()
    ours = [client.create() for _ in range(301)]
    equal(ids(client) >= set(ours), True, 'jobs from outside')
    equal(many.verb('Cancel', *jobs[:2]), {}, 'refusals')
    more = [many.create() for _ in range(2)]
    equal(many.error_of('CreateJob', '(sua{sv})', 'job', 0, {}), 'TooManyJobs', 'error')
    equal(ids(many), {*jobs, *more}, 'with those that ended')


@test
def jobs_that_ended_give_way(place, web, client):
    many = Sandbox(place, 'org.example.Again')
    jobs = []
    for _ in range(303):
        jobs.append(many.create())
        many.verb('Cancel', jobs[-1])
    equal(ids(many), set(jobs[-300:]), 'jobs')


@test
def a_job_of_an_application_has_only_so_many_files(place, web, client):
    one = Sandbox(place, ONE)
    folder = one.folder('many')
    job = one.create()
    files = [one.file(f'http://h/{i}', folder) for i in range(201)]
    equal(one.error_of('AddFiles', '(sa(sa{sv}))', job, files), 'TooManyFiles', 'at once')
    equal(one.error_of('AddFiles', '(sa(sa{sv}))', job, files[:200]), None, 'error')
    equal(one.error_of('AddFiles', '(sa(sa{sv}))', job, files[200:]), 'TooManyFiles', 'one more')
    document = b'<metalink xmlns="urn:ietf:params:xml:ns:metalink">' + b''.join(
        b'<file name="m%d"><url>http://h/m</url></file>' % i for i in range(201)) + b'</metalink>'
    option = {'directory': GLib.Variant('ay', os.fsencode(folder) + b'\0')}
    equal(one.error_of('AddMetalink', '(saya{sv})', one.create(), document, option),
          'TooManyFiles', 'by a document')
    ours = client.create()
    equal(client.error_of('AddFiles', '(sa(sa{sv}))', ours, files), None, 'from outside')


@test
def ferryctl_says_whose_a_job_is(place, web, client):
    job = Sandbox(place, ONE).create()
    shown = subprocess.run([os.environ['FERRYCTL'], 'show', job], env=place.environment, text=True,
                           capture_output=True, check=True).stdout
    equal(ONE in shown, True, shown)


def main():
    with world.World() as place:
        web = server.Server()
        client = service.Service(place.connect())
        return run(place, web, client)


sys.exit(main())
