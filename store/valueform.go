package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"time"

	"almanac.example/events"
)

// The stored form of a value, format 1, numbers big endian:
//
//	bytes   field
//	4       CRC-32C (RFC 3720 §12.1) over the key and all that follows
//	1       format: 1
//	8       version; engines that number writes by themselves leave it 0
//	8       expiry, milliseconds since 1970 (UTC); 0: never
//	4       schema of the data
//	rest    data
const (
	valueFormat    = 1
	valueHead      = 4 + 1 + 8 + 8 + 4
	maxValueSchema = math.MaxInt32
)

// castagnoli makes the table of CRC-32C; the library makes it once.
func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

func valueChecksum(key string, rest []byte) uint32 {
	return crc32.Update(crc32.Checksum([]byte(key), castagnoli()), castagnoli(), rest)
}

// EncodeValue makes the stored form of a value that PrepareValues has seen.
func EncodeValue(v events.Value) []byte {
	expires := int64(0)
	if !v.Expires.IsZero() {
		expires = v.Expires.UnixMilli()
	}
	b := make([]byte, 4, valueHead+len(v.Data))
	b = append(b, valueFormat)
	b = binary.BigEndian.AppendUint64(b, uint64(v.Version))
	b = binary.BigEndian.AppendUint64(b, uint64(expires))
	b = binary.BigEndian.AppendUint32(b, uint32(v.Schema)) //nolint:gosec // from 1 to maxValueSchema
	b = append(b, v.Data...)
	binary.BigEndian.PutUint32(b, valueChecksum(v.Key, b[4:]))
	return b
}

// DecodeValue reads the stored form of the key's value, which it does not keep.
// The error names the key.
func DecodeValue(key string, stored []byte) (events.Value, error) {
	damaged := func(what string) (events.Value, error) {
		return events.Value{}, fmt.Errorf("vault value %.80q is damaged; restore a backup: %w", key, errors.New(what))
	}
	switch {
	case len(stored) < valueHead:
		return damaged(fmt.Sprintf("it has %d bytes, at least %d are right", len(stored), valueHead))
	case binary.BigEndian.Uint32(stored) != valueChecksum(key, stored[4:]):
		return damaged("its checksum does not hold")
	case stored[4] != valueFormat:
		return events.Value{}, fmt.Errorf("vault value %.80q has the format %d, which a newer almanac wrote: use that version", key, stored[4])
	}
	v := events.Value{
		Key:     key,
		Version: events.Version(binary.BigEndian.Uint64(stored[5:])), //nolint:gosec // as written
		Schema:  int(binary.BigEndian.Uint32(stored[21:])),
		Data:    append([]byte{}, stored[valueHead:]...),
	}
	if ms := int64(binary.BigEndian.Uint64(stored[13:])); ms != 0 { //nolint:gosec // as written
		v.Expires = time.UnixMilli(ms).UTC()
	}
	return v, nil
}
