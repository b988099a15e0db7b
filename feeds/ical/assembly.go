package ical

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"hash/crc32"
	"io"
	"runtime"
	"slices"
	"sort"

	"golang.org/x/sync/errgroup"

	"almanac.example/events"
	"almanac.example/feeds"
)

// Assembly is a calendar put together of pieces, one for each event. A later
// one takes over the pieces whose events have not changed, and with them their
// hashes and compressed forms, so that an edit costs what it touches. What an
// assembly says depends on its Feed alone and never on the one it was made
// from. It does not change and is safe for any number of readers.
//
// The pieces are bound into chunks, cut by the IDs of the events: a chunk is
// what is compared, hashed and compressed at once, and a change in one moves no
// other's limits.
type Assembly struct {
	writer *writer
	events []*events.Event
	ends   []int // in body, of each event's piece
	chunks []chunk
	head   int // length of what stands before the pieces
	body   []byte
	sum    [sha256.Size]byte
}

// chunk is a run of events of an Assembly.
type chunk struct {
	from, to int // indices of its events
	tally    *tally
	sum      [sha256.Size]byte
	deflated *deflated
}

const calendarFoot = "END:VCALENDAR\r\n"

// Assemble puts the feed's calendar together. before may be nil, or an
// assembly of any other feed: what it has in common with this one is used.
func Assemble(ctx context.Context, f *feeds.Feed, before *Assembly) (*Assembly, error) {
	a := &Assembly{events: f.Events}
	if before != nil && before.writer.suits(f) {
		a.writer = before.writer
	} else {
		a.writer, before = newWriter(f.Site, f.Lang, f.Options.Imprecise), nil
	}
	parts := a.cut(before)
	if err := a.encode(ctx, parts, before); err != nil {
		return nil, err
	}
	tally := newTally()
	for _, p := range parts {
		tally.add(p.tally)
	}
	c := a.writer.head(f, tally)
	head, err := c.lines()
	if err != nil {
		return nil, fmt.Errorf("writing the calendar's head: %w", err)
	}
	a.join(head[:len(head)-len(calendarFoot)], parts)
	return a, nil
}

// suits reports whether the writer makes the pieces of a feed.
func (w *writer) suits(f *feeds.Feed) bool {
	return w.site.Record == f.Site.Record && w.site.BaseURL == f.Site.BaseURL && w.lang == f.Lang && w.how == f.Options.Imprecise
}

// part is a chunk on its way into an Assembly, with its bytes.
type part struct {
	chunk
	bytes []byte
	ends  []int // in bytes
}

// The size of a chunk in events: on the average, and at most.
const (
	usualChunk = 256
	mostChunk  = 4 * usualChunk
)

// cut divides the events into chunks and takes over those that the assembly
// before has, too.
func (a *Assembly) cut(before *Assembly) []part {
	parts := make([]part, 0, len(a.events)/usualChunk+1)
	next := 0 // where the assembly before goes on after the last chunk taken over
	for from := 0; from < len(a.events); {
		old, ok := before.chunkLike(a.events[from:], next)
		if !ok {
			to := a.limit(from)
			parts = append(parts, part{chunk: chunk{from: from, to: to}})
			from = to
			continue
		}
		next = old.to
		parts = append(parts, before.part(old, from))
		from += old.to - old.from
	}
	return parts
}

// limit is where the chunk ends that starts at an event.
func (a *Assembly) limit(from int) int {
	for i := from; i < len(a.events) && i < from+mostChunk; i++ {
		if crc32.ChecksumIEEE([]byte(a.events[i].ID))%usualChunk == 0 {
			return i + 1
		}
	}
	return min(from+mostChunk, len(a.events))
}

// chunkLike finds the chunk that holds exactly the first of the given events.
// at is where it is likely to start.
func (a *Assembly) chunkLike(list []*events.Event, at int) (chunk, bool) {
	if a == nil {
		return chunk{}, false
	}
	if at >= len(a.events) || a.events[at] != list[0] {
		var ok bool
		if at, ok = a.find(list[0]); !ok {
			return chunk{}, false
		}
	}
	n := sort.Search(len(a.chunks), func(i int) bool { return a.chunks[i].from >= at })
	if n == len(a.chunks) || a.chunks[n].from != at {
		return chunk{}, false
	}
	c := a.chunks[n]
	size := c.to - c.from
	// The last chunk ends where the list does, and perhaps only for that.
	unsure := n == len(a.chunks)-1 && size != len(list)
	return c, size <= len(list) && !unsure && slices.Equal(list[:size], a.events[c.from:c.to])
}

