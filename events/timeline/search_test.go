package timeline_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"almanac.example/cmd/almanac/generate"
	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
)

func searchable() *timeline.Timeline {
	text := func(id, date, zh, en string) *events.Event {
		return &events.Event{ID: events.ID(id), Slug: id, Rev: 1, Status: events.Published, Span: events.On(edtf.MustParse(date)), Text: map[string]events.Text{
			"zh": {Title: zh}, "en": {Title: en, Summary: "Summary of " + id, Body: "At the café of the Überseestadt, with ５Ｇ."},
		}}
	}
	forum := text("forum", "2019-05-24", "浦江创新论坛在上海举行", "Pujiang Innovation Forum")
	museum := text("museum", "2018-09-13", "上海天文馆亮灯", "Astronomy museum lit")
	traditional := text("trad", "2020-01-01", "張江科學城擴建，臺灣學者參與", "Zhangjiang Science City grows")
	placed := text("placed", "2017-01-01", "地铁开通", "Metro opens")
	placed.Place = &events.Place{Slug: "pudong", Name: events.Localised{"zh": "浦东新区", "en": "Pudong"}}
	mentioned := text("mentioned", "2016-01-01", "会议", "Meeting")
	mentioned.Text["zh"] = events.Text{Title: "会议", Summary: "谈到上海", Body: "也谈到天文馆。"}
	return timeline.New().With(events.Batch{Rev: 1, Reset: true, Events: []*events.Event{forum, museum, traditional, placed, mentioned}})
}

func TestSearch(t *testing.T) {
	timeline := searchable()
	for _, c := range []struct {
		why, query string
		want       string // IDs as they are ranked
	}{
		{"no words: everything in order", "", "mentioned placed museum forum trad"},
		{"title before summary", "上海", "museum forum mentioned"},
		{"case", "FORUM", "forum"},
		{"part of a word", "astronom", "museum"},
		{"diacritics dropped", "cafe uberseestadt", "mentioned placed museum forum trad"},
		{"diacritics given", "café", "mentioned placed museum forum trad"},
		{"full width", "5g", "mentioned placed museum forum trad"},
		{"simplified finds traditional", "张江科学城", "trad"},
		{"traditional finds simplified", "浦東", "placed"},
		{"traditional finds traditional", "臺灣", "trad"},
		{"Chinese words run together", "上海论坛", "forum"},
		{"pieces, the least telling part ranks", "上海天文馆", "museum mentioned"},
		{"pieces have at least two characters", "上亮江城", ""},
		{"words in any order, in either language", "forum 上海", "forum"},
		{"scripts run together", "上海forum", "forum"},
		{"place", "pudong 地铁", "placed"},
		{"body", "überseestadt 张江", "trad"},
		{"nothing", "zebra", ""},
		{"a letter, in one pass over the text", "g", "mentioned forum trad placed museum"},
		{"a character of two in a row", "议", "mentioned"},
	} {
		t.Run(c.why, func(t *testing.T) {
			var got []string
			for _, h := range timeline.Search(events.Selection{Text: c.query}) {
				got = append(got, string(h.ID))
			}
			if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
				t.Error(diff)
			}
			if n := len(timeline.Select(events.Selection{Text: c.query})); n != len(got) {
				t.Errorf("Select finds %d, Search %d", n, len(got))
			}
		})
	}
}

