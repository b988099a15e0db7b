package generate

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"almanac.example/events"
)

// The limits of Options.
const (
	maxEvents = 5_000_000
	minYear   = -9999
	maxYear   = 9999
)

// Options says what record is wanted.
type Options struct {
	// Events is how many there shall be, 0 to MaxEvents.
	Events int
	// From and To are the first and last year, as EDTF counts them: 0 is
	// 1 BCE, -220 is 221 BCE. Later years get more events than earlier ones,
	// as in real chronicles.
	From, To int
	// Seed picks one of the many records that the other options allow.
	Seed uint64
	// Stamp, if not zero, gives the events created, published and updated
	// instants in the three years before it and some of them a sequence, as if
	// they had passed through a store.
	Stamp time.Time
}

func (o Options) check() error {
	switch {
	case o.Events < 0 || o.Events > maxEvents:
		return fmt.Errorf("events: %d is not between 0 and %d", o.Events, maxEvents)
	case o.From < minYear || o.From > maxYear:
		return fmt.Errorf("from: the year %d is not between %d and %d", o.From, minYear, maxYear)
	case o.To < minYear || o.To > maxYear:
		return fmt.Errorf("to: the year %d is not between %d and %d", o.To, minYear, maxYear)
	case o.From > o.To:
		return fmt.Errorf("from: the year %d is after to, %d", o.From, o.To)
	}
	return nil
}

// Record makes up a record, its events ordered by ID as an export has them and
// without a site. Events may share parts such as places; read them only. The
// error names the option that is out of bounds.
func Record(o Options) (events.Record, error) {
	if err := o.check(); err != nil {
		return events.Record{}, err
	}
	g, err := newGenerator(o)
	if err != nil {
		return events.Record{}, err
	}
	list := make([]*events.Event, o.Events)
	for i := range list {
		if list[i], err = g.event(uint64(i)); err != nil {
			return events.Record{}, fmt.Errorf("event %d of %d: %w", i+1, o.Events, err)
		}
	}
	slices.SortFunc(list, func(a, b *events.Event) int { return cmp.Compare(a.ID, b.ID) })
	return events.Record{Version: events.RecordVersion, Events: list}, nil
}

// generator is one run: the source of chance and what has been used up.
type generator struct {
	options Options
	rand    *rand.Rand
	zone    *time.Location
	slugs   map[string]int     // how often a slug was wanted
	known   map[int]*repertory // what can be told of a year
	atlas   []place
}

func newGenerator(o Options) (*generator, error) {
	zone, err := events.LoadZone(zoneName)
	if err != nil {
		return nil, err
	}
	return &generator{
		options: o,
		rand:    rand.New(rand.NewPCG(o.Seed, 0x416c6d616e6163)), // must be repeatable, not secret
		zone:    zone,
		slugs:   make(map[string]int, o.Events),
		known:   map[int]*repertory{},
		atlas:   atlas(),
	}, nil
}

func (g *generator) event(i uint64) (*events.Event, error) {
	year := g.year()
	span, err := g.span(year)
	if err != nil {
		return nil, err
	}
	s := g.scene(year)
	e := &events.Event{
		ID:     mint(g.options.Seed, i),
		Span:   span,
		Text:   g.texts(s),
		Place:  s.place.event,
		Tags:   s.tags(),
		Key:    g.chance(5),
		Status: events.Published,
	}
	if s.cancelled {
		e.Status = events.Cancelled
	}
	e.Slug = g.slug(e.Text["en"].Title)
	g.addEvidence(e, s)
	g.stamp(e)
	return e, nil
}

// year draws the later of two years, so that their number grows evenly.
func (g *generator) year() int {
	n := g.options.To - g.options.From + 1
	return g.options.From + max(g.rand.IntN(n), g.rand.IntN(n))
}

// stamp sets the instants of which the store would take care.
func (g *generator) stamp(e *events.Event) {
	if g.options.Stamp.IsZero() {
		return
	}
	const span = 3 * 365 * 24 * 60 * 60 // seconds
	age := 1 + g.rand.IntN(span)
	at := g.options.Stamp.UTC().Truncate(time.Second)
	e.Created = at.Add(-time.Duration(age) * time.Second)
	e.Published, e.Updated = e.Created, e.Created
	if g.chance(20) {
		e.Updated = at.Add(-time.Duration(g.rand.IntN(age)) * time.Second)
		e.Sequence = 1 + g.rand.IntN(4)
	}
}

// chance is true in so many cases of a hundred.
func (g *generator) chance(percent int) bool { return g.rand.IntN(100) < percent }

// between draws a number from low to high, both included.
func (g *generator) between(low, high int) int { return low + g.rand.IntN(high-low+1) }

// draw picks one of the list.
func draw[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// mint gives the i-th ID of a seed. Mixing is one to one (Steele, Lea, Flood:
// SplittableRandom, 2014), so no two are the same, though they look random.
func mint(seed, i uint64) events.ID {
	x := i + seed*0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	x ^= x >> 31
	digits := strconv.FormatUint(x, 32)
	return events.ID("0000000000000"[len(digits):] + digits)
}

// slug turns a title into a name for addresses that no other event has.
func (g *generator) slug(title string) string {
	base := slugOf(title)
	name := base
	for g.slugs[name] > 0 {
		g.slugs[base]++
		name = base + "-" + strconv.Itoa(g.slugs[base])
	}
	g.slugs[name]++
	return name
}

// slugOf keeps the ASCII letters and digits of a title, whole words up to
// about sixty characters.
func slugOf(title string) string {
	const most = 60
	b := make([]byte, 0, len(title))
	hyphen := false
	for _, c := range []byte(title) {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			hyphen = len(b) > 0
			continue
		}
		if hyphen {
			if len(b) >= most {
				break
			}
			b, hyphen = append(b, '-'), false
		}
		b = append(b, c)
	}
	return string(b)
}
