package main

import (
	"fmt"
	"runtime"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
)

type versionCommand struct{}

// Run prints the version that was built.
func (versionCommand) Run(con storage.Console) error {
	_, err := fmt.Fprintf(con.Out, "almanac %s %s\n", terminal.Version(), runtime.Version())
	return err
}
