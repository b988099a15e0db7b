#compdef thing
# zsh completion for thing, made of its command line
_thing() {
  local at= word
  local -a list
  for word in "${(@)words[2,CURRENT-1]}"; do
    case "${at:+$at }$word" in
    'serve'|'user'|'user add'|'user list') at="${at:+$at }$word" ;;
    esac
  done
  case $at in
  '') list=('serve:Serve the record.' 'user:Accounts.' '--help:Show context-sensitive help.' '--media:Where pictures are.') ;;
  'serve') list=('--addr:Where to listen; '\''unix:FILE'\'' is a socket.' '--json:A back\slash and $HOME… 中.' '--help:Show context-sensitive help.' '--media:Where pictures are.') ;;
  'user') list=('add:Make an account.' 'list:List them.' '--help:Show context-sensitive help.' '--media:Where pictures are.') ;;
  'user add') list=('--role:What it may.' '--help:Show context-sensitive help.' '--media:Where pictures are.') ;;
  'user list') list=('--help:Show context-sensitive help.' '--media:Where pictures are.') ;;
  esac
  _describe 'thing' list
  [[ $PREFIX == -* ]] || _files
}
_thing "$@"
