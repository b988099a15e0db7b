package web

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/webtest"
)

// The canaries: words that only what is not public says, in either language.
const (
	canary   = "quokka"
	canaryZH = "鹮鸨"
)

// hiddenDate is a day on which nothing public happened, in a year, a decade and
// a century of its own.
const hiddenDate = "1777-03-17"

// canaryText is an event's text made of canaries.
func canaryText() map[string]events.Text {
	return map[string]events.Text{
		"en": {Title: canary + " title", Summary: canary + " summary", Body: canary + " body with [a link](https://quokka.example/) in it"},
		"zh": {Title: canaryZH + "标题", Summary: canaryZH + "摘要", Body: canaryZH + "正文"},
	}
}

// hide fills whatever an event can say with canaries.
func hide(e *events.Event) {
	words := func(s string) events.Localised { return events.Localised{"en": canary + " " + s, "zh": canaryZH + s} }
	e.Text = canaryText()
	e.Span = events.On(edtf.MustParse(hiddenDate))
	e.Span.AsWritten = words("date")
	e.Tags = []string{canary + "-tag", canaryZH}
	e.Place = &events.Place{Slug: canary + "-place", Name: words("place")}
	e.Sources = []events.Source{{Title: words("source"), Author: words("author"), Publisher: words("publisher"), Locator: words("page"), Quote: canary + " quote", QuoteLang: "en", URL: "https://quokka.example/source"}}
	e.Links = []events.Link{{URL: "https://quokka.example/link", Title: words("link")}}
	e.Image = &events.Image{URL: "https://quokka.example/a.jpg", Alt: words("picture"), Credit: canary + " credit"}
}

// hidden is an event whose every field is a canary.
func hidden(id string, status events.Status) events.Event {
	e := webtest.Story(id, "2019", nil)
	hide(&e)
	e.Status = status
	return e
}

// withHidden adds to a record one event of every kind that is not public: never
// published, not yet, taken back, deleted, taken back and changed since.
func withHidden(t *testing.T, i *instance) {
	t.Helper()
	scheduled := hidden("unseen-scheduled", events.Draft)
	scheduled.Span = events.On(edtf.MustParse("2026-12-24"))
	amendment := hidden("unseen-amendment", events.Draft)
	amendment.Span = events.On(edtf.MustParse("2019-04-10"))
	for _, e := range []events.Event{hidden("unseen-draft", events.Draft), scheduled, amendment, hidden("unseen-born", events.Withdrawn)} {
		i.commit(t, events.Put(e, 0))
	}
	for id, end := range map[string]events.Status{"unseen-withdrawn": events.Withdrawn, "unseen-unpublished": events.Draft, "unseen-deleted": events.Deleted} {
		e := webtest.Story(id, "2019-05-20", nil)
		e.Text = canaryText()
		i.commit(t, events.Put(e, 0))
		i.edit(t, events.ID(id), func(e *events.Event) { e.Text["en"] = events.Text{Title: canary + " title, corrected"} })
		if end == events.Deleted {
			old, _ := i.live.Timeline().Event(events.ID(id))
			i.tick()
			i.commit(t, events.Delete(old.ID, old.Rev))
			continue
		}
		i.edit(t, events.ID(id), func(e *events.Event) { e.Status = end })
		i.edit(t, events.ID(id), hide) // what editors do afterwards is not public either
	}
	hideAWhile(t, i)
}

// hideAWhile takes back an event of the record, changes it unseen, and publishes
// it again as it was.
func hideAWhile(t *testing.T, i *instance) {
	t.Helper()
	old, _ := i.live.Timeline().Event("range")
	before := *old
	i.edit(t, "range", func(e *events.Event) { e.Status = events.Withdrawn })
	i.edit(t, "range", hide)
	i.edit(t, "range", func(e *events.Event) {
		e.Text, e.Span, e.Tags, e.Place, e.Sources, e.Links, e.Image = before.Text, before.Span, before.Tags, before.Place, before.Sources, before.Links, before.Image
		e.Status = events.Published
	})
	now, _ := i.live.Timeline().Event("range")
	i.tick()
	i.commit(t, events.Change{Expect: now.Rev, Event: now, Author: canary + " author", Note: canary + " note"})
}

