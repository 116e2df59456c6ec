#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""ferryctl get and add against the real service: files, sentences and exit codes."""
import json
import os
import re
import signal
import subprocess
import sys
import time

from ferryctl import Tool, closed_port, has_content, read, sentence
from harness import server, world
from harness.tap import Skip, equal, run, test, wait

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
# Longer than a name may be: no name server is asked.
UNKNOWN_HOST = 'a' * 70 + '.example'


def nothing_is_left(folder, tool):
    """No part file, and no job that wants something."""
    equal(os.listdir(folder), [], 'files left')
    active = [job for job in tool.jobs() if job['state'] not in ('acknowledged', 'cancelled')]
    equal(active, [], 'jobs left')


@test
def get_saves_a_file_and_is_quiet_in_a_pipe(place, web, tool):
    folder = place.folder('get')
    equal(tool.good('get', web.url('a.bin', size=300000), cwd=folder), '', 'output')
    has_content(os.path.join(folder, 'a.bin'), 300000)
    equal(os.listdir(folder), ['a.bin'], 'the folder')


@test
def get_names_the_file_as_it_is_told(place, web, tool):
    folder = place.folder('output')
    tool.good('get', '--output', 'b.bin', web.url('a.bin', size=10), cwd=folder)
    tool.good('get', '-d', folder, web.url('c.bin', size=10))
    equal(sorted(os.listdir(folder)), ['b.bin', 'c.bin'], 'the folder')


@test
def a_short_job_takes_no_second(place, web, tool):
    """Not each of them: a machine may stand still for a moment."""
    folder = place.folder('prompt')

    def took(number):
        begin = time.monotonic()
        tool.good('get', web.url(f'{number}.bin', size=10), cwd=folder)
        return time.monotonic() - begin

    equal(min(took(number) for number in range(5)) < 1, True, 'prompt')


@test
def get_follows_a_redirection(place, web, tool):
    folder = place.folder('redirect')
    target = web.url('there.bin', size=10)
    tool.good('get', '--output', 'x', web.url('here', redirect=target), cwd=folder)
    has_content(os.path.join(folder, 'x'), 10)


@test
def several_addresses_are_one_job(place, web, tool):
    folder = place.folder('several')
    urls = [web.url(f'{name}.bin', size=10) for name in 'abc']
    tool.good('get', '-d', folder, *urls)
    equal(sorted(os.listdir(folder)), ['a.bin', 'b.bin', 'c.bin'], 'the folder')
    job = tool.jobs()[-1]
    equal(job['name'], 'a.bin and 2 more', 'name')
    equal([file['url'] for file in job['files']], urls, 'addresses')


@test
def get_prints_one_object_as_json(place, web, tool):
    folder = place.folder('get-json')
    got = json.loads(tool.good('get', '--json', web.url('a.bin', size=10), cwd=folder))
    equal((got['state'], got['priority']), ('acknowledged', 'foreground'), 'state, priority')
    equal(got['files'][0]['path'], os.path.join(folder, 'a.bin'), 'path')
    result = tool.run('get', '--json', web.url('b.bin', status=404), cwd=folder)
    equal(result.returncode, 1, 'exit code')
    got = json.loads(result.stdout)
    equal((got['state'], got['error']['code']), ('error', 'HttpNotFound'), 'state, error')


@test
def an_existing_output_is_not_touched(place, web, tool):
    folder = place.folder('existing')
    with open(os.path.join(folder, 'a'), 'w', encoding='utf-8') as file:
        file.write('mine')
    before = len(tool.jobs())
    for command in ('get', 'add'):
        tool.bad(1, command, '--output', 'a', web.url('a', size=10), cwd=folder,
                 words='exists already. Choose another name, or move it away.')
    tool.bad(1, 'get', '--output', folder, web.url('a', size=10), words='--directory')
    equal(read(folder, 'a'), b'mine', 'the file')
    equal(os.listdir(folder), ['a'], 'the folder')
    equal(len(tool.jobs()), before, 'jobs')


