package bulk

import (
	"html/template"

	"almanac.example/events"
	"almanac.example/web/desk/compare"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
)

// change is what is to be done to many entries.
type change struct {
	op    string
	value string // name of a topic or place, as it is shown
	edit  editing.Edit
}

// changeOf reads what is to be done.
func changeOf(v *frame.Visit) (change, frame.Faults) {
	c := change{op: v.Form.Line("op"), value: v.Form.Line("value")}
	var faults frame.Faults
	yes, no := true, false
	switch c.op {
	case "add-tag", "remove-tag":
		slug := v.TagNamed(c.value)
		if !events.IsTag(slug) {
			faults.Add("main", v.Text("bulk.value"), v.Text("bulk.noTag"))
			break
		}
		c.value = v.TagName(slug).Text
		c.edit.AddTags = []string{slug}
		if c.op == "remove-tag" {
			c.edit = editing.Edit{RemoveTags: []string{slug}}
		}
	case "place":
		c.placed(v, &faults)
	case "key":
		c.edit.Key = &yes
	case "no-key":
		c.edit.Key = &no
	case "publish":
		c.edit.Status = events.Published
	case "withdrawn":
		c.edit.Status = events.Withdrawn
	case "deleted":
		c.edit.Delete = true
	default:
		faults.Add("main", v.Text("bulk.what"), v.Text("bulk.noOp"))
	}
	return c, faults
}

// placed sets the place of a name; without a name there is to be none.
func (c *change) placed(v *frame.Visit, faults *frame.Faults) {
	if c.value == "" {
		c.edit.NoPlace = true
		return
	}
	if c.edit.Place = v.PlaceNamed(c.value); c.edit.Place != nil {
		return
	}
	slug := frame.SlugOf(c.value)
	if !events.IsTag(slug) {
		faults.Add("main", v.Text("bulk.value"), v.Text("bulk.noPlace"))
		return
	}
	c.edit.Place = &events.Place{Slug: slug, Name: events.Localised{v.Contents(nil)[0]: c.value}}
}

// label says in one line what is done, for the page and the history.
func (c *change) label(v *frame.Visit) string {
	switch {
	case c.edit.NoPlace:
		return v.Text("bulk.label.no-place")
	case c.value != "" && (c.op == "add-tag" || c.op == "remove-tag" || c.op == "place"):
		return v.Text("bulk.label."+c.op, c.value)
	}
	return v.Text("bulk.label." + c.op)
}

// shown is what becomes of an entry, in the field that is changed.
func (c *change) shown(v *frame.Visit, p *editing.Planned) template.HTML {
	path := map[string]string{"add-tag": "tags", "remove-tag": "tags", "place": "place", "key": "key", "no-key": "key"}[c.op]
	if path == "" {
		path = "status"
	}
	after := p.After
	if after == nil {
		after = &events.Event{Status: events.Deleted}
	}
	return compare.Field(v, path, p.Before, after).Change
}

// seen says what readers and subscribers will notice.
func (c *change) seen(v *frame.Visit, public, private int) []string {
	var list []string
	if public > 0 {
		list = append(list, v.Text("bulk.seen."+c.op, public))
	}
	if private > 0 {
		list = append(list, v.Text("bulk.seenPrivate", private))
	}
	if public > 0 && (c.op == "add-tag" || c.op == "remove-tag" || c.op == "place" || c.op == "key" || c.op == "no-key") {
		list = append(list, v.Text("bulk.seenQuiet"))
	}
	return list
}
