package access

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"strings"
)

// newSecret is a secret of 256 random bits for a cookie or a link.
func newSecret() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return base64.RawURLEncoding.EncodeToString(b)
}

// hashOf is under what the vault keeps something that a secret leads to. The
// secrets have so many random bits that a fast hash without salt is enough.
func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// isHTTPS reports whether an address is reached over TLS.
func isHTTPS(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "https"
}

// secretAddress is the address of a page that a secret opens.
func secretAddress(baseURL, path, secret string) string {
	return strings.TrimRight(baseURL, "/") + path + "?secret=" + url.QueryEscape(secret)
}
