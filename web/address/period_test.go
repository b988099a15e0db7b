package address

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events/edtf"
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
