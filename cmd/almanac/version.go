package main

import (
	"fmt"
	"runtime"
)

type versionCommand struct{}

// Run prints the version that was built.
func (versionCommand) Run(con console) error {
	_, err := fmt.Fprintf(con.out, "almanac %s %s\n", programVersion(), runtime.Version())
	return err
}
