package bolt

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"slices"

	"almanac.example/events"
	"almanac.example/store"
)

// What an entry of a store can be at most. Whatever claims to be larger is none.
const (
	mostKey   = 1 << 10
	mostValue = 1 << 20
)

// findFragments goes through all pages of a file that are not free and keeps the
// entries whose checksums hold, whatever else is wrong with a page.
func findFragments(ctx context.Context, file *os.File) (*fragments, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	s := &pageSearch{
		file: file, end: info.Size(), size: statedPageSize(file),
		found: &fragments{
			history: map[string]fragment{}, ordinal: map[string]uint64{}, named: map[string]bool{},
			values: map[string]events.Value{}, sums: map[string]uint64{},
		},
	}
	free := s.freePages()
	data := make([]byte, s.size)
	for n := int64(2); n*int64(s.size) < s.end; n++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if free[uint64(n)] { //nolint:gosec // not negative
			continue
		}
		read, err := file.ReadAt(data, n*int64(s.size))
		if read < pageHeader && err != nil {
			return nil, fmt.Errorf("page %d: %w", n, err)
		}
		s.leaf(n*int64(s.size), data[:read])
	}
	if s.whole > s.end {
		s.found.cut = fmt.Sprintf("the file is cut off there; it should have %d", s.whole)
	}
	s.found.size = s.end
	return s.found, nil
}

// statedPageSize is what the first pages say of the size of a page; what Linux
// has, if they are lost.
func statedPageSize(file io.ReaderAt) int {
	const usual = 4096
	for _, at := range []int64{0, usual} {
		head := make([]byte, pageHeader+16)
		if _, err := file.ReadAt(head, at); err != nil {
			continue
		}
		size := int(order.Uint32(head[pageHeader+8:]))
		if order.Uint32(head[pageHeader:]) == 0xED0CDAED && size >= 1024 && size <= 1<<16 && size&(size-1) == 0 {
			return size
		}
	}
	return usual
}

// pageSearch looks for entries on pages.
type pageSearch struct {
	file  *os.File
	end   int64 // of the file
	whole int64 // how long it should be; 0: not known
	size  int   // of a page
	found *fragments
}

// freePages are those that the newest list names and nothing leads to. On them
// stands what was deleted, or was never to count. If the list cannot be read none
// are known.
func (s *pageSearch) freePages() map[uint64]bool {
	free := map[uint64]bool{}
	w := &pageWalk{file: s.file, size: s.size, fault: func(string, error) {}}
	if checkFirstPages(s.file, s.size) != nil {
		return free
	}
	meta, err := w.newestMeta()
	if err != nil {
		return free
	}
	w.end = order.Uint64(meta[40:])
	if s.whole = int64(w.end) * int64(s.size); s.whole > s.end { //nolint:gosec // has a checksum
		w.end = uint64(s.end / int64(s.size)) //nolint:gosec // not negative
	}
	w.seen = make([]bool, w.end)
	w.tree(order.Uint64(meta[16:]), nil, true)
	ids, _ := listed(w.page(order.Uint64(meta[32:]), freelistPage, true))
	for _, id := range ids {
		free[id] = id < w.end && !w.seen[id]
	}
	return free
}

// leaf looks at a page as if it were a leaf. How many entries there are is not
// asked: the checksums tell.
func (s *pageSearch) leaf(base int64, data []byte) {
	for at := pageHeader; at+elementSize <= len(data); at += elementSize {
		flags, pos := order.Uint32(data[at:]), order.Uint32(data[at+4:])
		ksize, vsize := int64(order.Uint32(data[at+8:])), int64(order.Uint32(data[at+12:]))
		from := base + int64(at) + int64(pos)
		if pos < elementSize || ksize == 0 || ksize > mostKey || vsize > mostValue || from+ksize+vsize > s.end {
			continue
		}
		both := make([]byte, ksize+vsize)
		if _, err := s.file.ReadAt(both, from); err != nil {
			continue
		}
		k, stored := both[:ksize], both[ksize:]
		if flags == bucketLeaf && len(stored) > bucketSize+pageHeader && order.Uint64(stored) == 0 {
			s.leaf(from+ksize+bucketSize, stored[bucketSize:]) // a small bucket stands in its entry
			continue
		}
		s.found.note(k, stored, fragment{from + ksize, int(vsize)})
	}
}

