package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/durable"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/store/backup"
)

// followFolderFlags are those of a backup that goes on.
type followFolderFlags struct {
	Follow string        `placeholder:"DIR" help:"Keep a backup in this folder up to date after each commit, until stopped."`
	Every  time.Duration `default:"24h" placeholder:"TIME" help:"With --follow: how often to begin with a whole backup anew."`
	Keep   int           `default:"30" placeholder:"N" help:"With --follow: how many whole backups to keep, each with what came after it; 0 keeps all."`
}

func (f followFolderFlags) check() error {
	if f.Every < time.Minute {
		return fmt.Errorf("--every=%s: must be at least 1m", f.Every)
	}
	if f.Keep < 0 {
		return fmt.Errorf("--keep=%d: must not be negative", f.Keep)
	}
	return nil
}

const (
	// segmentGap is the least time between two segments, so that many commits
	// become one.
	segmentGap = 400 * time.Millisecond
	// valuesGap is how old what is kept of the vault may be.
	valuesGap = 10 * time.Minute
	// mostFollowWait is the longest pause before the server is looked for again.
	mostFollowWait = 30 * time.Second
)

// follow keeps the folder up to date until ctx ends. Whenever the server was not
// there it begins with a whole backup: what it served meanwhile is not known.
func (c *backupCommand) follow(ctx context.Context, con storage.Console) error {
	if err := os.MkdirAll(c.Follow, 0o700); err != nil {
		return err
	}
	if err := removeUnfinished(c.Follow); err != nil {
		return err
	}
	wait := time.Second
	for {
		f := &chaining{backupCommand: c, con: con}
		err := f.run(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if errors.Is(err, errFolder) {
			return err
		}
		if f.chain != "" {
			wait = time.Second
		}
		fmt.Fprintf(con.Err, "almanac: %v; trying again in %s\n", err, wait)
		if !pause(ctx, wait) {
			return nil
		}
		wait = min(2*wait, mostFollowWait)
	}
}

// errFolder is in every error of writing: trying again does not help.
var errFolder = errors.New("the folder cannot be written to")

// pause waits and reports whether the time has passed.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

// removeUnfinished removes what a process has left that was ended while it wrote.
func removeUnfinished(dir string) error {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), unfinished) {
			err = errors.Join(err, os.Remove(filepath.Join(dir, e.Name())))
		}
	}
	return err
}

// unfinished begins the names of files that are being written.
const unfinished = ".almanac-"

// chaining is a chain that is being written.
type chaining struct {
	*backupCommand
	con    storage.Console
	at     *connect.Connection
	chain  string // its name; "": it has not begun
	served string // the server's process
	last   backup.Summary
	whole  time.Time // when it began
	values time.Time // when the vault was kept last
}

