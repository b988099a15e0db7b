package storage

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

	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events/timeline"
	"almanac.example/feeds/intake"
	"almanac.example/store"
	"almanac.example/store/backup"
	"almanac.example/store/blob"
	"almanac.example/store/bolt"
	"almanac.example/store/etcd"
)

// DefaultStore is what --store says if it is not given.
const DefaultStore = "bolt:almanac.db"

// Place is where a --store flag points and what is there. Looking at it opens
// and makes nothing.
type Place struct {
	File    string       // "": in a cluster
	Cluster *etcd.Config // nil: in a file
	Has     Presence
}

// String is the place as messages name it.
func (p Place) String() string {
	if p.Cluster != nil {
		return p.Cluster.String()
	}
	return p.File
}

// Presence is what is found at a place.
type Presence int

// What may be at a place.
const (
	Nothing   Presence = iota // no such file, or no record under that prefix
	EmptyFile                 // one of 0 bytes
	Something                 // a store, or what opening it will refuse
)

// CheckName refuses what is no value of a --store flag. It does not look whether
// the store is there.
func CheckName(name string) error {
	engine, where, ok := strings.Cut(name, ":")
	switch {
	case !ok || where == "":
		return fmt.Errorf("store %q: write it as bolt:FILE or etcd:HOST:PORT,…/PREFIX", name)
	case engine == "bolt":
		return nil
	case engine == "etcd":
		_, err := etcd.Parse(where)
		return err
	}
	return fmt.Errorf("store %q: unknown engine %q; known are bolt and etcd", name, engine)
}

// Locate reads a --store flag. Of a cluster it asks whether the record is there.
func (c Console) Locate(ctx context.Context, name string) (Place, error) {
	if err := CheckName(name); err != nil {
		return Place{}, err
	}
	engine, where, _ := strings.Cut(name, ":")
	if engine == "etcd" {
		return c.locateCluster(ctx, where)
	}
	return locateFile(name, where)
}

// locateFile looks at the file of a store.
func locateFile(name, file string) (Place, error) {
	info, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		if link, err := os.Readlink(file); err == nil {
			return Place{}, fmt.Errorf("store %q: is a link to %s, which is not there; see that its volume is mounted", name, link)
		}
		return Place{File: file, Has: Nothing}, checkFolder(name, filepath.Dir(file))
	}
	if err == nil {
		file, err = filepath.EvalSymlinks(file)
	}
	switch {
	case err != nil:
		return Place{}, fmt.Errorf("store %q: %w", name, err)
	case info.IsDir():
		return Place{}, fmt.Errorf("store %q: is a directory; name a file in it", name)
	case !info.Mode().IsRegular():
		return Place{}, fmt.Errorf("store %q: is no file that could hold a record", name)
	case info.Size() == 0:
		return Place{File: file, Has: EmptyFile}, nil
	}
	return Place{File: file, Has: Something}, nil
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

// Missing is the error of a command that needs a store where there is none.
func (p Place) Missing() error {
	switch p.Has {
	case Nothing:
		if p.Cluster != nil {
			return fmt.Errorf("there is no record at %s: if there should be one, see that the prefix is right", p)
		}
	case EmptyFile:
		return fmt.Errorf("the store %s is empty (0 bytes): if there was a record in it, restore a backup", p.File)
	case Something:
		return fmt.Errorf("the store %s holds no record: if there was one in it, restore a backup", p)
	}
	return fmt.Errorf("there is no store %s: if there should be one, see that the path is right and its volume mounted", p.File)
}

// Must is the place of a store that is there.
func (c Console) Must(ctx context.Context, name string) (Place, error) {
	p, err := c.Locate(ctx, name)
	if err == nil && p.Has != Something {
		err = p.Missing()
	}
	return p, err
}

// CheckStore reads everything in a store that is there. A file must not be in
// use.
func (c Console) CheckStore(ctx context.Context, name string) (store.Report, error) {
	p, err := c.Must(ctx, name)
	if err != nil {
		return store.Report{}, err
	}
	if p.Cluster != nil {
		return etcd.Check(ctx, *p.Cluster)
	}
	return bolt.Check(ctx, p.File)
}

// Engine is an opened store: the record, its way out and in, and the vault.
type Engine struct {
	store.Backend
	Archive store.Archive
	Vault   store.Vault // shows what has expired, too: store.Unexpired is for rooms
}

