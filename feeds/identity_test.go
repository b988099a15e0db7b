package feeds

import (
	"testing"
	"time"

	"almanac.example/events"
)

func testSite() *Site {
	return &Site{
		BaseURL: "https://almanac.example/below",
		Record:  &events.Site{Authority: "almanac.example", Founded: time.Date(2026, 11, 1, 23, 30, 0, 0, time.FixedZone("", -3600))},
	}
}

// A record's identifiers are made of its authority and the day in UTC on which
// it was founded (RFC 4151 §2.1), wherever it is served.
func TestTagURI(t *testing.T) {
	site := testSite()
	for _, base := range []string{site.BaseURL, "http://127.0.0.1:8080"} {
		site.BaseURL = base
		if got, want := site.TagURI("event/m1"), "tag:almanac.example,2026-11-02:event/m1"; got != want {
			t.Errorf("served at %s: %s, want %s", base, got, want)
		}
	}
}

func TestFeedID(t *testing.T) {
	for page, want := range map[string]string{
		"https://almanac.example/below/zh/2019":          "tag:almanac.example,2026-11-02:feed/zh/2019",
		"https://almanac.example/below/zh/all?tag=a&q=b": "tag:almanac.example,2026-11-02:feed/zh/all?tag=a&q=b",
		"https://other.example/zh/2019?key=1":            "tag:almanac.example,2026-11-02:feed/zh/2019?key=1",
		"http://%zz":                                     "tag:almanac.example,2026-11-02:feedhttp://%zz", // no address at all
	} {
		f := Feed{Site: testSite(), Page: page}
		if got := f.ID(); got != want {
			t.Errorf("%s: %s, want %s", page, got, want)
		}
	}
}

func TestEventPage(t *testing.T) {
	if got, want := testSite().EventPage("zh", "a slug/x"), "https://almanac.example/below/zh/e/a%20slug%2Fx"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// The zone of a site that names none is UTC, and its markup is made for it.
func TestSiteDefaults(t *testing.T) {
	site := testSite()
	if site.Location() != time.UTC {
		t.Errorf("the days begin in %s", site.Location())
	}
	if got, want := site.Renderer().HTML("[a](/zh/2019)", ""), `<p><a href="https://almanac.example/below/zh/2019">a</a></p>`; got != want {
		t.Errorf("rendered as %s, want %s", got, want)
	}
	shanghai, err := events.LoadZone("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	site.Zone, site.Markup = shanghai, NewMarkup("https://x.example")
	if site.Location() != shanghai || site.Renderer() != site.Markup {
		t.Error("what is given is not used")
	}
}

func TestStamped(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	first, last := at("0001-01-01T00:00:00Z"), at("9999-12-31T23:59:59Z")
	for _, x := range []struct{ in, want time.Time }{
		{at("2026-11-01T10:03:04.999+08:00"), at("2026-11-01T02:03:04Z")},
		{last, last},
		{last.Add(999 * time.Millisecond), last},
		{last.Add(time.Second), last},
		{last.AddDate(70_000, 0, 0), last},
		{first, first},
		{first.Add(-time.Second), first},
		{first.AddDate(-300, 0, 0), first},
	} {
		if got := Stamped(x.in); !got.Equal(x.want) || got.Location() != time.UTC {
			t.Errorf("%s is stamped %s, want %s", x.in, got, x.want)
		}
	}
	early, late := at("2026-11-01T00:00:00Z"), at("2026-11-02T00:00:00.5Z")
	for _, x := range []struct{ a, b, want time.Time }{
		{early, late, at("2026-11-02T00:00:00Z")}, {late, early, late}, {early, early, early}, {time.Time{}, early, early},
	} {
		if got := Later(x.a, x.b); !got.Equal(x.want) {
			t.Errorf("the later of %s and %s is %s, want %s", x.a, x.b, got, x.want)
		}
	}
}

func TestLanguages(t *testing.T) {
	for lang, chinese := range map[string]bool{"zh": true, "zh-Hant": true, "zho": false, "en": false, "": false} {
		if IsChinese(lang) != chinese {
			t.Errorf("%q is Chinese: %t", lang, !chinese)
		}
	}
	for lang, want := range map[string]string{"zh": "中文", "en": "English", "ar": "العربية", "no language": "no language", "xx": "xx"} {
		if got := LanguageName(lang); got != want {
			t.Errorf("%q calls itself %q, want %q", lang, got, want)
		}
	}
	told := events.Event{Text: map[string]events.Text{"en": {Title: "a"}, "de": {Title: "b"}}}
	for lang, want := range map[string]string{"zh": "此条目仅有English、Deutsch文本。", "es": "Esta entrada solo existe en: English, Deutsch.", "fr": "Cette entrée existe seulement en\u00a0: English, Deutsch.", "pt": "This entry is available in English, Deutsch only."} {
		if got := WordsIn(lang, nil).OnlyIn(&told); got != want {
			t.Errorf("in %s: %q, want %q", lang, got, want)
		}
	}
}

func TestEncodeJSON(t *testing.T) {
	got, err := EncodeJSON(map[string]string{"a": "<b> & c"})
	if want := `{"a":"<b> & c"}`; err != nil || string(got) != want {
		t.Errorf("%s, %v, want %s", got, err, want)
	}
	if _, err := EncodeJSON(func() {}); err == nil {
		t.Error("a function is encoded")
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain\n\ttext 😀":  "plain\n\ttext 😀",
		"a\x00b\x1bc\x7fd": "abcd",
		"a\xffb":           "ab",
		"a\ufffeb":         "ab",
	} {
		if got := Clean(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func TestWithAddress(t *testing.T) {
	for _, x := range []struct{ text, address, want string }{
		{"a", "https://x.example", "a (https://x.example)"},
		{"", "https://x.example", "https://x.example"},
		{"a", "", "a"},
		{"https://x.example", "https://x.example", "https://x.example"},
	} {
		if got := WithAddress(x.text, x.address); got != x.want {
			t.Errorf("%q at %q is %q, want %q", x.text, x.address, got, x.want)
		}
	}
}
