package events

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"almanac.example/events/edtf"
	"github.com/google/go-cmp/cmp"
)

func write(t testing.TB, r Record) string {
	t.Helper()
	var b bytes.Buffer
	if err := r.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// sample is a record with most of what an event may have, and a tombstone.
func sample() Record {
	r := Record{Version: RecordVersion, Site: &Site{Authority: "example.org", Founded: at("09:00:00")}, Events: []*Event{}}
	add := func(id ID, date string, set func(*Event)) {
		e := Event{ID: id, Slug: "slug-" + string(id), Span: On(edtf.MustParse(date)), Status: Published,
			Text: map[string]Text{"en": {Title: "Event " + string(id)}, "zh": {Title: "事件"}}}
		set(&e)
		e = Revise(nil, e, at("10:00:00"))
		e.Rev = 1
		r.Events = append(r.Events, &e)
	}
	add("day", "2019-05-24", func(e *Event) { e.Tags = []string{"a", "b"}; e.Key = true })
	add("days", "2019-05-30/2019-06-02", func(e *Event) { e.Place = &Place{Slug: "wuhu", Name: Localised{"zh": "芜湖"}} })
	add("ancient", "-0220", func(e *Event) { e.Text["en"] = Text{Title: "Café", Body: "Ｆｕｌｌ <width>"} })
	add("draft", "2019~", func(e *Event) { e.Status = Draft })
	gone := Revise(r.Events[0], Event{ID: "day", Status: Deleted}, at("11:00:00"))
	gone.Rev = 2
	r.Events[0] = &gone
	return r
}

func TestRecordRoundTripIsExact(t *testing.T) {
	first := write(t, sample())
	rec, err := ReadRecord(strings.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, write(t, rec)); diff != "" {
		t.Error(diff)
	}
}

// manyEntries writes n events, one of them with the given slug.
func manyEntries(n, bad int, slug string) string {
	var b strings.Builder
	b.WriteString("{\n\"almanac\": 1,\n\"events\": [\n")
	for i := 1; i <= n; i++ {
		s := fmt.Sprintf("slug-%d", i)
		if i == bad {
			s = slug
		}
		fmt.Fprintf(&b, "  {\"id\": \"e%d\", \"slug\": %q, \"span\": {\"date\": \"2019-05-24\"},\n    \"text\": {\"en\": {\"title\": \"No. %d\"}}, \"status\": \"published\"}", i, s, i)
		if i < n {
			b.WriteString(",\n")
		}
	}
	b.WriteString("\n]\n}\n")
	return b.String()
}

func TestOneBadEntryInAThousandIsNamed(t *testing.T) {
	_, err := ReadRecord(strings.NewReader(manyEntries(1000, 700, "Bad Slug")))
	var errs *RecordErrors
	if !errors.As(err, &errs) || len(errs.Entries) != 1 {
		t.Fatalf("error %v", err)
	}
	if e := errs.Entries[0]; e.Entry != 700 || e.Line != 4+2*699 || !strings.Contains(e.Err.Error(), "slug:") {
		t.Errorf("named entry %d, line %d: %v", e.Entry, e.Line, e.Err)
	}
}

func TestRecordErrorsSayWhere(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"cut off":         {manyEntries(3, 0, "")[:150], "line 5: is no JSON: unexpected end"},
		"a list":          {"\n[]", "line 2: a record has an object here"},
		"another list":    {"{\n\"events\":\n{}}", "line 3: a record has a list of events here"},
		"another field":   {"{\"almanac\": 1,\n\"other\": 2}", "line 2: \"other\" is no field of a record"},
		"no version":      {"{\"almanac\":\n\"1\"}", "line 2: value: a string stands where a number belongs"},
		"two records":     {`{"almanac": 1, "events": []}` + "\n{}", "line 2: something follows the record"},
		"rubbish behind":  {`{"almanac": 1, "events": []}` + "\nxyz", "something follows the record"},
		"a bad site":      {"{\"almanac\": 1,\n\"site\": {\"what\": 1}}", "line 2: unknown field \"what\""},
		"a list twice":    {"{\"almanac\": 1, \"events\": [],\n\"Events\": []}", "line 2: \"Events\" stands twice"},
		"a field twice":   {strings.Replace(manyEntries(3, 0, ""), `"e2"`, `"e2", "ID": "e9"`, 1), "entry 2, line 6: \"ID\" stands twice"},
		"a text twice":    {strings.Replace(manyEntries(3, 0, ""), `"title": "No. 2"`, `"title": "a", "title": "b"`, 1), "entry 2, line 6: \"title\" stands twice"},
		"an escaped name": {strings.Replace(manyEntries(3, 0, ""), `"title": "No. 2"`, `"title": "a", "t\u0069tle" : "b"`, 1), "stands twice"},
		"half a letter":   {strings.Replace(manyEntries(3, 0, ""), "No. 2", `a\uD83Db`, 1), `entry 2, line 6: \uD83D is half a character`},
		"the other half":  {strings.Replace(manyEntries(3, 0, ""), "No. 2", `a\udE00`, 1), `entry 2, line 6: \udE00 is half a character`},
		"an entry null":   {`{"almanac": 1, "events": [null]}`, "entry 1, line 1: an event is an object"},
		"an entry a list": {"{\"almanac\": 1, \"events\": [\n[]]}", "entry 1, line 2: an event is an object"},
		"key as a word":   {strings.Replace(manyEntries(3, 0, ""), `"status"`, `"key": "yes", "status"`, 1), "key: a string stands where true or false belongs"},
		"not JSON":        {"BEGIN:VCALENDAR", "line 1"},
		"a syntax error":  {"{\n\"almanac\": 1,\n\"events\": [}\n", "line 3"},
		"another version": {`{"almanac": 9, "events": []}`, "version 1"},
		"another thing":   {`{"hello": 1}`, "hello"},
		"two of one id":   {strings.Replace(manyEntries(3, 0, ""), `"e3"`, `"e1"`, 1), "entry 3, line 8: id"},
		"two of one slug": {manyEntries(3, 3, "slug-1"), "entry 3, line 8: slug"},
		"unknown field":   {strings.Replace(manyEntries(3, 0, ""), `"status"`, `"state"`, 1), "entry 1, line 4"},
		"bad date":        {strings.Replace(manyEntries(3, 0, ""), `2019-05-24`, `2019-05-32`, 1), "span.date"},
		"a number as id":  {strings.Replace(manyEntries(3, 0, ""), `"e2"`, `2`, 1), "entry 2, line 6"},
		"empty":           {"", "line 1"},
		"not UTF-8":       {strings.Replace(manyEntries(3, 0, ""), "No. 2", "No. \xff", 1), "line 7: is not valid UTF-8"},
	} {
		_, err := ReadRecord(strings.NewReader(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
		}
	}
}

func TestSpellingsThatAreFine(t *testing.T) {
	for name, text := range map[string]string{
		"a byte order mark": "\uFEFF" + manyEntries(3, 0, ""),
		"a whole pair":      strings.Replace(manyEntries(3, 0, ""), "No. 2", `a\uD83D\uDE00b`, 1),
		"a backslash":       strings.Replace(manyEntries(3, 0, ""), "No. 2", `a\\uD83Db`, 1),
		"names as values":   strings.Replace(manyEntries(3, 0, ""), `"title": "No. 2"`, `"title": "summary", "summary": "title: {\"title\": 1}"`, 1),
		"other escapes":     strings.Replace(manyEntries(3, 0, ""), "No. 2", `\u00e9\"\\`, 1),
	} {
		if rec, err := ReadRecord(strings.NewReader(text)); err != nil || len(rec.Events) != 3 {
			t.Errorf("%s: %d events, error %v", name, len(rec.Events), err)
		}
	}
}

func TestRubbishEndsTheReading(t *testing.T) {
	text := `{"almanac": 1, "events": [` + strings.Repeat("null,", 200_000) + `null]}`
	_, err := ReadRecord(strings.NewReader(text))
	var errs *RecordErrors
	if !errors.As(err, &errs) || !errs.Stopped {
		t.Fatalf("error %v", err)
	}
	if n := len(errs.Entries); n < enoughFaults || n > 20*enoughFaults {
		t.Errorf("%d faults are kept", n)
	}
	if said := err.Error(); !strings.HasPrefix(said, "entry 1, line 1:") || !strings.HasSuffix(said, "the rest was not looked at") {
		t.Errorf("it says %q", said)
	}
}

func FuzzReadRecord(f *testing.F) {
	f.Add(manyEntries(2, 0, ""))
	f.Add(write(f, sample()))
	f.Add(`{"almanac":1,"events":[{"id":"a","slug":"a","span":{"start":"2026-01-01T00:00","zone":"UTC"},"text":{"en":{"title":"x"}},"status":"draft"}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		rec, err := ReadRecord(strings.NewReader(text))
		if err != nil {
			return
		}
		first := write(t, rec)
		again, err := ReadRecord(strings.NewReader(first))
		if err != nil {
			t.Fatalf("what was written is refused: %v\n%s", err, first)
		}
		if second := write(t, again); second != first {
			t.Fatalf("round trip differs: %s", cmp.Diff(first, second))
		}
	})
}
