package serve

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/server/accesslog"
	"almanac.example/server/certificate"
	"almanac.example/server/limit"
	"almanac.example/server/metrics"
	"almanac.example/server/peer"
	"almanac.example/store"
	"almanac.example/store/blob"
	"almanac.example/store/duty"
	"almanac.example/web"
	"almanac.example/web/access"
	"almanac.example/web/api"
	"almanac.example/web/api/webhook"
)

// service is a server from its settings to its end. Its steps are done in the
// order of run; each may add to what has to be done when it ends.
type service struct {
	*Settings
	con   storage.Console
	again func() (*Settings, error) // reads the settings as they are now
	log   *slog.Logger

	config   web.Config
	blobs    blob.Store              // where pictures are kept; nil: nowhere
	socket   net.Listener            // for commands on this machine; nil: there is none
	inside   map[string]net.Listener // for operators, by their flags
	where    storage.Place
	b        *beginning
	doors    doors
	accounts *access.Directory
	local    http.Handler // the API for the user of this process
	hooks    *webhook.Sender
	server   *web.Server
	offer    *deskOffer
	roster   *duty.Roster
	proxies  peer.Networks      // whose word about the client counts
	editors  peer.Networks      // from which the desk is reached
	files    *certificate.Files // nil: there are none
	tls      *tls.Config        // nil: the doors do not speak it
	bound    *limit.Connections
	rate     *limit.Rate // nil: there is no bound
	level    slog.LevelVar
	access   *accesslog.Log   // nil: none is written
	metrics  *metrics.Metrics // nil: nothing is counted
	ends     []func()         // what is open, in the order of opening
}

// newService prepares what settings that may be read again lead to.
func newService(c *Settings, con storage.Console) *service {
	s := &service{Settings: c, con: con, inside: map[string]net.Listener{}}
	s.level.Set(c.LogLevel)
	s.log = con.NewLogAt(&s.level, c.LogJSON)
	s.proxies.Set(c.TrustedProxy)
	s.editors.Set(c.AdminNetworks)
	s.bound = limit.New(limit.Config{Most: c.mostConnections(), PerAddress: c.MaxConnectionsPerAddress, Address: s.counted})
	if c.RequestRate > 0 {
		s.rate = limit.NewRate(c.RequestRate, limit.Address, terminal.Now)
	}
	return s
}

