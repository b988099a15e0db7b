package editing_test

import (
	"errors"
	"testing"

	"almanac.example/events"
	"almanac.example/feeds/intake"
	"almanac.example/web/access"
)

func TestWhoMayImport(t *testing.T) {
	tags := []events.Tag{{Slug: "policy", Name: events.Localised{"en": "Policy"}}}
	for _, test := range []struct {
		name   string
		status events.Status // of the event that is imported
		site   *events.Site
		least  access.Role
	}{
		{"drafts", events.Draft, nil, access.Author},
		{"what is public", events.Published, nil, access.Editor},
		{"with words", events.Draft, &events.Site{Authority: "almanac.example.org", Founded: noon, Tags: tags}, access.Administrator},
	} {
		allowed := false
		for _, role := range append([]access.Role{""}, access.Roles()...) {
			allowed = allowed || role == test.least
			w := newWorld(t)
			e := story("e", test.status)
			rec := events.Record{Version: events.RecordVersion, Site: test.site, Events: []*events.Event{&e}}
			plan := intake.PlanRecord(w.live.Timeline(), rec, intake.Options{Now: noon})
			_, err := w.Import(t.Context(), w.as(role), plan, intake.Target{Record: w.live})
			var denied *access.Denied
			if errors.As(err, &denied) == allowed || allowed && err != nil {
				t.Errorf("%s by %q: %v", test.name, role, err)
			}
			if _, stored := w.live.Timeline().Event("e"); stored != allowed {
				t.Errorf("%s by %q: stored %v", test.name, role, stored)
			}
			if allowed {
				if s := w.states(t, "e")[0]; s.Author != string(role) || s.By == "" {
					t.Errorf("%s: the history says %+v", test.name, s)
				}
			}
		}
	}
}
