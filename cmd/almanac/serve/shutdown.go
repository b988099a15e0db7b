package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sync/errgroup"

	"almanac.example/server/systemd"
)

// outliveTerminal keeps the process alive when the terminal or the reader of
// the log goes away: by default SIGHUP, and SIGPIPE at the next line of the
// log, would end it without a word. SIGHUP has settings read again. The function
// returned restores what was.
func outliveTerminal(reload func()) func() {
	signal.Ignore(syscall.SIGPIPE)
	hangups, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(hangups, syscall.SIGHUP)
	go func() {
		for {
			select {
			case <-hangups:
				reload()
			case <-done:
				return
			}
		}
	}()
	return func() {
		signal.Stop(hangups)
		signal.Reset(syscall.SIGPIPE)
		close(done)
	}
}

// newHTTPServer is a server with the limits of one connection.
func (s *service) newHTTPServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
		ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
	}
}

// serveUntil answers requests until the context ends, then finishes those that
// are under way.
func (s *service) serveUntil(ctx context.Context) error {
	s.furnish()
	all := s.doors.all()
	stopped := make(chan error, len(all))
	for _, d := range all {
		s.log.Info("serving", "addr", d.listener.Addr().String())
		go func() { stopped <- d.run() }()
	}
	if err := systemd.Notify("READY=1"); err != nil {
		s.log.Warn("the service manager was not told", "err", err)
	}
	go systemd.Watchdog(ctx, s.doors.public.alive)
	var failed error
	select {
	case failed = <-stopped:
		failed = fmt.Errorf("serving: %w", failed)
		stopped <- http.ErrServerClosed // which is what the others will say
	case <-ctx.Done():
	}
	s.log.Info("stopping", "grace", s.Grace)
	_ = systemd.Notify("STOPPING=1") // who did not hear sees it
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Grace)
	defer cancel()
	var stopping errgroup.Group
	for _, d := range all {
		stopping.Go(func() error { return d.stop(grace, s.log) })
	}
	err := errors.Join(failed, stopping.Wait())
	for range all {
		if end := <-stopped; !errors.Is(end, http.ErrServerClosed) {
			err = errors.Join(err, fmt.Errorf("serving: %w", end))
		}
	}
	if err == nil {
		s.log.Info("stopped")
	}
	return err
}

// drain waits for the direct answers, if there are any; see direct.Listener.
func (d *door) drain(grace context.Context) bool { return d.kept == nil || d.kept.Drain(grace) }

// stop finishes the requests that are under way at a door. What takes longer than
// the grace is a reader who is too slow, or gone: its connection is closed, and
// the door is shut in order.
func (d *door) stop(grace context.Context, log *slog.Logger) error {
	err := d.server.Shutdown(grace)
	if late := errors.Is(err, context.DeadlineExceeded); late || !d.drain(grace) {
		log.Warn("the grace is over; closing the connections that are still busy")
		err = d.server.Close()
		d.drain(grace) // closes what the server took for idle
	}
	if err != nil {
		return fmt.Errorf("stopping: %w", err)
	}
	return nil
}
