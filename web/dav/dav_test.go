package dav_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

// record is an instance whose calendars are asked for.
type record struct{ *desktest.Instance }

// newRecord has events of several kinds and a saved view.
func newRecord(t *testing.T) *record {
	t.Helper()
	weekly := webtest.Story("weekly", "2026-03-02", func(e *events.Event) {
		e.Span = events.On(edtf.MustParse("2026-03-02"))
		e.Repeat = &events.Repetition{Rule: "FREQ=WEEKLY;COUNT=4"}
		e.Tags = []string{"talks"}
	})
	i := &record{desktest.NewEmpty(t, webtest.Museum(), weekly, webtest.Story("month", "2019-07", nil), webtest.Story("old", "-0220", nil), webtest.Story("draft", "2019", func(e *events.Event) { e.Status = events.Draft }))}
	site := *i.Live.Timeline().Site()
	site.Tags = []events.Tag{{Slug: "talks", Name: events.Localised{"en": "Talks & more"}, Color: "darkgreen"}}
	site.Views = []events.View{{Slug: "mine", Name: events.Localised{"en": "Mine"}, Selection: "key=1"}}
	i.commit(events.DocumentChanges(i.Live.Timeline().Site(), &site)...)
	return i
}

// commit changes the record.
func (i *record) commit(changes ...events.Change) {
	i.T.Helper()
	_, err := i.Live.Commit(i.T.Context(), changes...)
	i.Must(err)
}

// edit changes a stored event, a minute later.
func (i *record) edit(id string, set func(*events.Event)) {
	i.T.Helper()
	i.Pass(time.Minute)
	next := *i.Stored(id)
	next.Text = maps.Clone(next.Text)
	set(&next)
	i.commit(events.Put(next, next.Rev))
}

// tagURI is an identifier of the record.
func (i *record) tagURI(specific string) string {
	site := desktest.Site()
	site.Record = i.Live.Timeline().Site()
	return site.TagURI(specific)
}

// client asks for the record's calendars.
func (i *record) client() webtest.DAVClient {
	return webtest.DAVClient{T: i.T, Handler: i.Server.Handler()}
}

// send sends a request, with header fields in pairs.
func (i *record) send(method, path, body string, fields ...string) *httptest.ResponseRecorder {
	return i.client().Send(method, path, body, fields...)
}

// get fetches a resource.
func (i *record) get(path string, fields ...string) desktest.Answer {
	w := i.send(http.MethodGet, path, "", fields...)
	return desktest.Answer{Status: w.Code, Header: w.Header(), Body: w.Body.String()}
}

// ask asks for a multistatus.
func (i *record) ask(method, path, body string, fields ...string) webtest.Multistatus {
	i.T.Helper()
	return i.client().Ask(method, path, body, fields...)
}

const calendarQuery = `<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/></D:prop><C:filter><C:comp-filter name="VCALENDAR">%s</C:comp-filter></C:filter></C:calendar-query>`

