package operation

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/api/webhook"
	"almanac.example/web/desk/frame"
)

// webhooksPage lists the webhooks, beside a form for another one.
type webhooksPage struct {
	frame.Head
	Action string
	Once   *frame.Once
	Rows   []hookRow
	Form   *hookForm
}

type hookRow struct {
	URL   string
	About string
	State frame.State
	Told  string
	Href  string
	Edit  string
}

// hookForm is the form of a webhook's settings.
type hookForm struct {
	URL, About frame.Field
	Types      []frame.Option
	Full       bool
	Button     string
}

// Webhooks is the page of all webhooks. Address: /webhooks.
func (p *Pages) Webhooks(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	if p.Hooks == nil {
		return frame.Answer{}, events.ErrNotFound
	}
	var once *frame.Once
	var faults frame.Faults
	if v.Do() == "create" {
		e, secret, err := p.Hooks.Create(ctx, settingsOf(v))
		var invalid *events.Invalid
		switch {
		case errors.As(err, &invalid):
			faults = hookFaults(v, invalid)
		case errors.Is(err, events.ErrTooLarge):
			faults.Add("main", v.Text("webhooks.title"), v.Text("webhooks.tooMany"))
		case err != nil:
			return frame.Answer{}, err
		default:
			if err := p.note(ctx, v, "webhook "+e.ID+" created"); err != nil {
				return frame.Answer{}, err
			}
			once = &frame.Once{Bold: v.Text("webhooks.made"), Text: v.Text("webhooks.once"), Secret: secret}
		}
	}
	list, err := p.Hooks.List(ctx)
	if err != nil {
		return frame.Answer{}, err
	}
	paused, err := p.pausedNotice(ctx, v)
	if err != nil {
		return frame.Answer{}, err
	}
	page := &webhooksPage{Action: v.Link("/webhooks"), Once: once}
	for i := range list {
		s := &list[i]
		page.Rows = append(page.Rows, hookRow{URL: s.URL, About: s.About, State: hookState(v, s, paused != nil), Told: told(v, s), Href: v.Link("/webhooks/" + url.PathEscape(s.ID)), Edit: v.Text("webhooks.changeOf", s.URL)})
	}
	settings := webhook.Settings{Types: webhook.Types()}
	if v.Sent && once == nil {
		settings = settingsOf(v)
	}
	page.Form = newHookForm(v, settings, faults)
	page.Form.Button = v.Text("webhooks.create")
	h := frame.Heading{Title: v.Text("webhooks.title"), Nav: "site", Tab: "/webhooks", Faults: faults, Alone: v.Sent, Notice: paused}
	if v.Query.Get(frame.OutcomeKey) == "deleted" {
		h.Notice = &frame.Notice{Text: v.Text("webhooks.done.deleted")}
	}
	page.Head = v.Frame(h)
	return frame.Refuse("operation/webhooks", page), nil
}

// settingsOf are the settings that the form says. All types are the same as none:
// an endpoint is told of new ones, too.
func settingsOf(v *frame.Visit) webhook.Settings {
	s := webhook.Settings{URL: v.Form.Line("url"), About: v.Form.Line("about"), Full: v.Form.Checked("full")}
	for _, t := range v.Form.All("type") {
		s.Types = append(s.Types, webhook.Type(t))
	}
	if len(s.Types) == len(webhook.Types()) {
		s.Types = nil
	}
	return s
}

// mergedSettings are the settings that the form says: what its person left as it was
// filled is as it is stored. What somebody else changed meanwhile to something else
// is a fault.
func mergedSettings(v *frame.Visit, stored webhook.Settings) (webhook.Settings, frame.Faults) {
	var faults frame.Faults
	s := settingsOf(v)
	merged := func(name, typed, now, words string) string {
		value, clash := v.Form.Merged(name, typed, now)
		if clash {
			faults.Add(inputOf(name), v.Text("webhooks."+name), v.Text("fault.meanwhile", words))
		}
		return value
	}
	s.URL = merged("url", s.URL, stored.URL, stored.URL)
	s.About = merged("about", s.About, stored.About, stored.About)
	if merged("types", spelledTypes(s.Types), spelledTypes(stored.Types), wordedTypes(v, stored.Types)) == spelledTypes(stored.Types) {
		s.Types = stored.Types
	}
	s.Full = merged("full", frame.Ticked(s.Full), frame.Ticked(stored.Full), "") != "" // of two values nobody sets a third
	return s, faults
}

