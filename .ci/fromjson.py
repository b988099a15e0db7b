#!/usr/bin/python3
"""fromjson.py URL.json: what the JSON form of a feed lists, as the expected list for its other forms. One source, three
writers: they must agree."""
import json, sys, urllib.request

feed = json.load(urllib.request.urlopen(sys.argv[1]))
print(json.dumps([{"id": i["id"], "title": i["title"], "link": i["url"], "published": i["date_published"],
                   "updated": i.get("date_modified", i["date_published"])} for i in feed["items"]], ensure_ascii=False))
