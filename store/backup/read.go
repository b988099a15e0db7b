package backup

import (
	"archive/tar"
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"

	"almanac.example/events"
)

// Reader reads a backup from its beginning to its end: States, then Values, then
// Blobs.
type Reader struct {
	tar  *tar.Reader
	head Head
	part *lines
	next int // index in head.Parts of what comes after part
}

// newReader reads as far as the head. An error that is no *Damage means that the
// file is no backup of a version that this program knows.
func newReader(r io.Reader) (*Reader, error) {
	b := &Reader{tar: tar.NewReader(r), head: Head{Parts: []string{statesPart}}}
	if err := b.open(); err != nil {
		return nil, fmt.Errorf("it is no almanac backup, or its beginning is damaged: %w", err)
	}
	var known struct {
		Version int `json:"backup"`
		Schema  int `json:"schema"`
	}
	if err := json.Unmarshal(b.part.first, &known); err != nil || known.Version < 1 {
		return nil, &Damage{inLine(statesPart, 1), "is no head of a backup"}
	}
	if known.Version > version || known.Schema > schema {
		return nil, fmt.Errorf("the backup was written by a newer almanac (version %d, schema %d; this one knows up to %d and %d): use that version",
			known.Version, known.Schema, version, schema)
	}
	if err := strictly(b.part.first, &b.head); err != nil {
		return nil, &Damage{inLine(statesPart, 1), err.Error()}
	}
	all, least := []string{statesPart, memoryPart, accountsPart}, 2
	if b.head.Previous != "" {
		least = 1
	}
	if b.head.Blobs < 0 {
		return nil, &Damage{inLine(statesPart, 1), fmt.Sprintf("counts %d blobs", b.head.Blobs)}
	}
	if n := len(b.head.Parts); n < least || n > len(all) || !slices.Equal(b.head.Parts, all[:n]) {
		return nil, &Damage{inLine(statesPart, 1), fmt.Sprintf("names the parts %q", b.head.Parts)}
	}
	return b, nil
}

// Head is what the backup says of itself.
func (b *Reader) Head() Head { return b.head }

// open goes on to the next part and reads its first line.
func (b *Reader) open() error {
	want := b.head.Parts[b.next]
	h, err := b.tar.Next()
	switch {
	case errors.Is(err, io.EOF):
		return &Damage{want, "is missing: the file is cut off"}
	case err != nil:
		return &Damage{want, tarFault(err)}
	case h.Typeflag != tar.TypeReg || h.Name != want:
		return &Damage{want, fmt.Sprintf("in its place is %.80q, of type %q", h.Name, h.Typeflag)}
	}
	b.next++
	b.part = &lines{part: want, r: bufio.NewReaderSize(b.tar, 1<<16), left: h.Size, hash: sha256.New()}
	return b.part.begin()
}

func tarFault(err error) string {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return "the file is cut off"
	}
	return "the file is damaged: " + err.Error()
}

// States yields every state in order. An error, a *Damage or that of ctx, is the
// last thing yielded. What was told before it is as it was written only if all
// of it is read without one: the checksum comes last.
func (b *Reader) States(ctx context.Context) iter.Seq2[events.State, error] {
	return func(yield func(events.State, error) bool) {
		last := b.head.First
		for line, err := range b.part.all(ctx) {
			var s events.State
			if err == nil {
				s, err = b.state(line, last)
			}
			if last = s.Rev; !yield(s, err) || err != nil {
				return
			}
		}
		if last != b.head.Last {
			yield(events.State{}, &Damage{statesPart, fmt.Sprintf("ends with revision %d; its head says %d", last, b.head.Last)})
		}
	}
}

// state reads a line that is not the first; last is the revision before it.
func (b *Reader) state(line []byte, last events.Rev) (s events.State, err error) {
	if err := strictly(line, &s); err != nil {
		return s, b.part.damage(err.Error())
	}
	if s.Rev < max(last, 1) || s.Rev > b.head.Last {
		return s, b.part.damage(fmt.Sprintf("has revision %d, after %d and with %d the last one", s.Rev, last, b.head.Last))
	}
	return s, nil
}

// Values yields the values of the vault, after all States have been read. An
// error is the last thing yielded.
func (b *Reader) Values(ctx context.Context) iter.Seq2[events.Value, error] {
	return func(yield func(events.Value, error) bool) {
		for b.next < len(b.head.Parts) {
			for v, err := range b.partValues(ctx) {
				if !yield(v, err) || err != nil {
					return
				}
			}
		}
	}
}

