package storage

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/store/etcd"
	"almanac.example/store/etcd/etcdtest"
)

// Processes that serve one record agree on its base URL, however it is written at
// the end; who does not is told whom it disagrees with, and leaves nothing behind.
// Who stops is forgotten. A file is one process's and says nothing.
func TestProcessesAgreeOnTheBaseURL(t *testing.T) {
	in, log := opened(t), slog.New(slog.DiscardHandler)
	cluster := Place{Cluster: &etcd.Config{}}
	serving := func() int {
		t.Helper()
		list, err := listReplicas(t.Context(), in.Vault)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	if leave, err := (Place{File: "a.db"}).Join(t.Context(), in.Vault, "https://one.example", log); err != nil || serving() != 0 {
		t.Errorf("a file: %v, %d serve", err, serving())
	} else {
		leave()
	}
	one, err := cluster.Join(t.Context(), in.Vault, "https://one.example/", log)
	if err != nil {
		t.Fatal(err)
	}
	same, err := cluster.Join(t.Context(), in.Vault, "https://one.example", log)
	if err != nil || serving() != 2 {
		t.Fatalf("the same base URL: %v, %d serve", err, serving())
	}
	_, err = cluster.Join(t.Context(), in.Vault, "https://two.example", log)
	if err == nil || !strings.Contains(err.Error(), "https://two.example, but https://one.example for the process on ") || serving() != 2 {
		t.Errorf("another base URL: %v, %d serve", err, serving())
	}
	one()
	same()
	other, err := cluster.Join(t.Context(), in.Vault, "https://two.example", log)
	if err != nil || serving() != 1 {
		t.Fatalf("after the others have stopped: %v, %d serve", err, serving())
	}
	other()
	if serving() != 0 {
		t.Error("a process that has stopped still counts")
	}
}

// A process of an older version holds a migration up, and is named; one of a newer
// does not.
func TestOldProcessesAreNamed(t *testing.T) {
	in := opened(t)
	say := func(host string, schema int) {
		t.Helper()
		v, err := events.JSONValue(events.ReplicaPrefix+host, events.ReplicaSchema, events.Replica{Host: host, Version: "v1", Schema: schema})
		if err == nil {
			_, err = in.Vault.Write(t.Context(), events.PutValue(v, 0))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		host   string
		schema int
		want   string
	}{
		{"same", 3, ""},
		{"newer", 4, ""},
		{"older", 2, "these processes do not know schema 3 yet; replace them first: older (almanac v1, schema 2)"},
		{"oldest", 1, "these processes do not know schema 3 yet; replace them first: older (almanac v1, schema 2), oldest (almanac v1, schema 1)"},
	} {
		say(test.host, test.schema)
		if err := CheckReplicas(t.Context(), in.Vault, 3); fmt.Sprint(err) != test.want && (err != nil || test.want != "") {
			t.Errorf("with %s: %v, want %s", test.host, err, test.want)
		}
	}
	broken := events.Value{Key: events.ReplicaPrefix + "broken", Schema: events.ReplicaSchema, Data: []byte("[]")}
	if _, err := in.Vault.Write(t.Context(), events.PutValue(broken, 0)); err != nil {
		t.Fatal(err)
	}
	if err := CheckReplicas(t.Context(), in.Vault, 1); err == nil || !strings.Contains(err.Error(), broken.Key) {
		t.Errorf("a value that cannot be read: %v", err)
	}
}

// A record in a cluster is there from the first write on, is named by its place,
// and is not looked for in a cluster that cannot be reached.
func TestARecordInACluster(t *testing.T) {
	c := etcdtest.Start(t, etcdtest.Options{})
	con, _ := quiet()
	name := "etcd:" + strings.TrimPrefix(c.Endpoints()[0], "http://") + "/museum"
	p, err := con.Locate(t.Context(), name)
	if err != nil || p.Has != Nothing || p.Cluster == nil || !strings.Contains(p.String(), "/museum") {
		t.Fatalf("%s: %+v, %v", p, p, err)
	}
	if p.Missing() == nil {
		t.Error("what is not there is not missing")
	}
	in, err := p.Open(t.Context(), slog.New(slog.DiscardHandler), t.Output())
	if err != nil {
		t.Fatal(err)
	}
	if err := FoundIfNew(t.Context(), in.Live); err != nil {
		t.Fatal(err)
	}
	authority := in.Timeline().Site().Authority
	if err := FoundIfNew(t.Context(), in.Live); err != nil || authority == "" || in.Timeline().Site().Authority != authority {
		t.Errorf("founded twice: %q, then %q, %v", authority, in.Timeline().Site().Authority, err)
	}
	in.Close()
	if p, err = con.Locate(t.Context(), name); err != nil || p.Has != Something {
		t.Errorf("after the first write: %+v, %v", p, err)
	}
	con.Etcd.PasswordFile = "no such file"
	con.Etcd.User = "reader"
	if _, err := con.Locate(t.Context(), name); err == nil {
		t.Error("a password that cannot be read is none")
	}
	if _, err := openCluster(t.Context(), etcd.Config{Endpoints: p.Cluster.Endpoints, Prefix: "/museum/", CAFile: "no such file"}); err == nil {
		t.Error("opened with an authority that cannot be read")
	}
	if _, err := con.Locate(t.Context(), "etcd:host"); err == nil || errors.Is(err, events.ErrUnavailable) {
		t.Errorf("a record without a name: %v", err)
	}
}