// guesses are queries that would find what is hidden, by each key of the grammar
// and with every spelling of a status.
func guesses() []string {
	list := []string{
		"year=1777", "year=1777&month=03", "in=177X", "in=17XX", "from=1777&to=1778", "within=" + hiddenDate, "on=03-17", "key=1", "key=1&year=1777", "changed-since=0", "changed-since=100000",
		"tag=" + canary + "-tag", "tag=" + url.QueryEscape(canaryZH), "-tag=" + canary + "-tag", "place=" + canary + "-place", "precision=day", "precision=day&year=1777", "tag=science&year=1777",
	}
	for _, word := range []string{canary, canaryZH, "quok", canary + " body", canary + " summary", canary + " place", canary + " quote", "corrected", "date"} {
		list = append(list, "q="+url.QueryEscape(word))
	}
	for _, id := range []string{"draft", "scheduled", "amendment", "born", "withdrawn", "unpublished", "deleted"} {
		list = append(list, "id=unseen-"+id)
	}
	list = append(list, "id=unseen-withdrawn&id=day", "q=quokka&id=unseen-withdrawn", "q="+url.QueryEscape(canaryZH)+"&tag=science&year=2019")
	for _, status := range []string{"draft", "withdrawn", "deleted", "scheduled", "published", "cancelled", "Withdrawn", "WITHDRAWN", "withdrawn+", "%77ithdrawn", "tentative", "all", "*"} {
		list = append(list, "status="+status, "status="+status+"&q="+canary)
	}
	return append(list, "status=published&status=withdrawn", "status=published&status=draft", "status=withdrawn&tag="+canary+"-tag", "status[]=withdrawn", "Status=withdrawn")
}

// guessed are the addresses at which to guess, after the language.
func guessed() []string {
	return []string{
		"/", "/all", "/2019", "/2019/05", "/2019/05/20", "/2019/05/grid", "/1777", "/c/21", "/d/2010s", "/list", "/search", "/today", "/on/05-20", "/on/03-17",
		"/tags", "/tag/science", "/places", "/place/shanghai", "/subscribe", "/feeds", "/embed", "/changes", "/upcoming", "/on-this-day", "/e/day", "/v/mine",
	}
}

// extensionsOf are the feeds beside an address.
func extensionsOf(path string) []string {
	if slices.Contains([]string{"/", "/tags", "/places", "/subscribe", "/feeds", "/embed"}, path) || strings.HasSuffix(path, "/grid") {
		return []string{""}
	}
	list := []string{""}
	for _, f := range formats() {
		list = append(list, f.Extension)
	}
	return list
}

// stamps are what only says when something was changed, and so depends on
// commits that nobody sees.
var stamps = regexp.MustCompile(`<(lastmod|dateModified)>[^<]*<|<updated>[^<]*</updated>|<lastBuildDate>[^<]*</lastBuildDate>|LAST-MODIFIED:[0-9TZ]*|"last-modified",\{\},"date-time","[^"]*"|DTSTAMP:[0-9TZ]*|SEQUENCE:[0-9]*|"dtstamp",\{\},"date-time","[^"]*"|"sequence",\{\},"integer",[0-9]*|"(date_modified|updated)": ?"[^"]*"`)

// readable undoes every way in which an answer may spell a text.
func readable(body string) string {
	body = strings.ReplaceAll(body, "\r\n ", "")
	if text, err := url.PathUnescape(body); err == nil {
		body += text
	}
	if text, err := strconv.Unquote(`"` + strings.NewReplacer(`"`, `\"`, "\n", `\n`, "\r", `\r`).Replace(body) + `"`); err == nil {
		body += text
	}
	return strings.ToLower(html.UnescapeString(body))
}

// checkCanaries holds that an answer whose address names no canary has none.
func checkCanaries(t *testing.T, address string, got answerOf) {
	t.Helper()
	text := readable(got.body) + readable(fmt.Sprint(got.header))
	for _, word := range []string{canary, canaryZH, "1777"} {
		if i := strings.Index(text, word); i >= 0 {
			t.Errorf("%s shows %q", address, text[max(0, i-60):min(len(text), i+60)])
			return
		}
	}
}

