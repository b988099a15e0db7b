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
