#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An application that the bus starts to hear of jobs: notes in FOLDER/told what it is told, one
line a call.

usage: listener.py FOLDER [ID]

While the file FOLDER/dies is there it dies when it is called, while FOLDER/waits is there it takes
its time. Without an ID it notes that it is nobody, and answers no call.
"""
import os
import sys
import time

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402  (the version comes first)


class Listener(Gio.Application):
    def __init__(self, folder, name):
        super().__init__(application_id=name, flags=Gio.ApplicationFlags.IS_SERVICE,
                         inactivity_timeout=1000)
        self._folder = folder

    def do_startup(self):
        Gio.Application.do_startup(self)
        action = Gio.SimpleAction.new('job-ended', GLib.VariantType('s'))
        action.connect('activate', self._on_activate)
        self.add_action(action)

    def _stumbles(self, name):
        return os.path.exists(os.path.join(self._folder, name))

    def _on_activate(self, _action, parameter):
        if self._stumbles('dies'):
            note(self._folder, 'failed')
            os._exit(1)
        note(self._folder, parameter.get_string())
        while self._stumbles('waits'):
            time.sleep(0.01)


def note(folder, words):
    with open(os.path.join(folder, 'told'), 'a', encoding='utf-8') as file:
        file.write(words + '\n')


def main(folder, name=None):
    if name:
        return Listener(folder, name).run([])
    note(folder, 'nobody')
    return 1


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
