package entry_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

// draft is a story that is not public yet, of a date and with what is set.
func draft(id, date string, set func(*events.Event)) events.Event {
	return webtest.Story(id, date, func(e *events.Event) {
		e.Status = events.Draft
		if set != nil {
			set(e)
		}
	})
}

// TestThePublishPageChecks holds what is looked at before an entry goes out, in both
// languages, where it can be mended, and that what stops it does.
func TestThePublishPageChecks(t *testing.T) {
	linked := []events.Source{{Title: events.Localised{"en": "Report"}, URL: "https://example.org/r"}}
	for name, c := range map[string]struct {
		set    func(*events.Event)
		en, zh []string
		mend   string // anchors
		stops  bool
	}{
		"all there": {
			func(e *events.Event) {
				e.Sources, e.Image = linked, &events.Image{URL: "https://example.org/a.jpg", Alt: events.Localised{"en": "A", "zh": "图"}}
			},
			[]string{"FineTitled in every language", "FineEvery source has a link", "FineThe picture is described"},
			[]string{"可以各语言都有标题", "可以来源都有网址", "可以图片有说明"}, "", false,
		},
		"no source, one language": {
			func(e *events.Event) { delete(e.Text, "zh") },
			[]string{"MindThere is no Chinese title; readers see the other language Mend", "MindThere is no source; readers cannot check it Mend"},
			[]string{"请留意没有中文标题，读者会看到另一种语言的 去改", "请留意没有来源，读者无从核对 去改"}, "t-zh h-src", false,
		},
		"a source without a link": {
			func(e *events.Event) {
				e.Sources = append(slices.Clone(linked), events.Source{Title: events.Localised{"en": "Minutes"}}, events.Source{Title: events.Localised{"en": "Letter"}})
			},
			[]string{"FineTitled in every language", "MindSource 2 has no link; readers see its title and place only Mend"},
			[]string{"可以各语言都有标题", "请留意来源2没有网址，读者只看到名称和位置 去改"}, "su-1", false,
		},
		"a picture without words": {
			func(e *events.Event) {
				e.Sources, e.Image = linked, &events.Image{URL: "https://example.org/a.jpg", Alt: events.Localised{"en": "A"}}
			},
			[]string{"FineTitled in every language", "FineEvery source has a link", "StopsThe picture has no Chinese description, so this cannot go out yet Mend"},
			[]string{"可以各语言都有标题", "可以来源都有网址", "拦住图片没有中文说明，所以还不能发布 去改"}, "alt-zh", true,
		},
		"a date that is not understood": {
			func(e *events.Event) { e.Span, e.Sources = events.Span{Unread: "that day"}, linked },
			[]string{"StopsThe date is not understood yet: “that day” Mend", "FineTitled in every language", "FineEvery source has a link"},
			[]string{"拦住日期还没有读懂：“that day” 去改", "可以各语言都有标题", "可以来源都有网址"}, "date", true,
		},
		"a language that is behind": {
			func(e *events.Event) { e.Sources, e.Outdated = linked, []string{"zh"} },
			[]string{"FineTitled in every language", "FineEvery source has a link", "MindThe Chinese does not follow the last change yet Mend"},
			[]string{"可以各语言都有标题", "可以来源都有网址", "请留意中文还没有跟上最近的改动 去改"}, "t-zh", false,
		},
	} {
		h := desktest.New(t, draft("d1", "2019-07-03", c.set))
		for lang, want := range map[string][]string{"en": c.en, "zh": c.zh} {
			path := "/admin/" + lang + "/e/d1/publish"
			page := h.Get("editor", path)
			desktest.CheckPage(t, page)
			if got := each(page, ".checks li"); !slices.Equal(got, want) {
				t.Errorf("%s in %s: %q", name, lang, got)
			}
			var anchors []string
			for _, a := range page.Doc.Find(".checks a").EachIter() {
				address, anchor, _ := strings.Cut(a.AttrOr("href", ""), "#")
				if address != "/admin/"+lang+"/e/d1" || !h.Get("editor", address).Has("#"+anchor) {
					t.Errorf("%s in %s: it is mended at %q", name, lang, a.AttrOr("href", ""))
				}
				anchors = append(anchors, anchor)
			}
			if got := strings.Join(anchors, " "); got != c.mend {
				t.Errorf("%s in %s: mended at %q", name, lang, got)
			}
			if page.Has("button.go") == c.stops || page.Has(".checks .stop") != c.stops || page.Has(".far .soft") != c.stops {
				t.Errorf("%s in %s: the button is there: %v", name, lang, page.Has("button.go"))
			}
		}
		form := desktest.With(h.Get("editor", "/admin/en/e/d1/publish").Form(), "note", "Why", "do", "publish")
		a := h.Post("editor", "/admin/en/e/d1/publish", form)
		if e := h.Stored("d1"); (e.Status == events.Draft) != c.stops || (a.Status == http.StatusSeeOther) == c.stops {
			t.Errorf("%s: it is %s after %d", name, e.Status, a.Status)
		}
		if c.stops && (a.Doc.Find("#note").AttrOr("value", "") != "Why" || !slices.Equal(each(a, ".checks li"), c.en)) {
			t.Errorf("%s: the page again says %q", name, a.Text("main"))
		}
	}
}

