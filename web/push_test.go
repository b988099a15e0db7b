package web

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/moment"
	"almanac.example/web/webtest"
)

// A feed advertises the hub exactly if the hub is told of its changes: long spans,
// open ends, repetitions, years that were left and tags that nothing has any more.
func TestTheHubIsToldOfEveryFeedThatAdvertisesIt(t *testing.T) {
	on := func(date string) events.Span { return events.On(edtf.MustParse(date)) }
	list := []events.Event{
		webtest.Story("long", "1850/1990", func(e *events.Event) { e.Tags = []string{"rare"} }),
		webtest.Story("open", "1900/..", nil), webtest.Story("until", "../1985", nil), webtest.Story("century", "18XX", nil),
		webtest.Story("yearly", "2001-05-24", func(e *events.Event) { e.Repeat = &events.Repetition{Rule: "FREQ=YEARLY"} }),
	}
	for _, year := range []string{"1849", "1850", "1870", "1925", "1990", "1991", "2019", "2026", "2030"} {
		list = append(list, webtest.Story("in-"+year, year, func(e *events.Event) { e.Tags = []string{"years"} }))
	}
	i := newInstance(t, list...)
	i.site.Hub = "https://hub.example/"
	site := *i.live.Timeline().Site()
	site.Views = []events.View{{Slug: "mine", Name: events.Localised{"en": "Mine"}, Selection: "tag=rare"}}
	i.commit(t, events.DocumentChanges(i.live.Timeline().Site(), &site)...)
	for _, change := range []struct {
		id  events.ID
		set func(*events.Event)
	}{
		{"long", func(e *events.Event) { e.Key = true }}, {"open", func(e *events.Event) { e.Key = true }}, {"until", func(e *events.Event) { e.Key = true }},
		{"yearly", func(e *events.Event) { e.Key = true }}, {"in-1925", func(e *events.Event) { e.Span = on("1926") }}, {"in-1925", func(e *events.Event) { e.Status = events.Withdrawn }},
		{"long", func(e *events.Event) { e.Tags = nil }}, {"long", func(e *events.Event) { e.Span = on("1850") }}, {"yearly", func(e *events.Event) { e.Repeat = nil }},
	} {
		_, before := i.Topics(0)
		was := i.allFeeds(t)
		i.edit(t, change.id, change.set)
		topics, _ := i.Topics(before)
		for path, now := range i.allFeeds(t) {
			told := slices.Contains(topics, "https://almanac.example.org"+path)
			if told && !now.advertises {
				t.Errorf("%s: the hub is told of %s, which does not advertise it", change.id, path)
			}
			if (now.advertises || was[path].advertises) && now.body != was[path].body && !told {
				t.Errorf("%s: %s has changed and advertises the hub, which is not told", change.id, path)
			}
		}
	}
	if topics, upTo := i.Topics(int64(i.live.Timeline().Rev())); topics != nil || upTo != int64(i.live.Timeline().Rev()) {
		t.Errorf("told without a change: %v", topics)
	}
}

// advertised is what a feed says.
type advertised struct {
	body       string
	advertises bool
}

// allFeeds asks every kind of feed, by path.
func (i *instance) allFeeds(t *testing.T) map[string]advertised {
	t.Helper()
	paths := []string{"/all", "/changes", "/upcoming", "/on-this-day", "/tag/rare", "/tag/years", "/tag/science", "/v/mine", "/e/long", "/c/20", "/all?key=1"}
	for year := 1845; year < 2040; year += 5 {
		paths = append(paths, fmt.Sprintf("/%d", year))
	}
	all := map[string]advertised{}
	for _, path := range append(paths, "/1849", "/1926", "/1991", "/2001", "/2019", "/2026") {
		path, query, _ := strings.Cut(path, "?")
		got := i.get(t, "/en"+path+".atom?"+query)
		all["/en"+path+".atom"+query] = advertised{got.body, strings.Contains(got.body, `rel="hub"`)}
	}
	return all
}

