package page

import (
	"net/url"
	"strings"
	"testing"

	"almanac.example/web/address"
	"almanac.example/web/words"
)

// A title keeps within what search engines show: the page's name goes before
// the site's.
func TestTitlesOfDocuments(t *testing.T) {
	long, longer := strings.Repeat("page ", 8), strings.Repeat("page ", 30)
	for _, c := range []struct{ page, site, want string }{
		{"2019", "Chronicle", "2019 · Chronicle"},
		{"", "Chronicle", "Chronicle"},
		{"Chronicle", "Chronicle", "Chronicle"},
		{strings.Repeat("p", 56), "Chronicle", strings.Repeat("p", 56) + " · Chronicle"},
		{strings.Repeat("p", 57), "Chronicle", words.Cut(strings.Repeat("p", 57), 56) + " · Chronicle"},
		{longer, "Chronicle", words.Cut(longer, 56) + " · Chronicle"},
		{strings.Repeat("p", 35), strings.Repeat("s", 31), words.Cut(strings.Repeat("p", 35), 34) + " · " + strings.Repeat("s", 31)},
		{strings.Repeat("p", 35), strings.Repeat("s", 32), strings.Repeat("p", 35)},
		{"2019", strings.Repeat("s", 100), "2019 · " + words.Cut(strings.Repeat("s", 100), 61)},
		{strings.Repeat("p", 21), strings.Repeat("s", 60), strings.Repeat("p", 21) + " · " + words.Cut(strings.Repeat("s", 60), 44)},
		{strings.Repeat("p", 22), strings.Repeat("s", 60), strings.Repeat("p", 22)},
		{long, strings.Repeat("s", 60), words.Cut(long, 68)},
		{"", strings.Repeat("s", 100), words.Cut(strings.Repeat("s", 100), 68)},
	} {
		got := documentTitle(c.page, c.site)
		if got != c.want {
			t.Errorf("%.30q of %.30q: %q, want %q", c.page, c.site, got, c.want)
		}
		if w := words.Width(got); w > titleWidth {
			t.Errorf("%q is %d wide", got, w)
		}
	}
}

func TestAddressesThatPagesLeadTo(t *testing.T) {
	tg := address.Target{Lang: "en", Path: "/en/2019/05", Query: url.Values{"tag": {"policy"}, "key": {"1"}}}
	for _, c := range []struct{ base, link, absolute string }{
		{"https://a.example", "/en/2019", "https://a.example/en/2019"},
		{"https://a.example/chronicle", "/chronicle/en/2019", "https://a.example/chronicle/en/2019"},
		{"http://a.example:8080/x/y", "/x/y/en/2019", "http://a.example:8080/x/y/en/2019"},
	} {
		l := linksFrom(c.base, tg, address.Choices{})
		if got := l.link("/2019", nil); got != c.link || l.absolute(got) != c.absolute {
			t.Errorf("%s: %q, %q", c.base, got, l.absolute(got))
		}
	}
	l := linksFrom("https://a.example", tg, address.Choices{Page: 3, Mono: true})
	for got, want := range map[string]string{
		l.link("/tag/a b", url.Values{"q": {"ü&"}}): "/en/tag/a%20b?q=%C3%BC%26",
		l.linkIn("zh", "/", url.Values{}):           "/zh/",
		l.place():                                   "/2019/05",
		l.here(nil):                                 "/en/2019/05?key=1&mono=1&tag=policy",
		l.here(map[string][]string{"tag": nil}):     "/en/2019/05?key=1&mono=1",
		l.here(map[string][]string{"tag": {"a", "b"}, "page": nil}): "/en/2019/05?key=1&mono=1&tag=a&tag=b",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if len(tg.Query) != 2 || tg.Query.Get("tag") != "policy" {
		t.Errorf("the target's own query became %v", tg.Query)
	}
	home := linksFrom("https://a.example", address.Home("en"), address.Choices{})
	if home.place() != "" {
		t.Errorf("home is at %q", home.place())
	}
	if got := webcal("https://a.example/en/all.ics?tag=x"); got != "webcal://a.example/en/all.ics?tag=x" {
		t.Error(got)
	}
}
