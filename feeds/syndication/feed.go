package syndication

import (
	"almanac.example/events"
	"almanac.example/feeds"
)

// Feed is a selection as feed readers get it: a feeds.Feed, and what only
// formats with items and pages know. Its Self is without "before".
type Feed struct {
	feeds.Feed

	// Past is what Timeline.Past gives of the selection, so that readers are told
	// what has become of that which they keep.
	Past []events.Past

	// Items, if not nil, stand in the place of Events: the correction log,
	// what is coming up, this day in history.
	Items []*Item
	// Before asks for the older page that starts behind that item; the zero
	// Cursor is the page that people subscribe to.
	Before Cursor
	// Push tells that changes of this feed are reported to Site.Hub. Without
	// it no hub is advertised: a hub that is never pinged makes readers slow.
	Push bool
}
