#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ferryctl can be told about the way to a server."""
import os
import sys

from ferryctl import Tool, read
from harness import proxy, server, world
from harness.tap import equal, run, test


@test
def a_download_goes_through_a_proxy(place, web, tool):
    folder = place.folder('proxy')
    for kind, helper in (('http', proxy.Http()), ('socks', proxy.Socks())):
        url = web.url(kind, size=1000).replace('127.0.0.1', 'far.test')
        tool.good('get', '--proxy', helper.url, url, cwd=folder)
        equal(read(folder, kind) == server.content(1000), True, 'bytes')
        equal(len(helper.requests), 1, 'requests')
    helper = proxy.Http()
    tool.good('get', '--proxy', helper.url, '--proxy-bypass', 'a.test, 127.0.0.0/8',
              web.url('past', size=1), cwd=folder)
    equal(helper.requests, [], 'requests')


@test
def proxies_are_shown_and_can_be_changed(place, web, tool):
    folder = place.folder('shown')
    job = tool.add('--proxy', 'http://127.0.0.1:1', '--proxy-bypass', '<local> *.a',
                   web.url('a', size=1), cwd=folder)
    equal([tool.job(job)[key] for key in ('proxy', 'proxy_bypass')],
          ['http://127.0.0.1:1', ['<local>', '*.a']], 'settings')
    text = tool.good('show', job)
    equal('http://127.0.0.1:1' in text and '<local> *.a' in text, True, text)
    tool.good('set', job, 'proxy', 'none')
    tool.good('set', job, 'proxy-bypass', '')
    equal([tool.job(job)[key] for key in ('proxy', 'proxy_bypass')], ['none', []], 'settings')
    tool.good('cancel', job)


@test
def passwords_are_refused_where_all_users_see_them(place, web, tool):
    url = web.url('a', size=1)
    for arguments in (['add', '--proxy', 'http://u:Sesame@a', url],
                      ['set', 'all', 'proxy', 'u:Sesame@a']):
        sentence = tool.bad(2, *arguments, words='no user name and no password')
        equal('Sesame' in sentence, False, sentence)
    tool.bad(1, 'add', '--proxy', 'ftp://a', url, words='http')


@test
def an_upload_takes_a_proxy(place, web, tool):
    helper = proxy.Http()
    helper.status = 403
    path = os.path.join(place.folder('up'), 'up')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('up')
    tool.bad(1, 'upload', '--protocol', 'put', '--proxy', helper.url, path,
             web.url('up').replace('127.0.0.1', 'far.test'), words='403')
    equal(len(helper.requests), 1, 'requests')


if __name__ == '__main__':
    with world.World() as the_place:
        sys.exit(run(the_place, server.Server(), Tool(the_place)))
