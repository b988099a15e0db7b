package main

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// request is one address, and how it is asked for. Its class is what a
// difference is counted under.
type request struct {
	class  string
	method string   // "" is GET
	path   string   // with the query, as it is sent
	header []string // "Name: value"
}

// extensions are those of feeds and calendars.
var extensions = []string{".ics", ".jcal", ".atom", ".rss", ".json", ".csv"}

// requestsFor lists what is asked of a record: every kind of address, each
// language, with names that the record really has.
func requestsFor(d document) []request {
	c := contentsOf(d)
	var list []request
	for _, lang := range languages {
		for _, p := range c.pages() {
			list = append(list, request{class: p.class, path: "/" + lang + p.path})
			if p.class == "home" {
				continue // "/zh/.ics" is none; "/zh.ics" is the feed of home
			}
			for _, ext := range extensions {
				list = append(list, request{class: p.class + " " + ext, path: "/" + lang + p.path + ext})
			}
		}
		for _, q := range c.queries() {
			list = append(list, q.under(lang)...)
		}
		for _, path := range furtherPages {
			list = append(list, request{class: "further page", path: "/" + lang + path})
		}
		for _, path := range wrongAddresses {
			list = append(list, request{class: "wrong address", path: "/" + lang + path})
		}
		list = append(list, frames(lang)...)
		list = append(list, c.methods(lang)...)
	}
	return append(append(list, siteRequests...), c.pictures()...)
}

// place is a path below a language.
type place struct{ class, path string }

// contents is what a record has to ask for.
type contents struct {
	slugs, formerSlugs, tags, places, views, years, months, days []string
}

// The dates of which the addresses are made, as they begin: four digits of a
// year, then a month, then a day.
var plainDate = regexp.MustCompile(`^(-?[0-9]{4})(-[0-9]{2})?(-[0-9]{2})?`)

// contentsOf collects names, the most frequent first, and then in the order of
// the alphabet.
func contentsOf(d document) contents {
	uses := map[string]map[string]int{}
	count := func(kind, name string) {
		if uses[kind] == nil {
			uses[kind] = map[string]int{}
		}
		uses[kind][name]++
	}
	var c contents
	for _, e := range d.Events {
		c.slugs = append(c.slugs, fmt.Sprint(e["slug"]))
		c.formerSlugs = append(c.formerSlugs, texts(e["formerSlugs"])...)
		for _, tag := range texts(e["tags"]) {
			count("tag", tag)
		}
		if p, ok := e["place"].(map[string]any); ok {
			count("place", fmt.Sprint(p["slug"]))
		}
		m := plainDate.FindStringSubmatch(e.date())
		if m == nil {
			continue
		}
		count("year", m[1])
		if month := strings.TrimPrefix(m[2], "-"); month != "" && month <= "12" {
			count("month", m[1]+"/"+month)
			if m[3] != "" {
				count("day", m[1]+"/"+month+"/"+strings.TrimPrefix(m[3], "-"))
			}
		}
	}
	views, _ := d.Site["views"].([]any)
	for _, v := range views {
		if v, ok := v.(map[string]any); ok {
			c.views = append(c.views, fmt.Sprint(v["slug"]))
		}
	}
	c.tags, c.places = byUse(uses["tag"]), byUse(uses["place"])
	c.years, c.months, c.days = byUse(uses["year"]), byUse(uses["month"]), byUse(uses["day"])
	return c
}

// texts reads a JSON list of texts; anything else is an empty one.
func texts(v any) []string {
	var list []string
	items, _ := v.([]any)
	for _, item := range items {
		list = append(list, fmt.Sprint(item))
	}
	return list
}

// date is where the event begins, as it is written.
func (e event) date() string {
	span, _ := e["span"].(map[string]any)
	if date, ok := span["date"].(string); ok {
		return date
	}
	start, _ := span["start"].(string)
	return start
}

func byUse(uses map[string]int) []string {
	return slices.SortedFunc(maps.Keys(uses), func(a, b string) int {
		return cmp.Or(cmp.Compare(uses[b], uses[a]), cmp.Compare(a, b))
	})
}

// some takes n of a list, spread over it, and always its first and last.
func some(list []string, n int) []string {
	if len(list) <= n {
		return list
	}
	var picked []string
	for i := range n {
		picked = append(picked, list[i*(len(list)-1)/(n-1)])
	}
	return picked
}

// How many addresses of a kind are asked for.
const (
	someYears  = 4
	someMonths = 3
	someDays   = 3
	someNames  = 2
	someEvents = 6
)

