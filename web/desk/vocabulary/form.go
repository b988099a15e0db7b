package vocabulary

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/web/desk/frame"
	"almanac.example/web/words"
)

// form is the form of a new item, or of one that is there.
type form struct {
	Action    string
	Seen      string // see item.spelled
	Names     []frame.Field
	Slug      *frame.Field // of a new item; nil: it has one, which stays
	Colours   []colour
	Latitude  *frame.Field // of a place
	Longitude *frame.Field
	Selection *frame.Field // of a view
	Matches   string       // how many public entries it means
	Retired   *frame.Option
	Note      string // what readers will notice
	Button    string
	Filled    bool // it changes what readers see

	kind   kind
	item   item
	isNew  bool
	faults frame.Faults
}

// colour is a colour that can be chosen.
type colour struct {
	Value   string // CSS name; "" for none
	Name    string
	Checked bool
}

// newForm is the form of an item, filled with what was typed if it was sent; nil
// is a new item.
func newForm(v *frame.Visit, k kind, old *counted) *form {
	f := &form{kind: k, isNew: old == nil, Action: v.Link("/" + k.name)}
	var langs []string
	if old != nil {
		f.item, f.Action = old.item, v.Link("/"+k.name+"/"+url.PathEscape(old.Slug))
		if old.named {
			f.Seen = old.item.spelled()
		}
		langs = languagesOf(v, old.Name)
	} else {
		langs = languagesOf(v, nil)
	}
	typedTo := map[string]string{}
	if v.Sent {
		f.read(v, langs, typedTo)
	}
	f.describe(v, langs, typedTo)
	return f
}

// languagesOf are the languages in which an item can be named: those of entries,
// and those in which it is named already.
func languagesOf(v *frame.Visit, name events.Localised) []string {
	langs := v.Contents(nil)
	var more []string
	for lang := range name {
		if !slices.Contains(langs, lang) {
			more = append(more, lang)
		}
	}
	slices.Sort(more)
	return slices.Concat(langs, more)
}

// read takes what was typed, and notes what is wrong with it.
func (f *form) read(v *frame.Visit, langs []string, typedTo map[string]string) {
	it := &f.item
	it.Name = events.Localised{}
	for _, lang := range langs {
		if name := v.Form.Line("name-" + lang); name != "" {
			it.Name[lang] = name
		}
	}
	if f.isNew {
		f.readSlug(v, langs)
	}
	it.Color = v.Form.Line("color")
	if it.Color != "" && !slices.Contains(colours, it.Color) && !strings.Contains(f.Seen, strconv.Quote(it.Color)) {
		it.Color = ""
	}
	it.Retired = !f.isNew && v.Form.Checked("retired")
	first := "name-" + langs[0]
	switch {
	case len(it.Name) == 0:
		f.faults.Add(first, v.Text("vocabulary.name", v.LanguageName(langs[0])), v.Text("vocabulary.noName"))
	case f.takenBy(v) != nil:
		f.faults.Add(first, v.Text("vocabulary.name", v.LanguageName(langs[0])), v.Text("vocabulary.nameTaken", f.takenBy(v).Slug))
	}
	switch f.kind {
	case places:
		it.Latitude = f.degrees(v, "latitude", 90, typedTo)
		it.Longitude = f.degrees(v, "longitude", 180, typedTo)
		if len(f.faults) == 0 && (it.Latitude == nil) != (it.Longitude == nil) {
			f.faults.Add("latitude", v.Text("vocabulary.latitude"), v.Text("vocabulary.bothDegrees"))
		}
	case views:
		f.readSelection(v, typedTo)
	}
}

// readSlug takes the address of a new item; left empty it is made of a name,
// which is a Latin one if there is any.
func (f *form) readSlug(v *frame.Visit, langs []string) {
	f.item.Slug = v.Form.Line("slug")
	if f.item.Slug == "" {
		for _, lang := range append([]string{"en"}, langs...) {
			if f.item.Slug == "" && f.item.Name[lang] != "" {
				f.item.Slug = frame.SlugOf(f.item.Name[lang])
			}
		}
	}
	all := known(v, f.kind)
	switch {
	case len(f.item.Name) == 0 && v.Form.Line("slug") == "": // the name is asked for
	case !events.IsTag(f.item.Slug):
		f.faults.Add("slug", v.Text("vocabulary.slug"), v.Text("vocabulary.badSlug"))
	case slices.ContainsFunc(all, func(c counted) bool { return c.Slug == f.item.Slug }):
		if v.Form.Line("slug") == "" { // it was made of the name
			f.faults.Add("name-"+langs[0], v.Text("vocabulary.name", v.LanguageName(langs[0])), v.Text("vocabulary.nameTaken", f.item.Slug))
			return
		}
		f.faults.Add("slug", v.Text("vocabulary.slug"), v.Text("vocabulary.slugTaken", f.item.Slug))
	}
}

// takenBy is another item that has one of the names; nil: there is none. Two of
// one name cannot be told apart where people type it.
func (f *form) takenBy(v *frame.Visit) *item {
	doc := v.Timeline.Site().Document(f.kind.document)
	for _, other := range f.kind.items(&doc) {
		if other.Slug == f.item.Slug {
			continue
		}
		for lang, name := range f.item.Name {
			if strings.EqualFold(other.Name[lang], name) {
				return &other
			}
		}
	}
	return nil
}