// namesCanary reports whether an address says itself what must not be found.
func namesCanary(address string) bool {
	plain, err := url.QueryUnescape(address)
	return err != nil || strings.Contains(plain, canary) || strings.Contains(plain, "quok") || strings.Contains(plain, canaryZH) || strings.Contains(plain, "177")
}

// tellsOfWithdrawal reports whether an answer may tell that something was taken
// back: feeds do, and the log of corrections.
func tellsOfWithdrawal(address string) bool {
	path, query, _ := strings.Cut(address, "?")
	stubs := slices.Contains([]string{".atom", ".rss", ".json"}, feedExtension(path))
	return (stubs || strings.HasSuffix(path, "/changes")) && !strings.Contains(query, "q=") && (!namesCanary(query) || strings.HasPrefix(query, "-tag="))
}

// twins are two servers of the same public record, of which one also has what is
// not public.
type twins struct{ full, bare *instance }

func newTwins(t *testing.T) twins {
	t.Helper()
	var list []events.Event
	for _, e := range webtest.Chronicle() {
		if e.Status.Public() {
			list = append(list, e)
		}
	}
	tw := twins{newInstance(t, list...), newInstance(t, list...)}
	for _, i := range []*instance{tw.full, tw.bare} {
		site := *i.live.Timeline().Site()
		site.Views = []events.View{{Slug: "mine", Name: events.Localised{"en": "Mine", "zh": "我的"}, Selection: "tag=science"}}
		i.commit(t, events.DocumentChanges(i.live.Timeline().Site(), &site)...)
	}
	withHidden(t, tw.full)
	old, _ := tw.bare.live.Timeline().Event("range")
	tw.bare.commit(t, events.Change{Expect: old.Rev, Event: old})
	return tw
}

// compare asks both.
func (tw twins) compare(t *testing.T, address string) {
	t.Helper()
	full := tw.full.get(t, address)
	if full.status >= http.StatusInternalServerError {
		t.Errorf("%s: status %d", address, full.status)
	}
	if !namesCanary(address) {
		checkCanaries(t, address, full)
	}
	if tellsOfWithdrawal(address) {
		return
	}
	bare := tw.bare.get(t, address)
	if full.status != bare.status {
		t.Errorf("%s: status %d, without the hidden events %d", address, full.status, bare.status)
		return
	}
	a, b := stamps.ReplaceAllString(full.body, ""), stamps.ReplaceAllString(bare.body, "")
	if a != b && full.status != http.StatusInternalServerError {
		t.Errorf("%s differs from the answer without the hidden events:\n%s", address, firstDifference(a, b))
	}
}

func firstDifference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	cut := func(s string) string { return s[max(0, min(i, len(s))-80):min(len(s), i+120)] }
	return cut(a) + "\n--- instead of\n" + cut(b)
}

// TestNothingHiddenIsSeen asks every kind of address, in every format and
// language, for what is not public. Each address meets a third of the guesses and
// each guess a third of the addresses; all meet all in a long run.
func TestNothingHiddenIsSeen(t *testing.T) {
	tw := newTwins(t)
	every := 3
	if os.Getenv("ALMANAC_LIVES") != "" {
		every = 1
	}
	for n, path := range guessed() {
		for k, ext := range extensionsOf(path) {
			for _, lang := range []string{"/en", "/zh"} {
				tw.compare(t, lang+path+ext)
			}
			for m, guess := range guesses() {
				if (n+k+m)%every != 0 {
					continue
				}
				lang := []string{"/en", "/zh"}[(n+k+m)%2]
				tw.compare(t, lang+path+ext+"?"+guess)
			}
		}
	}
	for _, address := range []string{"/sitemap.xml", "/feeds.opml", "/robots.txt", "/og/all.png", "/og/2019.png", "/og/1777.png", "/og/e/unseen-draft.png", "/og/e/unseen-withdrawn.png", "/en/tag/quokka-tag", "/en/tag/quokka-tag.atom", "/en/place/quokka-place", "/en/place/quokka-place.ics", "/en/c/18", "/en/d/1770s", "/en/quokka", "/en/e/quokka-title", "/en/e/unseen-draft", "/en/e/unseen-amendment.ics", "/en/e/unseen-draft.json"} {
		tw.compare(t, address)
	}
	for _, guess := range guesses() {
		for _, address := range []string{"/embed/en/all", "/embed/zh/2019", "/embed/en/search"} {
			tw.compare(t, address+"?"+guess)
		}
	}
}

