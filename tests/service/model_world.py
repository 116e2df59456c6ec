# SPDX-License-Identifier: GPL-3.0-or-later
"""The world of the model test: servers that fail on demand, and a service that dies of it."""
import os
import re
import signal
import time

import model
from harness import receiver, server, service, world
from harness.service import Gio, GLib
from harness.tap import wait

# Starts the service, and keeps what it says of itself.
WRAPPER = '''#!/bin/sh
echo started >>'{diary}'
G_MESSAGES_DEBUG=bgd '{program}' "$@" >>'{diary}' 2>&1
echo "ended $?" >>'{diary}'
'''
KILLED = 128 + signal.SIGKILL

# {weather: dangers for jobs that are under way in it}
WEATHER = {
    'good': set(),
    'down': {'down'},        # no connection at all
    'busy': {'busy'},        # 503
    'cut': {'cut'},          # breaks off
    'missing': {'missing'},  # 404
    'other': {'other'},      # another version of what may change
    'whole': {'whole'},      # no parts
    'slow': set(),
    'fast': set(),           # nobody waits
}
OFTEN = ['good'] * 6 + ['slow'] * 2 + ['down', 'busy', 'cut', 'missing', 'other', 'whole']
OTHER_SEED = 99


def change_wish(weather, wish):
    """What the server makes of a request in this weather."""
    if weather == 'busy':
        return wish | {'status': '503'}
    if weather == 'missing':
        return wish | {'status': '404'}
    if weather == 'cut':
        return wish | {'cut': '5000'}
    if weather == 'whole':
        return wish | {'ranges': 'no'}
    if weather == 'slow':
        return wish | {'rate': '100000'}
    if weather == 'fast':
        return {key: value for key, value in wish.items() if key != 'rate'}
    if weather == 'other' and 'changing' in wish:
        return wish | {'seed': str(OTHER_SEED), 'etag': 'other'}
    return wish


class Diary:
    """What the service has said: each arrow that a job went along, and how each life ended."""

    ARROW = re.compile(r'([0-9a-f-]{36}): (\S+) --(\S+)--> (\S+)$')

    def __init__(self, path):
        self.path = path
        open(path, 'w', encoding='utf-8').close()
        self._file = open(path, encoding='utf-8', errors='replace')
        self._rest = ''
        self._where = {}   # job -> its state in this life
        self.steps = {}    # (from, to) -> how often
        self.events = {}   # their names in the service
        self.lives = 0
        self.ends = []     # exit status of each life that ended
        self.complaints = []

    def read(self):
        """Takes in what is new; raises what is not allowed."""
        text = self._rest + self._file.read()
        *lines, self._rest = text.split('\n')
        for line in lines:
            if line == 'started':
                self.lives += 1
                self._where = {}
            elif line.startswith('ended '):
                self.ends.append(int(line.removeprefix('ended ')))
            elif 'CRITICAL' in line or 'WARNING' in line or 'Sanitizer' in line:
                self.complaints.append(line)
            elif match := self.ARROW.search(line):
                self._note(*match.groups())
        if self.complaints:
            raise model.Wrong(f'the service says: {self.complaints[0]}')

    def _note(self, job, before, event, after):
        step = (model.STATES.index(before), model.STATES.index(after))
        if step not in model.STEPS:
            raise model.Wrong(f'{job} went from {before} to {after} ({event})')
        if self._where.get(job, before) != before:
            raise model.Wrong(f'{job} went from {before}, but was {self._where[job]}')
        self._where[job] = after
        self.steps[step] = self.steps.get(step, 0) + 1
        self.events[event] = self.events.get(event, 0) + 1


class Mirror:
    """What a client knows that polls for the changes alone."""

    def __init__(self):
        self.serial = 0
        self.rows = {}

    def poll(self, client):
        self.serial, whole, changed, moved, gone = client.call('Poll', '(t)', self.serial)
        if whole:
            self.rows = {}
        for id in gone:
            self.rows.pop(id, None)
        for row in changed:
            properties = row[6] or self.rows[row[0]][6]
            self.rows[row[0]] = (*row[:6], properties)
        for id, *numbers in service.unpack(moved):
            self.rows[id] = (id, *numbers, self.rows[id][6])


class World:
    """A bus with the service, a web server, one for uploads, and a network."""

    def __init__(self, network):
        self.network = network
        self._program = os.environ['FERRYD']
        folder = os.path.join(os.environ.get('TMPDIR', '/tmp'), f'ferry-model-{os.getpid()}')
        os.mkdir(folder)
        self._folder = folder
        self.diary = Diary(os.path.join(folder, 'diary'))
        os.environ['FERRYD'] = self._write_wrapper()
        self.place = world.World()
        self.client = service.Service(self.place.connect())
        self.web = server.Server()
        self.web.weather = lambda wish: change_wish(self.weather, wish)
        self.receiver = receiver.Receiver()
        self.weather = 'good'
        self.is_receiving = True
        self.kills = 0

    def _write_wrapper(self):
        path = os.path.join(self._folder, 'ferryd')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(WRAPPER.format(diary=self.diary.path, program=self._program))
        os.chmod(path, 0o755)
        return path

    @property
    def dangers(self):
        return WEATHER[self.weather] | (set() if self.is_receiving else {'down'})

    def set_weather(self, weather):
        """What is under way feels it at once."""
        if weather == self.weather:
            return
        self.weather = weather
        self.web.set_down(weather == 'down')
        self.web.hang_up()

    def set_receiving(self, is_receiving):
        if is_receiving != self.is_receiving:
            self.is_receiving = is_receiving
            (self.receiver.start if is_receiving else self.receiver.stop)()

    def kill(self):
        """kill -9, if the service runs; the next call brings it back."""
        pid = self.client.pid()
        if pid:
            self.kills += 1
            os.kill(pid, signal.SIGKILL)
            wait(lambda: self.client.pid() != pid, what='the end of the service')

    def kill_in(self, delay, method, signature, *arguments):
        """Kills the service some seconds after a call was sent; returns its answer, or None."""
        answers = []

        def on_answer(connection, result):
            try:
                answers.append(connection.call_finish(result).unpack())
            except GLib.Error as error:
                answers.append(error)

        pid = self.client.pid()
        self.client.call_async(method, on_answer, signature, *arguments)
        self.client.connection.flush_sync(None)
        time.sleep(delay)
        if pid:
            self.kill()
        while not answers:
            GLib.MainContext.default().iteration(True)
        if isinstance(answers[0], GLib.Error):
            name = Gio.dbus_error_get_remote_error(answers[0])
            if name != 'org.freedesktop.DBus.Error.NoReply':
                raise answers[0]
            return None
        return answers[0]

    def check_lives(self):
        """Nobody but the test ended the service, and it left when it was idle alone."""
        self.diary.read()
        strange = [status for status in self.diary.ends if status not in (0, KILLED)]
        if strange or self.diary.ends.count(KILLED) > self.kills:
            raise model.Wrong(f'the service ended with {strange or self.diary.ends}')

    def close(self):
        self.receiver.stop()
        self.place.close()
        os.environ['FERRYD'] = self._program
        for name in os.listdir(self._folder):
            os.remove(os.path.join(self._folder, name))
        os.rmdir(self._folder)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.close()
