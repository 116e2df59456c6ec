#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a row shows of its job, and what its button does, in all nine states."""
import os
import re
import socket
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
from harness import service  # noqa: E402  (the path comes first)
from harness.parlour import STATES, GLib, main, scene  # noqa: E402
from harness.server import content  # noqa: E402
from harness.tap import equal, wait  # noqa: E402

ONE = {'connections': GLib.Variant('u', 1)}
BY_ITSELF = {'auto-complete': GLib.Variant('b', True)}
PATIENT = {'minimum-retry-delay': GLib.Variant('u', 40)}

NUMBERS = re.compile(r'\d+\.\d\xa0[kM]B of 15\.0\xa0MB · \d+\.\d\xa0kB/s · \d+ seconds left')


def closed_port():
    """A port that refuses, for as long as the socket lives."""
    door = socket.socket()
    door.bind(('127.0.0.1', 0))
    return door, f'http://127.0.0.1:{door.getsockname()[1]}'


def silent_port():
    """A port that takes connections and never says a word."""
    door, address = closed_port()
    door.listen()
    return door, address


def select(ferry, name):
    """A click on the name of a job."""
    ferry.click(ferry.find('label', name, ferry.row(name).node))


@scene
def a_transfer_is_seen_and_can_be_suspended_and_resumed(stage):
    ferry = stage.open()
    size, rate = 15000000, 300000
    # Slow until it is suspended, so that the test has all the time that it needs.
    job = stage.start('slow.bin', stage.web.url('slow.bin', size=size, rate=rate, slow=1),
                      **ONE, **BY_ITSELF)
    row = ferry.wait_row('slow.bin', 'Transferring')
    for _ in range(2):
        before = row.fraction
        row = ferry.wait(lambda: (now := ferry.row('slow.bin')).fraction > before and now,
                         f'more than {before} of the bar')
        equal(row.state, 'Transferring', 'state')
        wait(lambda: NUMBERS.fullmatch(ferry.row('slow.bin').description), what='bytes and speed')

    ferry.click(row.button)
    row = ferry.wait_row('slow.bin', 'Suspended')
    equal(re.fullmatch(r'.* of 15\.0\xa0MB', row.description) is not None, True, row.description)
    before = stage.service.job(job)[3]
    time.sleep(0.5)  # nothing may happen
    equal(stage.service.job(job)[3], before, 'bytes after half a second')
    equal(0 < before < size, True, f'{before} in the middle')

    ferry.click(row.button)
    ferry.wait_row('slow.bin', 'Acknowledged')
    equal(stage.fetched('slow.bin') == content(size), True, 'the right bytes')


@scene
def a_job_of_another_program_is_completed_by_a_click(stage):
    ferry = stage.open()
    stage.start('other.bin', stage.web.url('other.bin', size=100000))
    row = ferry.wait_row('other.bin', 'Transferred')
    equal(row.description, '100.0\u00a0kB · Ready to complete', 'description')
    equal(stage.fetched('other.bin'), None, 'the file before')
    equal(row.button.get_name(), 'Complete', 'the button')
    ferry.click(row.button)
    ferry.wait_row('other.bin', 'Acknowledged')
    equal(stage.fetched('other.bin') == content(100000), True, 'the right bytes')
    ferry.find('label', '“\u2068other.bin\u2069” completed')


@scene
def a_missing_file_is_an_error_that_says_why(stage):
    ferry = stage.open()
    stage.start('gone.bin', stage.web.url('gone.bin', status=404))
    row = ferry.wait_row('gone.bin', 'Error')
    equal(row.description, 'The server says the file does not exist (404)', 'description')
    equal(row.button.get_name(), 'Try Again', 'the button')
    equal(row.bar, None, 'the bar')


@scene
def a_closed_port_is_tried_again_by_itself_and_by_a_click(stage):
    door, address = closed_port()
    with door:
        ferry = stage.open()
        job = stage.start('shut.bin', address + '/shut.bin', **PATIENT)
        row = ferry.wait_row('shut.bin', 'Transient Error')
        equal(re.fullmatch(r'Next try in \d+ seconds? · .*127\.0\.0\.1.*', row.description)
              is not None, True, row.description)
        first = int(re.search(r'\d+', row.description)[0])
        ferry.wait(lambda: 0 < int(re.search(r'\d+', ferry.row('shut.bin').description)[0]) < first,
                   'the seconds to go by')
        equal(stage.service.job(job)[6]['error-count'], 1, 'failures')
        equal(row.button.get_name(), 'Try Now', 'the button')
        ferry.click(row.button)
        wait(lambda: stage.service.job(job)[6]['error-count'] == 2, what='the second failure')


