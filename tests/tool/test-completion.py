#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The completions, asked the way that each shell asks them. No service: there are no jobs to offer.

usage: test-completion.py FOLDER    (of the completions)
"""

import os
import pty
import select
import shutil
import subprocess
import sys
import tempfile
import time

FOLDER = sys.argv[1]

# What is on the line, and what its last word becomes.
LINES = [
    ('ferryctl sus', 'suspend'),
    ('ferryctl get --no-met', '--no-metalink'),
    ('ferryctl upload --protocol re', 'resumable'),
    ('ferryctl set all pri', 'priority'),
    ('ferryctl set all priority foreg', 'foreground'),
    ('ferryctl set all notify-', 'notify-action'),
    ('ferryctl set all notify error,file', 'error,file-transferred'),
    ('ferryctl config power', 'power-saver-downloads'),
    ('ferryctl config power-saver-downloads nob', 'nobody'),
    ('ferryctl help moni', 'monitor'),
]
BASH = r'''
source "$0"
COMP_WORDS=($1)
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
compopt() { :; }
_ferryctl ferryctl
printf '%s\n' "${COMPREPLY[@]}"
'''


def environment(home):
    """Without a bus, for a key must not start one; and with a dull terminal, for zsh paints."""
    kept = {'PATH': os.environ['PATH'], 'LC_ALL': 'C.UTF-8', 'HOME': home, 'TERM': 'dumb'}
    return {**kept, 'XDG_RUNTIME_DIR': home, 'XDG_CONFIG_HOME': home, 'ZDOTDIR': home}


def ask_bash(line, home):
    command = ['bash', '-c', BASH, os.path.join(FOLDER, 'ferryctl.bash'), line]
    return subprocess.run(command, env=environment(home), stdout=subprocess.PIPE, text=True,
                          check=True).stdout


def ask_fish(line, home):
    script = f"source '{FOLDER}/ferryctl.fish'; complete --do-complete '{line}'"
    done = subprocess.run(['fish', '--no-config', '-c', script], env=environment(home),
                          capture_output=True, text=True, check=True)
    if done.stderr:
        raise AssertionError(done.stderr)
    return done.stdout


def read_until(master, wanted, said=''):
    """zsh tells only who sits at a terminal."""
    end = time.monotonic() + 30
    while wanted not in said and time.monotonic() < end:
        if select.select([master], [], [], 0.2)[0]:
            said += os.read(master, 65536).decode(errors='replace').replace('\a', '')
    return said


def ask_zsh(line, home):
    shutil.copy(os.path.join(FOLDER, 'ferryctl.zsh'), os.path.join(home, '_ferryctl'))
    master, slave = pty.openpty()
    shell = subprocess.Popen(['zsh', '-f', '-i'], stdin=slave, stdout=slave, stderr=slave,
                             env=environment(home), close_fds=True, start_new_session=True)
    os.close(slave)
    try:
        os.write(master, f'PS1=; fpath=({home} $fpath); autoload -U compinit; compinit -u -D; '
                 'print rea"dy"\n'.encode())
        read_until(master, 'ready\r')
        os.write(master, line.encode() + b'\t')
        return read_until(master, dict(LINES)[line])
    finally:
        shell.kill()
        shell.wait()
        os.close(master)


def main():
    shells = {'bash': ask_bash, 'fish': ask_fish, 'zsh': ask_zsh}
    print(f'1..{len(shells)}')
    failed = False
    for number, (shell, ask) in enumerate(shells.items(), 1):
        if not shutil.which(shell):
            print(f'ok {number} - {shell} # SKIP {shell} is not installed')
            continue
        wrong = []
        for line, wanted in LINES:
            with tempfile.TemporaryDirectory(prefix='ferry-completion-') as home:
                said = ask(line, home)
            if wanted not in said:
                wrong.append((line, wanted, said))
        for line, wanted, said in wrong:
            print(f'# {line!r}: {wanted} is not in {said!r}')
        print(f'{"not ok" if wrong else "ok"} {number} - {shell}')
        failed = failed or bool(wrong)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
