package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"almanac.example/events"
	"almanac.example/store"
)

// maxFaults is how many faults a check tells of.
const maxFaults = 1000

// Check reads everything in a file and tells what is not as it was written:
// pages, checksums, states that cannot be read, entries that are missing or
// are not the newest, slugs that lead elsewhere. It changes nothing, and does
// not migrate. The error is one of not getting at the file: that there is none,
// that another process has it open, or that ctx has ended.
func Check(ctx context.Context, path string) (store.Report, error) {
	c := &check{ctx: ctx}
	if _, err := os.Stat(path); err != nil {
		return c.report, err
	}
	db, file, err := openToRead(path)
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return c.report, fmt.Errorf("%s is in use by another almanac process; stop it first: %w", path, events.ErrUnavailable)
	case err != nil:
		c.fault("the beginning of the file", err)
		return c.report, nil
	}
	defer db.Close()
	if err := checkFirstPages(file, db.Info().PageSize); err != nil {
		c.fault("the file", err)
		return c.report, nil
	}
	walkPages(file, db.Info().PageSize, true, c.fault)
	if checkPages(db, file) == nil { // else reading might never end
		c.run(db)
	}
	return c.report, ctx.Err()
}

// openToRead opens a file that is whole without changing anything in it.
func openToRead(path string) (db *bbolt.DB, file *os.File, err error) {
	err = guard(somewhere, func() (err error) {
		db, err = bbolt.Open(path, 0o600, &bbolt.Options{
			ReadOnly: true, Timeout: lockTimeout, FreelistType: bbolt.FreelistMapType,
			OpenFile: func(name string, flag int, mode os.FileMode) (f *os.File, err error) {
				file, err = openSound(name, flag, mode)
				return file, err
			},
		})
		return err
	})
	if err != nil {
		if isDamage(err) {
			err = errors.Join(err, letGo(file))
		}
		return nil, nil, err
	}
	return db, file, nil
}

// check is a check under way.
type check struct {
	ctx    context.Context
	report store.Report
	rows   map[string]row // how each event and document should stand by its history
}

func (c *check) fault(where string, err error) {
	if err == nil || len(c.report.Faults) == maxFaults {
		return
	}
	f := store.Fault{Where: where, What: err.Error()}
	if d := new(damage); errors.As(err, &d) {
		f.Where, f.What = d.where, d.what
	}
	if !slices.Contains(c.report.Faults, f) {
		c.report.Faults = append(c.report.Faults, f)
	}
}

func (c *check) faultf(where, format string, args ...any) {
	c.fault(where, damaged(where, format, args...))
}

// run makes every check for which there is something left to look at.
func (c *check) run(db *bbolt.DB) {
	c.rows = map[string]row{}
	in := func(where string, look func(tx *bbolt.Tx) error) bool {
		at := where
		err := guard(func() string { return at }, func() error { return db.View(look) })
		c.fault(where, err)
		return err == nil
	}
	if !in("bucket "+metaBucket, func(*bbolt.Tx) error { return c.layout(db) }) {
		return
	}
	for _, part := range []struct {
		name string
		look func(*buckets) error
	}{{historyBucket, c.history}, {pastBucket, c.past}, {currentBucket, c.current}, {slugsBucket, c.slugs}} {
		in("bucket "+part.name, func(tx *bbolt.Tx) error {
			s, err := openBuckets(tx)
			if err != nil {
				return err
			}
			return guard(s.where, func() error { return part.look(s) })
		})
	}
	in("bucket "+vaultBucket, c.vault)
}

func (c *check) layout(db *bbolt.DB) error {
	switch version, err := layoutOf(db); {
	case err != nil:
		return err
	case version < 0:
		return errors.New("the file is empty")
	case version > layout:
		return fmt.Errorf("it was written by a newer almanac (schema %d; this one knows up to %d): use that version", version, layout)
	case version < layout:
		return fmt.Errorf("it is of schema %d, which has no checksums: open it once with this version", version)
	}
	return nil
}

