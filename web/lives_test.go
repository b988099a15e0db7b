package web

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
	"almanac.example/store"
	"almanac.example/store/bolt"
)

// usualLives is how many lives of events the ordinary tests follow;
// ALMANAC_LIVES asks for another number.
const usualLives = 1000

// TestSubscribersAreToldTheTruth follows random lives of events by the side of
// modelled readers of every kind of feed and calendar. Whatever becomes of an
// event, a reader that asks again shows nothing that is no longer true.
func TestSubscribersAreToldTheTruth(t *testing.T) {
	lives := usualLives
	if text := os.Getenv("ALMANAC_LIVES"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		lives = n
	}
	for seed := uint64(1); lives > 0; seed++ {
		size := min(lives, []int{80, 12, 70}[seed%3])
		lives -= size
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			newWorld(t, seed, size).live()
		})
	}
}

// world is a record in which events live, and those who read of them.
type world struct {
	t       *testing.T
	random  *rand.Rand
	clock   atomic.Int64
	record  *store.Live
	handler http.Handler
	readers []*reader
	bears   int // events still to be born
	minted  int // what has been said so far
	ids     []events.ID
	told    map[events.ID][]string // every date that an event has had, as titles word it
}

// worldSteps is how often something happens in a world. A step takes five days
// on the average, so that what is older than ninety days comes up, too.
const worldSteps = 32

