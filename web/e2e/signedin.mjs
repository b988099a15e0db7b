// Serves the desk of the real binary to checks that cannot sign in: every request
// passes with the session of an administrator. A page that answers a form has an
// address too: what stands under `form` in the query is sent as one, and 200 the
// answer. With `nobody` in the query there is no session. It prints its address
// and the address of every page, a line each, and goes on until its input ends or
// a signal comes.
//
//   node signedin.mjs
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { join } from "node:path";
import { binary, start, work } from "./instance.mjs";

const person = { shown: "Lin Yue", user: "lin", password: "a calm harbour in may" };

// post sends a form and tells where it leads and with which cookie.
async function post(base, path, form, cookie = "") {
  const answer = await fetch(base + path, { method: "POST", body: new URLSearchParams(form), redirect: "manual", headers: { cookie, "sec-fetch-site": "same-origin" } });
  return { status: answer.status, to: answer.headers.get("location") ?? "", cookie: (answer.headers.get("set-cookie") ?? "").split(";")[0] };
}

// signedIn makes an administrator, and something for each page to show.
export async function signedIn(almanac) {
  const { base, log } = almanac;
  const secret = new URL(/http:\S+\/admin\/setup\?secret=\S+/.exec(log)[0]).searchParams.get("secret");
  const { cookie } = await post(base, "/admin/en/setup", { secret, shown: person.shown, user: person.user, password: person.password });
  const to = async (path, form) => (await post(base, path, form, cookie)).to;
  const fresh = await (await fetch(`${base}/admin/en/new`, { headers: { cookie } })).text();
  const id = /name="id" value="([^"]+)"/.exec(fresh)[1];
  await to("/admin/en/new", { id, date: "May 2031", "title-en": "A bridge is planned", do: "save" });
  const rev = /name="rev" value="(\d+)"/.exec(await (await fetch(`${base}/admin/en/e/${id}`, { headers: { cookie } })).text())[1];
  await to(`/admin/en/e/${id}`, { id, rev, date: "May 2031", "title-en": "A bridge is planned near the harbour", do: "save" });
  const invited = await fetch(`${base}/admin/en/people`, { method: "POST", body: new URLSearchParams({ user: "bo", role: "editor", do: "invite" }), headers: { cookie, "sec-fetch-site": "same-origin" } });
  const invitation = new URL(/class="key1"[^>]*>([^<]+)</.exec(await invited.text())[1]).search;
  await to("/admin/en/tokens", { name: "Archive sync", scope: "read:drafts", life: "365", do: "create" });
  await to("/admin/en/webhooks", { url: "https://hooks.example.org/almanac", about: "Front page", do: "create" });
  await to("/admin/en/views", { "name-en": "Key dates of science", "name-zh": "科学要事", selection: "tag=science&key=1", do: "save" });
  propose(almanac);
  return { cookie, draft: id, first: rev, invitation, imports: await bring({ base, cookie, to }) };
}

// bring leaves a file at each step of the wizard: a table whose columns are asked
// about, trial runs of a table and of a report, one
// that does not come out as it was shown, and an import that is done.
async function bring({ base, cookie, to }) {
  const send = async (name, text) => {
    const form = new FormData();
    form.set("do", "upload");
    form.set("file", new Blob([text]), name);
    const answer = await fetch(`${base}/admin/en/import`, { method: "POST", body: form, redirect: "manual", headers: { cookie, "sec-fetch-site": "same-origin" } });
    return new URL(answer.headers.get("location"), base).pathname.replace("/admin/en", "");
  };
  const settled = async (path) => {
    for (let n = 0; n < 200; n++) {
      const answer = await fetch(`${base}/admin/en${path}`, { headers: { cookie } });
      const html = await answer.text();
      if (!answer.headers.get("refresh")) return html;
      await new Promise((r) => setTimeout(r, 50));
    }
    throw new Error(`${path} goes on waiting`);
  };
  const press = async (path, form, page) => {
    const shown = /name="shown" value="([^"]+)"/.exec(page ?? (await settled(path)))?.[1] ?? "";
    await to(`/admin/en${path}`, { shown, ...form });
    await settled(path);
  };
  const columns = { do: "columns", o0: "day-first" };

  const done = await send("museum.csv", table);
  await press(done, columns);
  await press(done, { do: "publish" });
  const shown = await send("museum-next.csv", table.replace("Museum opens", "Museum opens its doors") + "07/08/2034,The lamp is lit,Harbour\r\n");
  await press(shown, columns);
  const differs = await send("regatta.ics", calendar);
  const again = await send("regatta-again.ics", calendar);
  const trial = await settled(differs);
  await press(again, { do: "publish" });
  await press(differs, { do: "publish" }, trial);
  const asked = await send("chronicle.csv", table.replaceAll("Museum", "Archive"));
  return { done, shown, differs, again, asked, report: await send("harbour-2020.md", report.replaceAll("2019", "2020")) };
}

