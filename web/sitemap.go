package web

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"

	"almanac.example/events"
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
	t := s.record.Timeline()
	part := chi.URLParam(r, "n")
	rep, err := s.cache.get(t.Rev(), answer{
		key:     "sitemap\x00" + part,
		touched: func(since events.Rev) bool { return t.Touched(events.Selection{}, since) },
		make:    func(*representation) (*representation, error) { return s.sitemap(t, part) },
	})
	if err != nil {
		return err
	}
	rep.send(w, r)
	return nil
}

func (s *Server) sitemap(t *events.Timeline, part string) (*representation, error) {
	pages := sitemapPages(t)
	each := sitemapMost / len(s.site.Languages)
	files := (len(pages) + each - 1) / each
	var doc any
	switch n, _ := strconv.Atoi(part); {
	case part == "" && files == 1:
		doc = s.sitemapFile(pages)
	case part == "":
		index := sitemapIndex{}
		for i := range files {
			index.Files = append(index.Files, sitemapEntry{fmt.Sprintf("%s/sitemap-%d.xml", s.site.BaseURL, i+1)})
		}
		doc = index
	case n < 1 || n > files:
		return nil, events.ErrNotFound
	default:
		doc = s.sitemapFile(pages[(n-1)*each : min(n*each, len(pages))])
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(&b).Encode(doc); err != nil {
		return nil, fmt.Errorf("sitemap: %w", err)
	}
	return newRepresentation(b.Bytes(), facts{mediaType: "application/xml; charset=utf-8", cacheControl: "public, max-age=3600"}), nil
}

func (s *Server) sitemapFile(pages []sitemapPage) sitemapFile {
	f := sitemapFile{XHTML: "http://www.w3.org/1999/xhtml"}
	for _, p := range pages {
		var links []sitemapLink
		if len(s.site.Languages) > 1 {
			for _, l := range s.site.Languages {
				links = append(links, sitemapLink{"alternate", languageTag(l), s.site.BaseURL + escapePath("/"+l+p.path)})
			}
		}
		mod := ""
		if y := p.modified.UTC().Year(); y > 1 && y <= lastNamedYear { // W3C Datetime has four digits
			mod = p.modified.UTC().Format(time.RFC3339)
		}
		for _, l := range s.site.Languages {
			f.URLs = append(f.URLs, sitemapURL{s.site.BaseURL + escapePath("/"+l+p.path), mod, links})
		}
	}
	return f
}

// sitemapPages lists what is worth finding: the scales of time as far as they
// hold something, tags, places, and every event.
func sitemapPages(t *events.Timeline) []sitemapPage {
	var pages []sitemapPage
	for _, path := range []string{"/", "/all", "/list", "/tags", "/places", "/feeds", "/about", "/accessibility"} {
		pages = append(pages, sitemapPage{path: path})
	}
	c := t.Count()
	seen := map[period]bool{}
	add := func(p period) {
		if p.unit != noUnit && !seen[p] {
			seen[p] = true
			pages = append(pages, sitemapPage{path: p.path()})
		}
	}
	for _, y := range c.Years {
		for _, u := range []unit{centuryUnit, decadeUnit, yearUnit} {
			add(periodIn(u, y.Year))
		}
		for m := 1; m <= 12; m++ {
			if y.Months[m] > 0 {
				add(period{unit: monthUnit, year: y.Year, month: m})
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
