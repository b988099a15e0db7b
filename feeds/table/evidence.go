package table

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"almanac.example/events/edtf"
)

// What a column of dates leaves open, other columns of the same rows may say: an
// address with /2024/11/ beside 11/6/24, "ca. 333 BC" beside -333.

var (
	// shortWord is a date of which the month is a word and the year has two digits.
	shortWord = regexp.MustCompile(`^(?:\d{1,2}[ -])?\p{L}{3,9}[.,]?[ -]'?(\d\d)(?:$|[ T])`)
	// fullYear is a year of four digits in a text, and no size: 1024x768.
	fullYear = regexp.MustCompile(`(?:^|[^\dx])((?:1\d|20)\d\d)(?:[^\dx]|$)`)
	// dayInFull is a day of which the year has four digits, in a text.
	dayInFull = regexp.MustCompile(`(?:^|\D)((?:1\d|20)\d\d)[-/.]?(\d\d)[-/.]?(\d\d)(?:\D|$)`)
	// clockTime is a time of the day in a text.
	clockTime = regexp.MustCompile(`(?i)\b\d{1,2}:\d\d|\b\d{1,2}\s?[ap]\.?m\b`)
	// beforeChrist is a year with the words for before Christ.
	beforeChrist = regexp.MustCompile(`(?i)(\d{1,5})\s*(?:b\.?\s?c\b|bce\b|v\.\s?chr|av\.?\s?j|a\.\s?c\.|до н)|(?:公元前|紀元前|西元前|前|\bb\.?c\.?e?\.?)\s*(\d{1,5})`)
)

// shortYear is the year of two digits of a date; false if it has none.
func shortYear(text string) (int, bool) {
	text = bare(text)
	m := shortWord.FindStringSubmatch(text)
	if n := triple.FindStringSubmatch(text); n != nil && len(n[3]) == 2 {
		m = []string{"", n[3]}
	}
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	return n, err == nil
}

// beside is what other columns say of the hundreds to which a column's years of two
// digits belong.
type beside struct {
	rows      map[int]int  // by hundreds: rows in which another column has the year in full
	near      map[int]bool // hundreds of which another column has a year that is near
	low, high int          // the first and the last year in full
	shows     int          // the row that has the first one found
	whole     bool         // a row has the whole day
}

// hundredsBeside looks at the rows whose date in a column has a year of two digits;
// the columns apart say nothing of it.
func hundredsBeside(rows []Row, column int, apart []int) beside {
	b := beside{rows: map[int]int{}, near: map[int]bool{}}
	for i := range rows {
		short, ok := shortYear(rows[i].text(column))
		if !ok {
			continue
		}
		counted := false
		for c := range rows[i].Cells {
			if !slices.Contains(apart, c) {
				counted = b.look(&rows[i], c, short, counted)
				b.whole = b.whole || saysDay(rows[i].text(c), bare(rows[i].text(column)), short)
			}
		}
	}
	return b
}

// saysDay reports whether a text has the day of a date in numbers with its year in
// full.
func saysDay(text, date string, short int) bool {
	m := triple.FindStringSubmatch(date)
	for _, day := range dayInFull.FindAllStringSubmatch(text, 20) {
		if year, _ := strconv.Atoi(day[1]); m == nil || year%100 != short {
			continue
		}
		first, second := strings.TrimLeft(day[2], "0"), strings.TrimLeft(day[3], "0")
		a, b := strings.TrimLeft(m[1], "0"), strings.TrimLeft(m[2], "0")
		if first == a && second == b || first == b && second == a {
			return true
		}
	}
	return false
}

// look looks for the year that a row's date has in two digits in another cell; it
// reports whether the row is counted.
func (b *beside) look(row *Row, column, short int, counted bool) bool {
	const nearly = 10
	for _, m := range fullYear.FindAllStringSubmatch(row.text(column), 20) {
		year, _ := strconv.Atoi(m[1])
		hundreds := (year - short + 50) / 100
		off := year - 100*hundreds - short
		if max(off, -off) <= nearly {
			b.near[hundreds] = true
		}
		if off != 0 || counted {
			continue
		}
		if counted = true; b.shows == 0 {
			b.shows, b.low, b.high = row.Number, year, year
		}
		b.rows[hundreds]++
		b.low, b.high = min(b.low, year), max(b.high, year)
	}
	return counted
}

