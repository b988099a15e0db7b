package report

import "strings"

// zhVerbs are verbs, and nouns made of them, by which something happens at
// one moment.
var zhVerbs = []string{
	"发布", "公布", "颁布", "印发", "出台", "通过", "批准", "获批", "审议", "签署", "签订", "签约", "启动", "成立", "揭牌", "挂牌",
	"开幕", "闭幕", "举行", "举办", "召开", "开园", "开馆", "开业", "开通", "开工", "奠基", "竣工", "完工", "落成", "建成", "投产", "投用", "投入使用", "投入运行", "投入运营",
	"上线", "上市", "开板", "首发", "首飞", "首航", "发射", "入选", "荣获", "获得", "获奖", "获评", "获颁", "当选", "任命", "就任", "上任", "辞任", "辞去", "逝世", "去世", "病逝",
	"访问", "来访", "到访", "考察", "调研", "视察", "会见", "会谈", "出席", "参展", "亮相", "亮灯", "播出", "首播", "上映", "出版", "发行", "推出", "交付", "交接", "移交",
	"完成", "结项", "结束", "闭馆", "关闭", "停用", "停止", "迁入", "搬迁", "迁至", "更名", "改名", "改称", "改制", "合并", "并入", "收购", "设立", "组建", "创立", "创办", "创建", "创刊",
	"加入", "退出", "选举", "换届", "授予", "授牌", "颁发", "颁奖", "表彰", "捐赠", "转让", "开赛", "夺冠", "夺得", "摘得", "打破", "宣布", "宣告", "公告", "公示",
	"立项", "验收", "评审", "鉴定", "登陆", "抵达", "到达", "出发", "启程", "启航", "起航", "返回", "着陆", "施行", "实施", "生效", "修订", "修正", "废止", "订立", "恢复",
	"占领", "解放", "爆发", "起义", "攻占", "下发", "发出", "发起", "提出", "列入", "纳入", "认定", "命名", "入驻", "落户", "落地", "进驻", "开放", "开课", "开学", "开班", "结业", "毕业",
	"展出", "收官", "达成", "受理", "走访", "慰问", "首演", "演出", "开庭", "宣判", "落幕", "揭幕", "揭晓", "揭榜", "奏响", "开营", "开讲", "开机", "封顶", "合龙", "贯通", "通车", "通航", "并网",
	"下水", "入列", "下线", "问世", "诞生", "获批复", "批复", "审定", "核准", "备案", "注册", "登记", "启用", "试运行", "开展", "开始", "主办", "承办", "联合举办", "参加", "赴", "荣登", "跻身", "晋升", "晋级",
	"通报", "挂网", "招标", "中标", "下达", "拨付", "签发", "递交", "提交", "转入", "转为", "转型", "发现", "出土", "发掘", "发表", "刊发", "刊登", "播放", "直播", "开播", "开售", "发售", "放映",
	"出任", "接任", "担任", "履新", "调任", "去职", "免去", "罢免", "收到", "接收", "接待", "邀请", "应邀", "率团", "率队", "到任", "组织", "进行", "表示", "指出", "强调", "见证", "致信", "致辞", "推选", "评选", "评为", "列为", "确定", "确认", "决定", "达到", "突破",
	"捐款", "捐建", "捐出", "发生", "遭遇", "迁回", "西迁", "南迁", "内迁", "复课", "停课", "罢课", "响应", "接管", "解散", "增设", "改组", "撤销", "停办", "创设", "兴建", "扩建", "重建", "修建", "改造完成", "拆除", "改建", "建立", "启动", "入围", "封闭", "上调", "下调", "试点", "巡展", "进场", "动工", "点火", "出站", "进站", "出海", "靠泊", "首映", "杀青", "退休", "卸任", "履职", "遇难", "获释", "被捕", "出生",
	"勇奪", "奪得", "榮膺", "接任", "就職", "獲選", "開工", "動土", "掛牌", "授證", "簽約", "締結", "修正", "改制", "搬遷", "遷建", "升格", "成軍", "啟航", "首航", "參訪", "來訪", "蒞校", "試營運", "營運", "通過", "升级为", "升格", "勇夺", "荣膺", "蝉联", "问鼎", "当选为", "试航", "归来", "招生",
	"派出", "驰援", "增派", "违约", "破产", "停电", "起火", "爆炸", "地震", "坍塌", "封城", "封控", "解封", "脱轨", "沉没", "坠毁", "拉开帷幕", "落下帷幕", "走进", "走入", "进入", "出现", "来馆", "来校", "来访", "交流", "重新开放", "开行", "首展", "巡演", "讲授", "拍摄", "杀青", "建档", "移交", "调整", "迎来", "入库", "获准", "通电", "点亮", "封航", "复航", "复工", "停工", "停产", "复产", "投料", "出货",
	"舉行", "舉辦", "召開", "成立", "發布", "發佈", "啟動", "開幕", "閉幕", "開館", "開通", "通過", "簽署", "簽訂", "揭牌", "獲得", "獲頒", "榮獲", "當選", "竣工", "啟用", "落成", "出版", "頒布", "公布", "改名", "改為", "設立", "創立", "創辦", "通車", "動工", "完工", "宣布", "訪問", "頒獎", "逝世", "開工", "實施", "施行",
}

