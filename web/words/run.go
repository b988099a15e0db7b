package words

import (
	"html/template"

	"almanac.example/events"
)

// Run is a piece of text in a language; an empty Lang is the page's own.
type Run struct {
	Text   string
	Lang   string        // HTML lang attribute, "" if it is the page's
	Dir    string        // HTML dir attribute, "" if it is the page's
	Marked template.HTML // the text with what was searched for marked; "" if nothing was
}

// HTML is the text, with its marks if it has some.
func (r Run) HTML() template.HTML {
	if r.Marked != "" {
		return r.Marked
	}
	return template.HTML(template.HTMLEscapeString(r.Text))
}

// Run marks a text with its language and direction, as far as they are not the
// page's.
func (w Language) Run(text, lang string) Run {
	if lang == w.Spoken || text == "" {
		return Run{Text: text}
	}
	r := Run{Text: text, Lang: Tag(lang)}
	if dir := events.Direction(lang); dir != w.Direction() {
		r.Dir = dir
	}
	return r
}

// Attr are the lang and dir attributes of a run that is not in the page's
// language, with the space before them.
func (r Run) Attr() template.HTMLAttr {
	attr := ""
	if r.Lang != "" {
		attr = ` lang="` + template.HTMLEscapeString(r.Lang) + `"`
	}
	if r.Dir != "" {
		attr += ` dir="` + r.Dir + `"`
	}
	return template.HTMLAttr(attr)
}
