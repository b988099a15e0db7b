package generate

// modernStories are told of the years from modern on.
var modernStories = []story{
	{
		since: modern, until: maxYear, tag: "science",
		title: pair{"{org}成立", "{org} founded"},
		lines: []pair{
			{"{who}任首任负责人，有研究人员{some}名。", "{who} was its first head; it started with {some} researchers."},
			{"该机构与{partner}共用一处院落，下设{few}个研究组。", "It shares its grounds with the {partner} and has {few} research groups."},
			{"建立之初即获得图书{many}册、仪器{some}台。", "It was given {many} books and {some} instruments to begin with."},
			{"前身是{other}的一个{field}小组。", "It grew out of a group for {field} in {other}."},
		},
	},
	{
		since: modern, until: maxYear, tag: "conference", planned: true,
		title: pair{"第{nth}届{place}{field}论坛举行", "{nth} {place} forum on {field} held"},
		lines: []pair{
			{"{many}名代表围绕{field}与{also}交流了{few}个专题。", "{many} delegates discussed {few} questions of {field} and {also}."},
			{"论坛收到论文{many}篇，{some}篇在会上宣读。", "Of {many} papers submitted, {some} were read."},
			{"{who}作主旨报告，{abroad}派出{some}人的代表团。", "{who} gave the main lecture; {abroad} sent a delegation of {some}."},
			{"会议由{org}承办，下一届将移师{other}。", "The {org} was the host; the next meeting will be in {other}."},
		},
	},
	{
		since: modern, until: maxYear, tag: "conference", planned: true,
		title: pair{"{field}与{also}学术会议在{place}召开", "conference on {field} and {also} meets in {place}"},
		lines: []pair{
			{"与会者{many}人，来自{some}个城市。", "It was attended by {many} people from {some} cities."},
			{"会议议定了{few}项术语标准。", "It agreed on {few} standards of terminology."},
			{"{org}和{partner}各主持一个分会场。", "The {org} and the {partner} each chaired a session."},
			{"论文集在次年由{who}主编出版。", "The proceedings, edited by {who}, came out the following year."},
		},
	},
	{
		since: 1949, until: maxYear, tag: "policy",
		title: pair{"《{place}{field}发展规划》发布", "{place} publishes a development plan for {field}"},
		lines: []pair{
			{"规划分{few}章，列出任务{some}项。", "The plan has {few} chapters and {some} tasks."},
			{"到期末将建成{few}个示范区，培训{many}人。", "By its end there are to be {few} model areas and {many} people trained."},
			{"{other}的经验写入了附录。", "The experience of {other} is set out in an appendix."},
			{"起草过程征求了{many}条意见。", "{many} comments were heard while it was drafted."},
		},
	},
	{
		since: 1949, until: maxYear, tag: "policy",
		title: pair{"{place}出台支持{field}的措施", "{place} adopts measures in support of {field}"},
		lines: []pair{
			{"措施共{some}条，重点扶持{few}类单位。", "There are {some} of them, for {few} kinds of institution."},
			{"每个项目最高可获{sum}。", "A project may receive up to {sum}."},
			{"{org}负责评审，每年{few}批。", "The {org} reviews applications, {few} times a year."},
			{"办法先在{other}试行了{few}个月。", "They had been tried out in {other} for {few} months."},
		},
	},
	{
		since: modern, until: maxYear, tag: "science", made: true,
		title: pair{"{org}研制出新型{field}设备", "{org} builds new {field} equipment"},
		lines: []pair{
			{"试验进行了{some}次，性能比旧设备提高{few}倍。", "After {some} trials it performs {few} times better than the old one."},
			{"{who}带领的{some}人小组用了{few}年完成。", "A team of {some} under {who} took {few} years."},
			{"首台样机运往{other}，供{partner}使用。", "The first machine went to the {partner} in {other}."},
			{"成果获得{few}项专利。", "The work led to {few} patents."},
		},
	},
	{
		since: modern, until: maxYear, tag: "industry", made: true,
		title: pair{"{place}首条{field}生产线投产", "first {field} production line in {place} starts work"},
		lines: []pair{
			{"年产能{many}台，用工{many}人。", "It can make {many} units a year and employs {many} people."},
			{"设备一半来自{abroad}，一半由{org}自制。", "Half of the machinery came from {abroad}, half was made by the {org}."},
			{"建设历时{few}个月，首批产品供应{other}。", "It was built in {few} months; the first products went to {other}."},
		},
	},
	{
		since: modern, until: maxYear, tag: "exchange", planned: true,
		title: pair{"{org}与{abroad}同行签署合作协议", "{org} and colleagues in {abroad} sign an agreement"},
		lines: []pair{
			{"双方将互派研究人员{some}名，共建{few}个实验室。", "They will exchange {some} researchers and set up {few} laboratories."},
			{"协议为期{few}年，涵盖{field}和{also}。", "The agreement is for {few} years and covers {field} and {also}."},
			{"{partner}也参与其中，提供样本{many}份。", "The {partner} takes part too and provides {many} samples."},
			{"{who}代表{place}一方签字。", "{who} signed for {place}."},
		},
	},
	{
		since: 1950, until: maxYear, tag: "awards", planned: true,
		title: pair{"第{nth}届{place}{field}大赛决赛举行", "final of the {nth} {place} {field} contest held"},
		lines: []pair{
			{"{many}支队伍报名，{some}支进入决赛。", "Of {many} teams that entered, {some} reached the final."},
			{"{other}代表队夺冠，{place}获得{few}个奖项。", "The team from {other} won; {place} took {few} prizes."},
			{"题目由{org}命制，评委{few}人。", "The {org} set the problems for a jury of {few}."},
		},
	},
	{
		since: 1930, until: maxYear, tag: "awards",
		title: pair{"{who}获{place}{field}奖", "{who} receives the {place} prize for {field}"},
		lines: []pair{
			{"获奖工作完成于{org}，前后{some}年。", "The work was done over {some} years at the {org}."},
			{"候选人共{some}名，评审历时{few}周。", "There were {some} candidates; the jury took {few} weeks."},
			{"奖金捐给了{other}的学校。", "The prize money was given to schools in {other}."},
			{"同年获奖的还有来自{other}的{few}人。", "{few} people from {other} were honoured in the same year."},
		},
	},
	{
		since: modern, until: maxYear, tag: "culture", planned: true,
		title: pair{"{place}{field}展览开幕", "exhibition on {field} opens in {place}"},
		lines: []pair{
			{"展品{many}件，三分之一为首次公开。", "A third of the {many} exhibits had never been shown."},
			{"展期{some}天，观众{many}人次。", "It ran for {some} days and drew {many} visits."},
			{"{partner}借出模型{some}座。", "The {partner} lent {some} models."},
			{"展览随后移至{other}。", "It then moved on to {other}."},
		},
	},
	{
		since: modern, until: maxYear, tag: "building",
		title: pair{"{place}{thing}建成启用", "{thing} opens in {place}"},
		things: []pair{
			{"图书馆", "a library"}, {"天文台", "an observatory"}, {"气象站", "a weather station"}, {"植物园", "a botanical garden"},
			{"博物馆", "a museum"}, {"水文站", "a gauging station"}, {"医院新楼", "a new hospital building"}, {"体育馆", "a sports hall"},
			{"科技馆", "a science centre"}, {"水厂", "a waterworks"}, {"电站", "a power station"}, {"音乐厅", "a concert hall"},
		},
		lines: []pair{
			{"建筑面积{many}平方米，工期{some}个月。", "It has {many} square metres and took {some} months to build."},
			{"设计出自{who}之手，采用了{other}的石材。", "{who} designed it; the stone comes from {other}."},
			{"开放首日接待{many}人。", "On the first day {many} people came."},
			{"原址是一座有{some}年历史的仓库。", "A warehouse of {some} years stood on the site before."},
		},
	},
	{
		since: modern, until: maxYear, tag: "transport",
		title: pair{"{place}至{other}{thing}通车", "{thing} from {place} to {other} opens"},
		things: []pair{
			{"铁路", "railway"}, {"公路", "road"}, {"长途汽车", "coach service"}, {"复线", "second track"}, {"快线", "express line"},
		},
		lines: []pair{
			{"全长{many}千米，有桥梁{some}座、隧道{few}座。", "It is {many} kilometres long and has {some} bridges and {few} tunnels."},
			{"行程缩短{few}小时。", "The journey is {few} hours shorter."},
			{"工程分{few}期，由{who}总负责。", "It was built in {few} stages under {who}."},
			{"每天开行{some}班。", "There are {some} services a day."},
		},
	},
	{
		since: modern, until: maxYear, tag: "astronomy", about: "astrophysics",
		title: pair{"{place}观测到{thing}", "{thing} observed from {place}"},
		things: []pair{
			{"日全食", "a total eclipse of the sun"}, {"月全食", "a total eclipse of the moon"}, {"流星雨", "a meteor shower"},
			{"新彗星", "a new comet"}, {"日晕", "a halo around the sun"}, {"水星凌日", "a transit of Mercury"}, {"新星", "a nova"},
		},
		lines: []pair{
			{"{org}拍摄照片{many}张。", "The {org} took {many} photographs."},
			{"现象持续{some}分钟，{many}人在广场上观看。", "It lasted {some} minutes; {many} people watched from the square."},
			{"{other}因多云未能看到。", "Clouds hid it from {other}."},
			{"{who}的计算与观测相差{few}秒。", "The prediction by {who} was {few} seconds out."},
		},
	},
	{
		since: modern, until: maxYear, tag: "disaster", about: "weather observation",
		title: pair{"{place}遭遇{thing}", "{thing} hits {place}"},
		things: []pair{
			{"暴雨", "torrential rain"}, {"台风", "a typhoon"}, {"干旱", "a drought"}, {"暴雪", "a snowstorm"}, {"寒潮", "a cold wave"},
			{"洪水", "a flood"}, {"地震", "an earthquake"}, {"沙尘暴", "a dust storm"}, {"高温", "a heat wave"},
		},
		lines: []pair{
			{"{many}公顷农田受灾，{some}处道路中断。", "{many} hectares of farmland suffered and roads were cut in {some} places."},
			{"{many}人转移安置，{few}天后陆续返家。", "{many} people were moved to safety; the first went home after {few} days."},
			{"{other}派出{some}支救援队。", "{other} sent {some} rescue teams."},
			{"{org}提前{few}小时发出警报。", "The {org} had given warning {few} hours ahead."},
		},
	},
	{
		since: 1920, until: maxYear, tag: "archaeology", about: "historic buildings",
		title: pair{"{place}发现{thing}", "{thing} found at {place}"},
		things: []pair{
			{"新石器时代遗址", "a Neolithic site"}, {"古墓群", "a group of ancient tombs"}, {"沉船", "a shipwreck"}, {"古窑址", "an old kiln"},
			{"石刻", "rock carvings"}, {"恐龙化石", "dinosaur fossils"}, {"古井", "ancient wells"}, {"钱币窖藏", "a hoard of coins"},
		},
		lines: []pair{
			{"发掘面积{many}平方米，编号器物{many}件。", "An area of {many} square metres was dug and {many} objects were numbered."},
			{"现场由{who}主持，工作{some}天。", "{who} was in charge on the site for {some} days."},
			{"同类遗存此前只见于{other}。", "Until then such remains were known only from {other}."},
			{"出土物交由{partner}研究。", "The finds went to the {partner} for study."},
		},
	},
	{
		since: modern, until: maxYear, tag: "culture",
		title: pair{"{thing}在{place}出版", "{thing} published in {place}"},
		things: []pair{
			{"《江河水系图集》", "‘Atlas of Rivers and Lakes’"}, {"《乡土植物志》", "‘Flora of the Countryside’"},
			{"《方言词汇》", "‘A Dialect Vocabulary’"}, {"《桥梁史稿》", "‘A Draft History of Bridges’"},
			{"《少年科学文库》", "‘The Young Scientist’s Library’"}, {"《古星图考》", "‘On Old Star Charts’"},
			{"《气候与农事》", "‘Climate and the Farmer’"}, {"《工程名词》", "‘Terms of Engineering’"},
		},
		lines: []pair{
			{"{who}主编，撰稿{some}人，共{few}册。", "Edited by {who}, it has {some} contributors and {few} volumes."},
			{"首印{many}册，{few}个月售完。", "The first {many} copies were sold in {few} months."},
			{"书中收图{many}幅，其中{some}幅绘于{other}。", "It has {many} figures, {some} of them drawn in {other}."},
		},
	},
	{
		since: modern, until: maxYear, tag: "education", planned: true,
		title: pair{"{org}开办{also}讲习班", "{org} starts a course in {also}"},
		lines: []pair{
			{"学员{some}名，学期{few}个月。", "{some} students took part for {few} months."},
			{"{who}主讲，每周{few}次。", "{who} lectured {few} times a week."},
			{"结业后有{few}人赴{abroad}深造。", "{few} of the graduates went on to study in {abroad}."},
			{"讲义传到{other}，重印{some}次。", "The lecture notes reached {other} and were reprinted {some} times."},
		},
	},
	{
		since: 1950, until: maxYear, tag: "education", planned: true,
		title: pair{"{place}科普周聚焦{field}", "{place} science week turns to {field}"},
		lines: []pair{
			{"全市举办活动{some}场，参加者{many}人次。", "{some} events across the city drew {many} visits."},
			{"{org}开放实验室{few}天。", "The {org} opened its laboratories for {few} days."},
			{"{who}为{some}所学校作了讲座。", "{who} spoke at {some} schools."},
		},
	},
	{
		since: modern, until: maxYear, tag: "medicine", about: "public health",
		title: pair{"{place}开展{thing}", "{thing} begins in {place}"},
		things: []pair{
			{"疫苗接种", "a vaccination campaign"}, {"饮水改良", "a clean-water campaign"}, {"疟疾防治", "a malaria campaign"},
			{"学生体检", "health checks of schoolchildren"}, {"献血活动", "a blood donation drive"}, {"健康调查", "a health survey"},
		},
		lines: []pair{
			{"{few}个月内覆盖{many}人。", "It reached {many} people in {few} months."},
			{"{who}率医务人员{some}名下乡。", "{who} led {some} doctors and nurses into the villages."},
			{"做法后来推广到{other}。", "The method was later taken up in {other}."},
			{"统计表共{many}份，由{org}汇总。", "The {org} compiled the {many} returns."},
		},
	},
	{
		since: modern, until: maxYear, tag: "nature", about: "plant taxonomy",
		title: pair{"{place}记录到{thing}", "{thing} recorded at {place}"},
		things: []pair{
			{"候鸟新种", "a migratory bird new to the area"}, {"珍稀兰花", "a rare orchid"}, {"江豚", "finless porpoises"},
			{"最早的霜冻", "the earliest frost"}, {"百年古树", "trees a century old"}, {"鱼群洄游", "a run of fish"},
		},
		lines: []pair{
			{"调查走过{some}个样点，历时{few}周。", "The survey covered {some} plots in {few} weeks."},
			{"{org}据此新设观测点{few}处。", "The {org} set up {few} new observation points."},
			{"上一次记录是在{some}年前。", "The last record was {some} years old."},
			{"标本{few}份存于{partner}。", "{few} specimens are kept at the {partner}."},
		},
	},
}

