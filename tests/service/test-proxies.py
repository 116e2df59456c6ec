#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs that go through proxies, past them, and what becomes of them if a proxy fails."""
import os
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import proxy, server, service, world  # noqa: E402  (the path comes first)
from harness.service import strings, text  # noqa: E402
from harness.tap import Skip, equal, run, test, wait  # noqa: E402

CONTEXT_TRANSPORT = 6
CONNECT_FAILURE, INVALID_PROXY_INFO, HTTP_503 = 0x8020002d, 0x8020003f, 0x801901f7
SIZE = 100000
HOST = 'far-away.test'  # is nowhere but behind a proxy


def far(web, name, host=HOST, **wish):
    """An address that only a proxy finds."""
    return web.url(name, **wish).replace('127.0.0.1', host)


def start(client, url, folder, **properties):
    return client.start(url, folder, **properties)


def ends(client, job, state):
    over = (service.ERROR, service.TRANSFERRED, service.TRANSIENT_ERROR)
    wait(lambda: client.state(job) in over, 30, 'an end')
    equal(client.state(job), state, client.job(job)[6].get('error'))


def fails(client, job, state, bits, *words):
    """And names what BITS would."""
    ends(client, job, state)
    error = client.job(job)[6]['error']
    equal(hex(error[5]), hex(bits), error)
    for word in words:
        equal(word in error[6], True, error[6])
    return error


def closed_port():
    """An address where nobody listens."""
    other = proxy.Http()
    other.shutdown()
    other.server_close()
    return other.url


@test
def a_job_goes_through_its_proxy(place, web, client):
    for kind, helper in (('http', proxy.Http()), ('socks', proxy.Socks())):
        folder = place.folder(kind)
        job = start(client, far(web, kind, size=SIZE), folder, proxy=text(helper.url))
        ends(client, job, service.TRANSFERRED)
        equal(len(helper.requests) > 0, True, 'requests')
        equal(all(HOST in target for target in helper.targets()), True, helper.targets())
        client.verb('Complete', job)
        with open(os.path.join(folder, kind), 'rb') as file:
            equal(file.read() == server.content(SIZE), True, 'bytes')


@test
def what_is_encrypted_goes_through_a_tunnel(place, web, client):
    helper = proxy.Http()
    url = far(web, 'tunnel', size=1).replace('http:', 'https:')
    job = start(client, url, place.folder('tunnel'), proxy=text(helper.url))
    ends(client, job, service.ERROR)  # what is at its other end does not speak TLS
    equal({(method, target) for method, target, _ in helper.requests},
          {('CONNECT', f'{HOST}:{web.server_port}')}, 'requests')


@test
def no_proxy_is_used_where_none_is_wanted(place, web, client):
    helper = proxy.Http()
    for number, rules in enumerate((['127.0.0.1'], ['127.0.0.0/8'], ['*.0.0.1'], ['*'])):
        job = start(client, web.url(f'past-{number}', size=1), place.folder(f'past-{number}'),
                    proxy=text(helper.url), **{'proxy-bypass': strings(*rules)})
        ends(client, job, service.TRANSFERRED)
    job = start(client, web.url('none', size=1), place.folder('none'), proxy=text('none'))
    ends(client, job, service.TRANSFERRED)
    equal(helper.requests, [], 'requests')
    job = start(client, web.url('other', size=1), place.folder('other'), proxy=text(helper.url),
                **{'proxy-bypass': strings('<local>', '10.0.0.0/8', '*.example.org')})
    ends(client, job, service.TRANSFERRED)
    equal(len(helper.requests), 1, 'requests')


@test
def the_next_proxy_is_tried_if_one_cannot_be_reached(place, web, client):
    helper = proxy.Http()
    job = start(client, far(web, 'second', size=1), place.folder('second'),
                proxy=text(f'{closed_port()} {helper.url}'))
    ends(client, job, service.TRANSFERRED)
    equal(len(helper.requests), 1, 'requests')


@test
def a_proxy_that_fails_is_tried_again(place, web, client):
    folder = place.folder('fails')
    gone = closed_port()
    job = start(client, far(web, 'gone', size=1), folder, proxy=text(gone))
    error = fails(client, job, service.TRANSIENT_ERROR, CONNECT_FAILURE, 'the proxy ' + gone)
    equal(error[1], CONTEXT_TRANSPORT, 'context')

    socks = proxy.Socks()
    socks.status = 1  # general failure
    job = start(client, far(web, 'socks', size=1), folder, proxy=text(socks.url))
    fails(client, job, service.TRANSIENT_ERROR, CONNECT_FAILURE, socks.url)
    socks.status = 2  # not allowed by its rules
    job = start(client, far(web, 'rules', size=1), folder, proxy=text(socks.url))
    fails(client, job, service.ERROR, INVALID_PROXY_INFO, socks.url)

    busy = proxy.Http()
    busy.status = 503
    for scheme in ('http:', 'https:'):
        url = far(web, 'busy', size=1).replace('http:', scheme)
        job = start(client, url, folder, proxy=text(busy.url))
        fails(client, job, service.TRANSIENT_ERROR, HTTP_503)
    busy.status = 0
    client.verb('Cancel', job)
    job = start(client, far(web, 'busy', size=1), folder, proxy=text(busy.url))
    ends(client, job, service.TRANSFERRED)


