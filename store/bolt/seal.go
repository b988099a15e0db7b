package bolt

import (
	"encoding/binary"
	"hash/crc32"

	"almanac.example/events"
)

// castagnoli is the polynomial of CRC-32C (RFC 3720 §12.1), which processors
// compute by themselves.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sumSize is by how many bytes a stored value is longer than what it says.
const sumSize = 4

// checksum is over the names of bucket and key as well as the value, so that a
// value that has come to stand elsewhere is noticed.
func checksum(bucket string, key, value []byte) uint32 {
	var space [128]byte
	place := append(append(append(space[:0], bucket...), 0), key...)
	return crc32.Update(crc32.Checksum(place, castagnoli), castagnoli, value)
}

// sealed is a value with its checksum.
func sealed(bucket string, key, value []byte) []byte {
	stored := make([]byte, 0, len(value)+sumSize)
	return binary.BigEndian.AppendUint32(append(stored, value...), checksum(bucket, key, value))
}

// unsealed is a value without its checksum, which must be right. It is a part
// of what is stored.
func unsealed(bucket string, key, stored []byte) ([]byte, error) {
	n := len(stored) - sumSize
	if n < 0 {
		return nil, damaged(place(bucket, key), "it has no checksum")
	}
	value := stored[:n:n]
	if checksum(bucket, key, value) != binary.BigEndian.Uint32(stored[n:]) {
		return nil, damaged(place(bucket, key), "its checksum does not match")
	}
	return value, nil
}

// tally is how many entries a bucket has and the sum of their checksums. It
// tells when some are missing, or are of an earlier time.
type tally struct{ count, sum uint64 }

func (t *tally) add(stored []byte) {
	t.count++
	t.sum += sumOf(stored)
}

func (t *tally) remove(stored []byte) {
	t.count--
	t.sum -= sumOf(stored)
}

// plus is both together.
func (t tally) plus(u tally) tally { return tally{t.count + u.count, t.sum + u.sum} }

// minus is what the first has more.
func (t tally) minus(u tally) tally { return tally{t.count - u.count, t.sum - u.sum} }

func sumOf(stored []byte) uint64 {
	if len(stored) < sumSize {
		return 0
	}
	return uint64(binary.BigEndian.Uint32(stored[len(stored)-sumSize:]))
}

// key is a number as a key or value.
func key[N int | uint64 | events.Rev](n N) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(n))
}

// number reads what key wrote; 0 from anything shorter.
func number(b []byte) int64 {
	if len(b) < 8 {
		return 0
	}
	return int64(binary.BigEndian.Uint64(b))
}
