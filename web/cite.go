package web

import (
	"strings"
	"time"

	"almanac.example/events"
)

// citations spells how to cite the event's page, in the styles that readers of
// either language are asked for.
func (v *visit) citations(e *events.Event) []citation {
	text, _ := e.In(v.lang)
	address := v.absolute(v.eventLink(e))
	site := v.siteName().Text
	seen, _ := v.today.Time(time.UTC)
	return []citation{
		{"GB/T 7714—2015", gbt7714(site, text.Title, address, e.Updated.In(v.site.Zone), seen)},
		{"APA 7", apa7(site, text.Title, address, e.Updated.In(v.site.Zone), seen)},
	}
}

// gbt7714 follows GB/T 7714—2015 §8.12.2 for electronic resources without a
// print original: responsible, title[EB/OL], (date of change)[date of
// citation], address.
func gbt7714(site, title, address string, changed, seen time.Time) string {
	var b strings.Builder
	b.WriteString(site + ". " + title + "[EB/OL]. ")
	if !changed.IsZero() {
		b.WriteString("(" + changed.Format("2006-01-02") + ")")
	}
	b.WriteString("[" + seen.Format("2006-01-02") + "]. " + address + ".")
	return b.String()
}

// apa7 follows the APA Publication Manual, 7th edition, §10.16, for a page of
// a reference work that changes: group author, date, title, "Retrieved …".
func apa7(site, title, address string, changed, seen time.Time) string {
	date := "n.d."
	if !changed.IsZero() {
		date = changed.Format("2006, January 2")
	}
	return site + ". (" + date + "). " + strings.TrimRight(title, ".") + ". Retrieved " + seen.Format("January 2, 2006") + ", from " + address
}
