package entry

import (
	"maps"
	"strings"

	"almanac.example/events"
	"almanac.example/web/desk/frame"
)

// Short is the short form about a draft: its date, its titles and its topics.
type Short struct {
	Event  events.Event // as it would be: all else stays as it is in the draft
	Faults frame.Faults // that keep it from being saved
	Date   dateField    // for the template "datefield"
	Titles []frame.Field
	Tags   []tagChoice
	Hidden []frame.Hidden
}

// ReadShort reads the short form about a draft, or makes it of the draft if
// nothing was sent.
func ReadShort(v *frame.Visit, draft *events.Event) *Short {
	values := valuesOf(v, draft)
	if v.Sent && v.Form.Has("date") {
		values["tag"] = nil
		for name, sent := range v.Form.Values {
			if name == "date" || name == "reading" || name == "use" || name == "tag" || strings.HasPrefix(name, "title-") {
				values[name] = sent
			}
		}
	}
	t := read(v, frame.Form{Values: maps.Clone(values)}, draft)
	if t.date.trouble != "" && t.faults.Of("date") == "" && (!v.Sent || v.Do() == frame.DoCheck || v.Do() == doAccept) {
		t.faults = append(frame.Faults{{Field: "date", Label: v.Text("edit.date"), Text: t.date.trouble}}, t.faults...)
	}
	s := &Short{Event: t.event, Faults: t.faults, Tags: tagChoices(v, t.event.Tags)}
	if !v.Sent {
		s.Faults = nil
	}
	date := dateFieldOf(v, t)
	date.Field.Hint = ""
	s.Date = date
	for _, box := range textBoxes(v, t) {
		box.Title.Label = v.Text("edit.titleIn", v.LanguageName(box.Lang))
		s.Titles = append(s.Titles, box.Title)
	}
	for _, name := range []string{"dated", "dated-as", "dated-in"} {
		s.Hidden = append(s.Hidden, frame.Hidden{Name: name, Value: values.Get(name)})
	}
	return s
}

// doAccept is the button of the short form that publishes.
const doAccept = "accept"

// FaultsOf are the problems of an entry as faults of its form.
func FaultsOf(v *frame.Visit, invalid *events.Invalid) frame.Faults { return faultsOf(v, invalid) }
