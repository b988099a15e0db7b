package generate

// pair is the same words in Chinese and English.
type pair struct{ zh, en string }

// in returns the words in a language.
func (p pair) in(lang string) string {
	if lang == "zh" {
		return p.zh
	}
	return p.en
}

// languages are those that every made-up event has text in.
var languages = [...]string{"zh", "en"}

// story is a kind of event and the ways to tell it. The texts have slots in
// braces: see slot.
type story struct {
	since, until int // years in which it can happen
	title        pair
	lines        []pair // sentences, each of which can stand alone after the title
	things       []pair // what {thing} can be
	about        string // the English name of the field it belongs to, if it is not open
	tag          string
	planned      bool // announced beforehand, so it may be cancelled
	made         bool // needs a field in which something is manufactured
}

// repertory is what can be told of a year.
type repertory struct {
	stories  []*story
	fields   []*field
	made     []*field // those in which something is manufactured
	places   []*place
	closings []pair
	volumes  []pair // where it may be written down
}

// repertory collects, once a year, what suits it.
func (g *generator) repertory(year int) *repertory {
	if r, ok := g.known[year]; ok {
		return r
	}
	r := &repertory{closings: earlyClosings, volumes: earlyVolumes}
	if year >= modern {
		r.closings, r.volumes = modernClosings, modernVolumes
	}
	for _, list := range [][]story{earlyStories, modernStories} {
		for i := range list {
			if s := &list[i]; s.since <= year && year <= s.until {
				r.stories = append(r.stories, s)
			}
		}
	}
	for i := range fields {
		f := &fields[i]
		if f.since > max(year, modern) {
			continue
		}
		r.fields = append(r.fields, f)
		if f.made {
			r.made = append(r.made, f)
		}
	}
	for i := range g.atlas {
		if p := &g.atlas[i]; p.since <= year {
			r.places = append(r.places, p)
		}
	}
	g.known[year] = r
	return r
}
