// Package storetest holds every promise of store.Backend and of store.Vault as
// a test. A backend's
// own tests call Run with a way to open it:
//
//	func TestBackend(t *testing.T) {
//		storetest.Run(t, storetest.Engine{Open: open, Restore: restore})
//	}
//
//	func TestVault(t *testing.T) {
//		storetest.RunVault(t, storetest.VaultEngine{Open: openVault})
//	}
//
// The suite asks nothing but what the contract says: batches may fold commits,
// revisions may have gaps, and other processes may be at the same store. It
// does not know how a backend lays out its data, and leaves it to the
// backend's own tests to kill it in the middle of a commit.
package storetest