const table = [
  "When,What,Where", "04/05/2031,Museum opens,Harbour", "06/07/2032,\"<b>Fair</b> & =1+1\",Harbour", "31/31/2033,Bridge opens,River", "",
].join("\r\n");

const calendar = [
  "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "BEGIN:VEVENT", "UID:regatta@example.org", "DTSTAMP:20260101T000000Z",
  "DTSTART;VALUE=DATE:20310524", "SUMMARY:Regatta", "END:VEVENT", "END:VCALENDAR", "",
].join("\r\n");

// propose has the server read a report, so that there is something to review.
function propose(almanac) {
  const name = join(work, "harbour-2019.md");
  writeFileSync(name, report);
  execFileSync(binary(), ["import", "report", "--store", almanac.store, name], { stdio: "ignore" });
}

export const report = `# Harbour report 2019

## Ships

On 3 March 2019 the harbour museum opened its new wing.

As of 31 May 2019 the museum had 40 staff.

The ferry has run since 4 May.

On 14 June 2019 the museum launched the lighthouse exhibition.

On 21 September 2019 the city council awarded the museum the heritage prize.
`;

// linked are the addresses of the desk that a page of it leads to.
async function linked(base, cookie, path) {
  const html = await (await fetch(base + path, { headers: { cookie } })).text();
  return [...html.matchAll(/href="(\/admin\/[^"#]*)"/g)].map((m) => m[1].replaceAll("&amp;", "&"));
}

// answering is the address under which the relay sends a form.
const answering = (path, form) => `${path}?form=${encodeURIComponent(new URLSearchParams(form))}`;

// pages are the desk's pages in a language, one of each kind.
export async function pages({ base }, { cookie, draft, first, invitation, imports }, lang) {
  const at = `/admin/${lang}`;
  const leadingTo = async (page, start) => (await linked(base, cookie, at + page)).filter((p) => p.startsWith(at + start));
  const list = ["/", "/?done=begun", "/list", "/history", "/new", "/account", "/tokens", "/tags", "/places", "/views", "/site", "/site/about", "/people", "/webhooks", "/backup", "/audit"].map((p) => at + p);
  const entry = (await leadingTo("/list?status=published", "/e/"))[0];
  list.push(entry, ...["?done=published", "/history", "/withdrawn", "/cancelled", "/deleted", "/redact", "/publish", "/read"].map((p) => entry + p));
  list.push((await leadingTo("/", "/batch/"))[0], `${at}/e/${draft}/history`, `${at}/e/${draft}`, `${at}/e/${draft}/publish`, `${at}/e/${draft}/discard`, `${at}/list?q=zebra`);
  for (const part of ["/tags", "/places", "/views", "/people", "/webhooks"]) list.push((await leadingTo(part, `${part}/`))[0]);
  list.push(answering(`${at}/tags/popularisation/merge`, { how: "into", into: "science" }), answering(`${at}/tags/popularisation/merge`, { how: "address", address: "Ä" }));

  const documents = (await leadingTo("/review", "/review/")).map((p) => new URL(p, base).pathname);
  const document = documents.find((p) => p.split("/").length === 5);
  const inside = (await linked(base, cookie, document)).filter((p) => p.startsWith(document + "/") || p.startsWith(`${at}/new?`));
  const proposal = new URL(inside.find((p) => p.startsWith(document)), base).pathname;
  list.push(`${at}/review`, document, proposal, inside.find((p) => p.startsWith(`${at}/new?`)));
  const seen = /name="rev" value="(\d+)"/.exec(await (await fetch(base + proposal, { headers: { cookie } })).text())[1];
  list.push(answering(proposal, { rev: seen, date: "04/05/2031", do: "accept" }), answering(proposal, { rev: "1", date: "May 2031", "title-en": "Mine", do: "keep" }), answering(document, { op: "drop-all" }));
  const like = (await linked(base, cookie, proposal)).find((p) => p.startsWith(`${proposal}?`));
  if (like) list.push(like);

  list.push(`${at}/import`, ...Object.values(imports).map((p) => at + p), answering(`${at}/import`, { do: "fetch", address: "file:///etc/passwd" }));

  const typed = { id: draft, rev: first, "title-en": "A bridge is planned upstream" };
  list.push(answering(`${at}/e/${draft}`, { ...typed, date: "May 2031", do: "save" }), answering(`${at}/e/${draft}`, { ...typed, date: "May 2031", do: "preview" }));
  list.push(answering(`${at}/new`, { id: "none1", date: "04/05/2031", "title-en": "A fair", do: "check" }), answering(`${at}/new`, { id: "none2", date: "32 May", do: "publish" }));
  list.push(answering(`${at}/bulk`, { scope: "all", filter: "status=published", op: "add-tag", value: "harbour" }), answering(`${at}/bulk`, { op: "" }), `${at}/nothing-here?nobody=1`);
  list.push(`${at}/login?nobody=1`, answering(`${at}/login`, { user: "lin", password: "wrong", nobody: 1 }), `${at}/invite?nobody=1`, `${at}/invite${invitation}&nobody=1`);
  list.push(answering(`${at}/e/${draft}`, { ...typed, date: "May 2031", do: "save", nobody: 1 }));
  return list.filter(Boolean);
}

// unfocused takes the focus off the summary of what is wrong with a form: a walk
// with the keyboard begins where the focus is, and is to meet the whole page. Of
// the same length, as its length is told already. That the summary has the focus
// is for journeys to see.
const unfocused = (html) => html.toString().replace(' autofocus', " ".repeat(10));

// relay passes requests on with the session.
export function relay({ base }, { cookie }) {
  const to = new URL(base);
  const server = createServer((incoming, answer) => {
    const asked = new URL(incoming.url, base);
    const form = asked.searchParams.get("form");
    const headers = { ...incoming.headers, host: to.host, cookie };
    if (asked.searchParams.has("nobody") || form?.includes("nobody=")) delete headers.cookie;
    // What is refused is looked at as a page; browsers call its status a fault of the page.
    const shown = (status) => (status >= 400 && status < 500 && asked.search ? 200 : status);
    if (form !== null) delete headers["accept-encoding"];
    if (form !== null) Object.assign(headers, { "content-type": "application/x-www-form-urlencoded", "content-length": Buffer.byteLength(form), "sec-fetch-site": "same-origin", origin: base });
    const outgoing = request({ host: to.hostname, port: to.port, method: form === null ? incoming.method : "POST", path: form === null ? incoming.url : asked.pathname, headers }, (got) => {
      answer.writeHead(shown(got.statusCode), got.headers);
      if (form === null) return got.pipe(answer);
      return got.toArray().then((parts) => answer.end(unfocused(Buffer.concat(parts))));
    });
    outgoing.on("error", () => answer.destroy());
    if (form === null) incoming.pipe(outgoing);
    else outgoing.end(form);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve({ base: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() })));
}

if (process.argv[1] === import.meta.filename) {
  const almanac = await start();
  const session = await signedIn(almanac);
  const door = await relay(almanac, session);
  console.log(door.base);
  for (const lang of ["zh", "en"]) for (const path of await pages(almanac, session, lang)) console.log(path);
  console.log("");
  const stop = async () => { door.stop(); await almanac.stop(); process.exit(0); };
  process.stdin.resume();
  process.stdin.on("end", stop);
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, stop);
}
