package web

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"

	"almanac.example/events"
	"almanac.example/web/address"
	"almanac.example/web/moment"
	"almanac.example/web/page"
	"almanac.example/web/reply"
	"almanac.example/web/words"
)

// Sitemaps as sitemaps.org 0.9 defines them, with the language versions of
// each page as xhtml:link. A file holds at most 50,000 addresses.
const sitemapMost = 50_000

type sitemapIndex struct {
	XMLName xml.Name       `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Files   []sitemapEntry `xml:"sitemap"`
}

type sitemapEntry struct {
	Loc string `xml:"loc"`
}

type sitemapFile struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	XHTML   string       `xml:"xmlns:xhtml,attr"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc     string        `xml:"loc"`
	LastMod string        `xml:"lastmod,omitempty"`
	Links   []sitemapLink `xml:"xhtml:link"`
}

type sitemapLink struct {
	Rel      string `xml:"rel,attr"`
	Hreflang string `xml:"hreflang,attr"`
	Href     string `xml:"href,attr"`
}

// sitemapPage is one page in all languages.
type sitemapPage struct {
	path     string // after the language
	modified time.Time
}

// getSitemap answers with the sitemap, or with the index of several.
func (s *Server) getSitemap(w http.ResponseWriter, r *http.Request) error {
	m := moment.New(s.record.Timeline())
	part, _ := strconv.Atoi(chi.URLParam(r, "n")) // 0 for the sitemap itself
	rep, err := s.cache.Get(r, reply.Revision(m.Rev()), reply.Answer{
		Key: "sitemap\x00" + strconv.Itoa(part), Lane: s.lanes.feeds, Holds: holds(m.Timeline()),
		Make: func(context.Context, *reply.Turn, *reply.Representation) (*reply.Representation, error) {
			return s.sitemap(m, part)
		},
	})
	if err != nil {
		return err
	}
	return rep.Send(w, r)
}

func (s *Server) sitemap(m *moment.Moment, n int) (*reply.Representation, error) {
	pages := sitemapPages(m)
	langs := s.of(m.Site()).Languages
	each := sitemapMost / len(langs)
	files := (len(pages) + each - 1) / each
	var doc any
	switch {
	case n == 0 && files == 1:
		doc = s.sitemapFile(langs, pages)
	case n == 0:
		index := sitemapIndex{}
		for i := range files {
			index.Files = append(index.Files, sitemapEntry{fmt.Sprintf("%s/sitemap-%d.xml", s.site.BaseURL, i+1)})
		}
		doc = index
	case n < 1 || n > files:
		return nil, events.ErrNotFound
	default:
		doc = s.sitemapFile(langs, pages[(n-1)*each:min(n*each, len(pages))])
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(&b).Encode(doc); err != nil {
		return nil, fmt.Errorf("sitemap: %w", err)
	}
	rep := reply.New(b.Bytes(), reply.Facts{MediaType: "application/xml; charset=utf-8", CacheControl: "public, max-age=3600"})
	rep.Basis = &basis{moment: m.Forget()}
	return rep, nil
}

func (s *Server) sitemapFile(langs []string, pages []sitemapPage) sitemapFile {
	f := sitemapFile{XHTML: "http://www.w3.org/1999/xhtml"}
	for _, p := range pages {
		var links []sitemapLink
		if len(langs) > 1 {
			for _, l := range langs {
				links = append(links, sitemapLink{"alternate", words.Tag(l), s.site.BaseURL + address.EscapePath("/"+l+p.path)})
			}
		}
		mod := ""
		if y := p.modified.UTC().Year(); y > 1 && y <= address.LastNamedYear { // W3C Datetime has four digits
			mod = p.modified.UTC().Format(time.RFC3339)
		}
		for _, l := range langs {
			f.URLs = append(f.URLs, sitemapURL{s.site.BaseURL + address.EscapePath("/"+l+p.path), mod, links})
		}
	}
	return f
}

// sitemapPages lists what is worth finding: the scales of time as far as they
// hold something, tags, places, and every event.
func sitemapPages(t *moment.Moment) []sitemapPage {
	var pages []sitemapPage
	for _, path := range []string{"/", "/all", "/list", "/tags", "/places", "/feeds"} {
		pages = append(pages, sitemapPage{path: path})
	}
	for _, path := range page.TextPaths(t.Site()) {
		pages = append(pages, sitemapPage{path: path})
	}
	c := t.Count()
	seen := map[address.Period]bool{}
	add := func(p address.Period) {
		if p.Unit != address.NoUnit && !seen[p] {
			seen[p] = true
			pages = append(pages, sitemapPage{path: p.Path()})
		}
	}
	for _, y := range c.Years {
		for _, u := range []address.Unit{address.Century, address.Decade, address.Year} {
			add(address.PeriodIn(u, y.Year))
		}
		for m := 1; m <= 12; m++ {
			if y.Months[m] > 0 {
				add(address.Period{Unit: address.Month, Year: y.Year, Month: m})
			}
		}
	}
	for _, tag := range c.Tags {
		pages = append(pages, sitemapPage{path: "/tag/" + tag.Slug})
	}
	for _, place := range c.Places {
		pages = append(pages, sitemapPage{path: "/place/" + place.Slug})
	}
	for _, e := range t.Select(events.Selection{}) {
		pages = append(pages, sitemapPage{"/e/" + e.Slug, e.Updated})
	}
	return pages
}
