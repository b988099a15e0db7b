package picture_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/store/blob"
	"almanac.example/web/picture"
)

// shelf is a library over a folder, and a record that changes.
type shelf struct {
	*picture.Library
	blobs blob.Dir
	now   *timeline.Timeline
	rev   events.Rev
}

func newShelf(t testing.TB) *shelf {
	t.Helper()
	s := &shelf{blobs: blob.Dir(t.TempDir()), now: timeline.New()}
	var err error
	if s.Library, err = picture.New(s.blobs, func() *timeline.Timeline { return s.now }); err != nil {
		t.Fatal(err)
	}
	return s
}

// another is a library over the same folder and record, in which nothing was
// uploaded: that of another process.
func (s *shelf) another(t testing.TB) *picture.Library {
	t.Helper()
	l, err := picture.New(s.blobs, func() *timeline.Timeline { return s.now })
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// names has an entry of the status name the picture.
func (s *shelf) names(status events.Status, m events.Image) {
	s.rev++
	e := &events.Event{ID: "e", Slug: "e", Span: events.On(edtf.MustParse("2019")), Status: status, Image: &m, Text: map[string]events.Text{"en": {Title: "E"}}, Rev: s.rev}
	s.now = s.now.With(events.Batch{Rev: s.rev, At: time.Unix(int64(s.rev), 0), Events: []*events.Event{e}})
}

func get(l *picture.Library, path string, header ...string) (*httptest.ResponseRecorder, error) {
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return w, l.Send(w, r)
}

// quarters is a picture whose quarters have four colours: red and green above,
// blue and white below.
func quarters(w, h int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.Set(x, y, []color.NRGBA{{255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {255, 255, 255, 255}}[2*(2*y/h)+2*x/w])
		}
	}
	return m
}

// colours are the four quarters of a picture as letters, by rows.
func colours(t *testing.T, data []byte) string {
	t.Helper()
	m, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	out, b := "", m.Bounds()
	for _, at := range []image.Point{{1, 1}, {3, 1}, {1, 3}, {3, 3}} {
		r, g, bl, _ := m.At(b.Min.X+b.Dx()*at.X/4, b.Min.Y+b.Dy()*at.Y/4).RGBA()
		switch {
		case r > 0xc000 && g > 0xc000 && bl > 0xc000:
			out += "w"
		case r > 0xa000 && g < 0x6000:
			out += "r"
		case g > 0xa000 && r < 0x6000:
			out += "g"
		case bl > 0xa000 && r < 0x6000:
			out += "b"
		default:
			out += "?"
		}
	}
	return out
}

func encodePNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func encodeJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tiff is what a camera says: how it was held, and where it was.
func tiff(order binary.AppendByteOrder, orientation int) []byte {
	b := []byte("MM\x00*")
	if order.String() == "LittleEndian" {
		b = []byte("II*\x00")
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	for _, entry := range [][3]int{{0x010f, 2, 4}, {0x0112, 3, orientation}} { // the maker first
		b = order.AppendUint16(b, uint16(entry[0]))
		b = order.AppendUint16(b, uint16(entry[1]))
		b = order.AppendUint32(b, 1)
		b = order.AppendUint16(b, uint16(entry[2]))
		b = append(b, 0, 0)
	}
	return append(b, "GPS: 31.2304, 121.4737"...)
}

// jpegHeld is a JPEG whose camera was held so.
func jpegHeld(t testing.TB, m image.Image, exif []byte) []byte {
	data := encodeJPEG(t, m)
	segment := append([]byte("Exif\x00\x00"), exif...)
	head := binary.BigEndian.AppendUint16([]byte("\xff\xd8\xff\xe1"), uint16(len(segment)+2))
	return append(append(head, segment...), data[2:]...)
}

// pngHeld is the same as PNG.
func pngHeld(t testing.TB, m image.Image, exif []byte) []byte {
	data := encodePNG(t, m)
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(exif)))
	body := append([]byte("eXIf"), exif...)
	chunk = binary.BigEndian.AppendUint32(append(chunk, body...), crc32.ChecksumIEEE(body))
	const head = 8 + 25 // signature and IHDR
	return append(append(append([]byte{}, data[:head]...), chunk...), data[head:]...)
}

