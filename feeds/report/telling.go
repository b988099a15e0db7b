package report

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// telling is what the words of a passage say about whether something happened.
type telling uint8

const (
	tellsNothing telling = iota // no verb that is known: a name, a headline
	tellsPresent                // a present tense: it describes, or tells as chronicles do
	tellsState                  // it counts, lasts or goes on
	tellsWeakly                 // a verb that also stands in descriptions
	tellsEvent                  // an act that was completed
)

// tell reads a passage in either language. A word list only weighs: no event
// needs its verb to be known, and none is refused for want of one alone.
func tell(s []rune) telling {
	if isLatinText(s) {
		return tellEn(s)
	}
	return tellZh(s)
}

// wordSet makes a set of the words of a text.
func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// English: the tense is in the verb's form; only irregular forms and verbs of
// states need a list.
var (
	enIrregular = wordSet(`held won met took came went became began broke led ran brought saw laid built bought gave made chose sent wrote taught sold hit
		flew struck left found sang spoke paid drew rode drove stole threw swore sank burnt fought caught sought withdrew swept burst shut cut
		split spread dug hung undertook overtook arose tore fell rose put set read lost fed bred drank slept stood got kept grew felt knew
		underwent oversaw outgrew rebuilt relit lit lent dealt fled bore beat blew shook swam rang upheld forbade overthrew overran rewrote retook resold repaid`)
	enParticiple = wordSet(`frozen chosen written driven broken stolen taken given shown thrown drawn withdrawn sworn begun sung sunk built sold held won made
		laid rebuilt overthrown stricken torn put set cut hit struck led brought sent bought lost met found shut split dug caught taught fought flown born
		seen done gone heard hidden left paid read rung run said shot shaken spoken sprung told worn won wound forbidden forgotten beaten blown bound cast
		hung lit made overtaken undertaken raised ridden risen rewritten redrawn resold swept spread woken`)
	// enState are past tenses of what is or goes on rather than happens.
	enState = wordSet(`rose fell increased decreased grew declined totalled totaled averaged stood amounted accounted comprised consisted remained employed
		numbered included covered contained represented exceeded earned spent cost generated continued worked served supported helped focused needed
		wanted enjoyed used lived owned managed operated depended allowed seemed tended kept felt knew existed required related limited based
		provided offered relied ranged`)
	enPresent   = wordSet("is are am has have does do can must should includes remains provides offers needs requires")
	enBetween   = wordSet("not also first then later again now never be only both still once soon")
	enWas       = wordSet("was were been got")
	enFuture    = wordSet("will shall scheduled expect expects expected anticipate anticipates planned plans proposes intends due aims hope hopes would")
	enClause    = wordSet("which who whose that because since although though when while where whereas if after before until as")
	enNotTensed = wordSet(`need feed seed speed indeed united red bed led-by hundred embed proceed exceed succeed advanced dedicated detailed unprecedented
		limited combined so-called named animated bled fled weed deed heed bleed breed greed reed steed creed sacred hatred kindred`)
	enHappening = wordSet(`launch opening release announcement merger founding inauguration completion adoption closure acquisition death
		resignation retirement groundbreaking debut ceremony conference summit meeting workshop festival election strike fire storm accident
		explosion collision crash earthquake outbreak flood launched opens launches releases announces joins wins publishes`)
)

