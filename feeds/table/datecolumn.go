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
	reader    edtf.Reader
	counted   bool            // numbers are years, whatever their length
	slashes   bool            // slashes mean month first and hyphens day first, where rows do not say otherwise
	seasons   bool            // 2003/04 are two years
	monthDay  bool            // it has month and day, and another column the year
	decades   map[string]bool // those that stand in it as 1930s, without the last digit
	titled    int             // year in the title, for dates without one; 0: there is none
	titledBy  string          // where that stands; "": it has been told
	low, high int             // the first and the last of its years in full; 0: there are few
	foreign   int64           // dates before that year may be of another calendar
	exclusive bool            // the day of an end is the first one behind it (RFC 5545 §3.6.1)
	midnight  *time.Location  // instants are midnight there, and mean days; nil: they are not
	moved     string          // instants are midnight in that zone, of which nothing is said; "": they are not
	swapped   bool            // the spreadsheet has taken days for months where it could
	decided   []string        // what was decided, and which row decided it
}

// ErrNoDate means that a cell says that there is no date, or is empty.
var ErrNoDate = errors.New("no date")

// emptyWords mean no date in tables, beside the words that every reader knows.
func emptyWords() []string {
	return []string{"-", "–", "—", "--", "---", "?", "??", "???", "nan", "nat", "none", "null", "n/a", "na", "#n/a", "tbd", "tba", "tbc", "x", ".", "…", "...", "/", "0000-00-00", "00/00/0000", "无", "無", "待定", "未定", "不明", "不详", "unknown", "n.d.", "nd", "undated", "not dated", "no date", "date unknown", "s.d.", "o.j.", "o. j.", "undatiert", "unbekannt", "ohne datum", "ohne jahr", "inconnu", "inconnue", "sans date", "desconocido", "desconocida", "sin fecha", "s.f.", "sconosciuto", "senza data", "desconhecido", "sem data", "onbekend", "z.j.", "zonder jaar", "nieznany", "nieznana", "brak danych", "b.d.", "неизвестно", "без даты", "okänd", "ukjent", "ukendt", "年代不明", "日期不详", "时间不详", "未知", "미상"}
}

// firstOfCalendars is the first year of two digits of calendars that programs keep,
// which began in the nineties.
const firstOfCalendars = 1970

// newDateColumn decides what the rows of a column say of all its dates.
func newDateColumn(c Column, rows []Row, format string) *dateColumn {
	d := &dateColumn{Column: c}
	d.reader = edtf.Reader{Order: orders()[c.Order], HundredFrom: c.Century, Year: c.Year, Empty: c.Empty}
	texts := cleaned(rows, c.Index)
	own := format == ownFormat
	calendar := format != "" && format != timelineFormat && !own
	if d.reader.HundredFrom == 0 && calendar {
		d.reader.HundredFrom = firstOfCalendars
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
		d.decideNegative(rows, texts)
	}
	if d.reader.Order == edtf.OrderUnknown {
		d.decideOrder(rows)
		d.orderByName()
	}
	d.decideHyphen(texts)
	d.decideSlash(rows, texts)
	d.findDecades(texts)
	d.slashes = format == eventsCalendarFormat
	d.counted = (c.Role == Date || c.Role == End) && isAllNumbers(texts) && countsYears(texts) || c.Role == Year && (format == timelineFormat || countsYears(texts)) || c.Role == EndYear && format == timelineFormat
	d.swapped = d.wasSwapped(rows)
	d.fullYears(rows)
	d.foreign = foreignUntil(c, rows)
	d.exclusive = c.Role == End && foldName(c.Name) == "dtend"
	return d
}

var (
	floatYear = regexp.MustCompile(`^(-?\d{1,5})\.0+$`)
	// afternoon is a time that says twice that it is one, or the contrary of the hour.
	afternoon = regexp.MustCompile(`((?:1[3-9]|2[0-3]):\d\d(?::\d\d)?) ?[aApP]\.?[mM]\.?`)
	// zoneBehindDay is a zone that stands behind a day without a time.
	zoneBehindDay = regexp.MustCompile(`(\d{4}) (?:[CEMP][SD]T|GMT|UTC|CES?T|BST)$`)
	groupedYear   = regexp.MustCompile(`^-?\d{1,3}(,\d{3})+$`)
)

// clean is a date without what programs leave around it, spelt so that
// edtf.Reader reads it.
func clean(s string) string {
	if isDay(s) { // most are: there is nothing to look for
		return s
	}
	s, _ = respell(bare(s))
	return s
}

