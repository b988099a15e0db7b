package site

import (
	"context"

	"almanac.example/feeds"
	"almanac.example/web/desk/frame"
	"almanac.example/web/picture"
)

// fieldLogo is the file of a new logo on the form.
const fieldLogo = "logo-file"

// logo is the part of the form about the site's own sign.
type logo struct {
	Path  string // as it is stored; "" if there is none
	Shown string // address at which the desk shows it
	Takes bool   // one can be uploaded
	File  frame.Field
}

// takeLogo keeps a logo that was sent with the form, and has the form name it: it
// need not be sent again with what is sent next. What is wrong with it is a fault.
func (p *Pages) takeLogo(ctx context.Context, v *frame.Visit, d *draft) error {
	if v.Form.Checked("no-logo") {
		d.site.Logo = ""
	}
	data := v.Form.Files[fieldLogo]
	if len(data) == 0 {
		return nil
	}
	m, err := p.Pictures.KeepLogo(ctx, data)
	why, err := v.PictureRefused(err)
	if err != nil {
		return err
	}
	if why != "" {
		d.faults.Add("lf", v.Text("site.field.logo"), why)
		return nil
	}
	d.site.Logo = feeds.PicturePath(&m, 0)
	return nil
}

// logoOf arranges the fields about the logo.
func (p *Pages) logoOf(v *frame.Visit, d *draft) logo {
	l := logo{
		Path: d.site.Logo, Takes: p.Pictures.Open(),
		File: frame.Field{ID: "lf", Name: fieldLogo, Label: v.Text("site.field.logo"), Optional: v.Text("desk.optional"), Hint: v.Text("site.hint.logo"), Fault: d.faults.Of("lf")},
	}
	if name := picture.NameIn(d.site.Logo); name != "" {
		l.Shown = v.Link("/picture/" + name)
	}
	return l
}
