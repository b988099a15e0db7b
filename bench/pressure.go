package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// pressure is what became of a server that was asked for too much.
type pressure struct {
	what       string
	events     int
	idle, load string // the figure without and with it
	memory     *memoryUse
	bar        string
	met        bool
	failed     string // why there is no figure
}

// memoryUse is the resident memory of the server, in bytes.
type memoryUse struct {
	idle, most int64 // VmRSS
	pss        int64 // at the end, with its part of shared pages
}

// Bars of a server under pressure.
const (
	barMemory    = 128 << 20 // above idle
	barWaitTimes = 10        // a stranger's new page, against an idle server
	barWait      = 2 * time.Second
	barChanges   = 300 * time.Millisecond
)

// The bounds of a run.
const (
	crowdAsks     = 200         // connections that hang up
	crowdSits     = 100         // connections that do not read
	slowReaders   = 2           // at the end of a server
	longestWait   = time.Minute // for one answer
	memoryCeiling = 3 << 30     // above idle: what the run stops at
	newPages      = 5           // that a stranger asks for
	hangUpAfter   = 50 * time.Millisecond
)

// errCeiling ends a row before the machine runs out of memory.
var errCeiling = fmt.Errorf("memory grew by more than %d MB", memoryCeiling>>20)

// trial is one row: it is given a server of its own, and fills in the row.
type trial struct {
	what string
	run  func(ctx context.Context, o origin, p *pressure) error
}

// trials are the rows, in the order of the table.
func (b *bench) trials(tags []string) []trial {
	settle := time.Duration(b.settle) * time.Second
	list := []trial{
		{fmt.Sprintf("%d connections ask for calendars without a tag that no event has, and hang up: a new page", crowdAsks), askAndHangUp(withoutNobodysTag)},
		{fmt.Sprintf("%d connections ask for calendars of really different years, and hang up: a new page", crowdAsks), askAndHangUp(mostYears)},
		{fmt.Sprintf("%d clients do not read %d calendars", crowdSits, crowdSits), sitWithoutReading(identity, settle)},
		{fmt.Sprintf("%d clients do not read %d calendars in brotli", crowdSits, crowdSits), sitWithoutReading(brotlied, settle)},
	}
	for _, query := range []string{"id=zzz", "tag=zzz", "tag=" + tags[0], "q=zzz"} {
		for _, path := range []string{"/en/changes", "/en/changes.atom"} {
			address := path + "?" + query
			list = append(list, trial{address, func(ctx context.Context, o origin, p *pressure) error { return askOnce(ctx, o, address, p) }})
		}
	}
	return append(list, trial{fmt.Sprintf("SIGTERM with %d slow readers of the whole calendar", slowReaders), endWithSlowReaders})
}

// measurePressure gives each row a server that has just started. A row that
// fails says so; only the end of the run is an error.
func (b *bench) measurePressure(ctx context.Context, s stored) error {
	for _, t := range b.trials(s.tags) {
		if !b.only.MatchString("load: " + t.what) {
			continue
		}
		progress("load: %s", t.what)
		p := pressure{what: t.what, events: s.events}
		o, err := b.serve(ctx, s, b.free())
		if err == nil {
			err = t.run(ctx, o, &p)
			o.stop()
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			p.failed = err.Error()
		}
		b.report.pressures = append(b.report.pressures, p)
	}
	return nil
}

// watch takes the server's memory until stop is called, and calls over once if
// it passes the ceiling.
func watch(ctx context.Context, o origin, over func()) (stop func() *memoryUse) {
	m := &memoryUse{idle: o.footprint().rss}
	ctx, cancel := context.WithCancel(ctx)
	var once sync.Once
	var watcher sync.WaitGroup
	watcher.Go(func() {
		for ctx.Err() == nil {
			m.most = max(m.most, o.footprint().rss)
			if m.most > m.idle+memoryCeiling {
				once.Do(over)
			}
			pause(ctx, 10*time.Millisecond)
		}
	})
	return func() *memoryUse {
		m.pss = o.pss()
		cancel()
		watcher.Wait()
		return m
	}
}

// pss is the process's proportional share of resident memory, in bytes.
func (p *process) pss() int64 {
	return kilobytes(field(readText(fmt.Sprintf("/proc/%d/smaps_rollup", p.cmd.Process.Pid)), "Pss"))
}

func (m *memoryUse) withinBar() bool { return m.most <= m.idle+barMemory }

// askAndHangUp has a crowd ask for calendars that nobody wants any more when
// they could be made; then a stranger asks for pages that are not ready.
func askAndHangUp(address func(n int) string) func(context.Context, origin, *pressure) error {
	return func(ctx context.Context, o origin, p *pressure) error {
		const idleYear, loadYear = 1900, 1950
		idle, err := askForNewPages(ctx, o, idleYear)
		if err == nil && !idle.good() {
			err = fmt.Errorf("new pages of an idle server answer %v", idle.status)
		}
		if err != nil {
			return err
		}
		ctx, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		stop := watch(ctx, o, func() { cancel(errCeiling) })
		c, err := gather(ctx, o.url, appeal{crowdAsks, address, gzipped})
		if err != nil {
			return err
		}
		pause(ctx, hangUpAfter)
		c.hangUp()
		load, err := askForNewPages(ctx, o, loadYear)
		p.memory = stop()
		if err != nil {
			return errors.Join(err, context.Cause(ctx))
		}
		p.idle, p.load = milli(idle.median())+" ms", load.String()
		p.bar = fmt.Sprintf("200, ≤ %d ×, ≤ %s, ≤ idle + %d MB", barWaitTimes, barWait, barMemory>>20)
		p.met = load.good() && load.first() <= barWait && load.first() <= barWaitTimes*idle.median() && p.memory.withinBar()
		return nil
	}
}

