package importing_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
)

// questionsOf spells the questions of a page, one a line: of each the name, and what
// may be answered, with a star behind what is chosen.
func questionsOf(a answer) string {
	var lines []string
	names := map[string]bool{}
	a.doc.Find("form [name]").Each(func(_ int, s *goquery.Selection) {
		name := s.AttrOr("name", "")
		if names[name] || name == "do" || name == "shown" || name == "account" || strings.HasSuffix(name, "-was") || strings.HasPrefix(name, "m") {
			return
		}
		names[name] = true
		var answers []string
		switch {
		case s.Is("select"):
			s.Find("option").Each(func(_ int, o *goquery.Selection) {
				_, chosen := o.Attr("selected")
				answers = append(answers, o.AttrOr("value", "")+map[bool]string{true: "*"}[chosen])
			})
		case s.AttrOr("type", "") == "radio":
			a.doc.Find(fmt.Sprintf("form [name=%s]", name)).Each(func(_ int, o *goquery.Selection) {
				_, chosen := o.Attr("checked")
				answers = append(answers, o.AttrOr("value", "")+map[bool]string{true: "*"}[chosen])
			})
		default:
			answers = append(answers, s.AttrOr("value", ""))
		}
		lines = append(lines, name+": "+strings.Join(answers, " "))
	})
	return strings.Join(lines, "\n")
}

// TestColumns asks of each column what its rows leave open, and nothing else.
func TestColumns(t *testing.T) {
	const reading = "\nlang: * zh en\nzone: "
	for _, c := range []struct {
		why, file string
		want      string   // the questions
		says      []string // on the page
	}{
		{
			"no row says whether the day stands first",
			"Date,What\n03/04/2019,Fair\n05/06/2019,Feast\n",
			"o0: day-first month-first" + reading,
			[]string{"Is 03/04/2019 day or month first?", "Day first: Wednesday 3 April 2019", "Month first: Monday 4 March 2019", "No row of the table decides"},
		},
		{
			"a row decides for the day",
			"Date,What\n03/04/2019,Fair\n25/06/2019,Feast\n",
			"o0: day-first* month-first" + reading,
			[]string{"Row 3 decides: 25/06/2019 has no other reading", "Would make 1 row unreadable, row 3: 25/06/2019"},
		},
		{
			"most rows are of the first of a month",
			"Date,What\n1901-01-01,A\n1902-02-01,B\n1903-05-01,C\n1904-06-01,D\n1905-03-01,E\n1906-04-01,F\n1907-07-01,G\n1908-08-01,H\n1909-09-01,I\n1910-10-01,J\n1911-11-01,K\n",
			"p0: month keep" + reading,
			[]string{"11 of 11 rows fall on the first of a month. Is that day known?", "No, it stands for the month", "Spellings in use, one sample of each: 1"},
		},
		{
			"most rows are of one day of the year",
			"Date,What\n2001-09-11,A\n2002-09-11,B\n2003-09-11,C\n2004-09-11,D\n2005-09-11,E\n2006-09-11,F\n2007-09-11,G\n2008-09-11,H\n2009-09-11,I\n2010-03-02,J\n",
			"p0: year keep" + reading,
			[]string{"9 of 10 rows fall on 11 September. Is that day known?", "No, it stands for the year"},
		},
		{
			"years with a minus",
			"Year,What\n-333,Issus\n-331,Gaugamela\n1215,Magna Carta\n",
			"e0: * bc astronomical" + reading,
			[]string{"not decided; these rows are refused"},
		},
		{
			"a date without a year",
			"Date,What\n3 May 19,Fair\n4 June,Feast\n",
			"y0: " + reading,
			[]string{"1 date has no year", "“3 May 19” can be read as different dates"},
		},
		{
			"a later date that may be when it ends",
			"Date,Decided,What\n2019-05-03,2019-05-09,Fair\n2019-06-04,,Feast\n",
			strings.TrimPrefix(reading, "\n"),
			[]string{"1 row has a later date here: choose “last day” if it ends then", "9 May 2019"},
		},
		{
			"nothing is open",
			"Date,What,Remark\n2019-05-03,Fair,in the rain\n2019-06-04,Feast,\n",
			strings.TrimPrefix(reading, "\n"),
			[]string{"What “Remark” means", "in the rain", "2 rows", "3 May 2019"},
		},
	} {
		t.Run(c.why, func(t *testing.T) {
			h := newHouse(t)
			page := h.look(access.Editor, h.bring(access.Editor, "table.csv", c.file))
			if got := strings.ReplaceAll(questionsOf(page), "\nencoding", "\x00"); strings.Split(got, "\x00")[0] != c.want {
				t.Errorf("asked:\n%s\nwant:\n%s", questionsOf(page), c.want)
			}
			for _, s := range c.says {
				if !strings.Contains(page.text("main"), s) {
					t.Errorf("%q is not said in\n%s", s, page.text("main"))
				}
			}
		})
	}
}

