package web

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/webtest"
)

// tool finds a program that the test runs; without it the test is skipped, but
// where tools are required.
func tool(t *testing.T, name string, try ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil && len(try) > 0 {
		err = exec.Command(path, try...).Run()
	}
	if err == nil {
		return path
	}
	if os.Getenv("ALMANAC_REQUIRE_TOOLS") == "1" {
		t.Fatalf("%s: %v", name, err)
	}
	t.Skipf("%s is not installed (%v)", name, err)
	return ""
}

// runs runs a program to its end and returns what it says.
func runs(t *testing.T, c *exec.Cmd) string {
	t.Helper()
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(c.Args, " "), err, out)
	}
	return string(out)
}

// davRecord has events of several kinds and a saved view.
func davRecord(t *testing.T) *instance {
	t.Helper()
	weekly := webtest.Story("weekly", "2026-03-02", func(e *events.Event) {
		e.Span = events.On(edtf.MustParse("2026-03-02"))
		e.Repeat = &events.Repetition{Rule: "FREQ=WEEKLY;COUNT=4"}
		e.Tags = []string{"talks"}
	})
	i := newInstance(t, webtest.Museum(), weekly, webtest.Story("month", "2019-07", nil), webtest.Story("old", "-0220", nil), webtest.Story("draft", "2019", func(e *events.Event) { e.Status = events.Draft }))
	site := *i.live.Timeline().Site()
	site.Tags = []events.Tag{{Slug: "talks", Name: events.Localised{"en": "Talks & more"}, Color: "darkgreen"}}
	site.Views = []events.View{{Slug: "mine", Name: events.Localised{"en": "Mine"}, Selection: "key=1"}}
	i.commit(t, events.DocumentChanges(i.live.Timeline().Site(), &site)...)
	return i
}

// story is what happens to a record while programs follow it, and which events they
// have to show afterwards.
func story(t *testing.T, i *instance, look func(step string, want ...string)) {
	t.Helper()
	look("subscribe", "month", "museum", "weekly")
	i.edit(t, "museum", func(e *events.Event) { e.Text["en"] = events.Text{Title: "Museum opens its doors"} })
	look("edit", "month", "museum", "weekly")
	i.edit(t, "month", func(e *events.Event) { e.Tags = []string{"culture"} })
	i.edit(t, "weekly", func(e *events.Event) {
		e.Repeat = &events.Repetition{Rule: "FREQ=WEEKLY;COUNT=6", Except: []string{"2026-03-09"}}
	})
	look("retag and repeat", "month", "museum", "weekly")
	i.edit(t, "museum", func(e *events.Event) { e.Status = events.Cancelled })
	look("cancel", "month", "museum", "weekly")
	i.edit(t, "month", func(e *events.Event) { e.Span = events.On(edtf.MustParse("-0100")) })
	look("move out", "museum", "weekly")
	i.edit(t, "museum", func(e *events.Event) { e.Status = events.Withdrawn })
	look("withdraw", "weekly")
	i.edit(t, "museum", func(e *events.Event) { e.Status = events.Published })
	look("publish again", "museum", "weekly")
}

// vdirsyncer keeps a folder as the calendar is.
func TestVdirsyncerFollows(t *testing.T) {
	path, i, dir := tool(t, "vdirsyncer", "--version"), davRecord(t), t.TempDir()
	config := filepath.Join(dir, "config")
	text := fmt.Sprintf(`[general]
status_path = "%[1]s/status/"
[pair a]
a = "here"
b = "there"
collections = ["all"]
[storage here]
type = "filesystem"
path = "%[1]s/calendars/"
fileext = ".ics"
[storage there]
type = "caldav"
url = "%[2]s/dav/en/"
username = "anybody"
password = "anything"
read_only = true
`, dir, i.url)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	discover := exec.Command(path, "-c", config, "discover")
	discover.Stdin = strings.NewReader(strings.Repeat("y\n", 10))
	discover.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	runs(t, discover)
	story(t, i, func(step string, want ...string) {
		sync := exec.Command(path, "-c", config, "sync")
		sync.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
		runs(t, sync)
		files, err := filepath.Glob(filepath.Join(dir, "calendars", "all", "*.ics"))
		if err != nil {
			t.Fatal(err)
		}
		checkFollowed(t, i, step, want, files, func(name string) string {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			return string(b)
		})
	})
}

