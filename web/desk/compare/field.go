package compare

import (
	"html/template"
	"strings"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/desk/frame"
	"almanac.example/web/words"
)

// Difference is a field that two states of an entry do not have alike.
type Difference struct {
	Path   string
	Name   string // of the field
	Lang   string // of what it says, as HTML has it; "" for the page's
	Change template.HTML
}

// Field compares a field of two states.
func Field(v *frame.Visit, path string, before, after *events.Event) Difference {
	d := Difference{Path: path, Name: Name(v, path)}
	lang := v.Lang
	if rest, ok := strings.CutPrefix(path, "text."); ok {
		lang, _, _ = strings.Cut(rest, ".")
	}
	if lang != v.Lang {
		d.Lang = words.Tag(lang)
	}
	own := lang // what is said between the words is in their language
	if lang != "zh" {
		own = "en"
	}
	d.Change = marked(segmentsOf(v, path, before, after), v.Text("diff.removed."+own), v.Text("diff.added."+own))
	return d
}

// segmentsOf compares a field: lists by their members, one word by the whole, and
// all else as text.
func segmentsOf(v *frame.Visit, path string, before, after *events.Event) []segment {
	switch path {
	case "tags", "outdated":
		return lists(membersOf(v, path, before), membersOf(v, path, after), v.Text("comma"))
	case "status", "becomes", "key", "place":
		return lists(nonEmpty(textOf(v, path, before)), nonEmpty(textOf(v, path, after)), " ")
	}
	return texts(textOf(v, path, before), textOf(v, path, after))
}

// membersOf are the names of topics or languages.
func membersOf(v *frame.Visit, path string, e *events.Event) []string {
	if e == nil {
		return nil
	}
	var names []string
	if path == "outdated" {
		for _, lang := range e.Outdated {
			names = append(names, v.LanguageName(lang))
		}
		return names
	}
	for _, slug := range e.Tags {
		names = append(names, v.TagName(slug).Text)
	}
	return names
}

// Plain is what a state says in a field, as HTML without any mark.
func Plain(v *frame.Visit, path string, e *events.Event) template.HTML {
	return marked([]segment{{same, textOf(v, path, e)}}, "", "")
}

// Name is what a field is called on the desk.
func Name(v *frame.Visit, path string) string {
	if rest, ok := strings.CutPrefix(path, "text."); ok {
		lang, part, _ := strings.Cut(rest, ".")
		return v.Text("edit."+part+"In", v.LanguageName(lang))
	}
	return v.Text("field." + path)
}

// Names names several fields in one line.
func Names(v *frame.Visit, paths []string) string {
	names := make([]string, len(paths))
	for i, path := range paths {
		names[i] = Name(v, path)
	}
	return v.Join(names)
}

// textOf is what an entry says in one field, in words.
func textOf(v *frame.Visit, path string, e *events.Event) string {
	if e == nil {
		return ""
	}
	if rest, ok := strings.CutPrefix(path, "text."); ok {
		lang, part, _ := strings.Cut(rest, ".")
		text := e.Text[lang]
		return map[string]string{"title": text.Title, "summary": text.Summary, "body": text.Body}[part]
	}
	switch path {
	case "span":
		return spanText(v, e.Span)
	case "repeat":
		return v.Repetition(e)
	case "place":
		if e.Place == nil {
			return ""
		}
		name, _ := e.Place.Name.In(v.Lang)
		return name
	case "tags":
		return v.Join(membersOf(v, path, e))
	case "key":
		return yesNo(v, e.Key)
	case "status":
		return v.Text("state." + string(e.Status))
	case "slug":
		return e.Slug
	case "sources":
		return sourcesText(v, e.Sources)
	}
	return restText(v, path, e)
}

// restText is Text of the fields that are told seldom.
func restText(v *frame.Visit, path string, e *events.Event) string {
	switch path {
	case "links":
		var lines []string
		for _, l := range e.Links {
			title, _ := l.Title.In(v.Lang)
			lines = append(lines, strings.TrimSpace(title+" "+l.URL))
		}
		return strings.Join(lines, "\n")
	case "image":
		if e.Image == nil {
			return ""
		}
		alt, _ := e.Image.Alt.In(v.Lang)
		return strings.Join(nonEmpty(e.Image.URL, e.Image.Blob, alt, e.Image.Credit), "\n")
	case "publish":
		if e.Publish == nil {
			return ""
		}
		return v.Instant(e.Publish.At)
	case "becomes":
		if e.Becomes == "" {
			return ""
		}
		return v.Text("state." + string(e.Becomes))
	case "outdated":
		return v.Join(membersOf(v, path, e))
	}
	return ""
}

// spanText words a span, with its expression where the words leave something
// out.
func spanText(v *frame.Visit, s events.Span) string {
	if s.Unread != "" {
		return v.Text("date.unread", s.Unread)
	}
	plain := s
	plain.AsWritten = nil
	text := plain.DescribeFor(v.Zone(), v.Lang, edtf.Short)
	if written, _ := s.AsWritten.In(v.Lang); written != "" {
		text += " " + v.Text("date.shownAs", written)
	}
	return text
}

func sourcesText(v *frame.Visit, sources []events.Source) string {
	var lines []string
	for _, s := range sources {
		title, lang := s.Title.In(v.Lang)
		line := v.Join(nonEmpty(title, s.Locator[lang]))
		lines = append(lines, strings.Join(nonEmpty(line, s.Quote, s.URL), "\n"))
	}
	return strings.Join(lines, "\n")
}

func nonEmpty(parts ...string) []string {
	var list []string
	for _, p := range parts {
		if p != "" {
			list = append(list, p)
		}
	}
	return list
}

func yesNo(v *frame.Visit, yes bool) string {
	if yes {
		return v.Text("desk.yes")
	}
	return v.Text("desk.no")
}
