package site

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/web/desk/frame"
	"almanac.example/web/words"
)

// draft are the settings as the form has them.
type draft struct {
	site   events.Site
	faults frame.Faults
}

// accents are those that are offered.
var accents = []string{"#0b6e54", "#2b62a8", "#7a4a9e", "#a63d57", "#a3591a", "#7c6a0c", "#3f6f1f", "#55615c"}

// languages are those in which the site can be named: those of its texts, and those
// in which it is named already.
func languages(v *frame.Visit, s *events.Site) []string {
	langs := v.Contents(nil)
	for _, name := range []events.Localised{s.Names, s.ShortNames, s.Descriptions} {
		for lang := range name {
			if !slices.Contains(langs, lang) {
				langs = append(langs, lang)
			}
		}
	}
	slices.Sort(langs[len(v.Contents(nil)):])
	return langs
}

// localised are the settings that have one value a language.
func localised(s *events.Site) []struct {
	name  string
	value *events.Localised
} {
	return []struct {
		name  string
		value *events.Localised
	}{{"name", &s.Names}, {"short", &s.ShortNames}, {"description", &s.Descriptions}}
}

// read takes what was typed. What is not on the form stays as it is stored.
func read(v *frame.Visit, stored *events.Site) *draft {
	d := &draft{site: *stored}
	s := &d.site
	langs := languages(v, stored)
	for _, f := range localised(s) {
		next := events.Localised{}
		for _, lang := range langs {
			if text := v.Form.Line(f.name + "-" + lang); text != "" {
				next[lang] = text
			}
		}
		if *f.value = next; len(next) == 0 {
			*f.value = nil
		}
	}
	s.Languages = strings.FieldsFunc(v.Form.Line("languages"), func(r rune) bool { return strings.ContainsRune(" ,;，、；", r) })
	s.Zone, s.YearBegins = v.Form.Line("zone"), v.Form.Line("year")
	if s.Accent = v.Form.Line("accent"); s.Accent == "own" {
		s.Accent = strings.ToLower(v.Form.Line("own"))
	}
	s.Logo, s.Contact = v.Form.Line("logo"), v.Form.Line("contact")
	s.Licence = nil
	if name, terms := v.Form.Line("licence"), v.Form.Line("terms"); name != "" || terms != "" {
		s.Licence = &events.Licence{Name: name, URL: terms}
	}
	s.HideProduct = v.Form.Checked("hide")
	s.FooterLinks = nil
	for i := range v.Form.Rows("link-", rowsMost) {
		l := events.Link{URL: v.Form.Line(row("link-", i)), Title: events.Localised{}}
		for _, lang := range langs {
			if title := v.Form.Line(row("title-", i) + "-" + lang); title != "" {
				l.Title[lang] = title
			}
		}
		if l.URL != "" || len(l.Title) > 0 {
			s.FooterLinks = append(s.FooterLinks, l)
		}
	}
	next := events.Document{Name: events.DocumentSite, Site: s}
	if invalid, ok := next.Validate().(*events.Invalid); ok { //nolint:errorlint // Validate returns it as it is
		d.refuse(v, invalid)
	}
	return d
}

// rowsMost is how many links of its own a site may have on the form.
const rowsMost = 20

func row(prefix string, i int) string { return prefix + strconv.Itoa(i) }

var indexed = regexp.MustCompile(`^(\w+)\[(\d+)\]`)

// refuse notes what the record would refuse. The page has its own words; what it
// has none for is told in the record's, which are English.
func (d *draft) refuse(v *frame.Visit, invalid *events.Invalid) {
	for _, p := range invalid.Problems {
		field, _, _ := strings.Cut(p.Field, ".")
		id := map[string]string{"names": "name-" + v.Contents(nil)[0], "shortNames": "short-" + v.Contents(nil)[0], "descriptions": "description-" + v.Contents(nil)[0], "yearBegins": "year", "accent": "own", "logo": "lf"}[field]
		if field == "licence" {
			id = map[string]string{"licence.name": "licence", "licence.url": "terms"}[p.Field]
		}
		if m := indexed.FindStringSubmatch(p.Field); m != nil {
			field, id = m[1], m[1]
			if field == "footerLinks" {
				id = "link-" + m[2]
			}
		}
		fault := frame.Fault{Field: cmp.Or(id, field), Label: v.Text("site.field." + field), Text: v.Text("site.refused." + field)}
		if strings.HasPrefix(fault.Text, "site.refused.") {
			fault = frame.Fault{Field: "main", Label: field, Text: p.Reason, Lang: "en"}
		}
		if !slices.Contains(d.faults, fault) {
			d.faults = append(d.faults, fault)
		}
	}
}

// emptied refuses that what the site cannot do without is taken away.
func (d *draft) emptied(v *frame.Visit, stored *events.Site) {
	for _, f := range []struct {
		input, field string
		gone         bool
	}{
		{"name-" + v.Contents(nil)[0], "names", len(stored.Names) > 0 && len(d.site.Names) == 0},
		{"languages", "languages", len(stored.Languages) > 0 && len(d.site.Languages) == 0},
		{"zone", "zone", stored.Zone != "" && d.site.Zone == ""},
	} {
		if f.gone {
			d.faults.Add(f.input, v.Text("site.field."+f.field), v.Text("site.emptied"))
		}
	}
}