// spelledTypes are types as a hidden field has them.
func spelledTypes(types []webhook.Type) string {
	list := make([]string, len(types))
	for i, t := range types {
		list[i] = string(t)
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

// wordedTypes are types as people read them; none are all.
func wordedTypes(v *frame.Visit, types []webhook.Type) string {
	if len(types) == 0 {
		types = webhook.Types()
	}
	var list []string
	for _, t := range types {
		list = append(list, v.Text("webhooks.type."+string(t)))
	}
	return v.Join(list)
}

// hookFaults words what is wrong with the settings. English has the reasons as
// they are.
func hookFaults(v *frame.Visit, invalid *events.Invalid) frame.Faults {
	var faults frame.Faults
	for _, problem := range invalid.Problems {
		field, _, _ := strings.Cut(problem.Field, "[")
		fault := frame.Fault{Field: inputOf(field), Label: v.Text("webhooks." + field), Text: problem.Reason}
		if v.Lang != "en" {
			fault.Text = v.Text("webhooks.refused." + field)
		}
		faults = append(faults, fault)
	}
	return faults
}

// inputOf is the input to which a fault of a setting leads.
func inputOf(setting string) string {
	if setting == "types" {
		return "type-0"
	}
	return setting
}

func newHookForm(v *frame.Visit, s webhook.Settings, faults frame.Faults) *hookForm {
	f := &hookForm{
		URL:   frame.Field{ID: "url", Name: "url", Type: "url", Label: v.Text("webhooks.url"), Hint: v.Text("webhooks.urlHint"), Value: s.URL, Max: 2048, Plain: true, Fault: faults.Of("url")},
		About: frame.Field{ID: "about", Name: "about", Label: v.Text("webhooks.about"), Optional: v.Text("desk.optional"), Hint: v.Text("webhooks.aboutHint"), Value: s.About, Max: 200, Fault: faults.Of("about")},
		Full:  s.Full,
	}
	for _, t := range webhook.Types() {
		f.Types = append(f.Types, frame.Option{Value: string(t), Label: v.Text("webhooks.type." + string(t)), Chosen: len(s.Types) == 0 || slices.Contains(s.Types, t)})
	}
	return f
}

// pausedNotice says that nothing is sent to any webhook; nil if it is.
func (p *Pages) pausedNotice(ctx context.Context, v *frame.Visit) (*frame.Notice, error) {
	pause, err := p.Hooks.Paused(ctx)
	if pause == nil || err != nil {
		return nil, err
	}
	return &frame.Notice{Bold: v.Text("webhooks.allPaused", v.Instant(pause.Since)), Text: v.Text("webhooks.allPausedText")}, nil
}

// hookState is how a webhook is getting on; all says that none is told anything.
func hookState(v *frame.Visit, s *webhook.Standing, all bool) frame.State {
	switch {
	case all:
		return frame.State{Class: "st-off", Word: v.Text("webhooks.state.paused")}
	case s.Disabled != nil:
		return frame.State{Class: "st-off", Word: v.Text("webhooks.state.paused")}
	case s.Failures > 0:
		return frame.State{Class: "st-due", Word: v.Text("webhooks.state.failing", s.Failures)}
	}
	return frame.State{Class: "st-pub", Word: v.Text("webhooks.state.told")}
}

// told words how far a webhook was told.
func told(v *frame.Visit, s *webhook.Standing) string {
	if behind := v.Timeline.Rev() - s.Told; behind > 0 {
		return v.Text("webhooks.behind", int(behind))
	}
	return v.Text("webhooks.upToDate")
}

// webhookPage is the page of one webhook.
type webhookPage struct {
	frame.Head
	Headline   string
	State      frame.State
	Sub        string
	Why        string // it is not told any more
	Action     string
	Once       *frame.Once
	Seen       []frame.Hidden // what the form is filled with
	Form       *hookForm
	Paused     bool
	Deliveries []deliveryRow
}

type deliveryRow struct {
	Number int
	When   string
	What   string
	Href   string // of the entry; "": it told of none
	Result string
	Failed bool
	More   string
	// MoreLang is the language of More where it is not the page's.
	MoreLang string
	Again    string
}

// Webhook is the page of one webhook. Address: /webhooks/ID.
func (p *Pages) Webhook(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	if p.Hooks == nil {
		return frame.Answer{}, events.ErrNotFound
	}
	stored, err := p.Hooks.Get(ctx, v.Key)
	if err != nil {
		return frame.Answer{}, err
	}
	if v.Do() == "save" {
		if _, faults := mergedSettings(v, stored.Settings); len(faults) > 0 {
			return p.showHook(ctx, v, nil, faults)
		}
	}
	if !v.Sent || v.Do() == frame.DoCheck {
		return p.showHook(ctx, v, nil, nil)
	}
	if v.Do() == "rotate" {
		secret, err := p.Hooks.Rotate(ctx, v.Key, overlap)
		if err == nil {
			err = p.note(ctx, v, "webhook "+v.Key+" has another secret")
		}
		if err != nil {
			return frame.Answer{}, err
		}
		return p.showHook(ctx, v, &frame.Once{Bold: v.Text("webhooks.rotated"), Text: v.Text("webhooks.rotatedText"), Secret: secret}, nil)
	}
	outcome, err := p.do(ctx, v)
	var invalid *events.Invalid
	switch {
	case errors.As(err, &invalid):
		return p.showHook(ctx, v, nil, hookFaults(v, invalid))
	case err != nil:
		return frame.Answer{}, err
	case outcome == "deleted":
		return frame.See(v.Link("/webhooks", frame.OutcomeKey, outcome)), nil
	}
	return frame.See(v.Link("/webhooks/"+url.PathEscape(v.Key), frame.OutcomeKey, outcome)), nil
}

// overlap is how long messages are signed with a former secret, too.
const overlap = 24 * time.Hour

// do does what a button asks for, and says what happened.
func (p *Pages) do(ctx context.Context, v *frame.Visit) (outcome string, err error) {
	switch v.Do() {
	case "save":
		var stored webhook.Standing
		if stored, err = p.Hooks.Get(ctx, v.Key); err != nil {
			return "", err
		}
		next, _ := mergedSettings(v, stored.Settings)
		err = p.Hooks.Update(ctx, v.Key, next)
		return "changed", p.noted(ctx, v, err, "webhook "+v.Key+" changed")
	case "pause":
		err = p.Hooks.Disable(ctx, v.Key, "stopped by "+v.Who.Author())
		return "paused", p.noted(ctx, v, err, "webhook "+v.Key+" disabled")
	case "resume", "skip":
		err = p.Hooks.Enable(ctx, v.Key, v.Do() == "skip")
		return "resumed", p.noted(ctx, v, err, "webhook "+v.Key+" enabled")
	case "delete":
		return "deleted", p.noted(ctx, v, p.Hooks.Delete(ctx, v.Key), "webhook "+v.Key+" deleted")
	case "ping":
		d, err := p.Hooks.Ping(ctx, v.Key)
		return taken(d), err
	case "redeliver":
		d, err := p.Hooks.Redeliver(ctx, v.Key, int(v.Form.Number("number")))
		return taken(d), err
	}
	return "", nil
}

// taken is what became of a message that was sent at once.
func taken(d webhook.Delivery) string {
	if d.Delivered {
		return "taken"
	}
	return "refused"
}

func (p *Pages) showHook(ctx context.Context, v *frame.Visit, once *frame.Once, faults frame.Faults) (frame.Answer, error) {
	s, err := p.Hooks.Get(ctx, v.Key)
	if err != nil {
		return frame.Answer{}, err
	}
	deliveries, err := p.Hooks.Deliveries(ctx, v.Key)
	if err != nil {
		return frame.Answer{}, err
	}
	paused, err := p.pausedNotice(ctx, v)
	if err != nil {
		return frame.Answer{}, err
	}
	page := &webhookPage{Headline: s.URL, State: hookState(v, &s, paused != nil), Sub: told(v, &s), Action: v.Link("/webhooks/" + url.PathEscape(s.ID)), Once: once, Paused: s.Disabled != nil}
	if s.Disabled != nil {
		page.Why = v.Text("webhooks.since", v.Instant(s.Disabled.Since))
	}
	settings := s.Settings
	if v.Sent && v.Form.Has("url") {
		settings, _ = mergedSettings(v, s.Settings)
	}
	page.Seen = frame.Seen("url", s.URL, "about", s.About, "types", spelledTypes(s.Types), "full", frame.Ticked(s.Full))
	page.Form = newHookForm(v, settings, faults)
	page.Form.Button = v.Text("account.save")
	for i := range deliveries {
		page.Deliveries = append(page.Deliveries, deliveryOf(v, &deliveries[i]))
	}
	h := frame.Heading{Title: s.URL, Nav: "site", Tab: "/webhooks", Faults: faults, Alone: v.Sent, Notice: paused, Crumbs: []frame.Link{
		{Text: v.Text("webhooks.title"), Href: v.Link("/webhooks")}, {Text: s.URL, Current: true},
	}}
	switch done := v.Query.Get(frame.OutcomeKey); done {
	case "changed", "paused", "resumed", "taken", "refused":
		h.Notice = &frame.Notice{Text: v.Text("webhooks.done." + done)}
	}
	page.Head = v.Frame(h)
	return frame.Refuse("operation/webhook", page), nil
}

func deliveryOf(v *frame.Visit, d *webhook.Delivery) deliveryRow {
	row := deliveryRow{Number: d.Number, When: v.Instant(d.Last), What: v.Text("webhooks.type." + string(d.Type)), Failed: !d.Delivered, Again: v.Text("webhooks.againOf", d.Number)}
	switch {
	case d.Delivered:
		row.Result = v.Text("webhooks.taken", d.Status)
	case d.Status != 0:
		row.Result = v.Text("webhooks.refusedWith", d.Status)
	default:
		row.Result, row.More, row.MoreLang = v.Text("webhooks.unreached"), d.Failure, "en"
		if own := v.Text("webhooks.failure." + d.Failure); !strings.HasPrefix(own, "webhooks.failure.") {
			row.More, row.MoreLang = own, ""
		}
	}
	if d.Event != "" {
		row.Href = v.EntryLink(d.Event, "history")
	}
	if d.Attempts > 1 {
		row.Result += v.Text("comma") + v.Text("webhooks.attempts", strconv.Itoa(d.Attempts))
	}
	return row
}

// note enters what was done into the audit.
func (p *Pages) note(ctx context.Context, v *frame.Visit, what string) error {
	return p.Directory.Record(ctx, v.Who, access.AuditEntry{Kind: access.AuditSettings, Detail: what})
}

// noted is note unless it failed.
func (p *Pages) noted(ctx context.Context, v *frame.Visit, err error, what string) error {
	if err != nil {
		return err
	}
	return p.note(ctx, v, what)
}
