package generate

// modern is the year from which the stories of our own time are told.
const modern = 1900

// field is a branch of learning or industry.
type field struct {
	name  pair
	tag   string
	since int  // year from which people speak of it
	made  bool // something is manufactured in it
}

var fields = []field{
	{pair{"气象观测", "weather observation"}, "nature", 1900, false},
	{pair{"地质调查", "geological survey"}, "science", 1900, false},
	{pair{"中医药", "Chinese medicine"}, "medicine", 1900, false},
	{pair{"公共卫生", "public health"}, "medicine", 1900, false},
	{pair{"桥梁工程", "bridge engineering"}, "transport", 1900, false},
	{pair{"铁道工程", "railway engineering"}, "transport", 1900, false},
	{pair{"纺织机械", "textile machinery"}, "industry", 1900, true},
	{pair{"造船", "shipbuilding"}, "industry", 1900, true},
	{pair{"电力", "electric power"}, "industry", 1900, true},
	{pair{"水稻育种", "rice breeding"}, "nature", 1900, false},
	{pair{"蚕桑", "sericulture"}, "industry", 1900, true},
	{pair{"农田水利", "irrigation"}, "nature", 1900, false},
	{pair{"植物分类", "plant taxonomy"}, "nature", 1900, false},
	{pair{"化学工业", "chemical engineering"}, "industry", 1900, true},
	{pair{"古建筑保护", "historic buildings"}, "culture", 1900, false},
	{pair{"方言调查", "dialectology"}, "culture", 1900, false},
	{pair{"天体物理", "astrophysics"}, "astronomy", 1900, false},
	{pair{"地震监测", "earthquake monitoring"}, "science", 1900, false},
	{pair{"城市规划", "urban planning"}, "policy", 1910, false},
	{pair{"航空", "aviation"}, "transport", 1910, true},
	{pair{"光学仪器", "optical instruments"}, "science", 1910, true},
	{pair{"无线电", "radio engineering"}, "science", 1915, true},
	{pair{"抗生素", "antibiotics"}, "medicine", 1945, true},
	{pair{"应用数学", "applied mathematics"}, "science", 1900, false},
	{pair{"原子能", "nuclear energy"}, "science", 1950, false},
	{pair{"计算技术", "computing"}, "science", 1955, true},
	{pair{"半导体", "semiconductors"}, "industry", 1956, true},
	{pair{"海洋观测", "ocean observation"}, "science", 1955, false},
	{pair{"激光", "laser physics"}, "science", 1962, true},
	{pair{"集成电路", "integrated circuits"}, "industry", 1965, true},
	{pair{"遥感", "remote sensing"}, "science", 1970, false},
	{pair{"机器人", "robotics"}, "industry", 1975, true},
	{pair{"湿地保护", "wetland protection"}, "nature", 1978, false},
	{pair{"人工智能", "artificial intelligence"}, "science", 1980, false},
	{pair{"超级计算", "supercomputing"}, "science", 1982, false},
	{pair{"太阳能电池", "solar cells"}, "industry", 1980, true},
	{pair{"生物医药", "biomedicine"}, "medicine", 1985, true},
	{pair{"卫星导航", "satellite navigation"}, "transport", 1985, true},
	{pair{"气候变化", "climate change"}, "nature", 1988, false},
	{pair{"基因组学", "genomics"}, "medicine", 1990, false},
	{pair{"深空探测", "deep-space exploration"}, "astronomy", 1994, false},
	{pair{"量子通信", "quantum communication"}, "science", 1996, true},
	{pair{"高速铁路", "high-speed rail"}, "transport", 1997, false},
	{pair{"风力发电", "wind power"}, "industry", 1990, true},
	{pair{"数字图书馆", "digital libraries"}, "culture", 1997, false},
	{pair{"氢能", "hydrogen energy"}, "industry", 2001, true},
	{pair{"非物质文化遗产", "intangible heritage"}, "culture", 2003, false},
	{pair{"新能源汽车", "electric vehicles"}, "transport", 2004, true},
	{pair{"脑科学", "brain science"}, "medicine", 2005, false},
	{pair{"智慧城市", "smart cities"}, "policy", 2009, false},
	{pair{"区块链", "blockchain"}, "industry", 2014, false},
	{pair{"碳中和", "carbon neutrality"}, "policy", 2016, false},
}

// houses of learning, named after place and field.
var houses = []pair{
	{"{place}{field}研究所", "{place} Institute of {field}"},
	{"{place}{field}研究院", "{place} Academy of {field}"},
	{"{place}{field}实验室", "{place} Laboratory of {field}"},
	{"{place}{field}研究中心", "{place} Research Centre for {field}"},
	{"{place}{field}学会", "{place} Society of {field}"},
	{"{place}{field}学院", "{place} College of {field}"},
}

