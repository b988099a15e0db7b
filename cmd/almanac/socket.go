package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"almanac.example/web/access"
	"almanac.example/web/api"
	"almanac.example/web/api/client"
)

// maxSocketPath is how long the path of a socket may be on every system that has
// them (sockaddr_un, 104 bytes with the end on BSD, 108 on Linux), in bytes.
const maxSocketPath = 103

// socketPath is where the admin socket of a store is: where the flag says, or
// beside its file. Where that is too long it is in the directory of the user's
// running programs, by a name made of it; short tells that. A record in a
// cluster has none unless the flag says so.
func socketPath(flag string, p place) (path string, short bool, err error) {
	path = flag
	if path == "" && p.file == "" {
		return "", false, nil
	}
	if path == "" {
		path = p.file + ".sock"
	}
	// Server and command may name the same store from different directories.
	whole, err := filepath.Abs(path)
	if err == nil {
		var folder string
		if folder, err = filepath.EvalSymlinks(filepath.Dir(whole)); err == nil {
			whole = filepath.Join(folder, filepath.Base(whole))
		}
	}
	if err != nil {
		return "", false, fmt.Errorf("admin socket: %w", err)
	}
	if len(whole) <= maxSocketPath {
		return whole, false, nil
	}
	dir, err := runtimeDir()
	if err != nil {
		return "", false, fmt.Errorf("the path of the admin socket, %s, is longer than %d bytes, and %w: give a shorter one with --admin-socket", path, maxSocketPath, err)
	}
	sum := sha256.Sum256([]byte(whole))
	return filepath.Join(dir, "almanac-"+hex.EncodeToString(sum[:8])+".sock"), true, nil
}

// runtimeDir is a directory that only this user can write to.
func runtimeDir() (string, error) {
	if dir := os.Getenv("XDG_RUNTIME_DIR"); dir != "" {
		return dir, nil
	}
	dir := filepath.Join(os.TempDir(), "almanac-"+strconv.Itoa(os.Getuid()))
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("there is no directory for it: %w", err)
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return "", err
	}
	if !info.IsDir() || info.Mode().Perm()&0o077 != 0 {
		return "", fmt.Errorf("others can write to %s", dir)
	}
	return dir, nil
}

// dialTimeout bounds the making of a connection to a socket of this machine.
const dialTimeout = 2 * time.Second

// listenSocket makes the admin socket. One that a server left behind is
// replaced; one that answers is an error.
func listenSocket(ctx context.Context, path string) (net.Listener, error) {
	if listening(ctx, path) {
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

// listening reports whether a server listens at the socket.
func listening(ctx context.Context, path string) bool {
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	c, err := (&net.Dialer{}).DialContext(ctx, "unix", path)
	if err != nil {
		return false
	}
	c.Close()
	return true
}

// asLocal lets everybody who can reach a listener act as the user of this
// process, under the name that they say.
func asLocal() api.Identify {
	return func(_ context.Context, r *http.Request) (access.Principal, *http.Cookie, error) {
		author, err := url.PathUnescape(r.Header.Get(client.AuthorHeader))
		return localUser().Signing(author), nil, err
	}
}

// withVersion names this program in every answer.
func withVersion(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(client.VersionHeader, programVersion())
		h.ServeHTTP(w, r)
	})
}

// serveSocket answers at the admin socket of the store. The function returned
// ends that.
func (c *serveCommand) serveSocket(ctx context.Context, p place, h http.Handler, log *slog.Logger) (stop func(), err error) {
	path, short, err := socketPath(c.AdminSocket, p)
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
