package table

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"

	"almanac.example/events/edtf"
)

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
