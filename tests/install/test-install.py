#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is installed is what files.txt says, and what the packagers of Debian were told.

usage: test-install.py MESON SOURCE-FOLDER BUILD-FOLDER [FOLDER=PATH…] [PART…]
"""
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness.tap import equal, run, test  # noqa: E402  (the path comes first)


class Tree:
    """The sources, and what was installed of them under root."""

    def __init__(self, source, root, folders, parts):
        self.source = source
        self.root = root
        self.folders = folders
        self.parts = parts

    def read(self, *path):
        with open(os.path.join(self.source, *path), encoding='utf-8') as file:
            return file.read()

    def place(self, folder):
        """Where a folder of an installed system is here."""
        return self.root + self.folders[folder]

    def installed(self):
        found = set()
        for folder, _folders, names in os.walk(self.root):
            found.update(os.path.join(folder, name) for name in names)
        # The reference is made of a hundred pages, which gi-docgen names.
        reference = os.path.join(self.place('datadir'), 'doc', 'bg-1', '')
        return {path for path in found if not path.startswith(reference)}

    def wanted(self):
        languages = re.findall(r'^[a-z]\S*', self.read('po', 'LINGUAS'), re.M)
        found = set()
        for line in self.read('tests', 'install', 'files.txt').splitlines():
            path, *parts = line.split()
            if not line.startswith('#') and self.parts.issuperset(parts):
                found.update(self.root + path.format(language=language, **self.folders)
                             for language in languages)
        return found


@test
def nothing_is_forgotten_and_nothing_else_installed(tree):
    installed, wanted = tree.installed(), tree.wanted()
    equal(sorted(wanted - installed), [], 'in files.txt, but not installed')
    equal(sorted(installed - wanted), [], 'installed, but not in files.txt')


@test
def the_unit_names_pages_that_exist(tree):
    with open(os.path.join(tree.place('unitdir'), 'ferryd.service'), encoding='utf-8') as file:
        pages = re.findall(r'\bman:([\w.-]+)\((\d)\)', file.read())
    equal(bool(pages), True, 'pages')
    for name, section in pages:
        path = os.path.join(tree.place('mandir'), f'man{section}', f'{name}.{section}')
        equal(os.path.exists(path), True, path)


@test
def the_library_has_the_symbols_that_debian_knows(tree):
    library = os.path.join(tree.place('libdir'), 'libbg-1.so.0')
    output = subprocess.check_output(['nm', '-D', '--defined-only', library], text=True)
    exported = {line.split()[-1] for line in output.splitlines()}
    known = set(re.findall(r'^ (\w+)@Base ', tree.read('debian', 'libbg-1-0.symbols'), re.M))
    equal(sorted(exported - known), [], 'not in debian/libbg-1-0.symbols')
    equal(sorted(known - exported), [], 'only in debian/libbg-1-0.symbols')


@test
def the_changelog_of_debian_has_our_version(tree):
    version = re.search(r"^  version: '(.*)',$", tree.read('meson.build'), re.M)[1]
    packaged = re.match(r'ferry \((\S+)\)', tree.read('debian', 'changelog'))[1]
    equal(packaged, version, 'version')


def main():
    meson, source, build, *rest = sys.argv[1:]
    folders = dict(word.split('=', 1) for word in rest if '=' in word)
    parts = {word for word in rest if '=' not in word}
    del sys.argv[1:]
    with tempfile.TemporaryDirectory() as root:
        command = [meson, 'install', '-C', build, '--no-rebuild', '--quiet', '--destdir', root]
        subprocess.run(command, check=True, stdout=sys.stderr)
        return run(Tree(source, root, folders, parts))


if __name__ == '__main__':
    sys.exit(main())
