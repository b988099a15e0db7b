package table

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// The reasons for which rows are no events.
const (
	leftTemplate = "a template or an example"
	leftHeader   = "the header once more"
	leftTotal    = "a total"
	leftHeading  = "a heading"
	leftTail     = "neither a date nor a title"
	leftSlide    = "a title slide or an era of TimelineJS"
)

var (
	placeholder = regexp.MustCompile(`(?i)^[\(\[<"]*(y{4}|d{1,2}|m{1,2}|t{4}|j{4})[\-/. ](m{1,2}|d{1,2}|y{4})([\-/. ](d{1,2}|y{2,4}|j{4}|t{1,2}))?|^(required|optional|pflichtfeld|example|beispiel|e\.g\.|示例|例)\b`)
	totalWord   = regexp.MustCompile(`(?i)^(total|totals|sum|summe|gesamt|grand total|subtotal|count|合计|总计|小计|总数|合計|total général|suma)\s*[:：]?\s*\d*$`)
)

// sift finds the rows that are no events, and says which.
func (in *importer) sift(rows []Row) map[int]bool {
	left := map[int]bool{}
	if in.mapping.Format == ownFormat {
		return left
	}
	year := 0
	for i := range rows {
		rows[i].year = year
		if reason := in.isNone(&rows[i]); reason != "" {
			in.leave(reason, rows[i])
			left[rows[i].Number] = true
			if y := in.headingYear(&rows[i]); reason == leftHeading && y != 0 {
				year = y
			}
		}
	}
	return left
}

// isNone says why a row is no event; "" if it may be one.
func (in *importer) isNone(r *Row) string {
	if kind := in.mapping.first(Kind); kind >= 0 {
		if word := strings.ToLower(r.text(kind)); word == "title" || word == "era" {
			return leftSlide
		}
	}
	dated, titled, names := false, false, 0
	for _, c := range in.mapping.Columns {
		text := r.text(c.Index)
		if text == "" {
			continue
		}
		if text == c.Name {
			names++
		}
		switch c.Role {
		case Date, Year, Month, Day, Earliest, Latest, End, EndYear:
			if placeholder.MatchString(text) {
				return leftTemplate
			}
			d := in.dates.columns[c.Index]
			dated = dated || d == nil && partText(r, c.Index) != "" || d != nil && !d.isEmpty(clean(text))
		case Title, Body, Summary:
			titled = true
		}
	}
	switch {
	case names >= 2 && names == r.filled():
		return leftHeader
	case in.isTotal(r):
		return leftTotal
	case !dated && !titled:
		return leftTail
	case r.filled() == 1 && titled && !dated && len(in.mapping.Columns) > 2 && r.Cells[0].Text != "":
		return leftHeading
	case r.filled() == 1 && !titled && in.isPeriod(r):
		return leftHeading
	}
	return ""
}

// isPeriod reports whether the date of a row without anything else is no day,
// so that it stands over the rows that follow.
func (in *importer) isPeriod(r *Row) bool {
	read, err := in.dates.beginning(r)
	return err != nil || read.Value.Precision() != edtf.PrecisionDay
}

// headingYear is the year of a heading that is one; 0 otherwise.
func (in *importer) headingYear(r *Row) int {
	for _, c := range r.Cells {
		if c.Text == "" {
			continue
		}
		read, err := edtf.ParseLoose(clean(c.Text))
		if err == nil && read.Value.Precision() == edtf.PrecisionYear && !read.Value.Approximate() {
			return yearOf(read.Value)
		}
	}
	return 0
}

func (in *importer) isTotal(r *Row) bool {
	for _, c := range r.Cells {
		if c.Text != "" {
			return totalWord.MatchString(c.Text)
		}
	}
	return false
}

// padding is what the days of most rows have in common.
type padding struct {
	day      string    // -09-11 of most rows; "": none
	month    bool      // most rows are the first of a month
	made     bool      // only days that a spreadsheet has made are in question
	question *Question // nil: they have nothing in common
}

