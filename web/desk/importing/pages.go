package importing

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"time"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds/fetch"
	"almanac.example/feeds/follow"
	"almanac.example/feeds/intake"
	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
)

// Config is what the pages need. All fields but Log are required; without Vault
// and Record nothing can be imported, and the pages say so.
type Config struct {
	Editor   *editing.Editor
	Timeline func() *timeline.Timeline
	History  func(ctx context.Context, q events.HistoryQuery) iter.Seq2[events.State, error]
	Record   intake.Record
	Vault    intake.Vault
	Now      func() time.Time
	Log      *slog.Logger
	// AllowPrivate lets addresses of this machine and its network be fetched; for
	// tests.
	AllowPrivate bool
}

// Pages are the pages of the wizard.
type Pages struct {
	editor   *editing.Editor
	timeline func() *timeline.Timeline
	history  func(ctx context.Context, q events.HistoryQuery) iter.Seq2[events.State, error]
	record   intake.Record
	vault    intake.Vault
	shelf    *shelf
	now      func() time.Time
	log      *slog.Logger
	private  bool

	reading chan struct{} // holds a place while a file is read
	looks   looks
	ctx     func() context.Context // ends when the server is stopped
	cancel  context.CancelFunc
	going   sync.WaitGroup
}

// New prepares the pages.
func New(c Config) *Pages {
	ctx, cancel := context.WithCancel(context.Background())
	p := &Pages{
		editor: c.Editor, timeline: c.Timeline, history: c.History, record: c.Record, vault: c.Vault, now: c.Now, log: c.Log, private: c.AllowPrivate,
		shelf: &shelf{c.Vault, c.Now}, reading: make(chan struct{}, 1), ctx: func() context.Context { return ctx }, cancel: cancel,
	}
	if p.log == nil {
		p.log = slog.New(slog.DiscardHandler)
	}
	return p
}

// Close stops the imports that go on: what was not written whole is not written.
func (p *Pages) Close() {
	p.cancel()
	p.going.Wait()
	p.looks.going.Wait()
}

// open reports whether anything can be imported here.
func (p *Pages) open() bool { return p.vault != nil && p.record != nil }

// startPage takes a file or an address, and lists what waits.
type startPage struct {
	frame.Head
	Action  string
	Most    string
	Address frame.Field
	Waiting []waitingRow
	Faults2 string
}

// waitingRow is a file in the list.
type waitingRow struct {
	Name, Href, State, When string
	ID                      string
	Remove                  string // words of the button
}

// Start takes a file or an address. Address: /import.
func (p *Pages) Start(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	if !p.open() {
		return frame.Answer{}, events.ErrNotFound
	}
	var faults frame.Faults
	if v.Sent {
		switch v.Do() {
		case "remove":
			return p.remove(ctx, v)
		case "upload", "fetch":
			w, err := p.take(ctx, v, &faults)
			if err != nil {
				return frame.Answer{}, err
			}
			if w != nil {
				return frame.See(v.Link("/import/" + w.ID)), nil
			}
		}
	}
	list, err := p.shelf.list(ctx, v.Account().ID)
	if err != nil {
		return frame.Answer{}, err
	}
	page := &startPage{Action: v.Link("/import"), Most: v.Text("import.most", MostFile>>20, mostEach, int(keptFor.Hours())), Address: frame.Field{
		ID: "address", Name: "address", Type: "url", Label: v.Text("import.address"), Hint: v.Text("import.addressHint"), Value: v.Form.Line("address"), Plain: true, Max: 2000, Fault: faults.Of("address"), Class: "w-l",
	}}
	for _, w := range list {
		if err := p.settle(ctx, w); err != nil {
			return frame.Answer{}, err
		}
		page.Waiting = append(page.Waiting, waitingRow{Name: w.Name, Href: v.Link("/import/" + w.ID), State: stateOf(v, w), When: v.Instant(w.Added), ID: w.ID, Remove: v.Text("import.removeNamed", w.Name)})
	}
	page.Head = v.Frame(frame.Heading{Title: v.Text("import.title"), Nav: "import", Faults: faults})
	return frame.Refuse("importing/start", page), nil
}