func (f *chaining) run(ctx context.Context) (err error) {
	if f.at, err = f.reachServer(ctx); err != nil {
		return err
	}
	defer f.at.Close()
	for ctx.Err() == nil {
		if f.chain == "" || terminal.Now().Sub(f.whole) >= f.Every {
			err = f.begin(ctx)
		} else {
			err = f.goOn(ctx)
		}
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// reachServer finds the server. A store in a file is written by one process
// only: without a server there is nothing to follow.
func (f *chaining) reachServer(ctx context.Context) (*connect.Connection, error) {
	at, err := f.Running(ctx, f.con, "")
	if at != nil || err != nil {
		return at, err
	}
	p, err := f.con.Locate(ctx, f.Store)
	if err == nil && p.File != "" {
		err = fmt.Errorf("no server has %s open", p)
	}
	if err != nil {
		return nil, err
	}
	return f.Connect(ctx, f.con, "")
}

// begin writes a whole backup, and removes chains that are too old.
func (f *chaining) begin(ctx context.Context) error {
	started := terminal.Now()
	chain := started.UTC().Format("20060102T150405.000Z")
	sum, _, err := f.fetchTo(ctx, chain+backup.WholeEnd, f.query())
	if err != nil {
		return err
	}
	f.chain, f.last, f.whole, f.values = chain, sum, started, started
	fmt.Fprintf(f.con.Err, "almanac: %s holds %d states up to revision %d; following\n", chain+backup.WholeEnd, sum.States, sum.Last)
	return f.prune()
}

// goOn waits for what comes next and writes it.
func (f *chaining) goOn(ctx context.Context) error {
	query := f.query()
	query.Set("previous", f.last.Sum)
	query.Set("after", strconv.FormatInt(int64(f.last.Last), 10))
	started := terminal.Now()
	withValues := started.Sub(f.values) >= valuesGap
	if withValues {
		query.Set("values", "1")
	}
	sum, some, err := f.fetchTo(ctx, backup.SegmentName(f.chain, f.last.Last+1), query)
	if err != nil || !some {
		return err
	}
	if f.last = sum; sum.Redacts {
		fmt.Fprintln(f.con.Err, "almanac: something was redacted; a whole backup follows, and the older files, which still say it, are removed")
		if err := f.begin(ctx); err != nil {
			return err
		}
		return f.removeAllBut(f.chain)
	}
	if withValues {
		f.values = started
	}
	pause(ctx, segmentGap)
	return nil
}

// fetchTo writes what the server gives into a file of the folder, which has its
// name when it was read back and is durable.
func (f *chaining) fetchTo(ctx context.Context, name string, query url.Values) (sum backup.Summary, some bool, err error) {
	file, err := os.CreateTemp(f.Follow, unfinished+"*")
	if err != nil {
		return sum, false, fmt.Errorf("%w: %w", errFolder, err)
	}
	defer os.Remove(file.Name())
	defer file.Close()
	some, run, err := f.at.BackUp(ctx, file, query)
	if err == nil && query.Has("previous") && run != f.served {
		err = errors.New("the server was started anew, perhaps with another record")
	}
	if f.served = run; err != nil || !some {
		return sum, false, err
	}
	if sum, err = readBack(ctx, file); err == nil && query.Has("previous") && sum.States == 0 {
		err = errors.New("the server sent nothing that goes on from what is there")
	}
	if err != nil {
		return sum, false, err
	}
	if err := durable.Move(file.Name(), filepath.Join(f.Follow, name)); err != nil {
		return sum, false, fmt.Errorf("%w: %w", errFolder, err)
	}
	return sum, true, nil
}

// prune removes the oldest chains, of which only so many are kept.
func (f *chaining) prune() error {
	entries, err := os.ReadDir(f.Follow) // by name, which is by age
	if err != nil || f.Keep == 0 {
		return err
	}
	var chains []string
	for _, e := range entries {
		if chain, whole := strings.CutSuffix(e.Name(), backup.WholeEnd); whole && !strings.HasPrefix(chain, ".") {
			chains = append(chains, chain)
		}
	}
	if len(chains) <= f.Keep {
		return nil
	}
	return f.remove(func(name string) bool { return isFollowed(name) && name < chains[len(chains)-f.Keep] })
}

// removeAllBut removes all other chains.
func (f *chaining) removeAllBut(chain string) error {
	return f.remove(func(name string) bool { return isFollowed(name) && !strings.HasPrefix(name, chain) })
}

// isFollowed reports whether a file is a part of a chain.
func isFollowed(name string) bool {
	return !strings.HasPrefix(name, ".") && (strings.HasSuffix(name, backup.WholeEnd) || strings.HasSuffix(name, backup.SegmentEnd))
}

// remove removes those files of the folder that are old.
func (f *chaining) remove(old func(name string) bool) error {
	entries, err := os.ReadDir(f.Follow)
	for _, e := range entries {
		if old(e.Name()) {
			err = errors.Join(err, os.Remove(filepath.Join(f.Follow, e.Name())))
		}
	}
	return err
}