// TestUpright: a picture is kept as it is seen, however the camera was held, and
// says nothing of the camera any more.
func TestUpright(t *testing.T) {
	want := map[int]string{1: "rgbw", 2: "grwb", 3: "wbgr", 4: "bwrg", 5: "rbgw", 6: "brwg", 7: "wgbr", 8: "gwrb", 0: "rgbw", 9: "rgbw"}
	for o, colour := range want {
		for name, data := range map[string][]byte{
			"jpeg, big endian":    jpegHeld(t, quarters(64, 32), tiff(binary.BigEndian, o)),
			"jpeg, little endian": jpegHeld(t, quarters(64, 32), tiff(binary.LittleEndian, o)),
			"png":                 pngHeld(t, quarters(64, 32), tiff(binary.BigEndian, o)),
		} {
			s := newShelf(t)
			m, err := s.Keep(t.Context(), data)
			if err != nil {
				t.Fatalf("%s held %d: %v", name, o, err)
			}
			w, h := 64, 32
			if o >= 5 && o <= 8 {
				w, h = h, w
			}
			kept, err := s.blobs.Get(t.Context(), m.Blob)
			if err != nil {
				t.Fatal(err)
			}
			if got := colours(t, kept); got != colour || m.Width != w || m.Height != h {
				t.Errorf("%s held %d: kept as %s, %d by %d; want %s, %d by %d", name, o, got, m.Width, m.Height, colour, w, h)
			}
			if bytes.Contains(kept, []byte("GPS")) || bytes.Contains(kept, []byte("Exif")) || bytes.Contains(kept, []byte("eXIf")) {
				t.Errorf("%s held %d: what the camera said is kept", name, o)
			}
			if m.Length != int64(len(kept)) || blob.Name(kept) != m.Blob {
				t.Errorf("%s: %d bytes are kept as %+v", name, len(kept), m)
			}
		}
	}
}

// noise is a picture that no encoder makes small.
func noise(w, h int, alpha uint8) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	x := uint32(1)
	for i := range m.Pix {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		m.Pix[i] = uint8(x)
		if i%4 == 3 {
			m.Pix[i] = alpha
		}
	}
	return m
}

