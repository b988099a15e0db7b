package page_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/webtest"
	"almanac.example/web/words"
)

// texts calls fn with every text that a page shows in its own words: what readers
// and screen readers are given, without what the record says in a language that is
// marked, and without code.
func texts(d *goquery.Document, fn func(text, lang string)) {
	var walk func(n *html.Node, lang string)
	walk = func(n *html.Node, lang string) {
		for _, a := range n.Attr {
			switch {
			case a.Key == "lang":
				lang = a.Val
			case a.Key == "translate" && a.Val == "no":
				return
			}
		}
		if n.Type == html.ElementNode && slices.Contains([]string{"script", "code", "title", "meta", "iframe"}, n.Data) {
			return
		}
		for _, a := range n.Attr {
			if slices.Contains([]string{"aria-label", "title", "placeholder", "alt", "data-copy", "data-copied", "data-share", "data-shown", "data-hides"}, a.Key) {
				fn(a.Val, lang)
			}
		}
		if n.Type == html.TextNode {
			fn(n.Data, lang)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, lang)
		}
	}
	walk(d.Nodes[0], "")
}

var (
	rawKey      = regexp.MustCompile(`^[a-z]+[A-Za-z0-9]*(\.[A-Za-z0-9-]+)+$`)
	wordOfLatin = regexp.MustCompile(`\p{Latin}{3,}`)
)

// TestEveryPageSpeaksItsLanguage holds, for every kind of page in every language of
// the interface, that nothing shows the name of a text in its place, and nothing
// stands there in English that is not.
func TestEveryPageSpeaksItsLanguage(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	i.settle(t, func(s *events.Site) {
		s.Languages = words.Languages()
		s.Licence, s.Contact = &events.Licence{Name: "CC0"}, "desk@example.org"
		s.Texts = map[string]events.SiteText{"en": {About: "We.", Imprint: "We.", Privacy: "We.", Accessibility: "We.", Contact: "We."}}
		s.Names, s.Descriptions = events.Localised{"en": "Chronicle"}, events.Localised{"en": "What happened."}
		s.Tags = []events.Tag{{Slug: "science", Name: events.Localised{"en": "Science"}}, {Slug: "policy", Name: events.Localised{"en": "Policy"}}}
	})
	paths := everyPath()
	for _, lang := range words.Languages() {
		known := map[string]bool{} // English texts that are the same in the language
		for _, key := range words.Keys() {
			if en := words.In("en").Text(key); en == words.In(lang).Text(key) {
				known[en] = true
			}
		}
		english := map[string]string{} // by text; "nothing" is a tag of the record, too
		for _, key := range words.Keys() {
			if en := words.In("en").Text(key); key != "precision.none" && !known[en] && !strings.Contains(en, "%") && len(en) > 3 {
				english[en] = key
			}
		}
		for _, path := range paths {
			got := i.get(t, in(lang, path), "Accept", "text/html")
			d := webtest.Document(t, got.body)
			if want := words.Tag(lang); d.Find("html").AttrOr("lang", "") != want || d.Find("html").AttrOr("dir", "ltr") != events.Direction(lang) {
				t.Errorf("%s: lang %q, dir %q", in(lang, path), d.Find("html").AttrOr("lang", ""), d.Find("html").AttrOr("dir", ""))
			}
			texts(d, func(text, marked string) {
				text = strings.TrimSpace(text)
				switch {
				case rawKey.MatchString(text) && words.In("en").Text(text) != text || strings.Contains(text, "%!"):
					t.Errorf("%s: the name of a text: %q", in(lang, path), text)
				case marked == words.Tag(lang) && lang != "en" && english[text] != "":
					t.Errorf("%s: %s in English: %q", in(lang, path), english[text], text)
				case marked == words.Tag(lang) && unspoken(text, lang):
					t.Errorf("%s: in another script: %q", in(lang, path), text)
				}
			})
			if got.status == http.StatusOK {
				webtest.CheckElements(t, d)
			}
		}
	}
}

