import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browse, eachEngine } from "../browser.mjs";
import { start } from "../instance.mjs";

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

  test("the year can be read with the keyboard alone", async () => {
    const page = await browser.open();
    await page.goto(`${almanac.base}/zh/2019`);
    await page.press("Tab");
    assert.equal(await page.focused(), "#tl", "the first stop leads to the entries");
    await page.press("Enter");
    const entry = await page.tabTo(/\/zh\/e\//, 5);
    const title = await page.evaluate(() => document.activeElement.textContent);
    const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(ring, "none", "what has the focus is outlined");
    await page.follow(() => page.press("Enter"));
    assert.ok(page.url().endsWith(entry), page.url());
    assert.equal(await page.text("h1"), title);
    assert.deepEqual(page.complaints, []);
  });

  test("a filter acts at once, has an address, and can be subscribed to", async () => {
    const page = await browser.open();
    await page.goto(`${almanac.base}/zh/2019`);
    const all = await page.visible("#tl li.ev");
    await page.click("input[name=tag][value=policy]");
    const shown = await page.visible("#tl li.ev");
    assert.ok(shown > 0 && shown < all, `${shown} of ${all} are shown`);
    assert.match(await page.text("#tl [role=status]"), new RegExp(`${shown}\\D+${all}`));
    await page.follow(".filter button[type=submit]");
    assert.match(page.url(), /\/zh\/2019\?tag=policy$/);
    assert.equal(await page.count("#tl li.ev"), shown);
    await page.follow("a::-p-text(订阅所见内容)");
    assert.match(page.url(), /\/zh\/subscribe\?/);
    const address = await page.text(".copy code");
    const calendar = await (await fetch(address)).text();
    assert.equal(calendar.match(/BEGIN:VEVENT/g).length, shown, `${address} has what the page showed`);
    await page.click(".copy button");
    await page.until(() => [...document.querySelectorAll("[role=status]")].some((e) => e.textContent === "已复制"));
    const google = await page.attribute("a::-p-text(Google)", "href");
    assert.ok(decodeURIComponent(google).includes(address.replace(/^http/, "webcal")), google);
    assert.deepEqual(page.complaints, []);
  });

  test("another language keeps the place", async () => {
    const page = await browser.open();
    await page.goto(`${almanac.base}/zh/2019/05?tag=science`);
    await page.follow(".lang a[hreflang=en]");
    assert.match(page.url(), /\/en\/2019\/05\?tag=science$/);
    assert.equal(await page.attribute("html", "lang"), "en");
    assert.match(await page.text("h1"), /May 2019/);
    await page.goto(almanac.base);
    assert.match(page.url(), /\/en\/$/, "the language chosen last is where / leads");
    assert.deepEqual(page.complaints, []);
  });

  test("an entry known only to the month says so everywhere", async () => {
    const page = await browser.open();
    await page.goto(`${almanac.base}/en/2019`);
    assert.match(await page.text("#tl li.k-month .d"), /day not recorded/);
    assert.match(await page.attribute("#tl li.k-month time", "datetime"), /^2019-\d\d$/);
    await page.follow("#tl li.k-month h3 a");
    assert.match(page.url(), /\/en\/e\//);
    assert.match(await page.text(".facts"), /Known only to the month/);
    const data = JSON.parse(await page.text('script[type="application/ld+json"]'));
    assert.match(data["@graph"].find((d) => d["@type"] === "Event").startDate, /^2019-\d\d$/);
    assert.deepEqual(page.complaints, []);
  });

  test("the month grid works with the keyboard", async () => {
    const page = await browser.open();
    await page.goto(`${almanac.base}/zh/2019/05`);
    await page.follow("a::-p-text(看月历)");
    assert.match(page.url(), /\/zh\/2019\/05\/grid$/);
    assert.equal(await page.count("table.month th[scope=col]"), 7);
    const day = await page.tabTo(/\/zh\/2019\/05\/\d\d$/);
    await page.follow(() => page.press("Enter"));
    assert.ok(page.url().endsWith(day), page.url());
    assert.ok((await page.count("#tl li.ev")) > 0);
    assert.deepEqual(page.complaints, []);
  });

  test("search finds Chinese of either script, and English", async () => {
    const page = await browser.open();
    await page.goto(`${almanac.base}/zh/2019`);
    await page.fill("#find", "長三角平臺");
    await page.follow(".find button");
    assert.match(page.url(), /\/zh\/search\?q=/);
    assert.ok((await page.count("#tl mark")) > 0, "what was found is marked");
    assert.match(await page.text("#tl h3"), /长三角/);
    await page.goto(`${almanac.base}/en/search?q=BLACK+hole`);
    assert.match(await page.text("#tl h3"), /black hole/i);
    await page.goto(`${almanac.base}/en/search?q=zebra`);
    assert.equal(await page.count("#tl li.ev"), 0);
    assert.ok((await page.count(".empty a")) > 0, "an empty result leads on");
    assert.deepEqual(page.complaints, []);
  });
});
