package backup

import (
	"archive/tar"
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"os"

	"almanac.example/events"
)

// History tells all states, oldest first, as store.Archive does.
type History interface {
	Dump(ctx context.Context, after events.Rev) iter.Seq2[events.State, error]
}

// Values tells what a vault holds, as store.Vault does.
type Values interface {
	List(ctx context.Context, prefix string) iter.Seq2[events.Value, error]
}

// Source is what a backup is made of.
type Source struct {
	Archive  History
	Vault    Values
	Blobs    Blobs    // the pictures that states name; nil: there are none
	Accounts bool     // people and their keys, too
	Segment  *Segment // nil: a whole backup
	Dir      string   // for temporary files, as large as the backup; "": os.TempDir
}

// Segment says where a backup goes on that holds what was written after another
// one.
type Segment struct {
	After    events.Rev // the last revision of that one
	Previous string     // the Sum of that one
	Values   bool       // with the vault, as it is then
}

// Summary says what a backup holds.
type Summary struct {
	Head
	States int
	Values int // of the vault
	// Redacts is set by Verify: one of the states tells of a redaction, so what was
	// kept before it says what had to go.
	Redacts bool
	Sum     string // SHA-256 of its states, hexadecimal: what a segment that goes on from it names

	Missing []string // blobs that its states name and that are not in it, in order
}

// Write writes a backup of the source to w. What the source tells as an error
// ends it; then what was written is no backup.
func Write(ctx context.Context, w io.Writer, from Source) (Summary, error) {
	parts, after, previous := from.parts()
	// The vault is read first: what it says of revisions, such as how far a hub
	// was told, must not be ahead of the states.
	spools := map[string]*spool{}
	defer func() {
		for _, s := range spools {
			s.close()
		}
	}()
	for _, part := range parts {
		s, err := newSpool(from.Dir)
		if err != nil {
			return Summary{}, err
		}
		spools[part] = s
	}
	for _, part := range parts[1:] {
		if err := spoolValues(ctx, spools[part], from.Vault, part); err != nil {
			return Summary{}, fmt.Errorf("reading the vault: %w", err)
		}
	}
	head := Head{Version: version, Part: statesPart, Schema: schema, Previous: previous, Parts: parts}
	named, err := spoolStates(spools[statesPart], from.Archive.Dump(ctx, after), &head)
	if err != nil {
		return Summary{}, fmt.Errorf("reading the history: %w", err)
	}
	pictures, missing, err := divide(ctx, from.Blobs, named)
	if err != nil {
		return Summary{}, err
	}
	head.Blobs = len(pictures)
	t, sum := tar.NewWriter(w), Summary{Head: head, States: spools[statesPart].count, Missing: missing}
	for _, part := range parts {
		var first any = head
		if part != statesPart {
			first = valuesHead{version, part}
			sum.Values += spools[part].count
		}
		hash, err := spools[part].writeTo(ctx, t, part, first)
		if err != nil {
			return Summary{}, fmt.Errorf("writing %s: %w", part, err)
		}
		if part == statesPart {
			sum.Sum = hash
		}
	}
	if err := writeBlobs(ctx, t, from.Blobs, pictures); err != nil {
		return Summary{}, fmt.Errorf("writing %s: %w", blobFolder, err)
	}
	return sum, t.Close()
}

// parts are the parts that the source is to give, and where they go on.
func (s Source) parts() (parts []string, after events.Rev, previous string) {
	parts = []string{statesPart}
	if s.Segment != nil {
		after, previous = s.Segment.After, s.Segment.Previous
	}
	if s.Segment == nil || s.Segment.Values {
		parts = append(parts, memoryPart)
		if s.Accounts {
			parts = append(parts, accountsPart)
		}
	}
	return parts, after, previous
}

