package frame

import (
	"net/url"
	"slices"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/web/words"
)

func visit(t *testing.T, lang string) *Visit {
	t.Helper()
	languages, err := words.With(textFiles, Languages())
	if err != nil {
		t.Fatal(err)
	}
	shanghai, err := events.LoadZone("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	site := &feeds.Site{BaseURL: "https://almanac.example.org/a", Languages: []string{"zh", "en"}, Zone: shanghai, Name: events.Localised{"zh": "大事记", "en": "Chronicle"}}
	return &Visit{Language: languages[lang], Timeline: timeline.New(), Site: site, Base: "/a", Path: "/list", Now: time.Date(2026, 11, 29, 15, 8, 0, 0, shanghai)}
}

func TestFormsAreReadInOneWay(t *testing.T) {
	f := Form{Values: url.Values{
		"line": {"  two  words\t\n"}, "text": {"\r\none  \r\n\r\ntwo\t\r\n\r\n"}, "many": {"b", "", "a", "b"}, "n": {"12"}, "minus": {"-1"}, "word": {"x"},
		"row-0": {"a"}, "row-1": {""}, "row-3": {"d"}, "empty": {""}, "lines": {" a \n\n b\n"}, "secret": {" p "},
	}}
	for _, c := range []struct{ got, want any }{
		{f.Line("line"), "two words"}, {f.Line("none"), ""},
		{f.Text("text"), "one\n\ntwo"},
		{f.Number("n"), int64(12)}, {f.Number("minus"), int64(0)}, {f.Number("word"), int64(0)},
		{f.Rows("row-", 10), 2}, {f.Rows("row-", 1), 1}, {f.Rows("none-", 10), 0},
		{f.Has("empty"), true}, {f.Has("none"), false}, {f.Checked("empty"), false}, {f.Checked("n"), true},
		{f.Secret("secret"), " p "},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
	if got := f.All("many"); !slices.Equal(got, []string{"b", "a"}) {
		t.Errorf("all: %v", got)
	}
	if got := f.Lines("lines"); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("lines: %v", got)
	}
	hidden := Form{Values: url.Values{"a": {"1", "2"}, "src-0": {"x"}, "do": {"save"}}}.Hidden("do", "src-")
	if !slices.Equal(hidden, []Hidden{{"a", "1"}, {"a", "2"}}) {
		t.Errorf("hidden: %v", hidden)
	}
}

func TestAddressesOfTheDesk(t *testing.T) {
	v := visit(t, "en")
	v.Query = url.Values{"q": {"x"}, OutcomeKey: {"saved"}}
	for _, c := range []struct{ got, want string }{
		{v.Link("/list"), "/a/admin/en/list"}, {v.Link("/list", "a", "", "b", "c d"), "/a/admin/en/list?b=c+d"},
		{v.EntryLink("m01", ""), "/a/admin/en/e/m01"}, {v.EntryLink("m01", "history", "a", "1"), "/a/admin/en/e/m01/history?a=1"},
		{v.LinkIn("zh", "/"), "/a/admin/zh/"}, {v.SiteHome(), "/a/en/"},
		{v.OnSite(&events.Event{Slug: "s", Status: events.Published}), "/a/en/e/s"}, {v.OnSite(&events.Event{Slug: "s", Status: events.Draft}), ""},
		{v.Local("/a/admin/en/list?q=1"), "/a/admin/en/list?q=1"}, {v.Local("/admin/en/list"), "/a/admin/en/"}, {v.Local("https://x/a/admin/"), "/a/admin/en/"},
		{v.tongues()[0].Href, "/a/admin/zh/list?q=x"},
	} {
		if c.got != c.want {
			t.Errorf("%s, want %s", c.got, c.want)
		}
	}
}

func TestInstantsInWords(t *testing.T) {
	for lang, want := range map[string][]string{
		"en": {"today, 09:30", "yesterday, 23:59", "20 March", "29 November 2025", "1 December 2026, Tue, 09:00", "in 1 d 17 h", "in 2 h 0 min", "in 1 min", ""},
		"zh": {"今天09:30", "昨天23:59", "3月20日", "2025年11月29日", "2026年12月1日周二 09:00", "1天17小时后", "2小时0分钟后", "1分钟后", ""},
	} {
		v := visit(t, lang)
		at := func(month time.Month, day, hour, minute int) time.Time {
			return time.Date(2026, month, day, hour, minute, 0, 0, v.Zone()).UTC()
		}
		got := []string{
			v.When(at(11, 29, 9, 30)), v.When(at(11, 28, 23, 59)), v.When(at(3, 20, 12, 0)), v.When(at(11, 29, 9, 30).AddDate(-1, 0, 0)),
			v.Instant(at(12, 1, 9, 0)), v.Until(at(12, 1, 9, 0)), v.Until(at(11, 29, 17, 8)), v.Until(v.Now.Add(time.Second)), v.Until(v.Now),
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n%q\n%q", lang, got, want)
		}
	}
	for seconds, want := range map[int]string{0: "UTC", 8 * 3600: "UTC+8", -3*3600 - 1800: "UTC−3:30"} {
		if got := utc(seconds); got != want {
			t.Errorf("%d: %s", seconds, got)
		}
	}
}

func TestStates(t *testing.T) {
	v := visit(t, "en")
	for want, e := range map[string]events.Event{
		"st-pub Published": {Status: events.Published}, "st-pub Tentative": {Status: events.Tentative}, "st-pub Cancelled": {Status: events.Cancelled}, "st-off Withdrawn": {Status: events.Withdrawn}, "st-off Deleted": {Status: events.Deleted},
		"st-draft Draft": {Status: events.Draft}, "st-amend Amendment": {Status: events.Draft, Amends: &events.Amendment{ID: "a", Rev: 1}},
		"st-due Scheduled": {Status: events.Draft, Amends: &events.Amendment{ID: "a", Rev: 1}, Publish: &events.Schedule{}},
	} {
		if s := v.StateOf(&e); s.Class+" "+s.Word != want {
			t.Errorf("%v, want %s", s, want)
		}
	}
	e := events.Event{Text: map[string]events.Text{"zh": {Title: "一"}, "en": {Title: "One"}, "fr": {Summary: "x"}}, Outdated: []string{"en"}}
	for lang, want := range map[string]string{"zh": LanguageDone, "en": LanguageOutdated, "fr": LanguageMissing, "de": LanguageMissing} {
		if got := v.LanguageStateOf(&e, lang).State; got != want {
			t.Errorf("%s: %s", lang, got)
		}
	}
	if got := v.Contents(&e); !slices.Equal(got, []string{"en", "zh", "fr"}) {
		t.Errorf("languages %v", got)
	}
}

func TestSlugsOfNames(t *testing.T) {
	for name, want := range map[string]string{"Yangtze Delta": "yangtze-delta", " 长三角 ": "长三角", "R&D / Lab": "r-d-lab", "!!": "", "Café": "café"} {
		if got := SlugOf(name); got != want {
			t.Errorf("%q: %q", name, got)
		}
	}
}
