#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets of jobs in the keyring: they survive a restart, and are nowhere else."""
import base64
import json
import os
import signal
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import keyring, proxy, server, service, world  # noqa: E402  (the path comes first)
from harness.server import PASSWORD, USER  # noqa: E402
from harness.service import GLib  # noqa: E402
from harness.tap import Skip, equal, run, test, wait  # noqa: E402

SERVER, PROXY, BASIC = 1, 2, 1
BASIC_LINE = base64.b64encode(f'{USER}:{PASSWORD}'.encode()).decode()
PROXY_LINE = base64.b64encode(f'{proxy.USER}:{proxy.PASSWORD}'.encode()).decode()
COOKIE = 'crumbs-of-the-cookie'


class Scene:
    """A service whose log is kept, on a bus with or without a keyring."""

    def __init__(self, with_keyring=True):
        if os.environ['FERRY_SECRETS'] != '1':
            raise Skip('Ferry was built without libsecret')
        self.place = world.World()
        self.place.environment['G_MESSAGES_DEBUG'] = 'all'
        self.log = os.path.join(self.place.root, 'log')
        try:
            self.keyring = keyring.Keyring(self.place) if with_keyring else None
        except Skip:
            self.place.close()
            raise
        self.client = service.Service(self.place.connect())
        self.start()

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.place.close()

    def start(self):
        with open(self.log, 'ab') as log:
            self._process = self.place.spawn(os.environ['FERRYD'], stdout=log, stderr=log)
        wait(lambda: self.client.pid() == self._process.pid, what='the service')

    def kill(self):
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        wait(lambda: self.client.pid() == 0, what='its end')

    def restart(self):
        self.kill()
        self.start()

    def tell(self):
        with open(self.log, encoding='utf-8') as log:
            return log.read()

    def show(self, job):
        environment = {**self.place.environment, 'G_MESSAGES_DEBUG': ''}
        return subprocess.run([os.environ['FERRYCTL'], 'show', '--json', job], check=True,
                              env=environment, capture_output=True, text=True).stdout

    def job(self, url, name):
        job = self.client.create()
        self.client.add(job, url, self.place.folder(name))
        return job

    def sign_in(self, job):
        self.client.call('SetCredentials', '(suuss)', job, SERVER, BASIC, USER, PASSWORD)

    def resume(self, job, state):
        equal(self.client.verb('Resume', job), {}, 'refusals')
        self.ends(job, state)

    def ends(self, job, state):
        over = (service.ERROR, service.TRANSFERRED)
        wait(lambda: self.client.state(job) in over, 30, 'an end')
        equal(self.client.state(job), state, self.client.job(job)[6].get('error'))

    def nobody_tells(self):
        """What signs in is in no file of the service, and in nothing that it says."""
        names = [self.log] + [os.path.join(folder, name) for folder, _, names in
                              os.walk(self.place.environment['XDG_STATE_HOME']) for name in names]
        equal(any(name.endswith('queue.db') for name in names), True, 'the store')
        for name in names:
            with open(name, 'rb') as file:
                content = file.read()
            for secret in (PASSWORD, BASIC_LINE, COOKIE, proxy.PASSWORD, PROXY_LINE):
                equal(secret.encode() in content, False, f'{secret} in {name}')


@test
def a_job_signs_in_after_a_crash(web):
    with Scene() as scene:
        job = scene.job(web.url('crash', size=6000000, rate=1500000, auth='basic'), 'crash')
        scene.sign_in(job)
        equal(scene.keyring.labels(), ['Password for 127.0.0.1 of a job in Ferry'])
        scene.client.verb('Resume', job)
        wait(lambda: scene.client.job(job)[3] > 0, what='bytes')
        shown = scene.show(job)
        equal(json.loads(shown)['id'], job, 'what is shown')
        equal(PASSWORD in shown, False, 'the password in it')
        scene.restart()
        scene.ends(job, service.TRANSFERRED)
        scene.nobody_tells()


@test
def a_job_signs_in_at_its_proxy_after_a_crash(web):
    with Scene() as scene:
        helper = proxy.Http()
        helper.asks = 'basic'
        url = web.url('through', size=1000, auth='basic').replace('127.0.0.1', 'far.test')
        job = scene.job(url, 'through')
        scene.client.call('SetProperties', '(sa{sv})', job,
                          {'proxy': GLib.Variant('s', helper.url)})
        scene.client.call('SetCredentials', '(suuss)', job, PROXY, BASIC, proxy.USER,
                          proxy.PASSWORD)
        scene.restart()
        scene.sign_in(job)  # at the server: what is for the proxy stays
        scene.restart()
        scene.resume(job, service.TRANSFERRED)
        equal(helper.requests[-1][2], 'Basic ' + PROXY_LINE, 'what the proxy was told')
        equal(PROXY_LINE in str(web.requests), False, 'what the server was told')
        equal(proxy.PASSWORD in scene.show(job), False, 'what is shown')
        scene.nobody_tells()


