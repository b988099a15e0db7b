package store

import (
	"encoding/binary"
	"fmt"
	"math"
	"time"

	"almanac.example/events"
)

// The stored form of a value, format 1, numbers big endian:
//
//	bytes   field
//	1       format: 1
//	8       version; engines that number writes by themselves leave it 0
//	8       expiry, milliseconds since 1970 (UTC); 0: never
//	4       schema of the data
//	rest    data
//
// Engines add a checksum over the key and this.
const (
	valueFormat    = 1
	valueHead      = 1 + 8 + 8 + 4
	maxValueSchema = math.MaxInt32
)

// EncodeValue makes the stored form of a value that PrepareValues has seen.
func EncodeValue(v events.Value) []byte {
	expires := int64(0)
	if !v.Expires.IsZero() {
		expires = v.Expires.UnixMilli()
	}
	b := append(make([]byte, 0, valueHead+len(v.Data)), valueFormat)
	b = binary.BigEndian.AppendUint64(b, uint64(v.Version)) //nolint:gosec // read back as it was
	b = binary.BigEndian.AppendUint64(b, uint64(expires))   //nolint:gosec // read back as it was
	b = binary.BigEndian.AppendUint32(b, uint32(v.Schema))  //nolint:gosec // from 1 to maxValueSchema
	return append(b, v.Data...)
}

// DecodeValue reads the stored form of the key's value, which it does not keep.
// The error names the key.
func DecodeValue(key string, stored []byte) (events.Value, error) {
	if len(stored) < valueHead {
		return events.Value{}, fmt.Errorf("vault value %.80q has %d bytes, at least %d are right", key, len(stored), valueHead)
	}
	if stored[0] != valueFormat {
		return events.Value{}, fmt.Errorf("vault value %.80q has the format %d, which a newer almanac wrote: use that version", key, stored[0])
	}
	v := events.Value{
		Key:     key,
		Version: events.Version(binary.BigEndian.Uint64(stored[1:])), //nolint:gosec // as written
		Schema:  int(binary.BigEndian.Uint32(stored[17:])),
		Data:    append([]byte{}, stored[valueHead:]...),
	}
	if ms := int64(binary.BigEndian.Uint64(stored[9:])); ms != 0 { //nolint:gosec // as written
		v.Expires = time.UnixMilli(ms).UTC()
	}
	return v, nil
}
