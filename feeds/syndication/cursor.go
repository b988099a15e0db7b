package syndication

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// Cursor is the place of an item in the walk through a feed from the newest to
// the oldest. It is made only of what never changes of the item, so that it
// stays where it is when events are edited, and it is a place even after its
// item has gone. The zero Cursor is the beginning.
type Cursor struct {
	quiet     bool       // not announced: behind all that were
	published time.Time  // whole seconds, UTC
	id        string     // of the item, without the record's part
	date      edtf.Value // the event's date when it was published
	change    events.Rev // of a change in the correction log; 0 for other items
}

// changeMark stands in the id of a change before its revision.
const changeMark = ";change="

// changeOf is the revision in the id of a change; 0 for other items.
func changeOf(id string) events.Rev {
	_, text, _ := strings.Cut(id, changeMark)
	rev, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return events.Rev(rev)
}

// cursorTime is how a cursor and a notice spell an instant.
const cursorTime = "20060102T150405Z"

// maxOrderDate bounds what a date adds to an address, in bytes.
const maxOrderDate = 40

// cursorKey is the key of a cursor in an address.
const cursorKey = "before"

// IsZero reports whether c is the beginning of the walk.
func (c Cursor) IsZero() bool { return c.id == "" }

// String spells c for an address; "" for the zero Cursor.
func (c Cursor) String() string {
	if c.IsZero() {
		return ""
	}
	s := c.published.Format(cursorTime) + "." + c.id + "." + c.date.String()
	if c.quiet {
		return "q" + s
	}
	return s
}

// ParseCursor reads what String writes. The error is an *events.Invalid whose
// field is "before".
func ParseCursor(s string) (Cursor, error) {
	if s == "" {
		return Cursor{}, nil
	}
	var c Cursor
	rest, quiet := strings.CutPrefix(s, "q")
	c.quiet = quiet
	parts := strings.SplitN(rest, ".", 3)
	if len(parts) != 3 || len(s) > 300 || parts[1] == "" {
		return Cursor{}, badCursor()
	}
	at, err := time.Parse(cursorTime, parts[0])
	if err != nil {
		return Cursor{}, badCursor()
	}
	c.published, c.id, c.change = at, parts[1], changeOf(parts[1])
	if parts[2] == "" {
		return c, nil
	}
	if c.date, err = edtf.Parse(parts[2]); err != nil {
		return Cursor{}, badCursor()
	}
	return c, nil
}

func badCursor() error {
	return &events.Invalid{Subject: "feed", Problems: []events.Problem{{
		Field: cursorKey, Reason: "is no place in this feed; follow the links from its first page",
	}}}
}

// compare orders the walk: announced items from the newest to the oldest, then
// the others from the oldest to the newest, so that both grow at their far
// ends; what was published in one go by the later date of the event first.
func (c Cursor) compare(d Cursor) int { return cmp.Or(c.age(d), c.within(d)) }

// age is the part of compare that needs neither id nor date. Changes are in the
// order of their revisions, which no clock disturbs.
func (c Cursor) age(d Cursor) int {
	if c.change > 0 && d.change > 0 {
		return cmp.Compare(d.change, c.change)
	}
	if c.quiet != d.quiet {
		if d.quiet {
			return -1
		}
		return 1
	}
	age := c.published.Compare(d.published)
	if !c.quiet {
		age = -age
	}
	return age
}

// shown orders the items of one page: newest first, whatever brought them here.
func (c Cursor) shown(d Cursor) int {
	if c.change > 0 && d.change > 0 {
		return c.compare(d)
	}
	return cmp.Or(d.published.Compare(c.published), c.within(d))
}

func (c Cursor) within(d Cursor) int {
	return cmp.Or(edtf.Compare(d.date, c.date), cmp.Compare(c.id, d.id))
}

// orderDate is a span as far as it counts for the order.
func orderDate(s events.Span) edtf.Value {
	v := s.EDTF()
	if s.Timed() {
		if timed, err := edtf.Parse(s.Start.Format(time.RFC3339)); err == nil {
			v = timed
		}
	}
	if v.Level() == 0 || len(v.String()) <= maxOrderDate {
		return v // level 0 has four digits to a year
	}
	if day, ok := v.Earliest(); ok && len(day.String()) <= maxOrderDate {
		return edtf.FromDay(day)
	}
	return edtf.Value{}
}

// withCursor adds a cursor to the address of a feed.
func withCursor(self string, c Cursor) string {
	if c.IsZero() {
		return self
	}
	u, err := url.Parse(self)
	if err != nil {
		return self
	}
	q := u.Query()
	q.Set(cursorKey, c.String())
	u.RawQuery = q.Encode()
	return u.String()
}
