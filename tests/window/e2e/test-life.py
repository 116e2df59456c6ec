#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window and its service: when it asks, what it survives, and what goes on without it."""
import collections
import os
import shutil
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
from harness import service  # noqa: E402  (the path comes first)
from harness.parlour import APP_ID, GLib, main, scene  # noqa: E402
from harness.server import content  # noqa: E402
from harness.tap import Skip, equal, wait  # noqa: E402

ONE = {'connections': GLib.Variant('u', 1)}
BY_ITSELF = {'auto-complete': GLib.Variant('b', True)}


class Monitor:
    """Listens to the calls that a program makes on the bus."""

    def __init__(self, stage, sender):
        self.path = os.path.join(stage.world.root, 'monitor')
        with open(self.path, 'w', encoding='utf-8') as file:
            self.process = stage.world.spawn(
                'dbus-monitor', '--address', stage.world.address, '--profile',
                f"type='method_call',sender='{sender}'", stdout=file)
        wait(self._lines, what='the monitor')

    def _lines(self):
        with open(self.path, encoding='utf-8') as file:
            return [line.split('\t') for line in file]

    def calls(self):
        """How often each method was called."""
        return collections.Counter(fields[7].strip() for fields in self._lines()
                                   if fields[0] == 'mc')

    def close(self):
        self.process.terminate()
        self.process.wait()


def calls_during(stage, seconds):
    """What the window calls in this time."""
    if not shutil.which('dbus-monitor'):
        raise Skip('dbus-monitor is not installed')
    sender = stage.service.connection.call_sync(
        'org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'GetNameOwner',
        GLib.Variant('(s)', (APP_ID,)), None, 0, -1, None).unpack()[0]
    monitor = Monitor(stage, sender)
    time.sleep(seconds)  # what is counted is time
    calls = monitor.calls()
    monitor.close()
    return calls


def wakeups(pid):
    """(how often the threads of a process have waited, their processor time in ticks)."""
    waits = ticks = 0
    for thread in os.listdir(f'/proc/{pid}/task'):
        with open(f'/proc/{pid}/task/{thread}/status', encoding='utf-8') as file:
            waits += next(int(line.split()[1]) for line in file
                          if line.startswith('voluntary_ctxt_switches'))
        with open(f'/proc/{pid}/task/{thread}/stat', encoding='utf-8') as file:
            ticks += sum(map(int, file.read().rpartition(')')[2].split()[11:13]))
    return waits, ticks


@scene
def update_shows_what_others_did_and_says_when_there_is_nothing_new(stage):
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    job = stage.service.create('by another program')
    ferry.click(ferry.find('push button', 'Update'))
    ferry.wait_row('by another program', 'Suspended')
    equal(stage.service.verb('Cancel', job), {}, 'refusals')
    ferry.key('F5')
    ferry.wait_row('by another program', 'Canceled')
    ferry.click(ferry.find('push button', 'Update'))
    ferry.find('label', 'Updated')


@scene
def a_change_by_another_program_is_seen_without_update(stage):
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    job = stage.service.create('by another program')
    ferry.wait_row('by another program', 'Suspended')
    equal(stage.service.verb('Cancel', job), {}, 'refusals')
    ferry.wait_row('by another program', 'Canceled')
    equal(stage.service.verb('Remove', job), {}, 'refusals')
    ferry.find('label', 'Add a Download')


@scene
def an_idle_window_sleeps(stage):
    stage.start('done.bin', stage.web.url('done.bin', size=10))
    ferry = stage.open()
    ferry.wait_row('done.bin', 'Transferred')
    wait(lambda: not calls_during(stage, 0.5), what='the last question')
    before = wakeups(ferry.pid)
    calls = calls_during(stage, 3)
    waits, ticks = (now - then for now, then in zip(wakeups(ferry.pid), before))
    equal(calls, collections.Counter(), 'calls of an idle window in three seconds')
    equal(waits <= 6, True, f'woken up {waits} times in three seconds')
    equal(ticks <= 1, True, f'{ticks} ticks of processor time in three seconds')


@scene
def one_question_a_second_is_asked_for_all_jobs(stage):
    for i in range(3):
        stage.start(f'{i}.bin', stage.web.url(f'{i}.bin', size=9000000, rate=50000), **ONE)
    ferry = stage.open()
    for i in range(3):
        ferry.wait_row(f'{i}.bin', 'Transferring')
    calls = calls_during(stage, 4)
    equal(set(calls), {'Poll'}, 'methods called')
    equal(2 <= calls['Poll'] <= 5, True, f'{calls["Refresh"]} questions in four seconds')


@scene
def a_hidden_window_asks_nothing(stage):
    stage.start('long.bin', stage.web.url('long.bin', size=9000000, rate=50000), **ONE)
    ferry = stage.open()
    ferry.wait_row('long.bin', 'Transferring')
    stage.display.xdotool('windowminimize', '--sync', ferry.window)
    wait(lambda: not calls_during(stage, 1.5), what='a second without a question')
    equal(calls_during(stage, 2.5), collections.Counter(), 'calls while minimized')
    stage.display.activate(ferry.window)
    wait(lambda: calls_during(stage, 1.5)['Poll'] > 0, what='questions again')


@scene
def the_end_of_the_service_is_survived(stage):
    ferry = stage.open()
    address = stage.web.url('lasting.bin', size=9000000, rate=300000, slow=1)
    job = stage.start('lasting.bin', address, **ONE, **BY_ITSELF)
    ferry.wait_row('lasting.bin', 'Transferring')
    wait(lambda: stage.service.job(job)[3] > 0, what='the first bytes')
    pid = stage.service.pid()
    os.kill(pid, signal.SIGKILL)
    ferry.wait_row('lasting.bin', 'Acknowledged')
    equal(stage.fetched('lasting.bin') == content(9000000), True, 'the right bytes')
    equal(stage.service.pid() in (0, pid), False, 'another service')


@scene
def closing_the_window_stops_nothing(stage):
    ferry = stage.open()
    job = stage.start('on.bin', stage.web.url('on.bin', size=9000000, rate=100000), **ONE)
    ferry.wait_row('on.bin', 'Transferring')
    ferry.click(ferry.find('push button', 'Close'))
    equal(ferry.process.wait(timeout=20), 0, 'exit status')
    equal(stage.service.state(job), service.TRANSFERRING, 'state')
    before = stage.service.job(job)[3]
    wait(lambda: stage.service.job(job)[3] > before, what='more bytes')


if __name__ == '__main__':
    main()
