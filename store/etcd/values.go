package etcd

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/store"
)

// castagnoli is the polynomial of CRC-32C (RFC 3720 §12.1).
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sumSize is by how many bytes a stored value is longer than what it says.
const sumSize = 4

// checksum is over the key as well as the value, so that a value that has come
// to stand elsewhere is noticed. The prefix of the record is no part of it.
func checksum(key string, value []byte) uint32 {
	sum := crc32.Update(crc32.Checksum([]byte(key), castagnoli), castagnoli, []byte{0})
	return crc32.Update(sum, castagnoli, value)
}

// sealed is a value with its checksum.
func sealed(key string, value []byte) string {
	return string(binary.BigEndian.AppendUint32(value, checksum(key, value)))
}

// unsealed is a value without its checksum, which must be right.
func unsealed(key string, stored []byte) ([]byte, error) {
	n := len(stored) - sumSize
	if n < 0 {
		return nil, damaged(key, "it has no checksum")
	}
	value := stored[:n:n]
	if checksum(key, value) != binary.BigEndian.Uint32(stored[n:]) {
		return nil, damaged(key, "its checksum does not match")
	}
	return value, nil
}

// damage is something in the cluster that is not as it was written.
type damage struct{ where, what string }

func (d *damage) Error() string {
	return fmt.Sprintf("the store is damaged: %s: %s; restore a backup", d.where, d.what)
}

// damaged makes the error of damage at a key.
func damaged(key, format string, args ...any) error {
	return &damage{place(key), fmt.Sprintf(format, args...)}
}

// The stages of the record. An import begins by importing, is decided by
// closing and otherwise undone by aborting; a load is loading until it is whole.
const (
	idle      = ""
	importing = "importing"
	closing   = "closing"
	aborting  = "aborting"
	loading   = "loading"
)

// fence is the value of the key that every transaction compares: what the
// newest commit was, and what is going on. JSON, so that an operator can read
// it.
type fence struct {
	Schema int        `json:"schema"`
	Rev    events.Rev `json:"rev"`    // of the newest commit that counts
	At     int64      `json:"at"`     // the instant of its newest state, in seconds of 1970
	Rows   int        `json:"rows"`   // of events and documents
	States int        `json:"states"` // in the history, up to Rev
	Stage  string     `json:"stage,omitempty"`
	Holder string     `json:"holder,omitempty"` // the import or load under way
	To     events.Rev `json:"to,omitempty"`     // closing: the revision that is going to count
	ToAt   int64      `json:"toAt,omitempty"`

	mod int64 // the etcd revision of the key; 0: there is none
}

// instant is when the newest state was made; zero if there is none.
func (f fence) instant() time.Time {
	if f.Rev == 0 {
		return time.Time{}
	}
	return time.Unix(f.At, 0).UTC()
}

func (f fence) value() string {
	text, err := json.Marshal(f)
	if err != nil {
		panic(err) // numbers and strings
	}
	return sealed(fenceKey, text)
}

func readFence(stored []byte, mod int64) (f fence, err error) {
	text, err := unsealed(fenceKey, stored)
	if err != nil {
		return f, err
	}
	if err := json.Unmarshal(text, &f); err != nil {
		return f, damaged(fenceKey, "it cannot be read: %v", err)
	}
	f.mod = mod
	return f, nil
}

// row is how an event or document stands.
type row struct {
	rev   events.Rev // 0: there is none
	slug  string
	state []byte
}

func (r row) value(name string) string {
	b := make([]byte, 0, len(r.state)+len(r.slug)+16)
	b = binary.AppendUvarint(b, uint64(r.rev)) //nolint:gosec // not negative
	b = appendText(b, r.slug)
	return sealed(rowKey(name), append(b, r.state...))
}

func readRow(name string, stored []byte) (row, error) {
	value, err := unsealed(rowKey(name), stored)
	if err != nil {
		return row{}, err
	}
	p := parser{rest: value}
	r := row{rev: events.Rev(p.number()), slug: p.text(), state: p.rest}
	if p.failed || r.rev < 1 {
		return row{}, damaged(rowKey(name), "it makes no sense")
	}
	return r, nil
}

// past is a state of the history: which revision of the same event or document
// came before (0: none), and the stored form.
type past struct {
	prev  events.Rev
	state []byte
}

func (p past) value(key string) string {
	b := binary.AppendUvarint(make([]byte, 0, len(p.state)+16), uint64(p.prev)) //nolint:gosec // not negative
	return sealed(key, append(b, p.state...))
}

func readPast(key string, stored []byte) (past, error) {
	value, err := unsealed(key, stored)
	if err != nil {
		return past{}, err
	}
	p := parser{rest: value}
	read := past{prev: events.Rev(p.number()), state: p.rest}
	if p.failed {
		return past{}, damaged(key, "it makes no sense")
	}
	return read, nil
}

// decode reads the state of a key of pastKeys.
func (p past) decode(key string, rev events.Rev) (*events.State, error) {
	s, err := store.DecodeState(p.state, rev)
	if err != nil {
		return nil, damaged(key, "it cannot be read: %v", err)
	}
	return s, nil
}

// item is one state of a commit, as the log names it.
type item struct {
	name, slug string
	prev       events.Rev // of the same event or document; 0: none
	size       int        // of the stored form
}

// record is the value of a commit in the log. The token is that of the
// transaction that wrote it, which tells one's own from another's.
type record struct {
	rev   events.Rev // of the key
	token string
	prev  events.Rev // the commit before; 0: none
	items []item     // by name
}

func (r record) value() string {
	b := appendText(nil, r.token)
	b = binary.AppendUvarint(b, uint64(r.prev)) //nolint:gosec // not negative
	b = binary.AppendUvarint(b, uint64(len(r.items)))
	for _, i := range r.items {
		b = appendText(appendText(b, i.name), i.slug)
		b = binary.AppendUvarint(b, uint64(i.prev)) //nolint:gosec // not negative
		b = binary.AppendUvarint(b, uint64(i.size)) //nolint:gosec // not negative
	}
	return sealed(logKey(r.rev), b)
}

func readRecord(key string, stored []byte) (record, error) {
	value, err := unsealed(key, stored)
	if err != nil {
		return record{}, err
	}
	p := parser{rest: value}
	r := record{rev: revisionOf(strings.TrimPrefix(key, logKeys)), token: p.text(), prev: events.Rev(p.number())}
	for n := p.number(); n > 0 && !p.failed; n-- {
		r.items = append(r.items, item{name: p.text(), slug: p.text(), prev: events.Rev(p.number()), size: int(p.number())})
	}
	if p.failed || len(p.rest) > 0 || r.rev < 1 {
		return record{}, damaged(key, "it makes no sense")
	}
	return r, nil
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// parser takes a value apart.
type parser struct {
	rest   []byte
	failed bool
}

func (p *parser) number() int64 {
	n, size := binary.Uvarint(p.rest)
	if size <= 0 || int64(n) < 0 { //nolint:gosec // that is what is asked
		p.failed = true
		return 0
	}
	p.rest = p.rest[size:]
	return int64(n) //nolint:gosec // not negative
}

func (p *parser) text() string {
	n := p.number()
	if p.failed || n > int64(len(p.rest)) {
		p.failed = true
		return ""
	}
	s := string(p.rest[:n])
	p.rest = p.rest[n:]
	return s
}
