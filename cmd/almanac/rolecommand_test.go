package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/web/access"
)

// office is a served record with a token file for each role.
type office struct {
	server *running
	store  string
	dir    string
	tokens map[access.Role]string // files
}

// rolesAndNone are the roles, and the public without a token.
func rolesAndNone() []access.Role { return append([]access.Role{""}, access.Roles()...) }

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{dir: t.TempDir(), tokens: map[access.Role]string{}}
	o.store = "bolt:" + filepath.Join(o.dir, "a.db")
	o.server = startServer(t, o.dir, "--create", "--record", "none", "--store", o.store, "--private-webhooks")
	password := o.file(t, "password", "seven purple otters dance\n")
	scopes := map[access.Role]string{
		access.Viewer: "read:drafts", access.Author: "read:drafts,write:drafts",
		access.Editor:        "read:drafts,write:drafts,publish,site",
		access.Administrator: "read:drafts,write:drafts,publish,site,admin",
	}
	for _, role := range access.Roles() {
		o.local(t, "user", "add", string(role), "--role", string(role), "--password-file", password)
		token := o.local(t, "token", "create", "--user", string(role), "--scope", scopes[role])
		o.tokens[role] = o.file(t, string(role)+".token", token)
	}
	return o
}

func (o *office) file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(o.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// local runs a command through the admin socket.
func (o *office) local(t *testing.T, args ...string) string {
	t.Helper()
	code, out, talk := command(t, append(args, "--store", o.store)...)
	if code != exitOK {
		t.Fatalf("%v: %s", args, talk)
	}
	return out
}

// remote runs a command through the network, with the token of a role.
func (o *office) remote(t *testing.T, role access.Role, args ...string) (code int, out, talk string) {
	t.Helper()
	args = append(args, "--server", o.server.base)
	if role != "" {
		args = append(args, "--token-file", o.tokens[role])
	}
	return command(t, args...)
}

func event(id, status string) string {
	return fmt.Sprintf(`{"id":%q,"slug":%q,"span":{"date":"2019-05"},"text":{"en":{"title":"Title %s"}},"status":%q}`, id, id, id, status)
}

// TestRolesAndCommands says of each command which role may use it from another
// machine. What is not allowed changes nothing and is told with the reason.
func TestRolesAndCommands(t *testing.T) {
	o := newOffice(t)
	for n, test := range []struct {
		command string
		least   access.Role // the least that may; "": the public may
		args    func(id string) []string
	}{
		{"list", "", func(string) []string { return []string{"list"} }},
		{"list drafts", access.Viewer, func(string) []string { return []string{"list", "--all"} }},
		{"show", "", func(id string) []string { return []string{"show", id} }},
		{"show draft", access.Viewer, func(id string) []string { return []string{"show", id + "-draft"} }},
		{"history", access.Viewer, func(id string) []string { return []string{"history", id} }},
		{"export", access.Viewer, func(string) []string { return []string{"export"} }},
		{"put draft", access.Author, func(id string) []string { return []string{"put", o.file(t, "put.json", event(id+"-draft", "draft"))} }},
		{"put public", access.Editor, func(id string) []string { return []string{"put", o.file(t, "put.json", event(id+"-new", "published"))} }},
		{"delete draft", access.Author, func(id string) []string { return []string{"delete", id + "-draft"} }},
		{"delete public", access.Editor, func(id string) []string { return []string{"delete", id} }},
		{"import", access.Editor, func(id string) []string {
			return []string{"import", o.file(t, "record.json", `{"almanac":1,"events":[`+event(id+"-in", "published")+`]}`)}
		}},
		{"import report", access.Author, func(id string) []string {
			return []string{"import", "report", o.file(t, id+".txt", "Report\n\nOn 3 March 2019 the museum "+id+" opened.\n")}
		}},
		{"review", access.Editor, func(string) []string { return []string{"review", "--accept-all"} }},
		{"review --format json", access.Viewer, func(string) []string { return []string{"review", "--format", "json"} }},
		{"site get", "", func(string) []string { return []string{"site", "get", "authority"} }},
		{"site set", access.Administrator, func(string) []string { return []string{"site", "set", "names.en", "Name"} }},
		{"site set tag", access.Editor, func(id string) []string { return []string{"site", "set", "tags.t" + id + ".name.en", "Name"} }},
		{"batch undo", access.Editor, nil},
		{"user list", access.Administrator, func(string) []string { return []string{"user", "list"} }},
		{"user role", access.Administrator, func(string) []string { return []string{"user", "role", "viewer", "viewer"} }},
		{"token list", access.Viewer, func(string) []string { return []string{"token", "list"} }},
		{"duty list", access.Administrator, func(string) []string { return []string{"duty", "list"} }},
		{"duty pause", access.Administrator, func(string) []string { return []string{"duty", "pause", "sweep"} }},
		{"duty resume", access.Administrator, func(string) []string { return []string{"duty", "resume"} }},
		{"backup", access.Administrator, func(id string) []string { return []string{"backup", filepath.Join(o.dir, id+".tar")} }},
		{"verify", access.Administrator, func(string) []string { return []string{"verify"} }},
	} {
		for i, role := range rolesAndNone() {
			id := fmt.Sprintf("c%d-%d", n, i)
			o.local(t, "import", o.file(t, "events.json", `{"almanac":1,"events":[`+event(id, "published")+`,`+event(id+"-draft", "draft")+`]}`))
			args := []string{"batch", "undo", o.batch(t, id)}
			if test.args != nil {
				args = test.args(id)
			}
			before := o.local(t, "export")
			code, out, talk := o.remote(t, role, args...)
			allowed := slices.Index(rolesAndNone(), role) >= slices.Index(rolesAndNone(), test.least)
			switch {
			case allowed && code != exitOK:
				t.Errorf("%s as %q: %s", test.command, role, talk)
			case !allowed && code != exitFailed:
				t.Errorf("%s as %q: exit code %d, %s%s", test.command, role, code, out, talk)
			case !allowed && (strings.TrimSpace(talk) == "almanac:" || !explains(talk)):
				t.Errorf("%s as %q is refused without a reason: %s", test.command, role, talk)
			case !allowed && o.local(t, "export") != before:
				t.Errorf("%s as %q was refused and has changed something", test.command, role)
			}
		}
	}
	o.server.signal(t, syscall.SIGTERM)
	if code := o.server.wait(); code != exitOK {
		t.Errorf("the server ended with %d:\n%s", code, o.server.log())
	}
}

// batch makes a batch and returns its ID.
func (o *office) batch(t *testing.T, id string) string {
	t.Helper()
	o.local(t, "import", o.file(t, "batch.json", `{"almanac":1,"events":[`+event(id+"-batch", "published")+`]}`))
	history := o.local(t, "history", "--json", id+"-batch")
	_, rest, found := strings.Cut(history, `"batch":{"id":"`)
	batch, _, _ := strings.Cut(rest, `"`)
	if !found {
		t.Fatalf("the import is no batch: %s", history)
	}
	return batch
}

// explains reports whether a refusal says why, or that there is nothing.
func explains(talk string) bool {
	for _, reason := range []string{"may", "sign in", "signed in", "account", "token", "not found", "needs"} {
		if strings.Contains(talk, reason) {
			return true
		}
	}
	return false
}

// TestFromAnotherMachine says what is wrong on the way to a server.
func TestFromAnotherMachine(t *testing.T) {
	o := newOffice(t)
	wrong := o.file(t, "wrong.token", "alm_000000000000000000000000000000000000\n")
	for _, test := range []struct {
		args []string
		said string
	}{
		{[]string{"list", "--server", "calendar.example.org"}, "write it as https://calendar.example.org"},
		{[]string{"list", "--server", "http://127.0.0.1:1"}, "the server cannot be reached"},
		{[]string{"list", "--server", o.server.base + "/en"}, "not as an almanac does"},
		{[]string{"list", "--all", "--server", o.server.base, "--token-file", wrong}, "token"},
		{[]string{"list", "--server", o.server.base, "--token-file", filepath.Join(o.dir, "none")}, "none"},
		{[]string{"list", "--token-file", wrong, "--store", o.store}, "--token-file goes with --server"},
		{[]string{"put", o.file(t, "e.json", event("x", "draft")), "--author", "Lin", "--server", o.server.base}, "--author: a server knows"},
	} {
		if code, _, talk := command(t, test.args...); code != exitFailed || !strings.Contains(talk, test.said) {
			t.Errorf("%v: %d %s", test.args, code, talk)
		}
	}
	var sent, talk bytes.Buffer
	sent.WriteString(event("y", "draft"))
	code := run(t.Context(), []string{"put", "-", "--server", o.server.base, "--token-file", o.tokens[access.Author]}, storage.Console{Console: terminal.Console{In: &sent, Out: io.Discard, Err: &talk}})
	if code != exitOK || !strings.Contains(o.local(t, "history", "--json", "y"), `"author":"author","by":"token:`) {
		t.Errorf("put from another machine: %s%s", talk.String(), o.local(t, "history", "--json", "y"))
	}
	tar := filepath.Join(o.dir, "far.tar")
	if code, _, talk := o.remote(t, access.Administrator, "backup", tar, "--with-accounts"); code != exitOK {
		t.Error(talk)
	}
	if code, _, talk := command(t, "verify", tar); code != exitOK {
		t.Error(talk)
	}
}
