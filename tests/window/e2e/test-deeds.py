#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people do to jobs: new addresses and names, the trash, files that are gone, dragging out."""
import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
from harness import proxy, server, service  # noqa: E402  (the path comes first)
from harness.parlour import Atspi, GLib, is_sensitive, main, scene, text_of  # noqa: E402
from harness.server import content  # noqa: E402
from harness.tap import Skip, equal, wait  # noqa: E402

DROP_TARGET = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'drop-target.py')
BY_ITSELF = {'auto-complete': GLib.Variant('b', True)}
ONE = {'connections': GLib.Variant('u', 1)}
SIZE = 3000000


def name(job):
    """A name as sentences have it."""
    return f'“\u2068{job}\u2069”'


def select(ferry, *jobs):
    """A click on the names of jobs, from the second on with Ctrl."""
    for number, job in enumerate(jobs):
        node = ferry.find('label', job, ferry.row(job).node)
        if number:
            ferry.display.xdotool('keydown', 'ctrl')
        ferry.click(node)
        ferry.display.xdotool('keyup', 'ctrl')


def choose(ferry, job, item):
    """Opens the menu of a job, and goes down to an item, with the keyboard."""
    select(ferry, job)
    ferry.key('shift+F10')
    node = ferry.find('menu item', item)
    for _ in range(20):
        if node.get_state_set().contains(Atspi.StateType.FOCUSED):
            break
        ferry.key('Down')
    ferry.key('Return')


def dialog(ferry, title):
    """A dialog, once it is there and has the keyboard."""
    ferry.display.activate(ferry.wait(lambda: ferry.display.find_window(ferry.pid, title),
                                      f'the dialog “{title}”'))
    return ferry.top_level(title)


def press(ferry, title, button):
    ferry.click(ferry.find('push button', button, ferry.top_level(title)), title)
    ferry.wait(lambda: ferry._top_level(title) is None, 'the dialog to go')


def pretend_received(stage, size):
    """Writes into the queue on the disk that each file has so many bytes of twice as many."""
    pid = stage.service.pid()
    os.kill(pid, signal.SIGKILL)
    wait(lambda: stage.service.pid() == 0, what='the end of the service')
    with contextlib.closing(sqlite3.connect(stage.world.queue)) as queue, queue:
        queue.execute('UPDATE files SET bytes_total = ?, bytes_transferred = ?', (2 * size, size))


def finish(stage, ferry, *jobs):
    for job in jobs:
        stage.start(job, stage.web.url(job, size=10), **BY_ITSELF)
    for job in jobs:
        ferry.wait_row(job, 'Acknowledged')


@scene
def a_file_that_failed_goes_on_from_another_address(stage):
    ferry = stage.open()
    job = stage.start('moved.bin', stage.web.url('moved.bin', size=SIZE, rate=400000, etag='a'),
                      **ONE, **BY_ITSELF)
    wait(lambda: stage.service.job(job)[3] > 200000, what='some bytes')
    stage.service.verb('Suspend', job)
    ferry.wait_row('moved.bin', 'Suspended')
    choose(ferry, 'moved.bin', 'Change Address…')
    window = dialog(ferry, 'Change Address')
    field = ferry.find('text', 'Address', window)
    button = ferry.find('push button', 'Change', window)
    equal(is_sensitive(button), False, 'the button before')
    ferry.key('ctrl+a')
    ferry.display.type('nonsense')
    ferry.find('label', 'Not an address', window)
    equal(is_sensitive(button), False, 'the button with nonsense')
    address = stage.web.url('new.bin', size=SIZE, etag='b')
    ferry.key('ctrl+a')
    ferry.display.type(address)
    ferry.wait(lambda: text_of(field) == address and is_sensitive(button), 'the new address')
    press(ferry, 'Change Address', 'Change')
    ferry.find('label', f'Address of {name("moved.bin")} changed')
    equal(stage.service.files(job)[0][4]['url'], address, 'the address')
    ferry.click(ferry.find('push button', 'Resume'))
    ferry.wait_row('moved.bin', 'Acknowledged')
    [fetched] = os.listdir(stage.downloads)
    equal(stage.fetched(fetched) == content(SIZE), True, 'the right bytes')
    part = next(headers['Range'] for path, headers in stage.web.requests if path == '/new.bin')
    equal(part != 'bytes=0-', True, part)


