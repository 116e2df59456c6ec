# SPDX-License-Identifier: GPL-3.0-or-later
"""The window program as a person meets it: what its accessible tree says, pointer and keyboard."""
import functools
import os
import re
import shutil
import signal
import subprocess
import sys

import gi

from . import desktop, server, service, tap, world
from .display import Display
from .tap import Skip, wait

from gi.repository import Gio, GLib  # noqa: E402  (the harness has said which version)

try:
    gi.require_version('Atspi', '2.0')
    from gi.repository import Atspi
except (ImportError, ValueError):
    Atspi = None

PROGRAM = os.environ['FERRY']
APP_ID = 'io.github.ferrydm.Ferry'
STATES = ('Queued', 'Connecting', 'Transferring', 'Suspended', 'Error', 'Transient Error',
          'Transferred', 'Acknowledged', 'Canceled')

# A program that was built with sanitizers is slow to start on a machine that is busy.
START = 40.0

COMPLAINT = re.compile(r'-(CRITICAL|WARNING|ERROR) \*\*|^==\d+==|runtime error:')

SETTINGS = '''[Settings]
gtk-enable-animations=0
gtk-cursor-blink=0
gtk-font-name=Cantarell 11
gtk-decoration-layout=:close
'''


def is_visible(node):
    """Whether it takes part in the layout: pages of a stack that are not shown do not."""
    if not node.get_state_set().contains(Atspi.StateType.VISIBLE):
        return False
    if node.get_component_iface() is None:
        return True
    extents = node.get_extents(Atspi.CoordType.WINDOW)
    return extents.width > 0 and extents.height > 0


def walk(node):
    """The node and all below it that is visible; what goes away meanwhile is left out."""
    try:
        if not is_visible(node):
            return
        yield node
        children = [node.get_child_at_index(i) for i in range(node.get_child_count())]
    except GLib.Error:
        return
    for child in children:
        if child:
            yield from walk(child)


# Toolkits have told different roles for the same widget.
ALIKE = {'toggle button': ('toggle button', 'push button'), 'text': ('text', 'entry'),
         'push button': ('push button', 'button')}


def has_role(node, role):
    return node.get_role_name() in ALIKE.get(role, (role,))


def is_sensitive(node):
    return node.get_state_set().contains(Atspi.StateType.SENSITIVE)


def text_of(node):
    return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))


class Row:
    """A job in the list, at this moment."""

    def __init__(self, node):
        self.node = node
        parts = list(walk(node))
        labels = [p.get_name() for p in parts if p.get_role_name() == 'label']
        place = next(i for i, label in enumerate(labels) if i > 0 and label in STATES)
        self.name = labels[0]
        self.state = labels[place]
        self.description = labels[place + 1] if len(labels) > place + 1 else ''
        extents = node.get_extents(Atspi.CoordType.WINDOW)
        self.bottom = extents.y + extents.height
        self.bar = next((p for p in parts if p.get_role_name() == 'progress bar'), None)
        self.button = next(p for p in parts if p.get_role_name() == 'push button')

    @property
    def fraction(self):
        return self.bar.get_current_value()

    def __repr__(self):
        return f'<{self.name}: {self.state}, {self.description}>'


