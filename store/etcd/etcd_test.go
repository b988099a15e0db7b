package etcd

import (
	"fmt"
	"hash/fnv"
	"os"
	"testing"

	"go.uber.org/goleak"

	"almanac.example/store"
	"almanac.example/store/etcd/etcdtest"
	"almanac.example/store/storetest"
)

// TestMain lets the test binary be a process that a test kills.
func TestMain(m *testing.M) {
	if config := os.Getenv(victimEnv); config != "" {
		os.Exit(victim(config))
	}
	goleak.VerifyTestMain(m)
}

// clusters are those against which every promise is held.
var clusters = map[string]etcdtest.Options{
	"one member of the distribution": {},
	"three members":                  {Server: etcdtest.Newest, Members: 3},
	"one member of the newest":       {Server: etcdtest.Newest},
}

// configOf is the record that belongs to a folder.
func configOf(c *etcdtest.Cluster, dir string) Config {
	hash := fnv.New64a()
	fmt.Fprint(hash, dir)
	return Config{Endpoints: c.Endpoints(), Prefix: fmt.Sprintf("/t%x/", hash.Sum64())}
}

func opened(t testing.TB, c Config) *Backend {
	t.Helper()
	b, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBackend(t *testing.T) {
	for name, o := range clusters {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := etcdtest.Start(t, o)
			storetest.Run(t, storetest.Engine{
				Open: func(t testing.TB, dir string) store.Backend { return opened(t, configOf(c, dir)) },
				// What was written last may be on its way when a slow watcher looks.
				Backlog: 2 * backlog,
			})
		})
	}
}

func TestVault(t *testing.T) {
	for name, o := range clusters {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := etcdtest.Start(t, o)
			storetest.RunVault(t, storetest.VaultEngine{
				Open: func(t testing.TB, dir string) (store.Vault, store.Backend) {
					b := opened(t, configOf(c, dir))
					return b.Vault(), b
				},
			})
		})
	}
}
