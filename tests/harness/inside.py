#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs in a sandbox: each line that comes is a call to the service, each that goes its answer."""
import json
import os
import sys

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402  (the version comes first)

NAME = 'io.github.ferrydm.Ferry.Bg1'
PATH = '/' + NAME.replace('.', '/')


def main():
    bus = Gio.DBusConnection.new_for_address_sync(
        os.environ['DBUS_SESSION_BUS_ADDRESS'],
        Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
        Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
    for line in sys.stdin:
        method, text = json.loads(line)
        arguments = GLib.Variant.parse(None, text) if text else None
        try:
            answer = bus.call_sync(NAME, PATH, NAME, method, arguments, None,
                                   Gio.DBusCallFlags.NONE, 30000, None)
            said = ['ok', answer.print_(True)]
        except GLib.Error as error:
            name = Gio.dbus_error_get_remote_error(error) or 'none'
            said = [name.rpartition('.')[2], error.message]
        print(json.dumps(said), flush=True)


main()
