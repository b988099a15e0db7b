package entry_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

// TestATimeThatCannotBeIsRefused holds the words for each reason, in both languages,
// and that nothing is stored.
func TestATimeThatCannotBeIsRefused(t *testing.T) {
	h := desktest.New(t)
	for name, c := range map[string]struct {
		pairs  []string
		field  string
		en, zh string
	}{
		"a month":          {[]string{"date", "May 2019", "from-time", "9:00"}, "tf", "a time needs a date known to the day", "时刻要有确切的日子才能填"},
		"about a day":      {[]string{"date", "c. 10 May 2019", "from-time", "9:00"}, "tf", "a time needs a date known to the day", "时刻要有确切的日子才能填"},
		"perhaps a day":    {[]string{"date", "10 May 2019?", "from-time", "9:00"}, "tf", "a time needs a date known to the day", "时刻要有确切的日子才能填"},
		"from a day on":    {[]string{"date", "from 2016", "from-time", "9:00"}, "tf", "a time needs a date known to the day", "时刻要有确切的日子才能填"},
		"only an end":      {[]string{"date", "10 May 2019", "to-time", "9:00"}, "tf", "there is an end but no start", "有结束的时刻，缺开始的时刻"},
		"no start":         {[]string{"date", "10 May 2019", "from-time", "25:00"}, "tf", "“25:00” is no time of day; write it as 14:30", "“25:00”不像时刻；请写成 14:30 这样"},
		"no end":           {[]string{"date", "10 May 2019", "from-time", "9:00", "to-time", "later"}, "tt", "“later” is no time of day; write it as 14:30", "“later”不像时刻；请写成 14:30 这样"},
		"reversed":         {[]string{"date", "10 May 2019", "from-time", "9:00", "to-time", "8:59"}, "tt", "it ends before it starts; write both days in the date if it goes past midnight", "结束在开始之前；跨夜的请在日期里写明两天"},
		"no zone":          {[]string{"date", "10 May 2019", "from-time", "9:00", "zone", "Mars/Base"}, "tz", "“Mars/Base” is no time zone; write it as Europe/Paris", "没有“Mars/Base”这个时区；请写成 Asia/Shanghai 这样"},
		"before the years": {[]string{"date", "-0220-05-10", "from-time", "9:00"}, "tf", "“9:00” is no time of day; write it as 14:30", "“9:00”不像时刻；请写成 14:30 这样"},
	} {
		for lang, want := range map[string]string{"en": c.en, "zh": c.zh} {
			path := "/admin/" + lang + "/new"
			a := h.Post("author", path, desktest.With(h.Get("author", path).Form(), append(c.pairs, "title-en", "A talk", "do", "save")...))
			if got := a.Text("#" + c.field + "-e"); a.Status != http.StatusUnprocessableEntity || !strings.HasSuffix(got, want) {
				t.Errorf("%s in %s: %d %q", name, lang, a.Status, got)
			}
		}
	}
	if n := len(h.Live.Timeline().All()); n != 0 {
		t.Errorf("%d are stored", n)
	}
}

