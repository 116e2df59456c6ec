#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the window looks: light, dark, in high contrast, narrow, from right to left."""
import contextlib
import os
import socket
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
from harness import picture, service  # noqa: E402  (the path comes first)
from harness.parlour import Atspi, GLib, main, scene  # noqa: E402
from harness.tap import wait  # noqa: E402

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'pictures')
# The window manager counts a hidden frame in.
WIDE, NARROW = (1010, 710), (370, 710)

ONE = {'connections': GLib.Variant('u', 1)}
PATIENT = {'minimum-retry-delay': GLib.Variant('u', 36000)}
HIGH = {'priority': GLib.Variant('u', 1)}
BY_ITSELF = {'auto-complete': GLib.Variant('b', True)}


@contextlib.contextmanager
def environment(stage, **variables):
    """What the program finds set."""
    before = dict(stage.world.environment)
    stage.world.environment |= variables
    yield
    stage.world.environment.clear()
    stage.world.environment |= before


@contextlib.contextmanager
def silent_server():
    """A server that takes connections, and never says a word."""
    with socket.socket() as door:
        door.bind(('127.0.0.1', 0))
        door.listen()
        yield f'http://127.0.0.1:{door.getsockname()[1]}'


def reach(stage, job, *states):
    wait(lambda: stage.service.state(job) in states, what=f'state {states}')


def fill(stage, silent):
    """Jobs that do not move, in nearly all states; the oldest is at the end of the list."""
    web = stage.web
    old = stage.start('vacation-2025.zip', web.url('old', size=1000), **BY_ITSELF)
    reach(stage, old, service.ACKNOWLEDGED)
    canceled = stage.start('planet-latest.osm.pbf', f'{silent}/planet')
    stage.service.verb('Cancel', canceled)
    done = stage.start('inkscape-1.4.2.tar.gz', web.url('inkscape.tar.gz', size=4600000))
    reach(stage, done, service.TRANSFERRED)
    missing = stage.start('annual-report.pdf', web.url('annual-report.pdf', status=404))
    reach(stage, missing, service.ERROR)
    busy = stage.start('holiday-photos.zip', web.url('photos.zip', status=503), **PATIENT)
    reach(stage, busy, service.TRANSIENT_ERROR)
    half = stage.start('linux-6.15.tar.xz',
                       web.url('linux.tar.xz', size=14900000, stall=6100000), **ONE)
    wait(lambda: stage.service.job(half)[3] == 6100000, what='what arrives of it')
    stage.service.verb('Suspend', half)
    for name in ('debian-12.11.0-amd64-DVD-1.iso', 'Field recordings 2026.flac'):
        reach(stage, stage.start(name, f'{silent}/{name}', **(HIGH if 'debian' in name else {})),
              service.CONNECTING)


def show(stage, name, size=WIDE, **variables):
    """One picture of the list."""
    picture.need_the_same_look()
    with silent_server() as silent, environment(stage, **variables):
        fill(stage, silent)
        ferry = stage.open()
        ferry.display.resize(ferry.window, *size)
        wait(lambda: len(ferry.nodes('list item')) >= 7, what='the rows')
        picture.compare(ferry, name, FOLDER)


@scene
def light(stage):
    show(stage, 'light')


@scene
def dark(stage):
    show(stage, 'dark', ADW_DEBUG_COLOR_SCHEME='prefer-dark')


@scene
def high_contrast(stage):
    show(stage, 'high-contrast', ADW_DEBUG_HIGH_CONTRAST='1')


@scene
def narrow(stage):
    show(stage, 'narrow', NARROW)


@contextlib.contextmanager
def large_text(stage):
    stage.display.scale_text(2)
    try:
        yield
    finally:
        stage.display.scale_text(1)


@scene
def large_text_in_a_narrow_window(stage):
    picture.need_the_same_look()
    with silent_server() as silent, large_text(stage):
        fill(stage, silent)
        ferry = stage.open()
        narrow_down(ferry, 'Ferry')
        # The rows that say most come last.
        ferry.click(ferry.find('list item', 'debian'))
        ferry.key('Escape', 'End')
        picture.compare(ferry, 'large-text', FOLDER)


def narrow_down(ferry, title):
    """A window is as narrow as a phone; when it has become narrow it may need less still."""
    window = ferry.wait(lambda: ferry.display.find_window(ferry.pid, title), title)

    def is_narrow():
        ferry.display.resize(window, *NARROW)
        return ferry.top_level(title).get_extents(Atspi.CoordType.WINDOW).width <= 360

    ferry.wait(is_narrow, f'{title} to be narrow')
    ferry.display.activate(window)


@scene
def nothing_needs_more_room_for_large_text(stage):
    with silent_server() as silent, large_text(stage):
        fill(stage, silent)
        ferry = stage.open()
        narrow_down(ferry, 'Ferry')
        ferry.key('ctrl+f')
        narrow_down(ferry, 'Ferry')
        ferry.key('Escape', 'ctrl+a')
        ferry.find('push button', 'Clear Selection')
        narrow_down(ferry, 'Ferry')
        ferry.key('Escape', 'Home')
        for _ in range(8):  # each state has its details
            ferry.key('space', 'alt+Return')
            ferry.find('push button', 'Back')
            narrow_down(ferry, 'Ferry')
            ferry.key('Escape', 'Down')
        for key, title in (('ctrl+n', 'Add Download'), ('ctrl+u', 'Add Upload'),
                           ('ctrl+comma', 'Preferences'), ('F1', 'Help')):
            ferry.key(key)
            top = ferry.top_level(title)
            narrow_down(ferry, title)
            for node in ferry.nodes('list item', 'More Options', top):
                ferry.click(node, title)
                narrow_down(ferry, title)
            stage.screenshot('large-' + title.lower().replace(' ', '-'))
            ferry.key('Escape')
            ferry.wait(lambda t=title: not ferry._top_level(t), 'the window to go')
            ferry.display.activate(ferry.window)


@scene
def right_to_left(stage):
    show(stage, 'right-to-left', LANGUAGE='ar')


@scene
def details(stage):
    picture.need_the_same_look()
    with silent_server() as silent, environment(stage, ADW_DEBUG_COLOR_SCHEME='prefer-dark'):
        fill(stage, silent)
        ferry = stage.open()
        ferry.display.resize(ferry.window, *WIDE)
        ferry.click(ferry.find('label', 'annual-report.pdf'))
        ferry.key('F9')
        ferry.find('label', 'While reading the remote file')
        picture.compare(ferry, 'details', FOLDER)


@scene
def empty(stage):
    picture.need_the_same_look()
    ferry = stage.open()
    ferry.find('push button', 'Add Download')
    picture.compare(ferry, 'empty', FOLDER)


@scene
def add(stage):
    picture.need_the_same_look()
    ferry = stage.open()
    ferry.key('ctrl+n')
    ferry.top_level('Add Download')
    wait(lambda: ferry.display.find_window(ferry.pid, 'Add Download'), what='the dialog')
    picture.compare(ferry, 'add', FOLDER, 'Add Download')


@scene
def preferences(stage):
    picture.need_the_same_look()
    with environment(stage, ADW_DEBUG_COLOR_SCHEME='prefer-dark'):
        ferry = stage.open()
        ferry.find('push button', 'Add Download')
        ferry.key('ctrl+comma')
        top = ferry.top_level('Preferences')
        wait(lambda: ferry.display.find_window(ferry.pid, 'Preferences'), what='the window')
        ferry.find('page tab', 'Network', top)
        picture.compare(ferry, 'preferences', FOLDER, 'Preferences')


if __name__ == '__main__':
    main()
