package webhook

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
)

// TestWhatAStepMeans to those who see what is public.
func TestWhatAStepMeans(t *testing.T) {
	const none = events.Status("")
	for _, test := range []struct {
		was, is events.Status
		want    Type
	}{
		{none, events.Published, Published},
		{none, events.Tentative, Published},
		{none, events.Cancelled, Cancelled},
		{none, events.Draft, Proposed},
		{none, events.Withdrawn, ""},
		{none, events.Deleted, ""},
		{events.Draft, events.Draft, ""},
		{events.Draft, events.Published, Published},
		{events.Draft, events.Cancelled, Cancelled},
		{events.Draft, events.Deleted, ""},
		{events.Draft, events.Withdrawn, ""},
		{events.Published, events.Published, Changed},
		{events.Tentative, events.Published, Changed},
		{events.Published, events.Cancelled, Cancelled},
		{events.Cancelled, events.Cancelled, Changed},
		{events.Cancelled, events.Published, Changed},
		{events.Published, events.Withdrawn, Withdrawn},
		{events.Published, events.Draft, Withdrawn},
		{events.Published, events.Deleted, Deleted},
		{events.Withdrawn, events.Withdrawn, ""},
		{events.Withdrawn, events.Published, Published},
		{events.Withdrawn, events.Deleted, Deleted},
		{events.Withdrawn, events.Draft, ""},
		{events.Deleted, events.Draft, Proposed},
		{events.Deleted, events.Published, Published},
		{events.Deleted, events.Deleted, ""},
	} {
		var was *events.Event
		if test.was != none {
			was = &events.Event{Status: test.was}
		}
		if got := typeOf(was, &events.Event{Status: test.is}); got != test.want {
			t.Errorf("%q to %q is %q; want %q", test.was, test.is, got, test.want)
		}
	}
}

