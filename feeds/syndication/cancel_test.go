package syndication

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

// A writer looks up between items and ends with its context: what nobody waits
// for is not made, and nothing of it is written.
func TestWritersEndWithTheirContext(t *testing.T) {
	for _, format := range formats() {
		ctx := &feedstest.Ending{Context: t.Context(), Left: 10}
		var b bytes.Buffer
		if err := format.Write(ctx, &b, testFeed("zh", format.Extension, manyEvents(40))); !errors.Is(err, context.Canceled) || b.Len() > 0 {
			t.Errorf("%s ends with %v and %d bytes", format.Name, err, b.Len())
		}
		if ctx.Asked > 15 {
			t.Errorf("%s went on after its end: it looked %d times", format.Name, ctx.Asked)
		}
	}
}
