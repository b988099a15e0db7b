package main

import (
	"strings"
	"testing"

	"almanac.example/web/api/client"
)

func TestLinesOfFields(t *testing.T) {
	const file = `{
  "revision": 3,
  "event": {
    "id": "a",
    "text": {
      "en": {"title": "T"}
    },
    "links": [
      {"url": "x"},
      {"url": "y"}
    ]
  }
}`
	for path, want := range map[string]int{
		"revision": 2, "event.id": 4, "event.text.en.title": 6, "event.text.zh.title": 5, "event.links[1].url": 10,
		"event.links[7]": 8, "event.span": 3, "other": 0, "event.i": 3,
	} {
		if got := lineOf([]byte(file), path); got != want {
			t.Errorf("%s is on line %d; want %d", path, got, want)
		}
	}
	if got := lineOf([]byte(`{"a": [1, `), "a[1]"); got != 1 {
		t.Errorf("in what is cut off: line %d", got)
	}
	var refused client.Error
	refused.Errors = nil
	if err := withLines([]byte(file), "", &refused); err == nil || strings.Contains(err.Error(), "line") {
		t.Errorf("without fields: %v", err)
	}
}

func TestEventFiles(t *testing.T) {
	for text, said := range map[string]string{
		``: "line 1: is no JSON", "{\n\"id\": }": "line 2: is no JSON", `[1]`: "is no JSON object", `null`: "is no JSON object",
		`{"event": 1, "revision": 2}`: "event: must be an object", `{"event": {}, "revision": "x"}`: "revision: must be a number",
		"{\"event\": {},\n\"revision\": 1,\n\"note\": 1}": "line 3: note: unknown field; there are event and revision",
		`{"event": {}}`: "revision: must be a number",
	} {
		if _, err := readEventFile([]byte(text)); err == nil || !strings.Contains(err.Error(), said) {
			t.Errorf("%q: %v; want %s", text, err, said)
		}
	}
	in, err := readEventFile([]byte(`{"revision": 7, "event": {"id": "a", "slug": "b", "created": "2020-01-01T00:00:00Z", "proposal": {}, "key": true}}`))
	if err != nil || in.id != "a" || !in.hasSlug || *in.expect != 7 || len(in.members) != 3 {
		t.Errorf("%+v, %v", in, err)
	}
	if in, err := readEventFile([]byte(`{"id": 5}`)); err != nil || in.id != "" || in.expect != nil {
		t.Errorf("an ID that is none is for the server to refuse: %+v, %v", in, err)
	}
}
