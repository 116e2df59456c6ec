#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program and the desktop: notifications, launcher, search, help; with a window or without."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
# Several runs of the program must read the same settings.
os.environ['GSETTINGS_BACKEND'] = 'keyfile'
from harness import desktop, service  # noqa: E402  (the path and the variable come first)
from harness.parlour import APP_ID, Atspi, Ferry, GLib, main, scene, text_of, walk  # noqa: E402
from harness.tap import equal, wait  # noqa: E402

BY_ITSELF = {'auto-complete': GLib.Variant('b', True)}
ONE = {'connections': GLib.Variant('u', 1)}
ONCE = {'no-progress-timeout': GLib.Variant('u', 0)}
PATH = '/' + APP_ID.replace('.', '/')


def quoted(name):
    """A name within a sentence, which keeps its own direction."""
    return f'\u2068{name}\u2069'


def notifications(stage):
    return stage.notifications.look()['shown']


def notification(stage, job, what='a notification'):
    """The one of this job, once it is there."""
    wait(lambda: f'job-{job}' in notifications(stage), what=what)
    return notifications(stage)[f'job-{job}']


def press(stage, shown, label):
    """Presses a button, or with None the notification itself, as the desktop does that."""
    if label is None:
        action, target = shown['default-action'], shown['default-action-target']
    else:
        button = next(b for b in shown['buttons'] if b['label'] == label)
        action, target = button['action'], button['target']
    equal(action.startswith('app.'), True, action)
    stage.call_action(action.removeprefix('app.'), GLib.Variant('s', target), activate=True)


def rest(stage):
    """The program runs no longer, and nothing is shown."""
    if stage.has_program():
        stage.call_action('quit')
        wait(lambda: not stage.has_program(), what='the end of the program')


def appear(stage):
    """The window of a program that the bus has started."""
    pid = stage.service.connection.call_sync(
        'org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'GetConnectionUnixProcessID',
        GLib.Variant('(s)', (APP_ID,)), None, 0, -1, None).unpack()[0]
    ferry = Ferry.__new__(Ferry)
    ferry.stage, ferry.display, ferry.pid = stage, stage.display, pid
    ferry.process = type('Process', (), {'poll': lambda self: None})()
    ferry.log_path = os.devnull
    ferry.appear()
    return ferry


@scene
def a_finished_job_is_told_without_a_window(stage):
    job = stage.start('done.bin', stage.web.url('done.bin', size=4000), **BY_ITSELF)
    shown = notification(stage, job)
    equal((shown['title'], shown['body']),
          ('Download finished', f'{quoted("done.bin")} (4.0\u00a0kB) is in Downloads.'), 'words')
    equal([b['label'] for b in shown['buttons']], ['Open', 'Show in Folder'], 'buttons')
    equal(stage.display.xdotool('search', '--onlyvisible', '--name', '^Ferry$'), '', 'windows')


@scene
def a_finished_job_is_shown_in_its_folder(stage):
    files = desktop.Desktop(stage.world, stage.service.connection, desktop.FILES)
    job = stage.start('here.bin', stage.web.url('here.bin', size=10), **BY_ITSELF)
    shown = notification(stage, job)
    rest(stage)
    wait(files.look, what='the file manager')
    press(stage, shown, 'Show in Folder')
    uri = GLib.filename_to_uri(os.path.join(stage.downloads, 'here.bin'), None)
    wait(lambda: files.look()['log'] == [['ShowItems', [uri], '']], what='the folder')
    files.close()


OPENER = '''[Desktop Entry]
Type=Application
Name=Opener
Exec=sh -c 'echo "$1" >{place}' sh %u
MimeType=text/plain;
NoDisplay=true
'''


@scene
def a_finished_job_is_opened(stage):
    applications = os.path.join(stage.world.environment['XDG_DATA_HOME'], 'applications')
    place = os.path.join(stage.world.root, 'opened')
    os.makedirs(applications)
    with open(os.path.join(applications, 'opener.desktop'), 'w', encoding='utf-8') as file:
        file.write(OPENER.format(place=place))
    with open(os.path.join(applications, 'mimeapps.list'), 'w', encoding='utf-8') as file:
        file.write('[Default Applications]\ntext/plain=opener.desktop\n'
                   '[Added Associations]\ntext/plain=opener.desktop\n')
    job = stage.start('read.txt', stage.web.put('read.txt', 'words'), **BY_ITSELF)
    shown = notification(stage, job)
    rest(stage)
    press(stage, shown, 'Open')
    wait(lambda: os.path.exists(place) and os.path.getsize(place), what='the program for texts')
    with open(place, encoding='utf-8') as file:
        equal(file.read().strip().endswith('/Downloads/read.txt'), True, 'what was opened')


