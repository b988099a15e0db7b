package reviewing

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"almanac.example/cmd/almanac/terminal"
)

// The editor is a command of the shell, VISUAL before EDITOR; what it saved is read
// back and its file removed. One that fails is an error that names it.
func TestEditorIsRun(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	var said bytes.Buffer
	edit := newEditor(terminal.Console{In: strings.NewReader(""), Out: &said, Err: &said})
	for _, test := range []struct{ visual, editor, want, fails string }{
		{"", "sed -i s/early/late/", "late spring", ""},
		{"sed -i s/spring/summer/", "false", "early summer", ""},
		{"", "true", "early spring", ""},
		{"", "echo no screen; exit 3; :", "", `the editor "echo no screen; exit 3; :": exit status 3`},
	} {
		t.Setenv("VISUAL", test.visual)
		t.Setenv("EDITOR", test.editor)
		got, err := edit(t.Context(), []byte("early spring"))
		if fails := err != nil; fails != (test.fails != "") || fails && err.Error() != test.fails || string(got) != test.want {
			t.Errorf("%q, %q: %q, %v", test.visual, test.editor, got, err)
		}
	}
	if said.String() != "no screen\n" {
		t.Errorf("said %q", said.String())
	}
	if left, err := filepath.Glob(filepath.Join(temp, "*")); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
	t.Setenv("TMPDIR", filepath.Join(temp, "nowhere"))
	if _, err := edit(t.Context(), nil); !os.IsNotExist(err) {
		t.Errorf("no place for the text: %v", err)
	}
}
