#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs of the page about other languages: each one downloads a file."""
import os
import re
import shlex
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import server, world  # noqa: E402  (the path comes first)
from harness.tap import Skip, equal, run, test  # noqa: E402

PAGE = os.path.join(os.path.dirname(__file__), '../../src/lib/docs/languages.md')


def program(place, language, name):
    """Writes the program of a language into a file; returns its path."""
    with open(PAGE, encoding='utf-8') as page:
        text = re.search(rf'^```{language}\n(.*?)^```$', page.read(), re.M | re.S)[1]
    path = os.path.join(place.folder(language), name)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)
    return path


def build(*command):
    """Compilers do not get the sanitizer that is loaded into the programs."""
    environment = {k: v for k, v in os.environ.items() if k != 'LD_PRELOAD'}
    built = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    equal(built.returncode, 0, built.stderr)


def downloads(place, web, language, *command):
    """The program prints the path of a file, and all its bytes are there."""
    url = web.url(language, size=100000)
    process = place.spawn(*command, url, place.folder(f'{language}-files') + '/',
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    out, err = process.communicate(timeout=60)
    equal((process.returncode, err), (0, ''), 'exit code and standard error')
    with open(out.strip(), 'rb') as file:
        equal(file.read() == server.content(100000), True, 'the bytes')


@test
def c(place, web):
    source = program(place, 'c', 'download.c')
    binary = source.removesuffix('.c')
    build(*shlex.split(os.environ['CC']), '-Wall', '-Werror', source, '-o', binary,
          *shlex.split(os.environ['BG_CFLAGS']), *shlex.split(os.environ['BG_LIBS']))
    downloads(place, web, 'c', binary)


@test
def python(place, web):
    downloads(place, web, 'python', sys.executable, program(place, 'python', 'download.py'))


@test
def javascript(place, web):
    if shutil.which('gjs') is None:
        raise Skip('there is no gjs')
    downloads(place, web, 'javascript', 'gjs', '-m', program(place, 'javascript', 'download.js'))


@test
def vala(place, web):
    if shutil.which('valac') is None or not os.path.exists(os.environ['BG_VAPI']):
        raise Skip('there is no Vala')
    source = program(place, 'vala', 'download.vala')
    binary = source.removesuffix('.vala')
    options = [f'--Xcc={option}' for option in shlex.split(os.environ['BG_CFLAGS'] + ' -w ' +
                                                           os.environ['BG_LIBS'])]
    build('valac', '--vapidir', os.path.dirname(os.environ['BG_VAPI']), '--pkg', 'gio-2.0',
          '--pkg', 'bg-1', *options,
          '-o', binary, source)
    downloads(place, web, 'vala', binary)


if __name__ == '__main__':
    with world.World() as PLACE:
        sys.exit(run(PLACE, server.Server()))
