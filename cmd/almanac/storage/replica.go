package storage

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/store"
	"almanac.example/store/etcd"
)

// How long a process is taken for one that serves after it said so last. That is
// long enough for one whose clock is four minutes behind to be seen.
const (
	replicaLife  = 5 * time.Minute
	replicaRenew = time.Minute
)

// replicas are the processes that serve a record in a cluster.
type replicas struct {
	vault store.Vault
	own   events.Replica
	key   string
	log   *slog.Logger
}

// Join says in the vault that this process serves the record. Another one with
// another base URL is an error: their feeds would differ.
func (where Place) Join(ctx context.Context, vault store.Vault, baseURL string, log *slog.Logger) (leave func(), err error) {
	if where.Cluster == nil {
		return func() {}, nil // a file is one process's
	}
	host, _ := os.Hostname()
	r := &replicas{
		vault: vault, key: events.ReplicaPrefix + rand.Text()[:16], log: log,
		own: events.Replica{BaseURL: strings.TrimRight(baseURL, "/"), Schema: etcd.Schema, Version: terminal.Version(), Host: host, Since: terminal.Now().UTC().Truncate(time.Second)},
	}
	// Readers are served also while nothing can be written. It is said later.
	first, err := r.say(ctx, 0)
	if err != nil && !errors.Is(err, events.ErrUnavailable) {
		return nil, err
	}
	if err != nil {
		log.Warn("could not say that this process serves", "err", err)
	}
	if err := r.agree(ctx); err != nil {
		return nil, errors.Join(err, r.forget(first))
	}
	going, stop := context.WithCancel(context.WithoutCancel(ctx))
	stopped := make(chan events.Version)
	go func() { stopped <- r.renew(going, first) }()
	return func() {
		stop()
		if err := r.forget(<-stopped); err != nil {
			log.Warn("could not say that this process has stopped", "err", err)
		}
	}, nil
}

// say writes what this process is.
func (r *replicas) say(ctx context.Context, last events.Version) (events.Version, error) {
	data, err := json.Marshal(r.own)
	if err != nil {
		return 0, err
	}
	return r.vault.Write(ctx, events.PutValue(events.Value{
		Key: r.key, Schema: events.ReplicaSchema, Expires: terminal.Now().Add(replicaLife), Data: data,
	}, last))
}

// agree compares the base URL with that of the others.
func (r *replicas) agree(ctx context.Context) error {
	others, err := listReplicas(ctx, r.vault)
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.key != r.key && o.BaseURL != r.own.BaseURL {
			return fmt.Errorf("the base URL is %s, but %s for the process on %s that serves the same record: give all the same --base-url; that process counts until it stops, or until %s if it has died",
				r.own.BaseURL, o.BaseURL, o.Host, o.expires.Format("15:04:05Z"))
		}
	}
	return nil
}

// renew says it again until ctx ends.
func (r *replicas) renew(ctx context.Context, last events.Version) events.Version {
	for {
		select {
		case <-ctx.Done():
			return last
		case <-time.After(replicaRenew):
		}
		next, err := r.say(ctx, last)
		if errors.Is(err, events.ErrConflict) { // swept after a long silence
			next, err = r.say(ctx, 0)
		}
		if err == nil {
			last = next
		} else if ctx.Err() == nil {
			r.log.Warn("could not say that this process serves", "err", err)
		}
	}
}

// forget says that this process has stopped.
func (r *replicas) forget(last events.Version) error {
	if last == 0 {
		return nil // it has not been said
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_, err := r.vault.Write(ctx, events.DeleteValue(r.key, last))
	return err
}

// replica is a process that serves, as the vault has it.
type replica struct {
	events.Replica
	key     string
	expires time.Time
}

// listReplicas are the processes that serve now.
func listReplicas(ctx context.Context, vault store.Vault) (list []replica, err error) {
	for v, err := range store.Unexpired(vault, terminal.Now).List(ctx, events.ReplicaPrefix) {
		if err != nil {
			return nil, err
		}
		r := replica{key: v.Key, expires: v.Expires}
		// A newer version may say more; what this one knows is enough.
		if err := json.Unmarshal(v.Data, &r.Replica); err != nil {
			return nil, fmt.Errorf("vault value %q: %w", v.Key, err)
		}
		list = append(list, r)
	}
	return list, nil
}

// CheckReplicas is an error that names the processes that would not understand
// the schema.
func CheckReplicas(ctx context.Context, vault store.Vault, schema int) error {
	list, err := listReplicas(ctx, vault)
	if err != nil {
		return err
	}
	var old []string
	for _, r := range list {
		if r.Schema < schema {
			old = append(old, fmt.Sprintf("%s (almanac %s, schema %d)", r.Host, r.Version, r.Schema))
		}
	}
	if len(old) > 0 {
		return fmt.Errorf("these processes do not know schema %d yet; replace them first: %s", schema, strings.Join(old, ", "))
	}
	return nil
}
