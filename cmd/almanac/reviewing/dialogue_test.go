package reviewing

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/report/review"
	"almanac.example/store"
	"almanac.example/store/bolt"
	"almanac.example/web/api/client"
)

// desk is a record with drafts on a real store, and the way to it.
type desk struct {
	*store.Live
	at *connect.Connection
	t  *testing.T
}

func newDesk(t *testing.T, drafts ...*events.Event) *desk {
	t.Helper()
	backend, err := bolt.Open(filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	clock := time.Date(2020, 1, 2, 9, 0, 0, 0, time.UTC)
	live, err := store.Open(t.Context(), backend, store.Config{Now: func() time.Time { return clock }})
	if err != nil {
		t.Fatal(err)
	}
	in := storage.Instance{Live: live, Archive: backend, Vault: backend.Vault(), Close: func() { live.Close(); backend.Close() }}
	at, err := connect.InProcess(t.Context(), storage.Console{Console: terminal.Console{Err: io.Discard}}, in, client.Config{Author: "Lin"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(at.Close)
	for _, e := range drafts {
		if _, err := live.Commit(t.Context(), events.Put(*e, 0)); err != nil {
			t.Fatal(err)
		}
	}
	return &desk{live, at, t}
}

// reviewed is the record as a review sees it.
func (d *desk) reviewed() *Record {
	d.t.Helper()
	r, err := Open(d.t.Context(), d.at, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

func aDraft(id, date, title string) *events.Event {
	return &events.Event{
		ID: events.ID(id), Slug: id, Status: events.Draft, Span: events.On(edtf.MustParse(date)),
		Text:    map[string]events.Text{"zh": {Title: title}},
		Sources: []events.Source{{Title: events.Localised{"zh": "年报"}, Quote: "引文：" + title, SHA256: strings.Repeat("a", 64)}},
		Proposal: &events.Proposal{
			Fingerprint: "f-" + id, Document: strings.Repeat("a", 64), Name: "report.txt", Confidence: 0.5,
			Wording: "四月", Section: "第一章", Rules: []string{"event.verb"}, Flags: []string{"date-uncertain"},
			Quotes: []events.Quote{{Before: "前一行\n", Text: "引文：" + title, After: "\n后一行", Line: 12, Offset: 100}},
		},
	}
}

// hold runs the dialogue over the lines; edited are the answers of the editor
// in turn.
func (d *desk) hold(lines string, edited ...func(string) string) (out, talk string, err error) {
	d.t.Helper()
	var screen, said bytes.Buffer
	dlg := &dialogue{
		record: d.reviewed(), session: review.NewSession(review.Queue(d.Timeline(), review.Filter{}, review.ByDocument)),
		by: review.By{Author: "Lin"}, lang: "en", in: readLines(strings.NewReader(lines)), out: &screen, width: 80,
		edit: func(_ context.Context, text []byte) ([]byte, error) {
			if len(edited) == 0 {
				return nil, errors.New("no editor")
			}
			next := edited[0](string(text))
			edited = edited[1:]
			return []byte(next), nil
		},
	}
	err = dlg.run(d.t.Context(), &said)
	return screen.String(), said.String(), err
}

func (d *desk) status(id string) events.Status {
	d.t.Helper()
	e, ok := d.Timeline().Event(events.ID(id))
	if !ok {
		d.t.Fatalf("there is no event %q", id)
	}
	return e.Status
}

func TestDialogue(t *testing.T) {
	for _, test := range []struct {
		name, lines string
		want        string // statuses of a, b, c
		talk        string
		out         []string
	}{
		{"each decision", "a\nd\ns\n", "published deleted draft", "1 accepted, 0 edited, 0 merged, 1 dropped; 1 drafts left", []string{"1 of 3", "3 of 3", "last draft"}},
		{"kept as a draft", "k\nkeep\nu\nq\n", "draft draft draft", "0 dropped, 1 kept as drafts; 2 drafts left", []string{"kept: 甲", "undone: 甲"}},
		{"words", "accept\ndrop\nskip\nquit\n", "published deleted draft", "1 accepted", nil},
		{"quit", "a\nq\na\n", "published draft draft", "2 drafts left", nil},
		{"the input ends", "a", "published draft draft", "2 drafts left", nil},
		{"nothing is typed", "\n\n\na\n", "published draft draft", "2 drafts left", nil},
		{"undo", "a\na\nu\nu\nu\nq\n", "draft draft draft", "0 accepted", []string{"undone: 甲", "nothing to undo"}},
		{"undo after the last", "d\nd\nd\nu\nq\n", "deleted deleted draft", "2 dropped", nil},
		{"Return after the last", "d\nd\nd\n\n", "deleted deleted deleted", "0 drafts left", nil},
		{"a command after the last", "d\nd\nd\na\nu\n", "deleted deleted draft", "2 dropped", []string{"no draft left"}},
		{"help", "?\nq\n", "draft draft draft", "3 drafts left", []string{"undo the last decision"}},
		{"no command", "x\na now\nq\n", "draft draft draft", "3 drafts left", []string{`"x" is no command`, `"a now" is no command`}},
		{"merge into the one shown", "m 1\nn\nq\n", "deleted draft draft", "1 merged", []string{"more exact", "merged: 甲"}},
		{"merge by name, asked for", "m\nc\nq\n", "deleted draft draft", "1 merged", []string{"Merge into which event"}},
		{"merge into nothing", "m\n\nm nobody\nm a\nq\n", "draft draft draft", "0 merged", []string{`"nobody": not found`, "this draft itself"}},
		{"all at once is skipped over", "s\ns\ns\n", "draft draft draft", "3 drafts left", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk(t, aDraft("a", "2019-04-10", "甲 展览开幕"), aDraft("b", "2019-04", "甲 展览开幕了"), aDraft("c", "2019-07", "丙"))
			out, talk, err := d.hold(test.lines)
			if err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprintf("%s %s %s", d.status("a"), d.status("b"), d.status("c")); got != test.want {
				t.Errorf("got %s, want %s\n%s", got, test.want, out)
			}
			if !strings.Contains(talk, test.talk) {
				t.Errorf("it says %q, want %q in it", talk, test.talk)
			}
			for _, want := range test.out {
				if !strings.Contains(out, want) {
					t.Errorf("the dialogue lacks %q:\n%s", want, out)
				}
			}
		})
	}
}

func TestDialogueTakesTheMoreExactDate(t *testing.T) {
	for answer, want := range map[string]string{"y": "2019-04-10", "yes": "2019-04-10", "n": "2019-04", "": "2019-04"} {
		d := newDesk(t, aDraft("a", "2019-04-10", "甲 展览开幕"), aDraft("b", "2019-04", "甲 展览开幕了"))
		if _, _, err := d.hold("m b\n" + answer + "\nq\n"); err != nil {
			t.Fatal(err)
		}
		e, _ := d.Timeline().Event("b")
		if e.Span.EDTF().String() != want || len(e.Sources) != 2 {
			t.Errorf("answer %q: %s with %d sources, want %s with 2", answer, e.Span.EDTF(), len(e.Sources), want)
		}
	}
}

func TestDialogueShowsWhatDecides(t *testing.T) {
	d := newDesk(t, aDraft("a", "2019-04-10", "展览开幕"), aDraft("b", "2019-04", "展览开幕了"))
	out, _, err := d.hold("q\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"1 of 2 ── confidence 0.50 ── report.txt", "2019-04-10", "2019年4月10日星期三 · Wednesday 10 April 2019",
		"written   四月", "section   第一章", "look at   the date may belong to another event", "line 12",
		"      11  前一行\n>     12  引文：展览开幕\n      13  后一行\n",
		"may be the same:", "this draft", "[1] draft event, b", "more exact",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not shown:\n%s", want, out)
		}
	}
	if n := strings.Count(out, " │ "); n < 4 {
		t.Errorf("two events stand side by side in %d lines:\n%s", n, out)
	}
}

func TestDialogueEdits(t *testing.T) {
	set := func(old, new string) func(string) string {
		return func(text string) string { return strings.ReplaceAll(text, old, new) }
	}
	for _, test := range []struct {
		name, lines string
		edited      []func(string) string
		want        string // status, date and title afterwards
		out         string
	}{
		{"and accepts", "e\na\n", []func(string) string{set("展览开幕", "大展开幕")}, "published 2019-04-10 大展开幕", "edited"},
		{"and undoes", "e\nu\nq\n", []func(string) string{set("展览开幕", "大展开幕")}, "draft 2019-04-10 展览开幕", "undone"},
		{"nothing", "e\nq\n", []func(string) string{set("", "")}, "draft 2019-04-10 展览开幕", "Nothing was changed"},
		{"and publishes at once", "e\n", []func(string) string{set(`"draft"`, `"published"`)}, "published 2019-04-10 展览开幕", "edited"},
		{"wrongly, then rightly", "e\ny\nq\n", []func(string) string{set("2019-04-10", "2019-13"), set("2019-13", "2019-12")}, "draft 2019-12 展览开幕", "Edit again"},
		{"wrongly, and gives up", "e\nn\nq\n", []func(string) string{set("2019-04-10", "2019-13")}, "draft 2019-04-10 展览开幕", "span.date"},
		{"wrongly, and the input ends", "e\n", []func(string) string{set(`"zh"`, `"Chinese"`)}, "draft 2019-04-10 展览开幕", "text.Chinese"},
		{"no JSON", "e\nn\nq\n", []func(string) string{set(`"text": {`, `"text": `)}, "draft 2019-04-10 展览开幕", "line "},
		{"an unknown field", "e\nn\nq\n", []func(string) string{set(`"text"`, `"texts"`)}, "draft 2019-04-10 展览开幕", "texts"},
		{"another ID", "e\nn\nq\n", []func(string) string{set(`"id": "a"`, `"id": "z"`)}, "draft 2019-04-10 展览开幕", `must stay "a"`},
		{"two events", "e\nn\nq\n", []func(string) string{func(s string) string { return s + "{}" }}, "draft 2019-04-10 展览开幕", "after the event"},
		{"an empty file", "e\nn\nq\n", []func(string) string{func(string) string { return "// \n" }}, "draft 2019-04-10 展览开幕", "the file is empty"},
		{"without an editor", "e\nq\n", nil, "draft 2019-04-10 展览开幕", "no editor"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk(t, aDraft("a", "2019-04-10", "展览开幕"))
			out, _, err := d.hold(test.lines, test.edited...)
			if err != nil {
				t.Fatal(err)
			}
			e, _ := d.Timeline().Event("a")
			if got := fmt.Sprintf("%s %s %s", e.Status, e.Span.EDTF(), e.Text["zh"].Title); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if e.Proposal == nil || len(e.Sources) != 1 {
				t.Errorf("proposal or sources are lost: %+v", e)
			}
			if !strings.Contains(out, test.out) {
				t.Errorf("the dialogue lacks %q:\n%s", test.out, out)
			}
		})
	}
}

func TestEditorSeesWhatIsWrong(t *testing.T) {
	d := newDesk(t, aDraft("a", "2019-04-10", "展览开幕"))
	var again string
	_, _, err := d.hold("e\ny\nq\n",
		func(text string) string { return strings.Replace(text, "展览开幕", " ", 1) },
		func(text string) string { again = text; return text })
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(again, "// ") || !strings.Contains(again, "text.zh.title") || strings.Count(again, "Change the draft") != 1 {
		t.Errorf("the second time the editor shows %s", again)
	}
}

// Between showing and deciding somebody else may be faster.
func TestDialogueMeetsAConflict(t *testing.T) {
	d := newDesk(t, aDraft("a", "2019-04-10", "展览开幕"))
	lines, typed := io.Pipe()
	var out bytes.Buffer
	dlg := &dialogue{
		record: d.reviewed(), session: review.NewSession(review.Queue(d.Timeline(), review.Filter{}, review.ByDocument)),
		lang: "en", in: readLines(lines), out: &out, width: 80,
	}
	draft, _ := dlg.session.Current(d.Timeline())
	changed := *draft
	changed.Key = true
	if _, err := d.Commit(t.Context(), events.Put(changed, draft.Rev)); err != nil {
		t.Fatal(err)
	}
	if err := dlg.commit(t.Context())(review.Accept(draft, dlg.by)); err != nil {
		t.Fatal(err)
	}
	if d.status("a") != events.Draft || !strings.Contains(out.String(), "in the meantime") {
		t.Errorf("the draft is %s:\n%s", d.status("a"), out.String())
	}
	typed.Close()
	if err := dlg.run(t.Context(), io.Discard); err != nil {
		t.Fatal(err)
	}
}

func TestDialogueStopsWhenInterrupted(t *testing.T) {
	d := newDesk(t, aDraft("a", "2019-04-10", "展览开幕"))
	lines, typed := io.Pipe() // nobody types
	defer typed.Close()
	dlg := &dialogue{
		record: d.reviewed(), session: review.NewSession(review.Queue(d.Timeline(), review.Filter{}, review.ByDocument)),
		in: readLines(lines), out: io.Discard, width: 80,
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := dlg.run(ctx, io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
