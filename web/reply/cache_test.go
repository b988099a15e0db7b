package reply

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// kitchen makes answers and counts them.
type kitchen struct {
	cache *Cache
	lane  *Lane
	made  atomic.Int64
	size  int
}

func newKitchen(t *testing.T, size int) *kitchen {
	t.Helper()
	c, err := NewCache(16<<20, NewTransit(DefaultTransitBytes))
	if err != nil {
		t.Fatal(err)
	}
	return &kitchen{cache: c, lane: NewLane(1, 8), size: size}
}

func (k *kitchen) answer(key string) Answer {
	return Answer{Key: key, Lane: k.lane, Make: func(context.Context, *Turn, *Representation) (*Representation, error) {
		k.made.Add(1)
		return New(make([]byte, k.size), Facts{MediaType: "text/plain", CacheControl: "no-cache"}), nil
	}}
}

func get(from string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.RemoteAddr = from
	return r
}

const loopback = "127.0.0.1:1"

func TestWhatIsKeptIsNotMadeAgain(t *testing.T) {
	k := newKitchen(t, 1000)
	a := k.answer("a")
	for range 3 {
		if _, err := k.cache.Get(get(loopback), 1, a); err != nil {
			t.Fatal(err)
		}
	}
	if n := k.made.Load(); n != 1 {
		t.Errorf("made %d times", n)
	}
	a.Holds = func(_ *Representation, since Revision) bool { return since == 1 }
	if _, err := k.cache.Get(get(loopback), 2, a); err != nil || k.made.Load() != 1 {
		t.Errorf("made again though nothing changed: %d, %v", k.made.Load(), err)
	}
	if _, ok := k.cache.At("a", 2); !ok {
		t.Error("it did not move along with the revision")
	}
	if _, err := k.cache.Get(get(loopback), 3, a); err != nil || k.made.Load() != 2 {
		t.Errorf("made %d times though it no longer holds, %v", k.made.Load(), err)
	}
	if _, err := k.cache.Get(get(loopback), 2, a); err != nil { // a request that is late
		t.Fatal(err)
	}
	if _, ok := k.cache.At("a", 3); !ok {
		t.Error("a late request put an old answer in the place of a new one")
	}
}

// A large answer that is asked for once leaves nothing behind.
func TestLargeAnswersAreKeptFromTheSecondTime(t *testing.T) {
	for _, c := range []struct {
		size int
		main bool
		made []int64
	}{{largeBody + 1, false, []int64{1, 2, 2}}, {largeBody + 1, true, []int64{1, 1, 1}}, {largeBody, false, []int64{1, 1, 1}}} {
		k := newKitchen(t, c.size)
		a := k.answer("a")
		a.Main = c.main
		for i, want := range c.made {
			if _, err := k.cache.Get(get(loopback), 1, a); err != nil {
				t.Fatal(err)
			}
			if n := k.made.Load(); n != want {
				t.Errorf("%d bytes, main %v: made %d times after %d requests, want %d", c.size, c.main, n, i+1, want)
			}
		}
	}
}

// However many ask, an answer is made once, and only as long as one of them
// waits for it.
func TestMakingStopsWhenNoRequestWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newKitchen(t, 0)
		var ended atomic.Int64
		a := k.answer("a")
		a.Make = func(ctx context.Context, _ *Turn, _ *Representation) (*Representation, error) {
			k.made.Add(1)
			<-ctx.Done()
			ended.Add(1)
			return nil, context.Cause(ctx)
		}
		var wg sync.WaitGroup
		var hangUps []context.CancelFunc
		for range 5 {
			ctx, hangUp := context.WithCancel(t.Context())
			hangUps = append(hangUps, hangUp)
			wg.Go(func() {
				if _, err := k.cache.Get(get(loopback).WithContext(ctx), 1, a); !errors.Is(err, context.Canceled) {
					t.Errorf("who hung up is told %v", err)
				}
			})
			synctest.Wait()
		}
		for _, hangUp := range hangUps[:4] {
			hangUp()
		}
		synctest.Wait()
		if k.made.Load() != 1 || ended.Load() != 0 {
			t.Errorf("made %d times, ended %d times while one waits", k.made.Load(), ended.Load())
		}
		hangUps[4]()
		wg.Wait()
		synctest.Wait()
		if ended.Load() != 1 {
			t.Error("it goes on though nobody waits")
		}
		if working, waiting := k.lane.Load(); working+waiting != 0 {
			t.Errorf("%d at work, %d wait", working, waiting)
		}
		// Who comes now begins anew.
		if _, err := k.cache.Get(get(loopback), 1, k.answer("a")); err != nil {
			t.Error(err)
		}
	})
}

