#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding a job among many: search, states, views, order."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
from harness.parlour import APP_ID, Atspi, GLib, main, scene, text_of, walk  # noqa: E402
from harness.tap import equal  # noqa: E402

BY_ITSELF = {'auto-complete': GLib.Variant('b', True)}
ONE = {'connections': GLib.Variant('u', 1)}
LOW = {'priority': GLib.Variant('u', 3)}
FOREGROUND = {'priority': GLib.Variant('u', 0)}


def names(ferry):
    return [row.name for row in ferry.rows()]


def wait_names(ferry, *wanted):
    """Until these jobs are in the list, in this order."""
    seen = []

    def right():
        seen[:] = names(ferry)
        return seen == list(wanted)

    try:
        ferry.wait(right, f'the rows {wanted}')
    except AssertionError as error:
        raise AssertionError(f'{error}; the rows are {seen}') from None


def wait_focus(ferry, role, name=''):
    return ferry.wait(lambda: (node := ferry.focus()) and node.get_role_name() == role and
                      (node.get_name() or '').startswith(name) and node,
                      f'the focus on {role} “{name}”')


def choose(ferry, *labels):
    """Picks from the main menu. What can be checked has a role of its own."""
    ferry.key('F10')
    for label in labels:
        item = ferry.wait(lambda: next((node for node in walk(ferry.frame)
                                        if node.get_role_name().endswith('menu item') and
                                        node.get_name() == label), None), f'the item {label}')
        ferry.wait(lambda: item.do_action(0), f'{label} to be chosen')


def activate(ferry, action, *parameter):
    """What an item of the menu does, without the menu."""
    ferry.stage.service.connection.call_sync(
        APP_ID, '/io/github/ferrydm/Ferry/window/1', 'org.gtk.Actions', 'Activate',
        GLib.Variant('(sava{sv})', (action, [GLib.Variant('s', p) for p in parameter], {})),
        None, 0, 20000, None)


def selected(ferry):
    return [row.name for row in ferry.rows()
            if row.node.get_state_set().contains(Atspi.StateType.SELECTED)]


def three(stage):
    """Jobs whose names, addresses and states differ; the last is the newest."""
    stage.start('Debian.iso', stage.web.url('first.bin', size=1), **BY_ITSELF)
    stage.start('Résumé.pdf', stage.web.url('gone.bin', status=404))
    stage.start('holiday.zip', stage.web.url('third.bin', size=3))
    ferry = stage.open()
    ferry.wait_row('Debian.iso', 'Acknowledged')
    ferry.wait_row('Résumé.pdf', 'Error')
    ferry.wait_row('holiday.zip', 'Transferred')
    return ferry


@scene
def a_part_of_a_name_or_address_finds_a_job(stage):
    ferry = three(stage)
    ferry.key('ctrl+f')
    entry = wait_focus(ferry, 'entry')
    equal(entry.get_name(), 'Search names and addresses', 'the name of the entry')
    ferry.display.type('RESUME')
    wait_names(ferry, 'Résumé.pdf')
    ferry.key('ctrl+a')
    ferry.display.type('third')
    wait_names(ferry, 'holiday.zip')
    ferry.key('ctrl+a')
    ferry.display.type('bin ISO')
    wait_names(ferry, 'Debian.iso')
    ferry.key('Escape')
    wait_names(ferry, 'holiday.zip', 'Résumé.pdf', 'Debian.iso')
    wait_focus(ferry, 'list item')


@scene
def typing_in_the_list_begins_a_search(stage):
    ferry = three(stage)
    ferry.click(ferry.find('label', 'holiday.zip'))
    ferry.display.type('deb')
    wait_names(ferry, 'Debian.iso')
    equal(text_of(wait_focus(ferry, 'entry')), 'deb', 'what was typed')
    ferry.click(ferry.find('label', 'Debian.iso'))
    ferry.display.type('x')
    ferry.find('label', 'No Results Found')
    equal(text_of(wait_focus(ferry, 'entry')), 'debx', 'what was typed')


@scene
def a_search_that_finds_nothing_can_be_cleared(stage):
    ferry = three(stage)
    ferry.click(ferry.find('push button', 'Search'))
    wait_focus(ferry, 'entry')
    ferry.display.type('nowhere')
    ferry.find('label', 'Try a different search')
    ferry.click(ferry.find('push button', 'Clear Search'))
    wait_names(ferry, 'holiday.zip', 'Résumé.pdf', 'Debian.iso')
    ferry.click(ferry.find('push button', 'Search'))
    ferry.wait(lambda: not ferry.nodes('entry'), 'the end of the search')


