package web

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// TestDateLabels holds the wording beside an entry: what the section's heading
// says already is not said again, and nothing is said that is not known.
func TestDateLabels(t *testing.T) {
	for _, c := range []struct {
		date   string
		scope  scope
		zh, en string // as text, the small line after a bar
	}{
		{"2019-06-13", inMonth, "6月13日|周四", "13 Jun|Thu"},
		{"2019-06-13", inYear, "6月13日|周四", "13 Jun|Thu"},
		{"2019-06-13", inNothing, "6月13日|2019年 周四", "13 Jun|2019 Thu"},
		{"2019-06-13", inYearOnly, "2019年|周四", "2019|Thu"},
		{"2019-05-24/2019-05-26", inMonth, "5月24—26日|周五至周日", "24–26 May|Fri–Sun"},
		{"2019-05-24/2019-05-26", inYear, "5月24—26日|周五至周日", "24–26 May|Fri–Sun"},
		{"2019-05-30/2019-06-02", inYear, "5月30日—6月2日|周四至周日", "30 May–2 Jun|Thu–Sun"},
		{"2018-12-30/2019-01-02", inNothing, "2018年12月30日—2019年1月2日|", "30 December 2018–2 January 2019|"},
		{"2019-05", inMonth, "本月|日期不详", "In May|day not recorded"},
		{"2019-05", inYear, "5月|日期不详", "In May|day not recorded"},
		{"2019-05", inNothing, "2019年5月|日期不详", "May 2019|day not recorded"},
		{"2019-05~", inMonth, "约5月|日期不详", "c. May|day not recorded"},
		{"2019-05?", inMonth, "本月|日期不详 存疑", "In May|day not recorded uncertain"},
		{"2019", inYear, "年内|月日不详", "In 2019|date not recorded"},
		{"2019", inNothing, "2019年|月日不详", "In 2019|date not recorded"},
		{"2019~", inYear, "约2019年|月日不详", "c. 2019|date not recorded"},
		{"-0220", inNothing, "公元前221年|月日不详", "In 221 BC|date not recorded"},
		{"2019-06-13~", inMonth, "约6月13日|周四", "c. 13 Jun|Thu"},
		{"-0220-03-04", inNothing, "3月4日|公元前221年", "4 Mar|221 BC"},
	} {
		span := events.On(edtf.MustParse(c.date))
		for lang, want := range map[string]string{"zh": c.zh, "en": c.en} {
			got := labelText(t, string(words{lang}.dateLabel(span, c.scope)))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s in scope %d, %s: %s", c.date, c.scope, lang, diff)
			}
		}
	}
}

// labelText is what a reader sees of a label, with the small line after a bar.
func labelText(t *testing.T, label string) string {
	d := document(t, "<p>"+label+"</p>")
	small := d.Find(".q")
	text := small.Text()
	small.Remove()
	large := d.Find("p").Text()
	for len(large) > 0 && large[len(large)-1] == ' ' {
		large = large[:len(large)-1]
	}
	return large + "|" + text
}

func TestDatesForMachines(t *testing.T) {
	for date, want := range map[string]string{
		"2019-06-13": "2019-06-13", "2019-05": "2019-05", "2019": "2019", "2019-05~": "2019-05", "2019-06-13/2019-06-15": "2019-06-13 2019-06-15",
		"201X": "", "-0220": "", "-0220-03-04": "", "2019/..": "", "12345": "",
	} {
		v, err := edtf.Parse(date)
		if err != nil {
			continue
		}
		got := ""
		for _, n := range document(t, string(words{"en"}.dateLabel(events.On(v), inNothing))).Find("time").EachIter() {
			if got != "" {
				got += " "
			}
			got += n.AttrOr("datetime", "?")
		}
		if got != want {
			t.Errorf("%s: datetime %q, want %q", date, got, want)
		}
	}
}

func TestStructuredDates(t *testing.T) {
	for date, want := range map[string][2]string{
		"2019-06-13": {"2019-06-13", ""}, "2019-05": {"2019-05", ""}, "2019": {"2019", ""}, "2019-05-24/2019-05-26": {"2019-05-24", "2019-05-26"},
		"2019-05/2020": {"2019-05", "2020"}, "2019/..": {"2019", ""}, "-0220": {"-0220", ""}, "201X": {"", ""}, "../2015": {"", "2015"}, "2019-21": {"2019", ""},
	} {
		start, end := isoSpan(events.On(edtf.MustParse(date)))
		if start != want[0] || end != want[1] {
			t.Errorf("%s: %q to %q, want %v", date, start, end, want)
		}
	}
}

func TestPeriods(t *testing.T) {
	for _, c := range []struct{ in, path, zh, en, edtf string }{
		{"20XX", "/c/21", "21世纪", "21st century", "20XX"},
		{"18XX", "/c/19", "19世纪", "19th century", "18XX"},
		{"-02XX", "/c/-3", "公元前3世纪", "3rd century BC", "-02XX"},
		{"201X", "/d/2010s", "2010年代", "2010s", "201X"},
		{"-022X", "/d/-0220s", "公元前220年代", "220s BC", "-022X"},
		{"2019", "/2019", "2019年", "2019", "2019"},
		{"0987", "/0987", "987年", "987", "0987"},
		{"-0220", "/-0220", "公元前221年", "221 BC", "-0220"},
		{"0000", "/0000", "公元前1年", "1 BC", "0000"},
		{"2019-05", "/2019/05", "2019年5月", "May 2019", "2019-05"},
		{"2019-05-24", "/2019/05/24", "2019年5月24日", "24 May 2019", "2019-05-24"},
	} {
		p := periodOf(edtf.MustParse(c.in))
		got := []string{p.path(), p.name(words{"zh"}), p.name(words{"en"}), p.edtf()}
		if diff := cmp.Diff([]string{c.path, c.zh, c.en, c.edtf}, got); diff != "" {
			t.Errorf("%s: %s", c.in, diff)
		}
		if back := periodOf(edtf.MustParse(p.edtf())); back != p {
			t.Errorf("%s: %v comes back as %v", c.in, p, back)
		}
	}
	for _, none := range []string{"2019~", "2019/2020", "2019-21", "[2019, 2020]"} {
		if p := periodOf(edtf.MustParse(none)); p.unit != noUnit {
			t.Errorf("%s is taken for the period %s", none, p.path())
		}
	}
}
