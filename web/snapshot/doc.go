// Package snapshot writes a public site as files, so that it can be kept and
// opened without a server.
//
// It knows no record and makes no page: it asks the site for every address that
// its pages name, as a browser would, and keeps the answers.
//
//	/                → index.html              the page that it leads to
//	/en/2019         → en/2019/index.html
//	/en/2019.ics     → en/2019.ics             feeds, calendars, pictures: byte for byte
//	/en/2019?tag=x   → en/archive/index.html   what only a server can answer
//
// Of a page only the values of the attributes that lead to other addresses of
// the site are changed, so that they lead to the file, relative to the page's
// own: they are right below any folder of a web server, and without one. What
// names the page itself stays as it was served: link elements with a whole
// address (canonical, alternate languages), OpenGraph, structured data, and all
// that feeds and calendars say. Forms lead to the page that says what a copy
// cannot do.
//
// The folder appears under its name when everything is in it.
package snapshot
