#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ferryctl can be told about the way to a server."""
import os
import sys

from ferryctl import Tool, read
from harness import certificates, proxy, server, world
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


@test
def a_download_is_encrypted_as_it_was_told(place, web, tool):
    folder = place.folder('tls')
    authority = certificates.Authority(folder)
    web = server.Server(certificates.context(authority.issue('good'), asks=authority))
    anna = authority.issue('anna', usage='clientAuth')
    tool.bad(1, 'get', web.url('a', size=1), cwd=folder, words='not secure')
    tool.bad(1, 'get', '--ca-file', 'authority.pem', web.url('a', size=1), cwd=folder,
             words='certificate')
    known = ['--client-certificate', 'anna.pem']
    tool.good('get', '--ca-file', 'authority.pem', *known, web.url('a', size=1), cwd=folder)
    tool.good('get', '--security-flags', 'ignore-authority,ignore-date', *known,
              web.url('b', size=1), cwd=folder)
    equal(set(web.peers), {'anna'}, 'who asked')
    os.chmod(anna, 0o644)
    tool.bad(1, 'add', *known, web.url('c'), cwd=folder, words='chmod 600')
    os.chmod(anna, 0o600)


@test
def what_is_trusted_is_shown_and_can_be_changed(place, web, tool):
    folder = place.folder('trust')
    authority = certificates.Authority(folder)
    anna = authority.issue('anna', usage='clientAuth')
    job = tool.add('--ca-file', authority.path, '--client-certificate', anna, '--security-flags',
                   'ignore-date', web.url('slow', size=100000, rate=1000), cwd=folder)
    keys = ('ca_file', 'client_certificate', 'security_flags')
    equal([tool.job(job)[key] for key in keys], [authority.path, anna, 'ignore-date'], 'settings')
    text = tool.good('show', job)
    for words in (authority.path, anna, 'ignore-date'):
        equal(words in text, True, text)
    tool.good('set', job, 'ca-file', '')
    tool.good('set', job, 'client-certificate', '')
    tool.good('set', job, 'security-flags', 'none')
    equal([tool.job(job)[key] for key in keys], [None, None, 'none'], 'settings')
    tool.good('cancel', job)
    tool.bad(2, 'add', '--security-flags', 'all', web.url('a'), words='ignore-usage')


@test
def redirections_are_taken_as_it_was_told(place, web, tool):
    folder = place.folder('redirects')
    target = web.url('target', size=1)
    url = web.url('leads', redirect=target)
    tool.bad(1, 'get', '--security-flags', 'refuse-redirects', url, cwd=folder,
             words='resume the job')
    job = tool.add('--security-flags', 'report-redirects', url, cwd=folder)
    tool.good('wait', job)
    equal([file['url'] for file in tool.job(job)['files']], [target], 'address')
    equal(tool.job(job)['security_flags'], 'report-redirects', 'flags')
    tool.bad(1, 'set', job, 'security-flags', 'report-redirects,refuse-redirects', words='not both')


@test
def a_job_may_not_take_for_ever(place, web, tool):
    folder = place.folder('late')
    url = web.url('late', size=100000, rate=1000)
    tool.bad(1, 'get', '--maximum-time', '1', url, cwd=folder, words='used up the time')
    job = tool.add('--maximum-time', '77', url, cwd=folder)
    equal(tool.job(job)['maximum_download_time'], 77, 'seconds')
    equal('77 seconds' in tool.good('show', job), True, 'shown')
    tool.good('set', job, 'maximum-time', '0')
    equal(tool.job(job)['maximum_download_time'], 0, 'seconds')
    tool.good('cancel', job)


@test
def a_job_may_not_be_too_large(place, web, tool):
    folder = place.folder('large')
    url = web.url('large', size=100000)
    tool.bad(1, 'get', '--maximum-size', '99.999K', url, cwd=folder, words='larger than it may be')
    tool.good('get', '--maximum-size', '100K', url, cwd=folder)
    job = tool.add('--maximum-size', '1Gi', web.url('slow-large', size=100000, rate=1000),
                   cwd=folder)
    equal(tool.job(job)['maximum_download_size'], 2**30, 'bytes')
    equal('Has at most' in tool.good('show', job), True, 'shown')
    tool.good('set', job, 'maximum-size', 'none')
    equal(tool.job(job)['maximum_download_size'], 0, 'bytes')
    tool.good('cancel', job)


@test
def a_job_asks_as_it_is_told(place, web, tool):
    folder = place.folder('method')
    tool.good('get', '--method', 'POST', web.url('method', size=1000), cwd=folder)
    equal(('POST', '/method') in web.methods, True, 'asked')
    tool.bad(1, 'get', '--method', 'HEAD', web.url('method', size=1000), cwd=folder,
             words='brings no file')
    url = web.url('nobody', size=1000, status=503, fail=1)
    job = tool.add('--method', 'PROPFIND', url, cwd=folder)
    equal('PROPFIND' in tool.good('show', job), True, 'shown')
    equal(tool.job(job)['http_method'], 'PROPFIND', 'JSON')
    tool.bad(1, 'wait', job)
    tool.good('set', job, 'method', 'GET')
    tool.good('resume', job)
    tool.good('wait', job)
    equal([m for m, path in web.methods if path == '/nobody'][-1], 'GET', 'method')


@test
def parts_of_a_file_are_put_together(place, web, tool):
    folder = place.folder('parts')
    url = web.url('parts', size=10000)
    tool.good('get', '--range', '9500-', '-r', '0-99,200-200', '-o', 'some', url, cwd=folder)
    with open(os.path.join(folder, 'some'), 'rb') as file:
        whole = server.content(10000)
        equal(file.read() == whole[9500:] + whole[:100] + whole[200:201], True, 'bytes')
    tool.bad(2, 'get', '--range', '-500', url, cwd=folder, words='first and the last byte')
    tool.bad(2, 'get', '--range', '0-5', url, url, cwd=folder, words='only one address')
    tool.bad(1, 'get', '--range', '0-5,5-6', url, cwd=folder, words='in common')
    tool.bad(1, 'get', '--range', '10000-', url, cwd=folder, words='ends before the range')
    whole = web.url('whole', size=10000, ranges='no')
    tool.bad(1, 'get', '--range', '5-9', whole, cwd=folder, words='as a whole only')
    job = tool.add('--range', '9500-,0-99', url, cwd=folder)
    tool.good('wait', job)
    equal('9500-,0-99' in tool.good('show', job), True, 'shown')
    equal(tool.job(job)['files'][0]['ranges'],
          [{'offset': 9500, 'length': None}, {'offset': 0, 'length': 100}], 'JSON')


@test
def what_differs_each_time_is_never_asked_for_in_parts(place, web, tool):
    folder = place.folder('dynamic')
    job = tool.add('--dynamic-content', web.url('dynamic', size=1), cwd=folder)
    equal(tool.job(job)['dynamic_content'], True, 'flag')
    equal('Dynamic content' in tool.good('show', job), True, 'shown')
    job = tool.add(web.url('slow', size=100000, rate=1000), cwd=folder)
    tool.good('set', job, 'dynamic-content', 'true')
    equal(tool.job(job)['dynamic_content'], True, 'flag')
    tool.good('cancel', job)


if __name__ == '__main__':
    with world.World() as the_place:
        sys.exit(run(the_place, server.Server(), Tool(the_place)))
