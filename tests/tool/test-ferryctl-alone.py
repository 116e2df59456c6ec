#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""ferryctl without a session bus, as in a bare container: it brings one and takes it away."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from ferryctl import PROGRAM, Tool, has_content, processes
from harness import server, world
from harness.tap import equal, run, test, wait

PRIVATE = 'ferryctl: There is no session bus; a private one is used while this command runs.\n'
KEPT = ('ferryctl: What is not finished is kept; it goes on the next time ferryctl or Ferry '
        'runs.\n')


class Container:
    """Folders and an environment without a bus; the bus that is brought can start the service."""

    def __init__(self):
        self.root = tempfile.mkdtemp(prefix='ferry-alone-')
        services = self.folder('share/dbus-1/services')
        path = os.path.join(services, world.BUS_NAME + '.service')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(f'[D-BUS Service]\nName={world.BUS_NAME}\nExec={os.environ["FERRYD"]}\n')
        gone = ('DISPLAY', 'WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS')
        self.environment = {key: value for key, value in os.environ.items()
                            if key not in gone and not key.startswith('XDG_')}
        # Our folder alone would take away the settings that GLib wants to know proxies from.
        share = os.path.join(self.root, 'share')
        self.environment |= {'HOME': self.folder('home'), 'TMPDIR': self.folder('tmp'),
                             'XDG_DATA_DIRS': f'{share}:/usr/local/share:/usr/share'}

    def folder(self, name):
        path = os.path.join(self.root, name)
        os.makedirs(path, 0o700)
        return path

    def is_quiet(self):
        """Whether nothing runs that was started here."""
        return processes(self.root) == {}

    def close(self):
        for pid in processes(self.root):
            os.kill(pid, signal.SIGKILL)
        shutil.rmtree(self.root)


def alone(function):
    """A test in a container of its own, after which nothing may run in it."""
    def wrapper(web):
        place = Container()
        try:
            function(place, web, Tool(place))
            wait(place.is_quiet, what=f'the end of {processes(place.root)}')
        finally:
            place.close()
    wrapper.__name__ = function.__name__
    return test(wrapper)


def is_asked_for(web, name):
    return any(path == '/' + name for path, headers in web.requests)


def names(place):
    return sorted(processes(place.root).values())


@alone
def get_brings_a_bus_and_takes_it_away(place, web, tool):
    result = tool.run('get', web.url('a', size=300000))
    equal((result.returncode, result.stdout, result.stderr), (0, '', PRIVATE), 'result')
    has_content(os.path.join(place.root, 'a'), 300000)


@alone
def a_runtime_folder_is_used_where_there_is_one(place, web, tool):
    runtime = place.folder('runtime')
    tool.environment['XDG_RUNTIME_DIR'] = runtime
    result = tool.run('get', web.url('a', size=10))
    equal((result.returncode, result.stderr), (0, PRIVATE), 'result')
    equal(sorted(os.listdir(os.path.join(runtime, 'ferry'))), ['bus', 'bus.lock'], 'files')


@alone
def a_runtime_folder_that_is_missing_does_no_harm(place, web, tool):
    tool.environment['XDG_RUNTIME_DIR'] = os.path.join(place.root, 'missing')
    equal(tool.run('get', web.url('a', size=10)).returncode, 0, 'exit code')


@alone
def two_at_once_share_a_bus_and_a_service(place, web, tool):
    gets = [tool.start('get', web.url(name, size=600000, rate=300000)) for name in 'abc']
    wait(lambda: names(place).count('ferryctl') >= 3 and 'ferryd' in names(place))
    time.sleep(0.5)
    equal(names(place).count('ferryd'), 1, f'services among {names(place)}')
    equal(names(place).count('dbus-daemon') < 3, True, names(place))
    for get in gets:
        output, errors = get.communicate(timeout=30)
        equal((get.returncode, output, errors), (0, '', PRIVATE), 'result')
    for name in 'abc':
        has_content(os.path.join(place.root, name), 600000)


@alone
def many_in_a_row_do_not_meet(place, web, tool):
    for number in range(8):
        result = tool.run('get', web.url(str(number), size=10))
        equal((result.returncode, result.stderr), (0, PRIVATE), 'result')
    gets = [tool.start('get', web.url(f'at-once-{number}', size=10)) for number in range(8)]
    for get in gets:
        output, errors = get.communicate(timeout=60)
        equal((get.returncode, output, errors), (0, '', PRIVATE), 'result')