@scene
def a_file_that_is_gone_is_said_so_in_the_window(stage):
    job = stage.start('gone.bin', stage.web.url('gone.bin', size=10), **BY_ITSELF)
    shown = notification(stage, job)
    rest(stage)
    os.unlink(os.path.join(stage.downloads, 'gone.bin'))
    press(stage, shown, 'Open')
    appear(stage).find('label', 'The file was moved or deleted')


@scene
def buttons_work_on_other_desktops_too(stage):
    stage.notifications.close()
    other = desktop.Desktop(stage.world, stage.service.connection, desktop.OTHER_NOTIFICATIONS)
    try:
        wait(other.look, what='the notifications')
        job = stage.start('other.bin', stage.web.url('other.bin', size=10))
        number, shown = next(iter(wait(lambda: other.look()['shown'],
                                       what='a notification').items()))
        equal(shown[3], 'Download ready', 'title')
        button = shown[5][shown[5].index('Complete') - 1]
        other.press(int(number), button)
        wait(lambda: stage.service.state(job) == service.ACKNOWLEDGED, what='the file')
        equal(stage.has_program(), True, 'whether it waits for buttons')
    finally:
        other.close()
        stage.notifications = desktop.Desktop(stage.world, stage.service.connection,
                                              desktop.NOTIFICATIONS)
        wait(stage.notifications.look, what='the notifications')


@scene
def a_failed_job_is_tried_again_by_its_notification(stage):
    address = stage.web.url('late.bin', size=10, status=404, fail=1)
    job = stage.start('late.bin', address, **BY_ITSELF)
    shown = notification(stage, job)
    equal(shown['title'], 'Download failed', 'title')
    equal(shown['body'],
          f'{quoted("late.bin")}: The server says the file does not exist (404)', 'body')
    rest(stage)
    press(stage, shown, 'Try Again')
    wait(lambda: stage.service.state(job) == service.ACKNOWLEDGED, what='the file')


@scene
def a_job_that_is_ready_is_completed_by_its_notification(stage):
    job = stage.start('ready.bin', stage.web.url('ready.bin', size=10))
    shown = notification(stage, job)
    equal((shown['title'], shown['body']),
          ('Download ready', f'Press Complete to save {quoted("ready.bin")}.'), 'words')
    rest(stage)
    press(stage, shown, 'Complete')
    wait(lambda: stage.service.state(job) == service.ACKNOWLEDGED, what='the file')


@scene
def a_notification_that_is_pressed_shows_its_job(stage):
    job = stage.start('shown.bin', stage.web.url('shown.bin', size=10), **BY_ITSELF)
    stage.service.create('other.bin')
    shown = notification(stage, job)
    rest(stage)
    press(stage, shown, None)
    ferry = appear(stage)
    ferry.wait_row('shown.bin', 'Acknowledged')
    ferry.wait(lambda: ferry.nodes('label', '1 selected') or selected(ferry) == ['shown.bin'],
               'the selection')
    wait(lambda: notifications(stage) == {}, what='no notification any more')


def selected(ferry):
    return [row.name for row in ferry.rows()
            if row.node.get_state_set().contains(Atspi.StateType.SELECTED)]


@scene
def several_at_once_are_one_notification(stage):
    for i in range(3):
        stage.start(f'{i}.bin', stage.web.url(f'{i}.bin', size=10), **BY_ITSELF)
    wait(lambda: [n['title'] for n in notifications(stage).values()] == ['3 downloads finished'],
         what='one for three')


@scene
def who_looks_at_the_window_is_told_nothing(stage):
    ferry = stage.open()
    stage.start('seen.bin', stage.web.url('seen.bin', size=10), **BY_ITSELF)
    ferry.wait_row('seen.bin', 'Acknowledged')
    # What was left out cannot be waited for: another one that is not comes after it.
    stage.display.xdotool('windowminimize', '--sync', ferry.window)
    job = stage.start('unseen.bin', stage.web.url('unseen.bin', size=10), **BY_ITSELF)
    notification(stage, job, 'that of the hidden window')
    equal(list(notifications(stage)), [f'job-{job}'], 'notifications')
    stage.display.activate(ferry.window)
    wait(lambda: notifications(stage) == {}, what='none in a window that is seen')