// everyPath is an address of every kind of page, after the language, and of pages as
// readers change them; what begins with "embedded" is a frame for other sites.
func everyPath() []string {
	return append(webtest.Paths(), "/imprint", "/contact", "/accessibility", "/nothing-here", "/e/withdrawn", "/e/draft", "/2019?from=yesterday", "/list?page=x",
		"/changes", "/changes?tag=policy", "/upcoming", "/upcoming?tag=policy", "/list?order=newest", "/2019?order=newest", "/all?order=oldest&tag=science", "/list?print=1",
		"/2019?tag=science&-tag=policy&place=shanghai", "/2019?mono=1", "/2019/05?key=1&strange=1", "/search?q=2019&in=201X&status=cancelled", "/subscribe?place=shanghai&-tag=policy",
		"/embed?tag=science&place=shanghai&order=oldest&days=30", "/v/science", "embedded/2019", "embedded/tag/science?n=2", "embedded/upcoming?days=7", "embedded/1999", "embedded/v/science")
}

// in is the address of a path of everyPath in a language.
func in(lang, path string) string {
	if framed, ok := strings.CutPrefix(path, "embedded"); ok {
		return "/embed/" + lang + framed
	}
	return "/" + lang + path
}

// TestNamesInOneLanguageAreMarked holds that on no page in any language of the
// interface what the record calls things stands under a language it is not in: in the
// text, in what only screen readers say, and in the head.
func TestNamesInOneLanguageAreMarked(t *testing.T) {
	for _, c := range []struct{ lang, site, tag, place, view, text string }{
		{"zh", "上海科技大事记", "科学技术", "上海天文馆", "科学事件", "望远镜首次开光"},
		{"ar", "سجل العلوم", "العلوم", "المرصد", "أحداث العلوم", "افتتاح المرصد"},
	} {
		t.Run(c.lang, func(t *testing.T) {
			list := webtest.Chronicle()
			for k := range list {
				list[k].Text = map[string]events.Text{c.lang: {Title: c.text, Summary: c.text}}
				if list[k].Place != nil {
					list[k].Place.Name = events.Localised{c.lang: c.place}
				}
				list[k].Image, list[k].Sources, list[k].Links = nil, []events.Source{{Title: events.Localised{c.lang: c.text}}}, nil
			}
			i := newInstance(t, list...)
			i.settle(t, func(s *events.Site) {
				s.Languages = words.Languages()
				s.Names, s.ShortNames, s.Descriptions = events.Localised{c.lang: c.site}, events.Localised{c.lang: c.site}, events.Localised{c.lang: c.text}
				s.Texts = map[string]events.SiteText{c.lang: {About: c.text, Imprint: c.text, Privacy: c.text, Accessibility: c.text, Contact: c.text}}
				s.Tags = []events.Tag{{Slug: "science", Name: events.Localised{c.lang: c.tag}}, {Slug: "policy", Name: events.Localised{c.lang: c.tag}}}
				s.Views = []events.View{{Slug: "science", Name: events.Localised{c.lang: c.view}, Selection: "tag=science"}}
				s.FooterLinks = []events.Link{{URL: "https://example.org/", Title: events.Localised{c.lang: c.site}}}
			})
			for _, lang := range words.Languages() {
				for _, path := range everyPath() {
					d := webtest.Document(t, i.get(t, in(lang, path), "Accept", "text/html").body)
					texts(d, func(text, marked string) {
						text = strings.TrimSpace(text)
						if foreign(text, marked) {
							t.Errorf("%s: marked %q: %q", in(lang, path), marked, text)
						}
					})
				}
			}
		})
	}
}

// foreign reports whether a text has words in a script that the language it is marked
// with is not written in: Chinese names elsewhere than in Chinese and Japanese, Arabic
// ones elsewhere than in Arabic.
func foreign(text, marked string) bool {
	han := strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	arab := strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Arabic, r) })
	return han && !strings.HasPrefix(marked, "zh") && marked != "ja" || arab && marked != "ar"
}

// unspoken reports whether a text of a page is in a script that its language is not
// written in. Names of programs and formats are Latin everywhere.
func unspoken(text, lang string) bool {
	text = strings.ReplaceAll(text, "JSON Feed", "")
	han, arab := 0, 0
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			han++
		}
		if unicode.Is(unicode.Arabic, r) {
			arab++
		}
	}
	switch lang {
	case "zh", "zh-Hant", "ja":
		return arab > 0 || han == 0 && !hasKana(text) && len(wordOfLatin.FindAllString(text, -1)) >= 3 && !strings.Contains(text, "iCalendar")
	case "ar":
		return han > 0 || arab == 0 && len(wordOfLatin.FindAllString(text, -1)) >= 3 && !strings.Contains(text, "iCalendar")
	}
	return han > 0 || arab > 0
}

func hasKana(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana) })
}

