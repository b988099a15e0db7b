package backup

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/store/blob"
	"almanac.example/store/bolt"
)

// open opens a store that is closed when the test ends.
func open(t testing.TB) *bolt.Backend {
	t.Helper()
	b, err := bolt.Open(filepath.Join(t.TempDir(), "almanac.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

var day = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// pictured is a store whose states name pictures, one of which is not there, and
// the folder with the others.
func pictured(t testing.TB) (*bolt.Backend, blob.Dir) {
	t.Helper()
	b, pictures := filled(t), blob.Dir(filepath.Join(t.TempDir(), "media"))
	with := func(id events.ID, name string) events.Event {
		e := event(id, "picture "+string(id))
		e.Image = &events.Image{Blob: name, Alt: events.Localised{"zh": "图"}}
		return e
	}
	var names []string
	for _, text := range []string{"one", "two", "a logo", "named by nothing"} {
		name, err := pictures.Put(t.Context(), []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	site := &events.Site{Authority: "example.org", Founded: day, Logo: names[2]}
	for _, c := range []events.Change{
		events.Put(with("p", names[0]), 0), events.Put(with("q", names[1]), 0), events.Put(with("r", names[0]), 0),
		events.Put(with("s", blob.Name([]byte("lost"))), 0), events.PutDocument(site.Document(events.DocumentSite), 1),
	} {
		c.At = day
		if _, err := b.Commit(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	return b, pictures
}

// TestPicturesComeBack: those that states name, each once; what is missing is
// told and is no fault.
func TestPicturesComeBack(t *testing.T) {
	b, pictures := pictured(t)
	var file bytes.Buffer
	sum, err := Write(t.Context(), &file, Source{Archive: b, Vault: b.Vault(), Blobs: pictures, Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{blob.Name([]byte("lost"))}, sum.Missing); diff != "" || sum.Blobs != 3 {
		t.Errorf("%d are in it; missing (-want +got):\n%s", sum.Blobs, diff)
	}
	r, err := newReader(bytes.NewReader(file.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	collect(t, r.States(t.Context()))
	collect(t, r.Values(t.Context()))
	var got []string
	for _, one := range collect(t, r.Blobs(t.Context())) {
		if one.Name != blob.Name(one.Data) {
			t.Errorf("%q is named %s", one.Data, one.Name)
		}
		got = append(got, string(one.Data))
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{"a logo", "one", "two"}, got); diff != "" {
		t.Errorf("the pictures (-want +got):\n%s", diff)
	}
	if again, err := Verify(t.Context(), bytes.NewReader(file.Bytes())); err != nil || again.Blobs != 3 {
		t.Errorf("verifying says %d, %v", again.Blobs, err)
	}
	sum, err = Write(t.Context(), &file, Source{Archive: b, Vault: b.Vault(), Dir: t.TempDir()})
	if err != nil || sum.Blobs != 0 || len(sum.Missing) != 4 {
		t.Errorf("without a folder: %d pictures, %d missing, %v", sum.Blobs, len(sum.Missing), err)
	}
}

// TestDamagedPictures holds the words for what is wrong with them.
func TestDamagedPictures(t *testing.T) {
	b, pictures := pictured(t)
	var file bytes.Buffer
	if _, err := Write(t.Context(), &file, Source{Archive: b, Vault: b.Vault(), Blobs: pictures, Dir: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	parts := unpack(t, file.Bytes())
	first := parts[2]
	with := func(changed ...part) []byte { return pack(t, append(slices.Clone(parts[:2]), changed...)) }
	for name, test := range map[string]struct {
		file []byte
		want string
	}{
		"one left out":           {pack(t, parts[:4]), "blobs/: files are missing: the file is cut off"},
		"one changed":            {with(part{first.name, first.text + "x"}, parts[3], parts[4]), first.name + ": was changed"},
		"one twice":              {with(first, first, parts[4]), "a file should follow"},
		"one more":               {pack(t, append(slices.Clone(parts), part{"blobs/" + blob.Name(nil), ""})), "is no part of this backup"},
		"another order":          {with(parts[3], first, parts[4]), "a file should follow"},
		"no name of a blob":      {with(part{"blobs/../x", first.text}, parts[3], parts[4]), "a file should follow"},
		"a name of another part": {with(part{"x/" + blob.Name(nil), ""}, parts[3], parts[4]), "a file should follow"},
		"fewer than none":        {pack(t, append([]part{{parts[0].name, strings.Replace(parts[0].text, `"blobs":3`, `"blobs":-3`, 1)}}, parts[1:]...)), "counts -3 blobs"},
	} {
		if _, err := Verify(t.Context(), bytes.NewReader(test.file)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v; want one that says %q", name, err, test.want)
		}
	}
}

func event(id events.ID, title string) events.Event {
	return events.Event{
		ID: id, Slug: "s-" + string(id), Span: events.On(edtf.MustParse("2019-04-10")), Status: events.Published,
		Text: map[string]events.Text{"zh": {Title: title}}, Created: day, Published: day, Updated: day,
	}
}

// filled makes a store with a small record that has a past, and a vault.
func filled(t testing.TB) *bolt.Backend {
	t.Helper()
	b := open(t)
	commit := func(changes ...events.Change) events.Rev {
		for i := range changes {
			changes[i].At, changes[i].Author = day, "Lin <lin@example.org>"
		}
		rev, err := b.Commit(t.Context(), changes...)
		if err != nil {
			t.Fatal(err)
		}
		return rev
	}
	commit(founding("example.org"))
	one := commit(events.Put(event("a", "黑洞 \u2028 <b>&"), 0), events.Put(event("b", "B"), 0))
	two := commit(events.Put(event("a", "第一张黑洞照片"), one))
	commit(events.Delete("b", one))
	commit(events.Put(event("a", "三"), two))
	for key, data := range map[string]string{
		"memory/1/about": `{"source":"https://example.org/?a=<b>&c"}`, "memory/1/event/a": `{"event":"a"}`, "hub": `{"told":3}`,
		"account/1": `{"name":"Lin"}`, "login/lin": `"1"`, "token/x": `1`, "session/x": `{"secret":1}`, "duty/hub": `{}`,
		"replica/1": `{}`, "idempotency/x": `{}`, "hubris": `1`,
	} {
		value := events.Value{Key: key, Schema: 1, Data: []byte(data)}
		if key == "token/x" {
			value.Expires = day
		}
		if _, err := b.Vault().Write(t.Context(), events.PutValue(value, 0)); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func written(t testing.TB, b *bolt.Backend, accounts bool) []byte {
	t.Helper()
	var file bytes.Buffer
	dir := t.TempDir()
	if _, err := Write(t.Context(), &file, Source{Archive: b, Vault: b.Vault(), Accounts: accounts, Dir: dir}); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("temporary files are left: %v, %v", left, err)
	}
	return file.Bytes()
}

func collect[T any](t testing.TB, seq iter.Seq2[T, error]) (list []T) {
	t.Helper()
	for v, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, v)
	}
	return list
}

func TestComesBack(t *testing.T) {
	b := filled(t)
	for _, accounts := range []bool{false, true} {
		file := written(t, b, accounts)
		if again := written(t, b, accounts); !bytes.Equal(file, again) {
			t.Error("the same store gives another file the second time")
		}
		r, err := newReader(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		if h := r.Head(); h.Authority != "example.org" || h.First != 1 || h.Last != 5 {
			t.Errorf("the head is %+v", h)
		}
		other := open(t)
		if err := other.Load(t.Context(), r.States(t.Context())); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(collect(t, b.Dump(t.Context(), 0)), collect(t, other.Dump(t.Context(), 0)), equalSpans()); diff != "" {
			t.Errorf("the history (-original +restored):\n%s", diff)
		}
		want := []string{"hub {\"told\":3}", "memory/1/about {\"source\":\"https://example.org/?a=<b>&c\"}", "memory/1/event/a {\"event\":\"a\"}"}
		if accounts {
			want = append(want, "account/1 {\"name\":\"Lin\"}", "login/lin \"1\"", "token/x 1")
		}
		var got []string
		for _, v := range collect(t, r.Values(t.Context())) {
			got = append(got, v.Key+" "+string(v.Data))
			if v.Schema != 1 || v.Expires.IsZero() == (v.Key == "token/x") {
				t.Errorf("%s has schema %d and expires %v", v.Key, v.Schema, v.Expires)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the vault, accounts %v (-want +got):\n%s", accounts, diff)
		}
		sum, err := Verify(t.Context(), bytes.NewReader(file))
		if err != nil || sum.States != 6 || sum.Values != len(want) {
			t.Errorf("verifying says %+v, %v", sum, err)
		}
	}
}

func TestEmptyStore(t *testing.T) {
	sum, err := Verify(t.Context(), bytes.NewReader(written(t, open(t), true)))
	if err != nil || sum.States != 0 || sum.Values != 0 || sum.First != 0 || sum.Last != 0 {
		t.Errorf("%+v, %v", sum, err)
	}
}

// part is one file of a backup.
type part struct{ name, text string }

// unpack takes a backup apart; pack puts one together.
func unpack(t testing.TB, file []byte) (parts []part) {
	t.Helper()
	for r := tar.NewReader(bytes.NewReader(file)); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return parts
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, part{h.Name, string(text)})
	}
}

func pack(t testing.TB, parts []part) []byte {
	t.Helper()
	var file bytes.Buffer
	w := tar.NewWriter(&file)
	for _, p := range parts {
		if err := w.WriteHeader(&tar.Header{Name: p.name, Mode: 0o600, Size: int64(len(p.text)), Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, p.text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// TestEveryFlip flips a bit of every byte: what is not noticed must not have
// changed anything.
func TestEveryFlip(t *testing.T) {
	file := written(t, filled(t), true)
	size, harmless := 0, 0
	for _, p := range unpack(t, file) {
		size += 512 + len(p.text)
	}
	for i := range file {
		damaged := bytes.Clone(file)
		damaged[i] ^= 1 << (i % 8)
		_, err := Verify(t.Context(), bytes.NewReader(damaged))
		if err == nil {
			if !slices.EqualFunc(unpack(t, damaged), unpack(t, file), func(a, b part) bool { return a == b }) {
				t.Errorf("a flipped bit in byte %d is not noticed", i)
			}
			harmless++
		}
	}
	if most := len(file) - size; harmless > most {
		t.Errorf("%d flips were not noticed, although only %d bytes are padding", harmless, most)
	}
	t.Logf("of %d flips %d were in padding and not noticed", len(file), harmless)
}

// TestEveryCut cuts the file off anywhere before its last part is whole.
func TestEveryCut(t *testing.T) {
	file := written(t, filled(t), true)
	parts := unpack(t, file)
	whole := bytes.LastIndex(file, []byte(parts[2].text)) + len(parts[2].text)
	for n := range whole {
		_, err := Verify(t.Context(), bytes.NewReader(file[:n]))
		if err == nil {
			t.Fatalf("cut off after %d of %d bytes it counts as sound", n, len(file))
		}
		var damage *Damage
		if n > 512 && !errors.As(err, &damage) {
			t.Fatalf("cut off after %d bytes: %v; want a Damage", n, err)
		}
	}
}

// TestDamageIsNamed holds the words for what is wrong.
func TestDamageIsNamed(t *testing.T) {
	file := written(t, filled(t), true)
	edit := func(n int, old, next string) []byte {
		parts := unpack(t, file)
		if !strings.Contains(parts[n].text, old) {
			t.Fatalf("%s has no %q", parts[n].name, old)
		}
		parts[n].text = strings.Replace(parts[n].text, old, next, 1)
		return pack(t, parts)
	}
	linesOf := func(n int, change func(lines []string) []string) []byte {
		parts := unpack(t, file)
		parts[n].text = strings.Join(change(slices.Collect(strings.Lines(parts[n].text))), "")
		return pack(t, parts)
	}
	parts := unpack(t, file)
	for _, test := range []struct {
		name string
		file []byte
		want string
	}{
		{"empty", nil, "no almanac backup"},
		{"text", bytes.Repeat([]byte("not a backup\n"), 1000), "no almanac backup"},
		{"another tar", pack(t, []part{{"readme", "x"}}), "no almanac backup"},
		{"an empty head", pack(t, []part{{"states.jsonl", ""}}), "states.jsonl line 1: is missing"},
		{"no head", pack(t, []part{{"states.jsonl", "[]\n"}}), "states.jsonl line 1: is no head"},
		{"a newer version", edit(0, `"backup":1`, `"backup":2`), "newer almanac"},
		{"a newer schema", edit(0, `"schema":3`, `"schema":4`), "newer almanac"},
		{"a newer version with other fields", edit(0, `"backup":1`, `"backup":2,"other":1`), "newer almanac"},
		{"a head with other fields", edit(0, `"backup":1`, `"backup":1,"other":1`), "states.jsonl line 1"},
		{"strange parts", edit(0, `"memory.jsonl"`, `"../memory.jsonl"`), "names the parts"},
		{"one part only", edit(0, `,"memory.jsonl","accounts.jsonl"`, ``), "names the parts"},
		{"four parts", edit(0, `"accounts.jsonl"]`, `"accounts.jsonl","x"]`), "names the parts"},
		{"another last revision", edit(0, `"last":5`, `"last":6`), "states.jsonl"},
		{"a smaller last revision", edit(0, `"last":5`, `"last":4`), "states.jsonl line 7: has revision 5"},
		{"an edited title", edit(0, "第一张", "第二张"), "states.jsonl: was changed"},
		{"an unknown field", edit(0, `"author"`, `"writer"`), "states.jsonl line 2"},
		{"two values on a line", edit(0, `{"rev":3`, `{} {"rev":3`), "states.jsonl line 5"},
		{"no JSON", edit(0, `{"rev":3`, `{rev":3`), "states.jsonl line 5"},
		{"a state left out", linesOf(0, func(l []string) []string { return slices.Delete(l, 3, 4) }), "says that 6 lines are before it; there are 5"},
		{"the order changed", linesOf(0, func(l []string) []string { l[4], l[5] = l[5], l[4]; return l }), "states.jsonl line 6: has revision 3, after 4"},
		{"the end left out", linesOf(0, func(l []string) []string { return l[:len(l)-1] }), "is the last line"},
		{"the last line without its end", linesOf(0, func(l []string) []string { l[len(l)-1] = l[len(l)-1][:9]; return l }), "does not end"},
		{"an end spelt otherwise", edit(0, `"count"`, `"COUNT"`), "is spelt otherwise"},
		{"only a head", linesOf(1, func(l []string) []string { return l[:1] }), "memory.jsonl line 2: is missing"},
		{"another head", edit(1, `"part":"memory.jsonl"`, `"part":"accounts.jsonl"`), "memory.jsonl line 1: is no head"},
		{"a value of sessions", edit(1, `"key":"hub"`, `"key":"session/x"`), `the value "session/x" does not belong there`},
		{"a value changed", edit(2, `"Lin"`, `"Lim"`), "accounts.jsonl: was changed"},
		{"a part left out", pack(t, parts[:2]), "accounts.jsonl: is missing: the file is cut off"},
		{"parts exchanged", pack(t, []part{parts[0], parts[2], parts[1]}), `memory.jsonl: in its place is "accounts.jsonl"`},
		{"a part twice", pack(t, append(slices.Clone(parts), parts[2])), `"accounts.jsonl": is no part`},
		{"another part", pack(t, append(slices.Clone(parts), part{"x", ""})), `"x": is no part`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := Verify(t.Context(), bytes.NewReader(test.file)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v; want one that says %q", err, test.want)
			}
		})
	}
}

// TestErrorIsTheLastThing that is yielded, and is yielded once.
func TestErrorIsTheLastThing(t *testing.T) {
	file := written(t, filled(t), true)
	for _, letters := range []string{`"title":"第`, `"key":"memory/1/about"`, `"key":"login/lin"`} {
		damaged := bytes.Replace(file, []byte(letters), bytes.Replace([]byte(letters), []byte(`"`), []byte(`x`), 1), 1)
		r, err := newReader(bytes.NewReader(damaged))
		if err != nil {
			t.Fatal(err)
		}
		var errs []error
		for _, err := range r.States(t.Context()) {
			errs = append(errs, err)
		}
		if len(errs) > 0 && errs[len(errs)-1] == nil {
			for _, err := range r.Values(t.Context()) {
				errs = append(errs, err)
			}
		}
		if n := slices.IndexFunc(errs, func(err error) bool { return err != nil }); n < 0 || n != len(errs)-1 {
			t.Errorf("%s damaged: the error is number %d of %d things yielded", letters, n+1, len(errs))
		}
	}
}

func TestIs(t *testing.T) {
	dir := t.TempDir()
	for name, test := range map[string]struct {
		data []byte
		want bool
	}{
		"backup": {written(t, filled(t), false), true}, "text": {[]byte("text"), false}, "empty": {nil, false},
		"another tar": {pack(t, []part{{"readme", "x"}}), false},
	} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, test.data, 0o600); err != nil {
			t.Fatal(err)
		}
		if got := Is(file); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if Is(filepath.Join(dir, "missing")) {
		t.Error("what is not there is a backup")
	}
}

// TestHostile gives the reader tars that want more than they should get.
func TestHostile(t *testing.T) {
	of := func(h tar.Header, text string) []byte {
		var file bytes.Buffer
		w := tar.NewWriter(&file)
		h.Mode, h.Size = 0o600, int64(len(text))
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
		return file.Bytes()
	}
	const name = statesPart
	head := `{"backup":1,"part":"states.jsonl","schema":3,"first":1,"last":1,"parts":["states.jsonl","memory.jsonl"]}` + "\n"
	huge := of(tar.Header{Name: name, Typeflag: tar.TypeReg}, head)
	// A size of 8 EiB in base 256 (GNU), with the checksum mended.
	copy(huge[124:136], "\x80\x00\x00\x00\x7f\xff\xff\xff\xff\xff\xff\xff")
	copy(huge[148:156], "        ")
	sum := 0
	for _, b := range huge[:512] {
		sum += int(b)
	}
	copy(huge[148:156], fmt.Sprintf("%06o\x00 ", sum))
	for what, file := range map[string][]byte{
		"a link":           of(tar.Header{Name: name, Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}, ""),
		"a hard link":      of(tar.Header{Name: name, Typeflag: tar.TypeLink, Linkname: "/etc/passwd"}, ""),
		"a directory":      of(tar.Header{Name: name, Typeflag: tar.TypeDir}, ""),
		"a device":         of(tar.Header{Name: name, Typeflag: tar.TypeChar}, ""),
		"an absolute name": of(tar.Header{Name: "/" + name, Typeflag: tar.TypeReg}, head),
		"a path":           of(tar.Header{Name: "../" + name, Typeflag: tar.TypeReg}, head),
		"a long head":      of(tar.Header{Name: name, Typeflag: tar.TypeReg}, strings.Repeat(" ", maxLine+1)),
		"a long line":      of(tar.Header{Name: name, Typeflag: tar.TypeReg}, head+strings.Repeat("[", maxLine+1)),
		"deep JSON":        of(tar.Header{Name: name, Typeflag: tar.TypeReg}, head+strings.Repeat("[", 1<<20)+"\n"),
		"an endless part":  huge,
	} {
		if sum, err := Verify(t.Context(), bytes.NewReader(file)); err == nil {
			t.Errorf("%s is taken: %+v", what, sum)
		}
	}
}

// failing is an archive that tells some states and then an error.
type failing struct {
	*bolt.Backend
	err error
}

func (f failing) Dump(ctx context.Context, _ events.Rev) iter.Seq2[events.State, error] {
	return func(yield func(events.State, error) bool) {
		n := 0
		for s, err := range f.Backend.Dump(ctx, 0) {
			if n++; n == 3 {
				s, err = events.State{}, f.err
			}
			if !yield(s, err) || err != nil {
				return
			}
		}
	}
}

// noRoom is a disk that is full after so many bytes.
type noRoom struct{ left int }

var errFull = errors.New("no space left")

func (n *noRoom) Write(b []byte) (int, error) {
	if n.left -= len(b); n.left < 0 {
		return 0, errFull
	}
	return len(b), nil
}

func TestWriteFails(t *testing.T) {
	b, dir := filled(t), t.TempDir()
	from := Source{Archive: b, Vault: b.Vault(), Dir: dir}
	damaged := errors.New("revision 3 is damaged")
	broken := from
	broken.Archive = failing{b, damaged}
	if _, err := Write(t.Context(), io.Discard, broken); !errors.Is(err, damaged) {
		t.Errorf("a damaged store: %v", err)
	}
	for left := 0; left < len(written(t, b, false)); left += 300 {
		if _, err := Write(t.Context(), &noRoom{left}, from); !errors.Is(err, errFull) {
			t.Errorf("a disk with %d bytes left: %v", left, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Write(ctx, io.Discard, from); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	from.Dir = filepath.Join(dir, "missing")
	if _, err := Write(t.Context(), io.Discard, from); err == nil {
		t.Error("a directory that is not there is no error")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("temporary files are left: %v, %v", left, err)
	}
}

func TestReadCancelled(t *testing.T) {
	r, err := newReader(bytes.NewReader(written(t, filled(t), false)))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	var last error
	for _, last = range r.States(ctx) {
		n++
		cancel()
	}
	if n != 2 || !errors.Is(last, context.Canceled) {
		t.Errorf("after %d states: %v", n-1, last)
	}
}

// TestKeysOfTheVault says of every key that schema version 3 knows where it goes.
func TestKeysOfTheVault(t *testing.T) {
	for key, want := range map[string]string{
		"memory/abc/about": memoryPart, "follow/1": memoryPart, "webhook/1": memoryPart, "webhook/1/cursor": memoryPart, "hub": memoryPart,
		"account/1": accountsPart, "login/lin": accountsPart, "token/h": accountsPart, "invite/h": accountsPart, "audit/1": accountsPart,
		"secret/webhook/1": accountsPart, "sending/1": "", "delivery/1/07": "",
		"session/h": "", "duty/hub": "", "replica/1": "", "idempotency/1": "", "hub/1": "", "memory": "", "other": "",
	} {
		if got := partOf(key); got != want {
			t.Errorf("%s goes into %q; want %q", key, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	file := written(f, filled(f), true)
	f.Add(file)
	f.Add(file[:len(file)/2])
	f.Fuzz(func(t *testing.T, file []byte) {
		_, _ = Verify(t.Context(), bytes.NewReader(file))
	})
}
