package entry

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"

	"almanac.example/events"
	"almanac.example/feeds/report/review"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
)

// The fields that say of which date of a document a new entry is made.
const (
	fieldDocument = "found-document"
	fieldFound    = "found"
)

// found is what a document tells of the date that a new entry is made of; false:
// it is made of none, or what was kept of the document is gone.
func (p *Pages) found(ctx context.Context, v *frame.Visit, document string, number int) (events.Event, bool, error) {
	if document == "" {
		return events.Event{}, false, nil
	}
	reading, err := p.editor.Reading(ctx, editing.Act{Who: v.Who}, document)
	if errors.Is(err, events.ErrNotFound) {
		return events.Event{}, false, nil
	}
	if err != nil {
		return events.Event{}, false, err
	}
	e, ok := reading.Draft(number)
	return e, ok, nil
}

// foundPage is the page for a new entry, filled in with a date of a document: the
// date, the source with its words, and where they stand. It leads to what was made
// of the date where there is that already.
func (p *Pages) foundPage(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	document := v.Query.Get("document")
	number, _ := strconv.Atoi(v.Query.Get("found")) // 0 is the number of none
	e, ok, err := p.found(ctx, v, document, number)
	if err != nil {
		return frame.Answer{}, err
	}
	if !ok {
		return frame.Answer{}, events.ErrNotFound
	}
	for _, made := range review.From(v.Timeline, document) {
		if made.Proposal.Fingerprint == e.Proposal.Fingerprint {
			return frame.See(v.Link("/review/" + url.PathEscape(document) + "/" + url.PathEscape(string(made.ID)))), nil
		}
	}
	values := valuesOf(v, &e)
	values.Set("id", string(e.ID))
	values.Set("rev", "0")
	values.Set(fieldDocument, document)
	values.Set(fieldFound, strconv.Itoa(number))
	t := read(v, frame.Form{Values: values}, nil)
	t.faults = nil
	from := e.Sources[0]
	title, _ := from.Title.In(v.Lang)
	where, _ := from.Locator.In(v.Lang)
	page := p.arrange(v, t, frame.Heading{Notice: &frame.Notice{Text: v.Text("review.foundIn", v.Join(slices.DeleteFunc([]string{title, where}, func(s string) bool { return s == "" })), from.Quote)}})
	if t.date.understood() {
		page.Date.How = appearanceOf(ctx, v, &t.event)
	}
	return frame.Show("entry/edit", page), nil
}

// take stores a new entry that was made of a date of a document, with where it
// was found; false: it was made of none.
func (p *Pages) take(ctx context.Context, v *frame.Visit, t *typed) (w editing.Written, taken bool, err error) {
	e, ok, err := p.found(ctx, v, t.form.Line(fieldDocument), int(t.form.Number(fieldFound)))
	if err != nil || !ok {
		return w, false, err
	}
	for i, s := range t.event.Sources {
		if from := e.Sources[0]; s.Quote == from.Quote { // what the form cannot say
			t.event.Sources[i].SHA256, t.event.Sources[i].QuoteLang = from.SHA256, from.QuoteLang
			if same(s.Locator, from.Locator) {
				t.event.Sources[i].Locator = from.Locator
			}
		}
	}
	w, err = p.editor.TakeDate(ctx, act(v), e, t.event)
	return w, true, err
}

// same reports whether what was typed is what was filled in.
func same(typed, filled events.Localised) bool {
	for lang, text := range typed {
		if filled[lang] != text {
			return false
		}
	}
	return true
}