// TestRecordsInAnyLanguage holds that a record in a language of any script reads
// right: its text is marked with language and direction, and what the pages say
// around it is in its own language, or in the site's first.
func TestRecordsInAnyLanguage(t *testing.T) {
	told := func(id, lang, title string) events.Event {
		return events.Event{ID: events.ID(id), Slug: id, Span: events.On(edtf.MustParse("2019-05-24")), Status: events.Published,
			Text: map[string]events.Text{lang: {Title: title, Summary: title + "."}}}
	}
	both := told("both", "zh", "博物馆开馆")
	both.Text["pt"] = events.Text{Title: "O museu abre"}
	list := []events.Event{
		both, told("de", "de", "Museum öffnet"), told("fr", "fr", "Le musée ouvre"), told("ar", "ar", "افتتاح المتحف"), told("he", "he", "המוזיאון נפתח"), told("pt", "pt", "O museu abre"),
	}
	for _, c := range []struct {
		languages []string
		page      string // whose entries are looked at
		lang, dir string // of the page
		entry     string // one of the record
		attrs     string // of its title: lang and dir
		note      string
	}{
		{[]string{"de"}, "/de/2019", "de", "", "de", " ", ""},
		{[]string{"de"}, "/de/2019", "de", "", "fr", "fr ", "nur auf Französisch"},
		{[]string{"de"}, "/de/2019", "de", "", "ar", "ar rtl", "nur auf Arabisch"},
		{[]string{"fr"}, "/fr/2019", "fr", "", "de", "de ", "en allemand seulement"},
		{[]string{"fr"}, "/fr/2019", "fr", "", "pt", "pt ", "en portugais seulement"},
		{[]string{"de"}, "/de/2019", "de", "", "both", "zh-CN ", "nur auf Chinesisch, Portugiesisch"},
		{[]string{"ar"}, "/ar/2019", "ar", "rtl", "ar", " ", ""},
		{[]string{"ar"}, "/ar/2019", "ar", "rtl", "de", "de ltr", "باللغة الألمانية فقط"},
		{[]string{"ar"}, "/ar/2019", "ar", "rtl", "he", "he ", "باللغة العبرية فقط"},
		{[]string{"pt", "de"}, "/pt/2019", "de", "", "pt", "pt ", ""}, // Portuguese text in a German page
		{[]string{"pt", "de"}, "/pt/2019", "de", "", "he", "he rtl", "nur auf Hebräisch"},
		{[]string{"pt"}, "/pt/2019", "en", "", "pt", "pt ", ""}, // no language of the site is spoken
		{[]string{"en"}, "/en/2019", "en", "", "de", "de ", "German only"},
		{[]string{"ja"}, "/ja/2019", "ja", "", "fr", "fr ", "フランス語のみ"},
		{[]string{"zh-Hant"}, "/zh-Hant/2019", "zh-Hant", "", "de", "de ", "僅有德文"},
		{[]string{"es"}, "/es/2019", "es", "", "de", "de ", "solo en alemán"},
	} {
		i := newInstance(t, list...)
		i.settle(t, func(s *events.Site) { s.Languages = c.languages })
		d := webtest.Document(t, i.get(t, c.page).body)
		if got := d.Find("html"); got.AttrOr("lang", "") != c.lang || got.AttrOr("dir", "") != c.dir {
			t.Errorf("%v: the page is in %q, %q", c.languages, got.AttrOr("lang", ""), got.AttrOr("dir", ""))
		}
		entry := d.Find("#e-" + c.entry)
		h := entry.Find("h3 a").First()
		if got := h.AttrOr("lang", "") + " " + h.AttrOr("dir", ""); got != c.attrs {
			t.Errorf("%v: the entry in %s has %q, want %q", c.languages, c.entry, got, c.attrs)
		}
		if got := entry.Find(".note").Text(); got != c.note {
			t.Errorf("%v: the entry in %s has the note %q, want %q", c.languages, c.entry, got, c.note)
		}
		page := webtest.Document(t, i.get(t, "/"+c.languages[0]+"/e/"+c.entry).body)
		if text := page.Find("section.text"); text.AttrOr("lang", "")+" "+text.AttrOr("dir", "") != c.attrs {
			t.Errorf("%v: its page marks the text %q %q, want %q", c.languages, text.AttrOr("lang", ""), text.AttrOr("dir", ""), c.attrs)
		}
		if n := d.Find("#f-mono").Length(); n != min(1, len(c.languages)-1) {
			t.Errorf("%v: %d ways to hide titles in another language", c.languages, n)
		}
	}
}
