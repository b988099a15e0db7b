package backup

import (
	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
)

func founding(authority string) events.Change {
	site := &events.Site{Authority: authority, Founded: day}
	return events.PutDocument(site.Document(events.DocumentSite), 0)
}

func equalSpans() cmp.Option {
	return cmp.Comparer(func(a, b events.Span) bool { return a.Equal(b) })
}
