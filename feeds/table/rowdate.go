package table

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events/edtf"
)

// dates reads the dates of rows from all columns that say something of them.
type dates struct {
	mapping *Mapping
	columns map[int]*dateColumn
	start   parts
	end     parts
	mayEnd  []int // columns of which it is asked
	same    []int // columns that may not disagree
}

// parts are the columns of one date: whole ones, and split.
type parts struct {
	whole            []int
	year, month, day int
	weekday          int
}

// newDates decides what the rows say of the columns with dates.
func newDates(m *Mapping, rows []Row) *dates {
	d := &dates{mapping: m, columns: map[int]*dateColumn{}}
	for _, c := range m.Columns {
		switch {
		case c.MayEnd:
			d.mayEnd, c.Role = append(d.mayEnd, c.Index), End
		case c.Same:
			d.same, c.Role = append(d.same, c.Index), Date
		}
		switch c.Role {
		case Date, Year, End, EndYear, Earliest, Latest:
			d.columns[c.Index] = newDateColumn(c, rows, m.Format)
		}
	}
	d.start = parts{d.wholes(Date), m.first(Year), m.first(Month), m.first(Day), m.weekdays(rows)}
	d.end = parts{d.wholes(End), m.first(EndYear), m.first(EndMonth), m.first(EndDay), -1}
	d.share()
	d.decideCentury(rows)
	return d
}

// decideCentury takes years of two digits for those around the years of four
// digits that stand in the same way in the columns of beginning and end. It does
// so only where these are less than so many years apart.
func (d *dates) decideCentury(rows []Row) {
	const mostApart = 60
	low, high, at := 0, 0, 0
	all := slices.Concat(d.start.whole, d.end.whole, d.mayEnd)
	for _, c := range all {
		for i := range rows {
			m := triple.FindStringSubmatch(rows[i].text(c))
			if m == nil || len(m[3]) != 4 {
				continue
			}
			year, _ := strconv.Atoi(m[3])
			if at == 0 {
				low, high, at = year, year, rows[i].Number
			}
			low, high = min(low, year), max(high, year)
		}
	}
	if at == 0 || high-low >= mostApart {
		d.hundredsByRows(rows, all)
		d.hundredsOfSchedule(rows, all)
		return
	}
	from := (low+high)/2 - 50
	for _, c := range all {
		if column := d.columns[c]; column.reader.HundredFrom == 0 && column.hasShortYears(rows) && column.isNear(rows, from, low, high) {
			column.reader.HundredFrom = from
			column.decided = append(column.decided, fmt.Sprintf("years of two digits are those around %d, as row %d shows", (low+high)/2, at))
		}
	}
}

func (d *dates) wholes(role Role) []int {
	var list []int
	for _, c := range d.mapping.with(role) {
		list = append(list, c.Index)
	}
	return list
}

// share lends what the columns of beginnings have decided to those of ends,
// and the other way: one program wrote both.
func (d *dates) share() {
	all := slices.Concat(d.start.whole, d.end.whole, d.mayEnd)
	for _, to := range all {
		for _, from := range all {
			a, b := d.columns[to], d.columns[from]
			if a.reader.Order == edtf.OrderUnknown && b.reader.Order != edtf.OrderUnknown && len(a.decided) == 0 {
				a.reader.Order = b.reader.Order
				a.decided = append(a.decided, "day and month stand as in "+b.label())
			}
		}
	}
	if s, e := d.columns[d.start.year], d.columns[d.end.year]; s != nil && e != nil {
		if e.reader.Negative == edtf.NegativeUnknown {
			e.reader.Negative = s.reader.Negative
		}
		e.counted = e.counted || s.counted
	}
}

// of reads the date of a row. The error says why there is none.
func (d *dates) of(row *Row) (edtf.Reading, error) {
	first, err := d.beginning(row)
	if err != nil {
		if _, endErr := d.read(row, d.end); errors.Is(err, ErrNoDate) && !errors.Is(endErr, ErrNoDate) {
			return first, refusal("end-only", "there is an end and no beginning")
		}
		return first, err
	}
	if first, err = d.estimated(row, first); err != nil {
		return first, err
	}
	if err = d.disagrees(row, first.Value); err != nil {
		return first, err
	}
	return d.until(row, first)
}