// modernClosings can follow any modern story.
var modernClosings = []pair{
	{"当地报纸作了详细报道。", "The local papers reported on it at length."},
	{"经费由{place}和{other}共同承担。", "{place} and {other} shared the cost."},
	{"{few}年后有过一次评估，结论是积极的。", "A review {few} years later was favourable."},
	{"相关档案{some}卷，已向公众开放。", "The {some} files on it are open to the public."},
	{"{who}在回忆录中专门写到此事。", "{who} devoted a chapter of memoirs to it."},
	{"这是{place}当年的第{few}件同类大事。", "It was number {few} of its kind in {place} that year."},
	{"同一时期，{other}也在筹备类似的工作。", "{other} was preparing something similar at the time."},
	{"全部资料由{partner}保存。", "All papers are kept by the {partner}."},
	{"后续工作又用了{few}个月。", "What remained to be done took another {few} months."},
	{"{abroad}的同行来信祝贺。", "Colleagues in {abroad} sent their congratulations."},
	{"有{some}家单位提供了帮助。", "{some} institutions lent their help."},
	{"现存照片{few}张，摄于当天。", "{few} photographs of the day survive."},
	{"总投入为{sum}。", "It cost {sum} in all."},
	{"{who}和{few}名学生记录了全过程。", "{who} and {few} students recorded every step."},
	{"此前的尝试都在{other}进行。", "Earlier attempts had all been made in {other}."},
}

// cancellations are told instead of how a planned event went.
var cancellations = []pair{
	{"筹备{few}个月后取消。", "It was cancelled after {few} months of preparation."},
	{"原有{many}人报名，因故取消。", "{many} people had put their names down when it was cancelled."},
	{"因天气原因取消，改由{other}另行筹办。", "Cancelled because of the weather; {other} is to arrange another."},
	{"{who}因病未能成行，活动取消。", "It was cancelled because {who} fell ill."},
	{"经费不足，临时取消。", "It was cancelled for want of money."},
	{"取消后，已收到的{some}份材料转交{other}。", "After it was cancelled the {some} papers received went to {other}."},
}
