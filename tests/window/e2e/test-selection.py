#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several jobs at once, what the menu of a job offers, and where the focus goes."""
import os
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
from harness.parlour import Atspi, GLib, is_sensitive, main, scene, walk  # noqa: E402
from harness.tap import equal  # noqa: E402

ONE = {'connections': GLib.Variant('u', 1)}
BY_ITSELF = {'auto-complete': GLib.Variant('b', True)}


def selected(ferry):
    return [row.name for row in ferry.rows()
            if row.node.get_state_set().contains(Atspi.StateType.SELECTED)]


def select(ferry, name, *modifiers):
    """A click on the name of a job, with keys held down."""
    for key in modifiers:
        ferry.display.xdotool('keydown', key)
    ferry.click(ferry.find('label', name, ferry.row(name).node))
    for key in modifiers:
        ferry.display.xdotool('keyup', key)
    ferry.wait(lambda: name in selected(ferry), f'{name} to be selected')


def wait_focus(ferry, name):
    ferry.wait(lambda: (node := ferry.focus()) and node.get_role_name() == 'list item' and
               node.get_name().startswith(name), f'the focus on {name}')


def bar(ferry):
    """The buttons for a selection: name → whether it can be pressed."""
    label = next(node for node in walk(ferry.frame)
                 if node.get_role_name() == 'label' and node.get_name().endswith(' selected'))
    node = label
    while not ferry.nodes('push button', 'Clear Selection', node):
        node = node.get_parent()
    return {button.get_name(): is_sensitive(button)
            for button in ferry.nodes('push button', '', node)}


def done(stage, *names):
    """Jobs that have ended, and the window; the last is the newest."""
    for name in names:
        stage.start(name, stage.web.url('x.bin', size=3), **BY_ITSELF)
    ferry = stage.open()
    for name in names:
        ferry.wait_row(name, 'Acknowledged')
    return ferry


@scene
def what_is_possible_for_one_of_them_can_be_pressed(stage):
    stage.service.create('stopped')
    stage.start('ended', stage.web.url('x.bin', size=3), **BY_ITSELF)
    stage.start('running', stage.web.url('y.bin', size=9000000, rate=50000), **ONE)
    ferry = stage.open()
    ferry.wait_row('ended', 'Acknowledged')
    ferry.wait_row('running', 'Transferring')
    select(ferry, 'ended')
    equal(ferry.nodes('label', '1 selected'), [], 'a bar for one job')
    select(ferry, 'stopped', 'ctrl')
    ferry.find('label', '2 selected')
    equal(bar(ferry), {'Resume': True, 'Suspend': False, 'Cancel': True, 'Remove From List': True,
                       'Clear Selection': True}, 'buttons')
    select(ferry, 'running', 'shift')
    ferry.find('label', '3 selected')
    ferry.wait(lambda: bar(ferry)['Suspend'], 'Suspend')
    ferry.click(ferry.find('push button', 'Suspend'))
    ferry.wait_row('running', 'Suspended')
    equal(ferry.row('ended').state, 'Acknowledged', 'the one that cannot be suspended')
    ferry.wait(lambda: not bar(ferry)['Suspend'], 'nothing to suspend')
    ferry.click(ferry.find('push button', 'Clear Selection'))
    ferry.wait(lambda: not selected(ferry), 'an empty selection')
    ferry.wait(lambda: not ferry.nodes('label', '3 selected'), 'the bar to go')


@scene
def keys_select_all_and_none(stage):
    ferry = done(stage, 'a', 'b', 'c')
    select(ferry, 'c')
    ferry.key('ctrl+a')
    ferry.wait(lambda: selected(ferry) == ['c', 'b', 'a'], 'all')
    ferry.key('ctrl+shift+a')
    ferry.wait(lambda: not selected(ferry), 'none')
    ferry.key('shift+Down')
    ferry.wait(lambda: len(selected(ferry)) == 2, 'two')


@scene
def after_a_removal_the_next_row_has_the_focus(stage):
    ferry = done(stage, 'a', 'b', 'c')
    select(ferry, 'b')
    ferry.key('Delete')
    ferry.wait(lambda: [row.name for row in ferry.rows()] == ['c', 'a'], 'the row to go')
    wait_focus(ferry, 'a')
    select(ferry, 'a')
    ferry.key('Delete')
    ferry.wait(lambda: [row.name for row in ferry.rows()] == ['c'], 'the row to go')
    wait_focus(ferry, 'c')
    ferry.click(ferry.find('push button', 'Undo'))
    ferry.wait(lambda: [row.name for row in ferry.rows()] == ['c', 'a'], 'the row to be back')


@scene
def the_menu_of_a_job_has_its_main_deed_first(stage):
    stage.start('running', stage.web.url('y.bin', size=9000000, rate=50000), **ONE)
    ferry = done(stage, 'ended')
    ferry.wait_row('running', 'Transferring')
    for name, keys, wanted in (
            ('running', 'shift+F10', ['Suspend', 'Priority', 'Copy Address', 'Cancel']),
            ('ended', 'Menu', ['Show in Folder', 'Open', 'Copy Address', 'Remove From List'])):
        select(ferry, name)
        ferry.key(keys)
        items = ferry.wait(lambda: [node.get_name() for node in walk(ferry.frame)
                                    if node.get_role_name() == 'menu item'], 'the menu')
        equal([item for item in items if item in wanted], wanted, 'items')
        equal(items[0], wanted[0], 'the first item')
        ferry.key('Escape')
        wait_focus(ferry, name)


@scene
def a_click_with_the_other_button_selects_and_opens_the_menu(stage):
    ferry = done(stage, 'a', 'b')
    select(ferry, 'a')
    x, y = ferry.centre(ferry.find('label', 'b', ferry.row('b').node))
    ferry.display.xdotool('mousemove', x, y)
    ferry.display.xdotool('click', 3)
    ferry.wait(lambda: any(node.get_name() == 'Remove From List' for node in walk(ferry.frame)
                           if node.get_role_name() == 'menu item'), 'the menu')
    equal(selected(ferry), ['b'], 'selected')


@scene
def a_service_that_does_not_answer_leaves_the_list_as_it_was(stage):
    stage.start('on.bin', stage.web.url('y.bin', size=9000000, rate=50000), **ONE)
    ferry = stage.open()
    ferry.wait_row('on.bin', 'Transferring')
    pid = stage.service.pid()
    os.kill(pid, signal.SIGSTOP)
    try:
        ferry.find('label', 'Ferry cannot reach its background service')
        ferry.find('push button', 'Try Again')
        equal([row.name for row in ferry.rows()], ['on.bin'], 'rows')
    finally:
        os.kill(pid, signal.SIGCONT)
    ferry.wait(lambda: not ferry.nodes('push button', 'Try Again'), 'the banner to go')
    ferry.wait_row('on.bin', 'Transferring')


if __name__ == '__main__':
    main()
