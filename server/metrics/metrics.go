// Package metrics counts what a server does, for Prometheus to read.
//
// It promises that every answer it is told of is counted once, before the next
// reading; counting one costs a few atomic additions and no lock. It does not know
// what the values mean that it is given to watch.
package metrics

import (
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"almanac.example/web/reply"
)

// Config is what Metrics need. All fields are required.
type Config struct {
	Classes []string                // names of the kinds of addresses
	Class   func(*http.Request) int // an index into Classes
	Log     *slog.Logger            // told of readings that fail
}

// Value is a number that is read each time the metrics are.
type Value struct {
	Name    string // without the prefix almanac_
	Help    string
	Counter bool // it only grows
	Label   string
	Is      string // value of the label; several Values of one name differ in it
	Read    func() float64
}

// mostStatus is the largest status that is counted by its number.
const mostStatus = 599

// sources are where answers come from, as reply.Observation names them.
const sources = 3

// Metrics counts. Make it with New; all methods may be called by any number of
// goroutines.
type Metrics struct {
	Config
	registry *prometheus.Registry
	answers  *prometheus.CounterVec
	bytes    []prometheus.Counter // by class
	seconds  []prometheus.Observer
	known    [][sources][mostStatus + 1]atomic.Pointer[prometheus.Counter]
}

// New prepares to count.
func New(c Config) *Metrics {
	m := &Metrics{Config: c, registry: prometheus.NewRegistry(), known: make([][sources][mostStatus + 1]atomic.Pointer[prometheus.Counter], len(c.Classes))}
	m.answers = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "almanac_answers_total", Help: "Answers by the kind of their address, status (499: the client did not wait) and where they came from.",
	}, []string{"class", "status", "source"})
	size := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "almanac_answer_bytes_total", Help: "Bytes of the bodies of answers, as sent."}, []string{"class"})
	took := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "almanac_answer_seconds", Help: "How long answers took that connections did not give themselves.",
		Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
	}, []string{"class"})
	m.registry.MustRegister(m.answers, size, took, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, class := range c.Classes {
		m.bytes = append(m.bytes, size.WithLabelValues(class))
		m.seconds = append(m.seconds, took.WithLabelValues(class))
	}
	return m
}

// Watch adds a value.
func (m *Metrics) Watch(v Value) error {
	labels := prometheus.Labels{}
	if v.Label != "" {
		labels[v.Label] = v.Is
	}
	var of prometheus.Collector
	if v.Counter {
		of = prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "almanac_" + v.Name, Help: v.Help, ConstLabels: labels}, v.Read)
	} else {
		of = prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "almanac_" + v.Name, Help: v.Help, ConstLabels: labels}, v.Read)
	}
	if err := m.registry.Register(of); err != nil {
		return fmt.Errorf("metric %s: %w", v.Name, err)
	}
	return nil
}

// gone is the status of a request whose client did not wait for the answer, as
// in the access log.
const gone = 499

// Observe counts an answer; it is a reply.Observer.
func (m *Metrics) Observe(r *http.Request, o reply.Observation) {
	class := m.Class(r)
	if o.Status <= 0 || o.Status > mostStatus {
		o.Status = gone
	}
	m.counter(class, o).Inc()
	m.bytes[class].Add(float64(o.Bytes))
	if !o.Direct {
		m.seconds[class].Observe(o.Took.Seconds())
	}
}

// counter is that of an answer. Looking it up by its labels takes ten times as
// long as counting, so it is done once.
func (m *Metrics) counter(class int, o reply.Observation) prometheus.Counter {
	source := 0
	if o.Direct {
		source = 2
	} else if o.Ready {
		source = 1
	}
	at := &m.known[class][source][o.Status]
	if known := at.Load(); known != nil {
		return *known
	}
	c := m.answers.WithLabelValues(m.Classes[class], strconv.Itoa(o.Status), o.Source())
	at.Store(&c)
	return c
}

// Handler answers with all values.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{ErrorLog: slog.NewLogLogger(m.Log.Handler(), slog.LevelWarn)})
}
