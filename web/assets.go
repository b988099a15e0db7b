package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/go-chi/chi/v5"

	"almanac.example/events"
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

// path is where the named asset is served; a name that is no asset is a
// mistake in a template and shows as a broken link in its test.
func (a *assets) path(name string) string { return a.paths[name] }

func (s *Server) getAsset(w http.ResponseWriter, r *http.Request) error {
	rep, ok := s.assets.files[chi.URLParam(r, "name")]
	if !ok {
		return events.ErrNotFound
	}
	return rep.Send(w, r)
}

func (s *Server) notFound(http.ResponseWriter, *http.Request) error { return events.ErrNotFound }
