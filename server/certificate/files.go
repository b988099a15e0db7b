package certificate

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// lookEvery is how often the files are looked at, at most.
const lookEvery = 10 * time.Second

// Files is a certificate in two files. All methods may be called by any number of
// goroutines.
type Files struct {
	cert, key string
	log       *slog.Logger
	now       func() time.Time
	current   atomic.Pointer[tls.Certificate]

	mu     sync.Mutex // held by who looks
	looked time.Time
	state  state
}

// state is what a change of the files shows in.
type state struct {
	cert, key         time.Time
	certSize, keySize int64
}

// Open reads a certificate with its chain, and its key, both as PEM.
func Open(cert, key string, log *slog.Logger, now func() time.Time) (*Files, error) {
	f := &Files{cert: cert, key: key, log: log, now: now}
	return f, f.Reload()
}

// Reload reads the files again, whether or not they seem to have changed.
func (f *Files) Reload() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.read()
}

// read reads the files; f.mu is locked.
func (f *Files) read() error {
	f.looked = f.now()
	f.state = f.look()
	pair, err := tls.LoadX509KeyPair(f.cert, f.key)
	if err != nil {
		return fmt.Errorf("certificate %s with key %s: %w", f.cert, f.key, err)
	}
	if f.current.Swap(&pair) != nil {
		f.log.Info("another certificate is in use", "file", f.cert, "until", pair.Leaf.NotAfter)
	}
	return nil
}

func (f *Files) look() (s state) {
	if info, err := os.Stat(f.cert); err == nil {
		s.cert, s.certSize = info.ModTime(), info.Size()
	}
	if info, err := os.Stat(f.key); err == nil {
		s.key, s.keySize = info.ModTime(), info.Size()
	}
	return s
}

// Get is the certificate for a handshake; see tls.Config.GetCertificate. If the
// files have changed they are read first; who comes meanwhile does not wait.
func (f *Files) Get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	if f.mu.TryLock() {
		f.lookAgain()
		f.mu.Unlock()
	}
	return f.current.Load(), nil
}

// lookAgain reads the files if they have changed since the last look; f.mu is
// locked.
func (f *Files) lookAgain() {
	at := f.now()
	if at.Sub(f.looked) < lookEvery {
		return
	}
	if f.looked = at; f.look() == f.state {
		return
	}
	if err := f.read(); err != nil {
		// A certificate may be written before its key: the next look tells.
		f.log.Warn("the certificate stays the one before", "err", err)
	}
}

// Until is when the certificate ends.
func (f *Files) Until() time.Time { return f.current.Load().Leaf.NotAfter }
