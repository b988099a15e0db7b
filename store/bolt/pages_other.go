//go:build !linux

package bolt

import "go.etcd.io/bbolt"

// forgetPages is for systems that can be told.
func forgetPages(*bbolt.Tx) {}
