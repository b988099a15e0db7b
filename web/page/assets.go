package page

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"strings"

	"almanac.example/web/reply"
)

//go:embed static
var staticFiles embed.FS

// assets are the embedded files, each under a name that changes with its
// content, so that browsers may keep them for ever.
type assets struct {
	paths map[string]string                // "almanac.css" → "/static/almanac.1f2e3d4c5b.css"
	files map[string]*reply.Representation // by hashed name
}

func newAssets() (*assets, error) {
	a := &assets{paths: map[string]string{}, files: map[string]*reply.Representation{}}
	err := fs.WalkDir(staticFiles, "static", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := staticFiles.ReadFile(name)
		if err != nil {
			return err
		}
		a.add(strings.TrimPrefix(name, "static/"), body)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the embedded assets: %w", err)
	}
	return a, nil
}

func (a *assets) add(name string, body []byte) {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	hashed := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
	a.paths[name] = "/static/" + hashed
	a.files[hashed] = reply.New(body, reply.Facts{MediaType: mediaType(ext), CacheControl: reply.Immutable, Public: true})
}

// mediaType does not ask the machine's own table, which differs between
// machines.
func mediaType(ext string) string {
	switch ext {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".webmanifest":
		return "application/manifest+json"
	}
	if t := mime.TypeByExtension(ext); t != "" {
		return t
	}
	return "application/octet-stream"
}

// path is where the named asset is served; a name that is no asset is a mistake
// in a template and shows as a broken link in its test.
func (a *assets) path(name string) string { return a.paths[name] }

// Asset is the embedded file that is served under a name below /static/.
func (p *Pages) Asset(name string) (*reply.Representation, bool) {
	rep, ok := p.assets.files[name]
	return rep, ok
}

// AssetPath is where an embedded file is served, below the site's own path.
func (p *Pages) AssetPath(name string) string { return p.assets.path(name) }

// Icon is the site's icon.
func (p *Pages) Icon() (*reply.Representation, bool) {
	return p.Asset(strings.TrimPrefix(p.assets.path("favicon.svg"), "/static/"))
}

// Component is the web component that shows a frame on another site's page.
func Component() ([]byte, error) {
	body, err := staticFiles.ReadFile("static/embed.js")
	if err != nil {
		return nil, fmt.Errorf("reading the web component: %w", err)
	}
	return body, nil
}
