# SPDX-License-Identifier: GPL-3.0-or-later
"""A screen that nobody sees, with a window manager, a pointer and a keyboard."""
import os
import shutil
import subprocess
import time

from .tap import Skip, wait

PROGRAMS = ('Xvfb', 'openbox', 'xdotool', 'xprop', 'xclip')

# Between two movements of the pointer: programs read them as different events.
STEP = 0.02
# Over the target of a drag, until it has said whether it takes it.
SETTLE = 0.1


class Display:
    """An X server of one test program. Everything in its environment finds it as DISPLAY."""

    def __init__(self, environment, size='1280x1024'):
        missing = [program for program in PROGRAMS if not shutil.which(program)]
        if missing:
            raise Skip(f'{", ".join(missing)} not installed')
        self.environment = environment
        self._clipboards = []
        self._server = self._start_server(size)
        self._manager = subprocess.Popen(['openbox'], env=environment, stdin=subprocess.DEVNULL,
                                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait(lambda: b'0x' in self._output('xprop', '-root', '_NET_SUPPORTING_WM_CHECK'),
             what='the window manager')

    def _start_server(self, size):
        readable, writable = os.pipe()
        server = subprocess.Popen(
            ['Xvfb', '-displayfd', str(writable), '-screen', '0', size + 'x24', '-nolisten', 'tcp',
             '-noreset'],
            env=self.environment, pass_fds=(writable,), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writable)
        with open(readable, encoding='ascii') as file:
            number = file.readline().strip()
        if not number:
            server.wait()
            raise Skip('Xvfb does not start here')
        self.environment['DISPLAY'] = ':' + number
        return server

    def _output(self, *command):
        return subprocess.run(command, env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout

    def scale_text(self, factor):
        """How large people want text; counts for programs that are started from now on."""
        resource = ('-set', 'RESOURCE_MANAGER', f'Xft.dpi:\t{factor * 96}\n')
        self._output('xprop', '-root', '-f', 'RESOURCE_MANAGER', '8s',
                     *(('-remove', 'RESOURCE_MANAGER') if factor == 1 else resource))

    def xdotool(self, *arguments):
        return self._output('xdotool', *map(str, arguments)).decode()

    def find_window(self, pid, title):
        """The visible window of this process with this title; None if there is none."""
        found = self.xdotool('search', '--all', '--onlyvisible', '--pid', pid, '--name',
                             '^' + title.replace('?', '[?]') + '$').split()
        return found[-1] if found else None

    def geometry(self, window):
        """(x, y, width, height) of what is inside the frame."""
        lines = self.xdotool('getwindowgeometry', '--shell', window).split()
        values = dict(line.split('=') for line in lines)
        return tuple(int(values[key]) for key in ('X', 'Y', 'WIDTH', 'HEIGHT'))

    def activate(self, window):
        """Gives this window the keyboard."""
        self.xdotool('windowactivate', window)
        wait(lambda: self.xdotool('getactivewindow').strip() == window, what='the active window')

    def place(self, window, x, y):
        self.xdotool('windowmove', '--sync', window, x, y)

    def resize(self, window, width, height):
        self.xdotool('windowsize', '--sync', window, width, height)

    def click(self, x, y, button=1):
        self.xdotool('mousemove', x, y)
        time.sleep(STEP)
        self.xdotool('click', button)

    def key(self, *keys):
        self.xdotool('key', '--delay', 20, *keys)

    def type(self, text):
        self.xdotool('type', '--delay', 12, text)

    def drag(self, start, end, steps=6, held=None):
        """One drag with the left button. Missing its target at this pace is an error. A key that
        is held goes down over the target: window managers know some of them."""
        (x0, y0), (x1, y1) = start, end
        self.xdotool('mousemove', x0, y0)
        time.sleep(STEP)
        self.xdotool('mousedown', 1)
        time.sleep(STEP)
        for i in range(1, steps + 1):
            self.xdotool('mousemove', x0 + (x1 - x0) * i // steps, y0 + (y1 - y0) * i // steps)
            time.sleep(STEP)
        self.xdotool('mousemove', x1 + 1, y1 + 1)
        if held:
            self.xdotool('keydown', held)
        time.sleep(SETTLE)
        self.xdotool('mouseup', 1)
        if held:
            time.sleep(SETTLE)
            self.xdotool('keyup', held)

    def copy(self, text, selection='clipboard'):
        """Puts text into the clipboard, and stays its owner until the next copy."""
        self._clear_clipboard()
        owner = subprocess.Popen(['xclip', '-quiet', '-selection', selection, '-in'],
                                 env=self.environment, stdin=subprocess.PIPE,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        owner.stdin.write(text.encode())
        owner.stdin.close()
        self._clipboards.append(owner)
        wait(lambda: self._output('xclip', '-selection', selection, '-out') == text.encode(),
             what='the clipboard')

    def _clear_clipboard(self):
        while self._clipboards:
            owner = self._clipboards.pop()
            owner.kill()
            owner.wait()

    def screenshot(self, path):
        """Takes a picture of all; returns its path, or None where that cannot be done."""
        if not shutil.which('import'):
            return None
        self._output('import', '-silent', '-window', 'root', path)
        return path if os.path.exists(path) else None

    def picture(self, path, geometry):
        """Takes a picture of a part of the screen, given as WIDTHxHEIGHT+X+Y."""
        self._output('import', '-silent', '-window', 'root', '-crop', geometry, '+repage', path)

    def close(self):
        self._clear_clipboard()
        for process in (self._manager, self._server):
            process.terminate()
            process.wait()
