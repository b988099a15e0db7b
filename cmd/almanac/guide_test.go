package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

const guideFile = "../../docs/guide.md"

// snippet is a fenced block of a page of the documentation.
type snippet struct {
	section, part string // the headings of the second and third level above it
	kind, text    string
}

// snippets are the blocks of a page, in order.
func snippets(page string) (list []snippet) {
	var at snippet
	inside := false
	for line := range strings.Lines(page) {
		fence, isFence := strings.CutPrefix(line, "```")
		switch {
		case isFence && inside:
			list, inside = append(list, at), false
		case isFence:
			at.kind, at.text, inside = strings.TrimSpace(fence), "", true
		case inside:
			at.text += line
		case strings.HasPrefix(line, "## "):
			at.section, at.part = strings.TrimSpace(line[len("## "):]), ""
		case strings.HasPrefix(line, "### "):
			at.part = strings.TrimSpace(line[len("### "):])
		}
	}
	return list
}

// notRun are the blocks of the guide that no test runs, by what they begin with,
// and why.
var notRun = map[string]string{
	"go build -trimpath":       "it installs the program; each test has built it",
	"sudo apt install":         "it needs root and systemd; TestRelease looks into the package",
	"buildah bud":              "it needs a registry's rights; TestRelease builds the image",
	"almanac serve --base-url": "it needs a provider; provider.txtar and the tests of web/access have one",
	"AWS_ACCESS_KEY_ID=":       "it needs a bucket; the tests of store/blob/s3 have one",
}

// byItself are the parts of the runbook that have a test and a folder of their own.
var byItself = map[string]bool{"A certificate from an authority": true, "Lost etcd": true}

func isRun(s snippet) bool {
	for begins := range notRun {
		if strings.HasPrefix(s.text, begins) {
			return false
		}
	}
	return s.kind == "sh"
}

// shell is commands that are run one after the other in one shell, and what each
// is to print.
type shell struct {
	script strings.Builder
	shown  []string
}

// newShell takes the commands of blocks. Ports and places of the page are replaced.
func newShell(list []snippet, places *strings.Replacer) (*shell, error) {
	s := &shell{}
	s.script.WriteString("set -e\n")
	open := false // what follows may show what is printed
	for _, b := range list {
		switch {
		case isRun(b):
			fmt.Fprintf(&s.script, "%s\necho; echo '=== %d'\n", places.Replace(b.text), len(s.shown))
			s.shown, open = append(s.shown, ""), true
		case b.kind == "text" && open:
			s.shown[len(s.shown)-1], open = b.text, false
		case b.kind == "text":
			return nil, fmt.Errorf("what is shown follows no command: %s", b.text)
		}
	}
	return s, nil
}

// check holds what was printed against what the page shows. A … there stands for
// anything.
func (s *shell) check(out string) error {
	for i, shown := range s.shown {
		var got string
		got, out, _ = strings.Cut(out, fmt.Sprintf("=== %d\n", i))
		for line := range strings.Lines(strings.TrimSpace(shown)) {
			pattern := strings.ReplaceAll(regexp.QuoteMeta(strings.TrimSpace(line)), "…", ".*")
			if !regexp.MustCompile("(?m)^" + pattern).MatchString(got) {
				return fmt.Errorf("the page shows\n%s\nbut this was printed:\n%s", line, got)
			}
		}
	}
	return nil
}

// documented FILE ADDR [SECTION] runs the commands of a page of the documentation,
// or of one section of it, in order and in one shell, against the server at the address, and
// holds what they print against what the page shows.
func documented(ts *testscript.TestScript, _ bool, args []string) {
	page, err := os.ReadFile(args[0])
	ts.Check(err)
	var list []snippet
	for _, s := range snippets(string(page)) {
		if (len(args) == 2 || s.section == args[2]) && !byItself[s.part] {
			list = append(list, s)
		}
	}
	freePort(ts, false, []string{"SECURE"})
	port := ts.Getenv("SECURE")[len("127.0.0.1"):]
	places := strings.NewReplacer("127.0.0.1:8080", args[1], ":8443", port,
		"--server https://almanac.example.org", "--server http://"+args[1], "/etc/almanac/", "", "/backup/", "")
	sh, err := newShell(list, places)
	ts.Check(err)
	if len(sh.shown) == 0 {
		ts.Fatalf("there are no commands: %q", args)
	}
	defer endWritten(ts.MkAbs("."))
	// A file takes what is printed: what a command has left running would keep a pipe
	// open for as long as it runs.
	ts.Check(os.WriteFile(ts.MkAbs("page.sh"), []byte(sh.script.String()), 0o600))
	if err := ts.Exec("sh", "-c", "exec sh page.sh >page.out 2>page.err"); err != nil {
		ts.Fatalf("%v\n%s\n%s", err, ts.ReadFile("page.out"), ts.ReadFile("page.err"))
	}
	ts.Check(sh.check(ts.ReadFile("page.out")))
}

var (
	inScript   = regexp.MustCompile(`(?m)^documented \$DOCS/guide\.md \$ADDR '?([^'\n]+)'?$`)
	isIndented = regexp.MustCompile(`(?m)^\n(    \S.*)$`)
)