// From how many rows, and which share of all days, a day is taken for one that is
// not meant. A day that is asked about costs an answer, one that is believed a wrong
// date.
const (
	leastShared  = 10 // rows with days, for any day
	sharedDay    = 0.6
	leastFirsts  = 6 // rows with days, for the first of a month
	sharedFirsts = 0.7
	fewNewYears  = 3 // rows on 1 January
	halfOfAll    = 0.5
	manyNewYears = 5
	someOfAll    = 0.3
)

// newYear is the day that programs put in most often.
const newYear = "-01-01"

// findPadding looks for a day that most rows share in different years: a
// program has put it in where only the year was known.
func (in *importer) findPadding(rows []Row) padding {
	days, firsts, all := map[string]int{}, 0, 0
	years, months := map[string]bool{}, map[string]bool{}
	for i := range rows {
		r, err := in.dates.beginning(&rows[i])
		text := r.Value.String()
		if err != nil || r.Value.Precision() != edtf.PrecisionDay || r.Times != nil || !isoDay.MatchString(text) {
			continue
		}
		all++
		days[text[4:]]++
		if text[8:] == "01" {
			firsts++
		}
		years[text[:4]], months[text[4:7]] = true, true
	}
	share := func(n int) float64 { return float64(n) / float64(max(all, 1)) }
	ask := func(day string, n int) padding {
		return padding{day: day, month: day == "", question: &Question{Kind: AskPadding, Column: in.dateColumn(), Rows: n, Of: all, Day: day}}
	}
	if in.mapping.Format == ownFormat {
		return padding{}
	}
	if n := days[newYear]; n >= fewNewYears && share(n) >= halfOfAll || n >= manyNewYears && share(n) >= someOfAll {
		return ask(newYear, n)
	}
	for day, n := range days {
		if all >= leastShared && share(n) >= sharedDay && 2*len(years) >= leastShared {
			return ask(day, n)
		}
	}
	if all >= leastFirsts && share(firsts) >= sharedFirsts && len(months) > 3 {
		return ask("", firsts)
	}
	if n := in.madeFirsts(rows); n > 0 {
		p := ask("", n)
		p.made = true
		return p
	}
	return padding{}
}

// madeFirsts counts the days that a spreadsheet has made in a column in which it
// left others as text, if all of them are the first of a month: then it has made
// them of months, since it takes January 1944 for a date and not 30 October 1944.
// Texts before 1900 say nothing, unless it has made such a day: LibreOffice does, and
// other spreadsheets take none of them for dates.
func (in *importer) madeFirsts(rows []Row) int {
	const enough, many = 2, 4 // of a single first the many texts tell that it is spelt otherwise
	made, firsts, texts, old, oldTexts := 0, 0, 0, false, 0
	for _, c := range slices.Concat(in.mapping.with(Date), in.mapping.with(End)) {
		for i := range rows {
			cell := rows[i].at(c.Index)
			r, err := in.dates.columns[c.Index].read(cell, 0)
			text := r.Value.String()
			old = old || cell.Day && text < "1900"
			switch isDay := err == nil && r.Value.Precision() == edtf.PrecisionDay; {
			case !cell.Day && isDay && text >= "1900":
				texts++
			case !cell.Day && isDay:
				oldTexts++
			case cell.Day && isDay && strings.HasSuffix(text, "-01"):
				firsts++
			case cell.Day:
				made++
			}
		}
	}
	if old {
		texts += oldTexts
	}
	if made > 0 || texts < enough || firsts < enough && texts < many {
		return 0
	}
	return firsts
}

// dayName words -09-11.
func dayName(day string) string {
	v, err := edtf.Parse("2000" + day)
	if err != nil {
		return day
	}
	first, _ := v.Earliest()
	return fmt.Sprintf("%d %s", first.Day(), edtf.MonthName("en", first.Month(), edtf.Long))
}

// dateColumn is the column that a question about dates is about.
func (in *importer) dateColumn() Column {
	for _, role := range []Role{Date, Year, Earliest, Latest} {
		if list := in.mapping.with(role); len(list) > 0 {
			return list[0]
		}
	}
	return Column{}
}

