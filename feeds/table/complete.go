package table

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/foreign"
)

// complete gives the event everything but date and texts.
func (in *importer) complete(r *Row, e *events.Event) error {
	in.locate(r, e)
	in.tag(r, e)
	in.link(r, e)
	if err := in.cite(r, e); err != nil {
		return err
	}
	if c := in.mapping.first(Key); c >= 0 {
		yes, err := isYes(r.text(c))
		if err != nil {
			return &inCell{in.mapping.Columns[c], err}
		}
		e.Key = yes
	}
	e.Status = in.status(r)
	return in.repeat(r, e)
}

// mostPlaces bounds how many places are kept to be found again.
const mostPlaces = 10_000

// locate gives the event its place. Rows that say the same of theirs share it.
func (in *importer) locate(r *Row, e *events.Event) {
	var key strings.Builder
	for _, c := range in.mapping.Columns {
		switch c.Role {
		case Place, Address, Room, Latitude, Longitude:
			key.WriteString(r.text(c.Index) + "\x00")
		}
	}
	place, known := in.places[key.String()]
	if !known {
		if place = in.place(r); len(in.places) < mostPlaces {
			in.places[key.String()] = place
		}
	}
	e.Place = place
}

// place is the place that a row names; nil: it names none.
func (in *importer) place(r *Row) *events.Place {
	names := events.Localised{}
	for _, c := range in.mapping.with(Place) {
		lang := c.Lang
		if lang == "" {
			lang = in.out.Lang
		}
		if text := foreign.Shorten(oneLine(plainText(r.text(c.Index))), maxOneLine); text != "" && names[lang] == "" {
			names[lang] = text
		}
	}
	if text := oneLine(plainText(r.text(in.mapping.first(Address)))); len(names) == 0 && text != "" {
		names[in.out.Lang] = foreign.Shorten(text, maxOneLine)
	}
	if len(names) == 0 {
		return nil
	}
	name, lang := names.In(in.out.Lang)
	if room := oneLine(plainText(r.text(in.mapping.first(Room)))); room != "" {
		name = foreign.Shorten(name+", "+room, maxOneLine)
		names[lang] = name
	}
	place := &events.Place{Slug: foreign.TagSlug(name), Name: names}
	lat, err1 := strconv.ParseFloat(r.text(in.mapping.first(Latitude)), 64)
	lon, err2 := strconv.ParseFloat(r.text(in.mapping.first(Longitude)), 64)
	if err1 == nil && err2 == nil && lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180 {
		place.Latitude, place.Longitude = &lat, &lon
	}
	return place
}

// tag turns groups and categories into tags.
func (in *importer) tag(r *Row, e *events.Event) {
	for _, c := range in.mapping.with(Tags) {
		for _, name := range strings.FieldsFunc(r.text(c.Index), func(r rune) bool { return strings.ContainsRune("|;,，、；\n", r) }) {
			if name = foreign.Shorten(oneLine(plainText(name)), maxOneLine); name != "" {
				e.Tags = append(e.Tags, in.tags.Slug(name, in.out.Lang))
			}
		}
	}
	slices.Sort(e.Tags)
	e.Tags = slices.Compact(e.Tags)
	if len(e.Tags) > 100 {
		in.note("tags left out beyond 100")
		e.Tags = e.Tags[:100]
	}
}

// link takes addresses, and the picture if it is one.
func (in *importer) link(r *Row, e *events.Event) {
	add := func(address string) {
		known := slices.ContainsFunc(e.Links, func(l events.Link) bool { return l.URL == address })
		if !known && len(e.Links) < 100 {
			e.Links = append(e.Links, events.Link{URL: address})
		}
	}
	for _, c := range in.mapping.with(Link) {
		for _, address := range strings.Fields(r.text(c.Index)) {
			if foreign.IsWebAddress(address) {
				add(address)
			} else {
				in.note("addresses left out that are not http or https")
			}
		}
	}
	address := r.text(in.mapping.first(Picture))
	switch {
	case address == "":
		return
	case !foreign.IsWebAddress(address):
		in.note("pictures left out that are no address")
		return
	case in.mapping.Format != ownFormat && !foreign.IsPicture("", address):
		add(address)
		return
	}
	e.Image = &events.Image{URL: address, Credit: foreign.Shorten(oneLine(plainText(r.text(in.mapping.first(Credit)))), maxOneLine)}
	for _, c := range in.mapping.with(Alt) {
		lang := c.Lang
		if lang == "" {
			lang = in.out.Lang
		}
		if text := oneLine(plainText(r.text(c.Index))); text != "" {
			if e.Image.Alt == nil {
				e.Image.Alt = events.Localised{}
			}
			e.Image.Alt[lang] = foreign.Shorten(text, maxOneLine)
		}
	}
}

