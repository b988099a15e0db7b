package main

import (
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"almanac.example/store/etcd/etcdtest"
)

// acks waits until so many more edits are acknowledged.
func (f *fleet) acks(t *testing.T, more int) {
	t.Helper()
	count := func() int {
		f.mu.Lock()
		defer f.mu.Unlock()
		return len(f.acked)
	}
	from, deadline := count(), time.Now().Add(time.Minute)
	for count() < from+more {
		if time.Now().After(deadline) {
			t.Fatalf("%d edits are acknowledged; want %d more", count()-from, more)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// both waits until /readyz of both replicas answers so.
func (f *fleet) both(t *testing.T, status int) {
	t.Helper()
	f.is(t, 0, status)
	f.is(t, 1, status)
}

// TestReadersDuringOutages reads through real processes while the leader of three
// members is killed, the connections of a replica break, all members start anew
// and their user loses its role.
func TestReadersDuringOutages(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	c := etcdtest.Start(t, etcdtest.Options{Members: 3})
	c.WithUsers(t, "/fleet/")
	password := filepath.Join(t.TempDir(), "password")
	write(t, password, []byte(etcdtest.Password+"\n"))
	f := newFleet(t, c, "--etcd-user", etcdtest.User, "--etcd-password-file", password)
	f.begin(t)
	f.polls(t, 50)
	f.acks(t, 100)

	leader := c.Leader(t)
	if leader == nil {
		t.Fatal("the members have no leader")
	}
	leader.Kill()
	f.polls(t, 50)
	f.acks(t, 100)
	if err := leader.Start(); err != nil {
		t.Fatal(err)
	}

	for range 5 {
		f.proxy.Break()
		f.acks(t, 20)
	}

	for _, m := range c.Members {
		m.Kill()
	}
	f.both(t, http.StatusServiceUnavailable)
	f.polls(t, 50)
	for _, m := range c.Members {
		if err := m.Start(); err != nil {
			t.Fatal(err)
		}
	}
	f.both(t, http.StatusOK)
	f.acks(t, 100)

	c.Revoke(t)
	f.both(t, http.StatusServiceUnavailable)
	f.polls(t, 50)
	c.Grant(t)
	f.both(t, http.StatusOK)
	f.acks(t, 100)
	f.end(t)
}
