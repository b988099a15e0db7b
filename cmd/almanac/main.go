// Almanac publishes one record of dated events as a timeline, as calendar
// subscriptions and as feeds. This package is the composition root: the only
// one that sees every room of the house.
package main

import (
	"os"
	_ "time/tzdata" // zones are part of the answer, also where the system has none
)

func main() {
	ctx, stop := interruptible()
	defer stop()
	os.Exit(run(ctx, os.Args[1:], console{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}
