#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small window of GTK 3 or 4 to drag a text out of. It has its title when it is ready.

usage: drag-source.py 3.0|4.0 MIME-TYPE TEXT
"""
import sys

import gi

toolkit, kind, text = sys.argv[1:]
# Firefox writes its links in UTF-16 of the machine.
data = text.encode('utf-16-' + sys.byteorder[0] + 'e' if kind == 'text/x-moz-url' else 'utf-8')
gi.require_version('Gtk', toolkit)
gi.require_version('Gdk', toolkit)
from gi.repository import Gdk, GLib, Gtk  # noqa: E402  (the version comes first)


def announce(window, clock):
    """After the first frame, when no more work is waiting."""
    clock.connect('after-paint', lambda _clock: GLib.idle_add(window.set_title, 'Source',
                                                              priority=GLib.PRIORITY_LOW))


def gtk3():
    window = Gtk.Window()
    box = Gtk.EventBox()
    box.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [Gtk.TargetEntry.new(kind, 0, 0)],
                        Gdk.DragAction.COPY | Gdk.DragAction.MOVE)
    box.connect('drag-data-get', lambda _box, _context, selection, _info, _time:
                selection.set(Gdk.Atom.intern(kind, False), 8, data))
    window.add(box)
    window.set_default_size(150, 100)
    window.show_all()
    announce(window, window.get_window().get_frame_clock())


def gtk4():
    window = Gtk.Window()
    source = Gtk.DragSource(actions=Gdk.DragAction.COPY)
    source.set_content(Gdk.ContentProvider.new_for_bytes(kind, GLib.Bytes.new(data)))
    label = Gtk.Label(label='Drag', hexpand=True, vexpand=True)
    label.add_controller(source)
    window.set_child(label)
    window.set_default_size(150, 100)
    window.present()
    announce(window, window.get_frame_clock())


gtk3() if toolkit == '3.0' else gtk4()
GLib.MainLoop().run()
