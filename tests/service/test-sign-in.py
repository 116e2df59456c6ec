#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs that sign in: to whom their name and password go, and where they never get."""
import base64
import os
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import server, service, world  # noqa: E402  (the path comes first)
from harness.server import PASSWORD, USER  # noqa: E402
from harness.tap import equal, run, test, wait  # noqa: E402

SERVER, PROXY = 1, 2
BASIC, DIGEST = 1, 2
UNAUTHORIZED, PROXY_AUTHENTICATION = 401, 407


def ended(client, job, state):
    over = (service.ERROR, service.TRANSFERRED)
    wait(lambda: client.state(job) in over, 30, 'an end')
    equal(client.state(job), state, client.job(job)[6].get('error'))


def new_job(client, url, folder, scheme=None, password=PASSWORD):
    job = client.create()
    client.add(job, url, folder)
    if scheme is not None:
        client.call('SetCredentials', '(suuss)', job, SERVER, scheme, USER, password)
    equal(client.verb('Resume', job), {}, 'refusals')
    return job


def told(web, path, name='Authorization'):
    """What the requests of a path said of who asks."""
    with web.lock:
        return [headers.get(name) for p, headers in web.requests if p == path]


def status(client, job):
    return client.job(job)[6]['error'][4]


def start_service(place, log):
    """The service, with all that it tells in a file."""
    place.environment['G_MESSAGES_DEBUG'] = 'all'
    return place.spawn(os.environ['FERRYD'], stdout=log, stderr=log)


def stop_service(client):
    pid = client.pid()
    if pid:
        os.kill(pid, signal.SIGTERM)
        wait(lambda: client.pid() == 0, what='its end')


@test
def a_job_signs_in_once_it_is_asked(place, web, client):
    folder = place.folder('asked')
    for name, scheme in (('basic', BASIC), ('digest', DIGEST)):
        url = web.url(f'asked-{name}', size=100000, auth=name)
        job = new_job(client, url, folder, scheme)
        ended(client, job, service.TRANSFERRED)
        first, second = told(web, f'/asked-{name}')[:2]
        equal(first, None, 'the first request')
        equal(second.split()[0], name.title(), 'the second request')


@test
def letters_of_all_kinds_go_as_browsers_send_them(place, web, client):
    """Also those that Latin-1 has: servers keep passwords in UTF-8."""
    for number, password in enumerate(('geheim-äöü', 'пароль', 'mixed ß 密')):
        job = new_job(client, web.url(f'letters-{number}', size=10, auth='basic'),
                      place.folder(f'letters-{number}'), BASIC, password)
        ended(client, job, service.ERROR)
        said = told(web, f'/letters-{number}')[-1].partition(' ')[2]
        equal(base64.b64decode(said), f'{USER}:{password}'.encode(), 'what it says')


@test
def who_is_not_asked_says_nothing(place, web, client):
    job = new_job(client, web.url('unasked', size=1000), place.folder('unasked'), BASIC)
    ended(client, job, service.TRANSFERRED)
    equal(set(told(web, '/unasked')), {None}, 'what was told')


@test
def a_wrong_password_is_told_once_and_ends_in_an_error(place, web, client):
    for name, scheme in (('basic', BASIC), ('digest', DIGEST)):
        job = new_job(client, web.url(f'wrong-{name}', size=1, auth=name),
                      place.folder(f'wrong-{name}'), scheme, 'no')
        ended(client, job, service.ERROR)
        equal(status(client, job), UNAUTHORIZED, 'status')
        equal(len([t for t in told(web, f'/wrong-{name}') if t]), 1, 'tries')
        client.call('SetCredentials', '(suuss)', job, SERVER, scheme, USER, PASSWORD)
        client.verb('Resume', job)
        ended(client, job, service.TRANSFERRED)


@test
def jobs_do_not_share_what_they_sign_in_with(place, web, client):
    folder = place.folder('share')
    url = web.url('share', size=1000, auth='basic')
    ended(client, new_job(client, url, folder, BASIC), service.TRANSFERRED)
    count = len(told(web, '/share'))
    job = new_job(client, url, folder)
    ended(client, job, service.ERROR)
    equal(status(client, job), UNAUTHORIZED, 'status')
    equal(set(told(web, '/share')[count:]), {None}, 'what the other told')


@test
def a_password_for_digest_is_never_told_as_it_is(place, web, client):
    folder = place.folder('strong')
    job = new_job(client, web.url('strong', size=1, auth='basic'), folder, DIGEST)
    ended(client, job, service.ERROR)
    equal(set(told(web, '/strong')), {None}, 'what was told')
    job = new_job(client, web.url('stronger', size=1, auth='digest'), folder, BASIC)
    ended(client, job, service.TRANSFERRED)


