#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""ferryctl upload: what arrives, what is printed, and what is said when it does not arrive."""
import os
import sys

from ferryctl import Tool, read
from harness import receiver, world
from harness.tap import equal, run, test, wait

CONTENT = bytes(range(256)) * 1000


def make_file(place, name):
    path = os.path.join(place.folder(name), 'photo.bin')
    with open(path, 'wb') as file:
        file.write(CONTENT)
    return path


@test
def a_file_arrives_by_each_protocol(place, server, tool):
    path = make_file(place, 'each')
    for protocol in ('put', 'tus', 'resumable', 'bits'):
        for options in ((), ('--protocol', protocol)):
            target = server.target(protocol, f'each-{len(options)}')
            equal(tool.good('upload', *options, path, target.url), '', 'output')
            equal(target.data == CONTENT, True, protocol)


@test
def the_reply_is_saved_and_named(place, server, tool):
    path = make_file(place, 'reply')
    folder = os.path.dirname(path)
    target = server.target('bits', 'reply', reply=b'thank you')
    output = tool.good('upload', '--reply', 'answer.txt', 'photo.bin', target.url, cwd=folder)
    equal(output.strip(), os.path.join(folder, 'answer.txt'), 'output')
    equal(read(output.strip()), b'thank you', 'reply')


@test
def in_the_background_it_prints_a_job(place, server, tool):
    path = make_file(place, 'background')
    target = server.target('put', 'background')
    job = tool.good('upload', '--background', '-H', 'X-One: 1', path, target.url).strip()
    tool.good('wait', job)
    wait(lambda: target.data == CONTENT, what='the file')
    sent = next(headers for method, headers in target.requests if method == 'PUT')
    equal(sent.get('x-one'), '1', 'header')


@test
def what_goes_wrong_is_one_sentence(place, server, tool):
    path = make_file(place, 'wrong')
    link = path + '.link'
    os.symlink(path, link)
    refused = server.target('put', 'refused', faults=[('status', 403, [])])
    other = server.target('put', 'other')
    tool.bad(1, 'upload', path, refused.url, words='refuses access')
    tool.bad(1, 'upload', '--protocol', 'bits', path, other.url, words='in this way')
    tool.bad(1, 'upload', path + '.no', other.url, words='no file')
    tool.bad(1, 'upload', link, other.url, words='not a regular file')
    tool.bad(2, 'upload', '--protocol', 'ftp', path, other.url, words='not an upload protocol')
    tool.bad(2, 'upload', path, words='which file')
    equal(read(path) == CONTENT, True, 'the file is as it was')


if __name__ == '__main__':
    with world.World() as the_place:
        sys.exit(run(the_place, receiver.Receiver(), Tool(the_place)))
