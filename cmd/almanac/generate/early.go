package generate

// earlyStories are told of the years before modern, as local chronicles do.
var earlyStories = []story{
	{
		since: minYear, until: 1899, tag: "astronomy",
		title: pair{"{place}见{thing}", "{thing} seen at {place}"},
		things: []pair{
			{"彗星", "a comet"}, {"客星", "a guest star"}, {"日食", "an eclipse of the sun"}, {"月食", "an eclipse of the moon"},
			{"流星雨", "a shower of meteors"}, {"五星聚", "a gathering of the five planets"}, {"月掩星", "the moon hiding a star"},
			{"太阳黑子", "dark spots on the sun"}, {"极光", "red light in the northern sky"}, {"日晕", "a halo around the sun"},
		},
		lines: []pair{
			{"守望者在城上记下方位，误差不过{few}度。", "Watchers on the city wall noted its position to within {few} degrees."},
			{"{who}据此校正了旧历{few}处。", "{who} used the observation to correct the old calendar in {few} places."},
			{"{other}也有同样的记载，时刻相差不到{few}刻。", "{other} has the same entry, with a difference of less than {few} quarters of an hour."},
			{"城中{some}人作证，所见相同。", "In the city {some} witnesses agreed on what they had seen."},
			{"官署将所见绘成图，存于{other}。", "The office had a drawing made, which was kept at {other}."},
		},
	},
	{
		since: minYear, until: 1899, tag: "building",
		title: pair{"{place}修成{thing}", "{thing} completed at {place}"},
		things: []pair{
			{"城墙", "a city wall"}, {"河堤", "a river dyke"}, {"水渠", "a canal"}, {"石桥", "a stone bridge"}, {"水门", "a sluice"},
			{"粮仓", "a granary"}, {"驿馆", "a post house"}, {"望楼", "a watchtower"}, {"陂塘", "a reservoir"}, {"码头", "a landing stage"},
		},
		lines: []pair{
			{"工程由{who}主持，用工{many}人，历时{few}个月。", "{who} directed the works, which took {many} men and {few} months."},
			{"长{many}步，用石{many}方。", "It is {many} paces long and took {many} blocks of stone."},
			{"旧址毁于水患，至此重建。", "An older one on the same spot had been lost to floods."},
			{"往来{other}的行旅从此不再绕道。", "Travellers to and from {other} no longer had to go round."},
			{"两岸{some}村因此受益。", "It served {some} villages on both banks."},
			{"费用由{few}家商号和官府分担。", "The cost was shared by the government and {few} merchant houses."},
		},
	},
	{
		since: minYear, until: 1899, tag: "disaster",
		title: pair{"{place}{thing}", "{thing} at {place}"},
		things: []pair{
			{"地震", "earthquake"}, {"大水", "great flood"}, {"大旱", "severe drought"}, {"蝗灾", "plague of locusts"}, {"大雪", "heavy snow"},
			{"大火", "great fire"}, {"冰雹", "hailstorm"}, {"大疫", "epidemic"}, {"风暴", "violent storm"}, {"山崩", "landslide"},
		},
		lines: []pair{
			{"城中民居损坏{many}间，官府免去当年田赋{few}成。", "It damaged {many} houses in the city; {few} tenths of the land tax were remitted."},
			{"灾民{many}人迁往{other}。", "{many} people moved away to {other}."},
			{"{who}开仓放粮，设粥厂{few}处。", "{who} opened the granaries and set up {few} soup kitchens."},
			{"余波及于{other}，{some}日方止。", "The effects reached {other} and lasted {some} days."},
			{"事后立碑一方，记其始末。", "A stone was later put up to record what had happened."},
		},
	},
	{
		since: minYear, until: 1899, tag: "science",
		title: pair{"{place}制成{thing}", "{thing} made at {place}"},
		things: []pair{
			{"铜钟", "a bronze bell"}, {"浑仪", "an armillary sphere"}, {"水车", "a waterwheel"}, {"漏刻", "a water clock"},
			{"圭表", "a gnomon"}, {"指南车", "a south-pointing carriage"}, {"铁锚", "an iron anchor"}, {"量斗", "a standard measure of grain"},
		},
		lines: []pair{
			{"由{who}监造，工匠{some}人，{few}个月告成。", "{who} oversaw the work of {some} craftsmen, who took {few} months."},
			{"重{many}斤，铭文{some}字。", "It weighs {many} catties and bears an inscription of {some} characters."},
			{"其法得自{other}，又加改进。", "The method came from {other} and was improved."},
			{"次年运往{other}试用。", "It was taken to {other} for trial the year after."},
		},
	},
	{
		since: -100, until: 1899, tag: "exchange",
		title: pair{"{abroad}使者抵达{place}", "envoys from {abroad} reach {place}"},
		lines: []pair{
			{"一行{some}人，留居{few}个月。", "The party of {some} stayed for {few} months."},
			{"使者携来方物{some}种，回程取道{other}。", "They brought {some} kinds of goods and returned by way of {other}."},
			{"{who}奉命接待，记下了他们所说的路程。", "{who} received them and wrote down what they said of their route."},
			{"随行的译者{few}人留在{other}。", "{few} of their interpreters remained at {other}."},
		},
	},
	{
		since: 600, until: 1899, tag: "transport",
		title: pair{"{place}至{other}{thing}开通", "{thing} from {place} to {other} opened"},
		things: []pair{
			{"驿道", "post road"}, {"漕运", "grain transport"}, {"官道", "imperial road"}, {"商路", "trade road"}, {"急递铺", "courier service"},
		},
		lines: []pair{
			{"沿途设站{some}处，备马{many}匹。", "There were {some} stages on the way and {many} horses."},
			{"行程由{some}日减为{few}日。", "The journey of {some} days was cut to {few}."},
			{"{who}主持其事，征工{many}人。", "{who} was in charge and levied {many} workers."},
			{"每年转运粮食{many}石。", "It carried {many} piculs of grain a year."},
		},
	},
	{
		since: 800, until: 1899, tag: "culture",
		title: pair{"{place}刊刻{thing}", "{thing} printed at {place}"},
		things: []pair{
			{"《农事月令图》", "‘The Farmer’s Months in Pictures’"}, {"《算学入门》", "‘First Steps in Reckoning’"},
			{"《海道针路》", "‘Compass Courses of the Sea’"}, {"《百草图说》", "‘The Hundred Herbs Explained’"},
			{"《河渠考》", "‘On Rivers and Canals’"}, {"《星图新编》", "‘The Star Charts Newly Drawn’"},
			{"《验方拾遗》", "‘Remedies Tried and Gathered’"}, {"《营造小识》", "‘Notes on Building’"},
		},
		lines: []pair{
			{"全书{few}卷，版片{many}块，由{who}校订。", "The work has {few} volumes cut on {many} blocks; {who} revised it."},
			{"后有{other}翻刻本，增图{some}幅。", "A later edition from {other} adds {some} pictures."},
			{"{who}作序，称稿本藏于家中{some}年。", "The preface by {who} says that the manuscript had been in the family for {some} years."},
			{"印成{many}部，分送各地学校。", "{many} copies were printed and sent to schools."},
		},
	},
	{
		since: 960, until: 1899, tag: "education",
		title: pair{"{place}{thing}落成", "{thing} founded at {place}"},
		things: []pair{
			{"书院", "an academy"}, {"藏书楼", "a library"}, {"医学", "a school of medicine"}, {"社学", "a village school"},
			{"算学馆", "a school of mathematics"}, {"义塾", "a charity school"},
		},
		lines: []pair{
			{"由{who}倡建，有屋{some}间、学田{many}亩。", "{who} was behind it; it had {some} rooms and {many} mu of land for its upkeep."},
			{"首批学生{some}人，多来自{other}。", "Most of the first {some} students came from {other}."},
			{"藏书{many}卷，{few}年后编成目录。", "It owned {many} volumes, which were catalogued {few} years later."},
			{"规条{some}则刻石立于门内。", "Its {some} rules were cut in stone and set up inside the gate."},
		},
	},
	{
		since: -200, until: 1899, tag: "medicine",
		title: pair{"{who}在{place}设医馆", "{who} opens a house of healing at {place}"},
		lines: []pair{
			{"凡贫病者不取分文，一年诊治{many}人。", "The poor paid nothing; {many} people were treated in a year."},
			{"所用方剂{some}种，后传至{other}。", "Its {some} prescriptions later spread to {other}."},
			{"弟子{few}人记其医案，辑为{few}卷。", "{few} pupils collected the cases in {few} volumes."},
		},
	},
	{
		since: minYear, until: 1899, tag: "nature",
		title: pair{"{place}{thing}", "{thing} at {place}"},
		things: []pair{
			{"大稔", "bumper harvest"}, {"冬暖花开", "flowers in a warm winter"}, {"河水变清", "the river runs clear"},
			{"鹤群来集", "cranes gather"}, {"江水封冻", "the river freezes over"}, {"嘉禾一茎多穗", "many-eared grain found"},
		},
		lines: []pair{
			{"乡人记述，{some}年来未曾有过。", "People said that nothing like it had been seen for {some} years."},
			{"{other}同时有相似的记载。", "A similar entry is found at {other} for the same time."},
			{"{who}作诗记之，流传至今。", "A poem about it by {who} has come down to us."},
			{"消息传到{other}，前来观看者{many}人。", "Word reached {other}, and {many} people came to see."},
		},
	},
	{
		since: -300, until: 1899, tag: "industry",
		title: pair{"{place}始有{thing}", "{thing} established at {place}"},
		things: []pair{
			{"官窑", "an official kiln"}, {"铁冶", "ironworks"}, {"盐场", "a saltworks"}, {"织坊", "a weaving workshop"},
			{"造船场", "a shipyard"}, {"铜矿", "a copper mine"}, {"纸坊", "a paper mill"}, {"茶市", "a tea market"},
			{"糖坊", "a sugar works"}, {"漆作", "a lacquer workshop"}, {"马市", "a horse market"}, {"铸钱监", "a mint"},
		},
		lines: []pair{
			{"工匠{some}户自{other}迁来。", "{some} families of craftsmen moved there from {other}."},
			{"每年出产{many}担，大半运往{other}。", "It turned out {many} loads a year, most of which went to {other}."},
			{"由{who}主管，{few}年后归官营。", "{who} ran it; {few} years later the state took it over."},
			{"税额定为每年{many}贯。", "The tax was set at {many} strings of cash a year."},
			{"鼎盛时有作坊{some}家。", "In its best days there were {some} workshops."},
		},
	},
	{
		since: -400, until: 1899, tag: "policy",
		title: pair{"{place}{thing}", "{thing} at {place}"},
		things: []pair{
			{"减免田赋", "land tax reduced"}, {"清丈土地", "fields surveyed"}, {"编订户籍", "households registered"},
			{"统一量器", "measures made uniform"}, {"设常平仓", "price-stabilising granary set up"}, {"禁伐山林", "felling of trees forbidden"},
			{"募民垦荒", "settlers called to open up land"}, {"改定水则", "water rights settled anew"}, {"开放海禁", "sea trade allowed again"},
			{"招抚流民", "refugees taken in"}, {"重定市制", "markets put under new rules"}, {"设巡检", "patrol office set up"},
		},
		lines: []pair{
			{"涉及{many}户，{few}年内完成。", "It concerned {many} households and was finished within {few} years."},
			{"{who}上书力主此事，先后{few}次方获准。", "{who} had petitioned for it {few} times before it was granted."},
			{"告示共{some}款，悬于城门。", "The notice had {some} clauses and was posted at the city gate."},
			{"{other}随后照此办理。", "{other} followed the example."},
			{"册籍{some}本保存至今。", "{some} of the registers are extant."},
		},
	},
	{
		since: 300, until: 1899, tag: "building",
		title: pair{"{place}{thing}重修", "{thing} at {place} restored"},
		things: []pair{
			{"鼓楼", "drum tower"}, {"文庙", "temple of literature"}, {"木塔", "wooden pagoda"}, {"砖塔", "brick pagoda"},
			{"藏经阁", "sutra library"}, {"城隍庙", "city temple"}, {"观星台", "star-gazing terrace"}, {"浮桥", "floating bridge"},
			{"海神庙", "temple of the sea god"}, {"园林", "gardens"},
		},
		lines: []pair{
			{"用木{many}根、瓦{many}片，{some}个月完工。", "It took {many} beams, {many} tiles and {some} months."},
			{"{who}捐钱{many}贯，并撰写碑文。", "{who} gave {many} strings of cash and wrote the inscription."},
			{"此前已荒废{some}年。", "It had been derelict for {some} years."},
			{"匠人来自{other}，沿用旧式。", "The craftsmen came from {other} and kept to the old style."},
			{"梁上发现前代题记{few}处。", "{few} inscriptions from earlier times were found on the beams."},
		},
	},
}

// earlyClosings can follow any early story.
var earlyClosings = []pair{
	{"此事另见{other}的碑记。", "It is also told on a stone at {other}."},
	{"各家记载出入较大，今从多数。", "Accounts differ widely; the majority is followed here."},
	{"{who}的笔记有更详细的叙述。", "The notes of {who} tell it at greater length."},
	{"记事的石碑已佚，仅存拓本{few}份。", "The stone that told of it is lost; {few} rubbings survive."},
	{"后人在{few}年后补记。", "It was added to the records {few} years later."},
	{"具体日期各书不一。", "The books do not agree on the day."},
	{"记录者中有{few}人来自{other}。", "Of those who recorded it {few} came from {other}."},
	{"相关文书共{some}件，现已残缺。", "The {some} papers on the matter are no longer complete."},
	{"有关诗文见于{some}种集子。", "Writings about it are found in {some} collections."},
	{"{few}年后{other}有人重提此事。", "It was talked of again at {other} {few} years later."},
	{"有抄本作{some}年前事，当是误记。", "One manuscript puts it {some} years earlier, surely by mistake."},
	{"{other}派人前来观看。", "People were sent from {other} to see."},
}
