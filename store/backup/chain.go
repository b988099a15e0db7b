package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"almanac.example/events"
)

// The ends of the names of the files in a folder in which backups are kept as the
// record grows. The name of a whole one is its chain's, that of a segment the
// chain's, "-" and its first revision.
const (
	WholeEnd   = ".full.tar"
	SegmentEnd = ".segment.tar"
)

// SegmentName is the name of the segment of a chain that begins with a revision.
func SegmentName(chain string, first events.Rev) string {
	return fmt.Sprintf("%s-%012d%s", chain, first, SegmentEnd)
}

// Set is a backup that was read once and found sound: a file, or in a folder the
// newest whole one with all segments that go on from it.
type Set struct {
	Summary // of all; Head is that of the whole backup, but for Last
	files   []string
	values  string // the newest file that holds values of the vault
}

// Open reads a backup or a folder with a chain of them. An error that is a
// *Damage names the place; in a folder, also the file.
func Open(ctx context.Context, name string) (*Set, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	s := &Set{}
	if !info.IsDir() {
		err = s.add(ctx, name)
		if err == nil && s.Previous != "" {
			err = errors.New("it is a segment that goes on from another backup: name the folder that holds both")
		}
		return s, err
	}
	whole, segments, err := listChain(name)
	if err != nil {
		return nil, err
	}
	for _, file := range append([]string{whole}, segments...) {
		if err := s.add(ctx, filepath.Join(name, file)); err != nil {
			return s, inFile(file, s.Last, err)
		}
	}
	return s, nil
}

// listChain finds the newest whole backup of a folder and what came after it.
func listChain(dir string) (whole string, segments []string, err error) {
	entries, err := os.ReadDir(dir) // by name
	if err != nil {
		return "", nil, err
	}
	for _, e := range entries {
		if name := e.Name(); name[0] != '.' && strings.HasSuffix(name, WholeEnd) {
			whole = name
		}
	}
	if whole == "" {
		return "", nil, fmt.Errorf("%s: there is no whole backup in it, a file that ends in %s: %w", dir, WholeEnd, fs.ErrNotExist)
	}
	for _, e := range entries {
		if name := e.Name(); strings.HasPrefix(name, strings.TrimSuffix(whole, WholeEnd)+"-") && strings.HasSuffix(name, SegmentEnd) {
			segments = append(segments, name)
		}
	}
	return whole, segments, nil
}

// inFile names the file of a chain, and what can be had without it.
func inFile(name string, last events.Rev, err error) error {
	if d := (*Damage)(nil); errors.As(err, &d) {
		err = &Damage{name + ", " + d.Where, d.What}
	} else {
		err = fmt.Errorf("%s: %w", name, err)
	}
	if last > 0 {
		err = fmt.Errorf("%w; the files before it are sound up to revision %d: move it and the later ones away to restore that", err, last)
	}
	return err
}

// add reads a file that goes on from those before.
func (s *Set) add(ctx context.Context, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	sum, err := Verify(ctx, f)
	if len(s.files) == 0 {
		s.Summary = sum
	}
	switch {
	case err != nil:
		return err
	case len(s.files) > 0 && sum.Previous != s.Sum:
		return &Damage{inLine(statesPart, 1), "goes on from another backup than the file before: one between them is missing, or belongs elsewhere"}
	case len(s.files) > 0 && sum.States > 0 && sum.First <= s.Last:
		return &Damage{inLine(statesPart, 1), fmt.Sprintf("begins with revision %d, but the file before ends with %d", sum.First, s.Last)}
	}
	if len(s.files) > 0 {
		s.States += sum.States
		s.Head.Blobs += sum.Blobs
		s.Last, s.Sum = max(s.Last, sum.Last), sum.Sum
		if s.First == 0 {
			s.First = sum.First
		}
		if sum.Authority != "" {
			s.Authority = sum.Authority
		}
	}
	if len(sum.Parts) > 1 {
		s.Values, s.values = sum.Values, name
	}
	s.files = append(s.files, name)
	return nil
}

// Dump tells the states of all files, oldest first, as store.Archive does. It
// reads them anew.
func (s *Set) Dump(ctx context.Context, after events.Rev) iter.Seq2[events.State, error] {
	return func(yield func(events.State, error) bool) {
		for _, name := range s.files {
			for state, err := range statesOf(ctx, name) {
				if err == nil && state.Rev <= after {
					continue
				}
				if !yield(state, err) || err != nil {
					return
				}
			}
		}
	}
}

// Vault tells the values of the vault as they were when they were kept last.
func (s *Set) Vault(ctx context.Context) iter.Seq2[events.Value, error] {
	return func(yield func(events.Value, error) bool) {
		err := reading(s.values, func(r *Reader) error {
			for _, err := range r.States(ctx) {
				if err != nil {
					return err
				}
			}
			for v, err := range r.Values(ctx) {
				if err != nil {
					return err
				}
				if !yield(v, nil) {
					return errStop
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStop) {
			yield(events.Value{}, err)
		}
	}
}

// Pictures tells the pictures of all files. One that two files hold is told
// twice.
func (s *Set) Pictures(ctx context.Context) iter.Seq2[Blob, error] {
	return func(yield func(Blob, error) bool) {
		if s.Blobs == 0 {
			return
		}
		for _, name := range s.files {
			err := reading(name, func(r *Reader) error { return tellPictures(ctx, r, yield) })
			if errors.Is(err, errStop) {
				return
			}
			if err != nil {
				yield(Blob{}, err)
				return
			}
		}
	}
}

// tellPictures goes through a file to its pictures, and yields them.
func tellPictures(ctx context.Context, r *Reader, yield func(Blob, error) bool) error {
	if r.Head().Blobs == 0 {
		return nil
	}
	for _, err := range r.States(ctx) {
		if err != nil {
			return err
		}
	}
	for _, err := range r.Values(ctx) {
		if err != nil {
			return err
		}
	}
	for one, err := range r.Blobs(ctx) {
		if err != nil {
			return err
		}
		if !yield(one, nil) {
			return errStop
		}
	}
	return nil
}

func statesOf(ctx context.Context, name string) iter.Seq2[events.State, error] {
	return func(yield func(events.State, error) bool) {
		err := reading(name, func(r *Reader) error {
			for state, err := range r.States(ctx) {
				if err != nil {
					return err
				}
				if !yield(state, nil) {
					return errStop
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStop) {
			yield(events.State{}, err)
		}
	}
}

// errStop ends reading for a consumer who wants no more.
var errStop = errors.New("stop")

func reading(name string, read func(*Reader) error) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	r, err := newReader(io.Reader(f))
	if err != nil {
		return err
	}
	return read(r)
}
