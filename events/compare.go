package events

import "cmp"

// Compare orders events as a timeline lists them: by Span.Compare, then
// important ones first, then by ID.
func Compare(a, b *Event) int {
	if d := a.Span.Compare(b.Span); d != 0 {
		return d
	}
	if a.Key != b.Key {
		if a.Key {
			return -1
		}
		return 1
	}
	return cmp.Compare(a.ID, b.ID)
}
