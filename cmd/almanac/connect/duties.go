package connect

import (
	"time"

	"almanac.example/cmd/almanac/terminal"
	"almanac.example/store"
	"almanac.example/store/duty"
	"almanac.example/web/api/webhook"
)

// hubGap is the least time between two rounds to the hub, so that many commits
// become one.
const hubGap = 5 * time.Second

// scheduleGap is the least time between two rounds of publishing what is due.
const scheduleGap = time.Second

// webhookGap is the least time between two rounds to the webhooks.
const webhookGap = time.Second

// Work is what a process does of the duties; what it leaves to others is empty.
type Work struct{ Hub, Schedule, Webhooks, Follow duty.Duty }

// Duties are all that a process may do by itself.
func Duties(vault store.Vault, w Work) []duty.Duty {
	w.Hub.Name, w.Hub.About, w.Hub.Outgoing, w.Hub.Every = "hub", "tells the WebSub hub of changed feeds", true, hubGap
	w.Schedule.Name, w.Schedule.About, w.Schedule.Every = "schedule", "publishes drafts at the instant they are planned for", scheduleGap
	w.Webhooks.Name, w.Webhooks.About, w.Webhooks.Outgoing, w.Webhooks.Every = webhook.Duty, "tells webhooks of changes", true, webhookGap
	w.Follow.Name, w.Follow.About, w.Follow.Outgoing, w.Follow.Every = "follow", "takes over what is new in followed calendars", true, followGap
	return []duty.Duty{w.Hub, w.Schedule, w.Webhooks, w.Follow, duty.Sweeping(vault, terminal.Now)}
}

// followGap is the least time between two rounds of looking at calendars.
const followGap = time.Minute