// only are the hundreds for which two rows speak, and for others none. One is enough
// if it has the whole day, or of a year of calendars where all rows have a time.
func (b *beside) only(timed bool) (int, bool) {
	enough := 2
	if b.whole || timed && b.low >= firstOfCalendars {
		enough = 1
	}
	for h, n := range b.rows {
		if len(b.near) == 1 && n >= enough {
			return h, true
		}
	}
	return 0, false
}

// hundredsByRows takes years of two digits for those that other columns have in
// full.
func (d *dates) hundredsByRows(rows []Row, columns []int) {
	for _, c := range columns {
		column := d.columns[c]
		if column.reader.HundredFrom != 0 {
			continue
		}
		b := hundredsBeside(rows, c, columns)
		if b.shows == 0 {
			continue
		}
		if h, ok := b.only(isTimed(rows, 1, 9)); ok && column.isNear(rows, 100*h, b.low, b.high) {
			column.reader.HundredFrom = 100 * h
			column.decided = append(column.decided, fmt.Sprintf("years of two digits are of %d to %d, as row %d says in another column", 100*h, 100*h+99, b.shows))
		}
	}
}

// isTimed reports whether so many of ten rows have so many times of the day.
func isTimed(rows []Row, times, ofTen int) bool {
	const enough, longest = 5, 40
	timed := 0
	for i := range rows {
		found := 0
		for _, c := range rows[i].Cells {
			if len(c.Text) <= longest {
				found += len(clockTime.FindAllString(c.Text, 2))
			}
		}
		if found >= times {
			timed++
		}
	}
	return timed >= enough && 10*timed >= ofTen*len(rows)
}

// hundredsOfSchedule takes the years of two digits of appointments for those of
// calendars that programs keep, if no column has another year in full. Appointments
// say when they begin and end, but for those of whole days, and no chronicle of what
// was a hundred years ago does.
func (d *dates) hundredsOfSchedule(rows []Row, columns []int) {
	for _, c := range columns {
		column := d.columns[c]
		if column.reader.HundredFrom != 0 || !column.hasShortYears(rows) || len(hundredsBeside(rows, c, columns).near) > 0 || !isTimed(rows, 2, 3) {
			continue
		}
		column.reader.HundredFrom = firstOfCalendars
		column.decided = append(column.decided, fmt.Sprintf("years of two digits are those from %d on: rows say at what time they begin and end, as appointments do", firstOfCalendars))
	}
}

// fullYears finds the first and the last year of four digits in a column, if there
// are some.
func (d *dateColumn) fullYears(rows []Row) {
	const enough = 3
	n := 0
	for i := range rows {
		m := fullYear.FindStringSubmatch(rows[i].text(d.Index))
		if m == nil {
			continue
		}
		year, _ := strconv.Atoi(m[1])
		if n++; n == 1 {
			d.low, d.high = year, year
		}
		d.low, d.high = min(d.low, year), max(d.high, year)
	}
	if n < enough {
		d.low, d.high = 0, 0
	}
}

// amongYears takes of several readings the one that lies among the years in full of
// its column, if all others are a generation away from them: 46 between 1915 and
// 2021 is 1946.
func (d *dateColumn) amongYears(r edtf.Reading, err error) (edtf.Reading, error) {
	const away = 25
	var two *edtf.AmbiguousError
	if d.high == 0 || !errors.As(err, &two) {
		return r, err
	}
	var among []edtf.Reading
	for _, reading := range two.Readings {
		switch year := yearOf(reading.Value); {
		case year >= d.low && year <= d.high:
			among = append(among, withoutClock(reading))
		case year == 0 || year > d.low-away && year < d.high+away:
			return r, err
		}
	}
	if len(among) != 1 {
		return r, err
	}
	return among[0], nil
}

// isNear reports whether all years of two digits, in the hundred years from one,
// are near those from low to high: 46 is not the year 2046 because 16 is 2016.
func (d *dateColumn) isNear(rows []Row, hundredFrom, low, high int) bool {
	const before, behind = 40, 10
	for i := range rows {
		short, ok := shortYear(rows[i].text(d.Index))
		if !ok {
			continue
		}
		year := hundredFrom - hundredFrom%100 + short
		if year < hundredFrom {
			year += 100
		}
		if year < low-before || year > high+behind {
			return false
		}
	}
	return true
}

