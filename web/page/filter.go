package page

import (
	"html/template"
	"maps"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
	"almanac.example/web/address"
	"almanac.example/web/words"
)

// filterForm narrows a page; its GET address can be kept and subscribed to.
type filterForm struct {
	Action string
	Tags   filterTags
	Key    bool
	KeyN   int
	Mono   bool
	Beside string // what the language is called that is shown beside the page's, "" if there is none
	Pairs  bool   // there are lines in another language to hide
	MonoID string
	Places optionList
	Except optionList
	Kinds  optionList
	Text   string
	Dates  bool // ask for from and to
	From   string
	To     string
	Open   bool // the rarer fields hold something
	Active []activeFilter
	Clear  string // address without any filter
	Hidden []hiddenField
	Frame  *frameFields // how an embedded frame looks; nil on other pages
}

// filterTag is one tag to tick. Number is that of its instant filter in the
// style sheet; -1 if ticking takes effect only with the button.
type filterTag struct {
	words.Run
	Slug    string
	Count   string // of the entries that have it
	Checked bool
	Number  int
}

// hiddenField keeps what the address asks for and the form does not show.
type hiddenField struct{ Name, Value string }

// frameFields ask how an embedded frame should look.
type frameFields struct {
	N      int
	Most   int
	Days   string // from today on; "" for any date
	Orders optionList
	Themes optionList
}

type option struct {
	words.Run
	Value    string
	Selected bool
}

// activeFilter is a filter in force, with the address of the page without it.
type activeFilter struct {
	Name  string
	Value words.Run
	Href  string
}

// instantFilters is how many tags the style sheet can filter by itself.
const instantFilters = 16

// filterPrecisions are the precisions worth asking for, fine to coarse.
var filterPrecisions = []edtf.Precision{
	edtf.PrecisionTime, edtf.PrecisionDay, edtf.PrecisionDays, edtf.PrecisionMonth, edtf.PrecisionYear, edtf.PrecisionDecade,
}

// filterOf prepares the form for a page. all is what the page shows without
// any filter; instant asks for filters that the style sheet applies by itself.
func filterOf(v *Visit, all *timeline.Count, instant bool) filterForm {
	f := filterForm{
		Action: v.link(v.place(), nil), Mono: v.choices.Mono, Pairs: v.otherLanguage() != "",
		Key: v.target.Query.Get("key") == "1", Text: v.target.Query.Get("q"),
		From: v.target.Query.Get("from"), To: v.target.Query.Get("to"), Clear: v.link(v.place(), v.choices.Values()),
	}
	if other := v.otherLanguage(); other != "" {
		f.Beside = v.LanguageName(other)
	}
	instant = instant && len(v.target.Query) == 0
	f.KeyN = facetCount(v, "key", all).Key
	fixed := fixedTags(v)
	for _, c := range offered(facetCount(v, "tag", all).Tags, v.target.Query["tag"], shownTags+len(fixed)) {
		if slices.Contains(fixed, c.Slug) {
			continue
		}
		t := filterTag{Run: v.tagRun(c.Slug), Slug: c.Slug, Count: v.Number(c.N), Checked: slices.Contains(v.target.Query["tag"], c.Slug), Number: -1}
		if instant && len(f.Tags) < instantFilters {
			t.Number = len(f.Tags)
		}
		f.Tags = append(f.Tags, t)
	}
	for _, c := range offered(facetCount(v, "-tag", all).Tags, v.target.Query["-tag"], shownTags+len(fixed)) {
		if !slices.Contains(fixed, c.Slug) {
			f.Except = append(f.Except, option{Run: v.tagRun(c.Slug), Value: c.Slug, Selected: firstIs(v.target.Query["-tag"], c.Slug)})
		}
	}
	for _, c := range offered(facetCount(v, "place", all).Places, v.target.Query["place"], shownPlaces) {
		name, lang := v.placeName(c.Slug)
		f.Places = append(f.Places, option{Run: v.Run(name, lang), Value: c.Slug, Selected: firstIs(v.target.Query["place"], c.Slug)})
	}
	for _, p := range filterPrecisions {
		f.Kinds = append(f.Kinds, option{Run: words.Run{Text: v.Text("precision." + p.String())}, Value: p.String(), Selected: firstIs(v.target.Query["precision"], p.String())})
	}
	f.Open = len(v.target.Query["place"])+len(v.target.Query["-tag"])+len(v.target.Query["precision"]) > 0 || f.Text != ""
	f.Active = activeFilters(v)
	f.Hidden = hiddenFields(v)
	return f
}

// offered are the choices that a form shows: at most so many, and in any case what
// is chosen, also where it gives nothing.
func offered(counts []timeline.SlugCount, chosen []string, most int) []timeline.SlugCount {
	list := slices.Clone(counts[:min(most, len(counts))])
	for _, slug := range chosen {
		of := func(c timeline.SlugCount) bool { return c.Slug == slug }
		if slices.ContainsFunc(list, of) {
			continue
		}
		c := timeline.SlugCount{Slug: slug}
		if i := slices.IndexFunc(counts, of); i >= 0 {
			c = counts[i]
		}
		list = append(list, c)
	}
	return list
}