func unbase64(t testing.TB, s string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestKinds: photographs become JPEG, drawings and what something shows through
// become PNG, and nothing is larger than MaxSide.
func TestKinds(t *testing.T) {
	s := newShelf(t)
	for _, test := range []struct {
		name string
		data []byte
		want events.Image
	}{
		{"a jpeg", encodeJPEG(t, quarters(40, 20)), events.Image{Type: "image/jpeg", Width: 40, Height: 20}},
		{"a grey jpeg", encodeJPEG(t, image.NewGray(image.Rect(0, 0, 40, 20))), events.Image{Type: "image/png", Width: 40, Height: 20}},
		{"a drawing", encodePNG(t, quarters(40, 20)), events.Image{Type: "image/png", Width: 40, Height: 20}},
		{"a photograph as png", encodePNG(t, noise(700, 600, 255)), events.Image{Type: "image/jpeg", Width: 700, Height: 600}},
		{"one that shows through", encodePNG(t, noise(700, 600, 128)), events.Image{Type: "image/png", Width: 700, Height: 600}},
		{"a wide one", encodePNG(t, image.NewGray(image.Rect(0, 0, 5120, 4))), events.Image{Type: "image/png", Width: 2560, Height: 2}},
		{"a high one", encodePNG(t, image.NewGray(image.Rect(0, 0, 1, 5001))), events.Image{Type: "image/png", Width: 1, Height: 2560}},
		{"a lossy webp", unbase64(t, "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"), events.Image{Type: "image/jpeg", Width: 1, Height: 1}},
		{"a lossless webp", unbase64(t, "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="), events.Image{Type: "image/png", Width: 1, Height: 1}},
	} {
		got, err := s.Keep(t.Context(), test.data)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if test.want.Blob, test.want.Length = got.Blob, got.Length; fmt.Sprint(got) != fmt.Sprint(test.want) || got.Blob == "" {
			t.Errorf("%s: %+v\nwant %+v", test.name, got, test.want)
		}
		if again, err := s.Keep(t.Context(), test.data); err != nil || again.Blob != got.Blob {
			t.Errorf("%s: uploaded again it is another picture: %v, %v", test.name, again, err)
		}
		if told, err := s.Describe(t.Context(), got.Blob); err != nil || fmt.Sprint(told) != fmt.Sprint(got) {
			t.Errorf("%s: described as %+v, %v; kept as %+v", test.name, told, err, got)
		}
	}
}

const plainSVG = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40.5"><path d="M0 0h9"/></svg>`

func TestRefused(t *testing.T) {
	huge := encodePNG(t, quarters(8, 8))
	binary.BigEndian.PutUint32(huge[16:], 30_000) // IHDR: 30,000 by 8
	binary.BigEndian.PutUint32(huge[29:], crc32.ChecksumIEEE(huge[12:29]))
	many := encodePNG(t, quarters(8, 8))
	binary.BigEndian.PutUint32(many[16:], 10_000)
	binary.BigEndian.PutUint32(many[20:], 10_000)
	binary.BigEndian.PutUint32(many[29:], crc32.ChecksumIEEE(many[12:29]))
	whole := encodeJPEG(t, noise(200, 200, 255))
	for _, test := range []struct {
		name string
		data []byte
		logo bool
		want picture.Reason
	}{
		{"nothing", nil, false, picture.NoPicture},
		{"a text", []byte("GIF is no more than a text"), false, picture.NoPicture},
		{"a gif", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), false, picture.NoPicture},
		{"an svg as a picture", []byte(plainSVG), false, picture.NoPicture},
		{"too large", append(encodePNG(t, quarters(8, 8)), make([]byte, picture.MaxUpload)...), false, picture.TooLarge},
		{"too wide", huge, false, picture.TooMany},
		{"too many pixels", many, false, picture.TooMany},
		{"cut off", whole[:len(whole)/2], false, picture.Broken},
		{"only a head", whole[:4], false, picture.Broken},
		{"svg that is cut off", []byte(plainSVG[:60]), true, picture.Broken},
		{"svg with a script", []byte(strings.Replace(plainSVG, "<path", "<script>alert(1)</script><path", 1)), true, picture.Scripted},
		{"svg with a document type", []byte(strings.Replace(plainSVG, "<svg", `<!DOCTYPE svg [<!ENTITY a "b">]><svg`, 1)), true, picture.Scripted},
		{"svg in no namespace", []byte(strings.Replace(plainSVG, ` xmlns="http://www.w3.org/2000/svg"`, "", 1)), true, picture.NoPicture},
		{"svg that is too large", []byte(strings.Replace(plainSVG, "<path", strings.Repeat(" ", 256<<10)+"<path", 1)), true, picture.TooLarge},
		{"html with svg in it", []byte("<html><svg></svg></html>"), true, picture.NoPicture},
	} {
		s := newShelf(t)
		keep := s.Keep
		if test.logo {
			keep = s.KeepLogo
		}
		_, err := keep(t.Context(), test.data)
		var refused *picture.Refused
		var invalid *events.Invalid
		if !errors.As(err, &refused) || refused.Reason != test.want || !errors.As(err, &invalid) || invalid.Field("image") == "" {
			t.Errorf("%s: %v; want it refused for %q", test.name, err, test.want)
		}
		for name, err := range s.blobs.List(t.Context()) {
			t.Errorf("%s: kept all the same as %s, %v", test.name, name, err)
		}
	}
}

func TestWithoutAPlace(t *testing.T) {
	l, err := picture.New(nil, timeline.New)
	if err != nil {
		t.Fatal(err)
	}
	var refused *picture.Refused
	if _, err := l.Keep(t.Context(), encodePNG(t, quarters(8, 8))); !errors.As(err, &refused) || refused.Reason != picture.Homeless || l.Open() {
		t.Errorf("keeping: %v, open %v", err, l.Open())
	}
	if _, err := l.KeepLogo(t.Context(), []byte(plainSVG)); !errors.As(err, &refused) || refused.Reason != picture.Homeless {
		t.Errorf("keeping a logo: %v", err)
	}
	if _, err := l.Describe(t.Context(), strings.Repeat("0", 64)); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("describing: %v", err)
	}
}