@scene
def another_file_at_the_new_address_is_refused_and_says_why(stage):
    ferry = stage.open()
    job = stage.start('kept.bin', stage.web.url('kept.bin', size=SIZE, rate=400000), **ONE)
    wait(lambda: stage.service.job(job)[3] > 200000, what='some bytes')
    stage.service.verb('Suspend', job)
    ferry.wait_row('kept.bin', 'Suspended')
    wait(lambda: 'temporary-path' in stage.service.files(job)[0][4], what='the last sync')
    choose(ferry, 'kept.bin', 'Change Address…')
    dialog(ferry, 'Change Address')
    ferry.key('ctrl+a')
    ferry.display.type(stage.web.url('larger.bin', size=SIZE + 1))
    ferry.key('Return')
    ferry.find('label', f'Address of {name("kept.bin")} changed')
    ferry.click(ferry.find('push button', 'Resume'))
    row = ferry.wait_row('kept.bin', 'Error')
    equal(row.description, 'The file at the new address has another size', 'description')


@scene
def a_job_gets_another_name(stage):
    ferry = stage.open()
    job = stage.start('old name', stage.web.url('x.bin', status=404))
    ferry.wait_row('old name', 'Error')
    choose(ferry, 'old name', 'Rename…')
    window = dialog(ferry, 'Rename Job')
    ferry.key('ctrl+a', 'BackSpace')
    button = ferry.find('push button', 'Rename', window)
    ferry.wait(lambda: not is_sensitive(button), 'a button that does nothing')
    ferry.display.type('new name')
    ferry.key('Return')
    ferry.wait_row('new name', 'Error')
    equal(stage.service.job(job)[6]['name'], 'new name', 'the name')


@scene
def a_file_goes_to_the_trash_and_back(stage):
    ferry = stage.open()
    finish(stage, ferry, 'trash.bin')
    choose(ferry, 'trash.bin', 'Move File to Trash')
    ferry.find('label', f'Moved {name("trash.bin")} to the trash')
    equal(os.listdir(stage.downloads), [], 'the folder')
    ferry.wait(lambda: ferry.row('trash.bin').description == 'File moved or deleted', 'the row')
    ferry.click(ferry.find('push button', 'Undo'))
    wait(lambda: stage.fetched('trash.bin') == content(10), what='the file to come back')
    ferry.wait(lambda: ferry.row('trash.bin').description.endswith('Saved to Downloads'), 'the row')


@scene
def shift_and_delete_trash_the_file_and_remove_the_job(stage):
    ferry = stage.open()
    finish(stage, ferry, 'both.bin')
    select(ferry, 'both.bin')
    ferry.key('shift+Delete')
    ferry.wait(lambda: not ferry.nodes('list item', 'both.bin'), 'the row to go')
    wait(lambda: os.listdir(stage.downloads) == [], what='the file to go')
    ferry.key('ctrl+w')
    equal(ferry.process.wait(timeout=20), 0, 'exit status')
    wait(lambda: stage.jobs() == [], what='the job to be forgotten')


@scene
def where_there_is_no_trash_a_file_is_deleted_only_after_a_question(stage):
    if not os.path.isdir('/dev/shm') or os.stat('/dev/shm').st_dev == os.stat(
            stage.world.root).st_dev:
        raise Skip('there is no other file system to write to')
    ferry = stage.open()
    title = 'Delete “\u2068mine.bin\u2069” Permanently?'
    with tempfile.TemporaryDirectory(dir='/dev/shm') as folder:
        job = stage.service.create('no trash', **BY_ITSELF)
        stage.service.add(job, stage.web.url('mine.bin', size=10), folder)
        stage.service.verb('Resume', job)
        ferry.wait_row('no trash', 'Acknowledged')
        for button, left in (('Cancel', ['mine.bin']), ('Delete', [])):
            choose(ferry, 'no trash', 'Move File to Trash')
            ferry.find('label', 'This folder has no trash.', dialog(ferry, title))
            press(ferry, title, button)
            wait(lambda left=left: os.listdir(folder) == left, what=f'{left} in the folder')
            ferry.display.activate(ferry.window)
        ferry.wait(lambda: ferry.row('no trash').description == 'File moved or deleted', 'the row')


@scene
def canceling_much_at_once_is_asked_about(stage):
    jobs = []
    for number in range(2):
        job = stage.service.create(f'much {number}')
        stage.service.add(job, stage.web.url(f'much{number}', size=10), stage.world.root)
        jobs.append(job)
    pretend_received(stage, 700000000)
    ferry = stage.open()
    ferry.wait_row('much 1', 'Suspended')
    select(ferry, 'much 0', 'much 1')
    ferry.key('Delete')
    title = 'Cancel 2 Jobs?'
    ferry.find('label', '1.4\u00a0GB already received will be deleted.', dialog(ferry, title))
    press(ferry, title, 'Keep')
    ferry.wait_row('much 0', 'Suspended')
    ferry.display.activate(ferry.window)
    ferry.key('Delete')
    dialog(ferry, title)
    press(ferry, title, 'Cancel Jobs')
    ferry.wait_row('much 0', 'Canceled')
    ferry.wait_row('much 1', 'Canceled')
    ferry.key('ctrl+w')
    equal(ferry.process.wait(timeout=20), 0, 'exit status')
    wait(lambda: [stage.service.state(job) for job in jobs] == [service.CANCELLED] * 2,
         what='the jobs to be canceled')


