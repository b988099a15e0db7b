package foreign

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
)

// What is a letter or digit in any script stays in a tag; all else parts words.
func TestTagSlug(t *testing.T) {
	long := strings.Repeat("ab-", 30)
	for name, want := range map[string]string{
		"Open Day": "open-day", "  Open -- Day! ": "open-day", "C++": "c", "科技 创新": "科技-创新", "École": "école", "E\u0301cole": "école", "ＡＢＣ": "abc",
		"2019": "2019", long: strings.TrimRight(long[:maxSlug], "-"),
	} {
		got := TagSlug(name)
		if got != want || !events.IsTag(got) {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
	a, b := TagSlug("!!!"), TagSlug("???")
	if !strings.HasPrefix(a, "x-") || a == b || !events.IsTag(a) || TagSlug("!!!") != a {
		t.Errorf("names without a letter become %q and %q", a, b)
	}
}

func TestASCIISlug(t *testing.T) {
	for title, want := range map[string]string{
		"The Harbour Museum opens": "the-harbour-museum-opens", "Zoë’s café, 2nd floor": "zoes-cafe-2nd-floor", "a/b_c": "a-b-c", "{az}": "az", "@09:": "09", "浦江": "", "中A文z": "a-z",
		"--a--": "a", strings.Repeat("a", maxSlug+5): strings.Repeat("a", maxSlug), strings.Repeat("a", maxSlug-1) + " b": strings.Repeat("a", maxSlug-1),
	} {
		if got := ASCIISlug(title); got != want {
			t.Errorf("%q becomes %q, want %q", title, got, want)
		}
	}
}

// A name is the same each time, and of so many bytes.
func TestHash(t *testing.T) {
	if a := Hash("a", 5); a != Hash("a", 5) || a == Hash("b", 5) || len(a) != 8 || strings.ToLower(a) != a {
		t.Errorf("%q", a)
	}
	if a, b := Hash("a", 5), Hash("a", 10); len(b) != 16 || b[:8] != a {
		t.Errorf("%q and %q", a, b)
	}
}

func TestPicturesAreTold(t *testing.T) {
	for _, c := range []struct {
		kind, address string
		want          bool
	}{
		{"image/png", "https://x.example/a", true}, {"image/svg+xml", "", true}, {"image/vnd.ms-photo", "", true}, {"image/x-icon", "", true}, {"image/jp2", "", true},
		{"image/", "", false}, {"image/PNG", "", false}, {"image/a b", "", false}, {"image/a;b", "", false}, {"text/html", "https://x.example/a.png", false},
		{"", "https://x.example/a.png", true}, {"", "https://x.example/A.JPG?x=1", true}, {"", "https://x.example/a.html", false}, {"", "https://x.example/", false}, {"", "https://x.example/%zz.png", false},
	} {
		if got := IsPicture(c.kind, c.address); got != c.want {
			t.Errorf("%q at %q: %t", c.kind, c.address, got)
		}
	}
}

// A name that the record knows, in any language and case, is its tag; another
// becomes a tag of its own, once.
func TestTagNames(t *testing.T) {
	names := NewTagNames(&events.Site{Tags: []events.Tag{{Slug: "art", Name: events.Localised{"en": "Fine arts", "zh": "美术"}}}})
	for _, c := range []struct{ name, lang, want string }{
		{"Fine arts", "en", "art"}, {"美术", "zh", "art"}, {"FINE ARTS", "de", "art"}, {"art", "en", "art"}, {"Open Day", "en", "open-day"}, {"Open Day", "en", "open-day"},
	} {
		if got := names.Slug(c.name, c.lang); got != c.want {
			t.Errorf("%q is the tag %q, want %q", c.name, got, c.want)
		}
	}
	want := []events.Tag{{Slug: "open-day", Name: events.Localised{"en": "Open Day"}}}
	if diff := cmp.Diff(want, names.New()); diff != "" {
		t.Errorf("new tags (-want +got):\n%s", diff)
	}
}

// The slug of an event that brings none is readable where a title is ASCII, in
// whichever language, and ends in what its ID makes.
func TestSlugsOfEvents(t *testing.T) {
	end := "-" + Hash("x1", 5)
	for want, texts := range map[string]map[string]events.Text{
		"the-museum-opens": {"en": {Title: "The museum opens"}, "zh": {Title: "开馆"}},
		"ouverture":        {"fr": {Title: "Ouverture"}},
		"event":            {"zh": {Title: "开馆"}},
	} {
		if got := EventSlug(&events.Event{ID: "x1", Text: texts}); got != want+end {
			t.Errorf("%q, want %q", got, want+end)
		}
	}
}
