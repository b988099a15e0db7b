// Almanac publishes one record of dated events as a timeline, as calendar
// subscriptions and as feeds. This package is the composition root: the only
// one that sees every room of the house.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"

	_ "time/tzdata"
)

func main() {
	ctx, stop := interruptible()
	defer stop()
	os.Exit(run(ctx, os.Args[1:], storage.Console{Console: terminal.Console{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}}))
}

// interruptible returns a context that ends with the first SIGINT or SIGTERM.
// From then on both do what they do by default: a second one ends the process,
// whatever it is waiting for.
func interruptible() (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}
