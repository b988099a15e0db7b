package events

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// oddRecords are files that are hard to split: most of them are wrong.
var oddRecords = []string{
	`{"almanac":1,"events":[]}`, ` { "events" : [ ] , "almanac" : 1 } `, `{"almanac":1,"events":null}`, `{"almanac":1}`, `{}`, `[]`, `"`, `{`, `{"`,
	`{"almanac":1,"events":[{}]}`, `{"almanac":1,"events":[{},]}`, `{"almanac":1,"events":[,{}]}`, `{"almanac":1,"events":[{}{}]}`, `{"almanac":1,"events":[{} {}]}`,
	`{"almanac":1,"events":[1,"two",null,true,[3]]}`, `{"almanac":1,"events":[tru]}`, `{"almanac":1,"events":[{]]}`, `{"almanac":1,"events":[[}]}`,
	`{"almanac":1,"events":[]]}`, `{"almanac":1,"events":[]}}`, `{"almanac":1,"events":[]} x`, `{"almanac":1,"events":[],}`, `{"almanac":1,"Events":[]}`,
	`{"almanac":1,"events":[],"events":[{}]}`, `{"almanac":1,"ev\u0065nts":[]}`, `{"almanac":1,"events":{}}`, `{"almanac":1,"events":[],"site":{}}`, `{"almanac":1,"events":[],"site":[{"a":"}"}]}`,
	`{"almanac":1,"events":[{"id":"a\\"},{"id":"b\"]}"}]}`, `{"almanac":1,"events":[{"id":"\\\""}]}`, `{"almanac":"1","events":[]}`, `{"almanac":1,"other":2,"events":[]}`,
	"{\"almanac\":1,\n\"events\":[\n\n{\"id\":1},\n{\"id\":\"x\",\"what\":2}]}", `{"almanac":1 "events":[]}`, `{"almanac":1,"events":[1 2]}`, `{"almanac":1,,"events":[]}`,
}

// FuzzSplitRecord holds what decodes side by side against what decodes the
// file as a whole: the same events, the same errors.
func FuzzSplitRecord(f *testing.F) {
	for _, text := range oddRecords {
		f.Add(text)
	}
	f.Add(manyEntries(3, 2, "Bad Slug"))
	f.Add(write(f, sample()))
	f.Fuzz(func(t *testing.T, text string) {
		if checkUTF8([]byte(text)) != nil {
			return
		}
		want, wantList, wantErr := decodeWhole([]byte(text))
		got, gotList, gotErr := decodeRecord([]byte(text))
		if diff := cmp.Diff(told(want, wantList, wantErr), told(got, gotList, gotErr)); diff != "" {
			t.Errorf("%s\n%s", text, diff)
		}
	})
}

// told spells everything that came of a record.
func told(r Record, list []decoded, err error) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	if err != nil {
		return err.Error()
	}
	_ = e.Encode(r)
	for _, d := range list {
		if d.err != nil {
			b.WriteString(d.err.Error())
		} else {
			_ = e.Encode(d.event)
		}
		_ = e.Encode(d.line)
	}
	return b.String()
}

// TestSplitRecordSplitsWhatIsWritten: the way that is fast is the way that is
// taken.
func TestSplitRecordSplitsWhatIsWritten(t *testing.T) {
	for _, rec := range []Record{sample(), {Version: RecordVersion, Events: []*Event{}}, {Version: RecordVersion, Site: &Site{}, Events: []*Event{}}} {
		text := write(t, rec)
		_, elements, ok := splitRecord([]byte(text))
		if !ok || len(elements) != len(rec.Events) {
			t.Errorf("%d of %d events, %v, of\n%s", len(elements), len(rec.Events), ok, text)
		}
	}
}

// TestRecordIsWrittenAsOneValue: piece by piece gives the same bytes.
func TestRecordIsWrittenAsOneValue(t *testing.T) {
	full := sample()
	for _, rec := range []Record{full, {Version: RecordVersion, Site: &Site{}, Events: []*Event{}}, {Version: 1}, {Version: 1, Events: full.Events[:1]}, {Version: 1, Events: []*Event{}}, {Version: 1, Events: []*Event{nil, full.Events[0]}}} {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(rec); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(b.String(), write(t, rec)); diff != "" {
			t.Error(diff)
		}
	}
}
