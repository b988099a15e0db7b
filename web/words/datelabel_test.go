package words

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// TestDateLabels holds the wording beside an entry: what the section's heading
// says already is not said again, and nothing is said that is not known.
func TestDateLabels(t *testing.T) {
	for _, c := range []struct {
		date   string
		scope  Scope
		zh, en string // as text, the small line after a bar
	}{
		{"2019-06-13", InMonth, "6月13日|周四", "13 Jun|Thu"},
		{"2019-06-13", InYear, "6月13日|周四", "13 Jun|Thu"},
		{"2019-06-13", InNothing, "6月13日|2019年 周四", "13 Jun|2019 Thu"},
		{"2019-06-13", InYearOnly, "2019年|周四", "2019|Thu"},
		{"2019-05-24/2019-05-26", InMonth, "5月24—26日|周五至周日", "24–26 May|Fri–Sun"},
		{"2019-05-24/2019-05-26", InYear, "5月24—26日|周五至周日", "24–26 May|Fri–Sun"},
		{"2019-05-30/2019-06-02", InYear, "5月30日—6月2日|周四至周日", "30 May–2 Jun|Thu–Sun"},
		{"2018-12-30/2019-01-02", InNothing, "2018年12月30日—2019年1月2日|", "30 December 2018–2 January 2019|"},
		{"2019-05", InMonth, "本月|日期不详", "In May|day not recorded"},
		{"2019-05", InYear, "5月|日期不详", "In May|day not recorded"},
		{"2019-05", InNothing, "2019年5月|日期不详", "May 2019|day not recorded"},
		{"2019-05~", InMonth, "约5月|日期不详", "c. May|day not recorded"},
		{"2019-05?", InMonth, "本月|日期不详 存疑", "In May|day not recorded uncertain"},
		{"2019", InYear, "年内|月日不详", "In 2019|date not recorded"},
		{"2019", InNothing, "2019年|月日不详", "In 2019|date not recorded"},
		{"2019~", InYear, "约2019年|月日不详", "c. 2019|date not recorded"},
		{"-0220", InNothing, "公元前221年|月日不详", "In 221 BC|date not recorded"},
		{"2019-06-13~", InMonth, "约6月13日|周四", "c. 13 Jun|Thu"},
		{"-0220-03-04", InNothing, "3月4日|公元前221年", "4 Mar|221 BC"},
		{"1582-10-15", InNothing, "10月15日|1582年 周五", "15 Oct|1582 Fri"},
		{"1582-10-14", InNothing, "10月14日|1582年", "14 Oct|1582"},
		{"1583-05-24/1583-05-26", InYear, "5月24—26日|周二至周四", "24–26 May|Tue–Thu"},
		{"1582-05-24/1582-05-26", InYear, "5月24—26日|", "24–26 May|"},
	} {
		span := events.On(edtf.MustParse(c.date))
		for lang, want := range map[string]string{"zh": c.zh, "en": c.en} {
			got := labelText(t, string(In(lang).DateLabel(span, c.scope, nil)))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s in scope %d, %s: %s", c.date, c.scope, lang, diff)
			}
		}
	}
}

// The same in the languages with rules of their own.
func TestDateLabelsInOtherLanguages(t *testing.T) {
	for _, c := range []struct {
		date  string
		scope Scope
		want  map[string]string
	}{
		{"2019-06-13", InMonth, map[string]string{"de": "13. Juni|Do.", "fr": "13 juin|jeu.", "es": "13 jun|jue", "ja": "6月13日|木", "ar": "13 يونيو|الخميس", "zh-Hant": "6月13日|週四"}},
		{"2019-05-24/2019-05-26", InYear, map[string]string{"de": "24.–26. Mai|Fr.–So.", "fr": "24–26 mai|ven.–dim.", "es": "24–26 may|vie–dom", "ja": "5月24～26日|金～日", "ar": "24–26 مايو|الجمعة–الأحد", "zh-Hant": "5月24—26日|週五至週日"}},
		{"2019-05", InMonth, map[string]string{"de": "Im Mai|Tag nicht überliefert", "fr": "En mai|jour non consigné", "es": "En may|día sin registrar", "ja": "月内|日付の記録なし", "ar": "في مايو|اليوم غير مسجل", "zh-Hant": "本月|日期不詳"}},
		{"2019~", InYear, map[string]string{"de": "um 2019|Datum nicht überliefert", "fr": "vers 2019|date non consignée", "es": "hacia 2019|fecha sin registrar", "ja": "約2019年|月日の記録なし", "ar": "نحو 2019|التاريخ غير مسجل"}},
		{"2019", InYear, map[string]string{"de": "Im Jahr 2019|Datum nicht überliefert", "ja": "年内|月日の記録なし"}},
		{"2019-05", InNothing, map[string]string{"de": "Mai 2019|Tag nicht überliefert", "ja": "2019年5月|日付の記録なし"}},
	} {
		for lang, want := range c.want {
			if got := labelText(t, string(In(lang).DateLabel(events.On(edtf.MustParse(c.date)), c.scope, nil))); got != want {
				t.Errorf("%s in scope %d, %s: %q, want %q", c.date, c.scope, lang, got, want)
			}
		}
	}
}

