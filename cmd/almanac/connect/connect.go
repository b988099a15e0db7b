package connect

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/web/api"
	"almanac.example/web/api/client"
)

// SocketFlag is shared by the server and those who speak to it.
type SocketFlag struct {
	AdminSocket string `placeholder:"FILE" help:"The admin socket of the server at the store. Default: the store's file with .sock."`
}

// Flags say on which record a command works: that of a store, through the
// server that has it open if there is one, or that of another machine.
type Flags struct {
	storage.Flag
	SocketFlag
	Server    string `placeholder:"URL" help:"Work on the record of the almanac at this address instead of a store."`
	TokenFile string `placeholder:"FILE" help:"With --server: file with a token in its first line; - is standard input."`
}

// NewFlags are for the commands that may begin a store.
type NewFlags struct {
	Flags
	Create bool `help:"Expect that there may be no store yet. One is made in any case, and the command says so."`
}

// Connection is the way to a record.
type Connection struct {
	*client.Client
	end func()
}

// Through is a connection whose end has more to be ended than the client.
func Through(c *client.Client, end func()) *Connection { return &Connection{c, end} }

// Close ends what was begun for the command.
func (c *Connection) Close() {
	c.Client.Close()
	c.end()
}

// Connect finds the record of a command: at --server, through the admin socket
// of the server that has the store open, or by opening the store. In each case
// the same API answers. author is who makes changes, "" the one who asks.
func (f Flags) Connect(ctx context.Context, con storage.Console, author string) (*Connection, error) {
	return f.reach(ctx, con, author, func(p storage.Place) error {
		if p.Has != storage.Something {
			return p.Missing()
		}
		return nil
	})
}

// Connect is clientFlags.connect for what may begin a store.
func (f NewFlags) Connect(ctx context.Context, con storage.Console, author string) (*Connection, error) {
	return f.reach(ctx, con, author, func(storage.Place) error { return nil })
}

func (f Flags) reach(ctx context.Context, con storage.Console, author string, check func(storage.Place) error) (*Connection, error) {
	c, err := f.Running(ctx, con, author)
	if c != nil || err != nil {
		return c, err
	}
	p, err := con.Locate(ctx, f.Store)
	if err != nil {
		return nil, err
	}
	if err := check(p); err != nil {
		return nil, err
	}
	c, err = Here(ctx, con, p, client.Config{Author: author})
	if errors.Is(err, events.ErrUnavailable) {
		if path, _, _ := SocketPath(f.AdminSocket, p); path != "" {
			err = fmt.Errorf("%w; no server answers at %s, either", err, path)
		}
	}
	return c, err
}

// Begins is the place at which a command is going to begin a store; nil if there
// is one, or a server.
func (f NewFlags) Begins(ctx context.Context, con storage.Console) (*storage.Place, error) {
	if f.Server != "" {
		return nil, nil
	}
	p, err := con.Locate(ctx, f.Store)
	if err != nil || p.Has == storage.Something {
		return nil, err
	}
	return &p, nil
}

// Running is the way to a server, if the flags lead to one that runs; nil
// otherwise.
func (f Flags) Running(ctx context.Context, con storage.Console, author string) (*Connection, error) {
	config := client.Config{Author: author, Version: compareVersions(con.Console)}
	if f.Server != "" {
		return f.overNetwork(con, config)
	}
	if f.TokenFile != "" {
		return nil, errors.New("--token-file goes with --server: on this machine the owner of the store may do everything")
	}
	p, err := con.Locate(ctx, f.Store)
	if err != nil {
		return nil, err
	}
	path, _, err := SocketPath(f.AdminSocket, p)
	if err != nil || path == "" || !Listening(ctx, path) {
		return nil, err
	}
	config.Dial = func(ctx context.Context) (net.Conn, error) { return (&net.Dialer{}).DialContext(ctx, "unix", path) }
	c, err := client.New(config)
	return &Connection{c, func() {}}, err
}

func (f Flags) overNetwork(con storage.Console, config client.Config) (*Connection, error) {
	if config.Author != "" {
		return nil, errors.New("--author: a server knows who makes a change by the token")
	}
	config.BaseURL = f.Server
	if f.TokenFile != "" {
		token, err := con.ReadSecret(f.TokenFile)
		if err != nil {
			return nil, err
		}
		config.Token = token
	}
	c, err := client.New(config)
	return &Connection{c, func() {}}, err
}

// Here opens the store in this process.
func Here(ctx context.Context, c storage.Console, p storage.Place, config client.Config) (*Connection, error) {
	log := c.NewLog()
	in, err := p.Open(ctx, log, c.Err)
	if err != nil {
		return nil, err
	}
	if in.Blobs, err = c.OpenMedia(ctx, p); err != nil {
		in.Close()
		return nil, err
	}
	if p.Has != storage.Something {
		fmt.Fprintf(c.Err, "almanac: made a new store: %s\n", p)
		if err := storage.FoundIfNew(ctx, in.Live); err != nil {
			in.Close()
			return nil, err
		}
	}
	return InProcess(ctx, c, in, config)
}

// InProcess answers out of an opened store, which is closed with the connection.
func InProcess(ctx context.Context, c storage.Console, in storage.Instance, config client.Config) (*Connection, error) {
	log := c.NewLog()
	people, err := in.DirectoryOf(ctx, "", log)
	if err != nil {
		in.Close()
		return nil, err
	}
	programs, err := OpenPrograms(in, people, api.Config{Log: log})
	if err != nil {
		people.Close()
		in.Close()
		return nil, err
	}
	pipe := client.NewPipe()
	config.Dial = pipe.Dial
	stop := pipe.Serve(programs.Handler(AsLocal()))
	made, err := client.New(config)
	return &Connection{made, func() { programs.Stop(); stop(); people.Close(); in.Close() }}, err
}

// compareVersions says once if the server is of another version.
func compareVersions(c terminal.Console) func(string) {
	var once sync.Once
	return func(server string) {
		if own := terminal.Version(); server != own {
			once.Do(func() {
				fmt.Fprintf(c.Err, "almanac: this is almanac %s, but the server is %s; if they do not understand each other, use the same\n", own, server)
			})
		}
	}
}
