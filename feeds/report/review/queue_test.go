package review_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/report/review"
)

func TestQueue(t *testing.T) {
	r := newRecord()
	add := func(id, document, date string, offset int, confidence float64) {
		r.commit(t, events.Put(events.Event{
			ID: events.ID(id), Slug: "s" + id, Status: events.Draft, Span: events.On(edtf.MustParse(date)),
			Text:    map[string]events.Text{"en": {Title: id}},
			Sources: []events.Source{{Title: events.Localised{"en": "Report " + document}, SHA256: strings.Repeat(document, 64)}},
			Proposal: &events.Proposal{
				Fingerprint: id, Document: strings.Repeat(document, 64), Name: document + ".txt", Confidence: confidence,
				Quotes: []events.Quote{{Text: "q", Offset: offset}},
			},
		}, 0))
	}
	add("a", "b", "2019-06", 10, 0.9)
	add("b", "b", "2019-05", 20, 0.4)
	add("c", "a", "2019-01", 5, 1)
	r.put(t, "published", "2019", "Title")
	own := *r.put(t, "own", "2019", "An editor's own draft")
	own.Status = events.Draft
	r.commit(t, events.Put(own, r.get(t, "own").Rev))
	for _, test := range []struct {
		name   string
		filter review.Filter
		order  review.Order
		want   string
	}{
		{"the oldest import first", review.Filter{}, review.ByDocument, "a b c"},
		{"as a chronicle", review.Filter{}, review.ByDate, "c b a"},
		{"the surest first", review.Filter{}, review.ByConfidence, "c a b"},
		{"at least so sure", review.Filter{Min: 0.9}, review.ByDocument, "a c"},
		{"at most so sure", review.Filter{Max: 0.9}, review.ByDocument, "a b"},
		{"between", review.Filter{Min: 0.5, Max: 0.95}, review.ByDocument, "a"},
		{"of a file", review.Filter{Document: "some/where/b.txt"}, review.ByDocument, "a b"},
		{"of a title", review.Filter{Document: "Report a"}, review.ByDocument, "c"},
		{"of a hash", review.Filter{Document: "AAAAAAAA"}, review.ByDocument, "c"},
		{"of a hash too short", review.Filter{Document: "aaa"}, review.ByDocument, ""},
		{"of nothing", review.Filter{Document: "c.txt"}, review.ByDocument, ""},
		{"by ID and slug", review.Filter{Names: []string{"c", "sa", "own", "nobody"}}, review.ByDocument, "a c"},
	} {
		var got []string
		for _, e := range review.Queue(r.Timeline, test.filter, test.order) {
			got = append(got, string(e.ID))
		}
		if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}