// TestThePublishPageSaysWhereItGoes holds what readers will see of an entry, and on
// which pages, by kind of date.
func TestThePublishPageSaysWhereItGoes(t *testing.T) {
	place := &events.Place{Slug: "wuhu", Name: events.Localised{"zh": "芜湖", "en": "Wuhu"}}
	for date, c := range map[string]struct {
		set            func(*events.Event)
		class          string
		pages, pagesZh string
		calendar       string
	}{
		"2019-07-03": {func(e *events.Event) { e.Place, e.Key = place, true }, "ev k-day w3", "2019, 3 July 2019, science, Wuhu, lists and search", "2019年、2019年7月3日、science、芜湖、列表和检索", "All day on 3 July 2019, shown as free"},
		"2019-07-03/2019-07-05": {
			nil, "ev k-range w2", "2019, 3 July 2019, science, lists and search", "2019年、2019年7月3日、science、列表和检索", "All-day bar, 3–5 July 2019, shown as free",
		},
		"2019-07": {func(e *events.Event) { e.Tags = nil }, "ev k-month w2", "2019, July 2019, lists and search", "2019年、2019年7月、列表和检索", "All-day bar, 1–31 July 2019, shown as free"},
		"2019": {
			func(e *events.Event) { e.Text = map[string]events.Text{"en": {Title: "Story"}} }, "ev k-year w1", "2019, science, lists and search", "2019年、science、列表和检索", "One marker on 1 January 2019; the title says how far the date is known",
		},
		"201X":  {nil, "ev k-year w2", "science, lists and search", "science、列表和检索", "One marker on 1 January 2010; the title says how far the date is known"},
		"-0220": {nil, "ev k-year w2", "221 BC, science, lists and search", "公元前221年、science、列表和检索", "Not shown: no calendar can hold such a date"},
	} {
		h := desktest.New(t, draft("d1", date, c.set))
		for lang, want := range map[string]string{"en": c.pages, "zh": c.pagesZh} {
			page := h.Get("editor", "/admin/"+lang+"/e/d1/publish")
			if got := each(page, ".how td"); got[0] != want || lang == "en" && got[1] != c.calendar || len(got) != 3 {
				t.Errorf("%s in %s: %q", date, lang, got)
			}
			if got := page.Doc.Find(".evs li").AttrOr("class", ""); got != c.class {
				t.Errorf("%s in %s: drawn as %q", date, lang, got)
			}
		}
		publish(h, "d1")
		again := h.Get("editor", "/admin/en/e/d1/publish")
		if got := each(again, ".how td"); got[0] != c.pages || got[1] != c.calendar || !strings.HasPrefix(got[2], "Updated in Atom") {
			t.Errorf("%s once it is public: %q", date, got)
		}
		if again.Has("main form") || !again.Has(".rows a") || again.Text("h1") != "This entry is public" || !strings.Contains(again.Text("main"), "No difference.") {
			t.Errorf("%s once it is public: %q", date, again.Text("main"))
		}
	}
}

