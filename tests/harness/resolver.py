#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands in for the portal that tells programs in sandboxes which proxies to use.

usage: resolver.py FOLDER

The file FOLDER/answer has what it says: addresses, one a line, or "error" and a name on the bus.
Each address that it is asked for becomes a line of FOLDER/asked.
"""
import os
import sys

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402  (the version comes first)

NAME = 'org.freedesktop.portal.Desktop'
PATH = '/org/freedesktop/portal/desktop'
INTERFACE = '''
    <node>
      <interface name="org.freedesktop.portal.ProxyResolver">
        <method name="Lookup">
          <arg type="s" direction="in"/><arg type="as" direction="out"/>
        </method>
      </interface>
    </node>'''


class Resolver:
    def __init__(self, folder):
        self._folder = folder

    def on_call(self, connection, sender, path, interface, method, parameters, invocation, *data):
        with open(os.path.join(self._folder, 'asked'), 'a', encoding='utf-8') as file:
            file.write(parameters.unpack()[0] + '\n')
        with open(os.path.join(self._folder, 'answer'), encoding='utf-8') as file:
            words = file.read().split()
        if words[0] == 'error':
            invocation.return_dbus_error(words[1], 'Nobody knows')
        else:
            invocation.return_value(GLib.Variant('(as)', (words,)))

    def on_bus(self, connection, name):
        info = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
        connection.register_object(PATH, info, self.on_call, None, None)


def main(folder):
    resolver = Resolver(folder)
    Gio.bus_own_name(Gio.BusType.SESSION, NAME, Gio.BusNameOwnerFlags.NONE, resolver.on_bus, None,
                     None)
    GLib.MainLoop().run()


if __name__ == '__main__':
    main(*sys.argv[1:])
