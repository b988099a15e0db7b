package backup

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"almanac.example/store/blob"
)

// Blobs is where pictures are kept, as a backup reads them; a blob.Store is one.
type Blobs interface {
	Get(ctx context.Context, name string) ([]byte, error)
	Has(ctx context.Context, name string) (bool, error)
}

// blobFolder holds the blobs, each as a file that has its SHA-256 as its name.
const blobFolder = "blobs/"

// Blob is a file that states name.
type Blob struct {
	Name string // its SHA-256, hexadecimal
	Data []byte
}

// divide tells the names of blobs that are there from those that are not.
func divide(ctx context.Context, blobs Blobs, names map[string]bool) (there, missing []string, err error) {
	for _, name := range slices.Sorted(maps.Keys(names)) {
		has := false
		if blobs != nil {
			if has, err = blobs.Has(ctx, name); err != nil {
				return nil, nil, err
			}
		}
		if has {
			there = append(there, name)
		} else {
			missing = append(missing, name)
		}
	}
	return there, missing, nil
}

// writeBlobs writes the named blobs into the tar.
func writeBlobs(ctx context.Context, t *tar.Writer, blobs Blobs, names []string) error {
	for _, name := range names {
		data, err := blobs.Get(ctx, name)
		if err != nil {
			return err
		}
		if err := t.WriteHeader(&tar.Header{Name: blobFolder + name, Mode: 0o600, Size: int64(len(data)), Typeflag: tar.TypeReg}); err != nil {
			return err
		}
		if _, err := t.Write(data); err != nil {
			return err
		}
	}
	return nil
}

// Blobs yields the pictures, after all Values have been read, and makes sure that
// nothing else is in the file. An error is the last thing yielded.
func (b *Reader) Blobs(ctx context.Context) iter.Seq2[Blob, error] {
	return func(yield func(Blob, error) bool) {
		last := ""
		for range b.head.Blobs {
			one, err := b.blob(last)
			if err == nil {
				err = ctx.Err()
			}
			if last = one.Name; !yield(one, err) || err != nil {
				return
			}
		}
		if h, err := b.tar.Next(); err == nil {
			yield(Blob{}, &Damage{fmt.Sprintf("%.80q", h.Name), "is no part of this backup"})
		} else if !errors.Is(err, io.EOF) {
			yield(Blob{}, &Damage{"the end", tarFault(err)})
		}
	}
}

// blob reads the next file, whose name comes after that of the last one.
func (b *Reader) blob(last string) (Blob, error) {
	h, err := b.tar.Next()
	switch {
	case errors.Is(err, io.EOF):
		return Blob{}, &Damage{blobFolder, "files are missing: the file is cut off"}
	case err != nil:
		return Blob{}, &Damage{blobFolder, tarFault(err)}
	}
	name, ok := strings.CutPrefix(h.Name, blobFolder)
	switch {
	case !ok || h.Typeflag != tar.TypeReg || !blob.IsName(name) || name <= last:
		return Blob{}, &Damage{blobFolder, fmt.Sprintf("a file should follow; in its place is %.80q, of type %q", h.Name, h.Typeflag)}
	case h.Size > blob.MaxBytes:
		return Blob{}, &Damage{h.Name, fmt.Sprintf("has %d bytes, more than %d", h.Size, blob.MaxBytes)}
	}
	data, err := io.ReadAll(b.tar)
	if err != nil {
		return Blob{}, &Damage{h.Name, tarFault(err)}
	}
	if blob.Name(data) != name {
		return Blob{}, &Damage{h.Name, "was changed: its SHA-256 is " + blob.Name(data)}
	}
	return Blob{name, data}, nil
}