// beginning is the date without its end.
func (d *dates) beginning(row *Row) (edtf.Reading, error) {
	r, err := d.read(row, d.start)
	if err == nil {
		r.Value, err = d.coarsened(row, r.Value)
	}
	low, high, boundsErr := d.bounds(row)
	if only, ok := matching(err, func(v edtf.Value) bool { return sameDays(v, low, high) }); ok && boundsErr == nil {
		r, err = only, nil
	}
	switch {
	case errors.Is(boundsErr, ErrNoDate), boundsErr != nil && err == nil:
		return r, err
	case boundsErr != nil:
		return r, boundsErr
	case err == nil && !r.Value.Overlaps(between(low, high)):
		return r, refusal("outside-bounds", "the date %s lies outside of its bounds %s to %s", r.Value, low, high)
	case err == nil:
		return r, nil
	case isAmbiguous(err):
		return r, err
	}
	words := ""
	for _, c := range d.start.whole {
		if words == "" && !d.columns[c].isEmpty(clean(row.text(c))) {
			words = row.text(c)
		}
	}
	v, err := boundedDate(low, high)
	return edtf.Reading{Value: v, AsWritten: clip(words, mostWords)}, err
}

// matching is the only reading of an ambiguous text that fits what another
// column says.
func matching(err error, fits func(edtf.Value) bool) (edtf.Reading, bool) {
	var two *edtf.AmbiguousError
	if !errors.As(err, &two) {
		return edtf.Reading{}, false
	}
	var found []edtf.Reading
	for _, r := range two.Readings {
		if fits(r.Value) {
			found = append(found, withoutClock(r))
		}
	}
	if len(found) != 1 {
		return edtf.Reading{}, false
	}
	return found[0], true
}

// sameDays reports whether a value begins and ends with two bounds.
func sameDays(v, low, high edtf.Value) bool {
	a, ok1 := v.Earliest()
	b, ok2 := low.Earliest()
	c, ok3 := v.Latest()
	d, ok4 := high.Latest()
	return ok1 && ok2 && ok3 && ok4 && a == b && c == d
}

// mostWords bounds the table's own words for a date, in characters.
const mostWords = 200

func isAmbiguous(err error) bool {
	var two *edtf.AmbiguousError
	return errors.As(err, &two)
}

// inColumn names the column of an error.
func (d *dates) inColumn(column int, err error) error {
	if err == nil || errors.Is(err, ErrNoDate) {
		return err
	}
	return &inCell{d.mapping.Columns[column], err}
}

// read reads a date from its columns: the first that is filled and can be read.
// The words of one that cannot stay beside it.
func (d *dates) read(row *Row, p parts) (edtf.Reading, error) {
	split, splitErr := d.split(row, p)
	year := row.year
	if splitErr == nil {
		year = yearOf(split.Value)
	}
	var failed error
	words := ""
	for _, c := range p.whole {
		r, err := d.columns[c].read(onWeekday(row.at(c), row.text(p.weekday)), year)
		if only, ok := matching(err, split.Value.Overlaps); ok && splitErr == nil {
			r, err = only, nil
		}
		if only, ok := matching(err, d.asShown(row)); ok {
			r, err = only, nil
		}
		switch {
		case errors.Is(err, ErrNoDate):
			continue
		case isAmbiguous(err):
			return r, d.inColumn(c, err)
		case err != nil && failed == nil:
			failed, words = d.inColumn(c, err), clip(row.text(c), mostWords)
		case err != nil:
		default:
			if words != "" {
				r.AsWritten = words
			}
			if d.mapping.Format == ownFormat {
				return asExported(r, split, splitErr)
			}
			return agreed(r, split, splitErr)
		}
	}
	switch {
	case splitErr == nil:
		if words != "" {
			split.AsWritten = words
		}
		return split, nil
	case failed != nil && errors.Is(splitErr, ErrNoDate):
		return edtf.Reading{}, failed
	}
	return edtf.Reading{}, splitErr
}

// asShown reports which dates agree with what the row shows as its date.
func (d *dates) asShown(row *Row) func(edtf.Value) bool {
	return func(v edtf.Value) bool {
		shown, err := edtf.ParseLoose(clean(row.text(d.mapping.first(Shown))))
		return err == nil && shown.Value.Overlaps(v)
	}
}

// asExported is the date of a row of the record's own table. Where a spreadsheet
// has made a day of a month or year, these stand beside it.
func asExported(date, split edtf.Reading, splitErr error) (edtf.Reading, error) {
	first, ok1 := split.Value.Earliest()
	day, ok2 := date.Value.Earliest()
	switch {
	case splitErr != nil || date.Value.Equal(split.Value):
		return date, nil
	case date.Value.Precision() == edtf.PrecisionDay && split.Value.Precision() != edtf.PrecisionDay && ok1 && ok2 && first == day:
		split.Times = date.Times
		return split, nil
	}
	return date, refusal("parts-differ", "the date %s and the columns year, month and day, %s, say different things; change both, or empty one of them", date.Value, split.Value)
}

