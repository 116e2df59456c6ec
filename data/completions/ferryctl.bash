# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of ferryctl for bash. Needs nothing but bash.

# Ids of jobs. Only where there is a session bus: a key must not start one.
_ferryctl_jobs() {
  local id rest

  [[ -n ${DBUS_SESSION_BUS_ADDRESS-} || -S ${XDG_RUNTIME_DIR-}/bus ]] || return
  while read -r id rest; do
    [[ $id =~ ^[0-9a-f]{8} ]] && printf '%s\n' "$id"
  done < <("$1" list 2>/dev/null </dev/null)
}

_ferryctl_words() {
  local word
  while IFS= read -r word; do
    COMPREPLY+=("$word")
  done < <(compgen -W "$1" -- "$2")
}

_ferryctl_files() {
  local name
  compopt -o filenames
  while IFS= read -r name; do
    COMPREPLY+=("$name")
  done < <(compgen "$1" -- "$2")
}

_ferryctl() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
  local command=${COMP_WORDS[1]} operands=() index jobs
  local commands='get add upload list show suspend resume complete cancel wait set address config
    monitor clear help'
  local options='--output --directory --range --name --priority --checksum --connections --limit-rate
    --header --retry-delay --no-progress-timeout --no-metalink --dynamic-content --json --help --proxy --proxy-bypass
    --ca-file --client-certificate --security-flags --maximum-time --maximum-size --method'
  local properties='name description priority auto-complete retry-delay no-progress-timeout
    connections limit-rate upload-protocol notify notify-action header proxy proxy-bypass ca-file
    client-certificate security-flags maximum-time maximum-size dynamic-content method'
  local events='transferred error modification file-transferred disable none default'
  local settings='download-limit upload-limit system-proxy jobs-at-once connections-per-host
    save-origin metered-downloads power-saver-downloads battery-downloads hours
    limit-hours connections retry-delay give-up-after timeout user-agent remove-finished
    notify-finished notify-failed polite'
  local protocols='auto put tus resumable bits'
  local flags='none ignore-host ignore-date ignore-authority ignore-usage report-redirects
    refuse-redirects allow-http'
  local priorities='foreground high normal low'
  local methods='GET POST PUT PATCH'

  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    _ferryctl_words "$commands --help --version" "$cur"
    return
  fi

  # For bash “=” is a word of its own.
  if [[ $cur == '=' ]]; then
    cur=
  elif [[ $prev == '=' ]]; then
    prev=${COMP_WORDS[COMP_CWORD - 2]}
  fi

  for ((index = 2; index < COMP_CWORD; index++)); do
    [[ ${COMP_WORDS[index]} != -* ]] && operands+=("${COMP_WORDS[index]}")
  done

  case $command in
    get | add)
      case $prev in
        -o | --output) _ferryctl_files -f "$cur"; return ;;
        -d | --directory) _ferryctl_files -d "$cur"; return ;;
        --priority) _ferryctl_words "$priorities" "$cur"; return ;;
        --checksum)
          compopt -o nospace
          _ferryctl_words 'sha-256: sha-384: sha-512: sha-1: md5:' "$cur"
          return
          ;;
        --proxy) _ferryctl_words 'system none' "$cur"; return ;;
        --ca-file | --client-certificate) _ferryctl_files -f "$cur"; return ;;
        --security-flags) _ferryctl_words "$flags" "$cur"; return ;;
        --method) _ferryctl_words "$methods" "$cur"; return ;;
        --name | -r | --range | --proxy-bypass | --maximum-time | --maximum-size | --connections | --limit-rate | --header | --retry-delay | --no-progress-timeout) return ;;
      esac
      _ferryctl_words "$options" "$cur"
      [[ $cur == -* ]] || _ferryctl_files -f "$cur" # a Metalink document
      ;;
    upload)
      case $prev in
        -r | --reply) _ferryctl_files -f "$cur"; return ;;
        --protocol) _ferryctl_words "$protocols" "$cur"; return ;;
        --proxy) _ferryctl_words 'system none' "$cur"; return ;;
        --ca-file | --client-certificate) _ferryctl_files -f "$cur"; return ;;
        --security-flags) _ferryctl_words "$flags" "$cur"; return ;;
        --method) _ferryctl_words 'PUT POST PATCH' "$cur"; return ;;
        -H | --header | --limit-rate | --proxy-bypass | --maximum-time) return ;;
      esac
      _ferryctl_words '--reply --protocol --header --limit-rate --background --help
        --proxy --proxy-bypass --ca-file --client-certificate --security-flags --maximum-time --method' "$cur"
      [[ $cur == -* ]] || _ferryctl_files -f "$cur"
      ;;
    list | monitor) _ferryctl_words '--json --help' "$cur" ;;
    clear) _ferryctl_words '--help' "$cur" ;;
    help) _ferryctl_words "$commands" "$cur" ;;
    address) ((${#operands[@]})) || _ferryctl_words "$(_ferryctl_jobs "$1")" "$cur" ;;
    set)
      case ${#operands[@]} in
        0) _ferryctl_words "all $(_ferryctl_jobs "$1")" "$cur" ;;
        1) _ferryctl_words "$properties --user --proxy-user --password-stdin --digest" "$cur" ;;
        2)
          case ${operands[1]} in
            priority) _ferryctl_words "$priorities" "$cur" ;;
            auto-complete | dynamic-content) _ferryctl_words 'true false' "$cur" ;;
            proxy) _ferryctl_words 'system none' "$cur" ;;
            ca-file | client-certificate) _ferryctl_files -f "$cur" ;;
            security-flags) _ferryctl_words "$flags" "$cur" ;;
            method) _ferryctl_words "$methods" "$cur" ;;
            upload-protocol) _ferryctl_words "$protocols" "$cur" ;;
            notify)
              [[ $cur == *,* ]] && events="${cur%,*},${events// / "${cur%,*},"}"
              _ferryctl_words "$events" "$cur"
              ;;
          esac
          ;;
      esac
      ;;
    config)
      case ${#operands[@]} in
        0) _ferryctl_words "$settings --help" "$cur" ;;
        1)
          case ${operands[0]} in
            *-limit) _ferryctl_words 'none default' "$cur" ;;
            *-downloads) _ferryctl_words 'nobody foreground all default' "$cur" ;;
            hours | limit-hours) _ferryctl_words 'always default' "$cur" ;;
            remove-finished) _ferryctl_words 'never day week default' "$cur" ;;
            notify-*) _ferryctl_words 'true false default' "$cur" ;;
            connections) _ferryctl_words 'auto default' "$cur" ;;
            save-origin | polite | system-proxy) _ferryctl_words 'true false default' "$cur" ;;
            *) _ferryctl_words 'default' "$cur" ;;
          esac
          ;;
      esac
      ;;
    show)
      ((${#operands[@]})) || jobs="all $(_ferryctl_jobs "$1")"
      _ferryctl_words "$jobs --json --help" "$cur"
      ;;
    suspend | resume | complete | cancel | wait)
      _ferryctl_words "all --help $(_ferryctl_jobs "$1")" "$cur"
      ;;
  esac
}

complete -F _ferryctl ferryctl
