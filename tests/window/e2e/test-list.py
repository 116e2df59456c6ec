#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding a job among many: search, states, views, order."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
from harness.parlour import GLib, has_role, main, scene, text_of  # noqa: E402  (path first)
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
    return ferry.wait(lambda: (node := ferry.focus()) and has_role(node, role) and
                      (node.get_name() or '').startswith(name) and node,
                      f'the focus on {role} “{name}”')


def choose(ferry, *labels):
    """Picks from the main menu, with the pointer for the menu and keys inside of it."""
    ferry.click(ferry.find('push button', 'Main Menu'))
    for label in labels:
        item = ferry.find('menu item', label, ferry.application)
        ferry.wait(lambda: item.do_action(0), f'the menu item {label}')


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
    entry = wait_focus(ferry, 'text')
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
    equal(text_of(wait_focus(ferry, 'text')), 'deb', 'what was typed')
    ferry.click(ferry.find('label', 'Debian.iso'))
    ferry.display.type('x')
    ferry.find('label', 'No Results Found')
    equal(text_of(wait_focus(ferry, 'text')), 'debx', 'what was typed')


@scene
def a_search_that_finds_nothing_can_be_cleared(stage):
    ferry = three(stage)
    ferry.click(ferry.find('toggle button', 'Search'))
    wait_focus(ferry, 'text')
    ferry.display.type('nowhere')
    ferry.find('label', 'Try a different search')
    ferry.click(ferry.find('push button', 'Clear Search'))
    wait_names(ferry, 'holiday.zip', 'Résumé.pdf', 'Debian.iso')
    ferry.click(ferry.find('toggle button', 'Search'))
    ferry.wait(lambda: not ferry.nodes('text'), 'the end of the search')


@scene
def a_state_can_be_looked_for_within_a_view(stage):
    ferry = three(stage)
    ferry.key('ctrl+f')
    wait_focus(ferry, 'text')
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
    wait_focus(ferry, 'text')
    ferry.display.type('i')
    wait_names(ferry, 'holiday.zip', 'Debian.iso')
    ferry.click(ferry.find('label', 'holiday.zip'))
    ferry.key('ctrl+a')
    ferry.find('label', '2 selected')
    ferry.key('Escape')
    wait_names(ferry, 'holiday.zip', 'Résumé.pdf', 'Debian.iso')
    ferry.find('label', '2 selected')
    ferry.key('Escape')
    ferry.wait(lambda: not ferry.nodes('label', '2 selected'), 'the selection to end')


@scene
def the_list_has_the_order_that_is_chosen(stage):
    stage.start('b10.bin', stage.web.url('x.bin', size=5), **LOW)
    stage.start('B9.bin', stage.web.url('x.bin', size=9000, rate=100, slow=1), **FOREGROUND,
                **ONE)
    stage.start('a.bin', stage.web.url('x.bin', size=70), **BY_ITSELF)
    ferry = stage.open()
    ferry.wait_row('b10.bin', 'Transferred')
    ferry.wait_row('B9.bin', 'Transferring')
    ferry.wait_row('a.bin', 'Acknowledged')
    wait_names(ferry, 'a.bin', 'B9.bin', 'b10.bin')
    for label, wanted in (
            ('Name', ('a.bin', 'B9.bin', 'b10.bin')),
            ('State', ('B9.bin', 'b10.bin', 'a.bin')),
            ('Priority', ('B9.bin', 'a.bin', 'b10.bin')),
            ('Progress', ('a.bin', 'b10.bin', 'B9.bin')),
            ('Speed', ('B9.bin', 'a.bin', 'b10.bin')),
            ('Size', ('B9.bin', 'a.bin', 'b10.bin')),
            ('Date Added', ('a.bin', 'B9.bin', 'b10.bin'))):
        choose(ferry, 'Sort By', label)
        wait_names(ferry, *wanted)
    choose(ferry, 'Sort By', 'Name')
    choose(ferry, 'Sort By', 'Reverse Order')
    wait_names(ferry, 'b10.bin', 'B9.bin', 'a.bin')


@scene
def the_order_follows_what_changes(stage):
    ferry = stage.open()
    stage.start('one.bin', stage.web.url('x.bin', size=5), **BY_ITSELF)
    stage.start('two.bin', stage.web.url('x.bin', size=90000, rate=20000, slow=1), **BY_ITSELF,
                **ONE)
    ferry.wait_row('one.bin', 'Acknowledged')
    ferry.wait_row('two.bin', 'Transferring')
    choose(ferry, 'Sort By', 'State')
    wait_names(ferry, 'two.bin', 'one.bin')
    choose(ferry, 'Sort By', 'Reverse Order')
    wait_names(ferry, 'one.bin', 'two.bin')
    ferry.wait_row('two.bin', 'Acknowledged')
    wait_names(ferry, 'two.bin', 'one.bin')  # equal now: the newest comes first


@scene
def view_order_and_size_are_there_again(stage):
    stage.world.environment['GSETTINGS_BACKEND'] = 'keyfile'
    try:
        ferry = three(stage)
        choose(ferry, 'Sort By', 'Name')
        wait_names(ferry, 'Debian.iso', 'holiday.zip', 'Résumé.pdf')
        choose(ferry, 'Sort By', 'Reverse Order')
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
        equal(ferry.nodes('text'), [], 'a search')
    finally:
        stage.world.environment['GSETTINGS_BACKEND'] = 'memory'


if __name__ == '__main__':
    main()
