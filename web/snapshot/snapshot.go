package snapshot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// Config says what is copied, and where to.
type Config struct {
	// Get asks the site for a path below its address, escaped and beginning with
	// a slash. It follows no redirect.
	Get func(ctx context.Context, path string) (*http.Response, error)
	Dir string // folder to be made; one that is there must be empty
	// Progress is told how many addresses are done of those known so far; nil:
	// nothing is told.
	Progress func(done, known int)
}

// Report is what was written.
type Report struct {
	BaseURL string // of the site, as its pages say it
	Pages   int
	Others  int   // feeds, calendars, pictures and the like
	Bytes   int64 // of all files
	Dead    []Dead
}

// Dead is an address that pages name and that the site does not have. Their
// links lead to the page that says what a copy cannot do.
type Dead struct {
	Path   string
	Status int    // that it answered
	From   string // a page that names it
}

// Write copies the site. Without a nil error nothing is left at Dir. Of a site
// that changes meanwhile some pages may be older than others.
func Write(ctx context.Context, c Config) (Report, error) {
	if err := refuseFull(c.Dir); err != nil {
		return Report{}, err
	}
	parent := filepath.Dir(filepath.Clean(c.Dir))
	unfinished, err := os.MkdirTemp(parent, "."+filepath.Base(c.Dir)+".*")
	if err != nil {
		return Report{}, err
	}
	defer os.RemoveAll(unfinished)
	w := &walk{Config: c, seen: map[string]string{}, dead: map[string]int{}, linking: map[string][]string{}}
	if w.root, err = os.OpenRoot(unfinished); err != nil {
		return Report{}, err
	}
	defer w.root.Close()
	if err := w.run(ctx); err != nil {
		return Report{}, err
	}
	if err := os.Chmod(unfinished, 0o755); err != nil { //nolint:gosec // it is as public as the site
		return Report{}, err
	}
	if err := os.Remove(c.Dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Report{}, err
	}
	w.tellOfDead()
	return w.report, os.Rename(unfinished, c.Dir)
}

// tellOfDead reports the addresses that are named and not there.
func (w *walk) tellOfDead() {
	for p, status := range w.dead {
		if from := w.linking[p]; len(from) > 0 {
			w.report.Dead = append(w.report.Dead, Dead{Path: p, Status: status, From: slices.Min(from)})
		}
	}
	slices.SortFunc(w.report.Dead, func(a, b Dead) int { return strings.Compare(a.Path, b.Path) })
}

// refuseFull refuses a folder that holds something, and what is no folder.
func refuseFull(dir string) error {
	list, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case len(list) > 0:
		return fmt.Errorf("the folder %s is not empty; name a new one", dir)
	}
	return nil
}

// walk is a copy that is being made.
type walk struct {
	Config
	root *os.Root
	site site

	mu      sync.Mutex
	report  Report
	seen    map[string]string   // paths by the file that holds them
	dead    map[string]int      // statuses by path
	linking map[string][]string // paths of pages by the path that they lead to
	next    []string            // paths that are not yet asked for
	done    int
}

// run copies what can be reached from the home page and the files that programs
// ask for by name.
func (w *walk) run(ctx context.Context) error {
	base, err := w.baseURL(ctx)
	if err != nil {
		return err
	}
	if w.site, err = newSite(base); err != nil {
		return err
	}
	w.report.BaseURL = base
	for _, p := range []string{"/", "/robots.txt", "/sitemap.xml", "/feeds.opml", "/favicon.ico", "/embed.js"} {
		w.add(p, "")
	}
	if err := w.each(ctx, w.keep); err != nil {
		return err
	}
	return w.mend(ctx)
}

// baseURL is the site's address, as its robots.txt tells every crawler.
func (w *walk) baseURL(ctx context.Context) (string, error) {
	const path = "/robots.txt"
	resp, err := w.get(ctx, path)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return "", fmt.Errorf("reading %s: %w", path, err)
	}
	for line := range strings.Lines(string(text)) {
		if at, ok := strings.CutPrefix(strings.TrimSpace(line), "Sitemap: "); ok && resp.StatusCode == http.StatusOK {
			return strings.TrimSuffix(at, "/sitemap.xml"), nil
		}
	}
	return "", fmt.Errorf("%s: status %d, and no address of a site; is it an almanac?", path, resp.StatusCode)
}

// add puts a path on the list if it is new; from is the page that names it.
func (w *walk) add(p, from string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if from != "" {
		w.linking[p] = append(w.linking[p], from)
	}
	if file := fileOf(p); w.seen[file] == "" {
		w.seen[file] = p
		w.next = append(w.next, p)
	}
}