// Programs find their way from the host to the calendars, and what these are.
func TestCalDAVIsFound(t *testing.T) {
	i := newRecord(t)
	if w := i.send("PROPFIND", "/.well-known/caldav", ""); w.Code != http.StatusMovedPermanently || w.Header().Get("Location") != "/dav/zh/" {
		t.Errorf("the well-known address leads to %d %s", w.Code, w.Header().Get("Location"))
	}
	for path, want := range map[string][]string{
		"/dav/":    {"/dav/", "/dav/zh/", "/dav/en/"},
		"/dav/en/": {"/dav/en/", "/dav/en/all/", "/dav/en/v/mine/", "/dav/en/2026/", "/dav/en/2019/", "/dav/en/-0220/", "/dav/en/tag/science/", "/dav/en/tag/culture/", "/dav/en/tag/talks/"},
		// What is older than calendars is not there.
		"/dav/en/all/":        {"/dav/en/all/", "/dav/en/all/museum.ics", "/dav/en/all/month.ics", "/dav/en/all/weekly.ics"},
		"/dav/en/tag/talks/":  {"/dav/en/tag/talks/", "/dav/en/tag/talks/weekly.ics"},
		"/dav/en/place/wuhu/": {"/dav/en/place/wuhu/", "/dav/en/place/wuhu/museum.ics"},
		"/dav/en/v/mine/":     {"/dav/en/v/mine/", "/dav/en/v/mine/museum.ics"},
		"/dav/en/2019/":       {"/dav/en/2019/", "/dav/en/2019/museum.ics", "/dav/en/2019/month.ics"},
	} {
		if diff := cmp.Diff(want, i.ask("PROPFIND", path, "", "Depth", "1").Hrefs()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

// Every property that programs ask for has its value, and what is not there is said
// to be missing.
func TestCalDAVProperties(t *testing.T) {
	i := newRecord(t)
	token := i.tagURI(fmt.Sprintf("sync/%d", i.Live.Timeline().Rev()))
	for _, c := range []struct{ path, name, want string }{
		{"/dav/", "D:resourcetype", "<D:collection/>"}, {"/dav/", "D:current-user-principal", "<D:href>/dav/zh/</D:href>"},
		{"/dav/en/", "D:resourcetype", "<D:collection/><D:principal/>"}, {"/dav/en/", "C:calendar-home-set", "<D:href>/dav/en/</D:href>"}, {"/dav/en/", "D:principal-URL", "<D:href>/dav/en/</D:href>"},
		{"/dav/en/", "D:displayname", "Chronicle"}, {"/dav/en/all/", "D:resourcetype", "<D:collection/><C:calendar/>"}, {"/dav/en/tag/talks/", "D:displayname", "Chronicle · Talks &amp; more"},
		{"/dav/en/tag/talks/", "A:calendar-color", "#006400FF"}, {"/dav/en/all/", "C:calendar-description", "What happened."}, {"/dav/en/all/", "D:owner", "<D:href>/dav/en/</D:href>"},
		{"/dav/en/all/", "D:sync-token", token}, {"/dav/en/all/", "CS:getctag", token}, {"/dav/en/all/", "C:supported-calendar-component-set", `<C:comp name="VEVENT"/>`},
		{"/dav/en/all/", "D:current-user-privilege-set", "<D:privilege><D:read/></D:privilege><D:privilege><D:read-current-user-privilege-set/></D:privilege>"},
		{"/dav/en/all/", "D:supported-report-set", "<D:supported-report><D:report><C:calendar-multiget/></D:report></D:supported-report><D:supported-report><D:report><C:calendar-query/></D:report></D:supported-report><D:supported-report><D:report><D:sync-collection/></D:report></D:supported-report>"},
		{"/dav/en/all/museum.ics", "D:getcontenttype", "text/calendar; charset=utf-8; component=VEVENT"}, {"/dav/en/all/museum.ics", "D:getlastmodified", "Sun, 01 Mar 2026 10:00:00 GMT"},
		{"/dav/en/all/museum.ics", "D:resourcetype", ""}, {"/dav/en/all/museum.ics", "C:calendar-home-set", "missing"}, {"/dav/en/all/", "D:quota-used-bytes", "missing"}, {"/dav/en/all/", "D:getetag", "missing"},
	} {
		body := `<D:propfind xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:CS="http://calendarserver.org/ns/" xmlns:A="http://apple.com/ns/ical/"><D:prop><` + c.name + `/></D:prop></D:propfind>`
		got := i.ask("PROPFIND", c.path, body, "Depth", "0")
		p := got.Responses[0].Props[0]
		value := ""
		for _, any := range p.Prop.All {
			value = any.Inner
		}
		if strings.Contains(p.Status, "404") {
			value = "missing"
		}
		if len(got.Responses[0].Props) != 1 || value != c.want {
			t.Errorf("%s of %s is %q, want %q", c.name, c.path, value, c.want)
		}
	}
	all, names := i.ask("PROPFIND", "/dav/en/all/", "", "Depth", "0"), i.ask("PROPFIND", "/dav/en/all/", `<propfind xmlns="DAV:"><propname/></propfind>`, "Depth", "0")
	if n := len(all.Responses[0].Props[0].Prop.All); n < 10 || len(names.Responses[0].Props[0].Prop.All) != n || len(all.Responses[0].Props) != 1 {
		t.Errorf("of all properties there are %d, of their names %d", n, len(names.Responses[0].Props[0].Prop.All))
	}
	for _, p := range names.Responses[0].Props[0].Prop.All {
		if p.Inner != "" {
			t.Errorf("the name %s has the value %q", p.XMLName.Local, p.Inner)
		}
	}
}

// What a program asks wrongly, or must not do, is refused by its name.
func TestCalDAVRefuses(t *testing.T) {
	i := newRecord(t)
	sync := webtest.SyncRequest("")
	token := i.tagURI("sync/")
	for _, c := range []struct {
		method, path, body, depth string
		status                    int
		want                      string
	}{
		{"PUT", "/dav/en/all/new.ics", "BEGIN:VCALENDAR", "", 403, "<D:need-privileges/>"}, {"DELETE", "/dav/en/all/museum.ics", "", "", 403, "<D:need-privileges/>"},
		{"PROPPATCH", "/dav/en/all/", "", "", 403, "<D:need-privileges/>"}, {"MKCALENDAR", "/dav/en/new/", "", "", 403, "<D:need-privileges/>"},
		{"MOVE", "/dav/en/all/museum.ics", "", "", 403, "<D:need-privileges/>"}, {"POST", "/dav/en/all/", "", "", 403, "<D:need-privileges/>"}, {"LOCK", "/dav/en/all/", "", "", 403, "<D:need-privileges/>"},
		{"PROPFIND", "/dav/en/all/", "", "infinity", 403, "<D:propfind-finite-depth/>"}, {"PROPFIND", "/dav/en/all/", "", "", 403, "<D:propfind-finite-depth/>"},
		{"PROPFIND", "/dav/en/all/", "<propfind", "0", 400, ""}, {"PROPFIND", "/dav/en/all/", strings.Repeat("<a>", 40), "0", 400, ""}, {"PROPFIND", "/dav/en/all/", strings.Repeat("x", 2<<20), "0", 413, ""},
		{"PROPFIND", "/dav/fr/", "", "0", 404, ""}, {"PROPFIND", "/dav/en/upcoming/", "", "0", 404, ""}, {"PROPFIND", "/dav/en/tag/never/", "", "0", 404, ""}, {"PROPFIND", "/dav/en/e/museum-opens/", "", "0", 404, ""},
		{"GET", "/dav/en/all/draft.ics", "", "", 404, ""}, {"GET", "/dav/en/all/old.ics", "", "", 404, ""}, {"GET", "/dav/en/tag/talks/museum.ics", "", "", 404, ""}, {"GET", "/dav/en/all/never.ics", "", "", 404, ""},
		{"REPORT", "/dav/en/", sync, "", 403, "<D:supported-report/>"}, {"REPORT", "/dav/en/all/museum.ics", sync, "", 403, "<D:supported-report/>"},
		{"REPORT", "/dav/en/all/", `<D:expand-property xmlns:D="DAV:"/>`, "", 403, "<D:supported-report/>"}, {"REPORT", "/dav/en/all/", "", "", 403, "<D:supported-report/>"},
		{"REPORT", "/dav/en/all/", sync, "infinity", 400, ""}, {"REPORT", "/dav/en/all/", webtest.SyncRequest("nonsense"), "", 403, "<D:valid-sync-token/>"}, {"REPORT", "/dav/en/all/", webtest.SyncRequest(token), "", 403, "<D:valid-sync-token/>"},
		{"REPORT", "/dav/en/all/", webtest.SyncRequest(token + "-1"), "", 403, "<D:valid-sync-token/>"}, {"REPORT", "/dav/en/all/", webtest.SyncRequest(token + "9999"), "", 403, "<D:valid-sync-token/>"},
		{"REPORT", "/dav/en/all/", webtest.SyncRequest("tag:other.example,2026-03-01:sync/1"), "", 403, "<D:valid-sync-token/>"},
		{"REPORT", "/dav/en/all/", strings.Replace(sync, "<D:prop>", "<D:limit><D:nresults>2</D:nresults></D:limit><D:prop>", 1), "", 507, "<D:number-of-matches-within-limits/>"},
		{"REPORT", "/dav/en/all/", strings.Replace(sync, "<C:calendar-data/>", `<C:calendar-data><C:expand start="20260101T000000Z" end="20270101T000000Z"/></C:calendar-data>`, 1), "", 403, "<C:supported-calendar-data/>"},
		{"REPORT", "/dav/en/all/", strings.Replace(sync, "<C:calendar-data/>", `<C:calendar-data content-type="application/calendar+json"/>`, 1), "", 403, "<C:supported-calendar-data/>"},
		{"REPORT", "/dav/en/all/", fmt.Sprintf(calendarQuery, `<C:comp-filter name="VEVENT"><C:prop-filter name="SUMMARY"/></C:comp-filter>`), "1", 403, "<C:supported-filter/>"},
		{"REPORT", "/dav/en/all/", fmt.Sprintf(calendarQuery, `<C:comp-filter name="VEVENT"><C:time-range start="today"/></C:comp-filter>`), "1", 403, "<C:valid-filter/>"},
	} {
		fields := []string{}
		if c.depth != "" {
			fields = []string{"Depth", c.depth}
		}
		w := i.send(c.method, c.path, c.body, fields...)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.want) {
			t.Errorf("%s %s %.60q: %d %.200q, want %d %s", c.method, c.path, c.body, w.Code, w.Body, c.status, c.want)
		}
	}
	if w := i.send("OPTIONS", "/dav/en/all/", ""); w.Code != 200 || w.Header().Get("DAV") != "1, 3, calendar-access" || w.Header().Get("Allow") != "OPTIONS, GET, HEAD, PROPFIND, REPORT" {
		t.Errorf("OPTIONS: %d %v", w.Code, w.Header())
	}
}

// A query gives the events of a period, by each instance of a series.
func TestCalDAVQuery(t *testing.T) {
	i := newRecord(t)
	span := func(start, end string) string {
		attributes := ""
		for name, value := range map[string]string{"start": start, "end": end} {
			if value != "" {
				attributes += " " + name + `="` + value + `"`
			}
		}
		return `<C:comp-filter name="VEVENT"><C:time-range` + attributes + `/></C:comp-filter>`
	}
	for filter, want := range map[string]string{
		"": "museum month weekly", `<C:comp-filter name="VEVENT"/>`: "museum month weekly", `<C:comp-filter name="VTODO"/>`: "",
		span("20190524T000000Z", "20190525T000000Z"): "museum", span("20190525T000000Z", "20190601T000000Z"): "", span("20190524T235959Z", ""): "museum month weekly",
		span("20190715T000000Z", "20190716T000000Z"): "month", span("", "20190524T000000Z"): "", span("", "20190524T000001Z"): "museum",
		span("20260309T120000Z", "20260309T130000Z"): "weekly", span("20260310T000000Z", "20260316T000000Z"): "", span("20260323T000000Z", "20260324T000000Z"): "weekly", span("20260324T000000Z", ""): "",
	} {
		got := i.ask("REPORT", "/dav/en/all/", fmt.Sprintf(calendarQuery, filter), "Depth", "1")
		var names []string
		for _, href := range got.Hrefs() {
			names = append(names, strings.TrimSuffix(strings.TrimPrefix(href, "/dav/en/all/"), ".ics"))
		}
		if diff := cmp.Diff(strings.Fields(want), names); diff != "" && len(names)+len(want) > 0 {
			t.Errorf("%s (-want +got):\n%s", filter, diff)
		}
	}
}

// An event is the same by each way, with the tag by which programs know it.
func TestCalDAVEvents(t *testing.T) {
	i := newRecord(t)
	multiget := `<C:calendar-multiget xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/><C:calendar-data/></D:prop><D:href>/dav/en/all/museum.ics</D:href><D:href>https://almanac.example.org/dav/en/all/weekly.ics</D:href><D:href>/dav/en/all/draft.ics</D:href><D:href>/dav/en/2019/month.ics</D:href></C:calendar-multiget>`
	got := i.ask("REPORT", "/dav/en/all/", multiget)
	if diff := cmp.Diff([]string{"/dav/en/all/museum.ics", "/dav/en/all/weekly.ics", "-/dav/en/all/draft.ics", "-/dav/en/2019/month.ics"}, got.Hrefs()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	for n, id := range []string{"museum", "weekly"} {
		one := i.get("/dav/en/all/" + id + ".ics")
		p := got.Responses[n].Props[0].Prop
		if one.Header.Get("ETag") != p.ETag || one.Body != strings.ReplaceAll(strings.ReplaceAll(p.Data, "\r\n", "\n"), "\n", "\r\n") || !strings.HasPrefix(one.Body, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") {
			t.Errorf("%s by itself is\n%s\nwith the tag %s, in a report it has %s", id, one.Body, one.Header.Get("ETag"), p.ETag)
		}
		if again := i.get("/dav/en/all/"+id+".ics", "If-None-Match", p.ETag); again.Status != http.StatusNotModified {
			t.Errorf("%s has not changed, and the answer is %d", id, again.Status)
		}
		_, event, _ := strings.Cut(one.Body, "BEGIN:VEVENT")
		event, _, _ = strings.Cut(event, "END:VEVENT")
		if !strings.Contains(i.get("/en/all.ics").Body, event) {
			t.Errorf("%s has other bytes in the feed", id)
		}
	}
	was := i.get("/dav/en/all/museum.ics").Header.Get("ETag")
	i.edit("museum", func(e *events.Event) { e.Key = false })
	if now := i.get("/dav/en/all/museum.ics").Header.Get("ETag"); now == was {
		t.Error("an edit leaves the tag as it was")
	}
	if to := i.send("GET", "/dav/en/tag/talks/", "").Header().Get("Location"); to != "https://almanac.example.org/en/tag/talks" {
		t.Errorf("people are led from a calendar to %q", to)
	}
}

// A sync tells what has changed since the token, what has left the calendar, and
// nothing of what was never public.
func TestCalDAVSync(t *testing.T) {
	i := newRecord(t)
	sync := func(path, token string) webtest.Multistatus { return i.ask("REPORT", path, webtest.SyncRequest(token)) }
	tokens := map[string]string{}
	for _, path := range []string{"/dav/en/all/", "/dav/en/tag/culture/", "/dav/en/2019/"} {
		tokens[path] = sync(path, "").Token
	}
	for _, c := range []struct {
		what                  string
		do                    func()
		all, culture, the2019 string
	}{
		{"nothing", func() {}, "", "", ""},
		{"an edit", func() { i.edit("museum", func(e *events.Event) { e.Key = !e.Key }) }, "museum", "museum", "museum"},
		{"a move out of the year", func() {
			i.edit("museum", func(e *events.Event) { e.Span = events.On(edtf.MustParse("2020-01-03")) })
		}, "museum", "museum", "-museum"},
		{"another tag", func() { i.edit("museum", func(e *events.Event) { e.Tags = nil }) }, "museum", "-museum", "-museum"},
		{"a cancellation", func() { i.edit("month", func(e *events.Event) { e.Status = events.Cancelled }) }, "month", "", "month"},
		{"a withdrawal", func() { i.edit("month", func(e *events.Event) { e.Status = events.Withdrawn }) }, "-month", "", "-month"},
		{"an edit of a draft", func() { i.edit("draft", func(e *events.Event) { e.Key = true }) }, "", "", ""},
		{"a deletion", func() { e, _ := i.Live.Timeline().Event("weekly"); i.commit(events.Delete("weekly", e.Rev)) }, "-weekly", "", ""},
		{"a new event", func() { i.commit(events.Put(webtest.Story("new", "2019-03-01", nil), 0)) }, "new", "", "new"},
		{"a date that calendars do not show", func() { i.edit("new", func(e *events.Event) { e.Span = events.On(edtf.MustParse("-0100")) }) }, "-new", "", "-new"},
	} {
		c.do()
		for path, want := range map[string]string{"/dav/en/all/": c.all, "/dav/en/tag/culture/": c.culture, "/dav/en/2019/": c.the2019} {
			got := sync(path, tokens[path])
			tokens[path] = got.Token
			var names []string
			for _, href := range got.Hrefs() {
				names = append(names, strings.TrimSuffix(strings.ReplaceAll(href, path, ""), ".ics"))
			}
			slices.Sort(names)
			if strings.Join(names, " ") != want {
				t.Errorf("after %s %s tells of %q, want %q", c.what, path, names, want)
			}
		}
	}
}
