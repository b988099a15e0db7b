package webtest

import (
	"encoding/xml"
	"html"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Multistatus is what a CalDAV client reads of an answer (RFC 4918 §13).
type Multistatus struct {
	Responses []struct {
		Href   string `xml:"href"`
		Status string `xml:"status"` // of a resource that has gone
		Props  []struct {
			Status string `xml:"status"`
			Prop   struct {
				ETag string `xml:"getetag"`
				Data string `xml:"calendar-data"`
				All  []struct {
					XMLName xml.Name
					Inner   string `xml:",innerxml"`
				} `xml:",any"`
			} `xml:"prop"`
		} `xml:"propstat"`
	} `xml:"response"`
	Token string `xml:"sync-token"`
}

// Hrefs are the resources that an answer has, those that have gone with a minus.
func (m Multistatus) Hrefs() []string {
	var list []string
	for _, r := range m.Responses {
		if strings.Contains(r.Status, "404") {
			list = append(list, "-"+r.Href)
		} else {
			list = append(list, r.Href)
		}
	}
	return list
}

// DAVClient asks a handler as a program that speaks CalDAV does.
type DAVClient struct {
	T       testing.TB
	Handler http.Handler
}

// Send sends a request, with header fields in pairs.
func (c DAVClient) Send(method, path, body string, fields ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(c.T.Context(), method, path, strings.NewReader(body))
	for i := 0; i+1 < len(fields); i += 2 {
		r.Header.Set(fields[i], fields[i+1])
	}
	w := httptest.NewRecorder()
	c.Handler.ServeHTTP(w, r)
	return w
}

// Ask is Send of what is answered with 207; any other answer ends the test.
func (c DAVClient) Ask(method, path, body string, fields ...string) Multistatus {
	c.T.Helper()
	w := c.Send(method, path, body, fields...)
	var got Multistatus
	if err := xml.Unmarshal(w.Body.Bytes(), &got); w.Code != http.StatusMultiStatus || err != nil {
		c.T.Fatalf("%s %s: %d, %v\n%s", method, path, w.Code, err, w.Body)
	}
	return got
}

// SyncRequest is the body of a REPORT that asks for what has changed since a sync
// token (RFC 6578 §3.2); "" asks for everything.
func SyncRequest(token string) string {
	return `<D:sync-collection xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:sync-token>` + html.EscapeString(token) +
		`</D:sync-token><D:sync-level>1</D:sync-level><D:prop><D:getetag/><C:calendar-data/></D:prop></D:sync-collection>`
}
