#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The machine stays awake while bytes move, by the session or logind, and not a moment longer."""
import os
import signal
import sys

import gi

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
gi.require_version('Gio', '2.0')
from gi.repository import GLib  # noqa: E402  (the path and the version come first)
from harness import server, service, world  # noqa: E402
from harness.desktop import LOGIN, PORTAL, SESSION, Desktop  # noqa: E402
from harness.tap import equal, run, test, wait  # noqa: E402

SUSPEND = 4
BY_SESSION = ['io.github.ferrydm.Ferry', 0, 'Files are being transferred', SUSPEND]
BY_PORTAL = ['', SUSPEND, {'reason': 'Files are being transferred'}]
BY_LOGIN = ['sleep', 'Ferry', 'Files are being transferred', 'block']


def begin(place, ferry, web):
    """A job that takes long enough to be looked at."""
    return ferry.start(web.url('long.bin', size=9000000, rate=100000), place.root, 'long.bin',
                       connections=GLib.Variant('u', 1))


def locks_are(desktop, wanted):
    wait(lambda: (desktop.look() or {}).get('locks') == wanted, what=f'the locks {wanted}')


def leave(ferry, job, desktop):
    equal(ferry.verb('Cancel', job), {}, 'refusals')
    locks_are(desktop, [])
    desktop.close()


@test
def the_session_is_asked_and_told_when_it_is_over(place, ferry, web):
    desktop = Desktop(place, ferry.connection, SESSION)
    wait(desktop.look, what='the session')
    job = begin(place, ferry, web)
    locks_are(desktop, [BY_SESSION])
    equal(ferry.verb('Suspend', job), {}, 'refusals')
    locks_are(desktop, [])
    equal(ferry.verb('Resume', job), {}, 'refusals')
    locks_are(desktop, [BY_SESSION])
    leave(ferry, job, desktop)


@test
def a_job_that_only_waits_keeps_nobody_awake(place, ferry, web):
    desktop = Desktop(place, ferry.connection, SESSION)
    wait(desktop.look, what='the session')
    job = ferry.start('http://127.0.0.1:1/refused', place.root, 'refused')
    wait(lambda: ferry.state(job) == service.TRANSIENT_ERROR, what='the failure')
    locks_are(desktop, [])
    leave(ferry, job, desktop)


@test
def without_such_a_session_logind_is_asked(place, ferry, web):
    desktop = Desktop(place, ferry.connection, LOGIN)
    wait(desktop.look, what='logind')
    job = begin(place, ferry, web)
    locks_are(desktop, [BY_LOGIN])
    leave(ferry, job, desktop)


def set_environment(ferry, **variables):
    """For the next service that the bus starts."""
    ferry.connection.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus',
                               'org.freedesktop.DBus', 'UpdateActivationEnvironment',
                               GLib.Variant('(a{ss})', (variables,)), None, 0, -1, None)
    if ferry.pid():
        os.kill(ferry.pid(), signal.SIGTERM)
        wait(lambda: not ferry.pid(), what='the end of the service')


@test
def in_a_sandbox_the_portal_is_asked(place, ferry, web):
    set_environment(ferry, GTK_USE_PORTAL='1', GIO_USE_NETWORK_MONITOR='netlink')
    desktop = Desktop(place, ferry.connection, PORTAL)
    wait(desktop.look, what='the portal')
    job = begin(place, ferry, web)
    locks_are(desktop, [BY_PORTAL])
    ferry.verb('Suspend', job)
    ferry.verb('Resume', job)
    asked = [call for call in desktop.look()['log'] if call[0] == 'RequestBackground']
    equal(len(asked), 1, 'how often it asks to be started after a log-in')
    equal(asked[0][2]['autostart'], True, 'autostart')
    equal([os.path.basename(part) for part in asked[0][2]['commandline']], ['ferryd', '--login'],
          'what is to be started')
    leave(ferry, job, desktop)
    set_environment(ferry, GTK_USE_PORTAL='0')


@test
def a_killed_service_keeps_nobody_awake(place, ferry, web):
    desktop = Desktop(place, ferry.connection, LOGIN)
    wait(desktop.look, what='logind')
    begin(place, ferry, web)
    locks_are(desktop, [BY_LOGIN])
    os.kill(ferry.pid(), signal.SIGKILL)
    locks_are(desktop, [])
    wait(lambda: not ferry.pid(), what='the bus to know')
    desktop.close()


@test
def where_nobody_can_keep_it_awake_jobs_go_on(place, ferry, web):
    job = ferry.start(web.url('short.bin', size=1000), place.root, 'short.bin')
    wait(lambda: ferry.state(job) == service.TRANSFERRED, what='the file')


def main():
    # The bus of this world is its system bus, too.
    place = world.World()
    connection = place.connect()
    ferry = service.Service(connection)
    set_environment(ferry, DBUS_SYSTEM_BUS_ADDRESS=place.address)
    try:
        return run(place, ferry, server.Server())
    finally:
        place.close()


if __name__ == '__main__':
    sys.exit(main())
