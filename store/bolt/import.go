package bolt

import (
	"context"
	"errors"
	"fmt"

	"almanac.example/events"
	"almanac.example/store"
)

// What an import or a load writes before it counts stands at the end of the
// history, behind the last revision, where no reader looks. The commit that
// completes it writes rows, slugs and the last revision. Until then the key
// "staging" says that it is there, for the next start after a crash.

// The kinds of staging.
const (
	stageImport = 1
	stageLoad   = 2
)

// stage is the value of the key "staging".
type stage struct{ kind byte }

func (st stage) bytes() []byte { return []byte{st.kind} }

func readStage(value []byte) (*stage, error) {
	if len(value) != 1 || value[0] != stageImport && value[0] != stageLoad {
		return nil, damaged(place(metaBucket, []byte(stagingKey)), "it makes no sense")
	}
	return &stage{value[0]}, nil
}

// errHalfLoaded is what a store says into which a load was begun.
var errHalfLoaded = errors.New("it is half restored: a restore into it has not been completed; run the restore again")

// unstage removes what was staged and did not come to count.
func (s *buckets) unstage() error {
	if s.staging == nil {
		return nil
	}
	c := s.history.Cursor()
	from := key(s.head.rev + 1)
	for k, _ := c.Seek(from); k != nil; k, _ = c.Seek(from) {
		// Not by drop: what was staged is not in the tally.
		if err := c.Delete(); err != nil {
			return err
		}
	}
	s.staging = nil
	return s.meta.drop([]byte(stagingKey))
}

// clearStaged removes what an import has left when its process died. A store
// that is half loaded stays so.
func (b *Backend) clearStaged() error {
	left := false
	err := b.within(b.view, func(s *buckets) error {
		left = s.staging != nil && s.staging.kind == stageImport
		return nil
	})
	if err != nil || !left {
		return err
	}
	return b.within(b.update, (*buckets).unstage)
}

// importing is an import under way. It has the writer's turn.
type importing struct {
	*Backend
	ledger *ledger      // what the last commit will write
	last   head         // after what has been staged
	tally  tally        // of what has been staged
	news   events.Batch // what watchers will be told
	quiet  bool         // watchers are told everything anew instead
	own    *store.Decoder
}

// Import makes commits that show all at once; see store.Importer.
func (b *Backend) Import(ctx context.Context, commits [][]store.Entry, progress func(written int)) (events.Rev, error) {
	if len(commits) == 0 {
		return 0, fmt.Errorf("an import of no commits: %w", events.ErrNotFound)
	}
	giveBack, err := b.takeTurn(ctx)
	if err != nil {
		return 0, err
	}
	defer giveBack()
	im := &importing{Backend: b, own: store.NewDecoder()}
	if err := im.plan(commits); err != nil {
		return 0, err
	}
	if err := im.stageAll(ctx, commits, progress); err != nil {
		return 0, im.giveUp(err)
	}
	if err := im.complete(); err != nil {
		return 0, im.giveUp(fmt.Errorf("writing: %w: %w", events.ErrUnavailable, err))
	}
	b.tell(im.batch())
	return im.last.rev, nil
}

// plan holds all commits against what is stored, in order, and remembers what
// they change.
func (im *importing) plan(commits [][]store.Entry) error {
	return im.change(func(s *buckets) error {
		im.last = s.head
		im.ledger = newLedger(s)
		count := 0
		for i, entries := range commits {
			if err := im.ledger.admit(entries); err != nil {
				return err
			}
			if err := im.ledger.note(entries, s.head.rev+events.Rev(i+1)); err != nil {
				return err
			}
			count += len(entries)
		}
		im.quiet = count > max(backlog, int(s.counts.current.count/2)) //nolint:gosec // a count of what fits into a file
		return nil
	})
}

// stageAll writes the states where they will stand, so many at a time.
func (im *importing) stageAll(ctx context.Context, commits [][]store.Entry, progress func(written int)) error {
	for from := 0; from < len(commits); from += maxGroup {
		if err := ctx.Err(); err != nil {
			return err
		}
		to := min(from+maxGroup, len(commits))
		err := im.within(im.update, func(s *buckets) error {
			s.head = im.last
			s.counts.history = s.counts.history.plus(im.tally)
			if from == 0 {
				if err := s.meta.put([]byte(stagingKey), stage{stageImport}.bytes()); err != nil {
					return err
				}
			}
			return im.stage(s, commits[from:to])
		})
		if err != nil {
			return fmt.Errorf("writing: %w: %w", events.ErrUnavailable, err)
		}
		for i := from; i < to; i++ {
			clear(commits[i])
		}
		progress(to)
	}
	return nil
}

// stage writes the states of some commits.
func (im *importing) stage(s *buckets, commits [][]store.Entry) error {
	before := s.counts.history
	for _, entries := range commits {
		s.head.rev++
		if err := s.append(entries, s.head.rev); err != nil {
			return err
		}
		if im.quiet {
			continue
		}
		event, document := len(im.news.Events), len(im.news.Documents)
		if err := addNews(&im.news, entries, im.own); err != nil {
			return err
		}
		date(&im.news, s.head.rev, event, document)
	}
	im.last = s.head
	im.tally = im.tally.plus(s.counts.history.minus(before))
	return nil
}

// complete lets what was staged count.
func (im *importing) complete() error {
	return im.within(im.update, func(s *buckets) error {
		s.head = im.last
		s.counts.history = s.counts.history.plus(im.tally)
		im.ledger.buckets = s
		return errors.Join(s.meta.drop([]byte(stagingKey)), im.ledger.write())
	})
}

// giveUp removes what was staged, as far as possible now, and gives the error
// back.
func (im *importing) giveUp(err error) error {
	return errors.Join(err, im.within(im.update, (*buckets).unstage))
}

// batch is what watchers are told.
func (im *importing) batch() events.Batch {
	if im.quiet {
		return events.Batch{Rev: im.last.rev, At: im.last.at, Reset: true}
	}
	im.news.Rev, im.news.At = im.last.rev, im.last.at
	return im.news
}
