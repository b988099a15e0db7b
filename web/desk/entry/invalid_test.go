package entry

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"almanac.example/events"
)

// TestReasonsAreWordedInTheLanguageOfThePage asks for faults of every field that a
// form edits.
func TestReasonsAreWordedInTheLanguageOfThePage(t *testing.T) {
	wrong := events.Event{
		Slug: "No Slug", Tags: []string{"No Tag"}, Place: &events.Place{Slug: "a", Name: events.Localised{"en": "two\nlines"}},
		Text:    map[string]events.Text{"en": {Title: "two\nlines", Summary: "\x00", Body: "\x00"}},
		Sources: []events.Source{{Title: events.Localised{"en": "two\nlines"}, URL: "no address", Quote: "\x00"}},
		Links:   []events.Link{{URL: "no address", Title: events.Localised{"en": "two\nlines"}}},
		Image:   &events.Image{URL: "no address"}, Repeat: &events.Repetition{Rule: "none"},
	}
	var invalid *events.Invalid
	if !errors.As(wrong.Validate(), &invalid) || len(invalid.Problems) < 10 {
		t.Fatalf("%v", invalid)
	}
	v := visit(t, "zh")
	for _, p := range invalid.Problems {
		switch p.Field {
		case "id", "created", "updated", "status", "span": // no person types these
			continue
		}
		for _, f := range faultsOf(v, &events.Invalid{Problems: []events.Problem{p}}) {
			if f.Lang != "" || !strings.ContainsFunc(f.Text, func(r rune) bool { return r > 0x3000 }) {
				t.Errorf("%s: %q in %q", p.Field, f.Text, f.Lang)
			}
		}
	}
	en := faultsOf(visit(t, "en"), invalid)
	for i, f := range en {
		if f.Lang != "" || f.Text == "" {
			t.Errorf("%v: %+v", invalid.Problems[i], f)
		}
	}
	if got := fmt.Sprint(refusal(v, "nothing.of.that")); got != "" {
		t.Errorf("%q", got)
	}
}

// TestEachFieldOfAnEntryHasItsInput holds where a fault of the record is shown.
func TestEachFieldOfAnEntryHasItsInput(t *testing.T) {
	v := visit(t, "en")
	for path, want := range map[string][2]string{
		"sources[2].title.en": {"st-2", "Sources"}, "links[10].url": {"lu-10", "Links"}, "tags[3]": {"ntag", "Topics"}, "repeat.except[0]": {"rex", "Not on"},
		"text.en.title": {"t-en", "English title"}, "text.zh.summary": {"s-zh", "Chinese summary"}, "text.en.body": {"b-en", "English body"}, "text.en": {"t-en", "English title"},
		"span.end": {"tt", "To, time"}, "span.start": {"tf", "From, time"}, "span.zone": {"tz", "Zone"}, "span.calendar": {"date", "Date"}, "repeat.rule": {"rule", "Rule"}, "repeat": {"rr", "Repeats"},
		"place.name.en": {"place", "Place"}, "slug": {"slug", "Last part of the address"}, "image.alt": {"iu", "Picture"}, "text": {"t-en", "Title"}, "publish.at": {"at", "When"}, "note": {"note", "Why"}, "proposal": {"main", "proposal"},
	} {
		if id, label := fieldOf(v, path); id != want[0] || label != want[1] {
			t.Errorf("%s: %q, %q", path, id, label)
		}
	}
}

func TestWebAddresses(t *testing.T) {
	for address, want := range map[string]bool{
		"https://example.org": true, "http://example.org/a?b=c#d": true, "https://": false, "//example.org": false, "example.org": false, "ftp://example.org": false, "mailto:a@example.org": false,
		"http://%zz/": false, "https://[::1": false, "javascript:alert(1)": false, "": false,
	} {
		if got := isWebAddress(address); got != want {
			t.Errorf("%q: %v", address, got)
		}
	}
}
