package feeds

import (
	"slices"
	"strconv"

	"almanac.example/events"
)

// MediaPath begins the addresses of the pictures that the server keeps itself.
const MediaPath = "/media/"

// PictureWidths are the widths in pixels in which such a picture is to be had,
// beside its own.
func PictureWidths() []int { return []int{320, 640, 1280} }

// PicturePath is the path of a kept picture at least so many pixels wide, or of
// the whole one if width is 0 or there is none so wide. The answer never
// changes.
func PicturePath(m *events.Image, width int) string {
	widths := PictureWidths()
	own := m.Width
	if own == 0 {
		own = widths[len(widths)-1] // whoever imported it did not say
	}
	if at := slices.IndexFunc(widths, func(w int) bool { return w >= width }); width > 0 && at >= 0 && widths[at] < own {
		own = widths[at]
	}
	ext := ".jpg"
	switch m.Type {
	case "image/png":
		ext = ".png"
	case "image/svg+xml":
		ext = ".svg"
	}
	return MediaPath + m.Blob + "-" + strconv.Itoa(own) + ext
}

// Picture is the address of a picture: its own, or that of PicturePath on this
// site; "" if there is none.
func (s *Site) Picture(m *events.Image, width int) string {
	switch {
	case m == nil:
		return ""
	case m.Blob != "":
		return s.BaseURL + PicturePath(m, width)
	}
	return m.URL
}
