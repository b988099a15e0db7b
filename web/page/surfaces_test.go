package page_test

import (
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/events"
	"almanac.example/web/webtest"
)

// states are what a reader must not overlook about an event, wherever it is
// shown, in the words of either language. Only a place that says the day says the
// time.
var states = []struct {
	name   string
	set    func(*events.Event)
	en, zh string
	timed  bool
}{
	{"key", func(e *events.Event) { e.Key = true }, "Key", "要事", false},
	{"cancelled", func(e *events.Event) { e.Status = events.Cancelled }, "Cancelled", "已取消", false},
	{"cancelled key", func(e *events.Event) { e.Status, e.Key = events.Cancelled, true }, "Cancelled Key", "已取消 要事", false},
	{"tentative", func(e *events.Event) { e.Status = events.Tentative }, "Tentative", "暂定", false},
	{"only in English", func(e *events.Event) { delete(e.Text, "zh") }, "", "仅有英语", false},
	{"only in Chinese", func(e *events.Event) { delete(e.Text, "en") }, "Chinese only", "", false},
	{"timed", atNine("UTC"), "09:00", "09:00", true},
	{"timed elsewhere", atNine("Asia/Shanghai"), "09:00 Shanghai time", "上海时间", true},
	{"every week", func(e *events.Event) { e.Repeat = &events.Repetition{Rule: "FREQ=WEEKLY;COUNT=2"} }, "every week", "每周", false},
}

func atNine(zone string) func(*events.Event) {
	return func(e *events.Event) {
		z, err := events.LoadZone(zone)
		if err != nil {
			panic(err)
		}
		e.Span = events.Span{Start: time.Date(2020, 1, 5, 9, 0, 0, 0, z), Zone: zone}
	}
}

// surfaces are the places that show an event, with the element that shows it
// alone.
var surfaces = []struct {
	path, item string
	untimed    bool // the place does not say the day
}{
	{"/2020", "li.ev", false}, {"/2020/01", "li.ev", false}, {"/2020/01/05", "li.ev", false}, {"/2020/01/grid", "td li", false},
	{"/list", "li.ev", false}, {"/list?print=1", "li.ev", false}, {"/search?q=story", "li.ev", false}, {"/search?key=0&tag=science", "li.ev", false}, {"/on/01-05", "li.ev", false},
	{"/tag/science", "li.ev", false}, {"/place/shanghai", "li.ev", false}, {"/v/science", "li.ev", false},
	{"/", "li.ev", false}, {"/all", ".tops li", true}, {"/d/2020s", ".tops li", true}, {"/c/21", ".tops li", true},
	{"/e/before", ".epn li", true}, {"/e/subject", "article .hero", false}, {"/feeds", ".plainlist li", true},
}

// TestEverySurfaceShowsTheStateOfAnEvent holds that no place shows an event
// without what a reader must not overlook: a cancelled one is nowhere shown as on.
func TestEverySurfaceShowsTheStateOfAnEvent(t *testing.T) {
	for _, state := range states {
		subject := webtest.Story("subject", "2020-01-05", func(e *events.Event) {
			e.Place = &events.Place{Slug: "shanghai", Name: events.Localised{"zh": "上海", "en": "Shanghai"}}
			e.Text = map[string]events.Text{"en": {Title: "A story"}, "zh": {Title: "记事 story"}}
			state.set(e)
		})
		i := newInstance(t, subject, webtest.Story("before", "2010-06", nil))
		i.offersAView(t)
		for _, s := range surfaces {
			for lang, want := range map[string]string{"en": state.en, "zh": state.zh} {
				for _, prefix := range []string{"/", "/embed/"} {
					path := prefix + lang + s.path
					if want == "" || state.timed && s.untimed || prefix == "/embed/" && s.item != "li.ev" {
						continue
					}
					t.Run(state.name+path, func(t *testing.T) { i.showsState(t, path, s.item, want) })
				}
			}
		}
	}
}

// offersAView saves the selection of the tag science.
func (i *instance) offersAView(t *testing.T) {
	t.Helper()
	site := events.Site{Authority: "example.org", Views: []events.View{{Slug: "science", Name: events.Localised{"zh": "科学", "en": "Science"}, Selection: "tag=science"}}}
	for _, d := range site.Documents() {
		if d.Name == events.DocumentViews {
			i.commit(t, events.Change{Document: d})
		}
	}
}

// showsState holds that each of the elements that show the event subject says
// what is wanted.
func (i *instance) showsState(t *testing.T, path, item, want string) {
	t.Helper()
	shown := 0
	webtest.Document(t, i.get(t, path).body).Find(item).Each(func(_ int, s *goquery.Selection) {
		if !strings.Contains(strings.ToLower(s.Text()), "story") || s.Find("a[href$='/e/before']").Length() > 0 {
			return
		}
		shown++
		text := strings.Join(strings.Fields(s.Text()), " ")
		if !strings.Contains(text, want) {
			t.Errorf("%q does not say %q", text, want)
		}
	})
	if shown == 0 {
		t.Errorf("%s shows no event", item)
	}
}

// Readers of the keyboard come to the entries at once, and those who listen are
// told what the figure counts and what the script does.
func TestShortWaysAndSpokenWords(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	i.shows(t,
		shown{"/en/2019", "a.skip", "href", "#tl | #main"}, shown{"/en/list", "a.skip", "href", "#tl | #main"}, shown{"/en/about", "a.skip", "href", "#main"},
		shown{"/en/1999", "a.skip", "href", "#main"},
		shown{"/en/2019", ".mini a .vh", "", "1 entry | 3 entries | 1 entry | 1 entry | 1 entry | 2 entries | 1 entry"},
		shown{"/en/2019", "body", "data-copied", "Copied"}, shown{"/zh/2019", "body", "data-shown", "显示 {n}／{all} 条"},
	)
}
