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
	"sync"

	"almanac.example/web/reply"
)

//go:embed static
var staticFiles embed.FS

// assets are the embedded files, each under a name that changes with its
// content, so that browsers may keep them for ever.
type assets struct {
	bodies map[string][]byte // by name: "almanac.css"

	mu    sync.RWMutex
	paths map[assetName]string             // "/static/almanac.1f2e3d4c5b.css"
	files map[string]*reply.Representation // by hashed name
}

// assetName is a file as a site with an accent has it; accent is #rrggbb or "".
type assetName struct{ name, accent string }

func newAssets() (*assets, error) {
	a := &assets{bodies: map[string][]byte{}, paths: map[assetName]string{}, files: map[string]*reply.Representation{}}
	err := fs.WalkDir(staticFiles, "static", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := staticFiles.ReadFile(name)
		if err != nil {
			return err
		}
		name = strings.TrimPrefix(name, "static/")
		a.bodies[name] = body
		a.add(assetName{name, ""}, body)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the embedded assets: %w", err)
	}
	return a, nil
}

func (a *assets) add(n assetName, body []byte) string {
	sum := sha256.Sum256(body)
	ext := path.Ext(n.name)
	hashed := strings.TrimSuffix(n.name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
	rep := reply.New(body, reply.Facts{MediaType: mediaType(ext), CacheControl: reply.Immutable, Public: true})
	a.mu.Lock()
	defer a.mu.Unlock()
	a.paths[n], a.files[hashed] = "/static/"+hashed, rep
	return a.paths[n]
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
// in a template and shows as a broken link in its test. What it looks like in an
// accent is made when it is first asked for, and then stays.
func (a *assets) path(name, accent string) string {
	n := assetName{name, accent}
	a.mu.RLock()
	at, ok := a.paths[n]
	a.mu.RUnlock()
	body, is := a.bodies[name]
	if ok || !is {
		return at
	}
	return a.add(n, accented(name, body, accent))
}

// file is the asset with a hashed name.
func (a *assets) file(hashed string) (*reply.Representation, bool) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	rep, ok := a.files[hashed]
	return rep, ok
}

// Asset is the embedded file that is served under a name below /static/, for a
// site that has the accent.
func (p *Pages) Asset(name, accent string) (*reply.Representation, bool) {
	rep, ok := p.assets.file(name)
	if !ok && accent != "" { // another process has made the page
		for own := range p.assets.bodies {
			p.assets.path(own, accent)
		}
		rep, ok = p.assets.file(name)
	}
	return rep, ok
}

// AssetPath is where an embedded file is served, below the site's own path.
func (p *Pages) AssetPath(name string) string { return p.assets.path(name, "") }

// Icon is the site's icon in its accent.
func (p *Pages) Icon(accent string) (*reply.Representation, bool) {
	return p.assets.file(strings.TrimPrefix(p.assets.path("favicon.svg", accent), "/static/"))
}

// Component is the web component that shows a frame on another site's page.
func Component() ([]byte, error) {
	body, err := staticFiles.ReadFile("static/embed.js")
	if err != nil {
		return nil, fmt.Errorf("reading the web component: %w", err)
	}
	return body, nil
}
