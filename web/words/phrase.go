package words

import (
	"html/template"
	"strconv"
	"strings"
)

// Phrase is a name put together of runs, each in a language of its own: "2019 ·
// Wissenschaft" on an English page.
type Phrase []Run

// Plain is a phrase of one text in the page's language.
func Plain(text string) Phrase { return Phrase{{Text: text}} }

// phraseSeparator stands between the runs of a phrase.
const phraseSeparator = " · "

// Text is the phrase without marks of language, for where there can be none.
func (p Phrase) Text() string {
	parts := make([]string, len(p))
	for i, r := range p {
		parts[i] = r.Text
	}
	return strings.Join(parts, phraseSeparator)
}

// HTML is the phrase with each run marked that is not in the page's language.
func (p Phrase) HTML() template.HTML {
	parts := make([]string, len(p))
	for i, r := range p {
		parts[i] = string(r.isolated())
	}
	return template.HTML(strings.Join(parts, phraseSeparator))
}

// Run is the phrase where all of it has to be in one language, as in an attribute:
// what of it is in the language of its first run, and in that alone.
func (p Phrase) Run() Run {
	if len(p) == 0 {
		return Run{}
	}
	var kept Phrase
	for _, r := range p {
		if r.Lang == p[0].Lang && r.Marked == "" {
			kept = append(kept, r)
		}
	}
	return Run{Text: kept.Text(), Lang: p[0].Lang, Dir: p[0].Dir}
}

// isolated is the run as a part of a line: marked, and kept apart from the order of
// the text around it (bdi), if it is not in the page's language.
func (r Run) isolated() template.HTML {
	if r.Lang == "" {
		return r.HTML()
	}
	return template.HTML("<bdi"+string(r.Attr())+">") + r.HTML() + "</bdi>"
}

// Marked is the interface text of that key as HTML, with args filled in as Text
// does; a Run among them is marked with its language.
func (w Language) Marked(key string, args ...any) template.HTML {
	plain := make([]any, len(args))
	var marks []string
	for i, arg := range args {
		plain[i] = arg
		if r, ok := arg.(Run); ok {
			mark := "\uE000" + strconv.Itoa(i) + "\uE001" // for private use: nothing that is written
			plain[i], marks = mark, append(marks, mark, string(r.isolated()))
		}
	}
	text := template.HTMLEscapeString(w.Text(key, plain...))
	return template.HTML(strings.NewReplacer(marks...).Replace(text))
}

// RunOf is the interface text of that key with a run filled in, as one run in the
// page's language that marks the other within it.
func (w Language) RunOf(key string, filled Run) Run {
	r := Run{Text: w.Text(key, filled.Text)}
	if filled.Lang != "" {
		r.Marked = w.Marked(key, filled)
	}
	return r
}
