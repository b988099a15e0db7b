package ical

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"runtime"
	"sync"

	"github.com/klauspost/compress/flate"
	"golang.org/x/sync/errgroup"
)

// deflated is a chunk compressed by itself, when it is first asked for.
type deflated struct {
	once  sync.Once
	bytes []byte
}

func (d *deflated) of(plain []byte) []byte {
	d.once.Do(func() {
		var b bytes.Buffer
		w := newFlate(&b)
		_, _ = w.Write(plain) // a bytes.Buffer takes everything
		_ = w.Flush()         // ends at a whole byte, without ending the stream
		d.bytes = bytes.Clone(b.Bytes())
	})
	return d.bytes
}

// flateLevel is where further levels gain a per cent or two for a multiple of
// the work.
const flateLevel = 6

func newFlate(b *bytes.Buffer) *flate.Writer {
	w, _ := flate.NewWriter(b, flateLevel) // the level is valid
	return w
}

// The parts of a gzip member around the data (RFC 1952 §2.3): no name, no time
// of modification, an unknown system.
const (
	gzipHeader  = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
	gzipTrailer = 8
)

// Gzip compresses the calendar into one gzip member (RFC 1952). Chunks that an
// earlier assembly has compressed are not compressed again; the bytes depend on
// the calendar alone.
func (a *Assembly) Gzip() []byte {
	head, foot := a.edges()
	parts := make([][]byte, len(a.chunks))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range a.chunks {
		group.Go(func() error {
			c := &a.chunks[i]
			parts[i] = c.deflated.of(a.body[a.start(c.from):a.ends[c.to-1]])
			return nil
		})
	}
	_ = group.Wait() // compressing in memory does not fail
	size := len(gzipHeader) + len(head) + len(foot) + gzipTrailer
	for _, p := range parts {
		size += len(p)
	}
	b := append(make([]byte, 0, size), gzipHeader...)
	b = append(b, head...)
	for _, p := range parts {
		b = append(b, p...)
	}
	b = append(b, foot...)
	b = binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(a.body))
	return binary.LittleEndian.AppendUint32(b, uint32(len(a.body)&0xffffffff)) //nolint:gosec // ISIZE is the length modulo 2^32
}

// edges compresses what stands around the pieces; the foot ends the stream.
func (a *Assembly) edges() (head, foot []byte) {
	var b bytes.Buffer
	w := newFlate(&b)
	_, _ = w.Write(a.body[:a.head])
	_ = w.Flush()
	split := b.Len()
	w.Reset(&b)
	_, _ = w.Write([]byte(calendarFoot))
	_ = w.Close()
	return b.Bytes()[:split], b.Bytes()[split:]
}
