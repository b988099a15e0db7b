package bolt

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

// TestMain lets the test binary be the process that TestKilled and
// TestVaultKilled kill.
func TestMain(m *testing.M) {
	if path := os.Getenv(victimEnv); path != "" {
		os.Exit(victim(path))
	}
	if path := os.Getenv(vaultVictimEnv); path != "" {
		os.Exit(vaultVictim(path))
	}
	goleak.VerifyTestMain(m)
}
