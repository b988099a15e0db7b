package intake_test

import (
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/feeds/intake"
)

// stored makes a record with an event of each kind of state.
func stored(t *testing.T) fixture {
	t.Helper()
	f := newFixture(t)
	for id, status := range map[events.ID]events.Status{"public": events.Published, "draft": events.Draft, "off": events.Withdrawn, "same": events.Published} {
		e := event(id, "2019", "Old "+string(id))
		e.Status = status
		f.put(t, e)
	}
	gone := f.put(t, event("gone", "2019", "Gone"))
	if _, err := f.Commit(t.Context(), events.Delete("gone", gone.Rev)); err != nil {
		t.Fatal(err)
	}
	return f
}

// incoming is what a file says of these events and of a new one.
func incoming() []*events.Event {
	var list []*events.Event
	for _, id := range []events.ID{"public", "draft", "off", "gone", "new"} {
		e := event(id, "2020", "New "+string(id))
		e.Published = noon.Add(-time.Hour)
		list = append(list, e)
	}
	return append(list, event("same", "2019", "Old same"))
}

// Nothing that an import as drafts brings is public, and nothing of it is lost:
// what is new is a draft, what changes the public record an amendment, and a
// second import of the same brings nothing.
func TestImportAsDrafts(t *testing.T) {
	draft := intake.Options{Now: noon, Announce: intake.AnnounceAuto, Drafts: true}
	for name, plan := range map[string]func(f fixture) *intake.Plan{
		"a record": func(f fixture) *intake.Plan {
			return intake.PlanRecord(f.Timeline(), events.Record{Version: events.RecordVersion, Events: incoming()}, draft)
		},
		"a feed": func(f fixture) *intake.Plan {
			m, err := intake.Recall(t.Context(), f.vault, "a.csv")
			if err != nil {
				t.Fatal(err)
			}
			own := map[events.ID]*events.Event{}
			for _, id := range []events.ID{"public", "draft", "off", "same"} {
				own[id] = event(id, "2019", "Old "+string(id))
				own[id].Status = f.get(t, id).Status
			}
			p, err := intake.PlanFeed(f.Timeline(), intake.Feed{Events: incoming(), Memory: m, Says: events.FeedMemory{Source: "a.csv"}, Own: own}, draft)
			if err != nil {
				t.Fatal(err)
			}
			return p
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := stored(t)
			p := plan(f)
			if p.Count(intake.Propose) != 1 || len(p.Amendments) != 1 {
				t.Errorf("%s: %d amendments", tell(p), len(p.Amendments))
			}
			amendment := p.Amendments[0].ID
			f.apply(t, p)
			for id, want := range map[events.ID]struct {
				title  string
				status events.Status
			}{
				"public": {"Old public", events.Published}, "draft": {"New draft", events.Draft}, "off": {"New off", events.Withdrawn},
				"gone": {"New gone", events.Draft}, "new": {"New new", events.Draft}, "same": {"Old same", events.Published},
			} {
				if e := f.get(t, id); e.Status != want.status || e.Text["zh"].Title != want.title || id == "new" && !e.Published.IsZero() {
					t.Errorf("%s is %s %q, published %v", id, e.Status, e.Text["zh"].Title, e.Published)
				}
			}
			if e := f.get(t, amendment); e.Status != events.Draft || e.Amends == nil || e.Amends.ID != "public" || e.Text["zh"].Title != "New public" || e.Slug == "public" {
				t.Errorf("the amendment is %+v", e)
			}
			if again := plan(f); again.Count(intake.Add)+again.Count(intake.Change)+len(again.Amendments) != 0 {
				t.Errorf("the second time: %s, %d amendments", tell(again), len(again.Amendments))
			}
		})
	}
}
