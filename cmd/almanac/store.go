package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"almanac.example/events/timeline"
	"almanac.example/feeds/intake"
	"almanac.example/store"
	"almanac.example/store/backup"
	"almanac.example/store/blob"
	"almanac.example/store/bolt"
	"almanac.example/store/etcd"
)

// defaultStore is what storeFlag names if nobody names another.
const defaultStore = "bolt:almanac.db"

// place is where a --store flag points and what is there. Looking at it opens
// and makes nothing.
type place struct {
	file    string       // "": in a cluster
	cluster *etcd.Config // nil: in a file
	has     presence
}

// String is the place as messages name it.
func (p place) String() string {
	if p.cluster != nil {
		return p.cluster.String()
	}
	return p.file
}

// presence is what is found at a place.
type presence int

const (
	nothing   presence = iota // no such file, or no record under that prefix
	emptyFile                 // one of 0 bytes
	something                 // a store, or what opening it will refuse
)

// locate reads a --store flag. Of a cluster it asks whether the record is there.
func (c console) locate(ctx context.Context, name string) (place, error) {
	engine, where, ok := strings.Cut(name, ":")
	switch {
	case !ok || where == "":
		return place{}, fmt.Errorf("store %q: write it as bolt:FILE or etcd:HOST:PORT,…/PREFIX", name)
	case engine == "bolt":
		return locateFile(name, where)
	case engine == "etcd":
		return c.locateCluster(ctx, where)
	}
	return place{}, fmt.Errorf("store %q: unknown engine %q; known are bolt and etcd", name, engine)
}

// locateFile looks at the file of a store.
func locateFile(name, file string) (place, error) {
	info, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		if link, err := os.Readlink(file); err == nil {
			return place{}, fmt.Errorf("store %q: is a link to %s, which is not there; see that its volume is mounted", name, link)
		}
		return place{file: file, has: nothing}, checkFolder(name, filepath.Dir(file))
	}
	if err == nil {
		file, err = filepath.EvalSymlinks(file)
	}
	switch {
	case err != nil:
		return place{}, fmt.Errorf("store %q: %w", name, err)
	case info.IsDir():
		return place{}, fmt.Errorf("store %q: is a directory; name a file in it", name)
	case !info.Mode().IsRegular():
		return place{}, fmt.Errorf("store %q: is no file that could hold a record", name)
	case info.Size() == 0:
		return place{file: file, has: emptyFile}, nil
	}
	return place{file: file, has: something}, nil
}

// checkFolder refuses a store that could not be made.
func checkFolder(name, folder string) error {
	info, err := os.Stat(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("store %q: there is no directory %s", name, folder)
	case err != nil:
		return fmt.Errorf("store %q: %w", name, err)
	case !info.IsDir():
		return fmt.Errorf("store %q: %s is no directory", name, folder)
	}
	return nil
}

// missing is the error of a command that needs a store where there is none.
func (p place) missing() error {
	switch p.has {
	case nothing:
		if p.cluster != nil {
			return fmt.Errorf("there is no record at %s: if there should be one, see that the prefix is right", p)
		}
	case emptyFile:
		return fmt.Errorf("the store %s is empty (0 bytes): if there was a record in it, restore a backup", p.file)
	case something:
		return fmt.Errorf("the store %s holds no record: if there was one in it, restore a backup", p)
	}
	return fmt.Errorf("there is no store %s: if there should be one, see that the path is right and its volume mounted", p.file)
}

// must is the place of a store that is there.
func (c console) must(ctx context.Context, name string) (place, error) {
	p, err := c.locate(ctx, name)
	if err == nil && p.has != something {
		err = p.missing()
	}
	return p, err
}

// checkStore reads everything in a store that is there. A file must not be in
// use.
func (c console) checkStore(ctx context.Context, name string) (store.Report, error) {
	p, err := c.must(ctx, name)
	if err != nil {
		return store.Report{}, err
	}
	if p.cluster != nil {
		return etcd.Check(ctx, *p.cluster)
	}
	return bolt.Check(ctx, p.file)
}

// engine is an opened store: the record, its way out and in, and the vault.
type engine struct {
	store.Backend
	archive store.Archive
	vault   store.Vault // shows what has expired, too: store.Unexpired is for rooms
}

