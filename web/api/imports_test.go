package api_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/api"
)

// upload sends a file to be imported.
func (w *world) upload(t *testing.T, who, query, name, content string) answered {
	t.Helper()
	return w.send(t, asked{path: "/imports" + query, who: who}, name, content)
}

// send sends a file as a form.
func (w *world) send(t *testing.T, to asked, name, content string) answered {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("file", name)
	must(t, err)
	_, err = part.Write([]byte(content))
	must(t, err)
	must(t, form.Close())
	to.method, to.body, to.header = http.MethodPost, b.String(), map[string]string{"Content-Type": form.FormDataContentType()}
	return w.ask(t, to)
}

func recordOf(status string, ids ...string) string {
	var list []string
	for _, id := range ids {
		list = append(list, fmt.Sprintf(`{"id":%q,"slug":%q,"span":{"date":"2019-05-24"},"text":{"en":{"title":"Story %s"}},"status":%q}`, id, id, id, status))
	}
	return `{"almanac":1,"events":[` + strings.Join(list, ",") + `]}`
}

func TestImportingARecord(t *testing.T) {
	w := newWorld(t)
	before := w.live.Timeline().Rev()
	dry := as[api.Imported](w.upload(t, "editor", "?dry-run=1", "record.json", recordOf("published", "a", "b")), 200)
	if dry.Kind != "record" || dry.Added != 2 || dry.Batch != "" || len(dry.Events) != 2 || dry.Events[0].Title != "Story a" || w.live.Timeline().Rev() != before {
		t.Errorf("a dry run: %+v", dry)
	}
	got := as[api.Imported](w.upload(t, "editor", "?note=spring", "record.json", recordOf("published", "a", "b")), 200)
	if got.Added != 2 || got.Batch == "" {
		t.Fatalf("%+v", got)
	}
	for s, err := range w.live.History(t.Context(), events.HistoryQuery{ID: "b"}) {
		must(t, err)
		if s.Batch == nil || s.Batch.ID != got.Batch || s.Batch.Kind != events.BatchImport || s.Batch.Label != "record.json" || s.Note != "spring" || !strings.HasPrefix(s.By, "token:") || s.Author != "editor" {
			t.Errorf("the history says %+v of %+v", s, s.Batch)
		}
	}
	if again := as[api.Imported](w.upload(t, "editor", "", "record.json", recordOf("published", "a", "b")), 200); again.Same != 2 || again.Added != 0 || again.Batch != "" {
		t.Errorf("once more: %+v", again)
	}
	u := as[api.Undone](w.ask(t, asked{method: "POST", path: "/batches/" + got.Batch + "/undo", who: "editor"}), 200)
	if len(u.Changed) != 2 || w.live.Timeline().Len() != 0 {
		t.Errorf("undone: %+v", u)
	}
}

func TestAuthorsImportDrafts(t *testing.T) {
	w := newWorld(t)
	w.upload(t, "author", "", "r.json", recordOf("published", "a")).problem(403)
	w.upload(t, "author", "?dry-run=1", "r.json", recordOf("published", "a")).problem(403)
	if got := as[api.Imported](w.upload(t, "author", "?drafts=1", "r.json", recordOf("published", "a")), 200); got.Added != 1 {
		t.Errorf("%+v", got)
	}
	if e, _ := w.live.Timeline().Event("a"); e.Status != events.Draft {
		t.Errorf("imported: %+v", e)
	}
	// What is public already is not theirs to change: it is proposed, once.
	w.put(t, story("b", events.Published))
	renamed := strings.Replace(recordOf("published", "b"), "Story b", "Another b", 1)
	for _, want := range []api.Imported{{Proposed: 1}, {Same: 1}} {
		got := as[api.Imported](w.upload(t, "author", "?drafts=1", "r.json", renamed), 200)
		if got.Proposed != want.Proposed || got.Same != want.Same || got.Changed != 0 || got.Added != 0 {
			t.Errorf("%+v", got)
		}
	}
	drafts := 0
	for _, e := range w.live.Timeline().All() {
		if e.Amends != nil && e.Amends.ID == "b" && e.Text["en"].Title == "Another b" {
			drafts++
		}
	}
	if e, _ := w.live.Timeline().Event("b"); drafts != 1 || e.Status != events.Published || e.Text["en"].Title != "Story b" {
		t.Errorf("%d amendments of %+v", drafts, e)
	}
}

const calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:one@example.org\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20190524\r\nSUMMARY:The fair\r\nEND:VEVENT\r\n%sEND:VCALENDAR\r\n"

func TestImportingACalendar(t *testing.T) {
	w := newWorld(t)
	second := "BEGIN:VEVENT\r\nUID:two@example.org\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20190525\r\nSUMMARY:The other fair\r\nEND:VEVENT\r\n"
	got := as[api.Imported](w.upload(t, "editor", "?lang=en&source=fairs", "a.ics", fmt.Sprintf(calendar, second)), 200)
	if got.Kind != "calendar" || got.Added != 2 || got.Events[0].Title != "The fair" || got.Events[0].Date != "2019-05-24" {
		t.Fatalf("%+v", got)
	}
	got = as[api.Imported](w.upload(t, "editor", "?lang=en&source=fairs&dry-run=1", "b.ics", fmt.Sprintf(calendar, "")), 200)
	if got.Same != 1 || len(got.Gone) != 1 {
		t.Errorf("without one: %+v", got)
	}
	got = as[api.Imported](w.upload(t, "editor", "?lang=en&source=fairs&remove-all=1", "b", fmt.Sprintf(calendar, "")), 200)
	if len(got.Gone) != 1 || w.live.Timeline().Len() != 1 {
		t.Errorf("removed: %+v", got)
	}
}

