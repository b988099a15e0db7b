package entry

import (
	"errors"
	"regexp"
	"strings"

	"almanac.example/events"
	"almanac.example/web/desk/frame"
)

// validate notes what the record would refuse and the form has not found itself.
func (t *typed) validate(v *frame.Visit) {
	if len(t.faults) > 0 || len(t.event.Text) == 0 {
		return
	}
	e := t.event
	if e.Slug == "" {
		e.Slug = "minted-when-saved"
	}
	var invalid *events.Invalid
	if err := e.Validate(); errors.As(err, &invalid) {
		t.faults = append(t.faults, faultsOf(v, invalid)...)
	}
}

var rowPattern = regexp.MustCompile(`^(sources|links|repeat\.except|tags)\[(\d+)\]`)

// faultsOf are the problems of a value as faults of the form. The page has its
// own words for those that people meet; any other is told in the record's, which
// are English.
func faultsOf(v *frame.Visit, invalid *events.Invalid) frame.Faults {
	var list frame.Faults
	for _, p := range invalid.Problems {
		id, label := fieldOf(v, p.Field)
		fault := frame.Fault{Field: id, Label: label, Text: p.Reason, Lang: "en"}
		own := v.Text("invalid." + p.Field)
		switch {
		case own != "invalid."+p.Field:
			fault.Text, fault.Lang = own, ""
		case strings.HasPrefix(v.Lang, "en"):
			fault.Lang = ""
		default:
			if own := refusal(v, p.Field); own != "" {
				fault.Text, fault.Lang = own, ""
			}
		}
		list = append(list, fault)
	}
	return list
}

var indexPattern = regexp.MustCompile(`\[\d+\]`)

// refusal words in general why a field cannot be as it is, for languages in which
// the record has no reasons; "" if there are no words for it.
func refusal(v *frame.Visit, path string) string {
	path = indexPattern.ReplaceAllString(path, "")
	if rest, ok := strings.CutPrefix(path, "text."); ok {
		_, part, _ := strings.Cut(rest, ".")
		path = "text." + part
	}
	for path != "" {
		if own := v.Text("refused." + path); own != "refused."+path {
			return own
		}
		path = path[:max(0, strings.LastIndex(path, "."))]
	}
	return ""
}

// fieldOf is the input that a field of an entry is edited with, and its name.
func fieldOf(v *frame.Visit, path string) (id, label string) {
	if m := rowPattern.FindStringSubmatch(path); m != nil {
		row := map[string][2]string{"sources": {"st-", "edit.sources"}, "links": {"lu-", "edit.links"}, "tags": {"ntag", "edit.tags"}, "repeat.except": {"rex", "repeat.not"}}[m[1]]
		if strings.HasSuffix(row[0], "-") {
			row[0] += m[2]
		}
		return row[0], v.Text(row[1])
	}
	if rest, ok := strings.CutPrefix(path, "text."); ok {
		lang, part, _ := strings.Cut(rest, ".")
		ids := map[string][2]string{"summary": {"s-", "edit.summaryIn"}, "body": {"b-", "edit.bodyIn"}}
		field, ok := ids[part]
		if !ok {
			field = [2]string{"t-", "edit.titleIn"}
		}
		return field[0] + lang, v.Text(field[1], v.LanguageName(lang))
	}
	for _, f := range []struct{ prefix, id, key string }{
		{"span.end", "tt", "time.to"}, {"span.start", "tf", "time.from"}, {"span.zone", "tz", "time.zone"}, {"span", "date", "edit.date"},
		{"repeat.rule", "rule", "repeat.rule"}, {"repeat", "rr", "repeat.label"}, {"place", "place", "edit.place"}, {"slug", "slug", "edit.slug"},
		{"image", "iu", "edit.picture"}, {"text", "t-" + v.Contents(nil)[0], "edit.title"}, {"publish", "at", "publish.when"},
		{"note", "note", "edit.note"},
	} {
		if strings.HasPrefix(path, f.prefix) {
			return f.id, v.Text(f.key)
		}
	}
	return "main", path
}
