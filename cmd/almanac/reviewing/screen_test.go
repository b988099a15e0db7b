package reviewing

import (
	"strings"
	"testing"

	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/report/review"
	"github.com/google/go-cmp/cmp"
)

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		text string
		most int
		want []string
	}{
		{"", 10, []string{""}},
		{"one two three", 20, []string{"one two three"}},
		{"one two three", 9, []string{"one two", "three"}},
		{"one two three", 7, []string{"one two", "three"}},
		{"incomprehensible", 6, []string{"incomp", "rehens", "ible"}},
		{"上海天文馆亮灯", 6, []string{"上海天", "文馆亮", "灯"}},
		{"上海天文馆亮灯", 7, []string{"上海天", "文馆亮", "灯"}},
		{"上海 observatory 亮灯", 12, []string{"上海", "observatory", "亮灯"}},
		{"在Innoweek期间", 8, []string{"在", "Innoweek", "期间"}},
		{"宽", 1, []string{"宽"}},
	} {
		got := wrap(test.text, test.most)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q in %d: %s", test.text, test.most, diff)
		}
	}
}

func FuzzWrapLosesNothing(f *testing.F) {
	f.Add("上海 observatory 亮灯", 12)
	f.Add("   a  b   ", 3)
	f.Fuzz(func(t *testing.T, text string, most int) {
		text, most = terminal.Printable(text), 2+most&63
		lines := wrap(text, most)
		for _, l := range lines {
			if columns(l) > most {
				t.Errorf("%q in %d: the line %q has %d columns", text, most, l, columns(l))
			}
		}
		squeeze := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if got := squeeze(strings.Join(lines, "")); got != squeeze(text) {
			t.Errorf("%q in %d: got %q", text, most, lines)
		}
	})
}

// A passage says where it stands as far as that is known, marks the lines of the
// quote, and numbers a line once however often it is folded.
func TestPassage(t *testing.T) {
	lines := []review.PassageLine{{Number: 7, Text: "In May the"}, {Number: 8, Text: "museum opened its doors", Quoted: true}}
	for _, test := range []struct {
		page, line int
		head       string
	}{
		{3, 8, "quote     page 3, line 8"},
		{0, 8, "quote     line 8"},
		{3, 0, "quote     "},
		{0, 0, "quote     "},
	} {
		var b strings.Builder
		screen{width: 24}.passage(&b, review.Passage{Page: test.page, Line: test.line, Lines: lines})
		want := test.head + "\n       7  In May the\n>      8  museum opened\n>         its doors\n"
		if diff := cmp.Diff(want, b.String()); diff != "" {
			t.Errorf("page %d, line %d: %s", test.page, test.line, diff)
		}
	}
	var b strings.Builder
	screen{width: 24}.passage(&b, review.Passage{Lines: []review.PassageLine{{Text: "alone", Quoted: true}}})
	if want := "quote     \n>         alone\n"; b.String() != want {
		t.Errorf("a line without a number:\n%q, want\n%q", b.String(), want)
	}
}

// Two events stand side by side in columns of one width, whichever is longer; a row
// that neither has is left out.
func TestBeside(t *testing.T) {
	event := func(date, title, quote string) *events.Event {
		e := &events.Event{Slug: "opening", Status: events.Published, Span: events.On(edtf.MustParse(date)), Text: map[string]events.Text{"en": {Title: title}}}
		e.Sources = []events.Source{{Locator: events.Localised{"en": "page 3"}}, {Quote: quote}}
		return e
	}
	v := review.View{Draft: event("2019-05-24", "", ""), Lang: "en", Title: "The museum opened its doors"}
	var b strings.Builder
	screen{width: 33}.beside(&b, v, 2, review.Similar{Event: event("2019-05", "Opened", "in May"), MoreExact: true})
	want := strings.Join([]string{
		"may be the same:",
		"this draft      │ [2] published",
		"                │ event, opening",
		"2019-05-24      │ 2019-05",
		"The museum      │ Opened",
		"opened its      │ ",
		"doors           │ ",
		"                │ “in May”",
		"the draft's date is the more exact one",
		"",
	}, "\n")
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
	b.Reset()
	screen{width: 33}.beside(&b, v, 1, review.Similar{Event: event("2019-05", "Opened", ""), Edition: true})
	if got := b.String(); !strings.HasPrefix(got, "an earlier edition says:\n") || strings.Contains(got, "more exact") || strings.Contains(got, "“") {
		t.Error(got)
	}
}