// pages are the addresses that have feeds below them.
func (c contents) pages() []place {
	list := []place{
		{"home", "/"},
		{"all", "/all"}, {"list", "/list"}, {"search", "/search"}, {"today", "/today"}, {"upcoming", "/upcoming"},
		{"on this day", "/on-this-day"}, {"changes", "/changes"}, {"day of the year", "/on/04-10"}, {"day of the year", "/on/02-29"},
		{"century", "/c/21"}, {"century", "/c/20"}, {"century", "/c/-3"}, {"decade", "/d/2010s"}, {"decade", "/d/-0220s"},
		{"BCE", "/-0220"}, {"BCE", "/-0220/03"}, {"empty year", "/1777"}, {"far year", "/9999"}, {"far year", "/12345"}, {"far year", "/-12345"},
	}
	for _, names := range []struct {
		class, prefix string
		list          []string
	}{
		{"year", "/", some(c.years, someYears)}, {"month", "/", some(c.months, someMonths)}, {"day", "/", some(c.days, someDays)},
		{"tag", "/tag/", some(c.tags, someNames)}, {"place", "/place/", some(c.places, someNames)}, {"view", "/v/", some(c.views, someNames)},
		{"event", "/e/", some(c.slugs, someEvents)}, {"former address", "/e/", some(c.formerSlugs, someNames)},
	} {
		for _, name := range names.list {
			list = append(list, place{names.class, names.prefix + name})
		}
	}
	return list
}

// selection is one query, and the paths it is asked under.
type selection struct {
	class string
	query string
	paths []string
}

func (s selection) under(lang string) []request {
	var list []request
	for _, path := range s.paths {
		list = append(list, request{class: s.class, path: "/" + lang + path + "?" + s.query})
	}
	return list
}

// queries are filters, right and wrong, and what else may follow a "?".
func (c contents) queries() []selection {
	tag, other, place := "science", "policy", "shanghai"
	if len(c.tags) > 1 {
		tag, other = c.tags[0], c.tags[1]
	}
	if len(c.places) > 0 {
		place = c.places[0]
	}
	everywhere := []string{"/all", "/2019", "/list", "/all.ics", "/all.atom", "/2019.json", "/changes"}
	var list []selection
	for _, q := range []string{
		"tag=" + tag, "tag=" + tag + "&tag=" + other, "-tag=" + tag, "place=" + place, "key=1", "precision=day", "precision=month&precision=year",
		"status=cancelled", "status=withdrawn", "q=observatory", "q=%E4%B8%8A%E6%B5%B7", "from=2019-03", "to=2000", "from=2019-02&to=2019-06-15",
		"year=2019", "year=2019&month=05", "in=2019-05", "within=2019", "on=04-10", "id=" + url.QueryEscape(c.slugs[0]), "changed-since=5",
		"key=1&tag=" + tag + "&from=1990", "from=1990&tag=" + tag + "&key=1",
	} {
		list = append(list, selection{"filter", q, everywhere})
	}
	pages, feed := []string{"/list", "/2019"}, []string{"/2019.ics", "/all.atom"}
	both := append(slices.Clone(pages), feed...)
	for _, q := range []string{"-tag=nobody-has-it", "tag=nobody-has-it", "tag=&q=", "key=0", "tag=" + tag + "&tag=" + tag, "from=1000&to=9999"} {
		list = append(list, selection{"filter that changes nothing", q, both})
	}
	for _, q := range []string{
		"utm_source=x&utm_medium=y", "fbclid=abc", "gclid=a&tag=" + tag, "from=singlemessage&isappinstalled=0", "from=timeline", "srsltid=1", "ttclid=1",
		"li_fat_id=1", "mibextid=1", "nsukey=1", "scene=1", "share_token=1", "_ga=1", "ref=x", "source=x", "at_medium=x", "v=1", "tdsourcetag=1",
	} {
		list = append(list, selection{"tracker", q, both})
	}
	for _, q := range []string{
		"nothing=1", "from=zzz", "to=2019-13", "tag=UPPER", "key=2", "precision=minute", "status=draft", "status=none", "on=02-30", "year=x", "q=%zz", "q=" + strings.Repeat("x", 300),
		"id=zzz", "changed-since=x", "page=0", "page=x", "month=05", "from=2019&from=2020", "%3Cscript%3E=1",
	} {
		list = append(list, selection{"wrong query", q, both})
	}
	list = append(list,
		selection{"page of a list", "page=2", []string{"/list", "/all", "/search", "/changes", "/2019", "/tag/" + tag}},
		selection{"page of a list", "page=1", []string{"/list"}}, selection{"page of a list", "page=99999", []string{"/list"}},
		selection{"choice", "mono=1", pages}, selection{"choice", "print=1", pages},
		selection{"calendar option", "window=upcoming", feed}, selection{"calendar option", "notices=0", feed},
		selection{"upcoming option", "days=30", []string{"/upcoming.atom", "/upcoming.ics", "/upcoming"}},
		selection{"anniversary option", "round=5&leap=28", []string{"/on-this-day.ics", "/on-this-day.json"}},
		selection{"calendar option", "before=1", feed}, selection{"subscribe", "path=/2019", []string{"/subscribe"}},
		selection{"subscribe", "tag=" + tag, []string{"/subscribe", "/feeds", "/embed"}},
	)
	for _, q := range []string{"imprecise=range", "imprecise=marker", "imprecise=omit", "imprecise=x"} {
		list = append(list, selection{"calendar option", q, feed})
	}
	return list
}