// isPadded reports whether a day is one of those in question.
func (p padding) isPadded(v edtf.Value) bool {
	text := v.String()
	return v.Precision() == edtf.PrecisionDay && isoDay.MatchString(text) && (p.day != "" && text[4:] == p.day || p.month && text[8:] == "01")
}

// isMade reports whether the date of a row, or its end, may be in question: not
// where the spreadsheet has left it as text, if only what it has made is.
func (p padding) isMade(m Mapping, row *Row, role Role) bool {
	return !p.made || slices.ContainsFunc(m.with(role), func(c Column) bool { return row.at(c.Index).Day })
}

// inQuestion reports of the beginning and the end of a date whether they are. Ends
// are only if a spreadsheet has made them: a fair may well end on 1 January.
func (p padding) inQuestion(m Mapping, row *Row, v edtf.Value) (start, end bool) {
	from, to := v, edtf.Value{}
	if v.IsInterval() {
		from, _ = v.Start()
		to, _ = v.End()
	}
	return p.isPadded(from) && p.isMade(m, row, Date), p.made && p.isPadded(to) && p.isMade(m, row, End)
}

// refuses asks about a date that is in question.
func (p padding) refuses(m Mapping, row *Row, r edtf.Reading) error {
	if start, end := p.inQuestion(m, row, r.Value); !start && !end || answered(m) != PaddingAsk {
		return nil
	}
	return p.question
}

func answered(m Mapping) Padding {
	for _, c := range m.Columns {
		if c.Padding != PaddingAsk {
			return c.Padding
		}
	}
	return PaddingAsk
}

// meant is the date of a row as it is meant. With a beginning of which only the
// year is meant goes an end on the same day, or on the last of the year.
func (p padding) meant(m Mapping, row *Row, v edtf.Value) edtf.Value {
	start, end := p.inQuestion(m, row, v)
	if !v.IsInterval() && start {
		return p.shortened(m, v)
	}
	if !start && !end {
		return v
	}
	from, _ := v.Start()
	to, _ := v.End()
	if end || start && (p.isPadded(to) && !p.made || p.day == newYear && strings.HasSuffix(to.String(), "-12-31")) {
		to = p.cut(m, to)
	}
	if start {
		from = p.shortened(m, from)
	}
	if joined, err := edtf.Parse(from.String() + "/" + to.String()); err == nil {
		return joined
	}
	return v
}

// shortened is a single date as it is meant.
func (p padding) shortened(m Mapping, v edtf.Value) edtf.Value {
	if !p.isPadded(v) {
		return v
	}
	return p.cut(m, v)
}

// cut leaves of a day what is meant.
func (p padding) cut(m Mapping, v edtf.Value) edtf.Value {
	text := v.String()
	switch how := answered(m); {
	case v.Precision() != edtf.PrecisionDay || !isoDay.MatchString(text):
		return v
	case how == PaddingYear:
		text = text[:4]
	case how == PaddingMonth:
		text = text[:7]
	}
	short, err := edtf.Parse(text)
	if err != nil {
		return v
	}
	return short
}

// noDate words why a row has no date.
func (in *importer) noDate(r *Row, err error) error {
	if !errors.Is(err, ErrNoDate) {
		return err
	}
	c := in.dateColumn()
	if text := r.text(c.Index); text != "" {
		return refusal("no-date-words", "there is no date: %s says %q", c.label(), clip(text, 40))
	}
	return refusal("no-date-empty", "there is no date: %s is empty", c.label())
}

// scripts counts the letters of a text: Chinese characters, kana, others.
func scripts(s string) (han, kana, letters int) {
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			kana++
		case unicode.IsLetter(r):
			letters++
		}
	}
	return han, kana, letters
}

func sortedKeys(m map[string]int) []string { return slices.Sorted(maps.Keys(m)) }

// plainReason words what is wrong with an event in one line.
func plainReason(err error) string {
	var bad *events.Invalid
	if !errors.As(err, &bad) {
		return err.Error()
	}
	var parts []string
	for _, p := range bad.Problems {
		parts = append(parts, p.Field+": "+p.Reason)
	}
	return strings.Join(parts, "; ")
}
