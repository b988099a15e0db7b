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
	"almanac.example/feeds"
	"almanac.example/feeds/intake"
	"almanac.example/store"
)

// begin gives a new store its first record and its documents, in one import:
// either all of it is there or nothing. Of several processes that begin at once
// one wins, and the others take over what it wrote.
func begin(ctx context.Context, live *store.Live, rec events.Record, seed *events.Site) error {
	passed := live.Changed()
	plan := intake.PlanRecord(live.Timeline(), rec, intake.Options{Now: now(), Seed: seed})
	_, err := plan.Apply(ctx, intake.Target{Record: live}, intake.Signature{Note: "first start"})
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
