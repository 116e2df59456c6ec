#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""ferryctl and the jobs that there are: lists, JSON, the verbs, settings, events."""
import json
import os
import signal
import subprocess
import sys

from ferryctl import PROGRAM, Tool, closed_port, read, sentence
from harness import proxy, server, world
from harness.tap import equal, run, test, wait

STATES = {'queued', 'connecting', 'transferring', 'suspended', 'error', 'transient-error',
          'transferred', 'acknowledged', 'cancelled'}
SLOW = {'size': 4000000, 'rate': 400000}


@test
def a_file_can_come_from_another_address(place, web, tool):
    folder = place.folder('address')
    job = tool.add('-d', folder, web.url('gone', status=404))
    wait(lambda: tool.state(job) == 'error', what='the failure')
    equal(tool.good('address', job, web.url('there', size=10)), '', 'output')
    equal(tool.job(job)['files'][0]['url'], web.url('there', size=10), 'address')
    tool.good('resume', job)
    tool.good('wait', job)
    tool.bad(1, 'address', job, web.url('b'))
    two = tool.add('-d', folder, '--name', 'two', web.url('c', status=404))
    tool.bad(2, 'address', two, '2', web.url('e'), words='FILE')
    tool.bad(2, 'address', 'all', web.url('e'), words='one job')
    wait(lambda: tool.state(two) == 'error', what='the failure')
    tool.bad(1, 'address', two, '1', 'gopher://e/', words='address')
    tool.good('address', two, '1', web.url('e'))
    equal(tool.job(two)['files'][0]['url'], web.url('e'), 'address')
    tool.good('cancel', two)


@test
def the_json_of_a_job_is_the_contract(place, web, tool):
    folder = place.folder('json')
    url = web.url('a.bin', size=10)
    checksum = 'sha-256:' + server.sha256(10)
    job = tool.add('--name', 'Ünïcode', '--priority', 'low', '--checksum', checksum, url,
                   cwd=folder)
    tool.good('wait', job)
    got = tool.job(job)
    wanted = {'id': job, 'name': 'Ünïcode', 'type': 'download', 'state': 'acknowledged',
              'priority': 'low', 'bytes_total': 10, 'bytes_transferred': 10, 'files_total': 1,
              'files_transferred': 1, 'error': None}
    equal({key: got[key] for key in wanted}, wanted, 'job')
    wanted = {'url': url, 'path': os.path.join(folder, 'a.bin'), 'bytes_total': 10,
              'bytes_transferred': 10, 'completed': True}
    equal(len(got['files']), 1, 'files')
    equal({key: got['files'][0][key] for key in wanted}, wanted, 'file')
    equal(got in tool.jobs(), True, 'the same job is in the list')


@test
def the_json_of_a_waiting_job_says_why(place, web, tool):
    folder = place.folder('waiting')
    url = f'http://127.0.0.1:{closed_port()}/x'
    job = tool.add('--retry-delay', '100', '-d', folder, url)
    wait(lambda: tool.state(job) == 'transient-error')
    got = tool.job(job)
    equal(got['bytes_total'], None, 'an unknown size')
    equal(got['files'][0]['bytes_total'], None, 'the unknown size of a file')
    equal(got['error']['code'], 'ConnectFailure', 'code')
    equal(got['error']['context'], 'general-transport', 'context')
    equal(got['error']['file'], url, 'file')
    equal(isinstance(got['error']['message'], str), True, 'message')
    equal(got['retry_at'] > got['created'], True, 'next try')
    tool.good('cancel', job)
    equal(tool.state(job), 'cancelled', 'state')


@test
def add_prints_an_id_and_the_job_completes_by_itself(place, web, tool):
    folder = place.folder('add')
    job = tool.add(web.url('a', size=10), cwd=folder)
    equal(len(job), 36, 'id')
    equal(tool.good('wait', job[:13]), '', 'output')
    equal((tool.state(job), os.listdir(folder)), ('acknowledged', ['a']), 'state, folder')
    equal(tool.good('wait', job), '', 'output for a job that has ended')