@scene
def the_first_close_with_running_jobs_says_that_they_go_on(stage):
    ferry = stage.open()
    job = stage.start('on.bin', stage.web.url('on.bin', size=9000000, rate=100000), **ONE)
    ferry.wait_row('on.bin', 'Transferring')
    ferry.key('ctrl+w')
    equal(ferry.process.wait(timeout=20), 0, 'exit status')
    shown = wait(lambda: notifications(stage).get('background'), what='the notification')
    equal((shown['title'], shown['body']),
          ('Ferry keeps working', '1 job continues in the background.'), 'words')
    equal(stage.service.state(job), service.TRANSFERRING, 'state')
    ferry = stage.open()
    wait(lambda: notifications(stage) == {}, what='none in a window that is seen')
    ferry.wait_row('on.bin', 'Transferring')
    ferry.key('ctrl+q')
    equal(ferry.process.wait(timeout=20), 0, 'exit status')
    equal(notifications(stage), {}, 'the second time')
    equal(stage.service.state(job), service.TRANSFERRING, 'state')


@scene
def quitting_with_a_dialog_open_is_safe(stage):
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    ferry.key('ctrl+n')
    ferry.top_level('Add Download')
    stage.call_action('quit')
    equal(ferry.process.wait(timeout=20), 0, 'exit status')


@scene
def the_launcher_opens_window_and_dialog(stage):
    stage.call_action('new-window', activate=True)
    appear(stage).find('label', 'Add a Download')
    stage.call_action('new-window')
    equal(len(stage.display.xdotool('search', '--onlyvisible', '--name', '^Ferry$').split()), 1,
          'windows')
    rest(stage)
    stage.call_action('add', activate=True)
    wait(lambda: stage.display.xdotool('search', '--onlyvisible', '--name', '^Add Download$'),
         what='the dialog')


def search(stage, method, signature, *arguments):
    return stage.service.connection.call_sync(
        APP_ID, PATH + '/SearchProvider', 'org.gnome.Shell.SearchProvider2', method,
        GLib.Variant(signature, arguments), None, 0, 30000, None).unpack()


@scene
def the_search_of_the_desktop_finds_jobs(stage):
    jobs = {name: stage.service.create(name)
            for name in ('Sprite Fright.mkv', 'Café résumé.pdf', 'sprite.png')}
    results = search(stage, 'GetInitialResultSet', '(as)', ['SPRITE'])[0]
    equal(sorted(results), sorted([jobs['Sprite Fright.mkv'], jobs['sprite.png']]), 'results')
    equal(search(stage, 'GetSubsearchResultSet', '(asas)', results, ['sprite', 'fri'])[0],
          [jobs['Sprite Fright.mkv']], 'results of the subsearch')
    equal(search(stage, 'GetInitialResultSet', '(as)', ['cafe'])[0], [jobs['Café résumé.pdf']],
          'results without accents')
    equal(search(stage, 'GetInitialResultSet', '(as)', ['nothing'])[0], [], 'no results')
    metas = search(stage, 'GetResultMetas', '(as)', [jobs['sprite.png'], 'gone'])[0]
    equal([(m['id'], m['name'], m['description'][:9]) for m in metas],
          [(jobs['sprite.png'], 'sprite.png', 'Suspended')], 'metas')
    equal(stage.display.xdotool('search', '--onlyvisible', '--name', '^Ferry$'), '', 'windows')
    search(stage, 'LaunchSearch', '(asu)', ['sprite'], 0)
    ferry = appear(stage)
    ferry.wait(lambda: sorted(row.name for row in ferry.rows()) ==
               ['Sprite Fright.mkv', 'sprite.png'], 'what is found')
    equal(text_of(ferry.wait(lambda: next(iter(ferry.nodes('entry')), None), 'the entry')),
          'sprite', 'what is looked for')
    search(stage, 'LaunchSearch', '(asu)', ['resume'], 0)
    ferry.wait(lambda: [row.name for row in ferry.rows()] == ['Café résumé.pdf'],
               'what is found then')
    search(stage, 'ActivateResult', '(sasu)', jobs['sprite.png'], ['sprite'], 0)
    ferry.wait(lambda: len(ferry.rows()) == 3, 'the end of the search')
    ferry.wait(lambda: selected(ferry) == ['sprite.png'], 'the selection')


@scene
def a_program_without_a_window_leaves_when_all_is_told(stage):
    job = stage.start('last.bin', stage.web.url('last.bin', size=10), **BY_ITSELF)
    notification(stage, job)
    equal(stage.has_program(), True, 'whether it runs')
    wait(lambda: not stage.has_program(), 60, 'the end of the program')
    equal(list(notifications(stage)), [f'job-{job}'], 'what stays')


if __name__ == '__main__':
    main(activatable=True)
