#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small window of GTK 4 to drop files on. It has its title when it is ready; then each drop is a
line on standard output: the addresses of the files, with blanks between.

usage: drop-target.py
"""
import gi

gi.require_version('Gtk', '4.0')
gi.require_version('Gdk', '4.0')
from gi.repository import Gdk, GLib, Gtk  # noqa: E402  (the version comes first)


def dropped(_target, files, _x, _y):
    print(*(file.get_uri() for file in files.get_files()), flush=True)
    return True


window = Gtk.Window()
target = Gtk.DropTarget.new(Gdk.FileList.__gtype__, Gdk.DragAction.COPY)
target.connect('drop', dropped)
label = Gtk.Label(label='Drop', hexpand=True, vexpand=True)
label.add_controller(target)
window.set_child(label)
window.set_default_size(150, 100)
window.present()
window.get_frame_clock().connect('after-paint', lambda _clock: GLib.idle_add(
    window.set_title, 'Target', priority=GLib.PRIORITY_LOW))
GLib.MainLoop().run()
