#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Downloads that ask with another method than GET: once, for all of it, and never again unasked."""
import os
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import server, service, world  # noqa: E402  (the path comes first)
from harness.service import number, strings, text  # noqa: E402
from harness.tap import equal, run, test, wait  # noqa: E402

SIZE = 1500000
POST = {'http-method': text('POST'), 'minimum-retry-delay': number(1)}


def asked(web, name):
    """(method, whether for a part) of each request."""
    with web.lock:
        return [(method, 'Range' in headers) for (method, path), (_, headers)
                in zip(web.methods, web.requests) if path == f'/{name}']


def content_of(client, job):
    client.verb('Complete', job)
    with open(bytes(client.files(job)[0][4]['path']).rstrip(b'\0'), 'rb') as file:
        return file.read()


def transferred(client, job):
    wait(lambda: client.state(job) == service.TRANSFERRED, what='its end')


@test
def one_request_brings_all_of_it(place, web, client):
    other = server.Server()
    job = client.create(**POST, connections=number(4))
    client.add(job, web.url('one', size=8000000, rate=8000000), place.folder('one'),
               checksum='sha-256:' + server.sha256(8000000),
               mirrors=strings(other.url('one', size=8000000)))
    client.verb('Resume', job)
    transferred(client, job)
    equal(asked(web, 'one'), [('POST', False)], 'requests')
    with web.lock:
        headers = next(headers for path, headers in web.requests if path == '/one')
    equal(headers['Content-Length'], '0', 'length of the body')
    equal(other.requests, [], 'requests of the mirror')
    equal(client.job(job)[6]['http-method'], 'POST', 'property')
    equal(content_of(client, job) == server.content(8000000), True, 'bytes')


@test
def what_was_made_for_it_is_the_file(place, web, client):
    job = client.start(web.url('made', size=1000, good=201), place.folder('made'), **POST)
    transferred(client, job)
    equal(content_of(client, job) == server.content(1000), True, 'bytes')
    job = client.start(web.url('none', status=204), place.folder('none'), **POST)
    transferred(client, job)
    equal(content_of(client, job), b'', 'bytes')
    job = client.start(web.url('get', size=1000, good=201), place.folder('get'),
                       **{'no-progress-timeout': number(0)})
    wait(lambda: client.state(job) == service.ERROR, what='its error')


