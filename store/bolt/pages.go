package bolt

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
)

// The forms of bbolt's pages. bbolt follows them wherever they lead: on a damaged
// file for ever, or beyond its end. Its own check does so too, in a goroutine
// whose faults nobody can catch. This one reads the file as a file.
const (
	pageHeader  = 16 // id 8, flags 2, count 2, overflow 4
	elementSize = 16
	bucketSize  = 16 // root 8, sequence 8

	branchPage   = 1
	leafPage     = 2
	freelistPage = 16
	bucketLeaf   = 1 // flag of an element whose value is a bucket
)

// pageWalk goes through all pages that a file's newest state is made of.
type pageWalk struct {
	file  io.ReaderAt
	size  int    // of a page
	end   uint64 // the number of the first page that there is not
	deep  bool   // look at entries, too
	seen  []bool // by page
	fault func(where string, err error)
}

// walkPages finds pages that are not what leads to them says, that are used
// twice, or that are listed as free although they are used; if it is to go deep,
// also entries that lie outside of their page or are out of order. Otherwise of
// most pages it reads only the beginning, which is little work at each start.
func walkPages(file io.ReaderAt, size int, deep bool, fault func(where string, err error)) {
	w := &pageWalk{file: file, size: size, deep: deep, fault: fault}
	meta, err := w.newestMeta()
	if err != nil {
		fault("page 0", err)
		return
	}
	root, free := order.Uint64(meta[16:]), order.Uint64(meta[32:])
	w.end = order.Uint64(meta[40:])
	w.seen = make([]bool, w.end)
	w.seen[0], w.seen[1] = true, true
	w.tree(root, nil, true)
	w.freelist(free)
}

// order is that of the machine, which bbolt writes.
var order = binary.NativeEndian

// newestMeta is the body of the newer one of the first two pages. That both are
// sound has been checked.
func (w *pageWalk) newestMeta() ([]byte, error) {
	var newest []byte
	for n := range 2 {
		body := make([]byte, 64)
		if _, err := w.file.ReadAt(body, int64(n*w.size+pageHeader)); err != nil {
			return nil, err
		}
		if newest == nil || order.Uint64(body[48:]) > order.Uint64(newest[48:]) {
			newest = body
		}
	}
	return newest, nil
}

// page reads a page with those that continue it; of a leaf only the beginning,
// unless the whole is wanted. It is nil if there is no such page, or it was met
// before.
func (w *pageWalk) page(id uint64, flags uint16, whole bool) []byte {
	where := fmt.Sprintf("page %d", id)
	if id < 2 || id >= w.end || w.seen[id] {
		w.fault(where, damaged(where, "it is used twice, or there is no such page"))
		return nil
	}
	head := make([]byte, pageHeader)
	_, err := w.file.ReadAt(head, int64(id)*int64(w.size)) //nolint:gosec // less than the number of pages
	kind, overflow := order.Uint16(head[8:]), uint64(order.Uint32(head[12:]))
	switch {
	case err != nil:
		w.fault(where, err)
		return nil
	case order.Uint64(head) != id || kind&flags == 0 || kind&(kind-1) != 0 || id+overflow >= w.end:
		w.fault(where, damaged(where, "it says that it is another one, or of another kind"))
		return nil
	}
	for n := id; n <= id+overflow; n++ {
		if w.seen[n] {
			w.fault(where, damaged(where, "it overlaps with another one"))
			return nil
		}
		w.seen[n] = true
	}
	if !whole && kind == leafPage {
		return head
	}
	data := make([]byte, int(overflow+1)*w.size)                            //nolint:gosec // less than the file
	if _, err := w.file.ReadAt(data, int64(id)*int64(w.size)); err != nil { //nolint:gosec // as above
		w.fault(where, err)
		return nil
	}
	return data
}

