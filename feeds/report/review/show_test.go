package review_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/feeds/report/review"
)

// layout writes passages the way a screen may: quoted lines have a mark.
func layout(p review.Passage) []string {
	var lines []string
	for _, l := range p.Lines {
		mark := " "
		if l.Quoted {
			mark = ">"
		}
		lines = append(lines, fmt.Sprintf("%s %d %s", mark, l.Number, l.Text))
	}
	return lines
}

func TestShow(t *testing.T) {
	r := newRecord()
	r.propose(t, "museum.txt", first)
	v := review.Show(r.Timeline, r.get(t, "id2"))
	if v.ReadsAs["zh"] != "2019年6月14日星期五" || v.ReadsAs["en"] != "Friday 14 June 2019" || v.Wording != "14 June 2019" {
		t.Errorf("the date reads as %v, written %q", v.ReadsAs, v.Wording)
	}
	if v.Document != "museum.txt" || v.Lang != "en" || v.Title == "" || v.Confidence <= 0 || len(v.Similar) > 0 {
		t.Errorf("got %+v", v)
	}
	want := []string{
		"  1 Annual report of the harbour museum",
		"  3 On 3 March 2019 the harbour museum opened its new wing.",
		"> 5 On 14 June 2019 the museum launched the lighthouse exhibition.",
		"  7 On 21 September 2019 the city council awarded the museum the heritage prize.",
		"  9 On 5 November 2019 the museum signed an agreement with the maritime archive.",
	}
	if diff := cmp.Diff(want, layout(v.Passages[0])); diff != "" {
		t.Error(diff)
	}
	if len(v.Reasons) == 0 || len(v.Doubts) > 0 {
		t.Errorf("reasons %v, doubts %v", v.Reasons, v.Doubts)
	}
	for _, reason := range v.Reasons {
		if reason.Text["zh"] == reason.ID || reason.Text["en"] == reason.ID {
			t.Errorf("%s has no words", reason.ID)
		}
	}
}

func TestShowPassages(t *testing.T) {
	for _, test := range []struct {
		name  string
		quote events.Quote
		want  []string
	}{
		{"within a line", events.Quote{Before: "before ", Text: "quote", After: " after", Line: 7}, []string{"> 7 before quote after"}},
		{"over lines", events.Quote{Before: "a\n\nb ", Text: "one\n\ntwo", After: "\nc", Line: 7}, []string{"  5 a", "> 7 b one", "> 9 two", "  10 c"}},
		{"at the start of a line", events.Quote{Before: "a\n", Text: "one\n", After: "b", Line: 2}, []string{"  1 a", "> 2 one", "  3 b"}},
		{"no lines are known", events.Quote{Before: "a\n", Text: "one"}, []string{"  0 a", "> 0 one"}},
		{"alone", events.Quote{Text: "one", Line: 1}, []string{"> 1 one"}},
		{"nothing", events.Quote{Line: 1}, nil},
	} {
		r := newRecord()
		draft := *r.draft(t, "d", "2019-05", "标题")
		p := *draft.Proposal
		p.Quotes = []events.Quote{test.quote}
		draft.Proposal = &p
		if diff := cmp.Diff(test.want, layout(review.Show(r.Timeline, &draft).Passages[0])); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

func TestShowDoubts(t *testing.T) {
	r := newRecord()
	draft := *r.draft(t, "d", "2019-05", "标题")
	p := *draft.Proposal
	p.Flags = []string{"date-uncertain", "date-ambiguous", "year-guessed", "title-guessed", "planned", "look-alike", "duplicate", "edition-changed"}
	draft.Proposal = &p
	for _, d := range review.Show(r.Timeline, &draft).Doubts {
		if d.Text["zh"] == d.ID || d.Text["en"] == d.ID || d.Text["en"] == "" {
			t.Errorf("%s has no words", d.ID)
		}
	}
	p.Flags = []string{"of-a-later-version"}
	if d := review.Show(r.Timeline, &draft).Doubts; d[0].Text["en"] != "of-a-later-version" {
		t.Errorf("an unknown flag is told as %v", d)
	}
}

func TestShowSimilar(t *testing.T) {
	r := newRecord()
	r.put(t, "month", "2019-06", "Museum launches lighthouse exhibition")
	r.put(t, "elsewhere", "2019-06-14", "Parliament passes the budget act")
	r.put(t, "another-year", "2018-06-14", "Museum launches lighthouse exhibition")
	r.propose(t, "museum.txt", first)
	r.propose(t, "museum.txt", second)
	told := func(id string) []string {
		var list []string
		for _, s := range review.Show(r.Timeline, r.get(t, id)).Similar {
			list = append(list, fmt.Sprintf("%s edition=%v exact=%v %s", s.Event.ID, s.Edition, s.MoreExact, strings.Join(s.Differs, ",")))
		}
		return list
	}
	if diff := cmp.Diff([]string{"month edition=false exact=true date,title,status"}, told("id2")); diff != "" {
		t.Errorf("the first edition's: %s", diff)
	}
	want := []string{"id2 edition=true exact=false date", "month edition=false exact=true date,title,status"}
	if diff := cmp.Diff(want, told("id5")); diff != "" {
		t.Errorf("the second edition's: %s", diff)
	}
}

func TestShowSimilarOfOneDocument(t *testing.T) {
	r := newRecord()
	r.draft(t, "month", "2019-04", "全球首张黑洞照片公布")
	r.draft(t, "day", "2019-04-10", "全球首张黑洞照片向公众公布")
	r.draft(t, "series", "2019-04-10", "全球首张黑洞照片再次公布")
	for id, want := range map[string]string{"month": "day series", "day": "month", "series": "month"} {
		var got []string
		for _, s := range review.Show(r.Timeline, r.get(t, id)).Similar {
			got = append(got, string(s.Event.ID))
		}
		if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
	}
}

// Events that reach over several years are found from one, and the other way
// round.
func TestShowSimilarOverYears(t *testing.T) {
	for _, test := range []struct {
		draft, other string
		want         bool
	}{
		{"2019-06-14", "2018/2020", true},
		{"2018/2020", "2019-06-14", true},
		{"201X", "2019", true},
		{"2019-12", "2019-12-31/2020-01-02", true},
		{"2019-06-14", "2019-06-14", true},
		{"2019/..", "2031-01", true},
		{"2019-06-14", "2020/2021", false},
		{"2019-06-14", "2019-06-15", false},
		{"2019", "2020", false},
	} {
		r := newRecord()
		r.put(t, "other", test.other, "Museum launches lighthouse exhibition")
		draft := *r.draft(t, "d", test.draft, "标题")
		draft.Text = map[string]events.Text{"en": {Title: "The museum launched the lighthouse exhibition"}}
		if got := len(review.Show(r.Timeline, &draft).Similar) == 1; got != test.want {
			t.Errorf("a draft of %s and an event of %s: similar %v, want %v", test.draft, test.other, got, test.want)
		}
	}
}