@test
def list_is_a_table(place, web, tool):
    folder = place.folder('list')
    job = tool.add('--name', 'Färöer', web.url('a', size=2000), cwd=folder)
    tool.good('wait', job)
    head, *rows = tool.good('list').splitlines()
    equal(head.split(), ['ID', 'State', 'Size', 'Name'], 'head')
    row = next(row for row in rows if row.startswith(job[:8]))
    equal(row.split(), [job[:8], 'Acknowledged', '100%', '2.0', 'kB', 'Färöer'], 'row')
    equal(row.index('Färöer'), head.index('Name'), 'column')


@test
def names_cannot_act_on_the_terminal(place, web, tool):
    folder = place.folder('escape')
    job = tool.add('--name', 'a\033[31mb\u202ec', web.url('a', size=10), cwd=folder)
    tool.good('wait', job)
    for text in (tool.good('list'), tool.good('show', job)):
        equal('\033' in text or '\u202e' in text, False, 'raw escapes')
        equal('a\\x1b[31mb\\u202ec' in text, True, text)
    equal('\033' in tool.good('show', job, '--json'), False, 'raw escapes in JSON')
    equal(tool.job(job)['name'], 'a\033[31mb\u202ec', 'name')


@test
def show_tells_everything(place, web, tool):
    folder = place.folder('show')
    url = web.url('a', size=10)
    job = tool.add('--connections', '3', '--limit-rate', '500K', url, cwd=folder)
    tool.good('wait', job)
    equal(tool.job(job)['speed_limit'], 500000, 'limit')
    text = tool.good('show', job[:20])
    for words in (job, 'Acknowledged', folder, url, os.path.join(folder, 'a'), '14 days',
                  '500.0\xa0kB/s'):
        equal(words in text, True, words)


@test
def jobs_that_do_not_exist_are_told(place, web, tool):
    for command in ('show', 'suspend', 'resume', 'complete', 'cancel', 'wait'):
        tool.bad(1, command, 'ffffffff-ffff', words='There is no job “ffffffff-ffff”')
        tool.bad(1, command, '', words='There is no job “”')
    tool.bad(1, 'set', 'nonsense', 'priority', 'low', words='There is no job “nonsense”')


@test
def an_ambiguous_beginning_is_told(place, web, tool):
    folder = place.folder('ambiguous')
    # Of seventeen ids two begin with the same digit.
    for number in range(17):
        tool.add('--output', str(number), web.url('a', size=10), cwd=folder)
    tool.good('wait', 'all')
    ids = [job['id'] for job in tool.jobs()]
    digit = next(d for d in '0123456789abcdef' if sum(i.startswith(d) for i in ids) > 1)
    text = tool.bad(1, 'show', digit, words=f'“{digit}” is the beginning of several ids')
    equal(sum(i in text for i in ids) > 1, True, text)


@test
def jobs_can_be_suspended_resumed_and_canceled(place, web, tool):
    folder = place.folder('verbs')
    job = tool.add(web.url('slow', **SLOW), cwd=folder)
    wait(lambda: tool.job(job)['bytes_transferred'] > 0)
    equal(tool.good('suspend', job), '', 'output')
    equal(tool.state(job), 'suspended', 'state')
    equal(tool.good('suspend', job), '', 'output of suspending a suspended job')
    tool.good('resume', job)
    wait(lambda: tool.state(job) == 'transferring')
    equal(tool.good('cancel', job), '', 'output')
    equal(tool.state(job), 'cancelled', 'state')
    equal(os.listdir(folder), [], 'the folder')


@test
def all_means_those_that_it_can_mean(place, web, tool):
    folder = place.folder('all')
    done = tool.add(web.url('done', size=10), cwd=folder)
    tool.good('wait', done)
    jobs = [tool.add(web.url(f'slow{n}', **SLOW), cwd=folder) for n in range(2)]
    tool.good('suspend', 'all')
    equal([tool.state(job) for job in jobs], ['suspended'] * 2, 'states')
    tool.good('resume', 'all')
    equal('suspended' in [tool.state(job) for job in jobs], False, 'still suspended')
    result = tool.run('complete', 'all')
    equal(result.returncode, 0, 'exit code')
    sentence(result.stderr, 'no job')
    tool.good('cancel', 'all')
    equal([tool.state(job) for job in [done, *jobs]], ['acknowledged', 'cancelled', 'cancelled'],
          'states')
    equal(tool.run('cancel', 'all').returncode, 0, 'exit code')


