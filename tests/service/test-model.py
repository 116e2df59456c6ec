#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Thousands of random calls, lost networks and kills: the service does what the model allows.

A round plays on one queue: calls, each judged with its answer and with a look at all jobs
afterwards; then the servers are good, and whatever was resumed must arrive.
"""
import collections
import os
import random
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
import model  # noqa: E402  (the path comes first)
import model_calls  # noqa: E402
import model_world  # noqa: E402
from harness import server  # noqa: E402
from harness.network import Network  # noqa: E402
from harness.tap import equal, run, test, wait  # noqa: E402

LONG = bool(os.environ.get('BG_TEST_LONG'))
SEED = int(os.environ.get('BG_TEST_SEED', '1'))
ROUNDS = int(os.environ.get('BG_TEST_ROUNDS', '10000')) if LONG else 2
SECONDS = int(os.environ.get('BG_TEST_SECONDS', '900')) if LONG else float('inf')
CALLS = 500
PATIENCE = 60
DONE = {model.TRANSFERRED, model.ACKNOWLEDGED}

# Whatever the seed is: without these the test would show little.
OFTEN = {(model.SUSPENDED, model.QUEUED), (model.QUEUED, model.CONNECTING),
         (model.CONNECTING, model.TRANSFERRING), (model.TRANSFERRING, model.TRANSFERRED),
         (model.CONNECTING, model.TRANSIENT_ERROR), (model.TRANSIENT_ERROR, model.QUEUED),
         (model.CONNECTING, model.ERROR), (model.ERROR, model.QUEUED),
         (model.TRANSFERRED, model.ACKNOWLEDGED), (model.SUSPENDED, model.CANCELLED)}


class Round(model_calls.Calls):
    ACTIONS = {
        'begin': 10, 'create': 3, 'create_nonsense': 1, 'add_files': 16, 'add_nonsense': 2,
        'verb': 30, 'set_properties': 6, 'set_nonsense': 1, 'set_remote_name': 5,
        'replace_prefix': 2, 'get_files': 4, 'get_segments': 3, 'spoil_upload': 2,
        'change_weather': 5, 'change_network': 2, 'change_receiver': 2, 'kill': 1,
        'move_folder': 2, 'let_it_work': 20,
    }

    def __init__(self, world, seed):
        self.world, self.client = world, world.client
        self.random = random.Random(seed)
        self.number = seed * 1000000
        self.jobs = {}
        self.unborn = {}     # {name: (kind, properties)} of calls that nobody answered
        self.buried = []     # jobs that were removed
        self.mirror = model_world.Mirror()
        self.trace = collections.deque(maxlen=60)

    def note(self, text):
        self.trace.append(text)

    def adopt(self, id, kind, properties):
        is_changing = kind == model.DOWNLOAD and self.random.random() < 0.3
        job = model.Job(id, kind, properties, self.world.place.folder(f'job{self._count()}'),
                        is_changing)
        job.endanger(self.world.dangers)
        self.jobs[id] = job

    # The world.

    def _endanger(self, dangers):
        for job in self.jobs.values():
            job.endanger(dangers | self.world.dangers)

    def change_weather(self, weather=None):
        weather = weather or self.random.choice(model_world.OFTEN)
        if weather == self.world.weather:
            return
        self.note(f'the weather is {weather}')
        self._endanger({'cut'})  # whoever has a connection
        self.world.set_weather(weather)
        self._endanger(set())

    def change_network(self):
        self.note('the network comes or goes')
        self.world.network.set_online(self.random.random() < 0.5)

    def change_receiver(self):
        self.note('the other server comes or goes')
        self.world.set_receiving(self.random.random() < 0.6)
        self._endanger(set())

    def move_folder(self):
        """Somebody takes the folder of a job away, or brings it back."""
        job = self._any_job()
        if job.kind != model.DOWNLOAD or job.state is None:
            return
        self.note(f'the folder of {job.id} is {"back" if job.is_away else "away"}')
        self.switch_folder(job)

    def switch_folder(self, job):
        old, new = job.folder, job.folder + '.away'
        if job.is_away:
            old, new = new, old
        os.rename(old, new)
        job.is_away = not job.is_away
        job.endanger({'away'})

    def spoil_upload(self):
        """Its server fails with one of the next requests."""
        job = self._any_job()
        if job.target is None:
            return
        fault = self.random.choice([('cut', 100), ('status', 503, []), ('lose',)])
        self.note(f'{job.id} meets {fault}')
        job.target.faults.append(fault)
        job.endanger({'busy'})

    def kill(self):
        self.note('kill -9')
        for job in self.jobs.values():
            job.met_kill()
        self.world.kill()

    def let_it_work(self):
        time.sleep(self.random.choice((0.01, 0.03, 0.1)))

    # Looks.

    def look(self):
        """At all jobs: none is lost, none is new, and each is where it may be."""
        now, _, rows, _ = self.client.call('Refresh', '(t)', 0)
        self.mirror.poll(self.client)
        if now == self.mirror.serial:
            equal(self.mirror.rows, {row[0]: row for row in rows}, 'what was polled')
        self._settle_births(rows)
        seen = {row[0]: row for row in rows}
        for id in [id for id, job in self.jobs.items() if model.GONE in job.possible]:
            if id not in seen:
                self.buried.append(self.jobs.pop(id))
            else:
                self.jobs[id].possible.discard(model.GONE)
        equal(sorted(seen), sorted(self.jobs), 'the jobs')
        for id, row in seen.items():
            self.note(f'  {id} {model.STATES[row[1]]} {row[2:6]}')
            self.jobs[id].seen(row)
            if row[1] in model.FINAL and self.jobs[id].kept is None:
                self._note_end(self.jobs[id], row)
        for _ in range(len(seen)):
            self.trace.pop()

    def _settle_births(self, rows):
        for row in rows:
            name = row[6]['name']
            if row[0] not in self.jobs and name in self.unborn:
                self.adopt(row[0], *self.unborn[name])
        self.unborn.clear()

    def _note_end(self, job, row):
        """What a job that has ended leaves behind."""
        job.kept = set()
        if job.kind != model.DOWNLOAD:
            if job.state == model.ACKNOWLEDGED:
                self._check_upload(job, row[6])
            return
        for file, (_, _, _, is_completed, properties) in zip(job.files, self.client.files(job.id)):
            if is_completed:
                path = os.fsdecode(bytes(properties['path'])).rstrip('\0')
                job.kept.add(os.path.basename(path))
                self._check_file(job, file, path)
        if job.state == model.CANCELLED and not job.may_keep_files:
            equal(job.kept, set(), f'what {job.id} has kept')
        if job.state == model.ACKNOWLEDGED and job.is_partial is not None:
            equal(row[5] < row[4], job.is_partial, f'whether {job.id} is partial')

    def _check_file(self, job, file, path):
        if job.is_away:
            path = path.replace(job.folder, job.folder + '.away')
        with open(path, 'rb') as stream:
            data = stream.read()
        seeds = [file.seed]
        if job.is_changing and not file.checked:
            seeds.append(model_world.OTHER_SEED)
        if data not in [server.content(file.size, seed) for seed in seeds]:
            raise model.Wrong(f'{path} of {file.url} has other bytes ({len(data)})')

    def _check_upload(self, job, properties):
        file = job.files[0]
        if job.target.data != server.content(file.size, file.seed):
            raise model.Wrong(f'{job.target.path} has other bytes')
        if job.kind == model.UPLOAD_REPLY:
            path = os.fsdecode(bytes(properties['reply-file'])).rstrip('\0')
            with open(path, 'rb') as stream:
                reply = stream.read()
            if reply != model_calls.REPLY:
                raise model.Wrong(f'the reply of {job.target.path} is {reply}')

    # The end of a round.

    def settle(self):
        """With good servers whatever was resumed arrives, byte for byte."""
        self.world.network.set_online(True)
        self.world.set_receiving(True)
        self.change_weather('fast')
        for job in self.jobs.values():
            if job.target is not None:
                job.target.faults.clear()
            if job.is_away:
                self.switch_folder(job)
        waiting = [job for job in self.jobs.values() if job.state in model.NOT_FINAL]
        # What was added to a finished job has another address as soon as that goes on.
        self._apply('Resume', [job for job in waiting if job.arrived < len(job.files)])
        self._apply('Suspend', [job for job in waiting if job.state in model.NOT_FINAL])
        waiting = [job for job in waiting if job.state in model.NOT_FINAL]
        for job in waiting:
            self._repair(job)
        resumed = [job for job in waiting if job.files]
        self._apply('Resume', resumed)
        self.look()
        end = time.monotonic() + PATIENCE
        while not self._have_arrived(resumed):
            if time.monotonic() > end:
                raise model.Wrong(f'stuck: {self._describe_stuck(resumed)}')
            time.sleep(0.05)
        for job in resumed:
            if job.state in DONE:
                equal(job.arrived, len(job.files), f'files of {job.id}')
        self._apply('Complete', [job for job in waiting if job.state in model.NOT_FINAL
                                 and (job.files or job.kind == model.DOWNLOAD)])
        self._apply('Cancel', [job for job in waiting if job.state in model.NOT_FINAL])
        self._apply('Remove', list(self.jobs.values()))
        equal(self.jobs, {}, 'jobs in the end')
        self._check_folders()
        equal(self.world.receiver.complaints, [], 'complaints of the server')

    def _apply(self, verb, jobs):
        ids = [job.id for job in jobs]
        answer = self.client.call(verb, '(as)', ids)
        self.note(f'{verb} {ids} → {answer}')
        self._judge(verb, jobs, answer[-1])
        if verb == 'Complete':
            equal(answer[0], [], 'partial jobs')
        self.look()

    def _repair(self, job):
        """Nothing is wrong with the job any more that a person could mend."""
        for index, file in enumerate(job.files):
            if file.dead and job.state in model.MOVABLE:
                file.dead, job.moved = False, True
                file.url = self.address(file)
                self.client.call('SetRemoteName', '(sus)', job.id, index, file.url)
        changes = {'speed-limit': 0, 'priority': 2}
        if job.state in model.NOT_FINAL:
            self.client.call('SetProperties', '(sa{sv})', job.id, model_calls.variants(changes))
            job.properties |= changes
        job.renew(set())

    def _have_arrived(self, jobs):
        self.look()
        return all(job.state in DONE or (job.state == model.ERROR and job.has_lost_reply())
                   for job in jobs)

    def _describe_stuck(self, jobs):
        return [(self.client.job(job.id), self.client.files(job.id)) for job in jobs
                if job.state not in DONE]

    def _check_folders(self):
        """Nothing is left behind, nothing is missing."""
        for job in self.buried:
            if job.may_leave_parts or job.kept is None:  # it ended and was removed unseen
                continue

            def leftovers(job=job):
                names = {name for name in os.listdir(job.folder) if not name.startswith('source')}
                return names ^ (job.kept or set())
            wait(lambda: not leftovers(), 20, f'{job.folder} to hold {job.kept} alone, '
                                              f'not {leftovers()}')

    def play(self):
        names, weights = zip(*self.ACTIONS.items())
        for _ in range(CALLS):
            getattr(self, self.random.choices(names, weights)[0])()
            if self.random.random() < 0.02:
                self.kill()  # before anybody asks: what was answered must be kept by then
            self.look()
            self.world.check_lives()
        self.settle()


@test
def the_model_knows_what_is_wrong(world):
    """Or it would find nothing."""
    def refuses(step, *arguments):
        job = model.Job('a', model.DOWNLOAD, {'auto-complete': False, 'no-progress-timeout': 1},
                        '/', False)
        job.add([model.File('http://127.0.0.1/a', 10, 1)])
        job.is_unfinished = False
        try:
            step(job, *arguments)
        except model.Wrong:
            return True
        return False

    def is_seen(job, state, properties=(), total=10, there=0, files=1, before=None):
        job.possible = {before} if before is not None else job.possible
        job.seen(('a', state, total, there, files, 0,
                  job.properties | {'type': 0} | dict(properties)))

    equal(refuses(is_seen, model.SUSPENDED), False, 'nothing has happened')
    equal(refuses(is_seen, model.QUEUED), True, 'nobody resumed it')
    equal(refuses(is_seen, model.SUSPENDED, [('auto-complete', True)]), True, 'a property')
    equal(refuses(is_seen, model.SUSPENDED, [], 10, 11), True, 'more than all bytes')
    equal(refuses(is_seen, model.SUSPENDED, [], 10, 0, 0), True, 'a file is lost')
    equal(refuses(is_seen, model.TRANSFERRED, [], 10, 9, 1, model.QUEUED), True, 'too early')
    equal(refuses(is_seen, model.ERROR, [], 10, 9, 1, model.QUEUED), True, 'no reason to fail')
    for verb, good, bad in (('Resume', None, 'Empty'), ('Suspend', None, 'InvalidState'),
                            ('Complete', None, 'InvalidState'), ('Cancel', None, 'NotFound'),
                            ('Remove', 'InvalidState', None)):
        equal(refuses(model.Job.answered, verb, good), False, verb)
        equal(refuses(model.Job.answered, verb, bad), True, verb)
    equal((model.ERROR, model.SUSPENDED) in model.STEPS, False, 'an arrow that is none')
    equal(any(before in model.FINAL for before, _ in model.STEPS), False, 'a way back')


@test
def any_calls_in_any_weather_keep_to_the_model(world):
    end = time.monotonic() + SECONDS
    jobs = rounds = 0
    for seed in range(SEED, SEED + ROUNDS):
        if time.monotonic() > end:
            break
        this = Round(world, seed)
        try:
            this.play()
        except Exception:
            for line in this.trace:
                print(f'# {line}')
            print(f'# BG_TEST_SEED={seed}')
            raise
        rounds += 1
        jobs += len(this.buried)
    seen = world.diary.steps
    print(f'# seed {SEED}: {rounds} rounds of {CALLS} calls, {world.kills} kills, {jobs} jobs, '
          f'{sum(seen.values())} steps of {len(seen)} kinds')
    print('# never seen: ' + ', '.join(sorted(f'{model.STATES[before]} to {model.STATES[after]}'
                                              for before, after in model.STEPS - set(seen))))
    if rounds > 1:
        equal(OFTEN - set(seen), set(), 'steps that were never made')


if __name__ == '__main__':
    with Network() as this_network, model_world.World(this_network) as this_world:
        sys.exit(run(this_world))