// agreed is the finer of a whole date and one that is split over columns, which
// have to agree.
func agreed(whole, split edtf.Reading, splitErr error) (edtf.Reading, error) {
	switch {
	case splitErr != nil:
		return whole, nil
	case !whole.Value.Overlaps(split.Value) || isLater(whole.Value, split.Value):
		return whole, refusal("contradict", "the columns contradict each other: %s and %s", whole.Value, split.Value)
	case split.Value.Within(whole.Value) && !split.Value.Equal(whole.Value) && whole.Times == nil && !whole.Value.Approximate() && !whole.Value.IsInterval():
		split.AsWritten = whole.AsWritten
		return split, nil
	}
	return whole, nil
}

// yearOf is the year of a value that lies in one; 0 if it does not.
func yearOf(v edtf.Value) int {
	switch v.Precision() {
	case edtf.PrecisionYear, edtf.PrecisionMonth, edtf.PrecisionDay:
	default:
		return 0
	}
	first, ok := v.Earliest()
	if !ok {
		return 0
	}
	y, ok := first.Year()
	if !ok || y < 1 || y > 9999 {
		return 0
	}
	return int(y)
}

// split reads year, month and day of a date in columns of their own.
func (d *dates) split(row *Row, p parts) (edtf.Reading, error) {
	if p.year < 0 {
		return edtf.Reading{}, ErrNoDate
	}
	r, err := d.columns[p.year].read(row.at(p.year), 0)
	if err != nil {
		return r, d.inColumn(p.year, err)
	}
	month, day := partText(row, p.month), partText(row, p.day)
	switch {
	case month == "" && day == "":
		return r, nil
	case month == "":
		if part, ok := d.columns[p.year].readPart(r, 0, day); ok {
			return part, nil
		}
		return r, refusal("day-no-month", "there is a day, %q, and no month", clip(day, 20))
	case r.Value.Precision() != edtf.PrecisionYear || r.Value.IsInterval() || r.Value.IsSet():
		return r, refusal("month-no-year", "the month %q stands beside %s, which is no year", clip(month, 20), r.Value)
	}
	return d.assemble(d.columns[p.year], r, month, day)
}

// partText is the cell of a month or day; zeros mean that there is none.
func partText(row *Row, column int) string {
	text := clean(row.text(column))
	if strings.Trim(text, "0.-–?") == "" || contains(emptyWords(), strings.ToLower(text)) {
		return ""
	}
	return text
}

// assemble puts year, month and day together.
func (d *dates) assemble(c *dateColumn, year edtf.Reading, month, day string) (edtf.Reading, error) {
	text := year.Value.String()
	base := strings.TrimRight(text, "?~%")
	n, ok := smallNumber(month)
	if !ok {
		r, err := c.reader.Read(month + " 2000")
		if err != nil || r.Value.Precision() != edtf.PrecisionMonth {
			return c.reader.Read(strings.TrimSpace(day + " " + month + " " + base))
		}
		first, _ := r.Value.Earliest()
		n = int(first.Month())
	}
	if n < 1 || n > 12 {
		return year, refusal("no-month", "%q is no month", clip(month, 20))
	}
	base += fmt.Sprintf("-%02d", n)
	if day != "" {
		number, err := strconv.Atoi(strings.TrimRight(strings.ToLower(day), "日号號.stndrh"))
		if err != nil && !strings.ContainsAny(day, "0123456789") {
			if part, ok := c.readPart(year, n, day); ok {
				return part, nil
			}
			return year, refusal("no-day", "%q is no day", clip(day, 20))
		}
		if err != nil {
			return c.reader.Read(day + " " + edtf.MonthName("en", monthOf(n), edtf.Long) + " " + strings.TrimRight(text, "?~%"))
		}
		base += fmt.Sprintf("-%02d", number)
	}
	v, err := edtf.Parse(base + text[len(strings.TrimRight(text, "?~%")):])
	if err != nil {
		return year, refusal("no-such-day", "there is no day %s-%s-%s", text, month, day)
	}
	return edtf.Reading{Value: v}, nil
}

// readPart reads a word for a part of a year or month, which stands where its day
// would: 前半, early. Without a month n is 0.
func (d *dateColumn) readPart(year edtf.Reading, n int, word string) (edtf.Reading, bool) {
	text := strings.TrimRight(year.Value.String(), "?~%")
	switch {
	case isUnspaced(word) && n > 0:
		text += "年" + strconv.Itoa(n) + "月" + word
	case isUnspaced(word):
		text += "年" + word
	case n > 0:
		text = word + " " + edtf.MonthName("en", monthOf(n), edtf.Long) + " " + text
	default:
		text = word + " " + text
	}
	r, err := d.reader.Read(clean(text))
	return r, err == nil && (r.Value.IsInterval() || r.Value.Approximate())
}
