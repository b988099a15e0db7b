package bolt

import (
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"almanac.example/events"
	"almanac.example/store"
	"almanac.example/store/storetest"
)

func TestVault(t *testing.T) {
	storetest.RunVault(t, storetest.VaultEngine{
		Open: func(t testing.TB, dir string) (store.Vault, store.Backend) {
			b, err := Open(filepath.Join(dir, "almanac.db"))
			if err != nil {
				t.Fatal(err)
			}
			return b.Vault(), b
		},
	})
}

// TestDamagedValue flips every bit of a stored value and of its key: reading
// names the key, and nothing can be written over it unseen.
func TestDamagedValue(t *testing.T) {
	b := mustOpen(t, filepath.Join(t.TempDir(), "almanac.db"))
	v := b.Vault()
	value := events.Value{Key: "account/1", Schema: 1, Data: []byte(`{"name":"Lin"}`)}
	version, err := v.Write(t.Context(), events.PutValue(value, 0), events.PutValue(events.Value{Key: "b", Schema: 1, Data: []byte("1")}, 0))
	if err != nil {
		t.Fatal(err)
	}
	var good []byte
	set := func(key string, stored []byte) {
		t.Helper()
		err := b.update(func(tx *bbolt.Tx) error {
			bucket := tx.Bucket([]byte(vaultBucket))
			if good == nil {
				good = append(good, bucket.Get([]byte(value.Key))...)
			}
			return bucket.Put([]byte(key), stored)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	check := func(key, what string) {
		t.Helper()
		named := func(call string, err error) {
			t.Helper()
			if err == nil || !strings.Contains(err.Error(), `vault value "`+key+`" is damaged`) {
				t.Errorf("%s: %s gives %v", what, call, err)
			}
		}
		_, err := v.Get(t.Context(), key)
		named("Get", err)
		for _, err = range v.List(t.Context(), key) {
			named("List", err)
		}
		for _, err = range v.Watch(t.Context(), "") {
			named("Watch", err)
			break
		}
		_, err = v.Write(t.Context(), events.PutValue(events.Value{Key: key, Schema: 1, Data: []byte("2")}, version))
		named("Write", err)
	}
	set(value.Key, []byte("x"))
	for bit := range 8 * len(good) {
		damaged := append([]byte{}, good...)
		damaged[bit/8] ^= 1 << (bit % 8)
		set(value.Key, damaged)
		check(value.Key, "a flipped bit")
	}
	for _, n := range []int{0, 1, 24, len(good) - 1} {
		set(value.Key, good[:n])
		check(value.Key, "cut off")
	}
	set(value.Key, good)
	if got, err := v.Get(t.Context(), value.Key); err != nil || string(got.Data) != string(value.Data) {
		t.Errorf("mended: %+v, %v", got, err)
	}
	set("account/2", good) // the value of another key
	check("account/2", "under another key")
	if _, err := v.Get(t.Context(), "b"); err != nil {
		t.Errorf("the value beside it: %v", err)
	}
}
