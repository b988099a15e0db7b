import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browse, eachEngine } from "../browser.mjs";
import { start } from "../instance.mjs";

const elements = (page) => page.evaluate(() => document.querySelectorAll("*").length);

eachEngine((engine) => {
  let almanac, crowded, browser;
  before(async () => {
    almanac = await start({ made: ["--events", "10000", "--from", "1027", "--to", "2026", "--seed", "1"] });
    crowded = await start({ made: ["--events", "400", "--from", "2019", "--to", "2019", "--seed", "2"] });
    browser = await browse(engine);
  });
  after(async () => {
    await browser?.stop();
    await almanac?.stop();
    await crowded?.stop();
  });

  test("ten thousand entries: out to the centuries and into another year", async () => {
    const page = await browser.open();
    await page.goto(`${almanac.base}/en/2019`);
    for (const name of ["2010s", "21st century", "All"]) {
      await page.follow(`.scale a::-p-text(${name})`);
      assert.ok((await elements(page)) <= 1500, `${page.url()} has ${await elements(page)} elements`);
    }
    assert.match(page.url(), /\/en\/all$/);
    assert.ok((await page.count(".cent")) >= 10, "a row a century");
    await page.follow("a::-p-text(18th century)");
    assert.match(page.url(), /\/en\/c\/18$/);
    await page.follow(".cent h2 a");
    assert.match(page.url(), /\/en\/d\/17/);
    await page.follow(".cent h2 a");
    assert.match(page.url(), /\/en\/17\d\d$/);
    assert.ok((await page.count("#tl li.ev")) > 0);
    await page.follow(".pn a[rel=next]");
    assert.match(page.url(), /\/en\/1[78]\d\d$/);
    assert.deepEqual(page.complaints, []);
  });

  test("ten thousand entries: the list goes on page by page, the search counts", async () => {
    const page = await browser.open();
    await page.goto(`${almanac.base}/en/list`);
    const first = await page.text("#tl h3");
    await page.follow(".pager a[rel=next]");
    assert.match(page.url(), /\/en\/list\?page=2$/);
    assert.notEqual(await page.text("#tl h3"), first);
    assert.ok((await elements(page)) <= 1500);
    await page.goto(`${almanac.base}/zh/search?q=${encodeURIComponent("上海")}`);
    assert.ok((await page.count(".facets a")) > 1, "counts by period");
    await page.follow(".facets a");
    assert.match(page.url(), /in=/);
    assert.ok((await page.count("#tl li.ev")) > 0);
    assert.deepEqual(page.complaints, []);
  });

  test("four hundred entries in a year: the important ones, and the way to the rest", async () => {
    const page = await browser.open();
    await page.goto(`${crowded.base}/zh/2019`);
    const count = await page.count("#tl li.ev");
    assert.ok(count > 12 && count < 150, `${count} entries are shown`);
    assert.ok((await elements(page)) <= 1500);
    await page.follow("#tl .more a");
    assert.match(page.url(), /\/zh\/2019\/\d\d$/);
    assert.ok((await page.count("#tl li.ev")) > 10);
    assert.deepEqual(page.complaints, []);
  });
});