// fragment is where an entry of the file stands.
type fragment struct {
	at   int64
	size int
}

func (f fragment) read(file *os.File) ([]byte, error) {
	b := make([]byte, f.size)
	_, err := file.ReadAt(b, f.at)
	return b, err
}

// fragments are the entries whose checksums hold.
type fragments struct {
	head              head
	history           map[string]fragment     // by key
	ordinal           map[string]uint64       // by key of the history
	named             map[string]bool         // keys of the history that past and current name
	values            map[string]events.Value // of the vault
	sums              map[string]uint64       // their checksums
	total             int                     // states that there were; 0: not known
	size              int64                   // of the file
	cut               string                  // what is said if it should be longer
	version           int64                   // of the newest write to the vault
	vault, vaultTally tally
}

// dropUncounted leaves out what an import wrote that did not come to count: it
// lies behind the last revision, or in the place of a state that counts.
func (f *fragments) dropUncounted() {
	limit := events.Rev(math.MaxInt64)
	if f.head.rev > 0 {
		limit = f.head.rev
	}
	first := map[uint64]string{}
	for _, k := range slices.Sorted(maps.Keys(f.history)) {
		n := f.ordinal[k]
		other, twice := first[n]
		switch {
		case events.Rev(number([]byte(k))) > limit, twice && f.named[other]:
			f.drop(k)
		case twice:
			f.drop(other)
			first[n] = k
		default:
			first[n] = k
		}
	}
	for k := range f.named {
		if events.Rev(number([]byte(k))) > limit {
			delete(f.named, k)
		}
	}
	for _, sum := range f.sums {
		f.vault = f.vault.plus(tally{1, sum})
	}
}

func (f *fragments) drop(k string) {
	delete(f.history, k)
	delete(f.ordinal, k)
}

// note keeps an entry if it is one of a bucket of the store.
func (f *fragments) note(k, stored []byte, at fragment) bool {
	for _, bucket := range []string{historyBucket, pastBucket, currentBucket, metaBucket, vaultBucket} {
		if value, err := unsealed(bucket, k, stored); err == nil {
			f.noteIn(bucket, k, value, at)
			if bucket == vaultBucket {
				f.noteValue(k, value, stored)
			}
			return true
		}
	}
	return false
}

func (f *fragments) noteIn(bucket string, k, value []byte, at fragment) {
	switch bucket {
	case historyBucket:
		n := len(value) - ordinalSize
		if n <= 0 || len(k) <= 8 {
			return
		}
		// Of two copies of a state the one counts that was emptied.
		if _, twice := f.history[string(k)]; twice {
			if s, err := store.DecodeState(value[:n], 0); err != nil || s.Redacted == nil {
				return
			}
		}
		f.history[string(k)], f.ordinal[string(k)] = at, binary.BigEndian.Uint64(value[n:])
	case pastBucket:
		if n := len(k) - 9; n > 0 {
			f.named[string(stateKey(events.Rev(number(k[n+1:])), string(k[:n])))] = true
		}
	case currentBucket:
		if r, err := readRow(k, value); err == nil {
			f.named[string(stateKey(r.rev, string(k)))] = true
		}
	case metaBucket:
		f.noteMeta(string(k), value)
	}
}

// noteMeta keeps what the newest of several copies says. Counts of states only
// rise.
func (f *fragments) noteMeta(k string, value []byte) {
	switch {
	case k == headKey && len(value) == 16:
		if h := readHead(value); h.rev > f.head.rev {
			f.head = h
		}
	case k == tallyKey && len(value) >= 48:
		f.total = max(f.total, int(binary.BigEndian.Uint64(value[32:]))) //nolint:gosec // a count
	case k == vaultKey && len(value) == 24 && number(value) >= f.version:
		f.version = number(value)
		f.vaultTally = tally{binary.BigEndian.Uint64(value[8:]), binary.BigEndian.Uint64(value[16:])}
	}
}

// noteValue keeps the newest of several copies of a value.
func (f *fragments) noteValue(k, value, stored []byte) {
	v, err := store.DecodeValue(string(k), value)
	if was, there := f.values[string(k)]; err == nil && (!there || was.Version < v.Version) {
		f.values[string(k)], f.sums[string(k)] = v, sumOf(stored)
	}
}
