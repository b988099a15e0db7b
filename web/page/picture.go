package page

import (
	"net/url"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/feeds"
	"almanac.example/web/words"
)

// eventImage is the picture of an entry.
type eventImage struct {
	Src    string // only if it is on this site
	Sizes  string // the same in other widths (srcset); "" for none
	Width  int    // pixels of Src, 0: unknown
	Height int
	Href   string
	Alt    words.Run
	Credit string
}

// imageOf shows a picture of this site. One elsewhere is linked, not loaded:
// pages ask nobody but this site for anything.
func imageOf(v *Visit, m *events.Image) *eventImage {
	alt, lang := m.Alt.In(v.Lang)
	img := &eventImage{Href: m.URL, Alt: v.Run(alt, lang), Credit: m.Credit}
	if m.Blob == "" {
		if u, err := url.Parse(m.URL); err == nil && v.origin == u.Scheme+"://"+u.Host {
			img.Src = m.URL
		}
		return img
	}
	img.Src, img.Href, img.Width, img.Height = v.root+feeds.PicturePath(m, 0), v.root+feeds.PicturePath(m, 0), m.Width, m.Height
	if m.Width == 0 {
		return img
	}
	var sizes []string
	for _, w := range feeds.PictureWidths() {
		if w < m.Width {
			sizes = append(sizes, v.root+feeds.PicturePath(m, w)+" "+strconv.Itoa(w)+"w")
		}
	}
	if len(sizes) > 0 {
		img.Sizes = strings.Join(append(sizes, img.Src+" "+strconv.Itoa(m.Width)+"w"), ", ")
	}
	return img
}
