package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"slices"

	"almanac.example/store"
	"almanac.example/store/backup"
)

type verifyCommand struct {
	clientFlags
	Input string `arg:"" optional:"" name:"file" help:"A backup, or a folder that backup --follow fills; without it the store is read."`
	JSON  bool   `name:"json" help:"As JSON: sound, states, faults."`
}

// Help is shown below the flags.
func (*verifyCommand) Help() string {
	return `Everything is read: every state and its checksum, every key and slug both ways, the vault, and whether each picture that a state names is kept; of a backup every line and the checksums of its parts. Exit code 0 means sound. Through a running server every state and the vault are read, as a backup does; what is in the file besides can only be checked when it is not in use.`
}

// verdict is what verify --json prints.
type verdict struct {
	Sound  bool          `json:"sound"`
	States int           `json:"states"`
	Faults []store.Fault `json:"faults"`
}

// Run reads the store or the backup.
func (c *verifyCommand) Run(ctx context.Context, con console) error {
	what := c.Store
	if c.Input != "" {
		what = c.Input
	}
	report, err := c.read(ctx, con)
	if err != nil {
		return err
	}
	sound := len(report.Faults) == 0
	if c.JSON {
		err = json.NewEncoder(con.out).Encode(verdict{sound, report.States, append([]store.Fault{}, report.Faults...)})
	} else {
		err = writeFaults(con.out, report.Faults)
	}
	if err != nil {
		return err
	}
	if !sound {
		return unsound(what, report.Faults)
	}
	if !c.JSON {
		fmt.Fprintf(con.err, "almanac: %s is sound: %d states\n", what, report.States)
	}
	return nil
}

func (c *verifyCommand) read(ctx context.Context, con console) (store.Report, error) {
	if c.Input == "" {
		running, err := c.running(ctx, con, "")
		if err != nil {
			return store.Report{}, err
		}
		if running == nil {
			return c.checkHere(ctx, con)
		}
		defer running.close()
		return running.verify(ctx)
	}
	set, err := openBackup(ctx, c.Input)
	var damage *backup.Damage
	if errors.As(err, &damage) {
		return store.Report{States: set.States, Faults: []store.Fault{{Where: damage.Where, What: damage.What}}}, nil
	}
	if err != nil {
		return store.Report{}, err
	}
	return store.Report{States: set.States}, nil
}

// checkHere reads a store that is not in use, and asks for its pictures.
func (c *verifyCommand) checkHere(ctx context.Context, con console) (store.Report, error) {
	report, err := con.checkStore(ctx, c.Store)
	if err != nil {
		return report, err
	}
	p, err := con.must(ctx, c.Store)
	if err != nil {
		return report, err
	}
	blobs, err := con.openMedia(ctx, p)
	if err != nil {
		return report, err
	}
	for _, name := range slices.Sorted(maps.Keys(report.Blobs)) {
		there := false
		if blobs != nil {
			if there, err = blobs.Has(ctx, name); err != nil {
				return report, err
			}
		}
		if !there {
			report.Faults = append(report.Faults, missingPicture(name, fmt.Sprintf("revision %d names it", report.Blobs[name])))
		}
	}
	return report, nil
}

// missingPicture is the fault of a file that states name.
func missingPicture(name, who string) store.Fault {
	return store.Fault{Where: "picture " + name, What: "is not where pictures are kept (--media); " + who}
}

// verify reads all that a backup holds through a running server.
func (c *connection) verify(ctx context.Context) (store.Report, error) {
	r, w := io.Pipe()
	sent := make(chan error, 1)
	go func() {
		_, _, err := c.backUp(ctx, w, url.Values{"accounts": {"1"}})
		w.CloseWithError(err)
		sent <- err
	}()
	sum, err := backup.Verify(ctx, r)
	r.Close()
	if broken := <-sent; broken != nil && !errors.Is(broken, io.ErrClosedPipe) {
		return store.Report{}, broken
	}
	var damage *backup.Damage
	if errors.As(err, &damage) {
		return store.Report{States: sum.States, Faults: []store.Fault{{Where: damage.Where, What: damage.What}}}, nil
	}
	report := store.Report{States: sum.States}
	for _, name := range sum.Missing {
		report.Faults = append(report.Faults, missingPicture(name, "the history names it"))
	}
	return report, err
}

func writeFaults(w io.Writer, faults []store.Fault) error {
	for _, f := range faults {
		if _, err := fmt.Fprintf(w, "%s: %s\n", f.Where, f.What); err != nil {
			return err
		}
	}
	return nil
}

// unsound is the error of a store or a backup that has faults; it names the
// first.
func unsound(what string, faults []store.Fault) error {
	return fmt.Errorf("%s is not sound; faults: %d, the first: %s: %s", what, len(faults), faults[0].Where, faults[0].What)
}

// openBackup reads all of a backup, or of the newest chain of a folder.
func openBackup(ctx context.Context, name string) (*backup.Set, error) {
	set, err := backup.Open(ctx, name)
	if err != nil && isStoreFile(name) {
		err = errors.New("it is a store, as older versions copied it for a backup: use it with --store bolt:" + name)
	}
	if err != nil {
		return set, fmt.Errorf("%s: %w", name, err)
	}
	return set, nil
}

// isStoreFile reports whether a file begins as those of the embedded store do:
// with a page that has bbolt's magic number after its own head.
func isStoreFile(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	var head [20]byte
	if _, err := f.ReadAt(head[:], 0); err != nil {
		return false
	}
	magic := string(head[16:])
	return magic == "\xed\xda\x0c\xed" || magic == "\xed\x0c\xda\xed"
}