// tellEn finds the main verb: the first that is not in a clause that only
// explains.
func tellEn(s []rune) telling {
	best, aux, last, clause := tellsNothing, "", "", false
	eachWord(s, func(w string, start, _ int) bool {
		before := last
		last = w
		switch {
		case enClause[w]:
			clause = start > 0
		case aux != "" && (strings.HasSuffix(w, "ly") || enBetween[w]):
			return true
		case aux != "" && !enState[w] && (enParticiple[w] || strings.HasSuffix(w, "ed") || w == "able"):
			if enWas[aux] || aux == "had" {
				best = tellsEvent
			} else if aux == "has" || aux == "have" {
				best = max(best, tellsWeakly)
			}
		case aux != "" && enState[w]:
		case start > 0 && isUpper(s[start]) && enState[w]: // a name: PC's Limited
			return true
		case start > 0 && s[start-1] == '-': // part of a compound: short-lived
			return true
		case clause && best == tellsNothing && !strings.HasSuffix(strings.TrimRight(string(s[max(0, start-4):start]), " "), ","):
			// The verb of the clause says nothing; the next one counts.
			clause = !tensed(w) || before == "would" // "that would have allowed"
		case enPresent[w]:
			aux, best = w, max(best, tellsPresent)
			return true
		case enWas[w] || enFuture[w] || w == "had" || w == "did":
			aux, best = w, max(best, tellsState)
			return true
		case enState[w]:
			best = max(best, tellsState)
		case enIrregular[w], regularPast(w):
			best = tellsEvent
		case enHappening[w] && best <= tellsPresent:
			best = tellsWeakly
		}
		aux = ""
		return best < tellsEvent
	})
	if best == tellsState && actOfState.MatchString(string(s)) {
		best = tellsEvent
	}
	return best
}

// actOfState are verbs of states that tell an act: "included for the first time",
// "used it to make a bell", "was the site of the launch".
var actOfState = regexp.MustCompile(`(?i)\b(?:for (?:the )?first time|used (?:\pL+ ){1,4}to \pL+|(?:was|were) the (?:site|scene|venue) of)\b`)

// regularPast says whether a word has the form of a past tense.
func regularPast(w string) bool {
	return len(w) > 3 && strings.HasSuffix(w, "ed") && !enState[w] && !enNotTensed[w]
}

// tensed says whether a word is the main verb of a clause.
func tensed(w string) bool {
	return enWas[w] || enPresent[w] || enState[w] || enIrregular[w] || regularPast(w) || w == "had"
}

// eachWord calls f with every Latin word of a text, in lower case, until f
// says no.
func eachWord(s []rune, f func(w string, start, end int) bool) {
	c := &scanner{s: s}
	for i := 0; i < len(s); {
		if !isLetter(s[i]) {
			i++
			continue
		}
		w, j := c.word(i)
		if w == "" {
			for j < len(s) && isLetter(s[j]) {
				j++
			}
		}
		if w != "" && !f(w, i, j) {
			return
		}
		i = max(j, i+1)
	}
}

