package terminal

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadSecret(t *testing.T) {
	for content, want := range map[string]string{
		"secret\n": "secret", "secret": "secret", "secret\r\nsecond\n": "secret", " with blanks \n": " with blanks ", "\nsecond\n": "", "": "",
		strings.Repeat("x", 2*maxSecret): strings.Repeat("x", maxSecret),
	} {
		file := filepath.Join(t.TempDir(), "secret")
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		for name, con := range map[string]Console{file: {}, "-": {In: strings.NewReader(content)}} {
			got, err := con.ReadSecret(name)
			if got != want || (err == nil) != (want != "") {
				t.Errorf("%.20q: %.20q, %v", content, got, err)
			}
			if typed, err := (PasswordFlag{PasswordFile: name}).Password(Console{In: strings.NewReader(content)}); typed != want || (err == nil) != (want != "") {
				t.Errorf("password file %.20q: %.20q, %v", content, typed, err)
			}
		}
	}
	if _, err := (Console{}).ReadSecret(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

// A password is asked for on a terminal only: a pipe would show it, or hold
// something else.
func TestPasswordNeedsATerminal(t *testing.T) {
	file, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, in := range []io.Reader{strings.NewReader("secret\nsecret\n"), file} {
		if _, err := (PasswordFlag{}).Password(Console{In: in, Err: io.Discard}); err == nil || !strings.Contains(err.Error(), "--password-file") {
			t.Errorf("got %v", err)
		}
	}
}

// What takes long is shown on a terminal only.
func TestNothingIsDrawnBesideATerminal(t *testing.T) {
	var talk bytes.Buffer
	bar := NewProgress(&talk, "storing", 10)
	bar.start = bar.start.AddDate(-1, 0, 0)
	bar.Show(5)
	bar.Done()
	failed := errors.New("failed")
	if err := (Console{Err: &talk}).Wait("reading", func() error { return failed }); !errors.Is(err, failed) {
		t.Errorf("got %v", err)
	}
	if talk.Len() > 0 {
		t.Errorf("%q was drawn", talk.String())
	}
	// As on a terminal, whose side of it is any writer.
	bar.w = &talk
	bar.Show(5)
	bar.Done()
	if got, want := talk.String(), "\rstoring [===============               ] 5 of 10\n"; got != want {
		t.Errorf("drawn %q, want %q", got, want)
	}
}

func TestJSONLines(t *testing.T) {
	var out bytes.Buffer
	if err := WriteLines(&out, []string{"a<b", "二"}, func(s string) any { return []string{s} }); err != nil {
		t.Fatal(err)
	}
	if err := WriteIndented(&out, map[string]string{"title": "a&b"}); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "[\"a<b\"]\n[\"二\"]\n{\n  \"title\": \"a&b\"\n}\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestCellsStandBelowEachOther(t *testing.T) {
	var out bytes.Buffer
	if err := WriteTable(&out, []int{1, 22222}, func(n int) []string { return []string{strings.Repeat("x", n%10), "end"} }); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "x   end\nxx  end\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestLogs(t *testing.T) {
	var talk bytes.Buffer
	con := Console{Err: &talk}
	con.NewLog().Info("shown", "n", 1)
	con.NewLog().Debug("hidden")
	if got := talk.String(); !strings.Contains(got, "msg=shown n=1") || strings.Contains(got, "hidden") {
		t.Errorf("%q", got)
	}
}
