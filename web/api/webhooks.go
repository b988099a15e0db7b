package api

import (
	"net/http"
	"strconv"
	"time"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/api/webhook"
)

// Webhook is an address that is told of changes, and how it is getting on.
type Webhook struct {
	ID       string          `json:"id"`
	URL      string          `json:"url"`
	About    string          `json:"about,omitempty"`
	Types    []webhook.Type  `json:"types,omitempty" doc:"None: all."`
	Full     bool            `json:"full,omitempty" doc:"Messages carry the whole event or document."`
	Created  time.Time       `json:"created"`
	Disabled *WebhookStopped `json:"disabled,omitempty"`
	Told     events.Rev      `json:"told" doc:"It was told of everything up to this revision."`
	Failures int             `json:"failures,omitempty" doc:"Attempts in a row that failed."`
	Next     time.Time       `json:"next,omitzero" doc:"When the next attempt is made; missing: as soon as there is something to tell."`
}

// WebhookStopped says since when and why a webhook is not told any more.
type WebhookStopped struct {
	Since  time.Time `json:"since"`
	Reason string    `json:"reason"`
}

// Webhooks are all there are.
type Webhooks struct {
	Webhooks []Webhook `json:"webhooks"`
}

// WebhookSettings are what an administrator decides about a webhook.
type WebhookSettings struct {
	URL   string         `json:"url" format:"uri" doc:"http or https."`
	About string         `json:"about,omitempty" doc:"Whose it is and what for."`
	Types []webhook.Type `json:"types,omitempty" doc:"None: all." enum:"event.published,event.changed,event.cancelled,event.withdrawn,event.deleted,draft.proposed,site.changed"`
	Full  bool           `json:"full,omitempty" doc:"Messages carry the whole event or document."`
}

// WebhookSecret is a webhook with the key of its signatures, which is shown this
// once.
type WebhookSecret struct {
	Webhook
	Secret string `json:"secret" doc:"whsec_…, for checking signatures (Standard Webhooks 1.0.0)."`
}

// WebhookEnabling says from where a webhook goes on.
type WebhookEnabling struct {
	Skip bool `json:"skip,omitempty" doc:"From now on instead of where it stopped."`
}

// WebhookDisabling says why a webhook is stopped.
type WebhookDisabling struct {
	Reason string `json:"reason,omitempty"`
}

// WebhookRotation says how long the former secret goes on.
type WebhookRotation struct {
	Hours int `json:"hours,omitempty" minimum:"0" maximum:"720" doc:"For how long messages are signed with the former secret, too; usually 24."`
}

// Delivery is one message to a webhook and how it went.
type Delivery struct {
	Number    int          `json:"number"`
	Message   string       `json:"message" doc:"The webhook-id."`
	Type      webhook.Type `json:"type"`
	Revision  events.Rev   `json:"revision,omitempty"`
	Event     events.ID    `json:"event,omitempty"`
	Document  string       `json:"document,omitempty"`
	First     time.Time    `json:"first"`
	Last      time.Time    `json:"last"`
	Attempts  int          `json:"attempts"`
	Delivered bool         `json:"delivered"`
	Status    int          `json:"status,omitempty" doc:"Of the last answer."`
	Failure   string       `json:"failure,omitempty"`
	Took      float64      `json:"took" doc:"Seconds of the last attempt."`
	Next      time.Time    `json:"next,omitzero"`
}

// Deliveries are the last messages to a webhook, the newest first.
type Deliveries struct {
	Deliveries []Delivery `json:"deliveries"`
}

func webhookForm(s webhook.Standing) Webhook {
	w := Webhook{
		ID: s.ID, URL: s.URL, About: s.About, Types: s.Types, Full: s.Full, Created: s.Created,
		Told: s.Told, Failures: s.Failures, Next: s.Next,
	}
	if s.Disabled != nil {
		w.Disabled = &WebhookStopped{s.Disabled.Since, s.Disabled.Reason}
	}
	return w
}

func deliveryForm(d webhook.Delivery) Delivery {
	return Delivery{
		d.Number, d.Message, d.Type, d.Rev, d.Event, d.Document, d.First, d.Last, d.Attempts, d.Delivered, d.Status, d.Failure,
		d.Took.Seconds(), d.Next,
	}
}

// hooked is a handler that needs webhooks; where there are none it answers that.
func (s *Server) hooked(do func(*call, *webhook.Sender) (*answer, error)) func(*call) (*answer, error) {
	return func(c *call) (*answer, error) {
		if s.Webhooks == nil {
			return nil, events.ErrNotFound
		}
		return do(c, s.Webhooks)
	}
}

