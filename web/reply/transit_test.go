package reply

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"testing"
	"time"
)

// dropped is a client that notes being dropped.
type dropped struct{ times int }

func (d *dropped) Drop() { d.times++ }

func body(n int) *coded { return newCoded(make([]byte, n)) }

func TestBytesUnderWayAreBounded(t *testing.T) {
	tr := NewTransit(1 << 20)
	whole := body(700 << 10)
	first, err := tr.begin(whole, &dropped{})
	if err != nil {
		t.Fatal(err)
	}
	second, err := tr.begin(whole, &dropped{}) // the same bytes
	if err != nil {
		t.Fatal(err)
	}
	if n := tr.Bytes(); n != 700<<10 {
		t.Errorf("%d bytes counted for one body and two clients", n)
	}
	if _, err := tr.begin(body(400<<10), &dropped{}); !errors.Is(err, ErrBusy) {
		t.Errorf("beyond the bound: %v", err)
	}
	if _, err := tr.Reserve(400 << 10); !errors.Is(err, ErrBusy) {
		t.Errorf("reserving beyond the bound: %v", err)
	}
	first.end()
	if n := tr.Bytes(); n != 700<<10 {
		t.Errorf("%d bytes counted while one client is left", n)
	}
	second.end()
	give, err := tr.Reserve(400 << 10)
	if err != nil {
		t.Fatal(err)
	}
	if n := tr.Bytes(); n != 400<<10 {
		t.Errorf("%d bytes reserved", n)
	}
	give()
	if n := tr.Bytes(); n != 0 {
		t.Errorf("%d bytes left over", n)
	}
}

// What is larger than the bound is let through alone.
func TestOneBodyMayBeLargerThanTheBound(t *testing.T) {
	tr := NewTransit(100 << 10)
	s, err := tr.begin(body(200<<10), &dropped{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tr.begin(body(200<<10), &dropped{}); !errors.Is(err, ErrBusy) {
		t.Errorf("two of them: %v", err)
	}
	s.moved.Store(0)
	if _, err := tr.begin(body(200<<10), &dropped{}); err != nil {
		t.Errorf("after the only other one, which took nothing, was dropped: %v", err)
	}
}

func TestSmallBodiesDoNotCount(t *testing.T) {
	tr := NewTransit(1)
	if tr.counts(body(countedFrom-1)) || !tr.counts(body(countedFrom)) {
		t.Error("the limit is elsewhere")
	}
	if (*Transit)(nil).counts(body(1 << 20)) {
		t.Error("something counts where nothing is counted")
	}
}

// The oldest client that takes nothing makes room for others; one that reads
// is left alone.
func TestClientsThatTakeNothingMakeRoom(t *testing.T) {
	tr := NewTransit(300 << 10)
	reader, oldest, younger := &dropped{}, &dropped{}, &dropped{}
	var list []*sending
	for _, d := range []*dropped{reader, oldest, younger} {
		s, err := tr.begin(body(100<<10), d)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	if _, err := tr.begin(body(100<<10), &dropped{}); !errors.Is(err, ErrBusy) {
		t.Fatalf("all are within their patience: %v", err)
	}
	long := time.Now().Add(-2 * patience).UnixNano()
	for _, s := range list {
		s.moved.Store(long)
	}
	if err := list[0].write(make([]byte, 10), func([]byte) error { return nil }); err != nil {
		t.Fatal(err)
	}
	s, err := tr.begin(body(100<<10), &dropped{})
	if err != nil {
		t.Fatalf("with clients that take nothing: %v", err)
	}
	if got := []int{reader.times, oldest.times, younger.times}; !slices.Equal(got, []int{0, 1, 0}) {
		t.Errorf("dropped: %v, want the oldest that takes nothing", got)
	}
	list[1].end()
	for _, s := range []*sending{list[0], list[2], s} {
		s.end()
	}
	if n := tr.Bytes(); n != 0 {
		t.Errorf("%d bytes left over", n)
	}
}

func TestABodyIsSentInSlices(t *testing.T) {
	tr := NewTransit(10 << 20)
	want := bytes.Repeat([]byte("0123456789"), 100_000)
	b := newCoded(want)
	s, err := tr.begin(b, &dropped{})
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	slicesSent := 0
	err = s.write(b.bytes, func(part []byte) error {
		slicesSent++
		got.Write(part)
		return nil
	})
	if err != nil || !bytes.Equal(got.Bytes(), want) || slicesSent != 4 {
		t.Errorf("%d bytes in %d slices, %v", got.Len(), slicesSent, err)
	}
	err = s.write(b.bytes, func([]byte) error { return io.ErrClosedPipe })
	if !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("a broken connection: %v", err)
	}
	s.end()
}

// A body that several clients take nothing of makes room when all are dropped,
// and nobody else has to go.
func TestASharedBodyMakesRoomOnce(t *testing.T) {
	tr := NewTransit(300 << 10)
	shared, other := body(200<<10), body(90<<10)
	clients := []*dropped{{}, {}, {}}
	var list []*sending
	for i, b := range []*coded{shared, shared, other} {
		s, err := tr.begin(b, clients[i])
		if err != nil {
			t.Fatal(err)
		}
		s.moved.Store(0)
		list = append(list, s)
	}
	s, err := tr.begin(body(100<<10), &dropped{})
	if err != nil {
		t.Fatalf("with two clients that take nothing of one body: %v", err)
	}
	if got := []int{clients[0].times, clients[1].times, clients[2].times}; !slices.Equal(got, []int{1, 1, 0}) {
		t.Errorf("dropped: %v", got)
	}
	for _, s := range append(list, s) {
		s.end()
	}
	if tr.Bytes() != 0 || shared.dropped != 0 {
		t.Errorf("%d bytes and %d dropped clients left over", tr.Bytes(), shared.dropped)
	}
}
