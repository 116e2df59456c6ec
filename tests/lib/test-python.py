#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The library from Python: the program of the reference, and what a binding could get wrong."""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from harness import server, world  # noqa: E402  (the path comes first)
from harness.tap import equal, run, test  # noqa: E402

PAGE = os.path.join(os.path.dirname(__file__), '../../src/lib/docs/first-job.md')

BEGIN = '''
import sys, gi
gi.require_version('Bg', '1')
from gi.repository import Bg, GLib
manager = Bg.Manager.new_sync()
job = manager.create_job_sync('a job', Bg.JobType.DOWNLOAD)
'''


def first_program():
    """The first program on the page about the first job."""
    with open(PAGE, encoding='utf-8') as page:
        return re.search(r'^```python\n(.*?)^```$', page.read(), re.M | re.S)[1]


def output_of(place, program, *arguments):
    """What the program prints, as lines. It must end well and print no warning."""
    process = place.spawn(sys.executable, '-c', program, *arguments, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True)
    out, err = process.communicate(timeout=60)
    equal((process.returncode, err), (0, ''), 'exit code and standard error')
    return out.splitlines()


@test
def the_first_program_of_the_reference_downloads_a_file(place, web):
    path = os.path.join(place.folder('first'), 'file.bin')
    url = web.url('a', size=300000, rate=400000)
    lines = output_of(place, first_program(), url, path)
    with open(path, 'rb') as file:
        equal(file.read() == server.content(300000), True, 'the bytes')
    labels = {re.match(r'(.*) \d+$', line)[1] for line in lines}
    equal('Transferring' in labels, True, f'Transferring in {sorted(labels)}')
    equal(labels <= {'Queued', 'Connecting', 'Transferring'}, True, f'{sorted(labels)} are right')


@test
def errors_are_raised_with_domain_and_code(place, web):
    lines = output_of(place, BEGIN + '''
try:
    job.resume_sync()
except GLib.Error as error:
    print(error.matches(Bg.error_quark(), Bg.Error.EMPTY))
''')
    equal(lines, ['True'], 'output')


@test
def lists_have_length_and_items(place, web):
    lines = output_of(place, BEGIN + '''
manager.refresh_sync()
print(manager[len(manager) - 1] is job)
job.add_file_sync(sys.argv[1], sys.argv[2])
job.refresh_files_sync()
print([file.get_url() for file in job])
print(job[0].get_bytes_total() == Bg.SIZE_UNKNOWN)
''', web.url('a'), place.folder('lists'))
    equal(lines, ['True', str([web.url('a')]), 'True'], 'output')


@test
def a_file_has_the_date_of_the_server(place, web):
    lines = output_of(place, BEGIN + '''
import time
job.add_file_sync(sys.argv[1], sys.argv[2])
job.resume_sync()
while job.get_state() != Bg.JobState.TRANSFERRED:
    time.sleep(0.01)
    manager.refresh_sync()
job.refresh_files_sync()
print(job[0].get_last_modified().format_iso8601())
''', web.url('dated', size=10, modified='Sun, 06 Nov 1994 08:49:37 GMT'), place.folder('dated'))
    equal(lines, ['1994-11-06T08:49:37Z'], 'output')


@test
def a_file_can_come_from_another_address(place, web):
    lines = output_of(place, BEGIN + '''
for name in 'ab':
    job.add_file_sync(sys.argv[1] + name, sys.argv[2])
def urls():
    job.refresh_files_sync()
    return [file.get_url().rpartition('/')[2] for file in job]
print(job.set_remote_name_sync(0, sys.argv[1] + 'c'), urls())
print(*job.replace_remote_prefix_sync(sys.argv[1], sys.argv[1] + 'x'), urls())
print(*job.replace_remote_prefix_sync('nothing', sys.argv[1]), urls())
try:
    job.set_remote_name_sync(0, 'gopher://h/')
except GLib.Error as error:
    print(error.matches(Bg.error_quark(), Bg.Error.UNSUPPORTED_SCHEME))
loop = GLib.MainLoop()
def replaced(job, result):
    print(*job.replace_remote_prefix_finish(result))
    loop.quit()
def moved(job, result):
    print(job.set_remote_name_finish(result))
    job.replace_remote_prefix_async(sys.argv[1] + 'd', sys.argv[1], None, replaced)
job.set_remote_name_async(0, sys.argv[1] + 'd', None, moved)
loop.run()
''', web.url(''), place.folder('moved'))
    equal(lines, ["True ['c', 'b']", "True 2 ['xc', 'xb']", "True 0 ['xc', 'xb']", 'True', 'True',
                  'True 1'], 'output')


