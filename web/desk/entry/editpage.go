package entry

import (
	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
	"almanac.example/web/words"
)

// editPage is the page on which an entry is written.
type editPage struct {
	frame.Head
	Headline   words.Run
	Action     string
	Saved      bool // it is stored
	State      frame.State
	Changed    string // when and by whom it was changed last
	History    string
	Site       string   // public address; "" if there is none
	Others     []string // who else is editing it
	Presence   string   // address that tells who else does
	Missed     bool     // it was to go out by itself, and could not
	Amendments []frame.Link
	Target     *frame.Link // the entry that this amendment wants to replace
	Toc        []tocLink
	Hidden     []frame.Hidden
	Date       dateField
	Fold       timeFold
	Texts      []textBox
	Tags       []tagChoice
	NewTag     frame.Field
	Place      frame.Field
	Places     []string
	Key        bool
	Slug       *frame.Field
	Address    string // last part of its address, or words for one that is made when it is saved
	Sources    []sourceRow
	Links      []linkRow
	Picture    pictureFields
	Becomes    frame.Field
	Note       frame.Field
	Save       string // words of the button
	Next       bool   // another entry can be begun at once
	Publish    bool   // it may be published from here
	Who        string // who can, where this account cannot
	Discard    string // address that deletes the draft; "" if it is none
	TakeBack   string // address from which what is public is taken back
}

// tocLink leads to a part of the page.
type tocLink struct {
	Href, Text string
	Bad        bool // there is something to mend
}

// dateField is the date, and what is read there.
type dateField struct {
	Field   frame.Field
	Read    *reads
	Choices []dateReading
	Offers  []dateReading
	Stale   string // the date is another one than the words for it
	Doubt   string // why it is not read, while it is typed
	How     *appearance
}

// reads is how a date is read, in each language.
type reads struct {
	Mark   string
	Words  string
	Others []words.Run
	EDTF   string
}

// timeFold is what is folded away below the date.
type timeFold struct {
	Open    bool
	Summary string // what is in it
	Written []frame.Field
	From    frame.Field
	To      frame.Field
	Zone    frame.Field
	Zones   []string
	Every   frame.Field
	On      frame.Field
	Until   frame.Field
	Rule    frame.Field
	Not     frame.Field
	Next    []string
}

// textBox is what an entry says in one language.
type textBox struct {
	Lang, Tag string
	Name      words.Run
	State     frame.LanguageState
	Title     frame.Field
	Summary   frame.Field
	Body      frame.Field
	Folded    bool          // the body is folded away
	Follows   *frame.Option // the language was behind, and now is not
	Needs     []frame.Option
}

type sourceRow struct {
	N                           int
	Hidden                      []frame.Hidden
	Title, Locator, Quote, Link frame.Field
	Folded                      bool
}

type linkRow struct {
	Hidden         []frame.Hidden
	Address, Title frame.Field
	Folded         bool
}

// arrange makes the page of what was read.
func (p *Pages) arrange(v *frame.Visit, t *typed, h frame.Heading) *editPage {
	e := &t.event
	page := &editPage{
		Headline: words.Run{Text: v.Text("edit.new")},
		Action:   v.Link("/new"),
		State:    v.StateOf(e),
		Date:     dateFieldOf(v, t),
		Fold:     timeFoldOf(v, t),
		Texts:    textBoxes(v, t),
		Tags:     tagChoices(v, e.Tags),
		NewTag:   frame.Field{ID: "ntag", Name: "new-tag", Label: v.Text("edit.newTag"), Optional: v.Text("desk.optional"), Class: "s14", Fault: t.faults.Of("ntag"), Value: t.faulty("ntag", "new-tag")},
		Place:    frame.Field{ID: "place", Name: "place", Label: v.Text("edit.place"), Optional: v.Text("desk.optional"), Class: "s14", List: "places", Value: t.form.Line("place"), Fault: t.faults.Of("place")},
		Places:   placeNames(v),
		Key:      e.Key,
		Sources:  sourceRows(v, t),
		Links:    linkRows(v, t),
		Picture:  p.pictureOf(v, t),
		Becomes:  becomesField(v, t),
		Note:     frame.Field{ID: "note", Name: "note", Label: v.Text("edit.note"), Optional: v.Text("edit.noteOptional"), Value: t.form.Line("note"), Max: maxSummary},
		Save:     v.Text("edit.saveDraft"), Next: t.base == nil,
		Publish: v.May(access.Publish),
	}
	page.Hidden = t.form.Hidden(shownFields...)
	crumb := v.Text("edit.crumbNew")
	if t.base != nil {
		p.describe(v, page, t.base)
		crumb = v.Text("edit.crumb")
	}
	page.slug(v, t)
	if !page.Publish {
		page.Who = p.whoPublishes(v)
	}
	h.Nav, h.Title, h.Faults = "entries", page.Headline.Text, append(h.Faults, t.faults...)
	h.Crumbs = []frame.Link{{Text: v.Text("desk.nav.entries"), Href: v.Link("/list")}, {Text: crumb, Current: true}}
	page.Toc = tocOf(v, h.Faults)
	page.Head = v.Frame(h)
	return page
}

// shownFields are the fields that the page has inputs for, by name or by the
// beginning of it; all others travel along unseen.
var shownFields = []string{
	"account", "date", "reading", "use", "do", "from-time", "to-time", "zone", "repeat", "repeat-on", "until", "rule", "not", "tag", "new-tag", "place", "key", "slug", fieldBecomes,
	"image-url", fieldFile, fieldBlob, fieldBlob + "-", "credit", "no-picture", "note", "follow",
	"written-", "title-", "summary-", "body-", "ok-", "alt-", "src-", "link-",
}

