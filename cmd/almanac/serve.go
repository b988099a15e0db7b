package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	"almanac.example/events"
	"almanac.example/feeds"
	"almanac.example/store"
	"almanac.example/web"
)

// serveCommand holds the settings of a server. The names of the flags are
// fixed: others script against them.
type serveCommand struct {
	storeFlag
	Addr        string            `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen; port 0 picks a free one."`
	BaseURL     string            `name:"base-url" placeholder:"URL" help:"The address readers use; it stands in every feed. Default: http://ADDR."`
	TimeZone    string            `default:"Asia/Shanghai" placeholder:"ZONE" help:"IANA name of the zone in which a day begins, in a new store."`
	Languages   []string          `default:"zh,en" placeholder:"LANG,…" help:"Languages of the pages and feeds, the default one first, in a new store."`
	Name        map[string]string `default:"zh=上海科技大事记;en=Shanghai Science and Technology Chronicle" placeholder:"LANG=TEXT;…" help:"Name of the record, per language, in a new store."`
	Description map[string]string `default:"zh=有据可查、日期如实的大事记。;en=A sourced record with honest dates." placeholder:"LANG=TEXT;…" help:"One sentence about the record, per language, in a new store."`
	Record      string            `default:"shanghai-2019" placeholder:"NAME|FILE" help:"What a new store starts with: shanghai-2019, none, or a record file. Ignored once the store exists."`
	Authority   string            `placeholder:"DOMAIN" help:"The name in every UID and tag: URI, fixed at first start. Default: the base URL's host."`
	Hub         string            `placeholder:"URL" help:"WebSub hub that is told of every change; feeds advertise it."`
	CacheMB     int               `name:"cache-mb" default:"192" placeholder:"MB" help:"Most memory that ready answers may take, in megabytes; 0 makes every answer anew."`
	LogJSON     bool              `name:"log-json" help:"Log as JSON lines."`
}

// Validate refuses settings that could not work; kong calls it.
func (c *serveCommand) Validate() error {
	if c.CacheMB < 0 || c.CacheMB > mostCacheMB {
		return fmt.Errorf("--cache-mb=%d: must be from 0 to %d", c.CacheMB, mostCacheMB)
	}
	return nil
}

// mostCacheMB is more than any record has answers for.
const mostCacheMB = 1 << 20

// Help is shown below the flags.
func (*serveCommand) Help() string {
	return `A new store starts with the sample record, so that there is something to see. Behind a reverse proxy give --base-url; feeds and calendars carry it whatever host a request names.

/healthz answers while the process lives, /readyz while answers are fresh. SIGINT and SIGTERM finish open requests, then stop.`
}

// The limits of one connection. Answers are written from memory, so a slow
// reader costs a buffer and nothing else.
const (
	headerTimeout   = 10 * time.Second
	readTimeout     = 30 * time.Second
	writeTimeout    = 2 * time.Minute
	idleTimeout     = 2 * time.Minute
	shutdownTimeout = 15 * time.Second
	maxHeader       = 32 << 10
)

// Run serves until the context ends.
func (c *serveCommand) Run(ctx context.Context, con console) error {
	log := con.newLog(c.LogJSON)
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("listening on %s: %w", c.Addr, err)
	}
	defer listener.Close()
	base, err := c.baseURL(listener.Addr())
	if err != nil {
		return err
	}
	in, err := con.openInstance(ctx, c.Store, log)
	if err != nil {
		return err
	}
	defer in.close()
	live := in.live
	if err := c.firstStart(ctx, live, base, log); err != nil {
		return err
	}
	server, err := c.server(live, base, log)
	if err != nil {
		return err
	}
	stopDuties, err := c.startDuties(ctx, in, server, log)
	if err != nil {
		return err
	}
	defer stopDuties()
	settleGarbage()
	fmt.Fprintf(con.err, "Almanac is at %s/ (%d events); stop it with Ctrl-C\n", base, live.Timeline().Len())
	return serveUntil(ctx, listener, server, log)
}

// baseURL is the address readers use: as configured, or where we listen.
func (c *serveCommand) baseURL(addr net.Addr) (*url.URL, error) {
	if c.BaseURL == "" {
		return &url.URL{Scheme: "http", Host: addr.String()}, nil
	}
	u, err := url.Parse(c.BaseURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return nil, fmt.Errorf("base URL %q: write it as https://calendar.example.org", c.BaseURL)
	}
	return u, nil
}

func (c *serveCommand) server(live *store.Live, base *url.URL, log *slog.Logger) (*web.Server, error) {
	zone, err := events.LoadZone(c.TimeZone)
	if err != nil {
		return nil, fmt.Errorf("time zone %w", err)
	}
	site := feeds.Site{
		BaseURL: base.String(), Name: c.Name, Description: c.Description,
		Languages: c.Languages, Zone: zone, Hub: c.Hub,
	}
	if err := c.preferDocument(live.Timeline().Site(), &site, log); err != nil {
		return nil, err
	}
	return web.New(web.Config{Record: live, Now: now, Log: log, CacheBytes: c.cacheBytes(), Site: site})
}

// cacheBytes is the setting as package web takes it.
func (c *serveCommand) cacheBytes() int64 {
	if c.CacheMB == 0 {
		return -1
	}
	return int64(c.CacheMB) << 20
}

// serveUntil answers requests until the context ends, then finishes those that
// are under way.
func serveUntil(ctx context.Context, listener net.Listener, site *web.Server, log *slog.Logger) error {
	server := &http.Server{
		Handler: site.Handler(), ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
	}
	direct := site.Listen(server, listener)
	log.Info("serving", "addr", listener.Addr().String())
	stopped := make(chan error, 1)
	go func() { stopped <- server.Serve(direct) }()
	select {
	case err := <-stopped:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	log.Info("stopping")
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if err := errors.Join(server.Shutdown(grace), direct.Drain(grace)); err != nil {
		return fmt.Errorf("stopping: %w", err)
	}
	if err := <-stopped; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving: %w", err)
	}
	log.Info("stopped")
	return nil
}
