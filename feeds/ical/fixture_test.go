package ical

import (
	"bytes"
	"context"
	"io"
	"testing"

	"almanac.example/feeds"
	"almanac.example/feeds/feedstest"
)

var (
	on, timed, wall                 = feedstest.On, feedstest.Timed, feedstest.Wall
	testSite, testEvent, testEvents = feedstest.Site, feedstest.Event, feedstest.Events
	testFeed, golden                = feedstest.Feed, feedstest.Golden
)

// format is a writer under test.
type format struct {
	Extension string
	Write     func(context.Context, io.Writer, *feeds.Feed) error
}

func formats() []format { return []format{{".ics", Write}, {".jcal", WriteJCal}} }

func write(t testing.TB, format format, f *feeds.Feed) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := format.Write(t.Context(), &b, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
