#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A file goes up: the dialog, the row, and the reply in the details."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
from harness import receiver  # noqa: E402  (the path comes first)
from harness.drag import dragged  # noqa: E402
from harness.parlour import is_sensitive, main, scene  # noqa: E402
from harness.tap import equal, wait  # noqa: E402


def write(stage, name, size):
    """A file of a person; returns its path and its bytes."""
    folder = os.path.join(stage.world.environment['HOME'], 'Documents')
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, name)
    data = os.urandom(size)
    with open(path, 'wb') as file:
        file.write(data)
    return path, data


def fill(stage, ferry, path, url):
    """Drops the file on the dialog, and types the address."""
    dialog = ferry.top_level('Add Upload')
    add = ferry.find('push button', 'Add', dialog)
    equal(is_sensitive(add), False, 'Add without a file')
    with dragged(stage, ferry, '3.0', 'text/uri-list', f'file://{path}\r\n'):
        ferry.find('label', os.path.basename(path), dialog)
    window = wait(lambda: ferry.display.find_window(ferry.pid, 'Add Upload'), what='the dialog')
    ferry.display.activate(window)
    ferry.click(ferry.find('text', 'Address', dialog), 'Add Upload')
    ferry.display.type(url)
    ferry.wait(lambda: is_sensitive(add), 'a dialog that is filled in')
    ferry.key('Return')


@scene
def a_file_is_uploaded(stage):
    path, data = write(stage, 'report.pdf', 70000)
    server = receiver.Receiver()
    target = server.target('put', 'report.pdf')
    ferry = stage.open()
    ferry.key('ctrl+u')
    fill(stage, ferry, path, target.url)
    row = ferry.wait_row('report.pdf', 'Acknowledged')
    equal(row.description, '70.0\u00a0kB · Uploaded', 'description')
    equal(target.data == data, True, 'the bytes')
    server.stop()


@scene
def a_reply_is_shown_and_kept(stage):
    path, _ = write(stage, 'question.txt', 5000)
    os.makedirs(stage.downloads, exist_ok=True)
    server = receiver.Receiver()
    target = server.target('put', 'question.txt', reply=b'the answer')
    ferry = stage.open()
    ferry.key('ctrl+shift+u')
    fill(stage, ferry, path, target.url)
    row = ferry.wait_row('question.txt', 'Acknowledged')
    ferry.click(ferry.find('label', 'question.txt', row.node))
    ferry.key('F9')
    ferry.find('label', 'Saved as')
    equal(stage.fetched('question.txt.reply'), b'the answer', 'the reply')
    server.stop()


@scene
def a_server_that_says_no_is_named_in_the_row(stage):
    path, _ = write(stage, 'big.bin', 5000)
    server = receiver.Receiver()
    target = server.target('put', 'big.bin', faults=[('status', 413, [])])
    ferry = stage.open()
    ferry.key('ctrl+u')
    fill(stage, ferry, path, target.url)
    row = ferry.wait_row('big.bin', 'Error')
    equal(row.description, 'The server takes no file of this size', 'description')
    server.stop()


if __name__ == '__main__':
    main()
