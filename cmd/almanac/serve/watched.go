package serve

import (
	"context"
	"time"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/server/metrics"
	"almanac.example/store/duty"
)

// healthPatience is how long the store may take to say that it is well, when the
// metrics are read.
const healthPatience = 2 * time.Second

// watchAll has the metrics read what the rooms of the server count.
func (s *service) watchAll() error {
	list := append(s.ofRecord(), s.ofAnswers()...)
	list = append(list, s.ofPeople()...)
	list = append(list, s.ofLimits()...)
	list = append(list, s.ofBackups()...)
	list = append(list, s.ofWebhooks()...)
	list = append(list, s.ofCertificate()...)
	for _, d := range connect.Duties(s.b.Vault, connect.Work{}) {
		list = append(list, s.ofDuty(d.Name)...)
	}
	for _, v := range list {
		if err := s.metrics.Watch(v); err != nil {
			return err
		}
	}
	return nil
}

// one is 1 for what is true.
func one(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// ofRecord are the values of the record and its store.
func (s *service) ofRecord() []metrics.Value {
	live := s.b.Live
	return []metrics.Value{
		{Name: "build_info", Help: "1; the version is its label.", Label: "version", Is: terminal.Version(), Read: func() float64 { return 1 }},
		{Name: "revision", Help: "Revision of the record as it is shown.", Read: func() float64 { return float64(live.Timeline().Rev()) }},
		{Name: "events", Help: "Events of the record, drafts included.", Read: func() float64 { return float64(live.Timeline().Len()) }},
		{Name: "healthy", Help: "1 while the store answers and its changes are seen.", Read: func() float64 {
			ctx, cancel := context.WithTimeout(context.Background(), healthPatience)
			defer cancel()
			return one(live.Healthy(ctx) == nil)
		}},
		{Name: "watch_lag_seconds", Help: "Between the newest commit and its being shown here.", Read: func() float64 { return live.Stats().Lag.Seconds() }},
		{Name: "commits_total", Help: "Commits by what became of them.", Counter: true, Label: "outcome", Is: "done", Read: func() float64 { return float64(live.Stats().Commits) }},
		{Name: "commits_total", Help: "Commits by what became of them.", Counter: true, Label: "outcome", Is: "refused", Read: func() float64 { return float64(live.Stats().Refused) }},
		{Name: "commit_seconds_total", Help: "How long those took that were done, all together.", Counter: true, Read: func() float64 { return live.Stats().Took.Seconds() }},
	}
}

// ofAnswers are the values of what is answered.
func (s *service) ofAnswers() []metrics.Value {
	list := []metrics.Value{
		{Name: "answers_made_total", Help: "Answers that had to be made.", Counter: true, Read: func() float64 { return float64(s.server.Made()) }},
		{Name: "cache_bytes", Help: "Memory of the answers that are kept ready.", Read: func() float64 { kept, _ := s.server.Memory(); return float64(kept) }},
		{Name: "transit_bytes", Help: "Memory of large answers that are made or sent.", Read: func() float64 { _, transit := s.server.Memory(); return float64(transit) }},
	}
	for i, lane := range s.server.Lanes() {
		list = append(list,
			metrics.Value{Name: "lane_working", Help: "Answers that are being made.", Label: "lane", Is: lane.Name, Read: func() float64 { return float64(s.server.Lanes()[i].Working) }},
			metrics.Value{Name: "lane_waiting", Help: "Requests that wait for their answer to be made.", Label: "lane", Is: lane.Name, Read: func() float64 { return float64(s.server.Lanes()[i].Waiting) }},
			metrics.Value{Name: "lane_refused_total", Help: "Requests that were refused because too many waited.", Counter: true, Label: "lane", Is: lane.Name, Read: func() float64 { return float64(s.server.Lanes()[i].Refused) }},
		)
	}
	return list
}

// ofPeople are the values of accounts.
func (s *service) ofPeople() []metrics.Value {
	count := func(signedIn bool) func() float64 {
		return func() float64 {
			in, refused := s.accounts.SignIns()
			if signedIn {
				return float64(in)
			}
			return float64(refused)
		}
	}
	const help = "Tries to sign in with a password, by what became of them."
	return []metrics.Value{
		{Name: "sign_ins_total", Help: help, Counter: true, Label: "outcome", Is: "done", Read: count(true)},
		{Name: "sign_ins_total", Help: help, Counter: true, Label: "outcome", Is: "refused", Read: count(false)},
	}
}

// ofDuty are the values of something that the processes at this store do by
// themselves: hub, webhooks, backups and so on.
func (s *service) ofDuty(name string) []metrics.Value {
	read := func(of func(duty.Row) float64) func() float64 {
		return func() float64 {
			ctx, cancel := context.WithTimeout(context.Background(), healthPatience)
			defer cancel()
			rows, err := s.roster.List(ctx)
			if err != nil {
				return -1
			}
			for _, row := range rows {
				if row.Name == name {
					return of(row)
				}
			}
			return -1
		}
	}
	return []metrics.Value{
		{Name: "duty_failures", Help: "How often the duty has failed since it last succeeded; -1: not known.", Label: "duty", Is: name, Read: read(func(r duty.Row) float64 { return float64(r.State.Failures) })},
		{Name: "duty_paused", Help: "1 while the duty is paused; -1: not known.", Label: "duty", Is: name, Read: read(func(r duty.Row) float64 { return one(r.Paused != nil) })},
	}
}
