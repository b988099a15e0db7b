package etcd

import (
	"context"
	"errors"
	"time"

	"go.etcd.io/etcd/api/v3/mvccpb"
	clientv3 "go.etcd.io/etcd/client/v3"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// pageKeys is how many entries one answer has where the server cannot stream:
// each answer makes it count all that follow.
const pageKeys = 20_000

// scan reads all keys under a prefix as they were at an etcd revision, in order.
// The server streams them if it can (from 3.7 on). After an error some may have
// been handed over.
func (c *cluster) scan(ctx context.Context, under string, at int64, take func([]*mvccpb.KeyValue) error) error {
	err := c.stream(ctx, under, at, take)
	if status.Code(errors.Unwrap(err)) == codes.Unimplemented {
		err = c.pages(ctx, under, at, take)
	}
	return err
}

// unimplemented keeps what the server said.
type unimplemented struct{ error }

func (u unimplemented) Unwrap() error { return u.error }

// stream has the server send everything in small pieces.
func (c *cluster) stream(ctx context.Context, under string, at int64, take func([]*mvccpb.KeyValue) error) error {
	reading, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	late := time.AfterFunc(streamTime, func() { cancel(context.DeadlineExceeded) })
	defer late.Stop()
	pieces, err := c.client.GetStream(reading, c.prefix+under, clientv3.WithPrefix(), clientv3.WithRev(at))
	if err == nil {
		for piece := range pieces {
			if err != nil {
				continue // the sender has to come to its end
			}
			if err = piece.Err(); err == nil {
				late.Reset(streamTime)
				err = taken{take(piece.Kvs)}.orNil()
			}
			if err != nil {
				cancel(nil)
			}
		}
	}
	return c.ended(ctx, err)
}

// taken is an error of who takes the entries.
type taken struct{ error }

func (t taken) orNil() error {
	if t.error == nil {
		return nil
	}
	return t
}

// ended words why a scan ended.
func (c *cluster) ended(ctx context.Context, err error) error {
	own := taken{}
	switch {
	case err == nil:
		return nil
	case errors.As(err, &own):
		return own.error
	case context.Cause(ctx) != nil:
		return context.Cause(ctx)
	case status.Code(err) == codes.Unimplemented:
		return unimplemented{err}
	}
	return c.translate(err)
}

// pages asks for so many at a time.
func (c *cluster) pages(ctx context.Context, under string, at int64, take func([]*mvccpb.KeyValue) error) error {
	from, end := c.prefix+under, clientv3.GetPrefixRangeEnd(c.prefix+under)
	for {
		answer, err := c.page(ctx, from, clientv3.WithRange(end), clientv3.WithRev(at), clientv3.WithLimit(pageKeys))
		if err != nil {
			return err
		}
		if err := take(answer.Kvs); err != nil || !answer.More {
			return err
		}
		from = string(answer.Kvs[len(answer.Kvs)-1].Key) + "\x00"
	}
}

// page reads a range.
func (c *cluster) page(ctx context.Context, from string, how ...clientv3.OpOption) (*clientv3.GetResponse, error) {
	var answer *clientv3.GetResponse
	err := persist(ctx, func() error {
		try, cancel := context.WithTimeout(ctx, streamTime)
		defer cancel()
		var err error
		answer, err = c.client.Get(try, from, how...)
		if cause := context.Cause(ctx); cause != nil {
			return cause
		}
		return c.translate(err)
	})
	return answer, err
}

// paces says how many entries the next page may have, of which the size is not
// known before: few at first, then what fits into pageBytes.
type pace struct{ next int }

const (
	firstPage = 8
	mostPage  = 1000
	pageBytes = 1 << 20
)

// limit is for the next page, of which no more than wanted are needed; 0: all.
func (p *pace) limit(wanted int) int64 {
	if p.next == 0 {
		p.next = firstPage
	}
	if wanted > 0 && wanted < p.next {
		return int64(wanted)
	}
	return int64(p.next)
}

// measure learns from a page.
func (p *pace) measure(kvs []*mvccpb.KeyValue) {
	size := 0
	for _, kv := range kvs {
		size += len(kv.Key) + len(kv.Value)
	}
	if size > 0 {
		p.next = max(1, min(mostPage, 2*p.next, pageBytes*len(kvs)/size))
	}
}
