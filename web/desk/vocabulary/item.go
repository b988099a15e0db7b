package vocabulary

import (
	"encoding/json"
	"slices"

	"almanac.example/events"
)

// kind is one of the three lists of the vocabulary. Its name is the path of its
// pages and begins the keys of its texts.
type kind struct {
	name     string
	document events.DocumentName
}

var (
	tags   = kind{"tags", events.DocumentTags}
	places = kind{"places", events.DocumentPlaces}
	views  = kind{"views", events.DocumentViews}
)

// item is a topic, a place or a view, with what the others do not have empty.
type item struct {
	Slug      string           `json:"slug"`
	Name      events.Localised `json:"name"`
	Color     string           `json:"color,omitempty"`
	Retired   bool             `json:"retired,omitempty"`
	Latitude  *float64         `json:"latitude,omitempty"`  // of a place
	Longitude *float64         `json:"longitude,omitempty"` // of a place
	Selection string           `json:"selection,omitempty"` // of a view
}

// spelled is the item for comparing it with what somebody saw of it; "" is that
// of none.
func (it *item) spelled() string {
	if it == nil {
		return ""
	}
	b, err := json.Marshal(it)
	if err != nil {
		return "unspeakable" // coordinates are finite: this does not happen
	}
	return string(b)
}

// items are those of a document, in its order.
func (k kind) items(d *events.Document) []item {
	var list []item
	for _, t := range d.Tags {
		list = append(list, item{Slug: t.Slug, Name: t.Name, Color: t.Color, Retired: t.Retired})
	}
	for _, p := range d.Places {
		list = append(list, item{Slug: p.Slug, Name: p.Name, Color: p.Color, Retired: p.Retired, Latitude: p.Latitude, Longitude: p.Longitude})
	}
	for _, v := range d.Views {
		list = append(list, item{Slug: v.Slug, Name: v.Name, Color: v.Color, Retired: v.Retired, Selection: v.Selection})
	}
	return list
}

// holding is the document with these items.
func (k kind) holding(list []item) events.Document {
	d := events.Document{Name: k.document}
	for _, it := range list {
		switch k {
		case tags:
			d.Tags = append(d.Tags, events.Tag{Slug: it.Slug, Name: it.Name, Color: it.Color, Retired: it.Retired})
		case places:
			d.Places = append(d.Places, events.NamedPlace{Slug: it.Slug, Name: it.Name, Color: it.Color, Retired: it.Retired, Latitude: it.Latitude, Longitude: it.Longitude})
		case views:
			d.Views = append(d.Views, events.View{Slug: it.Slug, Name: it.Name, Color: it.Color, Retired: it.Retired, Selection: it.Selection})
		}
	}
	return d
}

// at is where the item of a slug stands; -1: nowhere.
func at(list []item, slug string) int {
	return slices.IndexFunc(list, func(it item) bool { return it.Slug == slug })
}

// selecting means the entries of a topic or place.
func (k kind) selecting(slug string) events.Selection {
	if k == places {
		return events.Selection{Places: []string{slug}}
	}
	return events.Selection{Tags: []string{slug}}
}

// colours are those that are offered, by their CSS names, which calendars know.
// They tell apart on a white and on a black ground.
var colours = []string{
	"darkgreen", "teal", "mediumblue", "indigo", "mediumvioletred", "firebrick", "chocolate", "darkgoldenrod", "olivedrab", "saddlebrown", "darkslategray", "gray",
}
