package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"
)

// assetName finds names of static files, which carry a hash of the content:
// almanac.0123abcd.css. A changed style sheet is one difference and not one of
// every page.
var assetName = regexp.MustCompile(`(/static/[a-z]+)[.-][A-Za-z0-9_-]+\.([a-z]+)`)

// requestID is how the text of an error names the request to who looks into
// the log; it is random.
var requestID = regexp.MustCompile(`\b[A-Z2-7]{12}\b`)

// instant is one way in which outputs write an instant.
type instant struct {
	pattern *regexp.Regexp
	day     string        // layout of what every instant of a day begins with or holds
	layouts []string      // without a zone: on the site's clock
	grain   time.Duration // the smallest step it can tell
}

var instants = []instant{
	{
		regexp.MustCompile(`[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})`),
		"2006-01-02T", []string{time.RFC3339}, time.Second,
	},
	{regexp.MustCompile(`[0-9]{8}T[0-9]{6}Z`), "20060102T", []string{"20060102T150405Z0700"}, time.Second},
	{
		regexp.MustCompile(`[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} (GMT|[+-][0-9]{4})`),
		" Jan 2006 ", []string{time.RFC1123, time.RFC1123Z}, time.Second,
	},
	{regexp.MustCompile(`[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}`), "2006-01-02 ", []string{"2006-01-02 15:04"}, time.Minute},
}

// ahead is how far stamps that the program makes may run ahead of the clock.
const ahead = 10 * time.Minute

// neutral takes out of a text what depends on when the record was imported.
// since is when that began, in the site's zone.
func neutral(text []byte, since time.Time) []byte {
	text = assetName.ReplaceAll(text, []byte("$1.*.$2"))
	until := time.Now().Add(ahead)
	for _, i := range instants {
		if !i.near(text, since) {
			continue
		}
		text = i.pattern.ReplaceAllFunc(text, func(found []byte) []byte {
			for _, layout := range i.layouts {
				at, err := time.ParseInLocation(layout, string(found), since.Location())
				if err == nil && at.Add(i.grain).After(since) && at.Before(until) {
					return []byte("(import)")
				}
			}
			return found
		})
	}
	return text
}

// near reports whether the text may hold an instant from the day of since to the
// day after, in any zone. It spares large bodies without one the pattern.
func (i instant) near(text []byte, since time.Time) bool {
	for days := -1; days <= 1; days++ {
		if bytes.Contains(text, []byte(since.AddDate(0, 0, days).Format(i.day))) {
			return true
		}
	}
	return false
}

// answerOf keeps of an answer what a later one is compared with.
func (r *recorder) answerOf(resp *http.Response, body []byte) (answer, error) {
	if resp.StatusCode >= http.StatusInternalServerError {
		body = requestID.ReplaceAll(body, []byte("(id)"))
	}
	a := answer{
		Status: resp.StatusCode, Header: http.Header{}, Raw: hexSum(body), size: len(body),
		etag: resp.Header.Get("Etag"), modified: resp.Header.Get("Last-Modified"),
	}
	for name, values := range resp.Header {
		if name == "Date" || name == "X-Request-Id" {
			continue
		}
		for _, v := range values {
			a.Header.Add(name, string(neutral([]byte(v), r.since)))
		}
		slices.Sort(a.Header[name])
	}
	var err error
	a.Body, err = r.bodySum(a.Raw, body)
	return a, err
}

// bodySum is the sum of the body made neutral, and keeps it. A body comes back
// in several shapes; it is looked at once.
func (r *recorder) bodySum(raw string, body []byte) (string, error) {
	if sum, ok := r.sums[raw]; ok {
		return sum, nil
	}
	body = neutral(body, r.since)
	sum := hexSum(body)
	r.sums[raw] = sum
	return sum, r.keep(sum, body)
}

func hexSum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// keep stores a body under its sum, once.
func (r *recorder) keep(sum string, body []byte) error {
	if r.bodies == "" || len(body) == 0 {
		return nil
	}
	name := bodyFile(r.bodies, sum)
	if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), "body.*")
	if err != nil {
		return err
	}
	z, _ := gzip.NewWriterLevel(f, gzip.BestSpeed) // the level is valid
	_, err = z.Write(body)
	if err = errors.Join(err, z.Close(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

func bodyFile(dir, sum string) string { return filepath.Join(dir, sum[:2], sum+".gz") }

// assets are the static files that the first page of the site names.
func (r *recorder) assets(ctx context.Context) ([]request, error) {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	var list []request
	for _, path := range []string{"/" + languages[0] + "/about", "/" + languages[0] + "/embed"} {
		h, err := http.NewRequestWithContext(ctx, http.MethodGet, r.url+path, nil)
		if err != nil {
			return nil, err
		}
		resp, err := r.client.Do(h)
		if err != nil {
			return nil, err
		}
		body, err := readAndClose(resp)
		if err != nil {
			return nil, err
		}
		for _, name := range assetName.FindAll(body, -1) {
			list = append(list, request{class: "static file", path: string(name)})
		}
	}
	if len(list) == 0 {
		return nil, errors.New("no page names a static file")
	}
	return list, nil
}

// write stores the recording as JSON, an answer a line.
func (rec recording) write(file string) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	head := recording{Day: rec.Day, Records: rec.Records, Class: rec.Class}
	e := json.NewEncoder(f)
	e.SetEscapeHTML(false)
	if err := e.Encode(head); err != nil {
		return errors.Join(err, f.Close())
	}
	for _, a := range rec.Answers {
		if err := e.Encode(a); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	fmt.Fprintf(os.Stderr, "recorder: %d answers in %s\n", len(rec.Answers), file)
	return f.Close()
}

// readRecording reads what write has written.
func readRecording(file string) (recording, error) {
	f, err := os.Open(file)
	if err != nil {
		return recording{}, err
	}
	defer f.Close()
	var rec recording
	d := json.NewDecoder(f)
	if err := d.Decode(&rec); err != nil {
		return rec, fmt.Errorf("%s: %w", file, err)
	}
	for d.More() {
		var a answer
		if err := d.Decode(&a); err != nil {
			return rec, fmt.Errorf("%s: answer %d: %w", file, len(rec.Answers)+1, err)
		}
		rec.Answers = append(rec.Answers, a)
	}
	return rec, nil
}