// stateOf says how far a file is.
func stateOf(v *frame.Visit, w *waiting) string {
	switch {
	case w.done():
		return v.Text("import.state.done")
	case w.Run != nil && w.Run.Ended:
		return v.Text("import.state.failed")
	case w.Run != nil:
		return v.Text("import.state.going")
	}
	return v.Text("import.state.waits")
}

func (p *Pages) remove(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	w, err := p.shelf.find(ctx, v.Account().ID, v.Form.Line("id"))
	if errors.Is(err, events.ErrNotFound) {
		return frame.See(v.Link("/import")), nil
	} else if err != nil {
		return frame.Answer{}, err
	}
	if w.Run != nil && !w.Run.Ended {
		return frame.See(v.Link("/import/" + w.ID)), nil
	}
	return frame.See(v.Link("/import")), p.shelf.remove(ctx, w)
}

// take keeps what was sent, or what the address answers. nil: it is refused.
func (p *Pages) take(ctx context.Context, v *frame.Visit, faults *frame.Faults) (*waiting, error) {
	w := &waiting{Account: v.Account().ID}
	var data []byte
	field := "file"
	if v.Do() == "fetch" {
		field, w.Address = "address", v.Form.Line("address")
		if data = p.fetch(ctx, v, w, faults); data == nil {
			return nil, nil
		}
	} else {
		w.Name, data = fileName(v.Form.Names["file"]), v.Form.Files["file"]
	}
	label := v.Text("import." + field)
	switch {
	case len(data) == 0:
		faults.Add(field, label, v.Text("import.none"))
		return nil, nil
	case len(data) > MostFile:
		faults.Add(field, label, v.Text("import.tooLarge", MostFile>>20))
		return nil, nil
	}
	w.Kind = follow.KindOf(ctx, w.source(), data)
	err := p.shelf.add(ctx, w, data)
	switch {
	case errors.Is(err, errTooMany):
		faults.Add(field, label, v.Text("import.tooMany", mostEach))
		return nil, nil
	case errors.Is(err, errFull):
		faults.Add(field, label, v.Text("import.full"))
		return nil, nil
	}
	return w, err
}

// fileName is a file's name without folders and without what is not to be shown.
func fileName(name string) string {
	name = intake.Label(events.Harmless(name))
	if runes := []rune(name); len(runes) > 200 {
		name = string(runes[len(runes)-200:])
	}
	return name
}

// fetch gets the document of an address; nil if it cannot be had.
func (p *Pages) fetch(ctx context.Context, v *frame.Visit, w *waiting, faults *frame.Faults) []byte {
	label := v.Text("import.address")
	if !fetch.IsAddress(w.Address) {
		faults.Add("address", label, v.Text("import.noAddress"))
		return nil
	}
	d, err := fetch.Get(ctx, w.Address, fetch.Options{UserAgent: "Almanac", NoPages: true, MaxBytes: MostFile, AllowPrivate: p.private})
	switch {
	case errors.Is(err, fetch.ErrPrivate):
		faults.Add("address", label, v.Text("import.private"))
		return nil
	case err != nil:
		faults.Add("address", label, v.Text("import.unreachable"))
		return nil
	}
	w.Name, w.ETag, w.LastModified = intake.Label(w.Address), d.Validators.ETag, d.Validators.LastModified
	return d.Body
}

// stepPage is what the pages of one file share.
type stepPage struct {
	frame.Head
	Headline string
	Sub      string
	Steps    []step
	Action   string
}

// step is one of the wizard's steps.
type step struct {
	Text          string
	Done, Current bool
}

// The steps.
const (
	stepFile = iota
	stepColumns
	stepTrial
	stepDone
)

