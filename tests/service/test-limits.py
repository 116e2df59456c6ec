#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people set for all transfers together: speed in either direction, and the way they go."""
import os
import signal
import sys
import time

# The settings are those of a file, which a person may write.
os.environ['GSETTINGS_BACKEND'] = 'keyfile'
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import proxy, receiver, server, service, world  # noqa: E402  (the path comes first)
from harness.tap import Skip, equal, run, test, wait  # noqa: E402

MEGABYTE = 1000000
SIZE = 200 * MEGABYTE  # more than any of these has the time for
SECONDS = 4
ABOVE, BELOW = 1.05, 0.5  # a machine that is busy elsewhere makes it slower, and never faster
UPLOAD = 1


def settings(place, **values):
    """Writes them as another program does: whole or not at all."""
    folder = os.path.join(place.environment['XDG_CONFIG_HOME'], 'glib-2.0', 'settings')
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, 'new'), 'w', encoding='utf-8') as file:
        file.write('[io/github/ferrydm/Ferry/service]\n')
        file.writelines(f'{key.replace("_", "-")}={value}\n' for key, value in values.items())
    os.replace(os.path.join(folder, 'new'), os.path.join(folder, 'keyfile'))


def another_hour():
    """Some hours of the week that are not now, nor soon."""
    day = ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')[(time.localtime().tm_wday + 3) % 7]
    return f"['{day} 3:00-4:00']"


def rate(count):
    """Bytes per second of what `count` tells."""
    start, before = time.monotonic(), count()
    time.sleep(SECONDS)
    return (count() - before) / (time.monotonic() - start)


def holds(count, limit):
    """The limit is the speed, as soon as what was under way is through."""
    time.sleep(1)
    measured = rate(count)
    if not limit * BELOW <= measured <= limit * ABOVE:
        raise AssertionError(f'{measured:.0f} bytes per second, not {limit}')


def downloads(place, ferry, web):
    """Two jobs, and what tells their bytes."""
    folder = place.folder(f'down-{len(os.listdir(place.root))}')
    jobs = [ferry.start(web.url(f'{n}.bin', size=SIZE), folder) for n in range(2)]
    return jobs, lambda: sum(ferry.job(job)[3] for job in jobs)


def uploads(place, ferry, taker):
    folder = place.folder(f'up-{len(os.listdir(place.root))}')
    jobs, targets = [], []
    for name in ('one', 'other'):
        with open(os.path.join(folder, name), 'wb') as file:
            file.truncate(SIZE)
        targets.append(taker.target('put', f'{os.path.basename(folder)}-{name}'))
        protocol = {'upload-protocol': service.text('put')}
        jobs.append(ferry.call('CreateJob', '(sua{sv})', name, UPLOAD, protocol)[0])
        ferry.add(jobs[-1], targets[-1].url, folder, name)
        equal(ferry.verb('Resume', jobs[-1]), {}, 'refusals')
    return jobs, lambda: sum(target.received for target in targets)


def keeps_to(place, ferry, key, jobs, count):
    """From the start, when it changes, at its hours, and when it goes."""
    wait(lambda: count() > 0, 20, 'bytes')
    holds(count, MEGABYTE)
    settings(place, **{key: 3 * MEGABYTE})
    holds(count, 3 * MEGABYTE)
    settings(place, **{key: 200000, 'limit-hours': another_hour()})
    wait(lambda: rate(count) > 4 * MEGABYTE, 30, 'the speed at other hours')
    equal(ferry.verb('Cancel', *jobs), {}, 'refusals')


@test
def all_downloads_together_keep_to_their_limit(place, ferry, web, taker):
    settings(place, download_limit=MEGABYTE, upload_limit=1)
    keeps_to(place, ferry, 'download_limit', *downloads(place, ferry, web))


@test
def all_uploads_together_keep_to_their_limit(place, ferry, web, taker):
    settings(place, upload_limit=MEGABYTE, download_limit=1)
    keeps_to(place, ferry, 'upload_limit', *uploads(place, ferry, taker))


@test
def the_limit_of_the_administrator_holds_in_both_directions(place, ferry, web, taker):
    path = os.path.join(place.root, 'policy.conf')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(f'[Transfers]\nMaximumSpeed={MEGABYTE}\n')
    settings(place, upload_limit=100 * MEGABYTE)
    restart(place, ferry)
    down, downloaded = downloads(place, ferry, web)
    up, uploaded = uploads(place, ferry, taker)
    wait(lambda: downloaded() > 0 and uploaded() > 0, 20, 'bytes')
    holds(uploaded, MEGABYTE)
    holds(downloaded, MEGABYTE)
    equal(ferry.verb('Cancel', *down, *up), {}, 'refusals')
    os.remove(path)
    settings(place)
    restart(place, ferry)


@test
def the_proxies_of_the_desktop_are_used_only_if_wanted(place, ferry, web, taker):
    service.Gio.ProxyResolver.get_default()  # so that the modules are known
    point = service.Gio.io_extension_point_lookup('gio-proxy-resolver')
    if point.get_extension_by_name('libproxy') is None:
        raise Skip('the module of GIO for libproxy is not here')
    helper = proxy.Http()
    place.environment |= {'GIO_USE_PROXY_RESOLVER': 'libproxy', 'http_proxy': helper.url,
                          'no_proxy': ''}
    restart(place, ferry)
    folder = place.folder('proxies')

    def goes(name, **properties):
        """How many requests go through the proxy for a file."""
        before = len(helper.requests)
        job = ferry.start(web.url(name, size=1), folder, **properties)
        wait(lambda: ferry.state(job) == service.TRANSFERRED, 20, 'the file')
        return len(helper.requests) - before

    equal(goes('with'), 1, 'the desktop decides')
    settings(place, system_proxy='false')
    wait(lambda: goes('without') == 0, what='the straight way')
    equal(goes('own', proxy=service.text(helper.url)), 1, 'what a job says itself')
    equal(goes('more', **{'security-flags': service.GLib.Variant('u', 2)}), 0, 'with more to say')
    settings(place)
    wait(lambda: goes('again') == 1, what='the way of the desktop')


def restart(place, ferry):
    """A service that finds the environment and the policy as they are now."""
    if ferry.pid():
        os.kill(ferry.pid(), signal.SIGTERM)
        wait(lambda: ferry.pid() == 0, what='its end')
    place.spawn(os.environ['FERRYD'], f'--policy={place.root}/policy.conf')
    wait(lambda: ferry.pid() != 0, what='the service')


def main():
    with world.World() as place:
        return run(place, service.Service(place.connect()), server.Server(), receiver.Receiver())


if __name__ == '__main__':
    sys.exit(main())
