package entry

import (
	"context"
	"sync"
	"time"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
)

// presence remembers for a short while who has an entry open, so that two
// editors hear of each other before they meet in a conflict. It locks nothing,
// is forgotten with the process, and is never right about who has gone to lunch.
type presence struct {
	mu   sync.Mutex
	open map[events.ID]map[string]seen
}

// seen is an account that had an entry open.
type seen struct {
	name string
	at   time.Time
}

// presenceLasts is how long an open page counts after it was heard of last. The
// script says every half minute that it is still open; a page without it counts
// as long.
const presenceLasts = 3 * time.Minute

// presenceMost bounds how many entries are remembered.
const presenceMost = 1000

func newPresence() *presence { return &presence{open: map[events.ID]map[string]seen{}} }

// note says that an account has the entry open.
func (p *presence) note(id events.ID, a access.Account, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.open) >= presenceMost {
		p.sweep(now)
	}
	if p.open[id] == nil && len(p.open) < presenceMost {
		p.open[id] = map[string]seen{}
	}
	if p.open[id] != nil {
		p.open[id][a.ID] = seen{a.ShownName(), now}
	}
}

// leave says that an account has saved the entry, or gone on from it.
func (p *presence) leave(id events.ID, account string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.open[id], account)
}

// sweep forgets what has lasted long enough.
func (p *presence) sweep(now time.Time) {
	for id, accounts := range p.open {
		for account, s := range accounts {
			if now.Sub(s.at) > presenceLasts {
				delete(accounts, account)
			}
		}
		if len(accounts) == 0 {
			delete(p.open, id)
		}
	}
}

// others names who else has the entry open.
func (p *presence) others(id events.ID, but string, now time.Time) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var names []string
	for account, s := range p.open[id] {
		if account != but && now.Sub(s.at) <= presenceLasts {
			names = append(names, s.name)
		}
	}
	return sorted(names)
}

// Presence notes that the page is open, and tells the script who else has it
// open. Address: /e/ID/presence.
func (p *Pages) Presence(_ context.Context, v *frame.Visit) (frame.Answer, error) {
	e, err := stored(v)
	if err != nil {
		return frame.Answer{}, err
	}
	p.presence.note(e.ID, v.Account(), v.Now)
	return frame.Answer{Template: "entry/edit", Part: "others", Data: p.presence.others(e.ID, v.Account().ID, v.Now)}, nil
}
