//go:build !unix

package bolt

import (
	"io/fs"
	"os"
)

// belongLike gives a file the permissions of another one.
func belongLike(name string, like fs.FileInfo) error { return os.Chmod(name, like.Mode().Perm()) }