@test
def a_taken_name_gets_a_number_and_a_word(place, web, tool):
    folder = place.folder('taken')
    with open(os.path.join(folder, 'a.bin'), 'w', encoding='utf-8') as file:
        file.write('mine')
    result = tool.run('get', web.url('a.bin', size=10), cwd=folder)
    equal((result.returncode, result.stdout), (0, ''), 'exit code, output')
    sentence(result.stderr, '“a (1).bin”')
    equal(read(folder, 'a.bin'), b'mine', 'the old file')
    has_content(os.path.join(folder, 'a (1).bin'), 10)


@test
def bad_folders_are_told(place, web, tool):
    folder = place.folder('folders')
    plain = os.path.join(folder, 'plain')
    with open(plain, 'w', encoding='utf-8'):
        pass
    url = web.url('a', size=10)
    missing = os.path.join(folder, 'missing')
    tool.bad(1, 'get', '-d', missing, url, words='does not exist')
    tool.bad(1, 'get', '--output', os.path.join(missing, 'a'), url, words='does not exist')
    tool.bad(1, 'get', '-d', plain, url, words='is not a folder')
    equal(os.listdir(folder), ['plain'], 'the folder')


@test
def a_read_only_folder_is_told(place, web, tool):
    if os.geteuid() == 0:
        raise Skip('root may write everywhere')
    folder = place.folder('read-only')
    os.chmod(folder, 0o500)
    tool.bad(1, 'get', '-d', folder, web.url('a', size=10), words='not writable')


@test
def bad_addresses_are_told(place, web, tool):
    folder = place.folder('addresses')
    tool.bad(1, 'get', 'example.org/x', cwd=folder, words='Did you mean https://example.org/x?')
    tool.bad(1, 'get', 'nonsense', cwd=folder, words='is not an address')
    tool.bad(1, 'get', 'http:///x', cwd=folder, words='is not an address')
    tool.bad(1, 'add', 'gopher://127.0.0.1/x', cwd=folder, words='“gopher:”')
    tool.bad(1, 'get', web.url('a', size=10), 'gopher://127.0.0.1/x', cwd=folder, words='gopher')
    nothing_is_left(folder, tool)


@test
def a_missing_file_is_told(place, web, tool):
    folder = place.folder('404')
    tool.bad(1, 'get', web.url('a', status=404), cwd=folder, words='does not exist (404)')
    nothing_is_left(folder, tool)


@test
def a_closed_port_is_told(place, web, tool):
    folder = place.folder('closed')
    tool.bad(1, 'get', '--no-progress-timeout', '0', f'http://127.0.0.1:{closed_port()}/x',
             cwd=folder, words='accepts no connection')
    nothing_is_left(folder, tool)


@test
def an_unknown_host_is_told(place, web, tool):
    folder = place.folder('host')
    tool.bad(1, 'get', '--no-progress-timeout', '0', f'http://{UNKNOWN_HOST}/x', cwd=folder,
             words='could not be found')
    nothing_is_left(folder, tool)


@test
def a_wrong_checksum_is_told(place, web, tool):
    folder = place.folder('checksum')
    good, bad = server.sha256(10), server.sha256(11)
    tool.bad(1, 'get', '--checksum', 'sha256:' + bad, web.url('a', size=10), cwd=folder,
             words='checksum does not match')
    nothing_is_left(folder, tool)
    tool.good('get', '--checksum', 'SHA-256:' + good.upper(), web.url('a', size=10), cwd=folder)
    equal(os.listdir(folder), ['a'], 'the folder')


@test
def a_server_that_asks_to_wait_is_asked_again(place, web, tool):
    folder = place.folder('busy')
    url = web.url('busy', size=10, status=503, retry_after=1, fail=1)
    result = tool.run('get', '--retry-delay', '1', url, cwd=folder)
    equal((result.returncode, result.stdout), (0, ''), 'exit code, output')
    sentence(result.stderr, '(503)')
    has_content(os.path.join(folder, 'busy'), 10)


@test
def a_broken_transfer_goes_on(place, web, tool):
    folder = place.folder('cut')
    url = web.url('cut', size=300000, cut=200000)
    result = tool.run('get', '--retry-delay', '1', url, cwd=folder)
    equal(result.returncode, 0, 'exit code')
    has_content(os.path.join(folder, 'cut'), 300000)


