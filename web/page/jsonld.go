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
	Image       []string   `json:"image,omitempty"`
	Attendance  string     `json:"eventAttendanceMode,omitempty"`
	Sources     []ldSource `json:"citation,omitempty"`
	InLanguage  string     `json:"inLanguage"`
}

type ldPlace struct {
	Type    string `json:"@type"`
	Name    string `json:"name"`
	Address string `json:"address"` // the record knows no street
	Geo     *ldGeo `json:"geo,omitempty"`
}

// ldDataset is the record as a whole, as search engines for data want it told.
// https://developers.google.com/search/docs/appearance/structured-data/dataset
type ldDataset struct {
	Type         string       `json:"@type"`
	ID           string       `json:"@id"`
	URL          string       `json:"url"`
	Name         string       `json:"name"`
	Description  string       `json:"description"` // 50 to 5,000 characters
	InLanguage   []string     `json:"inLanguage"`
	License      string       `json:"license,omitempty"`
	IsFree       bool         `json:"isAccessibleForFree"`
	Creator      ldOrg        `json:"creator"`
	Keywords     []string     `json:"keywords,omitempty"`
	Temporal     string       `json:"temporalCoverage,omitempty"` // ISO 8601 interval
	Modified     string       `json:"dateModified,omitempty"`
	IsPartOf     ldRef        `json:"isPartOf"`
	Distribution []ldDownload `json:"distribution"`
}

type ldOrg struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url"`
}

type ldDownload struct {
	Type   string `json:"@type"`
	Format string `json:"encodingFormat"`
	URL    string `json:"contentUrl"`
}

// datasetKeywords is how many topics describe the record.
const datasetKeywords = 20

// withDataset adds the whole record to what a page says of itself.
func withDataset(v *Visit, page any) any {
	g, ok := page.(ldGraph)
	count := v.timeline.Count()
	if !ok || count.Total == 0 {
		return page
	}
	site := siteData(v)
	d := ldDataset{
		Type: "Dataset", ID: v.absolute(v.link("/feeds", nil)) + "#download", URL: v.absolute(v.link("/feeds", nil)), Name: site.Name,
		Description: v.Sentence(site.Description, v.Text("whole.description", site.Name, extent(&v.names, count)), v.Text("whole.text")),
		InLanguage:  site.InLanguage, IsFree: true, IsPartOf: ldRef{site.ID},
		Creator: ldOrg{"Organization", site.Name, site.URL}, //nolint:misspell // schema.org spells it so
	}
	if l := v.site.Record.Licence; l != nil {
		d.License = cmpOr(l.URL, l.Name)
	}
	for _, t := range count.Tags[:min(len(count.Tags), datasetKeywords)] {
		d.Keywords = append(d.Keywords, v.tagRun(t.Slug).Text)
	}
	if first, last, ok := count.Extent(); ok && first >= -9999 && last <= address.LastNamedYear {
		d.Temporal = address.PadYear(first) + "/" + address.PadYear(last)
	}
	for _, f := range wholeRecord(v) {
		d.Distribution = append(d.Distribution, ldDownload{"DataDownload", f.Type, v.absolute(f.Href)})
	}
	g.Graph = append(g.Graph, d)
	return g
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
	d.Status = "https://schema.org/EventScheduled"
	if e.Status == events.Cancelled {
		d.Status = "https://schema.org/EventCancelled"
	}
	if e.Place != nil {
		name, _ := e.Place.Name.In(v.Lang)
		d.Location, d.Attendance = &ldPlace{Type: "Place", Name: name, Address: name}, "https://schema.org/OfflineEventAttendanceMode"
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
		if start != "" && !s.End.IsZero() && s.End.After(s.Start) {
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