@test
def refused_jobs_are_told_and_the_others_done(place, web, tool):
    folder = place.folder('refused')
    done = tool.add('--name', 'done', web.url('a', size=10), cwd=folder)
    tool.good('wait', done)
    slow = tool.add(web.url('slow', **SLOW), cwd=folder)
    tool.bad(1, 'cancel', done, slow, words='“done”: It has ended already.')
    equal((tool.state(done), tool.state(slow)), ('acknowledged', 'cancelled'), 'states')


@test
def complete_keeps_what_is_finished(place, web, tool):
    folder = place.folder('complete')
    job = tool.add(web.url('good', size=10), web.url('bad', status=404), cwd=folder)
    equal(tool.run('wait', job).returncode, 1, 'exit code')
    equal(tool.state(job), 'error', 'state')
    equal(tool.good('complete', job), '', 'output')
    equal((tool.state(job), os.listdir(folder)), ('acknowledged', ['good']), 'state, folder')


@test
def wait_tells_errors_and_cancellations(place, web, tool):
    folder = place.folder('wait')
    bad = tool.add(web.url('bad', status=403), cwd=folder)
    tool.bad(1, 'wait', bad, words='(403)')
    waiting = tool.start('wait', tool.add('--name', 'slow', web.url('slow', **SLOW), cwd=folder))
    tool.good('cancel', 'all')
    equal(waiting.communicate(timeout=30), ('', 'ferryctl: “slow” was canceled.\n'), 'output')
    equal(waiting.returncode, 1, 'exit code')


@test
def settings_can_be_changed(place, web, tool):
    folder = place.folder('set')
    job = tool.add(web.url('slow', **SLOW), cwd=folder)
    changes = {'name': 'New', 'description': 'Why', 'priority': 'high', 'auto-complete': 'false',
               'retry-delay': '7', 'no-progress-timeout': '77', 'connections': '5',
               'limit-rate': '1.5M'}
    for key, value in changes.items():
        equal(tool.good('set', job, key, value), '', 'output')
    tool.good('set', job, 'header', 'X-Late: 1')
    tool.good('set', job, 'notify', 'error, file-transferred')
    tool.good('set', job, 'notify-action', 'org.example.App job-ended')
    got = tool.job(job)
    equal([got[key] for key in ('name', 'description', 'priority', 'auto_complete',
                                'minimum_retry_delay', 'no_progress_timeout', 'connections',
                                'speed_limit', 'notify', 'notify_application',
                                'notify_action')],
          ['New', 'Why', 'high', False, 7, 77, 5, 1500000, ['error', 'file-transferred'],
           'org.example.App', 'job-ended'], 'settings')
    shown = tool.good('show', job)
    equal('error,file-transferred' in shown and 'org.example.App job-ended' in shown, True, shown)
    tool.good('set', job, 'notify', 'none')
    tool.good('set', job, 'notify-action', '')
    got = tool.job(job)
    equal([got[key] for key in ('notify', 'notify_application', 'notify_action')], [[], None, None])
    tool.bad(2, 'set', job, 'notify', 'error,ranges')
    tool.bad(2, 'set', job, 'notify-action', 'org.example.App')
    tool.bad(1, 'set', job, 'notify-action', 'sh -c')
    tool.good('cancel', job)
    tool.bad(1, 'set', job, 'priority', 'low')


