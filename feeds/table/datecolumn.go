package table

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"almanac.example/events/edtf"
)

// dateColumn reads the dates of one column. What a single cell leaves open is
// decided by the cells of all rows.
type dateColumn struct {
	Column
	reader  edtf.Reader
	counted bool     // numbers are years, whatever their length
	slashes bool     // slashes mean month first and hyphens day first, where rows do not say otherwise
	swapped bool     // the spreadsheet has taken days for months where it could
	decided []string // what was decided, and which row decided it
}

// ErrNoDate means that a cell says that there is no date, or is empty.
var ErrNoDate = errors.New("no date")

// emptyWords mean no date in tables, beside the words that every reader knows.
func emptyWords() []string {
	return []string{"-", "–", "—", "--", "---", "?", "??", "???", "nan", "nat", "none", "null", "n/a", "na", "#n/a", "tbd", "tba", "tbc", "x", ".", "…", "...", "/", "0000-00-00", "00/00/0000", "无", "無", "待定", "未定", "不明", "不详"}
}

// newDateColumn decides what the rows of a column say of all its dates.
func newDateColumn(c Column, rows []Row, format string) *dateColumn {
	d := &dateColumn{Column: c}
	d.reader = edtf.Reader{Order: orders()[c.Order], HundredFrom: c.Century, Year: c.Year, Empty: c.Empty}
	own := format == ownFormat
	calendar := format != "" && format != timelineFormat && !own
	if d.reader.HundredFrom == 0 && calendar {
		d.reader.HundredFrom = 1970 // such calendars were first kept in the nineties
	}
	switch {
	case own:
		d.reader.EDTF, d.reader.Negative, d.counted = true, edtf.NegativeEDTF, true
		return d
	case c.Negative == "bc", c.Negative == "" && format == timelineFormat:
		d.reader.Negative = edtf.NegativeBC
	case c.Negative == "astronomical":
		d.reader.Negative = edtf.NegativeEDTF
	default:
		d.decideNegative(rows)
	}
	if d.reader.Order == edtf.OrderUnknown {
		d.decideOrder(rows)
	}
	d.decideHyphen(rows)
	d.slashes = format == eventsCalendarFormat
	d.counted = c.Role == Year && (format == timelineFormat || d.countsYears(rows)) || c.Role == EndYear && format == timelineFormat
	d.swapped = d.wasSwapped(rows)
	return d
}

// triple finds dates in numbers alone.
var triple = regexp.MustCompile(`(?:^|[^\d./\-])(\d{1,2})\s?[./\-]\s?(\d{1,2})\s?[./\-]\s?(\d{4}|\d{2})(?:$|[^\d])`)

// decideOrder finds the order of day and month that all rows allow. A row that
// none allows says nothing.
func (d *dateColumn) decideOrder(rows []Row) {
	const day, month, year = 1, 2, 4
	left, deciding := 0, map[int]*Row{}
	for i := range rows {
		c := rows[i].at(d.Index)
		if c.Day || len(c.Text) > 80 {
			continue
		}
		may := everyPossible(c.Text)
		if may == 0 {
			continue
		}
		if left == 0 && len(deciding) == 0 {
			left = day | month | year
		}
		for _, order := range []int{day, month, year} {
			if may&order == 0 && deciding[order] == nil {
				deciding[order] = &rows[i]
			}
		}
		left &= may
	}
	if left == 0 && len(deciding) == 0 {
		return
	}
	tell := func(order edtf.Order, words string, by *Row) {
		d.reader.Order = order
		d.decided = append(d.decided, fmt.Sprintf("%s, as row %d shows: %q", words, by.Number, clip(by.text(d.Index), 40)))
	}
	switch left {
	case day:
		tell(edtf.DayFirst, "the day stands before the month", deciding[month])
	case month:
		tell(edtf.MonthFirst, "the month stands before the day", deciding[day])
	case year:
		tell(edtf.YearFirst, "the year stands first", deciding[day])
	case 0:
		d.decided = append(d.decided, "some rows have the day before the month and some behind it; what may be either is refused")
	}
}

// everyPossible are the orders that all dates of a text allow; 0 if there is
// none, or they contradict each other.
func everyPossible(text string) int {
	may := 0
	for i, m := range triple.FindAllStringSubmatch(text, 3) {
		if i == 0 {
			may = possible(m)
		} else if next := possible(m); next != 0 {
			may &= next
		}
	}
	return may
}