@test
def an_error_that_passes_is_final(place, web, client):
    for name, wish in (('busy', {'status': 503, 'fail': 1}),
                       ('cut', {'cut': SIZE // 2}), ('away', {'rate': 1000000})):
        job = client.start(web.url(name, size=SIZE, **wish), place.folder(name), **POST)
        if name == 'away':
            wait(lambda: client.files(job)[0][2] > 0, what='bytes')
            web.hang_up()
        wait(lambda: client.state(job) == service.ERROR, what='its error')
        equal(asked(web, name), [('POST', False)], 'requests')
        client.verb('Cancel', job)


@test
def its_owner_may_ask_anew(place, web, client):
    job = client.start(web.url('anew', size=SIZE, rate=500000, slow=1), place.folder('anew'),
                       **POST)
    wait(lambda: client.files(job)[0][2] > 300000, what='bytes')
    client.verb('Suspend', job)
    client.verb('Resume', job)
    transferred(client, job)
    equal(asked(web, 'anew'), [('POST', False)] * 2, 'requests')
    equal(content_of(client, job) == server.content(SIZE), True, 'bytes')


@test
def a_crash_does_not_ask_again(place, web, client):
    job = client.start(web.url('crash', size=SIZE, rate=500000, slow=1), place.folder('crash'),
                       **POST)
    wait(lambda: client.files(job)[0][2] > 600000, what='bytes that are safe')
    os.kill(client.pid(), signal.SIGKILL)
    wait(lambda: client.pid() == 0, what='its end')
    wait(lambda: client.state(job) == service.ERROR, what='its error')
    equal(asked(web, 'crash'), [('POST', False)], 'requests')
    client.verb('Resume', job)
    transferred(client, job)
    equal(asked(web, 'crash'), [('POST', False)] * 2, 'requests')
    equal(content_of(client, job) == server.content(SIZE), True, 'bytes')


@test
def who_asks_is_told_without_an_error(place, web, client):
    job = client.create(**POST)
    client.add(job, web.url('signed', size=1000, auth='basic'), place.folder('signed'))
    client.call('SetCredentials', '(suuss)', job, 1, 1, server.USER, server.PASSWORD)
    client.verb('Resume', job)
    transferred(client, job)
    equal(asked(web, 'signed'), [('POST', False)] * 2, 'requests')
    equal(content_of(client, job) == server.content(1000), True, 'bytes')


@test
def redirections_keep_it_where_they_say_so(place, web, client):
    for status, method, then in ((301, 'POST', 'GET'), (302, 'POST', 'GET'), (303, 'POST', 'GET'),
                                 (307, 'POST', 'POST'), (308, 'POST', 'POST'),
                                 (302, 'PROPFIND', 'PROPFIND'), (303, 'PROPFIND', 'GET')):
        name = f'{method}-{status}'
        target = web.url(f'to-{name}', size=1000)
        job = client.start(web.url(f'from-{name}', redirect=target, status=status),
                           place.folder(name), **{'http-method': text(method)})
        transferred(client, job)
        equal(asked(web, f'from-{name}'), [(method, False)], 'requests')
        equal(asked(web, f'to-{name}'), [(then, False)], f'after {status}')
        equal(content_of(client, job) == server.content(1000), True, 'bytes')


@test
def a_slice_of_time_does_not_end_it(place, web, client):
    """Nor does a job that goes before it: it would have to be asked for again."""
    job = client.start(web.url('kept', size=SIZE, rate=500000), place.folder('kept'),
                       **POST, priority=number(3))
    wait(lambda: client.files(job)[0][2] > 0, what='bytes')
    others = [client.start(web.url(f'other{i}', size=SIZE, rate=500000),
                           place.folder(f'other{i}'), priority=number(1)) for i in range(8)]
    for other in [job, *others]:
        transferred(client, other)
    equal(asked(web, 'kept'), [('POST', False)], 'requests')


@test
def what_is_no_method_is_refused(place, web, client):
    for method, error in (('GET IT', 'InvalidArgument'), ('POST\r\nHost:', 'InvalidArgument'),
                          ('PÖST', 'InvalidArgument'), ('connect', 'InvalidArgument'),
                          ('HEAD', 'InvalidArgument'), ('Trace', 'InvalidArgument'),
                          ('X' * 33, 'StringTooLong')):
        equal(client.error_of('CreateJob', '(sua{sv})', 'job', 0, {'http-method': text(method)}),
              error, method)
    for kind in (1, 2):
        equal(client.error_of('CreateJob', '(sua{sv})', 'job', kind, {'http-method': text('GET')}),
              'InvalidArgument', 'of an upload')


@test
def it_changes_as_long_as_no_byte_has_come(place, web, client):
    job = client.create(**POST)
    client.add(job, web.url('changes', size=SIZE, rate=500000), place.folder('changes'))
    change = lambda method: client.error_of('SetProperties', '(sa{sv})', job,
                                            {'http-method': text(method)})
    equal(change('GET'), None, 'error')
    equal('http-method' in client.job(job)[6], False, 'property')
    equal(change('POST'), None, 'error')
    client.verb('Resume', job)
    wait(lambda: client.files(job)[0][2] > 0, what='bytes')
    client.verb('Suspend', job)
    equal(change('GET'), 'InvalidState', 'error')
    equal(change('POST'), None, 'error')
    client.verb('Cancel', job)


if __name__ == '__main__':
    with world.World() as the_place:
        sys.exit(run(the_place, server.Server(), service.Service(the_place.connect())))
