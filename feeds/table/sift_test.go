package table

import (
	"fmt"
	"strings"
	"testing"
)

// TestSharedDays asks about a day that so many rows share.
func TestSharedDays(t *testing.T) {
	for name, x := range map[string]struct {
		shared, others int
		day            string // with %d for the row
		want           string
	}{
		"three of six on 1 January":      {3, 3, "%d-01-01", "padding 3 of 6 -01-01"},
		"three of seven":                 {3, 4, "%d-01-01", ""},
		"two of two":                     {2, 0, "%d-01-01", ""},
		"five of sixteen":                {5, 11, "%d-01-01", "padding 5 of 16 -01-01"},
		"five of seventeen":              {5, 12, "%d-01-01", ""},
		"six of ten on another day":      {6, 4, "%d-09-11", "padding 6 of 10 -09-11"},
		"five of ten on another day":     {5, 5, "%d-09-11", "padding 5 of 10 -09-11"},
		"four of ten on another day":     {4, 6, "%d-09-11", ""},
		"five of fifty":                  {5, 45, "%d-09-11", "padding 5 of 50 -09-11"},
		"five of sixty":                  {5, 55, "%d-09-11", ""},
		"five in one year":               {5, 5, "1900-09-11", ""},
		"all of nine on another day":     {9, 0, "%d-09-11", "padding 9 of 9 -09-11"},
		"five that begin a month":        {5, 5, "%d-10-01", ""},
		"five that end one":              {5, 5, "%d-06-30", ""},
		"five of six are firsts":         {5, 1, "%d-%02d-01", "padding 5 of 6 "},
		"four of six are firsts":         {4, 2, "%d-%02d-01", ""},
		"all of five are firsts":         {5, 0, "%d-%02d-01", ""},
		"seven of ten are firsts":        {7, 3, "%d-%02d-01", "padding 7 of 10 "},
		"firsts of one month, few years": {7, 0, "1900-02-01", ""},
	} {
		var b strings.Builder
		b.WriteString("Date,Title\n")
		for n := range x.shared {
			day := x.day
			switch strings.Count(day, "%") {
			case 1:
				day = fmt.Sprintf(day, 1900+n)
			case 2:
				day = fmt.Sprintf(day, 1900+n, 2+n)
			}
			fmt.Fprintf(&b, "%s,a%d\n", day, n)
		}
		for n := range x.others {
			fmt.Fprintf(&b, "%d-%02d-%02d,b%d\n", 1950+n, 1+n%12, 2+n%25, n)
		}
		in := read(t, File{Name: "a.csv", Data: []byte(b.String())}, "")
		got := ""
		for _, q := range in.Questions {
			got = fmt.Sprintf("%s %d of %d %s", q.Kind, q.Rows, q.Of, q.Day)
		}
		if refused := in.Refused(); got != x.want || refused != 0 && refused != x.shared || refused == 0 && got != "" {
			t.Errorf("%s: %q, %d refused, want %q", name, got, refused, x.want)
		}
	}
}

// TestFeastsOnADay asks nothing of a day on which the same is told each year, and of
// one on which what all rows tell of is told.
func TestFeastsOnADay(t *testing.T) {
	for name, x := range map[string]struct {
		titles [2]string // of the rows on the day, and of the others
		asked  bool
	}{
		"a feast":               {[2]string{"Fair of %s", "%s is built"}, false},
		"a feast, in Chinese":   {[2]string{"第%s届校庆", "%s工程竣工"}, false},
		"what all rows tell":    {[2]string{"Test of %s", "Test of %s"}, true},
		"nothing in common":     {[2]string{"%s", "%s is built"}, true},
		"short words":           {[2]string{"In %s", "At %s"}, true},
		"in most of the others": {[2]string{"Fair of %s", "%s and a fair"}, true},
	} {
		var b strings.Builder
		b.WriteString("Date,Title\n")
		for n, what := range []string{"Anna", "Berta", "Cäcilie", "Dora", "Emil", "Fritz", "Gustav", "Heinz"} {
			day, title := "09-11", x.titles[0]
			if n >= 5 {
				day, title = fmt.Sprintf("%02d-17", n), x.titles[1]
			}
			fmt.Fprintf(&b, "%d-%s,%s\n", 1900+n, day, fmt.Sprintf(title, what))
		}
		if in := read(t, File{Name: "a.csv", Data: []byte(b.String())}, ""); len(in.Questions) > 0 != x.asked {
			t.Errorf("%s: asked %v\n%s", name, !x.asked, tell(in))
		}
	}
}

// TestSharedDaysThatBegin asks also where the rows have an end, and what is
// answered holds for it where it is of the same kind.
func TestSharedDaysThatBegin(t *testing.T) {
	const table = "Start,End,Title\n1850-01-01,1855-12-31,a\n1860-01-01,1862-01-01,b\n1870-01-01,1871-05-04,c\n1880-03-02,1881-01-01,d\n1890-01-01,,e\n"
	for mapping, want := range map[string]string{
		"":                        "2 REFUSED|3 REFUSED|4 REFUSED|5 1880-03-02/1881-01-01|6 REFUSED",
		"Start=date:padding=year": "2 1850/1855|3 1860/1862|4 1870/1871-05-04|5 1880-03-02/1881-01-01|6 1890",
		"Start=date:padding=keep": "2 1850-01-01/1855-12-31|3 1860-01-01/1862-01-01|4 1870-01-01/1871-05-04|5 1880-03-02/1881-01-01|6 1890-01-01",
	} {
		var got []string
		for _, o := range read(t, File{Name: "a.csv", Data: []byte(table)}, mapping).Rows {
			date := "REFUSED"
			if o.Event != nil {
				date = o.Event.Span.EDTF().String()
			}
			got = append(got, fmt.Sprint(o.Number, " ", date))
		}
		if text := strings.Join(got, "|"); text != want {
			t.Errorf("%q: %s, want %s", mapping, text, want)
		}
	}
}