@scene
def trying_now_can_succeed(stage):
    ferry = stage.open()
    stage.start('busy.bin', stage.web.url('busy.bin', size=50, status=503, fail=1),
                **BY_ITSELF, **PATIENT)
    row = ferry.wait_row('busy.bin', 'Transient Error')
    equal(row.description.endswith(' · The server has a problem (503)'), True, row.description)
    ferry.click(row.button)
    ferry.wait_row('busy.bin', 'Acknowledged')
    equal(stage.fetched('busy.bin'), content(50), 'bytes')


@scene
def a_cancel_can_be_undone_until_it_is_carried_out(stage):
    ferry = stage.open()
    job = stage.start('unwanted.bin', stage.web.url('unwanted.bin', size=9000000, rate=100000),
                      **ONE)
    ferry.wait_row('unwanted.bin', 'Transferring')
    wait(lambda: stage.service.job(job)[3] > 0, what='the first bytes')
    select(ferry, 'unwanted.bin')
    ferry.key('Delete')
    ferry.wait_row('unwanted.bin', 'Canceled')
    wait(lambda: stage.service.state(job) == service.SUSPENDED, what='the job to stop')
    ferry.find('label', '“\u2068unwanted.bin\u2069” canceled')
    ferry.click(ferry.find('push button', 'Undo'))
    ferry.wait_row('unwanted.bin', 'Transferring')

    ferry.key('Delete')
    ferry.wait_row('unwanted.bin', 'Canceled')
    equal(len(os.listdir(stage.downloads)), 1, 'files: the unfinished one')
    ferry.key('ctrl+w')
    equal(ferry.process.wait(timeout=20), 0, 'exit status')
    wait(lambda: stage.service.state(job) == service.CANCELLED, what='the job to be canceled')
    equal(os.listdir(stage.downloads), [], 'files')


@scene
def a_finished_job_is_removed_by_the_delete_key_and_its_file_stays(stage):
    ferry = stage.open()
    stage.start('kept.bin', stage.web.url('kept.bin', size=10), **BY_ITSELF)
    ferry.wait_row('kept.bin', 'Acknowledged')
    select(ferry, 'kept.bin')
    ferry.key('Delete')
    ferry.wait(lambda: not ferry.nodes('list item', 'kept.bin'), 'the row to go')
    ferry.key('ctrl+w')
    equal(ferry.process.wait(timeout=20), 0, 'exit status')
    wait(lambda: stage.jobs() == [], what='the job to be forgotten')
    equal(stage.fetched('kept.bin'), content(10), 'bytes')


@scene
def each_of_the_nine_states_has_its_label(stage):
    refusing, closed = closed_port()
    accepting, silent = silent_port()
    with refusing, accepting:
        stage.start('Transferred', stage.web.url('a.bin', size=10))
        stage.start('Acknowledged', stage.web.url('b.bin', size=10), **BY_ITSELF)
        stage.start('Error', stage.web.url('c.bin', status=404))
        stage.start('Transient Error', closed + '/d.bin', **PATIENT)
        job = stage.start('Canceled', silent + '/e.bin')
        equal(stage.service.verb('Cancel', job), {}, 'refusals')
        job = stage.start('Suspended', silent + '/f.bin')
        equal(stage.service.verb('Suspend', job), {}, 'refusals')
        wait(lambda: {service.QUEUED, service.CONNECTING, service.TRANSFERRING}.isdisjoint(
            stage.service.state(job) for job in stage.jobs()), what='these to be settled')
        stage.start('Transferring', stage.web.url('g.bin', size=9000000, rate=50000), **ONE)
        # Four may run at once: this makes it so, and leaves none for the last.
        for name in ('Connecting', 'Connecting 2', 'Connecting 3'):
            stage.start(name, silent + '/h.bin')
        stage.start('Queued', silent + '/i.bin', priority=GLib.Variant('u', 3))

        ferry = stage.open()
        ferry.display.resize(ferry.window, 900, 960)
        for name in STATES:
            ferry.wait_row(name, name)
        bottom = max(row.bottom for row in ferry.rows())
        equal(bottom <= 960, True, f'all rows on the screen: the last ends at {bottom}')


if __name__ == '__main__':
    main()