// TestAReaderIsShownAnEntryInOnesLanguage holds the entry as the publish page shows
// it: title, the title in the other language, summary, topics and place.
func TestAReaderIsShownAnEntryInOnesLanguage(t *testing.T) {
	for name, c := range map[string]struct {
		set    func(*events.Event)
		en, zh []string
	}{
		"both": {nil, []string{"Story 2019-07-03", "记事2019-07-03", "A summary of 2019-07-03.", "Science"}, []string{"记事2019-07-03", "Story 2019-07-03", "这是2019-07-03的摘要。", "科学"}},
		"one": {
			func(e *events.Event) {
				delete(e.Text, "en")
				e.Place = &events.Place{Slug: "shanghai", Name: events.Localised{"zh": "上海", "en": "Shanghai"}}
			},
			[]string{"记事2019-07-03", "这是2019-07-03的摘要。", "Science", "Shanghai"}, []string{"记事2019-07-03", "这是2019-07-03的摘要。", "科学", "上海"},
		},
		"bare": {
			func(e *events.Event) {
				e.Text = map[string]events.Text{"en": {Title: "One"}, "zh": {Title: "一"}}
				e.Tags = nil
			},
			[]string{"One", "一"}, []string{"一", "One"},
		},
	} {
		h := desktest.New(t, draft("d1", "2019-07-03", c.set))
		h.PutVocabulary()
		for lang, want := range map[string][]string{"en": c.en, "zh": c.zh} {
			page := h.Get("editor", "/admin/"+lang+"/e/d1/publish")
			if got := each(page, ".evs h3,.evs .tr,.evs .s,.evs .tag,.evs .pl"); !slices.Equal(got, want) {
				t.Errorf("%s in %s: %q", name, lang, got)
			}
		}
	}
}

// TestHowAnEntryGoesOut holds the choices of the page: what stands there
// beforehand, and what each does.
func TestHowAnEntryGoesOut(t *testing.T) {
	h := desktest.New(t, desktest.Draft("d1"), desktest.Draft("d2"), desktest.Draft("d3"))
	page := h.Get("editor", "/admin/en/e/d1/publish")
	if f := page.Form(); f.Get("when") != "now" || f.Get("tell") != "news" || f.Get("public") != "" || f.Get("note") != "" {
		t.Errorf("chosen beforehand: %v", f)
	}
	if !strings.Contains(page.Text("#at-h"), "Zone UTC, it is 11:00 now") {
		t.Errorf("the hint says %q", page.Text("#at-h"))
	}
	asked := h.Post("editor", "/admin/en/e/d1/publish", desktest.With(page.Form(), "when", "at", "at", "yesterday", "tell", "quiet", "public", "1", "note", "So", "do", "publish"))
	if f := asked.Form(); asked.Status != http.StatusUnprocessableEntity || f.Get("when") != "at" || f.Get("at") != "yesterday" || f.Get("tell") != "quiet" || f.Get("public") != "1" || f.Get("note") != "So" {
		t.Errorf("after a fault: %d %v", asked.Status, f)
	}
	if a := h.Post("editor", "/admin/en/e/d1/publish", desktest.With(page.Form(), "tell", "quiet", "do", "check")); a.Status != http.StatusOK || a.Form().Get("tell") != "quiet" || h.Stored("d1").Status != events.Draft {
		t.Errorf("the Enter key: %d", a.Status)
	}
	for id, pairs := range map[string][]string{"d1": {"tell", "quiet", "note", "A secret"}, "d2": {"tell", "news", "note", "For readers", "public", "1"}} {
		a := h.Post("editor", "/admin/en/e/"+id+"/publish", desktest.With(h.Get("editor", "/admin/en/e/"+id+"/publish").Form(), append(pairs, "do", "publish")...))
		e := h.Stored(id)
		if a.To != "/admin/en/e/"+id+"?done=published" || e.Status != events.Published || e.Quiet != (id == "d1") {
			t.Errorf("%s: %d to %s, %s, quiet %v", id, a.Status, a.To, e.Status, e.Quiet)
		}
		if s := past(h, id)[0]; s.Note != pairs[3] || s.Author != "The editor" {
			t.Errorf("%s: noted %q by %q", id, s.Note, s.Author)
		}
	}
	h.CheckForm("editor", "/admin/en/e/d3/publish", desktest.With(h.Get("editor", "/admin/en/e/d3/publish").Form(), "do", "publish"))
}

