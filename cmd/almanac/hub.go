package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"

	"almanac.example/feeds/websub"
	"almanac.example/store"
	"almanac.example/web"
)

// publish starts to tell the WebSub hub of changes, if there is one. The
// function returned waits until that has stopped.
func (c *serveCommand) publish(ctx context.Context, live *store.Live, server *web.Server, log *slog.Logger) (func(), error) {
	if c.Hub == "" {
		return func() {}, nil
	}
	p, err := websub.New(websub.Config{Hub: c.Hub, Mark: websub.File(c.markFile()), Topics: server.Topics, Log: log})
	if err != nil {
		return nil, fmt.Errorf("hub: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := p.Run(ctx); err != nil && !errors.Is(err, context.Canceled) {
			log.Error("telling the hub", "error", err)
		}
	})
	wg.Go(func() {
		for {
			changed := live.Changed()
			p.Wake()
			select {
			case <-changed:
			case <-ctx.Done():
				return
			}
		}
	})
	return func() { cancel(); wg.Wait() }, nil
}

// markFile is where the revision is kept up to which the hub has been told:
// beside the store.
func (c *serveCommand) markFile() string {
	_, where, _ := strings.Cut(c.Store, ":")
	return where + ".hub"
}
