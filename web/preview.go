package web

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"almanac.example/events"
	"almanac.example/feeds/ical"
	"almanac.example/web/address"
	"almanac.example/web/desk"
	"almanac.example/web/desk/entry"
	"almanac.example/web/editing"
	"almanac.example/web/moment"
	"almanac.example/web/page"
)

// openDesk prepares the pages on which the record is edited, if somebody may.
func (s *Server) openDesk(c Config) error {
	if c.Directory == nil {
		return nil
	}
	address := cmp.Or(c.DeskURL, s.site.BaseURL)
	at, err := url.Parse(strings.TrimRight(address, "/"))
	if err != nil {
		return fmt.Errorf("address of the desk: %w", err)
	}
	editor := editing.New(s.record, s.now)
	if c.Readings != nil {
		editor.SetReadings(c.Readings)
	}
	if s.pictures.Open() {
		editor.SetPictures(s.pictures)
	}
	s.desk, err = desk.New(desk.Config{
		Timeline: s.record.Timeline, History: s.history, Editor: editor, Directory: c.Directory, Pictures: s.pictures,
		URL: address, Provider: c.Provider, ProviderName: c.ProviderName, Webhooks: c.Webhooks, Backup: c.Backup, Redact: c.Redact, Imports: c.Imports, Vault: c.Vault, Site: s.settings, Preview: s.preview, Accent: page.Accents, Now: s.now, Log: s.log,
		Assets: desk.Assets{CSS: at.Path + s.pages.AssetPath("almanac.css"), Icon: at.Path + s.pages.AssetPath("favicon.svg")},
	})
	return err
}

// preview makes what readers would see of an entry in a timeline that is none of
// the record's: by the same pages and feeds, and kept by nobody.
func (s *Server) preview(ctx context.Context, shown entry.Shown) ([]byte, string, error) {
	path, kind := "/"+shown.Lang+"/e/"+shown.Event.Slug, "/e/{slug}"
	switch shown.As {
	case entry.ViewCalendar:
		return s.previewFeed(ctx, shown, path+".ics")
	case entry.ViewFeed:
		return s.previewFeed(ctx, shown, path+".atom")
	case entry.ViewYear:
		path, kind = s.previewPeriod(shown)
	}
	g := s.grammar()
	k := page.Kinds()[kind]
	tg, choices, err := g.Page(shown.Timeline, &url.URL{Path: path}, k.Kind)
	if err != nil {
		return nil, "", fmt.Errorf("previewing %s: %w", path, err)
	}
	body, err := k.HTML(ctx, s.pages.Visit(moment.New(shown.Timeline), page.Request{Target: tg, Choices: choices, Today: g.Today}))
	return scriptless(body), "text/html; charset=utf-8", err
}

// scripts are the script elements of a page, whose texts are all escaped.
var scripts = regexp.MustCompile(`(?s)<script\b.*?</script>\s*`)

// scriptless is a page for a frame in which nothing runs: what cannot run is left
// out, as browsers complain of it.
func scriptless(page []byte) []byte { return scripts.ReplaceAll(page, nil) }

// previewPeriod is the page of the month or year on which an entry stands, with
// the kind of page that it is; that of everything if it has no year. The month is
// preferred, as the entry is found there at once.
func (s *Server) previewPeriod(shown entry.Shown) (path, kind string) {
	year, ok := shown.Event.Span.Year()
	if !ok {
		return "/" + shown.Lang + "/all", "/all"
	}
	first, _ := shown.Event.Span.First()
	if shown.Event.Span.Kind() <= events.KindMonth && address.Named(year) {
		return "/" + shown.Lang + address.Period{Unit: address.Month, Year: year, Month: int(first.Month())}.Path(), "/{year:-?[0-9]+}/{month:[0-9]+}"
	}
	return "/" + shown.Lang + address.Period{Unit: address.Year, Year: year}.Path(), "/{year:-?[0-9]+}"
}

// previewFeed writes the feed of one entry.
func (s *Server) previewFeed(ctx context.Context, shown entry.Shown, path string) ([]byte, string, error) {
	format, _ := feedFormat(path)
	tg, choices, err := s.grammar().Feed(shown.Timeline, &url.URL{Path: path}, address.Form{Extension: format.Extension, Calendar: format.Whole})
	if err != nil {
		return nil, "", fmt.Errorf("previewing %s: %w", path, err)
	}
	f := s.feed(feedTask{moment.New(shown.Timeline), tg, format, choices, s.month()})
	if isCalendarFormat(format) {
		f.Feed = *ical.WriteOut(&f.Feed, s.month())
	}
	var b bytes.Buffer
	if format.Write == nil {
		a, err := format.Assemble(ctx, &f.Feed, nil)
		if err != nil {
			return nil, "", err
		}
		return a.Bytes(), format.MediaType, nil
	}
	err = format.Write(ctx, &b, f)
	return b.Bytes(), format.MediaType, err
}
