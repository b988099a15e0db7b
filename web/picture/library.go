package picture

import (
	"context"
	"fmt"
	"image"
	"net/netip"
	"slices"
	"strings"
	"sync"

	"github.com/maypok86/otter/v2"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/web/reply"
)

// Blobs keeps files by their SHA-256; blob.Store is one. What is not there is
// events.ErrNotFound.
type Blobs interface {
	Put(ctx context.Context, data []byte) (name string, err error)
	Get(ctx context.Context, name string) ([]byte, error)
	Delete(ctx context.Context, name string) error
}

// Library is the pictures of a record. It may be used by any number of
// goroutines.
type Library struct {
	blobs Blobs
	now   func() *timeline.Timeline

	upload  chan struct{} // holds a place while a picture is read: that takes much memory
	resize  *reply.Lane
	ready   *otter.Cache[string, File] // by blob and width
	fresh   *fresh
	mu      sync.Mutex
	named   map[string]bool // blobs that readers may see
	namedAt *timeline.Timeline
}

// File is a picture as it is sent.
type File struct {
	Body  []byte
	Media string // media type
	whole int    // width of the picture of which this is a size; 0: of an SVG
}

const (
	// MaxSide bounds what is kept, in pixels a side: twice what fills a screen.
	MaxSide = 2560

	readyBytes  = 48 << 20 // of files kept in memory
	resizeQueue = 64
)

// New prepares a library. blobs may be nil: then there are no pictures, and none
// are taken.
func New(blobs Blobs, now func() *timeline.Timeline) (*Library, error) {
	l := &Library{blobs: blobs, now: now, upload: make(chan struct{}, 1), resize: reply.NewLane(1, resizeQueue), fresh: &fresh{}}
	var err error
	l.ready, err = otter.New(&otter.Options[string, File]{
		MaximumWeight: readyBytes,
		Weigher:       func(key string, f File) uint32 { return uint32(min(1<<31, len(f.Body)+len(key)+256)) },
	})
	if err != nil {
		return nil, fmt.Errorf("preparing the pictures: %w", err)
	}
	return l, nil
}

// Open reports whether pictures can be kept.
func (l *Library) Open() bool { return l.blobs != nil }

// Keep takes an uploaded picture and returns it as an event names it, without
// words. A *Refused says why it is not taken.
func (l *Library) Keep(ctx context.Context, data []byte) (events.Image, error) {
	switch {
	case l.blobs == nil:
		return events.Image{}, &Refused{Homeless}
	case len(data) > MaxUpload:
		return events.Image{}, &Refused{TooLarge}
	}
	select {
	case l.upload <- struct{}{}:
		defer func() { <-l.upload }()
	case <-ctx.Done():
		return events.Image{}, context.Cause(ctx)
	}
	m, f, err := decode(data)
	if err != nil {
		return events.Image{}, err
	}
	w, h := fitted(m.Bounds().Dx(), m.Bounds().Dy(), MaxSide, MaxSide)
	clean := upright(shrink(m, w, h), orientation(f.exif(data)))
	_, camera := m.(*image.YCbCr) // JPEG, and WebP of the lossy kind
	body, media, err := encode(clean, camera)
	if err != nil {
		return events.Image{}, err
	}
	return l.keep(ctx, body, events.Image{Type: media, Width: clean.Bounds().Dx(), Height: clean.Bounds().Dy()})
}

// KeepLogo is Keep for the site's own sign, which may be SVG: that is kept as it
// is.
func (l *Library) KeepLogo(ctx context.Context, data []byte) (events.Image, error) {
	if _, known := sniff(data); known || l.blobs == nil || !looksLikeSVG(data) {
		return l.Keep(ctx, data)
	}
	w, h, err := readSVG(data)
	if err != nil {
		return events.Image{}, err
	}
	return l.keep(ctx, data, events.Image{Type: svgType, Width: w, Height: h})
}

func (l *Library) keep(ctx context.Context, body []byte, m events.Image) (events.Image, error) {
	name, err := l.blobs.Put(ctx, body)
	if err != nil {
		return events.Image{}, err
	}
	m.Blob, m.Length = name, int64(len(body))
	l.fresh.add(name)
	return m, nil
}

// Delete removes a picture for good, and what this process has ready of it. One
// that is not there is removed already.
func (l *Library) Delete(ctx context.Context, name string) error {
	if l.blobs == nil {
		return nil
	}
	l.fresh.remove(name)
	err := l.blobs.Delete(ctx, name)
	for key := range l.ready.Keys() {
		if strings.HasPrefix(key, name+"-") {
			l.ready.Invalidate(key)
		}
	}
	return err
}

