package words

import (
	"strings"
	"testing"
	"testing/fstest"

	"almanac.example/events/texts/textstest"
)

// same are the texts that may be as they are in English, by language; "" stands for
// all: names, codes, signs, rules, and words that two languages share.
var same = map[string][]string{
	"":   {"colon", "comma", "dash", "weekdays", "describe.list", "event.when", "extent.none", "extent.one", "only.words", "titleStatus", "client.google", "rule."},
	"de": {"embed.code", "event.text", "filter.status", "foot.feeds", "privacy.cookies", "theme.system", "index.description"},
	"fr": {"embed.code", "event.sources", "foot.contact", "licence", "foot.changes", "event.history", "pager.label", "privacy.cookies", "event.known", "filter.dates", "about.dates"},
	"es": {"privacy.cookies"},
}

// TestEveryLanguageHasEveryText holds the files of texts complete.
func TestEveryLanguageHasEveryText(t *testing.T) {
	textstest.Complete(t, files, textstest.Rules{
		Languages: Languages(), AtLeast: 300, Same: same,
		Optional: []string{"label.thisMonth", "label.thisYear"}, Blank: []string{"rule.group"},
		Counting: func(key string) bool { return !strings.HasPrefix(key, "rule.") }, // centuries begin with one
	})
}

func TestText(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{In("zh").Text("skip"), "跳到正文"},
		{In("en").Text("skip"), "Skip to content"},
		{In("en").Text("pager.page", 2, 3), "Page 2 of 3"},
		{In("en").Text("credit", "X"), "Made with X"},
		{In("en").Text("no such text"), "no such text"},
		{In("fr").Text("skip"), "Aller au contenu"}, {In("pt").Text("skip"), "skip"},
		{Tag("zh"), "zh-CN"}, {Tag("en"), "en"},
		{In("zh").Locale(), "zh_CN"}, {In("en").Locale(), "en_GB"},
		{NativeName("zh"), "中文"}, {NativeName("en"), "English"}, {NativeName("fr"), "français"}, {NativeName("pt-BR"), "português"}, {NativeName("zh-Hant"), "繁體中文"}, {NativeName("x"), "x"},
		{In("de").LanguageName("ja"), "Japanisch"}, {In("zh").LanguageName("pt"), "葡萄牙语"}, {In("ar").LanguageName("de"), "الألمانية"}, {In("en").LanguageName("zh-Hant"), "Traditional Chinese"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

// TestTextCounts holds that a text with plural forms takes that of the first whole
// number, and that whole numbers are written as the verb says.
func TestTextCounts(t *testing.T) {
	more := fstest.MapFS{"en.json": {Data: []byte(`{
		"plain": "%s of %d",
		"copies": {"one": "%d copy by %s, %s in all", "other": "%d copies by %s, %s in all"},
		"last": {"one": "the last", "other": "%s more"}
	}`)}}
	all, err := With(more, []string{"en"})
	if err != nil {
		t.Fatal(err)
	}
	w := all["en"]
	args := []any{1, "Li", 12345}
	for _, c := range []struct{ got, want string }{
		{w.Text("plain", 12345, 12345), "12,345 of 12345"},
		{w.Text("copies", args...), "1 copy by Li, 12,345 in all"},
		{w.Text("copies", 2, "Li", 1), "2 copies by Li, 1 in all"},
		{w.Text("copies", 0, "Li", 1), "0 copies by Li, 1 in all"},
		{w.Text("last", 1), "the last"},
		{w.Text("last", 2000), "2,000 more"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	if args[0] != 1 || args[2] != 12345 {
		t.Errorf("the caller's arguments were changed: %v", args)
	}
}

// TestCountedSentences holds that a sentence around a number agrees with it, where
// the language has its verbs and pronouns agree.
func TestCountedSentences(t *testing.T) {
	for _, c := range []struct {
		lang, one, more string
	}{
		{"en", "1 entry, and 1 more that may belong here", "1 entry, and 1,200 more that may belong here"},
		{"de", "1 Eintrag, dazu 1, der vielleicht hierher gehört", "1 Eintrag, dazu 1.200, die vielleicht hierher gehören"},
		{"fr", "1 entrée, et 1 qui relève peut-être d’ici", "1 entrée, et 1\u202f200 qui relèvent peut-être d’ici"},
		{"es", "1 entrada, y 1 que quizá corresponda aquí", "1 entrada, y 1200 que quizá correspondan aquí"},
		{"zh", "1 条，另有 1 条日期不详、或在其中", "1 条，另有 1,200 条日期不详、或在其中"},
		{"ar", "مدخل واحد، وربما مدخل آخر ينتمي إلى هنا", "مدخل واحد، وربما 1,200 مدخل آخر ينتمي إلى هنا"},
	} {
		w := In(c.lang)
		if got := w.Text("extent.maybe", w.Entries(1), 1); got != c.one {
			t.Errorf("%s: %q, want %q", c.lang, got, c.one)
		}
		if got := w.Text("extent.maybe", w.Entries(1), 1200); got != c.more {
			t.Errorf("%s: %q, want %q", c.lang, got, c.more)
		}
	}
	for _, c := range [][2]string{
		{In("en").Count("subscribe.leftOut", 1), "1 entry is earlier than 1601 or later than 9999; calendars cannot show it, the pages and feed readers can."},
		{In("en").Count("subscribe.leftOut", 2), "2 entries are earlier than 1601 or later than 9999; calendars cannot show them, the pages and feed readers can."},
		{In("fr").CenturyTick(1), "Ier s."}, {In("fr").CenturyTick(19), "XIXe s."}, {In("es").CenturyTick(1), "s. I"}, {In("en").CenturyTick(21), "21st c."},
	} {
		if c[0] != c[1] {
			t.Errorf("%q, want %q", c[0], c[1])
		}
	}
}
