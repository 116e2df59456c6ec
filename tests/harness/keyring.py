# SPDX-License-Identifier: GPL-3.0-or-later
"""The keyring of GNOME, in a world of its own: with a password that is no secret."""
import os
import shutil
import subprocess

from gi.repository import Gio, GLib

from .tap import Skip, wait

NAME = 'org.freedesktop.secrets'
PATH = '/org/freedesktop/secrets'
COLLECTION = PATH + '/collection/login'
MASTER = b'keyring'


class Keyring:
    def __init__(self, place):
        if shutil.which('gnome-keyring-daemon') is None:
            raise Skip('gnome-keyring-daemon is not installed')
        self._place = place
        self._bus = place.connect()
        self.start()

    def _call(self, path, interface, method, signature=None, *arguments):
        parameters = GLib.Variant(signature, arguments) if signature else None
        return self._bus.call_sync(NAME, path, interface, method, parameters, None,
                                   Gio.DBusCallFlags.NO_AUTO_START, 10000, None).unpack()

    def _is_there(self):
        try:
            return self._get('Locked') is False
        except GLib.Error:
            return False

    def _get(self, name):
        return self._call(COLLECTION, 'org.freedesktop.DBus.Properties', 'Get', '(ss)',
                          'org.freedesktop.Secret.Collection', name)[0]

    def start(self):
        """Unlocked: it takes its password from standard input."""
        read, write = os.pipe()
        os.write(write, MASTER)
        os.close(write)
        self._process = self._place.spawn('gnome-keyring-daemon', '--foreground', '--unlock',
                                          '--components=secrets', stdin=read,
                                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(read)
        wait(self._is_there, what='an unlocked keyring')

    def stop(self):
        self._process.terminate()
        self._process.wait()

    def lock(self):
        self._call(PATH, 'org.freedesktop.Secret.Service', 'Lock', '(ao)', [COLLECTION])
        assert self._get('Locked')

    def unlock(self):
        """As a person would: without a screen there is only a new start."""
        self.stop()
        self.start()

    def _of_items(self, name):
        for item in self._get('Items'):
            try:
                yield self._call(item, 'org.freedesktop.DBus.Properties', 'Get', '(ss)',
                                 'org.freedesktop.Secret.Item', name)[0]
            except GLib.Error:  # it was deleted in between
                continue

    def labels(self):
        """What people read of the items in it."""
        return sorted(self._of_items('Label'))

    def jobs(self):
        """The ids of the jobs that have items in it."""
        return sorted(attributes['job'] for attributes in self._of_items('Attributes'))
