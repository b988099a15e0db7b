package connect

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"time"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/web/access"
	"almanac.example/web/api"
	"almanac.example/web/api/client"
)

// maxSocketPath is how long the path of a socket may be on every system that has
// them (sockaddr_un, 104 bytes with the end on BSD, 108 on Linux), in bytes.
const maxSocketPath = 103

// SocketPath is where the admin socket of a store is: where the flag says, or
// beside its file. Where that is too long it is in the directory of the user's
// running programs, by a name made of it; short tells that. A record in a
// cluster has none unless the flag says so.
func SocketPath(flag string, p storage.Place) (path string, short bool, err error) {
	path = flag
	if path == "" && p.File == "" {
		return "", false, nil
	}
	if path == "" {
		path = p.File + ".sock"
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

// Listening reports whether a server listens at the socket.
func Listening(ctx context.Context, path string) bool {
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	c, err := (&net.Dialer{}).DialContext(ctx, "unix", path)
	if err != nil {
		return false
	}
	c.Close()
	return true
}

// AsLocal lets everybody who can reach a listener act as the user of this
// process, under the name that they say.
func AsLocal() api.Identify {
	return func(_ context.Context, r *http.Request) (access.Principal, *http.Cookie, error) {
		author, err := url.PathUnescape(r.Header.Get(client.AuthorHeader))
		return LocalUser().Signing(author), nil, err
	}
}

// LocalUser is who works on the store itself: they may do everything.
func LocalUser() access.Principal {
	name := os.Getenv("USER")
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	return access.Local(name)
}
