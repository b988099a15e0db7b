import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browse, foreign, start } from "../instance.mjs";

let almanac, browser;
before(async () => {
  almanac = await start();
  browser = await browse();
});
after(async () => {
  await browser?.stop();
  almanac?.stop();
});

test("another site shows a part of the record", async () => {
  const page = await browser.open();
  await page.goto(`${almanac.base}/en/embed?year=2019&tag=policy&n=3`);
  const [frame, component] = await page.locator(".copy code").allTextContents();
  const site = await foreign(`<!DOCTYPE html><html lang="en"><title>Elsewhere</title><main>${frame}${component}</main>`);
  try {
    await page.goto(site.base);
    const plain = page.frameLocator("main > iframe");
    await plain.locator("li.ev").first().waitFor();
    assert.equal(await plain.locator("li.ev").count(), 3);
    const own = page.locator("almanac-timeline iframe");
    await page.frameLocator("almanac-timeline iframe").locator("li.ev").first().waitFor();
    assert.equal(await page.frameLocator("almanac-timeline iframe").locator("li.ev").count(), 3);
    await page.waitForFunction(() => {
      const f = document.querySelector("almanac-timeline").shadowRoot.querySelector("iframe");
      return f.style.height.endsWith("px");
    });
    await page.locator("almanac-timeline").evaluate((e) => e.setAttribute("theme", "dark"));
    await page.waitForFunction(() => document.querySelector("almanac-timeline").shadowRoot.querySelector("iframe").src.includes("theme=dark"));
    await page.frameLocator("almanac-timeline iframe").locator("html[data-theme=dark]").waitFor();
    assert.match(await own.getAttribute("src"), /tag=policy/, "the component keeps its filters");
    await plain.locator("h3 a").first().click();
    await page.waitForURL(`${almanac.base}/en/e/**`);
    assert.deepEqual(page.complaints, []);
  } finally {
    site.stop();
  }
});

test("the year prints as a list", async () => {
  const page = await browser.open();
  await page.goto(`${almanac.base}/zh/2019`);
  await page.emulateMedia({ media: "print" });
  for (const hidden of ["nav", ".rail", "form", ".cta", ".skip"]) {
    assert.equal(await page.locator(`${hidden}:visible`).count(), 0, `${hidden} is printed`);
  }
  assert.equal(await page.locator("#tl li.ev:visible").count(), await page.locator("#tl li.ev").count());
  assert.match(await page.locator(".printed").textContent(), /\/zh\/2019.*打印/s, "the foot names address and day");
  const split = await page.locator("#tl li.ev").evaluateAll((list) => list.filter((e) => getComputedStyle(e).breakInside !== "avoid").length);
  assert.equal(split, 0, "no entry may be split");
  const pdf = await page.pdf({ format: "A4" });
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
  assert.ok(pages >= 2 && pages <= 8, `${pages} pages`);
});

test("everything works without scripts", async () => {
  const page = await browser.open({ javaScriptEnabled: false });
  await page.goto(`${almanac.base}/en/2019`);
  const all = await page.locator("#tl li.ev:visible").count();
  await page.locator("input[name=tag][value=finance]").check();
  const shown = await page.locator("#tl li.ev:visible").count();
  assert.ok(shown > 0 && shown < all, "the style sheet filters by itself");
  await page.locator(".filter button[type=submit]").click();
  await page.waitForURL("**/en/2019?tag=finance");
  assert.equal(await page.locator("#tl li.ev").count(), shown);
  await page.locator(".active a").first().click();
  await page.waitForURL("**/en/2019");
  await page.locator(".theme button[value=dark]").click();
  await page.waitForURL("**/en/2019");
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  await page.locator(".theme button[value=system]").click();
  await page.locator("html:not([data-theme])").waitFor();
});

test("colours change at once and stay", async () => {
  const page = await browser.open({ colorScheme: "light" });
  await page.goto(`${almanac.base}/en/`);
  const kept = page.waitForResponse((r) => r.url().endsWith("/theme"));
  await page.locator(".theme button[value=dark]").click();
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  await kept;
  await page.goto(`${almanac.base}/en/2019`);
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  assert.deepEqual(page.complaints, []);
});

test("a dark phone", async () => {
  const page = await browser.open({ viewport: { width: 390, height: 844 }, colorScheme: "dark", hasTouch: true, isMobile: true, deviceScaleFactor: 2 });
  for (const path of ["/zh/", "/zh/2019", "/en/2019", "/en/2019/05/grid", "/zh/subscribe", "/zh/all"]) {
    await page.goto(almanac.base + path);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${path} scrolls sideways by ${wide}`);
    const [r, g, b] = await page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number));
    assert.ok(r + g + b < 120, `${path} is not dark`);
  }
  await page.goto(`${almanac.base}/zh/2019`);
  assert.equal(await page.locator(".filter").isVisible(), false, "the filter is folded");
  await page.locator(".fold > summary").click();
  assert.equal(await page.locator(".filter").isVisible(), true);
  assert.deepEqual(page.complaints, []);
});
