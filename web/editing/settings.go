package editing

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"almanac.example/events"
)

// Settings says for the audit what of the site's settings or texts one state has
// different from another: "site accent, zone" or "texts in zh". It is "" if
// nothing is, and for documents of the vocabulary.
func Settings(was, now *events.Document) string {
	if now.Site != nil {
		if fields := differing(was.Site, now.Site); len(fields) > 0 {
			return "site " + strings.Join(fields, ", ")
		}
		return ""
	}
	if lang, ok := strings.CutPrefix(string(now.Name), string(events.DocumentText(""))); ok && was.Text != now.Text {
		return "texts in " + lang
	}
	return ""
}

// differing names the fields of two states of the settings that are not alike, as
// the API spells them.
func differing(was, now *events.Site) []string {
	a, b := spelledFields(was), spelledFields(now)
	names := map[string]bool{}
	for name, value := range a {
		names[name] = string(value) != string(b[name])
	}
	for name, value := range b {
		names[name] = string(value) != string(a[name])
	}
	maps.DeleteFunc(names, func(_ string, differs bool) bool { return !differs })
	return slices.Sorted(maps.Keys(names))
}

func spelledFields(s *events.Site) map[string]json.RawMessage {
	fields := map[string]json.RawMessage{}
	text, err := json.Marshal(s)
	if s == nil || err != nil || json.Unmarshal(text, &fields) != nil {
		return map[string]json.RawMessage{}
	}
	return fields
}
