package figure

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

const (
	barWidth  = 6 // user units, as all lengths here
	barHeight = 60
)

// Bars is a row of bars.
type Bars struct {
	Width int    // user units
	Path  string // one line a bar, as SVG's d attribute has it
	Key   string // the part of each bar that the important ones are, likewise
}

// Scale turns counts into heights: linear, or by the square root where one bar
// would dwarf the others; a caption should say which.
type Scale struct {
	Most int  // the highest count
	Root bool // heights go by the square root
}

// dwarfed is the ratio of the highest to the middle bar from which on the
// square root is drawn.
const dwarfed = 20

// ScaleFor is the scale that shows all the counts.
func ScaleFor(counts []int) Scale {
	var some []int
	for _, n := range counts {
		if n > 0 {
			some = append(some, n)
		}
	}
	if len(some) == 0 {
		return Scale{Most: 1}
	}
	slices.Sort(some)
	most := some[len(some)-1]
	return Scale{Most: most, Root: most > dwarfed*some[len(some)/2]}
}

func (s Scale) height(n int) float64 {
	f := float64(n) / float64(s.Most)
	if s.Root {
		f = math.Sqrt(f)
	}
	return f * (barHeight - 2)
}

// Bars draws one line a count, from the ground up; nothing where a count is 0. key
// counts the important ones among them, or is shorter than counts: the part of a
// bar that they take is their share of it, whatever the scale.
func (s Scale) Bars(counts, key []int) Bars {
	var all, important strings.Builder
	for i, n := range counts {
		if n == 0 {
			continue
		}
		foot := "M" + strconv.Itoa(i*barWidth+barWidth/2) + " 60V"
		height := max(s.height(n), 1)
		all.WriteString(foot + decimal(barHeight-height))
		if i < len(key) && key[i] > 0 {
			important.WriteString(foot + decimal(barHeight-max(height*float64(key[i])/float64(n), 1)))
		}
	}
	return Bars{Width: len(counts) * barWidth, Path: all.String(), Key: important.String()}
}