@test
def parts_of_a_file_are_fetched_alone(place, web):
    lines = output_of(place, BEGIN + '''
ranges = Bg.Ranges.new()
ranges.add(5, 3)
ranges.add(10, Bg.LENGTH_TO_EOF)
job.add_file_with_ranges_sync(sys.argv[1], sys.argv[2], ranges)
ranges.add(11, 1)
loop = GLib.MainLoop()
def added(job, result):
    try:
        job.add_file_with_ranges_finish(result)
    except GLib.Error as error:
        print(error.matches(Bg.error_quark(), Bg.Error.OVERLAPPING_RANGES))
    loop.quit()
job.add_file_with_ranges_async(sys.argv[1], sys.argv[2], ranges, None, added)
loop.run()
job.add_file_sync(sys.argv[1], sys.argv[2])
job.refresh_files_sync()
ranges = job[0].get_ranges()
print([(ranges.get_offset(i), ranges.get_length(i)) for i in range(ranges.get_n_ranges())])
print(ranges.get_length(1) == Bg.LENGTH_TO_EOF, job[1].props.ranges)
''', web.url('a'), place.folder('ranges'))
    equal(lines, ['True', f'[(5, 3), (10, {2**64 - 1})]', 'True None'], 'output')


@test
def segments_are_numbers(place, web):
    lines = output_of(place, BEGIN + '''
job.add_file_sync(sys.argv[1], sys.argv[2])
segments = job.get_segments_sync(0)
print(segments.get_size() == Bg.SIZE_UNKNOWN, segments.get_connections())
print(segments.get_received(0, 10), segments.get_active(0, 10))
try:
    job.get_segments_sync(1)
except GLib.Error as error:
    print(error.matches(Bg.error_quark(), Bg.Error.INVALID_ARGUMENT))
loop = GLib.MainLoop()
def got(job, result):
    print(job.get_segments_finish(result).get_connections())
    loop.quit()
job.get_segments_async(0, None, got)
loop.run()
''', web.url('a'), place.folder('segments'))
    equal(lines, ['True 0', '0.0 False', 'True', '0'], 'output')


@test
def settings_are_dictionaries(place, web):
    lines = output_of(place, BEGIN + '''
job.set_properties_sync(GLib.Variant('a{sv}', {'name': GLib.Variant('s', 'new')}))
print(job.props.name, job.props.priority == Bg.JobPriority.NORMAL)
''')
    equal(lines, ['new True'], 'output')


@test
def one_call_changes_many_jobs(place, web):
    lines = output_of(place, BEGIN + '''
done, refused = manager.apply_sync(Bg.Verb.CANCEL, [job.get_id(), 'nobody'])
print(done, list(refused.keys()), refused['nobody'][0] == Bg.Error.NOT_FOUND)
print(job.get_state() == Bg.JobState.CANCELLED)
''')
    equal(lines, ["True ['nobody'] True", 'True'], 'output')


@test
def asynchronous_forms_work_with_a_main_loop(place, web):
    lines = output_of(place, '''
import gi
gi.require_version('Bg', '1')
from gi.repository import Bg, GLib

def transferred(manager, job):
    print(job.get_name(), job.get_state() == Bg.JobState.ACKNOWLEDGED)
    loop.quit()

def resumed(job, result):
    job.resume_finish(result)

def added(job, result):
    job.add_file_finish(result)
    job.resume_async(None, resumed)

def created(manager, result):
    job = manager.create_job_finish(result)
    job.add_file_async(sys.argv[1], sys.argv[2], None, added)

def connected(source, result):
    global manager
    manager = Bg.Manager.new_finish(result)
    manager.connect('job-transferred', transferred)
    manager.connect('file-transferred', lambda _, job, index: print('file', index))
    flags = Bg.NotifyFlags.JOB_TRANSFERRED | Bg.NotifyFlags.FILE_TRANSFERRED
    settings = GLib.Variant('a{sv}', {'auto-complete': GLib.Variant('b', True),
                                      'notify-flags': GLib.Variant('u', int(flags))})
    manager.create_job_async('async', Bg.JobType.DOWNLOAD, settings, None, created)

import sys
loop = GLib.MainLoop()
Bg.Manager.new_async(None, connected)
loop.run()
''', web.url('b', size=1000), place.folder('async'))
    equal(lines, ['file 0', 'async True'], 'output')


if __name__ == '__main__':
    with world.World() as PLACE:
        sys.exit(run(PLACE, server.Server()))
