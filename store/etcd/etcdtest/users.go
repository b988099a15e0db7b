package etcdtest

import (
	"context"
	"testing"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"
)

// The user of a cluster with users, whose role covers one prefix.
const (
	User     = "almanac"
	Password = "se cret"
)

// WithUsers turns on the cluster's users: root, and User, whose role covers the
// prefix only.
func (c *Cluster) WithUsers(t testing.TB, prefix string) {
	t.Helper()
	client, ctx := c.Client(t), t.Context()
	for _, step := range []func() error{
		func() error { _, err := client.UserAdd(ctx, "root", "root"); return err },
		func() error { _, err := client.UserGrantRole(ctx, "root", "root"); return err },
		func() error { _, err := client.UserAdd(ctx, User, Password); return err },
		func() error { _, err := client.RoleAdd(ctx, User); return err },
		func() error {
			end := clientv3.GetPrefixRangeEnd(prefix)
			_, err := client.RoleGrantPermission(ctx, User, prefix, end, clientv3.PermissionType(clientv3.PermReadWrite))
			return err
		},
		func() error { _, err := client.UserGrantRole(ctx, User, User); return err },
		func() error { _, err := client.AuthEnable(ctx); return err },
	} {
		if err := step(); err != nil {
			t.Fatalf("setting up users: %v", err)
		}
	}
}

// Revoke takes User its role.
func (c *Cluster) Revoke(t testing.TB) {
	t.Helper()
	c.asRoot(t, func(ctx context.Context, root *clientv3.Client) error {
		_, err := root.UserRevokeRole(ctx, User, User)
		return err
	})
}

// Grant gives User its role back.
func (c *Cluster) Grant(t testing.TB) {
	t.Helper()
	c.asRoot(t, func(ctx context.Context, root *clientv3.Client) error {
		_, err := root.UserGrantRole(ctx, User, User)
		return err
	})
}

// asRoot does something with a client of root's whose token is new: a server of
// the distribution and a client whose token has expired ask each other for ever.
func (c *Cluster) asRoot(t testing.TB, do func(context.Context, *clientv3.Client) error) {
	t.Helper()
	root, err := clientv3.New(clientv3.Config{Endpoints: c.Endpoints(), Username: "root", Password: "root", Logger: zap.NewNop()})
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := do(t.Context(), root); err != nil {
		t.Fatal(err)
	}
}
