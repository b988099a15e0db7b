package ical

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"almanac.example/events"
	"almanac.example/feeds/feedstest"
)

// manyEvents is more than a document may be written of once nobody waits for it.
func manyEvents(n int) []*events.Event {
	var list []*events.Event
	for i := range n {
		list = append(list, testEvent(fmt.Sprintf("e%04d", i), on("2019-05-24"), "事件", ""))
	}
	return list
}

// jCal looks up between events and ends with its context: what nobody waits for
// is not made, and nothing of it is written.
func TestJCalEndsWithItsContext(t *testing.T) {
	ctx := &feedstest.Ending{Context: t.Context(), Left: 10}
	var b bytes.Buffer
	if err := WriteJCal(ctx, &b, testFeed("zh", ".jcal", manyEvents(40))); !errors.Is(err, context.Canceled) || b.Len() > 0 {
		t.Errorf("ends with %v and %d bytes", err, b.Len())
	}
	if ctx.Asked > 15 {
		t.Errorf("went on after its end: it looked %d times", ctx.Asked)
	}
}

// An assembly looks up between chunks; the cause is what ends it.
func TestAssemblyEndsWithItsContext(t *testing.T) {
	gone := errors.New("gone")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(gone)
	f := testFeed("zh", ".ics", manyEvents(3000))
	if a, err := Assemble(ctx, f, nil); !errors.Is(err, gone) || a != nil {
		t.Errorf("ends with %v and %v", a, err)
	}
	var b bytes.Buffer
	if err := Write(ctx, &b, f); !errors.Is(err, gone) || b.Len() > 0 {
		t.Errorf("ends with %v and %d bytes", err, b.Len())
	}
}
