package desk_test

import (
	"context"
	"testing"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/web/desk"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/desk/entry"
)

// house is an instance with what only the tests of the whole desk do to it.
type house struct{ *desktest.Instance }

// newHouse is a house in which everybody is signed in.
func newHouse(t testing.TB, list ...events.Event) *house {
	t.Helper()
	return &house{desktest.New(t, list...)}
}

// newEmptyHouse is a house without any account.
func newEmptyHouse(t testing.TB, list ...events.Event) *house {
	t.Helper()
	return &house{desktest.NewEmpty(t, list...)}
}

// routes are those of the desk.
func (h *house) routes() []desk.Route {
	h.T.Helper()
	d, err := desk.New(desk.Config{
		Timeline: h.Live.Timeline, History: h.Live.History, Editor: h.Editor, Directory: h.Directory, Now: h.Now,
		Site:    func(t *timeline.Timeline) *feeds.Site { s := desktest.Site(); s.Record = t.Site(); return &s },
		Accent:  func(c string) (string, string) { return c, c },
		Preview: func(context.Context, entry.Shown) ([]byte, string, error) { return nil, "", events.ErrNotFound },
	})
	h.Must(err)
	h.T.Cleanup(d.Close)
	return d.Routes()
}
