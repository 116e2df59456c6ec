#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands in for what a desktop has on its buses: notifications, and locks against sleep.

As a program it takes the names of its command line and answers for them. The classes are how the
tests read what it was told.
"""
import json
import os
import sys

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402  (the version comes first)

NOTIFICATIONS = 'org.gtk.Notifications'
SESSION = 'org.gnome.SessionManager'
LOGIN = 'org.freedesktop.login1'
PORTAL = 'org.freedesktop.portal.Desktop'
FILES = 'org.freedesktop.FileManager1'
OTHER_NOTIFICATIONS = 'org.freedesktop.Notifications'

INTERFACES = {
    NOTIFICATIONS: ('/org/gtk/Notifications', '''
      <interface name="org.gtk.Notifications">
        <method name="AddNotification">
          <arg type="s" direction="in"/><arg type="s" direction="in"/>
          <arg type="a{sv}" direction="in"/>
        </method>
        <method name="RemoveNotification">
          <arg type="s" direction="in"/><arg type="s" direction="in"/>
        </method>
      </interface>'''),
    SESSION: ('/org/gnome/SessionManager', '''
      <interface name="org.gnome.SessionManager">
        <method name="Inhibit">
          <arg type="s" direction="in"/><arg type="u" direction="in"/>
          <arg type="s" direction="in"/><arg type="u" direction="in"/>
          <arg type="u" direction="out"/>
        </method>
        <method name="Uninhibit"><arg type="u" direction="in"/></method>
      </interface>'''),
    PORTAL: ('/org/freedesktop/portal/desktop', '''
      <interface name="org.freedesktop.portal.Inhibit">
        <method name="Inhibit">
          <arg type="s" direction="in"/><arg type="u" direction="in"/>
          <arg type="a{sv}" direction="in"/>
          <arg type="o" direction="out"/>
        </method>
      </interface>
      <interface name="org.freedesktop.portal.Secret">
        <method name="RetrieveSecret">
          <arg type="h" direction="in"/><arg type="a{sv}" direction="in"/>
          <arg type="o" direction="out"/>
        </method>
        <property name="version" type="u" access="read"/>
      </interface>
      <interface name="org.freedesktop.portal.Background">
        <method name="RequestBackground">
          <arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
          <arg type="o" direction="out"/>
        </method>
      </interface>'''),
    FILES: ('/org/freedesktop/FileManager1', '''
      <interface name="org.freedesktop.FileManager1">
        <method name="ShowItems">
          <arg type="as" direction="in"/><arg type="s" direction="in"/>
        </method>
      </interface>'''),
    OTHER_NOTIFICATIONS: ('/org/freedesktop/Notifications', '''
      <interface name="org.freedesktop.Notifications">
        <method name="Notify">
          <arg type="s" direction="in"/><arg type="u" direction="in"/>
          <arg type="s" direction="in"/><arg type="s" direction="in"/>
          <arg type="s" direction="in"/><arg type="as" direction="in"/>
          <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
          <arg type="u" direction="out"/>
        </method>
        <method name="CloseNotification"><arg type="u" direction="in"/></method>
        <method name="GetCapabilities"><arg type="as" direction="out"/></method>
        <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
      </interface>'''),
    LOGIN: ('/org/freedesktop/login1', '''
      <interface name="org.freedesktop.login1.Manager">
        <method name="Inhibit">
          <arg type="s" direction="in"/><arg type="s" direction="in"/>
          <arg type="s" direction="in"/><arg type="s" direction="in"/>
          <arg type="h" direction="out"/>
        </method>
      </interface>'''),
}
REQUEST = '''
    <node>
      <interface name="org.freedesktop.portal.Request"><method name="Close"/></interface>
    </node>'''
LOOK = '''
      <interface name="org.test.Look">
        <method name="Look"><arg type="s" direction="out"/></method>
        <method name="Forget"/>
        <method name="Press">
          <arg type="u" direction="in"/><arg type="s" direction="in"/>
        </method>
      </interface>'''


class _StandIn:
    def __init__(self, connection):
        self.connection = connection
        self.shown = {}  # id of a notification -> what it is
        self.log = []    # every call, as [method, argument…]
        self.locks = {}  # who holds a lock -> what for
        self.cookies = 0

    def look(self):
        return json.dumps({'shown': self.shown, 'log': self.log, 'locks': list(
            self.locks.values())})

    def on_call(self, connection, sender, path, interface, method, parameters, invocation, *data):
        arguments = parameters.unpack()
        if interface != 'org.test.Look':
            self.log.append([method, *arguments])
        if method == 'Forget':
            self.shown.clear()
            invocation.return_value(None)
        elif method == 'Look':
            invocation.return_value(GLib.Variant('(s)', (self.look(),)))
        elif method == 'Press':
            connection.emit_signal(None, path, OTHER_NOTIFICATIONS, 'ActionInvoked', parameters)
            invocation.return_value(None)
        elif method == 'GetCapabilities':
            invocation.return_value(GLib.Variant('(as)', (['actions', 'body'],)))
        elif method == 'Notify':
            self.cookies += 1
            self.shown[self.cookies] = arguments
            invocation.return_value(GLib.Variant('(u)', (self.cookies,)))
        elif interface == 'org.freedesktop.login1.Manager':
            self._lend_descriptor(arguments, invocation)
        elif interface == 'org.freedesktop.portal.Inhibit':
            self._open_request(arguments, invocation)
        elif method == 'RetrieveSecret':
            self._give_secret(sender, arguments[1], invocation)
        elif method == 'RequestBackground':
            path = f'{INTERFACES[PORTAL][0]}/request/background'
            invocation.return_value(GLib.Variant('(o)', (path,)))
        elif method == 'Inhibit':
            self.cookies += 1
            self.locks[self.cookies] = arguments
            invocation.return_value(GLib.Variant('(u)', (self.cookies,)))
        else:
            if method == 'AddNotification':
                self.shown[arguments[1]] = arguments[2]
            elif method == 'RemoveNotification':
                self.shown.pop(arguments[1], None)
            elif method == 'Uninhibit':
                self.locks.pop(arguments[0], None)
            invocation.return_value(None)

    def _open_request(self, arguments, invocation):
        self.cookies += 1
        path = f'{INTERFACES[PORTAL][0]}/request/{self.cookies}'
        info = Gio.DBusNodeInfo.new_for_xml(REQUEST).interfaces[0]
        self.connection.register_object(path, info, self._on_closed_request, None, None)
        self.locks[path] = arguments
        invocation.return_value(GLib.Variant('(o)', (path,)))

    def _on_closed_request(self, connection, sender, path, interface, method, parameters,
                           invocation, *data):
        self.locks.pop(path, None)
        invocation.return_value(None)

    def _give_secret(self, sender, options, invocation):
        """The same each time, from which the program makes the key for its own file."""
        path = '/'.join((INTERFACES[PORTAL][0], 'request', sender[1:].replace('.', '_'),
                         options['handle_token']))
        descriptor = invocation.get_message().get_unix_fd_list().get(0)
        os.write(descriptor, b'a secret of this person for that program' * 2)
        os.close(descriptor)
        invocation.return_value(GLib.Variant('(o)', (path,)))
        self.connection.emit_signal(sender, path, 'org.freedesktop.portal.Request', 'Response',
                                    GLib.Variant('(ua{sv})', (0, {})))

    @staticmethod
    def on_get(_connection, _sender, _path, _interface, _name):
        return GLib.Variant('u', 1)  # each of them is a version

    def _lend_descriptor(self, arguments, invocation):
        ours, theirs = os.pipe()
        self.locks[ours] = arguments
        descriptors = Gio.UnixFDList.new()
        descriptors.append(theirs)
        os.close(theirs)
        GLib.unix_fd_add_full(GLib.PRIORITY_DEFAULT, ours, GLib.IOCondition.HUP, self._on_closed)
        invocation.return_value_with_unix_fd_list(GLib.Variant('(h)', (0,)), descriptors)

    def _on_closed(self, descriptor, condition, *data):
        self.locks.pop(descriptor, None)
        os.close(descriptor)
        return False


def _answer(names):
    connection = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    stand_in = _StandIn(connection)
    for name in names:
        path, interface = INTERFACES[name]
        for info in Gio.DBusNodeInfo.new_for_xml(f'<node>{interface}{LOOK}</node>').interfaces:
            connection.register_object(path, info, stand_in.on_call, stand_in.on_get,
                                       None)
        Gio.bus_own_name_on_connection(connection, name, Gio.BusNameOwnerFlags.NONE, None, None)
    GLib.MainLoop().run()


class Desktop:
    """What the stand-in for one of these names was told."""

    def __init__(self, place, connection, name):
        self.connection = connection
        self.name = name
        self.process = place.spawn(sys.executable, os.path.abspath(__file__), name)

    def look(self):
        try:
            reply = self.connection.call_sync(self.name, INTERFACES[self.name][0], 'org.test.Look',
                                              'Look', None, None, Gio.DBusCallFlags.NONE, 20000,
                                              None)
        except GLib.Error:
            return None
        return json.loads(reply.unpack()[0])

    def press(self, number, action):
        """Presses a button of a notification of the kind that is not GNOME's."""
        self.connection.call_sync(self.name, INTERFACES[self.name][0], 'org.test.Look', 'Press',
                                  GLib.Variant('(us)', (number, action)), None,
                                  Gio.DBusCallFlags.NONE, 20000, None)

    def forget(self):
        """Takes away all notifications, as a person may."""
        self.connection.call_sync(self.name, INTERFACES[self.name][0], 'org.test.Look', 'Forget',
                                  None, None, Gio.DBusCallFlags.NONE, 20000, None)

    def close(self):
        self.process.terminate()
        self.process.wait()


if __name__ == '__main__':
    _answer(sys.argv[1:])
