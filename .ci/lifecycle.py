#!/usr/bin/python3
"""lifecycle.py ALMANAC CHECK_PY WORKDIR: a subscriber's life with real calendar clients. Edits a record through the
command line, serves it, and after each step has every client read the calendar: each event exactly once, as it is now."""
import json, os, re, signal, subprocess, sys

almanac, check, work = sys.argv[1:4]
store, authority = f"bolt:{work}/life.db", "calendar.example"


def run(*args, text=None):
    subprocess.run([almanac, args[0], "--store", store, *args[1:]], input=text, text=True, check=True, stderr=subprocess.PIPE)


def edit(change):
    shown = subprocess.run([almanac, "show", "--json", "--store", store, "fair"], check=True, capture_output=True, text=True)
    stored = json.loads(shown.stdout)
    change(stored["event"])
    run("put", "-", text=json.dumps(stored))


def title(text):
    return lambda e: e["text"]["zh"].update(title=text)


def date(edtf):
    return lambda e: e.update(span={"date": edtf})


def status(s):
    return lambda e: e.update(status=s)


def serve(*flags):
    """Starts a server on a free port and returns it with its address, from which it answers."""
    args = ["--store", store, "--addr", "127.0.0.1:0", "--authority", authority, "--record", "none"]
    server = subprocess.Popen([almanac, "serve", *args, *flags], stderr=subprocess.PIPE, text=True)
    for line in server.stderr:
        if listening := re.search(r'msg=serving addr="?([0-9.:]+)', line):
            return server, "http://" + listening[1]
    sys.exit("the server did not become ready")


def look(step, fair, *flags):
    server, base = serve(*flags)
    try:
        rows = [{"uid": f"other@{authority}", "start": "2026-05-01", "end": "2026-05-02", "allday": True, "summary": "另一事"}]
        if fair:
            start, end, summary = fair
            rows.append({"uid": f"fair@{authority}", "start": start, "end": end, "allday": True, "summary": summary})
        expected = f"{work}/life.json"
        with open(expected, "w", encoding="utf8") as f:
            json.dump({"from": "2026-01-01", "to": "2027-01-01", "events": rows}, f)
        result = subprocess.run([check, f"{base}/zh/all.ics", expected, "--http"], capture_output=True, text=True)
        print(f"{'pass' if result.returncode == 0 else 'FAIL'}  {step}")
        if result.returncode:
            sys.exit(result.stdout + result.stderr)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()


if os.path.exists(f"{work}/life.db"):
    os.remove(f"{work}/life.db")
for name, day, text in (("fair", "2026-05-24", "交易会"), ("other", "2026-05-01", "另一事")):
    run("put", "--expect", "0", "-", text=json.dumps({"id": name, "slug": name, "span": {"date": day}, "text": {"zh": {"title": text}}, "status": "published"}))
look("subscribe", ("2026-05-24", "2026-05-25", "交易会"))
edit(title("大交易会；第二届, “春季”"))
look("edit the title", ("2026-05-24", "2026-05-25", "大交易会；第二届, “春季”"))
edit(date("2026-05-25/2026-05-27"))
look("move the date", ("2026-05-25", "2026-05-28", "大交易会；第二届, “春季”"))
edit(date("2026-06-10"))
look("move it to another month", ("2026-06-10", "2026-06-11", "大交易会；第二届, “春季”"))
edit(status("cancelled"))
look("cancel", ("2026-06-10", "2026-06-11", "【已取消】大交易会；第二届, “春季”"))
edit(status("published"))
look("restore", ("2026-06-10", "2026-06-11", "大交易会；第二届, “春季”"))
edit(status("withdrawn"))
look("withdraw", None)
edit(status("published"))
look("publish again", ("2026-06-10", "2026-06-11", "大交易会；第二届, “春季”"))
edit(lambda e: e.update(slug="great-fair"))
look("rename the slug", ("2026-06-10", "2026-06-11", "大交易会；第二届, “春季”"))
look("restart", ("2026-06-10", "2026-06-11", "大交易会；第二届, “春季”"))
look("change the base URL", ("2026-06-10", "2026-06-11", "大交易会；第二届, “春季”"), "--base-url", "https://calendar.example.org")
