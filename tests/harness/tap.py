# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests as functions, results as TAP."""
import sys
import time
import traceback

_tests = []


class Skip(Exception):
    """Raised by a test that cannot run here; says why."""


def test(function):
    """Marks a function as a test. Its name, as a sentence, is the name of the test."""
    _tests.append(function)
    return function


def wait(condition, limit=20.0, what='the condition'):
    """Calls condition until it returns something true, and returns that."""
    end = time.monotonic() + limit
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > end:
            raise AssertionError(f'waited {limit} s for {what}')
        time.sleep(0.02)


def _short(value):
    """What can be read of a value; Meson takes no line of 64 KiB."""
    text = repr(value)
    return text if len(text) <= 1000 else f'{text[:1000]}… ({len(text)} characters)'


def equal(got, wanted, what='value'):
    if got != wanted:
        raise AssertionError(f'{what}: got {_short(got)}, wanted {_short(wanted)}')


def run(*arguments):
    """Runs all tests, or those whose names hold a word of the command line."""
    words = sys.argv[1:]
    chosen = [t for t in _tests if not words or any(w in t.__name__ for w in words)]
    failed = 0
    print('TAP version 13')
    print(f'1..{len(chosen)}')
    for number, function in enumerate(chosen, 1):
        name = function.__name__.replace('_', '-')
        try:
            function(*arguments)
        except Skip as reason:
            print(f'ok {number} {name} # SKIP {reason}', flush=True)
        except Exception:  # a failed test is a result like any other
            failed += 1
            for line in traceback.format_exc().splitlines():
                print(f'# {line}')
            print(f'not ok {number} {name}', flush=True)
        else:
            print(f'ok {number} {name}', flush=True)
    return 1 if failed else 0
