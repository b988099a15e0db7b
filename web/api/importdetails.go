package api

import (
	"cmp"
	"time"

	"almanac.example/events"
	"almanac.example/feeds/ical/read"
	"almanac.example/feeds/intake"
	"almanac.example/feeds/report"
	"almanac.example/feeds/report/document"
	"almanac.example/feeds/report/review"
)

// CalendarReport is all that an import of a calendar tells.
type CalendarReport struct {
	Charset    string                `json:"charset"`
	Name       string                `json:"name,omitempty"`
	Events     []ReportedEvent       `json:"events"`
	Removed    []events.ID           `json:"removed,omitempty" doc:"No longer in the calendar."`
	Over       []events.ID           `json:"over,omitempty" doc:"The same, but over, so that they stay."`
	Known      []events.ID           `json:"known,omitempty" doc:"In the record from elsewhere, and left as they are."`
	Clashes    []ReportedClash       `json:"clashes,omitempty"`
	Amendments []events.ID           `json:"amendments,omitempty" doc:"Drafts that propose the calendar's side of clashes."`
	NotKept    map[string]int        `json:"notKept,omitempty" doc:"What has no place in an event, by its name."`
	Problems   []ReportedProblem     `json:"problems,omitempty"`
	Counts     map[intake.Action]int `json:"counts"`
}

// ReportedClash is an event of which calendar and editors have changed the same
// fields.
type ReportedClash struct {
	ID     events.ID      `json:"id"`
	Fields []intake.Field `json:"fields"`
}

// ReportedEvent is one VEVENT, and what becomes of it. Days are dates with an
// exclusive end; times are UTC.
type ReportedEvent struct {
	UID        string             `json:"uid"`
	Recurrence string             `json:"recurrenceId,omitempty"`
	Summary    string             `json:"summary"`
	Start      string             `json:"start,omitempty"`
	End        string             `json:"end,omitempty"`
	AllDay     bool               `json:"allday"`
	Repeats    bool               `json:"repeats,omitempty"`
	Line       int                `json:"line"`
	Action     intake.Action      `json:"action" enum:"add,change,propose,same,deleted,skip"`
	Event      events.ID          `json:"event,omitempty"`
	Extra      []events.ID        `json:"extra,omitempty"`
	Status     events.Status      `json:"status,omitempty"`
	Span       *Span              `json:"span,omitempty"`
	Repeat     *events.Repetition `json:"repeat,omitempty"`
	Place      string             `json:"place,omitempty"`
	Categories []string           `json:"categories,omitempty" doc:"Tags."`
	Links      []string           `json:"links,omitempty"`
	Image      string             `json:"image,omitempty"`
}

// ReportedProblem is something of a calendar that does not come through as it
// stands.
type ReportedProblem struct {
	Line   int    `json:"line"`
	UID    string `json:"uid,omitempty"`
	Reason string `json:"reason"`
	Bad    bool   `json:"bad"`
}

// skipped is the action of what no event was made of.
const skipped intake.Action = "skip"

// ReportCalendar tells what a plan makes of a calendar. It is asked before the
// plan is carried out, which uses it up.
func ReportCalendar(p *intake.Plan, in read.Import) *CalendarReport {
	out := &CalendarReport{Charset: in.Charset, Name: in.Name, Events: []ReportedEvent{}, Counts: map[intake.Action]int{}, NotKept: in.NotKept}
	items := map[events.ID]intake.Item{}
	for _, i := range p.Items {
		items[i.Event.ID] = i
		out.Counts[i.Action]++
	}
	out.Removed, out.Over, out.Known, out.Amendments = ids(p.Gone), ids(p.Over), ids(p.Known), ids(p.Amendments)
	for _, c := range p.Clashes {
		out.Clashes = append(out.Clashes, ReportedClash(c))
	}
	for _, f := range in.Facts {
		e := ReportedEvent{
			UID: f.UID, Recurrence: f.Recurrence, Summary: f.Summary, AllDay: f.AllDay, Repeats: f.Repeats,
			Line: f.Line, Action: skipped, Event: f.Event, Extra: f.Extra, Start: when(f.Start, f.AllDay), End: when(f.End, f.AllDay),
		}
		if i, ok := items[f.Event]; ok {
			e.Action = i.Action
			e.describe(i.Event)
		}
		out.Events = append(out.Events, e)
	}
	for _, x := range in.Problems {
		out.Problems = append(out.Problems, ReportedProblem{x.Line, x.UID, x.Reason, x.Bad})
	}
	return out
}

// describe tells what would be stored.
func (r *ReportedEvent) describe(e *events.Event) {
	span := Span(e.Span.Words())
	r.Status, r.Span, r.Repeat, r.Categories = e.Status, &span, e.Repeat, e.Tags
	if e.Place != nil {
		r.Place, _ = e.Place.Name.In("")
	}
	for _, l := range e.Links {
		r.Links = append(r.Links, l.URL)
	}
	if m := e.Image; m != nil {
		r.Image = cmp.Or(m.URL, m.Blob)
	}
}

