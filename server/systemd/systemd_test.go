package systemd

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"testing"
)

// manager listens as a service manager does, and gives what it hears.
func manager(t *testing.T) <-chan string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "notify")
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	t.Setenv("NOTIFY_SOCKET", path)
	heard := make(chan string, 100)
	go func() {
		b := make([]byte, 4096)
		for {
			n, err := conn.Read(b)
			if err != nil {
				return
			}
			heard <- string(b[:n])
		}
	}()
	return heard
}

func TestNotify(t *testing.T) {
	heard := manager(t)
	if err := Notify("READY=1", "STATUS=serving"); err != nil {
		t.Fatal(err)
	}
	if got := <-heard; got != "READY=1\nSTATUS=serving" {
		t.Errorf("heard %q", got)
	}
	t.Setenv("NOTIFY_SOCKET", filepath.Join(t.TempDir(), "nowhere"))
	if Notify("READY=1") == nil {
		t.Error("nobody hears, and that is no error")
	}
	t.Setenv("NOTIFY_SOCKET", "")
	if err := Notify("READY=1"); err != nil {
		t.Error(err)
	}
}

// The watchdog is told as long as the process is well, and only then.
func TestWatchdog(t *testing.T) {
	heard := manager(t)
	t.Setenv("WATCHDOG_USEC", "20000")
	t.Setenv("WATCHDOG_PID", "")
	well := make(chan bool)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		Watchdog(ctx, func(ctx context.Context) bool {
			select {
			case is := <-well:
				return is
			case <-ctx.Done():
				return false
			}
		})
	}()
	for range 3 {
		well <- true
		if got := <-heard; got != "WATCHDOG=1" {
			t.Errorf("heard %q", got)
		}
	}
	for range 3 {
		well <- false
	}
	cancel()
	<-ended
	select {
	case got := <-heard:
		t.Errorf("who is not well said %q", got)
	default:
	}
	t.Setenv("WATCHDOG_PID", "1")
	Watchdog(t.Context(), func(context.Context) bool { t.Error("the watchdog of another process is served"); return true })
	t.Setenv("WATCHDOG_USEC", "")
	Watchdog(t.Context(), func(context.Context) bool { t.Error("no watchdog is served"); return true })
}

// Sockets for another process, or none, are left alone.
func TestSocketsOfAnother(t *testing.T) {
	for _, env := range [][2]string{{"1", "1"}, {"", ""}} {
		t.Setenv("LISTEN_PID", env[0])
		t.Setenv("LISTEN_FDS", env[1])
		t.Setenv("LISTEN_FDNAMES", "public")
		if list, err := Listeners(); err != nil || len(list) > 0 {
			t.Errorf("%v: %v, %v", env, list, err)
		}
		if _, ok := os.LookupEnv("LISTEN_FDS"); ok {
			t.Error("children would take them")
		}
	}
}