// isDay reports whether a text is spelt as a day of the common era: 2019-05-24.
func isDay(s string) bool {
	if len(s) != len(time.DateOnly) || strings.Contains(s, "-00") {
		return false
	}
	for i := range len(s) {
		if isDash := i == 4 || i == 7; isDash && s[i] != '-' || !isDash && (s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return true
}

// cleaned are the cells of a column, as clean has them.
func cleaned(rows []Row, column int) []string {
	texts := make([]string, len(rows))
	for i := range rows {
		texts[i] = clean(rows[i].text(column))
	}
	return texts
}

// bare takes off what programs leave around a date.
func bare(s string) string {
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
	text, loses := c.Text, false
	if !isDay(text) {
		text, loses = respell(bare(text))
	}
	if text == "" || d.isEmpty(text) {
		return edtf.Reading{}, ErrNoDate
	}
	if isDitto(text) {
		return edtf.Reading{}, refusal("ditto", "%q means what stands above; say fill of the column, and it is copied down", text)
	}
	if d.midnight != nil || d.moved != "" {
		return d.readMidnight(c.Text)
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
	if d.monthDay {
		text = spellMonthDay(text, reader.Order)
	}
	if n, err := strconv.Atoi(text); err == nil && d.counted {
		return d.countedYear(n)
	}
	r, err := reader.Read(text)
	r, err = d.inTitledYear(reader, text, r, err)
	if _, short := shortYear(text); short {
		r, err = d.amongYears(r, err)
	}
	if only, ok := matching(err, isDecade); ok && d.isAmongDecades(text) {
		r, err = only, nil
	}
	if d.seasons && slashed.MatchString(text) {
		if only, ok := matching(err, edtf.Value.IsInterval); ok {
			r, err = only, nil
			r.AsWritten = text
		}
	}
	if r, err = oneOfEquals(r, err); loses || r.AsWritten != "" {
		r.AsWritten = clip(c.Text, mostWords)
	}
	if r = withoutClock(ofOneDay(r)); d.exclusive && err == nil && r.Times == nil && r.Value.Precision() == edtf.PrecisionDay {
		day, _ := r.Value.Earliest()
		r.Value = edtf.FromDay(day.AddDays(-1))
	}
	var refused *edtf.RefusedError
	if errors.As(err, &refused) && refused.Reason == edtf.RefusedEmpty {
		return r, ErrNoDate
	}
	if err == nil && !d.reader.EDTF {
		err = d.ofCommonEra(r)
	}
	return r, err
}

// oneOfEquals takes the range of the two readings of a text such as 1848/49 or
// Mai/Juni 1920, which may also mean one of the two: both are on the same days, and
// the text stays beside it.
func oneOfEquals(r edtf.Reading, err error) (edtf.Reading, error) {
	var two *edtf.AmbiguousError
	if !errors.As(err, &two) || len(two.Readings) != 2 {
		return r, err
	}
	span, set := two.Readings[0], two.Readings[1]
	if !span.Value.IsInterval() || !set.Value.IsSet() || !sameDays(span.Value, set.Value, set.Value) {
		return r, err
	}
	span.AsWritten = two.Input
	return span, nil
}

// ofOneDay makes of a range that ends on the day on which it begins that day: so
// programs write what lasts no longer.
func ofOneDay(r edtf.Reading) edtf.Reading {
	start, ok1 := r.Value.Start()
	end, ok2 := r.Value.End()
	if r.Value.IsInterval() && ok1 && ok2 && start.Equal(end) {
		r.Value = start
	}
	return r
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

var (
	// otherCalendar finds in the names of columns what tells that its dates are of a
	// calendar that is not read.
	otherCalendar = regexp.MustCompile(`(?i)\b(?:a\.?h\.?|hijr[ia]h?|hidschra|h[ée]gire|islamic|lunar|hebrew|jewish|persian|jalali|buddhist|b\.?e\.?)\b|هجر|农历|農曆|阴历|陰曆|旧暦|旧历|舊曆|干支|음력`)
	// islamic finds words of the Islamic calendar in cells.
	islamic = regexp.MustCompile(`(?i)\b(?:a\.?h\.?|hijri|muharram|safar|rabi|jumada|rajab|sha.?ban|ramadan|shawwal|dhu)\b|هـ|هجر|محرم|صفر|ربيع|جمادى|رجب|شعبان|رمضان|شوال|ذو ال|ذي ال`)
)

// namesOtherCalendar reports whether a column's name tells that its dates are of
// another calendar: Date (AH), date_hijri.
func namesOtherCalendar(name string) bool {
	return otherCalendar.MatchString(name) || otherCalendar.MatchString(plainName(name))
}

// farAhead is from which year on a date is hardly of the common era: Thai years
// are in the 2400s and 2500s, Jewish ones in the 5000s.
const farAhead = 2300

// lastIslamic is up to which year a date beside others of the Islamic calendar may
// be one of it, too: 1447 began in 2025.
const lastIslamic = 1600

// foreignUntil is up to which year dates of a column may be of another calendar:
// all by its name, or those in numbers by the words in other cells; 0: none.
func foreignUntil(c Column, rows []Row) int64 {
	if namesOtherCalendar(c.Name) {
		return farAhead
	}
	for i := range rows {
		if text := rows[i].text(c.Index); len(text) < 80 && islamic.MatchString(text) {
			return lastIslamic
		}
	}
	return 0
}

// ofCommonEra refuses a date whose year shows that it is of another calendar.
func (d *dateColumn) ofCommonEra(r edtf.Reading) error {
	day, ok := r.Value.Earliest()
	year, known := day.Year()
	switch {
	case !ok || !known:
		return nil
	case year > 0 && year < d.foreign:
		return refusal("other-calendar", "%s may be a date of another calendar, as its column shows; write it as one of the common era", r.Value)
	case year >= farAhead && year <= 9999:
		return refusal("far-ahead", "the year %d lies centuries ahead; write the date as one of the common era if it is of another calendar", year)
	}
	return nil
}
