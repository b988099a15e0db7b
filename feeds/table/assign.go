package table

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"almanac.example/feeds/foreign"
)

// smallNumber reads a whole number of at most four digits, as 5, 05, 5.0, 5日.
func smallNumber(s string) (int, bool) {
	s = strings.TrimSuffix(strings.TrimRight(s, "年月日号號 ."), ".0")
	if len(s) > 4 {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 0
}

var timeOnly = regexp.MustCompile(`(?i)^\s*(上午|下午|晚上|早上|午前|午後)?\s*\d{1,2}([:.：]\d{2}){1,2}\s*([ap]\.?\s?m\.?)?$|^\s*(上午|下午|晚上|早上|午前|午後)?\s*\d{1,2}\s*([ap]\.?\s?m\.?|uhr|h|时|時|点)$`)

// isTimeOnly reports whether a cell is a time of the day and no date.
func isTimeOnly(s string) bool {
	return len(s) < 30 && timeOnly.MatchString(s) && !dottedDate.MatchString(s)
}

var dottedDate = regexp.MustCompile(`^\d{1,2}\.\d{2}\.\d{2}$`)

func isAddress(s string) bool { return strings.HasPrefix(s, "http") && foreign.IsWebAddress(s) }

// dateWord is a word for dates as such.
var dateWord = regexp.MustCompile(`(?:^| )(date|datum|fecha|data|дата)(?: |$)|日期|年月日|日付|時間|时间|التاريخ`)

// datedName tells how much a name that is not known says that the column holds
// the date of the event, from 0, not at all: "Date added", "Date acquired",
// "Unveiled", "Launch date".
func datedName(name string) int {
	folded := plainName(name)
	dated := dateWord.MatchString(folded) && len(folded) <= 60
	switch {
	case nameSays(name, namesUpkeep) || nameSays(name, namesEarliest) || nameSays(name, namesLatest) || otherCalendar.MatchString(name):
		return 0
	case nameSays(name, namesOther) || nameSays(name, namesEnd):
		return 1
	case nameSays(name, namesFinish) && !nameSays(name, namesStart):
		return 2
	case dated || nameSays(name, namesStart):
		return 3
	}
	return 2
}

// byName gives columns the roles that their names say, if their cells do not
// speak against it. Of two columns of one role the first has it, but for those of
// which there may be more.
func (g *guesser) byName() {
	for i := range g.mapping.Columns {
		c := &g.mapping.Columns[i]
		if c.Role != NoRole {
			continue
		}
		role, lang := roleOf(c.Name)
		role = g.fitting(role, g.look(i))
		if role == NoRole {
			continue
		}
		if !g.taken(role, lang) || slices.Contains([]Role{Title, Tags, Link, Body}, role) {
			c.Role, c.Lang = role, lang
		} else if end := endOf(role); end != NoRole && !g.taken(end, "") && g.isNameAgain(i, role) {
			c.Role = end
		} else if role == Date && g.look(i).dates > 0 {
			c.Role = g.secondDate(i)
		}
	}
}

// isNameAgain reports whether a column is called as the one that has the role.
func (g *guesser) isNameAgain(column int, role Role) bool {
	first := g.mapping.with(role)
	return len(first) > 0 && foldName(first[0].Name) == foldName(g.mapping.Columns[column].Name)
}

// endOf is what a second column of a part of a date is: that of the end.
func endOf(role Role) Role {
	return map[Role]Role{Year: EndYear, Month: EndMonth, Day: EndDay}[role]
}

func (g *guesser) taken(role Role, lang string) bool {
	return slices.ContainsFunc(g.mapping.Columns, func(c Column) bool { return c.Role == role && c.Lang == lang })
}

// fitting is the role that the cells of a column leave of that of its name.
func (g *guesser) fitting(role Role, l look) Role {
	switch {
	case l.filled == 0:
		if role == Date || role == Title {
			return NoRole
		}
	case role == Date && l.times > l.filled/2:
		return Time
	case role == Time && l.dates > l.filled/2:
		return Date
	case role == End && l.times > l.filled/2:
		return EndTime
	case role == EndTime && l.dates > l.filled/2:
		return End
	case role == Tags && 2*l.days > l.filled && l.numbers == l.filled && g.mapping.Format == "":
		return Day
	case role == Date && l.days > l.filled/2 && l.numbers > l.filled/2:
		return Day
	case role == Date && 4*(l.dates+l.days) < l.filled && 10*l.dates < 3*l.filled:
		return NoRole
	case role == End && 4*l.dates < l.filled && l.letters > 20*l.filled:
		return NoRole
	case (role == Month || role == Day) && 2*l.dates > l.filled, role == Tags && l.dates == l.filled && g.mapping.Format == "": // in German "Tag" is a day
		return Date
	case role == Kind && g.mapping.Format != timelineFormat:
		return Tags
	case role == Picture && 2*l.addresses < l.filled:
		return NoRole
	}
	return role
}

// secondDate is what a further column of the name of a date is: of the words of
// the first one, or a question.
func (g *guesser) secondDate(column int) Role {
	for _, c := range g.mapping.with(Date) {
		same, both := 0, 0
		for i := range g.body() {
			a, b := g.body()[i].text(c.Index), g.body()[i].text(column)
			if a != "" && b != "" {
				both++
			}
			if a == b {
				same++
			}
		}
		if both == 0 || same == len(g.body()) {
			return Date // they complete each other
		}
	}
	return NoRole
}

// byCells finds columns for what no name has told: date and title.
func (g *guesser) byCells() {
	m := &g.mapping
	if !m.Has(Date) && !m.Has(Year) && !m.Has(Earliest) {
		g.dateByCells()
	}
	if !m.Has(Title) {
		g.titleByCells()
	}
	if m.Has(Day) && !m.Has(Month) || m.Has(Month) && !m.Has(Year) && !m.Has(Date) {
		for i := range m.Columns {
			if c := &m.Columns[i]; c.Role == Day || c.Role == Month && !m.Has(Year) {
				c.Role = NoRole
			}
		}
	}
}

// dateByCells takes the column of which most cells are dates; those whose names
// speak of a date come before those that only hold some. What tells of the entry
// and not of the event is never taken.
func (g *guesser) dateByCells() {
	best := 0
	score := func(i int) int {
		l := g.look(i)
		if l.filled == 0 || 10*l.dates < 6*l.filled || g.mapping.Columns[i].Role != NoRole || nameSays(g.mapping.Columns[i].Name, namesNumber) {
			return 0
		}
		return 1000*datedName(g.mapping.Columns[i].Name) + 100*l.filled/max(len(g.body()[:min(len(g.body()), mostLooked)]), 1)/10*10
	}
	for i := range g.mapping.Columns {
		best = max(best, score(i))
	}
	for i := range g.mapping.Columns {
		if best >= 1000 && score(i) == best {
			g.mapping.Columns[i].Role = Date
			if best >= 2000 && best < 3000 {
				return // of names that say nothing the first one counts
			}
		}
	}
}

// titleByCells takes the column of texts that differ most, in as many rows as
// possible; a word for titles in its name, as in ExhTitle, counts for it. Where the
// texts are spread over several columns, each of them filled in some rows only, it
// takes none.
func (g *guesser) titleByCells() {
	rows := len(g.body()[:min(len(g.body()), mostLooked)])
	best, most := -1, 0
	for i := range g.mapping.Columns {
		l := g.look(i)
		if g.mapping.Columns[i].Role != NoRole || namesPlace(g.mapping.Columns[i].Name) || l.filled == 0 || 2*l.filled < rows || 2*(l.dates+l.numbers+l.addresses+l.times) > l.filled {
			continue
		}
		average := l.letters / l.filled
		score := 100*len(l.distinct)/l.filled + min(average, 60)
		if average > 300 {
			score -= 60 // a text rather than a title
		}
		if score = score * l.filled / rows; titledName(g.mapping.Columns[i].Name) {
			score += 100
		}
		if (average >= 2 || g.mapping.Header > 0) && score > most {
			best, most = i, score
		}
	}
	if best >= 0 && (!g.mapping.Has(Body) || most > 100) {
		g.mapping.Columns[best].Role = Title
	}
}

// titledName reports whether the last word of a name is one for titles.
func titledName(name string) bool {
	words := strings.Fields(plainName(name))
	return len(words) > 1 && slices.Contains([]string{"title", "titel", "titre", "titulo", "titolo", "headline"}, words[len(words)-1])
}

// namesPlace reports whether a name of several words is one for places: Launch Site,
// Venue Name.
func namesPlace(name string) bool {
	words := strings.Fields(strings.TrimSuffix(plainName(name), " name"))
	if len(words) == 0 {
		return false
	}
	role, _ := roleOf(words[len(words)-1])
	return role == Place || role == Address
}