func TestImportingATable(t *testing.T) {
	w := newWorld(t)
	text := "ID,Datum,Titel\nx-1,13.04.2019,Fair\nx-2,4.10.2019,Opening\nx-3,31.02.2019,Never\n"
	dry := as[api.Imported](w.upload(t, "editor", "?dry-run=1", "events.csv", text), 200)
	if dry.Kind != "table" || dry.Added != 2 || dry.Table == nil || len(dry.Table.Rows) != 3 || dry.Table.Rows[1].Date != "2019-10-04" || dry.Table.Rows[2].Status != "refused" || dry.Batch != "" || w.live.Timeline().Len() != 0 {
		t.Fatalf("a dry run: %+v, %+v", dry, dry.Table)
	}
	got := as[api.Imported](w.upload(t, "editor", "", "events.csv", text), 200)
	if got.Added != 2 || got.Batch == "" {
		t.Fatalf("%+v", got)
	}
	edited := strings.Replace(text, "Fair", "Great fair", 1)
	if again := as[api.Imported](w.upload(t, "editor", "", "events.csv", edited), 200); again.Changed != 1 || again.Same != 1 || again.Table.Rows[0].Status != "changed" {
		t.Errorf("edited: %+v", again)
	}
	w.ask(t, asked{method: "POST", path: "/batches/" + got.Batch + "/undo", who: "editor"})
	w.upload(t, "editor", "?map=Datum%3Dwhen", "events.csv", text).problem(400)
	w.upload(t, "editor", "?tz=Mars", "events.csv", text).problem(400)
	w.upload(t, "editor", "?encoding=EBCDIC", "events.csv", text).problem(422)
	w.upload(t, "editor", "", "none.csv", "a,b\n1,2\n").problem(422)
	if got := as[api.Imported](w.upload(t, "editor", "?map=Wann%3Ddate:day-first", "m.csv", "Wann,Titel\n4/10/2020,A\n"), 200); got.Added != 1 {
		t.Errorf("mapped: %+v", got)
	}
	if got := as[api.Imported](w.upload(t, "editor", "", "n.csv", "Wann,Titel\n5/10/2020,B\n"), 200); got.Added != 1 || got.Events[0].Date != "2020-10-05" {
		t.Errorf("the mapping is remembered: %+v", got)
	}
}

func TestImportingAReport(t *testing.T) {
	w := newWorld(t)
	text := "Annual report 2019\n\nOn 24 May 2019 the new museum of science was opened in Shanghai.\n\nOn 3 June 2019 the harbour line went into service.\n"
	dry := as[api.Imported](w.upload(t, "author", "?kind=report&dry-run=1", "report.txt", text), 200)
	if dry.Kind != "report" || dry.Added == 0 || w.live.Timeline().Len() != 0 {
		t.Fatalf("a dry run: %+v", dry)
	}
	got := as[api.Imported](w.upload(t, "author", "?kind=report", "report.txt", text), 200)
	if got.Added != dry.Added || got.Batch == "" {
		t.Fatalf("%+v", got)
	}
	list := as[api.Drafts](w.ask(t, asked{method: "GET", path: "/drafts", who: "viewer"}), 200)
	if len(list.Drafts) != got.Added || list.Drafts[0].Proposal.Name != "report.txt" {
		t.Errorf("%+v", list)
	}
	if again := as[api.Imported](w.upload(t, "author", "?kind=report", "report.txt", text), 200); again.Added != 0 || again.Same != dry.Added {
		t.Errorf("once more: %+v", again)
	}
}

func TestUploadsThatAreRefused(t *testing.T) {
	w := newWorld(t)
	for name, test := range map[string]struct {
		query, file, content, field string
		status                      int
	}{
		"no record":           {"", "a.json", `{"almanac":1,"events":[{}]}`, "file", 422},
		"no JSON":             {"", "a.json", `hello`, "file", 422},
		"no calendar":         {"?kind=calendar", "a.ics", `hello`, "file", 422},
		"a zone that is none": {"?tz=Mars", "a.ics", fmt.Sprintf(calendar, ""), "tz", 400},
		"a language":          {"?lang=xx-yy-zz-1", "a.ics", fmt.Sprintf(calendar, ""), "lang", 400},
		"a kind":              {"?kind=poem", "a.json", "x", "kind", 400},
		"a year":              {"?kind=report&year=7", "a.txt", "x", "year", 400},
		"another edition":     {"?kind=report&edition-of=none", "a.txt", "On 24 May 2019 the museum was opened.", "edition-of", 400},
	} {
		if p := w.upload(t, "editor", test.query, test.file, test.content).problem(test.status); field(p, test.field) == "" {
			t.Errorf("%s: %+v", name, p)
		}
	}
	form := func(body string) answered {
		return w.ask(t, asked{method: "POST", path: "/imports", who: "editor", body: body, header: map[string]string{"Content-Type": "multipart/form-data; boundary=x"}})
	}
	part := "--x\r\nContent-Disposition: form-data; name=%q; filename=\"a.json\"\r\n\r\n" + recordOf("published", "a") + "\r\n"
	form(fmt.Sprintf(part, "other") + "--x--\r\n").problem(400)
	form(fmt.Sprintf(part, "file") + fmt.Sprintf(part, "file") + "--x--\r\n").problem(400)
	form("--x--\r\n").problem(400)
	form(fmt.Sprintf(part, "file")).problem(400) // it breaks off
	form("").problem(400)
	if w.live.Timeline().Len() != 0 {
		t.Error("something was written")
	}
	w.ask(t, asked{method: "POST", path: "/imports", who: "editor", body: recordOf("published", "a")}).problem(415)
}
