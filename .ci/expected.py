#!/usr/bin/python3
"""expected.py KIND LANG RECORD EXPORT: what a client must see of the whole record, derived from the
record file alone. Titles and dates come from RECORD, in words worked out here and not by the program;
EXPORT adds only what a store stamps: authority, founding day, publication and update instants.
KIND is calendar or feed. Knows the four precisions of the sample record: day, days, month, year."""
import calendar, datetime as dt, json, sys

kind, lang, record, export = sys.argv[1:5]
events = json.load(open(record, encoding="utf8"))["events"]
stored = json.load(open(export, encoding="utf8"))
site, stamps = stored["site"], {e["id"]: e for e in stored["events"]}
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def span(edtf):
    """first day, last day, precision"""
    if "/" in edtf:
        a, b = edtf.split("/")
        return dt.date.fromisoformat(a), dt.date.fromisoformat(b), "days"
    if len(edtf) == 10:
        return dt.date.fromisoformat(edtf), dt.date.fromisoformat(edtf), "day"
    if len(edtf) == 7:
        y, m = int(edtf[:4]), int(edtf[5:])
        return dt.date(y, m, 1), dt.date(y, m, calendar.monthrange(y, m)[1]), "month"
    return dt.date(int(edtf), 1, 1), dt.date(int(edtf), 12, 31), "year"


def words(edtf):
    """the date as a compact line; ranges in the sample stay within a month"""
    a, b, precision = span(edtf)
    if lang == "zh":
        return {"day": f"{a.year}年{a.month}月{a.day}日", "days": f"{a.year}年{a.month}月{a.day}—{b.day}日",
                "month": f"{a.year}年{a.month}月", "year": f"{a.year}年"}[precision]
    month = MONTHS[a.month - 1]
    return {"day": f"{a.day} {month} {a.year}", "days": f"{a.day}–{b.day} {month} {a.year}",
            "month": f"{month} {a.year}", "year": f"{a.year}"}[precision]


def in_calendar(e):
    a, b, precision = span(e["span"]["date"])
    title = e["text"][lang]["title"]
    if precision == "month":
        title = f"{title}（{words(e['span']['date'])}）" if lang == "zh" else f"{title} ({words(e['span']['date'])})"
    if precision == "year":
        b = a
        title = f"{a.year}年：{title}（具体日期不详）" if lang == "zh" else f"{a.year}: {title} (day not recorded)"
    return {"uid": f"{e['id']}@{site['authority']}", "start": a.isoformat(), "end": (b + dt.timedelta(1)).isoformat(),
            "allday": True, "summary": title}


def chronicle(e):
    """exact days first, then what is known to the month, at the end of the year what is known to the year"""
    a, b, precision = span(e["span"]["date"])
    return (b if precision in ("month", "year") else a, ["day", "days", "month", "year"].index(precision), b)


if kind == "calendar":
    print(json.dumps({"from": "2019-01-01", "to": "2020-01-01", "events": [in_calendar(e) for e in events]}, ensure_ascii=False))
else:
    items = []
    for e in sorted(sorted(events, key=lambda e: e["id"]), key=chronicle, reverse=True):
        s = stamps[e["id"]]
        items.append({"id": f"tag:{site['authority']},{site['founded'][:10]}:event/{e['id']}",
                      "title": f"{words(e['span']['date'])} · {e['text'][lang]['title']}",
                      "link": f"/{lang}/e/{e['slug']}", "published": s["published"], "updated": s["updated"]})
    items.sort(key=lambda i: i["published"], reverse=True)
    print(json.dumps(items, ensure_ascii=False))
