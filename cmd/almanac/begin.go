package main

import (
	"context"
	"fmt"
	"log/slog"

	"almanac.example/events"
	"almanac.example/store"
)

// beginning is the store of a server that starts, and what it will begin with
// if it has no identity yet.
type beginning struct {
	live       *store.Live // nil: there is no store yet
	closeStore func()
	isNew      bool          // the first start is not completed
	record     events.Record // that a new store begins with
	authority  string
}

// lookAt opens the store if there is one, and reads the record that one begins
// with that is new. It makes nothing.
func (c *serveCommand) lookAt(ctx context.Context, where place, log *slog.Logger) (*beginning, error) {
	b := &beginning{closeStore: func() {}}
	if where.has == something {
		var err error
		if b.live, b.closeStore, err = where.open(ctx, log); err != nil {
			return nil, err
		}
	}
	if err := c.settle(b); err != nil {
		b.closeStore()
		return nil, err
	}
	return b, nil
}

// settle decides what a new store begins with.
func (c *serveCommand) settle(b *beginning) error {
	b.isNew = b.live == nil || b.live.Timeline().Site().Rev == 0
	if !b.isNew {
		return nil
	}
	var err error
	if b.record, err = firstRecord(c.Record); err != nil {
		return err
	}
	if b.live != nil && c.Record == sample && !isBlank(b.live.Timeline()) {
		b.record = events.Record{} // an import that was interrupted is somebody's record already
	}
	b.authority = c.Authority
	if b.authority == "" {
		b.authority = authorityOf(c.host())
	}
	return nil
}

// isBlank reports whether a store holds no record at all.
func isBlank(t *events.Timeline) bool {
	return t.Site().Rev == 0 && t.Len()+len(t.Tombstones()) == 0
}

// complete makes the store, if there is none, and gives a new one its record
// and its identity. The site document is written last: it is the mark that the
// first start was completed, so that one that was interrupted begins again.
func (b *beginning) complete(ctx context.Context, where place, log *slog.Logger) error {
	if b.live == nil {
		var err error
		if b.live, b.closeStore, err = where.open(ctx, log); err != nil {
			b.closeStore = func() {}
			return err
		}
	}
	if !b.isNew {
		return nil
	}
	if err := importEvents(ctx, b.live, b.record.Events, loading{note: "first start"}); err != nil {
		return fmt.Errorf("loading the first record: %w", err)
	}
	if err := found(ctx, b.live, b.record.Site, b.authority); err != nil {
		return err
	}
	log.Info("first start", "authority", b.live.Timeline().Site().Authority, "events", b.live.Timeline().Len())
	return nil
}
