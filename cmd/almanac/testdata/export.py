#!/usr/bin/env python3
"""export.py BACKUP: rebuilds the record from a backup and writes it as "almanac export" does."""
import hashlib, json, sys, tarfile

SITE = """authority founded tags views names shortNames descriptions languages zone yearBegins logo accent contact
    footerLinks licence hideProduct places texts""".split()  # the order in which an export names them


class Number(str):
    """A number as it is spelt."""


def spell(v, indent):
    if isinstance(v, Number):
        return v
    if isinstance(v, (list, dict)) and v:
        keys = [spell(k, "") + ": " for k in v] if isinstance(v, dict) else [""] * len(v)
        items = v.values() if isinstance(v, dict) else v
        inner = indent + "  "
        lines = ",\n".join(inner + k + spell(i, inner) for k, i in zip(keys, items))
        return f"{'{' if isinstance(v, dict) else '['}\n{lines}\n{indent}{'}' if isinstance(v, dict) else ']'}"
    text = json.dumps(v, ensure_ascii=False)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


with tarfile.open(sys.argv[1]) as tar:
    lines = tar.extractfile("states.jsonl").read().splitlines(keepends=True)
end = json.loads(lines[-1])
if end != {"count": len(lines) - 2, "sha256": hashlib.sha256(b"".join(lines[:-1])).hexdigest()}:
    sys.exit("the backup is damaged")
states = [json.loads(l, parse_int=Number, parse_float=Number) for l in lines[1:-1]]
closed = {s["batch"]["id"] for s in states if s.get("batch", {}).get("last")}
events, site, rest = {}, {"authority": "", "founded": "0001-01-01T00:00:00Z"}, {}
for s in states:
    if s.get("batch", {}).get("kind") == "import" and s["batch"]["id"] not in closed:
        continue  # an import that was not finished is not to be seen
    if "event" in s:
        events[s["event"]["id"]] = s["event"]
    elif s["document"]["name"] == "site":
        site = s["document"]["value"]
    elif s["document"]["name"].startswith("text/"):
        rest.setdefault("texts", {})[s["document"]["name"][5:]] = s["document"]["value"]
    else:
        rest[s["document"]["name"]] = s["document"]["value"]
rest["texts"] = {k: v for k, v in sorted(rest.get("texts", {}).items()) if v}
site = {k: {**site, **rest}[k] for k in SITE if k in site or rest.get(k)}
record = {"almanac": Number("1"), "site": site, "events": [events[k] for k in sorted(events)]}
sys.stdout.buffer.write((spell(record, "") + "\n").encode())
