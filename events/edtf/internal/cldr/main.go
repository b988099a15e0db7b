// Command cldr writes the names of months, weekdays and eras into the language
// files of package edtf, from the Unicode CLDR as npm publishes it:
//
//	npm pack cldr-dates-full && tar xzf cldr-dates-full-*.tgz
//	go run ./events/edtf/internal/cldr -from package -to events/edtf/languages
//
// Every file in the folder is one language; its name is the CLDR locale. The
// section "cldr" is written anew, the rest is kept. A new language begins as a
// copy of another file.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// names is the section of a language file that comes from the CLDR. The data
// is under the Unicode License v3, https://www.unicode.org/license.txt.
type names struct {
	Source        string   `json:"source"` // package, version, licence
	Months        []string `json:"months"`
	MonthsShort   []string `json:"monthsShort"`
	Weekdays      []string `json:"weekdays"` // Sunday first
	WeekdaysShort []string `json:"weekdaysShort"`
	Eras          []string `json:"eras"` // before Christ, after, in every spelling
}

// calendar is the part of ca-gregorian.json that is read.
type calendar struct {
	Main map[string]struct {
		Dates struct {
			Calendars struct {
				Gregorian struct {
					Months struct{ Format widths }      `json:"months"`
					Days   struct{ Format widths }      `json:"days"`
					Eras   map[string]map[string]string `json:"eras"`
				} `json:"gregorian"`
			} `json:"calendars"`
		} `json:"dates"`
	} `json:"main"`
}

type widths struct {
	Wide, Abbreviated map[string]string
}

func main() {
	from := flag.String("from", "package", "the unpacked npm package cldr-dates-full")
	to := flag.String("to", "events/edtf/languages", "the folder of the language files")
	flag.Parse()
	if err := run(*from, *to); err != nil {
		fmt.Fprintf(os.Stderr, "cldr: %v\n", err)
		os.Exit(1)
	}
}

func run(from, to string) error {
	version, err := packageVersion(from)
	if err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(to, "*.json"))
	if err != nil || len(files) == 0 {
		return errors.Join(err, fmt.Errorf("no language file in %s", to))
	}
	for _, file := range files {
		locale := strings.TrimSuffix(filepath.Base(file), ".json")
		n, err := read(filepath.Join(from, "main", locale, "ca-gregorian.json"), locale)
		if err != nil {
			return err
		}
		n.Source = "Unicode CLDR, npm cldr-dates-full " + version + ", Unicode-3.0"
		if err := rewrite(file, n); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

func packageVersion(from string) (string, error) {
	b, err := os.ReadFile(filepath.Join(from, "package.json"))
	if err != nil {
		return "", err
	}
	var p struct{ Version string }
	if err := json.Unmarshal(b, &p); err != nil {
		return "", fmt.Errorf("package.json: %w", err)
	}
	return p.Version, nil
}

func read(file, locale string) (names, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return names{}, err
	}
	var c calendar
	if err := json.Unmarshal(b, &c); err != nil {
		return names{}, fmt.Errorf("%s: %w", file, err)
	}
	g := c.Main[locale].Dates.Calendars.Gregorian
	n := names{
		Months: numbered(g.Months.Format.Wide), MonthsShort: numbered(g.Months.Format.Abbreviated),
		Weekdays: weekdays(g.Days.Format.Wide), WeekdaysShort: weekdays(g.Days.Format.Abbreviated),
	}
	for _, era := range []string{"0", "1"} {
		var spellings []string
		for _, width := range []string{"eraNames", "eraAbbr"} {
			spellings = append(spellings, g.Eras[width][era], g.Eras[width][era+"-alt-variant"])
		}
		slices.Sort(spellings)
		n.Eras = append(n.Eras, strings.Join(slices.Compact(spellings), "|"))
	}
	if len(n.Months) != 12 || slices.Contains(n.Months, "") || slices.Contains(n.Weekdays, "") {
		return names{}, fmt.Errorf("%s: months or weekdays are missing", file)
	}
	return n, nil
}

func numbered(m map[string]string) []string {
	list := make([]string, len(m))
	for key, name := range m {
		if i, err := strconv.Atoi(key); err == nil && i >= 1 && i <= len(list) {
			list[i-1] = name
		}
	}
	return list
}

func weekdays(m map[string]string) []string {
	return []string{m["sun"], m["mon"], m["tue"], m["wed"], m["thu"], m["fri"], m["sat"]}
}

// rewrite sets the section "cldr" and writes every section with one entry a
// line, in a fixed order.
func rewrite(file string, n names) error {
	b, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	sections := map[string]json.RawMessage{}
	if err := json.Unmarshal(b, &sections); err != nil {
		return err
	}
	if sections["cldr"], err = plain(n); err != nil {
		return err
	}
	out := bytes.NewBufferString("{\n\"tags\": ")
	if err := json.Compact(out, sections["tags"]); err != nil {
		return err
	}
	for _, name := range []string{"cldr", "write", "read"} {
		fmt.Fprintf(out, ",\n\n%q: {\n", name)
		if err := lines(out, sections[name]); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		out.WriteString("}")
	}
	out.WriteString("\n}\n")
	return os.WriteFile(file, out.Bytes(), 0o644)
}

// lines writes the entries of an object, one a line, in their order.
func lines(out *bytes.Buffer, object json.RawMessage) error {
	d := json.NewDecoder(bytes.NewReader(object))
	if _, err := d.Token(); err != nil {
		return err
	}
	for first := true; d.More(); first = false {
		key, err := d.Token()
		if err != nil {
			return err
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return err
		}
		if !first {
			out.WriteString(",\n")
		}
		fmt.Fprintf(out, "  %q: ", key)
		if err := json.Compact(out, value); err != nil {
			return err
		}
	}
	out.WriteString("\n")
	return nil
}

// plain is v in JSON with every character as it is.
func plain(v any) (json.RawMessage, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}
