package page

import (
	"encoding/json"
	"fmt"

	"almanac.example/web/words"
)

// manifest is the web application manifest (W3C).
type manifest struct {
	Name       string         `json:"name"`
	ShortName  string         `json:"short_name"`
	StartURL   string         `json:"start_url"`
	Scope      string         `json:"scope"`
	Display    string         `json:"display"`
	Lang       string         `json:"lang"`
	Background string         `json:"background_color"`
	Theme      string         `json:"theme_color"`
	Icons      []manifestIcon `json:"icons"`
}

type manifestIcon struct {
	Src   string `json:"src"`
	Sizes string `json:"sizes"`
	Type  string `json:"type"`
}

// Manifest describes the site in the visit's language to a browser that installs
// it.
func (p *Pages) Manifest(v *Visit) ([]byte, error) {
	b, err := json.Marshal(manifest{
		Name: v.siteName().Text, ShortName: faceOf(v).Brand.Text, StartURL: v.link("/", nil), Scope: v.root + "/", Display: "browser",
		Lang: words.Tag(v.Lang), Background: "#fbfcfa", Theme: v.themeColor(),
		Icons: []manifestIcon{{v.asset("favicon.svg"), "any", "image/svg+xml"}},
	})
	if err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	return b, nil
}
