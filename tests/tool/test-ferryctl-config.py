#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""ferryctl config: the settings of the service, kept in a file and heeded at once."""
import os
import sys

from ferryctl import Tool
from harness import server, world
from harness.tap import equal, run, test, wait


def keyfile(place):
    """What is kept on the disk."""
    path = os.path.join(place.environment['XDG_CONFIG_HOME'], 'glib-2.0', 'settings', 'keyfile')
    with open(path, encoding='utf-8') as file:
        return file.read()


def settings(tool):
    listed = [line.split()[0] for line in tool.good('config').splitlines()]
    return {key: tool.good('config', key).rstrip('\n') for key in listed}


DEFAULTS = {'download-limit': 'none', 'upload-limit': 'none', 'system-proxy': 'true',
            'jobs-at-once': '4', 'connections-per-host': '16',
            'save-origin': 'true', 'metered-downloads': 'foreground',
            'power-saver-downloads': 'all', 'battery-downloads': 'all', 'hours': 'always',
            'limit-hours': 'always',
            'connections': 'auto', 'retry-delay': '10', 'give-up-after': '1209600',
            'timeout': '60', 'user-agent': 'default', 'remove-finished': 'never',
            'notify-finished': 'true', 'notify-failed': 'true', 'polite': 'true'}


@test
def at_first_all_settings_have_their_defaults(place, web, tool):
    equal(settings(tool), DEFAULTS, 'settings')
    for key, value in DEFAULTS.items():
        equal(tool.good('config', key), value + '\n', key)


@test
def a_setting_is_kept_until_it_is_taken_back(place, web, tool):
    for key, typed, shown in (('download-limit', '1.5MB/s', '1500K'), ('jobs-at-once', '7', '7'),
                              ('upload-limit', '512Ki', '512Ki'), ('system-proxy', 'no', 'false'),
                              ('connections', 'auto', 'auto'), ('connections', '8', '8'),
                              ('retry-delay', '30', '30'), ('give-up-after', '0', '0'),
                              ('timeout', '5', '5'), ('user-agent', 'Otter/1', 'Otter/1'),
                              ('remove-finished', 'week', 'week'),
                              ('notify-finished', 'no', 'false'),
                              ('notify-failed', 'no', 'false'), ('polite', 'no', 'false'),
                              ('connections-per-host', '64', '64'), ('save-origin', 'no', 'false'),
                              ('metered-downloads', 'nobody', 'nobody'),
                              ('hours', 'mon-fri 22-6 ;sat,sun', 'mon-fri 22-6; sat,sun'),
                              ('limit-hours', '8:00-18:00', '8:00-18:00')):
        equal(tool.good('config', key, typed), '', 'output')
        equal(tool.good('config', key), shown + '\n', key)
        equal(f'{key}=' in keyfile(place), True, keyfile(place))
    equal('download-limit=1500000' in keyfile(place), True, keyfile(place))
    for key in DEFAULTS:
        tool.good('config', key, 'default')
    equal(settings(tool), DEFAULTS, 'settings')


@test
def bad_values_change_nothing(place, web, tool):
    tool.bad(2, 'config', 'colour', words='download-limit, upload-limit')
    tool.bad(2, 'config', 'download-limit', 'fast', words='2M')
    tool.bad(2, 'config', 'jobs-at-once', '101', words='from 1 to 100')
    tool.bad(2, 'config', 'connections-per-host', '65', words='from 1 to 64')
    tool.bad(2, 'config', 'metered-downloads', 'some', words='nobody, foreground or all')
    tool.bad(2, 'config', 'hours', 'mon-fri 22-6;', words='mon-fri 22:00-6:00')
    tool.bad(2, 'config', 'limit-hours', 'never', words='always')
    tool.bad(2, 'config', 'connections', '33', words='from 1 to 32')
    tool.bad(2, 'config', 'timeout', '4', words='from 5 to 3600')
    tool.bad(2, 'config', 'user-agent', 'a\nHost: b', words='ASCII')
    tool.bad(2, 'config', 'remove-finished', 'month', words='never, day or week')
    equal(settings(tool), DEFAULTS, 'settings')


@test
def nonsense_in_the_file_counts_as_the_default(place, web, tool):
    tool.good('config', 'jobs-at-once', '9')
    path = os.path.join(place.environment['XDG_CONFIG_HOME'], 'glib-2.0', 'settings', 'keyfile')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('[io/github/ferrydm/Ferry/service]\njobs-at-once=0\n'
                   'save-origin=7\ndownload-limit=-1\nupload-limit=-1\nconnections-per-host=5\n')
    equal(settings(tool), DEFAULTS | {'connections-per-host': '5'}, 'settings')
    os.unlink(path)


@test
def without_its_schema_it_says_so(place, web, tool):
    nowhere = place.folder('nowhere')
    tool.bad(1, 'config', GSETTINGS_SCHEMA_DIR=nowhere, XDG_DATA_DIRS=nowhere,
             words='not installed')


@test
def without_a_place_for_settings_it_says_so(place, web, tool):
    tool.bad(1, 'config', 'jobs-at-once', '2', GSETTINGS_BACKEND='memory', words='cannot be kept')
    equal(tool.good('config', 'jobs-at-once', GSETTINGS_BACKEND='memory'), '4\n', 'the default')


@test
def the_service_heeds_a_change_at_once(place, web, tool):
    folder = place.folder('jobs')
    tool.good('config', 'jobs-at-once', '1')
    for number in range(3):
        tool.add('-d', folder, web.url(f'{number}.bin', size=10000000, rate=10000))

    def running():
        return sum(job['state'] in ('connecting', 'transferring') for job in tool.jobs())

    def transferring():
        return sum(job['state'] == 'transferring' for job in tool.jobs())

    wait(lambda: transferring() == 1)
    equal(running(), 1, 'jobs that run')
    tool.good('config', 'jobs-at-once', '2')
    wait(lambda: transferring() == 2)
    tool.good('config', 'jobs-at-once', '1')
    wait(lambda: running() == 1)
    tool.good('config', 'jobs-at-once', 'default')
    wait(lambda: transferring() == 3)
    tool.good('cancel', 'all')


if __name__ == '__main__':
    # Two programs share what is in a file, as they share dconf on a desktop.
    os.environ['GSETTINGS_BACKEND'] = 'keyfile'
    with world.World() as this_place:
        sys.exit(run(this_place, server.Server(), Tool(this_place)))
