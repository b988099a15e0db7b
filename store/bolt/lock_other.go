//go:build !unix || aix || solaris

package bolt

import "os"

// unlock does nothing: here the end of the file's use ends its lock.
func unlock(*os.File) error { return nil }
