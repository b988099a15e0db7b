package bolt

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"

	"almanac.example/events"
	"almanac.example/store"
)

// Layouts 1 and 2 had no checksums, and one document, the site, whose states
// stood in the history under the empty id. Their buckets were
//
//	history   rev · id       state
//	events    id             rev · slug
//	slugs     slug           id
//	past      id · 0 · rev   (empty)
//	almanac   "schema", "rev", "site" (rev)
//
// They differ only in the format of states, of which both may be there.
const (
	oldEventsBucket = "events"
	oldRevKey       = "rev"
	oldSiteKey      = "site"
)

// migrate makes a file of the current layout of an older one, which stays beside
// it as FILE.schemaN. The new one is written under another name and takes its
// place when it is complete, so that there is one or the other at any moment. It
// is locked from its beginning: nobody else can come in between.
func migrate(path string, old *bbolt.DB, version int) (*bbolt.DB, error) {
	name := path + ".migrating"
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	db, _, err := openOnce(name)
	if err != nil {
		return nil, err
	}
	db.NoSync = true // until it is complete
	err = create(db)
	if err == nil {
		err = guard(somewhere, func() error {
			return old.View(func(tx *bbolt.Tx) error { return (&migration{db: db, old: tx}).run() })
		})
	}
	if db.NoSync = false; err == nil {
		err = db.Sync()
	}
	if err == nil {
		err = replaceKept(path, name, version)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close(), os.Remove(name))
	}
	return db, syncDir(filepath.Dir(path))
}

// replaceKept puts the new file in the place of the old one, which is kept; it
// belongs to who the old one belongs to.
func replaceKept(path, name string, version int) error {
	old, err := os.Stat(path)
	if err != nil {
		return err
	}
	if err := belongLike(name, old); err != nil {
		return err
	}
	if err := keep(path, version); err != nil {
		return err
	}
	return os.Rename(name, path)
}

// keep gives a file a second name before another one takes its first, without
// overwriting what is kept already.
func keep(path string, version int) error {
	name := fmt.Sprintf("%s.schema%d", path, version)
	for n := 2; ; n++ {
		err := os.Link(path, name)
		if err == nil {
			return nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return copyFile(path, name) // this file system has no second names
		}
		if same, err := sameFile(path, name); same || err != nil {
			return err // an earlier migration came as far as this
		}
		name = fmt.Sprintf("%s.schema%d.%d", path, version, n)
	}
}

func sameFile(a, b string) (bool, error) {
	one, err := os.Stat(a)
	if err != nil {
		return false, err
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other), err
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	return nil
}

// syncDir makes new names in a directory durable, where the system can do that.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrInvalid) {
		return fmt.Errorf("making the file's name durable: %w", err)
	}
	return nil
}

// migration reads the old file in order and loads what it finds into the new
// one. Revisions stay as they are.
type migration struct {
	db   *bbolt.DB
	old  *bbolt.Tx
	into *loading
	site *events.Site // as the history has it so far
}

func (m *migration) run() error {
	m.site = &events.Site{}
	m.into = &loading{Backend: &Backend{path: m.db.Path(), db: m.db}}
	if err := m.into.begin(); err != nil {
		return err
	}
	history := m.old.Bucket([]byte(historyBucket))
	if history == nil {
		return damaged("bucket "+historyBucket, "it is missing")
	}
	c := history.Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		if len(k) < 8 {
			return damaged(fmt.Sprintf("history, %x", k), "it is no revision")
		}
		if err := m.state(k, v); err != nil {
			return fmt.Errorf("%s: %w", oldPlace(k), err)
		}
	}
	if err := m.into.flush(); err != nil {
		return err
	}
	if err := m.compare(); err != nil {
		return err
	}
	return m.into.complete()
}

// oldPlace names a state of the old history.
func oldPlace(k []byte) string {
	if len(k) == 8 {
		return fmt.Sprintf("history, revision %d of the site", number(k))
	}
	return place(historyBucket, k)
}

// state takes one state of the old history.
func (m *migration) state(k, stored []byte) error {
	state, site, err := store.OldState(stored)
	if err != nil {
		return err
	}
	state.Rev = events.Rev(number(k))
	if site == nil {
		if state.Event == nil || string(state.Event.ID) != string(k[8:]) {
			return errors.New("it is another event's state")
		}
		return m.into.add(&state)
	}
	if len(k) > 8 {
		return errors.New("it is the site's state")
	}
	for _, d := range m.documents(site, state.Rev) {
		next := state
		next.Document = d
		if err := m.into.add(&next); err != nil {
			return err
		}
	}
	return nil
}

// documents are those that a new state of the site changes; in case it changes
// none, the first, so that the revision stays in the history.
func (m *migration) documents(site *events.Site, rev events.Rev) (list []*events.Document) {
	site.Revs = maps.Clone(m.site.Revs)
	if site.Revs == nil {
		site.Revs = map[events.DocumentName]events.Rev{}
	}
	for _, c := range events.DocumentChanges(m.site, site) {
		list = append(list, c.Document)
	}
	if len(list) == 0 {
		d := site.Document(events.DocumentSite)
		list = append(list, &d)
	}
	for _, d := range list {
		d.Rev = rev
	}
	m.site = m.site.With(list)
	return list
}

// compare holds what came of the history against what the old file says is
// current: a file that is damaged must not become a sound one with something
// else in it.
func (m *migration) compare() error {
	meta, rows := m.old.Bucket([]byte(metaBucket)), m.old.Bucket([]byte(oldEventsBucket))
	if meta == nil || rows == nil {
		return damaged("bucket "+oldEventsBucket, "it is missing")
	}
	if rev := events.Rev(number(meta.Get([]byte(oldRevKey)))); rev != m.into.last.rev {
		return damaged("history", "it ends at revision %d instead of %d", m.into.last.rev, rev)
	}
	if rev := events.Rev(number(meta.Get([]byte(oldSiteKey)))); rev != 0 && rev != m.newestDocument() {
		return damaged("the site", "its newest state is not that of revision %d", rev)
	}
	count := 0
	err := rows.ForEach(func(id, v []byte) error {
		count++
		if r := m.into.rows[string(id)]; len(v) < 8 || r != (row{events.Rev(number(v)), string(v[8:])}) {
			return damaged(place(currentBucket, id), "its newest state is another one, of revision %d", r.rev)
		}
		return nil
	})
	if events := len(m.into.rows) - len(m.site.Revs); err == nil && count != events {
		err = damaged("bucket "+oldEventsBucket, "it has %d events, and the history %d", count, events)
	}
	return err
}

// newestDocument is the last revision in which the site changed.
func (m *migration) newestDocument() (rev events.Rev) {
	for _, r := range m.site.Revs {
		rev = max(rev, r)
	}
	return rev
}
