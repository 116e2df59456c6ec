# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls to the service as its contract has them, without the library."""
import os
import uuid

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402  (the version comes first)

from . import world  # noqa: E402

PATH = '/' + world.BUS_NAME.replace('.', '/')
UNKNOWN = 2**64 - 1

(QUEUED, CONNECTING, TRANSFERRING, SUSPENDED, ERROR, TRANSIENT_ERROR, TRANSFERRED, ACKNOWLEDGED,
 CANCELLED) = range(9)


def text(value):
    return GLib.Variant('s', value)


def number(value):
    return GLib.Variant('u', value)


def path(value):
    return GLib.Variant('ay', os.fsencode(value) + b'\0')


def strings(*values):
    return GLib.Variant('as', values)


def unpack(moved):
    """(id, state, bytes in all, bytes, files in all, files) of each job in a block of Poll."""
    for first, last, *numbers in zip(*[iter(moved)] * 7):
        yield str(uuid.UUID(int=first << 64 | last)), *numbers


class Service:
    def __init__(self, connection):
        self.connection = connection

    def call(self, method, signature=None, *arguments):
        parameters = GLib.Variant(signature, arguments) if signature else None
        return self.connection.call_sync(world.BUS_NAME, PATH, world.BUS_NAME, method, parameters,
                                         None, Gio.DBusCallFlags.NONE, 30000, None).unpack()

    def call_async(self, method, callback, signature, *arguments):
        """callback gets the connection and the result, from the default main context."""
        self.connection.call(world.BUS_NAME, PATH, world.BUS_NAME, method,
                             GLib.Variant(signature, arguments), None, Gio.DBusCallFlags.NONE,
                             30000, None, callback)

    def error_of(self, method, signature, *arguments):
        """The name of the error that the call gives, without its prefix; None if it gives none."""
        try:
            self.call(method, signature, *arguments)
        except GLib.Error as error:
            return self.name_of(error)
        return None

    @staticmethod
    def name_of(error):
        """Of an error that the service gave, without its prefix."""
        return Gio.dbus_error_get_remote_error(error).rpartition('.')[2]

    def create(self, name='job', **properties):
        return self.call('CreateJob', '(sua{sv})', name, 0, properties)[0]

    def add(self, job, url, directory, name=None, checksum=None, **more):
        file = self.file(url, directory, name, checksum, **more)
        self.call('AddFiles', '(sa(sa{sv}))', job, [file])

    @staticmethod
    def file(url, directory, name=None, checksum=None, **more):
        options = {'directory': GLib.Variant('ay', os.fsencode(directory) + b'\0')} | more
        if name is not None:
            options['name'] = GLib.Variant('s', name)
        if checksum is not None:
            options['checksum'] = GLib.Variant('s', checksum)
        return (url, options)

    def verb(self, verb, *jobs):
        """Applies a verb; returns what it refused: {id: error name}."""
        refused = self.call(verb, '(as)', list(jobs))[-1]
        return {id: name.rpartition('.')[2] for id, name, message in refused}

    def start(self, url, directory, name=None, checksum=None, **properties):
        """A job with one file, resumed."""
        job = self.create(**properties)
        self.add(job, url, directory, name, checksum)
        assert self.verb('Resume', job) == {}
        return job

    def job(self, job):
        """(id, state, bytes in all, bytes, files in all, files, properties); None if it is gone."""
        changed = self.call('Refresh', '(t)', 0)[2]
        return next((j for j in changed if j[0] == job), None)

    def state(self, job):
        return self.job(job)[1]

    def files(self, job):
        return self.call('GetFiles', '(st)', job, 0)[1]

    def pid(self):
        """The process of the service; 0 if it does not run."""
        try:
            return self.connection.call_sync(
                'org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'GetConnectionUnixProcessID',
                GLib.Variant('(s)', (world.BUS_NAME,)), None, Gio.DBusCallFlags.NONE, -1,
                None).unpack()[0]
        except GLib.Error:
            return 0
