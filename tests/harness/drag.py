# SPDX-License-Identifier: GPL-3.0-or-later
"""Drags out of another program, by the pointer."""
import contextlib
import os

import gi

from .tap import Skip

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'window', 'e2e',
                      'drag-source.py')


@contextlib.contextmanager
def dragged(stage, ferry, toolkit, kind, text, held=None):
    """Another program offers a text of this kind; it is dragged onto the list, with this key held
    when it is dropped."""
    if toolkit not in gi.Repository.get_default().enumerate_versions('Gtk'):
        raise Skip(f'GTK {toolkit} for Python is not installed')
    stage.display.place(ferry.window, 200, 200)
    source = stage.world.spawn('/usr/bin/python3', SOURCE, toolkit, kind, text)
    window = ferry.wait(lambda: stage.display.find_window(source.pid, 'Source'), 'the source', 40)
    stage.display.place(window, 10, 10)
    x, y, width, height = stage.display.geometry(window)
    stage.display.drag((x + width // 2, y + height // 2), ferry.centre(ferry.frame), held=held)
    yield
    source.kill()
    source.wait()
