package overview

import (
	"context"
	"errors"
	"net/url"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
)

// Keeper keeps the filters of accounts; access.Directory is one.
type Keeper interface {
	Filters(account string) []access.KeptFilter
	KeepFilter(ctx context.Context, by access.Principal, f access.KeptFilter) error
	ForgetFilter(ctx context.Context, by access.Principal, name string) error
}

// keptFilter leads to the list under a filter that is kept.
type keptFilter struct {
	Name, Href, Forget string
	Current            bool
}

// keepForm keeps the filter of the list.
type keepForm struct{ Name frame.Field }

// arrangeKept shows the filters that are kept, and offers to keep the present one.
func (p *Pages) arrangeKept(v *frame.Visit, page *listPage, f Filter) {
	f.Reach = 0
	page.Forget, page.Query = v.Link("/filters"), f.Values().Encode()
	current := false
	for _, k := range p.kept.Filters(v.Account().ID) {
		here := k.Query == page.Query
		current = current || here
		page.Kept = append(page.Kept, keptFilter{Name: k.Name, Href: v.Link("/list") + "?" + k.Query, Forget: v.Text("filters.forgetOf", k.Name), Current: here})
	}
	if page.Query != "" && !current && v.May(access.OwnAccount) {
		page.Keep = &keepForm{frame.Field{ID: "lkeep", Name: "name", Label: v.Text("filters.name"), Value: v.Form.Line("name"), Max: 80, Autocomplete: "off"}}
	}
}

// Filters keeps and forgets filters of the list, and shows the list again. Address:
// /filters.
func (p *Pages) Filters(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	q, err := url.ParseQuery(v.Form.Line("filter"))
	if err != nil {
		q = url.Values{}
	}
	done, name := "", v.Form.Line("name")
	switch v.Do() {
	case frame.DoCheck:
		if name != "" {
			return p.nameAgain(ctx, v, q, false)
		}
	case "keep":
		f, _ := ParseFilter(v, q) // what is not understood is left out, as the list does
		f.Reach = 0
		err = p.kept.KeepFilter(ctx, v.Who, access.KeptFilter{Name: name, Query: f.Values().Encode()})
		var invalid *events.Invalid
		if errors.As(err, &invalid) {
			return p.nameAgain(ctx, v, q, true)
		}
		done = "kept"
	case "forget":
		if err = p.kept.ForgetFilter(ctx, v.Who, name); errors.Is(err, events.ErrNotFound) {
			err = nil // it was sent twice
		}
		done = "forgotten"
	}
	if err != nil {
		return frame.Answer{}, err
	}
	q.Del(frame.OutcomeKey)
	if done != "" {
		q.Set(frame.OutcomeKey, done)
	}
	to := v.Link("/list")
	if len(q) > 0 {
		to += "?" + q.Encode()
	}
	return frame.See(to), nil
}

// nameAgain shows the list with the name that was typed for its filter, and with
// what is wrong with it if it was refused.
func (p *Pages) nameAgain(ctx context.Context, v *frame.Visit, q url.Values, refused bool) (frame.Answer, error) {
	list := *v
	list.Query = q
	a, err := p.List(ctx, &list)
	page, ok := a.Page.(*listPage)
	if err != nil || !ok || page.Keep == nil || !refused {
		return a, err
	}
	text := v.Text("filters.badName")
	if len(page.Kept) >= filtersMost {
		text = v.Text("filters.tooMany")
	}
	page.Keep.Name.Fault = text
	page.Head = v.Frame(frame.Heading{Title: v.Text("list.title"), Nav: "entries", Alone: true, Faults: append(page.Faults, frame.Fault{Field: "lkeep", Label: page.Keep.Name.Label, Text: text})})
	return frame.Refuse("overview/list", page), nil
}

// filtersMost is how many filters an account keeps at most.
const filtersMost = 30