// TestAnEntryThatWasChangedMeanwhileDoesNotGoOut: one has read what was there.
func TestAnEntryThatWasChangedMeanwhileDoesNotGoOut(t *testing.T) {
	for name, pairs := range map[string][]string{"now": {"do", "publish"}, "later": {"when", "at", "at", "2 Mar 2026 09:00", "do", "publish"}, "taken back": {"do", "unschedule"}} {
		h := desktest.New(t, desktest.Draft("d1"))
		for lang, want := range map[string]string{"en": "it was changed just now; read it once more", "zh": "刚才有人改过，请再看一遍"} {
			path := "/admin/" + lang + "/e/d1/publish"
			form := h.Get("editor", path).Form()
			h.Amend("author", "d1", "title-en", "Changed in "+lang)
			a := h.Post("editor", path, desktest.With(form, pairs...))
			if e := h.Stored("d1"); a.Status != http.StatusUnprocessableEntity || e.Status != events.Draft || e.Publish != nil {
				t.Errorf("%s in %s: %d, %s", name, lang, a.Status, e.Status)
			}
			if !strings.Contains(a.Text(".errs"), want) || !strings.Contains(a.Text(".evs"), "Changed in "+lang) || a.Form().Get("rev") != number(h.Stored("d1").Rev) {
				t.Errorf("%s in %s: it says %q and shows %q", name, lang, a.Text(".errs"), a.Text(".evs"))
			}
		}
	}
}

// TestAPlanIsShownAndTakenBack holds the words for an instant in each language, on
// the page and after the form.
func TestAPlanIsShownAndTakenBack(t *testing.T) {
	h := desktest.New(t, desktest.Draft("d1"))
	form := desktest.With(h.Get("editor", "/admin/zh/e/d1/publish").Form(), "when", "at", "do", "publish")
	for at, want := range map[string]string{
		"": "请写明日期和时刻，如“2026年12月1日 09:00”", "2026年3月2日": "请写明日期和时刻，如“2026年12月1日 09:00”", "2026年3月1日 11:00": "这个时刻已经过了", "2 Mar 2026 09:00 Berlin": "请",
	} {
		if a := h.Post("editor", "/admin/zh/e/d1/publish", desktest.With(form, "at", at)); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Text("#at-e"), want) {
			t.Errorf("%q: %d %s", at, a.Status, a.Text("#at-e"))
		}
	}
	done := h.Post("editor", "/admin/en/e/d1/publish", desktest.With(form, "at", "1 Mar 2026 11:01"))
	if e := h.Stored("d1"); e.Publish == nil || !e.Publish.At.Equal(h.Now().Add(time.Minute)) || e.Status != events.Draft {
		t.Fatalf("planned %+v", e.Publish)
	}
	if got := h.Follow("editor", done).Text(".say"); !strings.HasPrefix(got, "Goes out ") || !strings.Contains(got, "11:01 (UTC).") || !strings.Contains(got, "Take the plan back") {
		t.Errorf("it says %q", got)
	}
	page := h.Get("editor", "/admin/en/e/d1/publish")
	if got := page.Text(".say p"); !strings.HasPrefix(got, "It goes out ") || !strings.Contains(got, "11:01") {
		t.Errorf("the page says %q", got)
	}
	taken := h.Post("editor", "/admin/en/e/d1/publish", desktest.Fields(page.Doc.Find(".say form")))
	if taken.Status != http.StatusOK || h.Stored("d1").Publish == nil {
		t.Errorf("without its button: %d", taken.Status)
	}
	taken = h.Post("editor", "/admin/en/e/d1/publish", desktest.With(desktest.Fields(page.Doc.Find(".say form")), "do", "unschedule"))
	if got := h.Follow("editor", taken).Text(".say"); h.Stored("d1").Publish != nil || got != "It is no longer scheduled. It stays a draft." {
		t.Errorf("taken back it says %q", got)
	}
	if a := h.Get("editor", "/admin/en/e/d1?done=scheduled"); a.Has(".say") {
		t.Errorf("the address of before says %q", a.Text(".say"))
	}
}

