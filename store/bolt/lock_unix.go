//go:build unix && !aix && !solaris

package bolt

import (
	"os"
	"syscall"
)

// unlock lets other processes, and this one, have the file.
func unlock(file *os.File) error { return syscall.Flock(int(file.Fd()), syscall.LOCK_UN) }
