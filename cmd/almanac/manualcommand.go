package main

import (
	"github.com/alecthomas/kong"

	"almanac.example/cmd/almanac/manual"
	"almanac.example/cmd/almanac/storage"
)

// manualCommand writes what packages install beside the program. People need none
// of it, so it is not listed.
type manualCommand struct {
	Page       manualPageCommand `cmd:"" help:"The manual page, as almanac.1."`
	Completion completionCommand `cmd:"" help:"The completion of a shell."`
}

type manualPageCommand struct{}

// Run writes the page.
func (manualPageCommand) Run(con storage.Console, parsed *kong.Context) error {
	return manual.Page(con.Out, parsed.Model)
}

type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

// Run writes the completion.
func (c completionCommand) Run(con storage.Console, parsed *kong.Context) error {
	return manual.Completion(con.Out, parsed.Model, c.Shell)
}
