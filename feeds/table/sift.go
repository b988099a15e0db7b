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
