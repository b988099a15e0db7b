package site

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"almanac.example/events"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
	"almanac.example/web/words"
)

// parts are the texts that a site has of its own, by the names of their pages.
func parts(t *events.SiteText) map[string]*string {
	return map[string]*string{"about": &t.About, "imprint": &t.Imprint, "privacy": &t.Privacy, "accessibility": &t.Accessibility}
}

// partNames are their names in the order in which they are listed.
var partNames = []string{"about", "imprint", "privacy", "accessibility"}

// textRow is one text and how far it is written in each language.
type textRow struct {
	Name   string
	Href   string
	Edit   string
	States []textState
}

type textState struct {
	Language string
	frame.LanguageState
}

func textRows(v *frame.Visit) []textRow {
	var list []textRow
	for _, name := range partNames {
		r := textRow{Name: v.Text("site.text." + name), Href: v.Link("/site/" + name)}
		r.Edit = v.Text("site.editText", r.Name)
		for _, lang := range v.Contents(nil) {
			t := v.Timeline.Site().Texts[lang]
			state := frame.LanguageState{State: frame.LanguageDone, Word: v.Text("lang." + frame.LanguageDone)}
			if *parts(&t)[name] == "" {
				state = frame.LanguageState{State: frame.LanguageMissing, Word: v.Text("lang." + frame.LanguageMissing)}
			}
			r.States = append(r.States, textState{v.LanguageName(lang), state})
		}
		list = append(list, r)
	}
	return list
}

// textPage is the form of one text in all languages.
type textPage struct {
	frame.Head
	Headline string
	Action   string
	Revs     []frame.Hidden
	Fields   []frame.Field
	Theirs   []theirs
	Back     string
}

// Text is the page of one of the site's own texts. Address: /site/NAME.
func (p *Pages) Text(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	if !slices.Contains(partNames, v.Key) {
		return frame.Answer{}, fmt.Errorf("text %q: %w", v.Key, events.ErrNotFound)
	}
	page := &textPage{Headline: v.Text("site.text." + v.Key), Action: v.Link("/site/" + v.Key), Back: v.Link("/site")}
	var faults frame.Faults
	changed := false
	for _, lang := range textLanguages(v) {
		f, err := p.takeText(ctx, v, page, lang)
		if err != nil {
			return frame.Answer{}, err
		}
		changed, faults = changed || f.changed, append(faults, f.faults...)
	}
	if v.Do() == "save" && len(faults) == 0 {
		return frame.See(v.Link("/site", frame.OutcomeKey, "text")), nil
	}
	h := frame.Heading{Title: page.Headline, Nav: "site", Tab: "/site", Faults: faults, Alone: v.Sent, Crumbs: []frame.Link{
		{Text: v.Text("site.title"), Href: page.Back}, {Text: page.Headline, Current: true},
	}}
	if changed {
		h.Notice = &frame.Notice{Text: v.Text("site.partly")}
	}
	page.Head = v.Frame(h)
	return frame.Refuse("site/text", page), nil
}

// textLanguages are the languages in which the site says something or could.
func textLanguages(v *frame.Visit) []string {
	langs := v.Contents(nil)
	n := len(langs)
	for lang := range v.Timeline.Site().Texts {
		if !slices.Contains(langs, lang) {
			langs = append(langs, lang)
		}
	}
	slices.Sort(langs[n:])
	return langs
}

// oneText is what became of a text in one language.
type oneText struct {
	changed bool
	faults  frame.Faults
}

// takeText makes the field of one language, and stores what was typed there.
func (p *Pages) takeText(ctx context.Context, v *frame.Visit, page *textPage, lang string) (out oneText, err error) {
	stored := v.Timeline.Site().Document(events.DocumentText(lang))
	next := stored
	text := parts(&next.Text)[v.Key]
	id, rev := "text-"+lang, stored.Rev
	field := frame.Field{ID: id, Name: id, Type: "area", Rows: 12, Class: "md tall", Label: v.LanguageName(lang), Lang: words.Tag(lang)}
	if v.Sent {
		*text, rev = v.Form.Text(id), events.Rev(v.Form.Number("rev-"+lang))
	}
	if field.Value = *text; v.Do() == "save" && next.Text != stored.Text {
		now, err := p.Editor.ReplaceDocument(ctx, act(v, page.Headline+v.Text("comma")+field.Label), next, rev)
		var conflict *editing.DocumentConflict
		var invalid *events.Invalid
		switch {
		case errors.As(err, &conflict):
			rev = conflict.Stored()
			field.Fault = v.Text("site.meanwhile")
			page.Theirs = append(page.Theirs, theirs{field.Label, v.Run(*parts(&conflict.Theirs.Text)[v.Key], lang)})
		case errors.As(err, &invalid):
			field.Fault = v.Text("site.refused.text")
		case err != nil:
			return out, err
		default:
			out.changed, rev = true, now.Rev
			if err := p.note(ctx, v, &stored, &now); err != nil {
				return out, err
			}
		}
	}
	if field.Fault != "" {
		out.faults.Add(id, field.Label, field.Fault)
	}
	page.Fields = append(page.Fields, field)
	page.Revs = append(page.Revs, frame.Hidden{Name: "rev-" + lang, Value: strconv.FormatInt(int64(rev), 10)})
	return out, nil
}
