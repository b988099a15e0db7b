package bulk

import (
	"cmp"
	"context"
	"html/template"

	"almanac.example/events"
	"almanac.example/web/desk/compare"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
)

// Change is one change of many entries, as it is shown before it is made.
type Change struct {
	Label  string      // in one line, for the page and the history
	IDs    []events.ID // the entries that are meant
	Sub    string      // in words, which they are
	Edit   editing.Edit
	Field  string                                           // path of the field in which samples are compared: "tags"
	Column string                                           // its heading
	Seen   func(public, private int) []string               // what readers and subscribers will notice, of so many entries
	Then   func(ctx context.Context, act editing.Act) error // done at the end as part of the batch; nil: nothing
	Back   frame.Link                                       // leads away, with everything left as it is
	Nav    string                                           // see frame.Heading
	Crumbs []frame.Link
}

// shown is what becomes of an entry, in the field that is changed.
func (c *Change) shown(v *frame.Visit, p *editing.Planned) template.HTML {
	after := p.After
	if after == nil {
		after = &events.Event{Status: events.Deleted}
	}
	return compare.Field(v, c.Field, p.Before, after).Change
}

// change is what the form asks to be done to many entries.
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
			faults.Add("bval", v.Text("bulk.value"), v.Text("bulk.noTag"))
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
		faults.Add("bop", v.Text("bulk.what"), v.Text("bulk.noOp"))
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

// fields are those in which the samples of a change are compared, where it is
// not the status.
var fields = map[string]string{"add-tag": "tags", "remove-tag": "tags", "place": "place", "key": "key", "no-key": "key"}

// proposed is the change of the entries that are meant.
func (c *change) proposed(v *frame.Visit, ids []events.ID, sub string) Change {
	return Change{
		Label: c.label(v), IDs: ids, Sub: sub, Edit: c.edit, Field: cmp.Or(fields[c.op], "status"), Column: v.Text("bulk.column." + c.op),
		Seen: func(public, private int) []string { return c.seen(v, public, private) },
		Back: frame.Link{Text: v.Text("bulk.leave"), Href: v.Link("/list") + query(v)},
		Nav:  "entries", Crumbs: crumbs(v, v.Text("bulk.crumb")),
	}
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