// engine opens a store, or makes one. What older versions kept in files beside
// it is taken over into the vault, which is told to say.
func (p place) engine(ctx context.Context, say io.Writer) (engine, error) {
	if p.cluster != nil {
		return openCluster(ctx, *p.cluster)
	}
	b, err := bolt.Open(p.file)
	if err != nil && backup.Is(p.file) {
		err = fmt.Errorf("%s is a backup: make a store of it with \"almanac restore\"", p.file)
	}
	if err != nil {
		return engine{}, err
	}
	e := engine{Backend: b, archive: b, vault: b.Vault()}
	if err := takeOver(ctx, p.file, e.vault, say); err != nil {
		return engine{}, errors.Join(err, b.Close())
	}
	return e, nil
}

// openEngine opens a store that is there.
func (c console) openEngine(ctx context.Context, name string) (engine, error) {
	p, err := c.must(ctx, name)
	if err != nil {
		return engine{}, err
	}
	return p.engine(ctx, c.err)
}

// instance is a store that is followed.
type instance struct {
	live    *store.Live // nil: there is no store
	archive store.Archive
	vault   store.Vault
	blobs   blob.Store // nil: not opened, or there is no place for pictures
	close   func()     // everything

	backedUp func() // called when a backup was taken; nil: nobody wants to know
}

// timeline is the newest one; where there is no store it is empty.
func (i instance) timeline() *timeline.Timeline {
	if i.live == nil {
		return timeline.New()
	}
	return i.live.Timeline()
}

// rehearse refuses a plan that carrying it out would refuse.
func (i instance) rehearse(ctx context.Context, plan *intake.Plan) error {
	if i.live == nil {
		return store.Rehearse(i.timeline(), now(), plan.Changes(intake.Signature{}))
	}
	return plan.Rehearse(ctx, i.live)
}

// open opens the store, or makes one, and waits for its timeline.
func (p place) open(ctx context.Context, log *slog.Logger, say io.Writer) (instance, error) {
	e, err := p.engine(ctx, say)
	if err != nil {
		return instance{}, err
	}
	live, err := store.Open(ctx, e.Backend, store.Config{Now: now, Log: log})
	if err != nil {
		return instance{}, errors.Join(err, e.Close())
	}
	return instance{live: live, archive: e.archive, vault: e.vault, close: func() { live.Close(); e.Close() }}, nil
}

// openOrCreate is for commands that bring something: where there is no store
// they make one, and say so.
func (c console) openOrCreate(ctx context.Context, name string) (instance, error) {
	p, err := c.locate(ctx, name)
	if err != nil {
		return instance{}, err
	}
	in, err := p.open(ctx, c.newLog(), c.err)
	if err == nil && p.has != something {
		fmt.Fprintf(c.err, "almanac: made a new store: %s\n", p)
	}
	return in, err
}

// openOrImagine is openOrCreate, but for a dry run it makes nothing: where there
// is no store, the instance has none.
func (c console) openOrImagine(ctx context.Context, name string, dryRun bool) (instance, error) {
	if p, err := c.locate(ctx, name); dryRun && err == nil && p.has != something {
		return instance{close: func() {}}, nil
	}
	return c.openOrCreate(ctx, name)
}

// console is what a command works with: where it reads and writes, and the means
// to find a store.
type console struct {
	streams
	etcd  etcdFlags
	media mediaFlag
}

// storeFlag is shared by every command that opens the store.
type storeFlag struct {
	Store string `default:"bolt:almanac.db" placeholder:"ENGINE:WHERE" help:"Where the record is kept: bolt:FILE, or etcd:HOST:PORT,…/PREFIX for several processes."`
}

// openSound opens a store that is there, if all of it is sound. It is opened
// once before it is checked, which brings an older one up to date.
func (c console) openSound(ctx context.Context, name string) (report store.Report, e engine, err error) {
	if e, err = c.openEngine(ctx, name); err == nil {
		err = e.Close()
	}
	if err != nil {
		return report, e, err
	}
	report, err = c.checkStore(ctx, name)
	if err == nil && len(report.Faults) > 0 {
		err = unsound(name, report.Faults)
	}
	if err != nil {
		return report, e, err
	}
	e, err = c.openEngine(ctx, name)
	return report, e, err
}

// unsound is the error of a store or a backup that has faults; it names the
// first.
func unsound(what string, faults []store.Fault) error {
	return fmt.Errorf("%s is not sound; faults: %d, the first: %s: %s", what, len(faults), faults[0].Where, faults[0].What)
}
