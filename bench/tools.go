package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// tool is a program that the benchmark starts.
type tool struct {
	command string
	pack    string // Debian package
	needed  bool   // without it there is nothing to measure
}

var tools = []tool{
	{"nginx", "nginx-light", true},
	{"wrk", "wrk", true},
	{"taskset", "util-linux", true},
	{"radicale", "radicale", false},
	{"xandikos", "xandikos", false},
	{caddy, "caddy", false},
}

// prepareTools finds the tools, installs them if it may, and tells which peers
// have to be left out, by command, and why.
func prepareTools(ctx context.Context, install bool) (map[string]string, error) {
	missing := missingTools()
	if len(missing) > 0 && install {
		if err := installTools(ctx, missing); err != nil {
			return nil, err
		}
		missing = missingTools()
	}
	skipped := map[string]string{}
	var needed []string
	for _, t := range missing {
		if t.needed {
			needed = append(needed, t.pack)
			continue
		}
		skipped[t.command] = fmt.Sprintf("%s is not installed (apt-get install %s, or -install)", t.command, t.pack)
		fmt.Fprintln(os.Stderr, "bench: skipped:", skipped[t.command])
	}
	if len(needed) > 0 {
		return nil, fmt.Errorf("missing: apt-get install %s (or run with -install as root)", strings.Join(needed, " "))
	}
	return skipped, nil
}

func missingTools() []tool {
	var missing []tool
	for _, t := range tools {
		if _, err := exec.LookPath(t.command); err != nil {
			missing = append(missing, t)
		}
	}
	return missing
}

// installTools installs packages. A service that a package starts by itself
// has nothing to do meanwhile.
func installTools(ctx context.Context, missing []tool) error {
	if os.Geteuid() != 0 {
		return errors.New("-install needs root")
	}
	names := []string{"install", "-y", "-qq", "--no-install-recommends"}
	for _, t := range missing {
		names = append(names, t.pack)
	}
	for _, args := range [][]string{{"update", "-qq"}, names} {
		c := exec.CommandContext(ctx, "apt-get", args...)
		c.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		c.Stdout, c.Stderr = os.Stderr, os.Stderr
		if err := c.Run(); err != nil {
			return fmt.Errorf("apt-get %s: %w", strings.Join(args, " "), err)
		}
	}
	return nil
}
