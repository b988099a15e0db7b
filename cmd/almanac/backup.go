package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/durable"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/store"
	"almanac.example/store/backup"
)

type backupCommand struct {
	connect.Flags
	followFolderFlags
	Output       string `arg:"" optional:"" name:"file" help:"The backup to write; it must not exist yet."`
	WithAccounts bool   `help:"Accounts, tokens and the audit too. Sessions are never in a backup."`
}

// Help is shown below the flags.
func (*backupCommand) Help() string {
	return `The file is a tar of JSON lines that can be read without this program, too (docs/format.md): every state there ever was, what the store remembers of imports, and the pictures (--media). It is checked while it is written and read once more at the end. Of a store that is damaged no backup is made. It can be made while the server runs. "almanac restore" makes a store of it again, and "almanac verify" reads it.

With --follow it goes on for as long as the server runs: a whole backup now and every day, and in between a small file after each commit, each naming the checksum of the one before. The folder can be restored to any moment.`
}

// Validate refuses settings that could not work; kong calls it.
func (c *backupCommand) Validate() error {
	if (c.Output == "") == (c.Follow == "") {
		return errors.New("name the file to write, or a folder with --follow")
	}
	return c.check()
}

// Run writes the backup beside its place and moves it there when it is sound.
func (c *backupCommand) Run(ctx context.Context, con storage.Console) error {
	if c.Follow != "" {
		return c.follow(ctx, con)
	}
	var sum backup.Summary
	err := durable.Create(c.Output, func(f *os.File) error {
		running, err := c.Running(ctx, con, "")
		switch {
		case err != nil:
		case running != nil:
			defer running.Close()
			sum, err = c.fetch(ctx, running, f)
		default:
			sum, err = c.read(ctx, con, f)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("no backup was written: %w", err)
	}
	fmt.Fprintf(con.Err, "almanac: %s holds %d states up to revision %d%s\n", c.Output, sum.States, sum.Last, pictures(sum.Blobs))
	if n := len(sum.Missing); n > 0 {
		fmt.Fprintf(con.Err, "almanac: pictures that the record names and that are not where pictures are kept, and so not in the backup: %d; the first: %s\n", n, sum.Missing[0])
	}
	return nil
}

// pictures counts pictures behind what else is counted; "" for none.
func pictures(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return ", and 1 picture"
	}
	return fmt.Sprintf(", and %d pictures", n)
}

// read makes the backup of a store that is not in use, after all of it was
// checked.
func (c *backupCommand) read(ctx context.Context, con storage.Console, f *os.File) (backup.Summary, error) {
	report, e, err := con.OpenSound(ctx, c.Store)
	if err != nil {
		return backup.Summary{}, err
	}
	defer e.Close()
	p, err := con.Must(ctx, c.Store)
	if err != nil {
		return backup.Summary{}, err
	}
	blobs, err := con.OpenMedia(ctx, p)
	if err != nil {
		return backup.Summary{}, err
	}
	bar := terminal.NewProgress(con.Err, "backing up", report.States)
	defer bar.Done()
	sum, err := writeBackup(ctx, f, backup.Source{
		Archive: shownArchive{e.Archive, bar}, Vault: e.Vault, Blobs: blobs, Accounts: c.WithAccounts, Dir: filepath.Dir(f.Name()),
	})
	if err == nil {
		mark := events.BackupMark{At: terminal.Now().UTC().Truncate(time.Millisecond), Rev: sum.Last}
		if err := storage.NoteBackup(ctx, e.Vault, mark); err != nil {
			fmt.Fprintf(con.Err, "almanac: the store does not remember this backup, its metrics will not tell of it: %v\n", err)
		}
	}
	return sum, err
}

// fetch has a running server make the backup, and reads what came.
func (c *backupCommand) fetch(ctx context.Context, at *connect.Connection, f *os.File) (backup.Summary, error) {
	if _, _, err := at.BackUp(ctx, f, c.query()); err != nil {
		return backup.Summary{}, err
	}
	return readBack(ctx, f)
}

// query says what a server is to put into a backup.
func (c *backupCommand) query() url.Values {
	query := url.Values{}
	if c.WithAccounts {
		query.Set("accounts", "1")
	}
	return query
}

// readBack reads what a server sent, when it is durable.
func readBack(ctx context.Context, f *os.File) (backup.Summary, error) {
	if err := f.Sync(); err != nil {
		return backup.Summary{}, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return backup.Summary{}, err
	}
	sum, err := backup.Verify(ctx, f)
	if err != nil {
		err = fmt.Errorf("reading back what came: %w", err)
	}
	return sum, err
}

// writeBackup writes a backup durably and reads it back.
func writeBackup(ctx context.Context, f *os.File, from backup.Source) (backup.Summary, error) {
	w := bufio.NewWriterSize(f, 1<<16)
	sum, err := backup.Write(ctx, w, from)
	if err = errors.Join(err, w.Flush()); err != nil {
		return sum, err
	}
	if err := f.Sync(); err != nil {
		return sum, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return sum, err
	}
	read, err := backup.Verify(ctx, f)
	if err == nil && (read.States != sum.States || read.Values != sum.Values || read.Blobs != sum.Blobs) {
		err = fmt.Errorf("%d states, %d values and %d pictures were written, but %d, %d and %d can be read", sum.States, sum.Values, sum.Blobs, read.States, read.Values, read.Blobs)
	}
	if err != nil {
		return sum, fmt.Errorf("reading back what was written: %w", err)
	}
	return sum, nil
}

// shownArchive shows how far a Dump or a Load has come.
type shownArchive struct {
	store.Archive
	bar *terminal.Progress
}

func (a shownArchive) Dump(ctx context.Context, after events.Rev) iter.Seq2[events.State, error] {
	return counted(a.Archive.Dump(ctx, after), a.bar)
}

func (a shownArchive) Load(ctx context.Context, states iter.Seq2[events.State, error]) error {
	return a.Archive.Load(ctx, counted(states, a.bar))
}

func counted(states iter.Seq2[events.State, error], bar *terminal.Progress) iter.Seq2[events.State, error] {
	return func(yield func(events.State, error) bool) {
		n := 0
		for s, err := range states {
			if n++; n%1000 == 0 {
				bar.Show(n)
			}
			if !yield(s, err) {
				return
			}
		}
	}
}
