package api

import (
	"cmp"
	"net/http"

	"almanac.example/events"
	"almanac.example/feeds"
	"almanac.example/web/access"
	"almanac.example/web/picture"
)

// Picture is a picture that is kept.
type Picture struct {
	Blob   string `json:"blob" doc:"Its SHA-256: what an event has as image.blob, and the site as logo."`
	Type   string `json:"type" doc:"image/jpeg, image/png or image/svg+xml."`
	Length int64  `json:"length" doc:"Bytes."`
	Width  int    `json:"width,omitempty" doc:"Pixels."`
	Height int    `json:"height,omitempty"`
	URL    string `json:"url" doc:"Its address, once an event or the site names it. 320, 640 or 1280 instead of the width gives a smaller one."`
}

// pictureForm bounds an upload with the form around it, in bytes.
const pictureForm = picture.MaxUpload + 1<<20

func (s *Server) pictureRoutes() []route {
	return []route{{
		method: http.MethodPost, path: "/pictures", id: "create-picture", group: "Pictures", limit: importing, handle: s.postPicture, private: true,
		about: "Keep a picture: JPEG, PNG or WebP.",
		more: "Send it as the part `file` of a form. It is turned upright, rid of what the camera says, made smaller than 2560 pixels a side, and kept as JPEG or PNG. " +
			"Then name it in an event: `image.blob`, with `image.alt` in words.",
		query: []param{{name: "logo", about: "It is the site's logo, which may be SVG. Needs the right to change the site; all others need that to write drafts.", kind: flagParam}},
		media: mediaForm, body: typeOf[multipartBody](), most: pictureForm,
		answers: []response{{status: 201, body: typeOf[Picture](), about: "The picture."}}, refuses: []int{403, 413, 415, 422},
	}}
}

// postPicture keeps a picture.
func (s *Server) postPicture(c *call) (*answer, error) {
	keep, needs := s.Pictures.Keep, access.WriteDrafts
	if c.flag("logo") {
		keep, needs = s.Pictures.KeepLogo, access.EditSite
	}
	if err := c.who.May(needs); err != nil {
		return nil, err
	}
	file, err := c.upload()
	if err != nil {
		return nil, err
	}
	m, err := keep(c.ctx(), file.data)
	if err != nil {
		return nil, err
	}
	url := s.pictureAddress(&m)
	return created(url, Picture{m.Blob, m.Type, m.Length, m.Width, m.Height, url}), nil
}

func (s *Server) pictureAddress(m *events.Image) string {
	return cmp.Or(s.SiteURL, s.BaseURL) + feeds.PicturePath(m, 0)
}
