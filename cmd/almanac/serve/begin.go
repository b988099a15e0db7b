package serve

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/web/picture"
)

// beginning is the store of a server that starts, and what it begins with if
// that is new.
type beginning struct {
	storage.Instance               // without live while there is no store
	isNew            bool          // the first start is not completed
	record           events.Record // that a new store begins with
	seed             events.Site   // what the settings say of a new one
	authority        string        // that the settings give the record for ever; "": none
}

// lookAt opens the store if there is one, and reads the record that a new one
// begins with. It makes nothing.
func (c *Settings) lookAt(ctx context.Context, where storage.Place, log *slog.Logger) (*beginning, error) {
	b := &beginning{Instance: storage.Instance{Close: func() {}}, seed: *c.seed()}
	if where.Has == storage.Something {
		var err error
		if b.Instance, err = where.Open(ctx, log, logged(log)); err != nil {
			return nil, err
		}
	}
	if err := c.settle(b, where); err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}

// settle decides whether a new store may be begun, with which record, and which
// authority is taken.
func (c *Settings) settle(b *beginning, where storage.Place) error {
	site, blank := &events.Site{}, true
	if b.Live != nil {
		site, blank = b.Live.Timeline().Site(), isBlank(b.Live.Timeline())
	}
	if b.isNew = site.Rev == 0; b.isNew {
		if blank && !c.mayBegin() {
			return fmt.Errorf("%w; to begin a new record here, start once with --create", where.Missing())
		}
		var err error
		if b.record, err = firstRecord(c.recordName()); err != nil {
			return err
		}
		if !blank && c.recordName() == sample {
			b.record = events.Record{} // an import that was interrupted is somebody's record already
		}
		if b.record.Site != nil && b.record.Site.Authority != "" {
			site = b.record.Site
		}
	}
	if site.Authority != "" && !site.Provisional() {
		return nil
	}
	var err error
	b.authority, err = c.lastingAuthority()
	return err
}

// mayBegin reports whether a store that holds nothing is made to hold a new
// record. A path that is mistyped, a volume that is not mounted or a file that
// was cut off must not become another record in public, under an identity that
// subscribers have never heard of.
func (c *Settings) mayBegin() bool {
	return c.Create || c.Store == storage.DefaultStore && !isPublic(c.host())
}

// recordName is what a new store begins with: in public nothing, unless it was
// asked for.
func (c *Settings) recordName() string {
	switch {
	case c.Record != "":
		return c.Record
	case isPublic(c.host()):
		return noRecord
	}
	return sample
}

// isBlank reports whether a store holds no record at all.
func isBlank(t *timeline.Timeline) bool {
	return t.Site().Rev == 0 && t.Len()+len(t.Tombstones()) == 0
}

// complete makes the store, if there is none, and gives a new one its record
// and its identity, all of it or nothing.
func (b *beginning) complete(ctx context.Context, where storage.Place, log *slog.Logger) error {
	if b.Live == nil {
		in, err := where.Open(ctx, log, logged(log))
		if err != nil {
			return err
		}
		b.Instance = in
	}
	if b.isNew {
		seed := b.seed
		if seed.Authority = b.authority; seed.Authority == "" {
			seed.Authority = storage.ProvisionalAuthority()
		}
		if own := b.record.Site; own != nil {
			seed.Names, seed.Descriptions = firstSet(seed.Names, own.Names), firstSet(seed.Descriptions, own.Descriptions)
		}
		if err := begin(ctx, b.Live, b.record, &seed); err != nil {
			return err
		}
		log.Info("first start", "store", where.String(), "authority", b.Live.Timeline().Site().Authority, "events", b.Live.Timeline().Len())
	}
	return takeAuthority(ctx, b.Live, b.authority, log)
}

// firstSet is the first text that says anything.
func firstSet(texts ...events.Localised) events.Localised {
	for _, t := range texts {
		if len(t) > 0 {
			return t
		}
	}
	return nil
}

// warnOfAuthority says that --authority comes too late.
func (c *Settings) warnOfAuthority(site *events.Site, log *slog.Logger) {
	if c.Authority != "" && site.Authority != strings.ToLower(c.Authority) {
		log.Warn("the record has its authority for ever; --authority changes nothing", "authority", site.Authority)
	}
}

// openRecord hands the record and its pictures to the pages.
func (s *service) openRecord() (err error) {
	s.config.Record, s.b.Blobs = s.b.Live, s.blobs
	s.config.Pictures, err = picture.New(s.blobs, s.b.Live.Timeline)
	return err
}

// logged writes what a command says on a terminal into the log.
func logged(log *slog.Logger) io.Writer {
	return slog.NewLogLogger(log.Handler(), slog.LevelInfo).Writer()
}