// cite gives the event its sources.
func (in *importer) cite(r *Row, e *events.Event) error {
	if text := r.text(in.mapping.first(Sources)); text != "" {
		if err := json.Unmarshal([]byte(text), &e.Sources); err != nil {
			return fmt.Errorf("the column for sources holds no JSON as the export writes it: %w", err)
		}
		return nil
	}
	var s events.Source
	for _, c := range in.mapping.with(SourceTitle) {
		lang := c.Lang
		if lang == "" {
			lang = in.out.Lang
		}
		text := oneLine(plainText(r.text(c.Index)))
		if u, err := url.Parse(text); err == nil && foreign.IsWebAddress(text) {
			s.URL, text = text, u.Host
		}
		if text != "" {
			if s.Title == nil {
				s.Title = events.Localised{}
			}
			s.Title[lang] = foreign.Shorten(text, maxOneLine)
		}
	}
	if address := r.text(in.mapping.first(SourceURL)); foreign.IsWebAddress(address) {
		s.URL = address
		if u, err := url.Parse(address); err == nil && s.Title == nil {
			s.Title = events.Localised{in.out.Lang: u.Host}
		}
	}
	if s.Title == nil {
		return nil
	}
	if text := oneLine(plainText(r.text(in.mapping.first(Locator)))); text != "" {
		s.Locator = events.Localised{in.out.Lang: foreign.Shorten(text, maxOneLine)}
	}
	s.Quote = plainText(r.text(in.mapping.first(Quote)))
	e.Sources = []events.Source{s}
	return nil
}

// status reads how far the event is public.
func (in *importer) status(r *Row) events.Status {
	switch strings.ToLower(r.text(in.mapping.first(Visibility))) {
	case "private", "confidential", "true", "yes", "unlisted", "restricted", "hidden", "wahr", "vrai", "是", "私密":
		in.note("rows that are not for everybody become drafts")
		return events.Draft
	}
	word := strings.ToLower(r.text(in.mapping.first(State)))
	for _, s := range events.Statuses() {
		if word == string(s) {
			return s
		}
	}
	switch word {
	case "canceled", "called off", "取消", "已取消", "中止", "abgesagt", "annulé", "annulée", "cancelado", "cancelada", "annullato":
		return events.Cancelled
	case "provisional", "unconfirmed", "postponed", "推迟", "延期", "verschoben", "reporté", "aplazado":
		return events.Tentative
	case "pending", "proposed", "草稿", "entwurf", "brouillon", "borrador":
		return events.Draft
	}
	return events.Published
}

// weekday are the days of Localist's recurrences (RFC 5545 §3.3.10).
func weekday(word string) (string, time.Weekday, bool) {
	for i, list := range [][]string{{"su", "sun", "sunday"}, {"m", "mo", "mon", "monday"}, {"t", "tu", "tue", "tuesday"}, {"w", "we", "wed", "wednesday"}, {"th", "thu", "thursday"}, {"f", "fr", "fri", "friday"}, {"sa", "sat", "saturday"}} {
		if contains(list, strings.ToLower(strings.TrimSpace(word))) {
			return []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}[i], time.Weekday(i), true
		}
	}
	return "", 0, false
}

// repeat reads on which days of the week an event recurs until its last day.
func (in *importer) repeat(r *Row, e *events.Event) error {
	text := r.text(in.mapping.first(Recurrence))
	if text == "" {
		return nil
	}
	var days []string
	fits := false
	first, _ := e.Span.First()
	last, known := e.Span.Last()
	for _, word := range strings.Split(text, ",") {
		day, n, ok := weekday(word)
		if !ok {
			return refusal("recurrence", "the recurrence %q is no list of days such as M,W,F", clip(text, 40))
		}
		days, fits = append(days, day), fits || first.Weekday() == n
	}
	switch {
	case !known || first == last:
		return nil // without a last day it is one event
	case !fits:
		return refusal("recurrence-day", "the first day, %s, is none of those on which it recurs: %q", first, clip(text, 40))
	}
	until := strings.ReplaceAll(last.String(), "-", "")
	span := events.On(edtf.FromDay(first))
	if s := e.Span; s.Timed() {
		span = events.Span{Start: s.Start, Zone: s.Zone}
		if end, ok := wall(first, clockOf(s.End), s.Start.Location()); ok && end.After(s.Start) {
			span.End = end
		}
		midnight, _ := last.Time(time.UTC)
		until = events.WallClock(midnight.Add(24*time.Hour-time.Second), s.Start.Location()).UTC().Format("20060102T150405Z")
	}
	e.Span = span
	e.Repeat = &events.Repetition{Rule: "FREQ=WEEKLY;UNTIL=" + until + ";BYDAY=" + strings.Join(days, ",")}
	return nil
}