@alone
def a_job_that_is_not_finished_is_kept(place, web, tool):
    result = tool.run('add', web.url('a', size=600000, rate=300000))
    equal((result.returncode, result.stderr), (0, PRIVATE + KEPT), 'result')
    wait(place.is_quiet, what='the end of the service')
    equal(os.path.exists(os.path.join(place.root, 'a')), False, 'the file')
    result = tool.run('wait', result.stdout.strip())
    equal((result.returncode, result.stderr), (0, PRIVATE), 'result')
    has_content(os.path.join(place.root, 'a'), 600000)


@alone
def ctrl_c_suspends_here_too(place, web, tool):
    # The keys of a terminal reach the whole group of processes.
    url = web.url('interrupted', size=600000, rate=300000)
    get = tool.start('get', url, start_new_session=True)
    wait(lambda: is_asked_for(web, 'interrupted'))
    os.killpg(get.pid, signal.SIGINT)
    output, errors = get.communicate(timeout=30)
    equal((get.returncode, output), (130, ''), 'exit code, output')
    job = errors.split('ferryctl resume ')[1].split()[0]
    equal(tool.run('resume', job).stderr, PRIVATE + KEPT, 'errors')
    equal(tool.run('wait', job).returncode, 0, 'exit code')
    has_content(os.path.join(place.root, 'interrupted'), 600000)


@alone
def a_killed_ferryctl_leaves_nothing_running(place, web, tool):
    get = tool.start('get', web.url('orphan', size=600000, rate=300000))
    wait(lambda: is_asked_for(web, 'orphan'))
    get.kill()
    get.communicate()
    wait(place.is_quiet, what=f'the end of {names(place)}')
    equal(tool.run('wait', 'all').returncode, 0, 'exit code')
    has_content(os.path.join(place.root, 'orphan'), 600000)


@alone
def a_bus_that_was_killed_is_not_missed(place, web, tool):
    get = tool.start('get', web.url('busless', size=600000, rate=300000))
    wait(lambda: is_asked_for(web, 'busless'))
    for pid, name in processes(place.root).items():
        if name == 'dbus-daemon':
            os.kill(pid, signal.SIGKILL)
    output, errors = get.communicate(timeout=60)
    equal((get.returncode, output), (1, ''), 'exit code, output')
    equal('cannot be reached' in errors, True, errors)
    wait(place.is_quiet, what=f'the end of {names(place)}')
    equal(tool.run('wait', 'all').returncode, 0, 'exit code')
    has_content(os.path.join(place.root, 'busless'), 600000)


@alone
def the_last_one_takes_the_bus_away(place, web, tool):
    first = tool.start('get', web.url('first', size=300000, rate=300000))
    wait(lambda: 'ferryd' in names(place))
    second = tool.start('get', web.url('second', size=900000, rate=300000))
    first.communicate(timeout=30)
    equal(first.returncode, 0, 'exit code')
    equal('ferryd' in names(place), True, names(place))
    output, errors = second.communicate(timeout=30)
    equal((second.returncode, errors), (0, PRIVATE), 'result')


@alone
def nobody_waits_for_what_it_holds_open(place, web, tool):
    slow = tool.start('get', web.url('slow', size=1500000, rate=300000))
    wait(lambda: 'ferryd' in names(place))
    equal(tool.run('get', web.url('quick', size=10)).returncode, 0, 'exit code')
    equal(slow.poll(), None, 'exit code of the one that is at work')
    slow.communicate(timeout=30)


@alone
def closed_standard_files_do_no_harm(place, web, tool):
    url = web.url('closed', size=10)
    script = f'exec {PROGRAM} get "{url}" <&- >&- 2>&-'
    code = subprocess.run(['/bin/sh', '-c', script], cwd=place.root, env=tool.environment,
                          check=False).returncode
    equal(code, 0, 'exit code')
    has_content(os.path.join(place.root, 'closed'), 10)


@alone
def a_missing_bus_program_is_told(place, web, tool):
    tool.bad(1, 'list', words='install the package “dbus-daemon”', PATH=place.folder('bin'))


@alone
def a_bus_program_that_fails_is_told(place, web, tool):
    folder = place.folder('bin')
    os.symlink('/bin/false', os.path.join(folder, 'dbus-daemon'))
    tool.bad(1, 'list', words='could not be started', PATH=folder)


@alone
def a_folder_of_somebody_else_is_refused(place, web, tool):
    runtime = place.folder('runtime')
    os.mkdir(os.path.join(runtime, 'ferry'))
    os.chmod(os.path.join(runtime, 'ferry'), 0o777)
    tool.bad(1, 'list', words='a private one cannot be had', XDG_RUNTIME_DIR=runtime)


@alone
def help_needs_no_bus(place, web, tool):
    tool.good('--help')
    tool.good('get', '--help')
    equal(os.path.exists(os.path.join(place.root, 'home', '.local')), False, 'a folder')


if __name__ == '__main__':
    sys.exit(run(server.Server()))