// Describe is a kept picture as an event names it, without words.
func (l *Library) Describe(ctx context.Context, name string) (events.Image, error) {
	data, media, err := l.original(ctx, name)
	if err != nil {
		return events.Image{}, err
	}
	m := events.Image{Blob: name, Type: media, Length: int64(len(data))}
	if media == svgType {
		m.Width, m.Height, err = readSVG(data)
		return m, err
	}
	f, _ := sniff(data)
	c, err := f.config(data)
	m.Width, m.Height = c.Width, c.Height
	return m, damaged(name, err)
}

// original is a picture as it is kept. A blob that is none of its kinds was not
// put there by Keep, and counts as not found.
func (l *Library) original(ctx context.Context, name string) (data []byte, media string, err error) {
	if l.blobs == nil {
		return nil, "", fmt.Errorf("picture %.80q: %w", name, events.ErrNotFound)
	}
	if data, err = l.blobs.Get(ctx, name); err != nil {
		return nil, "", err
	}
	f, known := sniff(data)
	switch {
	case known && (f.media == jpegType || f.media == pngType):
		return data, f.media, nil
	case !known && looksLikeSVG(data):
		return data, svgType, nil
	}
	return nil, "", fmt.Errorf("picture %.80q is of no kind that is shown: %w", name, events.ErrNotFound)
}

// Thumbnail is a small picture of one that is kept, whoever may see it.
func (l *Library) Thumbnail(ctx context.Context, name string) (File, error) {
	return l.sized(ctx, netip.Prefix{}, name, feeds.PictureWidths()[0])
}

// sized is a picture at most so many pixels wide; 0 is the whole one. Making one
// waits for its turn; reply.ErrBusy says that too many do.
func (l *Library) sized(ctx context.Context, from netip.Prefix, name string, width int) (File, error) {
	key := fmt.Sprintf("%s-%d", name, width)
	if f, ok := l.ready.GetIfPresent(key); ok {
		return f, nil
	}
	leave, err := l.resize.Enter(ctx, from)
	if err != nil {
		return File{}, err
	}
	defer leave()
	if f, ok := l.ready.GetIfPresent(key); ok {
		return f, nil // made while this one waited
	}
	f, err := l.make(ctx, name, width)
	if err == nil {
		l.ready.Set(key, f)
	}
	return f, err
}

func (l *Library) make(ctx context.Context, name string, width int) (File, error) {
	data, media, err := l.original(ctx, name)
	if err != nil || media == svgType {
		return File{Body: data, Media: media}, err
	}
	f, _ := sniff(data)
	whole, err := f.config(data)
	if err != nil || width == 0 || whole.Width <= width {
		return File{data, media, whole.Width}, damaged(name, err)
	}
	m, _, err := decode(data)
	if err != nil {
		return File{}, damaged(name, err)
	}
	w, h := fitted(whole.Width, whole.Height, width, maxUploadSide)
	body, media, err := encodeAs(shrink(m, w, h), media)
	return File{body, media, whole.Width}, err
}

// damaged is the error of a kept picture that cannot be read.
func damaged(name string, err error) error {
	if err != nil {
		return fmt.Errorf("picture %s cannot be read: %v", name, err) //nolint:errorlint // it is no fault of who asks
	}
	return nil
}

// visible reports whether readers may see a picture: an entry that was not
// withdrawn names it, or the site does, or it was put here just now by somebody
// who is about to have an entry name it.
func (l *Library) visible(name string) bool {
	t := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.namedAt != t {
		l.named, l.namedAt = namedIn(t), t
	}
	return l.named[name] || l.fresh.has(name)
}

func namedIn(t *timeline.Timeline) map[string]bool {
	named := map[string]bool{}
	for _, e := range t.All() {
		if e.Image != nil && e.Image.Blob != "" && e.Status != events.Withdrawn && e.Status != events.Deleted {
			named[e.Image.Blob] = true
		}
	}
	if site := t.Site(); site != nil && site.Logo != "" {
		named[NameIn(site.Logo)] = true
	}
	return named
}

// fresh are the newest uploads of this process.
type fresh struct {
	mu    sync.Mutex
	names []string
}

// mostFresh is how many uploads are remembered.
const mostFresh = 100

func (f *fresh) add(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.names = append(f.names, name)
	f.names = slices.Clone(f.names[max(0, len(f.names)-mostFresh):])
}

func (f *fresh) remove(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.names = slices.DeleteFunc(slices.Clone(f.names), func(n string) bool { return n == name })
}

func (f *fresh) has(name string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Contains(f.names, name)
}
