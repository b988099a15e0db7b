package backup

import (
	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
)

func founding(authority string) events.Change {
	return events.Change{Site: &events.Site{Authority: authority, Founded: day}}
}

func equalSpans() cmp.Option {
	return cmp.Comparer(func(a, b events.Span) bool { return a.Equal(b) })
}