// noted is a handler that the audit is told of when it has changed a webhook.
func (s *Server) noted(do func(*call, *webhook.Sender) (*answer, error), what string) func(*call, *webhook.Sender) (*answer, error) {
	return func(c *call, h *webhook.Sender) (*answer, error) {
		a, err := do(c, h)
		if err == nil {
			err = s.record(c, "webhook "+c.path("id")+" "+what)
		}
		return a, err
	}
}

// record enters a change of settings into the audit.
func (s *Server) record(c *call, what string) error {
	return s.People.Record(c.ctx(), c.who, access.AuditEntry{Kind: access.AuditSettings, Detail: what})
}

// oneWebhook tells a webhook as it is now.
func oneWebhook(c *call, h *webhook.Sender) (*answer, error) {
	w, err := h.Get(c.ctx(), c.path("id"))
	if err != nil {
		return nil, err
	}
	return ok(webhookForm(w)), nil
}

// after does something to a webhook and tells it as it is then.
func after(c *call, h *webhook.Sender, err error) (*answer, error) {
	if err != nil {
		return nil, err
	}
	return oneWebhook(c, h)
}

func listWebhooks(c *call, h *webhook.Sender) (*answer, error) {
	list, err := h.List(c.ctx())
	if err != nil {
		return nil, err
	}
	out := Webhooks{Webhooks: []Webhook{}}
	for _, w := range list {
		out.Webhooks = append(out.Webhooks, webhookForm(w))
	}
	return ok(out), nil
}

func postWebhook(c *call, h *webhook.Sender) (*answer, error) {
	in, err := decode[WebhookSettings](c)
	if err != nil {
		return nil, err
	}
	e, secret, err := h.Create(c.ctx(), webhook.Settings(in))
	if err != nil {
		return nil, err
	}
	if err := c.server.record(c, "webhook "+e.ID+" created"); err != nil {
		return nil, err
	}
	w, err := h.Get(c.ctx(), e.ID)
	if err != nil {
		return nil, err
	}
	return created(addressOf("webhooks", e.ID), WebhookSecret{webhookForm(w), secret}), nil
}

func putWebhook(c *call, h *webhook.Sender) (*answer, error) {
	in, err := decode[WebhookSettings](c)
	if err != nil {
		return nil, err
	}
	return after(c, h, h.Update(c.ctx(), c.path("id"), webhook.Settings(in)))
}

func deleteWebhook(c *call, h *webhook.Sender) (*answer, error) {
	if err := h.Delete(c.ctx(), c.path("id")); err != nil {
		return nil, err
	}
	return done(), nil
}

func enableWebhook(c *call, h *webhook.Sender) (*answer, error) {
	in, err := decode[WebhookEnabling](c)
	if err != nil {
		return nil, err
	}
	return after(c, h, h.Enable(c.ctx(), c.path("id"), in.Skip))
}

func disableWebhook(c *call, h *webhook.Sender) (*answer, error) {
	in, err := decode[WebhookDisabling](c)
	if err != nil {
		return nil, err
	}
	reason := in.Reason
	if reason == "" {
		reason = "stopped by " + c.who.Author()
	}
	return after(c, h, h.Disable(c.ctx(), c.path("id"), reason))
}

// usualOverlap is how long messages are signed with a former secret, too.
const usualOverlap = 24

func rotateWebhook(c *call, h *webhook.Sender) (*answer, error) {
	in := WebhookRotation{Hours: usualOverlap}
	if len(c.body) > 0 {
		var err error
		if in, err = decode[WebhookRotation](c); err != nil {
			return nil, err
		}
	}
	if in.Hours < 0 || in.Hours > 720 {
		return nil, unprocessable("hours", "must be from 0 to 720")
	}
	secret, err := h.Rotate(c.ctx(), c.path("id"), time.Duration(in.Hours)*time.Hour)
	if err != nil {
		return nil, err
	}
	w, err := h.Get(c.ctx(), c.path("id"))
	if err != nil {
		return nil, err
	}
	return ok(WebhookSecret{webhookForm(w), secret}), nil
}

func listDeliveries(c *call, h *webhook.Sender) (*answer, error) {
	list, err := h.Deliveries(c.ctx(), c.path("id"))
	if err != nil {
		return nil, err
	}
	out := Deliveries{Deliveries: []Delivery{}}
	for _, d := range list {
		out.Deliveries = append(out.Deliveries, deliveryForm(d))
	}
	return ok(out), nil
}