// waits is what a stranger met who asked for new pages, one after the other.
type waits struct {
	status []int
	wait   []time.Duration
}

// askForNewPages asks for pages of neighbouring years. No answer within the
// longest wait ends it.
func askForNewPages(ctx context.Context, o origin, year int) (waits, error) {
	var w waits
	for n := range newPages {
		status, wait, err := ask(ctx, fmt.Sprintf("%s/en/%d", o.url, year+n))
		if err != nil {
			return w, err
		}
		w.status, w.wait = append(w.status, status), append(w.wait, wait)
		if status == noAnswer {
			break
		}
	}
	return w, nil
}

// ask asks once, on a connection of its own. Where nothing comes within the
// longest wait the status is noAnswer.
func ask(ctx context.Context, address string) (int, time.Duration, error) {
	limited, cancel := context.WithTimeout(ctx, longestWait)
	defer cancel()
	transport := &http.Transport{DisableKeepAlives: true}
	begin := time.Now()
	status, err := discard(limited, &http.Client{Transport: transport}, address)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return noAnswer, time.Since(begin), nil
	}
	return status, time.Since(begin), err
}

func (w waits) good() bool {
	return !slices.ContainsFunc(w.status, func(s int) bool { return s != http.StatusOK })
}

// first is the wait for the first page after the crowd.
func (w waits) first() time.Duration { return w.wait[0] }

func (w waits) median() time.Duration { return slices.Sorted(slices.Values(w.wait))[len(w.wait)/2] }

// String has the status and the wait for the first page, and the longest wait.
func (w waits) String() string {
	return fmt.Sprintf("%s after %s ms (at most %s ms)", statusName(w.status[0]), milli(w.first()), milli(slices.Max(w.wait)))
}

func statusName(status int) string {
	switch status {
	case noAnswer:
		return "no answer"
	case dropped:
		return "dropped"
	}
	return fmt.Sprint(status)
}

// sitWithoutReading has clients ask for a calendar each and leave the answer
// where it is.
func sitWithoutReading(coding string, settle time.Duration) func(context.Context, origin, *pressure) error {
	return func(ctx context.Context, o origin, p *pressure) error {
		sitting, leave := context.WithTimeout(ctx, settle)
		defer leave()
		stop := watch(ctx, o, leave)
		c, err := gather(ctx, o.url, appeal{crowdSits, withoutNobodysTag, coding})
		if err != nil {
			return err
		}
		defer c.hangUp()
		begin := time.Now()
		<-sitting.Done()
		counts := c.statuses(time.Now().Add(time.Second))
		p.memory = stop()
		p.load = fmt.Sprintf("%s within %.0f s", countsText(counts), time.Since(begin).Seconds())
		p.bar = fmt.Sprintf("200 or 503, ≤ idle + %d MB", barMemory>>20)
		p.met = counts[http.StatusOK]+counts[http.StatusServiceUnavailable]+counts[dropped] == crowdSits && p.memory.withinBar()
		return nil
	}
}

// countsText writes how many answers had which status.
func countsText(counts map[int]int) string {
	var list []string
	for _, status := range slices.Sorted(maps.Keys(counts)) {
		list = append(list, fmt.Sprintf("%d × %s", counts[status], statusName(status)))
	}
	return strings.Join(list, ", ")
}

// askOnce asks for one address that is not ready.
func askOnce(ctx context.Context, o origin, address string, p *pressure) error {
	status, wait, err := ask(ctx, o.url+address)
	if err != nil {
		return err
	}
	p.load = fmt.Sprintf("%s after %s ms", statusName(status), milli(wait))
	p.bar = fmt.Sprintf("≤ %s", barChanges)
	p.met = status == http.StatusOK && wait <= barChanges
	return nil
}

// endWithSlowReaders ends the server while readers take their time.
func endWithSlowReaders(ctx context.Context, o origin, p *pressure) error {
	c, err := gather(ctx, o.url, appeal{slowReaders, func(int) string { return "/en/all.ics" }, identity})
	if err != nil {
		return err
	}
	defer c.hangUp()
	if counts := c.statuses(time.Now().Add(longestWait)); counts[http.StatusOK] != slowReaders {
		return fmt.Errorf("the readers get %s", countsText(counts))
	}
	reading, end := context.WithCancel(ctx)
	var readers sync.WaitGroup
	readers.Go(func() { c.trickle(reading) })
	begin := time.Now()
	err = o.cmd.Process.Signal(os.Signal(syscall.SIGTERM))
	select {
	case <-o.done:
	case <-time.After(longestWait):
		err = fmt.Errorf("still there after %s", longestWait)
	}
	wait := time.Since(begin)
	end()
	readers.Wait()
	if err != nil {
		return err
	}
	code := o.cmd.ProcessState.ExitCode()
	p.load = fmt.Sprintf("exit %d after %.1f s", code, wait.Seconds())
	p.bar, p.met = "exit 0", code == 0
	return nil
}
