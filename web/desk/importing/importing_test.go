package importing_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/events"
	"almanac.example/feeds/follow"
	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
	"almanac.example/web/desk/importing"
)

const fair = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:one@example.org\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20190524\r\nSUMMARY:The fair\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

const harbour = `# Harbour report 2019

On 3 March 2019 the harbour museum opened its new wing.

On 14 June 2019 the museum launched the lighthouse exhibition.
`

// An address is fetched, taken in, and followed from there on, by those who look
// after what is followed.
func TestAnAddressIsFetchedAndFollowed(t *testing.T) {
	h := newHouse(t)
	calendar := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/fair.ics" {
			http.Error(w, "internal words", http.StatusTeapot)
			return
		}
		w.Header().Set("ETag", `"one"`)
		fmt.Fprint(w, fair)
	}))
	defer calendar.Close()
	fetched := func(role access.Role, address string) answer {
		return h.ask(role, "/admin/en/import", frame.Form{Values: url.Values{"do": {"fetch"}, "address": {address}}})
	}
	for _, bad := range []string{calendar.URL + "/other", "http://127.0.0.1:1/x.ics", "ftp://example.org/x.ics", ""} {
		a := fetched(access.Administrator, bad)
		if a.err != nil || a.To != "" || a.doc.Find("#address[aria-invalid]").Length() != 1 || strings.Contains(a.text("main"), "internal") {
			t.Errorf("%q: %v %s", bad, a.err, a.text(".errs"))
		}
	}
	for _, role := range []access.Role{access.Editor, access.Administrator} {
		at := fetched(role, calendar.URL+"/fair.ics").To
		if w := h.kept(role, at); w.Kind != follow.CalendarKind || w.ETag != `"one"` || w.Name == "" || w.Address != calendar.URL+"/fair.ics" {
			t.Fatalf("%+v", w)
		}
		if role == access.Editor {
			if done := h.press(role, at, "publish"); done.sums() != "1 0 0 0" || done.doc.Find("button[value=follow]").Length() != 0 {
				t.Fatalf("%q %s", done.sums(), done.text("main"))
			}
			if a := h.ask(role, at, frame.Form{Values: url.Values{"do": {"follow"}}}); a.err == nil {
				t.Error("an editor follows an address")
			}
			continue
		}
		w := h.kept(role, at)
		w.Run = &importing.RunState{Ended: true, Batch: "b"}
		h.put(w)
		for range 2 { // pressed twice, it is followed once
			a := h.ask(role, at, frame.Form{Values: url.Values{"do": {"follow"}}})
			if next := h.look(role, a.To); next.doc.Find("button[value=follow]").Length() != 0 || !strings.Contains(next.text(".say"), "followed") {
				t.Errorf("%s", next.text("main"))
			}
		}
	}
	list, err := follow.List{Vault: h.Vault, Now: h.Now}.All(t.Context())
	if err != nil || len(list) != 1 || list[0].Address != calendar.URL+"/fair.ics" {
		t.Errorf("%+v, %v", list, err)
	}
	if e := h.Live.Timeline().All(); len(e) != 1 || e[0].Status != events.Published {
		t.Errorf("%+v", e)
	}
}

// A report comes as drafts with their proposals, whichever button was pressed.
func TestAReportComesAsProposals(t *testing.T) {
	for _, button := range []string{"go", "publish"} {
		h := newHouse(t)
		at := h.bring(access.Editor, "harbour.md", harbour)
		trial := h.look(access.Editor, at)
		if trial.sums() != "2 0 0 0" || trial.doc.Find("button[value=publish]").Length() != 0 {
			t.Fatalf("%q %s", trial.sums(), trial.text("main"))
		}
		done := h.press(access.Editor, at, button)
		if done.sums() != "2 0 0 0" || done.doc.Find(".acts a[href$='/review']").Length() != 1 {
			t.Errorf("%s: %q %s", button, done.sums(), done.text("main"))
		}
		list := h.Live.Timeline().All()
		if len(list) != 2 {
			t.Fatalf("%d events", len(list))
		}
		for _, e := range list {
			if e.Status != events.Draft || e.Proposal == nil || len(e.Sources) == 0 {
				t.Errorf("%+v", e)
			}
		}
		if w := h.kept(access.Editor, at); w.Stored != 0 || w.Parts != 0 {
			t.Errorf("the file is kept: %+v", w)
		}
	}
}

// Every page of a file shows how far it is: what is done, where it stands, and what
// comes; only a table is asked about its columns. What brings nothing new has no
// button.
func TestTheStepsOfAFile(t *testing.T) {
	h := newHouse(t)
	steps := func(a answer) string {
		return strings.Join(a.doc.Find(".steps li").Map(func(_ int, s *goquery.Selection) string {
			mark := ""
			switch {
			case s.AttrOr("aria-current", "") != "":
				mark = ">"
			case s.HasClass("ok"):
				mark = "+"
			}
			s.Find(".vh").Remove()
			return mark + strings.Join(strings.Fields(s.Text()), " ")
		}), " ")
	}
	const harbourTable = "date,title\n2031-05-04,Regatta\n"
	at := h.bring(access.Editor, "harbour.csv", harbourTable)
	columns := h.ask(access.Editor, at, frame.Form{})
	if got := steps(columns); got != "+File >Columns Trial run Done" {
		t.Errorf("the columns: %s", got)
	}
	goOn := frame.Form{Values: url.Values{"do": {"columns"}, "m0": {"date"}, "m1": {"title"}}}
	h.Must(h.ask(access.Editor, at, goOn).err)
	if got := steps(h.look(access.Editor, at)); got != "+File +Columns >Trial run Done" {
		t.Errorf("the trial: %s", got)
	}
	if got := steps(h.press(access.Editor, at, "go")); got != "+File +Columns +Trial run >Done" {
		t.Errorf("the end: %s", got)
	}
	at = h.bring(access.Editor, "harbour.csv", harbourTable)
	h.Must(h.ask(access.Editor, at, goOn).err)
	again := h.look(access.Editor, at)
	if again.sums() != "0 0 1 0" || again.doc.Find("button[value=go], button[value=publish]").Length() != 0 {
		t.Errorf("the same once more: %q, %s", again.sums(), again.text("main"))
	}
	calendar := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:a@x\r\nDTSTAMP:20300101T000000Z\r\nDTSTART;VALUE=DATE:20310601\r\nSUMMARY:Fair\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	if got := steps(h.look(access.Editor, h.bring(access.Editor, "fair.ics", calendar))); got != "+File >Trial run Done" {
		t.Errorf("a calendar: %s", got)
	}
}

