// Package oidctest is a small identity provider for tests: it keeps the rules of
// the flow that a real one keeps, and says of a person what the test tells it to.
package oidctest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// Client and ClientSecret are what the provider knows the site by.
const (
	Client       = "almanac"
	ClientSecret = "s3cret"
)

// Issuer is the provider. Of everybody it says that it is Lin Wei, subject u-17.
type Issuer struct {
	*httptest.Server
	t   testing.TB
	now time.Time
	key *ecdsa.PrivateKey

	mu    sync.Mutex
	flows map[string]url.Values // what was asked for, by code
	says  Said
}

// Said is what is different from the usual.
type Said struct {
	Claims map[string]any    // instead of the usual ones; nil: the claim is missing
	Info   map[string]any    // at the userinfo endpoint
	Signer *ecdsa.PrivateKey // instead of the provider's key
	Down   bool              // nothing answers
}

// New starts a provider whose clock stands at the instant.
func New(t testing.TB, now time.Time) *Issuer {
	t.Helper()
	i := &Issuer{t: t, now: now, key: NewKey(t), flows: map[string]url.Values{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", i.configuration)
	mux.HandleFunc("GET /keys", i.keys)
	mux.HandleFunc("POST /token", i.token)
	mux.HandleFunc("GET /userinfo", func(w http.ResponseWriter, _ *http.Request) { i.write(w, i.said().Info) })
	i.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if i.said().Down {
			http.Error(w, "down", http.StatusBadGateway)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(i.Close)
	return i
}

// NewKey is a key that signs.
func NewKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// Say sets what is said from now on.
func (i *Issuer) Say(s Said) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.says = s
}

func (i *Issuer) said() Said {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.says
}

func (i *Issuer) write(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		i.t.Error(err)
	}
}

func (i *Issuer) configuration(w http.ResponseWriter, _ *http.Request) {
	i.write(w, map[string]any{
		"issuer": i.URL, "authorization_endpoint": i.URL + "/authorize", "token_endpoint": i.URL + "/token",
		"jwks_uri": i.URL + "/keys", "userinfo_endpoint": i.URL + "/userinfo",
		"id_token_signing_alg_values_supported": []string{"ES256"},
	})
}

func (i *Issuer) keys(w http.ResponseWriter, _ *http.Request) {
	i.write(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: i.key.Public(), KeyID: "k1", Algorithm: "ES256", Use: "sig"}}})
}

// Authorize is what a person does at the provider: the answer is the address to
// which the browser is sent back.
func (i *Issuer) Authorize(address string) string {
	i.t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		i.t.Fatal(err)
	}
	q := u.Query()
	if u.Path != "/authorize" || q.Get("response_type") != "code" || q.Get("client_id") != Client || q.Get("code_challenge_method") != "S256" || q.Get("nonce") == "" {
		i.t.Fatalf("asked for %s", address)
	}
	code := rand.Text()
	i.mu.Lock()
	defer i.mu.Unlock()
	i.flows[code] = q
	return q.Get("redirect_uri") + "?" + url.Values{"code": {code}, "state": {q.Get("state")}}.Encode()
}

func (i *Issuer) token(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	user, password, _ := r.BasicAuth()
	asked, ok := i.flows[r.FormValue("code")]
	delete(i.flows, r.FormValue("code"))
	challenge := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	right := ok && user == Client && password == ClientSecret && r.FormValue("redirect_uri") == asked.Get("redirect_uri") &&
		base64.RawURLEncoding.EncodeToString(challenge[:]) == asked.Get("code_challenge")
	if !right {
		w.WriteHeader(http.StatusBadRequest)
		i.write(w, map[string]string{"error": "invalid_grant"})
		return
	}
	said := map[string]any{
		"iss": i.URL, "aud": Client, "sub": "u-17", "nonce": asked.Get("nonce"),
		"iat": i.now.Unix(), "exp": i.now.Add(time.Hour).Unix(),
		"email": "lin@example.org", "email_verified": true, "name": "Lin Wei", "preferred_username": "lin",
	}
	maps.Copy(said, i.says.Claims)
	maps.DeleteFunc(said, func(_ string, v any) bool { return v == nil })
	i.write(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": i.sign(said)})
}

// sign makes the identity token; i.mu is locked.
func (i *Issuer) sign(said map[string]any) string {
	key := i.key
	if i.says.Signer != nil {
		key = i.says.Signer
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: key, KeyID: "k1"}}, nil)
	if err != nil {
		i.t.Fatal(err)
	}
	payload, err := json.Marshal(said)
	if err != nil {
		i.t.Fatal(err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		i.t.Fatal(err)
	}
	raw, err := signed.CompactSerialize()
	if err != nil {
		i.t.Fatal(err)
	}
	return raw
}
