#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The details of the selected job, beside the list and above it."""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
from harness import service  # noqa: E402  (the path comes first)
from harness.parlour import GLib, main, scene, text_of, walk  # noqa: E402
from harness.tap import equal, wait  # noqa: E402

ONE = {'connections': GLib.Variant('u', 1)}
PATIENT = {'minimum-retry-delay': GLib.Variant('u', 3600)}


def select(ferry, name):
    """A click on the name of a job."""
    ferry.click(ferry.find('label', name, ferry.row(name).node))


def texts(ferry):
    """All that can be read of the details."""
    words = []
    for node in walk(ferry.frame):
        if node.get_role_name() in ('label', 'heading', 'image'):
            words.append(node.get_name() or '')
            words.append(node.get_description() or '')
    return words


def has(ferry, pattern):
    """Waits until some text of the window matches."""
    return ferry.wait(lambda: next((text for text in texts(ferry)
                                    if re.fullmatch(pattern, text)), None), pattern)


def reveal(ferry, find):
    """What find returns, once it was scrolled to where the pointer can reach it."""
    x, y, width, height = ferry.display.geometry(ferry.window)
    ferry.display.xdotool('mousemove', x + width - 40, y + height // 2)

    def turn():
        node = find()
        if y + 100 < ferry.centre(node)[1] < y + height - 60:
            return node
        ferry.display.xdotool('click', 5)
        return None

    return ferry.wait(turn, 'what is further down')


@scene
def a_transfer_has_speed_and_segments(stage):
    ferry = stage.open()
    stage.start('slow.bin', stage.web.url('slow.bin', size=50000000, rate=600000))
    ferry.wait_row('slow.bin', 'Transferring')
    select(ferry, 'slow.bin')
    ferry.key('F9')
    has(ferry, r'Speed over the last minute, now \d.*/s, highest \d.*/s')
    has(ferry, r'\d+ connections?, \d+ percent received')
    has(ferry, r'Average \d.*/s')
    has(ferry, r'\d.* of 50000000 bytes')
    has(ferry, r'Today, \d\d:\d\d')
    ferry.key('F9')
    ferry.find('push button', 'Show Details')


@scene
def an_error_says_what_why_and_where(stage):
    ferry = stage.open()
    stage.start('gone.bin', stage.web.url('gone.bin', status=404))
    ferry.wait_row('gone.bin', 'Error')
    select(ferry, 'gone.bin')
    ferry.key('F9')
    has(ferry, 'File not found')
    has(ferry, r'The server says the file does not exist \(404\)\. Check the address.*')
    has(ferry, 'While reading the remote file · HTTP 404 · 0x80190194')


@scene
def a_job_that_waits_says_for_what(stage):
    ferry = stage.open()
    stage.start('busy.bin', stage.web.url('busy.bin', status=503, retry_after=7200), **PATIENT)
    ferry.wait_row('busy.bin', 'Transient Error')
    select(ferry, 'busy.bin')
    ferry.key('F9')
    has(ferry, r'The server asked to wait\. Next try in 2 hours\.')


@scene
def files_of_a_job_are_listed_and_found(stage):
    ferry = stage.open()
    os.makedirs(stage.downloads, exist_ok=True)
    job = stage.service.create('twelve')
    for number in range(12):
        stage.service.add(job, stage.web.url(f'part-{number:02}.bin', size=1000), stage.downloads)
    ferry.wait_row('twelve', 'Suspended')
    select(ferry, 'twelve')
    ferry.key('F9')
    has(ferry, 'part-07.bin')
    equal('part-08.bin' in texts(ferry), False, 'only eight are shown')
    ferry.click(reveal(ferry, lambda: ferry.find('push button', 'Show All 12 Files')))
    window = ferry.top_level('Files')
    ferry.find('label', 'part-03.bin', window)
    ferry.display.type('part-11')
    ferry.wait(lambda: [n.get_name() for n in ferry.nodes('label', 'part-', window)] ==
               ['part-11.bin'], 'the one that was searched for')
    ferry.key('Escape')


@scene
def settings_are_changed_where_they_are_shown(stage):
    ferry = stage.open()
    job = stage.start('slow.bin', stage.web.url('slow.bin', size=50000000, rate=600000), **ONE)
    ferry.wait_row('slow.bin', 'Transferring')
    select(ferry, 'slow.bin')
    ferry.key('F9')
    ferry.click(reveal(ferry, lambda: ferry.find('spin button', 'Speed Limit')))
    ferry.key('ctrl+a')
    ferry.display.type('200')
    ferry.key('Tab')
    wait(lambda: stage.service.job(job)[6]['speed-limit'] == 200000, what='the limit')


@scene
def in_a_narrow_window_they_cover_the_list(stage):
    ferry = stage.open()
    stage.start('gone.bin', stage.web.url('gone.bin', status=404))
    ferry.wait_row('gone.bin', 'Error')
    ferry.display.resize(ferry.window, 370, 710)
    ferry.wait(lambda: not ferry.nodes('push button', 'Show Details'), 'a narrow window')
    select(ferry, 'gone.bin')
    ferry.key('alt+Return')
    ferry.find('push button', 'Back')
    has(ferry, 'File not found')
    ferry.key('Escape')
    ferry.find('push button', 'Add Download')
    ferry.key('alt+Return')
    ferry.click(ferry.find('push button', 'Back'))
    ferry.find('push button', 'Add Download')


@scene
def they_come_back_with_the_window(stage):
    os.environ['GSETTINGS_BACKEND'] = 'keyfile'
    stage.world.environment['GSETTINGS_BACKEND'] = 'keyfile'
    ferry = stage.open()
    stage.start('gone.bin', stage.web.url('gone.bin', status=404))
    ferry.wait_row('gone.bin', 'Error')
    ferry.key('F9')
    has(ferry, 'No Job Selected')
    ferry.close()
    ferry = stage.open()
    has(ferry, 'No Job Selected')
    stage.world.environment['GSETTINGS_BACKEND'] = 'memory'


if __name__ == '__main__':
    main()