// degrees reads a coordinate; empty is that there is none.
func (f *form) degrees(v *frame.Visit, name string, most float64, typedTo map[string]string) *float64 {
	text := v.Form.Line(name)
	typedTo[name] = text
	if text == "" {
		return nil
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(text, "−", "-"), 64)
	if err != nil || n < -most || n > most {
		f.faults.Add(name, v.Text("vocabulary."+name), v.Text("vocabulary.badDegrees", strconv.FormatFloat(most, 'f', -1, 64)))
		return nil
	}
	return &n
}

// selecting is the end of a path that narrows a page: /en/2019, /en/tag/policy.
var selecting = regexp.MustCompile(`/(?:(tag|place)/([^/]+)|(\d{4}))$`)

// readSelection takes which entries a view means: a query, or the address of a
// page that shows them.
func (f *form) readSelection(v *frame.Visit, typedTo map[string]string) {
	text := v.Form.Line("selection")
	typedTo["selection"] = text
	path, query, ok := strings.Cut(text, "?")
	if m := selecting.FindStringSubmatch(path); m != nil {
		text = strings.TrimSuffix(cmp.Or(m[1], "year")+"="+cmp.Or(m[2], m[3])+"&"+query, "&")
	} else if ok {
		text = query
	}
	sel, err := events.ParseSelection(text)
	switch {
	case err != nil:
		f.faults.Add("selection", v.Text("vocabulary.selection"), v.Text("vocabulary.badSelection"))
	case sel.IsZero():
		f.faults.Add("selection", v.Text("vocabulary.selection"), v.Text("vocabulary.noSelection"))
	default:
		f.item.Selection = sel.String()
	}
}

// describe makes the fields.
func (f *form) describe(v *frame.Visit, langs []string, typedTo map[string]string) {
	for _, lang := range langs {
		id := "name-" + lang
		f.Names = append(f.Names, frame.Field{ID: id, Name: id, Label: v.Text("vocabulary.name", v.LanguageName(lang)), Value: f.item.Name[lang], Lang: words.Tag(lang), Max: 200, Fault: f.faults.Of(id)})
	}
	if f.isNew {
		f.Slug = &frame.Field{ID: "slug", Name: "slug", Label: v.Text("vocabulary.slug"), Optional: v.Text("desk.optional"), Hint: v.Text("vocabulary.slugHint"), Value: v.Form.Line("slug"), Plain: true, Max: 100, Fault: f.faults.Of("slug")}
	}
	f.Colours = append(f.Colours, colour{"", v.Text("colour.none"), f.item.Color == ""})
	offered := colours
	if f.item.Color != "" && !slices.Contains(colours, f.item.Color) {
		offered = append([]string{f.item.Color}, colours...)
	}
	for _, c := range offered {
		name := v.Text("colour." + c)
		if name == "colour."+c {
			name = c
		}
		f.Colours = append(f.Colours, colour{c, name, f.item.Color == c})
	}
	if f.kind == places {
		f.Latitude, f.Longitude = f.degreesField(v, "latitude", f.item.Latitude, typedTo), f.degreesField(v, "longitude", f.item.Longitude, typedTo)
	}
	if f.kind == views {
		f.describeSelection(v, typedTo)
	}
	f.Button, f.Filled = v.Text("vocabulary.add."+f.kind.name), f.kind == views
	if !f.isNew {
		f.Button, f.Filled = v.Text("vocabulary.change"), true
		f.Retired = &frame.Option{Value: "1", Label: v.Text("vocabulary.retire"), Hint: v.Text("vocabulary.retireHint." + f.kind.name), Chosen: f.item.Retired}
	}
}

func (f *form) degreesField(v *frame.Visit, name string, now *float64, typedTo map[string]string) *frame.Field {
	value := ""
	if now != nil {
		value = strconv.FormatFloat(*now, 'f', -1, 64)
	}
	if typed, ok := typedTo[name]; ok {
		value = typed
	}
	return &frame.Field{ID: name, Name: name, Label: v.Text("vocabulary." + name), Optional: v.Text("desk.optional"), Hint: v.Text("vocabulary." + name + "Hint"), Value: value, Class: "s8", Plain: true, Fault: f.faults.Of(name)}
}

func (f *form) describeSelection(v *frame.Visit, typedTo map[string]string) {
	value := f.item.Selection
	if typed, ok := typedTo["selection"]; ok && f.faults.Of("selection") != "" {
		value = typed
	}
	f.Selection = &frame.Field{ID: "selection", Name: "selection", Label: v.Text("vocabulary.selection"), Hint: v.Text("vocabulary.selectionHint"), Value: value, Plain: true, Fault: f.faults.Of("selection")}
	if sel, err := events.ParseSelection(f.item.Selection); err == nil && f.item.Selection != "" {
		f.Matches = v.Text("vocabulary.matches", len(v.Timeline.Select(sel)))
	}
}
