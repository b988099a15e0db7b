#!/usr/bin/python3
"""hostile.py: writes a record of everything that is valid and makes trouble: every precision, cancelled, withdrawn and
moved events, one language only, right-to-left text, characters beyond the BMP, markup and XML in text, long bodies,
relative links, a repeating event, one about to begin, one on this day in another year."""
import datetime as dt, json

today = dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).date()
soon = today + dt.timedelta(3)
long = "这一段很长，写了整整五千个字符，用来看看订阅源会不会在某处把它截断。" * 150
nasty = 'Generics like List<T> &amp; friends, ]]> <![CDATA[ <script>alert(1)</script> & "quotes" \'n\' \\backslash; comma, done'
events = []


def add(date, zh=None, en=None, **more):
    n = len(events) + 1
    text = {}
    if zh:
        text["zh"] = zh if isinstance(zh, dict) else {"title": zh}
    if en:
        text["en"] = en if isinstance(en, dict) else {"title": en}
    span = date if isinstance(date, dict) else {"date": date}
    events.append({"id": f"h{n:02}", "slug": f"hostile-{n:02}", "span": span, "text": text, "status": "published", **more})


for edtf in ("2019-05-24", "2019-05-24/2019-05-26", "2019-12-30/2020-01-02", "2019-05", "2019-05-XX", "2019-21", "2019-35", "2019-40", "2019",
             "2018/2021", "196X", "19XX", "1963~", "1963?", "2019-05-24%", "2019/..", "[2019-05-24,2019-05-26]", "1066-10-14", "-0220"):
    add(edtf, {"title": "日期 " + edtf, "summary": "这一条的日期写作 " + edtf + "。"}, {"title": "Dated " + edtf})
add("2019-06-01", {"title": "尖括号与和号", "summary": nasty, "body": nasty + "\n\n- 甲 & 乙\n- `a < b`"}, {"title": "Ampersands & brackets", "summary": nasty})
add("2019-06-02", {"title": "长文", "body": long}, {"title": "Long text", "body": "Word by word. " * 350})
add("2019-06-03", {"title": "表情😀👨‍👩‍👧与𠮷野家", "summary": "𠮷😀é"}, {"title": "Beyond the BMP 😀𠮷"})
add("2019-06-04", None, {"title": "Only in English; with a semicolon, and a comma"})
add("2019-06-05", "只有中文：“引号”、《书名号》——破折号……")
add("2019-06-06", None, None, **{"text": {"ar": {"title": "افتتاح المتحف", "summary": "نص من اليمين إلى اليسار"}}})
add("2019-06-07", {"title": "相对链接", "body": "见[别处](/zh/2019)与[图](image.png)，还有[锚](#a)。\n\n![图](../b.png)"}, {"title": "Relative links", "body": "See [here](/en/2019), [there](page.html) and ![a picture](/c.png)."})
add("2019-06-08", "取消的", "Called off", status="cancelled")
add({"start": f"{soon}T09:00:00", "end": f"{soon}T11:00:00", "zone": "Asia/Shanghai"}, "即将开始", "About to begin", tags=["soon"])
add(f"{today.year - 6}-{today:%m-%d}" if f"{today:%m-%d}" != "02-29" else "2020-02-29", "往年今日", "On this day", tags=["anniversary"])
add("2020-04-10", "每年一次", "Once a year", repeat={"rule": "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=10"})
add("2019-06-09", "引号地点", "Quoted place", place={"slug": "quoted", "name": {"zh": "“甲；乙, 丙”", "en": 'The "Grand; Hall", A'}, "latitude": 31.2, "longitude": 121.5}, tags=["科普", "a-b"])
print(json.dumps({"almanac": 1, "events": events}, ensure_ascii=False))