// A crowd of one network that wants ever new answers and hangs up is refused
// beyond its quarter, and a stranger is not.
func TestACrowdDoesNotShutOutAStranger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newKitchen(t, 100)
		held := make(chan struct{})
		var refused, crowd atomic.Int64
		for i := range 100 {
			a := k.answer(fmt.Sprint("crowd", i))
			a.Make = func(ctx context.Context, _ *Turn, _ *Representation) (*Representation, error) {
				crowd.Add(1)
				select {
				case <-held:
				case <-ctx.Done():
				}
				return nil, errors.New("of no interest")
			}
			go func() {
				if _, err := k.cache.Get(get(fmt.Sprintf("203.0.113.%d:1", i)), 1, a); errors.Is(err, ErrBusy) {
					refused.Add(1)
				}
			}()
		}
		synctest.Wait()
		if n := refused.Load(); n != 98 { // a quarter of 9 is 2
			t.Errorf("%d of 100 refused", n)
		}
		served := make(chan error)
		go func() {
			_, err := k.cache.Get(get("198.51.100.1:1"), 1, k.answer("page"))
			served <- err
		}()
		synctest.Wait()
		close(held)
		if err := <-served; err != nil {
			t.Errorf("a stranger: %v", err)
		}
		synctest.Wait()
		if n := crowd.Load(); n != 2 {
			t.Errorf("%d answers of the crowd were begun", n)
		}
	})
}

// Joining an answer that another network may not have made is no reason to be
// refused.
func TestAnotherNetworksBoundIsNotInherited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newKitchen(t, 100)
		leaveSlot, err := k.lane.Enter(t.Context(), network("203.0.113.0/24"))
		if err != nil {
			t.Fatal(err)
		}
		leaveQueue := enter(t.Context(), k.lane, network("203.0.113.0/24"))
		synctest.Wait()
		a := k.answer("wanted")
		results := make(chan error, 2)
		for _, from := range []string{"203.0.113.9:1", "198.51.100.1:1"} {
			go func() {
				_, err := k.cache.Get(get(from), 1, a)
				results <- err
			}()
		}
		synctest.Wait()
		leaveSlot()
		(<-leaveQueue)()
		synctest.Wait()
		first, second := <-results, <-results
		if errors.Is(first, ErrBusy) == errors.Is(second, ErrBusy) && first != nil {
			t.Errorf("both are refused: %v, %v", first, second)
		}
	})
}

func TestATurnMovesBetweenLanes(t *testing.T) {
	k := newKitchen(t, 0)
	large := NewLane(1, 1)
	a := k.answer("a")
	a.Make = func(ctx context.Context, turn *Turn, _ *Representation) (*Representation, error) {
		if err := turn.Move(ctx, large); err != nil {
			return nil, err
		}
		if working, _ := k.lane.Load(); working != 0 {
			t.Error("the slot in the first lane is kept")
		}
		if working, _ := large.Load(); working != 1 {
			t.Error("there is no slot in the second")
		}
		if err := turn.Reserve(1000); err != nil || k.cache.transit.Bytes() != 1000 {
			t.Errorf("reserved %d, %v", k.cache.transit.Bytes(), err)
		}
		return New([]byte("x"), Facts{}), nil
	}
	if _, err := k.cache.Get(get(loopback), 1, a); err != nil {
		t.Fatal(err)
	}
	if working, _ := large.Load(); working != 0 || k.cache.transit.Bytes() != 0 {
		t.Errorf("left over: %d at work, %d bytes", working, k.cache.transit.Bytes())
	}
}

func TestAPanicReachesWhoWaits(t *testing.T) {
	k := newKitchen(t, 0)
	a := k.answer("a")
	a.Make = func(context.Context, *Turn, *Representation) (*Representation, error) { panic("at work") }
	defer func() {
		if p := recover(); p == nil {
			t.Error("it is swallowed")
		}
		if working, _ := k.lane.Load(); working != 0 {
			t.Error("its slot is lost")
		}
		if _, err := k.cache.Get(get(loopback), 1, k.answer("a")); err != nil {
			t.Errorf("afterwards: %v", err)
		}
	}()
	_, _ = k.cache.Get(get(loopback), 1, a) // it panics
}

// Brotli of a large body is made in the background of what is kept only, and
// within a bound.
func TestPendingCompressionIsBounded(t *testing.T) {
	e := &encoder{slot: make(chan struct{}, 1)}
	e.slot <- struct{}{} // busy
	var list []*Representation
	for range 5 {
		rep := New(make([]byte, pendingBytes/4+1), Facts{})
		rep.postpone(e)
		list = append(list, rep)
	}
	ask := func(rep *Representation) bool { return rep.isReady(&rep.variants[brotlied]) }
	if ask(list[0]) || e.pending.Load() != 0 {
		t.Errorf("what is not kept is compressed: %d bytes", e.pending.Load())
	}
	for _, rep := range list {
		rep.kept.Store(true)
		if ask(rep) {
			t.Error("ready before it is made")
		}
	}
	if n, most := e.pending.Load(), int64(pendingBytes); n > most || n < most/2 {
		t.Errorf("%d bytes wait, at most %d should", n, most)
	}
	if list[4].variants[brotlied].asked.Load() {
		t.Error("one that there is no room for cannot be asked for again")
	}
	<-e.slot
	for _, rep := range list[:3] {
		rep.variants[brotlied].coded() // shares what is made in the background
		if !ask(rep) {
			t.Error("made and not ready")
		}
	}
}
