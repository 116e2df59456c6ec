#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways in which an address becomes a job: dialog, clipboard, command line, drag."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
from harness.drag import dragged  # noqa: E402  (the path comes first)
from harness.parlour import (  # noqa: E402
    PROGRAM, is_sensitive, main, scene, text_of)
from harness.server import content  # noqa: E402
from harness.tap import equal  # noqa: E402



def add_by_dialog(ferry, address):
    """Types an address into the dialog that is open, and adds it."""
    dialog = ferry.top_level('Add Download')
    ferry.display.activate(ferry.wait(
        lambda: ferry.display.find_window(ferry.pid, 'Add Download'), 'the dialog'))
    field = ferry.find('text', 'Addresses', dialog)
    ferry.display.type(address)
    ferry.wait(lambda: text_of(field) == address, 'the address in the dialog')
    ferry.click(ferry.find('push button', 'Add', dialog), 'Add Download')


@scene
def an_address_that_is_typed_becomes_a_file(stage):
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    ferry.key('ctrl+n')
    add_by_dialog(ferry, stage.web.url('typed.bin', size=300000, rate=200000))
    ferry.wait_row('typed.bin', 'Connecting', 'Transferring', 'Acknowledged')
    row = ferry.wait_row('typed.bin', 'Acknowledged')
    equal(row.description, '300.0\u00a0kB · Saved to Downloads', 'description')
    equal(stage.fetched('typed.bin') == content(300000), True, 'the right bytes')
    equal(os.listdir(stage.downloads), ['typed.bin'], 'the folder')


@scene
def the_button_of_the_empty_page_opens_the_dialog(stage):
    ferry = stage.open()
    page = ferry.find('panel', 'Add a Download')
    ferry.click(ferry.find('push button', 'Add Download', page))
    add_by_dialog(ferry, stage.web.url('clicked.bin', size=10))
    ferry.wait_row('clicked.bin', 'Acknowledged')
    equal(stage.fetched('clicked.bin'), content(10), 'bytes')


@scene
def a_dialog_that_is_left_adds_nothing(stage):
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    ferry.key('ctrl+n')
    dialog = ferry.top_level('Add Download')
    ferry.find('text', 'Addresses', dialog)
    ferry.key('Escape')
    ferry.wait(lambda: ferry.display.find_window(ferry.pid, 'Add Download') is None, 'its end')
    equal(stage.jobs(), [], 'jobs')


@scene
def an_address_that_cannot_be_fetched_is_named_and_not_added(stage):
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    stage.display.copy('gopher://127.0.0.1/a')
    ferry.key('ctrl+n')
    dialog = ferry.top_level('Add Download')
    ferry.find('text', 'Addresses', dialog)
    ferry.key('ctrl+v')
    ferry.find('label', 'Line 1: cannot download from “gopher:” addresses', dialog)
    add = ferry.find('push button', 'Add', dialog)
    equal(is_sensitive(add), False, 'the button Add')
    ferry.key('ctrl+a')
    ferry.display.type('http://127.0.0.1/a')
    ferry.wait(lambda: is_sensitive(add), 'the button Add')
    ferry.key('Escape')
    ferry.wait(lambda: ferry.display.find_window(ferry.pid, 'Add Download') is None, 'its end')
    equal(stage.jobs(), [], 'jobs')


@scene
def a_paste_into_the_window_adds_the_address(stage):
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    stage.display.copy(stage.web.url('pasted.bin', size=20))
    ferry.key('ctrl+v')
    ferry.wait_row('pasted.bin', 'Acknowledged')
    equal(stage.fetched('pasted.bin'), content(20), 'bytes')


@scene
def a_paste_without_an_address_says_so(stage):
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    stage.display.copy('no address at all')
    ferry.key('ctrl+v')
    ferry.find('label', 'No address found in what you pasted')


@scene
def a_paste_into_the_dialog_is_text(stage):
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    stage.display.copy('words, no address')
    ferry.key('ctrl+n')
    field = ferry.find('text', 'Addresses', ferry.top_level('Add Download'))
    ferry.key('ctrl+v')
    ferry.wait(lambda: text_of(field) == 'words, no address', 'the text in the dialog')
    stage.display.copy(stage.web.url('pasted.bin', size=20))
    ferry.key('ctrl+a', 'ctrl+v')
    ferry.wait(lambda: text_of(field) == stage.web.url('pasted.bin', size=20), 'the address')
    equal(stage.jobs(), [], 'jobs')
    ferry.key('Escape')
    ferry.wait(lambda: ferry.display.find_window(ferry.pid, 'Add Download') is None, 'its end')


@scene
def the_dialog_takes_what_was_copied_before(stage):
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    address = stage.web.url('copied.bin', size=30)
    stage.display.copy(address)
    ferry.key('ctrl+n')
    dialog = ferry.top_level('Add Download')
    field = ferry.find('text', 'Addresses', dialog)
    ferry.wait(lambda: text_of(field) == address, 'the address in the dialog')
    ferry.click(ferry.find('push button', 'Add', dialog), 'Add Download')
    ferry.wait_row('copied.bin', 'Acknowledged')


@scene
def an_address_on_the_command_line_is_added(stage):
    ferry = stage.open(stage.web.url('first.bin', size=40))
    ferry.wait_row('first.bin', 'Acknowledged')
    second = stage.world.spawn(PROGRAM, stage.web.url('second.bin', size=50))
    equal(second.wait(timeout=40), 0, 'exit status of the second instance')
    ferry.wait_row('second.bin', 'Acknowledged')
    equal([row.name for row in ferry.rows()], ['second.bin', 'first.bin'], 'rows, newest first')
    equal(stage.fetched('second.bin'), content(50), 'bytes')


@scene
def an_address_that_is_dragged_in_is_added(stage):
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    addresses = '# a comment\r\n' + stage.web.url('dragged%20in.bin', size=60) + '\r\n'
    with dragged(stage, ferry, '3.0', 'text/uri-list', addresses):
        ferry.wait_row('dragged in.bin', 'Acknowledged')
    equal(stage.fetched('dragged in.bin'), content(60), 'bytes')


@scene
def each_address_in_dragged_text_is_added(stage):
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    text = f'One: {stage.web.url("one.bin", size=1)}\nTwo: {stage.web.url("two.bin", size=2)}, too'
    with dragged(stage, ferry, '4.0', 'text/plain;charset=utf-8', text):
        for name, size in (('one.bin', 1), ('two.bin', 2)):
            ferry.wait_row(name, 'Acknowledged')
            equal(stage.fetched(name), content(size), 'bytes')


@scene
def dragged_text_without_an_address_says_so(stage):
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    with dragged(stage, ferry, '3.0', 'text/plain', 'only words'):
        ferry.find('label', 'No address found in what you dropped')
    equal(stage.jobs(), [], 'jobs')


if __name__ == '__main__':
    main()
