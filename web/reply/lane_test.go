package reply

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"testing"
	"testing/synctest"
)

func network(text string) netip.Prefix { return netip.MustParsePrefix(text) }

// nobody is the network of peers that are taken for proxies.
var nobody netip.Prefix

// enter enters and reports through a channel; synctest tells when it waits.
func enter(ctx context.Context, l *Lane, from netip.Prefix) chan func() {
	admitted := make(chan func(), 1)
	go func() {
		leave, err := l.Enter(ctx, from)
		if err != nil {
			leave = nil
		}
		admitted <- leave
	}()
	return admitted
}

func TestALaneAdmitsInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLane(1, 2)
		first := <-enter(t.Context(), l, nobody)
		second := enter(t.Context(), l, nobody)
		synctest.Wait()
		third := enter(t.Context(), l, nobody)
		synctest.Wait()
		if working, waiting := l.Load(); working != 1 || waiting != 2 {
			t.Fatalf("%d at work, %d wait; want 1 and 2", working, waiting)
		}
		if _, err := l.Enter(t.Context(), nobody); !errors.Is(err, ErrBusy) {
			t.Errorf("a full queue answers %v", err)
		}
		if _, ok := l.TryEnter(nobody); ok {
			t.Error("work that can be left undone takes a place in a full lane")
		}
		first()
		leave := <-second
		synctest.Wait()
		select {
		case <-third:
			t.Error("two are at work in one slot")
		default:
		}
		leave()
		(<-third)()
		if working, waiting := l.Load(); working != 0 || waiting != 0 {
			t.Errorf("%d at work, %d wait when all have left", working, waiting)
		}
		leave, ok := l.TryEnter(nobody)
		if !ok {
			t.Fatal("an empty lane admits nothing")
		}
		leave()
	})
}

func TestWhoHangsUpLeavesTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLane(1, 1)
		first := <-enter(t.Context(), l, nobody)
		gone, hangUp := context.WithCancel(t.Context())
		waiting := enter(gone, l, nobody)
		synctest.Wait()
		hangUp()
		if leave := <-waiting; leave != nil {
			t.Error("a request that was given up was admitted")
		}
		next := enter(t.Context(), l, nobody)
		synctest.Wait()
		if _, waits := l.Load(); waits != 1 {
			t.Errorf("%d wait; the place of the one that has gone is not free", waits)
		}
		first()
		(<-next)()
		if _, err := l.Enter(gone, nobody); !errors.Is(err, context.Canceled) {
			t.Errorf("entering with an ended context: %v", err)
		}
		if working, _ := l.Load(); working != 0 {
			t.Errorf("%d at work", working)
		}
	})
}

// A slot that is given to a request just as it goes is passed on.
func TestASlotIsNotLostWithItsRequest(t *testing.T) {
	for range 200 {
		l := NewLane(1, 1)
		first, err := l.Enter(t.Context(), nobody)
		if err != nil {
			t.Fatal(err)
		}
		gone, hangUp := context.WithCancel(t.Context())
		waiting := enter(gone, l, network("192.0.2.0/24"))
		go hangUp()
		first()
		if leave := <-waiting; leave != nil {
			leave()
		}
		if working, waits := l.Load(); working != 0 || waits != 0 {
			t.Fatalf("%d at work, %d wait", working, waits)
		}
		if len(l.held) != 0 {
			t.Fatalf("held: %v", l.held)
		}
	}
}

func TestANetworkTakesAQuarterOfALane(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLane(2, 14)
		crowd, stranger := network("192.0.2.0/24"), network("2001:db8::/64")
		var places []chan func()
		for range 4 {
			places = append(places, enter(t.Context(), l, crowd))
			synctest.Wait()
		}
		if _, err := l.Enter(t.Context(), crowd); !errors.Is(err, ErrBusy) {
			t.Errorf("a fifth place of 16: %v", err)
		}
		places = append(places, enter(t.Context(), l, stranger))
		synctest.Wait()
		for _, p := range places {
			leave := <-p
			if leave == nil {
				t.Fatal("refused")
			}
			leave()
		}
		if leave, err := l.Enter(t.Context(), crowd); err != nil {
			t.Errorf("after all have left: %v", err)
		} else {
			leave()
		}
		for range 16 { // a proxy has no quarter
			places = append(places, enter(t.Context(), l, nobody))
			synctest.Wait()
		}
		if working, waiting := l.Load(); working != 2 || waiting != 14 {
			t.Errorf("%d at work, %d wait; want 2 and 14", working, waiting)
		}
		for _, p := range places[5:] {
			(<-p)()
		}
	})
}

func TestTheNetworkOfAPeer(t *testing.T) {
	for peer, want := range map[string]string{
		"192.0.2.77:1234":             "192.0.2.0/24",
		"[::ffff:192.0.2.77]:1234":    "192.0.2.0/24",
		"[2001:db8:1:2:3:4:5:6]:1234": "2001:db8:1:2::/64",
		"127.0.0.1:1234":              "",
		"[::1]:1234":                  "",
		"10.1.2.3:1":                  "",
		"172.31.0.1:1":                "",
		"192.168.0.1:1":               "",
		"[fd00::1]:1":                 "",
		"[fe80::1%eth0]:1":            "",
		"169.254.1.1:1":               "",
		"0.0.0.0:1":                   "",
		"@":                           "",
		"":                            "",
		"nowhere:1":                   "",
	} {
		got := ""
		if p := Network(&http.Request{RemoteAddr: peer}); p.IsValid() {
			got = p.String()
		}
		if got != want {
			t.Errorf("%q counts to %q, want %q", peer, got, want)
		}
	}
}
