package entry

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"almanac.example/events"
	"almanac.example/web/desk/frame"
	"almanac.example/web/picture"
)

// The fields of the form about a picture that is kept here. Those behind the hyphen
// are filled in by the server, whatever was sent.
const (
	fieldFile = "picture"
	fieldBlob = "blob"
)

// takePicture keeps the picture that was sent with the form, and has the form name
// it: it need not be sent again with what is sent next. What is wrong with it is
// a fault; all else that was typed stays.
func (p *Pages) takePicture(ctx context.Context, v *frame.Visit, base *events.Event) (frame.Faults, error) {
	var faults frame.Faults
	if data := v.Form.Files[fieldFile]; len(data) > 0 {
		m, err := p.pictures.Keep(ctx, data)
		why, err := v.PictureRefused(err)
		switch {
		case err != nil:
			return nil, err
		case why != "":
			faults.Add("pf", v.Text("picture.file"), why)
		default:
			v.Form.Values.Set(fieldBlob, m.Blob)
		}
	}
	for _, field := range []string{"type", "length", "width", "height"} {
		v.Form.Values.Del(fieldBlob + "-" + field)
	}
	blob := v.Form.Line(fieldBlob)
	if blob == "" || base != nil && base.Image != nil && base.Image.Blob == blob {
		return faults, nil // the entry's own is left as it is
	}
	m, err := p.pictures.Describe(ctx, blob)
	if errors.Is(err, events.ErrNotFound) {
		return faults, nil // refused when it is saved
	}
	why, err := v.PictureRefused(err)
	if err != nil {
		return nil, err
	}
	if why != "" {
		faults.Add("pf", v.Text("picture.file"), why)
	}
	v.Form.Values.Set(fieldBlob+"-type", m.Type)
	v.Form.Values.Set(fieldBlob+"-length", strconv.FormatInt(m.Length, 10))
	v.Form.Values.Set(fieldBlob+"-width", strconv.Itoa(m.Width))
	v.Form.Values.Set(fieldBlob+"-height", strconv.Itoa(m.Height))
	return faults, nil
}

// typedImage is the picture that the form names: a kept one, or one elsewhere. The
// words for the one before stay.
func typedImage(f frame.Form, m events.Image) events.Image {
	blob, address := f.Line(fieldBlob), f.Line("image-url")
	switch {
	case blob != "" && blob == m.Blob, blob == "" && !f.Has(fieldBlob) && m.Blob != "":
		return m
	case blob != "":
		return events.Image{
			Blob: blob, Type: f.Line(fieldBlob + "-type"), Length: f.Number(fieldBlob + "-length"),
			Width: int(f.Number(fieldBlob + "-width")), Height: int(f.Number(fieldBlob + "-height")), Alt: m.Alt,
		}
	case m.Blob != "" || address != m.URL:
		return events.Image{URL: address, Alt: m.Alt}
	}
	return m
}

// Thumbnail shows a picture that is kept, small, whether readers may see it or
// not. Address: /picture/SHA256.
func (p *Pages) Thumbnail(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	f, err := p.pictures.Thumbnail(ctx, v.Key)
	if err != nil {
		return frame.Answer{}, fmt.Errorf("thumbnail: %w", err)
	}
	return frame.Answer{Body: f.Body, Media: f.Media, Policy: "default-src 'none'; style-src 'unsafe-inline'; sandbox"}, nil
}

// pictureOf arranges the fields about the picture.
func (p *Pages) pictureOf(v *frame.Visit, t *typed) pictureFields {
	blob := ""
	if t.event.Image != nil {
		blob = t.event.Image.Blob
	}
	fields := pictureFields{
		Shown: t.event.Image != nil, Blob: blob, Takes: p.pictures.Open(),
		File:    frame.Field{ID: "pf", Name: fieldFile, Label: v.Text("picture.file"), Hint: v.Text("picture.fileHint", picture.MaxUpload>>20), Fault: t.faults.Of("pf")},
		Address: frame.Field{ID: "iu", Name: "image-url", Type: "url", Label: v.Text("picture.address"), Plain: true, Value: t.form.Line("image-url"), Fault: t.faults.Of("iu")},
		Credit:  frame.Field{ID: "cr", Name: "credit", Label: v.Text("picture.credit"), Optional: v.Text("desk.optional"), Class: "s24", Value: t.form.Line("credit")},
		Remove:  t.form.Checked("no-picture"),
	}
	if blob != "" {
		fields.Thumbnail, fields.File.Label = v.Link("/picture/"+blob), v.Text("picture.another")
	}
	for i, lang := range v.Contents(t.base) {
		f := frame.Field{ID: "alt-" + lang, Name: "alt-" + lang, Label: v.Text("picture.alt", v.LanguageName(lang)), Lang: langAttr(v, lang), Value: t.form.Line("alt-" + lang)}
		if i == 0 {
			f.Hint = v.Text("picture.altHint")
		}
		fields.Alts = append(fields.Alts, f)
	}
	return fields
}

// pictureFields is the part of the page about the picture.
type pictureFields struct {
	Shown     bool   // there is one
	Takes     bool   // one can be uploaded
	Blob      string // of one that is kept here; "": it is elsewhere
	Thumbnail string // address of that, small
	File      frame.Field
	Address   frame.Field
	Alts      []frame.Field
	Credit    frame.Field
	Remove    bool
}
