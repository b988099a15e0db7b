package access

import (
	"fmt"
	"net/http"
	"net/url"
)

// CrossSite makes the middleware that refuses requests which another site has a
// browser send with its cookies, and answers them with refuse. The address that
// readers use is trusted, also behind a proxy that changes the Host. A request
// with an Authorization field passes: for it no cookie counts (see Identify), and
// no site can have a browser send one unasked.
func CrossSite(baseURL string, refuse http.Handler) (func(http.Handler) http.Handler, error) {
	base, err := url.Parse(baseURL)
	if err != nil {
		return nil, fmt.Errorf("base URL: %w", err)
	}
	protection := http.NewCrossOriginProtection()
	if err := protection.AddTrustedOrigin(base.Scheme + "://" + base.Host); err != nil {
		return nil, fmt.Errorf("base URL %q: %w", baseURL, err)
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if len(r.Header.Values("Authorization")) == 0 && protection.Check(r) != nil {
				refuse.ServeHTTP(w, r)
				return
			}
			next.ServeHTTP(w, r)
		})
	}, nil
}
