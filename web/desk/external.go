package desk

import (
	"errors"
	"net/http"

	"almanac.example/web/access"
	"almanac.example/web/access/oidc"
	"almanac.example/web/desk/door"
	"almanac.example/web/desk/frame"
)

// externalBegin is the address, below the language, that leads to the identity
// provider; it sends the browser back to oidc.Path.
const externalBegin = "/external"

// external is the way to the identity provider as the page to sign in shows it.
func (d *Desk) external() door.External {
	if d.Provider == nil {
		return door.External{}
	}
	return door.External{Name: d.ProviderName, Path: externalBegin}
}

// beginExternal sends the browser to the identity provider.
func (d *Desk) beginExternal(w http.ResponseWriter, r *http.Request) {
	v := d.visit(r, access.Principal{})
	address, cookie, err := d.Provider.Begin(r.Context(), v.Local(r.URL.Query().Get("to")))
	if err != nil {
		d.fail(w, v, err)
		return
	}
	http.SetCookie(w, cookie)
	d.send(w, v, frame.See(address))
}

// finishExternal signs in whom the identity provider sent back.
func (d *Desk) finishExternal(w http.ResponseWriter, r *http.Request) {
	who, _, err := d.Directory.Identify(r.Context(), r)
	v := d.visit(r, who)
	v.Query = nil // what it says is for nobody else
	http.SetCookie(w, d.Provider.NoCookie())
	if err != nil {
		d.fail(w, v, err)
		return
	}
	person, next, err := d.Provider.Finish(r.Context(), r)
	if err != nil {
		d.fail(w, v, err)
		return
	}
	_, cookie, err := d.Directory.LoginExternal(r.Context(), person, v.Browser)
	if err != nil {
		d.fail(w, v, err)
		return
	}
	http.SetCookie(w, cookie)
	d.send(w, v, frame.See(v.Local(next)))
}

// externalFault is the fault of a sign-in by an identity provider; false if the
// error is none.
func externalFault(err error) (fault, bool) {
	switch {
	case errors.Is(err, oidc.ErrFlow):
		return fault{http.StatusBadRequest, "externalFlow", 0}, true
	case errors.Is(err, oidc.ErrUnverified):
		return fault{http.StatusForbidden, "externalMail", 0}, true
	case errors.Is(err, access.ErrNoRole):
		return fault{http.StatusForbidden, "externalRole", 0}, true
	case errors.Is(err, oidc.ErrRefused), errors.Is(err, access.ErrLogin):
		return fault{http.StatusForbidden, "external", 0}, true
	}
	return fault{}, false
}
