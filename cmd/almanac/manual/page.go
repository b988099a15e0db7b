package manual

import (
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

// Page writes the manual page of a command line (man-pages(7)), section 1.
func Page(w io.Writer, app *kong.Application) error {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH %s 1\n.SH NAME\n%s \\- %s\n", strings.ToUpper(app.Name), app.Name, roff(firstSentence(app.Help)))
	fmt.Fprintf(&b, ".SH SYNOPSIS\n.B %s\n.I COMMAND\n[\\fIFLAG\\fR ...]\n.SH DESCRIPTION\n%s\n", app.Name, paragraphs(app.Help))
	b.WriteString(".SH COMMANDS\n")
	for _, n := range leaves(app.Node) {
		fmt.Fprintf(&b, ".SS %s\n%s\n", roff(synopsis(n)), roff(n.Help))
		if n.Detail != "" {
			fmt.Fprintf(&b, ".PP\n%s\n", paragraphs(n.Detail))
		}
		for _, a := range n.Positional {
			fmt.Fprintf(&b, ".TP\n\\fI%s\\fR\n%s\n", roff(strings.ToUpper(a.Name)), roff(a.Help))
		}
		writeFlags(&b, ownFlags(n))
	}
	b.WriteString(".SH FLAGS OF EVERY COMMAND\n")
	writeFlags(&b, visible(app.Flags))
	b.WriteString(".SH ENVIRONMENT\nEach flag is a variable, too, as named with it. A flag counts before a variable, and that before the file of settings.\n")
	fmt.Fprintf(&b, ".SH EXIT STATUS\n.TP\n0\nThe command did its work.\n.TP\n1\nIt could not.\n.TP\n2\nThe command line makes no sense.\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func writeFlags(b *strings.Builder, flags []*kong.Flag) {
	for _, f := range flags {
		name := "\\-\\-" + roff(f.Name)
		if f.Short != 0 {
			name = "\\-" + string(f.Short) + ", " + name
		}
		fmt.Fprintf(b, ".TP\n\\fB%s\\fR", name)
		if !f.IsBool() {
			fmt.Fprintf(b, "=\\fI%s\\fR", roff(f.FormatPlaceHolder()))
		}
		fmt.Fprintf(b, "\n%s", roff(f.Help))
		if len(f.Envs) > 0 {
			fmt.Fprintf(b, " ($%s)", roff(strings.Join(f.Envs, ", $")))
		}
		b.WriteString("\n")
	}
}

// synopsis is how a command is typed, with what it takes.
func synopsis(n *kong.Node) string {
	text := path(n)
	for _, a := range n.Positional {
		name := strings.ToUpper(a.Name)
		if !a.Required {
			name = "[" + name + "]"
		}
		text += " " + name
	}
	return text
}

func firstSentence(text string) string {
	sentence, _, _ := strings.Cut(text, ".")
	return strings.TrimSpace(sentence)
}

// paragraphs writes each as one.
func paragraphs(text string) string {
	var list []string
	for p := range strings.SplitSeq(text, "\n\n") {
		list = append(list, roff(p))
	}
	return strings.Join(list, "\n.PP\n")
}

// roff writes text so that no character of it is a request (groff(7)): a line that
// begins with a full stop or an apostrophe, a backslash, a hyphen that is one.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(strings.TrimSpace(text))
	var lines []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			line = `\&` + line
		}
		lines = append(lines, line)
	}
	return ascii(strings.Join(lines, "\n"))
}

// ascii writes other characters by their numbers, so that the page is the same
// under every encoding.
func ascii(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r < 0x80 {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\[u%04X]`, r)
		}
	}
	return b.String()
}