@test
def a_folder_that_goes_away_meanwhile_is_told(place, web, tool):
    folder = place.folder('gone')
    get = tool.start('get', '-d', folder, web.url('gone', size=400000, rate=400000))
    wait(lambda: any(path == '/gone' for path, headers in web.requests))
    os.rename(folder, folder + '-elsewhere')
    output, errors = get.communicate(timeout=30)
    equal((get.returncode, output), (1, ''), 'exit code, output')
    sentence(errors, 'does not exist')
    job = tool.jobs()[-1]
    equal((job['state'], job['id'] in errors), ('transferred', True), 'state, id in the sentence')
    os.rename(folder + '-elsewhere', folder)
    tool.good('complete', job['id'])
    has_content(os.path.join(folder, 'gone'), 400000)


@test
def what_has_arrived_of_several_files_is_kept(place, web, tool):
    folder = place.folder('partial')
    bad = web.url('bad', status=404)
    result = tool.run('get', web.url('a', size=10), bad, web.url('b', size=10), cwd=folder)
    equal((result.returncode, result.stdout), (1, ''), 'exit code, output')
    lines = result.stderr.splitlines()
    equal(len(lines), 2, 'lines')
    equal(lines[0].startswith(f'ferryctl: {bad}: ') and '(404)' in lines[0], True, lines[0])
    equal(lines[1], 'ferryctl: 2 of 3 files were saved.', 'the last line')
    equal(sorted(os.listdir(folder)), ['a', 'b'], 'the folder')


@test
def wrong_command_lines_exit_with_2(place, web, tool):
    url = web.url('a', size=10)
    for line in (['nonsense'], ['get'], ['get', '--nonsense', url], ['get', '--output', '-', url],
                 ['get', '--output', 'a', url, url], ['get', '--checksum', 'md5:0', url],
                 ['get', '--priority', 'urgent', url], ['get', '--connections', '33', url],
                 ['get', '--limit-rate', '1', url],
                 ['add', '--retry-delay', 'soon', url], ['add', '--header', 'x', url],
                 ['show'], ['show', 'a', 'b'], ['list', 'x'], ['wait'], ['suspend'], ['clear', 'x'],
                 ['set', 'a', 'b'], ['set', 'a', 'priority', 'urgent'], ['help', 'nonsense'],
                 ['config', 'nonsense'], ['config', 'jobs-at-once', '0'],
                 ['config', 'save-origin', 'perhaps'], ['config', 'download-limit', 'fast'],
                 ['config', 'jobs-at-once', '1', '2']):
        tool.bad(2, *line)
    tool.bad(2, 'set', 'a', 'colour', 'red', words='name, description, priority, auto-complete')


@test
def help_is_everywhere(place, web, tool):
    result = tool.run()
    equal((result.returncode, result.stdout), (2, ''), 'exit code, output')
    equal(result.stderr, tool.good('--help'), 'help')
    equal(tool.good('help'), tool.good('--help'), 'help')
    equal(tool.good('--version').startswith('ferryctl '), True, 'version')
    commands = ('get', 'add', 'list', 'show', 'suspend', 'resume', 'complete', 'cancel', 'wait',
                'set', 'config', 'monitor', 'clear')
    for command in commands:
        text = tool.good('help', command)
        equal(tool.good(command, '--help'), text, 'help')
        equal(f'  ferryctl {command} [OPTION' in text, True, text)
        equal(f'  {command} ' in tool.good('--help'), True, command)


@test
def manual_and_completion_know_every_command_and_option(place, web, tool):
    texts = {}
    for path in ('man/ferryctl.1', 'completions/ferryctl.bash', 'completions/ferryctl.fish',
                 'completions/ferryctl.zsh'):
        with open(os.path.join(SOURCE, 'data', path), encoding='utf-8') as file:
            texts[path] = file.read().replace('\\-', '-').replace('--long-option ', '--')
    words = re.findall(r'^  ([a-z]+) ', tool.good('--help'), re.MULTILINE)
    for command in words[:]:
        words += re.findall(r'^  (?:-., )?(--[a-z-]+)', tool.good('help', command), re.MULTILINE)
    equal(len(words) > 50, True, words)
    for path, text in texts.items():
        for word in words:
            if not re.search(rf'(?<![a-z-]){word}(?![a-z-])', text):
                raise AssertionError(f'{word} is not in {path}')


