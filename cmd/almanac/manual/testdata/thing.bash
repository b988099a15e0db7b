# bash completion for thing, made of its command line
_thing() {
  local current=${COMP_WORDS[COMP_CWORD]} at= words= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "${at:+$at }${COMP_WORDS[i]}" in
    'serve' | 'user' | 'user add' | 'user list') at="${at:+$at }${COMP_WORDS[i]}" ;;
    esac
  done
  case $at in
  '') words='serve user --help --media' ;;
  'serve') words='--addr --json --help --media' ;;
  'user') words='add list --help --media' ;;
  'user add') words='--role --help --media' ;;
  'user list') words='--help --media' ;;
  esac
  case "$at ${COMP_WORDS[COMP_CWORD-1]}" in
  'user add --role') words='viewer editor' ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o default -F _thing thing
