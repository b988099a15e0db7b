package follow_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/feeds"
	"almanac.example/feeds/feedstest"
	"almanac.example/feeds/follow"
	"almanac.example/feeds/ical"
	"almanac.example/feeds/intake"
	"almanac.example/store"
	"almanac.example/store/bolt"
)

// world is a record in a folder of the test, and its clock.
type world struct {
	*store.Live
	vault store.Vault
	now   time.Time
}

func newWorld(t *testing.T) *world {
	t.Helper()
	b, err := bolt.Open(filepath.Join(t.TempDir(), "almanac.db"))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{now: time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)}
	if w.Live, err = store.Open(t.Context(), b, store.Config{Now: w.clock}); err != nil {
		t.Fatal(err)
	}
	w.vault = b.Vault()
	t.Cleanup(func() {
		w.Live.Close()
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func (w *world) clock() time.Time { return w.now }

func (w *world) list() follow.List { return follow.List{Vault: w.vault, Now: w.clock} }

func (w *world) look(t *testing.T) (string, follow.Calendar) {
	t.Helper()
	f := follow.Follower{List: w.list(), Record: w.Live, Timeline: w.Timeline}
	done, err := f.Look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all, err := f.List.All(t.Context())
	if err != nil || len(all) == 0 {
		t.Fatalf("%d calendars, %v", len(all), err)
	}
	return done, all[0]
}

// calendar is a calendar of days, one event for each title.
func calendar(titles ...string) string {
	text := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
	for i, title := range titles {
		text += fmt.Sprintf("BEGIN:VEVENT\r\nUID:%d@x\r\nDTSTART:20261224\r\nSUMMARY:%s\r\nEND:VEVENT\r\n", i, title)
	}
	return text + "END:VCALENDAR\r\n"
}

// source serves a text with an entity tag, and counts how often it is asked.
type source struct {
	text, tag string
	asked     int
	status    int
}

func (s *source) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.asked++
	w.Header().Set("ETag", s.tag)
	switch {
	case s.status != 0:
		w.WriteHeader(s.status)
	case r.Header.Get("If-None-Match") == s.tag:
		w.WriteHeader(http.StatusNotModified)
	default:
		fmt.Fprint(w, s.text)
	}
}

// A calendar is looked at when it is due, asked for news only, and what came of
// it is kept, without the address.
func TestCalendarsAreFollowed(t *testing.T) {
	w, s := newWorld(t), &source{text: calendar("a", "b"), tag: `"1"`}
	server := httptest.NewServer(s)
	defer server.Close()
	c, err := w.list().Add(t.Context(), follow.Calendar{Address: server.URL + "/private-1234.ics", Every: time.Hour, AllowPrivate: true})
	if err != nil {
		t.Fatal(err)
	}
	f := follow.Follower{List: w.list()}
	for step, x := range []struct {
		change            func()
		pending           bool
		done, last, error string
	}{
		{func() {}, true, "sources looked at: 1, failed: 0", "2 added, 0 changed, 0 unchanged, 0 gone", ""},
		{func() {}, false, "sources looked at: 0, failed: 0", "2 added, 0 changed, 0 unchanged, 0 gone", ""},
		{func() { w.now = w.now.Add(time.Hour) }, true, "sources looked at: 1, failed: 0", "not changed since the last look", ""},
		{func() { w.now = w.now.Add(time.Hour); s.text, s.tag = calendar("a", "c"), `"2"` }, true, "sources looked at: 1, failed: 0", "0 added, 1 changed, 1 unchanged, 0 gone", ""},
		{func() { w.now = w.now.Add(time.Hour); s.status = 500 }, true, "sources looked at: 1, failed: 1", "", "500"},
		{func() { w.now = w.now.Add(time.Hour); s.status, s.tag, s.text = 0, `"3"`, "<html>sign in</html>" }, true, "sources looked at: 1, failed: 1", "", "a web page"},
		{func() { w.now = w.now.Add(time.Hour); s.tag, s.text = `"4"`, calendar("a") }, true, "sources looked at: 1, failed: 0", "0 added, 0 changed, 1 unchanged, 1 gone", ""},
		{func() { w.now = w.now.Add(time.Hour); server.Close() }, true, "sources looked at: 1, failed: 1", "", "refused"},
		{func() { w.now = w.now.Add(time.Hour); must(t, w.list().Pause(t.Context(), c.ID)) }, false, "sources looked at: 0, failed: 0", "", "refused"},
		{func() { must(t, w.list().Resume(t.Context(), c.ID)) }, true, "sources looked at: 1, failed: 1", "", "refused"},
	} {
		x.change()
		if pending, err := f.Pending(t.Context()); err != nil || pending != x.pending {
			t.Errorf("step %d: pending %t, %v", step, pending, err)
		}
		done, now := w.look(t)
		if done != x.done || now.Last == nil || now.Last.Done != x.last || !strings.Contains(now.Last.Error, x.error) || (x.error == "") != (now.Last.Error == "") {
			t.Errorf("step %d: %s, %+v", step, done, now.Last)
		}
		if strings.Contains(now.Last.Error+now.Shown(), "1234") {
			t.Errorf("step %d tells the address: %s, %s", step, now.Last.Error, now.Shown())
		}
	}
	if s.asked != 6 {
		t.Errorf("the server was asked %d times", s.asked)
	}
	for _, e := range w.Timeline().All() {
		if e.Origin == nil || strings.Contains(e.Origin.Feed, "1234") {
			t.Errorf("the origin of %s is %+v", e.ID, e.Origin)
		}
	}
	must(t, w.list().Remove(t.Context(), c.ID))
	if all, err := w.list().All(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("%d calendars are left, %v", len(all), err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// What cannot be followed is refused with the field.
func TestWhatCanBeFollowed(t *testing.T) {
	w := newWorld(t)
	add := func(c follow.Calendar) string {
		w.now = w.now.Add(time.Second)
		_, err := w.list().Add(t.Context(), c)
		var bad *events.Invalid
		if err != nil && !errors.As(err, &bad) {
			t.Fatal(err)
		}
		if bad == nil {
			return ""
		}
		return bad.Problems[0].Field
	}
	for i, x := range []struct {
		c    follow.Calendar
		want string
	}{
		{follow.Calendar{Address: "Webcal://x.example/a.ics"}, ""},
		{follow.Calendar{Address: "Webcal://x.example/a.ics"}, "address"},
		{follow.Calendar{Address: "a.ics"}, "address"},
		{follow.Calendar{Address: "ftp://x.example/a.ics"}, "address"},
		{follow.Calendar{Address: "https:///a.ics"}, "address"},
		{follow.Calendar{Address: "https://x.example/", Every: 14 * time.Minute}, "every"},
		{follow.Calendar{Address: "https://x.example/", Every: 15 * time.Minute}, ""},
		{follow.Calendar{Address: "https://y.example/", Reading: follow.Reading{Zone: "Nowhere"}}, "zone"},
		{follow.Calendar{Address: "https://y.example/", Reading: follow.Reading{Lang: "German"}}, "language"},
	} {
		if got := add(x.c); got != x.want {
			t.Errorf("%d: %q is wrong, want %q", i, got, x.want)
		}
	}
	if all, _ := w.list().All(t.Context()); len(all) != 2 || all[0].Every != follow.UsualEvery || all[0].Shown() != "webcal://x.example/…" {
		t.Errorf("followed are %+v", all)
	}
	if err := w.list().Pause(t.Context(), "nothing"); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("an unknown one is paused: %v", err)
	}
}

// A copy of the record's own calendar changes nothing, whatever the record says
// that calendars do not; what was edited in the copy changes that and no more.
func TestOwnCalendarComesBack(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		w, site := newWorld(t), feedstest.Site()
		var changes []events.Change
		changes = append(changes, events.DocumentChanges(&events.Site{}, site.Record)...)
		for _, e := range feedstest.Events() {
			if e.Status != events.Draft {
				changes = append(changes, events.Put(*e, 0))
			}
		}
		if _, err := w.Commit(t.Context(), changes...); err != nil {
			t.Fatal(err)
		}
		live := *site
		live.Record = w.Timeline().Site()
		feed := feeds.Feed{Site: &live, Lang: lang, Title: "x", Events: w.Timeline().Select(events.Selection{})}
		var b bytes.Buffer
		if err := ical.Write(t.Context(), &b, &feed); err != nil {
			t.Fatal(err)
		}
		if told := plan(t, w, lang, b.String()); !strings.HasPrefix(told, "0 added, 0 changed") || strings.HasSuffix(told, " 0 unchanged") {
			t.Errorf("%s: %s", lang, told)
		}
		edited := strings.Replace(b.String(), "\r\nSUMMARY:", "\r\nSUMMARY:Edited ", 1)
		if told := plan(t, w, lang, edited); !strings.HasPrefix(told, "0 added, 1 changed") {
			t.Errorf("%s, edited: %s", lang, told)
		}
	}
}

func plan(t *testing.T, w *world, lang, text string) string {
	t.Helper()
	how := follow.Reading{Lang: lang}
	found, err := how.Read(t.Context(), w.Timeline(), []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	f, err := how.Feed(t.Context(), w.Timeline(), found, intake.Feed{Says: events.FeedMemory{Source: "own.ics"}})
	if err != nil {
		t.Fatal(err)
	}
	p, err := intake.PlanFeed(w.Timeline(), f, intake.Options{Now: w.now})
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range p.Items {
		if i.Action == intake.Change {
			t.Logf("%s: %+v\n%+v", i.Event.ID, i.Before.Text, i.Event.Text)
		}
	}
	return fmt.Sprintf("%d added, %d changed, %d unchanged", p.Count(intake.Add), p.Count(intake.Change), p.Count(intake.Same))
}
