package etcd

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"almanac.example/events"
)

// The keys of a record, below its prefix; see the package's page.
const (
	currentKeys = "c/"   // what a start reads and a watch watches
	fenceKey    = "c/m"  // what every transaction of the record compares
	rowKeys     = "c/e/" // rows
	pastKeys    = "h/"   // states
	logKeys     = "l/"   // commits
	slugKeys    = "i/"   // whose a slug is
	beatKey     = "s/beat"
	valueKeys   = "v/" // the vault
)

// inverted spells a revision so that newer ones sort first.
func inverted(rev events.Rev) string { return fmt.Sprintf("%016x", uint64(math.MaxInt64-rev)) } //nolint:gosec // not negative

// revisionOf reads what inverted spelt; 0 of anything else.
func revisionOf(spelt string) events.Rev {
	n, err := strconv.ParseUint(spelt, 16, 64)
	if err != nil || len(spelt) != 16 || n > math.MaxInt64 {
		return 0
	}
	return math.MaxInt64 - events.Rev(n) //nolint:gosec // bounded
}

func rowKey(name string) string { return rowKeys + name }

func pastPrefix(name string) string { return pastKeys + name + "/" }

func pastKey(name string, rev events.Rev) string { return pastPrefix(name) + inverted(rev) }

func logKey(rev events.Rev) string { return logKeys + inverted(rev) }

func slugKey(slug string) string { return slugKeys + slug }

// nameOf is the event or document of a key of pastKeys, and the revision.
func nameOf(key string) (name string, rev events.Rev) {
	key = strings.TrimPrefix(key, pastKeys)
	at := len(key) - 17
	if at < 1 || key[at] != '/' {
		return "", 0
	}
	return key[:at], revisionOf(key[at+1:])
}

// place names a key for errors.
func place(key string) string {
	subject := func(name string) string {
		if d, ok := strings.CutPrefix(name, "/"); ok {
			return fmt.Sprintf("document %q", d)
		}
		return fmt.Sprintf("event %q", name)
	}
	if name, ok := strings.CutPrefix(key, rowKeys); ok {
		return "current, " + subject(name)
	}
	if name, rev := nameOf(key); strings.HasPrefix(key, pastKeys) && rev > 0 {
		return fmt.Sprintf("history, revision %d of %s", rev, subject(name))
	}
	if spelt, ok := strings.CutPrefix(key, logKeys); ok && revisionOf(spelt) > 0 {
		return fmt.Sprintf("log, revision %d", revisionOf(spelt))
	}
	return fmt.Sprintf("key %q", key)
}
