#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What programs that were compiled against libbg rely on is what abi.txt says.

usage: test-abi.py LIBRARY GIR NM
"""
import difflib
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness.tap import equal, run, test  # noqa: E402  (the path comes first)

RECORD = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'abi.txt')
CORE = '{http://www.gtk.org/introspection/core/1.0}'
C = '{http://www.gtk.org/introspection/c/1.0}'
GLIB = '{http://www.gtk.org/introspection/glib/1.0}'
FUNCTIONS = [CORE + name for name in ('constructor', 'function', 'method', 'virtual-method')]

ADVICE = '''The interface of libbg is not the one in tests/lib/abi.txt: “-” is gone, “+” is new.
If that was not meant: take it back.
If something is only new: programs go on. Write it down:
  BG_TEST_UPDATE_GOLDEN=1 meson test -C build bg-abi
If something is gone or another: programs that were compiled before break. Raise "soversion" in
src/lib/meson.build, say so in NEWS.md, and then write it down.'''


def symbols(nm, library):
    """What the dynamic linker finds, with its version if it has one."""
    output = subprocess.run([nm, '-D', '--defined-only', '--with-symbol-versions', library],
                            check=True, capture_output=True, text=True).stdout
    for line in output.splitlines():
        _, kind, name = line.split(maxsplit=2)
        if not name.startswith('__') and kind != 'A':
            yield f'symbol {"data " if kind in "BDR" else ""}{name}'


def type_of(element):
    """The type in C where it is told, else its name."""
    for child in element:
        if child.tag in (CORE + 'type', CORE + 'array'):
            return child.get(C + 'type') or child.get('name') or f'{type_of(child)}[]'
        if child.tag == CORE + 'varargs':
            return '...'
    return 'void'


def give(element):
    """A parameter or result: its type, and who owns it."""
    return f'{type_of(element)} ({element.get("transfer-ownership", "none")})'


def describe_function(function):
    arguments = [give(p) for p in function.findall(f'{CORE}parameters/*')]
    if function.get('throws') == '1':
        arguments.append('GError**')
    name = function.get(C + 'identifier') or function.get('name')
    return f'{give(function.find(CORE + "return-value"))} {name} ({", ".join(arguments)})'


def describe_members(parent, name):
    """The lines for what a type has."""
    for member in parent:
        if member.tag in FUNCTIONS:
            yield f'function {describe_function(member)}'
        elif member.tag == CORE + 'member':
            yield f'enum {name} {member.get(C + "identifier")} = {member.get("value")}'
        elif member.tag == CORE + 'property':
            rights = [key for key in ('writable', 'construct-only') if member.get(key) == '1']
            yield ' '.join([f'property {name}:{member.get("name")} {type_of(member)}', *rights])
        elif member.tag == GLIB + 'signal':
            kinds = ', '.join(type_of(p) for p in member.findall(f'{CORE}parameters/*'))
            yield f'signal {name}::{member.get("name")} ({kinds})'
    fields = [f'{type_of(field)} {field.get("name")}' for field in parent.findall(CORE + 'field')]
    if fields:
        yield f'struct {name} {{ {"; ".join(fields)} }}'


def signatures(gir):
    """One line for each thing that the public headers declare."""
    for element in ElementTree.parse(gir).getroot().find(CORE + 'namespace'):
        name = element.get(C + 'type') or element.get('name')
        if element.tag in FUNCTIONS:
            yield f'function {describe_function(element)}'
        elif element.tag == CORE + 'constant':
            if name != 'BG_N_ERRORS':  # there may always be more
                yield f'constant {name} = {element.get("value")}'
        else:
            if element.get('parent'):
                yield f'class {name}: {element.get("parent")}'
            yield from describe_members(element, name)


def describe(library, gir, nm):
    return sorted({*symbols(nm, library), *signatures(gir)})


@test
def the_interface_is_the_one_that_was_written_down(library, gir, nm):
    found = describe(library, gir, nm)
    if os.environ.get('BG_TEST_UPDATE_GOLDEN'):
        with open(RECORD, 'w', encoding='utf-8') as file:
            file.writelines(f'{line}\n' for line in found)
    with open(RECORD, encoding='utf-8') as file:
        wanted = file.read().splitlines()
    changes = [line for line in difflib.unified_diff(wanted, found, lineterm='', n=0)
               if not line.startswith(('---', '+++', '@@'))]
    if changes:
        raise AssertionError('\n'.join([ADVICE, *changes]))


@test
def every_function_of_the_headers_is_in_the_library(library, gir, nm):
    """And the other way round, so that no signature is missed."""
    lines = describe(library, gir, nm)
    there = {line.split()[1].partition('@')[0] for line in lines
             if line.startswith('symbol ') and not line.startswith('symbol data ')}
    known = {line.partition(' (')[2].split(') ', 1)[1].partition(' (')[0] for line in lines
             if line.startswith('function ')}
    equal(sorted(known - there), [], 'functions without a symbol')
    equal(sorted(there - known - {name for name in there if name.endswith('_get_type')}), [],
          'symbols without a signature')


if __name__ == '__main__':
    arguments = sys.argv[1:4]
    del sys.argv[1:]
    sys.exit(run(*arguments))
