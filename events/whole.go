package events

import "slices"

// Record collects everything the timeline shows, tombstones included, events
// by ID.
func (t *Timeline) Record() Record {
	all := append(t.All(), t.Tombstones()...)
	slices.SortFunc(all, func(a, b *Event) int {
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	return Record{Version: RecordVersion, Site: t.Site(), Events: all}
}