// zhActs are verbs, and nouns made of them, by which something happens at one
// moment, in simplified characters; zhWeakly those that also describe work
// that goes on.
var (
	zhActs = strings.Fields(`发布 公布 颁布 印发 出台 通过 批准 获批 审议 签署 签订 签约 启动 成立 揭牌 挂牌 授牌 开幕 闭幕 举行 举办 召开 开园 开馆 开业 开通 开工 奠基
		竣工 完工 落成 建成 投产 投用 投入使用 投入运行 投入运营 上线 上市 开板 首发 首飞 首航 发射 入选 荣获 获奖 获评 获颁 当选 任命 就任 上任 就职 辞任 辞去 逝世 去世 病逝
		访问 来访 到访 参访 视察 会见 会谈 出席 亮相 播出 首播 上映 出版 发行 推出 交付 移交 结项 闭馆 关闭 停用 停止 迁入 搬迁 迁至 更名 改名 改称 改为 合并 并入 收购 设立 创立
		创办 创建 创刊 加入 退出 选举 换届 颁发 颁奖 表彰 捐赠 转让 开赛 夺冠 夺得 摘得 获得 面世 打破 宣布 宣告 公告 立项 验收 鉴定 登陆 抵达 到达 启程 启航 起航 着陆 施行 生效 修订 修正
		废止 订立 恢复 占领 解放 爆发 起义 攻占 下发 发起 列入 纳入 命名 入驻 落户 落地 进驻 开课 开学 开班 结业 毕业 收官 达成 慰问 首演 演出 开庭 宣判 落幕 揭幕 揭晓 揭榜 开营
		开讲 开机 封顶 合龙 贯通 通车 通航 并网 下水 入列 下线 问世 诞生 批复 审定 核准 启用 试运行 荣登 跻身 晋升 晋级 通报 招标 中标 下达 拨付 签发 递交 提交 转入 转为 出土 刊发
		刊登 直播 开播 开售 发售 出任 接任 履新 调任 免去 罢免 应邀 率团 率队 到任 见证 致信 致辞 推选 评选 评为 列为 捐款 捐建 发生 遭遇 迁回 西迁 南迁 内迁 复课 停课 罢课 接管
		解散 增设 改组 撤销 停办 兴建 扩建 重建 修建 拆除 改建 建立 入围 封闭 上调 下调 动工 点火 首映 杀青 退休 卸任 遇难 获释 被捕 勇夺 荣膺 升格 营运 开业 蝉联 问鼎 派出 驰援
		破产 停电 起火 爆炸 地震 坍塌 封城 解封 脱轨 沉没 坠毁 拉开帷幕 落下帷幕 走进 重新开放 首展 点亮 复航 复工 停工 停产 复产 入狱 判处 起诉 裁定 开源 融资 开除 献花 作出 授予 转移 组建 改隶 改属 接收 收回`)
	zhWeakly = strings.Fields(`开展 开始 组织 进行 参加 完成 表示 指出 强调 实施 担任 确定 确认 开放 参展 主办 承办 接待 决定 提出 结束 转型 认定 登记 注册 考察 调研
		赴 发现 邀请 评审 发表 受理 交流 进入 调整 出现 迎来 讲授 拍摄 征集 升级 吸引 招生 改造 联合 公示 备案 巡展 走访 支持 制定 订定`)
	// zhGoingOn begin clauses about work that goes on.
	zhGoingOn = strings.Fields("加快 推进 加强 持续 稳步 深化 不断 努力 继续 积极 大力 全面 着力 重点 进一步 深入 聚焦 围绕 坚持 强化 完善 优化 提升 有效 扎实 落实")
)

// actIndex are the acts by their first character; strong ones are marked. It
// is built once and never changed.
var actIndex = func() map[rune][]act {
	index := map[rune][]act{}
	add := func(words []string, strong bool) {
		for _, w := range words {
			r := []rune(w)
			index[r[0]] = append(index[r[0]], act{r, strong})
		}
	}
	add(zhActs, true)
	add(zhWeakly, false)
	return index
}()

// act is a Chinese verb.
type act struct {
	word   []rune
	strong bool
}

// tellZh finds the strongest verb of a Chinese passage.
func tellZh(s []rune) telling {
	if at, a := findAct(s); at >= 0 && a.strong {
		return tellsEvent
	} else if at >= 0 {
		return tellsWeakly
	}
	switch text := string(s); {
	case perfective.MatchString(text):
		return tellsEvent
	case startsWithAny(text, zhGoingOn), countsZh(text):
		return tellsState
	}
	return tellsNothing
}

// perfective is a 了 that tells that an act is complete: 摘掉了贫困县的帽子.
var perfective = regexp.MustCompile(`.[^为除到]了[^解]`)

// zhChanging end verbs by which something becomes another thing or comes to
// another place, with 为, 成, 至 or 入: 增加至, 升格为, 划归.
const zhChanging = "名制改更并列评定升转选扩增加降迁移编纳建"

// actAt is the longest verb at i.
func actAt(s []rune, i int) (act, bool) {
	var best act
	for _, a := range actIndex[simplified(s[i])] {
		if len(a.word) > len(best.word) && hasSimplified(s, i, a.word) {
			best = a
		}
	}
	if best.word == nil && i+1 < len(s) && strings.ContainsRune(zhChanging, simplified(s[i])) && strings.ContainsRune("为成至入", simplified(s[i+1])) {
		best = act{s[i : i+2], true}
	}
	return best, best.word != nil
}

