package desk_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/events"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

// bring sends a file to the wizard as an account, and goes where that leads.
func (h *house) bring(who, name, text string) (string, desktest.Answer) {
	h.T.Helper()
	a := h.Upload(who, "/admin/en/import", url.Values{"do": {"upload"}}, desktest.File{Field: "file", Name: name, Data: []byte(text)})
	if a.Status != http.StatusSeeOther {
		return "", a
	}
	return a.To, h.Settled(who, a.To)
}

// press sends the form of a page with a button, and follows.
func (h *house) press(who string, a desktest.Answer, button string, changes ...string) desktest.Answer {
	h.T.Helper()
	form := a.Doc.Find("main form").Has("[name=do][value=" + button + "]").First()
	if form.Length() == 0 {
		h.T.Fatalf("no button %q:\n%s", button, a.Doc.Find("main").Text())
	}
	next := h.Post(who, form.AttrOr("action", ""), desktest.With(desktest.Fields(form), append(changes, "do", button)...))
	if next.Status != http.StatusSeeOther {
		return next
	}
	return h.Settled(who, next.To)
}

// sums are the numbers of a page: new, changed, same, refused and what follows.
func sums(a desktest.Answer) string {
	return strings.Join(a.Doc.Find(".sums dd").Map(func(_ int, s *goquery.Selection) string { return s.Text() }), " ")
}

// ambiguous is a table of which no row decides whether the day or the month
// stands first, with a row that is no event and one that hurts.
const ambiguous = "When,What,Where\n04/05/1931,Museum opens,Harbour\n06/07/1932,\"<script>alert(1)</script>=1+1\",Harbour\n31/31/1933,Never,Harbour\n,Nothing,Harbour\n"

// A table goes through the wizard: what it leaves open is asked, the rows that
// are refused come back as a file, are mended and taken in, and the batch is
// undone.
func TestATableThroughTheWizard(t *testing.T) {
	h := newHouse(t, webtest.Museum())
	before := h.Live.Timeline().Len()
	at, columns := h.bring("editor", "chronicle.csv", ambiguous)
	if columns.Doc.Find("fieldset:has([name=o0]) input[checked]").Length() != 0 || columns.Doc.Find("[name=o0]").Length() != 2 {
		t.Fatalf("the order is not asked, or preset:\n%s", columns.Doc.Find("main").Text())
	}
	if columns.Doc.Find("main script").Length() != 0 {
		t.Error("a cell runs")
	}
	trial := h.press("editor", columns, "columns")
	if sums(trial) != "0 0 0 4" || trial.Doc.Find("[value=go]").Length() != 0 || !strings.Contains(trial.Doc.Find("main").Text(), "When: 2 dates may have the day or the month first") {
		t.Fatalf("%q\n%s", sums(trial), trial.Doc.Find("main").Text())
	}
	columns = h.Get("editor", at+"?step=columns")
	trial = h.press("editor", columns, "columns", "o0", "day-first")
	if sums(trial) != "2 0 0 2" || !strings.Contains(trial.Body, "4 May 1931") || h.Live.Timeline().Len() != before {
		t.Fatalf("%q\n%s", sums(trial), trial.Doc.Find("main").Text())
	}
	if text := trial.Doc.Find("table tbody tr").First().Text(); !strings.Contains(text, "Row 4") || !strings.Contains(text, "When") || !strings.Contains(text, "31/31/1933") {
		t.Errorf("the refused row is %q", text)
	}
	done := h.press("editor", trial, "publish")
	if sums(done) != "2 0 0 2" || h.Live.Timeline().Len() != before+2 {
		t.Fatalf("%q, %d events\n%s", sums(done), h.Live.Timeline().Len(), done.Doc.Find("main").Text())
	}
	refused := h.Get("editor", at+"/refused")
	if refused.Header.Get("Content-Type") != "text/csv; charset=utf-8" || !strings.Contains(refused.Header.Get("Content-Disposition"), "chronicle-refused.csv") {
		t.Errorf("%v", refused.Header)
	}
	if lines := strings.Split(strings.TrimSpace(refused.Body), "\n"); len(lines) != 3 || !strings.HasPrefix(lines[1], "31/31/1933,Never,Harbour,") || !strings.HasSuffix(lines[0], ",reason") {
		t.Errorf("%q", refused.Body)
	}
	mended := strings.Replace(refused.Body, "31/31/1933", "03/04/1933", 1)
	_, trial = h.bring("editor", "chronicle-refused.csv", mended)
	if sums(trial) == "" { // what was said of the columns is remembered for the header, and confirmed
		trial = h.press("editor", trial, "columns")
	}
	if sums(trial) != "1 0 0 1" || !strings.Contains(trial.Body, "3 April 1933") {
		t.Fatalf("mended: %q\n%s", sums(trial), trial.Doc.Find("main").Text())
	}
	h.press("editor", trial, "go")
	all, _ := h.bring("editor", "chronicle.csv", strings.Replace(ambiguous, "31/31/1933", "03/04/1933", 1))
	trial = h.press("editor", h.Settled("editor", all), "columns")
	if sums(trial) != "0 0 3 1" {
		t.Errorf("the whole table, mended: %q\n%s", sums(trial), trial.Doc.Find("main").Text())
	}
	undone := h.Follow("editor", h.Post("editor", done.Doc.Find(".say form").AttrOr("action", ""), url.Values{"do": {"undo"}}))
	if undone.Status != http.StatusOK || h.Live.Timeline().Len() != before+1 {
		t.Errorf("%d events after the undo\n%s", h.Live.Timeline().Len(), undone.Doc.Find("main").Text())
	}
}

