package editing_test

import (
	"testing"

	"almanac.example/events"
	"almanac.example/web/editing"
)

func TestSettingsThatDiffer(t *testing.T) {
	site := func(accent, zone string) *events.Document {
		return &events.Document{Name: events.DocumentSite, Site: &events.Site{Authority: "a.example", Accent: accent, Zone: zone}}
	}
	text := func(about string) *events.Document {
		return &events.Document{Name: events.DocumentText("zh"), Text: events.SiteText{About: about}}
	}
	for _, c := range []struct {
		was, now *events.Document
		want     string
	}{
		{site("#000000", ""), site("#111111", "UTC"), "site accent, zone"},
		{site("#000000", "UTC"), site("#000000", ""), "site zone"},
		{site("#000000", "UTC"), site("#000000", "UTC"), ""},
		{&events.Document{Name: events.DocumentSite}, site("", "UTC"), "site authority, founded, zone"},
		{text(""), text("About"), "texts in zh"}, {text("About"), text("About"), ""},
		{&events.Document{Name: events.DocumentTags}, &events.Document{Name: events.DocumentTags, Tags: []events.Tag{{Slug: "a"}}}, ""},
	} {
		if got := editing.Settings(c.was, c.now); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