// zhWeak are those of zhVerbs that also stand in plain descriptions; alone
// they do not make a year or a quarter an event.
var zhWeak = map[string]bool{
	"开展": true, "开始": true, "组织": true, "进行": true, "参加": true, "达到": true, "突破": true, "完成": true, "表示": true, "指出": true, "强调": true,
	"实施": true, "担任": true, "确定": true, "确认": true, "开放": true, "参展": true, "获得": true, "主办": true, "承办": true, "接待": true, "决定": true, "提出": true, "结束": true, "转型": true, "认定": true, "登记": true, "注册": true, "考察": true, "调研": true, "组建": true, "赴": true, "发现": true, "邀请": true, "评审": true, "发表": true, "授予": true, "受理": true, "交流": true, "进入": true, "调整": true, "出现": true, "迎来": true, "讲授": true, "拍摄": true,
}

// zhOngoing begin clauses about work that goes on.
var zhOngoing = []string{"加快", "推进", "加强", "持续", "稳步", "深化", "不断", "努力", "继续", "积极", "大力", "全面", "着力", "重点", "进一步", "深入", "聚焦", "围绕", "坚持", "强化", "完善", "优化", "提升"}

// zhStatistic are words of clauses that give figures of a period.
var zhStatistic = []string{"同比", "环比", "累计", "共计", "总计", "合计", "平均", "增长", "增加", "下降", "减少", "上升", "占比", "余额", "总额", "总量", "总数", "人均", "达到", "实现营收", "实现收入", "共有", "拥有", "约占"}

// zhVerbAt tells which verb of zhVerbs stands at i, longest first.
func zhVerbAt(s []rune, i int) string {
	best := ""
	for _, v := range zhVerbsBy(s[i]) {
		if len(v) > len(best) && hasAt(s, i, v) {
			best = v
		}
	}
	return best
}

// zhVerbsBy lists the verbs that begin with r.
func zhVerbsBy(r rune) []string {
	return verbIndex[r]
}

// verbIndex is zhVerbs by first character; it is built once and never
// changed.
var verbIndex = func() map[rune][]string {
	index := map[rune][]string{}
	for _, v := range zhVerbs {
		for _, r := range v {
			index[r] = append(index[r], v)
			break
		}
	}
	return index
}()

func hasAt(s []rune, i int, want string) bool {
	for _, r := range want {
		if i >= len(s) || s[i] != r {
			return false
		}
		i++
	}
	return true
}

// zhVerbOf finds a verb in a Chinese text, the strongest it has. A single 获 or
// 赴 counts where an award or a place follows.
func zhVerbOf(s []rune) (verb string, at int, strong bool) {
	at = -1
	depth := 0
	for i := range s {
		switch s[i] {
		case '《', '〈':
			depth++
		case '》', '〉':
			depth = max(0, depth-1)
		}
		if depth > 0 {
			continue
		}
		v := zhVerbAt(s, i)
		if v == "" && s[i] == '获' && i+1 < len(s) && isHan(s[i+1]) {
			v = "获"
		}
		if v == "" || nominal(s, i, v) {
			continue
		}
		if !zhWeak[v] {
			return v, i, true
		}
		if at < 0 {
			verb, at = v, i
		}
	}
	return verb, at, false
}

// nominal says whether the verb at i is part of a name: 发布会, 上市公司,
// 启动仪式 (which does happen), 获奖者.
func nominal(s []rune, i int, v string) bool {
	j := i + len([]rune(v))
	if j >= len(s) {
		return false
	}
	switch s[j] {
	case '会':
		return v == "发布" || v == "审议" || v == "推介" || v == "交接"
	case '者', '人', '率', '期', '量':
		return v != "访问" || s[j] == '量'
	case '公':
		return v == "上市" || v == "挂牌"
	case '企':
		return v == "上市" || v == "挂牌"
	case '方', '性', '型', '力', '日', '区', '度':
		return !hasAt(s, j, "日前") && v != "访问" && s[j] != '区'
	}
	return false
}

// startsWithAny says whether a text begins with one of the words.
func startsWithAny(s string, words []string) bool {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

func containsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
