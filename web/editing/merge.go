package editing

import "almanac.example/events"

// Outcome says what a three-way merge made of a field.
type Outcome string

// The outcomes.
const (
	TakenYours  Outcome = "yours"    // only you changed it
	TakenTheirs Outcome = "theirs"   // only they changed it
	TakenBoth   Outcome = "both"     // both did the same, or each added to a list
	Clash       Outcome = "conflict" // both changed it, each otherwise: a person has to choose
)

// Difference is what became of one field that was changed.
type Difference struct {
	Path    string
	Outcome Outcome
}

// Merged is what a three-way merge made. Event is theirs with what could be
// merged of yours; where the two clash it still says theirs.
type Merged struct {
	Event       events.Event
	Differences []Difference
}

// Clashes lists the fields about which a person has to choose; see Take.
func (m *Merged) Clashes() []string {
	var paths []string
	for _, d := range m.Differences {
		if d.Outcome == Clash {
			paths = append(paths, d.Path)
		}
	}
	return paths
}

// Merge merges two states that were made of one, field by field. base is nil if
// it is not known: then everything that the two do not have alike clashes,
// except what only one of them says.
func Merge(base, yours, theirs *events.Event) Merged {
	if base == nil {
		base = &events.Event{}
	}
	m := Merged{Event: *theirs}
	for _, f := range fieldsOf(base, yours, theirs) {
		was, mine, other := spelt(f.get(base)), spelt(f.get(yours)), spelt(f.get(theirs))
		switch {
		case mine == was && other == was:
		case mine == other:
			m.note(f.path, TakenBoth)
		case mine == was:
			m.note(f.path, TakenTheirs)
		case other == was:
			f.take(&m.Event, yours)
			m.note(f.path, TakenYours)
		case f.union != nil:
			both := m.Event
			both.Tags, both.Outdated = f.union(base, yours, theirs), f.union(base, yours, theirs)
			f.take(&m.Event, &both)
			m.note(f.path, TakenBoth)
		default:
			m.note(f.path, Clash)
		}
	}
	return m
}

func (m *Merged) note(path string, o Outcome) {
	m.Differences = append(m.Differences, Difference{path, o})
}
