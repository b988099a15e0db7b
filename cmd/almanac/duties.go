package main

import (
	"time"

	"almanac.example/store"
	"almanac.example/store/duty"
)

// hubGap is the least time between two rounds to the hub, so that many commits
// become one.
const hubGap = 5 * time.Second

// scheduleGap is the least time between two rounds of publishing what is due.
const scheduleGap = time.Second

// webhookGap is the least time between two rounds to the webhooks.
const webhookGap = time.Second

// work is what a process does of the duties; what it leaves to others is empty.
type work struct{ hub, schedule, webhooks, follow duty.Duty }

// duties are all that a process may do by itself.
func duties(vault store.Vault, w work) []duty.Duty {
	w.hub.Name, w.hub.About, w.hub.Outgoing, w.hub.Every = "hub", "tells the WebSub hub of changed feeds", true, hubGap
	w.schedule.Name, w.schedule.About, w.schedule.Every = "schedule", "publishes drafts at the instant they are planned for", scheduleGap
	w.webhooks.Name, w.webhooks.About, w.webhooks.Outgoing, w.webhooks.Every = "webhooks", "tells webhooks of changes", true, webhookGap
	w.follow.Name, w.follow.About, w.follow.Outgoing, w.follow.Every = "follow", "takes over what is new in followed calendars", true, followGap
	return []duty.Duty{w.hub, w.schedule, w.webhooks, w.follow, duty.Sweeping(vault, now)}
}

// followGap is the least time between two rounds of looking at calendars.
const followGap = time.Minute
