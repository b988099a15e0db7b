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
	if u, err := url.Parse(source); err == nil && u.Host != "" {
		source = u.Host
	} else {
		source = path.Base(strings.ReplaceAll(source, `\`, "/"))
	}
	return events.NewBatch(events.BatchImport, source)
}