@test
def a_user_in_the_address_and_a_cookie_survive_too(web):
    with Scene() as scene:
        url = web.url('address', size=1000, auth='basic').replace('//', f'//{USER}:{PASSWORD}@')
        job = scene.job(url, 'address')
        headers = GLib.Variant('as', ['Cookie: ' + COOKIE, 'X-Plain: yes'])
        scene.client.call('SetProperties', '(sa{sv})', job, {'headers': headers})
        scene.restart()
        scene.resume(job, service.TRANSFERRED)
        with web.lock:
            seen = [headers for path, headers in web.requests if path == '/address']
        equal(seen[-1]['Cookie'], COOKIE)
        equal(seen[-1]['Authorization'], 'Basic ' + BASIC_LINE)
        equal(seen[-1]['X-Plain'], 'yes')
        scene.nobody_tells()


@test
def what_is_set_after_a_restart_joins_what_was_kept(web):
    with Scene() as scene:
        job = scene.job(web.url('joined', size=1000, auth='basic'), 'joined')
        scene.sign_in(job)
        scene.restart()
        headers = GLib.Variant('as', ['Cookie: ' + COOKIE])
        scene.client.call('SetProperties', '(sa{sv})', job, {'headers': headers})
        scene.restart()
        scene.resume(job, service.TRANSFERRED)
        with web.lock:
            seen = [headers for path, headers in web.requests if path == '/joined']
        equal(seen[-1]['Cookie'], COOKIE)


@test
def what_was_removed_does_not_come_back(web):
    with Scene() as scene:
        job = scene.job(web.url('removed', size=1, auth='basic'), 'removed')
        scene.sign_in(job)
        scene.restart()
        scene.client.call('RemoveCredentials', '(suu)', job, SERVER, BASIC)
        equal(scene.keyring.labels(), [])
        scene.restart()
        scene.resume(job, service.ERROR)
        equal(scene.client.job(job)[6]['error'][4], 401, 'what the server says')


@test
def another_server_gets_nothing_of_the_first(web):
    with Scene() as scene:
        url = web.url('first', size=10, auth='basic').replace('//', f'//{USER}:{PASSWORD}@')
        job = scene.job(url, 'moved')
        scene.restart()
        other = server.Server()
        scene.client.call('SetRemoteName', '(sus)', job, 0, other.url('first', size=10))
        scene.restart()
        scene.resume(job, service.TRANSFERRED)
        with other.lock:
            equal({headers.get('Authorization') for path, headers in other.requests}, {None})


@test
def a_job_that_ends_leaves_nothing(web):
    with Scene() as scene:
        ends = []
        for verb in ('Complete', 'Cancel'):
            job = scene.job(web.url(verb, size=10, auth='basic'), verb)
            scene.sign_in(job)
            ends.append((job, verb))
        equal(len(scene.keyring.labels()), 2)
        for job, verb in ends:
            if verb == 'Complete':
                scene.resume(job, service.TRANSFERRED)
            equal(scene.client.verb(verb, job), {}, 'refusals')
        wait(lambda: scene.keyring.labels() == [], what='an empty keyring')


@test
def what_a_crash_left_behind_is_deleted(web):
    with Scene() as scene:
        stays = scene.job(web.url('stays', size=1, auth='basic'), 'stays')
        goes = scene.job(web.url('goes', size=1, auth='basic'), 'goes')
        for job in (stays, goes):
            scene.sign_in(job)
        scene.keyring.lock()
        scene.client.verb('Cancel', goes)
        scene.client.verb('Remove', goes)
        scene.kill()
        scene.keyring.unlock()
        equal(len(scene.keyring.labels()), 2)
        scene.start()
        wait(lambda: scene.keyring.jobs() == [stays], what='the other to be deleted')


@test
def a_locked_keyring_asks_nobody_and_can_be_unlocked(web):
    with Scene() as scene:
        job = scene.job(web.url('locked', size=1000, auth='basic'), 'locked')
        scene.sign_in(job)
        scene.keyring.lock()
        scene.restart()
        scene.resume(job, service.ERROR)
        error = scene.client.job(job)[6]['error']
        equal('Unlock it' in error[6], True, error[6])
        scene.keyring.unlock()
        scene.resume(job, service.TRANSFERRED)


@test
def into_a_locked_keyring_nothing_goes_and_the_log_says_so_once(web):
    with Scene() as scene:
        scene.keyring.lock()
        for name in ('one', 'two'):
            job = scene.job(web.url(name, size=1000, auth='basic'), name)
            scene.sign_in(job)
            scene.resume(job, service.TRANSFERRED)
        equal(scene.tell().count('kept in memory alone'), 1, 'sentences in the log')
        scene.keyring.unlock()
        equal(scene.keyring.labels(), [])
        scene.nobody_tells()


@test
def without_a_keyring_memory_has_it(web):
    with Scene(with_keyring=False) as scene:
        job = scene.job(web.url('memory', size=1000, auth='basic'), 'memory')
        scene.sign_in(job)
        equal(scene.tell().count('kept in memory alone'), 1, 'sentences in the log')
        scene.resume(job, service.TRANSFERRED)
        job = scene.job(web.url('forgot', size=1000, auth='basic'), 'forgot')
        scene.sign_in(job)
        scene.restart()
        scene.resume(job, service.ERROR)
        error = scene.client.job(job)[6]['error']
        equal('not kept' in error[6], True, error[6])
        scene.sign_in(job)
        scene.resume(job, service.TRANSFERRED)
        scene.nobody_tells()


if __name__ == '__main__':
    sys.exit(run(server.Server()))
