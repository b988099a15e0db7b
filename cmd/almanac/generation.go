package main

import (
	"bufio"

	"almanac.example/cmd/almanac/durable"
	"almanac.example/cmd/almanac/generate"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/events"
)

type generateCommand struct {
	Events int    `default:"10000" help:"How many events."`
	From   int    `default:"1000" placeholder:"YEAR" help:"First year."`
	To     int    `default:"2026" placeholder:"YEAR" help:"Last year."`
	Seed   uint64 `default:"1" help:"The same seed makes the same record."`
	Output string `short:"o" default:"-" placeholder:"FILE" help:"Where to write; - is standard output."`
}

// Help is shown below the flags.
func (*generateCommand) Help() string {
	return `The record is made of word lists, in Chinese and English, with dates of every precision. Serve it with: almanac serve --create --store bolt:try.db --record FILE.`
}

// Run writes the record.
func (c *generateCommand) Run(con storage.Console) error {
	rec, err := generate.Record(generate.Options{Events: c.Events, From: c.From, To: c.To, Seed: c.Seed})
	if err != nil {
		return err
	}
	return writeRecord(con, c.Output, rec)
}

// writeRecord writes to a file, or to standard output for "-".
func writeRecord(con storage.Console, name string, rec events.Record) error {
	if name == "-" {
		return rec.Write(con.Out)
	}
	return durable.Write(name, func(w *bufio.Writer) error { return rec.Write(w) })
}
