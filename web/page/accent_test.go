package page

import (
	"regexp"
	"strings"
	"testing"
)

// TestAccentsCanBeRead holds the contrast of whatever colour an institution has, in
// both themes: as text, on a filled button, and as a mark.
func TestAccentsCanBeRead(t *testing.T) {
	declared := regexp.MustCompile(`--([a-z0-9]+):(#[0-9a-f]{6})`)
	for _, accent := range []string{"#000000", "#ffffff", "#ffff00", "#0000ff", "#ff0000", "#00ff00", "#b3261e", "#808080", "#0b6e54", "#fbfcfa", "#0f1513", "#ffd1dc"} {
		css := accentCSS(accent)
		light, dark, ok := strings.Cut(css, "prefers-color-scheme:dark")
		if !ok {
			t.Fatal(css)
		}
		onLight, onDark := Accents(accent)
		for theme, part := range map[string]string{"light": light, "dark": dark} {
			if shown := map[string]string{"light": onLight, "dark": onDark}[theme]; !strings.Contains(part, "--green:"+shown) {
				t.Errorf("%s, %s: %s is shown and the pages have another", accent, theme, shown)
			}
			paper := map[string]rgb{"light": lightPaper, "dark": darkPaper}[theme]
			tone := map[string]rgb{}
			for _, m := range declared.FindAllStringSubmatch(part, -1) {
				tone[m[1]] = rgbOf(m[2])
			}
			for _, c := range []struct {
				what     string
				of, on   rgb
				contrast float64
			}{
				{"text", tone["green"], paper, 4.5}, {"text on a tinted ground", tone["green"], tone["wash"], 4.5},
				{"a button", tone["on"], tone["green"], 4.5}, {"a mark's edge", tone["edge"], paper, 3},
			} {
				if got := contrast(c.of, c.on); got < c.contrast {
					t.Errorf("%s, %s: %s has a contrast of %.2f", accent, theme, c.what, got)
				}
			}
		}
	}
	// A colour that can be read as it is stays as it is.
	if css := accentCSS("#b3261e"); !strings.Contains(css, ":root{--green:#b3261e;") {
		t.Errorf("the accent was changed: %s", css)
	}
}

func TestColours(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{{"#000000", "#ffffff", 21}, {"#ffffff", "#ffffff", 1}, {"#777777", "#ffffff", 4.48}, {"#0000ff", "#ffffff", 8.59}} {
		if got := contrast(rgbOf(c.a), rgbOf(c.b)); got < c.want-0.01 || got > c.want+0.01 {
			t.Errorf("%s on %s: %.2f, want %.2f", c.a, c.b, got, c.want)
		}
	}
	for text, want := range map[string]string{"#0a5c8f": "#0a5c8f", "#ffffff": "#ffffff", "red": "#000000", "#gggggg": "#000000"} {
		if got := rgbOf(text).String(); got != want {
			t.Errorf("%s is %s", text, got)
		}
	}
	if got := rgbOf("#000000").mixed(rgbOf("#ffffff"), 0.2).String(); got != "#333333" {
		t.Errorf("mixed %s", got)
	}
}

func TestAssetsInAnAccent(t *testing.T) {
	a, err := newAssets()
	if err != nil {
		t.Fatal(err)
	}
	p := &Pages{assets: a}
	plain, red := a.path("almanac.css", ""), a.path("almanac.css", "#b3261e")
	if plain == red || red != a.path("almanac.css", "#b3261e") {
		t.Errorf("%s and %s", plain, red)
	}
	if a.path("app.js", "#b3261e") != a.path("app.js", "") || a.path("nothing", "#b3261e") != "" {
		t.Error("a file without colours has two names, or there is one that is not")
	}
	other, err := newAssets()
	if err != nil {
		t.Fatal(err)
	}
	// Another process, which has not made a page in that accent yet, knows the file.
	if _, ok := (&Pages{assets: other}).Asset(strings.TrimPrefix(red, "/static/"), "#b3261e"); !ok {
		t.Error("another process does not know the style sheet")
	}
	if _, ok := p.Asset("almanac.css", "#b3261e"); ok {
		t.Error("a name without a hash is served")
	}
	if icon, ok := p.Icon("#b3261e"); !ok || icon == nil {
		t.Error("no icon")
	}
}