// A date of another calendar is said whole, whatever stands above.
func TestLabelsOfMarkedDates(t *testing.T) {
	span := events.On(edtf.MustParse("1066-10-20"))
	span.Calendar = events.Julian
	for _, scope := range []Scope{InNothing, InYear, InMonth} {
		for lang, want := range map[string]string{"zh": "1066年10月14日（儒略历）|", "en": "14 Oct 1066 (Julian)|"} {
			if got := labelText(t, string(In(lang).DateLabel(span, scope, nil))); got != want {
				t.Errorf("%s in scope %d: %q, want %q", lang, scope, got, want)
			}
		}
	}
	if label := string(In("en").DateLabel(span, InYear, nil)); !strings.Contains(label, `datetime="1066-10-20"`) {
		t.Errorf("programs are not told the day: %s", label)
	}
}

// A time names its clock where that is not home's, and over several days each
// stands beside its day.
func TestLabelsOfTimes(t *testing.T) {
	for _, c := range []struct{ start, end, zone, zh, en string }{
		{"2026-11-30T09:00:00", "2026-11-30T10:30:00", "Europe/Berlin", "11月30日|周一 09:00–10:30 柏林时间", "30 Nov|Mon 09:00–10:30 Berlin time"},
		{"2026-11-30T09:00:00", "", "Asia/Shanghai", "11月30日|周一 09:00", "30 Nov|Mon 09:00"},
		{"2026-11-30T22:00:00", "2026-12-01T00:00:00", "Asia/Shanghai", "11月30日|周一 22:00–24:00", "30 Nov|Mon 22:00–24:00"},
		{"2026-11-30T22:00:00", "2026-12-01T02:00:00", "UTC", "11月30日—12月1日|周一至周二 11月30日 22:00 – 12月1日 02:00 UTC", "30 Nov–1 Dec|Mon–Tue 30 Nov 22:00 – 1 Dec 02:00 UTC"},
	} {
		span, err := events.SpanWords{Start: c.start, End: c.end, Zone: c.zone}.Span()
		if err != nil {
			t.Fatal(err)
		}
		home, err := events.LoadZone("Asia/Shanghai")
		if err != nil {
			t.Fatal(err)
		}
		for lang, want := range map[string]string{"zh": c.zh, "en": c.en} {
			if got := labelText(t, string(In(lang).DateLabel(span, InYear, home))); got != want {
				t.Errorf("%s to %s in %s: %q, want %q", c.start, c.end, c.zone, got, want)
			}
		}
	}
}

// labelText is what a reader sees of a label, with the small line after a bar.
func labelText(t *testing.T, label string) string {
	d := fragment(t, label)
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
		"0001-01-01": "0001-01-01", "0001": "0001", "9999-12-31": "9999-12-31", "0000-12-31": "", "0000": "",
		"201X": "", "-0220": "", "-0220-03-04": "", "2019/..": "", "12345": "",
	} {
		v, err := edtf.Parse(date)
		if err != nil {
			continue
		}
		got := ""
		for _, n := range fragment(t, string(In("en").DateLabel(events.On(v), InNothing, nil))).Find("time").EachIter() {
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

// fragment reads a piece of a page.
func fragment(t *testing.T, markup string) *goquery.Document {
	t.Helper()
	d, err := goquery.NewDocumentFromReader(strings.NewReader("<p>" + markup + "</p>"))
	if err != nil {
		t.Fatal(err)
	}
	return d
}
