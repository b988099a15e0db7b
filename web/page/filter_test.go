package page_test

import (
	"fmt"
	"testing"

	"almanac.example/events"
	"almanac.example/web/webtest"
)

func TestTheFilterForm(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	const tags, checked, hidden = ".filter input[name=tag]", ".filter input:checked", ".filter input[type=hidden]"
	i.shows(t,
		shown{"/en/2019", ".filter", "action", "/en/2019"},
		shown{"/en/2019", tags, "value", "science | policy"},
		shown{"/en/2019", tags, "id", "f0 | f1"},
		shown{"/en/2019?tag=policy", tags, "id", "- | -"},
		shown{"/en/2019/05/grid", tags, "id", "- | -"},
		shown{"/en/2019/05/grid", ".filter", "action", "/en/2019/05/grid"},
		shown{"/en/2019", checked, "name", ""},
		shown{"/en/2019?tag=science&key=1&mono=1", checked, "name", "tag | key | mono"},
		shown{"/en/2019?tag=policy", checked, "value", "policy"},
		shown{"/en/2019", "#f-key", "name", "key"}, // filters at once
		shown{"/en/2019?key=1", "#f-key", "name", ""},
		shown{"/en/2019", ".filter .chips li:has([name=key]) .num", "", "1"},
		shown{"/en/2019", ".filter [name=place] option", "value", " | shanghai"},
		shown{"/en/2019?place=shanghai", ".filter [name=place] option[selected]", "value", "shanghai"},
		shown{"/en/2019", ".filter [name=-tag] option", "value", " | science | policy"},
		shown{"/en/2019?-tag=policy", ".filter [name=-tag] option[selected]", "value", "policy"},
		shown{"/en/2019", ".filter [name=precision] option", "value", " | time | day | days | month | year | decade"},
		shown{"/en/2019?precision=month", ".filter [name=precision] option[selected]", "", "the month"},
		shown{"/en/list?q=story", ".filter [name=q]", "value", "story"},
		// The rarer fields are open where they hold something.
		shown{"/en/2019", ".finer[open] summary", "", ""},
		shown{"/en/2019?tag=policy", ".finer[open] summary", "", ""},
		shown{"/en/2019?place=shanghai", ".finer[open] summary", "", "More filters"},
		shown{"/en/2019?-tag=policy", ".finer[open] summary", "", "More filters"},
		shown{"/en/2019?precision=day", ".finer[open] summary", "", "More filters"},
		shown{"/en/2019?q=story", ".finer[open] summary", "", "More filters"},
		// What has no field is kept, and so is all but the first of what has a field for one.
		shown{"/en/2019?tag=policy&key=1&q=story", hidden, "name", ""},
		shown{"/en/all?status=published&from=2019", hidden, "name", "from | status"},
		shown{"/en/list?from=2019&to=2020&status=published", hidden, "name", "status"},
		shown{"/en/list?from=2019&to=2020", ".dates input", "value", "2019 | 2020"},
		shown{"/en/2019", ".filter .dates", "", ""},
		shown{"/en/2019?precision=day&precision=month", hidden, "value", "month"},
		// A path that has chosen a topic does not ask for it again.
		shown{"/en/tag/policy", tags, "value", "science"},
		shown{"/en/list?tag=policy", tags, "value", "science | policy"},
		shown{"/en/2019?tag=policy&mono=1", ".filter .act a", "href", "/en/2019?mono=1"},
	)
}

func TestTheFilterFormIsBounded(t *testing.T) {
	e := webtest.Story("tagged", "2019-05-24", func(e *events.Event) { e.Tags = nil })
	var list []events.Event
	for n := range 42 {
		list = append(list, webtest.Story(fmt.Sprintf("e%02d", n), "2019-05-24", func(e *events.Event) {
			e.Tags = []string{fmt.Sprintf("t%02d", n%26)}
			e.Place = &events.Place{Slug: fmt.Sprintf("p%02d", n), Name: events.Localised{"en": "Somewhere"}}
		}))
	}
	i := newInstance(t, append(list, e)...)
	d := webtest.Document(t, i.get(t, "/en/2019").body)
	for selector, want := range map[string]int{".filter [name=tag]": 24, ".filter [name=tag][id]": 16, ".filter [name=-tag] option": 25, ".filter [name=place] option": 41} {
		if got := d.Find(selector).Length(); got != want {
			t.Errorf("%d of %s, want %d", got, selector, want)
		}
	}
}

// Every filter in force is named, in words, with the address of the page
// without it.
func TestFiltersInForce(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	const name = ".active li a"
	for _, c := range []struct{ query, names, hrefs string }{
		{"tag=policy", "Topic: policy ×, remove", "/en/list"},
		{"tag=policy&tag=science", "Topic: policy ×, remove | Topic: science ×, remove", "/en/list?tag=science | /en/list?tag=policy"},
		{"-tag=policy&key=1", "Without topic: policy ×, remove | Key events only ×, remove", "/en/list?key=1 | /en/list?-tag=policy"},
		{"place=shanghai", "Place: Shanghai ×, remove", "/en/list"},
		{"precision=month", "Date known to: the month ×, remove", "/en/list"},
		{"from=2019-05&to=2020", "From: May 2019 ×, remove | To: 2020 ×, remove", "/en/list?to=2020 | /en/list?from=2019-05"},
		{"year=2019", "Year: 2019 ×, remove", "/en/list"},
		{"year=2019&month=05", "Month: May 2019 ×, remove", "/en/list"},
		{"q=story", "Containing: story ×, remove", "/en/list"},
		{"on=05-24", "Day of the year: 05-24 ×, remove", "/en/list"},
		{"status=cancelled", "Status: Cancelled ×, remove", "/en/list"},
		{"within=2019", "Wholly within: 2019 ×, remove", "/en/list"},
		{"tag=policy&mono=1", "Topic: policy ×, remove", "/en/list?mono=1"},
		{"mono=1", "", ""},
	} {
		path := "/en/list?" + c.query
		i.shows(t, shown{path, name, "", c.names}, shown{path, name, "href", c.hrefs})
	}
}