// findAct finds the first strong verb of a text, else the first weak one; -1
// where there is none. Titles of works do not count, nor verbs that are part
// of a name (发布会, 上市公司).
func findAct(s []rune) (at int, found act) {
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
		a, ok := actAt(s, i)
		if !ok && s[i] == '获' && i+1 < len(s) && isHan(s[i+1]) {
			a, ok = act{s[i : i+1], true}, true
		}
		end := i + len(a.word)
		switch after := string(s[end:min(end+2, len(s))]); {
		case !ok, nominal.MatchString(after) && !verbal.MatchString(after):
		case a.strong:
			return i, a
		case at < 0:
			at, found = i, a
		}
	}
	return at, found
}

// nominal begins what follows a verb that is part of a name: 发布会, 上市公司,
// 获奖者; verbal only looks like that.
var (
	nominal = regexp.MustCompile(`^(?:[会者率期量方性型力度企日]|公司)`)
	verbal  = regexp.MustCompile(`^(?:会[议见谈]|日前)`)
)

func hasAt(s []rune, i int, want string) bool { return (&scanner{s: s}).has(i, want) }

func hasSimplified(s []rune, i int, want []rune) bool {
	if i+len(want) > len(s) {
		return false
	}
	for k, r := range want {
		if simplified(s[i+k]) != r {
			return false
		}
	}
	return true
}

// traditional and simple are the characters of verbs and cues that differ.
const (
	traditional = "畫發佈啟動舉辦會開閉館業園獲頒榮當選創設記獎簽約訂訪實過來視見談結項換賽奪聯關遷轉讓編號續據與後為從這個將於幾終進臺萬億製報學車縣時間並劃計" +
		"歷屆達總顯類統擴經預較檢檔閱遲擬爭規級決價標佔併侷們備傢傳優內兩冊別則務協參員問啓單噸國圍圖執堅場墜壇奧奬審專對導廢強彆復徵態應戰戶掛撥擁擊" +
		"擔攝數斷昇晉曆曉曏書條極樓機檯權殺毀氣沒況減準瀏營燬爲獄獻現環產産畝畢硏確稱積穩穫箇節範簡籤紀納紮細組綫綱網線練緻織繞繼罷義職脫興華蓆處蟬複" +
		"覈覽討訓許訴評試該詳認誕語說説課調請論講證識議譽讀變貫責貳資購贈贏躋軌輯辭迴週遊運遞釋銷錄錦録錶鑑鑒長門関閲闆陸隊階際隨難電頁頂順領題額顧飛" +
		"餘馳駐驗點齡齣龍團隸屬"
	simple = "划发布启动举办会开闭馆业园获颁荣当选创设记奖签约订访实过来视见谈结项换赛夺联关迁转让编号续据与后为从这个将于几终进台万亿制报学车县时间并划计" +
		"历届达总显类统扩经预较检档阅迟拟争规级决价标占并局们备家传优内两册别则务协参员问启单吨国围图执坚场坠坛奥奖审专对导废强别复征态应战户挂拨拥击" +
		"担摄数断升晋历晓向书条极楼机台权杀毁气没况减准浏营毁为狱献现环产产亩毕研确称积稳获个节范简签纪纳扎细组线纲网线练致织绕继罢义职脱兴华席处蝉复" +
		"核览讨训许诉评试该详认诞语说说课调请论讲证识议誉读变贯责贰资购赠赢跻轨辑辞回周游运递释销录锦录表鉴鉴长门关阅板陆队阶际随难电页顶顺领题额顾飞" +
		"余驰驻验点龄出龙团隶属"
)

// simplified maps a traditional character of those lists to its simple form.
func simplified(r rune) rune {
	return cmp.Or(simpleOf[r], r)
}

// simpleOf is built once and never changed.
var simpleOf = func() map[rune]rune {
	m := map[rune]rune{}
	to := []rune(simple)
	for i, r := range []rune(traditional) {
		m[r] = to[i]
	}
	return m
}()

// startsWithAny says whether a text begins with one of the words.
func startsWithAny(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(s, w) })
}

func endsWithAny(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(s, w) })
}

func containsAny(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}