// TestSecondsAreKept: the form knows no seconds, and what is stored with them keeps
// them until another time is typed.
func TestSecondsAreKept(t *testing.T) {
	paris, err := events.LoadZone("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	at := func(hour, minute, second int) time.Time {
		return time.Date(2019, 4, 10, hour, minute, second, 0, paris)
	}
	for name, c := range map[string]struct {
		pairs      []string
		start, end string
	}{
		"another title": {nil, "2019-04-10T09:30:15", "2019-04-10T11:00:45"}, "another end": {[]string{"to-time", "11:01"}, "2019-04-10T09:30:15", "2019-04-10T11:01:00"}, "another start": {[]string{"from-time", "9:31"}, "2019-04-10T09:31:00", "2019-04-10T11:00:45"},
		"another zone": {[]string{"zone", "UTC"}, "2019-04-10T09:30:00", "2019-04-10T11:00:00"}, "no end": {[]string{"to-time", ""}, "2019-04-10T09:30:15", ""}, "no times": {[]string{"from-time", "", "to-time", ""}, "", ""},
	} {
		h := desktest.New(t, draft("d1", "2019-04-10", func(e *events.Event) {
			e.Span = events.Span{Start: at(9, 30, 15), End: at(11, 0, 45), Zone: "Europe/Paris"}
		}))
		f := h.Get("author", "/admin/en/e/d1").Form()
		if f.Get("from-time") != "09:30" || f.Get("to-time") != "11:00" || f.Get("zone") != "Europe/Paris" || f.Get("date") != "10 April 2019" {
			t.Fatalf("the form has %v", f)
		}
		h.Amend("author", "d1", append(c.pairs, "title-en", "Other")...)
		if words := h.Stored("d1").Span.Words(); words.Start != c.start || words.End != c.end {
			t.Errorf("%s: %+v", name, words)
		}
	}
}

// TestARuleOfATimedEntry holds until when it repeats and which days it leaves out, in
// the entry's own zone, and that the form tells so again.
func TestARuleOfATimedEntry(t *testing.T) {
	h := desktest.New(t)
	form := desktest.With(h.Get("author", "/admin/en/new").Form(), "date", "16 May 2026", "from-time", "20:00", "zone", "America/New_York", "title-en", "Open evening", "repeat", "WEEKLY", "until", "30 May 2026", "not", "23 May 2026", "do", "save")
	id := h.Post("author", "/admin/en/new", form).ID()
	r := h.Stored(id).Repeat
	if r.Rule != "FREQ=WEEKLY;BYDAY=SA;UNTIL=20260531T035959Z" || len(r.Except) != 1 || r.Except[0] != "2026-05-23T20:00:00" {
		t.Errorf("%+v", r)
	}
	page := h.Get("author", "/admin/en/e/"+id)
	if f := page.Form(); f.Get("repeat") != "WEEKLY" || f.Get("until") != "30 May 2026" || strings.TrimSpace(f.Get("not")) != "2026-05-23" || f.Get("rule") != "" {
		t.Errorf("the form has %v", f)
	}
	if got := strings.Join(each(page, ".five li"), "; "); !strings.Contains(got, "16 May 2026") || !strings.Contains(got, "30 May 2026") || strings.Contains(got, "23 May") {
		t.Errorf("next: %s", got)
	}
	h.Pass(24 * 400 * time.Hour)
	h.SignIn("author")
	if got := each(h.Get("author", "/admin/en/e/"+id), ".five li"); len(got) != 2 {
		t.Errorf("once all are past: %q", got)
	}
}

// TestAddedDatesOfARepetitionStay: the form does not show them.
func TestAddedDatesOfARepetitionStay(t *testing.T) {
	h := desktest.New(t, draft("d1", "2026-05-16", func(e *events.Event) {
		e.Repeat = &events.Repetition{Rule: "FREQ=WEEKLY;BYDAY=SA", Also: []string{"2026-05-20"}}
	}))
	h.Amend("author", "d1", "repeat", "DAILY")
	if r := h.Stored("d1").Repeat; r.Rule != "FREQ=DAILY" || len(r.Also) != 1 {
		t.Errorf("%+v", r)
	}
	h.Amend("author", "d1", "repeat", "")
	if r := h.Stored("d1").Repeat; r != nil {
		t.Errorf("once it happens once: %+v", r)
	}
}

// TestReadingWhatIsTypedAnswersInPart holds what the script is told: how a date is
// read in each language, what it may mean, or why it is not read.
func TestReadingWhatIsTypedAnswersInPart(t *testing.T) {
	h := desktest.New(t)
	for _, c := range []struct{ lang, date, want string }{
		{"en", "c. 1905", "Reads as c. 1905约1905年 1905~"}, {"zh", "c. 1905", "读作 约1905年c. 1905 1905~"},
		{"en", "14 October 1066 (Julian)", "Reads as 14 October 1066 (Julian)1066年10月14日（儒略历） 1066-10-20"},
		{"en", "", ""}, {"en", "that day", ""}, {"en", "04/05/2019", ""},
	} {
		a := h.Get("author", "/admin/"+c.lang+"/reads?"+url.Values{"date": {c.date}}.Encode())
		if got := a.Text("body"); a.Status != http.StatusOK || got != c.want && (c.want != "" || strings.Contains(got, "Reads as")) {
			t.Errorf("%q in %s: %d %q", c.date, c.lang, a.Status, got)
		}
	}
}

