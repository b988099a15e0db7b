package editing_test

import (
	"errors"
	"testing"

	"almanac.example/events"
	"almanac.example/feeds/intake"
	"almanac.example/web/access"
	"almanac.example/web/editing"
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

func TestAsDrafts(t *testing.T) {
	w := newWorld(t)
	w.put(t, story("public", events.Published))
	w.put(t, story("deleted", events.Published))
	if _, err := w.Delete(t.Context(), w.as(access.Editor), seen("deleted", w.get(t, "deleted").Rev)); err != nil {
		t.Fatal(err)
	}
	list := map[string]events.Status{"public": events.Published, "deleted": events.Draft, "new": events.Draft}
	for id, want := range list {
		e := story(id, events.Published)
		e.Published = noon
		editing.AsDrafts(w.live.Timeline(), []*events.Event{&e})
		if e.Status != want || e.Published.IsZero() != (want == events.Draft) {
			t.Errorf("%s is %s, published %v", id, e.Status, e.Published)
		}
	}
}
