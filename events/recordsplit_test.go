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

// FuzzSplitRecord holds what is found piece by piece against what encoding/json
// makes of the file as a whole: the same events, in the same places.
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
		data := []byte(text)
		var want struct {
			Version int               `json:"almanac"`
			Site    *Site             `json:"site"`
			Events  []json.RawMessage `json:"events"`
		}
		wantErr := decodeStrict(data, &want)
		got, elements, gotErr := splitRecord(data)
		if gotErr != nil && (strings.Contains(gotErr.Error(), "stands twice") || strings.Contains(gotErr.Error(), "half a character")) {
			return // encoding/json mends these in silence
		}
		if (wantErr == nil) != (gotErr == nil) {
			t.Fatalf("%s: got error %v, want %v", text, gotErr, wantErr)
		}
		if wantErr != nil {
			return
		}
		if got.Version != want.Version || !cmp.Equal(got.Site, want.Site) || len(elements) != len(want.Events) {
			t.Fatalf("%s: got %+v and %d events", text, got, len(elements))
		}
		for i, e := range elements {
			before := data[:cap(data)-cap(e.text)]
			if line := 1 + bytes.Count(before, []byte("\n")); string(e.text) != string(want.Events[i]) || e.line != line {
				t.Errorf("%s: event %d is %s on line %d; want %s on line %d", text, i, e.text, e.line, want.Events[i], line)
			}
		}
	})
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
