package generate

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// scene is a story with everything that fills its slots.
type scene struct {
	year        int
	story       *story
	repertory   *repertory
	place       *place
	other       *place // another place
	field, also *field
	houses      [2]pair // of the org and the partner
	who         pair
	abroad      pair
	thing       pair
	ordinal     int
	cancelled   bool
}

func (g *generator) scene(year int) *scene {
	r := g.repertory(year)
	s := &scene{year: year, repertory: r, story: draw(g.rand, r.stories)}
	s.place = draw(g.rand, r.places)
	s.other = another(g.rand, r.places, s.place)
	s.field, s.also = g.twoFields(s.story, r)
	s.houses = [2]pair{draw(g.rand, houses), draw(g.rand, houses)}
	s.who = g.person()
	s.abroad = draw(g.rand, abroad(year))
	if len(s.story.things) > 0 {
		s.thing = draw(g.rand, s.story.things)
	}
	s.ordinal = g.between(1, 30)
	s.cancelled = s.story.planned && g.chance(4)
	return s
}

func (g *generator) twoFields(s *story, r *repertory) (a, b *field) {
	if i := slices.IndexFunc(r.fields, func(f *field) bool { return f.name.en == s.about }); i >= 0 {
		return r.fields[i], r.fields[i]
	}
	a = draw(g.rand, r.fields)
	if s.made {
		a = draw(g.rand, r.made)
	}
	return a, another(g.rand, r.fields, a)
}

// another draws one of the list, which has more than one, that is not the
// given one.
func another[T comparable](r *rand.Rand, list []T, than T) T {
	for {
		if other := draw(r, list); other != than {
			return other
		}
	}
}

func (g *generator) person() pair {
	family := draw(g.rand, families)
	first, second := draw(g.rand, givens), draw(g.rand, givens)
	if first == second || g.chance(25) {
		return pair{family.zh + first.zh, family.en + " " + first.en}
	}
	gap := ""
	if strings.ContainsAny(second.en[:1], "AEO") {
		gap = "’" // 宁安 is Ning’an, so that it is not read as Nin-gan
	}
	return pair{family.zh + first.zh + second.zh, family.en + " " + first.en + gap + strings.ToLower(second.en)}
}

// org is the institution on the spot.
func (s *scene) org() pair { return institution(s.houses[0], s.place, s.field) }

// partner is an institution at the other place.
func (s *scene) partner() pair { return institution(s.houses[1], s.other, s.also) }

// institution names a house of learning after its place and field.
func institution(house pair, p *place, f *field) pair {
	field := pair{f.name.zh, capitals(f.name.en)}
	at := func(lang string) string {
		return fill(house.in(lang), func(name string) string {
			if name == "place" {
				return p.name.in(lang)
			}
			return field.in(lang)
		})
	}
	return pair{at("zh"), at("en")}
}

// tags are the story's and sometimes the field's, sorted.
func (s *scene) tags() []string {
	tags := []string{s.story.tag}
	if strings.Contains(s.story.title.zh, "{field}") && s.field.tag != s.story.tag {
		tags = append(tags, s.field.tag)
	}
	slices.Sort(tags)
	return tags
}

// capitals writes a noun phrase as part of a name: "deep-space exploration"
// becomes "Deep-space Exploration".
func capitals(s string) string {
	words := strings.Split(s, " ")
	for i, w := range words {
		if w != "of" && w != "and" && w != "the" {
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(words, " ")
}
