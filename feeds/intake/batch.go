package intake

import (
	"net/url"
	"path"
	"strings"

	"almanac.example/events"
)

// Batch begins a batch for an import of the file or address, and names it after
// that: the file's name without its folders, or the host, for the rest of an
// address may be private.
func Batch(source string) *events.BatchPart {
	return events.NewBatch(events.BatchImport, Label(source))
}

// Label names a source without what may be private: a file without its
// folders, of an address the host.
func Label(source string) string {
	if u, err := url.Parse(source); err == nil && u.Host != "" {
		return u.Host
	}
	return path.Base(strings.ReplaceAll(source, `\`, "/"))
}