// run checks the settings, then opens the store if there is one, then the listeners
// and all else that is outside of it; a new store is made when nothing of these can go
// wrong any more.
func (s *service) run(ctx context.Context) error {
	for _, step := range []func(context.Context) error{
		s.look, s.listen, s.openInside, s.listenSocket, s.observe, s.secure, s.begin, s.openPeople, s.openSite, s.openDesk, s.work, s.serveMetrics,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	fmt.Fprintf(s.con.Err, "Almanac is at %s/ (%d events); stop it with Ctrl-C\n", s.config.Site.BaseURL, s.b.Live.Timeline().Len())
	s.offer.tell(s.con.Err)
	return s.serveUntil(ctx)
}

// end closes what is open, the last first.
func (s *service) end() {
	for i := len(s.ends) - 1; i >= 0; i-- {
		s.ends[i]()
	}
}

func (s *service) atEnd(f func()) { s.ends = append(s.ends, f) }

// look checks the settings, and opens the store if there is one.
func (s *service) look(ctx context.Context) (err error) {
	if s.config, err = s.Settings.config(s.log); err != nil {
		return err
	}
	if err = s.loadCertificate(); err != nil {
		return err
	}
	if err = s.checkAddresses(ctx); err != nil {
		return err
	}
	if s.where, err = s.con.Locate(ctx, s.Store); err != nil {
		return err
	}
	if s.blobs, err = s.con.OpenMedia(ctx, s.where); err != nil {
		return err
	}
	if s.b, err = s.lookAt(ctx, s.where, s.log); err != nil {
		return err
	}
	s.atEnd(func() { s.b.Close() })
	return nil
}

// listen opens the listeners, which settles what is not known of the addresses.
func (s *service) listen(ctx context.Context) (err error) {
	if s.doors, err = s.openDoors(ctx); err != nil {
		return err
	}
	s.atEnd(s.doors.close)
	if s.config.Site.BaseURL == "" {
		if s.config.Site.BaseURL = s.ownURL(); s.config.Site.BaseURL == "" {
			return errors.New("--base-url is missing: a socket that is a file has no address that readers could use")
		}
	}
	if s.rate != nil {
		s.config.Admit = s.rate.Admit
	}
	s.config.DeskURL = s.config.Site.BaseURL
	if s.doors.desk != nil {
		if s.config.DeskURL = s.DeskURL; s.DeskURL == "" {
			s.config.DeskURL = s.doors.desk.url(s.speaksTLS())
		}
		if s.config.DeskURL == "" {
			return errors.New("--desk-url is missing: a socket that is a file has no address that a browser could use")
		}
	}
	return s.checkSignIn(s.con, s.b, &s.config)
}

// ownURL is the address of the site where none is configured.
func (s *service) ownURL() string {
	if len(s.ACME) > 0 {
		return "https://" + s.ACME[0]
	}
	return s.doors.public.url(s.speaksTLS())
}

// begin makes the store complete, and takes the settings that the record has.
func (s *service) begin(ctx context.Context) error {
	if err := s.b.complete(ctx, s.where, s.log); err != nil {
		return err
	}
	s.warnOfAuthority(s.b.Live.Timeline().Site(), s.log)
	if err := s.openRecord(); err != nil {
		return err
	}
	s.warnOfSettings(s.b.Live.Timeline().Site(), s.log)
	leave, err := s.where.Join(ctx, s.b.Vault, s.config.Site.BaseURL, s.log)
	if err != nil {
		return err
	}
	s.atEnd(leave)
	return nil
}

// openPeople opens the accounts, and the API that programs use.
func (s *service) openPeople(ctx context.Context) (err error) {
	if s.accounts, err = s.openAccounts(ctx, s.con, s.b, s.config); err != nil {
		return err
	}
	s.atEnd(s.accounts.Close)
	s.hooks = s.newWebhooks(s.b.Instance, s.config.Site, s.log)
	s.b.Backups = storage.NewBackups(s.b.Instance, s.log)
	s.atEnd(func() { s.b.Backups.End(ctx) })
	programs, err := connect.OpenPrograms(s.b.Instance, s.accounts, api.Config{
		BaseURL: s.config.DeskURL, SiteURL: s.config.Site.BaseURL, Log: s.log, Webhooks: s.hooks, Pictures: s.config.Pictures,
	})
	if err != nil {
		return err
	}
	s.config.API = withVersion(programs.Handler(s.accounts.Identify))
	s.config.Reader = withVersion(programs.Reader(s.accounts.Identify))
	s.local = programs.Handler(connect.AsLocal())
	// Streams of changes last as long as the server; it need not wait for them.
	stop := context.AfterFunc(ctx, programs.Stop)
	s.atEnd(func() { stop() })
	return nil
}

// openSite prepares the pages and feeds, and the admin socket, at which they can
// be had, too.
func (s *service) openSite(ctx context.Context) (err error) {
	if !s.NoDesk {
		s.config.Directory, s.config.Webhooks, s.config.Backup = s.accounts, s.hooks, connect.BackingUp(s.b.Instance)
		s.config.Imports, s.config.Vault = s.b.Live, store.Unexpired(s.b.Vault, terminal.Now)
		s.config.Readings = store.Unexpired(s.b.Vault, terminal.Now)
		s.config.Redact = connect.Redacting(s.b.Instance, s.config.Pictures)
	}
	if s.server, err = web.New(s.config); err != nil {
		return err
	}
	s.atEnd(s.server.Close)
	s.atEnd(s.serveSocket(ctx, besideSite(s.local, s.server)))
	return nil
}

// openDesk says where the record is edited, or how somebody becomes the first
// administrator.
func (s *service) openDesk(context.Context) (err error) {
	if s.offer, err = s.offerDesk(s.accounts, s.where, s.config.DeskURL, s.log); err != nil {
		return err
	}
	s.atEnd(s.offer.end)
	return nil
}

// work begins what the server does by itself.
func (s *service) work(ctx context.Context) (err error) {
	if s.roster, err = s.newRoster(s.b.Instance, s.server, s.hooks, s.log); err != nil {
		return err
	}
	s.atEnd(startDuties(ctx, s.roster, s.hooks))
	settleGarbage()
	return nil
}
