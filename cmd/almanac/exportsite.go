package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/serve"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/feeds"
	"almanac.example/web"
	"almanac.example/web/api/client"
	"almanac.example/web/picture"
	"almanac.example/web/snapshot"
)

// writeSite exports the public site as files, made by the handlers that serve it:
// those of a server, or of this process.
func (c *exportCommand) writeSite(ctx context.Context, con storage.Console) error {
	if c.Output != "-" || c.Format != "json" || c.Lang != "" {
		return errors.New("--site writes all pages and formats in all languages; it goes without --output, --format and --lang")
	}
	at, err := c.Running(ctx, con, "")
	if err == nil && at != nil && c.BaseURL != "" {
		at.Close()
		err = errors.New("--base-url: the server knows its own address; leave it out")
	}
	if err == nil && at == nil {
		at, err = c.siteHere(ctx, con)
	}
	if err != nil {
		return err
	}
	defer at.Close()
	bar := terminal.NewProgress(con.Err, "exporting", 0)
	defer bar.Done()
	done, err := snapshot.Write(ctx, snapshot.Config{
		Get: at.Page, Dir: c.Site, Progress: func(done, known int) { bar.Total = known; bar.Show(done) },
	})
	if err != nil {
		return fmt.Errorf("no folder %s was made: %w", c.Site, err)
	}
	bar.Done()
	for _, d := range done.Dead {
		fmt.Fprintf(con.Err, "almanac: %s leads to %s, which is not there (status %d)\n", d.From, d.Path, d.Status)
	}
	fmt.Fprintf(con.Err, "almanac: %s as of now: pages: %d, feeds, pictures and other files: %d, together %d MB; begin with %s/index.html\n",
		done.BaseURL, done.Pages, done.Others, (done.Bytes+1<<20-1)>>20, strings.TrimRight(c.Site, "/"))
	return nil
}

// siteHere serves the site of a store in this process.
func (c *exportCommand) siteHere(ctx context.Context, con storage.Console) (*connect.Connection, error) {
	p, err := con.Must(ctx, c.Store)
	if err != nil {
		return nil, err
	}
	in, err := p.Open(ctx, con.NewLog(), con.Err)
	if err != nil {
		return nil, err
	}
	server, err := c.publicSite(ctx, con, p, in)
	if err != nil {
		in.Close()
		return nil, err
	}
	pipe := client.NewPipe()
	stop := pipe.Serve(server.Handler())
	made, err := client.New(client.Config{Dial: pipe.Dial})
	return connect.Through(made, func() { stop(); server.Close(); in.Close() }), err
}

// publicSite are the pages and feeds of a store, without a desk and an API.
func (c *exportCommand) publicSite(ctx context.Context, con storage.Console, p storage.Place, in storage.Instance) (*web.Server, error) {
	base := c.BaseURL
	if base == "" {
		base = "https://" + in.Timeline().Site().Authority
	}
	if _, err := serve.ParseBase(base); err != nil {
		return nil, err
	}
	usual, languages := serve.UsualSite()
	zone, err := events.LoadZone(usual)
	if err != nil {
		return nil, err
	}
	config := web.Config{
		Record: in.Live, Now: terminal.Now, Log: con.NewLog(),
		Site: feeds.Site{BaseURL: base, Languages: languages, Zone: zone},
	}
	blobs, err := con.OpenMedia(ctx, p)
	if err == nil {
		config.Pictures, err = picture.New(blobs, in.Live.Timeline)
	}
	if err != nil {
		return nil, err
	}
	return web.New(config)
}