// TestSizes: the address of each size gives it, with headers for ever; any other
// address gives nothing.
func TestSizes(t *testing.T) {
	s := newShelf(t)
	m, err := s.Keep(t.Context(), encodePNG(t, quarters(2000, 1000)))
	if err != nil {
		t.Fatal(err)
	}
	s.names(events.Published, m)
	l := s.another(t)
	for want, width := range map[int]int{0: 2000, 1: 320, 320: 320, 321: 640, 640: 640, 700: 1280, 1280: 1280, 1281: 2000, 5000: 2000} {
		path := feeds.PicturePath(&m, want)
		if want, wanted := width, fmt.Sprintf("/media/%s-%d.png", m.Blob, width); path != wanted {
			t.Errorf("the path of width %d is %s; want %s", want, path, wanted)
			continue
		}
		w, err := get(l, path)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		c, _, err := image.DecodeConfig(w.Body)
		if err != nil || c.Width != width || c.Height != width/2 {
			t.Errorf("%s is %d by %d, %v", path, c.Width, c.Height, err)
		}
		h := w.Header()
		for field, value := range map[string]string{
			"Content-Type": "image/png", "Cache-Control": "public, max-age=31536000, immutable", "Etag": fmt.Sprintf(`"%s-%d"`, m.Blob, width),
			"Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*",
			"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
		} {
			if h.Get(field) != value {
				t.Errorf("%s: %s is %q; want %q", path, field, h.Get(field), value)
			}
		}
		if w, err := get(l, path, "If-None-Match", h.Get("Etag")); err != nil || w.Code != http.StatusNotModified {
			t.Errorf("%s asked for again: %d, %v", path, w.Code, err)
		}
	}
	w, err := get(l, feeds.PicturePath(&m, 320))
	if err != nil || colours(t, w.Body.Bytes()) != "rgbw" {
		t.Errorf("the small one is not the picture: %v", err)
	}
	for _, path := range []string{
		"", m.Blob, m.Blob + ".png", m.Blob + "-320", m.Blob + "-320.jpg", m.Blob + "-320.svg", m.Blob + "-320.gif", m.Blob + "-321.png", m.Blob + "-1999.png", m.Blob + "-0.png",
		m.Blob + "-0320.png", m.Blob + "-+320.png", m.Blob + "--320.png", m.Blob + "-99999999999999999999.png", "../" + m.Blob + "-320.png", strings.Repeat("0", 64) + "-320.png",
	} {
		if w, err := get(l, "/media/"+path); !errors.Is(err, events.ErrNotFound) {
			t.Errorf("%s gives %d, %v; want ErrNotFound", path, w.Code, err)
		}
	}
}

// TestWhoIsShown: readers see what an entry or the site names, and no longer
// once that is withdrawn.
func TestWhoIsShown(t *testing.T) {
	s := newShelf(t)
	m, err := s.Keep(t.Context(), encodePNG(t, quarters(8, 8)))
	if err != nil {
		t.Fatal(err)
	}
	path := feeds.PicturePath(&m, 0)
	if _, err := get(s.Library, path); err != nil {
		t.Errorf("who has just uploaded it does not see it: %v", err)
	}
	l := s.another(t)
	see := func(when string, want bool) {
		t.Helper()
		if _, err := get(l, path); (err == nil) != want || err != nil && !errors.Is(err, events.ErrNotFound) {
			t.Errorf("%s: %v", when, err)
		}
	}
	see("named by nothing", false)
	for _, test := range []struct {
		status events.Status
		shown  bool
	}{{events.Draft, true}, {events.Published, true}, {events.Withdrawn, false}, {events.Cancelled, true}, {events.Tentative, true}, {events.Deleted, false}} {
		s.names(test.status, m)
		see(string(test.status), test.shown)
	}
	s.rev++
	site := (&events.Site{Authority: "example.org", Logo: feeds.PicturePath(&m, 0)}).Document(events.DocumentSite)
	site.Rev = s.rev
	s.now = s.now.With(events.Batch{Rev: s.rev, Documents: []*events.Document{&site}})
	see("as the site's logo", true)
	if f, err := l.Thumbnail(t.Context(), m.Blob); err != nil || colours(t, f.Body) != "rgbw" || f.Media != "image/png" {
		t.Errorf("the thumbnail: %v, %v", f.Media, err)
	}
}

func TestLogo(t *testing.T) {
	s := newShelf(t)
	for name, test := range map[string]struct {
		data string
		w, h int
	}{
		"a view box":        {plainSVG, 120, 41},
		"width and height":  {strings.Replace(plainSVG, "viewBox", `width="30px" height="20" viewBox`, 1), 30, 20},
		"width alone":       {strings.Replace(plainSVG, "viewBox", `width="30" viewBox`, 1), 120, 41},
		"per cent":          {strings.Replace(plainSVG, "viewBox", `width="100%" height="100%" viewBox`, 1), 120, 41},
		"no size":           {strings.Replace(plainSVG, "viewBox", "other", 1), 0, 0},
		"a broken view box": {strings.Replace(plainSVG, "0 0 120 40.5", "0 0 NaN 9", 1), 0, 0},
		"three numbers":     {strings.Replace(plainSVG, "0 0 120 40.5", "0 0 9", 1), 0, 0},
	} {
		m, err := s.KeepLogo(t.Context(), []byte(test.data))
		if err != nil || m.Width != test.w || m.Height != test.h || m.Type != "image/svg+xml" {
			t.Errorf("%s: %+v, %v; want %d by %d", name, m, err, test.w, test.h)
			continue
		}
		w, err := get(s.Library, feeds.PicturePath(&m, 0))
		if err != nil || w.Body.String() != test.data || w.Header().Get("Content-Type") != "image/svg+xml" || !strings.Contains(w.Header().Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("%s: answered with %v, %v", name, w.Header(), err)
		}
		if told, err := s.Describe(t.Context(), m.Blob); err != nil || fmt.Sprint(told) != fmt.Sprint(m) {
			t.Errorf("%s: described as %+v, %v", name, told, err)
		}
	}
	m, err := s.KeepLogo(t.Context(), encodePNG(t, quarters(8, 8)))
	if err != nil || m.Type != "image/png" {
		t.Errorf("a logo as PNG: %+v, %v", m, err)
	}
}

