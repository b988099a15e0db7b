package etcd

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	clientv3 "go.etcd.io/etcd/client/v3"

	"almanac.example/events"
	"almanac.example/store/etcd/etcdtest"
)

// TestDamage changes, removes and exchanges every entry of a record, one at a
// time. A check names each; and nothing that is read gives a wrong answer.
func TestDamage(t *testing.T) {
	t.Parallel()
	c := etcdtest.Start(t, etcdtest.Options{})
	config, client := configOf(c, t.Name()), c.Client(t)
	b := opened(t, config)
	rev, err := b.Commit(t.Context(), events.Put(draft("a", "one"), 0), events.Put(draft("b", "one"), 0))
	must(t, err)
	_, err = b.Commit(t.Context(), events.Put(draft("a", "two"), rev))
	must(t, err)
	_, err = b.Commit(t.Context(), events.PutDocument(events.Document{Name: events.DocumentText("en"), Text: events.SiteText{About: "us"}}, 0))
	must(t, err)
	_, err = b.Vault().Write(t.Context(), events.PutValue(events.Value{Key: "k", Schema: 1, Data: []byte("1")}, 0))
	must(t, err)
	must(t, b.Close())
	all, err := client.Get(t.Context(), config.Prefix, clientv3.WithPrefix())
	must(t, err)
	sound := answers(t, config)
	for i, kv := range all.Kvs {
		key := strings.TrimPrefix(string(kv.Key), config.Prefix)
		flipped := bytes.Clone(kv.Value)
		flipped[i%len(flipped)] ^= 1 << (i % 8)
		elsewhere := all.Kvs[(i+1)%len(all.Kvs)].Value
		for what, value := range map[string][]byte{
			"a bit": flipped, "cut off": kv.Value[:len(kv.Value)-1], "another's": elsewhere, "empty": {}, "removed": nil,
		} {
			if value == nil {
				_, err = client.Delete(t.Context(), string(kv.Key))
			} else {
				_, err = client.Put(t.Context(), string(kv.Key), string(value))
			}
			must(t, err)
			mayGo := value == nil && strings.HasPrefix(key, valueKeys) // nothing says that it was there
			if report, err := Check(t.Context(), config); (err != nil || len(report.Faults) == 0) && !mayGo {
				t.Errorf("%s, %s: the check finds nothing, %v", key, what, err)
			}
			for name, answer := range answers(t, config) {
				if answer != "" && answer != sound[name] && !mayGo {
					t.Errorf("%s, %s: %s says\n%s\ninstead of\n%s", key, what, name, answer, sound[name])
				}
			}
			_, err = client.Put(t.Context(), string(kv.Key), string(kv.Value))
			must(t, err)
		}
	}
	if report, err := Check(t.Context(), config); err != nil || len(report.Faults) > 0 || report.States != 4 {
		t.Errorf("at the end: %+v, %v", report, err)
	}
}

// answers is what the record says in every way of asking; "" is an error, which
// must be one of damage.
func answers(t *testing.T, config Config) map[string]string {
	t.Helper()
	list := map[string]string{}
	b, err := Open(t.Context(), config)
	if damage := (*damage)(nil); errors.As(err, &damage) {
		return list
	}
	must(t, err)
	defer b.Close()
	note := func(name string, states func(yield func(*events.State) bool) error) {
		var said strings.Builder
		err := states(func(s *events.State) bool {
			said.WriteString(s.Note)
			if s.Event != nil {
				said.WriteString(string(s.Event.ID) + " " + s.Event.Text["en"].Title + ", ")
			}
			return true
		})
		if list[name] = said.String() + "."; err != nil {
			if d := (*damage)(nil); !errors.As(err, &d) {
				t.Errorf("%s: %v", name, err)
			}
			list[name] = ""
		}
	}
	ctx := t.Context()
	note("history", func(y func(*events.State) bool) error { return b.history(ctx, events.HistoryQuery{}, y) })
	note("history of a", func(y func(*events.State) bool) error { return b.history(ctx, events.HistoryQuery{ID: "a"}, y) })
	note("dump", func(y func(*events.State) bool) error { return b.dump(ctx, 0, y) })
	note("everything", func(y func(*events.State) bool) error { return told(ctx, b, y) })
	return list
}

func told(ctx context.Context, b *Backend, yield func(*events.State) bool) error {
	all, _, err := b.everything(ctx)
	for _, e := range all.Events {
		yield(&events.State{Event: e})
	}
	return err
}

func TestParse(t *testing.T) {
	for where, want := range map[string]string{
		"host/almanac":                      "etcd:host:2379/almanac",
		"a:1,b,[::1]:3,[::2]/x/y/":          "etcd:a:1,b:2379,[::1]:3,[::2]:2379/x/y",
		"10.0.0.1:2379/x_y-z.1":             "etcd:10.0.0.1:2379/x_y-z.1",
		"host":                              "",
		"host/":                             "",
		"/almanac":                          "",
		"a,,b/almanac":                      "",
		"host:/almanac":                     "",
		"::1/almanac":                       "",
		"user@host/almanac":                 "",
		"host/a//b":                         "",
		"host/日历":                           "",
		"host/a b":                          "",
		"https://host:2379/almanac":         "",
		"host:2379,other:2379/almanac?x=y":  "",
		"host:2379,other:2379/almanac/deep": "etcd:host:2379,other:2379/almanac/deep",
	} {
		c, err := Parse(where)
		if (err == nil) != (want != "") || err == nil && c.String() != want {
			t.Errorf("%s: %s, %v; want %q", where, c, err, want)
		}
	}
}

func TestPlaces(t *testing.T) {
	for key, want := range map[string]string{
		rowKey("a"):             `current, event "a"`,
		rowKey("/text/zh"):      `current, document "text/zh"`,
		pastKey("a", 7):         `history, revision 7 of event "a"`,
		pastKey("/site", 1<<40): `history, revision 1099511627776 of document "site"`,
		logKey(1):               "log, revision 1",
		slugKey("s"):            `key "i/s"`,
		"h/a":                   `key "h/a"`,
		"l/7ffffffffffffffe.":   `key "l/7ffffffffffffffe."`,
		"h/a/ffffffffffffffff":  `key "h/a/ffffffffffffffff"`,
	} {
		if got := place(key); got != want {
			t.Errorf("%s is %s; want %s", key, got, want)
		}
	}
	if newer, older := pastKey("a", 10), pastKey("a", 9); newer >= older {
		t.Errorf("%s does not sort before %s", newer, older)
	}
}