const fair = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:one@example.org\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20190524\r\nSUMMARY:The fair\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

// An author takes a calendar in as drafts; what is public already becomes an
// amendment.
func TestACalendarThroughTheWizard(t *testing.T) {
	h := newHouse(t)
	_, trial := h.bring("author", "fair.ics", fair)
	if sums(trial) != "1 0 0 0" || trial.Doc.Find("[value=publish]").Length() != 0 {
		t.Fatalf("%q\n%s", sums(trial), trial.Doc.Find("main").Text())
	}
	done := h.press("author", trial, "go")
	list := h.Live.Timeline().All()
	if len(list) != 1 || list[0].Status != events.Draft || list[0].Text["zh"].Title != "The fair" {
		t.Fatalf("%+v\n%s", list, done.Doc.Find("main").Text())
	}
	if done.Doc.Find(".say form").Length() != 0 || !strings.Contains(done.Doc.Find(".say").Text(), "An editor can undo it") {
		t.Error("an author may not undo, and is not told who may")
	}
	if a := h.Post("author", trial.Doc.Find("form:has([value=go])").AttrOr("action", ""), url.Values{"do": {"publish"}, "shown": {trial.Doc.Find("[name=shown]").AttrOr("value", "")}}); a.Status == http.StatusOK {
		t.Errorf("published by an author: %d", a.Status)
	}
	next := *list[0]
	next.Status = events.Published
	_, err := h.Live.Commit(t.Context(), events.Put(next, next.Rev))
	h.Must(err)
	_, trial = h.bring("author", "fair.ics", strings.Replace(fair, "The fair", "The great fair", 1))
	if sums(trial) != "0 1 0 0" {
		t.Fatalf("%q\n%s", sums(trial), trial.Doc.Find("main").Text())
	}
	h.press("author", trial, "go")
	list = h.Live.Timeline().All()
	if len(list) != 2 || h.Stored(string(next.ID)).Text["zh"].Title != "The fair" {
		t.Errorf("%+v", list)
	}
}

// What the record has become in the meantime is found out at "go": nothing is
// written, and what differs is told.
func TestAnImportDoesWhatWasShown(t *testing.T) {
	h := newHouse(t)
	_, trial := h.bring("editor", "fair.ics", fair)
	other, _ := h.bring("editor", "again.ics", fair)
	h.press("editor", h.Get("editor", other), "publish")
	shown := h.press("editor", trial, "publish")
	if text := shown.Doc.Find(".say").Text(); !strings.Contains(text, "Nothing was written") || !strings.Contains(text, "“The fair” was new, and is now the same") {
		t.Fatalf("%s", shown.Doc.Find("main").Text())
	}
	if sums(shown) != "0 0 1 0" || shown.Doc.Find("[value=publish]").Length() != 0 {
		t.Errorf("%q", sums(shown))
	}
}

// What waits is its account's alone, and limited.
func TestWhatWaitsIsPrivateAndBounded(t *testing.T) {
	h := newHouse(t)
	at, _ := h.bring("editor", "fair.ics", fair)
	for _, path := range []string{at, at + "/refused"} {
		if a := h.Get("administrator", path); a.Status != http.StatusNotFound {
			t.Errorf("%s of another: %d", path, a.Status)
		}
	}
	if a := h.Post("administrator", at, url.Values{"do": {"go"}}); a.Status != http.StatusNotFound {
		t.Errorf("taking in what another sent: %d", a.Status)
	}
	for range 4 {
		h.bring("editor", "fair.ics", fair)
	}
	_, full := h.bring("editor", "fair.ics", fair)
	if full.Status != http.StatusUnprocessableEntity || !strings.Contains(full.Doc.Find(".errs").Text(), "5 files of yours wait") {
		t.Errorf("the sixth: %d %s", full.Status, full.Doc.Find("main").Text())
	}
	if _, a := h.bring("administrator", "fair.ics", fair); a.Status != http.StatusOK {
		t.Errorf("of another account: %d", a.Status)
	}
	start := h.Get("editor", "/admin/en/import")
	if n := start.Doc.Find("form:has([value=remove])").Length(); n != 5 {
		t.Fatalf("%d files wait", n)
	}
	h.press("editor", start, "remove")
	if _, a := h.bring("editor", "fair.ics", fair); a.Status != http.StatusOK {
		t.Errorf("after one was removed: %d", a.Status)
	}
	h.Pass(25 * time.Hour)
	h.SignIn("editor")
	if n := h.Get("editor", "/admin/en/import").Doc.Find("form:has([value=remove])").Length(); n != 0 {
		t.Errorf("%d files wait after a day", n)
	}
}

