package web

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// A month's ruler has one square a day.
const cell = 14

// ruler draws a month: filled squares for exact days, joined ones for ranges,
// a dashed bracket under all for what is known only to the month.
func (v *visit) ruler(year int64, month int, list []*events.Event, l listing) template.HTML {
	last := edtf.LastDayOfMonth(year, monthOf(month)).Day()
	var spans []daySpan
	vague := 0
	bracket := ""
	for _, e := range list {
		from, to, ok := daysIn(e.Span, year, month)
		switch {
		case ok:
			text, _ := e.In(v.Lang)
			class := "x " + weightClass(e, text.Summary != "") + filterClasses(e.Tags, l.filters)
			spans = append(spans, daySpan{from, to, class, e.Key})
		case e.Span.Kind() == events.KindMonth:
			vague++
			bracket += filterClasses(e.Tags, l.filters)
		}
	}
	var b strings.Builder
	b.WriteString(gridPath(last))
	if l.density == roomy {
		drawDays(&b, spans)
	} else {
		drawCrowd(&b, spans)
	}
	if vague > 0 {
		w := last * cell
		fmt.Fprintf(&b, `<path class="mo%s" d="M0 17v4M0 20H%dM%d 17v4"/>`, unique(bracket), w, w)
		fmt.Fprintf(&b, `<text class="lab" x="%d" y="22.6">%s</text>`, w/2, v.Text("rulerUnknown", vague))
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

type daySpan struct {
	from, to int
	class    string
	key      bool
}

// daysIn clips a span of exact days to a month.
func daysIn(s events.Span, year int64, month int) (from, to int, ok bool) {
	if k := s.Kind(); k != events.KindDay && k != events.KindRange {
		return 0, 0, false
	}
	first, _ := s.First()
	last, _ := s.Last()
	start, err := edtf.NewDay(year, monthOf(month), 1)
	if err != nil {
		return 0, 0, false
	}
	end := edtf.LastDayOfMonth(year, monthOf(month))
	if last.Before(start) || first.After(end) {
		return 0, 0, false
	}
	if first.Before(start) {
		first = start
	}
	if last.After(end) {
		last = end
	}
	return first.Day(), last.Day(), true
}

// drawCrowd fills the squares of a month with many events by two paths, the
// days of important ones over the others, without numbers.
func drawCrowd(b *strings.Builder, spans []daySpan) {
	for _, key := range []bool{false, true} {
		var path strings.Builder
		for _, s := range spans {
			if s.key == key {
				fmt.Fprintf(&path, "M%d 0h%dv14h-%dz", (s.from-1)*cell, (s.to-s.from+1)*cell, (s.to-s.from+1)*cell)
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
func drawDays(b *strings.Builder, spans []daySpan) {
	var count [32]int
	var dark [32]bool
	for pass := range 2 {
		for _, s := range spans {
			if (s.to > s.from) != (pass == 0) {
				continue
			}
			put(b, `<rect class="`, s.class, `" x="`, strconv.Itoa((s.from-1)*cell), `" y="0" width="`, strconv.Itoa((s.to-s.from+1)*cell), `" height="14"/>`)
			for d := s.from; d <= s.to; d++ {
				count[d]++
				dark[d] = s.key
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
