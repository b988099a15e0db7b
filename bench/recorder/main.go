// Recorder writes down what an Almanac binary answers at some hundred
// addresses, and tells how two such recordings differ. It is for changes that
// are meant to leave the public outputs alone: record the binary from before
// and the one with the change on the same day, and every difference has either
// a reason or a fault behind it.
//
//	go run ./bench/recorder records -binary OLD -dir RECORDS
//	go run ./bench/recorder record -binary OLD -records RECORDS -bodies BODIES -out old.json
//	go run ./bench/recorder record -binary NEW -records RECORDS -bodies BODIES -out new.json
//	go run ./bench/recorder compare -bodies BODIES old.json new.json
//
// The first command makes the records that are served: the sample, 10,000
// generated events, every kind of date, and every kind that four digits hold.
// Their stamps are fixed, so that stores made at different times answer alike.
// Each address is asked for in every language of the record, plain, as gzip
// and as brotli, with HEAD, OPTIONS, and with the validators that the plain
// answer gave.
//
// Compare counts differences by class of address and kind (status, header
// field, body), shows examples, and exits 1 if there are any. An entity tag
// and a length that differ with the body are not told apart from it; one that
// differs alone, or stays where the body differs, is.
//
// A recording is not kept with the sources: pages show how long ago something
// was, what happened on this day and what comes next, so that bodies are
// another every day. What changes within a day is left out of the comparison:
// the Date field, the id in the text of an error 5xx, and the instants at
// which the record was imported, which the log of corrections tells.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// errDifferent is the result of a comparison that found something.
var errDifferent = errors.New("the recordings differ")

// Exit codes, as diff has them.
const (
	exitDifferent = 1
	exitTrouble   = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stdout)
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return
	case errors.Is(err, errDifferent):
		stop()
		os.Exit(exitDifferent)
	}
	fmt.Fprintln(os.Stderr, "recorder:", err)
	stop()
	os.Exit(exitTrouble)
}

const usage = "usage: recorder records|record|compare [flags]; each has -h"

// run does what the first argument names.
func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) == 0 {
		return errors.New(usage)
	}
	switch args[0] {
	case "records":
		return runRecords(ctx, args[1:])
	case "record":
		return runRecord(ctx, args[1:])
	case "compare":
		return runCompare(args[1:], out)
	}
	return errors.New(usage)
}

func runRecords(ctx context.Context, args []string) error {
	var b binary
	f := flag.NewFlagSet("records", flag.ContinueOnError)
	b.flags(f)
	dir := f.String("dir", "", "folder for the record files, made if it is missing")
	count := f.Int("events", 10_000, "size of the generated record")
	if err := parse(f, args, "binary", "dir"); err != nil {
		return err
	}
	return makeRecords(ctx, b, *dir, *count)
}

func runRecord(ctx context.Context, args []string) error {
	var b binary
	var r recorder
	f := flag.NewFlagSet("record", flag.ContinueOnError)
	b.flags(f)
	records := f.String("records", "", "folder with the record files, from \"recorder records\"")
	only := f.String("only", "", "record only this one: "+strings.Join(recordNames, ", "))
	out := f.String("out", "", "file to write the recording to")
	f.StringVar(&r.class, "class", "", "regular expression: ask only for addresses of a class that it finds")
	f.StringVar(&r.bodies, "bodies", "", "folder that keeps each body once, for compare to show lines of it")
	if err := parse(f, args, "binary", "records", "out"); err != nil {
		return err
	}
	rec, err := r.recordAll(ctx, b, *records, *only)
	if err != nil {
		return err
	}
	return rec.write(*out)
}

func runCompare(args []string, out io.Writer) error {
	f := flag.NewFlagSet("compare", flag.ContinueOnError)
	bodies := f.String("bodies", "", "folder of bodies that both recordings were made with")
	examples := f.Int("examples", 3, "examples of each kind of difference")
	if err := parse(f, args); err != nil {
		return err
	}
	if f.NArg() != 2 {
		return errors.New("compare takes two recordings")
	}
	var list [2]recording
	for i := range list {
		var err error
		if list[i], err = readRecording(f.Arg(i)); err != nil {
			return err
		}
	}
	c, err := compare(list[0], list[1])
	if err != nil {
		return err
	}
	return c.print(out, printing{bodies: *bodies, examples: *examples})
}

// parse reads the flags; those named must be given.
func parse(f *flag.FlagSet, args []string, needed ...string) error {
	if err := f.Parse(args); err != nil {
		return err
	}
	for _, name := range needed {
		if f.Lookup(name).Value.String() == "" {
			return fmt.Errorf("%s: -%s is missing", f.Name(), name)
		}
	}
	return nil
}
