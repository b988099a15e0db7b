package serve

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/pprof"
	"time"

	"almanac.example/cmd/almanac/terminal"
	"almanac.example/server/accesslog"
	"almanac.example/server/metrics"
	"almanac.example/server/peer"
	"almanac.example/web"
	"almanac.example/web/reply"
)

// observeFlags are the settings of a server about what an operator sees.
type observeFlags struct {
	LogJSON       bool           `name:"log-json" help:"Log as JSON lines."`
	LogLevel      slog.Level     `default:"info" placeholder:"LEVEL" help:"From which level on: debug, info, warn, error."`
	AccessLog     string         `enum:"none,combined,json" default:"none" placeholder:"FORMAT" help:"Write a line for each answer: combined (that of Apache and nginx), json, or none."`
	AccessLogFile string         `placeholder:"FILE" help:"Where to; SIGHUP begins it anew. Default: standard output."`
	LogAddresses  string         `enum:"short,full,none" default:"short" placeholder:"HOW" help:"Addresses of clients in the access log: short (their network, 24 bits of IPv4, 48 of IPv6), full, none."`
	TrustedProxy  []peer.Network `placeholder:"CIDR,…" help:"Proxies whose X-Forwarded-For says who asks; unix for those at a socket that is a file."`
	MetricsAddr   string         `placeholder:"HOST:PORT" help:"Where Prometheus reads /metrics, on a listener of its own."`
	DebugAddr     string         `placeholder:"HOST:PORT" help:"Where /debug/pprof/ answers, on a listener of its own. Never in public."`
}

// check says which of the settings contradict each other.
func (f observeFlags) check() error {
	if f.AccessLogFile != "" && f.AccessLog == "none" {
		return errors.New("--access-log-file goes with --access-log=combined or json")
	}
	return nil
}

// observe opens the access log and prepares the metrics: both are told of every
// answer.
func (s *service) observe(context.Context) (err error) {
	var observers []reply.Observer
	if s.AccessLog != "none" {
		s.access, err = accesslog.Open(accesslog.Config{
			Format: s.AccessLog, File: s.AccessLogFile, Addresses: s.LogAddresses, Client: s.proxies.Client, Now: terminal.Now, Log: s.log, Out: s.con.Out,
		})
		if err != nil {
			return err
		}
		s.atEnd(func() { s.access.Close() }) //nolint:errcheck // it has said so itself
		observers = append(observers, s.access.Observe)
	}
	if s.MetricsAddr != "" {
		class := func(r *http.Request) int { return s.server.Class(r) }
		s.metrics = metrics.New(metrics.Config{Classes: web.Classes(), Class: class, Log: s.log})
		observers = append(observers, s.metrics.Observe)
	}
	if len(observers) > 0 {
		s.config.Observe = func(r *http.Request, o reply.Observation) {
			for _, observe := range observers {
				observe(r, o)
			}
		}
	}
	return nil
}

// openInside opens the listeners for operators and for the authority that
// certifies; they are served later.
func (s *service) openInside(ctx context.Context) error {
	at := map[string]string{metricsFlag: s.MetricsAddr, debugFlag: s.DebugAddr}
	if len(s.ACME) > 0 {
		at[acmeFlag] = s.ACMEAddr
	}
	for flag, addr := range at {
		if addr == "" {
			continue
		}
		d, err := openDoor(ctx, flag, addr)
		if err != nil {
			return err
		}
		s.inside[flag] = d.listener
		s.atEnd(func() { d.listener.Close() })
	}
	return nil
}

// The flags of the listeners that readers do not use.
const (
	metricsFlag = "--metrics-addr"
	debugFlag   = "--debug-addr"
	acmeFlag    = "--acme-addr"
)

// serveMetrics answers operators.
func (s *service) serveMetrics(context.Context) error {
	if s.metrics != nil {
		if err := s.watchAll(); err != nil {
			return err
		}
		m := http.NewServeMux()
		m.Handle("GET /metrics", s.metrics.Handler())
		s.serveInside(metricsFlag, m)
	}
	if s.DebugAddr == "" {
		return nil
	}
	m := http.NewServeMux()
	m.HandleFunc("/debug/pprof/", pprof.Index)
	m.HandleFunc("/debug/pprof/profile", pprof.Profile)
	m.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	m.HandleFunc("/debug/pprof/trace", pprof.Trace)
	s.serveInside(debugFlag, m)
	return nil
}

// insideTimeout is how long a profile may be taken, at the longest.
const insideTimeout = 5 * time.Minute

// serveInside answers at a listener of openInside.
func (s *service) serveInside(flag string, h http.Handler) {
	server := s.newHTTPServer(h)
	server.WriteTimeout = insideTimeout
	l := s.inside[flag]
	go server.Serve(l) //nolint:errcheck // it ends when the process does
	s.atEnd(func() { server.Close() })
	s.log.Info("serving operators", "setting", flag, "addr", l.Addr().String())
}

// reload reads again what may change while the server runs.
func (s *service) reload() {
	if s.access != nil {
		if err := s.access.Reopen(); err != nil {
			s.log.Error("SIGHUP: the access log goes on in the old file", "err", err)
		}
	}
	if s.files != nil {
		if err := s.files.Reload(); err != nil {
			s.log.Error("SIGHUP: the certificate stays the one before", "err", err)
		}
	}
	if c, err := s.again(); err != nil {
		s.log.Error("SIGHUP: level and networks stay as they were", "err", err)
	} else {
		s.level.Set(c.LogLevel)
		s.proxies.Set(c.TrustedProxy)
		s.editors.Set(c.AdminNetworks)
	}
	s.log.Info("SIGHUP: settings are read again")
}