// spoolStates writes down the states and returns the blobs that they name.
func spoolStates(s *spool, states iter.Seq2[events.State, error], head *Head) (named map[string]bool, err error) {
	named = map[string]bool{}
	for state, err := range states {
		if err != nil {
			return nil, err
		}
		if head.First == 0 {
			head.First = state.Rev
		}
		head.Last = state.Rev
		if authority := authorityIn(state); authority != "" {
			head.Authority = authority
		}
		for _, name := range state.Blobs() {
			named[name] = true
		}
		if err := s.add(state); err != nil {
			return nil, fmt.Errorf("revision %d: %w", state.Rev, err)
		}
	}
	return named, nil
}

// authorityIn is the authority that a state of the site's own document tells.
func authorityIn(s events.State) string {
	if s.Document == nil || s.Document.Site == nil {
		return ""
	}
	return s.Document.Site.Authority
}

func spoolValues(ctx context.Context, s *spool, vault Values, part string) error {
	for v, err := range vault.List(ctx, "") {
		if err == nil && partOf(v.Key) == part {
			err = s.add(value{v.Key, v.Schema, v.Expires, v.Data})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// spool is the lines of one part in a temporary file: a tar tells how long a
// part is before the part, and the head tells what only the last line knows.
type spool struct {
	file  *os.File
	w     *bufio.Writer
	lines *json.Encoder
	count int
	size  int64
}

func newSpool(dir string) (*spool, error) {
	f, err := os.CreateTemp(dir, ".almanac-backup-*")
	if err != nil {
		return nil, fmt.Errorf("a temporary file for the backup: %w", err)
	}
	// Without its name it is gone when the process is. Where an open file keeps
	// its name (Windows), close removes it.
	_ = os.Remove(f.Name())
	s := &spool{file: f, w: bufio.NewWriterSize(f, 1<<16)}
	s.lines = json.NewEncoder(s)
	s.lines.SetEscapeHTML(false)
	return s, nil
}

func (s *spool) close() {
	s.file.Close()
	_ = os.Remove(s.file.Name())
}

// Write takes what the encoder makes: one line at a time.
func (s *spool) Write(line []byte) (int, error) {
	if len(line) > maxLine {
		return 0, fmt.Errorf("a line of %d bytes, at most %d: %w", len(line), maxLine, events.ErrTooLarge)
	}
	n, err := s.w.Write(line)
	s.size += int64(n)
	return n, err
}

func (s *spool) add(line any) error {
	s.count++
	return s.lines.Encode(line)
}

// writeTo writes the part into the tar and returns its checksum.
func (s *spool) writeTo(ctx context.Context, t *tar.Writer, part string, first any) (sum string, err error) {
	head, err := jsonLine(first)
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	last, err := jsonLine(end{s.count, hex.EncodeToString(hash.Sum(nil))}) // as long as the real one
	if err != nil {
		return "", err
	}
	size := int64(len(head)) + s.size + int64(len(last))
	if err := t.WriteHeader(&tar.Header{Name: part, Mode: 0o600, Size: size, Typeflag: tar.TypeReg}); err != nil {
		return "", err
	}
	if err := s.w.Flush(); err != nil {
		return "", err
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	both := io.MultiWriter(t, hash)
	if _, err := both.Write(head); err != nil {
		return "", err
	}
	if _, err := io.Copy(both, until(ctx, s.file)); err != nil {
		return "", err
	}
	sum = hex.EncodeToString(hash.Sum(nil))
	if last, err = jsonLine(end{s.count, sum}); err != nil {
		return "", err
	}
	_, err = t.Write(last)
	return sum, err
}

// jsonLine is a value as one line.
func jsonLine(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	return append(b, '\n'), err
}

// until gives a reader that ends when ctx does.
func until(ctx context.Context, r io.Reader) io.Reader {
	return readFunc(func(b []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return r.Read(b)
	})
}

// readFunc is a function as a reader.
type readFunc func([]byte) (int, error)

func (f readFunc) Read(b []byte) (int, error) { return f(b) }
