package page_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/web/webtest"
)

// settle puts documents of the site in the place of those that are there.
func (i *instance) settle(t testing.TB, set func(s *events.Site)) {
	t.Helper()
	was := i.live.Timeline().Site()
	next := *was
	set(&next)
	i.commit(t, events.DocumentChanges(was, &next)...)
}

// TestTheInstitutionsFace holds that pages show what the site's documents say, from
// the commit on, and nothing in the site's name that nobody wrote.
func TestTheInstitutionsFace(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	const feet, own, credit = "footer p:first-child a", "footer p:nth-of-type(2) a", ".credit"
	i.shows(t,
		shown{"/en/2019", ".brand", "", "Chronicle"},
		shown{"/en/2019", ".brand svg", "viewBox", "0 0 20 20"},
		shown{"/en/2019", credit, "", "Made with Almanac"},
		shown{"/en/2019", feet, "", "Chronicle | All periods | Places | Feeds | Corrections | Embed"},
	)
	i.settle(t, func(s *events.Site) {
		s.Names = events.Localised{"en": "Museum of Everything", "zh": "万物博物馆"}
		s.ShortNames = events.Localised{"en": "MoE"}
		s.Descriptions = events.Localised{"en": "All that was."}
		s.Logo, s.Accent, s.HideProduct = "/media/0a1b-320.svg", "#b3261e", true
		s.Contact = "desk@museum.example"
		s.FooterLinks = []events.Link{{URL: "https://museum.example/", Title: events.Localised{"en": "The museum", "zh": "本馆"}}, {URL: "https://museum.example/jobs"}}
		s.Licence = &events.Licence{Name: "CC BY 4.0", URL: "https://creativecommons.org/licenses/by/4.0/"}
		s.Texts = map[string]events.SiteText{"en": {About: "We *collect*.", Privacy: "We log nothing."}, "zh": {Imprint: "出版者：本馆"}}
	})
	i.shows(t,
		shown{"/en/2019", "title", "", "2019 · Museum of Everything"},
		shown{"/en/2019", ".brand", "", "MoE"},
		shown{"/en/2019", ".brand img", "src", "/media/0a1b-320.svg"},
		shown{"/en/2019", ".brand img", "alt", ""},
		shown{"/en/2019", credit, "", ""},
		shown{"/en/", ".about", "", "All that was."},
		shown{"/en/2019", feet, "", "Museum of Everything | All periods | Places | Feeds | Corrections | Embed | About | Contact | Imprint | Privacy"},
		shown{"/en/2019", feet, "href", "/en/ | /en/all | /en/places | /en/feeds | /en/changes | /en/embed?year=2019 | /en/about | mailto:desk@museum.example | /en/imprint | /en/privacy"},
		shown{"/en/2019", own, "", "The museum | https://museum.example/jobs"},
		shown{"/zh/2019", own, "", "本馆 | https://museum.example/jobs"},
		shown{"/en/2019", "footer a[rel~=license]", "href", "https://creativecommons.org/licenses/by/4.0/"},
		shown{"/en/2019", "footer p:nth-of-type(3)", "", "Licence: CC BY 4.0"},
		shown{"/en/about", ".prose > .body em", "", "collect"},
		shown{"/en/privacy", ".prose > .body", "", "We log nothing."},
		shown{"/en/imprint", ".prose > .body", "", "出版者：本馆"}, // rather in another language than not at all
		shown{"/en/imprint", ".prose > .body", "lang", "zh-CN"},
		shown{"/en/imprint", "h1", "", "Imprint"},
	)
	for _, path := range []string{"/en/contact", "/en/accessibility"} {
		if got := i.get(t, path); got.status != http.StatusNotFound {
			t.Errorf("%s, which nobody wrote, answers %d", path, got.status)
		}
	}
	i.settle(t, func(s *events.Site) {
		s.Texts = map[string]events.SiteText{"en": {Contact: "Come by.", Accessibility: "Ask us."}, "zh": {}}
	})
	i.shows(t,
		shown{"/en/2019", feet, "href", "/en/ | /en/all | /en/places | /en/feeds | /en/changes | /en/embed?year=2019 | /en/contact | /en/accessibility"},
		shown{"/en/contact", ".prose > p a", "href", "mailto:desk@museum.example"},
		shown{"/en/accessibility", ".prose > .body", "", "Ask us."},
	)
}

