package etcdtest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	clientv3 "go.etcd.io/etcd/client/v3"
)

// filler begins the keys that fill a cluster. No record has such.
const filler = "filler/"

// Fill leaves no room in a cluster that may hold so many bytes: from then on it
// refuses writes (alarm NOSPACE).
func (c *Cluster) Fill(t testing.TB, quota int) {
	t.Helper()
	const piece = 1 << 20
	client := c.Client(t)
	for n := range 4 * quota / piece {
		if _, err := client.Put(t.Context(), fmt.Sprint(filler, n), strings.Repeat("x", piece)); err != nil {
			return // there is no room left
		}
	}
	t.Fatalf("the cluster takes more than its quota of %d bytes", quota)
}

// Relieve takes out again what Fill put in: it compacts, defragments every member
// and disarms the alarm, as an operator would.
func (c *Cluster) Relieve(t testing.TB) {
	t.Helper()
	client := c.Client(t)
	if err := relieve(t.Context(), client, c.Endpoints()); err != nil {
		t.Fatalf("making room: %v", err)
	}
}

func relieve(ctx context.Context, client *clientv3.Client, members []string) error {
	answer, err := client.Delete(ctx, filler, clientv3.WithPrefix())
	if err != nil {
		return err
	}
	if _, err := client.Compact(ctx, answer.Header.Revision, clientv3.WithCompactPhysical()); err != nil {
		return err
	}
	for _, m := range members {
		if _, err := client.Defragment(ctx, m); err != nil {
			return err
		}
	}
	_, err = client.AlarmDisarm(ctx, &clientv3.AlarmMember{})
	return err
}