// furtherPages have no feeds of their own, or only some.
var furtherPages = []string{
	"", ".ics", ".jcal", ".atom", ".rss", ".json", ".csv", "/tags", "/places", "/subscribe", "/feeds", "/embed", "/about", "/imprint", "/privacy",
	"/accessibility", "/site.webmanifest", "/2019/05/grid", "/2019/13/grid", "/1777/01/grid", "/-0220/03/grid", "/9999/12/grid",
}

// wrongAddresses lead nowhere, or nowhere any more.
var wrongAddresses = []string{
	"/nothing", "/nothing.ics", "/2019/13", "/2019/02/30", "/2019/5", "/19", "/0000", "/0000.ics", "/tag/nobody-has-it", "/tag/nobody-has-it.atom", "/tag/UPPER",
	"/place/nowhere", "/v/none", "/v/none.ics", "/e/none", "/e/none.ics", "/e/withdrawn", "/e/withdrawn.ics", "/e/draft", "/e/deleted", "/e/deleted.atom", "/c/0",
	"/c/999", "/d/2011s", "/on/13-01", "/on/02-30", "/2019.xml", "/2019.pdf", "/all.ICS", "/2019/", "//2019", "/2019/05/24/1", "/..%2f..%2fetc", "/%00", "/e/" + strings.Repeat("a", 300),
	"/e/moved?tag=science", "/999999999", "/-999999999.ics", "/changes.ics",
}

// frames are embedded in other sites.
func frames(lang string) []request {
	var list []request
	for _, path := range []string{"/2019", "/all", "/list", "/upcoming", "/today", "/tag/science", "/2019?n=3&theme=dark", "/2019?n=999", "/2019?status=withdrawn", "/none", ""} {
		list = append(list, request{class: "frame", path: "/embed/" + lang + path})
	}
	return list
}

// methods are asked for with another method than GET, HEAD and OPTIONS.
func (c contents) methods(lang string) []request {
	var list []request
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "PROPFIND"} {
		for _, path := range []string{"/", "/2019", "/all.ics", "/e/" + c.slugs[0], "/nothing"} {
			list = append(list, request{class: "method " + method, method: method, path: "/" + lang + path})
		}
	}
	return append(list, request{class: "theme", path: "/" + lang + "/2019", header: []string{"Cookie: theme=dark"}})
}

// pictures are those of link previews.
func (c contents) pictures() []request {
	list := []request{{class: "picture", path: "/og/all.png"}, {class: "picture", path: "/og/2019.png"}, {class: "picture", path: "/og/-0220.png"},
		{class: "picture", path: "/og/12345.png"}, {class: "picture", path: "/og/x.png"}, {class: "picture", path: "/og/e/withdrawn.png"}, {class: "picture", path: "/og/e/draft.png"}}
	for _, slug := range some(c.slugs, someNames) {
		list = append(list, request{class: "picture", path: "/og/e/" + slug + ".png"})
	}
	return list
}

// siteRequests do not depend on the record or on a language of its pages.
var siteRequests = []request{
	{class: "root", path: "/"},
	{class: "root", path: "/", header: []string{"Accept-Language: en"}},
	{class: "root", path: "/", header: []string{"Accept-Language: zh-TW,zh;q=0.9,en;q=0.1"}},
	{class: "root", path: "/", header: []string{"Accept-Language: fr, de;q=0.5"}},
	{class: "root", path: "/", header: []string{"Accept-Language: ;;;,"}},
	{class: "root", path: "/", header: []string{"Cookie: lang=en", "Accept-Language: zh"}},
	{class: "root", path: "/?utm_source=x"},
	{class: "operations", path: "/healthz"}, {class: "operations", path: "/readyz"}, {class: "operations", path: "/metrics"},
	{class: "site file", path: "/feeds.opml"}, {class: "site file", path: "/robots.txt"}, {class: "site file", path: "/favicon.ico"}, {class: "site file", path: "/embed.js"},
	{class: "sitemap", path: "/sitemap.xml"}, {class: "sitemap", path: "/sitemap-1.xml"}, {class: "sitemap", path: "/sitemap-2.xml"},
	{class: "sitemap", path: "/sitemap-001.xml"}, {class: "sitemap", path: "/sitemap-99.xml"}, {class: "sitemap", path: "/sitemap.xml?x=1"},
	{class: "outside", path: "/nothing"}, {class: "outside", path: "/fr/2019"}, {class: "outside", path: "/ZH/2019"}, {class: "outside", path: "/2019"},
	{class: "outside", path: "/2019.ics"}, {class: "outside", path: "/all.ics"}, {class: "outside", path: "/admin/"}, {class: "outside", path: "/api/v1/events"},
	{class: "outside", path: "/static/none.css"}, {class: "outside", path: "/.well-known/caldav"}, {class: "outside", path: "/zh/all.ics/"}, {class: "outside", path: "/%2e%2e/zh"},
	{class: "method POST", method: "POST", path: "/theme"}, {class: "method POST", method: "POST", path: "/feeds.opml"},
	{class: "method TRACE", method: "TRACE", path: "/"},
}
