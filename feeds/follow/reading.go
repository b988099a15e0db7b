package follow

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/feeds/ical"
	"almanac.example/feeds/ical/read"
	"almanac.example/feeds/intake"
)

// Reading says how a calendar is read into a record.
type Reading struct {
	Lang    string `json:"lang,omitempty"`    // language of texts that name none (BCP 47); "": the record's first
	Zone    string `json:"zone,omitempty"`    // IANA name of the zone of times that name none, where the calendar does not tell; "": the record's own
	SkipBad bool   `json:"skipBad,omitempty"` // leave out what is wrong instead of refusing the calendar
	Map     string `json:"map,omitempty"`     // of a table: what its columns are (table.Mapping.Apply)
}

// Language is the one under which texts are filed that name none.
func (r Reading) Language(site *events.Site) string {
	switch {
	case r.Lang != "":
		return r.Lang
	case len(site.Languages) > 0:
		return site.Languages[0]
	}
	return "zh"
}

// Read reads a calendar as the record has it read: its language, its zone, its
// own UIDs and names of tags. Errors are those of read.Calendar, and an
// *events.Invalid that names the zone.
func (r Reading) Read(ctx context.Context, t *timeline.Timeline, data []byte) (read.Import, error) {
	o, err := r.options(t.Site())
	if err != nil {
		return read.Import{}, err
	}
	return read.Calendar(ctx, bytes.NewReader(data), o)
}

func (r Reading) options(site *events.Site) (read.Options, error) {
	o := read.Options{Lang: r.Language(site), SkipBad: r.SkipBad, Record: site}
	var err error
	if r.Zone != "" {
		if o.Zone, err = events.LoadZone(r.Zone); err != nil {
			return o, &events.Invalid{Subject: "calendar", Problems: []events.Problem{{Field: "tz", Reason: err.Error()}}}
		}
	}
	if site.Zone != "" {
		if o.Home, err = events.LoadZone(site.Zone); err != nil {
			return o, fmt.Errorf("the record's zone: %w", err)
		}
	}
	return o, nil
}

// Feed completes what is known of a source with what was read, so that it can be
// planned (intake.PlanFeed). If the calendar is one that the record has
// published, it is compared with what the record publishes now.
func (r Reading) Feed(ctx context.Context, t *timeline.Timeline, found read.Import, f intake.Feed) (intake.Feed, error) {
	f.Events, f.Tags = found.Events, found.Tags
	if found.Own.Lang == "" {
		return f, nil
	}
	own, err := r.published(ctx, t, found)
	f.Own = own
	return f, err
}

// published is what the record's own calendar says of the events that were
// read.
func (r Reading) published(ctx context.Context, t *timeline.Timeline, found read.Import) (map[events.ID]*events.Event, error) {
	feed := feeds.Feed{
		Site: &feeds.Site{BaseURL: found.Own.BaseURL, Languages: t.Site().Languages, Record: t.Site()}, Lang: found.Own.Lang,
	}
	for _, e := range found.Events {
		if old, ok := t.Event(e.ID); ok && old.Status.Public() {
			feed.Events = append(feed.Events, old)
		}
	}
	slices.SortFunc(feed.Events, events.Compare)
	var b bytes.Buffer
	if err := ical.Write(ctx, &b, &feed); err != nil {
		return nil, err
	}
	o, err := r.options(t.Site())
	if err != nil {
		return nil, err
	}
	o.SkipBad = true
	again, err := read.Calendar(ctx, &b, o)
	if err != nil {
		return nil, fmt.Errorf("reading the record's own calendar: %w", err)
	}
	own := make(map[events.ID]*events.Event, len(again.Events))
	for _, e := range again.Events {
		own[e.ID] = e
	}
	return own, nil
}
