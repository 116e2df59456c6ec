# SPDX-License-Identifier: GPL-3.0-or-later
"""A system bus with somebody on it who knows of the battery."""
import os
import subprocess
import threading

from gi.repository import Gio, GLib

NAME = 'org.freedesktop.UPower'
PATH = '/org/freedesktop/UPower'
XML = (f'<node><interface name="{NAME}">'
       '<property name="OnBattery" type="b" access="read"/></interface></node>')


class UPower:
    def __init__(self):
        self._bus = subprocess.Popen(
            ['dbus-daemon', '--session', '--nofork', '--print-address'],
            stdout=subprocess.PIPE, text=True)
        self.address = self._bus.stdout.readline().strip()
        os.environ['DBUS_SYSTEM_BUS_ADDRESS'] = self.address
        self._on_battery = False
        self._loop = GLib.MainLoop(GLib.MainContext())
        ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(ready,))
        self._thread.start()
        ready.wait()

    def _serve(self, ready):
        context = self._loop.get_context()
        context.push_thread_default()
        self._connection = Gio.DBusConnection.new_for_address_sync(
            self.address,
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
            Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        self._connection.register_object(
            PATH, Gio.DBusNodeInfo.new_for_xml(XML).interfaces[0], None, self._get_property, None)
        self._connection.call_sync(
            'org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'RequestName',
            GLib.Variant('(su)', (NAME, 0)), None, Gio.DBusCallFlags.NONE, -1, None)
        ready.set()
        self._loop.run()
        context.pop_thread_default()

    def _get_property(self, *unused):
        return GLib.Variant('b', self._on_battery)

    def set_on_battery(self, on_battery):
        """The plug is pulled, or put in."""
        self._on_battery = on_battery
        self._connection.emit_signal(
            None, PATH, 'org.freedesktop.DBus.Properties', 'PropertiesChanged',
            GLib.Variant('(sa{sv}as)', (NAME, {'OnBattery': GLib.Variant('b', on_battery)}, [])))

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self._loop.quit()
        self._thread.join()
        self._connection.close_sync()
        self._bus.terminate()
        self._bus.wait()
