package feeds

// changeWords are the sayings of the correction log in one language.
type changeWords struct {
	corrected       string // in front of a title
	restored        string // in front of a title
	takenBackSince  string // in place of a title
	editorsNote     string
	statusPublished string
	statusTentative string
	statusWithdrawn string
	statusDeleted   string
	yes, no         string
	colon           string
	listComma       string
}

func changeWordsIn(lang string) changeWords {
	if isChinese(lang) {
		return changeWords{
			corrected: "【更正】", restored: "【恢复发布】", takenBackSince: "（条目现已撤回）", editorsNote: "编者说明：",
			statusPublished: "已发布", statusTentative: "暂定", statusWithdrawn: "已撤回", statusDeleted: "已删除",
			yes: "是", no: "否", colon: "：", listComma: "、",
		}
	}
	return changeWords{
		corrected: "Corrected: ", restored: "Restored: ", takenBackSince: "(an entry since taken back)", editorsNote: "Editor’s note: ",
		statusPublished: "published", statusTentative: "tentative", statusWithdrawn: "withdrawn", statusDeleted: "deleted",
		yes: "yes", no: "no", colon: ": ", listComma: ", ",
	}
}

// fieldLabel names a field of an event for readers; last is the last part of
// its name.
func fieldLabel(lang, last string) string {
	zh, en := "", ""
	switch last {
	case "status":
		zh, en = "状态", "Status"
	case "span":
		zh, en = "日期", "Date"
	case "repeat":
		zh, en = "重复", "Repetition"
	case "title":
		zh, en = "标题", "Title"
	case "summary":
		zh, en = "摘要", "Summary"
	case "body":
		zh, en = "正文", "Text"
	case "place":
		zh, en = "地点", "Place"
	case "tags":
		zh, en = "主题", "Topics"
	case "key":
		zh, en = "要事", "Important"
	case "image":
		zh, en = "图片", "Picture"
	case "sources":
		zh, en = "来源", "Sources"
	case "links":
		zh, en = "延伸阅读", "Further reading"
	default:
		zh, en = "网址", "Address"
	}
	if isChinese(lang) {
		return zh
	}
	return en
}