func newWorld(t *testing.T, seed uint64, size int) *world {
	t.Helper()
	w := &world{t: t, random: rand.New(rand.NewPCG(seed, 20)), bears: size, told: map[events.ID][]string{}}
	w.clock.Store(time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC).UnixNano())
	backend, err := bolt.Open(filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { backend.Close() })
	if w.record, err = store.Open(context.Background(), backend, store.Config{Now: w.now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.record.Close)
	if _, err := w.record.Begin(context.Background(), &events.Site{Authority: "example.org"}); err != nil {
		t.Fatal(err)
	}
	site := *w.record.Timeline().Site()
	site.Views = []events.View{{Slug: "mine", Name: events.Localised{"en": "Mine", "zh": "我的"}, Selection: "tag=green&tag=red"}}
	w.commit(events.DocumentChanges(w.record.Timeline().Site(), &site)...)
	s, err := New(Config{Record: w.record, Now: w.now, Site: feeds.Site{
		BaseURL: "https://almanac.example.org", Languages: []string{"zh", "en"}, Zone: time.UTC,
		Name: events.Localised{"zh": "大事记", "en": "Chronicle"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	w.handler = s.Handler()
	w.readers = newReaders(w.random)
	return w
}

func (w *world) now() time.Time { return time.Unix(0, w.clock.Load()).UTC() }

// live lets things happen and readers ask, until all events have lived.
func (w *world) live() {
	for range 2 + w.bears/3 {
		w.bear()
	}
	for n := range worldSteps {
		w.clock.Add(int64(time.Duration(1+w.random.IntN(10*24*60)) * time.Minute))
		var changes []events.Change
		changed := map[events.ID]bool{}
		for range 1 + w.random.IntN(4+len(w.ids)/8) {
			if c, ok := w.change(); ok && !changed[c.Event.ID] {
				changed[c.Event.ID] = true
				changes = append(changes, c)
			}
		}
		w.commit(changes...)
		w.remember()
		for _, r := range w.readers {
			if w.random.IntN(8) == 0 || n == worldSteps-1 || w.now().Sub(r.asked) > longAgo/2 {
				r.poll(w)
			}
		}
		if w.t.Failed() {
			return
		}
	}
}

func (w *world) commit(changes ...events.Change) {
	w.t.Helper()
	if _, err := w.record.Commit(context.Background(), changes...); err != nil {
		w.t.Fatal(err)
	}
}

// remember notes the dates that events have, as they are worded.
func (w *world) remember() {
	for _, id := range w.ids {
		e, _ := w.record.Timeline().Event(id)
		if e.Status == events.Deleted {
			continue
		}
		for _, lang := range []string{"zh", "en"} {
			if words := e.Span.DescribeFor(time.UTC, lang, edtf.Compact); !slices.Contains(w.told[id], words) {
				w.told[id] = append(w.told[id], words)
			}
		}
	}
}

// bear adds an event, a draft now and then.
func (w *world) bear() {
	id := events.ID(fmt.Sprintf("e%d", len(w.ids)))
	e := events.Event{ID: id, Slug: string(id), Status: events.Published, Text: w.text(id), Span: w.span(), Quiet: w.random.IntN(6) == 0}
	w.place(&e)
	if w.random.IntN(5) == 0 {
		e.Status = events.Draft
	}
	w.bears--
	w.ids = append(w.ids, id)
	w.commit(events.Put(e, 0))
	w.remember()
}

// text says something that was never said before: "Title §e7-31§".
func (w *world) text(id events.ID) map[string]events.Text {
	w.minted++
	mark := fmt.Sprintf(" §%s-%d§", id, w.minted)
	text := map[string]events.Text{"en": {Title: "Title" + mark, Summary: "Summary" + mark}, "zh": {Title: "标题" + mark, Summary: "摘要" + mark}}
	if w.random.IntN(8) == 0 {
		text["en"] = events.Text{Title: "Title" + mark, Body: "A *body" + mark + "*."}
	}
	return text
}

// span is some date around the world's days, an anniversary, or a long time.
func (w *world) span() events.Span {
	day := w.now().AddDate(0, 0, w.random.IntN(90)-20)
	switch w.random.IntN(8) {
	case 0:
		return events.On(edtf.MustParse(day.AddDate(-1-w.random.IntN(50), 0, 0).Format(time.DateOnly)))
	case 1:
		return events.On(edtf.MustParse(day.Format("2006-01")))
	case 2:
		return events.On(edtf.MustParse("2019/.."))
	case 3:
		zone, err := events.LoadZone([]string{"Europe/Berlin", "Asia/Shanghai", "UTC"}[w.random.IntN(3)])
		if err != nil {
			w.t.Fatal(err)
		}
		start := time.Date(day.Year(), day.Month(), day.Day(), 9, 0, 0, 0, zone)
		return events.Span{Start: start, End: start.Add(time.Duration(2+w.random.IntN(40)) * time.Hour), Zone: zone.String()}
	}
	return events.On(edtf.MustParse(day.Format(time.DateOnly)))
}

// place decides what selects the event.
func (w *world) place(e *events.Event) {
	e.Tags, e.Place, e.Key = nil, nil, w.random.IntN(3) == 0
	for _, tag := range []string{"red", "green", "blue"} {
		if w.random.IntN(3) == 0 {
			e.Tags = append(e.Tags, tag)
		}
	}
	if slug := []string{"", "hall", "yard"}[w.random.IntN(3)]; slug != "" {
		e.Place = &events.Place{Slug: slug, Name: events.Localised{"en": slug, "zh": slug}}
	}
}

// change is something that happens to an event, or a birth.
func (w *world) change() (events.Change, bool) {
	if w.bears > 0 && w.random.IntN(3) == 0 {
		w.bear()
		return events.Change{}, false
	}
	old, ok := w.record.Timeline().Event(w.ids[w.random.IntN(len(w.ids))])
	if !ok {
		return events.Change{}, false
	}
	next := *old
	next.Text = maps.Clone(old.Text)
	if old.Status == events.Deleted { // it comes back
		next.Status, next.Text, next.Span = events.Published, w.text(old.ID), w.span()
		w.place(&next)
		return events.Put(next, old.Rev), true
	}
	switch w.random.IntN(11) {
	case 0, 1:
		next.Text = w.text(old.ID)
	case 2, 3, 4:
		next.Span, next.Repeat = w.span(), nil
	case 5:
		w.place(&next)
	case 6:
		next.Status = []events.Status{events.Published, events.Cancelled, events.Tentative}[w.random.IntN(3)]
	case 7:
		next.Status = []events.Status{events.Withdrawn, events.Draft}[w.random.IntN(2)]
	case 8:
		next.Status = events.Published
	case 9:
		return events.Delete(old.ID, old.Rev), true
	default:
		next = w.repeated(next)
	}
	return events.Put(next, old.Rev), true
}

// repeated makes a series of the event, or changes its rule.
func (w *world) repeated(e events.Event) events.Event {
	if p := e.Span.Precision(); p != edtf.PrecisionDay {
		return e
	}
	e.Repeat = &events.Repetition{Rule: "FREQ=WEEKLY;COUNT=" + strconv.Itoa(2+w.random.IntN(12))}
	return e
}

// ask sends a request to the world's server.
func (w *world) ask(path string, fields http.Header) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	maps.Copy(r.Header, fields)
	answer := httptest.NewRecorder()
	w.handler.ServeHTTP(answer, r)
	return answer
}