// TestLanguagesOfARunningSite holds that languages come and go with the document.
func TestLanguagesOfARunningSite(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	for _, c := range []struct {
		languages []string
		found     []string
		gone      []string
	}{
		{[]string{"de"}, []string{"/de/2019", "/de/all.atom"}, []string{"/zh/2019", "/en", "/zh/all.ics"}},
		{[]string{"pt-BR", "en"}, []string{"/pt-BR/2019", "/en/", "/pt-BR/all.ics"}, []string{"/de/2019", "/pt/"}},
		{nil, []string{"/zh/2019", "/en/2019"}, []string{"/pt-BR/2019"}}, // what the server was started with
	} {
		i.settle(t, func(s *events.Site) { s.Languages = c.languages })
		for path, want := range map[int][]string{http.StatusOK: c.found, http.StatusNotFound: c.gone} {
			for _, p := range want {
				if got := i.get(t, p); got.status != path {
					t.Errorf("%v: %s answers %d, want %d", c.languages, p, got.status, path)
				}
			}
		}
		if len(c.languages) == 0 {
			continue
		}
		if to := i.get(t, "/").header.Get("Location"); to != "/"+c.languages[0]+"/" {
			t.Errorf("%v: / leads to %s", c.languages, to)
		}
	}
}

// TestCookiesThatAreTold holds the page on privacy against what really sets
// cookies: answers to readers, and the script.
func TestCookiesThatAreTold(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	set := map[string]bool{}
	for _, path := range webtest.Paths() {
		for _, c := range i.get(t, "/en"+path).header.Values("Set-Cookie") {
			t.Errorf("%s sets %q unasked", path, c)
		}
	}
	if cookie := i.post(t, "/theme", url.Values{"theme": {"dark"}}).header.Get("Set-Cookie"); !strings.Contains(cookie, "Max-Age=31536000") {
		t.Errorf("the cookie of the colours is not kept a year: %q", cookie)
	} else {
		name, _, _ := strings.Cut(cookie, "=")
		set[name] = true
	}
	for _, file := range []string{"static/app.js", "static/embed.js"} {
		script, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(script), "doc.cookie"); n != strings.Count(string(script), "cookie") {
			t.Errorf("%s names cookies in a way that this test does not read", file)
		}
		for _, m := range regexp.MustCompile("doc\\.cookie = `([a-z]+)=.*max-age=31536000").FindAllStringSubmatch(string(script), -1) {
			set[m[1]] = true
		}
	}
	var told []string
	for _, dt := range webtest.Document(t, i.get(t, "/en/privacy").body).Find(".cookies dt").EachIter() {
		told = append(told, dt.Text())
	}
	slices.Sort(told)
	var names []string
	for name := range set {
		names = append(names, name)
	}
	slices.Sort(names)
	if !slices.Equal(told, names) {
		t.Errorf("told are %v, set are %v", told, names)
	}
}

// TestPagesLoadNothingFromElsewhere holds the other thing that the page on privacy
// states.
func TestPagesLoadNothingFromElsewhere(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	for _, path := range webtest.Paths() {
		a := i.get(t, "/en"+path)
		if policy := a.header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'") || strings.Contains(policy, "http") {
			t.Errorf("%s: policy %q", path, policy)
		}
		for _, s := range webtest.Document(t, a.body).Find("img,script,iframe,link[rel=stylesheet],link[rel=icon]").EachIter() {
			if src := s.AttrOr("src", "") + s.AttrOr("href", ""); strings.Contains(src, "//") {
				t.Errorf("%s loads %s", path, src)
			}
		}
	}
}

func (i *instance) post(t testing.TB, path string, form url.Values) answerOf {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	i.site.ServeHTTP(w, r)
	return answerOf{w.Code, w.Header(), w.Body.String()}
}

// What a browser is told that installs the site is the institution's, in the page's
// language and in its colour.
func TestTheManifest(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	told := func(lang string) map[string]any {
		t.Helper()
		var m map[string]any
		if err := json.Unmarshal([]byte(i.get(t, "/"+lang+"/site.webmanifest").body), &m); err != nil {
			t.Fatal(err)
		}
		icons, _ := m["icons"].([]any)
		if len(icons) != 1 || i.get(t, icons[0].(map[string]any)["src"].(string)).status != http.StatusOK {
			t.Errorf("%s: icons %v", lang, m["icons"])
		}
		delete(m, "icons")
		return m
	}
	want := map[string]any{
		"name": "Chronicle", "short_name": "Chronicle", "start_url": "/en/", "scope": "/", "display": "browser", "lang": "en",
		"background_color": "#fbfcfa", "theme_color": "#0b6e54",
	}
	if diff := cmp.Diff(want, told("en")); diff != "" {
		t.Error(diff)
	}
	i.settle(t, func(s *events.Site) {
		s.Names, s.ShortNames, s.Accent = events.Localised{"zh": "万物博物馆"}, events.Localised{"zh": "万物馆"}, "#b3261e"
	})
	want["name"], want["short_name"], want["start_url"], want["lang"], want["theme_color"] = "万物博物馆", "万物馆", "/zh/", "zh-CN", "#b3261e"
	if diff := cmp.Diff(want, told("zh")); diff != "" {
		t.Error(diff)
	}
}
