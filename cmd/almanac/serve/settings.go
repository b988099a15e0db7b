package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/feeds"
	"almanac.example/feeds/websub"
	"almanac.example/web"
)

// Settings holds the settings of a server. The names of the flags are
// fixed: others script against them.
type Settings struct {
	storage.Flag
	accountFlags
	webhookFlags
	connect.SocketFlag
	doorFlags
	tlsFlags
	observeFlags
	deskFlags
	OIDC        oidcFlags         `embed:"" prefix:"oidc-"`
	BaseURL     string            `name:"base-url" placeholder:"URL" help:"The address readers use; it stands in every feed. Default: http://ADDR."`
	TimeZone    string            `default:"Asia/Shanghai" placeholder:"ZONE" help:"IANA name of the zone in which a day begins, in a new store."`
	Languages   []string          `default:"zh,en" placeholder:"LANG,…" help:"Languages of the texts, any of BCP 47, the default one first, in a new store."`
	Name        map[string]string `placeholder:"LANG=TEXT;…" help:"Name of the record, per language, in a new store."`
	Description map[string]string `placeholder:"LANG=TEXT;…" help:"One sentence about the record, per language, in a new store."`
	Create      bool              `help:"Begin a new record where there is no store, or an empty one. Without it that is an error, except for the default store and as long as the base URL is not public."`
	Record      string            `placeholder:"NAME|FILE" help:"What a new store starts with: shanghai-2019, none, or a record file. Default: shanghai-2019, or none if the base URL is public. Ignored once the store exists."`
	Authority   string            `placeholder:"DOMAIN" help:"The name in every UID and tag: URI, for ever. Default: the host of the first public base URL; until there is one it is provisional."`
	Hub         string            `placeholder:"URL" help:"WebSub hub that is told of every change; feeds advertise it."`
	CacheMB     int               `name:"cache-mb" default:"192" placeholder:"MB" help:"Most memory that ready answers may take, in megabytes; 0 makes every answer anew."`
	Grace       time.Duration     `default:"8s" placeholder:"TIME" help:"How long open requests may take when the server is told to stop; then their connections are closed. 0 closes them at once."`
}

// Validate refuses settings that could not work; kong calls it.
func (c *Settings) Validate() error {
	if c.CacheMB < 0 || c.CacheMB > mostCacheMB {
		return fmt.Errorf("--cache-mb=%d: must be from 0 to %d", c.CacheMB, mostCacheMB)
	}
	if c.Grace < 0 || c.Grace > mostGrace {
		return fmt.Errorf("--grace=%s: must be from 0s to %s", c.Grace, mostGrace)
	}
	return errors.Join(c.doorFlags.check(), c.tlsFlags.check(c.Store), c.deskFlags.check(), c.observeFlags.check())
}

// mostGrace is longer than any supervisor waits for a process to end.
const mostGrace = time.Hour

// mostCacheMB is more than any record has answers for.
const mostCacheMB = 1 << 20

// Help is shown below the flags.
func (*Settings) Help() string {
	return `Without any flag the record is kept in almanac.db, and a new one starts with the sample record, so that there is something to see. Another store, or one that is served in public, is only begun with --create: a wrong path or a volume that is not mounted is an error and not a new record. Behind a reverse proxy give --base-url; feeds and calendars carry it whatever host a request names. A base URL is public unless its host is a number or name of this machine or a private network (127.0.0.1, 192.168.1.5, nas, nas.local).

/healthz answers while the process lives, /readyz while answers are fresh. SIGINT and SIGTERM finish open requests, at most for --grace, then stop; a second one stops at once. SIGHUP reads the certificate, the log level and the trusted networks again, and begins a new access log.`
}

// The limits of one connection. Answers are written from memory, so a slow
// reader costs a buffer and nothing else.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 30 * time.Second
	writeTimeout  = 2 * time.Minute
	idleTimeout   = 2 * time.Minute
	maxHeader     = 32 << 10
)

// Serve answers until the context ends. On SIGHUP it asks again for the settings.
func (c *Settings) Serve(ctx context.Context, con storage.Console, again func() (*Settings, error)) error {
	s := newService(c, con)
	s.again = again
	log := s.log
	defer outliveTerminal(s.reload)()
	defer s.end()
	err := s.run(ctx)
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		log.Info("stopped before serving")
		return nil
	}
	return err
}

// CheckFiles says what is wrong with the settings and with the files that they
// name. It makes nothing, and opens nothing for others.
func (c *Settings) CheckFiles(ctx context.Context, con storage.Console) error {
	s := newService(c, con)
	if _, err := c.config(s.log); err != nil {
		return err
	}
	for _, check := range []func() error{
		s.loadCertificate,
		func() error { return c.checkAddresses(ctx) },
		func() error { return storage.CheckName(c.Store) },
		con.CheckMedia,
		func() error { _, err := firstRecord(c.recordName()); return err },
	} {
		if err := check(); err != nil {
			return err
		}
	}
	for flag, file := range map[string]string{
		"--admin-password-file": c.AdminPasswordFile, "--oidc-client-secret-file": c.OIDC.SecretFile, "--etcd-password-file": con.Etcd.PasswordFile,
	} {
		if file == "" {
			continue
		}
		if _, err := con.ReadSecret(file); err != nil {
			return fmt.Errorf("%s: %w", flag, err)
		}
	}
	if folder := filepath.Dir(c.AccessLogFile); c.AccessLogFile != "" {
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			return fmt.Errorf("--access-log-file=%s: there is no folder %s", c.AccessLogFile, folder)
		}
	}
	return nil
}

// config checks the settings and makes those of the pages and feeds of them,
// all but the record and, without --base-url, the address.
func (c *Settings) config(log *slog.Logger) (web.Config, error) {
	zone, err := events.LoadZone(c.TimeZone)
	if err != nil {
		return web.Config{}, fmt.Errorf("time zone %w", err)
	}
	if c.BaseURL != "" {
		if _, err := ParseBase(c.BaseURL); err != nil {
			return web.Config{}, err
		}
	}
	if c.Authority != "" {
		if err := checkAuthority(c.Authority); err != nil {
			return web.Config{}, err
		}
	}
	if c.SecurityContact != "" {
		if u, err := url.Parse(c.SecurityContact); err != nil || u.Scheme != "mailto" && u.Scheme != "https" && u.Scheme != "tel" {
			return web.Config{}, fmt.Errorf("--security-contact=%s: write it as mailto:security@example.org, https://example.org/security or tel:+44-20-…", c.SecurityContact)
		}
	}
	if c.Hub != "" {
		if _, err := websub.New(websub.Config{Hub: c.Hub}); err != nil {
			return web.Config{}, err
		}
	}
	config := web.Config{
		Now: terminal.Now, Log: log, CacheBytes: c.cacheBytes(), Contact: c.SecurityContact,
		Site: feeds.Site{
			BaseURL: c.BaseURL, Name: c.Name, Description: c.Description,
			Languages: c.Languages, Zone: zone, Hub: c.Hub,
		},
	}
	return config, config.Check()
}

// host is that of the address that readers use; "" if it is not configured.
func (c *Settings) host() string {
	if u, err := ParseBase(c.BaseURL); err == nil {
		return u.Hostname()
	}
	return ""
}

// ParseBase reads the address that readers use.
func ParseBase(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return nil, fmt.Errorf("base URL %q: write it as https://calendar.example.org", raw)
	}
	return u, nil
}

// cacheBytes is the setting as package web takes it.
func (c *Settings) cacheBytes() int64 {
	if c.CacheMB == 0 {
		return -1
	}
	return int64(c.CacheMB) << 20
}
