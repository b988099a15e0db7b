package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/andybalholm/brotli"
)

// recording is what a binary answered.
type recording struct {
	Day     string            `json:"day"`             // in the zone of the site; pages depend on it
	Records map[string]string `json:"records"`         // SHA-256 of each record file
	Class   string            `json:"class,omitempty"` // regular expression of the classes that were asked for
	Answers []answer          `json:"answers"`         // sorted by key
}

// answer is what came back of one request.
type answer struct {
	Record  string      `json:"record"`
	Class   string      `json:"class"`
	Shape   string      `json:"shape"`   // how the address was asked for, see shapes
	Request string      `json:"request"` // method, address and fields
	Status  int         `json:"status"`
	Header  http.Header `json:"header"`
	Raw     string      `json:"raw"`  // SHA-256 of the body, its coding undone and the random id of an error taken out
	Body    string      `json:"body"` // the same where what changes within a day is taken out

	etag, modified string // the validators as they came
	size           int    // of the body, its coding undone
}

// key is what finds the same request in another recording.
func (a answer) key() string { return strings.Join([]string{a.Record, a.Request, a.Shape}, " ") }

// shapes are the ways each address is asked for. The two conditional ones come
// last: their validators are those of the plain answer.
var shapes = []string{"plain", "gzip", "br", "HEAD", "OPTIONS", "If-None-Match", "If-Modified-Since"}

// recorder asks a server and keeps bodies.
type recorder struct {
	client *http.Client
	url    string // of the server
	record string
	bodies string // folder, "" for none
	class  string // regular expression of the classes to ask for
	zone   *time.Location
	since  time.Time // when the record's import began

	sums map[string]string // of bodies as they came, to those of the same made neutral
}

// recordAll records each of the records of the folder.
func (r *recorder) recordAll(ctx context.Context, b binary, dir, only string) (recording, error) {
	var err error
	if r.zone, err = time.LoadLocation(timeZone); err != nil {
		return recording{}, err
	}
	rec := recording{Day: time.Now().In(r.zone).Format(time.DateOnly), Records: map[string]string{}, Class: r.class}
	for _, name := range recordNames {
		if only != "" && only != name {
			continue
		}
		answers, err := r.recordOne(ctx, b, dir, name)
		if err != nil {
			return rec, fmt.Errorf("record %s: %w", name, err)
		}
		text, err := os.ReadFile(recordFile(dir, name))
		if err != nil {
			return rec, err
		}
		rec.Records[name] = hexSum(text)
		rec.Answers = append(rec.Answers, answers...)
	}
	if len(rec.Answers) == 0 {
		return rec, fmt.Errorf("-only %q: must be one of %s", only, strings.Join(recordNames, ", "))
	}
	if day := time.Now().In(r.zone).Format(time.DateOnly); day != rec.Day {
		return rec, errors.New("midnight passed meanwhile; record again")
	}
	slices.SortFunc(rec.Answers, func(a, b answer) int { return cmp.Compare(a.key(), b.key()) })
	return rec, nil
}

// recordOne imports a record into a new store, serves it and asks for
// everything.
func (r *recorder) recordOne(ctx context.Context, b binary, dir, name string) ([]answer, error) {
	doc, err := readDocument(recordFile(dir, name))
	if err == nil && len(doc.Events) == 0 {
		err = errors.New("it has no events")
	}
	if err != nil {
		return nil, err
	}
	work, err := os.MkdirTemp("", "almanac-recorder.")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	store := "bolt:" + filepath.Join(work, "record.db")
	r.record, r.since = name, time.Now().In(r.zone)
	for _, file := range []string{recordFile(dir, name), correctionsFile(dir, name)} {
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) && file != recordFile(dir, name) {
			continue
		}
		if err := b.importFile(ctx, store, file); err != nil {
			return nil, err
		}
	}
	s, err := b.serve(ctx, store, "--record", "none")
	if err != nil {
		return nil, err
	}
	defer s.stop()
	r.connect(s.url)
	requests := requestsFor(doc)
	assets, err := r.assets(ctx)
	if err != nil {
		return nil, err
	}
	wanted, err := regexp.Compile(r.class)
	if err != nil {
		return nil, err
	}
	requests = slices.DeleteFunc(append(requests, assets...), func(q request) bool { return !wanted.MatchString(q.class) })
	fmt.Fprintf(os.Stderr, "recorder: record %s, %d addresses\n", name, len(requests))
	return r.askAll(ctx, requests)
}

