package address

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/events/timeline"
)

// Kind is a kind of page: what of its address it understands.
type Kind struct {
	At     func(path string) string // the path whose selection it shows; nil: its own
	Beside bool                     // it shows a selection of the whole record, at an address beside
	Plain  bool                     // the same, and no query narrows it
	Paged  bool                     // it is a list, of which page and print choose a part
	// Printed tells that it may be too long to be shown whole, which print asks for.
	Printed bool
	Framed  bool // it understands the choices of an embedded frame
	// Order is the usual order of its entries, which a reader may turn around; "":
	// there is nothing to turn.
	Order Order
}

// Order says which entries of a list stand first.
type Order string

// The orders, as addresses spell them.
const (
	OldestFirst Order = "oldest"
	NewestFirst Order = "newest"
)

// Choices are the reader's wishes that change a page and not its selection.
type Choices struct {
	Page  int    // of a long list, from 1
	Mono  bool   // hide the lines in the other language
	Print bool   // everything on one page, for printing
	Order Order  // of the entries; "" where the page has none to choose
	usual Order  // what Order is where the address does not say
	Theme string // "light", "dark" or "" for the system's
	Frame FrameChoices

	Strange bool // the address had more than is understood
}

// FrameChoices are how a frame shows its selection.
type FrameChoices struct {
	N     int    // entries
	Days  int    // from today on; 0: of any date
	Theme string // light, dark, "" for the reader's system
}

// The numbers of entries a frame shows.
const (
	frameUsual = 10
	FrameMost  = 50
)

// maxPage bounds ?page=, which no list of a record can exceed.
const maxPage = 100_000

// The keys of the query that are no selection.
var (
	choiceKeys = []string{"page", "mono", "print", orderKey}
	frameKeys  = []string{"n", "theme", daysKey}
)

// Page reads the address of a page. What the page does not understand of it is
// left out; so is what changes nothing, which makes the same page one answer.
func (g Grammar) Page(t *timeline.Timeline, u *url.URL, k Kind) (Target, Choices, error) {
	query, err := readQuery(u.RawQuery)
	if err != nil {
		return Target{}, Choices{}, err
	}
	tg, err := g.Target(t, k.selectionPath(u.Path))
	if err != nil {
		return Target{}, Choices{}, err
	}
	if k.Beside || k.Plain {
		tg.Path = strings.TrimRight(u.Path, "/")
	}
	c, err := k.choices(query)
	if err != nil {
		return Target{}, Choices{}, err
	}
	query, c.Strange = k.selection(query)
	if k.Plain {
		return tg, c, nil
	}
	if err := tg.Narrow(t, query); err != nil {
		return tg, c, err
	}
	if c.Frame.Days > 0 && (!tg.Selection.From.IsZero() || !tg.Selection.To.IsZero()) {
		return tg, c, BadKey(daysKey, "cannot stand together with from or to")
	}
	return tg, c, nil
}

// selectionPath is the path whose selection the page at a path shows.
func (k Kind) selectionPath(path string) string {
	switch {
	case k.At != nil:
		return k.At(path)
	case k.Beside || k.Plain:
		lang, _ := LanguageIn(path)
		return "/" + lang + "/all"
	}
	return path
}

// LanguageIn is the first part of a path, which is its language.
func LanguageIn(path string) (lang string, ok bool) {
	lang, _, _ = strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return lang, lang != ""
}

// choices reads what the page understands of a query beside the selection.
func (k Kind) choices(q url.Values) (Choices, error) {
	c := Choices{Page: 1}
	var err error
	if k.Framed {
		if c.Frame, err = readFrame(q); err != nil {
			return c, err
		}
	}
	if text := q.Get("page"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > maxPage {
			return c, BadKey("page", "is no page number; pages are counted from 1")
		}
		c.Page = n
	}
	if c.Mono, err = readSwitch(q, "mono"); err != nil {
		return c, err
	}
	if err := c.readOrder(q, k); err != nil {
		return c, err
	}
	if c.Print, err = readSwitch(q, "print"); err != nil {
		return c, err
	}
	if !k.Paged {
		c.Page, c.Print = 1, c.Print && k.Printed
	}
	return c, nil
}

