package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type versionCommand struct{}

// Run prints the version that was built.
func (versionCommand) Run(con console) error {
	_, err := fmt.Fprintf(con.out, "almanac %s %s\n", programVersion(), runtime.Version())
	return err
}

// programVersion is the version of the module, and the commit if it is known.
func programVersion() string {
	version, revision := "(devel)", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		if info.Main.Version != "" {
			version = info.Main.Version
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = " " + s.Value
			}
		}
	}
	return version + revision
}