func delivered(d webhook.Delivery, err error) (*answer, error) {
	if err != nil {
		return nil, err
	}
	return ok(deliveryForm(d)), nil
}

func pingWebhook(c *call, h *webhook.Sender) (*answer, error) {
	return delivered(h.Ping(c.ctx(), c.path("id")))
}

func redeliver(c *call, h *webhook.Sender) (*answer, error) {
	n, err := strconv.Atoi(c.path("number"))
	if err != nil {
		return nil, events.ErrNotFound
	}
	return delivered(h.Redeliver(c.ctx(), c.path("id"), n))
}

func (s *Server) webhookRoutes() []route {
	one := response{status: 200, body: typeOf[Webhook](), about: "As it is now."}
	message := response{status: 200, body: typeOf[Delivery](), about: "How it went."}
	list := []route{
		{
			method: http.MethodGet, path: "/webhooks", id: "list-webhooks", about: "All webhooks.", handle: s.hooked(listWebhooks),
			answers: []response{{status: 200, body: typeOf[Webhooks](), about: "The oldest first."}},
		},
		{
			method: http.MethodPost, path: "/webhooks", id: "create-webhook", about: "Set a webhook up. Its secret is shown this once.", handle: s.hooked(postWebhook),
			body: typeOf[WebhookSettings](), answers: []response{{status: 201, body: typeOf[WebhookSecret](), about: "The webhook and its secret."}}, refuses: []int{409, 413, 415, 422},
		},
		{
			method: http.MethodGet, path: "/webhooks/{id}", id: "get-webhook", about: "One webhook.", handle: s.hooked(oneWebhook), answers: []response{one},
		},
		{
			method: http.MethodPut, path: "/webhooks/{id}", id: "put-webhook", about: "Give it other settings. What it has not taken is tried again at once.",
			handle: s.hooked(s.noted(putWebhook, "changed")), body: typeOf[WebhookSettings](), answers: []response{one}, refuses: []int{409, 413, 415, 422},
		},
		{
			method: http.MethodDelete, path: "/webhooks/{id}", id: "delete-webhook", about: "Remove it and what is remembered of it.",
			handle: s.hooked(s.noted(deleteWebhook, "deleted")), answers: []response{{status: 204, about: "It is gone."}}, refuses: []int{409},
		},
		{
			method: http.MethodPost, path: "/webhooks/{id}/enable", id: "enable-webhook", about: "Tell it again.", handle: s.hooked(s.noted(enableWebhook, "enabled")),
			body: typeOf[WebhookEnabling](), optional: true, answers: []response{one}, refuses: []int{409, 413, 415, 422},
		},
		{
			method: http.MethodPost, path: "/webhooks/{id}/disable", id: "disable-webhook", about: "Stop telling it.", handle: s.hooked(s.noted(disableWebhook, "disabled")),
			body: typeOf[WebhookDisabling](), optional: true, answers: []response{one}, refuses: []int{409, 413, 415, 422},
		},
		{
			method: http.MethodPost, path: "/webhooks/{id}/rotate", id: "rotate-webhook", about: "Give it a new secret.", handle: s.hooked(s.noted(rotateWebhook, "has another secret")),
			body: typeOf[WebhookRotation](), optional: true, answers: []response{{status: 200, body: typeOf[WebhookSecret](), about: "The webhook and its new secret."}}, refuses: []int{409, 413, 415, 422},
		},
		{
			method: http.MethodPost, path: "/webhooks/{id}/ping", id: "ping-webhook", about: "Send it a test message at once.", handle: s.hooked(pingWebhook), answers: []response{message},
		},
		{
			method: http.MethodGet, path: "/webhooks/{id}/deliveries", id: "list-deliveries", about: "The last messages to it and how they went.", handle: s.hooked(listDeliveries),
			answers: []response{{status: 200, body: typeOf[Deliveries](), about: "At most 100, the newest first."}},
		},
		{
			method: http.MethodPost, path: "/webhooks/{id}/deliveries/{number}/redeliver", id: "redeliver", about: "Send a message once more, at once.",
			handle: s.hooked(redeliver), answers: []response{message},
		},
	}
	for i := range list {
		r := &list[i]
		r.group, r.limit, r.needs, r.refuses = "Webhooks", managing, access.ManageWebhooks, append(r.refuses, http.StatusNotFound)
	}
	return list
}
