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
	"almanac.example/cmd/almanac/storage"
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

// serveSocket answers at the admin socket of the store. The function returned
// ends that.
func (c *Settings) serveSocket(ctx context.Context, p storage.Place, h http.Handler, log *slog.Logger) (stop func(), err error) {
	path, short, err := connect.SocketPath(c.AdminSocket, p)
	if err != nil || path == "" {
		return func() {}, err
	}
	l, err := listenSocket(ctx, path)
	if err != nil {
		return nil, err
	}
	if short {
		log.Info("the path of the admin socket would be too long; it is in the runtime directory", "socket", path)
	}
	server := &http.Server{
		Handler: withVersion(h), ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			log.Error("the admin socket is closed", "err", err)
		}
	}()
	return func() {
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.Grace)
		defer cancel()
		if server.Shutdown(grace) != nil {
			_ = server.Close() // whoever is not done by now is told by the end of the connection
		}
		<-stopped
	}, nil
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
