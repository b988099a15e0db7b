package document

// linearMemory is all the memory that a PDF reader may ever have, set aside at once
// and outside of Go's heap: only what is touched takes room. Memory of the usual
// kind is copied each time it grows, and is held twice while it is, and the
// collector lets as much garbage lie about as it has bytes.
type linearMemory struct{ whole []byte }

// Reallocate gives the first bytes of it; nil if there are not so many, which the
// PDF reader is told as a failed allocation.
func (m linearMemory) Reallocate(size uint64) []byte {
	if size > uint64(len(m.whole)) {
		return nil
	}
	return m.whole[:size:size]
}

// Free does nothing: the memory goes when the reader is gone and nothing can look
// at it any more.
func (linearMemory) Free() {}
