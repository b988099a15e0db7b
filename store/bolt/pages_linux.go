package bolt

import (
	"syscall"

	"go.etcd.io/bbolt"
)

// forgetPages tells the kernel that what was read of the file is not needed any
// more. The pages stay in its cache as long as there is room, but no longer
// count as memory of this process, which after reading everything is as much
// as the file. Whoever reads them again gets them again.
func forgetPages(tx *bbolt.Tx) {
	info := tx.DB().Info()
	if info.Data == 0 {
		return
	}
	// It is a hint; if the kernel does not take it, nothing is lost.
	_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, info.Data, uintptr(tx.Size()), syscall.MADV_DONTNEED)
}
