package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"

	"almanac.example/events"
)

// Store keeps blobs. Names are SHA-256 sums in lower-case hexadecimal; any other
// name is one that nothing answers to. Errors are of the kinds of package events.
type Store interface {
	// Put keeps a blob of at most MaxBytes durably and returns its name. A larger
	// one is events.ErrTooLarge.
	Put(ctx context.Context, data []byte) (name string, err error)
	// Get reads a blob; events.ErrNotFound if there is none, a *Damage if it is
	// not what its name says.
	Get(ctx context.Context, name string) ([]byte, error)
	// Has reports whether there is such a blob. It does not read it.
	Has(ctx context.Context, name string) (bool, error)
	// List tells the names of all blobs in ascending order. An error is the last
	// thing yielded.
	List(ctx context.Context) iter.Seq2[string, error]
	// Delete removes a blob; one that is not there is removed already.
	Delete(ctx context.Context, name string) error
}

// MaxBytes bounds one blob.
const MaxBytes = 64 << 20

// Damage is the error of a blob that is not what its name says.
type Damage struct{ Name string }

// Error names the blob.
func (d *Damage) Error() string {
	return fmt.Sprintf("the file %s is damaged: its SHA-256 is another one", d.Name)
}

// Name is the name of a blob: the SHA-256 of its bytes, hexadecimal.
func Name(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// IsName reports whether a blob could have the name.
func IsName(name string) bool {
	if len(name) != 2*sha256.Size {
		return false
	}
	for i := range len(name) {
		if c := name[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// Checked is the bytes that an engine read under a name, if they belong to it.
func Checked(name string, data []byte) ([]byte, error) {
	if Name(data) != name {
		return nil, &Damage{name}
	}
	return data, nil
}

// TooLarge is the error of a blob that is larger than MaxBytes; nil for all
// others.
func TooLarge(data []byte) error {
	if len(data) > MaxBytes {
		return fmt.Errorf("a file of %d bytes, at most %d: %w", len(data), MaxBytes, events.ErrTooLarge)
	}
	return nil
}

// NotFound is the error of a name that no blob has.
func NotFound(name string) error { return fmt.Errorf("file %.80q: %w", name, events.ErrNotFound) }