// weekdays is the column that holds the day of the week in nearly all rows; -1: there
// is none.
func (m *Mapping) weekdays(rows []Row) int {
	rows = rows[:min(len(rows), mostLooked)]
	for _, c := range m.Columns {
		if c.Role != NoRole && c.Role != Day && c.Role != Tags {
			continue
		}
		n := 0
		for i := range rows {
			if isWeekday(rows[i].text(c.Index)) {
				n++
			} else if 10*(i+1-n) > len(rows) {
				break
			}
		}
		if n > 1 && 10*n >= 9*len(rows) {
			return c.Index
		}
	}
	return -1
}

// isWeekday reports whether a text is a day of the week.
func isWeekday(text string) bool {
	const longest = 12 // characters
	if text == "" || utf8.RuneCountInString(text) > longest || strings.ContainsFunc(text, unicode.IsDigit) {
		return false
	}
	_, err := edtf.ParseLoose(text + " 2024-05-24")
	var refused *edtf.RefusedError
	return err == nil || errors.As(err, &refused) && refused.Reason == edtf.RefusedWeekday
}

// onWeekday puts the day of the week before a date in numbers: it tells 4/10/24 from
// 10/4/24, and 2024 from 1924.
func onWeekday(c Cell, weekday string) Cell {
	if !c.Day && isWeekday(weekday) && triple.MatchString(c.Text) {
		c.Text = weekday + " " + bare(c.Text)
	}
	return c
}

// saysBeforeChrist reports whether a column other than one says of a year that it
// is one before Christ.
func (r *Row) saysBeforeChrist(year string, except int) bool {
	year = strings.TrimLeft(year, "0")
	for c := range r.Cells {
		if c == except {
			continue
		}
		for _, m := range beforeChrist.FindAllStringSubmatch(r.text(c), 5) {
			if m[1]+m[2] == year {
				return true
			}
		}
	}
	return false
}

var (
	digitRun = regexp.MustCompile(`\d+`)
	// madeIn are words beside the year in which the table was made.
	madeIn = regexp.MustCompile(`(?i)stand|status|as of|update|version|printed|exported|©|copyright|état au|截至|更新|导出|制表|打印`)
)

// titledYear finds the year of dates that name none: the only one in the name of
// the sheet, or in the titles above the header.
func (in *importer) titledYear() {
	year, where := yearNamed(in.table.Name), fmt.Sprintf("the sheet %q", in.table.Name)
	if year == 0 {
		year, where = in.yearAbove()
	}
	if year == 0 {
		return
	}
	for _, role := range []Role{Date, End} {
		for _, c := range in.mapping.with(role) {
			if d := in.dates.columns[c.Index]; d.reader.Year == 0 {
				d.titled, d.titledBy = year, where
			}
		}
	}
}

// yearAbove is the only year in the rows above the header.
func (in *importer) yearAbove() (year int, where string) {
	for i := range in.table.Rows {
		r := &in.table.Rows[i]
		if r.Number >= in.mapping.Header {
			break
		}
		for _, c := range r.Cells {
			found := yearNamed(c.Text)
			switch {
			case found == 0 && !digitRun.MatchString(c.Text):
			case found == 0, year != 0 && found != year:
				return 0, ""
			default:
				year, where = found, fmt.Sprintf("row %d, %q", r.Number, clip(c.Text, 40))
			}
		}
	}
	return year, where
}

// yearNamed is the year in a name or title, if no other number stands there; 0 if
// there is none, or the table was made in it.
func yearNamed(name string) int {
	found := digitRun.FindAllString(name, 2)
	if len(found) != 1 || madeIn.MatchString(name) {
		return 0
	}
	n, err := strconv.Atoi(found[0])
	if err != nil || n < 1000 || n > 2099 {
		return 0
	}
	return n
}

// inTitledYear reads a date again that has no year, in that of the title.
func (d *dateColumn) inTitledYear(reader edtf.Reader, text string, r edtf.Reading, err error) (edtf.Reading, error) {
	var refused *edtf.RefusedError
	if d.titled == 0 || !errors.As(err, &refused) || refused.Reason != edtf.RefusedNoYear {
		return r, err
	}
	reader.Year = d.titled
	again, againErr := reader.Read(text)
	if againErr != nil {
		return r, err
	}
	if d.titledBy != "" {
		d.decided = append(d.decided, fmt.Sprintf("dates without a year are of %d, as %s says", d.titled, d.titledBy))
		d.titledBy = ""
	}
	return again, nil
}
