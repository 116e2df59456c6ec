#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""ferryctl get and add with Metalink documents, from this machine and by address."""
import json
import os
import sys

from ferryctl import Tool, has_content, read
from harness import server, world
from harness.tap import equal, run, test, wait


def file_of(name, url, more=''):
    return f'<file name="{name}">{more}<url>{url.replace("&", "&amp;")}</url></file>'


def metalink(*files):
    return f'<metalink xmlns="urn:ietf:params:xml:ns:metalink">{"".join(files)}</metalink>'


def old_metalink(name, url, more=''):
    return (f'<metalink version="3.0" xmlns="http://www.metalinker.org/"><files>'
            f'<file name="{name}">{more}<resources><url type="http" preference="100">'
            f'{url.replace("&", "&amp;")}</url></resources></file></files></metalink>')


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)
    return path


@test
def get_fetches_what_a_document_lists(place, web, tool):
    folder, lists = place.folder('get'), place.folder('lists')
    path = write(lists, 'two.meta4', metalink(file_of('a.bin', web.url('x', size=3000)),
                                              file_of('b.bin', web.url('y', size=4000))))
    equal(tool.good('get', path, cwd=folder), '', 'output')
    has_content(os.path.join(folder, 'a.bin'), 3000)
    has_content(os.path.join(folder, 'b.bin'), 4000)
    equal(len(os.listdir(folder)), 2, 'files in the folder')
    equal(tool.jobs()[-1]['name'], 'two', 'name of the job')


@test
def a_document_is_known_by_what_is_in_it(place, web, tool):
    folder, lists = place.folder('content'), place.folder('content-lists')
    write(lists, 'list', old_metalink('old.bin', web.url('x', size=500)))
    job = tool.add('--directory', folder, 'list', web.url('more', size=5), cwd=lists)
    tool.good('wait', job)
    has_content(os.path.join(folder, 'old.bin'), 500)
    has_content(os.path.join(folder, 'more'), 5)
    equal(tool.job(job)['files_total'], 2, 'files')


@test
def a_checksum_in_a_document_counts(place, web, tool):
    folder, lists = place.folder('checksum'), place.folder('checksum-lists')
    good, bad = server.sha256(700), '0' * 64
    for name, digest in (('good', good), ('bad', bad)):
        write(lists, f'{name}.metalink', old_metalink(
            name, web.url(name, size=700),
            f'<verification><hash type="sha256">{digest}</hash></verification>'))
    tool.good('get', os.path.join(lists, 'good.metalink'), cwd=folder)
    tool.bad(1, 'get', os.path.join(lists, 'bad.metalink'), cwd=folder, words='checksum')
    equal(os.listdir(folder), ['good'], 'the folder')


@test
def a_bad_document_is_told(place, web, tool):
    folder = place.folder('bad')
    names = (('none.meta4', 'nonsense', '“none.meta4”: This is not a Metalink document'),
             ('evil.meta4', metalink(file_of('../../x', web.url('x'))), 'not allowed'),
             ('empty.meta4', metalink(), 'describes no file'),
             ('ftp.meta4', metalink(file_of('f', 'ftp://h/f')), 'no address for “f”'))
    before = len(tool.jobs())
    for name, text, words in names:
        write(folder, name, text)
        tool.bad(1, 'get', name, cwd=folder, words=words)
    tool.bad(1, 'get', 'missing.meta4', cwd=folder, words='“missing.meta4” could not be read')
    tool.bad(2, 'get', '--output', 'x', 'ftp.meta4', cwd=folder, words='--output')
    tool.bad(1, 'get', '--no-metalink', 'ftp.meta4', cwd=folder, words='is not an address')
    equal(sorted(os.listdir(folder)), sorted(name for name, _, _ in names), 'the folder')
    equal(len(tool.jobs()), before, 'jobs')


@test
def a_document_by_address_gives_its_files(place, web, tool):
    folder = place.folder('address')
    url = web.put('list.meta4', metalink(file_of('a.bin', web.url('x', size=3000),
                                                 '<size>3000</size>')))
    shown = json.loads(tool.good('get', '--json', url, cwd=folder))
    has_content(os.path.join(folder, 'a.bin'), 3000)
    equal(os.listdir(folder), ['a.bin'], 'the folder')
    equal((shown['state'], shown['files_total'], shown['bytes_total']), ('acknowledged', 1, 3000),
          'state, files, bytes')
    document, file = shown['files']
    equal((document['replaced'], document['completed']), (True, False), 'the document')
    equal((file['replaced'], file['completed'], file['size'], file['mirrors']),
          (False, True, 3000, []), 'the file')
    text = tool.good('show', shown['id'])
    equal('the files that it describes' in text, True, text)


@test
def a_document_can_be_kept(place, web, tool):
    folder = place.folder('kept')
    text = metalink(file_of('a.bin', web.url('x', size=3000)))
    url = web.put('kept.meta4', text)
    tool.good('get', '--no-metalink', url, cwd=folder)
    tool.good('get', '--output', 'mine.meta4', url, cwd=folder)
    for name in ('kept.meta4', 'mine.meta4'):
        equal(read(folder, name).decode(), text, name)
    equal(len(os.listdir(folder)), 2, 'files in the folder')


@test
def a_bad_document_by_address_is_a_file(place, web, tool):
    folder = place.folder('file')
    tool.good('get', web.put('page.metalink', '<html>Not here</html>'), cwd=folder)
    equal(read(folder, 'page.metalink'), b'<html>Not here</html>', 'bytes')


@test
def one_bad_file_of_a_document_does_not_hinder_the_others(place, web, tool):
    folder = place.folder('partial')
    url = web.put('p.meta4', metalink(file_of('good', web.url('good', size=10)),
                                      file_of('bad', web.url('bad', status=404))))
    result = tool.run('get', url, cwd=folder)
    equal(result.returncode, 1, 'exit code')
    equal('1 of 2 files' in result.stderr, True, result.stderr)
    equal(os.listdir(folder), ['good'], 'the folder')


@test
def mirrors_are_shown(place, web, tool):
    folder = place.folder('mirrors')
    mirror = '<url priority="9">http://mirror.example/x</url>'
    slow = web.url('slow', size=10000000, rate=200000)
    write(folder, 'm.meta4', metalink(file_of('m', slow, '').replace('<url>', mirror + '<url '
                                                                     'priority="1">')))
    job = tool.add('m.meta4', cwd=folder)
    wait(lambda: tool.job(job)['bytes_transferred'] > 0)
    equal(tool.job(job)['files'][0]['mirrors'], ['http://mirror.example/x'], 'mirrors')
    equal('http://mirror.example/x' in tool.good('show', job), True, 'the mirror in show')
    tool.good('cancel', job)


if __name__ == '__main__':
    with world.World() as PLACE:
        sys.exit(run(PLACE, server.Server(), Tool(PLACE)))