// possible are the orders in which three numbers are a date: 1 day first, 2
// month first, 4 year first.
func possible(m []string) int {
	a, _ := strconv.Atoi(m[1])
	b, _ := strconv.Atoi(m[2])
	c, _ := strconv.Atoi(m[3])
	isDay := func(n int) bool { return n >= 1 && n <= 31 }
	isMonth := func(n int) bool { return n >= 1 && n <= 12 }
	may := 0
	if isDay(a) && isMonth(b) {
		may |= 1
	}
	if isMonth(a) && isDay(b) {
		may |= 2
	}
	if len(m[3]) == 2 && isMonth(b) && isDay(c) {
		may |= 4
	}
	return may
}

var negativeYear = regexp.MustCompile(`^-\d{1,5}$`)

// decideNegative takes years with a minus as years before Christ where they are
// round: who counts astronomically writes 500 BC as -499.
func (d *dateColumn) decideNegative(rows []Row) {
	round, others := 0, 0
	for i := range rows {
		text := clean(rows[i].text(d.Index))
		if !negativeYear.MatchString(text) {
			continue
		}
		switch text[len(text)-1] {
		case '0':
			round++
		case '9':
			others++
		}
		if strings.HasPrefix(text, "-0") {
			others += len(rows) // padded as EDTF pads it
		}
	}
	if round >= 3 && round > 3*others {
		d.reader.Negative = edtf.NegativeBC
		d.decided = append(d.decided, fmt.Sprintf("years with a minus are years BC: %d of them are round numbers", round))
	}
}

var hyphened = regexp.MustCompile(`^\D{0,8}\d\d(\d\d)-(\d\d)$`)

// decideHyphen tells 1911-12 by the rows that are a month or a range only.
func (d *dateColumn) decideHyphen(rows []Row) {
	var month, span *Row
	for i := range rows {
		text := clean(rows[i].text(d.Index))
		if isoDay.MatchString(text) && month == nil {
			month = &rows[i]
		}
		m := hyphened.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		switch {
		case m[2] > "12" && m[2] > m[1]:
			span = &rows[i]
		case m[2] <= "12" && m[2] >= "01" && m[2] <= m[1]:
			month = &rows[i]
		}
	}
	switch {
	case month != nil && span == nil:
		d.reader.Hyphen = edtf.HyphenMonth
	case span != nil && month == nil:
		d.reader.Hyphen = edtf.HyphenYear
	}
}

var isoDay = regexp.MustCompile(`^\d{4}-\d\d-\d\d`)

// wasSwapped finds columns of which a spreadsheet has taken 4/10/2019 for a
// date in the order of its own language, and left 13/10/2019 as text: then no
// day that it made has a number above 12.
func (d *dateColumn) wasSwapped(rows []Row) bool {
	texts, days := 0, 0
	for i := range rows {
		switch c := rows[i].at(d.Index); {
		case c.Day && isoDay.MatchString(c.Text):
			if c.Text[8:10] > "12" {
				return false
			}
			days++
		case triple.MatchString(c.Text):
			if may := possible(triple.FindStringSubmatch(c.Text)); may == 3 {
				return false
			}
			texts++
		}
	}
	return texts > 0 && days > 0
}

var (
	floatYear = regexp.MustCompile(`^(-?\d{1,5})\.0+$`)
	// afternoon is a time that says twice that it is one.
	afternoon = regexp.MustCompile(`((?:1[3-9]|2[0-3]):\d\d(?::\d\d)?) ?[pP]\.?[mM]\.?`)
	// zoneBehindDay is a zone that stands behind a day without a time.
	zoneBehindDay = regexp.MustCompile(`(\d{4}) (?:[CEMP][SD]T|GMT|UTC|CES?T|BST)$`)
	groupedYear   = regexp.MustCompile(`^-?\d{1,3}(,\d{3})+$`)
)

// clean takes off what programs leave around a date.
func clean(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	s = strings.TrimRight(s, " ;,*†‡")
	s = strings.TrimPrefix(s, "'")
	if strings.Contains(s, ":") {
		s = afternoon.ReplaceAllString(s, "$1")
	} else {
		s = zoneBehindDay.ReplaceAllString(s, "$1")
	}
	if m := floatYear.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	if groupedYear.MatchString(s) {
		return strings.ReplaceAll(s, ",", "")
	}
	return strings.Replace(s, "−", "-", 1)
}

