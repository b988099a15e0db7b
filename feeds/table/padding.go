package table

import (
	"slices"
	"strings"
	"unicode"

	"almanac.example/events/edtf"
)

// padding is what the days of most rows have in common.
type padding struct {
	day      string    // -09-11 of most rows; "": none
	month    bool      // most rows are the first of a month
	made     bool      // only days that a spreadsheet has made are in question
	newYears bool      // so is 1 January, beside another day that most rows share
	question *Question // nil: they have nothing in common
	known    Padding   // what is meant if the rows tell
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
	fewDays      = 5 // rows on a day in the middle of a month, each of another year
	fewOfAll     = 0.1
)

// newYear is the day that programs put in most often.
const newYear = "-01-01"

// findPadding looks for a day that most rows share in different years: a
// program has put it in where only the year was known.
func (in *importer) findPadding(rows []Row) padding {
	days, firsts, all := map[string]int{}, 0, 0
	years, months := map[string]bool{}, map[string]bool{}
	var inOrder []edtf.Day
	for i := range rows {
		r, err := in.dates.beginning(&rows[i])
		text := r.Value.String()
		if err != nil || r.Value.Precision() != edtf.PrecisionDay || r.Times != nil || !isoDay.MatchString(text) {
			continue
		}
		all++
		if day, ok := r.Value.Earliest(); ok {
			inOrder = append(inOrder, day)
		}
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
	for _, day := range sortedKeys(days) {
		n := days[day]
		if all >= leastShared && share(n) >= sharedDay && 2*len(years) >= leastShared || n >= fewDays && share(n) >= fewOfAll && in.isByChance(rows, day) {
			p := ask(day, n)
			p.newYears = share(n) >= sharedDay
			return p
		}
	}
	if all >= leastFirsts && share(firsts) >= sharedFirsts && len(months) > 3 {
		p := ask("", firsts)
		if p.answered(in.mapping) == PaddingAsk && isEachMonth(inOrder) {
			c := in.dates.columns[in.dateColumn().Index]
			p.known, c.decided = PaddingMonth, append(c.decided, "the month is meant: the rows are on the first of one month after the other")
		}
		return p
	}
	if n := in.madeFirsts(rows); n > 0 {
		p := ask("", n)
		p.made = true
		return p
	}
	return padding{}
}

// isEachMonth reports whether days are the first of each month of a year or more, one
// after the other: such a table has a row for the month.
func isEachMonth(days []edtf.Day) bool {
	const fewest = 12
	for i := 1; i < len(days); i++ {
		year, known := days[i-1].Year()
		if !known || days[i] != edtf.LastDayOfMonth(year, days[i-1].Month()).AddDays(1) {
			return false
		}
	}
	return len(days) >= fewest && days[0].Day() == 1
}

// isByChance reports whether rows that share a day of the year have nothing else in
// common: each is of another year, and no word that the others do not have tells of
// a feast. The first and the last of a month are days on which things begin and end.
func (in *importer) isByChance(rows []Row, day string) bool {
	if day >= "-12-24" || strings.HasSuffix(day, "-01") || day[4:] >= "28" {
		return false
	}
	years := map[string]bool{}
	here, others, inHere, inOthers := 0, 0, map[string]int{}, map[string]int{}
	for i := range rows {
		r, err := in.dates.beginning(&rows[i])
		text, words := r.Value.String(), inOthers
		if err == nil && isoDay.MatchString(text) && text[4:] == day {
			years[text[:4]], words = true, inHere
			here++
		} else {
			others++
		}
		for word := range in.wordsOf(&rows[i]) {
			words[word]++
		}
	}
	for word, n := range inHere {
		if 3*n > 2*here && 3*inOthers[word] <= others {
			return false
		}
	}
	return len(years) >= fewDays
}

// wordsOf are the words of what a row tells.
func (in *importer) wordsOf(r *Row) map[string]bool {
	words := map[string]bool{}
	for _, c := range in.mapping.Columns {
		if c.Role != Title && c.Role != Body && c.Role != Summary {
			continue
		}
		for _, word := range strings.FieldsFunc(strings.ToLower(r.text(c.Index)), func(r rune) bool { return !unicode.IsLetter(r) }) {
			for _, part := range partsOfWord(word) {
				words[part] = true
			}
		}
	}
	return words
}

// partsOfWord are the word itself, if it is none of the shortest, or of writing
// without spaces each two characters.
func partsOfWord(word string) []string {
	const shortest = 3
	runes := []rune(word)
	if isUnspaced(word) {
		var parts []string
		for i := range len(runes) - 1 {
			parts = append(parts, string(runes[i:i+2]))
		}
		return parts
	}
	if len(runes) < shortest {
		return nil
	}
	return []string{word}
}

// madeFirsts counts the days that a spreadsheet has made in a column in which it left
// other dates as they were written, if all of them are the first of a month: then it
// has made them of months. A day is the first of one by chance in one of thirty rows.
func (in *importer) madeFirsts(rows []Row) int {
	const enough = 2 // of other dates
	firsts, others := 0, 0
	for _, c := range slices.Concat(in.mapping.with(Date), in.mapping.with(End)) {
		for i := range rows {
			cell := rows[i].at(c.Index)
			r, err := in.dates.columns[c.Index].read(cell, 0)
			switch text := r.Value.String(); {
			case !cell.Day && err == nil:
				others++
			case cell.Day && err == nil && r.Value.Precision() == edtf.PrecisionDay && strings.HasSuffix(text, "-01"):
				firsts++
			case cell.Day:
				return 0
			}
		}
	}
	if others < enough {
		return 0
	}
	return firsts
}

// isPadded reports whether a day is one of those in question.
func (p padding) isPadded(v edtf.Value) bool {
	text := v.String()
	return v.Precision() == edtf.PrecisionDay && isoDay.MatchString(text) && (p.day != "" && text[4:] == p.day || p.newYears && text[4:] == newYear || p.month && text[8:] == "01")
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
	if start, end := p.inQuestion(m, row, r.Value); !start && !end || p.answered(m) != PaddingAsk {
		return nil
	}
	return p.question
}

// answered is what the days in question mean, by the mapping or by the rows.
func (p padding) answered(m Mapping) Padding {
	for _, c := range m.Columns {
		if c.Padding != PaddingAsk {
			return c.Padding
		}
	}
	return p.known
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
	switch how := p.answered(m); {
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
