package store

import (
	"encoding/binary"
	"time"
	"unicode/utf8"
)

// The major types of CBOR (RFC 8949 §3.1) that stored values are made of.
const (
	majorUint   = 0
	majorText   = 3
	majorArray  = 4
	majorMap    = 5
	majorSimple = 7
)

// scanner walks through the plainest spelling of formatCBOR, which is the one
// that is written: definite lengths, the shortest heads, keys in order. It says
// strange of anything else, right or wrong; then the values it gave count for
// nothing and the library has to judge.
type scanner struct {
	data    []byte // what is left
	strange bool
}

func (s *scanner) stop() { s.strange, s.data = true, nil }

// head takes the first bytes of an item: its major type, and its number or
// length.
func (s *scanner) head() (major byte, n uint64) {
	if len(s.data) == 0 {
		s.stop()
		return 0, 0
	}
	major, info := s.data[0]>>5, s.data[0]&31
	s.data = s.data[1:]
	if info < 24 {
		return major, uint64(info)
	}
	size := 1 << (info - 24)
	if info > 27 || len(s.data) < size {
		s.stop()
		return 0, 0
	}
	var padded [8]byte
	copy(padded[8-size:], s.data)
	s.data = s.data[size:]
	n = binary.BigEndian.Uint64(padded[:])
	if shortest := size == 1 && n >= 24 || size > 1 && n>>(4*size) != 0; !shortest && major != majorSimple {
		s.stop()
	}
	return major, n
}

// count takes the head of an item of the major type. It is never more than
// there are bytes left.
func (s *scanner) count(major byte) int {
	found, n := s.head()
	if found != major || n > uint64(len(s.data)) {
		s.stop()
		return 0
	}
	return int(n) //nolint:gosec // no more than a length
}

// key takes a key of a map, which has to be greater than the one before.
func (s *scanner) key(before uint64) uint64 {
	major, n := s.head()
	if major != majorUint || n <= before {
		s.stop()
		return 0
	}
	return n
}

// fields takes a map with ascending keys and has each of its values read.
func (s *scanner) fields(read func(key uint64)) {
	key := uint64(0)
	for n := s.count(majorMap); n > 0 && !s.strange; n-- {
		key = s.key(key)
		read(key)
	}
}

// text takes a string. It is a part of the data.
func (s *scanner) text() []byte {
	n := s.count(majorText)
	text := s.data[:n]
	s.data = s.data[n:]
	if !utf8.Valid(text) {
		s.stop()
	}
	return text
}

func (s *scanner) instant() time.Time {
	var t time.Time
	if t.UnmarshalText(s.text()) != nil {
		s.stop()
	}
	return t
}

// The simple values (RFC 8949 §3.3) that are booleans. Other heads with the same
// numbers are floats, or no CBOR at all.
const (
	isFalse = majorSimple<<5 | 20
	isTrue  = majorSimple<<5 | 21
)

func (s *scanner) boolean() bool {
	if len(s.data) == 0 || s.data[0] != isFalse && s.data[0] != isTrue {
		s.stop()
		return false
	}
	value := s.data[0] == isTrue
	s.data = s.data[1:]
	return value
}

// number takes a number that is not negative.
func (s *scanner) number() int {
	major, n := s.head()
	if major != majorUint || n > 1<<31-1 {
		s.stop()
		return 0
	}
	return int(n) //nolint:gosec // bounded
}

// deepest is how deep the parts of an event go, with room to spare.
const deepest = 8

// item takes a whole item of any kind, unseen.
func (s *scanner) item() []byte {
	all := s.data
	s.skip(deepest)
	return all[:len(all)-len(s.data)]
}

func (s *scanner) skip(depth int) {
	major, n := s.head()
	inside := n
	switch {
	case major == majorUint || major == majorSimple:
		return
	case major == majorText && n <= uint64(len(s.data)):
		s.data = s.data[n:]
		return
	case major == majorMap:
		inside = 2 * n
	}
	if major != majorArray && major != majorMap || n > uint64(len(s.data)) || depth == 0 {
		s.stop()
		return
	}
	for ; inside > 0 && !s.strange; inside-- {
		s.skip(depth - 1)
	}
}
