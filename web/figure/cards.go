package figure

import (
	"image"
	"math"
	"strconv"
)

// Entry is one entry on the card of a year.
type Entry struct {
	Key        bool // important
	Incomplete bool // its date is known to the month at best
}

// corner is where the numerals of a card begin.
var corner = image.Pt(cardMargin, cardMargin+square/2)

// Year shows a year as PNG: its number, and its entries by month, those known
// only to the year first.
func (c Colours) Year(number string, months [13][]Entry) ([]byte, error) {
	d := newDrawing(c)
	d.number(number, corner, square, ink)
	d.mark(cardWidth-cardMargin-3*square, cardMargin, 3*square)
	most := 1
	for _, m := range months {
		most = max(most, len(m))
	}
	const columns, room = 14, 260 // a gap stands before "in the year"
	w := (cardWidth - 2*cardMargin) / columns
	step := min(30.0, float64(room)/float64(most))
	for m, part := range months {
		col := m - 1
		if m == 0 {
			col = columns - 1
		}
		x := cardMargin + col*w
		d.fill(box(x, ground, w, 3), ink)
		for i, e := range part {
			y := ground - int(math.Round(float64(i+1)*step))
			d.block(box(x+3, y, w-6, max(int(step)-3, 1)), styleOf(e.Key), e.Incomplete && step >= 12)
		}
	}
	return d.encode()
}

func styleOf(key bool) uint8 {
	if key {
		return strong
	}
	return pale
}

// Event is what the card of an event shows of it.
type Event struct {
	Number   string // its year, or what is known of it
	Key      bool   // important
	Dated    bool   // its year is known
	Month    int    // 1 to 12, 0 where only the year is known
	Length   int    // of the month, in days
	Exact    bool   // From and To are known
	From, To int    // its days in the month
}

// Event shows an event as PNG: its year, and its month with its days.
func (c Colours) Event(e Event) ([]byte, error) {
	d := newDrawing(c)
	d.mark(cardWidth-cardMargin-3*square, cardMargin, 3*square)
	d.number(e.Number, corner, square, ink)
	const height = 3 * square
	switch {
	case !e.Dated:
		d.block(box(cardMargin, ground-height, cardWidth-2*cardMargin, height), pale, true)
		return d.encode()
	case e.Month == 0:
		for i := range 12 {
			d.block(box(cardMargin+i*92, ground-height, 86, height), styleOf(e.Key), true)
		}
		return d.encode()
	}
	d.number(strconv.Itoa(e.Month), image.Pt(cardMargin, cardMargin+square/2+8*square), square/2+4, strong)
	for day := 1; day <= e.Length; day++ {
		at := box(cardMargin+(day-1)*35, ground-height, 34, height)
		if e.Exact && day >= e.From && day <= e.To {
			d.block(at, styleOf(e.Key), false)
			continue
		}
		d.block(at, paper, !e.Exact)
	}
	return d.encode()
}

// How many bars the card of a record has at most, and at least.
const (
	RecordBarsMost  = 92
	RecordBarsLeast = 12
)

// Record shows a whole record as PNG: its last year, and its counts in order
// of time, RecordBarsLeast to RecordBarsMost of them; none for an empty record.
func (c Colours) Record(number string, counts []int) ([]byte, error) {
	d := newDrawing(c)
	d.mark(cardMargin, cardMargin+square/2, 7*square)
	if len(counts) == 0 {
		return d.encode()
	}
	d.number(number, image.Pt(cardWidth-cardMargin-23*square, cardMargin+square/2), square, ink)
	s := ScaleFor(counts)
	w := (cardWidth - 2*cardMargin) / len(counts)
	d.fill(box(cardMargin, ground, cardWidth-2*cardMargin, 3), ink)
	for i, n := range counts {
		if n > 0 {
			h := int(s.height(n) * 260 / barHeight)
			d.fill(box(cardMargin+i*w+w/8, ground-h, max(w-w/4, 1), h), strong)
		}
	}
	return d.encode()
}