@scene
def a_state_can_be_looked_for_within_a_view(stage):
    ferry = three(stage)
    ferry.key('ctrl+f')
    wait_focus(ferry, 'entry')
    ferry.key('Tab', 'space', 'End', 'Up', 'Return')  # Canceled is the last, before it Acknowledged
    wait_names(ferry, 'Debian.iso')
    ferry.key('alt+3')
    wait_names(ferry, 'Debian.iso')
    ferry.key('alt+4')
    ferry.find('label', 'No Results Found')
    ferry.key('Escape')
    wait_names(ferry, 'Résumé.pdf')
    ferry.key('alt+2')
    ferry.find('label', 'Nothing Active')


@scene
def escape_leaves_the_search_and_then_the_selection(stage):
    ferry = three(stage)
    ferry.key('ctrl+f')
    wait_focus(ferry, 'entry')
    ferry.display.type('ir')  # in two addresses
    wait_names(ferry, 'holiday.zip', 'Debian.iso')
    ferry.click(ferry.find('label', 'holiday.zip'))
    ferry.key('ctrl+a')
    ferry.find('label', '2 selected')
    ferry.key('Escape')
    wait_names(ferry, 'holiday.zip', 'Résumé.pdf', 'Debian.iso')
    equal(selected(ferry), ['holiday.zip', 'Debian.iso'], 'selected')
    ferry.key('Escape')
    ferry.wait(lambda: not selected(ferry), 'the selection to end')


@scene
def the_list_has_the_order_that_is_chosen(stage):
    stage.start('b10.bin', stage.web.url('x.bin', size=5), **LOW)
    stage.start('B9.bin', stage.web.url('x.bin', size=9000000, rate=50000), **FOREGROUND, **ONE)
    stage.start('a.bin', stage.web.url('x.bin', size=70), **BY_ITSELF)
    ferry = stage.open()
    ferry.wait_row('b10.bin', 'Transferred')
    ferry.wait_row('B9.bin', 'Transferring')
    ferry.wait_row('a.bin', 'Acknowledged')
    wait_names(ferry, 'a.bin', 'B9.bin', 'b10.bin')
    choose(ferry, 'Sort By', 'Name')
    wait_names(ferry, 'a.bin', 'B9.bin', 'b10.bin')
    for order, wanted in (
            ('name', ('a.bin', 'B9.bin', 'b10.bin')),
            ('state', ('B9.bin', 'b10.bin', 'a.bin')),
            ('priority', ('B9.bin', 'a.bin', 'b10.bin')),
            ('progress', ('a.bin', 'b10.bin', 'B9.bin')),
            ('speed', ('B9.bin', 'a.bin', 'b10.bin')),
            ('size', ('B9.bin', 'a.bin', 'b10.bin')),
            ('date-added', ('a.bin', 'B9.bin', 'b10.bin'))):
        activate(ferry, 'sort', order)
        wait_names(ferry, *wanted)
    activate(ferry, 'sort', 'name')
    activate(ferry, 'reverse-order')
    wait_names(ferry, 'b10.bin', 'B9.bin', 'a.bin')


@scene
def the_order_follows_what_changes(stage):
    ferry = stage.open()
    stage.start('one.bin', stage.web.url('x.bin', size=5), **BY_ITSELF)
    job = stage.start('two.bin', stage.web.url('x.bin', size=9000000, rate=50000), **ONE)
    ferry.wait_row('one.bin', 'Acknowledged')
    ferry.wait_row('two.bin', 'Transferring')
    choose(ferry, 'Sort By', 'State')
    wait_names(ferry, 'two.bin', 'one.bin')
    equal(stage.service.verb('Cancel', job), {}, 'refusals')
    ferry.wait_row('two.bin', 'Canceled')
    wait_names(ferry, 'one.bin', 'two.bin')


@scene
def view_order_and_size_are_there_again(stage):
    stage.world.environment['GSETTINGS_BACKEND'] = 'keyfile'
    try:
        ferry = three(stage)
        activate(ferry, 'sort', 'name')
        wait_names(ferry, 'Debian.iso', 'holiday.zip', 'Résumé.pdf')
        activate(ferry, 'reverse-order')
        wait_names(ferry, 'Résumé.pdf', 'holiday.zip', 'Debian.iso')
        ferry.display.resize(ferry.window, 820, 610)
        ferry.key('alt+3')
        wait_names(ferry, 'holiday.zip', 'Debian.iso')
        ferry.key('ctrl+f')
        ferry.display.type('iso')
        wait_names(ferry, 'Debian.iso')
        size = ferry.display.geometry(ferry.window)[2:]
        ferry.key('ctrl+w')
        equal(ferry.process.wait(timeout=20), 0, 'exit status')
        ferry = stage.open()
        wait_names(ferry, 'holiday.zip', 'Debian.iso')
        ferry.wait(lambda: ferry.display.geometry(ferry.window)[2:] == size, f'the size {size}')
        equal(ferry.nodes('entry'), [], 'a search')
    finally:
        stage.world.environment['GSETTINGS_BACKEND'] = 'memory'


if __name__ == '__main__':
    main()
