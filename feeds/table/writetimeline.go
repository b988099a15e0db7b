package table

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"strconv"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
)

// WriteTimelineJS writes the JSON that TimelineJS reads, in the selection's
// language. Its dates have year, month and day; where the record's say something
// else, it shows their words. What has no year is left out.
func WriteTimelineJS(ctx context.Context, w io.Writer, s Selection) error {
	out := timeline{Events: []slide{}}
	markup := feeds.NewMarkup("")
	for i, e := range s.Events {
		if i%256 == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if one, ok := s.slideOf(e, markup); ok {
			out.Events = append(out.Events, one)
		}
	}
	if err := json.NewEncoder(w).Encode(out); err != nil {
		return fmt.Errorf("writing the timeline: %w", err)
	}
	return nil
}

func (s Selection) slideOf(e *events.Event, markup *feeds.Markup) (slide, bool) {
	start, exact := slideDay(e, true)
	if start == nil {
		return slide{}, false
	}
	text, _ := e.In(s.Lang)
	out := slide{ID: string(e.ID), Start: start, Text: &slideText{Headline: html.EscapeString(text.Title)}}
	switch {
	case text.Body != "":
		out.Text.Text = markup.HTML(text.Body, "")
	case text.Summary != "":
		out.Text.Text = "<p>" + html.EscapeString(text.Summary) + "</p>"
	}
	end, endExact := slideDay(e, false)
	if end != nil && *end != *start {
		out.End = end
	}
	if !exact || !endExact || len(e.Span.AsWritten) > 0 {
		out.Display = e.Span.Describe(s.Lang, edtf.Long)
	}
	if address := s.picture(e); address != "" {
		alt, _ := e.Image.Alt.In(s.Lang)
		out.Media = &media{URL: address, Credit: e.Image.Credit, Alt: alt}
	}
	if len(e.Tags) > 0 {
		out.Group = e.Tags[0]
	}
	return out, true
}

// slideDay is the first or last date of an event as TimelineJS counts it, and
// whether it says all that is known. BC years are counted without a year 0.
func slideDay(e *events.Event, first bool) (*slideDate, bool) {
	v := e.Span.EDTF()
	exact := !v.Approximate() && !v.Uncertain()
	if v.IsInterval() {
		part, ok := v.Start()
		if !first {
			part, ok = v.End()
		}
		if !ok {
			return nil, false
		}
		v = part
	}
	day, ok := v.Earliest()
	if !first {
		day, ok = v.Latest()
	}
	if !ok {
		return nil, false
	}
	year, ok := day.Year()
	if !ok {
		return nil, false
	}
	if year <= 0 {
		year--
	}
	d := &slideDate{Year: scalar(strconv.FormatInt(year, 10))}
	switch v.Precision() {
	case edtf.PrecisionDay, edtf.PrecisionTime:
		d.Month, d.Day = number(int(day.Month())), number(day.Day())
		clock(d, e, first)
	case edtf.PrecisionMonth:
		d.Month = number(int(day.Month()))
	case edtf.PrecisionYear:
	default:
		exact = false
	}
	return d, exact
}

func number(n int) scalar { return scalar(strconv.Itoa(n)) }

// clock adds the time of a timed event.
func clock(d *slideDate, e *events.Event, first bool) {
	at := e.Span.Start
	if !first {
		at = e.Span.End
	}
	if e.Span.Timed() && !at.IsZero() {
		d.Hour, d.Minute = number(at.Hour()), number(at.Minute())
	}
}