func (b *Reader) partValues(ctx context.Context) iter.Seq2[events.Value, error] {
	return func(yield func(events.Value, error) bool) {
		var head valuesHead
		err := b.open()
		if err == nil {
			if strictly(b.part.first, &head) != nil || head != (valuesHead{version, b.part.part}) {
				err = b.part.damage("is no head of " + b.part.part)
			}
		}
		if err != nil {
			yield(events.Value{}, err)
			return
		}
		for line, err := range b.part.all(ctx) {
			var v value
			if err == nil {
				v, err = b.value(line)
			}
			if !yield(events.Value{Key: v.Key, Schema: v.Schema, Expires: v.Expires, Data: v.Value}, err) || err != nil {
				return
			}
		}
	}
}

func (b *Reader) value(line []byte) (v value, err error) {
	if err := strictly(line, &v); err != nil {
		return v, b.part.damage(err.Error())
	}
	if partOf(v.Key) != b.part.part {
		return v, b.part.damage(fmt.Sprintf("the value %.80q does not belong there", v.Key))
	}
	return v, nil
}

// strictly decodes a line that has one JSON value without fields that are not
// known.
func strictly(line []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return errors.New(strings.TrimPrefix(err.Error(), "json: "))
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("has more than one value")
	}
	return nil
}

// lines reads the lines of one part.
type lines struct {
	part  string
	r     *bufio.Reader
	left  int64 // bytes not yet read
	hash  hash.Hash
	first []byte // the head
	line  int    // number of the line read last, from 1
}

// begin reads the first line.
func (l *lines) begin() (err error) {
	l.first, err = l.read()
	l.hash.Write(l.first)
	return err
}

// read returns the next line with its end.
func (l *lines) read() ([]byte, error) {
	l.line++
	var line []byte
	for {
		piece, err := l.r.ReadSlice('\n')
		if len(line)+len(piece) > maxLine {
			return nil, l.damage(fmt.Sprintf("has more than %d bytes", maxLine))
		}
		line = append(line, piece...)
		switch {
		case err == nil:
			l.left -= int64(len(line))
			return line, nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && len(line) == 0:
			return nil, l.damage("is missing: the last line of a part says how many there are")
		case errors.Is(err, io.EOF):
			return nil, l.damage("does not end")
		default:
			return nil, l.damage(tarFault(err))
		}
	}
}

// damage is about the line read last.
func (l *lines) damage(what string) error { return &Damage{inLine(l.part, l.line), what} }

// all yields the lines between head and end, and then holds them against the
// end.
func (l *lines) all(ctx context.Context) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for count := 0; ; count++ {
			line, err := l.read()
			if err == nil {
				err = ctx.Err()
			}
			if err == nil && l.left == 0 {
				if err = l.finish(line, count); err == nil {
					return
				}
			}
			if err != nil {
				yield(nil, err)
				return
			}
			l.hash.Write(line)
			if !yield(line, nil) {
				return
			}
		}
	}
}

// finish holds what was read against the last line.
func (l *lines) finish(line []byte, count int) error {
	var e end
	if err := strictly(line, &e); err != nil || e.SHA256 == "" {
		return l.damage("is the last line and does not say how many there are and what their SHA-256 is")
	}
	if e.Count != count {
		return l.damage(fmt.Sprintf("says that %d lines are before it; there are %d", e.Count, count))
	}
	if sum := hex.EncodeToString(l.hash.Sum(nil)); e.SHA256 != sum {
		return &Damage{l.part, fmt.Sprintf("was changed: its SHA-256 is %s; its last line says %s", sum, e.SHA256)}
	}
	if want, err := jsonLine(e); err != nil || !bytes.Equal(line, want) {
		return l.damage(fmt.Sprintf("is spelt otherwise than %s", want))
	}
	return nil
}

// Is reports whether the file begins as a backup does, of whatever version.
func Is(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	h, err := tar.NewReader(f).Next()
	return err == nil && h.Name == statesPart
}

// Verify reads all of a backup or a segment and returns what it holds.
func Verify(ctx context.Context, r io.Reader) (Summary, error) {
	b, err := newReader(r)
	if err != nil {
		return Summary{}, err
	}
	sum, named := Summary{Head: b.head}, map[string]bool{}
	for state, err := range b.States(ctx) {
		if err != nil {
			return sum, err
		}
		sum.States++
		for _, name := range state.Blobs() {
			named[name] = true
		}
		sum.Redacts = sum.Redacts || state.Batch != nil && state.Batch.Kind == events.BatchRedact
	}
	sum.Sum = hex.EncodeToString(b.part.hash.Sum(nil))
	for _, err := range b.Values(ctx) {
		if err != nil {
			return sum, err
		}
		sum.Values++
	}
	for one, err := range b.Blobs(ctx) {
		if err != nil {
			return sum, err
		}
		delete(named, one.Name)
	}
	sum.Missing = slices.Sorted(maps.Keys(named))
	return sum, nil
}
