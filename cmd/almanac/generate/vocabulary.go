package generate

import "almanac.example/events"

// Vocabulary returns the tags that made-up events carry, by slug, with their
// names and colours.
func Vocabulary() []events.Tag {
	tag := func(slug, zh, en, colour string) events.Tag {
		return events.Tag{Slug: slug, Name: events.Localised{"zh": zh, "en": en}, Color: colour}
	}
	return []events.Tag{
		tag("archaeology", "考古", "Archaeology", "saddlebrown"),
		tag("astronomy", "天文", "Astronomy", "midnightblue"),
		tag("awards", "获奖", "Awards", "darkmagenta"),
		tag("building", "营造", "Building", "dimgray"),
		tag("conference", "会议", "Conferences", "mediumblue"),
		tag("culture", "文化", "Culture", "purple"),
		tag("disaster", "灾异", "Disasters", "maroon"),
		tag("education", "教育", "Education", "darkslateblue"),
		tag("exchange", "交流", "Exchange", "teal"),
		tag("industry", "产业", "Industry", "darkolivegreen"),
		tag("medicine", "医药", "Medicine", "firebrick"),
		tag("nature", "自然", "Nature", "darkgreen"),
		tag("policy", "政策", "Policy", "darkslategray"),
		tag("science", "科学", "Science", "indigo"),
		tag("transport", "交通", "Transport", "darkred"),
	}
}
