package access

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"
)

// The cost of hashing a password: RFC 9106 §4 with the memory that OWASP names
// as the least.
const (
	hashMemory  = 19 * 1024 // KiB
	hashTime    = 2         // passes
	hashThreads = 1
	hashSalt    = 16 // bytes
	hashKey     = 32 // bytes
)

// What a stored hash may ask for. A restored vault must not take the machine's
// memory.
const (
	mostMemory = 256 * 1024 // KiB
	mostTime   = 16
)

// phc is a hash of a password and how it was made: $argon2id$v=19$m=…,t=…,p=…$SALT$KEY.
type phc struct {
	memory, time uint32
	threads      uint8
	salt, key    []byte
}

// String spells the hash.
func (h phc) String() string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, h.memory, h.time, h.threads, b64.EncodeToString(h.salt), b64.EncodeToString(h.key))
}

var errNoHash = errors.New("is no argon2id hash")

// parsePHC reads what String writes.
func parsePHC(s string) (phc, error) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return phc{}, errNoHash
	}
	costs := strings.Split(parts[3], ",")
	if len(costs) != 3 {
		return phc{}, errNoHash
	}
	memory, errM := cost(costs[0], "m=", mostMemory)
	passes, errT := cost(costs[1], "t=", mostTime)
	threads, errP := cost(costs[2], "p=", 16)
	b64 := base64.RawStdEncoding.Strict()
	salt, errS := b64.DecodeString(parts[4])
	key, errK := b64.DecodeString(parts[5])
	if err := errors.Join(errM, errT, errP, errS, errK); err != nil {
		return phc{}, fmt.Errorf("%w: %w", errNoHash, err)
	}
	if len(salt) < 8 || len(salt) > 64 || len(key) < 16 || len(key) > 64 {
		return phc{}, errNoHash
	}
	return phc{memory, passes, uint8(threads), salt, key}, nil //nolint:gosec // at most 16
}

// cost reads one number of a hash, from 1 to most.
func cost(s, name string, most uint64) (uint32, error) {
	digits, ok := strings.CutPrefix(s, name)
	n, err := strconv.ParseUint(digits, 10, 32)
	if !ok || err != nil || n < 1 || n > most || strconv.FormatUint(n, 10) != digits {
		return 0, fmt.Errorf("%.20q: must be %s and a number from 1 to %d", s, name, most)
	}
	return uint32(n), nil //nolint:gosec // at most most
}

// asCostlyAs reports whether two hashes cost the same.
func (h phc) asCostlyAs(other phc) bool {
	return h.memory == other.memory && h.time == other.time && h.threads == other.threads &&
		len(h.salt) == len(other.salt) && len(h.key) == len(other.key)
}

// of computes the key of a password as this hash is made.
func (h phc) of(password string) []byte {
	return argon2.IDKey([]byte(password), h.salt, h.time, h.memory, h.threads, uint32(len(h.key))) //nolint:gosec // at most 64
}

// The bound of hashings, so that logins cannot take the machine from readers:
// how many at a time, and how long one more waits.
const (
	hashingsAtOnce = 2
	hashingWait    = 2 * time.Second
)

// ErrBusy says that too many passwords are being checked: a 503 with
// Retry-After (RFC 9110 §15.6.4).
var ErrBusy = errors.New("busy: too many sign-ins at once")

// hashing makes and checks hashes, a few at a time.
type hashing struct {
	slots chan struct{}
	wait  time.Duration
	usual phc // what a hash costs today; salt and key say how long they are
}

func newHashing() *hashing {
	usual := phc{memory: hashMemory, time: hashTime, threads: hashThreads, salt: make([]byte, hashSalt), key: make([]byte, hashKey)}
	return &hashing{slots: make(chan struct{}, hashingsAtOnce), wait: hashingWait, usual: usual}
}

// enter waits for a slot and returns the function that gives it back. The error
// is ErrBusy after the wait, and that of ctx if it ends first.
func (h *hashing) enter(ctx context.Context) (leave func(), err error) {
	late := time.NewTimer(h.wait)
	defer late.Stop()
	select {
	case h.slots <- struct{}{}:
		return func() { <-h.slots }, nil
	case <-late.C:
		return nil, ErrBusy
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// hash makes the hash of a password.
func (h *hashing) hash(ctx context.Context, password string) (string, error) {
	leave, err := h.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	made := h.usual
	made.salt = make([]byte, len(h.usual.salt))
	_, _ = rand.Read(made.salt) // never fails (crypto/rand)
	made.key = made.of(password)
	return made.String(), nil
}

// check reports whether the password is the one of the stored hash, and whether
// that is to be made anew at today's cost. Where there is no hash it takes as
// long as if there were one, and nothing fits.
func (h *hashing) check(ctx context.Context, password, stored string) (fits, outdated bool, err error) {
	leave, err := h.enter(ctx)
	if err != nil {
		return false, false, err
	}
	defer leave()
	kept, err := parsePHC(stored)
	if err != nil {
		h.usual.of(password) // so that it takes as long
		if stored == "" {
			err = nil
		}
		return false, false, err
	}
	fits = subtle.ConstantTimeCompare(kept.of(password), kept.key) == 1
	return fits, fits && !kept.asCostlyAs(h.usual), nil
}