// khal shows what vdirsyncer has fetched, each instance of a series on its day.
func TestKhalShowsWhatIsFetched(t *testing.T) {
	path, i, dir := tool(t, "khal", "--version"), davRecord(t), t.TempDir()
	folder := filepath.Join(dir, "all")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	client := webtest.DAVClient{T: t, Handler: i.Handler()}
	for _, r := range client.Ask("REPORT", "/dav/en/all/", webtest.SyncRequest("")).Responses {
		name := filepath.Join(folder, filepath.Base(r.Href))
		if err := os.WriteFile(name, []byte(i.get(t, r.Href).body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	config := filepath.Join(dir, "khal.conf")
	text := "[calendars]\n[[all]]\npath = " + folder + "\nreadonly = True\n[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n[sqlite]\npath = " + filepath.Join(dir, "khal.db") + "\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(path, "-c", config, "list", "--format", "{start-date} {title}", "--day-format", "", "2026-03-01", "2026-03-31")
	c.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "HOME="+dir)
	out := strings.Join(strings.Fields(runs(t, c)), " ")
	want := "2026-03-02 Story 2026-03-02 2026-03-09 Story 2026-03-02 2026-03-16 Story 2026-03-02 2026-03-23 Story 2026-03-02"
	if out != want {
		t.Errorf("khal lists %q, want %q", out, want)
	}
}

// checkFollowed holds what a program has of the events against the feed.
func checkFollowed(t *testing.T, i *instance, step string, want, names []string, read func(name string) string) {
	t.Helper()
	feed := strings.ReplaceAll(i.get(t, "/en/all.ics").body, "\r\n", "\n")
	var got []string
	for _, name := range names {
		_, event, _ := strings.Cut(strings.ReplaceAll(read(name), "\r\n", "\n"), "BEGIN:VEVENT\n")
		event, _, _ = strings.Cut(event, "END:VEVENT")
		id := first(event, "UID:", "@")
		got = append(got, id)
		for _, line := range strings.Split(strings.ReplaceAll(event, "\n ", ""), "\n") {
			if !strings.Contains(strings.ReplaceAll(feed, "\n ", ""), line) {
				t.Errorf("%s: %s has %q, which the feed has not", step, id, line)
			}
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("%s: there are %q, want %q", step, got, want)
	}
}

// python is a program for python-caldav: it says which calendars there are, what is
// in one, what a search finds, and that nothing can be written.
const python = `
import sys, caldav
client = caldav.DAVClient(url=sys.argv[1] + "/dav/", username="anybody", password="anything")
calendars = client.principal().calendars()
print("calendars", " ".join(sorted(str(c.url).split("/dav/zh/")[1] for c in calendars)))
calendar = [c for c in calendars if str(c.url).endswith("/all/")][0]
def names(objects): return " ".join(sorted(str(o.url).split("/")[-1] for o in objects))
print("events", names(calendar.events()))
from datetime import datetime
print("search", names(calendar.date_search(start=datetime(2026, 3, 9), end=datetime(2026, 3, 10), expand=False)))
objects = calendar.objects(load_objects=True)
print("synced", names(objects))
try:
    calendar.save_event("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:new\r\nDTSTAMP:20260301T000000Z\r\nDTSTART:20260301T000000Z\r\nSUMMARY:new\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
    print("written")
except caldav.lib.error.DAVError as e:
    print("refused", type(e).__name__)
sys.stdout.flush()
sys.stdin.readline()
updated, deleted = objects.sync()
print("then", names(updated), "|", names(deleted))
`

// python-caldav finds the calendars, searches them, and fetches what has changed.
func TestPythonCalDAVFollows(t *testing.T) {
	path, i := tool(t, "/usr/bin/python3", "-c", "import caldav"), davRecord(t)
	c := exec.Command(path, "-W", "ignore", "-c", python, i.url)
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out := &strings.Builder{}
	reached := &watching{Builder: out, word: "refused", seen: make(chan struct{})}
	c.Stdout, c.Stderr = reached, reached
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- c.Wait() }()
	select {
	case <-reached.seen:
		i.edit(t, "museum", func(e *events.Event) { e.Key = false })
		i.edit(t, "month", func(e *events.Event) { e.Status = events.Withdrawn })
		fmt.Fprintln(in)
		err = <-done
	case err = <-done:
	}
	want := []string{
		"calendars -0220/ 2019/ 2026/ all/ tag/culture/ tag/science/ tag/talks/ v/mine/",
		"events month.ics museum.ics weekly.ics", "search weekly.ics", "synced month.ics museum.ics weekly.ics", "refused AuthorizationError", "then museum.ics | month.ics",
	}
	if got := strings.TrimSpace(out.String()); err != nil || got != strings.Join(want, "\n") {
		t.Errorf("%v\n%s\nwant\n%s", err, got, strings.Join(want, "\n"))
	}
}

// watching closes seen when a word has been written.
type watching struct {
	*strings.Builder
	word string
	seen chan struct{}
	done bool
}

func (w *watching) Write(b []byte) (int, error) {
	n, err := w.Builder.Write(b)
	if !w.done && strings.Contains(w.String(), w.word) {
		w.done = true
		close(w.seen)
	}
	return n, err
}

// cadaver walks through the calendars as through folders, and may not write.
func TestCadaverLooks(t *testing.T) {
	path, i, dir := tool(t, "cadaver"), davRecord(t), t.TempDir()
	c := exec.Command(path, i.url+"/dav/en/all/")
	c.Dir, c.Env = dir, append(os.Environ(), "HOME="+dir, "LC_ALL=C.UTF-8")
	c.Stdin = strings.NewReader("ls\nget museum.ics\ndelete museum.ics\nquit\n")
	out := runs(t, c)
	if !strings.Contains(out, "museum.ics") || !strings.Contains(out, "403") {
		t.Errorf("cadaver says\n%s", out)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "museum.ics")); err != nil || !strings.Contains(string(b), "SUMMARY:Museum opens") {
		t.Errorf("fetched %q, %v", b, err)
	}
}
