package main

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
)

// comparison is how two recordings differ.
type comparison struct {
	days     [2]string
	compared int
	groups   []group // the most frequent first
}

// group is all differences of one kind in one class of addresses.
type group struct {
	class, kind string
	found       []difference // in the order of their keys
}

// difference is one that was found.
type difference struct {
	key      string
	request  string
	old, now string // what it was and what it is, in short
	bodies   [2]string
}

// compare finds every difference in what both recordings have been asked. A
// name must stand for the same record in both.
func compare(before, after recording) (comparison, error) {
	shared, err := sharedPart(before, after)
	if err != nil {
		return comparison{}, err
	}
	before.Answers = slices.DeleteFunc(slices.Clone(before.Answers), func(a answer) bool { return !shared(a) })
	c := comparison{days: [2]string{before.Day, after.Day}}
	later := map[string]answer{}
	for _, a := range after.Answers {
		if shared(a) {
			later[a.key()] = a
		}
	}
	for _, a := range before.Answers {
		b, ok := later[a.key()]
		if !ok {
			c.add(a.Class, "no longer asked", difference{key: a.key(), request: a.Request, old: fmt.Sprint(a.Status)})
			continue
		}
		delete(later, a.key())
		c.compared++
		c.answers(a, b)
	}
	for _, key := range slices.Sorted(maps.Keys(later)) {
		c.add(later[key].Class, "not asked before", difference{key: key, request: later[key].Request, now: fmt.Sprint(later[key].Status)})
	}
	slices.SortStableFunc(c.groups, func(a, b group) int {
		return cmp.Or(cmp.Compare(len(b.found), len(a.found)), cmp.Compare(a.class, b.class), cmp.Compare(a.kind, b.kind))
	})
	return c, nil
}

// sharedPart tells the answers that both recordings were to hold.
func sharedPart(before, after recording) (func(answer) bool, error) {
	var classes [2]*regexp.Regexp
	for i, rec := range []recording{before, after} {
		var err error
		if classes[i], err = regexp.Compile(rec.Class); err != nil {
			return nil, err
		}
	}
	common := 0
	for name, sum := range before.Records {
		if other, ok := after.Records[name]; ok && other != sum {
			return nil, fmt.Errorf("the recordings were made with different records called %s", name)
		} else if ok {
			common++
		}
	}
	if common == 0 {
		return nil, errors.New("the recordings have no record in common")
	}
	return func(a answer) bool {
		return before.Records[a.Record] == after.Records[a.Record] && classes[0].MatchString(a.Class) && classes[1].MatchString(a.Class)
	}, nil
}

func (c *comparison) add(class, kind string, d difference) {
	i := slices.IndexFunc(c.groups, func(g group) bool { return g.class == class && g.kind == kind })
	if i < 0 {
		i, c.groups = len(c.groups), append(c.groups, group{class: class, kind: kind})
	}
	c.groups[i].found = append(c.groups[i].found, d)
}