@test
def no_other_server_and_no_proxy_hears_of_it(place, web, client):
    folder = place.folder('elsewhere')
    other = server.Server()
    job = new_job(client, web.url('leads', redirect=other.url('other', size=1, auth='basic')),
                  folder, BASIC)
    ended(client, job, service.ERROR)
    equal(status(client, job), UNAUTHORIZED, 'status')
    equal(set(told(other, '/other')), {None}, 'what the other was told')
    job = new_job(client, web.url('proxy', size=1, auth='proxy'), folder, BASIC)
    ended(client, job, service.ERROR)
    equal(status(client, job), PROXY_AUTHENTICATION, 'status')
    for name in ('Authorization', 'Proxy-Authorization'):
        equal(set(told(web, '/proxy', name)), {None}, name)
    here = web.url('here', size=10, auth='basic')
    ended(client, new_job(client, web.url('back', redirect=here), folder, BASIC),
          service.TRANSFERRED)


@test
def removed_is_forgotten(place, web, client):
    job = client.create()
    client.add(job, web.url('removed', size=1, auth='basic'), place.folder('removed'))
    client.call('SetCredentials', '(suuss)', job, SERVER, BASIC, USER, PASSWORD)
    for _ in range(2):
        client.call('RemoveCredentials', '(suu)', job, SERVER, BASIC)
    client.verb('Resume', job)
    ended(client, job, service.ERROR)
    equal(set(told(web, '/removed')), {None}, 'what was told')


@test
def bad_input_is_refused_by_name(place, web, client):
    job = client.create()
    refusal = lambda *rest: client.error_of('SetCredentials', '(suuss)', *rest)
    equal(refusal('no-such-job', SERVER, BASIC, 'a', 'b'), 'NotFound')
    for target, scheme in ((0, BASIC), (3, BASIC), (SERVER, 0), (SERVER, 3), (PROXY, 4)):
        equal(refusal(job, target, scheme, 'a', 'b'), 'NotSupported')
        equal(client.error_of('RemoveCredentials', '(suu)', job, target, scheme), 'NotSupported')
    for user, password in (('', 'b'), ('a:b', 'c'), ('a\r\nX: y', 'b'), ('a', 'b\n')):
        equal(refusal(job, SERVER, BASIC, user, password), 'InvalidArgument', repr(user))
    equal(refusal(job, SERVER, DIGEST, 'a:b', 'c'), None)
    equal(refusal(job, SERVER, BASIC, 'ü' * 300, 'ü' * 65536), None)
    equal(refusal(job, SERVER, BASIC, 'ü' * 301, ''), 'StringTooLong')
    equal(refusal(job, SERVER, BASIC, 'a', 'ü' * 65537), 'StringTooLong')
    equal(refusal(job, PROXY, BASIC, 'a:b', 'c'), 'InvalidArgument')
    client.verb('Cancel', job)
    equal(refusal(job, SERVER, BASIC, 'a', 'b'), 'InvalidState')


@test
def nothing_of_it_is_kept_or_logged_and_a_restart_says_so(place, web, client):
    path = os.path.join(place.root, 'log')
    stop_service(client)
    with open(path, 'wb') as log:
        start_service(place, log)
        wait(lambda: client.pid() != 0, what='the service')
        job = new_job(client, web.url('kept', size=8000000, rate=200000, auth='basic'),
                      place.folder('kept'), BASIC)
        wait(lambda: client.job(job)[3] > 0, what='bytes')
        stop_service(client)
        start_service(place, log)
        wait(lambda: client.pid() != 0, what='the service')
        ended(client, job, service.ERROR)
        equal('not kept' in client.job(job)[6]['error'][6], True, 'the sentence')
        secrets = [t for t in told(web, '/kept') if t]
        client.call('SetCredentials', '(suuss)', job, SERVER, BASIC, USER, PASSWORD)
        client.verb('Resume', job)
        wait(lambda: len([t for t in told(web, '/kept') if t]) > len(secrets), what='a sign-in')
        client.verb('Cancel', job)
    places = [path] + [os.path.join(folder, name) for folder, _, names in
                       os.walk(place.environment['XDG_STATE_HOME']) for name in names]
    equal(any(name.endswith('queue.db') for name in places), True, 'the store')
    for name in places:
        with open(name, 'rb') as file:
            content = file.read()
        for secret in (PASSWORD, secrets[0].split()[1]):
            equal(secret.encode() in content, False, name)
    with open(path, 'rb') as file:
        equal(file.read() != b'', True, 'a log')


if __name__ == '__main__':
    with world.World() as the_place:
        sys.exit(run(the_place, server.Server(), service.Service(the_place.connect())))
