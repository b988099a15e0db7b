// Package address reads and spells the addresses of pages and feeds.
//
// # What it promises
//
// Path and query are read in one place, by a Grammar, into a Target (language,
// selection, one event, or what is made of a selection) and the choices beside
// it. Pages and feeds use the same grammar, so that a page's address with another
// extension is the feed of exactly what it shows. What changes nothing makes no
// other address: trackers, empty values, the order of keys, tags that nothing has.
// On pages an unknown key is left out and noted; on feeds it is an error that
// names it. A Period is a stretch of the calendar that has a page.
//
// # What it does not know
//
// It does not know how a page or a feed is made, nor any request beyond its URL.
//
//	/zh/2019.ics?tag=policy&utm_source=x
//	  │    │    │   └─ query without trackers ─ choices │ selection
//	  │    │    └ Form                                  ▼
//	  └────┴ path ─────────────────────────── Target{Selection, Query}
package address
