// Package systemd speaks with a service manager as sd_listen_fds(3), sd_notify(3)
// and sd_watchdog_enabled(3) describe: it takes the sockets that were opened for
// the process, and says how the process is.
//
// It promises to do nothing where there is no such manager. It does not know what
// is served.
package systemd

import (
	"context"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// firstDescriptor is that of the first socket that was handed over.
const firstDescriptor = 3

// Listeners takes the sockets that were handed over, by the names that their units
// give them (FileDescriptorName=). One without a name is called "". None is handed
// on to a child.
func Listeners() (map[string]net.Listener, error) {
	pid, _ := strconv.Atoi(os.Getenv("LISTEN_PID"))
	n, _ := strconv.Atoi(os.Getenv("LISTEN_FDS"))
	names := strings.Split(os.Getenv("LISTEN_FDNAMES"), ":")
	for _, name := range []string{"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"} {
		if err := os.Unsetenv(name); err != nil {
			return nil, fmt.Errorf("sockets handed over: %w", err)
		}
	}
	if pid != os.Getpid() || n <= 0 {
		return nil, nil
	}
	list := map[string]net.Listener{}
	for i := range n {
		name := ""
		if i < len(names) && names[i] != "unknown" {
			name = names[i]
		}
		syscall.CloseOnExec(firstDescriptor + i)
		f := os.NewFile(uintptr(firstDescriptor+i), name)
		l, err := net.FileListener(f)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("socket %q that was handed over: %w", name, err)
		}
		if list[name] != nil {
			l.Close()
			return nil, fmt.Errorf("two sockets of the name %q were handed over; name them with FileDescriptorName=", name)
		}
		list[name] = l
	}
	return list, nil
}

// Notify tells the manager lines such as READY=1; nothing if there is none.
func Notify(lines ...string) error {
	path := os.Getenv("NOTIFY_SOCKET")
	if path == "" {
		return nil
	}
	conn, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: path, Net: "unixgram"}) // a leading @ is an abstract name, as there
	if err != nil {
		return fmt.Errorf("telling the service manager: %w", err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte(strings.Join(lines, "\n"))); err != nil {
		return fmt.Errorf("telling the service manager: %w", err)
	}
	return nil
}

// Watchdog says twice in each interval of the manager's watchdog that the process
// is well, as long as alive agrees, until the context ends. It returns at once if
// there is no watchdog.
func Watchdog(ctx context.Context, alive func(context.Context) bool) {
	usec, err := strconv.ParseInt(os.Getenv("WATCHDOG_USEC"), 10, 64)
	if pid := os.Getenv("WATCHDOG_PID"); err != nil || usec <= 0 || pid != "" && pid != strconv.Itoa(os.Getpid()) {
		return
	}
	every := time.Duration(usec) * time.Microsecond / 2
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		limited, cancel := context.WithTimeout(ctx, every)
		if alive(limited) {
			_ = Notify("WATCHDOG=1") // a manager that does not hear ends the process, as it should
		}
		cancel()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
