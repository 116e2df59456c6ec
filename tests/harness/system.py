# SPDX-License-Identifier: GPL-3.0-or-later
"""A system bus of its own, with somebody on it who has properties that a test can set."""
import os
import subprocess
import threading

from gi.repository import Gio, GLib


class System:
    """Answers on the bus for `name` at `path`, with `properties`: {name: GLib.Variant}."""

    def __init__(self, name, path, properties):
        self._bus = subprocess.Popen(
            ['dbus-daemon', '--session', '--nofork', '--print-address'],
            stdout=subprocess.PIPE, text=True)
        self.address = self._bus.stdout.readline().strip()
        os.environ['DBUS_SYSTEM_BUS_ADDRESS'] = self.address
        self._name, self._path, self._properties = name, path, properties
        self._loop = GLib.MainLoop(GLib.MainContext())
        ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(ready,))
        self._thread.start()
        ready.wait()

    def _describe(self):
        rows = ''.join(f'<property name="{key}" type="{value.get_type_string()}" access="read"/>'
                       for key, value in self._properties.items())
        xml = f'<node><interface name="{self._name}">{rows}</interface></node>'
        return Gio.DBusNodeInfo.new_for_xml(xml).interfaces[0]

    def _serve(self, ready):
        context = self._loop.get_context()
        context.push_thread_default()
        self._connection = Gio.DBusConnection.new_for_address_sync(
            self.address,
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
            Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        self._connection.register_object(self._path, self._describe(), None, self._get_property,
                                         None)
        self._connection.call_sync(
            'org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'RequestName',
            GLib.Variant('(su)', (self._name, 0)), None, Gio.DBusCallFlags.NONE, -1, None)
        ready.set()
        self._loop.run()
        context.pop_thread_default()

    def _get_property(self, connection, sender, path, interface, name):
        return self._properties[name]

    def change(self, **properties):
        """Properties get other values, and everybody is told."""
        self._properties |= properties
        self._connection.emit_signal(
            None, self._path, 'org.freedesktop.DBus.Properties', 'PropertiesChanged',
            GLib.Variant('(sa{sv}as)', (self._name, properties, [])))

    def emit(self, signal, signature, *arguments):
        self._connection.emit_signal(None, self._path, self._name, signal,
                                     GLib.Variant(signature, arguments))

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self._loop.quit()
        self._thread.join()
        self._connection.close_sync()
        self._bus.terminate()
        self._bus.wait()
