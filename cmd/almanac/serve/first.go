package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/feeds/intake"
	"almanac.example/store"
)

// begin gives a new store its first record and its documents, in one import:
// either all of it is there or nothing. Of several processes that begin at once
// one wins, and the others take over what it wrote.
func begin(ctx context.Context, live *store.Live, rec events.Record, seed *events.Site) error {
	passed := live.Changed()
	plan := intake.PlanRecord(live.Timeline(), rec, intake.Options{Now: terminal.Now(), Seed: seed})
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
func (c *Settings) seed() *events.Site {
	return &events.Site{Names: c.Name, Descriptions: c.Description, Languages: c.Languages, Zone: c.TimeZone}
}

// standard is what a flag says if it is not given.
func standard(field string) string {
	f, _ := reflect.TypeFor[Settings]().FieldByName(field)
	return f.Tag.Get("default")
}

// UsualSite is the time zone (IANA) and the languages (BCP 47, the default one
// first) of a record that names none and for which no flag is given.
func UsualSite() (zone string, languages []string) {
	return standard("TimeZone"), strings.Split(standard("Languages"), ",")
}

// warnOfSettings says once which flags say something else than the record: the
// record counts, and the site command changes it.
func (c *Settings) warnOfSettings(site *events.Site, log *slog.Logger) {
	given := c.seed()
	var ignored, fields []string
	differs := func(flag, field string, is bool) {
		if is {
			ignored, fields = append(ignored, flag), append(fields, field)
		}
	}
	differs("--name", "names", len(site.Names) > 0 && len(given.Names) > 0 && !maps.Equal(given.Names, site.Names))
	differs("--description", "descriptions", len(site.Descriptions) > 0 && len(given.Descriptions) > 0 && !maps.Equal(given.Descriptions, site.Descriptions))
	differs("--languages", "languages", len(site.Languages) > 0 && !slices.Equal(given.Languages, site.Languages) && strings.Join(given.Languages, ",") != standard("Languages"))
	differs("--time-zone", "zone", site.Zone != "" && given.Zone != site.Zone && given.Zone != standard("TimeZone"))
	if len(ignored) > 0 {
		log.Warn("the record says otherwise, and that counts; these settings are for a new store only, almanac site set changes the record's own",
			"ignored", strings.Join(ignored, " "), "fields", strings.Join(fields, " "))
	}
}