// TestAfterPublishingItIsShownWhereToSee holds where the page leads, by kind of date.
func TestAfterPublishingItIsShownWhereToSee(t *testing.T) {
	for date, want := range map[string]string{
		"2019-07-03": "/en/e/d1 /en/2019 /en/2019/07/grid /en/2019.atom", "2019-07": "/en/e/d1 /en/2019 /en/2019/07/grid /en/2019.atom", "2019": "/en/e/d1 /en/2019 /en/2019.atom",
		"0000": "/en/e/d1 /en/0000 /en/0000.atom", "9999-12-31": "/en/e/d1 /en/9999 /en/9999/12/grid /en/9999.atom", "201X": "/en/e/d1 /en/all.atom", "-0220": "/en/e/d1 /en/all.atom", "Y10000": "/en/e/d1 /en/all.atom",
	} {
		h := desktest.New(t, draft("d1", date, nil))
		publish(h, "d1")
		a := h.Get("editor", "/admin/en/e/d1?done=published")
		var got []string
		for _, link := range a.Doc.Find(".say a").EachIter() {
			got = append(got, link.AttrOr("href", ""))
			if page := h.Get("", got[len(got)-1]); page.Status != http.StatusOK {
				t.Errorf("%s: %s answers %d", date, got[len(got)-1], page.Status)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q", date, got)
		}
	}
}

// TestWhatAFormHasDoneIsTold holds the sentence for each outcome, and that an
// address can say nothing of its own.
func TestWhatAFormHasDoneIsTold(t *testing.T) {
	h := desktest.New(t, webtest.Museum(), desktest.Draft("d1"))
	for done, want := range map[string][3]string{
		"saved": {"Saved. Readers see nothing new.", "存好了。 读者看到的没有变。", "/en/e/museum-opens"}, "same": {"Nothing was changed, so nothing was saved.", "没有改动，什么都没有存。", ""},
		"withdrawn": {"Withdrawn. It has left pages, calendars and feeds.", "撤回了。 页面、日历和订阅源里不再有它。", "/en/e/museum-opens"}, "nonsense": {"", "", ""}, "deleted": {"", "", ""},
		"back": {"Put back. No other field was touched; it is a new revision.", "放回去了。 别的各项没有动，记成了新的一版。", "/en/e/museum-opens"},
	} {
		for i, lang := range []string{"en", "zh"} {
			a := h.Get("editor", "/admin/"+lang+"/e/museum?done="+done)
			link := a.Doc.Find(".say a").AttrOr("href", "")
			if got := strings.TrimSpace(strings.TrimSuffix(a.Text(".say"), a.Text(".say a"))); got != want[i] || strings.Replace(link, "/zh/", "/en/", 1) != want[2] {
				t.Errorf("%s in %s: %q, leads to %q", done, lang, got, link)
			}
			if a := h.Get("editor", "/admin/"+lang+"/e/d1?done="+done); a.Text(".say") != want[i] {
				t.Errorf("%s in %s, of a draft: %q", done, lang, a.Text(".say"))
			}
		}
	}
}
