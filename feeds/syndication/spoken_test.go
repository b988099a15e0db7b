package syndication

import (
	"encoding/json"
	"strings"
	"testing"

	"almanac.example/events"
)

// A feed speaks the language it is asked for, around the record's own texts.
func TestFeedsSpeakTheirLanguage(t *testing.T) {
	for lang, want := range map[string][]string{
		"de": {
			"Abgesagt: 24. Dez. 2026 · [", "Neues Datum: ", "Findet doch statt: ", "Neu abgesagt: ", "<strong>Abgesagt</strong>", "Diesen Eintrag gibt es nur auf: 中文, English.",
			"Zurückgezogen: Dieser Eintrag wurde zurückgenommen", "1. Dez. 2026, 09:30–11:00 Uhr", ">Quellen<",
		},
		"fr":      {"Annulé\u00a0: 24 déc. 2026", "Date modifiée\u00a0: ", "Retiré\u00a0: cette entrée a été retirée"},
		"es":      {"Cancelado: 24 dic 2026", "Fecha cambiada: "},
		"ja":      {"【中止】2026年12月24日", "【日付の変更】", "【取り下げ】この記事は取り下げられました"},
		"zh-Hant": {"【已取消】2026年12月24日", "【日期變更】", "此條目僅有中文、English文本。"},
		"ar":      {"ملغى: 24 ديسمبر 2026", `<p dir="rtl"><time`, "تغيّر التاريخ: ", "«حدث»", `<div lang="ar" dir="rtl">`, `dir="rtl">المصادر</p>`},
		"pt":      {"【已取消】2026年12月24日"}, // the site's first language
	} {
		list := testEvents()
		own := testEvent("own", on("2019-11-12"), "", "")
		own.Text["ar"] = events.Text{Title: "«حدث»", Summary: "ملخص"}
		own.Updated = at("2026-11-19T09:00:00Z")
		own.Formerly = []events.Trace{{Until: own.Updated, Span: on("2019-10-01"), Status: events.Published}}
		own.Sources = []events.Source{{Title: events.Localised{"ar": "تقرير"}}}
		all := sayingsOf(t, testFeed(lang, ".json", append(list, own)))
		for _, text := range want {
			if !strings.Contains(all, text) {
				t.Errorf("%s: no %q in\n%s", lang, text, all)
			}
		}
	}
}

// sayingsOf are the titles and contents of a feed.
func sayingsOf(t *testing.T, f *Feed) string {
	t.Helper()
	var doc struct {
		Items []struct {
			Title string `json:"title"`
			HTML  string `json:"content_html"`
		} `json:"items"`
	}
	if err := json.Unmarshal(write(t, formats()[2], f), &doc); err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, it := range doc.Items {
		all.WriteString(it.Title + "\n" + it.HTML + "\n")
	}
	return all.String()
}

// The log of corrections and the feed of days speak it, too.
func TestDerivedFeedsSpeakTheirLanguage(t *testing.T) {
	for lang, want := range map[string][]string{
		"de":      {"Berichtigt: ", "<li>Stand: <del>veröffentlicht</del> → <ins>Abgesagt</ins></li>", "Anmerkung der Redaktion: ", "(ein seither zurückgezogener Eintrag)", "Titel [中文]: "},
		"fr":      {"Corrigé\u00a0: ", "Lieu\u00a0: <ins>上海", "Note de la rédaction\u00a0: "},
		"es":      {"Corregido: ", "Lugar: <ins>"},
		"ja":      {"【訂正】", "場所：<ins>"},
		"zh-Hant": {"【更正】", "地點：<ins>"},
		"ar":      {"مصحَّح: ", `<li dir="rtl">الحالة: `, `<p dir="rtl">ملاحظة المحرر: `},
	} {
		f := testFeed(lang, ".json", nil)
		for _, text := range want {
			if all := sayingsOf(t, Corrections(f, correctionStates())); !strings.Contains(all, text) {
				t.Errorf("%s: no %q in\n%s", lang, text, all)
			}
		}
	}
	e := testEvent("d1", on("2016-05-04"), "开馆", "Opening")
	for lang, want := range map[string][]string{
		"zh": {"5月4日 · 历史上的今天（1条）", "（10年前）"}, "en": {"4 May · On this day (1)", " (10 years ago)"},
		"de": {"4. Mai · An diesem Tag (1)", " (vor 10 Jahren)"}, "fr": {"4 mai · Ce jour-là (1)", " (il y a 10 ans)"},
		"es": {"4 de mayo · Un día como hoy (1)"}, "ja": {"5月4日 · 歴史上の今日（1件）"}, "ar": {"4 مايو · في مثل هذا اليوم (1)", " (قبل 10 سنوات)", `<li dir="rtl">`},
	} {
		all := sayingsOf(t, OnThisDay(testFeed(lang, ".json", []*events.Event{e}), day("2026-05-04")))
		for _, text := range want {
			if !strings.Contains(all, text) {
				t.Errorf("%s: no %q in\n%s", lang, text, all)
			}
		}
	}
}

// No stub takes more than it may, whatever language it speaks.
func TestStubsAreBriefInEveryLanguage(t *testing.T) {
	for _, lang := range events.SpokenLanguages() {
		f := testFeed(lang, ".json", nil)
		c := newComposer(f.Site, lang)
		for _, why := range []Gone{GoneWithdrawn, GoneLeft, GoneSuperseded} {
			e := testEvent("x", on("2019"), "x", "x")
			if why == GoneWithdrawn {
				e.Status = events.Withdrawn
			}
			it := c.stub(e, why, "", e.Updated)
			if n := len(it.Title) + len(it.HTML); n > 150 {
				t.Errorf("%s: a stub (%s) says %d bytes", lang, why, n)
			}
		}
	}
}