@test
def headers_are_sent_and_not_shown(place, web, tool):
    folder = place.folder('headers')
    path = os.path.join(folder, 'secret')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('Authorization: Bearer hush\n')
    url = web.url('headers.bin', size=10)
    job = tool.add('--header', 'X-One: 1', '--header', '@' + path, url, cwd=folder)
    tool.good('wait', job)
    headers = [headers for path, headers in web.requests if path == '/headers.bin'][0]
    equal((headers.get('X-One'), headers.get('Authorization')), ('1', 'Bearer hush'), 'headers')
    equal('hush' in tool.good('show', job, '--json') + tool.good('show', job), False, 'secret')


@test
def ctrl_c_suspends_and_says_how_to_go_on(place, web, tool):
    folder = place.folder('interrupt')
    for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)):
        get = tool.start('get', '-d', folder, web.url(f'slow{code}', size=600000, rate=300000))
        wait(lambda: any(job['bytes_transferred'] for job in tool.jobs() if job['state'] ==
                         'transferring'))
        get.send_signal(number)
        output, errors = get.communicate(timeout=30)
        equal((get.returncode, output), (code, ''), 'exit code, output')
        sentence(errors, 'Suspended. Go on with: ferryctl resume ')
        job = tool.jobs()[-1]
        equal(job['state'], 'suspended', 'state')
        resume, wait_for = errors.split(': ', 2)[2].split(' && ')
        tool.good(*resume.split()[1:])
        tool.good(*wait_for.split()[1:])
        has_content(os.path.join(folder, f'slow{code}'), 600000)


@test
def a_killed_get_is_finished_by_the_service(place, web, tool):
    folder = place.folder('killed')
    get = tool.start('get', '-d', folder, web.url('slow', size=600000, rate=300000))
    wait(lambda: any(job['state'] == 'transferring' for job in tool.jobs()))
    get.kill()
    get.communicate()
    job = tool.jobs()[-1]['id']
    tool.good('wait', job)
    has_content(os.path.join(folder, 'slow'), 600000)


@test
def a_job_that_somebody_suspends_is_waited_for(place, web, tool):
    folder = place.folder('meanwhile')
    log = os.path.join(place.root, 'meanwhile.log')
    url = web.url('slow', size=600000, rate=300000)
    with open(log, 'w', encoding='utf-8') as file:
        get = tool.start('get', '-d', folder, url, stderr=file)
    wait(lambda: any(job['state'] == 'transferring' for job in tool.jobs()))
    tool.good('suspend', 'all')
    wait(lambda: read(log))
    equal(get.poll(), None, 'exit code')
    tool.good('resume', 'all')
    equal((get.wait(30), get.stdout.read()), (0, ''), 'exit code, output')
    sentence(read(log).decode(), 'is suspended. Go on with: ferryctl resume ')


@test
def a_full_disk_behind_the_output_is_told(place, web, tool):
    with open('/dev/full', 'w', encoding='utf-8') as full:
        result = subprocess.run([os.environ['FERRYCTL'], 'list', '--json'], env=tool.environment,
                                stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    equal(result.returncode, 1, 'exit code')
    sentence(result.stderr, 'could not be written')


@test
def a_bare_locale_still_has_quotes(place, web, tool):
    tool.bad(1, 'get', 'nonsense', words='“nonsense”', LC_ALL='C')


@test
def a_bus_that_is_gone_is_told(place, web, tool):
    address = 'unix:path=' + os.path.join(place.root, 'nothing')
    tool.bad(1, 'list', words='cannot be reached', DBUS_SESSION_BUS_ADDRESS=address)


@test
def a_service_that_cannot_start_is_told(place, web, tool):
    good = os.environ['FERRYD']
    os.environ['FERRYD'] = '/bin/false'
    try:
        with world.World() as broken:
            Tool(broken).bad(1, 'list', words='Is Ferry installed completely?')
            Tool(broken).bad(1, 'get', web.url('a', size=10), words='cannot be reached')
    finally:
        os.environ['FERRYD'] = good


if __name__ == '__main__':
    with world.World() as this_place:
        sys.exit(run(this_place, server.Server(), Tool(this_place)))