// bucket reads all entries of a bucket and goes on after what is wrong with one.
func (c *check) bucket(s *buckets, of bucket, look func(k, stored []byte) error) error {
	limit := s.head.rev
	var found tally
	cursor, last := of.Cursor(), []byte(nil)
	for k, v := cursor.First(); k != nil; k, v = cursor.Next() {
		s.at = spot{of.name, k}
		if c.ctx.Err() != nil {
			return c.ctx.Err()
		}
		if of.name == historyBucket && events.Rev(number(k)) > limit {
			if s.staging == nil {
				c.faultf(s.where(), "it comes after the last revision, %d", limit)
			}
			break
		}
		if bytes.Compare(last, k) >= 0 {
			c.faultf(s.where(), "it is not where it belongs")
		}
		last = k
		found.add(v)
		if !bytes.Equal(of.Get(k), v) {
			c.faultf(s.where(), "it is not found by its key")
		}
		c.fault(s.where(), look(k, v))
	}
	s.at = spot{bucket: of.name}
	return of.compare(found, *of.tally)
}

func (c *check) history(s *buckets) error {
	if s.staging != nil && s.staging.kind == stageLoad {
		return errHalfLoaded
	}
	count, newest := uint64(0), events.Rev(0)
	err := c.bucket(s, s.history, func(k, stored []byte) error {
		count++
		newest = events.Rev(number(k))
		state, ordinal, err := readState(k, stored)
		if err != nil {
			return err
		}
		if ordinal != count {
			c.faultf(s.where(), "it is the state number %d, but %d are before it", ordinal, count-1)
		}
		return c.state(s, k, state)
	})
	if newest != s.head.rev {
		c.faultf("bucket "+historyBucket, "it ends at revision %d instead of %d", newest, s.head.rev)
	}
	return err
}

// state compares a state with the key it stands under and with the way to it.
func (c *check) state(s *buckets, k []byte, state *events.State) error {
	name, rev := string(k[8:]), state.Rev
	e, err := store.EntryOf(state)
	if err != nil {
		return err
	}
	if e.Name() != name {
		return damaged(s.where(), "it is the state of %s", strings.TrimPrefix(place(currentBucket, []byte(e.Name())), "current, "))
	}
	stored := s.past.Get(pastKey(name, rev))
	if stored == nil {
		return damaged(place(pastBucket, pastKey(name, rev)), "it is missing")
	}
	prev, err := prevOf(pastKey(name, rev), stored)
	if err != nil {
		return err
	}
	if was := c.rows[name]; events.Rev(prev) != was.rev { //nolint:gosec // compared only
		return damaged(place(pastBucket, pastKey(name, rev)), "revision %d comes before it, and not %d", was.rev, prev)
	}
	c.rows[name] = row{rev, e.Slug}
	c.report.States++
	c.report.Names(*state)
	return nil
}

func (c *check) past(s *buckets) error {
	err := c.bucket(s, s.past, func(k, stored []byte) error {
		_, err := prevOf(k, stored)
		return err
	})
	if past, states := s.counts.past.count, s.counts.history.count; past != states {
		c.faultf("bucket "+pastBucket, "it has %d entries for %d states", past, states)
	}
	return err
}

func (c *check) current(s *buckets) error {
	seen := 0
	err := c.bucket(s, s.current, func(name, stored []byte) error {
		value, err := unsealed(currentBucket, name, stored)
		if err != nil {
			return err
		}
		r, err := readRow(name, value)
		if err != nil {
			return err
		}
		want, ok := c.rows[string(name)]
		if !ok || r != want {
			return damaged(s.where(), "it stands at revision %d with the slug %q; by its history at %d with %q", r.rev, r.slug, want.rev, want.slug)
		}
		seen++
		return c.slugOf(s, string(name), r.slug)
	})
	if seen != len(c.rows) {
		c.faultf("bucket "+currentBucket, "%d events and documents stand as the history says, of %d", seen, len(c.rows))
	}
	return err
}

// slugOf looks whether the slug of an event leads to it.
func (c *check) slugOf(s *buckets, name, slug string) error {
	if slug == "" {
		return nil
	}
	owner, err := s.slugs.get([]byte(slug))
	if err == nil && string(owner) != name {
		err = damaged(place(slugsBucket, []byte(slug)), "it leads to %q instead of %q", owner, name)
	}
	return err
}

func (c *check) slugs(s *buckets) error {
	return c.bucket(s, s.slugs, func(slug, stored []byte) error {
		name, err := unsealed(slugsBucket, slug, stored)
		if err == nil && c.rows[string(name)].slug != string(slug) {
			err = damaged(s.where(), "it leads to event %q, which has the slug %q", name, c.rows[string(name)].slug)
		}
		return err
	})
}
