package bolt

import (
	"bytes"
	"errors"
	"path/filepath"
	"slices"
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

// TestDamagedValue flips every bit of a stored value, cuts it off, and puts it
// under another key: reading names the key, and nothing can be written over it
// unseen.
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
			if err == nil || !strings.Contains(err.Error(), `vault, "`+key+`"`) {
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
	for _, n := range []int{0, 1, 4, 24, len(good) - 1} {
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

// TestCheckVault damages one entry of each kind: the check names the place, and
// the store is not opened.
func TestCheckVault(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(s *values) error
		where string
		what  string
	}{
		{"a value's text", func(s *values) error {
			return s.Put([]byte("b"), bytes.Replace(s.Get([]byte("b")), []byte("two"), []byte("too"), 1))
		}, `vault, "b"`, "checksum"},
		{"a value under another key", func(s *values) error {
			return s.Put([]byte("b"), bytes.Clone(s.Get([]byte("a"))))
		}, `vault, "b"`, "checksum"},
		{"a value that is missing", func(s *values) error { return s.Delete([]byte("a")) }, "bucket vault", "1 entries of 2"},
		{"a value of before", func(s *values) error {
			v := events.Value{Key: "b", Version: 1, Schema: 1, Data: []byte(`"one"`)}
			return s.Put([]byte("b"), sealed(vaultBucket, []byte("b"), store.EncodeValue(v)))
		}, "bucket vault", "not the newest"},
		{"a value too many", func(s *values) error {
			v := events.Value{Key: "c", Version: 1, Schema: 1, Data: []byte("1")}
			return s.Put([]byte("c"), sealed(vaultBucket, []byte("c"), store.EncodeValue(v)))
		}, "bucket vault", "3 entries of 2"},
		{"a value of a later version", func(s *values) error {
			v := events.Value{Key: "b", Version: 4, Schema: 1, Data: []byte("1")}
			return errors.Join(s.put([]byte("b"), store.EncodeValue(v)), s.note())
		}, `vault, "b"`, "version 4; the newest is 3"},
		{"data that is no JSON", func(s *values) error {
			v := events.Value{Key: "b", Version: 3, Schema: 1, Data: []byte("{")}
			return errors.Join(s.put([]byte("b"), store.EncodeValue(v)), s.note())
		}, `vault, "b"`, "no JSON"},
		{"the tally", func(s *values) error { return s.meta.Put([]byte(vaultKey), []byte("x")) }, `almanac, "vault"`, "checksum"},
		{"the tally is missing", func(s *values) error { return s.meta.Delete([]byte(vaultKey)) }, `almanac, "vault"`, "missing"},
		{"the bucket is missing", func(s *values) error { return s.Tx().DeleteBucket([]byte(vaultBucket)) }, "bucket vault", "missing"},
	} {
		path := filepath.Join(t.TempDir(), "almanac.db")
		b := mustOpen(t, path)
		version := events.Version(0)
		for _, text := range []string{`"one"`, `"two"`} {
			var err error
			if version, err = b.Vault().Write(t.Context(), events.PutValue(events.Value{Key: "b", Schema: 1, Data: []byte(text)}, version)); err != nil {
				t.Fatal(err)
			}
		}
		_, err := b.Vault().Write(t.Context(), events.PutValue(events.Value{Key: "a", Schema: 1, Data: []byte("1")}, 0))
		if err := errors.Join(err, b.vault.within(b.update, test.spoil), b.Close()); err != nil {
			t.Fatal(err)
		}
		report, err := Check(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(report.Faults, func(f store.Fault) bool { return f.Where == test.where && strings.Contains(f.What, test.what) }) {
			t.Errorf("%s: the faults are %q; want one at %q with %q", test.name, report.Faults, test.where, test.what)
		}
		if strings.Contains(test.name, "later version") || strings.Contains(test.name, "no JSON") {
			continue // sealed as they are, they are no damage that the disk can make
		}
		if b, err := Open(path); err == nil || !strings.Contains(err.Error(), test.where) {
			t.Errorf("%s: opening it: %v", test.name, err)
			if err == nil {
				_ = b.Close()
			}
		}
	}
}

// TestPending leaves out what a watcher knows, and tells of every key once.
func TestPending(t *testing.T) {
	p := (&announcer{}).subscribe("a/")
	change := func(key string, version events.Version) events.ValueChange {
		return events.PutValue(events.Value{Key: key, Version: version}, 0)
	}
	gone := change("a/gone", 3)
	gone.Delete = true
	p.put(1, []events.ValueChange{change("a/old", 1), change("b/old", 1)})
	if news := p.take(1); news.Version != 0 || len(news.Values)+len(news.Gone) != 0 {
		t.Errorf("of what is known it tells %+v", news)
	}
	p.put(1, []events.ValueChange{change("a/old", 1)})
	p.put(2, []events.ValueChange{change("a/twice", 2), change("a/zlast", 2)})
	p.put(3, []events.ValueChange{change("a/twice", 3), gone, change("b/new", 3)})
	news := p.take(1)
	var keys []string
	for _, v := range news.Values {
		keys = append(keys, v.Key)
	}
	if news.Version != 3 || !slices.Equal(keys, []string{"a/zlast", "a/twice"}) || !slices.Equal(news.Gone, []string{"a/gone"}) {
		t.Errorf("it tells %+v", news)
	}
	if again := p.take(0); len(again.Values)+len(again.Gone) != 0 {
		t.Errorf("it tells again %+v", again)
	}
}
