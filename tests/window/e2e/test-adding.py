#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be typed, pasted and dropped beside plain addresses: patterns, commands, lists, files
that are no use, and far too much of all."""
import os
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
from harness.drag import dragged  # noqa: E402  (the path comes first)
from harness.parlour import (  # noqa: E402
    Atspi, PROGRAM, is_sensitive, main, scene, text_of)
from harness.server import content, sha256  # noqa: E402
from harness.tap import Skip, equal  # noqa: E402


def open_dialog(stage, text=None):
    """The program with its dialog open, and the field for addresses in it."""
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    stage.display.copy('nothing')
    ferry.key('ctrl+n')
    dialog = ferry.top_level('Add Download')
    field = ferry.find('text', 'Addresses', dialog)
    ferry.display.activate(ferry.wait(
        lambda: ferry.display.find_window(ferry.pid, 'Add Download'), 'the dialog'))
    if text is not None:
        stage.display.copy(text)
        ferry.key('ctrl+v')
    return ferry, dialog, field


def open_in(stage, path):
    """Opens a file in the program that runs, as a file manager does."""
    second = stage.world.spawn(PROGRAM, path)
    equal(second.wait(timeout=40), 0, 'exit status of the second instance')


def close_dialog(ferry):
    ferry.key('Escape')
    ferry.wait(lambda: ferry.display.find_window(ferry.pid, 'Add Download') is None, 'its end')


def requests_of(stage, path):
    """The headers of each request for a path."""
    with stage.web.lock:
        return [headers for asked, headers in stage.web.requests if asked == path]


@scene
def a_pattern_is_counted_and_expanded(stage):
    ferry, dialog, field = open_dialog(stage, stage.web.url('part', size=5)
                                       .replace('part', 'part[1-3].bin'))
    ferry.find('label', '3 addresses, \u2068part1.bin\u2069 … \u2068part3.bin\u2069', dialog)
    ferry.click(ferry.find('push button', 'Add', dialog), 'Add Download')
    for i in (1, 2, 3):
        ferry.wait_row(f'part{i}.bin', 'Acknowledged')
    equal(len(stage.jobs()), 3, 'jobs')


@scene
def brackets_can_be_meant(stage):
    ferry, dialog, field = open_dialog(stage, stage.web.url('part', size=5)
                                       .replace('part', 'part[1-3].bin'))
    ferry.click(ferry.find('label', 'Expand Patterns', dialog), 'Add Download')
    ferry.find('label', 'Brackets are part of the address', dialog)
    ferry.click(ferry.find('push button', 'Add', dialog), 'Add Download')
    ferry.wait_row('part[1-3].bin', 'Acknowledged')
    equal(len(stage.jobs()), 1, 'jobs')


@scene
def a_pattern_that_is_too_large_is_refused(stage):
    ferry, dialog, field = open_dialog(stage, 'http://127.0.0.1/[0-99999]')
    ferry.find('label', 'Line 1 stands for more than 10000 addresses', dialog)
    equal(is_sensitive(ferry.find('push button', 'Add', dialog)), False, 'the button Add')
    close_dialog(ferry)


@scene
def a_command_that_is_pasted_keeps_its_headers(stage):
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    stage.display.copy(f"curl '{stage.web.url('command.bin', size=30)}' \\\n"
                       "  -H 'X-Wish: yes' -b 'id=1' -e 'http://127.0.0.1/from' \\\n"
                       "  --compressed -o named.bin")
    ferry.key('ctrl+v')
    ferry.wait_row('named.bin', 'Acknowledged')
    equal(stage.fetched('named.bin'), content(30), 'bytes')
    headers = requests_of(stage, '/command.bin')[0]
    equal([headers.get(name) for name in ('X-Wish', 'Cookie', 'Referer')],
          ['yes', 'id=1', 'http://127.0.0.1/from'], 'headers')


@scene
def a_command_in_the_dialog_is_taken_apart(stage):
    address = stage.web.url('taken.bin', size=30)
    ferry, dialog, field = open_dialog(
        stage, f"curl '{address}' -H 'X-Wish: no secret' -u me:hidden -o other.bin")
    ferry.wait(lambda: text_of(field) == address, 'the address alone')
    ferry.click(ferry.find('label', 'More Options', dialog), 'Add Download')
    ferry.find('label', 'X-Wish', dialog)
    ferry.click(ferry.find('push button', 'Add', dialog), 'Add Download')
    ferry.wait_row('other.bin', 'Acknowledged')
    equal(requests_of(stage, '/taken.bin')[0].get('X-Wish'), 'no secret', 'header')


@scene
def a_command_that_sends_data_is_refused(stage):
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    stage.display.copy("curl 'http://127.0.0.1/a' --data-raw 'x=y'")
    ferry.key('ctrl+v')
    ferry.find('label', 'This command sends data, which is not supported')
    equal(stage.jobs(), [], 'jobs')


@scene
def what_is_no_download_is_refused_by_name(stage):
    for text, words in (
            ('magnet:?xt=urn:btih:c12fe1', 'Torrents are not supported'),
            ('javascript:alert(1)', 'Cannot download from “javascript:” addresses'),
            ('data:text/plain,x', 'Cannot download from “data:” addresses'),
            ('file:///etc/passwd', 'Only Metalink documents and lists of addresses')):
        ferry = stage.open()
        ferry.find('label', 'Add a Download')
        stage.display.copy(text)
        ferry.key('ctrl+v')
        ferry.find('label', words)
        ferry.close()
    equal(stage.jobs(), [], 'jobs')


@scene
def a_password_is_never_shown(stage):
    address = stage.web.url('private.bin', size=30)
    ferry, dialog, field = open_dialog(stage, address.replace('http://', 'http://me:hidden@'))
    ferry.wait(lambda: text_of(field) == address.replace('http://', 'http://me:••••@'), 'dots')
    ferry.click(ferry.find('push button', 'Add', dialog), 'Add Download')
    ferry.wait_row('private.bin', 'Acknowledged')
    equal(stage.service.files(stage.jobs()[0])[0][4].get('url'), address, 'address in the service')


@scene
def a_list_in_a_file_fills_the_dialog(stage):
    path = os.path.join(stage.world.root, 'list.txt')
    addresses = [stage.web.url(f'listed{i}.bin', size=5) for i in (1, 2)]
    with open(path, 'w', encoding='utf-8-sig', newline='') as file:
        file.write('# remark\r\n\r\n' + '\r\n'.join(addresses) + '\r\n')
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    open_in(stage, path)
    dialog = ferry.top_level('Add Download')
    field = ferry.find('text', 'Addresses', dialog)
    ferry.wait(lambda: text_of(field) == '\n'.join(addresses), 'the addresses')
    ferry.click(ferry.find('push button', 'Add', dialog), 'Add Download')
    ferry.wait_row('listed1.bin', 'Acknowledged')
    ferry.wait_row('listed2.bin', 'Acknowledged')


def write_metalink(stage, name, *files):
    """A Metalink document of files of 5 bytes, on disk; returns its path."""
    path = os.path.join(stage.world.root, name)
    with open(path, 'w', encoding='utf-8') as file:
        file.write('<metalink xmlns="urn:ietf:params:xml:ns:metalink">' + ''.join(
            f'<file name="{name}"><size>5</size><hash type="sha-256">{sha256(5)}</hash>'
            f'<url>{stage.web.url(name, size=5)}</url></file>' for name in files) + '</metalink>')
    return path


@scene
def files_of_a_metalink_document_are_chosen(stage):
    path = write_metalink(stage, 'set.meta4', 'chosen.bin', 'left.bin')
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    open_in(stage, path)
    dialog = ferry.top_level('Add Metalink')
    ferry.find('label', '2 of 2 files · 10 bytes', dialog)
    ferry.find('label', '5 bytes · SHA-256 · 1 address', dialog)
    ferry.wait(lambda: ferry.display.find_window(ferry.pid, 'Add Metalink'), 'the dialog')
    ferry.click(ferry.find('check box', 'left.bin', dialog), 'Add Metalink')
    ferry.find('label', '1 of 2 files · 5 bytes', dialog)
    ferry.click(ferry.find('push button', 'Add', dialog), 'Add Metalink')
    ferry.wait_row('set', 'Acknowledged')
    equal(os.listdir(stage.downloads), ['chosen.bin'], 'the folder')


@scene
def a_metalink_document_is_dropped(stage):
    path = write_metalink(stage, 'dropped.metalink', 'one.bin')
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    with dragged(stage, ferry, '3.0', 'text/uri-list', 'file://' + path + '\r\n'):
        dialog = ferry.top_level('Add Metalink')
    ferry.find('label', '1 of 1 file', dialog)
    ferry.key('Escape')
    ferry.wait(lambda: ferry.display.find_window(ferry.pid, 'Add Metalink') is None, 'its end')
    equal(stage.jobs(), [], 'jobs')


@scene
def what_is_no_metalink_document_is_refused(stage):
    path = os.path.join(stage.world.root, 'bad.meta4')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('<metalink><file name="a">')
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    open_in(stage, path)
    ferry.find('label', 'This file is no Metalink document')
    equal(stage.jobs(), [], 'jobs')


@scene
def links_of_browsers_are_dropped(stage):
    for toolkit, kind in (('3.0', 'text/x-moz-url'), ('3.0', '_NETSCAPE_URL'),
                          ('4.0', 'text/uri-list'), ('3.0', 'UTF8_STRING')):
        name = kind.replace('/', '-') + '.bin'
        ferry = stage.open()
        with dragged(stage, ferry, toolkit, kind, stage.web.url(name, size=7) + '\nTitle'):
            ferry.wait_row(name, 'Acknowledged')
        ferry.close()


@scene
def a_drop_with_alt_is_shown_first(stage):
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    address = stage.web.url('asked.bin', size=7)
    with dragged(stage, ferry, '3.0', 'text/uri-list', address, held='Alt_L'):
        dialog = ferry.top_level('Add Download')
        field = ferry.find('text', 'Addresses', dialog)
        ferry.wait(lambda: text_of(field) == address, 'the address')
    equal(stage.jobs(), [], 'jobs')
    close_dialog(ferry)


@scene
def a_middle_click_pastes_what_is_selected(stage):
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    stage.display.copy(stage.web.url('middle.bin', size=7), selection='primary')
    stage.display.click(*ferry.centre(ferry.frame), button=2)
    ferry.wait_row('middle.bin', 'Acknowledged')


@scene
def what_is_in_the_list_is_shown_and_not_added_again(stage):
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    address = stage.web.url('twice.bin', size=300000, stall=1000)
    stage.display.copy(address)
    ferry.key('ctrl+v')
    ferry.wait_row('twice.bin', 'Transferring', 'Connecting')
    if 'address' not in stage.service.job(stage.jobs()[0])[6]:
        raise Skip('this service does not tell the addresses of jobs')
    stage.start('other', stage.web.url('other.bin', size=300000, stall=1000))
    ferry.wait_row('other')
    ferry.key('alt+3')
    ferry.find('label', 'Nothing Finished Yet')
    ferry.key('ctrl+v')
    ferry.find('label', 'Already in the list: “\u2068twice.bin\u2069”')
    ferry.click(ferry.wait(lambda: next(node for node in ferry.nodes('push button', 'Show')
                                        if set(node.get_name().split()) == {'Show'}),
                           'the button of the toast'))
    for state in (Atspi.StateType.SELECTED, Atspi.StateType.FOCUSED):
        ferry.wait(lambda state=state: ferry.row('twice.bin').node.get_state_set().contains(state),
                   f'the row to be {state.value_nick}')
    equal(len(stage.jobs()), 2, 'jobs')


@scene
def what_has_ended_is_fetched_again(stage):
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    stage.display.copy(stage.web.url('again.bin', size=20))
    ferry.key('ctrl+v')
    ferry.wait_row('again.bin', 'Acknowledged')
    ferry.key('ctrl+v')
    ferry.wait(lambda: sorted(os.listdir(stage.downloads)) == ['again (1).bin', 'again.bin'],
               'the second file')


@scene
def tens_of_thousands_of_addresses_are_counted_and_not_listed(stage):
    text = '\n'.join(f'http://127.0.0.1:9/{"x" * 100}/{i:05}.bin' for i in range(50000))
    ferry, dialog, field = open_dialog(stage, text)
    ferry.wait(lambda: ferry.nodes('label', '50000 addresses', dialog), 'the number', 60)
    ferry.click(ferry.find('label', 'Start Right Away', dialog), 'Add Download')
    ferry.click(ferry.find('push button', 'Add', dialog), 'Add Download')
    ferry.wait(lambda: ferry.display.find_window(ferry.pid, 'Add Download') is None, 'its end', 120)
    jobs = stage.jobs()
    equal(len(jobs), 1, 'jobs')
    equal(stage.service.job(jobs[0])[4], 50000, 'files')


@scene
def nothing_is_lost_when_the_service_dies(stage):
    address = stage.web.url('late.bin', size=9)
    ferry, dialog, field = open_dialog(stage, address)
    ferry.wait(lambda: text_of(field) == address, 'the address')
    pid = stage.service.pid()
    os.kill(pid, signal.SIGKILL)
    ferry.wait(lambda: stage.service.pid() != pid, 'the end of the service')
    ferry.click(ferry.find('push button', 'Add', dialog), 'Add Download')
    ferry.wait_row('late.bin', 'Acknowledged')
    equal(stage.fetched('late.bin'), content(9), 'bytes')


@scene
def what_is_refused_stays_in_the_dialog(stage):
    address = stage.web.url('kept.bin', size=9)
    ferry, dialog, field = open_dialog(stage, address)
    ferry.wait(lambda: text_of(field) == address, 'the address')
    pid = stage.service.pid()
    os.kill(pid, signal.SIGSTOP)
    ferry.click(ferry.find('push button', 'Add', dialog), 'Add Download')
    add = ferry.find('push button', 'Add', dialog)
    ferry.wait(lambda: not is_sensitive(add), 'the call')
    os.kill(pid, signal.SIGKILL)
    ferry.wait(lambda: is_sensitive(add), 'the answer')
    equal(text_of(field), address, 'the text')
    ferry.click(add, 'Add Download')
    ferry.wait_row('kept.bin', 'Acknowledged')
    equal(stage.fetched('kept.bin'), content(9), 'bytes')


@scene
def any_bytes_can_be_pasted(stage):
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    stage.display.copy('a\u202egpj\x01 \x1b[31m http://127.0.0.1:9/%E2%80%AEgpj.exe \ufffd')
    ferry.key('ctrl+v')
    ferry.wait(lambda: ferry.rows(), 'a row')
    name = ferry.rows()[0].name
    equal('\u202e' in name, False, f'an override in {name!a}')
    stage.display.copy('x' * 10_000_000)
    ferry.key('ctrl+v')
    ferry.find('label', 'No address found in what you pasted')


if __name__ == '__main__':
    main()