// Engine opens a store, or makes one. What older versions kept in files beside
// it is taken over into the vault, which is told to say.
func (p Place) Engine(ctx context.Context, say io.Writer) (Engine, error) {
	if p.Cluster != nil {
		return openCluster(ctx, *p.Cluster)
	}
	b, err := bolt.Open(p.File)
	if err != nil && backup.Is(p.File) {
		err = fmt.Errorf("%s is a backup: make a store of it with \"almanac restore\"", p.File)
	}
	if err != nil {
		return Engine{}, err
	}
	e := Engine{Backend: b, Archive: b, Vault: b.Vault()}
	if err := takeOver(ctx, p.File, e.Vault, say); err != nil {
		return Engine{}, errors.Join(err, b.Close())
	}
	return e, nil
}

// OpenEngine opens a store that is there.
func (c Console) OpenEngine(ctx context.Context, name string) (Engine, error) {
	p, err := c.Must(ctx, name)
	if err != nil {
		return Engine{}, err
	}
	return p.Engine(ctx, c.Err)
}

// Instance is a store that is followed.
type Instance struct {
	Live    *store.Live // nil: there is no store
	Archive store.Archive
	Vault   store.Vault
	Blobs   blob.Store // nil: not opened, or there is no place for pictures
	Close   func()     // everything

	Backups *Backups // what is known of its backups; nil: it is not asked for
}

// Timeline is the newest one; where there is no store it is empty.
func (i Instance) Timeline() *timeline.Timeline {
	if i.Live == nil {
		return timeline.New()
	}
	return i.Live.Timeline()
}

// Rehearse refuses a plan that carrying it out would refuse.
func (i Instance) Rehearse(ctx context.Context, plan *intake.Plan) error {
	if i.Live == nil {
		return store.Rehearse(i.Timeline(), terminal.Now(), plan.Changes(intake.Signature{}))
	}
	return plan.Rehearse(ctx, i.Live)
}

// Open opens the store, or makes one, and waits for its timeline.
func (p Place) Open(ctx context.Context, log *slog.Logger, say io.Writer) (Instance, error) {
	e, err := p.Engine(ctx, say)
	if err != nil {
		return Instance{}, err
	}
	live, err := store.Open(ctx, e.Backend, store.Config{Now: terminal.Now, Log: log})
	if err != nil {
		return Instance{}, errors.Join(err, e.Close())
	}
	return Instance{Live: live, Archive: e.Archive, Vault: e.Vault, Close: func() { live.Close(); e.Close() }}, nil
}

// openOrCreate is for commands that bring something: where there is no store
// they make one, and say so.
func (c Console) openOrCreate(ctx context.Context, name string) (Instance, error) {
	p, err := c.Locate(ctx, name)
	if err != nil {
		return Instance{}, err
	}
	in, err := p.Open(ctx, c.NewLog(), c.Err)
	if err == nil && p.Has != Something {
		fmt.Fprintf(c.Err, "almanac: made a new store: %s\n", p)
	}
	return in, err
}

// OpenOrImagine is openOrCreate, but for a dry run it makes nothing: where there
// is no store, the instance has none.
func (c Console) OpenOrImagine(ctx context.Context, name string, dryRun bool) (Instance, error) {
	if p, err := c.Locate(ctx, name); dryRun && err == nil && p.Has != Something {
		return Instance{Close: func() {}}, nil
	}
	return c.openOrCreate(ctx, name)
}

// Console is what a command works with: where it reads and writes, and the means
// to find a store.
type Console struct {
	terminal.Console
	Etcd  EtcdFlags
	Media MediaFlag
}

// Flag is shared by every command that opens the store.
type Flag struct {
	Store string `default:"bolt:almanac.db" placeholder:"ENGINE:WHERE" help:"Where the record is kept: bolt:FILE, or etcd:HOST:PORT,…/PREFIX for several processes."`
}

// OpenSound opens a store that is there, if all of it is sound. It is opened
// once before it is checked, which brings an older one up to date.
func (c Console) OpenSound(ctx context.Context, name string) (report store.Report, e Engine, err error) {
	if e, err = c.OpenEngine(ctx, name); err == nil {
		err = e.Close()
	}
	if err != nil {
		return report, e, err
	}
	report, err = c.CheckStore(ctx, name)
	if err == nil && len(report.Faults) > 0 {
		err = Unsound(name, report.Faults)
	}
	if err != nil {
		return report, e, err
	}
	e, err = c.OpenEngine(ctx, name)
	return report, e, err
}

// Unsound is the error of a store or a backup that has faults; it names the
// first.
func Unsound(what string, faults []store.Fault) error {
	return fmt.Errorf("%s is not sound; faults: %d, the first: %s: %s", what, len(faults), faults[0].Where, faults[0].What)
}
