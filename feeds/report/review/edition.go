package review

import (
	"fmt"
	"slices"
	"strings"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds/report"
)

// editions is what an earlier edition of a document says otherwise.
type editions struct {
	found   bool
	changed map[string]*events.Event // by fingerprint of the newer draft
	gone    []*events.Event
}

// origin is one document that the record has events of.
type origin struct {
	sha256, name string
	titles       []string
	events       []*events.Event
}

// origins lists the documents of the record, in the order of its events.
func origins(t *timeline.Timeline) []*origin {
	var list []*origin
	byHash := map[string]*origin{}
	for _, e := range t.All() {
		if e.Proposal == nil {
			continue
		}
		o, ok := byHash[e.Proposal.Document]
		if !ok {
			o = &origin{sha256: e.Proposal.Document, name: e.Proposal.Name}
			byHash[o.sha256], list = o, append(list, o)
		}
		o.events = append(o.events, e)
		o.entitle(e)
	}
	return list
}

func (o *origin) entitle(e *events.Event) {
	for _, s := range e.Sources {
		if s.SHA256 != o.sha256 {
			continue
		}
		for _, title := range s.Title {
			if !slices.Contains(o.titles, title) {
				o.titles = append(o.titles, title)
			}
		}
	}
}

// called reports whether somebody would call the document so: by file name,
// title or the start of its hash.
func (o *origin) called(name string) bool {
	if name == "" {
		return false
	}
	return o.name == fileName(name) || slices.Contains(o.titles, name) ||
		len(name) >= 8 && strings.HasPrefix(o.sha256, strings.ToLower(name))
}

// kept is the part of the shorter edition that two editions of one document
// have alike at least. Reports of two years may share name and title, but
// hardly an event: the date is part of each fingerprint.
const kept = 0.25

// shares reports whether the drafts are so much like the document's that they
// may be another edition of it.
func (o *origin) shares(drafts []report.Draft) bool {
	prints := map[string]bool{}
	for _, e := range o.events {
		prints[e.Proposal.Fingerprint] = true
	}
	same := 0
	for _, d := range drafts {
		if prints[d.Fingerprint] {
			same++
		}
	}
	return float64(same) >= kept*float64(min(len(o.events), len(drafts)))
}

// compareEditions finds the events that were proposed from this document
// before, or from an earlier edition of it, and sets the drafts against them.
func compareEditions(t *timeline.Timeline, r report.Result, editionOf string) (editions, error) {
	family := origins(t)
	if editionOf == "" {
		family = slices.DeleteFunc(family, func(o *origin) bool {
			named := o.called(r.Source.Document) || o.called(r.Source.Title)
			return o.sha256 != r.Source.SHA256 && !(named && o.shares(r.Drafts))
		})
		return against(family, r.Drafts), nil
	}
	family = slices.DeleteFunc(family, func(o *origin) bool { return !o.called(editionOf) })
	if len(family) == 0 {
		return editions{}, fmt.Errorf("edition of %q: the record has no events from a document of that name, title or SHA-256", editionOf)
	}
	return against(family, r.Drafts), nil
}

func against(family []*origin, current []report.Draft) editions {
	found := editions{found: len(family) > 0, changed: map[string]*events.Event{}}
	byPrint := map[string]*events.Event{}
	var old []report.Draft
	for _, o := range family {
		for _, e := range o.events {
			byPrint[e.Proposal.Fingerprint] = e
			old = append(old, asDraft(e, current))
		}
	}
	c := report.Compare(old, current)
	for _, d := range c.Changed {
		found.changed[d.New.Fingerprint] = byPrint[d.Old.Fingerprint]
	}
	for _, d := range c.Gone {
		if !strings.HasPrefix(d.Fingerprint, missedPrint) { // no edition ever proposed it
			found.gone = append(found.gone, byPrint[d.Fingerprint])
		}
	}
	return found
}

// asDraft is an event as the report that is compared with would propose it.
func asDraft(e *events.Event, current []report.Draft) report.Draft {
	lang := ""
	if len(current) > 0 {
		lang = current[0].Lang
	}
	text, lang := e.In(lang)
	v := e.Span.EDTF()
	d := report.Draft{Date: v.String(), Value: v, Title: text.Title, Lang: lang}
	if e.Proposal != nil {
		d.Fingerprint = e.Proposal.Fingerprint
	}
	return d
}
