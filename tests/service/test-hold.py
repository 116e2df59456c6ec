#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds jobs back, as the whole service sees it: a battery, and the hours that are set."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import server, service, upower, world  # noqa: E402  (the path comes first)
from harness.service import Gio, GLib  # noqa: E402
from harness.tap import equal, run, test, wait  # noqa: E402

FOREGROUND = GLib.Variant('u', 0)


def settings():
    """Those of the service: both programs share what is in a file."""
    return Gio.Settings.new('io.github.ferrydm.Ferry.service')


def restart(client):
    """The battery is asked for when somebody cares; that is to be seen from the start, too."""
    pid = client.pid()
    os.kill(pid, 15)
    wait(lambda: client.pid() != pid, what='the end of the service')
    client.call('Refresh', '(t)', 0)


@test
def a_battery_holds_the_background_if_asked(place, web, client, power):
    folder = place.folder('battery')
    url = web.url('slow', size=10000000, rate=20000)
    background = client.start(url, folder, 'one')
    foreground = client.start(url, folder, 'two', priority=FOREGROUND)
    wait(lambda: client.state(background) == service.TRANSFERRING)
    power.set_on_battery(True)
    wait(lambda: client.state(foreground) == service.TRANSFERRING)
    equal(client.state(background), service.TRANSFERRING, 'nobody cares yet')

    settings().set_string('battery-downloads', 'foreground')
    Gio.Settings.sync()
    wait(lambda: client.state(background) == service.QUEUED)
    equal(client.state(foreground), service.TRANSFERRING, 'the foreground')
    restart(client)
    wait(lambda: client.state(foreground) == service.TRANSFERRING)
    wait(lambda: client.state(background) == service.QUEUED)

    power.set_on_battery(False)
    wait(lambda: client.state(background) == service.TRANSFERRING)
    power.set_on_battery(True)
    wait(lambda: client.state(background) == service.QUEUED)
    settings().reset('battery-downloads')
    Gio.Settings.sync()
    wait(lambda: client.state(background) == service.TRANSFERRING)
    client.verb('Cancel', background, foreground)


@test
def hours_hold_the_background(place, web, client, power):
    """A week that has one minute, which is not now."""
    now = GLib.DateTime.new_now_local()
    elsewhere = ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')[(now.get_day_of_week() + 2) % 7]
    settings().set_strv('hours', [f'{elsewhere} 12:00-12:01'])
    Gio.Settings.sync()
    folder = place.folder('hours')
    background = client.start(web.url('a', size=1000), folder, 'one')
    foreground = client.start(web.url('b', size=1000), folder, 'two', priority=FOREGROUND)
    wait(lambda: client.state(foreground) == service.TRANSFERRED)
    equal(client.state(background), service.QUEUED, 'the background')
    settings().reset('hours')
    Gio.Settings.sync()
    wait(lambda: client.state(background) == service.TRANSFERRED)


if __name__ == '__main__':
    os.environ['GSETTINGS_BACKEND'] = 'keyfile'
    with upower.UPower() as this_power, world.World() as this_place:
        os.environ['XDG_CONFIG_HOME'] = this_place.environment['XDG_CONFIG_HOME']
        sys.exit(run(this_place, server.Server(), service.Service(this_place.connect()),
                     this_power))