// TestStory tells what readers of an event would see, in the order in which it
// came about.
func TestStory(t *testing.T) {
	h, r := newHouse(t), newReceiver(t)
	h.put(t, story("old", events.Published)) // before there is an endpoint
	for _, lang := range []string{"de", "en", "fr"} {
		h.putDocument(t, events.Document{Name: events.DocumentText(lang), Text: events.SiteText{About: "x"}})
	}
	id, secret := h.create(t, Settings{URL: r.url})
	h.put(t, story("a", events.Draft))
	h.put(t, story("b", events.Published), story("a", events.Published), story("c", events.Published))
	changed := story("a", events.Published)
	changed.Text["en"], changed.Tags, changed.Key = events.Text{Title: "Other"}, []string{"science"}, true
	h.put(t, changed)
	changed.Status = events.Cancelled
	h.put(t, changed)
	h.put(t, story("b", events.Withdrawn))
	last := h.put(t, story("a", events.Deleted))
	h.putDocument(t, events.Document{Name: events.DocumentTags, Tags: []events.Tag{{Slug: "science", Name: events.Localised{"en": "Science & Technology"}}}})
	if done := h.send(t); done != "delivered: 9, not taken: 0" {
		t.Errorf("the duty says %q", done)
	}
	got := r.taken()
	var lines []string
	for _, m := range got {
		if err := m.verify(t, secret); err != nil {
			t.Errorf("%s: %v", m.ID, err)
		}
		if len(m.body) > 20_000 {
			t.Errorf("%s has %d bytes", m.ID, len(m.body))
		}
		lines = append(lines, strings.ReplaceAll(m.ID, id, "E")+" "+string(m.Type)+" "+compact(t, m.Data))
	}
	want := []string{
		`msg_5_a_E draft.proposed {"id":"a","rev":5,"slug":"a","status":"draft"}`,
		`msg_6_a_E event.published {"id":"a","rev":6,"slug":"a","status":"published","url":"https://example.org/e/a"}`,
		`msg_6_b_E event.published {"id":"b","rev":6,"slug":"b","status":"published","url":"https://example.org/e/b"}`,
		`msg_6_c_E event.published {"id":"c","rev":6,"slug":"c","status":"published","url":"https://example.org/e/c"}`,
		`msg_7_a_E event.changed {"changed":["key","tags","text"],"id":"a","rev":7,"slug":"a","status":"published","url":"https://example.org/e/a"}`,
		`msg_8_a_E event.cancelled {"changed":["status"],"id":"a","rev":8,"slug":"a","status":"cancelled","url":"https://example.org/e/a"}`,
		`msg_9_b_E event.withdrawn {"id":"b","rev":9,"slug":"b","status":"withdrawn","url":"https://example.org/e/b"}`,
		`msg_10_a_E event.deleted {"id":"a","rev":10,"slug":"a","status":"deleted","url":"https://example.org/e/a"}`,
		`msg_11_document:tags_E site.changed {"changed":["science"],"document":"tags","rev":11}`,
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if e := h.get(t, id); e.Told != last+1 || e.Failures != 0 || !e.Next.IsZero() {
		t.Errorf("afterwards: %+v", e)
	}
	if done := h.send(t); done != "delivered: 0, not taken: 0" || len(r.taken()) != 0 {
		t.Errorf("there was more: %s", done)
	}
}

func compact(t *testing.T, data map[string]json.RawMessage) string {
	t.Helper()
	b, err := encode(data)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestWholeEvent is sent if the endpoint asks for it, without what is the
// editors' own; what is no longer public is not.
func TestWholeEvent(t *testing.T) {
	h, r := newHouse(t), newReceiver(t)
	h.create(t, Settings{URL: r.url, Full: true})
	e := story("a", events.Published)
	e.Text["en"] = events.Text{Title: "A <b> & more", Body: strings.Repeat("long ", 10_000)}
	e.Origin, e.Quiet = &events.Origin{UID: "private", Feed: "https://user:secret@example.org/"}, true
	h.put(t, e)
	h.put(t, story("a", events.Withdrawn))
	h.putDocument(t, events.Document{Name: events.DocumentText("en"), Text: events.SiteText{About: "A & B"}})
	h.send(t)
	got := r.taken()
	if len(got) != 3 {
		t.Fatalf("got %v", types(got))
	}
	var whole events.Event
	if err := json.Unmarshal(got[0].Data["event"], &whole); err != nil {
		t.Fatal(err)
	}
	if whole.Text["en"] != e.Text["en"] || whole.Origin != nil || whole.Quiet || whole.Published.IsZero() {
		t.Errorf("the event is %+v", whole)
	}
	if !strings.Contains(string(got[0].body), "A <b> & more") {
		t.Error("the body is escaped for HTML")
	}
	if _, ok := got[1].Data["event"]; ok {
		t.Error("what was withdrawn is told")
	}
	var text events.SiteText
	if err := json.Unmarshal(got[2].Data["value"], &text); err != nil || text.About != "A & B" || string(got[2].Data["changed"]) != `["about"]` {
		t.Errorf("the document is %s, changed %s: %v", got[2].Data["value"], got[2].Data["changed"], err)
	}
}

// TestWhatDoesNotCount is not told: nothing has changed for anybody who reads.
func TestWhatDoesNotCount(t *testing.T) {
	h, r := newHouse(t), newReceiver(t)
	h.create(t, Settings{URL: r.url})
	h.put(t, story("a", events.Published))
	h.put(t, story("a", events.Published)) // the same again
	quiet := story("a", events.Published)
	quiet.Origin = &events.Origin{UID: "x"}
	h.put(t, quiet)
	h.put(t, story("d", events.Draft))
	h.put(t, story("d", events.Deleted))
	h.send(t)
	if diff := cmp.Diff([]Type{Published, Proposed}, types(r.taken())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestChosenTypes(t *testing.T) {
	h, all, some := newHouse(t), newReceiver(t), newReceiver(t)
	h.create(t, Settings{URL: all.url})
	id, _ := h.create(t, Settings{URL: some.url, Types: []Type{Withdrawn, SiteChanged}})
	h.put(t, story("a", events.Published))
	h.put(t, story("a", events.Withdrawn))
	last := h.put(t, story("b", events.Draft))
	h.send(t)
	if diff := cmp.Diff([]Type{Published, Withdrawn, Proposed}, types(all.taken())); diff != "" {
		t.Errorf("all (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]Type{Withdrawn}, types(some.taken())); diff != "" {
		t.Errorf("some (-want +got):\n%s", diff)
	}
	if got := h.get(t, id).Told; got != last {
		t.Errorf("told up to %d; want %d", got, last)
	}
}

// TestLongLists name a bounded number of entries.
func TestLongLists(t *testing.T) {
	var tags []events.Tag
	for i := range 500 {
		tags = append(tags, events.Tag{Slug: fmt.Sprintf("tag-%s-%03d", strings.Repeat("x", 90), i), Name: events.Localised{"en": "x"}})
	}
	after := &events.State{Rev: 1, Document: &events.Document{Name: events.DocumentTags, Tags: tags}}
	m, err := newMessage(&Endpoint{ID: "e"}, nil, after, nil)
	if err != nil || len(m.body) > 20_000 || !strings.Contains(string(m.body), "-000") {
		t.Errorf("%d bytes, %v", len(m.body), err)
	}
	before := &events.State{Document: &events.Document{Name: events.DocumentTags, Tags: tags[:499]}}
	m, err = newMessage(&Endpoint{ID: "e"}, before, after, nil)
	if err != nil || strings.Count(string(m.body), "tag-") != 1 || !strings.Contains(string(m.body), "-499") {
		t.Errorf("%s, %v", m.body, err)
	}
	m, err = newMessage(&Endpoint{ID: "e"}, after, before, nil) // one has gone
	if err != nil || strings.Count(string(m.body), "tag-") != 1 || !strings.Contains(string(m.body), "-499") {
		t.Errorf("%s, %v", m.body, err)
	}
}
