package serve

import "testing"

func TestWhatIsPublic(t *testing.T) {
	for host, want := range map[string]bool{
		"":                      false,
		"localhost":             false,
		"LOCALHOST.":            false,
		"almanac.localhost":     false,
		"127.0.0.1":             false,
		"127.9.9.9":             false,
		"::1":                   false,
		"::ffff:127.0.0.1":      false,
		"0.0.0.0":               false,
		"::":                    false,
		"10.1.2.3":              false,
		"172.16.0.1":            false,
		"172.32.0.1":            true,
		"192.168.1.5":           false,
		"::ffff:192.168.1.5":    false,
		"169.254.1.1":           false,
		"100.64.0.1":            false,
		"100.128.0.1":           true,
		"fd00::1":               false,
		"fe80::1":               false,
		"2001:db8::1":           true,
		"203.0.113.5":           true,
		"nas":                   false,
		"nas.local":             false,
		"nas.home.arpa":         false,
		"web.corp":              false,
		"almanac.internal.":     false,
		"x.test":                false,
		"calendar.example.org":  true,
		"Calendar.Example.org.": true,
		"local.example.org":     true,
		"nolocal.org":           true,
		"xn--fiqs8s.cn":         true,
	} {
		if got := isPublic(host); got != want {
			t.Errorf("%q: %t", host, got)
		}
	}
}

func TestLastingAuthority(t *testing.T) {
	for _, c := range []struct {
		base, authority, want string
		wrong                 bool
	}{
		{},
		{base: "http://127.0.0.1:8080"},
		{base: "http://nas.local"},
		{base: "https://Calendar.Example.org./path", want: "calendar.example.org"},
		{base: "https://calendar.example.org:8443", want: "calendar.example.org"},
		{base: "https://calendar.example.org", authority: "Other.example", want: "other.example"},
		{authority: "other.example", want: "other.example"},
		{base: "https://203.0.113.5", wrong: true},
		{base: "https://[2001:db8::1]", wrong: true},
		{base: "https://203.0.113.5", authority: "other.example", want: "other.example"},
	} {
		got, err := (&Settings{BaseURL: c.base, Authority: c.authority}).lastingAuthority()
		if got != c.want || (err != nil) != c.wrong {
			t.Errorf("--base-url %q --authority %q: %q, %v", c.base, c.authority, got, err)
		}
	}
}
