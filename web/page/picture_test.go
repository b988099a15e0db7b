package page_test

import (
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/webtest"
)

// A list shows the pictures of its key entries, small, from this site, when they come
// into sight, and in a size that is known before.
func TestPicturesInLists(t *testing.T) {
	blob := strings.Repeat("ab", 32)
	kept := func(id, date string, set func(*events.Event)) events.Event {
		return webtest.Story(id, date, func(e *events.Event) {
			e.Key = true
			e.Image = &events.Image{Blob: blob, Type: "image/png", Width: 1600, Height: 900, Alt: events.Localised{"en": "A hall"}}
			set(e)
		})
	}
	i := newInstance(t,
		kept("wide", "2019-05-01", func(*events.Event) {}),
		kept("tall", "2019-05-02", func(e *events.Event) { e.Image.Width, e.Image.Height, e.Image.Alt = 300, 3600, nil }),
		kept("tiny", "2019-05-03", func(e *events.Event) { e.Image.Width, e.Image.Height, e.Image.Type = 60, 30, "image/jpeg" }),
		kept("line", "2019-05-04", func(e *events.Event) { e.Image.Width, e.Image.Height = 4000, 1 }),
		kept("ordinary", "2019-05-05", func(e *events.Event) { e.Key = false }),
		kept("unmeasured", "2019-05-06", func(e *events.Event) { e.Image.Width, e.Image.Height = 0, 0 }),
		kept("elsewhere", "2019-05-08", func(e *events.Event) {
			e.Image = &events.Image{URL: "https://elsewhere.example/a.jpg", Width: 1600, Height: 900}
		}),
	)
	at := "/media/" + blob
	for entry, want := range map[string][5]string{
		"wide": {at + "-320.png", at + "-640.png 2x", "240", "135", "A hall"},
		"tall": {at + "-300.png", "-", "15", "180", ""},
		"tiny": {at + "-60.jpg", "-", "60", "30", "A hall"},
		"line": {at + "-320.png", at + "-640.png 2x", "240", "1", "A hall"},
	} {
		for _, path := range []string{"/en/2019", "/en/2019/05", "/en/list", "/en/tag/science"} {
			img := "#e-" + entry + " img"
			i.shows(t, shown{path, img, "src", want[0]}, shown{path, img, "srcset", want[1]}, shown{path, img, "width", want[2]}, shown{path, img, "height", want[3]},
				shown{path, img, "alt", want[4]}, shown{path, img, "loading", "lazy"})
		}
	}
	i.shows(t, shown{"/zh/2019", "#e-wide img", "lang", "en"}, shown{"/en/2019", "#e-wide img", "lang", "-"})
	for _, entry := range []string{"ordinary", "unmeasured", "elsewhere"} {
		i.shows(t, shown{"/en/2019", "#e-" + entry + " img", "src", ""})
	}
	i.shows(t, shown{"/embed/en/2019", "li.ev:first-child img", "src", ""}, shown{"/embed/en/2019?n=8&order=oldest", "li.ev:first-child img", "src", at + "-320.png"})
}