@test
def a_new_proxy_counts_from_the_next_try(place, web, client):
    helper = proxy.Http()
    job = start(client, far(web, 'late', size=1), place.folder('late'), proxy=text(closed_port()))
    ends(client, job, service.TRANSIENT_ERROR)
    client.call('SetProperties', '(sa{sv})', job, {'proxy': text(helper.url)})
    client.verb('Resume', job)
    wait(lambda: client.state(job) == service.TRANSFERRED, 30, 'its end')


@test
def jobs_share_no_connection(place, web, client):
    """Each goes the way that its owner has said, also side by side."""
    one, other = proxy.Http(), proxy.Http()
    folder = place.folder('share')
    jobs = [start(client, far(web, f'share-{n}', size=SIZE), folder, proxy=text(helper.url))
            for n, helper in enumerate((one, other))]
    for job in jobs:
        ends(client, job, service.TRANSFERRED)
    for number, helper in enumerate((one, other)):
        equal(all(f'/share-{number}' in target for target in helper.targets()), True,
              helper.targets())


@test
def an_upload_goes_through_its_proxy(place, web, client):
    helper = proxy.Http()
    folder = place.folder('upload')
    with open(os.path.join(folder, 'up'), 'wb') as file:
        file.write(b'up')
    job = client.call('CreateJob', '(sua{sv})', 'up', 1,
                      {'proxy': text(helper.url), 'upload-protocol': text('put')})[0]
    client.add(job, far(web, 'up'), folder, 'up')
    client.verb('Resume', job)
    wait(lambda: helper.requests != [], 30, 'a request')
    equal(helper.requests[0][:2], ('PUT', far(web, 'up')), 'the request')
    client.verb('Cancel', job)


@test
def settings_are_told_and_survive(place, web, client):
    wishes = {'proxy': text('proxy.example http://[::1]:3128/ socks5://b:2'),
              'proxy-bypass': strings('<local>', '*.example.org', '10.0.0.0/8', 'fe80::/10')}
    job = client.create(**wishes)
    usual = client.create()
    os.kill(client.pid(), signal.SIGKILL)
    wait(lambda: client.pid() == 0, what='its end')
    for key, wish in wishes.items():
        equal(client.job(job)[6][key], wish.unpack(), key)
        equal(client.job(usual)[6].get(key), None, key)
    client.call('SetProperties', '(sa{sv})', job,
                {'proxy': text('system'), 'proxy-bypass': strings()})
    equal(set(wishes) & set(client.job(job)[6]), set(), 'properties')


@test
def bad_proxies_are_refused_and_no_password_is_repeated(place, web, client):
    job = client.create()
    refusal = lambda **change: client.error_of('SetProperties', '(sa{sv})', job, change)
    for bad in ('', ' ', 'ftp://a:1', 'http://', 'http://a/b', 'http://a?b', 'http://a:99999',
                'direct://', 'a b c://', 'http://a:0', 'a\nb'):
        equal(refusal(proxy=text(bad)), 'InvalidArgument', repr(bad))
    for bad in ('', 'a b', 'a*b', '10.0.0.0/40', 'a\n', '<remote>'):
        equal(refusal(**{'proxy-bypass': strings(bad)}), 'InvalidArgument', repr(bad))
    equal(refusal(proxy=text('http://a ' * 500)), 'StringTooLong', 'length')
    equal(refusal(**{'proxy-bypass': strings(*['a'] * 2001)}), 'StringTooLong', 'length')
    equal(refusal(proxy=strings('none')), 'InvalidArgument', 'type')
    for bad in ('http://anna:Sesame@a:1', 'Sesame@a', 'http://a:1 http://Sesame:@b'):
        try:
            client.call('SetProperties', '(sa{sv})', job, {'proxy': text(bad)})
            equal(bad, 'refused')
        except service.GLib.Error as error:
            equal('Sesame' in error.message, False, error.message)
            equal('credentials' in error.message, True, error.message)
    equal('proxy' in client.job(job)[6], False, 'what is kept')


@test
def without_a_word_the_desktop_decides(place, web, client):
    service.Gio.ProxyResolver.get_default()  # so that the modules are known
    point = service.Gio.io_extension_point_lookup('gio-proxy-resolver')
    if point.get_extension_by_name('libproxy') is None:
        raise Skip('the module of GIO for libproxy is not here')
    helper = proxy.Http()
    place.environment |= {'GIO_USE_PROXY_RESOLVER': 'libproxy', 'http_proxy': helper.url,
                          'no_proxy': ''}
    os.kill(client.pid(), signal.SIGTERM)
    wait(lambda: client.pid() == 0, what='its end')
    place.spawn(os.environ['FERRYD'])
    wait(lambda: client.pid() != 0, what='the service')
    job = start(client, far(web, 'desktop', size=1), place.folder('desktop'))
    ends(client, job, service.TRANSFERRED)
    equal(len(helper.requests), 1, 'requests')
    job = start(client, web.url('against', size=1), place.folder('against'), proxy=text('none'))
    ends(client, job, service.TRANSFERRED)
    equal(len(helper.requests), 1, 'requests')
    helper.asks = 'basic'
    job = client.create()
    client.add(job, far(web, 'asked', size=1), place.folder('asked'))
    client.call('SetCredentials', '(suuss)', job, 2, 1, proxy.USER, proxy.PASSWORD)
    client.verb('Resume', job)
    ends(client, job, service.TRANSFERRED)
    job = start(client, far(web, 'asked', size=1), place.folder('another'))
    fails(client, job, service.ERROR, 0x80190197)


if __name__ == '__main__':
    with world.World() as the_place:
        sys.exit(run(the_place, server.Server(), service.Service(the_place.connect())))
