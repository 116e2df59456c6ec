#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What fingers do: a long press, and taps after it. The pointer stands in for a finger."""
import os
import sys
import time

os.environ['FERRY'] = os.environ['TOUCH']
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
from harness.parlour import Atspi, GLib, main, scene, walk  # noqa: E402  (the program comes first)
from harness.tap import equal  # noqa: E402

BY_ITSELF = {'auto-complete': GLib.Variant('b', True)}
LONG = 1.5  # seconds; GTK waits for half a second


def selected(ferry):
    return [row.name for row in ferry.rows()
            if row.node.get_state_set().contains(Atspi.StateType.SELECTED)]


def items(ferry):
    return [node.get_name() for node in walk(ferry.frame) if node.get_role_name() == 'menu item']


def label(ferry, name):
    return ferry.find('label', name, ferry.row(name).node)


def press(ferry, name):
    """Rests on the name of a job."""
    ferry.display.xdotool('mousemove', *ferry.centre(label(ferry, name)))
    ferry.display.xdotool('mousedown', 1)
    time.sleep(LONG)
    ferry.display.xdotool('mouseup', 1)


def tap(ferry, name):
    ferry.click(label(ferry, name))


def is_selected(ferry, *names):
    ferry.wait(lambda: selected(ferry) == list(names), f'{names} to be selected')


def start(stage, *names):
    """Jobs that have ended, and the window; the last is the newest."""
    for name in names:
        stage.start(name, stage.web.url('x.bin', size=3), **BY_ITSELF)
    ferry = stage.open()
    for name in names:
        ferry.wait_row(name, 'Acknowledged')
    return ferry


@scene
def after_a_long_press_taps_select(stage):
    ferry = start(stage, 'a', 'b', 'c')
    tap(ferry, 'a')
    is_selected(ferry, 'a')
    equal(ferry.nodes('label', '1 selected'), [], 'a bar after a tap')
    press(ferry, 'c')
    ferry.wait(lambda: 'Remove From List' in items(ferry), 'the menu')
    is_selected(ferry, 'c')
    ferry.key('Escape')
    ferry.wait(lambda: items(ferry) == [], 'the menu to go')
    ferry.find('label', '1 selected')
    tap(ferry, 'a')
    is_selected(ferry, 'c', 'a')
    stage.screenshot('touch-selected')
    tap(ferry, 'b')
    is_selected(ferry, 'c', 'b', 'a')
    ferry.find('label', '3 selected')
    tap(ferry, 'c')
    is_selected(ferry, 'b', 'a')
    tap(ferry, 'a')
    is_selected(ferry, 'b')
    ferry.find('label', '1 selected')
    tap(ferry, 'b')  # the last one: it is over
    is_selected(ferry)
    ferry.wait(lambda: not ferry.nodes('push button', 'Clear Selection'), 'the bar to go')
    tap(ferry, 'a')
    tap(ferry, 'b')
    is_selected(ferry, 'b')


@scene
def escape_and_the_button_end_it(stage):
    ferry = start(stage, 'a', 'b')
    for way in ('key', 'button'):
        press(ferry, 'b')
        ferry.wait(lambda: items(ferry), 'the menu')
        ferry.key('Escape')
        ferry.wait(lambda: items(ferry) == [], 'the menu to go')
        tap(ferry, 'a')
        is_selected(ferry, 'b', 'a')
        if way == 'key':
            ferry.key('Escape')
        else:
            ferry.click(ferry.find('push button', 'Clear Selection'))
        is_selected(ferry)
        tap(ferry, 'b')
        tap(ferry, 'a')
        is_selected(ferry, 'a')


@scene
def a_tap_in_a_narrow_window_goes_to_the_details(stage):
    ferry = start(stage, 'a', 'b')
    ferry.display.resize(ferry.window, 370, 710)
    ferry.wait(lambda: not ferry.nodes('push button', 'Show Details'), 'a narrow window')
    tap(ferry, 'a')
    ferry.click(ferry.find('push button', 'Back'))
    ferry.find('push button', 'Add Download')
    is_selected(ferry, 'a')
    press(ferry, 'b')
    ferry.wait(lambda: items(ferry), 'the menu')
    ferry.key('Escape')
    ferry.wait(lambda: items(ferry) == [], 'the menu to go')
    tap(ferry, 'a')
    is_selected(ferry, 'b', 'a')
    stage.screenshot('touch-narrow')
    tap(ferry, 'b')
    is_selected(ferry, 'a')
    # GTK 4.8 complains at its end about rows that details have covered, unless they were clicked
    # since.
    ferry.key('Escape')
    is_selected(ferry)
    ferry.display.resize(ferry.window, 900, 710)
    ferry.find('push button', 'Show Details')
    for name in ('a', 'b'):
        tap(ferry, name)
        is_selected(ferry, name)


if __name__ == '__main__':
    main()
