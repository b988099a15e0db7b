package timeline

import (
	"cmp"
	"slices"
	"sort"
	"sync"

	"almanac.example/events"
)

// Count says how much a selection holds, arranged for figures and indexes.
// Every event counts once, in the year and month in which it begins.
type Count struct {
	Total, Key int
	Years      []YearCount                // ascending; only years in which something begins
	Coarse     []*events.Event            // known to no year: decades, centuries, only an end
	Tags       []SlugCount                // most frequent first, then by slug
	Places     []SlugCount                // most frequent first, then by slug
	Kinds      [events.KindCoarse + 1]int // by Kind
	last       map[string]*events.Event   // by place: the last one there

	digest sync.Once
	sum    uint64
}

// YearCount is what begins in one year.
type YearCount struct {
	Year       int64 // astronomical
	Total, Key int
	Months     [13]int // 1 to 12; 0 holds what is known only to the year
}

// SlugCount is how many events carry a tag or happened at a place.
type SlugCount struct {
	Slug string
	N    int
}

// CountOf counts a list that Select gave.
func CountOf(list []*events.Event) *Count {
	c := newCounter()
	for _, e := range list {
		c.add(e, standing(e.Span.EDTF()).first)
	}
	return c.done()
}

// Count counts everything public. It is computed once for a timeline.
func (t *Timeline) Count() *Count {
	if c := t.counted.Load(); c != nil {
		return c
	}
	c := newCounter()
	for _, e := range t.ordered {
		if e.Status.Public() {
			c.add(e.Event, e.days.first)
		}
	}
	count := c.done()
	t.counted.Store(count)
	return count
}

type counter struct {
	Count
	years        map[int64]*YearCount
	tags, places map[string]int
}

func newCounter() counter {
	return counter{Count: Count{last: map[string]*events.Event{}}, years: map[int64]*YearCount{}, tags: map[string]int{}, places: map[string]int{}}
}

func (c *counter) add(e *events.Event, first int64) {
	kind := e.Span.Kind()
	c.Total++
	c.Kinds[kind]++
	if e.Key {
		c.Key++
	}
	for _, tag := range e.Tags {
		c.tags[tag]++
	}
	if e.Place != nil {
		c.places[e.Place.Slug]++
		c.last[e.Place.Slug] = e
	}
	year, month, ok := civil(first)
	if kind == events.KindCoarse || !ok {
		c.Coarse = append(c.Coarse, e)
		return
	}
	y := c.years[year]
	if y == nil {
		y = &YearCount{Year: year}
		c.years[year] = y
	}
	if kind == events.KindYear {
		month = 0
	}
	y.Total++
	y.Months[month]++
	if e.Key {
		y.Key++
	}
}

func (c *counter) done() *Count {
	for _, y := range c.years {
		c.Years = append(c.Years, *y)
	}
	slices.SortFunc(c.Years, func(a, b YearCount) int { return cmp.Compare(a.Year, b.Year) })
	c.Tags, c.Places = bySize(c.tags), bySize(c.places)
	return &c.Count
}

func bySize(m map[string]int) []SlugCount {
	list := make([]SlugCount, 0, len(m))
	for slug, n := range m {
		list = append(list, SlugCount{slug, n})
	}
	slices.SortFunc(list, func(a, b SlugCount) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Slug, b.Slug))
	})
	return list
}

// civil gives the astronomical year and month of a day number counted from
// 1970-01-01; false for the extremes that stand for "open" and for years beyond
// MaxYear.
func civil(n int64) (year int64, month int, ok bool) {
	const farthest = 366 * events.MaxYear // days
	if n < -farthest || n > farthest {
		return 0, 0, false
	}
	// Days from 0000-03-01, in eras of 400 years (146,097 days).
	n += 719_468
	era := n / 146_097
	if n < 0 {
		era = (n - 146_096) / 146_097
	}
	day := n - era*146_097
	yoe := (day - day/1460 + day/36_524 - day/146_096) / 365
	doy := day - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	year, month = yoe+era*400, int(mp)+3
	if month > 12 {
		year, month = year+1, month-12
	}
	return year, month, year >= -events.MaxYear && year <= events.MaxYear
}

// YearBefore is the last year before y in which something public begins.
func (t *Timeline) YearBefore(y int64) (int64, bool) {
	years := t.Count().Years
	i := sort.Search(len(years), func(i int) bool { return years[i].Year >= y })
	if i == 0 {
		return 0, false
	}
	return years[i-1].Year, true
}

// YearAfter is the first year after y in which something public begins.
func (t *Timeline) YearAfter(y int64) (int64, bool) {
	years := t.Count().Years
	i := sort.Search(len(years), func(i int) bool { return years[i].Year > y })
	if i == len(years) {
		return 0, false
	}
	return years[i].Year, true
}

// MonthBefore is the last month before m of y in which something public
// begins that is known at least to the month.
func (t *Timeline) MonthBefore(y int64, m int) (year int64, month int, ok bool) {
	years := t.Count().Years
	for i := sort.Search(len(years), func(i int) bool { return years[i].Year > y }) - 1; i >= 0; i-- {
		last := 12
		if years[i].Year == y {
			last = m - 1
		}
		for k := last; k > 0; k-- {
			if years[i].Months[k] > 0 {
				return years[i].Year, k, true
			}
		}
	}
	return 0, 0, false
}

// MonthAfter is the first month after m of y in which something public begins
// that is known at least to the month.
func (t *Timeline) MonthAfter(y int64, m int) (year int64, month int, ok bool) {
	years := t.Count().Years
	for i := sort.Search(len(years), func(i int) bool { return years[i].Year >= y }); i < len(years); i++ {
		first := 1
		if years[i].Year == y {
			first = m + 1
		}
		for k := first; k <= 12; k++ {
			if years[i].Months[k] > 0 {
				return years[i].Year, k, true
			}
		}
	}
	return 0, 0, false
}

// Neighbours are the public events before and after the given one in the
// chronicle; nil at its ends or for an unknown ID.
func (t *Timeline) Neighbours(id events.ID) (before, after *events.Event) {
	e, ok := t.byID.get(string(id))
	if !ok || e.Status == events.Deleted {
		return nil, nil
	}
	i, ok := slices.BinarySearchFunc(t.ordered, e, compareEntries)
	if !ok {
		return nil, nil
	}
	for k := i - 1; k >= 0 && before == nil; k-- {
		if t.ordered[k].Status.Public() {
			before = t.ordered[k].Event
		}
	}
	for k := i + 1; k < len(t.ordered) && after == nil; k++ {
		if t.ordered[k].Status.Public() {
			after = t.ordered[k].Event
		}
	}
	return before, after
}

// Extent is the first and last year in which something begins; false if there is
// none.
func (c *Count) Extent() (first, last int64, ok bool) {
	if len(c.Years) == 0 {
		return 0, 0, false
	}
	return c.Years[0].Year, c.Years[len(c.Years)-1].Year, true
}

// Year is what begins in the year.
func (c *Count) Year(y int64) YearCount {
	i, ok := slices.BinarySearchFunc(c.Years, y, func(a YearCount, y int64) int { return cmp.Compare(a.Year, y) })
	if !ok {
		return YearCount{Year: y}
	}
	return c.Years[i]
}

// PlaceName is what a place is called: by the vocabulary, or else by the last
// public event of the chronicle that was there; nil if there is none.
func (t *Timeline) PlaceName(slug string) events.Localised {
	if p, ok := t.site.Place(slug); ok && len(p.Name) > 0 {
		return p.Name
	}
	if e := t.Count().last[slug]; e != nil {
		return e.Place.Name
	}
	return nil
}
