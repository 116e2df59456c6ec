#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""ferryctl on a terminal: the bar, the paths, and the keys."""
import fcntl
import os
import pty
import re
import signal
import struct
import sys
import termios
import time

from ferryctl import PROGRAM, Tool, processes
from harness import server, world
from harness.tap import equal, run, test, wait

ESCAPES = re.compile('\033\\[[0-9;]*[a-zA-Z]')


class Terminal:
    """ferryctl as the leader of a session on a terminal of its own."""

    def __init__(self, tool, *arguments, cwd=None, columns=80, **variables):
        environment = {'TERM': 'xterm-256color'} | tool.environment | variables
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.chdir(cwd or tool.place.root)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 24, columns, 0, 0))
            os.execve(PROGRAM, [PROGRAM, *arguments], environment)
        self.output = ''
        os.set_blocking(self.master, False)

    def read(self):
        try:
            while chunk := os.read(self.master, 65536):
                self.output += chunk.decode()
        except OSError:  # nothing now, or nothing ever again
            pass
        return self.output

    def wait_for(self, words):
        wait(lambda: words in self.read(), what=f'{words!r} in {self.output!r}')

    def press(self, keys):
        os.write(self.master, keys)

    def end(self):
        """The exit code, and all that was printed."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            self.read()
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.read()
                os.close(self.master)
                return os.waitstatus_to_exitcode(status), self.output
            time.sleep(0.02)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        raise AssertionError(f'did not end: {self.output!r}')


def shown(output):
    """The lines that stay: what is written over what is not there any more."""
    lines = []
    for line in output.replace('\r\n', '\n').split('\n'):
        line = ESCAPES.sub('', line.rpartition('\r')[2])
        if line:
            lines.append(line)
    return lines


@test
def a_bar_is_shown_and_then_the_path(place, web, tool):
    folder = place.folder('bar')
    terminal = Terminal(tool, 'get', web.url('a', size=900000, rate=300000), cwd=folder)
    terminal.wait_for('Transferring')
    code, output = terminal.end()
    equal(code, 0, 'exit code')
    for words in ('━', '─', ' kB of 900.0 kB', 'kB/s', '\033[36m'):
        equal(words in output.replace('\u00a0', ' '), True, words)
    equal(shown(output), [os.path.join(folder, 'a')], 'what stays')


@test
def no_line_is_wider_than_the_terminal(place, web, tool):
    folder = place.folder('narrow')
    for columns in (30, 60):
        terminal = Terminal(tool, 'get', '--output', str(columns), cwd=folder, columns=columns,
                            *[web.url('a', size=600000, rate=300000)])
        code, output = terminal.end()
        equal(code, 0, 'exit code')
        lines = re.split('[\r\n]', ESCAPES.sub('', output))
        bars = [line for line in lines if 'Transferring' in line]
        equal(bool(bars) and max(map(len, bars)) < columns, True, bars)


@test
def no_color_is_respected(place, web, tool):
    folder = place.folder('no-color')
    url = web.url('a', size=300000, rate=300000)
    terminal = Terminal(tool, 'get', url, cwd=folder, NO_COLOR='1')
    code, output = terminal.end()
    equal(code, 0, 'exit code')
    equal(set(ESCAPES.findall(output)), {'\033[K'}, 'escapes')


@test
def a_dumb_terminal_gets_no_bar(place, web, tool):
    folder = place.folder('dumb')
    url = web.url('a', size=300000, rate=300000)
    terminal = Terminal(tool, 'get', url, cwd=folder, TERM='dumb')
    code, output = terminal.end()
    equal((code, output), (0, os.path.join(folder, 'a') + '\r\n'), 'exit code, output')


@test
def a_transient_error_counts_down(place, web, tool):
    folder = place.folder('transient')
    url = web.url('busy', size=10, status=503, retry_after=3, fail=1)
    terminal = Terminal(tool, 'get', url, cwd=folder, columns=120)
    terminal.wait_for('Transient Error: next try in ')
    terminal.wait_for('(503)')
    code, output = terminal.end()
    equal(code, 0, 'exit code')
    equal(shown(output), [os.path.join(folder, 'busy')], 'what stays')


@test
def ctrl_c_suspends(place, web, tool):
    folder = place.folder('ctrl-c')
    terminal = Terminal(tool, 'get', web.url('a', size=900000, rate=300000), cwd=folder)
    terminal.wait_for('Transferring')
    terminal.press(b'\x03')
    code, output = terminal.end()
    equal(code, 130, 'exit code')
    job = tool.jobs()[-1]
    equal(job['state'], 'suspended', 'state')
    equal(f'ferryctl resume {job["id"]} && ferryctl wait {job["id"]}' in output, True, output)
    tool.good('resume', job['id'])
    terminal = Terminal(tool, 'wait', job['id'], cwd=folder)
    code, output = terminal.end()
    equal(code, 0, 'exit code')
    equal('Transferring' in output, True, output)
    equal(shown(output), [os.path.join(folder, 'a')], 'what stays')


@test
def a_second_ctrl_c_leaves_at_once(place, web, tool):
    folder = place.folder('twice')
    terminal = Terminal(tool, 'get', web.url('a', size=900000, rate=300000), cwd=folder)
    terminal.wait_for('Transferring')
    service = next(pid for pid, name in processes(place.root).items() if name == 'ferryd')
    os.kill(service, signal.SIGSTOP)
    try:
        time.sleep(1.5)  # until a poll is not answered
        terminal.press(b'\x03')
        time.sleep(0.5)
        terminal.press(b'\x03')
        code, output = terminal.end()
    finally:
        os.kill(service, signal.SIGCONT)
    equal(code, -signal.SIGINT, 'exit code')
    tool.good('cancel', 'all')


@test
def a_list_is_cut_to_the_terminal(place, web, tool):
    folder = place.folder('list')
    job = tool.add('--name', 'x' * 100 + '.iso', web.url('a', size=10), cwd=folder)
    tool.good('wait', job)
    code, output = Terminal(tool, 'list', columns=70).end()
    equal(code, 0, 'exit code')
    lines = shown(output)
    equal(max(map(len, lines)) <= 70, True, lines)
    equal(any('x…x' in line and line.endswith('.iso') for line in lines), True, lines)
    equal('x' * 100 in tool.good('list'), True, 'whole in a pipe')


@test
def a_password_is_asked_for_and_not_shown(place, web, tool):
    folder = place.folder('password')
    job = tool.add(web.url('secret', size=10, auth='basic'), cwd=folder)
    tool.run('wait', job)
    equal(tool.state(job), 'error', 'state')
    terminal = Terminal(tool, 'set', job, '--user', server.USER)
    terminal.wait_for(f'Password of {server.USER}: ')
    terminal.press(b'\x03')
    code, output = terminal.end()
    equal((code, 'nothing was changed' in output), (1, True), output)
    terminal = Terminal(tool, 'set', job, '--user', server.USER)
    terminal.wait_for(f'Password of {server.USER}: ')
    terminal.press('Ü'.encode() + b'\x7f' + server.PASSWORD.encode() + b'\r')
    code, output = terminal.end()
    equal((code, shown(output)), (0, [f'Password of {server.USER}: ']), 'exit code, output')
    tool.good('resume', job)
    tool.good('wait', job)


if __name__ == '__main__':
    with world.World() as this_place:
        sys.exit(run(this_place, server.Server(), Tool(this_place)))
