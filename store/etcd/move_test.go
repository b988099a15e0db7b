package etcd_test

import (
	"path/filepath"
	"strings"
	"testing"

	"almanac.example/store"
	"almanac.example/store/bolt"
	"almanac.example/store/etcd"
	"almanac.example/store/etcd/etcdtest"
	"almanac.example/store/storetest"
)

// TestMove moves a record between a file and a cluster, both ways.
func TestMove(t *testing.T) {
	t.Parallel()
	c := etcdtest.Start(t, etcdtest.Options{})
	file := storetest.Engine{Open: func(t testing.TB, dir string) store.Backend {
		b, err := bolt.Open(filepath.Join(dir, "almanac.db"))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}}
	cluster := storetest.Engine{Open: func(t testing.TB, dir string) store.Backend {
		name := strings.NewReplacer("/", "-", "#", "-").Replace(dir)
		b, err := etcd.Open(t.Context(), etcd.Config{Endpoints: c.Endpoints(), Prefix: "/" + name + "/"})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}}
	t.Run("into a cluster and back", func(t *testing.T) { storetest.RunMove(t, file, cluster) })
	t.Run("into a file and back", func(t *testing.T) { storetest.RunMove(t, cluster, file) })
}
