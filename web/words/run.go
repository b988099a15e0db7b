package words

import "html/template"

// Run is a piece of text in a language; an empty Lang is the page's own.
type Run struct {
	Text   string
	Lang   string        // HTML lang attribute, "" if it is the page's
	Marked template.HTML // the text with what was searched for marked; "" if nothing was
}

// HTML is the text, with its marks if it has some.
func (r Run) HTML() template.HTML {
	if r.Marked != "" {
		return r.Marked
	}
	return template.HTML(template.HTMLEscapeString(r.Text))
}

// Run marks a text with its language unless that is the page's.
func (w Language) Run(text, lang string) Run {
	if lang == w.Spoken || text == "" {
		return Run{Text: text}
	}
	return Run{Text: text, Lang: Tag(lang)}
}

// Attr is the lang attribute of a run that is not in the page's language, with
// the space before it.
func (r Run) Attr() template.HTMLAttr {
	if r.Lang == "" {
		return ""
	}
	return template.HTMLAttr(` lang="` + template.HTMLEscapeString(r.Lang) + `"`)
}