// read reads a cell; year is that of dates without one, 0 if it is not known.
func (d *dateColumn) read(c Cell, year int) (edtf.Reading, error) {
	text := clean(c.Text)
	if text == "" || d.isEmpty(text) {
		return edtf.Reading{}, ErrNoDate
	}
	if c.Day {
		return d.readDay(text, year)
	}
	reader := d.reader
	if year != 0 {
		reader.Year = year
	}
	if d.slashes && reader.Order == edtf.OrderUnknown {
		reader.Order = edtf.DayFirst
		if strings.Contains(text, "/") {
			reader.Order = edtf.MonthFirst
		}
	}
	if n, err := strconv.Atoi(text); err == nil && d.counted {
		return d.countedYear(n)
	}
	r, err := reader.Read(text)
	r = withoutClock(r)
	var refused *edtf.RefusedError
	if errors.As(err, &refused) && refused.Reason == edtf.RefusedEmpty {
		return r, ErrNoDate
	}
	return r, err
}

func (d *dateColumn) isEmpty(text string) bool {
	for _, list := range [][]string{emptyWords(), d.Empty} {
		for _, word := range list {
			if strings.EqualFold(word, text) {
				return true
			}
		}
	}
	return false
}

// readDay reads what the spreadsheet keeps as a day.
func (d *dateColumn) readDay(text string, year int) (edtf.Reading, error) {
	day, clock, timed := strings.Cut(text, "T")
	if d.swapped && isoDay.MatchString(day) && day[5:7] != day[8:10] {
		return edtf.Reading{}, refusal("swapped", "%s may be %s-%s-%s: the spreadsheet made dates of the cells that it could take for some, and left others of this column as text, so that day and month are probably exchanged", day, day[:4], day[8:10], day[5:7])
	}
	v, err := edtf.Parse(day)
	if err != nil {
		reader := d.reader
		if year != 0 {
			reader.Year = year
		}
		return reader.Read(day)
	}
	r := edtf.Reading{Value: v}
	if timed {
		at, err := time.Parse("15:04:05", clock)
		if err != nil {
			return r, fmt.Errorf("%q is no time of the day: %w", clock, err)
		}
		if at.Hour() != 0 || at.Minute() != 0 || at.Second() != 0 {
			r.Times = &edtf.Times{Start: clockOf(at)}
		}
	}
	return r, nil
}

// withoutClock parts a day from its time. Midnight, which programs add, is none.
func withoutClock(r edtf.Reading) edtf.Reading {
	c, timed := r.Value.Clock()
	day, ok := r.Value.Earliest()
	if !timed || !ok {
		return r
	}
	r.Value = edtf.FromDay(day)
	if c.Hour != 0 || c.Minute != 0 || c.Second != 0 {
		r.Times = &edtf.Times{Start: c}
	}
	return r
}

// hasShortYears reports whether dates in numbers have years of two digits.
func (d *dateColumn) hasShortYears(rows []Row) bool {
	for i := range rows {
		if m := triple.FindStringSubmatch(rows[i].text(d.Index)); m != nil && len(m[3]) == 2 {
			return true
		}
	}
	return false
}

// countsYears reports whether a column of years has some of one to three digits
// that cannot be short for others: 476, -44.
func (d *dateColumn) countsYears(rows []Row) bool {
	for i := range rows {
		if n, err := strconv.Atoi(clean(rows[i].text(d.Index))); err == nil && (n < 0 || n > 99 && n < 1000) {
			return true
		}
	}
	return false
}

// countedYear is the year of a number.
func (d *dateColumn) countedYear(n int) (edtf.Reading, error) {
	switch {
	case n < 0 && d.reader.Negative == edtf.NegativeBC:
		n++
	case n < 0 && d.reader.Negative == edtf.NegativeUnknown:
		return d.reader.Read(strconv.Itoa(n))
	}
	text := fmt.Sprintf("%04d", n)
	if n < 0 {
		text = fmt.Sprintf("-%04d", -n)
	}
	if n > 9999 || n < -9999 {
		text = "Y" + strconv.Itoa(n)
	}
	v, err := edtf.Parse(text)
	return edtf.Reading{Value: v}, err
}

func clockOf(t time.Time) edtf.Clock {
	return edtf.Clock{Hour: uint8(t.Hour()), Minute: uint8(t.Minute()), Second: uint8(t.Second())} //nolint:gosec // below 60
}

// clip cuts a text to so many characters.
func clip(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > n {
		return string(runes[:n-1]) + "…"
	}
	return s
}