func ids(list []*events.Event) []events.ID {
	var out []events.ID
	for _, e := range list {
		out = append(out, e.ID)
	}
	return out
}

func when(t time.Time, day bool) string {
	switch {
	case t.IsZero() && !day: // as a day this is the first of the year 1
		return ""
	case day:
		return t.Format(time.DateOnly)
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}

// Findings is all that was found in a report.
type Findings struct {
	Drafts  []Finding `json:"drafts"`
	Passed  []LeftOut `json:"passed" doc:"Dates that are no event's."`
	Gone    []Former  `json:"gone,omitempty" doc:"What an earlier edition told and this one does not."`
	Edition bool      `json:"edition,omitempty" doc:"It is another edition of a document that the record knows."`
	Doubts  []string  `json:"doubts,omitempty"`
}

// Former is an event that an earlier edition of a report proposed.
type Former struct {
	ID     events.ID     `json:"id"`
	Slug   string        `json:"slug"`
	Date   string        `json:"date"`
	Title  string        `json:"title"`
	Status events.Status `json:"status"`
}

func formerOf(e *events.Event) *Former {
	text, _ := e.In("")
	return &Former{e.ID, e.Slug, e.Span.EDTF().String(), text.Title, e.Status}
}

// Finding is a milestone that was found.
type Finding struct {
	Date        string          `json:"date"`
	Title       string          `json:"title"`
	Quote       string          `json:"quote" doc:"The longest of quotes."`
	Summary     string          `json:"summary,omitempty"`
	Lang        string          `json:"lang"`
	Wording     string          `json:"wording"`
	Section     string          `json:"section,omitempty"`
	Confidence  float64         `json:"confidence"`
	Dates       int             `json:"dates" doc:"Expressions of the document that it stands for."`
	Rules       []report.RuleID `json:"rules"`
	Flags       []report.Flag   `json:"flags,omitempty"`
	Quotes      []Passage       `json:"quotes"`
	Document    string          `json:"document"`
	Source      string          `json:"source,omitempty"`
	SHA256      string          `json:"sha256"`
	Fingerprint string          `json:"fingerprint"`
	State       review.State    `json:"state"`
	ID          events.ID       `json:"id,omitempty"`
	Slug        string          `json:"slug,omitempty"`
	Duplicates  []string        `json:"duplicates,omitempty" doc:"IDs of events that may be the same."`
	Earlier     events.ID       `json:"earlier,omitempty" doc:"What an earlier edition proposed instead."`
	Was         *Former         `json:"was,omitempty" doc:"The same event."`
}

// Passage is a quote and where it starts: page, line and column count from 1,
// the offset is in bytes of the normalised text.
type Passage struct {
	Text   string `json:"text"`
	Page   int    `json:"page,omitempty"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Offset int    `json:"offset"`
}

// LeftOut is a date that is no event's, with the rule that says so and its
// line.
type LeftOut struct {
	Wording string        `json:"wording"`
	Rule    report.RuleID `json:"rule"`
	Why     string        `json:"why"`
	Quote   Passage       `json:"quote"`
	Around  string        `json:"around"`
}

// ReportFindings tells what was found in a report, and which of its dates are no
// event's.
func ReportFindings(p review.Proposals, doc *document.Document, found report.Result) *Findings {
	out := &Findings{Drafts: []Finding{}, Passed: []LeftOut{}, Edition: p.Edition, Doubts: found.Doubts}
	for _, e := range p.Entries {
		out.Drafts = append(out.Drafts, findingOf(e))
	}
	for _, e := range p.Gone {
		out.Gone = append(out.Gone, *formerOf(e))
	}
	words := map[report.RuleID]string{}
	for _, r := range report.Rules() {
		words[r.ID] = r.En
	}
	for _, d := range found.Passed {
		out.Passed = append(out.Passed, LeftOut{d.Wording, d.Rule, words[d.Rule], passageOf(d.Quote), doc.Surroundings(d.Quote.Start, d.Quote.End, 0)})
	}
	return out
}

func passageOf(q report.Quote) Passage { return Passage{q.Text, q.Page, q.Line, q.Column, q.Start} }

func findingOf(e review.Entry) Finding {
	d := e.Draft
	f := Finding{
		Date: d.Date, Title: d.Title, Summary: d.Summary, Lang: d.Lang, Wording: d.Wording, Section: d.Section,
		Confidence: d.Confidence, Dates: d.Dates, Rules: d.Rules, Flags: d.Flags, Quotes: []Passage{},
		Document: d.Source.Document, Source: d.Source.Title, SHA256: d.Source.SHA256,
		Fingerprint: d.Fingerprint, State: e.State, Duplicates: d.Duplicates,
	}
	for _, q := range d.Quotes {
		f.Quotes = append(f.Quotes, passageOf(q))
		if len(q.Text) > len(f.Quote) {
			f.Quote = q.Text
		}
	}
	if e.Event != nil {
		f.ID, f.Slug = e.Event.ID, e.Event.Slug
	}
	if e.Earlier != nil {
		f.Earlier, f.Was = e.Earlier.ID, formerOf(e.Earlier)
	}
	return f
}