// facetCount counts what the page shows under its filters but those of one key, so
// that the numbers beside that key's choices say what choosing them gives. all is
// what there is without any filter.
func facetCount(v *Visit, key string, all *timeline.Count) *timeline.Count {
	others := maps.Clone(v.target.Query)
	others.Del(key)
	if len(others) == 0 {
		return all
	}
	bare, err := bareTarget(v)
	if err != nil {
		return all
	}
	values := bare.Selection.Values()
	for k, list := range others {
		values[k] = append(values[k], list...)
	}
	sel, err := events.SelectionOf(values)
	if err != nil {
		return all
	}
	return timeline.CountOf(v.timeline.Agenda(sel))
}

// hiddenFields are the parts of the query that have no field in the form, and
// all but the first value of a field that takes one.
func hiddenFields(v *Visit) []hiddenField {
	var list []hiddenField
	for _, key := range events.SelectionKeys() {
		switch key {
		case "tag", "key", "q":
			continue
		}
		for i, value := range v.target.Query[key] {
			single := key == "-tag" || key == "place" || key == "precision"
			if !single || i > 0 {
				list = append(list, hiddenField{key, value})
			}
		}
	}
	if v.choices.Turned() && v.place() != "/embed" { // whose form asks for it
		list = append(list, hiddenField{"order", string(v.choices.Order)})
	}
	return list
}

// askDates lets the form ask for a stretch of time.
func (f *filterForm) askDates() {
	f.Dates = true
	f.Hidden = slices.DeleteFunc(f.Hidden, func(h hiddenField) bool { return h.Name == "from" || h.Name == "to" })
}

func firstIs(values []string, want string) bool { return len(values) > 0 && values[0] == want }

// fixedTags are those that the path has chosen already.
func fixedTags(v *Visit) []string {
	if len(v.target.Query["tag"]) > 0 {
		return nil
	}
	return v.target.Selection.Tags
}

// What a form offers at most, the most frequent first; the index pages of tags
// and places have all.
const (
	shownTags   = 24
	shownPlaces = 40
)

// Instant maps each tag to the number of its instant filter.
func (f filterForm) Instant() map[string]int {
	m := map[string]int{}
	for _, t := range f.Tags {
		if t.Number >= 0 {
			m[t.Slug] = t.Number
		}
	}
	return m
}

// activeFilters lists what narrows the page, each with a way to drop it.
func activeFilters(v *Visit) []activeFilter {
	var list []activeFilter
	for _, key := range []string{"tag", "-tag", "place", "key", "precision", "status", "from", "to", "in", "year", "within", "on", "q", "id", "changed-since"} {
		for _, value := range v.target.Query[key] {
			rest := slices.DeleteFunc(slices.Clone(v.target.Query[key]), func(s string) bool { return s == value })
			change := map[string][]string{key: rest}
			if key == "year" && len(v.target.Query["month"]) > 0 { // which means nothing alone
				change["month"] = nil
				key, value = "month", value+"-"+v.target.Query.Get("month")
			}
			list = append(list, activeFilter{Name: v.Text("filter." + key), Value: filterValue(v, key, value), Href: v.here(change)})
		}
	}
	return list
}

func filterValue(v *Visit, key, value string) words.Run {
	switch key {
	case "tag", "-tag":
		return v.tagRun(value)
	case "place":
		return v.Run(v.placeName(value))
	case "key":
		return words.Run{}
	case "precision":
		return words.Run{Text: v.Text("precision." + value)}
	case "status":
		return words.Run{Text: v.Text("status." + value)}
	case "from", "to", "in", "within", "year", "month":
		if d, err := edtf.Parse(value); err == nil {
			return words.Run{Text: address.PeriodName(d, v.Spoken)}
		}
	}
	return words.Run{Text: value, Lang: words.ScriptOf(value, v.Spoken)}
}

// Lists of choices are written by hand for the reason that entryList is.
type (
	optionList []option
	filterTags []filterTag
)

// HTML is the list as <option> elements.
func (l optionList) HTML() template.HTML {
	var b strings.Builder
	for _, o := range l {
		put(&b, `<option value="`, escape(o.Value), `"`, string(o.Attr()))
		if o.Selected {
			b.WriteString(" selected")
		}
		put(&b, ">", escape(o.Text), "</option>")
	}
	return template.HTML(b.String())
}

// HTML is the list as items with boxes to tick.
func (l filterTags) HTML() template.HTML {
	var b strings.Builder
	for _, t := range l {
		put(&b, `<li><label><input type="checkbox" name="tag" value="`, escape(t.Slug), `"`)
		if t.Number >= 0 {
			put(&b, ` id="f`, strconv.Itoa(t.Number), `"`)
		}
		if t.Checked {
			b.WriteString(" checked")
		}
		put(&b, "> <span", string(t.Attr()), ">", escape(t.Text), `</span> <span class="num">`, escape(t.Count), "</span></label></li>\n")
	}
	return template.HTML(b.String())
}
