//go:build unix

package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// belongLike gives a file the owner and the permissions of another one, so that
// who could open that can open this.
func belongLike(name string, like fs.FileInfo) error {
	if err := os.Chmod(name, like.Mode().Perm()); err != nil {
		return err
	}
	was, ok1 := like.Sys().(*syscall.Stat_t)
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	is, ok2 := info.Sys().(*syscall.Stat_t)
	if !ok1 || !ok2 || was.Uid == is.Uid && was.Gid == is.Gid {
		return nil
	}
	err = os.Chown(name, int(was.Uid), int(was.Gid))
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("the new file could not be given to user %d and group %d, who own the old one; run this as that user: %w", was.Uid, was.Gid, err)
	}
	return err
}
