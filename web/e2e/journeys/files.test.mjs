// The site as files, opened from a disk: every link and picture leads to a file
// that is there, and a browser shows each kind of page whole.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { browse, eachEngine } from "../browser.mjs";
import { binary, work } from "../instance.mjs";

const picture = "9a1a0ff0108d6941883b54ec2e438441a011ac46019152273f6c7f910bd1867f";
const site = join(work, "site");

// event is an entry of the record; the second one has a picture.
function event(id, date, more = {}) {
  return {
    id, slug: id, span: { date }, status: "published", tags: ["harbour"], place: { slug: "pier", name: { en: "Pier" } },
    text: { en: { title: `The ${id}`, body: "With a **body**.", summary: "In short." }, zh: { title: `第${id}` } }, ...more,
  };
}

before(() => {
  const store = join(work, "files.db");
  const record = join(work, "files.json");
  mkdirSync(join(`${store}.media`, "9a"), { recursive: true });
  writeFileSync(join(`${store}.media`, "9a", picture), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 7"/>\n');
  writeFileSync(record, JSON.stringify({ almanac: 1, events: [
    event("lamp", "1887-05"), event("pier", "2019-05-24", { key: true, image: { blob: picture, type: "image/svg+xml", width: 9, height: 7, alt: { en: "Nothing" } } }),
    event("bridge", "2019-05-25", { status: "cancelled" }), event("feast", "2126-06"), event("ford", "-0220"),
  ] }));
  const run = (...args) => execFileSync(binary(), [...args, "--store", `bolt:${store}`], { stdio: "pipe" });
  run("import", record);
  run("site", "set", "tags.harbour.name.en", "Harbour");
  run("site", "set", "texts.en.about", "About [us](https://example.org/).");
  run("export", "--base-url", "https://almanac.example.org/chronicle", "--site", site);
});

// pages lists every page of the copy.
function pages(folder = site) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((e) => {
    const at = join(folder, e.name);
    if (e.isDirectory()) return pages(at);
    return e.name.endsWith(".html") ? [at] : [];
  });
}

// kind is the shape of a page's address: one of each is opened.
function kind(page) {
  return relative(site, page).replace(/\d+/g, "0").replace(/(tag|place|e)\/[^/]+/, "$1/x").replace(/(^|\/)(zh|en)\//, "$1LANG/");
}

// Every link of every page, as a browser resolves it, held against the files.
test("every link leads to a file, and every fragment to a place in it", () => {
  const ids = new Map();
  const hasID = (file, id) => {
    if (!ids.has(file)) ids.set(file, new Set([...readFileSync(file, "utf8").matchAll(/\s(?:id|name)="([^"]+)"/g)].map((m) => m[1])));
    return ids.get(file).has(id);
  };
  const wrong = new Set();
  let links = 0;
  for (const page of pages()) {
    const text = readFileSync(page, "utf8").replaceAll(/<script\b(?![^>]*\ssrc=)[\s\S]*?<\/script>/g, "");
    for (const [, tag, attribute, quoted] of text.matchAll(/<(\w+)\b[^>]*?\s(href|src|action)="([^"]*)"/g)) {
      const value = quoted.replaceAll("&amp;", "&").replaceAll("&#39;", "'").replaceAll("&#43;", "+");
      const to = new URL(value, pathToFileURL(page));
      if (to.protocol !== "file:" && (tag === "link" || to.host !== "almanac.example.org")) continue; // what the page was, and other sites
      links++;
      if (to.protocol !== "file:") { wrong.add(`${relative(site, page)}: <${tag} ${attribute}> leads to ${value}`); continue; }
      const file = fileURLToPath(to.href.replace(/[?#].*$/, ""));
      if (!file.startsWith(site) || !existsSync(file) || statSync(file).isDirectory()) wrong.add(`${relative(site, page)}: <${tag} ${attribute}> leads to ${value}, and there is no file`);
      else if (to.hash && !hasID(file, decodeURIComponent(to.hash.slice(1)))) wrong.add(`${relative(site, page)}: ${value} has no such place`);
    }
  }
  assert.ok(links > 2000, `${links} links`);
  assert.deepEqual([...wrong].slice(0, 20), []);
});

eachEngine((engine) => {
  let browser;
  before(async () => { browser = await browse(engine); });
  after(() => browser.stop());

  test("each kind of page is shown whole, and its links lead on", async () => {
    const page = await browser.open();
    const chosen = new Map();
    for (const p of pages()) if (!chosen.has(kind(p))) chosen.set(kind(p), p);
    assert.ok(chosen.size > 20, `${chosen.size} kinds of pages`);
    const wrong = [];
    const missing = [];
    page.inner.on("requestfailed", (r) => { if (!/\.m?js$/.test(r.url())) missing.push(`${r.url()}: ${r.failure()?.errorText}`); });
    for (const [name, file] of chosen) {
      await page.goto(pathToFileURL(file).href);
      const seen = await page.evaluate(() => ({
        styled: [...document.styleSheets].length > 0 && getComputedStyle(document.body).fontFamily !== "" && getComputedStyle(document.body).margin === "0px",
        broken: [...document.images].filter((i) => i.loading !== "lazy" && !(i.complete && i.naturalWidth > 0)).map((i) => i.src),
        words: document.body.innerText.trim().length,
      }));
      if (!seen.styled && !name.startsWith("index.html")) wrong.push(`${name}: no styles`);
      if (seen.broken.length) wrong.push(`${name}: ${seen.broken}`);
      if (seen.words < 20 && !name.startsWith("index.html")) wrong.push(`${name}: ${seen.words} letters`);
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual(missing, []);
    await page.close();
  });

  test("a reader goes from the first page to an entry and its picture, and back", async () => {
    const page = await browser.open();
    await page.goto(pathToFileURL(join(site, "index.html")).href);
    await page.follow(() => page.evaluate(() => [...document.querySelectorAll('a[href$="en/index.html"]')][0].click()));
    await page.goto(pathToFileURL(join(site, "en", "2019", "index.html")).href);
    await page.follow('main a[href$="e/pier/index.html"]');
    assert.match(await page.text("h1"), /The pier/);
    assert.equal(await page.evaluate(async () => {
      const image = document.querySelector('img[src*="media/"]');
      await image.decode();
      return image.naturalWidth > 0;
    }), true);
    await page.follow('a[hreflang="zh"], a[lang|="zh"]');
    assert.match(page.url(), /\/zh\/e\/pier\/index\.html$/);
    await page.follow(() => page.evaluate(() => [...document.querySelectorAll('a[href$="archive/index.html"]')].find((a) => a.checkVisibility()).click()));
    assert.match(page.url(), /\/zh\/archive\/index\.html$/);
    await page.close();
  });
});
