package intake

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// mostTold is how many clashes are told one by one.
const mostTold = 10

// Remarks words what stays as it is in the record though the feed says
// otherwise, line by line.
func (p *Plan) Remarks() []string {
	lines := slices.Clone(p.Notes)
	tell := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	for _, c := range p.Clashes[:min(len(p.Clashes), mostTold)] {
		fields := make([]string, len(c.Fields))
		for i, f := range c.Fields {
			fields[i] = string(f)
		}
		tell("event %s: changed in the source and in the record, which stays as it is: %s", c.ID, strings.Join(fields, ", "))
	}
	if n := len(p.Clashes) - mostTold; n > 0 {
		tell("… and %d more that both have changed", n)
	}
	if n := len(p.Amendments); n > 0 {
		tell("%d of these changes are proposed as amendments", n)
	}
	if p.Proposed > 0 {
		tell("%d changes were proposed by an earlier import, and are not proposed again", p.Proposed)
	}
	if n := len(p.Known); n > 0 {
		tell("%d events are in the record already and stay as they are, from: %s", n, p.knownFrom())
	}
	if n := p.Count(Deleted); n > 0 {
		tell("%d events were deleted in the record and stay so, unless they are to be restored", n)
	}
	if n := len(p.Over); n > 0 {
		tell("%d events are over and no longer in the source; they stay", n)
	}
	return lines
}

// knownFrom names where the record has events from that the source brings, too.
func (p *Plan) knownFrom() string {
	from := map[string]int{}
	for _, e := range p.Known {
		name := "the record itself"
		if e.Origin != nil && e.Origin.Feed != "" {
			name = e.Origin.Feed
		}
		from[name]++
	}
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(from)) {
		parts = append(parts, fmt.Sprintf("%d %s", from[name], name))
	}
	return strings.Join(parts, ", ")
}
