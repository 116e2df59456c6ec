# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs in a sandbox as Flatpak makes them: bubblewrap, a file that tells who they are, and the
bus either as it is or by the proxy that Flatpak puts before it."""
import json
import os
import shutil
import subprocess

from gi.repository import GLib

from . import service
from .tap import Skip, wait

INSIDE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'inside.py')
INFO = '''[Application]
name={app}
runtime=runtime/org.example.Platform/x86_64/1

[Instance]
instance-id={instance}

[Context]
shared={shared}
'''


def require():
    """Skips the test where no sandbox can be made."""
    if shutil.which('bwrap') is None:
        raise Skip('bubblewrap is not installed')
    tried = subprocess.run(['bwrap', '--ro-bind', '/', '/', 'true'], capture_output=True,
                           check=False, text=True)
    if tried.returncode != 0:
        raise Skip('bubblewrap does not work here: ' + tried.stderr.strip())


class Refused(Exception):
    """What the service answered; the name is that of the error, without its prefix."""

    def __init__(self, name, message):
        super().__init__(f'{name}: {message}')
        self.name = name
        self.message = message


class Sandbox(service.Service):
    """A program in a sandbox, and what it may call. Used like a client outside."""

    _instances = 0

    def __init__(self, place, app, *more, network=True, proxy=False, info=None):
        """more: arguments for bubblewrap. info: is in the file instead of what belongs there."""
        require()
        super().__init__(None)
        Sandbox._instances += 1
        self.place = place
        self.app = app
        self.instance = str(4000 + Sandbox._instances)
        self.home = os.path.join(place.environment['HOME'], '.var/app', app)
        os.makedirs(self.home, exist_ok=True)
        self.info = os.path.join(place.root, f'info-{self.instance}')
        with open(self.info, 'w', encoding='utf-8') as file:
            file.write(info or INFO.format(app=app, instance=self.instance,
                                           shared='network;' if network else 'ipc;'))
        bus = place.address.split(',')[0].removeprefix('unix:path=')
        if proxy:
            bus = self._start_proxy(bus)
        self._start(bus, more)

    def _start_proxy(self, bus):
        """As Flatpak does: in a sandbox that sees all of the machine, and has the same file."""
        if shutil.which('xdg-dbus-proxy') is None:
            raise Skip('xdg-dbus-proxy is not installed')
        folder = self.place.folder(f'proxy-{self.instance}')
        socket = os.path.join(folder, 'bus')
        roots = [path for name in sorted(os.listdir('/')) if os.path.isdir(path := '/' + name)]
        binds = [word for path in roots for word in ('--bind', path, path)]
        self.place.spawn('bwrap', '--die-with-parent', *binds,
                         '--ro-bind', self.info, '/.flatpak-info',
                         'xdg-dbus-proxy', self.place.address, socket, '--filter',
                         '--talk=io.github.ferrydm.Ferry.Bg1')
        wait(lambda: os.path.exists(socket), what='the proxy')
        return socket

    def _start(self, bus, more):
        folder = os.path.join(self.place.environment['XDG_RUNTIME_DIR'], '.flatpak', self.instance)
        os.makedirs(folder)
        environment = dict(self.place.environment, DBUS_SESSION_BUS_ADDRESS='unix:path=' + bus)
        with open(os.path.join(folder, 'bwrapinfo.json'), 'wb') as info:
            self.process = subprocess.Popen(
                ['bwrap', '--die-with-parent', '--unshare-pid', '--info-fd', str(info.fileno()),
                 '--ro-bind', '/usr', '/usr', '--ro-bind', '/etc', '/etc',
                 *self._system_folders(), '--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp',
                 '--ro-bind', self.info, '/.flatpak-info', '--ro-bind', INSIDE, '/inside.py',
                 '--bind', bus, bus, '--bind', self.home, self.home, *more,
                 'python3', '/inside.py'],
                env=environment, pass_fds=[info.fileno()], text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.place._processes.append(self.process)

    @staticmethod
    def _system_folders():
        words = []
        for name in ('bin', 'lib', 'lib64', 'sbin'):
            path = '/' + name
            if os.path.islink(path):
                words += ['--symlink', os.readlink(path), path]
            elif os.path.isdir(path):
                words += ['--ro-bind', path, path]
        return words

    def call(self, method, signature=None, *arguments):
        text = GLib.Variant(signature, arguments).print_(True) if signature else None
        self.process.stdin.write(json.dumps([method, text]) + '\n')
        self.process.stdin.flush()
        name, said = json.loads(self.process.stdout.readline())
        if name != 'ok':
            raise Refused(name, said)
        return GLib.Variant.parse(None, said).unpack()

    def error_of(self, method, signature, *arguments):
        try:
            self.call(method, signature, *arguments)
        except Refused as error:
            return error.name
        return None

    def folder(self, name):
        """A folder of the application."""
        path = os.path.join(self.home, name)
        os.makedirs(path)
        return path

    def close(self):
        self.process.stdin.close()
        self.process.wait()
