package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/store"
)

// begin gives a new store its first record and its documents, in one import:
// either all of it is there or nothing. Of several processes that begin at once
// one wins, and the others take over what it wrote.
func begin(ctx context.Context, live *store.Live, rec events.Record, seed *events.Site) error {
	passed := live.Changed()
	documents := documentsFor(live.Timeline(), rec.Site, seed)
	err := importEvents(ctx, live, rec.Events, loading{note: "first start", documents: documents})
	for late := time.After(beginPatience); errors.Is(err, events.ErrConflict); passed = live.Changed() {
		if live.Timeline().Site().Rev != 0 {
			return nil
		}
		select {
		case <-passed:
		case <-late:
			return fmt.Errorf("loading the first record: %w", err)
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	if err != nil {
		return fmt.Errorf("loading the first record: %w", err)
	}
	return nil
}

// beginPatience is how long the news of what another process has written may
// take.
const beginPatience = 10 * time.Second

// documentsFor are the changes of the site that belong to an import. A record
// that comes with an identity brings it and its settings along into a store that
// has no events; a store that has no identity gets the one of seed. Of the
// vocabulary what is there stays as its editors named it.
func documentsFor(t *timeline.Timeline, from, seed *events.Site) []events.Change {
	site := t.Site()
	next := *site
	moves := from != nil && from.Authority != "" && (site.Rev == 0 || t.Len()+len(t.Tombstones()) == 0)
	switch {
	case moves:
		next = *from
		next.Revs, next.Rev = site.Revs, site.Rev
	case site.Rev == 0:
		next = *seed
		if next.Founded.IsZero() {
			next.Founded = now().UTC().Truncate(24 * time.Hour)
		}
	}
	if from != nil && !moves {
		next.Tags = withMissing(next.Tags, from.Tags, func(t events.Tag) string { return t.Slug })
		next.Places = withMissing(next.Places, from.Places, func(p events.NamedPlace) string { return p.Slug })
		next.Views = withMissing(next.Views, from.Views, func(v events.View) string { return v.Slug })
	}
	return events.DocumentChanges(site, &next)
}

// withMissing adds to a list what it does not have yet.
func withMissing[T any](list, more []T, slug func(T) string) []T {
	list = slices.Clone(list)
	for _, m := range more {
		if !slices.ContainsFunc(list, func(is T) bool { return slug(is) == slug(m) }) {
			list = append(list, m)
		}
	}
	return list
}

// seed is what the flags say of a new store's site.
func (c *serveCommand) seed() *events.Site {
	return &events.Site{Names: c.Name, Descriptions: c.Description, Languages: c.Languages, Zone: c.TimeZone}
}

// defaultSettings is what the flags say if none is given.
func defaultSettings() (*events.Site, error) {
	var c serveCommand
	parser, err := kong.New(&c)
	if err != nil {
		return nil, err
	}
	if _, err := parser.Parse(nil); err != nil {
		return nil, err
	}
	return c.seed(), nil
}

// preferDocument puts what the record says of itself in the place of the flags,
// and warns once of flags that say something else.
func (c *serveCommand) preferDocument(site *events.Site, into *feeds.Site, log *slog.Logger) error {
	var ignored []string
	differs := func(flag string, is bool) {
		if is {
			ignored = append(ignored, flag)
		}
	}
	standard, err := defaultSettings()
	if err != nil {
		return err
	}
	if len(site.Names) > 0 {
		differs("--name", !maps.Equal(c.Name, site.Names) && !maps.Equal(c.Name, standard.Names))
		into.Name = site.Names
	}
	if len(site.Descriptions) > 0 {
		differs("--description", !maps.Equal(c.Description, site.Descriptions) && !maps.Equal(c.Description, standard.Descriptions))
		into.Description = site.Descriptions
	}
	if len(site.Languages) > 0 {
		differs("--languages", !slices.Equal(c.Languages, site.Languages) && !slices.Equal(c.Languages, standard.Languages))
		into.Languages = site.Languages
	}
	if site.Zone != "" {
		zone, err := events.LoadZone(site.Zone)
		if err != nil {
			return fmt.Errorf("the record's time zone %w", err)
		}
		differs("--time-zone", c.TimeZone != site.Zone && c.TimeZone != standard.Zone)
		into.Zone = zone
	}
	if len(ignored) > 0 {
		log.Warn("the record says otherwise, and that counts; these settings are for a new store only", "ignored", strings.Join(ignored, " "))
	}
	return nil
}