// What is no file that is read is told beside the file, in both languages.
func TestFilesThatCannotBeRead(t *testing.T) {
	h := newHouse(t)
	for name, text := range map[string]string{"empty.csv": "", "bad.json": "{", "notes.csv": "a\n", "old.xls": "\xd0\xcf\x11\xe0xx", "broken.ics": "BEGIN:VCALENDAR\r\nEND"} {
		_, a := h.bring("editor", name, text)
		if a.Status != http.StatusUnprocessableEntity && a.Doc.Find("[value=go]").Length() > 0 || a.Status >= 500 {
			t.Errorf("%s: %d %s", name, a.Status, a.Doc.Find("main").Text())
		}
	}
	a := h.Post("editor", "/admin/en/import", url.Values{"do": {"fetch"}, "address": {"http://127.0.0.1:1/a.ics"}})
	if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Doc.Find(".errs").Text(), "private network") || strings.Contains(a.Body, "dial") {
		t.Errorf("an address inside: %d %s", a.Status, a.Doc.Find(".errs").Text())
	}
	a = h.Post("editor", "/admin/en/import", url.Values{"do": {"fetch"}, "address": {"file:///etc/passwd"}})
	if a.Status != http.StatusUnprocessableEntity || a.Doc.Find("#address[aria-invalid]").Length() != 1 {
		t.Errorf("no address: %d", a.Status)
	}
}

// What is wrong with a file as a whole is told in the language of who reads it.
func TestWholeFilesAreRefusedInWords(t *testing.T) {
	h := newHouse(t, webtest.Museum())
	for _, x := range []struct{ name, text, zh, en string }{
		{"a.csv", "Wohin,Woher\nBerlin am See,Bonn am Rhein\n", "认不出哪一列是日期", "no column is known for a date"},
		{"b.csv", "Date,1911,1912,1913\nEvent,Revolt,Republic,Murder\nPlace,Wuchang,Nanjing,Shanghai\n", "请先转置行列", "turn rows and columns round"},
		{"c.csv", "<!doctype html><p>Sign in", "这是网页", "this is a web page"},
		{"d.csv", "Date,Title\n2019,a\n2019,\x00", "第 3 行有空字节", "line 3: there is a NUL byte"},
	} {
		at, _ := h.bring("editor", x.name, x.text)
		english := h.Settled("editor", at).Doc.Find("main").Text()
		chinese := h.Settled("editor", strings.Replace(at, "/en/", "/zh/", 1)).Doc.Find("main").Text()
		if !strings.Contains(english, x.en) || !strings.Contains(chinese, x.zh) || strings.Contains(chinese, x.en) {
			t.Errorf("%s: in English %q, in Chinese %q", x.name, english, chinese)
		}
	}
}

// refusalCall finds the kinds of refusals with their wording.
var refusalCall = regexp.MustCompile(`refusal\("([a-z-]+)", ("(?:[^"\\]|\\.)*")`)

// Every reason for which the reader of tables refuses a row or a file has words on
// the desk, with a place for each thing that it tells.
func TestEveryRefusalHasWords(t *testing.T) {
	files, err := filepath.Glob("../../feeds/table/*.go")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	verbs := map[string]int{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range refusalCall.FindAllStringSubmatch(string(text), -1) {
			verbs[m[1]] = strings.Count(m[2], "%") - strings.Count(m[2], "%w")
		}
	}
	if len(verbs) < 40 {
		t.Fatalf("%d kinds of refusals", len(verbs))
	}
	for _, lang := range []string{"zh", "en"} {
		data, err := os.ReadFile("frame/" + lang + ".json")
		if err != nil {
			t.Fatal(err)
		}
		words := map[string]any{}
		if err := json.Unmarshal(data, &words); err != nil {
			t.Fatal(err)
		}
		for kind, n := range verbs {
			if text, _ := words["import.why."+kind].(string); text == "" || strings.Count(text, "%s") != n {
				t.Errorf("%s: %q is worded %q, and tells %d things", lang, kind, text, n)
			}
		}
	}
}
