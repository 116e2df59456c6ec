# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of ferryctl for fish.

# Ids of jobs, with their names. Only where there is a session bus: a key must not start one.
function __ferryctl_jobs
    test -n "$DBUS_SESSION_BUS_ADDRESS"; or test -S "$XDG_RUNTIME_DIR/bus"; or return
    ferryctl list 2>/dev/null </dev/null | string match --regex '^[0-9a-f]{8}.*' |
        string replace --regex '^(\S+)\s+' '$1\t'
end

# Whether the command is one of the arguments.
function __ferryctl_in
    set --local words (commandline --tokenize --cut-at-cursor --current-process)
    contains -- "$words[2]" $argv
end

# Whether there are so many operands before the cursor.
function __ferryctl_operands
    set --local words (commandline --tokenize --cut-at-cursor --current-process)
    test (count (string match --invert -- '-*' $words[3..])) -eq $argv[1]
end

# Whether the operand of that number matches.
function __ferryctl_operand
    set --local words (commandline --tokenize --cut-at-cursor --current-process)
    set --local operands (string match --invert -- '-*' $words[3..])
    string match --quiet -- $argv[2] $operands[$argv[1]]
end

complete --command ferryctl --no-files
complete --command ferryctl --short-option h --long-option help --description 'Show help'
complete --command ferryctl --condition __fish_use_subcommand --long-option version \
    --description 'Show the version'

set --local commands \
    'get Download files and wait until they are here' \
    'add Download files in the background' \
    'upload Upload a file' \
    'list List all jobs' \
    'show Show everything about a job' \
    'suspend Stop jobs for now' \
    'resume Let jobs go on' \
    'complete Keep the finished files and end the jobs' \
    'cancel Give up jobs' \
    'wait Wait until jobs have ended' \
    'set Change a setting of a job' \
    'address Let a file come from another address' \
    'config Show or change the settings of the service' \
    'monitor Print what happens to the jobs' \
    'clear Forget jobs that have ended' \
    'help Show help about a command'
for command in $commands
    set --local parts (string split --max 1 ' ' $command)
    complete --command ferryctl --condition __fish_use_subcommand --arguments $parts[1] \
        --description $parts[2]
    complete --command ferryctl --condition '__ferryctl_in help' --arguments $parts[1] \
        --description $parts[2]
end

# What downloads.
set --local get --command ferryctl --condition '__ferryctl_in get add'
complete $get --force-files
complete $get --short-option o --long-option output --require-parameter --force-files \
    --description 'Save as this file'
complete $get --short-option d --long-option directory --exclusive \
    --arguments '(__fish_complete_directories)' --description 'Save into this folder'
complete $get --long-option name --exclusive --description 'Name of the job'
complete $get --long-option priority --exclusive --arguments 'foreground high normal low'
complete $get --long-option checksum --exclusive \
    --arguments 'sha-256: sha-384: sha-512: sha-1: md5:' --description 'Keep the file only if it matches'
complete $get --long-option connections --exclusive --description 'Connections for one file'
complete $get --long-option limit-rate --exclusive --description 'Bytes per second'
complete $get --long-option header --exclusive --description 'Send this line'
complete $get --long-option retry-delay --exclusive --description 'Seconds between tries'
complete $get --long-option no-progress-timeout --exclusive --description 'Seconds until it gives up'
complete $get --long-option no-metalink --description 'Keep a Metalink document'
complete $get --short-option r --long-option range --exclusive --description 'Only these bytes'
complete $get --long-option maximum-size --exclusive --description 'Bytes at most'
complete $get --long-option dynamic-content --description 'Begin anew when interrupted'

set --local upload --command ferryctl --condition '__ferryctl_in upload'
complete $upload --force-files
complete $upload --short-option r --long-option reply --require-parameter --force-files \
    --description 'Save the reply as this file'
complete $upload --long-option protocol --exclusive --arguments 'auto put tus resumable bits'
complete $upload --short-option H --long-option header --exclusive --description 'Send this line'
complete $upload --long-option limit-rate --exclusive --description 'Bytes per second'
complete $upload --short-option b --long-option background --description 'Do not wait'

set --local connection --command ferryctl --condition '__ferryctl_in get add upload'
complete $connection --long-option proxy --exclusive --arguments 'system none' \
    --description 'Go through these'
complete $connection --long-option proxy-bypass --exclusive --description 'Go there without a proxy'
complete $connection --long-option ca-file --require-parameter --force-files \
    --description 'Trust these authorities, too'
complete $connection --long-option client-certificate --require-parameter --force-files \
    --description 'Say who you are'
complete $connection --long-option maximum-time --exclusive --description 'Seconds on the way'
complete $connection --long-option method --exclusive --arguments 'GET POST PUT PATCH' \
    --description 'Ask with this method'
