package page

import (
	"context"
	"slices"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
	"almanac.example/web/address"
	"almanac.example/web/words"
)

// comingUp is what is on now and what is still to come, each in the chronicle's
// order.
type comingUp struct{ on, next []*events.Event }

// comingUpOf finds what of a selection is not over. What began before today and
// has a known end that is not past is on now. What is known too coarsely to say
// whether it is over is neither.
func comingUpOf(v *Visit, sel events.Selection) comingUp {
	if sel.From.IsZero() {
		sel.From = edtf.FromDay(v.today)
	}
	var c comingUp
	for _, e := range v.timeline.Agenda(sel) {
		first, from := e.Span.First()
		last, until := e.Span.Last()
		kind := e.Span.Kind()
		switch {
		case !from || until && last.Before(v.today):
		case !first.Before(v.today):
			c.next = append(c.next, e)
		case !until:
		case kind == events.KindDay || kind == events.KindRange:
			c.on = append(c.on, e)
		case kind == events.KindMonth || kind == events.KindYear:
			c.next = append(c.next, e)
		}
	}
	return c
}

func buildUpcoming(_ context.Context, v *Visit) (answer, error) {
	return answer{template: "list", page: arrangeUpcoming(v), lang: v.Lang}, nil
}

// arrangeUpcoming lists what is on now and what comes up, the next first.
func arrangeUpcoming(v *Visit) *listPage {
	name := v.Text("derived." + string(address.Upcoming))
	coming := comingUpOf(v, v.target.Selection)
	list := slices.Concat(coming.on, coming.next)
	count := timeline.CountOf(list)
	page := arrangeList(v, name, count, count)
	page.Sub = v.Text("upcoming.sub", v.Language.Entries(len(coming.on)), v.Language.Entries(len(coming.next)))
	next, pager := paginate(v, coming.next)
	page.Pager = pager
	l := listing{filters: page.Filter.Instant(), density: densityFor(len(next)), anchors: map[events.ID]bool{}, newest: v.newest(), scope: words.InNothing}
	if len(coming.on) > 0 && v.choices.Page == 1 {
		page.Sections = append(page.Sections, v.section("on-now", v.Text("upcoming.on"), coming.on, l))
	}
	page.Sections = append(page.Sections, v.byYear(next, l)...)
	if len(page.Sections) == 0 {
		page.Empty = emptyList(v, 0)
		if v.choices.Page == 1 {
			page.Empty.Title, page.Empty.Text = v.Text("upcoming.none"), v.Text("upcoming.noneText")
		}
	}
	page.frame = frameOf(v, heading{
		title: titled(v, words.Run{Text: name}), description: describeList(v, name, list), nav: "upcoming", noIndex: len(list) == 0,
		data: collection(v, name, v.absolute(v.here(nil)), list),
	})
	return page
}

// homeUpcomingOf is what is on and comes up next in short; nil if nothing does.
func homeUpcomingOf(v *Visit) *homeUpcoming {
	coming := comingUpOf(v, events.Selection{})
	l := listing{scope: words.InNothing}
	h := &homeUpcoming{Link: v.link("/upcoming", nil)}
	h.On = v.entriesOf(coming.on[:min(homeEntries, len(coming.on))], l)
	for i := range h.On {
		h.On[i].Notes = slices.Insert(h.On[i].Notes, 0, note{"", v.Text("upcoming.on")})
	}
	h.Next = v.entriesOf(coming.next[:min(homeEntries, len(coming.next))], l)
	if len(h.On)+len(h.Next) == 0 {
		return nil
	}
	return h
}