// TestWordsThatWereWrittenForAnotherDate holds when the page warns of them.
func TestWordsThatWereWrittenForAnotherDate(t *testing.T) {
	h := desktest.New(t, draft("d1", "1905", func(e *events.Event) { e.Span.AsWritten = events.Localised{"en": "under Mr Lee"} }))
	form := h.Get("author", "/admin/en/e/d1").Form()
	for name, c := range map[string]struct {
		pairs []string
		warns bool
	}{
		"nothing changed": {nil, false}, "another date": {[]string{"date", "1906"}, true}, "both": {[]string{"date", "1906", "written-en", "under Mr Wu"}, false}, "only the words": {[]string{"written-en", "under Mr Wu"}, false},
		"no words": {[]string{"date", "1906", "written-en", ""}, false}, "other words too": {[]string{"date", "1906", "written-zh", "吴时"}, true},
	} {
		a := h.Post("author", "/admin/en/e/d1", desktest.With(form, append(c.pairs, "do", "check")...))
		if got := a.Text("#reads .note2"); (got != "") != c.warns || c.warns && !strings.Contains(got, "still shown as “under Mr Lee”") {
			t.Errorf("%s: %q", name, got)
		}
	}
	unread := desktest.New(t, draft("d1", "1905", func(e *events.Event) { e.Span = events.Span{Unread: "that day"} }))
	if e := unread.Stored(unread.Amend("author", "d1", "date", "1906")); !e.Span.EDTF().Equal(edtf.MustParse("1906")) {
		t.Errorf("%+v", e.Span)
	}
}

// TestWhoElseIsEditing holds who is named, for how long, and that who saved is not.
func TestWhoElseIsEditing(t *testing.T) {
	h := desktest.New(t, webtest.Museum(), desktest.Draft("d1"))
	others := func(who string) string { return h.Get(who, "/admin/en/e/d1/presence").Body }
	form := h.Get("author-a", "/admin/en/e/d1").Form()
	h.Get("author-b", "/admin/en/e/d1")
	h.Get("author-b", "/admin/en/e/museum")
	if got := others("author"); got != "The author-a and The author-b" && got != "The author-a, The author-b" {
		t.Errorf("two others: %q", got)
	}
	if a := h.Get("author-a", "/admin/en/e/museum"); a.Text("dd.also") != "The author-b" || a.Has("dd.also[hidden]") || a.Doc.Find("dd.also").AttrOr("data-presence", "") != "/admin/en/e/museum/presence" {
		t.Errorf("of another entry: %q", a.Text("dd.also"))
	}
	h.Pass(3 * time.Minute)
	if got := others("author-b"); !strings.Contains(got, "The author-a") {
		t.Errorf("after three minutes: %q", got)
	}
	h.Pass(time.Second)
	if got := others("author"); got != "The author-b" {
		t.Errorf("later: %q", got)
	}
	h.Follow("author-b", h.Post("author-b", "/admin/en/e/d1", desktest.With(form, "title-en", "Saved", "do", "publish")))
	if got := others("author"); got != "" {
		t.Errorf("who saved is still there: %q", got)
	}
	if got := h.Get("author", "/admin/en/e/museum/presence").Body; got != "" {
		t.Errorf("an entry that nobody has open: %q", got)
	}
	if a := h.Get("author", "/admin/en/e/none/presence"); a.Status != http.StatusNotFound {
		t.Errorf("no such entry: %d", a.Status)
	}
}
