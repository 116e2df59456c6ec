#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Thousands of jobs that all move, and a window that comes and goes again and again."""
import contextlib
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
from harness.parlour import Ferry, main, scene  # noqa: E402  (the path comes first)
from harness.tap import equal, wait  # noqa: E402

# What GTK keeps for later comes and goes by almost a megabyte, so that peaks are compared. A menu
# in a template would stay with 20 kB for each window, its rows with ten times as much.
MAY_STAY = 20000


@contextlib.contextmanager
def crowd(stage, n_jobs, *more):
    """In place of the service, which leaves the bus to it."""
    pid = stage.service.pid()
    if pid:
        os.kill(pid, 15)
        wait(lambda: stage.service.pid() == 0, what='the end of the service')
    stand_in = stage.world.spawn(os.environ['CROWD'], str(n_jobs), *more, stdout=subprocess.PIPE)
    try:
        equal(stand_in.stdout.readline(), b'ready\n', 'the crowd')
        yield
    finally:
        stand_in.kill()
        stand_in.wait()
        wait(lambda: stage.service.pid() == 0, what='the end of the crowd')


@scene
def ten_thousand_jobs_are_shown_and_move(stage):
    with crowd(stage, 10000):
        ferry = Ferry(stage)
        ferry.appear()
        ferry.wait_row('one of a crowd 09999.iso', 'Transferring', limit=60)
        ferry.find('label', '10000 active')
        first = ferry.wait(lambda: ferry.rows()[0], 'the first row', 60).fraction
        ferry.wait(lambda: ferry.rows()[0].fraction > first, 'the bar to move', 60)
        ferry.click(ferry.find('label', 'one of a crowd 09999.iso'))
        ferry.key('End')
        row = ferry.wait_row('one of a crowd 00000.iso', limit=60)
        before = row.description
        ferry.wait(lambda: ferry.row('one of a crowd 00000.iso').description != before,
                   'the last row to move', 60)
        ferry.display.type('07777')
        ferry.wait(lambda: [row.name for row in ferry.rows()] == ['one of a crowd 07777.iso'],
                   'one that was looked for', 60)
        ferry.key('ctrl+w')
        equal(ferry.process.wait(timeout=60), 0, 'exit status')


@scene
def a_service_of_an_older_version_is_understood(stage):
    with crowd(stage, 5, 'old'):
        ferry = Ferry(stage)
        ferry.appear()
        row = ferry.wait_row('one of a crowd 00004.iso', 'Transferring')
        before = row.description
        ferry.wait(lambda: ferry.row('one of a crowd 00004.iso').description != before, 'bytes')
        ferry.key('ctrl+w')
        equal(ferry.process.wait(timeout=60), 0, 'exit status')


@scene
def a_window_that_closes_leaves_nothing(stage):
    with crowd(stage, 100):
        cycles = stage.world.spawn(os.environ['CYCLES'], '40', stdout=subprocess.PIPE, text=True)
        output, _ = cycles.communicate(timeout=200)
    equal(cycles.returncode, 0, 'exit status')
    stays = [int(size) for size in re.findall(r'^\d+ (\d+) ', output, re.M)]
    equal(len(stays), 40, 'windows')
    grown = (max(stays[-10:]) - max(stays[10:20])) / 20
    equal(grown < MAY_STAY, True, f'{grown} bytes stay of each window')


if __name__ == '__main__':
    main()
