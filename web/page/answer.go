package page

import (
	"bytes"
	"context"

	"almanac.example/web/address"
	"almanac.example/web/reply"
)

// StrictPolicy lets a page use this server's own files and nothing else; no
// inline script or style runs, whatever slips into a text.
const StrictPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"

// pageCache lets browsers keep a page but has them ask each time: the answer
// is mostly a 304, and what people see is never old.
const pageCache = "no-cache"

// answer is a page ready to be rendered.
type answer struct {
	template string   // name of the template
	page     any      // its struct
	lang     string   // Content-Language
	policy   string   // Content-Security-Policy; "": strictPolicy
	link     []string // Link header fields
}

// Kind is a kind of page: what of its address it understands, and how it is
// made.
type Kind struct {
	address.Kind

	// elsewhere is where the reader is sent instead, "" if the page is made;
	// nil: nowhere.
	elsewhere func(v *Visit) (to string, status int, err error)
	build     func(ctx context.Context, v *Visit) (answer, error) // nil: the reader is always sent elsewhere
}

// Moved is where the reader is sent instead, with the status of the redirection;
// "" if the page is made.
func (k Kind) Moved(v *Visit) (to string, status int, err error) {
	if k.elsewhere == nil {
		return "", 0, nil
	}
	return k.elsewhere(v)
}

// Make makes the page, as it is sent.
func (k Kind) Make(ctx context.Context, v *Visit) (*reply.Representation, error) {
	a, err := k.build(ctx, v)
	if err != nil {
		return nil, err
	}
	return v.pages.represent(a)
}

// HTML makes the page as a text, for a preview that nobody may keep.
func (k Kind) HTML(ctx context.Context, v *Visit) ([]byte, error) {
	a, err := k.build(ctx, v)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = v.pages.render(&b, a.template, a.page)
	return b.Bytes(), err
}

// represent renders a page to memory, so that an error is still an error. The
// theme cookie is part of what is rendered, hence the Vary.
func (p *Pages) represent(a answer) (*reply.Representation, error) {
	var b bytes.Buffer
	if err := p.render(&b, a.template, a.page); err != nil {
		return nil, err
	}
	if a.policy == "" {
		a.policy = StrictPolicy
	}
	if page, ok := a.page.(interface{ alternates() []string }); ok {
		a.link = append(a.link, page.alternates()...)
	}
	// A page also changes with the day and with the program, so only the
	// entity tag decides; an early Last-Modified would hide that.
	return reply.New(b.Bytes(), reply.Facts{
		Framed: a.policy == embedPolicy, MediaType: "text/html; charset=utf-8", Language: a.lang, CacheControl: pageCache,
		Policy: a.policy, Link: a.link, Vary: "Cookie",
	}), nil
}
