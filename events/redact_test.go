package events

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// TestEmptied keeps when a state was made and by whom, and nothing that it said.
func TestEmptied(t *testing.T) {
	span, err := SpanWords{Date: "2019-05", AsWritten: Localised{"en": "secret May"}}.Span()
	if err != nil {
		t.Fatal(err)
	}
	said := Localised{"en": "secret"}
	at := time.Date(2019, 5, 1, 0, 0, 0, 0, time.UTC)
	was := State{
		Rev: 7, At: at, Author: "Ada", By: "account:ada", Note: "secret", Public: true, Batch: &BatchPart{ID: "b", Kind: BatchImport, Label: "secret.ics", Last: true},
		Event: &Event{
			ID: "e", Rev: 7, Slug: "secret", FormerSlugs: []string{"secret-too"}, Span: span, Text: map[string]Text{"en": {Title: "secret", Summary: "secret", Body: "secret"}},
			Place: &Place{Slug: "secret", Name: said}, Tags: []string{"policy"}, Status: Published, Sources: []Source{{Title: said, Quote: "secret"}},
			Links: []Link{{URL: "https://secret.example/", Title: said}}, Image: &Image{URL: "https://secret.example/", Alt: said}, Created: at, Updated: at, Sequence: 3,
			Proposal: &Proposal{Wording: "secret", Quotes: []Quote{{Text: "secret"}}}, Origin: &Origin{UID: "secret"},
		},
	}
	before, err := json.Marshal(was)
	if err != nil {
		t.Fatal(err)
	}
	mark := Redaction{At: at, By: "local:root", Reason: "order"}
	text, err := json.Marshal(was.Emptied(mark))
	if err != nil || strings.Contains(string(text), "secret") {
		t.Errorf("it still says %s, %v", text, err)
	}
	for _, kept := range []string{`"rev":7`, `"at":"2019-05-01`, `"author":"Ada"`, `"by":"account:ada"`, `"id":"b"`, `"last":true`, `"redacted":{`, `"reason":"order"`, `"id":"e"`, `"date":"2019-05"`, `"policy"`, `"sequence":3`, `"status":"published"`} {
		if !strings.Contains(string(text), kept) {
			t.Errorf("%s is not kept in %s", kept, text)
		}
	}
	if after, err := json.Marshal(was); err != nil || string(after) != string(before) {
		t.Error("the state itself was changed")
	}
	var read State
	if err := json.Unmarshal(text, &read); err != nil {
		t.Errorf("it cannot be read again: %v", err)
	}
}