// orderKey is the query key of the order of entries.
const orderKey = "order"

// readOrder reads which entries stand first. A frame has the newest first, but what
// comes up in the next days begins with the next.
func (c *Choices) readOrder(q url.Values, k Kind) error {
	asked, err := orderIn(q)
	if err != nil {
		return err
	}
	c.usual = k.Order
	if k.Framed {
		c.usual = NewestFirst
		if c.Frame.Days > 0 {
			c.usual = OldestFirst
		}
	}
	if c.Order = c.usual; c.usual != "" && asked != "" {
		c.Order = asked
	}
	return nil
}

// orderIn is the order that a query asks for, "" if it asks for none.
func orderIn(q url.Values) (Order, error) {
	switch o := Order(q.Get(orderKey)); o {
	case "", OldestFirst, NewestFirst:
		return o, nil
	}
	return "", BadKey(orderKey, "must be oldest or newest")
}

// Turned reports whether the entries stand in another order than is usual.
func (c Choices) Turned() bool { return c.Order != c.usual }

// OrderValues spells an order of this page's entries for an address.
func (c Choices) OrderValues(o Order) map[string][]string {
	if o == c.usual {
		return map[string][]string{orderKey: nil}
	}
	return map[string][]string{orderKey: {string(o)}}
}

func readSwitch(q url.Values, key string) (bool, error) {
	switch q.Get(key) {
	case "", "0":
		return false, nil
	case "1":
		return true, nil
	}
	return false, BadKey(key, "must be 1 or absent")
}

func readFrame(q url.Values) (FrameChoices, error) {
	c := FrameChoices{N: frameUsual, Theme: q.Get("theme")}
	if text := q.Get("n"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > FrameMost {
			return c, BadKey("n", "must be a number from 1 to "+strconv.Itoa(FrameMost))
		}
		c.N = n
	}
	if text := q.Get(daysKey); text != "" {
		days, err := strconv.Atoi(text)
		if err != nil || days < 1 || days > maxDays {
			return c, BadKey(daysKey, "must be a number from 1 to "+strconv.Itoa(maxDays))
		}
		c.Days = days
	}
	if c.Theme != "" && c.Theme != "light" && c.Theme != "dark" {
		return c, BadKey("theme", "must be light, dark or absent")
	}
	return c, nil
}

// selection is the part of a query that may be the selection's; strange reports
// whether the address had more than is understood.
func (k Kind) selection(q url.Values) (own url.Values, strange bool) {
	own = url.Values{}
	for key, values := range q {
		switch {
		case slices.Contains(events.SelectionKeys(), key):
			own[key] = values
		case slices.Contains(choiceKeys, key), k.Framed && slices.Contains(frameKeys, key):
		default:
			strange = true
		}
	}
	return own, strange
}

// Values spells the choices that belong to an address, except the page number.
func (c Choices) Values() url.Values {
	q := url.Values{}
	if c.Mono {
		q.Set("mono", "1")
	}
	if c.Print {
		q.Set("print", "1")
	}
	if c.Turned() {
		q.Set(orderKey, string(c.Order))
	}
	return q
}

// FrameValues spells the choices for a frame's address.
func (c Choices) FrameValues() url.Values {
	q := url.Values{}
	if c.Frame.N != frameUsual {
		q.Set("n", strconv.Itoa(c.Frame.N))
	}
	if c.Frame.Theme != "" {
		q.Set("theme", c.Frame.Theme)
	}
	if c.Frame.Days > 0 {
		q.Set(daysKey, strconv.Itoa(c.Frame.Days))
	}
	if c.Turned() {
		q.Set(orderKey, string(c.Order))
	}
	if c.Mono {
		q.Set("mono", "1")
	}
	return q
}
