# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of ferryctl share: the tool in a world of its own, and what else runs there."""
import json
import os
import socket
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import server  # noqa: E402  (the path comes first)
from harness.tap import equal  # noqa: E402

PROGRAM = os.environ['FERRYCTL']


class Tool:
    def __init__(self, place, environment=None):
        self.place = place
        self.environment = environment or place.environment

    def run(self, *arguments, cwd=None, timeout=60, **variables):
        """Runs ferryctl to its end, in pipes."""
        return subprocess.run([PROGRAM, *arguments], cwd=cwd or self.place.root, text=True,
                              env=self.environment | variables, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=timeout, check=False)

    def start(self, *arguments, **options):
        """Starts ferryctl in pipes."""
        options = {'stdout': subprocess.PIPE, 'stderr': subprocess.PIPE} | options
        return subprocess.Popen([PROGRAM, *arguments], cwd=self.place.root, text=True,
                                env=self.environment, stdin=subprocess.DEVNULL, **options)

    def good(self, *arguments, **options):
        """What a command prints that ends well and has nothing to complain about."""
        result = self.run(*arguments, **options)
        equal((result.returncode, result.stderr), (0, ''), f'exit code, errors of {arguments}')
        return result.stdout

    def bad(self, code, *arguments, words='', **options):
        """The one sentence of a command that must fail."""
        result = self.run(*arguments, **options)
        equal((result.returncode, result.stdout), (code, ''), f'exit code, output of {arguments}')
        sentence(result.stderr, words)
        return result.stderr

    def add(self, *arguments, **options):
        return self.good('add', *arguments, **options).strip()

    def jobs(self):
        return json.loads(self.good('list', '--json'))

    def job(self, job):
        return json.loads(self.good('show', job, '--json'))

    def state(self, job):
        return self.job(job)['state']


def read(*path):
    with open(os.path.join(*path), 'rb') as file:
        return file.read()


def has_content(path, size):
    """Checks that the file is the one of that size that the server gives."""
    got, wanted = read(path), server.content(size)
    equal(len(got), size, f'size of {path}')
    bad = next((i for i, pair in enumerate(zip(got, wanted)) if pair[0] != pair[1]), None)
    equal(bad, None, f'the first bad byte of {path}')


def closed_port():
    """A port of the loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def sentence(text, words=''):
    """Checks that this is one line for people, with these words in it."""
    if not text.startswith('ferryctl: ') or text.count('\n') != 1 or words not in text:
        raise AssertionError(f'not one sentence with {words!r}: {text!r}')


def processes(root):
    """{pid: name} of all processes that live in this world, but for the tests' own."""
    found = {}
    for pid in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open(f'/proc/{pid}/environ', 'rb') as file:
                if root.encode() not in file.read():
                    continue
            with open(f'/proc/{pid}/comm', encoding='utf-8') as file:
                name = file.read().strip()
        except OSError:
            continue
        if name not in ('python3', 'test-ferryctl'):
            found[int(pid)] = name
    return found
