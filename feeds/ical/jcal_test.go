package ical

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"almanac.example/events"
)

func TestJCal(t *testing.T) {
	f := testFeed("zh", ".jcal", []*events.Event{})
	for _, e := range calendarEvents() {
		if slices.Contains([]events.ID{"p01", "p03", "t1", "c1", "r1", "y1", "y2", "k1"}, e.ID) {
			f.Events = append(f.Events, e)
		}
	}
	var b, indented bytes.Buffer
	if err := WriteJCal(t.Context(), &b, f); err != nil {
		t.Fatal(err)
	}
	if err := json.Indent(&indented, b.Bytes(), "", " "); err != nil {
		t.Fatal(err)
	}
	golden(t, "some.zh.jcal.golden", indented.Bytes())
}

// The two spellings say the same, property by property.
func TestJCalSaysWhatICalendarSays(t *testing.T) {
	f := testFeed("en", ".jcal", calendarEvents())
	var b bytes.Buffer
	if err := WriteJCal(t.Context(), &b, f); err != nil {
		t.Fatal(err)
	}
	var root []any
	if err := json.Unmarshal(b.Bytes(), &root); err != nil {
		t.Fatal(err)
	}
	sameComponent(t, root, calendarOf(t, f))
}

func sameComponent(t *testing.T, j []any, c *wireComponent) {
	t.Helper()
	if len(j) != 3 || j[0] != strings.ToLower(c.name) {
		t.Fatalf("%v is no %s", j[0], c.name)
	}
	properties, children := j[1].([]any), j[2].([]any)
	if len(properties) != len(c.properties) || len(children) != len(c.children) {
		t.Fatalf("%s has %d properties and %d components, the lines have %d and %d",
			c.name, len(properties), len(children), len(c.properties), len(c.children))
	}
	for i, p := range properties {
		p := p.([]any)
		if p[0] != strings.ToLower(c.properties[i].name) {
			t.Errorf("%v stands where %s stands in the lines", p[0], c.properties[i].name)
		}
		if text := c.properties[i]; p[2] == "text" && text.name == "SUMMARY" && p[3] != c.text(t, "SUMMARY") {
			t.Errorf("%v is not %q", p[3], c.text(t, "SUMMARY"))
		}
	}
	for i := range children {
		sameComponent(t, children[i].([]any), c.children[i])
	}
}