// describe says what is known of an entry that is stored.
func (p *Pages) describe(v *frame.Visit, page *editPage, e *events.Event) {
	page.Saved, page.Headline, page.Action = true, v.TitleOf(e), v.EntryLink(e.ID, "")
	page.History, page.Site = v.EntryLink(e.ID, "history"), v.OnSite(e)
	page.Presence = v.EntryLink(e.ID, "presence")
	page.Changed = v.When(e.Updated)
	page.Others = p.presence.others(e.ID, v.Account().ID, v.Now)
	if e.Status != events.Draft || e.Amends != nil {
		page.Save = v.Text("edit.saveAmendment")
	}
	switch {
	case e.Status == events.Draft:
		page.Discard = v.EntryLink(e.ID, "discard")
	case page.Publish:
		page.TakeBack = v.EntryLink(e.ID, "publish")
	}
	for _, a := range amendmentsOf(v.Timeline, e.ID) {
		page.Amendments = append(page.Amendments, frame.Link{Text: v.When(a.Updated), Href: v.EntryLink(a.ID, "")})
	}
	if e.Amends == nil {
		return
	}
	if target, ok := v.Timeline.Event(e.Amends.ID); ok {
		title := v.TitleOf(target)
		page.Target = &frame.Link{Text: title.Text, Lang: title.Lang, Href: v.EntryLink(target.ID, "")}
	}
}

// slug is edited as long as nobody can know the address: afterwards a draft that
// replaces an entry leaves its address as it is.
func (page *editPage) slug(v *frame.Visit, t *typed) {
	page.Address = t.event.Slug
	if target, ok := amended(v, &t.event); ok {
		page.Address = target.Slug
	}
	if t.base != nil && (t.base.Status != events.Draft || t.base.Amends != nil) {
		return
	}
	if page.Address == "" {
		page.Address = v.Text("edit.slugLater")
	}
	page.Slug = &frame.Field{ID: "slug", Name: "slug", Label: v.Text("edit.slug"), Hint: v.Text("edit.slugHint"), Class: "s24", Plain: true, Value: t.form.Line("slug"), Fault: t.faults.Of("slug")}
}

// faulty is what was typed into a field that has a fault, to be shown again; a
// field that was read is empty again.
func (t *typed) faulty(id, name string) string {
	if t.faults.Of(id) == "" {
		return ""
	}
	return t.form.Line(name)
}

// tocOf leads to the parts of the page, and marks those with faults.
func tocOf(v *frame.Visit, faults frame.Faults) []tocLink {
	list := []tocLink{
		{Href: "h-date", Text: v.Text("edit.date")}, {Href: "h-text", Text: v.Text("edit.text")}, {Href: "h-tags", Text: v.Text("edit.tagsPlace")},
		{Href: "h-src", Text: v.Text("edit.sources")}, {Href: "h-pic", Text: v.Text("edit.picture")}, {Href: "h-save", Text: v.Text("edit.saveOrPublish")},
	}
	for _, f := range faults {
		part := map[byte]int{'t': 1, 's': 1, 'b': 1, 'n': 2, 'p': 2, 'i': 4}
		at := part[f.Field[0]]
		switch {
		case len(f.Field) > 2 && (f.Field[:2] == "st" || f.Field[:2] == "su" || f.Field[:2] == "lu"):
			at = 3
		case f.Field == "tf" || f.Field == "tt" || f.Field == "tz":
			at = 0
		case f.Field == "slug":
			at = 2
		case f.Field == "pf":
			at = 4
		}
		list[at].Bad = true
	}
	return list
}

// dateFieldOf arranges the date and what it is read as.
func dateFieldOf(v *frame.Visit, t *typed) dateField {
	f := dateField{
		Field: frame.Field{
			ID: "date", Name: "date", Label: v.Text("date.label"), Hint: v.Text("date.hint"), Value: t.date.text, Max: 200, Autocomplete: "off", Plain: true,
			Fault: t.faults.Of("date"),
		},
		Choices: t.date.choices, Offers: t.date.offers,
	}
	if t.date.text != "" && t.date.trouble != "" && f.Field.Fault == "" {
		f.Field.Fault = t.date.trouble
	}
	if !t.date.understood() {
		return f
	}
	f.Read = readsOf(v, t.event.Span)
	f.Stale = t.stale(v)
	return f
}

// readsOf words a span in each language of the site.
func readsOf(v *frame.Visit, s events.Span) *reads {
	plain := s
	plain.AsWritten = nil
	r := &reads{Mark: words.MarkClass(s), Words: plain.DescribeFor(v.Zone(), v.Lang, edtf.Long), EDTF: s.EDTF().String()}
	for _, lang := range v.Contents(nil) {
		if lang != v.Lang {
			r.Others = append(r.Others, v.Run(plain.DescribeFor(v.Zone(), lang, edtf.Long), lang))
		}
	}
	return r
}

// stale says that the words with which the date is shown were written for
// another date.
func (t *typed) stale(v *frame.Visit) string {
	if t.base == nil || t.base.Span.IsZero() || t.base.Span.EDTF().Equal(t.date.value) {
		return ""
	}
	for lang, written := range t.event.Span.AsWritten {
		if written != t.date.wording && t.base.Span.AsWritten[lang] == written {
			return v.Text("date.stale", written)
		}
	}
	return ""
}
