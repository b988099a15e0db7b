package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/store/bolt"
)

// hostileTexts do something to a terminal or hide what a reader sees.
func hostileTexts() map[string]string {
	return map[string]string{
		"escape": "red \x1b[31m", "bell": "a\ab", "backspace": "ab\b\bc", "carriage return": "shown\rhidden", "null": "a\x00b", "delete": "a\x7fb", "C1": "a\u009b31mb", "NEL": "a\u0085b",
		"line separator": "a\u2028b", "paragraph separator": "a\u2029b", "override": "exe.\u202egpj", "embedding": "a\u202ab", "isolate": "a\u2066b", "byte order mark": "a\ufeffb", "noncharacter": "a\U0001fffeb",
	}
}

// checkHarmless holds that nothing printed does more than being read.
func checkHarmless(t *testing.T, what, text string) {
	t.Helper()
	for _, r := range text {
		if r != '\n' && r != '\t' && events.IsControl(r) {
			t.Errorf("%s prints %U: %q", what, r, text)
			return
		}
	}
}

// command runs the program in a directory.
func command(t *testing.T, args ...string) (code int, out, talk string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(t.Context(), args, storage.Console{Console: terminal.Console{In: strings.NewReader(""), Out: &o, Err: &e}})
	return code, o.String(), e.String()
}

// TestAuthorsAndNotesObeyTheRuleOfTexts offers hostile ones to every command
// that takes them.
func TestAuthorsAndNotesObeyTheRuleOfTexts(t *testing.T) {
	dir := t.TempDir()
	file, record := filepath.Join(dir, "one.json"), filepath.Join(dir, "record.json")
	const event = `{"id": "a", "slug": "a", "span": {"date": "2019-05"}, "text": {"en": {"title": "A title"}}, "status": "published"}`
	for name, text := range map[string]string{file: event, record: `{"almanac": 1, "events": [` + event + `]}`} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	store := "bolt:" + filepath.Join(dir, "a.db")
	if code, _, talk := command(t, "put", file, "--store", store, "--author", "编辑 Ed", "--note", "two\nlines"); code != exitOK {
		t.Fatalf("a fair author and note: %s", talk)
	}
	for kind, text := range hostileTexts() {
		for _, flag := range []string{"--author", "--note"} {
			for _, args := range [][]string{{"put", file}, {"delete", "a"}, {"import", record}} {
				code, out, talk := command(t, append(args, "--store", store, flag, text)...)
				if code == exitOK && args[0] != "import" || !strings.Contains(talk, flag[2:]) && args[0] != "import" {
					t.Errorf("%s with %s of %s: exit %d, %q", args[0], flag, kind, code, talk)
				}
				checkHarmless(t, args[0]+" with "+kind, out+talk)
			}
		}
	}
	if _, out, _ := command(t, "history", "--store", store); strings.Count(out, "\n") != 1 {
		t.Errorf("the history is %q", out)
	}
	if code, _, talk := command(t, "import", record, "--store", "bolt:"+filepath.Join(dir, "new.db"), "--author", "\u202e"); code == exitOK || !strings.Contains(talk, "author") {
		t.Errorf("an import by a hostile author: %q", talk)
	}
}

// TestWhatIsStoredDoesNothingToATerminal prints states whose authors and notes
// were stored before they were checked.
func TestWhatIsStoredDoesNothingToATerminal(t *testing.T) {
	for kind, text := range hostileTexts() {
		path := filepath.Join(t.TempDir(), "a.db")
		backend, err := bolt.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		e := events.Event{ID: "a", Slug: "a", Span: events.On(edtf.MustParse("2019")), Status: events.Published, Text: map[string]events.Text{"zh": {Title: text, Summary: text}}}
		site := &events.Site{Authority: "example.org", Founded: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
		at := time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)
		if _, err := backend.Commit(context.Background(), events.PutDocument(site.Document(events.DocumentSite), 0), events.Change{Event: &e, At: at, Author: text, Note: text + "\nforged"}); err != nil {
			t.Fatal(err)
		}
		if err := backend.Close(); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"history"}, {"history", "a"}, {"history", "--json"}, {"list"}, {"list", "--json"}, {"show", "a"}, {"show", "a", "--json"}, {"export"}} {
			code, out, talk := command(t, append(args, "--store", "bolt:"+path)...)
			if code != exitOK {
				t.Errorf("%v of %s: %s", args, kind, talk)
			}
			checkHarmless(t, strings.Join(args, " ")+" of "+kind, out+talk)
			if args[0] == "history" && len(args) < 3 && args[len(args)-1] != "--json" && strings.Count(out, "\n") != 1 {
				t.Errorf("%v of %s is more than one line: %q", args, kind, out)
			}
		}
		_, out, _ := command(t, "history", "--json", "--store", "bolt:"+path)
		var st events.State
		if err := json.Unmarshal([]byte(out), &st); err != nil || st.Author != strings.ToValidUTF8(text, "\ufffd") && kind != "noncharacter" {
			t.Errorf("JSON of %s has become %q: %v", kind, st.Author, err)
		}
	}
}

// TestFileNamesDoNothingToATerminal names files that are not there, are wrong,
// or are read.
func TestFileNamesDoNothingToATerminal(t *testing.T) {
	dir := t.TempDir()
	store := "bolt:" + filepath.Join(dir, "a.db")
	names := hostileTexts()
	names["line break"], names["tab"] = "a\nb", "a\tb"
	delete(names, "null") // no file can be called that
	for kind, text := range names {
		name := filepath.Join(dir, text)
		for _, args := range [][]string{{"import", name}, {"import", "report", name}, {"put", name}, {"backup", filepath.Join(name, "no", "b")}, {"import", name + ".ics"}, {"import", "report", name + ".md", "--year", "2019", "--dry-run"}, {"import", "report", name + ".md", "--year", "2019"}} {
			if last := args[len(args)-1]; strings.HasSuffix(last, ".ics") || len(args) > 3 {
				content := "# Report of 2019\n\nOn 24 May 2019 the museum opened its doors to the public.\n"
				target := args[1]
				if args[1] == "report" {
					target = args[2]
				}
				if err := os.WriteFile(target, []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			code, out, talk := command(t, append(args, "--store", store)...)
			checkHarmless(t, strings.Join(args[:1], " ")+" of a file called "+kind, out+talk)
			if code != exitOK && len(args) > 3 {
				t.Errorf("a report called %s is refused: %q", kind, talk)
			}
		}
	}
}
