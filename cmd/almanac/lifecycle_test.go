package main

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
	"almanac.example/store"
	"almanac.example/store/bolt"
	"almanac.example/web"
)

// entry is one VEVENT as a caller sees it: unfolded lines by property name.
type entry map[string]string

// parseCalendar is just enough of a caller to follow a subscription.
func parseCalendar(text string) []entry {
	var list []entry
	var now entry
	for _, line := range strings.Split(strings.ReplaceAll(text, "\r\n ", ""), "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		name, _, _ = strings.Cut(name, ";")
		switch {
		case line == "BEGIN:VEVENT":
			now = entry{}
		case line == "END:VEVENT":
			list, now = append(list, now), nil
		case now != nil:
			now[name] += value
		}
	}
	return list
}

// caller is a calendar program that keeps entries between two fetches, by the
// rules that its documentation or source tells.
type caller struct {
	name string
	// key finds an entry again; renew says whether a fetched entry replaces the
	// one kept.
	key   func(entry) string
	renew func(kept, fetched entry) bool
	shows func(entry) bool
	kept  map[string]entry
}

func (c *caller) fetch(list []entry) {
	next := map[string]entry{}
	for _, e := range list {
		k := c.key(e)
		if kept, ok := c.kept[k]; ok && !c.renew(kept, e) {
			next[k] = kept
			continue
		}
		next[k] = e
	}
	c.kept = next
}

// view is what the caller shows: title and dates, sorted.
func (c *caller) view() []string {
	var lines []string
	for _, e := range c.kept {
		if c.shows == nil || c.shows(e) {
			lines = append(lines, e["DTSTART"]+"/"+e["DTEND"]+" "+e["SUMMARY"])
		}
	}
	slices.Sort(lines)
	return lines
}

func clients() []*caller {
	uid := func(e entry) string { return e["UID"] }
	always := func(entry, entry) bool { return true }
	notCancelled := func(e entry) bool { return e["STATUS"] != "CANCELLED" }
	content := func(e entry) string {
		e = maps.Clone(e)
		delete(e, "DTSTAMP")
		delete(e, "LAST-MODIFIED")
		return fmt.Sprint(e)
	}
	return []*caller{
		{name: "Thunderbird: everything anew", key: uid, renew: always},
		{name: "ICSx5: LAST-MODIFIED must rise", key: uid, renew: func(a, b entry) bool { return b["LAST-MODIFIED"] > a["LAST-MODIFIED"] }},
		{name: "Google: SEQUENCE must rise, hides what is cancelled", key: uid, shows: notCancelled, renew: func(a, b entry) bool {
			return len(b["SEQUENCE"]) > len(a["SEQUENCE"]) || b["SEQUENCE"] > a["SEQUENCE"]
		}},
		{name: "Nextcloud: any difference but DTSTAMP", key: uid, renew: func(a, b entry) bool { return content(a) != content(b) }},
		{name: "Outlook: UID and SEQUENCE, then DTSTAMP", key: uid, renew: func(a, b entry) bool {
			return len(b["SEQUENCE"]) > len(a["SEQUENCE"]) || b["SEQUENCE"] > a["SEQUENCE"] || b["DTSTAMP"] > a["DTSTAMP"]
		}},
		{name: "vdirsyncer: a content hash as key", key: content, renew: always},
	}
}

// publisher is a server whose store outlives restarts.
type publisher struct {
	t    *testing.T
	file string
	base string
	now  time.Time
	live *store.Live
	stop func()
	http http.Handler
}

func (p *publisher) start() {
	p.t.Helper()
	clock := func() time.Time { return p.now }
	backend, err := bolt.Open(p.file)
	if err != nil {
		p.t.Fatal(err)
	}
	if p.live, err = store.Open(context.Background(), backend, store.Config{Now: clock}); err != nil {
		p.t.Fatal(err)
	}
	if _, err = p.live.Begin(context.Background(), &events.Site{Authority: "example.org"}); err != nil {
		p.t.Fatal(err)
	}
	server, err := web.New(web.Config{Record: p.live, Now: clock, Site: feeds.Site{
		BaseURL: p.base, Languages: []string{"zh", "en"}, Zone: time.UTC, Name: events.Localised{"en": "Chronicle"},
	}})
	if err != nil {
		p.t.Fatal(err)
	}
	p.http = server.Handler()
	p.stop = func() { p.live.Close(); _ = backend.Close() }
}

