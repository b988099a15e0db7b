package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"

	"almanac.example/events"
	"almanac.example/web/api"
	"almanac.example/web/api/client"
)

// socketFlag is shared by the server and those who speak to it.
type socketFlag struct {
	AdminSocket string `placeholder:"FILE" help:"The admin socket of the server at the store. Default: the store's file with .sock."`
}

// clientFlags say on which record a command works: that of a store, through the
// server that has it open if there is one, or that of another machine.
type clientFlags struct {
	storeFlag
	socketFlag
	Server    string `placeholder:"URL" help:"Work on the record of the almanac at this address instead of a store."`
	TokenFile string `placeholder:"FILE" help:"With --server: file with a token in its first line; - is standard input."`
}

// newStoreFlags are for the commands that may begin a store.
type newClientFlags struct {
	clientFlags
	Create bool `help:"Expect that there may be no store yet. One is made in any case, and the command says so."`
}

// connection is the way to a record.
type connection struct {
	*client.Client
	end func()
}

// close ends what was begun for the command.
func (c *connection) close() {
	c.Client.Close()
	c.end()
}

// connect finds the record of a command: at --server, through the admin socket
// of the server that has the store open, or by opening the store. In each case
// the same API answers. author is who makes changes, "" the one who asks.
func (f clientFlags) connect(ctx context.Context, con console, author string) (*connection, error) {
	return f.reach(ctx, con, author, func(p place) error {
		if p.has != something {
			return p.missing()
		}
		return nil
	})
}

// connect is clientFlags.connect for what may begin a store.
func (f newClientFlags) connect(ctx context.Context, con console, author string) (*connection, error) {
	return f.reach(ctx, con, author, func(place) error { return nil })
}

func (f clientFlags) reach(ctx context.Context, con console, author string, check func(place) error) (*connection, error) {
	c, err := f.running(ctx, con, author)
	if c != nil || err != nil {
		return c, err
	}
	p, err := con.locate(ctx, f.Store)
	if err != nil {
		return nil, err
	}
	if err := check(p); err != nil {
		return nil, err
	}
	c, err = con.here(ctx, p, client.Config{Author: author})
	if errors.Is(err, events.ErrUnavailable) {
		if path, _, _ := socketPath(f.AdminSocket, p); path != "" {
			err = fmt.Errorf("%w; no server answers at %s, either", err, path)
		}
	}
	return c, err
}

// begins is the place at which a command is going to begin a store; nil if there
// is one, or a server.
func (f newClientFlags) begins(ctx context.Context, con console) (*place, error) {
	if f.Server != "" {
		return nil, nil
	}
	p, err := con.locate(ctx, f.Store)
	if err != nil || p.has == something {
		return nil, err
	}
	return &p, nil
}

// running is the way to a server, if the flags lead to one that runs; nil
// otherwise.
func (f clientFlags) running(ctx context.Context, con console, author string) (*connection, error) {
	config := client.Config{Author: author, Version: con.compareVersions()}
	if f.Server != "" {
		return f.overNetwork(con, config)
	}
	if f.TokenFile != "" {
		return nil, errors.New("--token-file goes with --server: on this machine the owner of the store may do everything")
	}
	p, err := con.locate(ctx, f.Store)
	if err != nil {
		return nil, err
	}
	path, _, err := socketPath(f.AdminSocket, p)
	if err != nil || path == "" || !listening(ctx, path) {
		return nil, err
	}
	config.Dial = func(ctx context.Context) (net.Conn, error) { return (&net.Dialer{}).DialContext(ctx, "unix", path) }
	c, err := client.New(config)
	return &connection{c, func() {}}, err
}

func (f clientFlags) overNetwork(con console, config client.Config) (*connection, error) {
	if config.Author != "" {
		return nil, errors.New("--author: a server knows who makes a change by the token")
	}
	config.BaseURL = f.Server
	if f.TokenFile != "" {
		token, err := con.readSecret(f.TokenFile)
		if err != nil {
			return nil, err
		}
		config.Token = token
	}
	c, err := client.New(config)
	return &connection{c, func() {}}, err
}

// here opens the store in this process.
func (c console) here(ctx context.Context, p place, config client.Config) (*connection, error) {
	log := c.newLog()
	in, err := p.open(ctx, log, c.err)
	if err != nil {
		return nil, err
	}
	if in.blobs, err = c.openMedia(ctx, p); err != nil {
		in.close()
		return nil, err
	}
	if p.has != something {
		fmt.Fprintf(c.err, "almanac: made a new store: %s\n", p)
		if err := foundIfNew(ctx, in.live); err != nil {
			in.close()
			return nil, err
		}
	}
	return c.within(ctx, in, config)
}

// within answers out of an opened store, which is closed with the connection.
func (c console) within(ctx context.Context, in instance, config client.Config) (*connection, error) {
	log := c.newLog()
	people, err := in.directoryOf(ctx, "", log)
	if err != nil {
		in.close()
		return nil, err
	}
	programs, err := openPrograms(in, people, api.Config{Log: log})
	if err != nil {
		people.Close()
		in.close()
		return nil, err
	}
	pipe := client.NewPipe()
	config.Dial = pipe.Dial
	stop := pipe.Serve(programs.Handler(asLocal()))
	made, err := client.New(config)
	return &connection{made, func() { programs.Stop(); stop(); people.Close(); in.close() }}, err
}

// compareVersions says once if the server is of another version.
func (c console) compareVersions() func(string) {
	var once sync.Once
	return func(server string) {
		if own := programVersion(); server != own {
			once.Do(func() {
				fmt.Fprintf(c.err, "almanac: this is almanac %s, but the server is %s; if they do not understand each other, use the same\n", own, server)
			})
		}
	}
}
