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
