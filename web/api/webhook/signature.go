package webhook

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"time"
)

// The names of what a message carries beside its body (Standard Webhooks 1.0.0,
// "Webhook Headers").
const (
	idHeader        = "Webhook-Id"
	timestampHeader = "Webhook-Timestamp"
	signatureHeader = "Webhook-Signature"
)

// secretPrefix begins a secret as it is written for people.
const secretPrefix = "whsec_"

// keyBytes is the length of a key: the standard asks for 24 to 64 bytes.
const keyBytes = 32

// keyRing is the keys of an endpoint as they are stored, the newest first.
type keyRing struct {
	Keys []key `json:"keys"`
}

// key is one key of a signature.
type key struct {
	Bytes []byte    `json:"bytes"`
	Until time.Time `json:"until,omitzero"` // it signs before this instant; zero: always
}

// newKey makes a key.
func newKey() key {
	b := make([]byte, keyBytes)
	_, _ = rand.Read(b) // it never fails: crypto/rand ends the process before
	return key{Bytes: b}
}

// secret is the key as the receiver's library takes it.
func (k key) secret() string { return secretPrefix + base64.StdEncoding.EncodeToString(k.Bytes) }

// rotated puts a new key before those that still sign; they do so for the
// overlap, at most.
func (r keyRing) rotated(now time.Time, overlap time.Duration) keyRing {
	next := keyRing{Keys: []key{newKey()}}
	until := now.Add(overlap)
	for _, k := range r.Keys {
		if k.Until.IsZero() || until.Before(k.Until) {
			k.Until = until
		}
		if now.Before(k.Until) {
			next.Keys = append(next.Keys, k)
		}
	}
	return next
}

// sign is the value of Webhook-Signature: one signature for each key that is
// valid now, so that a receiver may change keys when it suits it.
func (r keyRing) sign(id string, now time.Time, body []byte) string {
	var list []string
	for _, k := range r.Keys {
		if !k.Until.IsZero() && !now.Before(k.Until) {
			continue
		}
		mac := hmac.New(sha256.New, k.Bytes)
		fmt.Fprintf(mac, "%s.%d.%s", id, now.Unix(), body)
		list = append(list, "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	}
	return strings.Join(list, " ")
}
