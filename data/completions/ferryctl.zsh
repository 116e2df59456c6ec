#compdef ferryctl
# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of ferryctl for zsh.

# Ids of jobs, with their names. Only where there is a session bus: a key must not start one.
_ferryctl_jobs() {
  local -a jobs
  local line

  if [[ -n $DBUS_SESSION_BUS_ADDRESS || -S $XDG_RUNTIME_DIR/bus ]]; then
    for line in ${(f)"$(ferryctl list 2>/dev/null </dev/null)"}; do
      [[ $line == [0-9a-f](#c8)* ]] && jobs+=("${line%% *}:${${line#* }## #}")
    done
  fi
  _describe -t jobs job jobs
}

_ferryctl_jobs_or_all() {
  _alternative 'jobs:job:_ferryctl_jobs' 'all:all jobs:(all)'
}

_ferryctl_settings() {
  case $CURRENT in
    2)
      _values setting download-limit upload-limit system-proxy jobs-at-once connections-per-host \
        save-origin metered-downloads power-saver-downloads battery-downloads hours limit-hours \
        connections retry-delay give-up-after timeout user-agent remove-finished notify-finished \
        notify-failed polite
      ;;
    3)
      case $words[2] in
        *-limit) _values value none default ;;
        *-downloads) _values value nobody foreground all default ;;
        hours | limit-hours) _values value always default ;;
        remove-finished) _values value never day week default ;;
        notify-* | save-origin | polite | system-proxy) _values value true false default ;;
        connections) _values value auto default ;;
        *) _values value default ;;
      esac
      ;;
  esac
}

_ferryctl_properties() {
  case $CURRENT in
    2) _ferryctl_jobs_or_all ;;
    3)
      _values property name description priority auto-complete retry-delay no-progress-timeout \
        connections limit-rate upload-protocol notify notify-action header proxy proxy-bypass \
        ca-file client-certificate security-flags maximum-time maximum-size dynamic-content method
      ;;
    4)
      case $words[3] in
        priority) _values priority foreground high normal low ;;
        auto-complete | dynamic-content) _values value true false ;;
        method) _values method GET POST PUT PATCH ;;
        upload-protocol) _values protocol auto put tus resumable bits ;;
        notify)
          _values -s , event transferred error modification file-transferred disable none default
          ;;
        proxy) _values proxy system none ;;
        ca-file | client-certificate) _files ;;
        security-flags) _sequence compadd - none $flags ;;
      esac
      ;;
  esac
}

_ferryctl() {
  setopt localoptions extendedglob
  local -a commands=(
    'get:download files and wait until they are here'
    'add:download files in the background'
    'upload:upload a file'
    'list:list all jobs'
    'show:show everything about a job'
    'suspend:stop jobs for now'
    'resume:let jobs go on'
    'complete:keep the finished files and end the jobs'
    'cancel:give up jobs'
    'wait:wait until jobs have ended'
    'set:change a setting of a job'
    'address:let a file come from another address'
    'config:show or change the settings of the service'
    'monitor:print what happens to the jobs'
    'clear:forget jobs that have ended'
    'help:show help about a command'
  )
  local -a help=('(- *)'{-h,--help}'[show help]')
  local -a json=('--json[print JSON]')
  local -a flags=(ignore-host ignore-date ignore-authority ignore-usage \
    report-redirects refuse-redirects allow-http)
  local -a connection=(
    '--proxy=[go through these]:proxy:(system none)'
    '--proxy-bypass=[go there without a proxy]:hosts'
    '--ca-file=[trust these authorities, too]:file:_files'
    '--client-certificate=[say who you are]:file:_files'
    '--maximum-time=[on the way]:seconds'
    '--method=[ask with this one]:method:(GET POST PUT PATCH)'
    '--security-flags=[let pass]:flags:_sequence compadd - $flags'
  )

  if ((CURRENT == 2)); then
    _describe -t commands command commands
    _arguments $help '(- *)--version[show the version]'
    return
  fi

  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
    get | add)
      _arguments -S $help $json \
        {-o,--output=}'[save as this file]:file:_files' \
        {-d,--directory=}'[save into this folder]:folder:_files -/' \
        '--name=[name of the job]:name' \
        '--priority=[of the job]:priority:(foreground high normal low)' \
        '--checksum=[keep the file only if it matches]:checksum:(sha-256\: sha-384\: sha-512\: sha-1\: md5\:)' \
        '--connections=[that may share one file]:number' \
        '--limit-rate=[bytes per second at most]:rate' \
        '*--header=[send this line]:line' \
        '--retry-delay=[between tries]:seconds' \
        '--no-progress-timeout=[until it gives up]:seconds' \
        '--no-metalink[keep a Metalink document]' \
        '--maximum-size=[of all files]:size' \
        '*'{-r,--range=}'[only these bytes]:first-last' \
        '--dynamic-content[begin anew when interrupted]' \
        $connection \
        '*:address:_urls'
      ;;
    upload)
      _arguments -S $help \
        {-r,--reply=}'[save the reply as this file]:file:_files' \
        '--protocol=[how to upload]:protocol:(auto put tus resumable bits)' \
        '*'{-H,--header=}'[send this line]:line' \
        '--limit-rate=[bytes per second at most]:rate' \
        {-b,--background}'[do not wait]' \
        $connection \
        '1:file:_files' '2:address:_urls'
      ;;
    list | monitor) _arguments $help $json ;;
    show) _arguments $help $json '1:job:_ferryctl_jobs_or_all' ;;
    suspend | resume | complete | cancel | wait) _arguments $help '*:job:_ferryctl_jobs_or_all' ;;
    set)
      _arguments $help \
        '--user=[sign in with this name]:name' \
        '--proxy-user=[sign in at the proxy with this name]:name' \
        '--password-stdin[read the password from the input]' \
        '--digest[never send the password as it is]' \
        '*:setting:_ferryctl_properties'
      ;;
    address) _arguments $help '1:job:_ferryctl_jobs' '*:address:_urls' ;;
    config) _arguments $help '*:setting:_ferryctl_settings' ;;
    help) _describe -t commands command commands ;;
    *) _arguments $help ;;
  esac
}

_ferryctl "$@"
