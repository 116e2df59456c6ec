#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""In a sandbox the portal tells which proxy to use: what becomes of jobs if it does not."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import proxy, resolver, server, service, world  # noqa: E402  (the path comes first)
from harness.tap import equal, run, test, wait  # noqa: E402

SIZE = 1000
MISSING = ('ServiceUnknown', 'NameHasNoOwner', 'UnknownMethod', 'UnknownInterface', 'UnknownObject')

# As GIO behaves in a sandbox.
os.environ |= {'GTK_USE_PORTAL': '1', 'GIO_USE_PROXY_RESOLVER': 'portal',
               'GIO_USE_NETWORK_MONITOR': 'base'}


class Bench:
    def __init__(self, place):
        self.place = place
        self.web = server.Server()
        self.client = service.Service(place.connect())
        self.folder = place.folder('portal')
        self.number = 0

    def answer(self, *words):
        with open(os.path.join(self.folder, 'answer'), 'w', encoding='utf-8') as file:
            file.write(' '.join(words))
        with open(os.path.join(self.folder, 'asked'), 'w', encoding='utf-8'):
            pass

    def count_questions(self):
        with open(os.path.join(self.folder, 'asked'), encoding='utf-8') as file:
            return len(file.readlines())

    def download(self, *states):
        """A job, once it is in one of these states."""
        self.number += 1
        self.web.hang_up()  # whoever has a connection need not ask for the way
        url = self.web.url(f'file-{self.number}', size=SIZE)
        job = self.client.start(url, self.place.folder(f'job-{self.number}'),
                                **{'minimum-retry-delay': service.number(1)})
        wait(lambda: self.client.state(job) in states, 30, f'state {states}')
        return job


@test
def the_proxy_that_it_tells_is_used(bench):
    helper = proxy.Http()
    bench.answer(helper.url)
    bench.download(service.TRANSFERRED)
    equal(len(helper.requests), 1, 'requests')
    bench.answer('direct://')
    bench.download(service.TRANSFERRED)
    equal((len(helper.requests), bench.count_questions()), (1, 1), 'requests, questions')


@test
def without_it_there_is_no_proxy(bench):
    for name in MISSING:
        bench.answer('error', 'org.freedesktop.DBus.Error.' + name)
        bench.download(service.TRANSFERRED)
        equal(bench.count_questions(), 1, 'questions')


@test
def a_failure_is_not_for_ever(bench):
    for name in ('org.freedesktop.portal.Error.Failed', 'org.freedesktop.DBus.Error.AccessDenied'):
        bench.answer('error', name)
        job = bench.download(service.TRANSIENT_ERROR, service.ERROR)
        error = bench.client.job(job)[6]['error']
        equal(bench.client.state(job), service.TRANSIENT_ERROR, error)
        for words in ('does not say which proxy', 'Nobody knows'):
            equal(words in error[6], True, error)
        equal('GDBus' in error[6], False, error)
        bench.answer('direct://')
        wait(lambda j=job: bench.client.state(j) == service.TRANSFERRED, 30, 'the end')


def main():
    with world.World() as place:
        bench = Bench(place)
        bench.answer('direct://')
        place.spawn(sys.executable, resolver.__file__, bench.folder)
        wait(lambda: bench.client.connection.call_sync(
            'org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'NameHasOwner',
            service.GLib.Variant('(s)', (resolver.NAME,)), None, service.Gio.DBusCallFlags.NONE,
            -1, None).unpack()[0], what='the portal')
        return run(bench)


if __name__ == '__main__':
    sys.exit(main())