set --local flags \
    'none ignore-host ignore-date ignore-authority ignore-usage report-redirects refuse-redirects allow-http'
complete $connection --long-option security-flags --exclusive --arguments $flags \
    --description 'Let pass'

complete --command ferryctl --condition '__ferryctl_in get add list show monitor' \
    --long-option json --description 'Print JSON'

# What takes jobs.
complete --command ferryctl --condition '__ferryctl_in suspend resume complete cancel wait' \
    --arguments '(__ferryctl_jobs) all'
complete --command ferryctl --condition '__ferryctl_in show set address; and __ferryctl_operands 0' \
    --arguments '(__ferryctl_jobs) all'

set --local set --command ferryctl --condition '__ferryctl_in set'
complete $set --long-option user --exclusive --description 'Sign in with this name'
complete $set --long-option proxy-user --exclusive --description 'Sign in at the proxy with this name'
complete $set --long-option password-stdin --description 'Read the password from the input'
complete $set --long-option digest --description 'Never send the password as it is'
complete --command ferryctl --condition '__ferryctl_in set; and __ferryctl_operands 1' --arguments \
    'name description priority auto-complete retry-delay no-progress-timeout connections limit-rate upload-protocol notify notify-action header proxy proxy-bypass ca-file client-certificate security-flags maximum-time maximum-size dynamic-content method'
complete --command ferryctl --arguments 'foreground high normal low' \
    --condition '__ferryctl_in set; and __ferryctl_operands 2; and __ferryctl_operand 2 priority'
complete --command ferryctl --arguments 'true false' \
    --condition '__ferryctl_in set; and __ferryctl_operands 2; and __ferryctl_operand 2 auto-complete'
complete --command ferryctl --arguments 'true false' \
    --condition '__ferryctl_in set; and __ferryctl_operands 2; and __ferryctl_operand 2 dynamic-content'
complete --command ferryctl --arguments 'GET POST PUT PATCH' \
    --condition '__ferryctl_in set; and __ferryctl_operands 2; and __ferryctl_operand 2 method'
complete --command ferryctl --arguments 'auto put tus resumable bits' \
    --condition '__ferryctl_in set; and __ferryctl_operands 2; and __ferryctl_operand 2 upload-protocol'
complete --command ferryctl --arguments \
    '(__fish_append , transferred error modification file-transferred disable none default)' \
    --condition '__ferryctl_in set; and __ferryctl_operands 2; and __ferryctl_operand 2 notify'
complete --command ferryctl --arguments 'system none' \
    --condition '__ferryctl_in set; and __ferryctl_operands 2; and __ferryctl_operand 2 proxy'
complete --command ferryctl --force-files \
    --condition '__ferryctl_in set; and __ferryctl_operands 2; and __ferryctl_operand 2 ca-file'
complete --command ferryctl --force-files \
    --condition '__ferryctl_in set; and __ferryctl_operands 2; and __ferryctl_operand 2 client-certificate'
complete --command ferryctl --arguments $flags \
    --condition '__ferryctl_in set; and __ferryctl_operands 2; and __ferryctl_operand 2 security-flags'

complete --command ferryctl --condition '__ferryctl_in config; and __ferryctl_operands 0' --arguments \
    'download-limit upload-limit system-proxy jobs-at-once connections-per-host save-origin metered-downloads power-saver-downloads battery-downloads hours limit-hours connections retry-delay give-up-after timeout user-agent remove-finished notify-finished notify-failed polite'
set --local value --command ferryctl --condition
complete $value '__ferryctl_in config; and __ferryctl_operands 1' --arguments default
complete $value '__ferryctl_in config; and __ferryctl_operands 1; and __ferryctl_operand 1 "*-downloads"' \
    --arguments 'nobody foreground all'
complete $value '__ferryctl_in config; and __ferryctl_operands 1; and __ferryctl_operand 1 "*hours"' \
    --arguments always
complete $value '__ferryctl_in config; and __ferryctl_operands 1; and __ferryctl_operand 1 remove-finished' \
    --arguments 'never day week'
complete $value '__ferryctl_in config; and __ferryctl_operands 1; and __ferryctl_operand 1 "notify-*"' \
    --arguments 'true false'
complete $value '__ferryctl_in config; and __ferryctl_operands 1; and __ferryctl_operand 1 save-origin' \
    --arguments 'true false'
complete $value '__ferryctl_in config; and __ferryctl_operands 1; and __ferryctl_operand 1 polite' \
    --arguments 'true false'
complete $value '__ferryctl_in config; and __ferryctl_operands 1; and __ferryctl_operand 1 system-proxy' \
    --arguments 'true false'
complete $value '__ferryctl_in config; and __ferryctl_operands 1; and __ferryctl_operand 1 connections' \
    --arguments auto
complete $value '__ferryctl_in config; and __ferryctl_operands 1; and __ferryctl_operand 1 "*-limit"' \
    --arguments none