// begun prepares the page of a step.
func begun(v *frame.Visit, w *waiting, at int) stepPage {
	s := stepPage{Action: v.Link("/import/" + w.ID)}
	names := []string{"file", "columns", "trial", "done"}
	for i, name := range names {
		if i == stepColumns && w.Kind != follow.TableKind {
			continue
		}
		s.Steps = append(s.Steps, step{Text: v.Text("import.step." + name), Done: i < at, Current: i == at})
	}
	return s
}

// head finishes it.
func (s *stepPage) finish(v *frame.Visit, w *waiting, h frame.Heading) {
	h.Title, h.Nav, h.Alone = s.Headline, "import", v.Sent
	h.Crumbs = []frame.Link{{Text: v.Text("import.title"), Href: v.Link("/import")}, {Text: w.Name, Current: true}}
	s.Head = v.Frame(h)
}

// File leads to the step that a file is at. Address: /import/ID.
func (p *Pages) File(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	if !p.open() {
		return frame.Answer{}, events.ErrNotFound
	}
	w, err := p.shelf.find(ctx, v.Account().ID, v.Key)
	if err != nil {
		return frame.Answer{}, err
	}
	if err := p.settle(ctx, w); err != nil {
		return frame.Answer{}, err
	}
	if v.Sent {
		return p.decide(ctx, v, w)
	}
	switch {
	case w.Run != nil && !(w.Run.Ended && w.Run.Failure != "" && w.Stored > 0 && v.Query.Has("again")):
		return p.runPage(ctx, v, w)
	case w.Kind == follow.TableKind && (!w.How.Mapped || v.Query.Get("step") == "columns"):
		return p.columnsPage(ctx, v, w)
	}
	return p.trialPage(ctx, v, w)
}

// decide does what a button of a file's pages asks for.
func (p *Pages) decide(ctx context.Context, v *frame.Visit, w *waiting) (frame.Answer, error) {
	here := frame.See(v.Link("/import/" + w.ID))
	if w.Run != nil && !w.Run.Ended {
		return here, nil
	}
	switch v.Do() {
	case "columns", "look":
		return p.answerColumns(ctx, v, w)
	case "reading":
		return p.answerReading(ctx, v, w)
	case "go", "publish":
		if w.Stored == 0 || v.Form.Line("shown") != shownKey(w) {
			return here, nil // it was done, or something else was shown meanwhile
		}
		drafts := v.Do() == "go" || w.Kind == follow.ReportKind
		if !drafts && !v.May(access.Publish) {
			return frame.Answer{}, v.Who.May(access.Publish)
		}
		err := p.begin(ctx, asked{w: w, who: editing.Act{Who: v.Who}, drafts: drafts})
		if errors.Is(err, events.ErrConflict) {
			return here, nil // pressed twice
		}
		return here, err
	case "follow":
		return p.follow(ctx, v, w)
	}
	return here, nil
}

// shownKey tells which trial run a form was made from.
func shownKey(w *waiting) string { return strconv.FormatInt(int64(w.version), 10) }

// follow keeps an address as one that is looked at again and again.
func (p *Pages) follow(ctx context.Context, v *frame.Visit, w *waiting) (frame.Answer, error) {
	if err := v.Who.May(access.ManageDuties); err != nil {
		return frame.Answer{}, err
	}
	here := v.Link("/import/"+w.ID, frame.OutcomeKey, "followed")
	if !w.follows() {
		return frame.See(v.Link("/import/" + w.ID)), nil
	}
	list := follow.List{Vault: p.vault, Now: p.now}
	all, err := list.All(ctx)
	if err != nil || slices.ContainsFunc(all, func(c follow.Calendar) bool { return c.Address == w.Address }) {
		return frame.See(here), err
	}
	_, err = list.Add(ctx, follow.Calendar{Address: w.Address, Reading: follow.Reading{Lang: w.How.Lang, Zone: w.How.Zone, SkipBad: w.How.SkipBad, Map: w.How.Map}})
	return frame.See(here), err
}
