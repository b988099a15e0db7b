package syndication

import "almanac.example/feeds"

// Feed is a selection as feed readers get it: a feeds.Feed, and what only
// formats with items and pages know. Its Self is without "before", and its
// Events have what Timeline.TakenBack gives among them, so that readers can
// take back what they keep.
type Feed struct {
	feeds.Feed

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
