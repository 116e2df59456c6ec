#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people set for all servers: how long one may be silent, and what it is told about us."""
import os
import socket
import sys

import gi

# The settings are those of a file, which a person may write.
os.environ['GSETTINGS_BACKEND'] = 'keyfile'
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
gi.require_version('Gio', '2.0')
from gi.repository import GLib  # noqa: E402  (the path and the version come first)
from harness import server, service, world  # noqa: E402
from harness.tap import equal, run, test, wait  # noqa: E402


def settings(place, **values):
    """Writes them as another program does: whole or not at all."""
    folder = os.path.join(place.environment['XDG_CONFIG_HOME'], 'glib-2.0', 'settings')
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, 'new'), 'w', encoding='utf-8') as file:
        file.write('[io/github/ferrydm/Ferry/service]\n')
        file.writelines(f'{key.replace("_", "-")}={value}\n' for key, value in values.items())
    os.replace(os.path.join(folder, 'new'), os.path.join(folder, 'keyfile'))


def told(place, ferry, web):
    """What a server is told about us now."""
    job = ferry.start(web.url('named.bin', size=10), place.root)
    wait(lambda: ferry.state(job) == service.TRANSFERRED, what='the file')
    equal(ferry.verb('Cancel', job), {}, 'refusals')
    return web.requests[-1][1]['User-Agent']


@test
def a_new_user_agent_counts_at_once(place, ferry, web):
    equal(told(place, ferry, web).startswith('Ferry/'), True, 'our own name')
    settings(place, user_agent="'Otter/1.0 (river)'")
    wait(lambda: told(place, ferry, web) == 'Otter/1.0 (river)', what='the new name')
    settings(place)
    wait(lambda: told(place, ferry, web).startswith('Ferry/'), what='our own name')


@test
def no_setting_writes_another_header(place, ferry, web):
    settings(place, user_agent="'Otter/2'")
    wait(lambda: told(place, ferry, web) == 'Otter/2', what='a good name')
    settings(place, user_agent="'a\\r\\nX-Evil: 1'")
    wait(lambda: told(place, ferry, web).startswith('Ferry/'), what='our own name')
    equal('X-Evil' in web.requests[-1][1], False, 'whether there is another header')
    settings(place)


@test
def a_shorter_timeout_counts_for_what_is_under_way(place, ferry, web):
    with socket.create_server(('127.0.0.1', 0)) as silent:
        address = f'http://127.0.0.1:{silent.getsockname()[1]}/never'
        job = ferry.start(address, place.root, 'never')
        asked = silent.accept()  # it is asked, says nothing, and hangs up no sooner
        settings(place, timeout=5)
        wait(lambda: ferry.state(job) == service.TRANSIENT_ERROR, 40, 'the end of patience')
        error = ferry.job(job)[6]['error']
        equal('silent for 5 seconds' in str(error), True, error)
        equal(ferry.verb('Cancel', job), {}, 'refusals')
        asked[0].close()
    settings(place)


@test
def a_new_job_has_what_is_set_unless_its_owner_says_otherwise(place, ferry, web):
    settings(place, retry_delay=33, give_up_after=44, connections=3)
    properties = wait(lambda: (made(ferry)['minimum-retry-delay'] == 33) and made(ferry),
                      what='the new default')
    equal((properties['no-progress-timeout'], properties['connections']), (44, 3), 'the others')
    own = made(ferry, **{'minimum-retry-delay': GLib.Variant('u', 7)})
    equal((own['minimum-retry-delay'], own['connections']), (7, 3), 'with a wish of its own')


def made(ferry, **properties):
    job = ferry.create(**properties)
    try:
        return ferry.job(job)[6]
    finally:
        ferry.verb('Cancel', job)


def main():
    place = world.World()
    try:
        return run(place, service.Service(place.connect()), server.Server())
    finally:
        place.close()


if __name__ == '__main__':
    sys.exit(main())
