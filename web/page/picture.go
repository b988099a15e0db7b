package page

import (
	"math"
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

// The most room that a picture takes in a list, in CSS pixels; as a line of text and
// not a page of its own.
const (
	listPictureWidth  = 240
	listPictureHeight = 180
)

// listPicture is the picture of an entry in a list. Its size is known, so that nothing
// moves when it comes; it is asked for when it comes into sight.
type listPicture struct {
	Src, Sharp    string // Sharp is for screens of twice the density, "" if there is none
	Width, Height int    // CSS pixels
	Alt           words.Run
}

// listPicture fits a kept picture into a list; nil for one elsewhere, or of unknown
// size.
func (v *lists) listPicture(m *events.Image) *listPicture {
	if m.Blob == "" || m.Width == 0 {
		return nil
	}
	alt, lang := m.Alt.In(v.Lang)
	p := &listPicture{Src: v.root + feeds.PicturePath(m, listPictureWidth), Alt: v.Run(alt, lang)}
	if sharp := v.root + feeds.PicturePath(m, 2*listPictureWidth); sharp != p.Src {
		p.Sharp = sharp
	}
	scale := min(1, listPictureWidth/float64(m.Width), listPictureHeight/float64(m.Height))
	p.Width, p.Height = max(1, int(math.Round(float64(m.Width)*scale))), max(1, int(math.Round(float64(m.Height)*scale)))
	return p
}

func (p *listPicture) write(b *strings.Builder) {
	if p == nil {
		return
	}
	put(b, `<img class="pic" src="`, escape(p.Src), `"`)
	if p.Sharp != "" {
		put(b, ` srcset="`, escape(p.Sharp), ` 2x"`)
	}
	put(b, ` alt="`, escape(p.Alt.Text), `"`, string(p.Alt.Attr()), ` width="`, strconv.Itoa(p.Width), `" height="`, strconv.Itoa(p.Height), `" loading="lazy">`)
}
