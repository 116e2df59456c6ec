#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mirrors, sizes, pieces and Metalink documents, over a real bus."""
import contextlib
import os
import signal
import sqlite3
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
    client.call('Refresh', '(t)', 0)


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


def file_of(name, *urls, more=''):
    """One file of a Metalink document, the best address first."""
    addresses = ''.join(f'<url priority="{number}">{url.replace("&", "&amp;")}</url>'
                        for number, url in enumerate(urls, 1))
    return f'<file name="{name}">{more}{addresses}</file>'


def metalink(*files):
    return f'<metalink xmlns="urn:ietf:params:xml:ns:metalink">{"".join(files)}</metalink>'


def add_metalink(client, job, document, folder):
    options = {'directory': GLib.Variant('ay', os.fsencode(folder) + b'\0')}
    return client.call('AddMetalink', '(saya{sv})', job, document.encode(), options)[0]


def ended(client, job, *states):
    wait(lambda: client.state(job) in states, 20, f'one of the states {states}')


def read(*path):
    with open(os.path.join(*path), 'rb') as file:
        return file.read()


FOLLOW = {'follow-metalink': GLib.Variant('b', True)}
AUTO = {'auto-complete': GLib.Variant('b', True)}


@test
def a_metalink_document_is_files(place, web, client):
    folder = place.folder('document')
    good = f'<size>1000</size><hash type="sha-256">{server.sha256(1000)}</hash>'
    job = client.create(**AUTO)
    count = add_metalink(client, job, metalink(
        file_of('x/one.bin', web.url('a', size=1000), 'http://mirror.example/',
                more='<description>Two files</description>' + good),
        file_of('two.bin', web.url('b', size=2000))), folder)
    equal(count, 2, 'files')
    first, second = client.files(job)
    equal(first[4]['mirrors'], ['http://mirror.example/'], 'mirrors')
    equal((first[1], second[1]), (1000, service.UNKNOWN), 'sizes')
    equal(first[4]['checksum'], 'sha-256:' + server.sha256(1000), 'checksum')
    equal(client.job(job)[6]['description'], 'Two files', 'description')
    client.verb('Resume', job)
    ended(client, job, service.ACKNOWLEDGED)
    equal(sorted(os.listdir(folder)), ['one.bin', 'two.bin'], 'the folder')
    equal(read(folder, 'one.bin'), server.content(1000), 'bytes')


@test
def a_document_that_cannot_be_adds_nothing(place, web, client):
    folder = place.folder('refused')
    job = client.create()
    good = file_of('good', web.url('a'))
    for document in ('', 'nonsense', metalink(), metalink(good, file_of('../x', web.url('b'))),
                     metalink(good, file_of('none')), metalink(good, file_of('x', 'ftp://h/x')),
                     '<!DOCTYPE metalink>' + metalink(good), metalink(good)[:-1]):
        try:
            add_metalink(client, job, document, folder)
        except GLib.Error as error:
            equal('InvalidArgument' in error.message, True, error.message)
        else:
            raise AssertionError(f'{document} was taken')
    call = lambda options: client.error_of('AddMetalink', '(saya{sv})', job,
                                           metalink(good).encode(), options)
    equal(call({}), 'InvalidArgument', 'without a folder')
    equal(call({'directory': GLib.Variant('s', folder)}), 'InvalidArgument', 'a folder as text')
    equal(call({'directory': GLib.Variant('ay', b'/nonexistent/folder\0')}), 'FolderNotFound')
    equal(call({'nonsense': GLib.Variant('b', True)}), 'InvalidArgument', 'an unknown option')
    equal(client.files(job), [], 'files')
    client.verb('Cancel', job)
    equal(call({'directory': GLib.Variant('ay', folder.encode() + b'\0')}), 'InvalidState')


@test
def a_document_that_comes_by_address_is_followed(place, web, client):
    folder = place.folder('followed')
    url = web.put('list.meta4', metalink(file_of('one.bin', web.url('a', size=1000)),
                                         file_of('two.bin', web.url('b', size=2000))))
    job = client.create(**AUTO)
    client.add(job, url, folder, **FOLLOW)
    client.verb('Resume', job)
    ended(client, job, service.ACKNOWLEDGED)
    equal(client.job(job)[2:6], (3000, 3000, 2, 2), 'progress without the document')
    document, one, _two = client.files(job)
    equal((document[3], document[4]['replaced']), (False, True), 'completed, replaced')
    equal('temporary-path' in document[4] or 'replaced' in one[4], False, 'what is not true')
    equal(sorted(os.listdir(folder)), ['one.bin', 'two.bin'], 'the folder')
    equal(read(folder, 'two.bin'), server.content(2000), 'bytes')
    restart(client)
    equal(client.job(job)[2:6], (3000, 3000, 2, 2), 'progress, from the store')
    equal(client.files(job)[0][4]['replaced'], True, 'replaced, from the store')


