package web

import (
	"crypto/rand"
	"net/http"

	"almanac.example/web/reply"
)

// EveryAnswer sets the fields that every answer carries. What is a page, or may be
// loaded by other sites, has a policy of its own in place of the one here.
func EveryAnswer(h http.Header) {
	h["X-Content-Type-Options"] = nosniff
	h["Referrer-Policy"] = referrer
	h["Permissions-Policy"] = permissions
	h["Content-Security-Policy"] = inert
	h["Cross-Origin-Opener-Policy"] = sameOrigin
	h["Cross-Origin-Resource-Policy"] = sameOrigin
}

// Header values that never change; shared to save an allocation a request.
var (
	nosniff     = []string{"nosniff"}
	referrer    = []string{"strict-origin-when-cross-origin"}
	permissions = []string{"camera=(), geolocation=(), microphone=(), payment=(), usb=()"}
	inert       = []string{"default-src 'none'; frame-ancestors 'none'"} // of what is no page
	sameOrigin  = []string{"same-origin"}
	transport   = []string{"max-age=31536000"}
)

// headed gives every answer the fields that all carry, and its request a name.
func headed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		EveryAnswer(h)
		h[reply.RequestID] = []string{rand.Text()[:12]}
		next.ServeHTTP(w, r)
	})
}

// secured adds to what is answered over TLS that browsers are to come that way
// from now on (RFC 6797).
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.TLS != nil {
			w.Header()["Strict-Transport-Security"] = transport
		}
		next.ServeHTTP(w, r)
	})
}
