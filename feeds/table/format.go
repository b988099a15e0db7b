package table

import "slices"

// timelineFormat is the sheet that TimelineJS reads.
const timelineFormat = "TimelineJS"

// eventsCalendarFormat is what the plugin of that name reads.
const eventsCalendarFormat = "The Events Calendar"

// tableFormat is a format that is known by columns that only it has together.
type tableFormat struct {
	name    string
	columns []string // folded
	roles   map[string]Role
}

func tableFormats() []tableFormat {
	return []tableFormat{
		{ownFormat, []string{"id", "date", "status", "slug"}, map[string]Role{"key": Key, "tags": Tags, "link": Link, "image": Picture}},
		{timelineFormat, []string{"headline", "media", "year"}, map[string]Role{
			"display date": Shown, "headline": Title, "text": Body, "media": Picture, "type": Kind, "group": Tags, "tag": Tags,
		}},
		{timelineFormat, []string{"headline", "start date", "media"}, map[string]Role{
			"headline": Title, "text": Body, "media": Picture, "type": Kind, "tag": Tags,
		}},
		{"Localist", []string{"title", "date from", "recurrence"}, map[string]Role{
			"date from": Date, "date to": End, "photo url": Picture, "event website": Link, "ticket url": Link, "location": Place, "external id": Identity, "status": State, "visibility": Visibility,
		}},
		{eventsCalendarFormat, []string{"event name", "event start date"}, map[string]Role{"timezone": Zone}},
		{"Google Calendar", []string{"subject", "start date", "all day event"}, map[string]Role{
			"subject": Title, "private": Visibility, "description": Body, "location": Place, "categories": Tags,
		}},
	}
}

// recognise finds the format of a table by its header, and gives its columns
// their roles.
func (g *guesser) recognise() {
	names := make([]string, len(g.mapping.Columns))
	for i, c := range g.mapping.Columns {
		names[i] = foldName(c.Name)
	}
	for _, f := range tableFormats() {
		if slices.ContainsFunc(f.columns, func(name string) bool { return !contains(names, name) }) {
			continue
		}
		g.mapping.Format = f.name
		for i, name := range names {
			if role, ok := f.roles[name]; ok && !g.taken(role, "") {
				g.mapping.Columns[i].Role = role
			}
		}
		return
	}
}