// each does something with every path on the list, and with those that come onto
// it meanwhile.
func (w *walk) each(ctx context.Context, do func(context.Context, string) error) error {
	for len(w.next) > 0 {
		batch := w.next
		w.next = nil
		group, ctx := errgroup.WithContext(ctx)
		group.SetLimit(runtime.GOMAXPROCS(0))
		for _, p := range batch {
			group.Go(func() error {
				defer w.tell()
				return do(ctx, p)
			})
		}
		if err := group.Wait(); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) tell() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done++
	if w.Progress != nil {
		w.Progress(min(w.done, len(w.seen)), len(w.seen))
	}
}

// keep writes what is at a path.
func (w *walk) keep(ctx context.Context, p string) error {
	resp, at, err := w.follow(ctx, p)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	isPage := strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html")
	switch {
	case resp.StatusCode != http.StatusOK:
		w.mu.Lock()
		defer w.mu.Unlock()
		w.dead[p] = resp.StatusCode
		if isExplanation(p) {
			return fmt.Errorf("%s: status %d: the site cannot say what a copy cannot do; it is of an older version", p, resp.StatusCode)
		}
		return nil
	case isPage != (path.Base(fileOf(p)) == index):
		return fmt.Errorf("%s: is %q, which its address does not tell", p, resp.Header.Get("Content-Type"))
	case isPage:
		return w.keepPage(resp.Body, p, at)
	}
	n, err := w.write(fileOf(p), resp.Body)
	w.count(&w.report.Others, n)
	return err
}

// keepPage writes a page that was found at a path, with links to files.
func (w *walk) keepPage(body io.Reader, p, at string) error {
	text, err := io.ReadAll(body)
	if err != nil {
		return fmt.Errorf("reading %s: %w", p, err)
	}
	page := document{site: w.site, path: at, file: fileOf(p), dead: w.isDead, found: func(to string) { w.add(to, p) }}
	n, err := w.write(fileOf(p), strings.NewReader(page.rewrite(string(text))))
	w.count(&w.report.Pages, n)
	return err
}

func (w *walk) isDead(p string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	_, dead := w.dead[p]
	return dead
}

func (w *walk) count(kind *int, bytes int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	*kind++
	w.report.Bytes += bytes
}

// mend writes the pages again that lead to what turned out not to be there.
func (w *walk) mend(ctx context.Context) error {
	again := map[string]bool{}
	for p := range w.dead {
		for _, from := range w.linking[p] {
			again[from] = true
		}
	}
	for p := range again {
		before, err := w.root.Stat(fileOf(p))
		if err != nil {
			return err
		}
		w.report.Pages--
		w.report.Bytes -= before.Size()
		w.next = append(w.next, p)
	}
	return w.each(ctx, w.keep)
}

// write makes a file, and the folders around it.
func (w *walk) write(name string, from io.Reader) (int64, error) {
	if err := w.root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return 0, err
	}
	f, err := w.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(f, from)
	return n, errors.Join(err, f.Close())
}

// mostRedirects is how often an answer may lead elsewhere before it is taken for
// a circle.
const mostRedirects = 5

// follow asks for a path, and for what it leads to within the site. at is where
// the answer stood.
func (w *walk) follow(ctx context.Context, p string) (resp *http.Response, at string, err error) {
	at = p
	for range mostRedirects {
		if resp, err = w.get(ctx, at); err != nil || resp.StatusCode < 300 || resp.StatusCode > 399 {
			return resp, at, err
		}
		to, ok := w.site.resolve(at, resp.Header.Get("Location"))
		resp.Body.Close()
		if !ok || to.query {
			return nil, "", fmt.Errorf("%s leads to %q, out of the site", at, resp.Header.Get("Location"))
		}
		at = to.path
	}
	return nil, "", fmt.Errorf("%s leads from address to address without end", p)
}

// mostTries is how often a busy site is asked again.
const mostTries = 20

// get asks for a path. A site that is busy says when to come back.
func (w *walk) get(ctx context.Context, p string) (*http.Response, error) {
	for try := 1; ; try++ {
		resp, err := w.Get(ctx, p)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p, err)
		}
		busy := resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusServiceUnavailable
		if !busy {
			return resp, nil
		}
		resp.Body.Close()
		if try == mostTries {
			return nil, fmt.Errorf("%s: the site is busy (status %d)", p, resp.StatusCode)
		}
		wait, err := strconv.Atoi(resp.Header.Get("Retry-After"))
		if err != nil || wait < 0 {
			wait = 1
		}
		select {
		case <-time.After(time.Duration(wait) * time.Second):
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// index is the file of a page in its folder, as web servers call it.
const index = "index.html"

// fileOf is the file for a path: that of a page is in a folder of its own.
func fileOf(p string) string {
	if plain, err := url.PathUnescape(p); err == nil {
		p = plain
	}
	p = strings.Trim(path.Clean(p), "/")
	if path.Ext(p) != "" {
		return p
	}
	return path.Join(p, index)
}