// TestGuideIsRun holds that every command of docs/guide.md is run by a test, or
// stands in notRun with a reason.
func TestGuideIsRun(t *testing.T) {
	page, err := os.ReadFile(guideFile)
	if err != nil {
		t.Fatal(err)
	}
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	sections := map[string]bool{}
	for _, name := range scripts {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range inScript.FindAllStringSubmatch(string(text), -1) {
			sections[m[1]] = true
		}
	}
	known := map[string]bool{"sh": true, "text": true, "nginx": true}
	excused, commands := map[string]bool{}, 0
	for _, s := range snippets(string(page)) {
		if !known[s.kind] {
			t.Errorf("a block of kind %q: %.60s", s.kind, s.text)
		}
		if s.kind != "sh" {
			continue
		}
		for begins := range notRun {
			if strings.HasPrefix(s.text, begins) {
				excused[begins] = true
			}
		}
		if isRun(s) && !sections[s.section] && !byItself[s.part] {
			t.Errorf("no script runs section %q: %.60s", s.section, s.text)
		}
		commands++
	}
	if commands < 30 {
		t.Errorf("only %d blocks of commands were found", commands)
	}
	for begins := range notRun {
		if !excused[begins] {
			t.Errorf("the guide has no block that begins with %q", begins)
		}
	}
	outside := regexp.MustCompile("(?ms)^```.*?^```$").ReplaceAllString(string(page), "")
	for _, m := range isIndented.FindAllStringSubmatch(outside, -1) {
		t.Errorf("a block without a fence: %s", m[1])
	}
}

// runPart runs a part of the runbook in a folder of its own, in which it finds
// itself as "almanac"; what it leaves running is ended by the numbers that it has
// written down.
func runPart(t *testing.T, part string, places *strings.Replacer, env ...string) {
	t.Helper()
	page, err := os.ReadFile(guideFile)
	if err != nil {
		t.Fatal(err)
	}
	var list []snippet
	for _, s := range snippets(string(page)) {
		if s.part == part {
			list = append(list, s)
		}
	}
	sh, err := newShell(list, places)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	t.Cleanup(func() { endWritten(dir) })
	write(t, filepath.Join(dir, "record.json"), []byte(`{"almanac": 1, "events": [
 {"id": "a", "slug": "museum-opens", "span": {"date": "2019-05-24"}, "text": {"en": {"title": "Museum opens"}, "zh": {"title": "开馆"}}, "status": "published"},
 {"id": "b", "slug": "museum-closes", "span": {"date": "2019-05-25"}, "text": {"en": {"title": "Museum closes"}, "zh": {"title": "闭馆"}}, "status": "published"}
]}`))
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", sh.script.String())
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	said, err := os.Create(filepath.Join(dir, "said.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer said.Close()
	cmd.Stdout, cmd.Stderr = said, said // a file: what is left running does not keep it open for us
	err = cmd.Run()
	out, reading := os.ReadFile(said.Name())
	if err == nil && reading == nil {
		err = sh.check(string(out))
	}
	if err != nil || reading != nil {
		logs := ""
		names, _ := filepath.Glob(filepath.Join(dir, "*.log"))
		for _, name := range names {
			text, _ := os.ReadFile(name)
			logs += fmt.Sprintf("== %s\n%.2000s\n", filepath.Base(name), text)
		}
		t.Fatalf("%s: %v, %v\n%s\n%s", part, err, reading, out, logs)
	}
}

// endWritten ends the processes whose numbers are written down in a folder.
func endWritten(dir string) {
	names, _ := filepath.Glob(filepath.Join(dir, "*.pid"))
	for _, name := range names {
		text, err := os.ReadFile(name)
		if pid, bad := strconv.Atoi(strings.TrimSpace(string(text))); err == nil && bad == nil {
			_ = syscall.Kill(pid, syscall.SIGKILL) // it may have ended
		}
	}
}

// TestGuideACME asks an authority for a certificate as the runbook does.
func TestGuideACME(t *testing.T) {
	needTools(t, "openssl", "curl")
	back, port := freeAddr(t)
	directory, root := authority(t, port)
	addr, _ := freeAddr(t)
	runPart(t, "A certificate from an authority", strings.NewReplacer("127.0.0.1:8443", addr, "127.0.0.1:8080", back),
		"ALMANAC_ACME_DIRECTORY="+directory, "ALMANAC_ACME_ROOT="+root)
}

// TestGuideLostEtcd loses a cluster and gets the record back both ways that the
// runbook has. The snapshot is restored by the newest etcdutl, and so the members
// are the newest, too.
func TestGuideLostEtcd(t *testing.T) {
	needTools(t, "etcdctl", "curl")
	newest, restorer := tool(t, "etcd-newest"), tool(t, "etcdutl")
	bin := t.TempDir()
	for name, path := range map[string]string{"etcd": newest, "etcdutl": restorer} {
		if err := os.Symlink(path, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	client, _ := freeAddr(t)
	peer, _ := freeAddr(t)
	addr, _ := freeAddr(t)
	runPart(t, "Lost etcd", strings.NewReplacer("127.0.0.1:2379", client, "127.0.0.1:2380", peer, "127.0.0.1:8080", addr),
		"PATH="+bin+":"+os.Getenv("PATH"))
}
