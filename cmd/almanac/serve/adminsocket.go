package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/web"
	"almanac.example/web/api"
	"almanac.example/web/api/client"
)

// listenSocket makes the admin socket. One that a server left behind is
// replaced; one that answers is an error.
func listenSocket(ctx context.Context, path string) (net.Listener, error) {
	if connect.Listening(ctx, path) {
		return nil, fmt.Errorf("admin socket %s: another server answers there; choose another one with --admin-socket", path)
	}
	info, err := os.Lstat(path)
	switch {
	case err == nil && info.Mode().Type() != fs.ModeSocket:
		return nil, fmt.Errorf("admin socket %s: there is something else of that name; choose another one with --admin-socket", path)
	case err == nil:
		err = os.Remove(path)
	case errors.Is(err, fs.ErrNotExist):
		err = nil
	}
	if err != nil {
		return nil, fmt.Errorf("admin socket: %w", err)
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "unix", path)
	if err != nil {
		return nil, fmt.Errorf("admin socket: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("admin socket: %w", err), l.Close())
	}
	return l, nil
}

// withVersion names this program in every answer.
func withVersion(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(client.VersionHeader, terminal.Version())
		h.ServeHTTP(w, r)
	})
}

// listenSocket opens the admin socket of the store. Commands that come before it is
// served wait.
func (s *service) listenSocket(ctx context.Context) error {
	path, short, err := connect.SocketPath(s.AdminSocket, s.where)
	if err != nil || path == "" {
		return err
	}
	if s.socket, err = listenSocket(ctx, path); err != nil {
		return err
	}
	s.atEnd(func() { s.socket.Close() })
	if short {
		s.log.Info("the path of the admin socket would be too long; it is in the runtime directory", "socket", path)
	}
	return nil
}

// serveSocket answers at the admin socket, if there is one. The function returned
// ends that.
func (s *service) serveSocket(ctx context.Context, h http.Handler) (stop func()) {
	if s.socket == nil {
		return func() {}
	}
	log := s.log
	server := &http.Server{
		Handler: withVersion(h), ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		if err := server.Serve(s.socket); !errors.Is(err, http.ErrServerClosed) {
			log.Error("the admin socket is closed", "err", err)
		}
	}()
	return func() {
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Grace)
		defer cancel()
		if server.Shutdown(grace) != nil {
			_ = server.Close() // whoever is not done by now is told by the end of the connection
		}
		<-stopped
	}
}

// besideSite answers programs at the API, and all other addresses as the site
// does.
func besideSite(programs http.Handler, site *web.Server) http.Handler {
	public := site.HandlerFor(nobody)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, api.Prefix+"/") || r.URL.Path == api.Prefix {
			programs.ServeHTTP(w, r)
			return
		}
		public.ServeHTTP(w, r)
	})
}
