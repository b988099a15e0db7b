package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/store"
	"almanac.example/store/backup"
)

type verifyCommand struct {
	connect.Flags
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
func (c *verifyCommand) Run(ctx context.Context, con storage.Console) error {
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
		err = json.NewEncoder(con.Out).Encode(verdict{sound, report.States, append([]store.Fault{}, report.Faults...)})
	} else {
		err = writeFaults(con.Out, report.Faults)
	}
	if err != nil {
		return err
	}
	if !sound {
		return storage.Unsound(what, report.Faults)
	}
	if !c.JSON {
		fmt.Fprintf(con.Err, "almanac: %s is sound: %d states\n", what, report.States)
	}
	return nil
}

func (c *verifyCommand) read(ctx context.Context, con storage.Console) (store.Report, error) {
	if c.Input == "" {
		running, err := c.Running(ctx, con, "")
		if err != nil {
			return store.Report{}, err
		}
		if running == nil {
			return c.checkHere(ctx, con)
		}
		defer running.Close()
		return running.Verify(ctx)
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
func (c *verifyCommand) checkHere(ctx context.Context, con storage.Console) (store.Report, error) {
	report, err := con.CheckStore(ctx, c.Store)
	if err != nil {
		return report, err
	}
	p, err := con.Must(ctx, c.Store)
	if err != nil {
		return report, err
	}
	blobs, err := con.OpenMedia(ctx, p)
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
			report.Faults = append(report.Faults, connect.MissingPicture(name, fmt.Sprintf("revision %d names it", report.Blobs[name])))
		}
	}
	return report, nil
}

func writeFaults(w io.Writer, faults []store.Fault) error {
	for _, f := range faults {
		if _, err := fmt.Fprintf(w, "%s: %s\n", f.Where, f.What); err != nil {
			return err
		}
	}
	return nil
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
