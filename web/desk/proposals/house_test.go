package proposals_test

import (
	"net/url"
	"strconv"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/editing"
)

// house is an instance whose review is asked.
type house struct{ *desktest.Instance }

func newHouse(t *testing.T, list ...events.Event) *house {
	t.Helper()
	return &house{desktest.New(t, list...)}
}

// ask opens the address as the role does, a minute later; with a form it is sent.
func (h *house) ask(role access.Role, address string, form url.Values) desktest.Answer {
	h.T.Helper()
	h.Pass(time.Minute)
	if form == nil {
		return h.Get(string(role), address)
	}
	return h.Post(string(role), address, form)
}

// done is an answer that leads on: what was asked for is done.
func (h *house) done(a desktest.Answer) {
	h.T.Helper()
	if a.To == "" {
		h.T.Fatalf("status %d: %s", a.Status, a.Text("main"))
	}
}

// imported has a document in the house, and tells what it is called and what was
// found in it.
func (h *house) imported(text string) (string, []*events.Event) {
	h.T.Helper()
	k, list := h.Report(text)
	return k.Document, list
}

// get is an event as it is stored.
func (h *house) get(id events.ID) *events.Event {
	h.T.Helper()
	return h.Stored(string(id))
}

// filled is what the form of the proposal's page sends, with changes in pairs.
func (h *house) filled(role access.Role, address string, pairs ...string) url.Values {
	h.T.Helper()
	return desktest.With(h.ask(role, address, nil).Form(), pairs...)
}

// undo is the form that takes the decision about an event back.
func (h *house) undo(id events.ID) url.Values {
	return url.Values{"do": {"undo"}, "rev": {strconv.FormatInt(int64(h.get(id).Rev), 10)}}
}

func address(document string, id events.ID) string {
	a := "/admin/en/review"
	if document != "" {
		a += "/" + document
	}
	if id != "" {
		a += "/" + string(id)
	}
	return a
}

// act is an act of the role.
func (h *house) act(role access.Role) editing.Act {
	h.T.Helper()
	return editing.Act{Who: h.Principal(string(role))}
}
