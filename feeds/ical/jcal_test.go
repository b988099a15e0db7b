package ical

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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

// Rules in jCal (RFC 7265 §3.6.10): a part with several values is a list, and
// what is the default is not said.
func TestJCalRules(t *testing.T) {
	for rule, want := range map[string]string{
		"FREQ=YEARLY": `{"freq":"YEARLY"}`,
		"FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1,15;COUNT=4": `{"freq":"MONTHLY","count":4,"interval":2,"bymonthday":[1,15]}`,
		"FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,WE;WKST=SU":      `{"freq":"WEEKLY","byday":["MO","WE"],"wkst":"SU"}`,
		"FREQ=YEARLY;BYMONTH=5;BYDAY=-1SU;WKST=MO":        `{"freq":"YEARLY","byday":"-1SU","bymonth":5}`,
		"FREQ=DAILY;UNTIL=20261231":                       `{"freq":"DAILY","until":"2026-12-31"}`,
		"FREQ=DAILY;UNTIL=20261231T235959Z":               `{"freq":"DAILY","until":"2026-12-31T23:59:59Z"}`,
	} {
		p := property{name: "RRULE", kind: kindRecur, value: rule}
		value, err := p.jcalValue()
		if err != nil {
			t.Fatal(err)
		}
		got, err := json.Marshal(value)
		if err != nil || string(got) != want {
			t.Errorf("%s is %s (%v), want %s", rule, got, err, want)
		}
	}
}

// An empty calendar, one with zones alone before its events, and one without
// are arrays of three (RFC 7265 §3.3).
func TestJCalOfFewEvents(t *testing.T) {
	all := calendarEvents()
	weekly := all[len(all)-5]
	for name, x := range map[string]struct {
		list []*events.Event
		want []string
	}{
		"none":                       {nil, []string{"vtimezone"}},
		"one":                        {all[:1], []string{"vevent"}},
		"two":                        {all[:2], []string{"vevent", "vevent"}},
		"one with a zone of its own": {[]*events.Event{weekly}, []string{"vtimezone", "vevent"}},
	} {
		doc := write(t, formats()[1], testFeed("zh", ".jcal", x.list))
		var root []any
		if err := json.Unmarshal(doc, &root); err != nil || len(root) != 3 || !bytes.HasSuffix(doc, []byte("]]\n")) {
			t.Fatalf("%s: %v\n%s", name, err, doc)
		}
		var got []string
		for _, child := range root[2].([]any) {
			got = append(got, child.([]any)[0].(string))
		}
		if diff := cmp.Diff(x.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
