package generate

import (
	"strconv"

	"almanac.example/events"
)

// addEvidence gives an event what readers check it by: most have a source,
// some a second one, a quotation, a link or a picture.
func (g *generator) addEvidence(e *events.Event, s *scene) {
	if g.chance(85) {
		e.Sources = append(e.Sources, g.source(s, s.place))
		if g.chance(12) {
			e.Sources = append(e.Sources, g.source(s, s.other))
		}
	}
	if len(e.Sources) > 0 && g.chance(6) {
		e.Sources[0].Quote, e.Sources[0].QuoteLang = e.Text["zh"].Summary, "zh"
	}
	if g.chance(12) {
		e.Links = []events.Link{{
			URL:   "https://example.org/" + s.place.slug + "/" + e.Slug,
			Title: events.Localised{"zh": s.org().zh + "网页", "en": s.org().en},
		}}
	}
	if g.chance(4) {
		e.Image = &events.Image{
			URL:    "https://example.org/pictures/" + e.Slug + ".jpg",
			Alt:    events.Localised{"zh": e.Text["zh"].Title, "en": e.Text["en"].Title},
			Credit: s.who.en,
			Type:   "image/jpeg",
		}
	}
}

// source cites a volume of some place.
func (g *generator) source(s *scene, p *place) events.Source {
	title := g.tell(&scene{place: p}, draw(g.rand, s.repertory.volumes))
	volume, page := strconv.Itoa(g.between(1, 60)), strconv.Itoa(g.between(1, 700))
	src := events.Source{
		Title:   events.Localised{"zh": title.zh, "en": title.en},
		Locator: events.Localised{"zh": "第" + volume + "卷，第" + page + "页", "en": "vol. " + volume + ", p. " + page},
	}
	if g.chance(30) {
		src.Author = events.Localised{"zh": s.who.zh, "en": s.who.en}
	}
	if s.year >= modern && g.chance(40) {
		src.Date = isoYear(min(s.year+1, maxYear))
	}
	return src
}
