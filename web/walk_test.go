package web

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// older returns the ids on a page of a feed and the address of the next older
// one, "" at the end.
func older(t *testing.T, path, body string) (ids []string, next string) {
	t.Helper()
	if strings.Contains(path, ".json") {
		var page struct {
			Next  string `json:"next_url"`
			Items []struct{ ID string }
		}
		if err := json.Unmarshal([]byte(body), &page); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for _, i := range page.Items {
			ids = append(ids, i.ID)
		}
		return ids, page.Next
	}
	var page struct {
		Links []struct {
			Rel  string `xml:"rel,attr"`
			Href string `xml:"href,attr"`
		} `xml:"link"`
		Entries []struct {
			ID string `xml:"id"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal([]byte(body), &page); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	for _, e := range page.Entries {
		ids = append(ids, e.ID)
	}
	for _, l := range page.Links {
		if l.Rel == "prev-archive" {
			next = l.Href
		}
	}
	return ids, next
}

// TestAWalkMeetsEveryEventOnce follows the archives of a feed through the
// server while events are edited between two pages. The first page also has what
// was corrected lately; the older pages have every event behind its own items
// once.
func TestAWalkMeetsEveryEventOnce(t *testing.T) {
	const n = 130
	var list []events.Event
	for k := range n {
		list = append(list, events.Event{
			ID: events.ID(fmt.Sprintf("e%03d", k)), Slug: fmt.Sprintf("e-%03d", k), Status: events.Published,
			Span: events.On(edtf.MustParse(fmt.Sprintf("%d-05-%02d", 1900+k, 1+k%28))),
			Text: map[string]events.Text{"en": {Title: fmt.Sprintf("Event %d", k)}},
		})
	}
	i := newInstance(t, list...)
	edited := map[string]bool{}
	for _, start := range []string{"/en/all.atom?notices=0", "/en/all.json?notices=0"} {
		seen := map[string]int{}
		pages := 0
		for path := start; path != ""; pages++ {
			ids, next := older(t, path, i.get(t, path).body)
			for _, id := range ids {
				if seen[id]++; pages == 0 && edited[id] {
					seen[id] = 0 // it may stand here before its time
				}
			}
			for _, k := range []int{pages, 60 + pages, 128} {
				i.edit(t, events.ID(fmt.Sprintf("e%03d", k)), func(e *events.Event) {
					edited["tag:example.org,2026-03-01:event/"+string(e.ID)] = true
					e.Key = !e.Key
					e.Span = events.On(edtf.MustParse(fmt.Sprintf("2001-06-%02d", 1+pages)))
				})
			}
			path = strings.TrimPrefix(next, "https://almanac.example.org")
		}
		if pages < 3 || len(seen) != n || slices.Max(slices.Collect(maps.Values(seen))) != 1 {
			t.Errorf("%s: %d pages met %d of %d events", start, pages, len(seen), n)
		}
	}
}
