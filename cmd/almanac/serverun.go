package main

import "context"

// serverCommand serves the record. Its flags are those of the settings.
type serverCommand struct{ serveCommand }

// Run serves until the context ends.
func (c *serverCommand) Run(ctx context.Context, con console, line commandLine) error {
	return c.Serve(ctx, con, func() (*serveCommand, error) {
		var commands cli
		parser, err := newParser(&commands, con, line)
		if err != nil {
			return nil, err
		}
		if _, err := parser.Parse(line); err != nil {
			return nil, err
		}
		return &commands.Serve.serveCommand, nil
	})
}
