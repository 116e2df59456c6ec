# SPDX-License-Identifier: GPL-3.0-or-later
"""Random calls to the service, each judged by the model."""
import os
import uuid

import model
from harness import server
from harness.service import UNKNOWN, GLib

SIGNATURES = {'name': 's', 'description': 's', 'priority': 'u', 'auto-complete': 'b',
              'minimum-retry-delay': 'u', 'no-progress-timeout': 'u', 'connections': 'u',
              'speed-limit': 't'}
PATIENT = 14 * 24 * 60 * 60
VALUES = {
    'description': ['', 'words', 'ärger “quoted”'],
    'priority': [0, 1, 2, 3],
    'auto-complete': [False, False, True],
    'minimum-retry-delay': [1, 2],
    'no-progress-timeout': [PATIENT, PATIENT, PATIENT, 0],
    'connections': [0, 1, 3, 32],
    'speed-limit': [0, 0, 200000, 1 << 40],
}
WRONG_VALUES = [('name', ''), ('priority', 4), ('connections', 33), ('speed-limit', 1023)]
SIZES = [0, 1, 1000, 70000, 70000, 200000]
UPLOADS = ['put', 'tus', 'resumable', 'bits']
REPLY = b'a reply'
MAXIMUM_JOBS = 20


def variants(properties):
    return {key: GLib.Variant(SIGNATURES[key], value) for key, value in properties.items()}


