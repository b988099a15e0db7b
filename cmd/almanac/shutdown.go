package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"almanac.example/web"
	"almanac.example/web/direct"
)

// interruptible returns a context that ends with the first SIGINT or SIGTERM.
// From then on both do what they do by default: a second one ends the process,
// whatever it is waiting for.
func interruptible() (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// outliveTerminal keeps the process alive when the terminal or the reader of
// the log goes away: by default SIGHUP, and SIGPIPE at the next line of the
// log, would end it without a word. The function returned restores that.
func outliveTerminal(log *slog.Logger) func() {
	signal.Ignore(syscall.SIGPIPE)
	hangups, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(hangups, syscall.SIGHUP)
	go func() {
		for {
			select {
			case <-hangups:
				log.Info("SIGHUP: there is nothing to reload; serving goes on")
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

// serveUntil answers requests until the context ends, then finishes those that
// are under way. What takes longer than the grace is a reader who is too slow,
// or gone: its connection is closed, and the server has stopped in order.
func (c *serveCommand) serveUntil(ctx context.Context, listener net.Listener, site *web.Server, log *slog.Logger) error {
	server := &http.Server{
		Handler: site.Handler(), ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
	}
	kept := direct.Listen(server, listener, direct.Config{Ready: site.Ready, Fields: web.EveryAnswer})
	log.Info("serving", "addr", listener.Addr().String())
	stopped := make(chan error, 1)
	go func() { stopped <- server.Serve(kept) }()
	select {
	case err := <-stopped:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	log.Info("stopping", "grace", c.Grace)
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.Grace)
	defer cancel()
	err := server.Shutdown(grace)
	if late := errors.Is(err, context.DeadlineExceeded); late || !kept.Drain(grace) {
		log.Warn("the grace is over; closing the connections that are still busy")
		err = server.Close()
		kept.Drain(grace) // closes what the server took for idle
	}
	if err != nil {
		return fmt.Errorf("stopping: %w", err)
	}
	if err := <-stopped; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving: %w", err)
	}
	log.Info("stopped")
	return nil
}