// TestKeptRubbish: a blob that is no picture is not shown, whatever names it.
func TestKeptRubbish(t *testing.T) {
	s := newShelf(t)
	name, err := s.blobs.Put(t.Context(), []byte("<html>"))
	if err != nil {
		t.Fatal(err)
	}
	s.names(events.Published, events.Image{Blob: name})
	if w, err := get(s.Library, "/media/"+name+"-320.jpg"); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("it gives %d, %v", w.Code, err)
	}
	if name, err = s.blobs.Put(t.Context(), encodePNG(t, quarters(900, 900))[:200]); err != nil {
		t.Fatal(err)
	}
	s.names(events.Published, events.Image{Blob: name})
	if w, err := get(s.Library, "/media/"+name+"-320.png"); err == nil || errors.Is(err, events.ErrNotFound) {
		t.Errorf("a damaged one gives %d, %v", w.Code, err)
	}
}

// FuzzKeep: whatever is uploaded is taken or refused.
func FuzzKeep(f *testing.F) {
	f.Add(jpegHeld(f, quarters(8, 8), tiff(binary.BigEndian, 6)), false)
	f.Add(pngHeld(f, quarters(8, 8), tiff(binary.LittleEndian, 3)), false)
	f.Add([]byte(plainSVG), true)
	f.Add(unbase64(f, "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"), false)
	s := newShelf(f)
	f.Fuzz(func(t *testing.T, data []byte, logo bool) {
		keep := s.Keep
		if logo {
			keep = s.KeepLogo
		}
		m, err := keep(t.Context(), data)
		var refused *picture.Refused
		if err != nil && !errors.As(err, &refused) {
			t.Fatal(err)
		}
		if err == nil && (m.Blob == "" || m.Length == 0 || m.Type != "image/svg+xml" && (m.Width < 1 || m.Width > picture.MaxSide || m.Height < 1 || m.Height > picture.MaxSide)) {
			t.Errorf("kept as %+v", m)
		}
	})
}

// TestDelete removes a picture with all that is ready of it, although an entry
// still names it and it was put here just now.
func TestDelete(t *testing.T) {
	s := newShelf(t)
	kept, err := s.Keep(t.Context(), encodePNG(t, quarters(900, 40)))
	if err != nil {
		t.Fatal(err)
	}
	other, err := s.Keep(t.Context(), encodePNG(t, quarters(901, 40)))
	if err != nil {
		t.Fatal(err)
	}
	address := func(m events.Image, width int) string { return fmt.Sprintf("/media/%s-%d.png", m.Blob, width) }
	s.names(events.Published, kept)
	if _, err := get(s.Library, address(kept, 320)); err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), kept.Blob); err != nil {
		t.Fatal(err)
	}
	if _, err := get(s.Library, address(kept, 320)); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("a size that was ready: %v", err)
	}
	if there, err := s.blobs.Has(t.Context(), kept.Blob); there || err != nil {
		t.Errorf("it is kept: %v, %v", there, err)
	}
	s.names(events.Published, events.Image{})
	if _, err := get(s.Library, address(other, 320)); err != nil {
		t.Errorf("another one: %v", err)
	}
	if err := s.Delete(t.Context(), kept.Blob); err != nil {
		t.Errorf("again: %v", err)
	}
	nowhere, err := picture.New(nil, timeline.New)
	if err != nil {
		t.Fatal(err)
	}
	if err := nowhere.Delete(t.Context(), kept.Blob); err != nil {
		t.Errorf("without a place: %v", err)
	}
}