// part is a chunk as one of another assembly, with the events from an index on.
func (a *Assembly) part(c chunk, from int) part {
	start := a.start(c.from)
	p := part{chunk: c, bytes: a.body[start:a.ends[c.to-1]], ends: make([]int, c.to-c.from)}
	for i := range p.ends {
		p.ends[i] = a.ends[c.from+i] - start
	}
	p.from, p.to = from, from+len(p.ends)
	return p
}

// find looks for the same revision of an event.
func (a *Assembly) find(e *events.Event) (int, bool) {
	i := sort.Search(len(a.events), func(i int) bool { return events.Compare(a.events[i], e) >= 0 })
	return i, i < len(a.events) && a.events[i] == e
}

// start is where in the body an event's piece begins.
func (a *Assembly) start(i int) int {
	if i == 0 {
		return a.head
	}
	return a.ends[i-1]
}

// encode makes the parts that are not there yet, on all processors if there
// are many.
func (a *Assembly) encode(ctx context.Context, parts []part, before *Assembly) error {
	var wanted []*part
	for i := range parts {
		if parts[i].tally == nil {
			wanted = append(wanted, &parts[i])
		}
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(1, runtime.GOMAXPROCS(0)-1)) // one processor is left to those who wait for other things
	for _, p := range wanted {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return context.Cause(ctx)
			}
			return a.encodePart(p, before)
		})
	}
	return group.Wait()
}

func (a *Assembly) encodePart(p *part, before *Assembly) error {
	var b bytes.Buffer
	p.tally, p.deflated, p.ends = newTally(), &deflated{}, make([]int, 0, p.to-p.from)
	for _, e := range a.events[p.from:p.to] {
		why := shown
		if !before.copyPiece(&b, e) {
			var err error
			if why, err = a.writer.piece(&b, e); err != nil {
				return fmt.Errorf("writing event %s of the calendar: %w", e.ID, err)
			}
		}
		p.tally.count(e, why)
		p.ends = append(p.ends, b.Len())
	}
	p.bytes = b.Bytes()
	p.sum = sha256.Sum256(p.bytes)
	return nil
}

// copyPiece takes over the piece of an event, if it has one.
func (a *Assembly) copyPiece(b *bytes.Buffer, e *events.Event) bool {
	if a == nil {
		return false
	}
	i, ok := a.find(e)
	if !ok || a.start(i) == a.ends[i] {
		return false
	}
	b.Write(a.body[a.start(i):a.ends[i]])
	return true
}

// join copies everything to where it stays.
func (a *Assembly) join(head []byte, parts []part) {
	size := len(head) + len(calendarFoot)
	for i := range parts {
		size += len(parts[i].bytes)
	}
	a.head = len(head)
	a.body = append(make([]byte, 0, size), head...)
	a.ends = make([]int, 0, len(a.events))
	a.chunks = make([]chunk, len(parts))
	sums := sha256.New()
	own := sha256.Sum256(head)
	sums.Write(own[:])
	for i := range parts {
		p := &parts[i]
		for _, end := range p.ends {
			a.ends = append(a.ends, len(a.body)+end)
		}
		a.body = append(a.body, p.bytes...)
		a.chunks[i] = p.chunk
		sums.Write(p.sum[:])
	}
	a.body = append(a.body, calendarFoot...)
	sums.Sum(a.sum[:0])
}

// Bytes is the calendar. Do not change it.
func (a *Assembly) Bytes() []byte { return a.body }

// Sum is a hash that two assemblies share exactly if they share their bytes,
// computed from those of the chunks.
func (a *Assembly) Sum() [sha256.Size]byte { return a.sum }

// Write writes the feed as an iCalendar stream (RFC 5545, RFC 7986) that
// can be subscribed to: no METHOD, stable UIDs, CRLF, lines of 75 octets. The
// stream is a head that belongs to the selection, a piece for each event that
// depends on its revision only, and a foot.
func Write(ctx context.Context, w io.Writer, f *feeds.Feed) error {
	a, err := Assemble(ctx, f, nil)
	if err != nil {
		return err
	}
	_, err = w.Write(a.body)
	return err
}
