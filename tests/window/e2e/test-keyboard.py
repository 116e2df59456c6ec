#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""For those who cannot see or point: everything has a name, and the keyboard reaches it."""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
from harness.parlour import GLib, main, scene, walk  # noqa: E402  (the path comes first)
from harness.tap import equal  # noqa: E402

SLOW = {'connections': GLib.Variant('u', 1)}

# What a person can do something with.
CONTROLS = ('push button', 'toggle button', 'check box', 'page tab', 'text', 'entry', 'combo box',
            'progress bar')


def nameless(root):
    """The controls that a screen reader could not name: a class is no name."""
    return [f'{node.get_role_name()} “{node.get_name()}”' for node in walk(root)
            if node.get_role_name() in CONTROLS
            and re.match(r'$|Gtk|Adw|Bgw', node.get_name() or '')]


def press_until(ferry, key, role, name):
    """Presses a key until this control has the focus; gives up when the way is a circle."""
    seen = []
    while len(seen) < 50:
        before = ferry.focus()
        ferry.key(key)
        node = ferry.wait(lambda: (now := ferry.focus()) != before and now, f'focus after {key}')
        seen.append(f'{node.get_role_name()} “{node.get_name()}”')
        if seen[-1].startswith(f'{role} “{name}'):
            return
        if seen.count(seen[-1]) > 2:
            break
    raise AssertionError(f'{key} does not lead to {role} “{name}”: {seen}')


@scene
def every_control_has_a_name(stage):
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    equal(nameless(ferry.frame), [], 'controls without a name, empty page')
    stage.service.create('suspended')
    stage.start('gone', stage.web.url('gone.bin', status=404))
    stage.start('done', stage.web.url('done.bin', size=1))
    stage.start('running', stage.web.url('run.bin', size=9000000, rate=50000), **SLOW)
    for name, state in (('suspended', 'Suspended'), ('gone', 'Error'), ('done', 'Transferred'),
                        ('running', 'Transferring')):
        ferry.wait_row(name, state)
    equal(nameless(ferry.frame), [], 'controls without a name, list')
    ferry.click(ferry.find('label', 'done', ferry.row('done').node))
    ferry.key('ctrl+a')
    ferry.find('label', '4 selected')
    equal(nameless(ferry.frame), [], 'controls without a name, selection')
    ferry.key('ctrl+n')
    equal(nameless(ferry.top_level('Add Download')), [], 'controls without a name, dialog')
    ferry.key('Escape')
    ferry.wait(lambda: not ferry.display.find_window(ferry.pid, 'Add Download'), 'its end')


@scene
def a_row_is_read_aloud_as_one_sentence(stage):
    ferry = stage.open()
    stage.start('done.bin', stage.web.url('done.bin', size=1000))
    ferry.wait_row('done.bin', 'Transferred')
    ferry.find('list item', 'done.bin, Transferred, 1.0\u00a0kB · Ready to complete')


@scene
def tab_reaches_header_list_and_button(stage):
    stage.start('one.bin', stage.web.url('one.bin', size=9000000, rate=50000), **SLOW)
    ferry = stage.open()
    ferry.wait_row('one.bin', 'Transferring')
    press_until(ferry, 'Tab', 'push button', 'Update')
    press_until(ferry, 'Tab', 'push button', 'Main Menu')
    press_until(ferry, 'Tab', 'list item', 'one.bin, Transferring')
    press_until(ferry, 'Tab', 'push button', 'Suspend')
    ferry.key('space')
    ferry.wait_row('one.bin', 'Suspended')
    press_until(ferry, 'Tab', 'push button', 'Add Download')


@scene
def arrows_lead_through_the_list(stage):
    stage.start('first', stage.web.url('a.bin', size=1))
    stage.start('second', stage.web.url('b.bin', size=1))
    ferry = stage.open()
    for name in ('first', 'second'):
        ferry.wait_row(name, 'Transferred')
    press_until(ferry, 'Tab', 'list item', 'second')
    press_until(ferry, 'Down', 'list item', 'first')
    press_until(ferry, 'Tab', 'push button', 'Complete')
    press_until(ferry, 'Up', 'list item', 'second')
    ferry.key('Return')
    ferry.wait_row('second', 'Acknowledged')
    ferry.wait_row('first', 'Transferred')


if __name__ == '__main__':
    main()
