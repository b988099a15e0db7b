package backup

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"almanac.example/events"
)

// version is that of the form, in every head.
const version = 1

// schema is that of states, in the head of the states. A field of a state
// that older programs do not know raises it.
const schema = 3

// The parts of a backup, in this order.
const (
	statesPart   = "states.jsonl"
	memoryPart   = "memory.jsonl"
	accountsPart = "accounts.jsonl"
)

// maxLine bounds one line. The largest state and the largest value stay far
// below it, however their JSON is spelt.
const maxLine = 8 << 20

// Head is the first line of the states.
type Head struct {
	Version   int        `json:"backup"`
	Part      string     `json:"part"`
	Schema    int        `json:"schema"`
	Authority string     `json:"authority,omitempty"` // of the record; "": it was not founded
	First     events.Rev `json:"first"`               // revision of the first state; 0: there is none
	Last      events.Rev `json:"last"`                // revision of the last state
	Previous  string     `json:"previous,omitempty"`  // SHA-256 of the segment that this one goes on from; "": it is whole
	Parts     []string   `json:"parts"`               // all that are in the file, in order
	Blobs     int        `json:"blobs,omitempty"`     // how many blobs follow the parts
}

// valuesHead is the first line of another part.
type valuesHead struct {
	Version int    `json:"backup"`
	Part    string `json:"part"`
}

// end is the last line of a part.
type end struct {
	Count  int    `json:"count"`  // of the lines between head and end
	SHA256 string `json:"sha256"` // of all bytes before this line, hexadecimal
}

// value is the line of a value of the vault. Versions are a store's own and no
// part of it.
type value struct {
	Key     string          `json:"key"`
	Schema  int             `json:"schema"`
	Expires time.Time       `json:"expires,omitzero"`
	Value   json.RawMessage `json:"value"`
}

// Damage is the error of a backup that is not as it was written, or is none.
type Damage struct {
	Where string // "states.jsonl line 17"
	What  string // what is wrong there
}

// Error names the place.
func (d *Damage) Error() string { return d.Where + ": " + d.What }

// partOf is the part to which a value of the vault belongs; "" if it is in no
// backup: what is only true of the running store, as sessions and claims are.
func partOf(key string) string {
	for _, rule := range []struct{ part, prefixes string }{
		{memoryPart, "memory/ follow/ webhook/"},
		{accountsPart, "account/ login/ token/ invite/ audit/ secret/"},
	} {
		for prefix := range strings.FieldsSeq(rule.prefixes) {
			if strings.HasPrefix(key, prefix) {
				return rule.part
			}
		}
	}
	if key == events.HubKey {
		return memoryPart
	}
	return ""
}

// inLine names a line of a part, counted from 1.
func inLine(part string, n int) string { return fmt.Sprintf("%s line %d", part, n) }