class Ferry:
    """One run of the program."""

    def __init__(self, stage, *arguments):
        self.stage = stage
        self.display = stage.display
        self.log_path = os.path.join(stage.world.root, 'ferry.log')
        with open(self.log_path, 'w', encoding='utf-8') as log:
            self.process = stage.world.spawn(PROGRAM, *arguments, stderr=log,
                                             stdin=subprocess.DEVNULL)
        self.pid = self.process.pid

    def appear(self):
        """Waits until it can be seen and typed into."""
        self.application = self.wait(self._find_application, 'its accessible tree', START)
        self.frame = self.wait(lambda: self._top_level('Ferry'), 'its window', START)
        self.window = self.wait(lambda: self.display.find_window(self.pid, 'Ferry'),
                                'its window on the screen', START)
        self.display.activate(self.window)

    def wait(self, condition, what, limit=20.0):
        """Waits for something that the program does; nodes may come and go meanwhile."""
        def careful():
            if self.process.poll() is not None:
                raise AssertionError(f'ferry ended with status {self.process.returncode}')
            try:
                return condition()
            except (GLib.Error, StopIteration):
                return None

        return wait(careful, limit, what)

    def _find_application(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child and child.get_process_id() == self.pid:
                return child
        return None

    def _top_level(self, title):
        for i in range(self.application.get_child_count()):
            child = self.application.get_child_at_index(i)
            if child and child.get_name() == title:
                return child
        return None

    def top_level(self, title):
        """The accessible window with this title, once it is there."""
        return self.wait(lambda: self._top_level(title), f'the window “{title}”')

    def nodes(self, role, name='', root=None):
        """All visible nodes of this role whose name begins so. A button of libadwaita has its
        name twice."""
        return [node for node in walk(root or self.frame)
                if has_role(node, role) and (node.get_name() or '').startswith(name)]

    def find(self, role, name='', root=None):
        """The first of these, once it is there."""
        return self.wait(lambda: next(iter(self.nodes(role, name, root)), None), f'{role} “{name}”')

    def rows(self):
        """What is in the list, from top to bottom."""
        return [Row(node) for node in self.nodes('list item', root=self.find('list', 'Jobs'))]

    def row(self, name):
        return next(row for row in self.rows() if row.name == name)

    def wait_row(self, name, *states, limit=20.0):
        """The row of this job, once it shows one of these states."""
        return self.wait(lambda: next((row for row in self.rows() if row.name == name and
                                       (not states or row.state in states)), None),
                         f'{name} in {states or "any state"}', limit)

    def focus(self):
        """What has the keyboard; None while nothing has."""
        return next((node for node in walk(self.frame)
                     if node.get_state_set().contains(Atspi.StateType.FOCUSED)), None)

    def centre(self, node, title='Ferry'):
        """Where a node is on the screen. The tree knows places inside the window only, and GTK's
        invisible frame is around that."""
        x, y, width, height = self.display.geometry(self.display.find_window(self.pid, title))
        inside = self._top_level(title).get_extents(Atspi.CoordType.WINDOW)
        extents = node.get_extents(Atspi.CoordType.WINDOW)
        return (x + (width - inside.width) // 2 + extents.x + extents.width // 2,
                y + (height - inside.height) // 2 + extents.y + extents.height // 2)

    def click(self, node, title='Ferry'):
        self.display.click(*self.centre(node, title))

    def key(self, *keys):
        self.display.key(*keys)

    def complaints(self):
        with open(self.log_path, encoding='utf-8', errors='replace') as log:
            return [line.rstrip() for line in log if COMPLAINT.search(line)]

    def close(self):
        """Ends it as Ctrl+Q does, which must be quick and without a complaint."""
        if self.process.poll() is None:
            self.stage.service.connection.call_sync(
                APP_ID, '/' + APP_ID.replace('.', '/'), 'org.gtk.Actions', 'Activate',
                GLib.Variant('(sava{sv})', ('quit', [], {})), None, 0, 20000, None)
            self.process.wait(timeout=START)
        tap.equal((self.process.returncode, self.complaints()), (0, []), 'exit status, complaints')


class Stage:
    """What all scenes of one test program share: the world, the screen, the service, a server."""

    def __init__(self, activatable=False):
        """activatable: whether the bus starts the program when it is called."""
        services = [(APP_ID, f'{PROGRAM} --gapplication-service')] if activatable else []
        self.world = world.World(services=_accessibility() + services)
        self.display = None
        try:
            self._furnish()
            self.display = Display(self.world.environment)
        except BaseException:
            self.world.close()
            raise
        self.service = service.Service(self.world.connect())
        self._prepare_bus()
        self.notifications = desktop.Desktop(self.world, self.service.connection,
                                             desktop.NOTIFICATIONS)
        tap.wait(self.notifications.look, what='the notifications')
        self.web = server.Server()
        self.ferry = None

    def _furnish(self):
        home, config = (self.world.environment[k] for k in ('HOME', 'XDG_CONFIG_HOME'))
        self.downloads = os.path.join(home, 'Downloads')
        os.makedirs(os.path.join(config, 'gtk-4.0'))
        with open(os.path.join(config, 'gtk-4.0', 'settings.ini'), 'w', encoding='utf-8') as file:
            file.write(SETTINGS)
        with open(os.path.join(config, 'user-dirs.dirs'), 'w', encoding='utf-8') as file:
            file.write('XDG_DOWNLOAD_DIR="$HOME/Downloads"\n')
        self.world.environment |= {'GDK_BACKEND': 'x11', 'GDK_DEBUG': 'gl-disable'}

    def _prepare_bus(self):
        """What it starts finds the screen."""
        names = ('DISPLAY', 'GDK_BACKEND', 'GDK_DEBUG')
        screen = {name: self.world.environment[name] for name in names}
        self.service.connection.call_sync(
            'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
            'UpdateActivationEnvironment', GLib.Variant('(a{ss})', (screen,)), None, 0, -1, None)

    def call_action(self, name, *parameters, activate=False):
        """Calls an action of the program as the desktop does."""
        self.service.connection.call_sync(
            APP_ID, '/' + APP_ID.replace('.', '/'), 'org.freedesktop.Application', 'ActivateAction',
            GLib.Variant('(sava{sv})', (name, list(parameters), {})), None,
            Gio.DBusCallFlags.NONE if activate else Gio.DBusCallFlags.NO_AUTO_START, 20000, None)

    def has_program(self):
        """Whether the program runs, with a window or without."""
        return self.service.connection.call_sync(
            'org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'NameHasOwner',
            GLib.Variant('(s)', (APP_ID,)), None, 0, -1, None).unpack()[0]

    def open(self, *arguments):
        """Starts the program."""
        self.ferry = Ferry(self, *arguments)
        self.ferry.appear()
        return self.ferry

    def fetched(self, name):
        """The bytes of a file in the folder for downloads; None if it is not there."""
        try:
            with open(os.path.join(self.downloads, name), 'rb') as file:
                return file.read()
        except FileNotFoundError:
            return None

    def start(self, name, url, **properties):
        """A job of somebody else, which saves into the folder for downloads."""
        os.makedirs(self.downloads, exist_ok=True)
        job = self.service.create(name, **properties)
        self.service.add(job, url, self.downloads)
        tap.equal(self.service.verb('Resume', job), {}, 'refusals')
        return job

    def jobs(self):
        """The ids of all jobs there are."""
        return [job[0] for job in self.service.call('Refresh', '(t)', 0)[2]]

    def clear(self):
        """Nothing is left for the next scene."""
        if self.has_program():
            self.call_action('quit')
            tap.wait(lambda: not self.has_program(), what='the end of the program')
        self.notifications.forget()
        jobs = self.jobs()
        self.service.verb('Cancel', *jobs)
        self.service.verb('Remove', *jobs)
        shutil.rmtree(self.downloads, ignore_errors=True)

    def screenshot(self, name):
        folder = os.environ.get('FERRY_SCREENSHOTS', '.')
        return self.display.screenshot(os.path.join(folder, f'{name}.png'))

    def close(self):
        self.display.close()
        self.world.close()


def _accessibility():
    """The bus of accessible trees, as (name, command) for our own bus."""
    folders = os.environ.get('XDG_DATA_DIRS', '/usr/local/share:/usr/share').split(':')
    for folder in folders:
        path = os.path.join(folder, 'dbus-1', 'services', 'org.a11y.Bus.service')
        if os.path.exists(path):
            with open(path, encoding='utf-8') as file:
                command = re.search(r'^Exec=(.*)$', file.read(), re.M)[1]
            return [('org.a11y.Bus', command)]
    raise Skip('at-spi2-core is not installed')


def scene(function):
    """A test with the window. A bad end leaves a picture; complaints of the program are one."""
    @functools.wraps(function)
    def play(stage):
        try:
            function(stage)
            if stage.ferry:
                stage.ferry.close()
        except Skip:
            raise
        except Exception:
            print(f'# picture: {stage.screenshot(function.__name__.replace("_", "-"))}')
            if stage.ferry:
                for line in stage.ferry.complaints():
                    print(f'# ferry: {line}')
                print(f'# rows: {_rows(stage.ferry)}', flush=True)
            raise
        finally:
            if stage.ferry and stage.ferry.process.poll() is None:
                stage.ferry.process.send_signal(signal.SIGKILL)
                stage.ferry.process.wait()
            stage.ferry = None
            stage.clear()

    return tap.test(play)


def _rows(ferry):
    try:
        return ferry.rows()
    except Exception as error:  # only to tell more about a failure
        return repr(error)


def main(activatable=False):
    """Plays all scenes of a test program. See Stage for activatable."""
    try:
        if Atspi is None:
            raise Skip('the accessibility library for Python is not installed')
        stage = Stage(activatable)
    except Skip as reason:
        print(f'1..0 # SKIP {reason}')
        sys.exit(0)
    try:
        # The accessibility library finds its bus through the environment of this process …
        os.environ.update(stage.world.environment)
        Atspi.init()
        status = tap.run(stage)
        sys.stdout.flush()
    finally:
        stage.close()
    # … and ends a process that has lost it, with a status of its own.
    os._exit(status)