func TestHighlight(t *testing.T) {
	for _, c := range []struct{ text, query, want string }{
		{"Pujiang Innovation Forum", "forum innov", "Pujiang [Innov]ation [Forum]"},
		{"浦江创新论坛在上海举行", "上海论坛", "浦江创新[论坛]在[上海]举行"},
		{"張江科學城", "张江", "[張江]科學城"},
		{"Café société", "cafe SOCIETE", "[Café] [société]"},
		{"Cafe\u0301 bar", "café", "[Cafe\u0301] bar"},
		{"ﬁne", "fi", "[ﬁ]ne"},
		{"aaa", "aa a", "[aaa]"},
		{"浦江创新论坛", "的论坛江创", "浦[江创]新[论坛]"}, // a character of the query that the text lacks is passed over
		{"a\x00b", "ab", "a\x00b"},
		{"nothing", "zebra", "nothing"},
		{"", "x", ""},
		{"x", "", "x"},
	} {
		var b strings.Builder
		at := 0
		for _, h := range timeline.Highlight(c.text, c.query) {
			b.WriteString(c.text[at:h[0]] + "[" + c.text[h[0]:h[1]] + "]")
			at = h[1]
		}
		if got := b.String() + c.text[at:]; got != c.want {
			t.Errorf("%q in %q: %q, want %q", c.query, c.text, got, c.want)
		}
	}
}

func FuzzHighlight(f *testing.F) {
	f.Add("浦江创新论坛在上海举行", "上海论坛")
	f.Add("Café ﬁne \u0301", "cafe fi")
	f.Add("\xff\xfe臺", "台")
	f.Fuzz(func(t *testing.T, text, query string) {
		at := 0
		for _, h := range timeline.Highlight(text, query) {
			if h[0] < at || h[1] <= h[0] || h[1] > len(text) {
				t.Fatalf("mark %v after %d in %q", h, at, text)
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[h[0]:h[1]]) {
				t.Fatalf("mark %v splits a character of %q", h, text)
			}
			at = h[1]
		}
		if once := timeline.Fold(text); timeline.Fold(once) != once {
			t.Fatalf("folding %q twice changes it: %q, %q", text, once, timeline.Fold(once))
		}
	})
}

func BenchmarkSearch(b *testing.B) {
	record, err := generate.Record(generate.Options{Events: 100_000, From: 1000, To: 2026, Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	for _, e := range record.Events {
		e.Rev = 1
	}
	timeline := timeline.New().With(events.Batch{Rev: 1, Reset: true, Events: record.Events})
	for _, query := range []string{"上海", "天文馆", "上海科技馆论坛", "observatory", "zebra", "museum lights"} {
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				timeline.Search(events.Selection{Text: query})
			}
		})
	}
}

// The index of words rules out nothing that looking through every text finds.
func TestSearchFindsWhatIsThere(t *testing.T) {
	record, err := generate.Record(generate.Options{Events: 300, From: 1980, To: 2026, Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	timeline := timeline.New().With(events.Batch{Rev: 1, Reset: true, Events: record.Events})
	var all []events.ID
	for _, e := range record.Events {
		all = append(all, e.ID)
	}
	random := rand.New(rand.NewPCG(4, 4))
	found := 0
	for range 150 {
		query := someWords(random, record.Events)
		got := timeline.Select(events.Selection{Text: query})
		want := timeline.Select(events.Selection{Text: query, IDs: all}) // named events are looked through one by one
		if !slices.Equal(got, want) {
			t.Errorf("%q: %d events, %d have it", query, len(got), len(want))
		}
		found += len(got)
	}
	if found < 150 {
		t.Errorf("only %d events were found", found)
	}
}

// someWords is a query of pieces of some event's texts, and sometimes of
// characters that stand nowhere.
func someWords(random *rand.Rand, list []*events.Event) string {
	var words []string
	for range 1 + random.IntN(3) {
		e := list[random.IntN(len(list))]
		text := []rune(e.Text["zh"].Title + e.Text["en"].Title + " " + e.Text["en"].Body + e.Text["zh"].Summary)
		from := random.IntN(len(text))
		words = append(words, string(text[from:min(len(text), from+1+random.IntN(9))]))
	}
	if random.IntN(10) == 0 {
		words = append(words, string(rune(random.IntN(0x10000))))
	}
	return strings.ToValidUTF8(strings.Join(words, []string{" ", ""}[random.IntN(2)]), "")
}
