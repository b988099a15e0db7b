package manual_test

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"almanac.example/cmd/almanac/manual"
)

var update = flag.Bool("update", false, "write the golden files anew")

// grammar has one of everything that a command line of ours has.
type grammar struct {
	Serve struct {
		Addr string `short:"a" default:"127.0.0.1:80" placeholder:"HOST:PORT" help:"Where to listen; 'unix:FILE' is a socket."`
		Json bool   `help:"A back\\slash and $HOME… 中."`
		Old  string `hidden:"" help:"Nothing."`
	} `cmd:"" help:"Serve the record."`
	User struct {
		Add struct {
			Name string `arg:"" help:"Of the account."`
			Mail string `arg:"" optional:"" help:".begins with a full stop"`
			Role string `enum:"viewer,editor" default:"viewer" help:"What it may."`
		} `cmd:"" help:"Make an account."`
		List struct{} `cmd:"" help:"List them."`
	} `cmd:"" help:"Accounts."`
	Secret struct{} `cmd:"" hidden:"" help:"Nothing."`
	Media  string   `placeholder:"DIR" help:"Where pictures are."`
}

func model(t *testing.T) *kong.Application {
	t.Helper()
	k, err := kong.New(&grammar{}, kong.Name("thing"), kong.Description("A thing that does. It does much.\n\nBegin with \"thing serve\"."), kong.DefaultEnvars("THING"))
	if err != nil {
		t.Fatal(err)
	}
	return k.Model
}

func TestGolden(t *testing.T) {
	made := map[string]*bytes.Buffer{"thing.1": {}, "thing.bash": {}, "thing.zsh": {}, "thing.fish": {}}
	if err := manual.Page(made["thing.1"], model(t)); err != nil {
		t.Fatal(err)
	}
	for _, shell := range manual.Shells() {
		if err := manual.Completion(made["thing."+shell], model(t), shell); err != nil {
			t.Fatal(err)
		}
	}
	for name, got := range made {
		file := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(file, got.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if err := manual.Completion(&bytes.Buffer{}, model(t), "csh"); err == nil || !strings.Contains(err.Error(), "bash, zsh, fish") {
		t.Errorf("another shell: %v", err)
	}
}

// TestBashCompletes asks a real shell.
func TestBashCompletes(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash")
	}
	var script bytes.Buffer
	if err := manual.Completion(&script, model(t), "bash"); err != nil {
		t.Fatal(err)
	}
	script.WriteString("\nCOMP_WORDS=(\"$@\") COMP_CWORD=$(($# - 1)); _thing; echo \"${COMPREPLY[*]}\"\n")
	for _, test := range []struct {
		words []string
		want  string
	}{
		{[]string{"thing", ""}, "serve user --help --media"},
		{[]string{"thing", "s"}, "serve"},
		{[]string{"thing", "serve", "--"}, "--addr --json --help --media"},
		{[]string{"thing", "--media", "x", "user", ""}, "add list --help --media"},
		{[]string{"thing", "user", "add", "lin", "--r"}, "--role"},
		{[]string{"thing", "user", "add", "--role", ""}, "viewer editor"},
		{[]string{"thing", "user", "list", "add", "--r"}, ""},
		{[]string{"thing", "secret", "x"}, ""},
	} {
		out, err := exec.CommandContext(t.Context(), bash, append([]string{"--norc", "-c", script.String(), "bash"}, test.words...)...).CombinedOutput()
		if got := strings.TrimSpace(string(out)); err != nil || got != test.want {
			t.Errorf("%q completes to %q, want %q: %v", test.words, got, test.want, err)
		}
	}
}

// TestOtherShellsParse where they are.
func TestOtherShellsParse(t *testing.T) {
	for _, shell := range []string{"zsh", "fish"} {
		t.Run(shell, func(t *testing.T) {
			if _, err := exec.LookPath(shell); err != nil {
				t.Skip("there is no " + shell)
			}
			if out, err := exec.CommandContext(t.Context(), shell, "-n", filepath.Join("testdata", "thing."+shell)).CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}

// TestPageIsRoff has groff warn of nothing.
func TestPageIsRoff(t *testing.T) {
	if _, err := exec.LookPath("groff"); err != nil {
		t.Skip("there is no groff")
	}
	out, err := exec.CommandContext(t.Context(), "groff", "-man", "-ww", "-Tutf8", "-P-cbou", filepath.Join("testdata", "thing.1")).CombinedOutput()
	if text := string(out); err != nil || !strings.Contains(text, "--addr") || !strings.Contains(text, ".begins with a full stop") || strings.Contains(text, "warning") {
		t.Errorf("%v:\n%s", err, text)
	}
}