// tree goes through a page and those below it. first is the key under which it
// hangs; nil for a root. The tree of all buckets is looked at whole.
func (w *pageWalk) tree(id uint64, first []byte, ofBuckets bool) {
	data := w.page(id, branchPage|leafPage, ofBuckets || w.deep)
	if len(data) > pageHeader {
		w.elements(fmt.Sprintf("page %d", id), data, first, ofBuckets)
	}
}

// elements goes through what stands on a page, or in the place of one.
func (w *pageWalk) elements(where string, data, first []byte, ofBuckets bool) {
	branch := order.Uint16(data[8:])&branchPage != 0
	count := int(order.Uint16(data[10:]))
	var last []byte
	for i := range count {
		at := pageHeader + i*elementSize
		k, value, ok := element(data, at, branch)
		switch {
		case !ok:
			w.fault(where, damaged(where, "its entry %d lies outside of it", i))
			return
		case i == 0 && first != nil && !bytes.Equal(k, first), i > 0 && bytes.Compare(last, k) >= 0:
			w.fault(where, damaged(where, "its entry %d is not where it belongs", i))
		}
		last = k
		if branch {
			w.tree(order.Uint64(data[at+8:]), k, ofBuckets)
		} else if isBucket := order.Uint32(data[at:])&bucketLeaf != 0; isBucket != ofBuckets {
			w.fault(where, damaged(where, "its entry %d is of another kind", i))
		} else if isBucket {
			w.bucket(where, value)
		}
	}
}

// element reads key and value of an entry.
func element(data []byte, at int, branch bool) (k, value []byte, ok bool) {
	if at+elementSize > len(data) {
		return nil, nil, false
	}
	head := data[at : at+elementSize]
	pos, ksize, vsize := order.Uint32(head), order.Uint32(head[4:]), uint32(0)
	if !branch {
		pos, ksize, vsize = order.Uint32(head[4:]), order.Uint32(head[8:]), order.Uint32(head[12:])
	}
	from := uint64(at) + uint64(pos) //nolint:gosec // a place on a page
	to := from + uint64(ksize)
	if to+uint64(vsize) > uint64(len(data)) {
		return nil, nil, false
	}
	return data[from:to], data[to : to+uint64(vsize)], true
}

// bucket goes through a bucket, which stands on pages of its own or, if it is
// small, in its entry.
func (w *pageWalk) bucket(where string, value []byte) {
	switch {
	case len(value) < bucketSize, order.Uint64(value) == 0 && len(value) < bucketSize+pageHeader:
		w.fault(where, damaged(where, "a bucket in it is too short"))
	case order.Uint64(value) != 0:
		w.tree(order.Uint64(value), nil, false)
	default:
		w.elements(where, value[bucketSize:], nil, false)
	}
}

// freelist compares the list of free pages with those that are used: together
// they are all.
func (w *pageWalk) freelist(id uint64) {
	data := w.page(id, freelistPage, true)
	if data == nil {
		return
	}
	where := fmt.Sprintf("page %d", id)
	ids, whole := listed(data)
	if !whole {
		w.fault(where, damaged(where, "the list of free pages is longer than it"))
		return
	}
	for _, free := range ids {
		if free < 2 || free >= w.end || w.seen[free] {
			w.fault(where, damaged(where, "it lists page %d as free, which is used or not there", free))
		} else {
			w.seen[free] = true
		}
	}
	for n := range w.end {
		if !w.seen[n] {
			w.fault(fmt.Sprintf("page %d", n), damaged(fmt.Sprintf("page %d", n), "it is neither used nor free"))
			return
		}
	}
}

// listed are the numbers that a page lists as free; whole is false if it has
// room for fewer than it says.
func listed(data []byte) (free []uint64, whole bool) {
	if len(data) < pageHeader {
		return nil, false
	}
	ids, count := data[pageHeader:], uint64(order.Uint16(data[10:]))
	if count == 0xffff && len(ids) >= 8 {
		count, ids = order.Uint64(ids), ids[8:]
	}
	if count > uint64(len(ids)/8) {
		return nil, false
	}
	for i := range count {
		free = append(free, order.Uint64(ids[8*i:]))
	}
	return free, true
}
