package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"almanac.example/events"
)

const (
	vaultVictimEnv     = "ALMANAC_TEST_VAULT_VICTIM"
	vaultVictimWriters = 3
)

// vaultVictim writes pairs of values that always say the same, and commits to
// the record meanwhile, until it is killed.
func vaultVictim(path string) int {
	b, err := Open(path)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	var wg sync.WaitGroup
	for w := range vaultVictimWriters {
		wg.Go(func() { fmt.Fprintln(os.Stderr, vaultVictimWrites(b, w)) })
	}
	wg.Go(func() {
		for i := 0; ; i++ {
			if _, err := b.Commit(context.Background(), titled(events.ID(fmt.Sprintf("e%d-%d", os.Getpid(), i)), "one", 0)); err != nil {
				fmt.Fprintln(os.Stderr, err)
				return
			}
		}
	})
	wg.Wait()
	return 1
}

// pair are the two keys of one writer.
func pair(writer int) [2]string {
	return [2]string{fmt.Sprintf("w%d/a", writer), fmt.Sprintf("w%d/b", writer)}
}

func vaultVictimWrites(b *Backend, writer int) error {
	keys, v, ctx := pair(writer), b.Vault(), context.Background()
	last, err := v.Get(ctx, keys[0])
	if err != nil && !errors.Is(err, events.ErrNotFound) {
		return err
	}
	version, n := last.Version, 0
	_, _ = fmt.Sscan(string(last.Data), &n)
	for {
		n++
		var changes []events.ValueChange
		for _, key := range keys {
			changes = append(changes, events.PutValue(events.Value{Key: key, Schema: 1, Data: fmt.Append(nil, n)}, version))
		}
		if version, err = v.Write(ctx, changes...); err != nil {
			return err
		}
		fmt.Fprintf(os.Stdout, "%d %d %d\n", writer, n, version)
	}
}

// TestVaultKilled kills a process that writes to the vault: what was
// acknowledged is there, and no write by half.
func TestVaultKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "almanac.db")
	acknowledged := 0
	for round := range 10 {
		var last [vaultVictimWriters]ack
		for _, a := range killOnce(t, vaultVictimEnv+"="+path, round) {
			last[a.writer] = a
		}
		b, err := Open(path)
		if err != nil {
			t.Fatalf("round %d: opening what a kill left: %v", round, err)
		}
		for w, heard := range last {
			a, errA := b.Vault().Get(t.Context(), pair(w)[0])
			z, errZ := b.Vault().Get(t.Context(), pair(w)[1])
			if errors.Is(errA, events.ErrNotFound) && errors.Is(errZ, events.ErrNotFound) && heard.n == 0 {
				continue
			}
			n := 0
			_, _ = fmt.Sscan(string(a.Data), &n)
			if errA != nil || errZ != nil || string(a.Data) != string(z.Data) || a.Version != z.Version || n < heard.n || n > heard.n+1 && heard.n > 0 {
				t.Errorf("round %d: writer %d heard of %d at version %d; there are %s v%d and %s v%d, %v, %v",
					round, w, heard.n, heard.rev, a.Data, a.Version, z.Data, z.Version, errA, errZ)
			}
			acknowledged += heard.n
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		checkSound(t, path)
		if t.Failed() {
			return
		}
	}
	if acknowledged == 0 {
		t.Error("nothing was ever acknowledged")
	}
}
