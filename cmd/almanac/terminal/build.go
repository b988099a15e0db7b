package terminal

import (
	"runtime/debug"
)

// released is the version of a release, which the linker writes here; "" is none.
var released string

// Version is the version of the release or the module, and the commit if it is
// known.
func Version() string {
	if released != "" {
		return released
	}
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