// volumes are the documents that sources cite, those for early events first.
var (
	earlyVolumes = []pair{
		{"{place}府志", "Prefectural Gazetteer of {place}"},
		{"{place}旧志辑存", "Old Gazetteers of {place}"},
		{"{place}碑刻集", "Stone Inscriptions of {place}"},
		{"{place}水利志", "Annals of Waterworks at {place}"},
		{"{place}灾异录", "Record of Calamities at {place}"},
		{"{place}史料选编", "Selected Sources on the History of {place}"},
	}
	modernVolumes = []pair{
		{"{place}年鉴", "Yearbook of {place}"},
		{"{place}地方志", "Gazetteer of {place}"},
		{"{place}大事记", "Chronicle of {place}"},
		{"{place}科学技术志", "Annals of Science and Technology in {place}"},
		{"{place}档案选辑", "Selected Archives of {place}"},
		{"{place}报刊汇编", "Collected Newspapers of {place}"},
	}
)

var families = []pair{
	{"陈", "Chen"},
	{"林", "Lin"},
	{"黄", "Huang"},
	{"张", "Zhang"},
	{"李", "Li"},
	{"王", "Wang"},
	{"吴", "Wu"},
	{"刘", "Liu"},
	{"蔡", "Cai"},
	{"杨", "Yang"},
	{"许", "Xu"},
	{"郑", "Zheng"},
	{"谢", "Xie"},
	{"郭", "Guo"},
	{"洪", "Hong"},
	{"邱", "Qiu"},
	{"曾", "Zeng"},
	{"廖", "Liao"},
	{"赖", "Lai"},
	{"周", "Zhou"},
	{"徐", "Xu"},
	{"苏", "Su"},
	{"叶", "Ye"},
	{"庄", "Zhuang"},
	{"吕", "Lyu"},
	{"江", "Jiang"},
	{"何", "He"},
	{"罗", "Luo"},
	{"高", "Gao"},
	{"潘", "Pan"},
	{"简", "Jian"},
	{"朱", "Zhu"},
	{"钟", "Zhong"},
	{"彭", "Peng"},
	{"游", "You"},
	{"翁", "Weng"},
	{"戴", "Dai"},
	{"范", "Fan"},
	{"宋", "Song"},
	{"余", "Yu"},
	{"程", "Cheng"},
	{"连", "Lian"},
	{"唐", "Tang"},
	{"马", "Ma"},
	{"董", "Dong"},
	{"石", "Shi"},
	{"沈", "Shen"},
	{"顾", "Gu"},
	{"陆", "Lu"},
	{"韩", "Han"},
}

var givens = []pair{
	{"文", "Wen"},
	{"涛", "Tao"},
	{"明", "Ming"},
	{"远", "Yuan"},
	{"志", "Zhi"},
	{"华", "Hua"},
	{"子", "Zi"},
	{"安", "An"},
	{"嘉", "Jia"},
	{"宁", "Ning"},
	{"德", "De"},
	{"清", "Qing"},
	{"思", "Si"},
	{"源", "Yuan"},
	{"景", "Jing"},
	{"行", "Xing"},
	{"若", "Ruo"},
	{"水", "Shui"},
	{"承", "Cheng"},
	{"泽", "Ze"},
	{"敬", "Jing"},
	{"之", "Zhi"},
	{"允", "Yun"},
	{"和", "He"},
	{"伯", "Bo"},
	{"谦", "Qian"},
	{"秀", "Xiu"},
	{"兰", "Lan"},
	{"慧", "Hui"},
	{"敏", "Min"},
	{"静", "Jing"},
	{"书", "Shu"},
	{"梅", "Mei"},
	{"云", "Yun"},
	{"雪", "Xue"},
	{"晴", "Qing"},
	{"国", "Guo"},
	{"栋", "Dong"},
	{"振", "Zhen"},
	{"川", "Chuan"},
	{"立", "Li"},
	{"群", "Qun"},
	{"海", "Hai"},
	{"峰", "Feng"},
	{"学", "Xue"},
	{"勤", "Qin"},
	{"仲", "Zhong"},
	{"良", "Liang"},
}

var (
	earlyLands = []pair{
		{"波斯", "Persia"}, {"天竺", "India"}, {"于阗", "Khotan"}, {"高昌", "Gaochang"}, {"林邑", "Champa"},
		{"扶南", "Funan"}, {"真腊", "Cambodia"}, {"新罗", "Silla"}, {"日本", "Japan"}, {"大食", "Arabia"},
		{"爪哇", "Java"}, {"琉球", "Ryukyu"}, {"暹罗", "Siam"}, {"锡兰", "Ceylon"},
	}
	modernLands = []pair{
		{"日本", "Japan"}, {"德国", "Germany"}, {"法国", "France"}, {"英国", "Britain"}, {"荷兰", "the Netherlands"},
		{"瑞典", "Sweden"}, {"意大利", "Italy"}, {"西班牙", "Spain"}, {"新加坡", "Singapore"}, {"印度", "India"},
		{"埃及", "Egypt"}, {"巴西", "Brazil"}, {"加拿大", "Canada"}, {"澳大利亚", "Australia"}, {"肯尼亚", "Kenya"},
		{"泰国", "Thailand"}, {"葡萄牙", "Portugal"}, {"波兰", "Poland"}, {"智利", "Chile"}, {"新西兰", "New Zealand"},
	}
)

// abroad lists the countries with which a place may have dealings in a year.
func abroad(year int) []pair {
	if year < modern {
		return earlyLands
	}
	return modernLands
}