class Calls:
    """Whoever derives from it has `random`, `world`, `jobs` (by id), `client` and `number`."""

    def _count(self):
        self.number += 1
        return self.number

    def _any_job(self):
        """One that there is, mostly; or one that there never was."""
        if not self.jobs or self.random.random() < 0.02:
            return model.Stranger(str(uuid.UUID(int=self.random.getrandbits(128))))
        jobs = list(self.jobs.values())
        going_on = [job for job in jobs if not job.possible & model.FINAL]
        return self.random.choice(going_on if going_on and self.random.random() < 0.9 else jobs)

    def _error_of(self, method, signature, *arguments):
        error = self.client.error_of(method, signature, *arguments)
        self.note(f'{method}{arguments} → {error}')
        return error

    def _call_with_kill(self, method, *arguments):
        """Its answer; None: nobody answered."""
        for job in self.jobs.values():
            job.met_kill()
        return self.world.kill_in(self.random.uniform(0, 0.01), method, *arguments)

    # Making jobs.

    def create(self):
        if len(self.jobs) >= MAXIMUM_JOBS:
            self.verb()
            return
        kind = self.random.choices((model.DOWNLOAD, model.UPLOAD, model.UPLOAD_REPLY), (8, 2, 1))[0]
        properties = {key: self.random.choice(values) for key, values in VALUES.items()}
        name = f'job {self._count()}'
        arguments = ('(sua{sv})', name, kind, variants(properties))
        if self.random.random() < 0.05:
            answer = self._call_with_kill('CreateJob', *arguments)
        else:
            answer = self.client.call('CreateJob', *arguments)
        self.note(f'CreateJob {name}, {kind} → {answer}')
        properties['name'] = name
        if answer is None:
            self.unborn[name] = (kind, properties)
        else:
            self.adopt(answer[0], kind, properties)

    def create_nonsense(self):
        """What is refused before a job is made."""
        key, value = self.random.choice(WRONG_VALUES)
        name, properties, kind, wanted = self.random.choice([
            ('', {}, 0, 'InvalidArgument'), ('x' * 257, {}, 0, 'StringTooLong'),
            ('x', {}, 3, 'NotSupported'),
            ('x', variants({key: value}), 0, 'InvalidArgument'),
            ('x', {'colour': GLib.Variant('s', 'red')}, 0, 'InvalidArgument')])
        error = self._error_of('CreateJob', '(sua{sv})', name, kind, properties)
        if error != wanted:
            raise model.Wrong(f'answered {error}, wanted {wanted}')

    # Files.

    def _any_index(self, job):
        """Of a file that there is, mostly; the reply to an upload is one, too."""
        if not job.files or self.random.random() < 0.1:
            return len(job.files) + 1
        return self.random.randrange(len(job.files))

    def _new_file(self, job):
        size = self.random.choice(SIZES)
        seed = self._count()
        file = model.File('', size, seed, checked=self.random.random() < 0.3,
                          dead=self.random.random() < 0.06)
        file.url = self.address(file, job.is_changing)
        return file

    def address(self, file, is_changing=False):
        """A new one, at which its server has the file, or has it not."""
        wish = {'size': file.size, 'seed': file.seed}
        if file.dead:
            wish['status'] = 404
        if is_changing:
            wish['changing'] = 1
        rate = self.random.choice([None, None, 100000, 400000])
        if rate:
            wish['rate'] = rate
        return self.world.web.url(f'from{self._count()}/file{self.random.randint(1, 3)}', **wish)

    def _options(self, job, file):
        checksum = 'sha-256:' + server.sha256(file.size, file.seed) if file.checked else None
        return self.client.file(file.url, job.folder, None, checksum)

    def add_files(self, job=None):
        job = job or self._any_job()
        if job.kind != model.DOWNLOAD:
            self._add_upload(job)
            return
        files = [self._new_file(job) for _ in range(self.random.randint(1, 3))]
        arguments = ('(sa(sa{sv}))', job.id, [self._options(job, file) for file in files])
        error, answer = None, ()
        if self.random.random() < 0.04:
            answer, error = self._error_with_kill('AddFiles', *arguments)
        else:
            error = self._error_of('AddFiles', *arguments)
        if answer is None:
            job.uncertain_files = files
            return
        job.answered_change('AddFiles', error, model.NOT_FINAL,
                            'FolderNotFound' if job.is_away else None)
        if error is None:
            job.add(files)

    def _error_with_kill(self, method, *arguments):
        """(its answer, None if there was none; name of its error)."""
        answer, error = (), None
        try:
            answer = self._call_with_kill(method, *arguments)
        except GLib.Error as problem:
            error = self.client.name_of(problem)
        self.note(f'{method}{arguments} with a kill → {answer}, {error}')
        return answer, error

    def _add_upload(self, job):
        wanted = 'TooManyFiles' if job.files else None
        size = self.random.choice(SIZES)
        path = os.path.join(job.folder, f'source{self._count()}')
        with open(path, 'wb') as file:
            file.write(server.content(size, self.number))
        protocol = self.random.choice(UPLOADS if size else UPLOADS[:3])
        target = self.world.receiver.target(protocol, f'target{self.number}', rate=1000000,
                                            reply=REPLY)
        options = {'directory': GLib.Variant('ay', os.fsencode(job.folder) + b'\0'),
                   'name': GLib.Variant('s', os.path.basename(path))}
        error = self._error_of('AddFiles', '(sa(sa{sv}))', job.id, [(target.url, options)])
        job.answered_change('AddFiles', error, model.NOT_FINAL, wanted)
        if error is None:
            job.add([model.File(target.url, size, self.number)])
            job.target = target
        else:
            os.remove(path)

    def begin(self):
        """A job as most clients make it: with files, and on its way."""
        before = set(self.jobs)
        self.create()
        for id in set(self.jobs) - before:
            job = self.jobs[id]
            if job.kind == model.DOWNLOAD:
                self.add_files(job)
            else:
                self._add_upload(job)
            if len(job.possible) == 1 and not job.uncertain_files:
                self._apply_resume(job)

    def add_nonsense(self):
        job = self._any_job()
        if job.kind != model.DOWNLOAD or job.is_away:
            return
        good = self._options(job, self._new_file(job))
        url, folder, wanted = self.random.choice([
            ('file:///etc/passwd', job.folder, 'UnsupportedScheme'),
            ('no address', job.folder, 'InvalidUrl'),
            (good[0], job.folder + '-no', 'FolderNotFound'),
            (good[0], 'relative', 'InvalidArgument'),
            ('http://127.0.0.1/' + 'x' * 70000, job.folder, 'StringTooLong')])
        error = self.client.error_of('AddFiles', '(sa(sa{sv}))', job.id,
                                     [good, self.client.file(url, folder)])
        self.note(f'AddFiles {job.id} {url[:40]} {folder} → {error}')
        job.answered_change('AddFiles', error, model.NOT_FINAL, wanted)

    # Other addresses.

    def set_remote_name(self):
        job = self._any_job()
        index = self._any_index(job)
        if job.is_changing:
            return
        file = job.files[index] if index < len(job.files) else None
        moved = model.File('', file.size, file.seed) if file else model.File('', 1, 1)
        moved.dead = self.random.random() < 0.1
        url = self.address(moved) if self.random.random() < 0.95 else 'no address'
        progress = self.client.files(job.id)[index] if file and job.kind == model.DOWNLOAD else None
        error = self._error_of('SetRemoteName', '(sus)', job.id, index, url)
        if file is None or job.kind != model.DOWNLOAD:
            wanted = 'InvalidArgument' if file is None else 'NotSupported'
            job.answered_change('SetRemoteName', error, model.NOT_FINAL | model.FINAL, wanted)
            return
        is_done = progress[1] == progress[2]
        if error == 'InvalidState' and (is_done or job.possible & model.MOVING):
            return
        wanted = None if url != 'no address' else 'InvalidUrl'
        job.answered_change('SetRemoteName', error, model.MOVABLE, wanted)
        if error is None:
            file.url, file.dead, job.moved = url, moved.dead, True

    def replace_prefix(self):
        job = self._any_job()
        if job.is_changing or job.kind != model.DOWNLOAD or not job.files:
            return
        old = self.random.choice(job.files).url.partition('?')[0].rpartition('/')[0] + '/'
        new = self.world.web.url(f'other{self._count()}/')
        try:
            count = self.client.call('ReplaceRemotePrefix', '(sss)', job.id, old, new)[0]
            error = None
        except GLib.Error as problem:
            count = 0
            error = self.client.name_of(problem)
        self.note(f'ReplaceRemotePrefix {job.id} {old} {new} → {error or count}')
        job.answered_change('ReplaceRemotePrefix', error, model.MOVABLE)
        if error is None:
            self._follow(job, old, new, count)

    def _follow(self, job, old, new, count):
        """Which of the files have other addresses now is what the service says."""
        moved = 0
        for file, row in zip(job.files, self.client.files(job.id)):
            if row[4]['url'] == file.url.replace(old, new, 1) != file.url:
                file.url, job.moved = row[4]['url'], True
                moved += 1
        if moved != count:
            raise model.Wrong(f'{count} files were moved, {moved} are')

    # Verbs.

    def verb(self):
        verb = self.random.choices(('Resume', 'Suspend', 'Complete', 'Cancel', 'Remove'),
                                   (12, 4, 2, 1, 1))[0]
        jobs = [self._any_job() for _ in range(self.random.choice((1, 1, 1, 2, 4)))]
        if verb == 'Remove':
            jobs += [job for job in self.jobs.values() if job.possible & model.FINAL]
        if verb == 'Resume':
            for job in jobs:
                self._renew(job)
        ids = [job.id for job in jobs]
        if self.random.random() < 0.04:
            answer = self._call_with_kill(verb, '(as)', ids)
        else:
            answer = self.client.call(verb, '(as)', ids)
        self.note(f'{verb} {ids} → {answer}')
        if answer is None:
            for job in jobs:
                job.unanswered(verb)
            return
        self._judge(verb, jobs, answer[-1])
        if verb == 'Complete':
            for job in jobs:
                job.is_partial = job.id in answer[0]
        if any(id not in ids for id in [*answer[0], *(row[0] for row in answer[-1])]
               if isinstance(id, str)):
            raise model.Wrong(f'{answer} names others than {ids}')

    def _renew(self, job):
        """What the next try of a job that rests will meet."""
        dangers = set(self.world.dangers)
        if job.target is not None and job.target.faults:
            dangers.add('busy')
        if job.is_away:
            dangers.add('away')
        job.renew(dangers)

    def _apply_resume(self, job):
        self._renew(job)
        answer = self.client.call('Resume', '(as)', [job.id])
        self.note(f'Resume {job.id} → {answer}')
        self._judge('Resume', [job], answer[-1])

    def _judge(self, verb, jobs, refusals):
        """Of a job that is named twice the second one is refused first."""
        refused = [(id, name.rpartition('.')[2]) for id, name, _ in refusals]
        for position, job in enumerate(jobs):
            errors = [name for id, name in refused if id == job.id]
            later = sum(1 for other in jobs[position + 1:] if other is job)
            turn = len(errors) - 1 - later
            job.answered(verb, errors[turn] if 0 <= turn < len(errors) else None)

    # Properties.

    def set_properties(self):
        job = self._any_job()
        keys = self.random.sample(sorted(VALUES), self.random.randint(1, 3))
        changes = {key: self.random.choice(VALUES[key]) for key in keys}
        error = self._error_of('SetProperties', '(sa{sv})', job.id, variants(changes))
        job.answered_change('SetProperties', error, model.NOT_FINAL)
        if error is None:
            job.properties |= changes

    def set_nonsense(self):
        """One wrong value, and none of them is taken; whatever the state."""
        job = self._any_job()
        changes = variants(dict([self.random.choice(WRONG_VALUES)]) | {'description': 'new'})
        error = self._error_of('SetProperties', '(sa{sv})', job.id, changes)
        job.answered_change('SetProperties', error, model.NOT_FINAL | model.FINAL,
                            'InvalidArgument')

    # Looks at one job.

    def get_files(self):
        job = self._any_job()
        if isinstance(job, model.Stranger):
            job.answered('GetFiles', self._error_of('GetFiles', '(st)', job.id, 0))
            return
        rows = self.client.files(job.id)
        self.note(f'GetFiles {job.id} → {len(rows)}')
        for index, (file, row) in enumerate(zip(job.files, rows, strict=True)):
            if row[0] != index or row[4]['url'] != file.url or row[2] > row[1]:
                raise model.Wrong(f'file {index} of {job.id}: {row}, wanted {file.url}')
            if row[3] and row[1] != row[2]:
                raise model.Wrong(f'file {index} of {job.id} is completed: {row}')

    def get_segments(self):
        job = self._any_job()
        index = self._any_index(job)
        if index >= len(job.files):
            error = self._error_of('GetSegments', '(su)', job.id, index)
            job.answered_change('GetSegments', error, model.NOT_FINAL | model.FINAL,
                                'InvalidArgument')
            return
        size, _, *lists = self.client.call('GetSegments', '(su)', job.id, index)
        self.note(f'GetSegments {job.id} {index} → {size}')
        for ranges in lists:
            flat = [place for pair in ranges for place in pair]
            if flat != sorted(flat) or (flat and size != UNKNOWN and flat[-1] > size):
                raise model.Wrong(f'ranges {ranges} of {size} bytes')
