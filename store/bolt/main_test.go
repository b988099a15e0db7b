package bolt

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

// TestMain lets the test binary be a process that a test kills.
func TestMain(m *testing.M) {
	for env, run := range map[string]func(path string) int{victimEnv: victim, migratorEnv: migrator, importerEnv: importer, vaultVictimEnv: vaultVictim} {
		if path := os.Getenv(env); path != "" {
			os.Exit(run(path))
		}
	}
	goleak.VerifyTestMain(m)
}
