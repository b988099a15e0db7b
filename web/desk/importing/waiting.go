package importing

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/feeds/follow"
	"almanac.example/feeds/intake"
)

// The bounds of what waits in the vault.
const (
	MostFile   = 32 << 20       // bytes of a file as it is sent
	mostEach   = 5              // files that wait of one account
	mostStored = 160 << 20      // bytes of all files that wait, compressed
	keptFor    = 24 * time.Hour // until what waits is gone by itself
)

// waiting is a file between the steps of its import.
type waiting struct {
	ID      string      `json:"id"`
	Account string      `json:"account"`
	Name    string      `json:"name"`              // of the file
	Address string      `json:"address,omitempty"` // where it was fetched from; may be a secret
	Size    int         `json:"size"`              // bytes, as it was sent
	Stored  int         `json:"stored"`            // bytes, compressed; 0: the file is no longer kept
	Parts   int         `json:"parts"`
	Added   time.Time   `json:"added"`
	Kind    follow.Kind `json:"kind"`
	How     answers     `json:"how"`
	Shown   *shownRun   `json:"shown,omitempty"`   // by the last trial run
	Differs *difference `json:"differs,omitempty"` // why the last "go" wrote nothing
	Run     *runState   `json:"run,omitempty"`

	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"lastModified,omitempty"`

	version events.Version
}

// done reports whether the file was taken in. What is left of it is its refused
// rows.
func (w *waiting) done() bool { return w.Run != nil && w.Run.Ended && w.Run.Failure == "" }

// answers is what a person said of the reading.
type answers struct {
	Map      string `json:"map,omitempty"`
	Mapped   bool   `json:"mapped,omitempty"` // the columns were confirmed
	Sheet    string `json:"sheet,omitempty"`
	Encoding string `json:"encoding,omitempty"`
	Lang     string `json:"lang,omitempty"`
	Zone     string `json:"zone,omitempty"`
	SkipBad  bool   `json:"skipBad,omitempty"`
	Year     int    `json:"year,omitempty"`  // of reports
	Title    string `json:"title,omitempty"` // of reports
}

// schema is the form of Waiting and of parts in the vault.
const schema = 1

// Keys: the one under which all are listed, and that of the parts of a file, which
// are not read for that.
func aboutKey(account, id string) string { return "upload/about/" + account + "/" + id }
func partKey(id string, n int) string    { return fmt.Sprintf("upload/part/%s/%05d", id, n) }

const allAbout = "upload/about/"

// partBytes is how much of a file one value of the vault holds: as JSON that is a
// third more, and two of them fit into one write.
const partBytes = 180 << 10

// shelf keeps files that wait.
type shelf struct {
	vault intake.Vault
	now   func() time.Time
}

// The reasons for which a file cannot be kept.
var (
	errTooMany = errors.New("too many files of the account wait")
	errFull    = errors.New("too much waits of all accounts")
)

// list are the files of an account, the newest first; of all accounts with "".
func (s *shelf) list(ctx context.Context, account string) ([]*waiting, error) {
	prefix := allAbout
	if account != "" {
		prefix = aboutKey(account, "")
	}
	var list []*waiting
	for v, err := range s.vault.List(ctx, prefix) {
		if err != nil {
			return nil, err
		}
		w, err := decoded(v)
		if err != nil {
			return nil, err
		}
		list = append(list, w)
	}
	slices.SortFunc(list, func(a, b *waiting) int { return cmp.Or(b.Added.Compare(a.Added), cmp.Compare(a.ID, b.ID)) })
	return list, nil
}

func decoded(v events.Value) (*waiting, error) {
	w := &waiting{version: v.Version}
	return w, v.Decode(schema, w)
}

// find is a file of an account; events.ErrNotFound if it has none of that ID.
func (s *shelf) find(ctx context.Context, account, id string) (*waiting, error) {
	if strings.ContainsRune(id, '/') {
		return nil, events.ErrNotFound
	}
	v, err := s.vault.Get(ctx, aboutKey(account, id))
	if err != nil {
		return nil, err
	}
	return decoded(v)
}

// add keeps a file, and gives it an ID.
func (s *shelf) add(ctx context.Context, w *waiting, data []byte) error {
	all, err := s.list(ctx, "")
	if err != nil {
		return err
	}
	packed, err := pack(data)
	if err != nil {
		return err
	}
	own, stored := 0, len(packed)
	for _, o := range all {
		if stored += o.Stored; o.Account == w.Account && o.Stored > 0 && !o.done() {
			own++
		}
	}
	switch {
	case own >= mostEach:
		return errTooMany
	case stored > mostStored:
		return errFull
	}
	w.ID, w.Added, w.Size, w.Stored = strings.ToLower(rand.Text()[:16]), s.now().UTC().Truncate(time.Second), len(data), len(packed)
	if err := s.putParts(ctx, w, packed); err != nil {
		s.dropParts(context.WithoutCancel(ctx), w)
		return err
	}
	return s.save(ctx, w)
}

func pack(data []byte) ([]byte, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write(data)
	err = errors.Join(err, z.Close())
	return b.Bytes(), err
}

func (s *shelf) putParts(ctx context.Context, w *waiting, packed []byte) error {
	var changes []events.ValueChange
	write := func() error {
		_, err := s.vault.Write(ctx, changes...)
		changes = changes[:0]
		return err
	}
	for part := range slices.Chunk(packed, partBytes) {
		v, err := events.JSONValue(partKey(w.ID, w.Parts), schema, part)
		if err != nil {
			return err
		}
		v.Expires = w.Added.Add(keptFor)
		w.Parts++
		if changes = append(changes, events.PutValue(v, 0)); len(changes) == 2 {
			if err := write(); err != nil {
				return fmt.Errorf("keeping a file that waits: %w", err)
			}
		}
	}
	if len(changes) == 0 {
		return nil
	}
	return write()
}

// dropParts gives the file up, and keeps what is known of it. What fails is gone
// when its time has come.
func (s *shelf) dropParts(ctx context.Context, w *waiting) {
	for n := range w.Parts {
		v, err := s.vault.Get(ctx, partKey(w.ID, n))
		if err != nil {
			continue
		}
		if _, err := s.vault.Write(ctx, events.DeleteValue(v.Key, v.Version)); err != nil {
			return
		}
	}
}

// save writes what is known of a file; events.ErrConflict if it is not as it was
// found.
func (s *shelf) save(ctx context.Context, w *waiting) error {
	v, err := events.JSONValue(aboutKey(w.Account, w.ID), schema, w)
	if err != nil {
		return err
	}
	v.Expires = w.Added.Add(keptFor)
	version, err := s.vault.Write(ctx, events.PutValue(v, w.version))
	if err == nil {
		w.version = version
	}
	return err
}

// remove forgets a file.
func (s *shelf) remove(ctx context.Context, w *waiting) error {
	if _, err := s.vault.Write(ctx, events.DeleteValue(aboutKey(w.Account, w.ID), w.version)); err != nil {
		return err
	}
	s.dropParts(ctx, w)
	return nil
}

// data is the file itself; events.ErrNotFound if it is no longer kept.
func (s *shelf) data(ctx context.Context, w *waiting) ([]byte, error) {
	if w.Stored == 0 {
		return nil, events.ErrNotFound
	}
	packed := make([]byte, 0, w.Stored)
	for n := range w.Parts {
		v, err := s.vault.Get(ctx, partKey(w.ID, n))
		if err != nil {
			return nil, err
		}
		var part []byte
		if err := v.Decode(schema, &part); err != nil {
			return nil, err
		}
		packed = append(packed, part...)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("a file that waits: %w", err)
	}
	data := bytes.NewBuffer(make([]byte, 0, w.Size))
	_, err = io.Copy(data, z)
	return data.Bytes(), err
}
