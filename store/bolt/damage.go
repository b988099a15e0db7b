package bolt

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
)

// damage is something in the file that is not as it was written.
type damage struct {
	where string // bucket and key, or page
	what  string
}

func (d *damage) Error() string {
	return fmt.Sprintf("the store is damaged: %s: %s; restore a backup", d.where, d.what)
}

// damaged makes the error of damage at a place.
func damaged(where, format string, args ...any) error {
	return &damage{where, fmt.Sprintf(format, args...)}
}

// isDamage reports whether an error tells of damage.
func isDamage(err error) bool {
	var d *damage
	return errors.As(err, &d)
}

// guard turns a panic over a damaged file into an error: bbolt asserts what it
// reads, and reading past the end of a mapped file is a fault. where says what
// was being read.
func guard(where func() string, f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			what := "its pages are damaged or cut off"
			if _, fault := r.(runtime.Error); !fault {
				what = fmt.Sprintf("%s (%v)", what, r) // bbolt says which
			}
			err = damaged(where(), "%s", what)
		}
	}()
	return f()
}

// somewhere is the place where nothing better is known.
func somewhere() string { return "the file" }
