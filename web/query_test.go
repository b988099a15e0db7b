package web

import (
	"net/http"
	"strings"
	"testing"

	"almanac.example/web/webtest"
	"almanac.example/web/words"
)

// shared are what messengers, networks, advertisers and mailers make of a link.
var shared = []string{
	"from=singlemessage&isappinstalled=0", "from=groupmessage&scene=1&clicktime=1571&enterid=1571", "from=timeline", "from=qq&tdsourcetag=s_pcqq_aiomsg",
	"nsukey=fJ2%2BabcD%3D", "scene=21", "share_token=2b0-4f", "share_source=weixin", "sharer_shareid=9", "utm_source=x&utm_medium=y", "UTM_Campaign=z",
	"fbclid=IwAR0", "gclid=a", "srsltid=AfmBOo", "ttclid=b", "li_fat_id=c", "mibextid=Zxz2cZ", "igsh=d", "msclkid=e", "yclid=f", "twclid=g", "rdt_cid=h",
	"_ga=2.1", "_gl=1*x", "ref=homepage", "ref_src=twsrc", "source=chatgpt.com", "at_medium=rss", "v=3", "spm=a2c", "mc_cid=i", "mkt_tok=j", "hsa_acc=1", "_hsenc=k",
	"", "=", "tag=", "&&",
}

// What was added to a link on its way changes nothing: neither the answer nor
// the number of answers.
func TestSharedLinksLeadToTheSameAnswer(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	for _, path := range []string{"/en/2019", "/zh/list", "/en/e/museum-opens", "/zh/search", "/en/subscribe", "/en/all.ics", "/zh/2019.atom", "/en/tag/policy", "/en/about", "/embed/zh/2019"} {
		want := i.get(t, path)
		if want.status == http.StatusNotFound {
			continue // of another record
		}
		key := keyOf(i.Server, path)
		for _, more := range shared {
			address := path + "?" + more
			got := i.get(t, address)
			if got.status == http.StatusFound { // of a form with empty fields
				got = i.get(t, got.header.Get("Location"))
			}
			if got.status != want.status || got.header.Get("Etag") != want.header.Get("Etag") {
				t.Errorf("%s: status %d, another answer: %v", address, got.status, got.header.Get("Etag") != want.header.Get("Etag"))
			}
			if k := keyOf(i.Server, address); k != "" && k != key {
				t.Errorf("%s is kept under %q, %s under %q", address, k, path, key)
			}
		}
	}
}

// keyOf is the key under which what an address leads to is kept, "" if nobody
// asked.
func keyOf(s *Server, address string) string {
	path, query, _ := strings.Cut(address, "?")
	d, _ := s.addresses.GetIfPresent(addressOf(request(path, query)))
	return d.key
}

func request(path, query string) *http.Request {
	r, _ := http.NewRequest(http.MethodGet, path, nil) //nolint:errcheck // the tests' own addresses
	r.URL.RawQuery = query
	return r
}

// What a page does not understand it leaves out, and says so in one sentence
// that repeats nothing: two answers a page, whatever is asked.
func TestPagesLeaveOutWhatTheyDoNotUnderstand(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	for _, path := range []string{"/en/2019", "/zh/list", "/en/about", "/en/subscribe"} {
		clean := i.get(t, path)
		sentence := words.In(path[1:3]).Text("strange")
		if strings.Contains(clean.body, sentence) {
			t.Errorf("%s: the sentence stands where all is understood", path)
		}
		first := i.get(t, path+"?colour=canary")
		if first.status != http.StatusOK || !strings.Contains(first.body, sentence) || strings.Contains(first.body, "canary") {
			t.Errorf("%s: status %d, says so %v, repeats it %v", path, first.status, strings.Contains(first.body, sentence), strings.Contains(first.body, "canary"))
		}
		for _, query := range []string{"sort=up", "colour=red&sort=down", "%C3%A9=1", "Tag=policy"} {
			if other := i.get(t, path+"?"+query); other.header.Get("Etag") != first.header.Get("Etag") {
				t.Errorf("%s?%s: a third answer", path, query)
			}
		}
	}
	for _, path := range []string{"/en/2019.ics", "/zh/all.atom"} {
		if got := i.get(t, path+"?colour=red"); got.status != http.StatusBadRequest || !strings.Contains(got.body, "colour") {
			t.Errorf("%s: status %d, %q; want 400 that names the key", path, got.status, got.body)
		}
	}
	if got := i.get(t, "/en/list?from=someday"); got.status != http.StatusBadRequest {
		t.Errorf("a date that is none: %d", got.status)
	}
}

// A condition that changes nothing makes no new answer.
func TestWhatChangesNothingHasOneKey(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	for path, same := range map[string][]string{
		"/en/all.ics": {"?-tag=nobody-has-it", "?-tag=zi&-tag=zu", "?imprecise=", "?key=0", "?changed-since=0", "?utm_x=1&-tag=zi"},
		"/en/list?tag=policy&tag=science": {
			"/en/list?tag=science&tag=policy", "/en/list?tag=policy&tag=science&tag=policy", "/en/list?tag=policy&tag=science&page=1", "/en/list?tag=policy&tag=science&mono=0", "/en/list?tag=policy&tag=science&-tag=zi",
		},
		"/en/list?year=2019": {"/en/list?in=2019"},
		"/en/2019":           {"?page=7", "?-tag=zi", "/en/2019?"},
		"/en/all.atom?q=a+b": {"?q=a%20%20b", "/en/all.atom?q=+a+b+"},
		"/zh/about":          {"?tag=policy", "?from=2019", "?print=1"},
	} {
		base, _, _ := strings.Cut(path, "?")
		i.get(t, path)
		want := keyOf(i.Server, path)
		if want == "" {
			t.Errorf("%s is not kept", path)
		}
		for _, address := range same {
			if strings.HasPrefix(address, "?") {
				address = base + address
			}
			got := i.get(t, address)
			if got.status == http.StatusFound {
				address = got.header.Get("Location")
				got = i.get(t, address)
			}
			if key := keyOf(i.Server, address); got.status != http.StatusOK || key != want {
				t.Errorf("%s: status %d, key %q, want %q", address, got.status, key, want)
			}
		}
	}
	if got := i.get(t, "/sitemap-001.xml"); got.status != http.StatusNotFound {
		t.Errorf("/sitemap-001.xml: %d", got.status)
	}
}

// A month in the query is one condition, however it is spelt.
func TestAMonthIsOneCondition(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	for _, query := range []string{"in=2019-05", "year=2019&month=05", "month=5&year=2019"} {
		got := webtest.Document(t, i.get(t, "/en/all?"+query).body)
		if title := got.Find("title").Text(); strings.Contains(title, "05") || !strings.Contains(title, "May 2019") {
			t.Errorf("%s: title %q", query, title)
		}
	}
}