// The server is killed while an import goes on: another one shows how far it was,
// starts nothing while it may still go on, and finds out from the history what
// became of it.
func TestARunOfAServerThatIsGone(t *testing.T) {
	for name, written := range map[string]bool{"before it was written": false, "after it was written": true} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			at := h.bring(access.Editor, "fair.ics", fair)
			h.look(access.Editor, at)
			w := h.kept(access.Editor, at)
			batch := "gone"
			if written {
				h.press(access.Editor, at, "publish")
				batch = h.kept(access.Editor, at).Run.Batch
				w.Over(h.kept(access.Editor, at))
			}
			// What the process that is gone noted last.
			w.Run = &importing.RunState{Batch: batch, Began: h.Now(), Beat: h.Now(), Done: 30, Total: 120}
			h.put(w)
			rev := h.Live.Timeline().Rev()
			going := h.ask(access.Editor, at, frame.Form{})
			if going.Refresh == 0 || going.doc.Find("progress").AttrOr("value", "") != "25" || !strings.Contains(going.text("main"), "120 entries in all, 30 of them written") {
				t.Errorf("refresh %d: %s", going.Refresh, going.text("main"))
			}
			if list := h.ask(access.Editor, "/admin/en/import", frame.Form{}); !strings.Contains(list.text("tbody"), "is being taken in") {
				t.Errorf("the list says %q", list.text("tbody"))
			}
			for _, do := range []string{"publish", "go", "columns", "reading"} {
				if a := h.ask(access.Editor, at, frame.Form{Values: url.Values{"do": {do}, "shown": {w.Key()}}}); a.To != at || h.Live.Timeline().Rev() != rev {
					t.Errorf("%s does something: %+v", do, a.Answer)
				}
			}
			h.ask(access.Editor, "/admin/en/import", frame.Form{Values: url.Values{"do": {"remove"}, "id": {w.ID}}})
			h.kept(access.Editor, at) // what goes on is not removed
			h.Pass(importing.LostAfter)
			found := h.ask(access.Editor, at, frame.Form{})
			if found.Refresh != 0 || found.doc.Find(".say form[action$='/batch/"+batch+"']").Length() == 0 == written {
				t.Errorf("%s", found.text("main"))
			}
			if written && found.sums() != "1 0 0 0" || !written && found.doc.Find("a[href$='again=1']").Length() != 1 {
				t.Errorf("%q %s", found.sums(), found.text("main"))
			}
			if !written {
				if done := h.press(access.Editor, at+"?again=1", "publish"); done.sums() != "1 0 0 0" || len(h.Live.Timeline().All()) != 1 {
					t.Errorf("once more: %q %s", done.sums(), done.text("main"))
				}
			}
		})
	}
}

// Of two who write what is known of a file one is told, and nothing is lost.
func TestTwoProcessesOfOneFile(t *testing.T) {
	h := newHouse(t)
	at := h.bring(access.Editor, "fair.ics", fair)
	h.look(access.Editor, at)
	here, there := h.kept(access.Editor, at), h.kept(access.Editor, at)
	h.put(there)
	if err := h.pages.Keep(t.Context(), here); !errors.Is(err, events.ErrConflict) {
		t.Errorf("%v", err)
	}
	if err := h.pages.Begin(t.Context(), h.Principal("editor"), here); !errors.Is(err, events.ErrConflict) || len(h.Live.Timeline().All()) != 0 {
		t.Errorf("a run begins of what another has taken: %v", err)
	}
}

// Each way in which a run ends without a change is told in words, with a way on
// as long as the file is kept.
func TestHowARunFails(t *testing.T) {
	h := newHouse(t)
	at := h.bring(access.Editor, "fair.ics", fair)
	seen := map[string]bool{}
	for _, f := range importing.Failures() {
		w := h.kept(access.Editor, at)
		w.Run = &importing.RunState{Ended: true, Failure: f, Reason: "line 3: <b>"}
		h.put(w)
		a := h.ask(access.Editor, at, frame.Form{})
		text := a.text(".say")
		if strings.Contains(text, "import.") || seen[text] || a.doc.Find(".say form").Length() != 0 || !strings.Contains(text, "line 3: <b>") || a.doc.Find("a[href$='again=1']").Length() != 1 {
			t.Errorf("%s: %s", f, a.text("main"))
		}
		seen[text] = true
		w = h.kept(access.Editor, at)
		w.Stored = 0
		h.put(w)
		if h.ask(access.Editor, at, frame.Form{}).doc.Find("a[href$='again=1']").Length() != 0 {
			t.Errorf("%s: a file that is gone is offered", f)
		}
		w.Stored = 10
		h.put(w)
	}
}
