# SPDX-License-Identifier: GPL-3.0-or-later
"""Many jobs that wait, many clients that look, and one that calls nonsense without end.

usage: FERRYD=…/ferryd flood.py [JOBS [CLIENTS [CALLS]]]

Tells what the service needs meanwhile, and how long it lets somebody else wait.
"""
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import service, world  # noqa: E402  (the path comes first)
from harness.service import Gio, GLib  # noqa: E402

# The limits of the bus of a desktop.
LIMITS = {'max_connections_per_user': 100000, 'max_completed_connections': 100000,
          'max_replies_per_connection': 50000, 'max_incoming_bytes': 1000000000,
          'max_outgoing_bytes': 1000000000}
PENDING = 2000  # calls under way
NONSENSE = [
    ('AddFiles', GLib.Variant('(sa(sa{sv}))', ('no job', [('no address', {})]))),
    ('CreateJob', GLib.Variant('(sua{sv})', ('', 7, {'x': GLib.Variant('s', 'y' * 1000)}))),
    ('CreateJob', GLib.Variant('(s)', ('of the wrong type',))),
    ('SetProperties', GLib.Variant('(sa{sv})', ('no job', {'priority': GLib.Variant('s', '')}))),
    ('Resume', GLib.Variant('(as)', (['no job'] * 100,))),
    ('GetFiles', GLib.Variant('(st)', ('', 0))),
    ('NoSuchMethod', None),
]


def call_many(calls, limit=PENDING):
    """calls: (connection, method, arguments). Returns how many gave an answer that is no error."""
    answers = []

    def on_answer(connection, result):
        try:
            connection.call_finish(result)
            answers.append(True)
        except GLib.Error:
            answers.append(False)

    for sent, (connection, method, arguments) in enumerate(calls):
        while sent - len(answers) >= limit:
            GLib.MainContext.default().iteration(True)
        connection.call(world.BUS_NAME, service.PATH, world.BUS_NAME, method, arguments, None,
                        Gio.DBusCallFlags.NONE, 60000, None, on_answer)
    while len(answers) < len(calls):
        GLib.MainContext.default().iteration(True)
    return sum(answers)


def look(pid):
    """(MiB, how often a thread was woken)"""
    with open(f'/proc/{pid}/status', encoding='ascii') as file:
        memory = next(int(line.split()[1]) for line in file if line.startswith('VmRSS'))
    switches = 0
    for task in os.listdir(f'/proc/{pid}/task'):
        with open(f'/proc/{pid}/task/{task}/status', encoding='ascii') as file:
            switches += sum(int(line.split()[1]) for line in file if 'ctxt_switches' in line)
    return memory / 1024, switches


def milliseconds(function, times=1):
    start = time.perf_counter()
    for _ in range(times):
        function()
    return (time.perf_counter() - start) * 1000 / times


def fill(place, client, n_jobs):
    """Jobs that may not run: the policy cannot be understood."""
    folder = place.folder('flood')
    jobs = []
    for number in range(n_jobs):
        jobs.append(client.create(f'job {number}'))
        client.add(jobs[-1], f'http://127.0.0.1:1/{number}', folder)
    client.verb('Resume', *jobs)


def measure(place, client, n_clients, n_calls):
    pid = client.pid()
    serial = client.call('Refresh', '(t)', 0)[0]
    time.sleep(15)  # what that took is given back
    memory, switches = look(pid)
    time.sleep(20)
    print(f'at rest: {memory:.1f} MiB, woken {look(pid)[1] - switches} times in 20 s')

    def poll():
        client.call('Refresh', '(t)', serial)
    print(f'Refresh of nothing new: {milliseconds(poll, 200):.2f} ms')

    clients = [place.connect() for _ in range(n_clients)]
    polls = [(one, 'Refresh', GLib.Variant('(t)', (serial,))) for one in clients]
    print(f'{n_clients} clients: {milliseconds(lambda: call_many(polls)):.0f} ms for a Refresh of '
          f'each, {look(pid)[0]:.1f} MiB')

    flood = subprocess.Popen([sys.executable, __file__, '--flood', place.address, str(n_calls)])
    start, waits = time.monotonic(), []
    while flood.poll() is None:
        waits.append(milliseconds(poll))
        time.sleep(0.02)
    print(f'{n_calls} calls of nonsense: {time.monotonic() - start:.0f} s, {look(pid)[0]:.1f} MiB; '
          f'Refresh meanwhile: {sum(waits) / len(waits):.1f} ms, at most {max(waits):.0f} ms')
    assert client.pid() == pid, 'it is another service'


def flood(address, n_calls):
    connection = Gio.DBusConnection.new_for_address_sync(
        address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
        Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
    assert call_many([(connection, *NONSENSE[n % len(NONSENSE)])
                      for n in range(n_calls)]) <= n_calls // len(NONSENSE) + 1


def main(n_jobs=10000, n_clients=1000, n_calls=100000):
    limits = ''.join(f'<limit name="{name}">{limit}</limit>' for name, limit in LIMITS.items())
    world.CONFIG = world.CONFIG.replace('<policy ', limits + '<policy ')
    with world.World() as place:
        with open(f'{place.root}/policy.conf', 'w', encoding='ascii') as file:
            file.write('nothing that anybody understands')
        client = service.Service(place.connect())
        fill(place, client, n_jobs)
        measure(place, client, n_clients, n_calls)


if __name__ == '__main__':
    if sys.argv[1:2] == ['--flood']:
        flood(sys.argv[2], int(sys.argv[3]))
    else:
        main(*map(int, sys.argv[1:]))
