package oidc

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

// issuer is a small identity provider: it keeps the rules of the flow that a
// real one keeps, and says of a person what the test tells it to.
type issuer struct {
	*httptest.Server
	t   *testing.T
	key *ecdsa.PrivateKey

	mu     sync.Mutex
	flows  map[string]url.Values // what was asked for, by code
	claims map[string]any        // said of everybody, over what is usual
	info   map[string]any        // said by the userinfo endpoint
	forge  func(map[string]any)  // changes what is signed
	down   bool                  // nothing answers
	signer *ecdsa.PrivateKey     // nil: key
}

const client, clientSecret = "almanac", "s3cret"

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	i := &issuer{t: t, key: key, flows: map[string]url.Values{}, claims: map[string]any{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", i.configuration)
	mux.HandleFunc("GET /keys", i.keys)
	mux.HandleFunc("POST /token", i.token)
	mux.HandleFunc("GET /userinfo", func(w http.ResponseWriter, _ *http.Request) { i.write(w, i.info) })
	i.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if i.locked(func() bool { return i.down }) {
			http.Error(w, "down", http.StatusBadGateway)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(i.Close)
	return i
}

func (i *issuer) locked(do func() bool) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return do()
}

// say sets what is different from now on.
func (i *issuer) say(change func()) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.claims, i.info, i.forge, i.down, i.signer = map[string]any{}, nil, nil, false, nil
	if change != nil {
		change()
	}
}

func (i *issuer) write(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		i.t.Error(err)
	}
}

func (i *issuer) configuration(w http.ResponseWriter, _ *http.Request) {
	i.write(w, map[string]any{
		"issuer": i.URL, "authorization_endpoint": i.URL + "/authorize", "token_endpoint": i.URL + "/token",
		"jwks_uri": i.URL + "/keys", "userinfo_endpoint": i.URL + "/userinfo",
		"id_token_signing_alg_values_supported": []string{"ES256"},
	})
}

func (i *issuer) keys(w http.ResponseWriter, _ *http.Request) {
	i.write(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: i.key.Public(), KeyID: "k1", Algorithm: "ES256", Use: "sig"}}})
}

// authorize is what a person does at the provider: the answer is the address to
// which the browser is sent back.
func (i *issuer) authorize(address string) string {
	i.t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		i.t.Fatal(err)
	}
	q := u.Query()
	if u.Path != "/authorize" || q.Get("response_type") != "code" || q.Get("client_id") != client || q.Get("code_challenge_method") != "S256" || q.Get("nonce") == "" {
		i.t.Fatalf("asked for %s", address)
	}
	code := rand.Text()
	i.locked(func() bool { i.flows[code] = q; return true })
	return q.Get("redirect_uri") + "?" + url.Values{"code": {code}, "state": {q.Get("state")}}.Encode()
}

func (i *issuer) token(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	user, password, _ := r.BasicAuth()
	asked, ok := i.flows[r.FormValue("code")]
	delete(i.flows, r.FormValue("code"))
	challenge := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	right := ok && user == client && password == clientSecret && r.FormValue("redirect_uri") == asked.Get("redirect_uri") &&
		base64.RawURLEncoding.EncodeToString(challenge[:]) == asked.Get("code_challenge")
	if !right {
		w.WriteHeader(http.StatusBadRequest)
		i.write(w, map[string]string{"error": "invalid_grant"})
		return
	}
	said := map[string]any{
		"iss": i.URL, "aud": client, "sub": "u-17", "nonce": asked.Get("nonce"),
		"iat": today.Unix(), "exp": today.Add(time.Hour).Unix(),
		"email": "lin@example.org", "email_verified": true, "name": "Lin Wei", "preferred_username": "lin",
	}
	maps.Copy(said, i.claims)
	maps.DeleteFunc(said, func(_ string, v any) bool { return v == nil })
	if i.forge != nil {
		i.forge(said)
	}
	i.write(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": i.sign(said)})
}

// sign makes the identity token; i.mu is locked.
func (i *issuer) sign(said map[string]any) string {
	key := i.key
	if i.signer != nil {
		key = i.signer
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