// connect points the recorder at a server. Codings are left as they come and
// redirects are not followed.
func (r *recorder) connect(url string) {
	r.url, r.sums = url, map[string]string{}
	r.client = &http.Client{
		Transport:     &http.Transport{DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       2 * time.Minute,
	}
}

// askAll asks for every address in every shape.
func (r *recorder) askAll(ctx context.Context, requests []request) ([]answer, error) {
	var list []answer
	seen := map[string]bool{}
	for _, q := range requests {
		if seen[q.String()] {
			continue
		}
		seen[q.String()] = true
		var plain answer
		for _, shape := range shapes {
			a, ok, err := r.askOnce(ctx, q, shape, plain)
			if err != nil {
				return nil, fmt.Errorf("%s, %s: %w", q, shape, err)
			}
			if !ok {
				continue
			}
			if shape == "plain" {
				plain = a
			}
			list = append(list, a)
		}
	}
	return list, nil
}

// String names the request within a record. Names of files that carry a hash
// of their content are the same whatever the content.
func (q request) String() string {
	text := cmp.Or(q.method, http.MethodGet) + " " + assetName.ReplaceAllString(q.path, "$1.*.$2")
	for _, h := range q.header {
		text += " [" + h + "]"
	}
	return text
}

// askOnce asks in one shape. It is not ok if the shape makes no sense for the
// request.
func (r *recorder) askOnce(ctx context.Context, q request, shape string, plain answer) (answer, bool, error) {
	method, coding := cmp.Or(q.method, http.MethodGet), "identity"
	if q.method != "" && shape != "plain" {
		return answer{}, false, nil
	}
	header := slices.Clone(q.header)
	switch shape {
	case "gzip", "br":
		coding = shape
	case http.MethodHead, http.MethodOptions:
		method = shape
	case "If-None-Match", "If-Modified-Since":
		value := map[string]string{"If-None-Match": plain.etag, "If-Modified-Since": plain.modified}[shape]
		if value == "" {
			return answer{}, false, nil
		}
		header = append(header, shape+": "+value)
	}
	sent := request{method: method, path: q.path, header: append(header, "Accept-Encoding: "+coding)}
	a, err := r.exchange(ctx, sent)
	if shape == "br" && err == nil {
		a, err = r.awaitBrotli(ctx, sent, a)
	}
	a.Record, a.Class, a.Shape, a.Request = r.record, q.class, shape, q.String()
	return a, true, err
}

// Brotli of a large body may be made in the background; meanwhile the answer
// has another coding.
const (
	brotliWait  = 30 * time.Second
	largestBody = 64 << 10 // a smaller body in another coding stays so
)

// awaitBrotli asks again until the answer is brotli, as it will be for
// everybody who comes later.
func (r *recorder) awaitBrotli(ctx context.Context, q request, a answer) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, brotliWait)
	defer cancel()
	var err error
	for err == nil && a.Status == http.StatusOK && a.size > largestBody && a.Header.Get("Content-Encoding") != "br" {
		select {
		case <-ctx.Done():
			return a, nil
		case <-time.After(pollInterval):
		}
		a, err = r.exchange(ctx, q)
	}
	return a, err
}

// exchange sends one request and reads the whole answer.
func (r *recorder) exchange(ctx context.Context, q request) (answer, error) {
	h, err := http.NewRequestWithContext(ctx, q.method, r.url, nil)
	if err != nil {
		return answer{}, err
	}
	path, query, _ := strings.Cut(q.path, "?")
	h.URL.Opaque = path // sent as it stands, whatever net/url thinks of it
	h.URL.RawQuery = query
	for _, field := range q.header {
		name, value, _ := strings.Cut(field, ": ")
		h.Header.Add(name, value)
	}
	resp, err := r.client.Do(h)
	if err != nil {
		return answer{}, err
	}
	coded, err := readAndClose(resp)
	if err != nil {
		return answer{}, err
	}
	body, err := decode(coded, resp.Header.Get("Content-Encoding"))
	if err != nil {
		return answer{}, err
	}
	return r.answerOf(resp, body)
}

func readAndClose(resp *http.Response) ([]byte, error) {
	b, err := io.ReadAll(resp.Body)
	return b, errors.Join(err, resp.Body.Close())
}

// decode undoes a content coding.
func decode(body []byte, coding string) ([]byte, error) {
	if len(body) == 0 {
		return body, nil // of HEAD and 304
	}
	switch coding {
	case "gzip":
		z, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		return io.ReadAll(z)
	case "br":
		return io.ReadAll(brotli.NewReader(bytes.NewReader(body)))
	}
	return body, nil
}