// TestAnswersToColumns answers questions and sees what was answered again, and
// what the rows are read as then.
func TestAnswersToColumns(t *testing.T) {
	h := newHouse(t)
	at := h.bring(access.Editor, "table.csv", "Date,What,Mark\n3 May 19,Fair,\n03/04/2019,Feast,yes\n-333,Issus,\n")
	form := frame.Form{Values: map[string][]string{"do": {"look"}, "n0": {"1930"}, "y0": {"2019"}, "e0": {"bc"}, "f0": {"1"}, "o0": {"month-first"}, "m0": {"date"}, "m1": {"title_zh"}, "m2": {"key"}}}
	a := h.ask(access.Editor, at, form)
	h.Must(a.err)
	page := h.look(access.Editor, at)
	text := questionsOf(page)
	for _, want := range []string{"n0: 1930", "y0: 2019", "e0:  bc* astronomical", "f0:  1*", "o0: day-first month-first*"} {
		if !slices.Contains(strings.Split(text, "\n"), want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	roles := page.doc.Find("select[name^=m] option[selected]").Map(func(_ int, o *goquery.Selection) string { return o.AttrOr("value", "") })
	if got := strings.Join(roles, " "); got != "date title_zh key" {
		t.Errorf("the columns are %q", got)
	}
	for _, want := range []string{"3 May 2019", "4 March 2019", "333 BC"} {
		if !strings.Contains(page.text("main"), want) {
			t.Errorf("%q is not in\n%s", want, page.text("main"))
		}
	}
}

// TestAnswersAboutPadding says what a day stands for that the rows share; what is
// no answer changes nothing.
func TestAnswersAboutPadding(t *testing.T) {
	h := newHouse(t)
	at := h.bring(access.Editor, "table.csv", "Date,What\n2001-09-11,A\n2002-09-11,B\n2003-09-11,C\n2004-09-11,D\n2005-09-11,E\n2006-09-11,F\n2007-09-11,G\n2008-09-11,H\n2009-09-11,I\n2010-09-11,J\n")
	for _, c := range []struct{ answer, want, reads string }{
		{"nonsense", "p0: year keep", "Tuesday 11 September 2001"},
		{"year", "p0: year* keep", "Reads asRows 22001-09-11200110"},
		{"nonsense", "p0: year* keep", "Reads asRows 22001-09-11200110"},
		{"keep", "p0: year keep*", "Tuesday 11 September 2001"},
	} {
		a := h.ask(access.Editor, at, frame.Form{Values: map[string][]string{"do": {"look"}, "p0": {c.answer}, "o0": {"nonsense"}, "e0": {"nonsense"}, "y0": {"10000"}}})
		h.Must(a.err)
		page := h.look(access.Editor, at)
		if got := questionsOf(page); !strings.HasPrefix(got, c.want+"\nlang") {
			t.Errorf("after %s is asked:\n%s\nwant %s", c.answer, got, c.want)
		}
		if !strings.Contains(page.text("main"), c.reads) {
			t.Errorf("after %s %q is not in\n%s", c.answer, c.reads, page.text("main"))
		}
	}
}
