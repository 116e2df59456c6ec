# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the window, compared with those that somebody looked at."""
import os
import re
import shutil
import subprocess

from . import tap
from .tap import Skip, wait

# Colours that differ by less are the same: what edges of letters do.
FUZZ = '6%'
# This part of a picture may differ: a digit of a clock does, a button that is missing does not.
TOLERANCE = 0.004

UPDATE = bool(os.environ.get('BG_TEST_UPDATE_GOLDEN'))


def versions():
    """The libraries that the pictures were made with look like no others."""
    out = subprocess.run(['pkg-config', '--modversion', 'gtk4', 'libadwaita-1'],
                         capture_output=True, text=True, check=False).stdout.split()
    return [version.rpartition('.')[0] for version in out]


def need_the_same_look():
    """Skips where a difference would say nothing about Ferry."""
    if not shutil.which('compare'):
        raise Skip('ImageMagick is not installed')
    if versions() != ['4.8', '1.2']:
        raise Skip(f'the pictures are of GTK 4.8 and libadwaita 1.2, here are {versions()}')
    fonts = subprocess.run(['fc-match', 'Cantarell'], capture_output=True, text=True, check=False)
    if 'Cantarell' not in fonts.stdout:
        raise Skip('the font Cantarell is not installed')


def _inside(ferry, title):
    """Where the window is on the screen, without GTK's invisible frame."""
    window = ferry.display.find_window(ferry.pid, title)
    x, y, width, height = ferry.display.geometry(window)
    inside = ferry.top_level(title).get_extents(_window_coordinates())
    return (x + (width - inside.width) // 2, y + (height - inside.height) // 2,
            inside.width, inside.height)


def _window_coordinates():
    from gi.repository import Atspi
    return Atspi.CoordType.WINDOW


def take(ferry, path, title='Ferry'):
    """Takes a picture of a window that stands still, without the pointer over it."""
    x, y, width, height = _inside(ferry, title)
    ferry.display.xdotool('mousemove', 1279, 1023)

    def shoot(to):
        ferry.display.picture(to, f'{width}x{height}+{x}+{y}')
        with open(to, 'rb') as file:
            return file.read()

    last = [shoot(path)]

    def is_still():
        before, last[0] = last[0], shoot(path)
        return before == last[0]

    wait(is_still, what='a window that stands still')


def different(golden, path, difference):
    """The part of the picture that is not as it was: 0 to 1."""
    shown = subprocess.run(['compare', '-metric', 'AE', '-fuzz', FUZZ, golden, path, difference],
                           capture_output=True, text=True, check=False)
    size = subprocess.run(['identify', '-format', '%w %h', golden], capture_output=True, text=True,
                          check=True).stdout.split()
    count = re.match(r'[\d.e+]+', shown.stderr.strip())
    if shown.returncode > 1 or count is None:
        return 1.0  # another size, for example
    return float(count[0]) / (int(size[0]) * int(size[1]))


def compare(ferry, name, folder, title='Ferry'):
    """The window looks as in the picture of this name, or is the new picture if that is wanted."""
    golden = os.path.join(folder, f'{name}.png')
    shots = os.environ.get('FERRY_SCREENSHOTS', '.')
    path = golden if UPDATE else os.path.join(shots, f'{name}.png')
    take(ferry, path, title)
    if UPDATE:
        subprocess.run(['mogrify', '-strip', '-define', 'png:compression-level=9', '+dither',
                        '-colors', '256', path], check=True)
        return
    part = different(golden, path, os.path.join(shots, f'{name}-difference.png'))
    tap.equal(part <= TOLERANCE, True, f'{part:.2%} of {path} is not as in {golden}; alike')
