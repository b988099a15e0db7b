package entry

import (
	"strconv"

	"almanac.example/events"
	"almanac.example/web/desk/frame"
)

// check is something that was looked at before an entry goes out.
type check struct {
	Word string // fine, mind, stops
	Stop bool
	Text string
	Mend *frame.Link
}

// checksOf looks at an entry as readers would. What stops keeps it from being
// published; what is only to be minded does not.
func checksOf(v *frame.Visit, e *events.Event, id events.ID) []check {
	at := func(anchor string) *frame.Link {
		return &frame.Link{Text: v.Text("check.mend"), Href: v.EntryLink(id, "") + "#" + anchor}
	}
	c := checker{v: v}
	if e.Span.Unread != "" {
		c.stop(v.Text("check.date", e.Span.Unread), at("date"))
	}
	c.titles(e, at)
	c.sources(e, at)
	c.picture(e, at)
	for _, lang := range e.Outdated {
		c.mind(v.Text("check.outdated", v.LanguageName(lang)), at("t-"+lang))
	}
	return c.list
}

type checker struct {
	v    *frame.Visit
	list []check
}

func (c *checker) fine(text string) {
	c.list = append(c.list, check{Word: c.v.Text("check.fine"), Text: text})
}

func (c *checker) mind(text string, mend *frame.Link) {
	c.list = append(c.list, check{Word: c.v.Text("check.mind"), Text: text, Mend: mend})
}

func (c *checker) stop(text string, mend *frame.Link) {
	c.list = append(c.list, check{Word: c.v.Text("check.stop"), Stop: true, Text: text, Mend: mend})
}

func (c *checker) titles(e *events.Event, at func(string) *frame.Link) {
	all := true
	for _, lang := range c.v.Contents(nil) {
		if e.Text[lang].Title == "" {
			all = false
			c.mind(c.v.Text("check.noTitle", c.v.LanguageName(lang)), at("t-"+lang))
		}
	}
	if all {
		c.fine(c.v.Text("check.titles"))
	}
}

func (c *checker) sources(e *events.Event, at func(string) *frame.Link) {
	if len(e.Sources) == 0 {
		c.mind(c.v.Text("check.noSource"), at("h-src"))
		return
	}
	for i, s := range e.Sources {
		if s.URL == "" {
			c.mind(c.v.Text("check.noLink", i+1), at("su-"+strconv.Itoa(i)))
			return
		}
	}
	c.fine(c.v.Text("check.sources"))
}

func (c *checker) picture(e *events.Event, at func(string) *frame.Link) {
	if e.Image == nil {
		return
	}
	all := true
	for _, lang := range e.Languages() {
		if e.Image.Alt[lang] == "" {
			all = false
			c.stop(c.v.Text("check.noAlt", c.v.LanguageName(lang)), at("alt-"+lang))
		}
	}
	if all {
		c.fine(c.v.Text("check.alt"))
	}
}

// stops reports whether anything keeps the entry from going out.
func stops(list []check) bool {
	for _, c := range list {
		if c.Stop {
			return true
		}
	}
	return false
}
