import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { browse, eachEngine } from "../browser.mjs";
import { foreign, start } from "../instance.mjs";

// plain is a text as a PDF can be compared with it: letters only, since a PDF
// breaks words and gives some digits no character.
const plain = (text) => text.normalize("NFKC").replace(/[^\p{L}]+/gu, "");

// printed is the text of a page's PDF and how many sheets it takes.
async function printed(page) {
  const pdf = Buffer.from(await page.inner.pdf({ format: "A4" }));
  const text = execFileSync("pdftotext", ["-raw", "-", "-"], { input: pdf, encoding: "utf8" });
  return { text: plain(text), sheets: text.split("\f").length - 1 };
}

eachEngine((engine) => {
  let almanac, browser;
  before(async () => {
    almanac = await start();
    browser = await browse(engine);
  });
  after(async () => {
    await browser?.stop();
    await almanac?.stop();
  });

  test("another site shows a part of the record", async () => {
    const page = await browser.open();
    await page.goto(`${almanac.base}/en/embed?year=2019&tag=policy&n=3`);
    const [frame, component] = await page.texts(".copy code");
    const site = await foreign(`<!DOCTYPE html><html lang="en"><title>Elsewhere</title><main>${frame}${component}</main>`);
    try {
      await page.goto(site.base);
      const plain = await page.frame("main > iframe");
      await plain.waitForSelector("li.ev");
      assert.equal((await plain.$$("li.ev")).length, 3);
      const own = await page.frame("almanac-timeline >>> iframe");
      await own.waitForSelector("li.ev");
      assert.equal((await own.$$("li.ev")).length, 3);
      await page.until(() => document.querySelector("almanac-timeline").shadowRoot.querySelector("iframe").style.height.endsWith("px"));
      await page.evaluate(() => document.querySelector("almanac-timeline").setAttribute("theme", "dark"));
      await page.until(() => document.querySelector("almanac-timeline").shadowRoot.querySelector("iframe").src.includes("theme=dark"));
      await (await page.frame("almanac-timeline >>> iframe")).waitForSelector("html[data-theme=dark]");
      assert.match(await page.attribute("almanac-timeline >>> iframe", "src"), /tag=policy/, "the component keeps its filters");
      await page.follow(async () => (await plain.$("h3 a")).click());
      assert.ok(page.url().startsWith(`${almanac.base}/en/e/`), page.url());
      assert.deepEqual(page.complaints, []);
    } finally {
      site.stop();
    }
  });

  test("the year prints as a list", async () => {
    const page = await browser.open();
    await page.goto(`${almanac.base}/en/2019`);
    const titles = await page.texts("#tl li.ev h3");
    const { text, sheets } = await printed(page);
    assert.ok(titles.length > 20);
    for (const title of titles) assert.ok(text.includes(plain(title)), `${title} is printed`);
    for (const words of ["Skip to", "Subscribe to what", "Search"]) assert.ok(!text.includes(plain(words)), `${words} is printed`);
    assert.match(text, /http.*[Pp]rinted/s, "the foot names address and day");
    assert.ok(text.includes(plain("Month only, at month’s end")), "the marks of dates are explained");
    assert.ok(sheets >= 2 && sheets <= 8, `${sheets} pages`);
    await page.goto(`${almanac.base}/en/search?q=black+hole`);
    assert.equal(await page.count("#tl li.ev"), 1);
    assert.equal((await printed(page)).sheets, 1, "the foot stands under a short list");
  });

  test("everything works without scripts", async () => {
    const page = await browser.open({ scripts: false });
    await page.goto(`${almanac.base}/en/2019`);
    const all = await page.visible("#tl li.ev");
    await page.click("input[name=tag][value=finance]");
    const shown = await page.visible("#tl li.ev");
    assert.ok(shown > 0 && shown < all, "the style sheet filters by itself");
    await page.follow(".filter button[type=submit]");
    assert.match(page.url(), /\/en\/2019\?tag=finance$/);
    assert.equal(await page.count("#tl li.ev"), shown);
    await page.follow(".active a");
    assert.match(page.url(), /\/en\/2019$/);
    await page.follow(".theme button[value=dark]");
    assert.match(page.url(), /\/en\/2019$/);
    assert.equal(await page.attribute("html", "data-theme"), "dark");
    await page.follow(".theme button[value=system]");
    assert.equal(await page.attribute("html", "data-theme"), null);
  });

  test("colours change at once and stay", async () => {
    const page = await browser.open({ scheme: "light" });
    await page.goto(`${almanac.base}/en/`);
    const kept = page.inner.waitForResponse((r) => r.url().endsWith("/theme"));
    await page.click(".theme button[value=dark]");
    await page.wait("html[data-theme=dark]");
    await kept;
    await page.goto(`${almanac.base}/en/2019`);
    assert.equal(await page.attribute("html", "data-theme"), "dark");
    assert.deepEqual(page.complaints, []);
  });

  test("text twice as large folds the page and cuts nothing", async () => {
    const page = await browser.open({ width: 390, height: 844 });
    for (const path of ["/zh/2019", "/en/2019", "/en/", "/en/all", "/en/2019/05/grid", "/en/e/first-black-hole-image", "/en/search?q=museum"]) {
      await page.goto(almanac.base + path);
      const wrong = await page.evaluate(() => {
        const root = document.documentElement, found = [];
        root.style.fontSize = "200%";
        if (root.scrollWidth > root.clientWidth) found.push(`scrolls sideways by ${root.scrollWidth - root.clientWidth}`);
        const labels = [...document.querySelectorAll(".mini .l b, .decs a")].map((e) => e.getBoundingClientRect());
        const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        if (labels.some((a, i) => labels.some((b, k) => k > i && meet(a, b)))) found.push("labels overlap");
        if ([...document.querySelectorAll("h1, h3, h3 a, .gm a, .tops a")].some((e) => getComputedStyle(e).hyphens === "auto")) found.push("titles are hyphenated");
        return found;
      });
      assert.deepEqual(wrong, [], path);
    }
  });

  test("a phone keeps the year in its breadcrumb and every label of its bars", async () => {
    const page = await browser.open({ width: 390, height: 844 });
    await page.goto(`${almanac.base}/en/2019/05/24`);
    const steps = await page.inner.$$eval(".scale li", (all) => all.filter((e) => e.checkVisibility()).map((e) => e.textContent));
    assert.deepEqual(steps, ["2019", "May", "24"]);
    await page.goto(`${almanac.base}/en/d/2010s`);
    const hidden = await page.inner.$$eval(".decs li", (all) => all.filter((e) => getComputedStyle(e).visibility === "hidden").length);
    assert.equal(hidden, 0);
  });

  test("names of the other direction keep their distance in a row", async () => {
    const site = await start({ flags: ["--languages", "zh,ar"] });
    try {
      const page = await browser.open();
      for (const [path, row] of [["/ar/2019", ".ft p a"], ["/ar/e/first-black-hole-image", ".facts .tag"]]) {
        await page.goto(site.base + path);
        const gaps = await page.inner.$$eval(row, (all) => {
          const at = all.slice(0, 3).map((e) => e.getBoundingClientRect());
          return at.slice(1).map((b, n) => Math.round(at[n].left - b.right));
        });
        assert.ok(gaps.length > 0 && gaps.every((g) => g >= 12 && g < 40), `${row} of ${path}: ${gaps}`);
      }
      await page.goto(`${site.base}/ar/`);
      const [more, entry] = await page.inner.$$eval(".homeyear .more, .homeyear li.ev h3", (all) => all.slice(-2).map((e) => e.getBoundingClientRect().right));
      assert.ok(Math.abs(more - entry) < 2, `the way to the rest stands under the entries: ${more}, ${entry}`);
    } finally {
      await site.stop();
    }
  });

  test("a dark phone", async () => {
    const page = await browser.open({ width: 390, height: 844, scheme: "dark" });
    for (const path of ["/zh/", "/zh/2019", "/en/2019", "/en/2019/05/grid", "/zh/subscribe", "/zh/all"]) {
      await page.goto(almanac.base + path);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${path} scrolls sideways by ${wide}`);
      const [r, g, b] = await page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number));
      assert.ok(r + g + b < 120, `${path} is not dark`);
    }
    await page.goto(`${almanac.base}/zh/2019`);
    assert.equal(await page.visible(".filter"), 0, "the filter is folded");
    await page.click(".fold > summary");
    assert.equal(await page.visible(".filter"), 1);
    assert.deepEqual(page.complaints, []);
  });
});
