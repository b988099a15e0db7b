package generate

import "almanac.example/events"

// place is where made-up events happen.
type place struct {
	slug                string
	name                pair
	latitude, longitude float64 // degrees
	since               int     // year from which it goes by this name, roughly
	event               *events.Place
}

// atlas returns the places, each ready to be shared by events.
func atlas() []place {
	list := make([]place, len(places))
	for i, p := range places {
		latitude, longitude := p.latitude, p.longitude
		p.event = &events.Place{
			Slug:      p.slug,
			Name:      events.Localised{"zh": p.name.zh, "en": p.name.en},
			Latitude:  &latitude,
			Longitude: &longitude,
		}
		list[i] = p
	}
	return list
}

var places = []place{
	{slug: "beijing", name: pair{"北京", "Beijing"}, latitude: 39.9, longitude: 116.41, since: 1403},
	{slug: "shanghai", name: pair{"上海", "Shanghai"}, latitude: 31.23, longitude: 121.47, since: 1292},
	{slug: "guangzhou", name: pair{"广州", "Guangzhou"}, latitude: 23.13, longitude: 113.26, since: 226},
	{slug: "nanjing", name: pair{"南京", "Nanjing"}, latitude: 32.06, longitude: 118.8, since: 1421},
	{slug: "hangzhou", name: pair{"杭州", "Hangzhou"}, latitude: 30.27, longitude: 120.16, since: 589},
	{slug: "suzhou", name: pair{"苏州", "Suzhou"}, latitude: 31.3, longitude: 120.58, since: 589},
	{slug: "ningbo", name: pair{"宁波", "Ningbo"}, latitude: 29.87, longitude: 121.54, since: 1381},
	{slug: "shaoxing", name: pair{"绍兴", "Shaoxing"}, latitude: 30.0, longitude: 120.58, since: 1131},
	{slug: "yangzhou", name: pair{"扬州", "Yangzhou"}, latitude: 32.39, longitude: 119.41, since: 589},
	{slug: "wuxi", name: pair{"无锡", "Wuxi"}, latitude: 31.49, longitude: 120.31, since: -202},
	{slug: "nantong", name: pair{"南通", "Nantong"}, latitude: 31.98, longitude: 120.89, since: 1912},
	{slug: "xuzhou", name: pair{"徐州", "Xuzhou"}, latitude: 34.2, longitude: 117.28, since: -300},
	{slug: "hefei", name: pair{"合肥", "Hefei"}, latitude: 31.82, longitude: 117.23, since: -200},
	{slug: "wuhu", name: pair{"芜湖", "Wuhu"}, latitude: 31.35, longitude: 118.43, since: -109},
	{slug: "fuzhou", name: pair{"福州", "Fuzhou"}, latitude: 26.07, longitude: 119.3, since: 725},
	{slug: "quanzhou", name: pair{"泉州", "Quanzhou"}, latitude: 24.87, longitude: 118.68, since: 711},
	{slug: "xiamen", name: pair{"厦门", "Xiamen"}, latitude: 24.48, longitude: 118.09, since: 1387},
	{slug: "nanchang", name: pair{"南昌", "Nanchang"}, latitude: 28.68, longitude: 115.86, since: -202},
	{slug: "jingdezhen", name: pair{"景德镇", "Jingdezhen"}, latitude: 29.27, longitude: 117.18, since: 1004},
	{slug: "jinan", name: pair{"济南", "Jinan"}, latitude: 36.65, longitude: 117.12, since: -164},
	{slug: "qingdao", name: pair{"青岛", "Qingdao"}, latitude: 36.07, longitude: 120.38, since: 1891},
	{slug: "yantai", name: pair{"烟台", "Yantai"}, latitude: 37.46, longitude: 121.45, since: 1862},
	{slug: "kaifeng", name: pair{"开封", "Kaifeng"}, latitude: 34.8, longitude: 114.31, since: -156},
	{slug: "luoyang", name: pair{"洛阳", "Luoyang"}, latitude: 34.62, longitude: 112.45, since: -9999},
	{slug: "zhengzhou", name: pair{"郑州", "Zhengzhou"}, latitude: 34.75, longitude: 113.63, since: 583},
	{slug: "wuhan", name: pair{"武汉", "Wuhan"}, latitude: 30.59, longitude: 114.31, since: 1927},
	{slug: "jingzhou", name: pair{"荆州", "Jingzhou"}, latitude: 30.33, longitude: 112.24, since: -106},
	{slug: "changsha", name: pair{"长沙", "Changsha"}, latitude: 28.23, longitude: 112.94, since: -221},
	{slug: "chengdu", name: pair{"成都", "Chengdu"}, latitude: 30.57, longitude: 104.07, since: -311},
	{slug: "chongqing", name: pair{"重庆", "Chongqing"}, latitude: 29.56, longitude: 106.55, since: 1189},
	{slug: "kunming", name: pair{"昆明", "Kunming"}, latitude: 25.04, longitude: 102.71, since: 1276},
	{slug: "dali", name: pair{"大理", "Dali"}, latitude: 25.61, longitude: 100.27, since: 937},
	{slug: "guiyang", name: pair{"贵阳", "Guiyang"}, latitude: 26.65, longitude: 106.63, since: 1569},
	{slug: "guilin", name: pair{"桂林", "Guilin"}, latitude: 25.27, longitude: 110.29, since: -214},
	{slug: "xian", name: pair{"西安", "Xi’an"}, latitude: 34.34, longitude: 108.94, since: 1369},
	{slug: "handan", name: pair{"邯郸", "Handan"}, latitude: 36.63, longitude: 114.54, since: -9999},
	{slug: "lanzhou", name: pair{"兰州", "Lanzhou"}, latitude: 36.06, longitude: 103.83, since: 581},
	{slug: "dunhuang", name: pair{"敦煌", "Dunhuang"}, latitude: 40.14, longitude: 94.66, since: -111},
	{slug: "xining", name: pair{"西宁", "Xining"}, latitude: 36.62, longitude: 101.78, since: 1104},
	{slug: "turpan", name: pair{"吐鲁番", "Turpan"}, latitude: 42.95, longitude: 89.19, since: 1400},
	{slug: "kashgar", name: pair{"喀什", "Kashgar"}, latitude: 39.47, longitude: 75.99, since: 1000},
	{slug: "taiyuan", name: pair{"太原", "Taiyuan"}, latitude: 37.87, longitude: 112.55, since: -247},
	{slug: "datong", name: pair{"大同", "Datong"}, latitude: 40.08, longitude: 113.3, since: 1048},
	{slug: "shenyang", name: pair{"沈阳", "Shenyang"}, latitude: 41.81, longitude: 123.43, since: 1296},
	{slug: "dalian", name: pair{"大连", "Dalian"}, latitude: 38.91, longitude: 121.61, since: 1899},
	{slug: "harbin", name: pair{"哈尔滨", "Harbin"}, latitude: 45.8, longitude: 126.53, since: 1898},
	{slug: "haikou", name: pair{"海口", "Haikou"}, latitude: 20.04, longitude: 110.2, since: 1395},
	{slug: "linzi", name: pair{"临淄", "Linzi"}, latitude: 36.83, longitude: 118.31, since: -9999},
	{slug: "anyang", name: pair{"安阳", "Anyang"}, latitude: 36.1, longitude: 114.39, since: -9999},
}
