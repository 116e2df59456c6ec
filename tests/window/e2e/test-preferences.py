#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Preferences: each row is changed as a person does it, and what it says is what happens."""
import os
import subprocess
import sys

import gi

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
# The service is another program: both must read the same settings.
os.environ['GSETTINGS_BACKEND'] = 'keyfile'
from harness import service  # noqa: E402  (the path and the variable come first)
from harness.parlour import Atspi, GLib, main, scene, text_of, walk  # noqa: E402
from harness.server import content  # noqa: E402
from harness.tap import equal, wait  # noqa: E402

gi.require_version('Gio', '2.0')

TITLE = 'Preferences'
WINDOW = 'io/github/ferrydm/Ferry'
SERVICE = WINDOW + '/service'


class Preferences:
    """The window with the preferences."""

    def __init__(self, ferry, page='General'):
        self.ferry = ferry
        ferry.find('push button', 'Main Menu')
        ferry.key('ctrl+comma')
        self.top = ferry.top_level(TITLE)
        window = ferry.wait(lambda: ferry.display.find_window(ferry.pid, TITLE), 'the window')
        ferry.display.activate(window)
        if page != 'General':
            ferry.click(ferry.find('page tab', page, self.top), TITLE)

    def row(self, title):
        """The row with this title, scrolled to where it can be clicked."""
        row = self.ferry.wait(
            lambda: next((node for node in walk(self.top) if node.get_name() == title and
                          node.get_role_name() in ('list item', 'combo box', 'text') and
                          node.get_extents(Atspi.CoordType.WINDOW).height > 0), None), title)
        inside = self.top.get_extents(Atspi.CoordType.WINDOW)

        def is_in_sight():
            place = row.get_extents(Atspi.CoordType.WINDOW)
            if 60 < place.y and place.y + place.height < inside.height - 10:
                return True
            window = self.ferry.display.find_window(self.ferry.pid, TITLE)
            x, y, width, height = self.ferry.display.geometry(window)
            self.ferry.display.xdotool('mousemove', x + 12, y + height // 2)
            self.ferry.display.xdotool('click', 5 if place.y > 60 else 4)
            return False

        self.ferry.wait(is_in_sight, title)
        return row

    def click(self, title):
        """The switch of the row, or the row."""
        row = self.row(title)
        switch = next((n for n in walk(row) if n.get_role_name() == 'check box'), row)
        self.ferry.click(switch, TITLE)

    def type(self, title, text):
        """Types into the field of a row."""
        row = self.row(title)
        field = next(node for node in walk(row)
                     if node.get_role_name() in ('text', 'entry', 'spin button'))
        x, y = self.ferry.centre(field, TITLE)
        width = field.get_extents(Atspi.CoordType.WINDOW).width
        self.ferry.display.click(x - width // 2 + 20, y)  # beside its buttons
        self.ferry.key('ctrl+a')
        self.ferry.display.type(text)
        self.ferry.key('Tab')

    def choose(self, title, *keys):
        """Opens the choices of a row and walks through them."""
        self.click(title)
        self.ferry.key(*keys, 'Return')

    def close(self):
        self.ferry.key('Escape')
        self.ferry.wait(lambda: not self.ferry._top_level(TITLE), 'the end of the window')


def kept(stage, group, key):
    """What the settings have for this key, as it is written; None: its default."""
    file = GLib.KeyFile()
    try:
        file.load_from_file(os.path.join(stage.world.environment['XDG_CONFIG_HOME'], 'glib-2.0',
                                         'settings', 'keyfile'), 0)
        return file.get_value(group, key)
    except GLib.Error:
        return None


def is_kept(stage, group, key, value):
    wait(lambda: kept(stage, group, key) == value,
         what=f'{key} to be {value}, is {kept(stage, group, key)}')


def add(stage, ferry, name, **wish):
    """Pastes an address, which becomes a job."""
    stage.display.copy(stage.web.url(name, **wish))
    ferry.key('ctrl+v')


@scene
def switches_of_the_window_are_kept(stage):
    preferences = Preferences(stage.open())
    for title, key, values in (
            ('Complete Automatically', 'complete-automatically', ('false', 'true')),
            ('Ask Before Adding', 'ask-before-adding', ('true', 'false')),
            ('Sort Into Folders by Type', 'sort-by-type', ('true', 'false')),
            ('Only When the Window Is Not Visible', 'notify-only-hidden', ('false', 'true'))):
        for value in values:
            preferences.click(title)
            is_kept(stage, WINDOW, key, value)


@scene
def switches_of_the_service_are_kept(stage):
    preferences = Preferences(stage.open())
    for title, key in (('Remember Where Files Came From', 'save-origin'),
                       ('When a Job Finishes', 'notify-finished'),
                       ('When a Job Fails', 'notify-failed')):
        preferences.click(title)
        is_kept(stage, SERVICE, key, 'false')
        preferences.click(title)
        is_kept(stage, SERVICE, key, 'true')


@scene
def numbers_are_kept_and_nonsense_is_not(stage):
    preferences = Preferences(stage.open())
    preferences.type('Jobs at the Same Time', '7')
    is_kept(stage, SERVICE, 'jobs-at-once', '7')
    preferences.type('Jobs at the Same Time', '0')
    preferences.type('Connections for Each File', '5')
    is_kept(stage, SERVICE, 'connections', '5')
    equal(kept(stage, SERVICE, 'jobs-at-once'), '7', 'what 0 has left')
    preferences.type('Connections for Each File', 'many')
    preferences.type('Connections for Each File', '0')
    is_kept(stage, SERVICE, 'connections', '0')
    field = next(node for node in walk(preferences.row('Connections for Each File'))
                 if node.get_role_name() in ('text', 'spin button'))
    equal(text_of(field), 'Automatic', 'the word for 0')


@scene
def the_network_page_is_kept(stage):
    preferences = Preferences(stage.open(), 'Network')
    for title, key, text in (('Connections to One Server', 'connections-per-host', '3'),
                             ('Wait Between Tries', 'retry-delay', '20'),
                             ('Timeout', 'timeout', '15')):
        preferences.type(title, text)
        is_kept(stage, SERVICE, key, text)
    for value in ('false', 'true'):
        preferences.click('Give Way to Other Programs')
        is_kept(stage, SERVICE, 'polite', value)
    preferences.choose('Give Up After', 'Home')
    is_kept(stage, SERVICE, 'give-up-after', '0')
    preferences.type('User Agent', 'Otter/1.0')
    is_kept(stage, SERVICE, 'user-agent', "'Otter/1.0'")
    preferences.close()
    add(stage, preferences.ferry, 'named.bin', size=10)
    preferences.ferry.wait_row('named.bin', 'Acknowledged')
    equal([headers['User-Agent'] for path, headers in stage.web.requests
           if path == '/named.bin'][-1], 'Otter/1.0', 'what the server was told')
    properties = stage.service.job(stage.jobs()[0])[6]
    equal((properties['minimum-retry-delay'], properties['no-progress-timeout']), (20, 0),
          'what the new job has')


@scene
def a_speed_limit_is_a_switch_and_a_number(stage):
    preferences = Preferences(stage.open(), 'Network')
    for title, key, first, other in (
            ('Limit Download Speed', 'download-limit', '1000000', '250'),
            ('Limit Upload Speed', 'upload-limit', '500000', '90')):
        preferences.click(title)
        is_kept(stage, SERVICE, key, first)
        preferences.type('Speed', other)
        is_kept(stage, SERVICE, key, other + '000')
        stage.screenshot(key)
        preferences.click(title)
        is_kept(stage, SERVICE, key, '0')


@scene
def the_proxy_of_the_desktop_is_used_unless_people_say_otherwise(stage):
    preferences = Preferences(stage.open(), 'Network')
    for value in ('false', 'true'):
        preferences.click('Use System Proxy')
        is_kept(stage, SERVICE, 'system-proxy', value)
    stage.screenshot('system-proxy')


@scene
def choices_are_kept(stage):
    preferences = Preferences(stage.open())
    preferences.choose('Remove Finished Jobs', 'Down')
    is_kept(stage, SERVICE, 'remove-finished', "'day'")
    preferences.choose('Remove Finished Jobs', 'Up')
    is_kept(stage, SERVICE, 'remove-finished', "'never'")
    preferences.choose('Style', 'End')
    is_kept(stage, WINDOW, 'style', "'dark'")
    stage.screenshot('preferences-dark')
    preferences.choose('Style', 'Home')
    is_kept(stage, WINDOW, 'style', "'system'")


@scene
def who_transfers_where_it_costs_is_chosen(stage):
    preferences = Preferences(stage.open(), 'Network')
    for title, key in (('Downloads on Metered Networks', 'metered-downloads'),
                       ('Downloads While Saving Power', 'power-saver-downloads'),
                       ('Downloads on Battery', 'battery-downloads')):
        preferences.choose(title, 'Home')
        is_kept(stage, SERVICE, key, "'nobody'")
        preferences.choose(title, 'End')
        is_kept(stage, SERVICE, key, "'all'")
        preferences.choose(title, 'Up')
        is_kept(stage, SERVICE, key, "'foreground'")
    stage.screenshot('preferences-network')


def shown(stage):
    return list(stage.notifications.look()['shown'])


@scene
def notifications_that_are_switched_off_do_not_come(stage):
    ferry = stage.open()
    preferences = Preferences(ferry)
    preferences.click('When a Job Finishes')
    is_kept(stage, SERVICE, 'notify-finished', 'false')
    preferences.click('Only When the Window Is Not Visible')
    is_kept(stage, WINDOW, 'notify-only-hidden', 'false')
    preferences.close()
    stage.start('done.bin', stage.web.url('done.bin', size=10))
    ferry.wait_row('done.bin', 'Transferred')
    # What does not come cannot be waited for: this comes after it.
    failed = stage.start('failed.bin', stage.web.url('failed.bin', status=404))
    wait(lambda: f'job-{failed}' in shown(stage), what='that of the failed job')
    equal(shown(stage), [f'job-{failed}'], 'notifications')

    preferences = Preferences(ferry)
    preferences.click('When a Job Finishes')
    is_kept(stage, SERVICE, 'notify-finished', 'true')
    preferences.click('When a Job Fails')
    is_kept(stage, SERVICE, 'notify-failed', 'false')
    preferences.close()
    stage.notifications.forget()
    stage.start('again.bin', stage.web.url('again.bin', status=404))
    ferry.wait_row('again.bin', 'Error')
    done = stage.start('more.bin', stage.web.url('more.bin', size=10))
    wait(lambda: f'job-{done}' in shown(stage), what='that of the finished job')
    equal(shown(stage), [f'job-{done}'], 'notifications')

    preferences = Preferences(ferry)
    for title, group, key in (('When a Job Fails', SERVICE, 'notify-failed'),
                              ('Only When the Window Is Not Visible', WINDOW,
                               'notify-only-hidden')):
        preferences.click(title)
        is_kept(stage, group, key, 'true')


@scene
def sorted_files_lie_in_folders_of_their_type(stage):
    ferry = stage.open()
    preferences = Preferences(ferry)
    preferences.click('Sort Into Folders by Type')
    is_kept(stage, WINDOW, 'sort-by-type', 'true')
    preferences.close()
    add(stage, ferry, 'song.mp3', size=20)
    ferry.wait_row('song.mp3', 'Acknowledged')
    equal(stage.fetched('Music/song.mp3'), content(20), 'bytes')
    preferences = Preferences(ferry)
    preferences.click('Sort Into Folders by Type')
    is_kept(stage, WINDOW, 'sort-by-type', 'false')


@scene
def jobs_that_do_not_complete_by_themselves_wait(stage):
    ferry = stage.open()
    preferences = Preferences(ferry)
    preferences.click('Complete Automatically')
    is_kept(stage, WINDOW, 'complete-automatically', 'false')
    preferences.close()
    add(stage, ferry, 'waits.bin', size=20)
    ferry.wait_row('waits.bin', 'Transferred')
    equal(stage.service.state(stage.jobs()[0]), service.TRANSFERRED, 'state')
    preferences = Preferences(ferry)
    preferences.click('Complete Automatically')
    is_kept(stage, WINDOW, 'complete-automatically', 'true')


@scene
def who_asks_before_adding_sees_the_dialog(stage):
    ferry = stage.open()
    preferences = Preferences(ferry)
    preferences.click('Ask Before Adding')
    is_kept(stage, WINDOW, 'ask-before-adding', 'true')
    preferences.close()
    add(stage, ferry, 'asked.bin', size=20)
    dialog = ferry.top_level('Add Download')
    ferry.wait(lambda: 'asked.bin' in text_of(ferry.find('text', 'Addresses', dialog)),
               'the address in the dialog')
    equal(stage.jobs(), [], 'jobs')
    ferry.display.activate(ferry.display.find_window(ferry.pid, 'Add Download'))
    ferry.key('Escape')
    ferry.wait(lambda: not ferry._top_level('Add Download'), 'the end of the dialog')
    ferry.display.activate(ferry.window)
    preferences = Preferences(ferry)
    preferences.click('Ask Before Adding')
    is_kept(stage, WINDOW, 'ask-before-adding', 'false')


@scene
def hours_are_a_switch_some_days_and_two_times(stage):
    preferences = Preferences(stage.open(), 'Network')
    every = 'mon,tue,wed,thu,fri,sat,sun'
    preferences.click('Only at Certain Times')
    is_kept(stage, SERVICE, 'hours', f"['{every} 22:00-06:00']")
    preferences.row('Until')
    for day in ('Monday', 'Friday'):
        button = preferences.ferry.find('toggle button', day, preferences.top)
        preferences.ferry.click(button, TITLE)
    is_kept(stage, SERVICE, 'hours', "['tue,wed,thu,sat,sun 22:00-06:00']")
    preferences.type('From', '7')
    preferences.type('Until', '8:30')
    preferences.type('Until', 'noon')
    stage.screenshot('preferences-hours')
    is_kept(stage, SERVICE, 'hours', "['tue,wed,thu,sat,sun 07:00-08:30']")
    preferences.click('Only at Certain Times')
    is_kept(stage, SERVICE, 'hours', '[]')
    preferences.close()
    preferences = Preferences(preferences.ferry, 'Network')
    preferences.click('Only at Certain Times')
    is_kept(stage, SERVICE, 'hours', "['tue,wed,thu,sat,sun 07:00-08:30']")
    preferences.click('Only at Certain Times')
    is_kept(stage, SERVICE, 'hours', '[]')


@scene
def hours_that_another_program_set_are_shown(stage):
    ferry = stage.open()
    hours = "['mon-fri 22:00-6:00', 'sat,sun']"
    subprocess.run(['gsettings', 'set', 'io.github.ferrydm.Ferry.service', 'hours', hours],
                   env=stage.world.environment, check=True)
    preferences = Preferences(ferry, 'Network')
    preferences.row('Only at Certain Times')
    ferry.find('label', 'mon-fri 22:00-6:00; sat,sun', preferences.top)
    equal(kept(stage, SERVICE, 'hours'), hours, 'what is kept')
    preferences.click('Only at Certain Times')
    is_kept(stage, SERVICE, 'hours', '[]')


@scene
def every_control_has_a_name(stage):
    for page in ('General', 'Network'):
        preferences = Preferences(stage.ferry or stage.open(), page)
        preferences.row('Jobs at the Same Time' if page == 'General' else 'Timeout')
        nameless = [(node.get_role_name(), node.get_name()) for node in walk(preferences.top)
                    if node.get_role_name() in ('check box', 'spin button', 'push button',
                                                'toggle button', 'combo box')
                    and (not node.get_name() or node.get_name().startswith(('Gtk', 'Adw')))]
        equal(nameless, [], f'controls without a name on {page}')
        preferences.close()


if __name__ == '__main__':
    main()