@scene
def a_file_that_is_gone_can_be_downloaded_again(stage):
    ferry = stage.open()
    finish(stage, ferry, 'gone.bin')
    os.remove(os.path.join(stage.downloads, 'gone.bin'))
    select(ferry, 'gone.bin')
    ferry.key('Return')
    ferry.find('label', f'{name("gone.bin")} is no longer in Downloads')
    ferry.wait(lambda: ferry.row('gone.bin').description == 'File moved or deleted', 'the row')
    ferry.click(ferry.find('push button', 'Download Again'))
    wait(lambda: stage.fetched('gone.bin') == content(10), what='the file')
    ferry.wait(lambda: [row.description.endswith('Saved to Downloads')
                        for row in ferry.rows()] == [True], 'one row')


@scene
def finished_files_of_a_job_can_be_kept(stage):
    ferry = stage.open()
    os.makedirs(stage.downloads, exist_ok=True)
    job = stage.service.create('several')
    stage.service.add(job, stage.web.url('good.bin', size=10), stage.downloads)
    stage.service.add(job, stage.web.url('bad.bin', status=404), stage.downloads)
    stage.service.verb('Resume', job)
    ferry.wait_row('several', 'Error')
    choose(ferry, 'several', 'Keep Finished Files')
    title = 'Keep 1 Finished File?'
    ferry.find('label', 'The other 1 file will be deleted.', dialog(ferry, title))
    press(ferry, title, 'Keep Files')
    ferry.wait_row('several', 'Acknowledged')
    equal(stage.fetched('good.bin'), content(10), 'bytes')


@scene
def the_priority_goes_up_and_down_by_keys(stage):
    ferry = stage.open()
    job = stage.start('weighed.bin', stage.web.url('weighed.bin', status=404))
    ferry.wait_row('weighed.bin', 'Error')
    select(ferry, 'weighed.bin')
    for key, wanted in (('ctrl+plus', 1), ('ctrl+plus', 0), ('ctrl+plus', 0), ('ctrl+minus', 1),
                        ('ctrl+minus', 2), ('ctrl+minus', 3), ('ctrl+minus', 3)):
        ferry.key(key)
        wait(lambda: stage.service.job(job)[6]['priority'] == wanted, what=f'priority {wanted}')


def sign_in(ferry, user, password, asks):
    """Types into the dialog, and lets the job go on."""
    top = dialog(ferry, 'Sign In')
    ferry.find('label', asks, top)
    equal(is_sensitive(ferry.find('push button', 'Sign In', top)), False, 'the button at first')
    ferry.display.type(user)
    ferry.key('Tab')
    ferry.display.type(password)
    ferry.wait(lambda: is_sensitive(ferry.find('push button', 'Sign In', top)), 'the button')
    ferry.stage.screenshot('sign-in-' + user)
    ferry.key('Return')
    ferry.wait(lambda: ferry._top_level('Sign In') is None, 'the dialog to go')
    ferry.display.activate(ferry.window)


@scene
def who_is_asked_who_they_are_can_say_so(stage):
    ferry = stage.open()
    asks = '127.0.0.1 asks for a user name and password.'
    address = stage.web.url('closed.bin', size=10, auth='basic')
    stage.start('closed.bin', address.replace('://', '://eve:wrong@'), **BY_ITSELF)
    stage.start('other.bin', stage.web.url('other.bin', size=10, auth='digest'), **BY_ITSELF)
    for job, wrong in (('closed.bin', True), ('other.bin', False)):
        ferry.wait_row(job, 'Error')
        select(ferry, job)
        ferry.key('F9')  # its details
        if wrong:
            ferry.click(ferry.find('push button', 'Sign In…'))
            sign_in(ferry, 'eve', 'guess', asks)
            ferry.wait_row(job, 'Error')
        ferry.click(ferry.find('push button', 'Sign In…'))
        sign_in(ferry, server.USER, server.PASSWORD, asks)
        ferry.wait_row(job, 'Acknowledged')
        equal(stage.fetched(job), content(10), 'bytes')
        ferry.key('F9')


