package editing_test

import (
	"slices"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/access"
)

// topics are changes of the list of topics.
type topics func([]events.Tag) []events.Tag

func renamed(slug, to string) topics {
	return func(list []events.Tag) []events.Tag {
		i := slices.IndexFunc(list, func(t events.Tag) bool { return t.Slug == slug })
		list[i].Name = events.Localised{"en": to}
		return list
	}
}

func added(slug string) topics {
	return func(list []events.Tag) []events.Tag {
		return append(list, events.Tag{Slug: slug, Name: events.Localised{"en": strings.ToUpper(slug)}})
	}
}

func removed(slug string) topics {
	return func(list []events.Tag) []events.Tag {
		return slices.DeleteFunc(list, func(t events.Tag) bool { return t.Slug == slug })
	}
}

func reversed(list []events.Tag) []events.Tag {
	slices.Reverse(list)
	return list
}

// change stores the list of topics as a change makes it.
func (w *world) change(t *testing.T, b *events.BatchPart, c topics) {
	t.Helper()
	a := w.as(access.Editor)
	a.Batch = b
	_, err := w.UpdateDocument(t.Context(), a, events.DocumentTags, func(d events.Document) (events.Document, error) {
		d.Tags = c(slices.Clone(d.Tags))
		return d, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// spelledTopics are the topics of the record with their names, in their order.
func (w *world) spelledTopics() string {
	var list []string
	for _, tag := range w.live.Timeline().Site().Tags {
		list = append(list, tag.Slug+"="+tag.Name["en"])
	}
	return strings.Join(list, " ")
}

// Undo takes back what a batch did to topics as long as those are as it left them;
// what became of other topics meanwhile stays.
func TestUndoOfTopicsAmongOthers(t *testing.T) {
	for name, row := range map[string]struct {
		batch []topics
		since []topics // by others
		want  string   // "": all stay
	}{
		"nothing since":                        {[]topics{renamed("b", "Rules")}, nil, "a=A b=B c=C"},
		"its order":                            {[]topics{reversed}, nil, "a=A b=B c=C"},
		"another renamed":                      {[]topics{renamed("b", "Rules")}, []topics{renamed("a", "Laws")}, "a=Laws b=B c=C"},
		"another added":                        {[]topics{renamed("b", "Rules")}, []topics{added("d")}, "a=A b=B c=C d=D"},
		"another removed":                      {[]topics{renamed("b", "Rules")}, []topics{removed("a")}, "b=B c=C"},
		"the same renamed":                     {[]topics{renamed("b", "Rules")}, []topics{renamed("b", "Laws")}, ""},
		"the same removed":                     {[]topics{renamed("b", "Rules")}, []topics{removed("b")}, ""},
		"the same renamed there and back":      {[]topics{renamed("b", "Rules")}, []topics{renamed("b", "Laws"), renamed("b", "Rules")}, "a=A b=B c=C"},
		"the same renamed as it was before":    {[]topics{renamed("b", "Rules")}, []topics{renamed("b", "B")}, ""},
		"an added one, another renamed":        {[]topics{added("d")}, []topics{renamed("a", "Laws")}, "a=Laws b=B c=C"},
		"an added one, that renamed":           {[]topics{added("d")}, []topics{renamed("d", "Laws")}, ""},
		"an added one, that removed":           {[]topics{added("d")}, []topics{removed("d")}, ""},
		"a removed one, another renamed":       {[]topics{removed("b")}, []topics{renamed("a", "Laws")}, "a=Laws c=C b=B"},
		"a removed one, made again":            {[]topics{removed("b")}, []topics{added("b")}, ""},
		"its name given to another":            {[]topics{renamed("b", "Rules")}, []topics{renamed("a", "b")}, ""},
		"two of one batch, another renamed":    {[]topics{renamed("b", "Rules"), renamed("c", "Civics")}, []topics{renamed("a", "Laws")}, "a=Laws b=B c=C"},
		"two of one batch, one of them since":  {[]topics{renamed("b", "Rules"), renamed("c", "Civics")}, []topics{renamed("c", "Laws")}, ""},
		"one of a batch twice, another since":  {[]topics{renamed("b", "Rules"), renamed("b", "Civics")}, []topics{renamed("a", "Laws")}, "a=Laws b=B c=C"},
		"a merge, where it went to is renamed": {[]topics{removed("b"), renamed("c", "B and C")}, []topics{renamed("c", "Laws")}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			for _, slug := range []string{"a", "b", "c"} {
				w.change(t, nil, added(slug))
			}
			batch := events.NewBatch(events.BatchEdit, "")
			for _, c := range row.batch {
				w.change(t, batch, c)
			}
			for _, c := range row.since {
				w.change(t, nil, c)
			}
			left := w.spelledTopics()
			u, err := w.Undo(t.Context(), w.as(access.Editor), batch.ID)
			if err != nil {
				t.Fatal(err)
			}
			want := row.want
			if want == "" {
				want = left
			}
			if got := w.spelledTopics(); got != want || (len(u.Documents) == 1) != (row.want != "") || (len(u.LeftDocuments) == 1) != (row.want == "") {
				t.Errorf("%s\nwant %s\n%+v", got, want, u)
			}
		})
	}
}

// What others wrote between two changes of a batch is not taken back with them.
func TestUndoOfTopicsChangedMeanwhile(t *testing.T) {
	for between, want := range map[string]string{"a": "a=Laws b=B c=C", "b": ""} {
		w := newWorld(t)
		for _, slug := range []string{"a", "b", "c"} {
			w.change(t, nil, added(slug))
		}
		batch := events.NewBatch(events.BatchEdit, "")
		w.change(t, batch, renamed("b", "Rules"))
		w.change(t, nil, renamed(between, "Laws"))
		w.change(t, batch, renamed("b", "Civics"))
		if want == "" {
			want = w.spelledTopics()
		}
		if _, err := w.Undo(t.Context(), w.as(access.Editor), batch.ID); err != nil || w.spelledTopics() != want {
			t.Errorf("%s between: %s, want %s (%v)", between, w.spelledTopics(), want, err)
		}
	}
}

// Places and views are undone as topics are.
func TestUndoOfPlacesAndViewsAmongOthers(t *testing.T) {
	w := newWorld(t)
	lat, long := 31.2, 121.5
	place := func(slug string) events.NamedPlace {
		return events.NamedPlace{Slug: slug, Name: events.Localised{"en": slug}}
	}
	view := func(slug, selection string) events.View {
		return events.View{Slug: slug, Name: events.Localised{"en": slug}, Selection: selection}
	}
	put := func(b *events.BatchPart, d events.Document) {
		t.Helper()
		a := w.as(access.Editor)
		a.Batch = b
		if _, err := w.ReplaceDocument(t.Context(), a, d, w.live.Timeline().Site().Document(d.Name).Rev); err != nil {
			t.Fatal(err)
		}
	}
	moved := place("one")
	moved.Latitude, moved.Longitude = &lat, &long
	batch := events.NewBatch(events.BatchEdit, "")
	put(nil, events.Document{Name: events.DocumentPlaces, Places: []events.NamedPlace{place("one"), place("two")}})
	put(nil, events.Document{Name: events.DocumentViews, Views: []events.View{view("one", "tag=a"), view("two", "tag=b")}})
	put(batch, events.Document{Name: events.DocumentPlaces, Places: []events.NamedPlace{moved, place("two")}})
	put(batch, events.Document{Name: events.DocumentViews, Views: []events.View{view("one", "tag=c"), view("two", "tag=b")}})
	put(nil, events.Document{Name: events.DocumentPlaces, Places: []events.NamedPlace{moved, place("two"), place("three")}})
	put(nil, events.Document{Name: events.DocumentViews, Views: []events.View{view("one", "tag=c"), view("two", "tag=d")}})
	u, err := w.Undo(t.Context(), w.as(access.Editor), batch.ID)
	if err != nil || len(u.Documents) != 2 || len(u.LeftDocuments) != 0 {
		t.Fatalf("%v: %+v", err, u)
	}
	site := w.live.Timeline().Site()
	if len(site.Places) != 3 || site.Places[0].Latitude != nil || site.Places[2].Slug != "three" {
		t.Errorf("%+v", site.Places)
	}
	if len(site.Views) != 2 || site.Views[0].Selection != "tag=a" || site.Views[1].Selection != "tag=d" {
		t.Errorf("%+v", site.Views)
	}
}

// The settings of the site are one thing: they are undone as a whole or not at all.
func TestUndoOfSettingsChangedSince(t *testing.T) {
	w := newWorld(t)
	put := func(b *events.BatchPart, set func(*events.Site)) {
		t.Helper()
		a := w.as(access.Administrator)
		a.Batch = b
		_, err := w.UpdateDocument(t.Context(), a, events.DocumentSite, func(d events.Document) (events.Document, error) {
			s := events.Site{}
			if d.Site != nil {
				s = *d.Site
			}
			set(&s)
			d.Site = &s
			return d, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	put(nil, func(s *events.Site) { s.Authority, s.Founded = "example.org", noon })
	batch := events.NewBatch(events.BatchEdit, "")
	put(batch, func(s *events.Site) { s.Contact = "desk@example.org" })
	put(nil, func(s *events.Site) { s.Accent = "#2b62a8" })
	u, err := w.Undo(t.Context(), w.as(access.Administrator), batch.ID)
	if s := w.live.Timeline().Site(); err != nil || len(u.LeftDocuments) != 1 || s.Contact != "desk@example.org" || s.Accent != "#2b62a8" {
		t.Errorf("%v: %+v, %+v", err, u, s)
	}
}
