package page_test

import (
	"testing"

	"almanac.example/events"
	"almanac.example/web/webtest"
)

// An entry's page gives its address to copy and as a code to scan, drawn here.
func TestAnEntrysAddress(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	i.shows(t,
		shown{"/en/e/range", ".share code", "", "https://almanac.example.org/en/e/range"}, shown{"/zh/e/range", ".share code", "", "https://almanac.example.org/zh/e/range"},
		shown{"/en/e/range", ".share svg[role=img]", "aria-label", "QR code of this address"},
		shown{"/en/e/day", ".facts a[href^='geo:']", "href", "geo:31.23,121.47"},
		shown{"/en/e/day", ".facts a[href*=openstreetmap]", "href", "https://www.openstreetmap.org/?mlat=31.23&mlon=121.47#map=14/31.23/121.47"},
	)
}

// A topic's colour is a square beside its name, never the name's own, and only
// where it has one.
func TestColoursOfTopics(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	site := *i.live.Timeline().Site()
	site.Tags = []events.Tag{{Slug: "science", Name: events.Localised{"en": "Science"}, Color: "darkgreen"}}
	i.commit(t, events.DocumentChanges(i.live.Timeline().Site(), &site)...)
	for path, selector := range map[string]string{"/en/2019": "#e-range .tag", "/en/e/range": ".facts .tag", "/en/tags": ".in a[href$=science]"} {
		i.shows(t, shown{path, selector, "", "Science"}, shown{path, selector + " svg path", "fill", "darkgreen"})
	}
	i.shows(t, shown{"/en/e/month", ".facts .tag svg", "", ""})
}
