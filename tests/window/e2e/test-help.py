#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of help."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
from harness.parlour import main, scene, walk  # noqa: E402  (the path comes first)
from harness.tap import equal  # noqa: E402


@scene
def help_comes_by_its_key(stage):
    ferry = stage.open()
    ferry.find('label', 'Add a Download')
    ferry.key('F1')
    top = ferry.top_level('Help')
    ferry.wait(lambda: 'Transient Error' in [n.get_name() for n in walk(top)], 'the states')
    ferry.display.activate(ferry.wait(lambda: ferry.display.find_window(ferry.pid, 'Help'),
                                      'the window'))
    ferry.key('F1')
    stage.call_action('about')  # what comes after the second key
    ferry.top_level('About')
    equal(len(stage.display.xdotool('search', '--onlyvisible', '--name', '^Help$').split()), 1,
          'windows with the help')
    ferry.display.activate(ferry.wait(lambda: ferry.display.find_window(ferry.pid, 'About'),
                                      'the window'))
    ferry.key('Escape')
    ferry.wait(lambda: not ferry._top_level('About'), 'the end of About')
    ferry.display.activate(ferry.display.find_window(ferry.pid, 'Help'))
    ferry.key('Escape')
    ferry.wait(lambda: not ferry._top_level('Help'), 'the end of the help')


if __name__ == '__main__':
    main()
