import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browse, start } from "../instance.mjs";

let almanac, crowded, browser;
before(async () => {
  almanac = await start(["--events", "10000", "--from", "1027", "--to", "2026", "--seed", "1"]);
  crowded = await start(["--events", "400", "--from", "2019", "--to", "2019", "--seed", "2"]);
  browser = await browse();
});
after(async () => {
  await browser?.stop();
  almanac?.stop();
  crowded?.stop();
});

const elements = (page) => page.evaluate(() => document.querySelectorAll("*").length);

test("ten thousand entries: out to the centuries and into another year", async () => {
  const page = await browser.open();
  await page.goto(`${almanac.base}/en/2019`);
  for (const name of ["2010s", "21st century", "All"]) {
    await page.locator(".scale a", { hasText: name }).click();
    await page.waitForLoadState();
    assert.ok((await elements(page)) <= 1500, `${page.url()} has ${await elements(page)} elements`);
  }
  assert.match(page.url(), /\/en\/all$/);
  assert.ok((await page.locator(".cent").count()) >= 10, "a row a century");
  await page.getByRole("link", { name: "18th century" }).first().click();
  await page.waitForURL("**/en/c/18");
  await page.locator(".cent h2 a").first().click();
  await page.waitForURL("**/en/d/17*");
  await page.locator(".cent h2 a").first().click();
  await page.waitForURL(/\/en\/17\d\d$/);
  assert.ok((await page.locator("#tl li.ev").count()) > 0);
  await page.locator(".pn a[rel=next]").click();
  await page.waitForURL(/\/en\/1[78]\d\d$/);
  assert.deepEqual(page.complaints, []);
});

test("ten thousand entries: the list goes on page by page, the search counts", async () => {
  const page = await browser.open();
  await page.goto(`${almanac.base}/en/list`);
  const first = await page.locator("#tl h3").first().textContent();
  await page.locator(".pager a[rel=next]").click();
  await page.waitForURL("**/en/list?page=2");
  assert.notEqual(await page.locator("#tl h3").first().textContent(), first);
  assert.ok((await elements(page)) <= 1500);
  await page.goto(`${almanac.base}/zh/search?q=${encodeURIComponent("上海")}`);
  assert.ok((await page.locator(".facets a").count()) > 1, "counts by period");
  await page.locator(".facets a").first().click();
  await page.waitForURL("**in=**");
  assert.ok((await page.locator("#tl li.ev").count()) > 0);
  assert.deepEqual(page.complaints, []);
});

test("four hundred entries in a year: the important ones, and the way to the rest", async () => {
  const page = await browser.open();
  await page.goto(`${crowded.base}/zh/2019`);
  const count = await page.locator("#tl li.ev").count();
  assert.ok(count > 12 && count < 150, `${count} entries are shown`);
  assert.ok((await elements(page)) <= 1500);
  await page.locator("#tl .more a").first().click();
  await page.waitForURL(/\/zh\/2019\/\d\d$/);
  assert.ok((await page.locator("#tl li.ev").count()) > 10);
  assert.deepEqual(page.complaints, []);
});
