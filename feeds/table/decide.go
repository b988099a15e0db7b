package table

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events/edtf"
)

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
	if left&^year != 0 && yearIsLast(rows, d.Index) {
		left &^= year
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
	case day | month, day | month | year:
		if by := d.dayBeforeWord(rows); by != nil {
			tell(edtf.DayFirst, "the day stands before the month", by)
		}
	case 0:
		d.decided = append(d.decided, "some rows have the day before the month and some behind it; what may be either is refused")
	}
}

// yearIsLast reports whether of three numbers of two digits the last ones are the
// years: they are few and the first ones many, as days are and years of one table
// are not.
func yearIsLast(rows []Row, column int) bool {
	const enough, fraction = 5, 3
	first, last := map[string]bool{}, map[string]bool{}
	for i := range rows {
		if m := triple.FindStringSubmatch(rows[i].text(column)); m != nil && len(m[3]) == 2 {
			first[m[1]], last[m[3]] = true, true
		}
	}
	return len(first) >= enough && fraction*len(last) <= len(first)
}

// dayNamed and monthNamed are the patterns that names of columns show: TT.MM.JJJJ,
// jj/mm/aaaa, MM/DD/YYYY.
var (
	dayNamed   = regexp.MustCompile(`(?i)(?:^|[^a-z])(?:dd?|tt?|jj?)\s?[./-]\s?mm?(?:$|[^a-z])`)
	monthNamed = regexp.MustCompile(`(?i)(?:^|[^a-z])mm?\s?[./-]\s?(?:dd?|tt?|jj?)(?:$|[^a-z])`)
)

// orderByName takes the order that the column's name shows, if no row decides.
func (d *dateColumn) orderByName() {
	if order := monthDayOrder(d.Name); order != edtf.OrderUnknown {
		d.monthDay = true
		if d.reader.Order == edtf.OrderUnknown {
			d.reader.Order = order
		}
		return
	}
	switch day, month := dayNamed.MatchString(d.Name), monthNamed.MatchString(d.Name); {
	case d.reader.Order != edtf.OrderUnknown || len(d.decided) > 0 || day == month:
		return
	case day:
		d.reader.Order = edtf.DayFirst
		d.decided = append(d.decided, "the day stands before the month, as its name says")
	default:
		d.reader.Order = edtf.MonthFirst
		d.decided = append(d.decided, "the month stands before the day, as its name says")
	}
}

// decadeWord is a decade in numbers: 1930s, 1930er, 1930年代.
var decadeWord = regexp.MustCompile(`(?:^|\D)(\d{3})0 ?['’]?(?:s|er|年代)`)

// findDecades finds the decades of a column that are no century, either.
func (d *dateColumn) findDecades(texts []string) {
	d.decades = map[string]bool{}
	for _, text := range texts {
		if m := decadeWord.FindStringSubmatch(text); m != nil && m[1][2] != '0' {
			d.decades[m[1]] = true
		}
	}
}

func isDecade(v edtf.Value) bool { return v.Precision() == edtf.PrecisionDecade }

// isAmongDecades reports whether 2000s is a decade, because the one before or behind
// it stands in the column, too.
func (d *dateColumn) isAmongDecades(text string) bool {
	m := decadeWord.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	n, _ := strconv.Atoi(m[1])
	return d.decades[strconv.Itoa(n-1)] || d.decades[strconv.Itoa(n+1)]
}

// dotted finds dates in numbers that dots part, and dottedWord those of which
// the month is a word, and the day has the same dot.
var (
	dotted     = regexp.MustCompile(`\d{1,2}\. ?\d{1,2}\. ?(?:\d{4}|\d{2})(?:$|\D)`)
	dottedWord = regexp.MustCompile(`^(?:\p{L}+[,.]? )?\d{1,2}\. ?\p{L}{3,}\.? \d{4}$`)
)

// dayBeforeWord is a row that shows the order where all dates in numbers are
// parted by dots: 12. März 1871 and 3.8.1914 are of the same hand. nil: there is
// none.
func (d *dateColumn) dayBeforeWord(rows []Row) *Row {
	var shows *Row
	for i := range rows {
		switch text := bare(rows[i].text(d.Index)); {
		case dottedWord.MatchString(text) && shows == nil:
			shows = &rows[i]
		case triple.MatchString(text) && !dotted.MatchString(text):
			return nil
		}
	}
	return shows
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
func (d *dateColumn) decideNegative(rows []Row, texts []string) {
	round, others := 0, 0
	for i, text := range texts {
		if !negativeYear.MatchString(text) {
			continue
		}
		if rows[i].saysBeforeChrist(text[1:], d.Index) {
			d.reader.Negative = edtf.NegativeBC
			d.decided = append(d.decided, fmt.Sprintf("years with a minus are years BC, as row %d says in another column", rows[i].Number))
			return
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
func (d *dateColumn) decideHyphen(texts []string) {
	month, span := false, false
	for _, text := range texts {
		month = month || isoDay.MatchString(text)
		m := hyphened.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		switch {
		case m[2] > "12" && m[2] > m[1]:
			span = true
		case m[2] <= "12" && m[2] >= "01" && m[2] <= m[1]:
			month = true
		}
	}
	switch {
	case month && !span:
		d.reader.Hyphen = edtf.HyphenMonth
	case span && !month:
		d.reader.Hyphen = edtf.HyphenYear
	}
}

var slashed = regexp.MustCompile(`^\d\d(\d\d)/(\d\d)$`)

// decideSlash tells 2003/04 by the rows of which only 1998/99 can be two years: if
// all are a year and the next one, none is a month.
func (d *dateColumn) decideSlash(rows []Row, texts []string) {
	var shows *Row
	for i, text := range texts {
		m := slashed.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		from, _ := strconv.Atoi(m[1])
		to, _ := strconv.Atoi(m[2])
		if to != (from+1)%100 {
			return
		}
		if shows == nil && (to == 0 || to > 12) {
			shows = &rows[i]
		}
	}
	if shows != nil {
		d.seasons = true
		d.decided = append(d.decided, fmt.Sprintf("2003/04 is a year and the next one, as row %d shows: %q", shows.Number, clip(shows.text(d.Index), 40)))
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
func countsYears(texts []string) bool {
	return slices.ContainsFunc(texts, func(text string) bool {
		n, err := strconv.Atoi(text)
		return err == nil && (n < 0 || n > 99 && n < 1000)
	})
}

// isAllNumbers reports whether a column holds whole numbers alone.
func isAllNumbers(texts []string) bool {
	return !slices.ContainsFunc(texts, func(text string) bool {
		_, err := strconv.Atoi(text)
		return err != nil && text != ""
	})
}