func (p *publisher) edit(id events.ID, set func(*events.Event)) {
	p.t.Helper()
	p.now = p.now.Add(time.Hour)
	old, _ := p.live.Timeline().Event(id)
	next := *old
	next.Text = maps.Clone(old.Text)
	set(&next)
	if _, err := p.live.Commit(context.Background(), events.Put(next, old.Rev)); err != nil {
		p.t.Fatal(err)
	}
}

func (p *publisher) fetch() []entry {
	p.t.Helper()
	w := httptest.NewRecorder()
	p.http.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/en/all.ics", nil))
	if w.Code != http.StatusOK {
		p.t.Fatalf("%d: %s", w.Code, w.Body)
	}
	return parseCalendar(w.Body.String())
}

// TestSubscribersAreRightForEver follows a subscription through everything
// that can happen to an event. After each step every caller shows each event
// exactly once, as it is now.
func TestSubscribersAreRightForEver(t *testing.T) {
	p := &publisher{t: t, file: filepath.Join(t.TempDir(), "a.db"), base: "https://one.example.org", now: time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)}
	p.start()
	defer func() { p.stop() }()
	on := func(date string) events.Span { return events.On(edtf.MustParse(date)) }
	for id, date := range map[events.ID]string{"fair": "2026-05-24", "other": "2026-05-01"} {
		e := events.Event{ID: id, Slug: string(id), Span: on(date), Status: events.Published, Text: map[string]events.Text{"en": {Title: "The " + string(id)}}}
		if _, err := p.live.Commit(context.Background(), events.Put(e, 0)); err != nil {
			t.Fatal(err)
		}
	}
	other := "20260501/20260502 The other"
	all := clients()
	for _, step := range []struct {
		name   string
		do     func()
		fair   string // as shown; "": not at all
		hidden bool   // from those that hide what is cancelled
	}{
		{"subscribe", func() {}, "20260524/20260525 The fair", false},
		{"edit the title", func() { p.edit("fair", func(e *events.Event) { e.Text["en"] = events.Text{Title: "The great fair"} }) }, "20260524/20260525 The great fair", false},
		{"move the date", func() { p.edit("fair", func(e *events.Event) { e.Span = on("2026-05-25/2026-05-27") }) }, "20260525/20260528 The great fair", false},
		{"move it to another month", func() { p.edit("fair", func(e *events.Event) { e.Span = on("2026-06-10") }) }, "20260610/20260611 The great fair", false},
		{"cancel", func() { p.edit("fair", func(e *events.Event) { e.Status = events.Cancelled }) }, "20260610/20260611 [Cancelled] The great fair", true},
		{"restore", func() { p.edit("fair", func(e *events.Event) { e.Status = events.Published }) }, "20260610/20260611 The great fair", false},
		{"withdraw", func() { p.edit("fair", func(e *events.Event) { e.Status = events.Withdrawn }) }, "", false},
		{"publish again", func() { p.edit("fair", func(e *events.Event) { e.Status = events.Published }) }, "20260610/20260611 The great fair", false},
		{"rename the slug", func() { p.edit("fair", func(e *events.Event) { e.Slug = "great-fair" }) }, "20260610/20260611 The great fair", false},
		{"restart", func() { p.stop(); p.start() }, "20260610/20260611 The great fair", false},
		{"change the base URL", func() { p.stop(); p.base = "https://two.example.org"; p.start() }, "20260610/20260611 The great fair", false},
		{"edit after all that", func() { p.edit("fair", func(e *events.Event) { e.Text["en"] = events.Text{Title: "The fair"} }) }, "20260610/20260611 The fair", false},
	} {
		step.do()
		fetched := p.fetch()
		for _, c := range all {
			c.fetch(fetched)
			want := []string{other}
			if step.fair != "" && (!step.hidden || c.shows == nil) {
				want = append(want, step.fair)
			}
			if diff := cmp.Diff(want, c.view()); diff != "" {
				t.Errorf("%s: %s: %s", step.name, c.name, diff)
			}
		}
	}
	uids := map[string]bool{}
	for _, e := range p.fetch() {
		uids[e["UID"]] = true
	}
	if diff := cmp.Diff(map[string]bool{"fair@example.org": true, "other@example.org": true}, uids); diff != "" {
		t.Errorf("after all the UIDs are others: %s", diff)
	}
}
