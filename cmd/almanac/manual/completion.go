package manual

import (
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

// Shells are those for which completions are written.
func Shells() []string { return []string{"bash", "zsh", "fish"} }

// Completion writes the completion of a command line for a shell; it is an error
// if that is none of Shells.
func Completion(w io.Writer, app *kong.Application, shell string) error {
	write, ok := map[string]func(*kong.Application) string{"bash": bash, "zsh": zsh, "fish": fish}[shell]
	if !ok {
		return fmt.Errorf("shell %q: must be one of %s", shell, strings.Join(Shells(), ", "))
	}
	_, err := io.WriteString(w, write(app))
	return err
}

// quote makes a word of a shell of text. All three know single quotes.
func quote(text string) string {
	return "'" + strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "'", `'\''`) + "'"
}

// places are the patterns by which a shell finds out at which command it is: the
// command so far and the next word.
func places(app *kong.Application, join string) string {
	var list []string
	for _, n := range nodes(app.Node)[1:] {
		list = append(list, quote(path(n)))
	}
	return strings.Join(list, join)
}

// bash tells words by the command so far, values of flags by the flag before the
// cursor, and leaves files to the shell.
func bash(app *kong.Application) string {
	var b strings.Builder
	fmt.Fprintf(&b, `# bash completion for %[1]s, made of its command line
_%[1]s() {
  local current=${COMP_WORDS[COMP_CWORD]} at= words= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "${at:+$at }${COMP_WORDS[i]}" in
    %[2]s) at="${at:+$at }${COMP_WORDS[i]}" ;;
    esac
  done
  case $at in
`, app.Name, places(app, " | "))
	for _, n := range nodes(app.Node) {
		var list []string
		for _, w := range words(n) {
			list = append(list, w.text)
		}
		fmt.Fprintf(&b, "  %s) words=%s ;;\n", quote(path(n)), quote(strings.Join(list, " ")))
	}
	b.WriteString("  esac\n  case \"$at ${COMP_WORDS[COMP_CWORD-1]}\" in\n")
	for _, n := range nodes(app.Node) {
		for _, f := range allFlags(n) {
			if f.Enum != "" {
				fmt.Fprintf(&b, "  %s) words=%s ;;\n", quote(path(n)+" --"+f.Name), quote(strings.Join(f.EnumSlice(), " ")))
			}
		}
	}
	fmt.Fprintf(&b, `  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o default -F _%[1]s %[1]s
`, app.Name)
	return b.String()
}

func zsh(app *kong.Application) string {
	var b strings.Builder
	fmt.Fprintf(&b, `#compdef %[1]s
# zsh completion for %[1]s, made of its command line
_%[1]s() {
  local at= word
  local -a list
  for word in "${(@)words[2,CURRENT-1]}"; do
    case "${at:+$at }$word" in
    %[2]s) at="${at:+$at }$word" ;;
    esac
  done
  case $at in
`, app.Name, strings.ReplaceAll(places(app, " | "), " | ", "|"))
	for _, n := range nodes(app.Node) {
		var list []string
		for _, w := range words(n) {
			list = append(list, quote(w.text+":"+w.about))
		}
		fmt.Fprintf(&b, "  %s) list=(%s) ;;\n", quote(path(n)), strings.Join(list, " "))
	}
	fmt.Fprintf(&b, `  esac
  _describe '%[1]s' list
  [[ $PREFIX == -* ]] || _files
}
_%[1]s "$@"
`, app.Name)
	return b.String()
}

func fish(app *kong.Application) string {
	var b strings.Builder
	fmt.Fprintf(&b, `# fish completion for %[1]s, made of its command line
function __%[1]s_at
    set -l at
    for word in (commandline -opc)[2..]
        switch (string join ' ' -- $at $word)
            case %[2]s
                set at $at $word
        end
    end
    string join ' ' -- $at
end
`, app.Name, places(app, " "))
	for _, n := range nodes(app.Node) {
		at := fmt.Sprintf(`complete -c %s -n 'test (__%s_at | string collect --allow-empty) = "%s"'`, app.Name, app.Name, path(n))
		for _, child := range nodes(n)[1:] {
			if child.Parent == n {
				fmt.Fprintf(&b, "%s -f -a %s -d %s\n", at, child.Name, quoteFish(child.Help))
			}
		}
		for _, f := range allFlags(n) {
			fmt.Fprintf(&b, "%s -l %s", at, f.Name)
			if f.Short != 0 {
				fmt.Fprintf(&b, " -s %c", f.Short)
			}
			switch {
			case f.Enum != "":
				fmt.Fprintf(&b, " -x -a %s", quoteFish(strings.Join(f.EnumSlice(), " ")))
			case !f.IsBool():
				b.WriteString(" -r")
			}
			fmt.Fprintf(&b, " -d %s\n", quoteFish(f.Help))
		}
	}
	return b.String()
}

// quoteFish makes a word of text for fish, where a backslash counts in single
// quotes.
func quoteFish(text string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(strings.Join(strings.Fields(text), " ")) + "'"
}