// Subscribing to one part of the outline gives no event twice, and every feed is
// described in words of its own.
func TestTheOutlineHasItsParts(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	list := i.outline(moment.New(i.live.Timeline()))
	if len(list.Outlines) != 2 {
		t.Fatalf("%d languages", len(list.Outlines))
	}
	for n, want := range [][]string{{"主要订阅与专题", "年份", "主题"}, {"Main feeds and views", "Years", "Topics"}} {
		var parts []string
		described := map[string]string{}
		for k, part := range list.Outlines[n].Outlines {
			parts = append(parts, part.Text)
			for _, feed := range part.Outlines {
				if other := described[feed.Description]; other != "" || feed.Description == "" {
					t.Errorf("%s and %s are both described as %q", feed.XMLURL, other, feed.Description)
				}
				described[feed.Description] = feed.XMLURL
				if isYear := address4.MatchString(feed.XMLURL); isYear != (k == 1) {
					t.Errorf("%s stands under %s", feed.XMLURL, part.Text)
				}
			}
		}
		if !slices.Equal(parts, want) {
			t.Errorf("the parts are %q, want %q", parts, want)
		}
	}
}

// What was public keeps its addresses, and what is dropped from the vocabulary is
// only retired.
func TestAddressesDoNotDie(t *testing.T) {
	i := newInstance(t, webtest.Museum())
	named := func(set func(*events.Site)) {
		t.Helper()
		site := *i.live.Timeline().Site()
		set(&site)
		i.commit(t, events.DocumentChanges(i.live.Timeline().Site(), &site)...)
	}
	name := events.Localised{"en": "Named", "zh": "有名"}
	named(func(s *events.Site) {
		s.Tags = []events.Tag{{Slug: "culture", Name: name}, {Slug: "unused", Name: name}}
		s.Places = []events.NamedPlace{{Slug: "wuhu", Name: name}}
		s.Views = []events.View{{Slug: "mine", Name: name, Selection: "tag=culture"}, {Slug: "other", Name: name, Selection: "key=1"}}
	})
	paths := []string{"/tag/culture", "/place/wuhu", "/v/mine", "/all?tag=culture", "/e/museum-opens", "/2019"}
	check := func(when string) {
		t.Helper()
		for _, path := range paths {
			for _, f := range formats() {
				path, query, _ := strings.Cut(path, "?")
				got := i.get(t, "/en"+path+f.Extension+"?"+query)
				if got.status != 200 || strings.Contains(got.body, "Museum") {
					t.Errorf("%s: %s%s answers %d\n%s", when, path, f.Extension, got.status, got.body)
				}
				if isCalendarFormat(f) && !strings.Contains(strings.ToLower(got.body), "vtimezone") {
					t.Errorf("%s: the empty calendar %s%s has no component", when, path, f.Extension)
				}
			}
		}
	}
	i.edit(t, "museum", func(e *events.Event) { e.Status = events.Withdrawn })
	check("withdrawn")
	named(func(s *events.Site) { s.Tags, s.Places, s.Views = []events.Tag{}, []events.NamedPlace{}, s.Views[1:] })
	check("dropped from the vocabulary")
	site := i.live.Timeline().Site()
	if len(site.Tags) != 1 || !site.Tags[0].Retired || len(site.Places) != 1 || !site.Places[0].Retired || len(site.Views) != 2 || !site.Views[1].Retired || site.Views[0].Retired {
		t.Errorf("the vocabulary is %+v, %+v, %+v", site.Tags, site.Places, site.Views)
	}
	old, _ := i.live.Timeline().Event("museum")
	i.commit(t, events.Delete(old.ID, old.Rev))
	check("deleted")
	for _, path := range []string{"/en/tag/unused.atom", "/en/tag/never.atom", "/en/place/never.ics", "/en/v/never.atom"} {
		if got := i.get(t, path); got.status != 404 {
			t.Errorf("%s, which was never public: %d", path, got.status)
		}
	}
	if body := i.get(t, "/feeds.opml").body; strings.Contains(body, "/v/mine") || !strings.Contains(body, "/v/other") {
		t.Error("the outline offers a retired view")
	}
}

// address4 is the feed of a year.
var address4 = regexp.MustCompile(`/-?\d{4}\.atom$`)