// TestNoWayLeadsToWhatIsHidden follows links, from pages that lead everywhere.
func TestNoWayLeadsToWhatIsHidden(t *testing.T) {
	i := newTwins(t).full
	queue := []string{"/en/", "/zh/", "/en/changes", "/zh/changes.json", "/en/e/unseen-withdrawn", "/zh/e/unseen-withdrawn.atom", "/en/e/unseen-deleted", "/en/e/unseen-born", "/en/e/range", "/zh/e/range", "/en/changes.atom"}
	seen := map[string]bool{}
	for n := 0; n < len(queue) && n < crawlMost/2; n++ {
		got := i.get(t, queue[n])
		checkCanaries(t, queue[n], got)
		if !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") {
			continue
		}
		for _, link := range linksOf(t, got.body) {
			if !seen[link] && strings.Count(link, "=") < 2 {
				seen[link] = true
				queue = append(queue, link)
			}
		}
	}
}

// TestSubscribersLearnOfAWithdrawal holds what stays of an event that was taken
// back: its identity, where it was public, and that it has gone.
func TestSubscribersLearnOfAWithdrawal(t *testing.T) {
	i := newTwins(t).full
	for _, address := range []string{"/en/all.atom", "/zh/all.rss", "/en/2019.json", "/en/2019/05.atom", "/en/tag/science.atom", "/en/all.atom?from=2019-05-20&to=2019-05-20", "/en/changes.atom", "/en/all.atom?status=published", "/en/e/unseen-withdrawn.atom"} {
		if body := i.get(t, address).body; !strings.Contains(body, "unseen-withdrawn") {
			t.Errorf("%s does not tell of the withdrawal", address)
		}
	}
	for _, address := range []string{"/en/1777.atom", "/en/2018.atom", "/en/tag/policy.atom", "/en/all.atom?tag=quokka-tag", "/en/all.atom?q=quokka", "/en/all.atom?q=unseen", "/en/all.atom?key=1", "/en/all.atom?status=cancelled", "/en/all.ics", "/en/all.json?precision=month"} {
		if body := i.get(t, address).body; strings.Contains(body, "unseen-withdrawn") {
			t.Errorf("%s tells of a withdrawal from elsewhere", address)
		}
	}
	for address, want := range map[string]int{"/en/e/unseen-withdrawn": 410, "/en/e/unseen-withdrawn.atom": 200, "/en/e/unseen-deleted": 410, "/en/e/unseen-deleted.ics": 200, "/en/e/unseen-draft": 404, "/en/e/unseen-draft.atom": 404, "/en/e/unseen-unpublished": 410} {
		if got := i.get(t, address); got.status != want {
			t.Errorf("%s: status %d, want %d", address, got.status, want)
		}
	}
}

// TestADraftTakesNoAddress lets a draft have the slug that a public event gave
// up: readers are still led on.
func TestADraftTakesNoAddress(t *testing.T) {
	i := newInstance(t, webtest.Museum())
	i.edit(t, "museum", func(e *events.Event) { e.Slug = "museum-opened" })
	draft := hidden("taker", events.Draft)
	draft.Slug = "museum-opens"
	i.commit(t, events.Put(draft, 0))
	if got := i.get(t, "/en/e/museum-opens"); got.status != http.StatusMovedPermanently {
		t.Errorf("status %d", got.status)
	}
	if got := i.get(t, "/en/e/museum-opens.atom"); got.status != http.StatusOK || strings.Contains(got.body, canary) {
		t.Errorf("status %d\n%s", got.status, got.body)
	}
}

// TestTheHubIsToldNothingHidden holds for the topics of what is not public.
func TestTheHubIsToldNothingHidden(t *testing.T) {
	i := newTwins(t).full
	topics, _ := i.Topics(0)
	if text := fmt.Sprint(topics); strings.Contains(text, canary) || strings.Contains(text, url.PathEscape(canaryZH)) || strings.Contains(text, "1777") {
		t.Errorf("the hub is told %s", text)
	}
}
