package table

import (
	"maps"
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

// released is a name for the day on which something comes out.
var released = regexp.MustCompile(`(?:^| )released?(?: (?:date|day|time))?$`)

// datedName tells how much a name that is not known says that the column holds
// the date of the event, from 0, not at all: "Date added", "Date acquired",
// "Unveiled", "Launch date".
func datedName(name string) int {
	folded := plainName(name)
	dated := dateWord.MatchString(folded) && len(folded) <= 60
	switch {
	case nameSays(name, namesUpkeep) || nameSays(name, namesEarliest) || nameSays(name, namesLatest) || namesOtherCalendar(name):
		return 0
	case released.MatchString(folded):
		return surelyDated // of what comes out that is the event
	case nameSays(name, namesOther) || nameSays(name, namesEnd):
		return 1
	case nameSays(name, namesFinish) && !nameSays(name, namesStart):
		return 2
	case dated || nameSays(name, namesStart):
		return surelyDated
	}
	return 2
}

// byName gives columns the roles that their names say, if their cells do not
// speak against it. Of two columns of one role the first has it, but for those of
// which there may be more.
func (g *guesser) byName() {
	defer g.tellingTitle()
	g.partsByName()
	for _, i := range g.localFirst() {
		c := &g.mapping.Columns[i]
		if c.Role != NoRole {
			continue
		}
		role, lang := roleOf(c.Name)
		role = g.fitting(role, g.look(i))
		if l := g.look(i); role == NoRole || lang == "id" && l.numbers+l.codes == l.filled { // title_id
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

// partsByName finds year, month and day that have a name in common, beside another
// year: event_date_year, event_date_month, event_date_day. One for the end, or of
// something else, is none.
func (g *guesser) partsByName() {
	byName := map[string]map[Role]int{}
	for i, c := range g.mapping.Columns {
		words := strings.Fields(plainName(c.Name))
		if c.Role != NoRole || len(words) < 2 {
			continue
		}
		name, part := strings.Join(words[:len(words)-1], " "), words[len(words)-1]
		role, _ := roleOf(part)
		if whole, _ := roleOf(c.Name); whole != NoRole || role != Year && role != Month && role != Day || datedName(name) < 2 || nameSays(name, namesFinish) {
			continue
		}
		if byName[name] == nil {
			byName[name] = map[Role]int{}
		}
		byName[name][role] = i
	}
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		parts := byName[name]
		_, year := parts[Year]
		_, month := parts[Month]
		if !year || !month || g.mapping.Has(Year) {
			continue
		}
		for role, i := range parts {
			g.mapping.Columns[i].Role = role
		}
	}
}

// tellingTitle leaves out a title that says the same in many rows, such as the name
// of a museum, where another one is filled beside it and tells them apart.
func (g *guesser) tellingTitle() {
	titles := g.mapping.with(Title)
	for i, a := range titles {
		for _, b := range titles[i+1:] {
			same, other := g.look(a.Index), g.look(b.Index)
			repeats := 10*len(same.distinct) <= 7*same.filled && len(same.distinct) < len(other.distinct)
			if a.Lang == b.Lang && repeats && !slices.ContainsFunc(g.body(), func(r Row) bool { return r.text(a.Index) != "" && r.text(b.Index) == "" }) {
				g.mapping.Columns[a.Index].Role = NoRole
			}
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
	case role == End && l.times > l.filled/2, role == End && l.days == l.filled && l.numbers == l.filled && g.hasTimes(): // 10 beside 4-10pm
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
	case (role == Earliest || role == Latest) && 2*l.dates < l.filled:
		return NoRole
	case role == Kind && g.mapping.Format != timelineFormat:
		return Tags
	case role == Picture && 2*l.addresses < l.filled, role == Place && 2*l.addresses > l.filled:
		return NoRole
	}
	return role
}

// hasTimes reports whether a column is called the time of the day.
func (g *guesser) hasTimes() bool {
	return slices.ContainsFunc(g.mapping.Columns, func(c Column) bool { role, _ := roleOf(c.Name); return role == Time })
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
	if m.Has(Title) && !m.Has(Body) && !m.Has(Summary) && m.Format == "" {
		g.titleOfRest()
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
		if l.filled == 0 || 10*l.dates < 6*l.filled || g.mapping.Columns[i].Role != NoRole || nameSays(g.mapping.Columns[i].Name, namesNumber) || g.isCount(i) {
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
	for i := range g.mapping.Columns { // one by its name, though words stand in most rows
		if role, _ := roleOf(g.mapping.Columns[i].Name); best < 1000 && role == Date && g.mapping.Columns[i].Role == NoRole && g.look(i).dates > 0 {
			g.mapping.Columns[i].Role = Date
			return
		}
	}
}

// isCount reports whether a column of numbers counts something else than years: its
// name speaks of no date, and many are of two or three digits, as minutes are.
func (g *guesser) isCount(column int) bool {
	name, l := g.mapping.Columns[column].Name, g.look(column)
	if name == "" || 2*l.numbers < l.filled || datedName(name) != 2 || namesYear(name) {
		return false
	}
	years := 0
	for i := range g.body()[:min(len(g.body()), mostLooked)] {
		if n, ok := smallNumber(g.body()[i].text(column)); ok && n >= 1000 && n < farAhead {
			years++
		}
	}
	return 10*years < 9*l.numbers
}

// namesYear reports whether a word of a name is one for years.
func namesYear(name string) bool {
	return slices.ContainsFunc(strings.Fields(plainName(name)), func(word string) bool { role, _ := roleOf(word); return role == Year })
}

// titleByCells takes the column of texts that differ most, in as many rows as
// possible; a word for titles in its name, as in ExhTitle, counts for it, and one for
// remarks against it. Where the
// texts are spread over several columns, each of them filled in some rows only, it
// takes none.
func (g *guesser) titleByCells() {
	rows := len(g.body()[:min(len(g.body()), mostLooked)])
	best, most := -1, 0
	for i := range g.mapping.Columns {
		l := g.look(i)
		if !g.mayBeTitle(i) || l.filled == 0 || 2*l.filled < g.said() || 2*(l.dates+l.numbers+l.codes+l.addresses+l.times) > l.filled {
			continue
		}
		average := l.letters / l.filled
		score := 100*len(l.distinct)/l.filled + min(average, 60)
		if average > 300 {
			score -= 60 // a text rather than a title
		}
		switch score = score * l.filled / rows; {
		case titledName(g.mapping.Columns[i].Name):
			score += 100
		case remarkName.MatchString(plainName(g.mapping.Columns[i].Name)):
			score /= 3
		}
		if (average >= 2 || g.mapping.Header > 0) && score > most {
			best, most = i, score
		}
	}
	if body := g.mapping.first(Body); best >= 0 && (body < 0 || most > 100 && (best < body || !g.isShort(body))) {
		g.mapping.Columns[best].Role = Title
	}
}

// mayBeTitle reports whether a column without a role may be the title: none by its
// name, as those of places and of dates are, no yes or no, and no town where a place
// is known, which is the title then.
func (g *guesser) mayBeTitle(column int) bool {
	c := g.mapping.Columns[column]
	named, _ := roleOf(c.Name)
	words := strings.Fields(plainName(c.Name))
	isYesNo := true
	for text := range g.look(column).distinct {
		_, err := isYes(text)
		isYesNo = isYesNo && err == nil
	}
	return c.Role == NoRole && named != Date && !namesPlace(c.Name) && !isYesNo &&
		!(g.mapping.Has(Place) && slices.ContainsFunc(words, func(w string) bool { return contains(townNames(), w) }))
}

// townNames are words for where a place lies, folded.
func townNames() []string {
	return []string{"town", "city", "country", "state", "region", "county", "municipality", "province", "stadt", "land", "kanton", "bundesland", "ville", "pays", "departement", "ciudad", "municipio", "provincia", "pais", "citta", "paese", "cidade", "城市", "国家", "國家", "省份", "都道府県", "市区町村"}
}

// titleOfRest takes the texts of another column for the titles of rows that have
// none, if it is filled in nearly all of them: remarks stand where no name does.
func (g *guesser) titleOfRest() {
	const fewest = 2
	titles, rest := g.mapping.with(Title), []*Row(nil)
	for i := range g.body()[:min(len(g.body()), mostLooked)] {
		r := &g.body()[i]
		if !slices.ContainsFunc(titles, func(c Column) bool { return r.text(c.Index) != "" }) && r.filled() > 1 {
			rest = append(rest, r)
		}
	}
	best, most := -1, 0
	for i, c := range g.mapping.Columns {
		l := g.look(i)
		if c.Role != NoRole || c.Note != "" || namesPlace(c.Name) || 2*(l.dates+l.numbers+l.codes+l.addresses+l.times) > l.filled {
			continue
		}
		distinct := map[string]bool{}
		for _, r := range rest {
			if text := r.text(i); text != "" && !isNothing(text) {
				distinct[text] = true
			}
		}
		if len(distinct) >= fewest && 10*len(distinct) >= 9*len(rest) && len(distinct) > most {
			best, most = i, len(distinct)
		}
	}
	if best >= 0 {
		g.mapping.Columns[best].Role = Title
	}
}

// isShort reports whether the texts of a column are as long as titles, and differ:
// of tables with a description and no title each is the event itself, and what
// stands behind it tells of where and for whom.
func (g *guesser) isShort(column int) bool {
	const longest = 120
	l := g.look(column)
	return l.filled > 0 && l.letters <= longest*l.filled && 10*len(l.distinct) >= 7*l.filled
}

// remarkName finds the names of columns for remarks.
var remarkName = regexp.MustCompile(`(?:^| )(?:notes?|remarks?|comments?|bemerkung(?:en)?|anmerkung(?:en)?|notiz(?:en)?|remarques?|commentaires?|notas?|observaciones|comentarios?|osservazioni|примечани[ея]|комментари[йи])$|备注|備註|備考|비고`)

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
