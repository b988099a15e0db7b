package picture

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/feeds"
	"almanac.example/web/reply"
)

// policy lets a picture do nothing, should somebody open it as a page: an SVG
// could hold scripts.
const policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

// Send answers with the picture that the path names, below feeds.MediaPath. It
// has written nothing when it returns an error.
func (l *Library) Send(w http.ResponseWriter, r *http.Request) error {
	a, ok := parse(strings.TrimPrefix(r.URL.Path, feeds.MediaPath))
	if !ok || !l.visible(a.name) {
		return fmt.Errorf("picture %.100q: %w", r.URL.Path, events.ErrNotFound)
	}
	f, err := l.at(r, a)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", f.Media)
	h.Set("Cache-Control", reply.Immutable)
	h.Set("Etag", `"`+a.name+"-"+strconv.Itoa(a.width)+`"`)
	h.Set("Content-Security-Policy", policy)
	h.Set("Cross-Origin-Resource-Policy", "cross-origin") // feeds are read on other sites
	h["Access-Control-Allow-Origin"] = reply.AnyOrigin
	h.Del(reply.RequestID) // caches answer many requests with it
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.Body))
	return nil
}

// asked is what an address names.
type asked struct {
	name  string
	width int
	ext   string
}

// extensions are those that an address may have, with the media type of the file.
var extensions = map[string]string{".jpg": jpegType, ".png": pngType, ".svg": svgType}

// parse reads SHA256-WIDTH.ext.
func parse(path string) (a asked, ok bool) {
	dot := strings.LastIndexByte(path, '.')
	if dot < 0 {
		return a, false
	}
	a.ext = path[dot:]
	name, width, ok := strings.Cut(path[:dot], "-")
	n, err := strconv.Atoi(width)
	if !ok || err != nil || n < 0 || n > maxUploadSide || strconv.Itoa(n) != width || extensions[a.ext] == "" {
		return a, false
	}
	a.name, a.width = name, n
	return a, true
}

// NameIn is the name of the picture that an address of this site names, such as
// /media/SHA256-WIDTH.ext; "" if it names none.
func NameIn(address string) string {
	path, ok := strings.CutPrefix(address, feeds.MediaPath)
	a, named := parse(path)
	if !ok || !named {
		return ""
	}
	return a.name
}

// at is the picture under an address. There is one address for each size, so that
// nothing can ask for more sizes than there are: those of feeds.PictureWidths,
// and the whole under its own width.
func (l *Library) at(r *http.Request, a asked) (File, error) {
	width := 0
	if slices.Contains(feeds.PictureWidths(), a.width) {
		width = a.width
	}
	f, err := l.sized(r.Context(), reply.Network(r), a.name, width)
	if err != nil {
		return f, err
	}
	if extensions[a.ext] != f.Media || width == 0 && f.whole != 0 && f.whole != a.width {
		return f, fmt.Errorf("picture %s has no size %d as %s: %w", a.name, a.width, a.ext, events.ErrNotFound)
	}
	return f, nil
}
