//go:build linux || darwin || freebsd || netbsd || openbsd

package document

import "syscall"

// setAside gives zeroed memory, which release gives back to the system.
func setAside(size int) (memory []byte, release func(), err error) {
	memory, err = syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	return memory, func() { _ = syscall.Munmap(memory) }, err
}
