package connect

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"os/user"
	"strconv"
	"strings"
	"testing"
	"time"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/store/backup"
	"almanac.example/web/api"
	"almanac.example/web/api/client"
)

// opened is a new store with a file of its own, which remembers its backups, and
// the way to it.
func opened(t *testing.T) (storage.Instance, *Connection) {
	t.Helper()
	f, con, _ := onStore(t)
	p, err := con.Locate(t.Context(), f.Store)
	if err != nil {
		t.Fatal(err)
	}
	in, err := p.Open(t.Context(), con.NewLog(), con.Err)
	if err != nil {
		t.Fatal(err)
	}
	in.Backups = storage.NewBackups(in, con.NewLog())
	at, err := InProcess(t.Context(), con, in, client.Config{Author: "Lin"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(at.Close)
	return in, at
}

// put stores an event that happened in 2019.
func put(t *testing.T, at *Connection, e events.Event) {
	t.Helper()
	e.Span, e.Status = events.On(edtf.MustParse("2019")), events.Published
	e.Text = map[string]events.Text{"en": {Title: string(e.ID)}}
	form, err := FormOf(&e)
	if err == nil {
		_, err = at.Do(t.Context(), client.Request{Method: http.MethodPut, Path: "/events" + client.Path(string(e.ID)), Body: form, Expect: client.At(0)}, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A backup that is kept is remembered, up to its last revision; what only reads the
// store is not. A part that goes on from another one tells what came after it, and
// that the one before is held.
func TestBackupsAreRemembered(t *testing.T) {
	in, at := opened(t)
	put(t, at, events.Event{ID: "one"})
	one := in.Timeline().Rev()
	written := func(query url.Values) (sum backup.Summary) {
		t.Helper()
		var b bytes.Buffer
		some, run, err := at.BackUp(t.Context(), &b, query)
		if err == nil {
			sum, err = backup.Verify(t.Context(), &b)
		}
		if err != nil || !some || run == "" {
			t.Fatal(some, run, err)
		}
		return sum
	}
	known := func() events.BackupMark {
		t.Helper()
		mark, err := in.Backups.Known(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return mark
	}
	if written(url.Values{"unnoted": {"1"}}); !known().At.IsZero() {
		t.Errorf("what was only read is remembered: %+v", known())
	}
	report, err := at.Verify(t.Context())
	if err != nil || report.States == 0 || len(report.Faults) > 0 || !known().At.IsZero() {
		t.Errorf("verified: %+v, %v; remembered %+v", report, err, known())
	}
	whole := written(url.Values{})
	if got := known(); whole.Last != one || got.Rev != one || got.At.IsZero() || got.Followed != 0 {
		t.Errorf("a whole one up to %d of %d: remembered %+v", whole.Last, one, got)
	}
	put(t, at, events.Event{ID: "two"})
	two := in.Timeline().Rev()
	part := written(url.Values{"previous": {whole.Sum}, "after": {strconv.Itoa(int(one))}})
	if got := known(); part.First <= one || part.Last != two || part.Previous != whole.Sum || got.Rev != two || got.Followed != one {
		t.Errorf("a part from %d to %d after %q: remembered %+v", part.First, part.Last, part.Previous, got)
	}
	if again := written(url.Values{"previous": {whole.Sum}, "after": {strconv.Itoa(int(one))}, "values": {"1"}}); len(again.Parts) != len(part.Parts)+1 {
		t.Errorf("parts %q, and with the vault's values %q", part.Parts, again.Parts)
	}
}

// A picture that the history names and that is nowhere is a fault of the store.
func TestAMissingPictureIsAFault(t *testing.T) {
	_, at := opened(t)
	put(t, at, events.Event{ID: "one", Image: &events.Image{Blob: strings.Repeat("ab", 32), Alt: events.Localised{"en": "A house"}}})
	report, err := at.Verify(t.Context())
	if err != nil || len(report.Faults) != 1 || !strings.Contains(fmt.Sprint(report.Faults[0]), "--media") {
		t.Errorf("%+v, %v", report, err)
	}
}

// Every duty is listed with what a person must know of it, and stands still while
// it is paused.
func TestDutiesAreTold(t *testing.T) {
	_, at := opened(t)
	list := func() (told []string) {
		t.Helper()
		var all api.DutyList
		if _, err := at.Get(t.Context(), "/duties", nil, &all); err != nil {
			t.Fatal(err)
		}
		for _, d := range all.Duties {
			if d.About == "" {
				t.Errorf("%s says nothing of itself", d.Name)
			}
			told = append(told, fmt.Sprintf("%s %s %v", d.Name, d.State, d.Outgoing))
		}
		return told
	}
	if got, want := strings.Join(list(), ", "), "follow ready true, hub ready true, schedule ready false, sweep ready false, webhooks ready true"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if _, err := at.Do(t.Context(), client.Request{Method: http.MethodPost, Path: "/duties/hub/pause", Body: api.DutyPausing{Reason: "move"}}, nil); err != nil {
		t.Fatal(err)
	}
	if got := list()[1]; got != "hub paused true" {
		t.Errorf("a paused one: %s", got)
	}
}

// What the server says of an event by itself is not said to it.
func TestAFormSaysWhatAPersonWrites(t *testing.T) {
	at := time.Date(2019, 5, 24, 10, 0, 0, 0, time.UTC)
	e := events.Event{
		ID: "one", Slug: "one", Span: events.On(edtf.MustParse("2019")), Status: events.Published, Text: map[string]events.Text{"en": {Title: "One"}},
		Created: at, Published: at, Updated: at, Sequence: 3, FormerSlugs: []string{"once"}, Quiet: true, Rev: 9,
	}
	form, err := FormOf(&e)
	if err != nil {
		t.Fatal(err)
	}
	got, err := EventOf(form)
	want := events.Event{ID: e.ID, Slug: e.Slug, Span: e.Span, Status: e.Status, Text: e.Text}
	if err != nil || fmt.Sprintf("%+v", *got) != fmt.Sprintf("%+v", want) {
		t.Errorf("%+v, %v\nwant %+v", got, err, want)
	}
	if e.Sequence != 3 || e.Rev != 9 {
		t.Errorf("the event itself has become %+v", e)
	}
}

// Who is not there is told with those that are.
func TestNoUser(t *testing.T) {
	_, at := opened(t)
	if err := at.NoUser(t.Context(), "mei"); err == nil || !strings.Contains(err.Error(), "almanac user add") {
		t.Errorf("no accounts: %v", err)
	}
	for _, name := range []string{"anna", "bo"} {
		body := map[string]string{"name": name, "role": "editor", "password": "a long enough pass phrase"}
		if _, err := at.Do(t.Context(), client.Request{Method: http.MethodPost, Path: "/users", Body: body}, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := at.NoUser(t.Context(), "mei"); err == nil || !strings.Contains(err.Error(), `user "mei"`) || !strings.HasSuffix(err.Error(), "there are: anna, bo") {
		t.Errorf("two accounts: %v", err)
	}
}

// Who works on the store itself is named after the user of the process.
func TestLocalUser(t *testing.T) {
	t.Setenv("USER", "somebody")
	want := "somebody"
	if u, err := user.Current(); err == nil {
		want = u.Username
	}
	if got := LocalUser().Author(); !strings.Contains(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// A document is sent whole, under the name of its file.
func TestImport(t *testing.T) {
	in, at := opened(t)
	done, err := at.Import(t.Context(), "/some/where/table.csv", []byte("date,title\n2019-05-24,Opening\n2020,Again\n"), url.Values{})
	if err != nil || done.Kind != "table" || done.Added != 2 || in.Timeline().Len() != 2 {
		t.Errorf("%+v, %v", done, err)
	}
}
