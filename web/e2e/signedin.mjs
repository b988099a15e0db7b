// Serves the desk of the real binary to checks that cannot sign in: every request
// passes with the session of an administrator. It prints its address and the
// address of every page, a line each, and goes on until its input ends or a signal
// comes.
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
  await to("/admin/en/people", { user: "bo", role: "editor", do: "invite" });
  await to("/admin/en/tokens", { name: "Archive sync", scope: "read:drafts", life: "365", do: "create" });
  await to("/admin/en/webhooks", { url: "https://hooks.example.org/almanac", about: "Front page", do: "create" });
  await to("/admin/en/views", { "name-en": "Key dates of science", "name-zh": "科学要事", selection: "tag=science&key=1", do: "save" });
  propose(almanac);
  return { cookie, draft: id };
}

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

// pages are the desk's pages in a language, one of each kind.
export async function pages({ base }, { cookie, draft }, lang) {
  const at = `/admin/${lang}`;
  const list = ["/", "/list", "/history", "/new", "/account", "/tokens", "/tags", "/places", "/views", "/site", "/site/about", "/people", "/webhooks", "/backup", "/audit"].map((p) => at + p);
  const entry = (await linked(base, cookie, `${at}/list?status=published`)).find((p) => p.startsWith(`${at}/e/`));
  list.push(entry, `${entry}/history`, `${entry}/withdrawn`, `${entry}/deleted`, `${at}/e/${draft}`, `${at}/e/${draft}/publish`, `${at}/e/${draft}/discard`, `${entry}/redact`, `${at}/list?q=zebra`);
  for (const part of ["/tags", "/places", "/views", "/people", "/webhooks"]) {
    list.push((await linked(base, cookie, at + part)).find((p) => p.startsWith(`${at}${part}/`)));
  }
  const review = (await linked(base, cookie, `${at}/review`)).filter((p) => p.startsWith(`${at}/review/`));
  list.push(`${at}/review`, ...review.slice(0, 2), (await linked(base, cookie, review[0])).find((p) => p.startsWith(`${at}/new?`)));
  return list.filter(Boolean);
}

// relay passes requests on with the session.
export function relay({ base }, { cookie }) {
  const to = new URL(base);
  const server = createServer((incoming, answer) => {
    const outgoing = request({ host: to.hostname, port: to.port, method: incoming.method, path: incoming.url, headers: { ...incoming.headers, host: to.host, cookie } }, (got) => {
      answer.writeHead(got.statusCode, got.headers);
      got.pipe(answer);
    });
    outgoing.on("error", () => answer.destroy());
    incoming.pipe(outgoing);
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
