package main

import (
	"context"

	"almanac.example/cmd/almanac/serve"
	"almanac.example/cmd/almanac/storage"
)

// serverCommand serves the record. Its flags are those of the settings.
type serverCommand struct{ serve.Settings }

// Run serves until the context ends.
func (c *serverCommand) Run(ctx context.Context, con storage.Console, line commandLine) error {
	return c.Serve(ctx, con, func() (*serve.Settings, error) {
		var commands cli
		parser, err := newParser(&commands, con, line)
		if err != nil {
			return nil, err
		}
		if _, err := parser.Parse(line); err != nil {
			return nil, err
		}
		return &commands.Serve.Settings, nil
	})
}
