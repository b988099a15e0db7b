package events

import (
	"slices"
	"testing"

	"almanac.example/events/edtf"
)

func TestSpoken(t *testing.T) {
	for _, c := range []struct {
		lang string
		site []string
		want string
	}{
		{"de", nil, "de"}, {"de-CH", nil, "de"}, {"en-GB", nil, "en"}, {"fr-CA", []string{"en"}, "fr"}, {"es-419", nil, "es"},
		{"zh", nil, "zh"}, {"zh-Hans", nil, "zh"}, {"zh-CN", nil, "zh"}, {"zh-SG", nil, "zh"}, {"zh-Hant", nil, "zh-Hant"}, {"zh-TW", nil, "zh-Hant"}, {"zh-HK", nil, "zh-Hant"},
		{"ar-EG", nil, "ar"}, {"ja-JP", nil, "ja"},
		{"pt", nil, "en"}, {"pt", []string{"pt", "de", "en"}, "de"}, {"la", []string{"la", "pt"}, "en"}, {"he", []string{"ar"}, "ar"}, {"nl", []string{"nl", "fr"}, "fr"},
		{"", []string{"ja"}, "ja"}, {"no language", nil, "en"},
	} {
		for range 2 { // the second answer is remembered
			if got := Spoken(c.lang, c.site); got != c.want {
				t.Errorf("around %q on a site in %v: %q, want %q", c.lang, c.site, got, c.want)
			}
		}
	}
}

// TestSpokenLanguagesWordDates holds that dates have words in each of them, and that
// none is missing.
func TestSpokenLanguagesWordDates(t *testing.T) {
	list := SpokenLanguages()
	for _, l := range list {
		if !edtf.Speaks(l) || !IsLanguage(l) {
			t.Errorf("%s: no words for dates", l)
		}
	}
	for _, l := range edtf.Languages() {
		if l == "zh-Hans" {
			l = "zh"
		}
		if !slices.Contains(list, l) {
			t.Errorf("dates are worded in %s, but pages do not speak it", l)
		}
	}
	list[0] = "changed"
	if SpokenLanguages()[0] != "zh" {
		t.Error("the list can be changed")
	}
}
