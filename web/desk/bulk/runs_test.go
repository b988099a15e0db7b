package bulk

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/web/editing"
)

func ids(n int) []events.ID {
	list := make([]events.ID, n)
	for i := range list {
		list[i] = events.ID(fmt.Sprint(i))
	}
	return list
}

func TestARunIsDoneInParts(t *testing.T) {
	r := newRuns()
	defer r.close()
	r.start(&run{id: "a"}, ids(2*partSize+1), func(_ context.Context, part []events.ID) (editing.Batched, error) {
		return editing.Batched{Changed: part[1:], Left: []editing.Left{{ID: part[0]}}}, nil
	})
	r.await(t.Context(), "a")
	n, ok := r.find("a")
	if !ok || !n.ended || n.stopped || n.err != nil || n.done != 2*partSize+1 || len(n.changed) != 2*partSize-2 || len(n.left) != 3 {
		t.Errorf("%+v", n)
	}
}

func TestARunCanBeStopped(t *testing.T) {
	r := newRuns()
	defer r.close()
	begun := make(chan struct{})
	r.start(&run{id: "a"}, ids(10*partSize), func(ctx context.Context, part []events.ID) (editing.Batched, error) {
		begun <- struct{}{}
		<-ctx.Done()
		return editing.Batched{Changed: part}, nil
	})
	<-begun
	if n, _ := r.find("a"); n.ended || n.total != 10*partSize {
		t.Errorf("while it goes on: %+v", n)
	}
	r.halt("a")
	r.await(t.Context(), "a")
	if n, _ := r.find("a"); !n.ended || !n.stopped || n.done != partSize {
		t.Errorf("stopped: %+v", n)
	}
}

func TestARunEndsWithItsError(t *testing.T) {
	r := newRuns()
	defer r.close()
	failed := errors.New("the store is out of reach")
	r.start(&run{id: "a"}, ids(3*partSize), func(_ context.Context, part []events.ID) (editing.Batched, error) {
		return editing.Batched{Changed: part[:1]}, failed
	})
	r.await(t.Context(), "a")
	if n, _ := r.find("a"); !errors.Is(n.err, failed) || n.stopped || len(n.changed) != 1 {
		t.Errorf("%+v", n)
	}
}

func TestOldRunsAreForgotten(t *testing.T) {
	r := newRuns()
	defer r.close()
	for i := range runsMost + 5 {
		r.keep(&run{id: fmt.Sprint(i), began: time.Unix(int64(i), 0), ended: true})
	}
	if _, ok := r.find("0"); ok || len(r.byID) > runsMost {
		t.Errorf("%d are remembered", len(r.byID))
	}
	if _, ok := r.find(fmt.Sprint(runsMost + 4)); !ok {
		t.Error("the newest is forgotten")
	}
}
