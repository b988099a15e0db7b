package ical

import (
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/feeds"
)

// A calendar speaks the language it is asked for: what it adds to titles and texts
// stands in that language, dates among it.
func TestCalendarsSpeakTheirLanguage(t *testing.T) {
	month := testEvent("m1", on("2019-05~"), "展览", "Exhibition")
	month.Text["ar"], month.Text["de"] = events.Text{Title: "معرض"}, events.Text{Title: "Ausstellung"}
	month.Status = events.Cancelled
	year := testEvent("m2", on("2019?"), "", "Opening!")
	old := testEvent("m3", on("1500-01-01"), "旧", "Old")
	older := testEvent("m4", on("1400-01-01"), "旧", "Older")
	for lang, want := range map[string][]string{
		"de": {
			"SUMMARY:[Abgesagt] Ausstellung (um Mai 2019)", "SUMMARY;LANGUAGE=en:2019: Opening! (Tag nicht überliefert\\, unsicher)",
			`DESCRIPTION:Datum: um Mai 2019\nAbgesagt.`, `Diesen Eintrag gibt es nur auf: English.`,
			"Nicht in diesem Kalender: 2 Einträge vor 1601 oder nach 9999.",
		},
		"zh-Hant": {"SUMMARY;LANGUAGE=zh:【已取消】展览（約2019年5月）", "此條目僅有English文本。", "未列入本行事曆：2 則早於 1601 年或晚於 9999 年。"},
		"fr":      {"SUMMARY;LANGUAGE=zh:[Annulé] 展览 (vers mai 2019)", "Date\u00a0: ", "Absent de ce calendrier\u00a0: 2 entrées avant 1601 ou après 9999."},
		"es":      {"SUMMARY;LANGUAGE=zh:[Cancelado] 展览 (hacia may 2019)", "2 entradas anteriores a 1601 o posteriores a 9999"},
		"ja":      {"SUMMARY;LANGUAGE=zh:【中止】展览（2019年5月頃）", "この記事は中文、English、العربية、Deutschのみです。", "このカレンダーにないもの：1601年より前または9999年より後の2件。"},
		"ar": {
			"SUMMARY:[ملغى] معرض (نحو مايو 2019)", "SUMMARY;LANGUAGE=en:2019: Opening!\u200e (اليوم غير معروف، وغير مؤكد)",
			"ليس في هذا التقويم: مدخلان قبل 1601 أو بعد 9999.",
		},
		"pt": {"SUMMARY;LANGUAGE=zh:【已取消】展览（约2019年5月）"}, // the site's first language
	} {
		f := testFeed(lang, ".ics", []*events.Event{month, year, old, older})
		body := unfolded(write(t, formats()[0], f))
		for _, text := range want {
			if !strings.Contains(body, text) {
				t.Errorf("%s: no %q in\n%s", lang, text, body)
			}
		}
	}
}

// What a calendar makes of a title is known again, whatever language it spoke.
func TestTitlesAreKnownAgainInEveryLanguage(t *testing.T) {
	e := testEvent("m1", on("2019-05~"), "展览", "Opening!")
	e.Status = events.Cancelled
	for _, lang := range events.SpokenLanguages() {
		w := newWriter(&feeds.Site{}, lang, feeds.ImpreciseDefault)
		shown := w.title(e, "Opening!", "en", showDate(e.Span, feeds.ImpreciseDefault))
		if !IsTitleOf(e, "en", "Opening!", shown) {
			t.Errorf("%s: %q is not known again", lang, shown)
		}
	}
	if IsTitleOf(e, "en", "Opening!", "Closing!") {
		t.Error("any title is the event's")
	}
}

// Anniversaries count years as the language does.
func TestAnniversariesSpeakTheirLanguage(t *testing.T) {
	e := testEvent("a1", on("2015-03-04"), "开馆", "Opening")
	for lang, want := range map[string]string{
		"en": "10 years ago: Opening", "zh": "10周年：开馆", "de": "Vor 10 Jahren: 开馆", "fr": "Il y a 10 ans\u00a0: 开馆",
		"es": "Hace 10 años: 开馆", "ja": "10周年：开馆", "ar": "قبل 10 سنوات: 开馆", "zh-Hant": "10週年：开馆",
	} {
		f := testFeed(lang, ".ics", []*events.Event{e})
		list := AnniversaryCalendar(f, Anniversaries{Today: dayOf(t, "2025-06-01")}).Events
		if len(list) == 0 {
			t.Fatal("no anniversary")
		}
		if text, _ := list[0].In(lang); text.Title != want {
			t.Errorf("%s: %q, want %q", lang, text.Title, want)
		}
	}
}
