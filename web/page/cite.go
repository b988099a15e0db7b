package page

import (
	"strings"
	"time"

	"almanac.example/events"
)

// citations spells how to cite the event's page, in the styles that readers of
// either language are asked for.
func citations(v *Visit, e *events.Event) []citation {
	text, _ := e.In(v.Lang)
	address := v.absolute(v.eventLink(e))
	site := v.siteName().Text
	seen, _ := v.today.Time(time.UTC)
	w := work{site, text.Title, address, e.Updated.In(v.site.Zone), seen}
	return []citation{{"GB/T 7714—2015", w.gbt7714()}, {"APA 7", w.apa7()}}
}

// work is what a citation names.
type work struct {
	site, title, address string
	changed, seen        time.Time
}

// gbt7714 follows GB/T 7714—2015 §8.12.2 for electronic resources without a
// print original: responsible, title[EB/OL], (date of change)[date of
// citation], address.
func (w work) gbt7714() string {
	var b strings.Builder
	b.WriteString(w.site + ". " + w.title + "[EB/OL]. ")
	if !w.changed.IsZero() {
		b.WriteString("(" + w.changed.Format("2006-01-02") + ")")
	}
	b.WriteString("[" + w.seen.Format("2006-01-02") + "]. " + w.address + ".")
	return b.String()
}

// apa7 follows the APA Publication Manual, 7th edition, §10.16, for a page of
// a reference work that changes: group author, date, title, "Retrieved …".
func (w work) apa7() string {
	date := "n.d."
	if !w.changed.IsZero() {
		date = w.changed.Format("2006, January 2")
	}
	return w.site + ". (" + date + "). " + strings.TrimRight(w.title, ".") + ". Retrieved " + w.seen.Format("January 2, 2006") + ", from " + w.address
}