@scene
def the_field_of_a_password_goes_without_harm(stage):
    """Its text lives longer than its row, and tells that it has lost the keyboard."""
    # Memory that is freed must not look as if nothing had been in it.
    usual = {'G_DEBUG': stage.world.environment.get('G_DEBUG', '')}
    stage.world.environment['G_DEBUG'] = 'fatal-criticals'
    ferry = stage.open()
    stage.world.environment |= usual
    stage.start('shut.bin', stage.web.url('shut.bin', size=10, auth='basic'))
    ferry.wait_row('shut.bin', 'Error')
    choose(ferry, 'shut.bin', 'Sign In…')
    ferry.top_level('Sign In')
    ferry.wait(lambda: ferry.display.xdotool('getactivewindow').strip() ==
               ferry.display.find_window(ferry.pid, 'Sign In'), 'the keyboard')
    time.sleep(0.5)  # all of it is drawn, and nobody looks at its tree
    ferry.display.type('eve')
    ferry.key('Tab')
    ferry.display.type('guess')
    time.sleep(0.5)
    ferry.key('Return')
    ferry.wait(lambda: ferry._top_level('Sign In') is None, 'the dialog to go')
    wait(lambda: [h.get('Authorization') for p, h in stage.web.requests if p == '/shut.bin'][-1],
         what='another try')
    ferry.wait_row('shut.bin', 'Error')


@scene
def a_proxy_is_told_as_well_and_nobody_else(stage):
    helper = proxy.Http()
    helper.asks = 'basic'
    ferry = stage.open()
    stage.start('behind.bin', stage.web.url('behind.bin', size=10),
                proxy=service.text(helper.url), **BY_ITSELF)
    ferry.wait_row('behind.bin', 'Error')
    choose(ferry, 'behind.bin', 'Sign In…')
    sign_in(ferry, proxy.USER, proxy.PASSWORD, 'The proxy asks for a user name and password.')
    ferry.wait_row('behind.bin', 'Acknowledged')
    equal(stage.fetched('behind.bin'), content(10), 'bytes')
    equal([headers.get('Authorization') for path, headers in stage.web.requests
           if path.startswith('/behind')], [None], 'what the server was told')


@scene
def nobody_asks_who_a_job_is_that_failed_otherwise(stage):
    ferry = stage.open()
    stage.start('lost.bin', stage.web.url('lost.bin', status=404))
    ferry.wait_row('lost.bin', 'Error')
    select(ferry, 'lost.bin')
    ferry.key('F9')
    ferry.find('label', 'File not found')
    equal(ferry.nodes('push button', 'Sign In…'), [], 'buttons')
    ferry.key('F9')


@contextlib.contextmanager
def target(stage, ferry):
    """Another program, and where files can be dropped on it."""
    stage.display.place(ferry.window, 250, 200)
    process = stage.world.spawn('/usr/bin/python3', DROP_TARGET, stdout=subprocess.PIPE, text=True)
    window = ferry.wait(lambda: stage.display.find_window(process.pid, 'Target'), 'the target', 40)
    stage.display.place(window, 10, 10)
    x, y, width, height = stage.display.geometry(window)
    yield process, (x + width // 2, y + height // 2)
    process.kill()
    process.wait()


def uri(stage, file):
    return 'file://' + urllib.parse.quote(os.path.join(stage.downloads, file))


@scene
def finished_files_are_dragged_into_another_program(stage):
    ferry = stage.open()
    finish(stage, ferry, 'one é.bin', 'two.bin', 'three.bin')
    stage.start('bad.bin', stage.web.url('bad.bin', status=404))
    ferry.wait_row('bad.bin', 'Error')
    with target(stage, ferry) as (process, place):
        def drag(job):
            stage.display.drag(ferry.centre(ferry.find('label', job, ferry.row(job).node)), place)

        drag('two.bin')
        equal(process.stdout.readline().split(), [uri(stage, 'two.bin')], 'what was not selected')
        select(ferry, 'one é.bin', 'three.bin', 'bad.bin')
        drag('bad.bin')
        equal(sorted(process.stdout.readline().split()),
              sorted([uri(stage, 'one é.bin'), uri(stage, 'three.bin')]), 'all that is selected')
        ferry.key('Escape')
        drag('three.bin')
        equal(process.stdout.readline().split(), [uri(stage, 'three.bin')], 'one')
    equal({'one é.bin', 'three.bin', 'two.bin'} <= set(os.listdir(stage.downloads)), True,
          'the files are where they were')
    equal(len(ferry.rows()), 4, 'rows')
    # GTK 4.8 complains at its end about rows that were dragged, unless they were clicked since.
    select(ferry, 'two.bin', 'bad.bin', 'three.bin')


if __name__ == '__main__':
    main()
