package figure

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
)

// cell is the side of a ruler's square, in user units: one square a day.
const cell = 14

// Days are days in a row, of one entry.
type Days struct {
	From, To int    // of the month, from 1
	Class    string // of the style sheet
	Key      bool   // important
}

// Month is what a ruler shows of a month.
type Month struct {
	Length  int    // days
	Spans   []Days // of entries known to the day
	Crowded bool   // squares without numbers, for many entries

	Vague        string // words for what is known only to the month, "" if there is none
	VagueClasses string // of it
}

// Ruler draws a month, as what an <svg> holds: filled squares for exact days,
// joined ones for ranges, a dashed bracket under all for what is known only to
// the month.
func Ruler(m Month) template.HTML {
	var b strings.Builder
	b.WriteString(gridPath(m.Length))
	if m.Crowded {
		drawCrowd(&b, m.Spans)
	} else {
		drawDays(&b, m.Spans)
	}
	if m.Vague != "" {
		w := m.Length * cell
		fmt.Fprintf(&b, `<path class="mo%s" d="M0 17v4M0 20H%dM%d 17v4"/>`, unique(m.VagueClasses), w, w)
		fmt.Fprintf(&b, `<text class="lab" x="%d" y="22.6">%s</text>`, w/2, escape(m.Vague))
	}
	return template.HTML(b.String())
}

// unique drops repeated classes.
func unique(classes string) string {
	var out []string
	seen := map[string]bool{}
	for _, c := range strings.Fields(classes) {
		if !seen[c] {
			seen[c] = true
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return ""
	}
	return " " + strings.Join(out, " ")
}

// drawCrowd fills the squares of a month with many events by two paths, the
// days of important ones over the others, without numbers.
func drawCrowd(b *strings.Builder, spans []Days) {
	for _, key := range []bool{false, true} {
		var path strings.Builder
		for _, s := range spans {
			if s.Key == key {
				fmt.Fprintf(&path, "M%d 0h%dv14h-%dz", (s.From-1)*cell, (s.To-s.From+1)*cell, (s.To-s.From+1)*cell)
			}
		}
		class := "x"
		if key {
			class = "x w3"
		}
		if path.Len() > 0 {
			fmt.Fprintf(b, `<path class="%s" d="%s"/>`, class, path.String())
		}
	}
}

func gridPath(days int) string {
	var b strings.Builder
	b.WriteString(`<path class="grid" d="`)
	for i := 0; i <= days; i++ {
		put(&b, "M", strconv.Itoa(i*cell), " 0V14")
	}
	fmt.Fprintf(&b, `M0 0H%dM0 14H%d"/>`, days*cell, days*cell)
	return b.String()
}

// drawDays fills the squares, long spans first so that single days lie on
// them, outlines days that several events share, and numbers them.
func drawDays(b *strings.Builder, spans []Days) {
	var count [32]int
	var dark [32]bool
	for pass := range 2 {
		for _, s := range spans {
			if (s.To > s.From) != (pass == 0) {
				continue
			}
			put(b, `<rect class="`, s.Class, `" x="`, strconv.Itoa((s.From-1)*cell), `" y="0" width="`, strconv.Itoa((s.To-s.From+1)*cell), `" height="14"/>`)
			for d := s.From; d <= s.To; d++ {
				count[d]++
				dark[d] = s.Key
			}
		}
	}
	for d := 1; d <= 31; d++ {
		if count[d] == 0 {
			continue
		}
		if count[d] > 1 {
			fmt.Fprintf(b, `<path class="multi" d="M%d 0h14v14h-14z"/>`, (d-1)*cell)
		}
		class := "on2"
		if dark[d] {
			class = "on"
		}
		put(b, `<text class="`, class, `" x="`, strconv.Itoa((d-1)*cell+7), `" y="9.8">`, strconv.Itoa(d), "</text>")
	}
}
