package read

import (
	"cmp"
	"fmt"
	"slices"
)

// The most problems that are told one by one: of any kind, and of events that
// are wrong before the reading of a file that is to be refused ends.
const (
	maxNotes = 1000
	maxBad   = 100
)

// notes are the problems of one file.
type notes struct {
	list     []*Problem
	more     int // notes beyond maxNotes
	bad      []*Problem
	badCount int
	said     map[string]bool // what is told once
}

func (n *notes) add(p *Problem) {
	if p.Bad {
		if n.badCount++; len(n.bad) < maxBad {
			n.bad = append(n.bad, p)
		}
	}
	if len(n.list) >= maxNotes {
		n.more++
		return
	}
	n.list = append(n.list, p)
}

// once reports whether the key is new, so that what holds for a whole file is
// told once.
func (n *notes) once(key string) bool {
	if n.said == nil {
		n.said = map[string]bool{}
	}
	if n.said[key] || len(n.said) > maxNotes {
		return false
	}
	n.said[key] = true
	return true
}

// sorted lists the notes in the order of the file.
func (n *notes) sorted() []*Problem {
	slices.SortStableFunc(n.list, func(a, b *Problem) int { return cmp.Compare(a.Line, b.Line) })
	if n.more > 0 {
		last := n.list[len(n.list)-1].Line
		n.list = append(n.list, &Problem{Line: last, Reason: fmt.Sprintf("%d more notes are not listed", n.more)})
	}
	return n.list
}
