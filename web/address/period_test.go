package address

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
	"almanac.example/web/moment"
	"almanac.example/web/words"
)

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
		p := PeriodOf(edtf.MustParse(c.in))
		got := []string{p.Path(), p.Name(words.In("zh")), p.Name(words.In("en")), p.EDTF()}
		if diff := cmp.Diff([]string{c.path, c.zh, c.en, c.edtf}, got); diff != "" {
			t.Errorf("%s: %s", c.in, diff)
		}
		if back := PeriodOf(edtf.MustParse(p.EDTF())); back != p {
			t.Errorf("%s: %v comes back as %v", c.in, p, back)
		}
	}
	for _, none := range []string{"2019~", "2019/2020", "2019-21", "[2019, 2020]"} {
		if p := PeriodOf(edtf.MustParse(none)); p.Unit != NoUnit {
			t.Errorf("%s is taken for the period %s", none, p.Path())
		}
	}
}

func TestParents(t *testing.T) {
	for _, c := range []struct {
		period Period
		want   string
	}{
		{Period{Unit: Century, Year: 21}, ""}, {Period{Unit: Decade, Year: 2010}, "/c/21"}, {Period{Unit: Year, Year: 2019}, "/c/21 /d/2010s"},
		{Period{Unit: Month, Year: 2019, Month: 5}, "/c/21 /d/2010s /2019"}, {Period{Unit: Day, Year: 2019, Month: 5, Day: 24}, "/c/21 /d/2010s /2019 /2019/05"},
		{Period{Unit: Year, Year: 9999}, "/c/100 /d/9990s"}, {Period{Unit: Year, Year: 10000}, ""}, {Period{Unit: Year, Year: -9999}, "/c/-100 /d/-9990s"}, {Period{Unit: Year, Year: -10000}, ""},
		{Period{Unit: Year, Year: -5}, "/c/-1"}, {Period{Unit: Year, Year: 5}, "/c/1 /d/0000s"},
	} {
		var got []string
		for _, p := range c.period.Parents() {
			got = append(got, p.Path())
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%+v lies in %v, want %s", c.period, got, c.want)
		}
	}
}

func TestShortNames(t *testing.T) {
	zh, en := words.In("zh"), words.In("en")
	for _, c := range []struct {
		period           Period
		shortZH, shortEN string
		tickZH, tickEN   string
	}{
		{Period{Unit: Century, Year: 21}, "21世纪", "21st century", "21世纪", "21st c."},
		{Period{Unit: Decade, Year: 2010}, "2010年代", "2010s", "2010", "2010"},
		{Period{Unit: Year, Year: 1}, "1年", "1", "1", "1"}, {Period{Unit: Year}, "公元前1年", "1 BC", "公元前1年", "1 BC"},
		{Period{Unit: Month, Year: 2019, Month: 5}, "5月", "May", "5", "May"}, {Period{Unit: Day, Year: 2019, Month: 5, Day: 24}, "24日", "24", "", ""}, {Period{}, "全部", "Everything", "", ""},
	} {
		got := [4]string{c.period.ShortName(zh), c.period.ShortName(en), c.period.Tick(zh), c.period.Tick(en)}
		if want := [4]string{c.shortZH, c.shortEN, c.tickZH, c.tickEN}; got != want {
			t.Errorf("%+v: %q, want %q", c.period, got, want)
		}
	}
	if a := (Period{Unit: Month, Month: 5}).Anchor(); a != "m05" {
		t.Errorf("anchor %s", a)
	}
}

func TestNeighbours(t *testing.T) {
	var list []*events.Event
	for _, date := range []string{"1899-01-01", "2008-03-01", "2019-05-24", "2019-07-01", "2031-01-01"} {
		list = append(list, &events.Event{ID: events.ID(date), Slug: date, Rev: 1, Status: events.Published, Span: events.On(edtf.MustParse(date)), Text: map[string]events.Text{"en": {Title: date}}})
	}
	m := moment.New(timeline.New().With(events.Batch{Rev: 1, Reset: true, Events: list}))
	for _, c := range []struct {
		period        Period
		before, after string
	}{
		{Period{Unit: Century, Year: 20}, "/c/19", "/c/21"}, {Period{Unit: Century, Year: 21}, "/c/19", "/all"}, {Period{Unit: Decade, Year: 2010}, "/d/2000s", "/d/2030s"}, {Period{Unit: Year, Year: 2019}, "/2008", "/2031"},
		{Period{Unit: Month, Year: 2019, Month: 5}, "/2008/03", "/2019/07"}, {Period{Unit: Day, Year: 2019, Month: 5, Day: 24}, "/all", "/all"}, {Period{}, "/all", "/all"},
	} {
		before, after := c.period.Neighbours(m)
		if before.Path() != c.before || after.Path() != c.after {
			t.Errorf("%s stands between %s and %s, want %s and %s", c.period.Path(), before.Path(), after.Path(), c.before, c.after)
		}
	}
	for y, want := range map[int64]string{2019: "/d/2010s", -5: "/-0005", 12345: "/12345", -11: "/d/-0010s"} {
		if got := SameUnit(Decade, y).Path(); got != want {
			t.Errorf("%d: %s, want %s", y, got, want)
		}
	}
	for _, c := range []struct {
		period      Period
		first, last int64
	}{
		{Period{Unit: Century, Year: 21}, 2000, 2099}, {Period{Unit: Century, Year: -3}, -299, -200}, {Period{Unit: Decade, Year: 2010}, 2010, 2019}, {Period{Unit: Decade, Year: -220}, -229, -220}, {Period{Unit: Decade}, 0, 9}, {Period{Unit: Year, Year: 7}, 7, 7},
	} {
		if first, last := c.period.Years(); first != c.first || last != c.last {
			t.Errorf("%s: %d to %d, want %d to %d", c.period.Path(), first, last, c.first, c.last)
		}
	}
}
