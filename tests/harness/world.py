# SPDX-License-Identifier: GPL-3.0-or-later
"""A world of its own for each test program: home, bus, and the service that is built."""
import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile

BUS_NAME = 'io.github.ferrydm.Ferry.Bg1'

CONFIG = '''<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={run}</listen>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
'''


class World:
    """A bus on which nothing but our service can be started, and folders that nobody else uses."""

    def __init__(self, services=()):
        """services: (name, command) pairs that the bus can start besides ferryd."""
        self.root = tempfile.mkdtemp(prefix='ferry-test-')
        self.environment = self._make_environment()
        self._processes = []
        command = f'{os.environ["FERRYD"]} --policy={self.root}/policy.conf'
        self._write_services([(BUS_NAME, command), *services])
        self._start_bus()

    def _make_environment(self):
        environment = {k: v for k, v in os.environ.items()
                       if k not in ('DISPLAY', 'WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS')}
        for name, folder in (('HOME', 'home'), ('XDG_CONFIG_HOME', 'config'),
                             ('XDG_DATA_HOME', 'data'), ('XDG_CACHE_HOME', 'cache'),
                             ('XDG_STATE_HOME', 'state'), ('XDG_RUNTIME_DIR', 'run')):
            path = os.path.join(self.root, folder)
            os.makedirs(path, 0o700)
            environment[name] = path
        environment.setdefault('LC_ALL', 'C.UTF-8')
        return environment

    def _write_services(self, services):
        folder = os.path.join(self.root, 'services')
        os.makedirs(folder)
        for name, command in services:
            self._write_service(name, command)
        config = CONFIG.format(run=self.environment['XDG_RUNTIME_DIR'], services=folder)
        with open(os.path.join(self.root, 'bus.conf'), 'w', encoding='utf-8') as file:
            file.write(config)

    def _write_service(self, name, command):
        path = os.path.join(self.root, 'services', name + '.service')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(f'[D-BUS Service]\nName={name}\nExec={command}\n')

    def add_service(self, name, command):
        """Another program that the bus can start; the command may name files of this world."""
        from gi.repository import Gio
        self._write_service(name, command)
        self.connect().call_sync('org.freedesktop.DBus', '/', 'org.freedesktop.DBus',
                                 'ReloadConfig', None, None, Gio.DBusCallFlags.NONE, -1, None)

    def _start_bus(self):
        self.bus = subprocess.Popen(
            ['dbus-daemon', '--nofork', '--print-address',
             '--config-file=' + os.path.join(self.root, 'bus.conf')],
            env=self.environment, stdout=subprocess.PIPE, text=True)
        self.address = self.bus.stdout.readline().strip()
        self.environment['DBUS_SESSION_BUS_ADDRESS'] = self.address

    def folder(self, name):
        """A new folder for downloads."""
        path = os.path.join(self.root, name)
        os.makedirs(path)
        return path

    @property
    def queue(self):
        """The file with the service's jobs."""
        return os.path.join(self.environment['XDG_STATE_HOME'], 'ferry', 'queue.db')

    def kept_bytes(self, url):
        """How many bytes of a file the service would still have after a crash."""
        with contextlib.closing(sqlite3.connect(self.queue)) as queue:
            row = queue.execute('SELECT done FROM files WHERE url = ?', (url,)).fetchone()
        ranges = [part.split('-') for part in row[0].split(',') if part] if row else []
        return sum(int(end) - int(start) for start, end in ranges)

    def connect(self):
        """A connection to the bus; needs GLib for Python."""
        from gi.repository import Gio
        return Gio.DBusConnection.new_for_address_sync(
            self.address,
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
            Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)

    def spawn(self, *command, **options):
        """Starts a program in this world."""
        process = subprocess.Popen(command, env=self.environment, **options)
        self._processes.append(process)
        return process

    def close(self):
        for process in self._processes:
            if process.poll() is None:
                process.kill()
                process.wait()
        self.bus.send_signal(signal.SIGTERM)
        self.bus.wait()
        shutil.rmtree(self.root, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.close()