@test
def complete_of_a_followed_document_is_not_partial(place, web, client):
    folder = place.folder('complete')
    job = client.create()
    client.add(job, web.put('l.metalink', metalink(file_of('one', web.url('a', size=10)))), folder,
               **FOLLOW)
    client.verb('Resume', job)
    ended(client, job, service.TRANSFERRED)
    equal(os.path.exists(os.path.join(folder, 'one')), False, 'the file before Complete')
    equal(len(os.listdir(folder)), 1, 'a part file')
    equal(client.call('Complete', '(as)', [job]), ([], []), 'partial, refused')
    equal(os.listdir(folder), ['one'], 'the folder')


@test
def a_document_that_is_none_or_not_meant_stays_a_file(place, web, client):
    folder = place.folder('stays')
    good = metalink(file_of('one', web.url('a', size=10)))
    for name, text, options in (('bad.meta4', 'nonsense', FOLLOW),
                                ('evil.meta4', metalink(file_of('../x', web.url('a'))), FOLLOW),
                                ('none.meta4', metalink(file_of('x')), FOLLOW),
                                ('other.xml', good, FOLLOW),
                                ('kept.meta4', good, {})):
        job = client.create(**AUTO)
        client.add(job, web.put(name, text), folder, **options)
        client.verb('Resume', job)
        ended(client, job, service.ACKNOWLEDGED)
        equal(read(folder, name).decode(), text, 'bytes')
        equal(client.job(job)[4:6], (1, 1), 'files')
    equal(len(os.listdir(folder)), 5, 'files in the folder')


@test
def headers_do_not_follow_a_document_to_other_servers(place, web, client):
    folder = place.folder('headers')
    other = server.Server()
    url = web.put('h.meta4', metalink(file_of('same', web.url('same', size=10)),
                                      file_of('other', other.url('other', size=10))))
    headers = GLib.Variant('as', ['X-Colour: blue', 'X-Api-Key: hunter2'])
    job = client.create(headers=headers, **AUTO)
    client.add(job, url, folder, **FOLLOW)
    client.verb('Resume', job)
    ended(client, job, service.ACKNOWLEDGED)
    sent = lambda where, path: next(h for p, h in where.requests if p == path)
    equal(sent(web, '/h.meta4')['X-Api-Key'], 'hunter2', 'header for the document')
    equal(sent(web, '/same')['X-Api-Key'], 'hunter2', 'header for the same server')
    for key in ('X-Api-Key', 'X-Colour'):
        equal(key in sent(other, '/other'), False, f'{key} for another server')


@test
def a_followed_document_leaves_nothing_after_cancel(place, web, client):
    folder = place.folder('cancelled')
    job = client.create()
    slow = file_of('slow', web.url('slow', size=10000000, rate=1000000))
    client.add(job, web.put('c.meta4', metalink(slow)), folder, **FOLLOW)
    client.verb('Resume', job)
    wait(lambda: len(client.files(job)) == 2 and client.job(job)[3] > 0, what='bytes of the file')
    client.verb('Cancel', job)
    equal(os.listdir(folder), [], 'the folder')


@test
def a_crash_before_the_document_was_deleted_leaves_nothing(place, web, client):
    folder = place.folder('crash')
    job = client.create()
    slow = file_of('slow', web.url('slow2', size=10000000, rate=1000000))
    client.add(job, web.put('d.meta4', metalink(slow)), folder, **FOLLOW)
    client.verb('Resume', job)
    wait(lambda: len(client.files(job)) == 2, what='the file')
    client.verb('Suspend', job)
    with contextlib.closing(sqlite3.connect(place.queue)) as queue:
        part = queue.execute("SELECT part_name FROM files WHERE url LIKE '%/d.meta4'").fetchone()[0]
    left = os.path.join(os.fsencode(folder), part)
    equal(os.path.exists(left), False, 'the document')
    with open(left, 'wb'):
        restart(client)
    equal(os.path.exists(left), False, 'the document after a restart')
    client.verb('Cancel', job)


if __name__ == '__main__':
    with world.World() as the_place:
        sys.exit(run(the_place, server.Server(), service.Service(the_place.connect())))
