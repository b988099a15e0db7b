package feeds

import (
	"testing"

	"almanac.example/events"
)

func TestPicture(t *testing.T) {
	kept := func(width int, mime string) *events.Image {
		return &events.Image{Blob: "b10b", Width: width, Type: mime}
	}
	site := &Site{BaseURL: "https://example.org"}
	for _, c := range []struct {
		why   string
		image *events.Image
		width int
		want  string
	}{
		{"none", nil, 320, ""},
		{"somebody else's", &events.Image{URL: "https://other.example/a.jpg"}, 320, "https://other.example/a.jpg"},
		{"whole", kept(2000, ""), 0, "https://example.org/media/b10b-2000.jpg"},
		{"the smallest that is wide enough", kept(2000, ""), 321, "https://example.org/media/b10b-640.jpg"},
		{"just so wide", kept(2000, ""), 320, "https://example.org/media/b10b-320.jpg"},
		{"the first of the widths", kept(2000, ""), 1, "https://example.org/media/b10b-320.jpg"},
		{"wider than any", kept(2000, ""), 1281, "https://example.org/media/b10b-2000.jpg"},
		{"never enlarged", kept(500, "image/jpeg"), 600, "https://example.org/media/b10b-500.jpg"},
		{"as wide as one of the widths", kept(640, ""), 640, "https://example.org/media/b10b-640.jpg"},
		{"of unknown width", kept(0, "image/png"), 0, "https://example.org/media/b10b-1280.png"},
		{"a drawing", kept(100, "image/svg+xml"), 320, "https://example.org/media/b10b-100.svg"},
	} {
		t.Run(c.why, func(t *testing.T) {
			if got := site.Picture(c.image, c.width); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
