package events

import "time"

// Site is what the record says about itself: its identity, fixed at first
// start, and the vocabulary its editors share. It is stored as one document,
// beside the events.
type Site struct {
	// Authority is the domain-like name behind every UID and tag: URI
	// (RFC 4151). It never changes, whatever host serves the record.
	Authority string `json:"authority"`
	// Founded is the day of the first start; its date stands in the tag: URIs.
	Founded time.Time `json:"founded"`
	Tags    []Tag     `json:"tags,omitempty"`
	Views   []View    `json:"views,omitempty"`
	Rev     Rev       `json:"-"`
}

// Tag gives a tag its names.
type Tag struct {
	Slug  string    `json:"slug"`
	Name  Localised `json:"name"`
	Color string    `json:"color,omitempty"` // CSS colour name, for calendars
}

// View is a saved selection with a name.
type View struct {
	Slug      string    `json:"slug"`
	Name      Localised `json:"name"`
	Color     string    `json:"color,omitempty"`
	Selection string    `json:"selection"` // canonical spelling
}

// Tag returns the tag of that slug.
func (s *Site) Tag(slug string) (Tag, bool) {
	for _, t := range s.Tags {
		if t.Slug == slug {
			return t, true
		}
	}
	return Tag{Slug: slug}, false
}

// View returns the saved view of that slug.
func (s *Site) View(slug string) (View, bool) {
	for _, v := range s.Views {
		if v.Slug == slug {
			return v, true
		}
	}
	return View{}, false
}

// TagName is the name of a tag in a language, or the slug where nobody gave it
// one.
func (s *Site) TagName(slug, lang string) string {
	t, _ := s.Tag(slug)
	if name, _ := t.Name.In(lang); name != "" {
		return name
	}
	return slug
}
