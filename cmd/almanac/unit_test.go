package main

import (
	"os/exec"
	"testing"
)

// The unit for systemd is as closed as it can be; 20 of 100 are what needs the
// network and what the reader of PDFs needs.
func TestUnitIsHardened(t *testing.T) {
	said, err := exec.Command(tool(t, "systemd-analyze"), "security", "--offline=true", "--threshold=20", "--no-pager", "../../deploy/systemd/almanac.service").CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, said)
	}
}