// answers compares two answers to the same request. Where the status is
// another, the rest is not looked at: it must differ.
func (c *comparison) answers(a, b answer) {
	if a.Status != b.Status {
		c.add(a.Class, fmt.Sprintf("status %d → %d", a.Status, b.Status),
			difference{key: a.key(), request: a.Request, old: fmt.Sprint(a.Status), now: fmt.Sprint(b.Status), bodies: [2]string{a.Body, b.Body}})
		return
	}
	if a.Body != b.Body {
		c.add(a.Class, "body", difference{key: a.key(), request: a.Request, old: a.Body[:12], now: b.Body[:12], bodies: [2]string{a.Body, b.Body}})
	}
	names := map[string]bool{}
	for _, h := range []map[string][]string{a.Header, b.Header} {
		for name := range h {
			names[name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if !follows(name, a, b) && !slices.Equal(a.Header[name], b.Header[name]) {
			c.add(a.Class, "header "+name, difference{key: a.key(), request: a.Request, old: value(a, name), now: value(b, name)})
		}
	}
	if tag := a.Header.Get("Etag"); tag != "" && tag == b.Header.Get("Etag") && a.Raw != b.Raw {
		c.add(a.Class, "same entity tag, other body", difference{key: a.key(), request: a.Request, old: a.Raw[:12], now: b.Raw[:12]})
	}
}

// follows reports whether the field differs only because the body does. Of
// HEAD and 304 the body is not there to see; that of the plain answer tells.
func follows(name string, a, b answer) bool {
	bodiless := a.Shape == "HEAD" || a.Status == 304
	return (name == "Etag" || name == "Content-Length") && len(a.Header[name]) == len(b.Header[name]) && (a.Raw != b.Raw || bodiless)
}

func value(a answer, name string) string {
	if values, ok := a.Header[name]; ok {
		return strings.Join(values, " | ")
	}
	return "(none)"
}

// printing is how much to show.
type printing struct {
	bodies   string // folder, "" if no lines can be shown
	examples int    // of each group
}

// print writes the groups; the error is errDifferent if there are any.
func (c comparison) print(w io.Writer, p printing) error {
	if c.days[0] != c.days[1] {
		fmt.Fprintf(w, "Recorded on %s and on %s: pages differ from day to day.\n", c.days[0], c.days[1])
	}
	total := 0
	for _, g := range c.groups {
		total += len(g.found)
		fmt.Fprintf(w, "\n%s: %s, %d times\n", g.class, g.kind, len(g.found))
		for _, d := range g.examples(p.examples) {
			fmt.Fprintf(w, "  %s\n    - %s\n    + %s\n", d.key, d.old, d.now)
			if p.bodies != "" && d.bodies[0] != d.bodies[1] && d.bodies[0] != "" {
				printLines(w, p.bodies, d)
			}
		}
	}
	fmt.Fprintf(w, "%d answers compared, %d differences of %d kinds\n", c.compared, total, len(c.groups))
	if len(c.groups) > 0 {
		return errDifferent
	}
	return nil
}

// examples are the first n of different addresses: the shapes of one mostly
// differ alike.
func (g group) examples(n int) []difference {
	var list []difference
	seen := map[string]bool{}
	for _, d := range g.found {
		if len(list) < n && !seen[d.request] {
			list = append(list, d)
		}
		seen[d.request] = true
	}
	return list
}

// shownWidth is how much of a line is shown around its first difference.
const shownWidth = 160

// printLines shows where two bodies begin to differ. A body that was not kept
// is told so.
func printLines(w io.Writer, dir string, d difference) {
	line, old, now, err := firstDifference(dir, d.bodies)
	if err != nil {
		fmt.Fprintf(w, "    body: %v\n", err)
		return
	}
	fmt.Fprintf(w, "    line %d\n    < %s\n    > %s\n", line, old, now)
}

func firstDifference(dir string, sums [2]string) (line int, old, now string, err error) {
	var readers [2]*bufio.Scanner
	for i, sum := range sums {
		f, err := openBody(dir, sum)
		if err != nil {
			return 0, "", "", err
		}
		defer f.Close()
		readers[i] = bufio.NewScanner(f)
		readers[i].Buffer(nil, longestLine)
	}
	for line = 1; ; line++ {
		more, also := readers[0].Scan(), readers[1].Scan()
		if err := errors.Join(readers[0].Err(), readers[1].Err()); err != nil || !more && !also {
			return line, "", "", err
		}
		if a, b := readers[0].Text(), readers[1].Text(); a != b || more != also {
			old, now = around(a, b)
			return line, old, now, nil
		}
	}
}

const longestLine = 64 << 20 // JSON feeds are one line

// around cuts both lines to what stands about their first difference.
func around(a, b string) (string, string) {
	at := 0
	for at < len(a) && at < len(b) && a[at] == b[at] {
		at++
	}
	from := max(0, at-shownWidth/3)
	cut := func(s string) string {
		return strings.ToValidUTF8(s[min(from, len(s)):min(from+shownWidth, len(s))], "")
	}
	return cut(a), cut(b)
}

// body is a kept body being read.
type body struct {
	*gzip.Reader
	file *os.File
}

func (b body) Close() error { return errors.Join(b.Reader.Close(), b.file.Close()) }

func openBody(dir, sum string) (io.ReadCloser, error) {
	if sum == hexSum(nil) {
		return io.NopCloser(strings.NewReader("")), nil
	}
	f, err := os.Open(bodyFile(dir, sum))
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return body{z, f}, nil
}
