#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mirrors, sizes, pieces and Metalink documents, over a real bus."""
import os
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import server, service, world  # noqa: E402  (the path comes first)
from harness.service import GLib  # noqa: E402
from harness.tap import equal, run, test, wait  # noqa: E402


def restart(client):
    """What is told after it comes from the store."""
    pid = client.pid()
    os.kill(pid, signal.SIGTERM)
    wait(lambda: client.pid() != pid, what='the end of the service')


@test
def more_sources_and_what_a_file_must_be_are_kept(place, web, client):
    folder = place.folder('sources')
    more = {'mirrors': GLib.Variant('as', ['http://one.example/a b', 'https://two.example/']),
            'size': GLib.Variant('t', 2000),
            'pieces': GLib.Variant('(stay)', ('SHA1', 1024, bytes(40)))}
    job = client.create()
    client.add(job, web.url('a', size=2000), folder, **more)
    client.add(job, web.url('b'), folder)
    restart(client)
    first, second = client.files(job)
    equal((first[1], first[4]['size']), (2000, 2000), 'size')
    equal(first[4]['mirrors'], ['http://one.example/a%20b', 'https://two.example/'], 'mirrors')
    equal('mirrors' in second[4] or 'size' in second[4], False, 'a file that has none')
    equal(client.job(job)[2], service.UNKNOWN, 'size of all')
    for key, value in (('mirrors', GLib.Variant('as', ['ftp://h/'])),
                       ('mirrors', GLib.Variant('as', ['http://user:swordfish@h/'])),
                       ('mirrors', GLib.Variant('as', ['http://h/'] * 65)),
                       ('mirrors', GLib.Variant('s', 'http://h/')),
                       ('size', GLib.Variant('t', 2**63)),
                       ('size', GLib.Variant('t', 2049)),
                       ('pieces', GLib.Variant('(stay)', ('crc', 1024, bytes(40)))),
                       ('pieces', GLib.Variant('(stay)', ('sha-1', 1023, bytes(40)))),
                       ('pieces', GLib.Variant('(stay)', ('sha-1', 1024, bytes(39)))),
                       ('pieces', GLib.Variant('(sta{sv})', ('sha-1', 1024, {}))),
                       ('nonsense', GLib.Variant('b', True))):
        file = client.file(web.url('a'), folder, **(more | {key: value}))
        equal(client.error_of('AddFiles', '(sa(sa{sv}))', job, [file]) in
              ('InvalidArgument', 'InvalidUrl', 'UnsupportedScheme'), True, f'{key}, {value}')
    equal(len(client.files(job)), 2, 'files')
    client.verb('Resume', job)
    client.verb('Cancel', job)


if __name__ == '__main__':
    with world.World() as the_place:
        sys.exit(run(the_place, server.Server(), service.Service(the_place.connect())))
