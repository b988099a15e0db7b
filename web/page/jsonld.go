package page

import (
	"encoding/json"
	"fmt"
	"html/template"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/address"
	"almanac.example/web/words"
)

// The schema.org types that pages carry, as far as Almanac fills them.
// https://schema.org/Event

type ldGraph struct {
	Context string `json:"@context"`
	Graph   []any  `json:"@graph"`
}

type ldSite struct {
	Type        string   `json:"@type"`
	ID          string   `json:"@id"`
	URL         string   `json:"url"`
	Name        string   `json:"name"`
	Description string   `json:"description,omitempty"`
	InLanguage  []string `json:"inLanguage"`
}

type ldCollection struct {
	Type       string  `json:"@type"`
	ID         string  `json:"@id"`
	URL        string  `json:"url"`
	Name       string  `json:"name"`
	InLanguage string  `json:"inLanguage"`
	IsPartOf   ldRef   `json:"isPartOf"`
	MainEntity *ldList `json:"mainEntity,omitempty"`
}

type ldRef struct {
	ID string `json:"@id"`
}

type ldList struct {
	Type  string   `json:"@type"`
	N     int      `json:"numberOfItems"`
	Items []ldItem `json:"itemListElement"`
}

type ldItem struct {
	Type     string  `json:"@type"`
	Position int     `json:"position"`
	Item     ldEvent `json:"item"`
}

type ldEvent struct {
	Type        string     `json:"@type"`
	ID          string     `json:"@id"`
	URL         string     `json:"url"`
	Name        string     `json:"name"`
	Description string     `json:"description,omitempty"`
	StartDate   string     `json:"startDate"`
	EndDate     string     `json:"endDate,omitempty"`
	Status      string     `json:"eventStatus,omitempty"`
	Location    *ldPlace   `json:"location,omitempty"`
	Keywords    []string   `json:"keywords,omitempty"`
	Image       string     `json:"image,omitempty"`
	Sources     []ldSource `json:"citation,omitempty"`
	InLanguage  string     `json:"inLanguage"`
}

type ldPlace struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	Geo  *ldGeo `json:"geo,omitempty"`
}

type ldGeo struct {
	Type      string  `json:"@type"`
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

type ldSource struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

// ldListed bounds how many events a page lists for machines: the feeds have
// all of them.
const ldListed = 100

// collection describes a page that lists events.
func collection(v *Visit, name, url string, list []*events.Event) any {
	c := ldCollection{
		Type: "CollectionPage", ID: url, URL: url, Name: name, InLanguage: words.Tag(v.Lang),
		IsPartOf: ldRef{v.absolute(v.link("/", nil))},
	}
	items := &ldList{Type: "ItemList", N: len(list)}
	for _, e := range list {
		if len(items.Items) == ldListed {
			break
		}
		if d, ok := eventData(v, e); ok {
			items.Items = append(items.Items, ldItem{"ListItem", len(items.Items) + 1, d})
		}
	}
	if len(items.Items) > 0 {
		c.MainEntity = items
	}
	return ldGraph{"https://schema.org", []any{siteData(v), c}}
}

func siteData(v *Visit) ldSite {
	s := ldSite{Type: "WebSite", URL: v.absolute(v.link("/", nil)), Name: v.siteName().Text}
	s.ID = s.URL
	s.Description, _ = v.site.Description.In(v.Lang)
	for _, l := range v.site.Languages {
		s.InLanguage = append(s.InLanguage, words.Tag(l))
	}
	return s
}

// eventData describes an event with the precision its date has; false where
// ISO 8601 cannot say it, as schema.org wants a start.
func eventData(v *Visit, e *events.Event) (ldEvent, bool) {
	text, lang := e.In(v.Lang)
	url := v.absolute(v.eventLink(e))
	d := ldEvent{Type: "Event", ID: url, URL: url, Name: text.Title, InLanguage: words.Tag(lang)}
	d.StartDate, d.EndDate = isoSpan(e.Span)
	if e.Status == events.Cancelled {
		d.Status = "https://schema.org/EventCancelled"
	}
	if e.Place != nil {
		name, _ := e.Place.Name.In(v.Lang)
		d.Location = &ldPlace{Type: "Place", Name: name}
		if e.Place.Latitude != nil && e.Place.Longitude != nil {
			d.Location.Geo = &ldGeo{"GeoCoordinates", *e.Place.Latitude, *e.Place.Longitude}
		}
	}
	return d, d.StartDate != ""
}

// isoSpan is the start and the end of a span, as finely as they are known.
func isoSpan(s events.Span) (start, end string) {
	if s.Timed() {
		start = isoTime(s.Start)
		if start != "" && s.End.After(s.Start) {
			end = isoTime(s.End)
		}
		return start, end
	}
	if !s.Date.IsInterval() {
		return isoDate(s.Date), ""
	}
	if v, ok := s.Date.Start(); ok {
		start = isoDate(v)
	}
	if v, ok := s.Date.End(); ok {
		end = isoDate(v)
	}
	return start, end
}

// isoTime is an instant with its offset; "" where the year has no four digits.
func isoTime(t time.Time) string {
	if t.Year() < 0 || t.Year() > address.LastNamedYear {
		return ""
	}
	return t.Format("2006-01-02T15:04:05-07:00")
}

// structuredData writes JSON-LD for a script element; encoding/json escapes
// what could end it.
func structuredData(data any) template.JS {
	if data == nil {
		return ""
	}
	b, err := json.Marshal(data)
	if err != nil {
		return ""
	}
	return template.JS(b)
}

// isoDate is the date with the precision that it has, as schema.org takes it;
// "" where ISO 8601 has no word for it.
func isoDate(v edtf.Value) string {
	d, ok := v.Earliest()
	if !ok {
		return ""
	}
	y, ok := d.Year()
	if !ok || y < -9999 || y > 9999 {
		return ""
	}
	switch v.Precision() {
	case edtf.PrecisionDay, edtf.PrecisionTime:
		return d.String()
	case edtf.PrecisionMonth:
		return fmt.Sprintf("%s-%02d", address.PadYear(y), d.Month())
	case edtf.PrecisionYear, edtf.PrecisionSeason, edtf.PrecisionQuarter, edtf.PrecisionQuadrimester, edtf.PrecisionSemester:
		return address.PadYear(y)
	}
	return ""
}