@test
def monitor_prints_events(place, web, tool):
    folder = place.folder('monitor')
    logs = [os.path.join(place.root, name) for name in ('monitor.json', 'monitor.txt')]
    monitors = []
    for log, options in zip(logs, (['--json'], [])):
        with open(log, 'w', encoding='utf-8') as file:
            monitors.append(tool.start('monitor', *options, stdout=file))

    def both_have_begun():
        tool.add(web.url('first', size=10), cwd=folder)
        return all(map(read, logs))

    wait(both_have_begun)
    job = tool.add('--name', 'Watched', '--connections', '1',
                   web.url('a', size=1000000, rate=400000), cwd=folder)
    tool.good('wait', job)
    wait(lambda: all(any(job[:8].encode() in line and b'cknowledged' in line
                         for line in read(log).splitlines()) for log in logs), what='its end')
    tool.good('clear')
    wait(lambda: all(b'emoved' in read(log).splitlines()[-1] for log in logs))
    for process in monitors:
        process.send_signal(signal.SIGINT)
        equal((process.wait(30), process.stderr.read()), (0, ''), 'exit code, errors')

    events = [json.loads(line) for line in read(logs[0]).splitlines()]
    events = [event for event in events if event['id'] == job]
    equal((events[0]['event'], events[-1]['event']), ('added', 'removed'), 'first and last event')
    states = [event['job']['state'] for event in events if event['event'] == 'state']
    equal((states[-1], set(states) <= STATES), ('acknowledged', True), states)
    equal('progress' in [event['event'] for event in events], True, 'progress')
    lines = [line for line in read(logs[1]).decode().splitlines() if job[:8] in line]
    equal(all('Watched' in line for line in lines), True, lines)
    equal(any('Acknowledged' in line for line in lines), True, lines)


@test
def clear_forgets_what_has_ended(place, web, tool):
    folder = place.folder('clear')
    tool.good('clear')
    done = tool.add(web.url('a', size=10), cwd=folder)
    tool.good('wait', done)
    slow = tool.add(web.url('slow', **SLOW), cwd=folder)
    equal(tool.good('clear'), '1 job was removed from the list.\n', 'output')
    equal([job['id'] for job in tool.jobs()], [slow], 'jobs')
    tool.good('cancel', slow)
    tool.good('clear')
    equal(tool.jobs(), [], 'jobs')
    equal(tool.good('list', '--json').strip(), '[]', 'JSON of no jobs')
    equal('There are no jobs' in tool.good('list'), True, 'list of no jobs')
    equal(os.listdir(folder), ['a'], 'the folder')


@test
def a_password_comes_through_a_pipe(place, web, tool):
    folder = place.folder('pipe')
    for scheme, options in (('basic', ()), ('digest', ('--digest',))):
        job = tool.add(web.url(f'pipe-{scheme}', size=10, auth=scheme), cwd=folder)
        equal(tool.run('wait', job).returncode, 1, 'exit code without it')
        tool.bad(1, 'set', job, '--user', server.USER, words='--password-stdin')
        given = subprocess.run(
            [PROGRAM, 'set', job, '--user', server.USER, '--password-stdin', *options],
            input=server.PASSWORD + '\nmore\n', env=tool.environment, text=True, timeout=60,
            capture_output=True, check=False)
        equal((given.returncode, given.stdout, given.stderr), (0, '', ''), 'code, output, errors')
        equal(server.PASSWORD in tool.good('show', job, '--json'), False, 'shown')
        tool.good('resume', job)
        tool.good('wait', job)
    helper = proxy.Http()
    helper.asks = 'basic'
    url = web.url('far', size=10).replace('127.0.0.1', 'far.test')
    job = tool.add(url, '--proxy', helper.url, cwd=folder)
    said = tool.run('wait', job)
    equal((said.returncode, '--proxy-user' in said.stderr), (1, True), said.stderr)
    given = subprocess.run([PROGRAM, 'set', job, '--proxy-user', proxy.USER, '--password-stdin'],
                           input=proxy.PASSWORD, env=tool.environment, text=True, timeout=60,
                           capture_output=True, check=False)
    equal((given.returncode, given.stdout, given.stderr), (0, '', ''), 'code, output, errors')
    tool.good('resume', job)
    tool.good('wait', job)
    tool.bad(2, 'set', job, '--user', 'a', '--proxy-user', 'b', words='Only one password')
    tool.good('set', tool.add(web.url('none', size=100000, rate=1000), cwd=folder), '--user', '')
    tool.bad(2, 'set', job, 'name', 'x', '--password-stdin', words='--user NAME')
    tool.good('cancel', 'all')


if __name__ == '__main__':
    with world.World() as this_place:
        sys.exit(run(this_place, server.Server(), Tool(this_place)))