// describe makes the fields.
func (d *draft) describe(v *frame.Visit, page *sitePage) {
	s := &d.site
	langs := languages(v, s)
	for _, lang := range langs {
		b := box{Legend: v.LanguageName(lang), Lang: words.Tag(lang)}
		for _, f := range localised(s) {
			id := f.name + "-" + lang
			field := frame.Field{ID: id, Name: id, Label: v.Text("site." + f.name), Value: (*f.value)[lang], Lang: b.Lang, Fault: d.faults.Of(id), Max: 200}
			switch f.name {
			case "short":
				field.Optional, field.Hint = v.Text("desk.optional"), v.Text("site.shortHint")
			case "description":
				field.Type, field.Rows, field.Max, field.Class = "area", 2, 500, "t2"
			}
			b.Fields = append(b.Fields, field)
		}
		page.Boxes = append(page.Boxes, b)
	}
	line := func(id, value string) frame.Field {
		return frame.Field{ID: id, Name: id, Label: v.Text("site.field." + id), Hint: v.Text("site.hint." + id), Value: value, Plain: true, Fault: d.faults.Of(id)}
	}
	optional := func(f frame.Field) frame.Field {
		f.Optional = v.Text("desk.optional")
		return f
	}
	page.Languages = line("languages", strings.Join(s.Languages, ", "))
	page.Zone = line("zone", s.Zone)
	page.Year = optional(line("year", s.YearBegins))
	page.Year.Class = "s8"
	page.Contact = optional(line("contact", s.Contact))
	page.Licence, page.Terms = optional(line("licence", "")), optional(line("terms", ""))
	if s.Licence != nil {
		page.Licence.Value, page.Terms.Value = s.Licence.Name, s.Licence.URL
	}
	d.describeAccent(v, page)
	for i := range min(len(s.FooterLinks)+2, rowsMost) {
		var l events.Link
		if i < len(s.FooterLinks) {
			l = s.FooterLinks[i]
		}
		r := linkRow{URL: frame.Field{ID: row("link-", i), Name: row("link-", i), Label: v.Text("site.linkNo", i+1), Value: l.URL, Plain: true, Fault: d.faults.Of(row("link-", i))}}
		for _, lang := range langs {
			id := row("title-", i) + "-" + lang
			r.Titles = append(r.Titles, frame.Field{ID: id, Name: id, Label: v.Text("site.linkTitle", v.LanguageName(lang)), Value: l.Title[lang], Lang: words.Tag(lang), Class: "s14"})
		}
		page.Links = append(page.Links, r)
	}
}

func (d *draft) describeAccent(v *frame.Visit, page *sitePage) {
	chosen := d.site.Accent
	own := chosen != "" && !slices.Contains(accents, chosen)
	page.Accents = append(page.Accents, accent{"", v.Text("site.accent.usual"), chosen == ""})
	for _, c := range accents[1:] {
		page.Accents = append(page.Accents, accent{c, v.Text("site.accent." + c[1:]), c == chosen})
	}
	page.Accents = append(page.Accents, accent{"own", v.Text("site.accent.own"), own || chosen == accents[0]})
	page.Own = frame.Field{ID: "own", Name: "own", Label: v.Text("site.field.own"), Hint: v.Text("site.hint.own"), Class: "s8", Plain: true, Fault: d.faults.Of("own")}
	if own || chosen == accents[0] {
		page.Own.Value = chosen
	}
	if v.Sent {
		page.Own.Value = v.Form.Line("own")
	}
}

// differences are the settings in which what somebody else stored meanwhile is not
// what was typed, with what they wrote.
func differences(v *frame.Visit, stored, typed *events.Site) []theirs {
	was, now := events.Document{Name: events.DocumentSite, Site: typed}, events.Document{Name: events.DocumentSite, Site: stored}
	var list []theirs
	for _, field := range changedFields(&was, &now) {
		label := v.Text("site.field." + field)
		names := map[string]events.Localised{"names": stored.Names, "shortNames": stored.ShortNames, "descriptions": stored.Descriptions}[field]
		for _, lang := range languages(v, stored) {
			if names[lang] != "" {
				list = append(list, theirs{label + v.Text("comma") + v.LanguageName(lang), v.Run(names[lang], lang)})
			}
		}
		if len(names) == 0 {
			list = append(list, theirs{label, words.Run{Text: said(v, stored, field)}})
		}
	}
	return list
}

// said is what the settings say in a field that is the same in all languages, in
// one line.
func said(v *frame.Visit, s *events.Site, field string) string {
	text := ""
	switch field {
	case "languages":
		text = strings.Join(s.Languages, ", ")
	case "licence":
		if s.Licence != nil {
			text = strings.TrimSpace(s.Licence.Name + " " + s.Licence.URL)
		}
	case "footerLinks":
		for _, l := range s.FooterLinks {
			text = strings.TrimSpace(text + " " + l.URL)
		}
	case "hideProduct":
		text = v.Text(map[bool]string{true: "desk.yes", false: "desk.no"}[s.HideProduct])
	default:
		text = map[string]string{"zone": s.Zone, "yearBegins": s.YearBegins, "accent": s.Accent, "logo": s.Logo, "contact": s.Contact}[field]
	}
	return cmp.Or(text, v.Text("site.nothing"))
}
