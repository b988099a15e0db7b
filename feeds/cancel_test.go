package feeds

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"almanac.example/events"
)

// endingContext ends after it has been asked a number of times, as if whoever
// waits for a document went away in the middle of it.
type endingContext struct {
	context.Context
	left  int
	asked int
}

func (c *endingContext) Err() error {
	if c.asked++; c.asked > c.left {
		return context.Canceled
	}
	return nil
}

// A writer looks up between events and ends with its context: what nobody waits
// for is not made, and nothing of it is written.
func TestWritersEndWithTheirContext(t *testing.T) {
	var list []*events.Event
	for i := range 40 {
		list = append(list, testEvent(fmt.Sprintf("e%02d", i), on("2019-05-24"), "事件", ""))
	}
	for _, format := range Formats() {
		if format.Assemble != nil {
			continue // it works on whole chunks: TestAssemblyEndsWithItsContext
		}
		f := testFeed("zh", format.Extension, list)
		var b bytes.Buffer
		ctx := &endingContext{Context: t.Context(), left: 10}
		if err := format.Write(ctx, &b, f); !errors.Is(err, context.Canceled) || b.Len() > 0 {
			t.Errorf("%s ends with %v and %d bytes", format.Name, err, b.Len())
		}
		if ctx.asked > 15 {
			t.Errorf("%s went on after its end: it looked %d times", format.Name, ctx.asked)
		}
	}
}
