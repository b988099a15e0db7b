package timeline

import (
	"slices"

	"almanac.example/events"
)

// Record collects everything the timeline shows, tombstones included, events
// by ID.
func (t *Timeline) Record() events.Record {
	all := append(t.All(), t.Tombstones()...)
	slices.SortFunc(all, func(a, b *events.Event) int {
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	return events.Record{Version: events.RecordVersion, Site: t.Site(), Events: all}
}
