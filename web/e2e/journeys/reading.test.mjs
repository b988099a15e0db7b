import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browse, start } from "../instance.mjs";

let almanac, browser;
before(async () => {
  almanac = await start();
  browser = await browse();
});
after(async () => {
  await browser?.stop();
  almanac?.stop();
});

const focused = (page) => page.evaluate(() => document.activeElement.getAttribute("href") ?? document.activeElement.id);

// tabTo presses Tab until the focused element's address or id matches.
async function tabTo(page, wanted, most = 200) {
  for (let n = 0; n < most; n++) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    if (now && wanted.test(now)) return now;
  }
  throw new Error(`Tab never reached ${wanted}`);
}

test("the year can be read with the keyboard alone", async () => {
  const page = await browser.open();
  await page.goto(`${almanac.base}/zh/2019`);
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "#main", "the first stop is the skip link");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const first = await focused(page);
  assert.ok(await page.evaluate(() => document.getElementById("main").contains(document.activeElement)), `focus went to ${first}`);
  const entry = await tabTo(page, /\/zh\/e\//);
  const title = await page.evaluate(() => document.activeElement.textContent);
  const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.notEqual(ring, "none", "what has the focus is outlined");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${entry}`);
  assert.equal(await page.locator("h1").textContent(), title);
  assert.deepEqual(page.complaints, []);
});

test("a filter acts at once, has an address, and can be subscribed to", async () => {
  const page = await browser.open();
  await page.goto(`${almanac.base}/zh/2019`);
  const all = await page.locator("#tl li.ev:visible").count();
  await page.locator("input[name=tag][value=policy]").check();
  const shown = await page.locator("#tl li.ev:visible").count();
  assert.ok(shown > 0 && shown < all, `${shown} of ${all} are shown`);
  assert.match(await page.locator("#tl [role=status]").first().textContent(), new RegExp(`${shown}\\D+${all}`));
  await page.locator(".filter button[type=submit]").click();
  await page.waitForURL("**/zh/2019?tag=policy");
  assert.equal(await page.locator("#tl li.ev").count(), shown);
  await page.getByRole("link", { name: "订阅所见内容" }).click();
  await page.waitForURL("**/zh/subscribe?**");
  const address = await page.locator(".copy code").first().textContent();
  const calendar = await (await fetch(address)).text();
  assert.equal(calendar.match(/BEGIN:VEVENT/g).length, shown, `${address} has what the page showed`);
  const google = await page.getByRole("link", { name: /Google/ }).getAttribute("href");
  assert.ok(decodeURIComponent(google).includes(address.replace(/^http/, "webcal")), google);
  assert.deepEqual(page.complaints, []);
});

test("another language keeps the place", async () => {
  const page = await browser.open();
  await page.goto(`${almanac.base}/zh/2019/05?tag=science`);
  await page.locator(".lang a[hreflang=en]").click();
  await page.waitForURL("**/en/2019/05?tag=science");
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  assert.match(await page.locator("h1").textContent(), /May 2019/);
  await page.goto(almanac.base);
  assert.match(page.url(), /\/en\/$/, "the language chosen last is where / leads");
  assert.deepEqual(page.complaints, []);
});

test("an entry known only to the month says so everywhere", async () => {
  const page = await browser.open();
  await page.goto(`${almanac.base}/en/2019`);
  const entry = page.locator("#tl li.k-month").first();
  assert.match(await entry.locator(".d").textContent(), /day not recorded/);
  assert.match(await entry.locator("time").getAttribute("datetime"), /^2019-\d\d$/);
  await entry.locator("h3 a").click();
  await page.waitForURL("**/en/e/**");
  assert.match(await page.locator(".facts").textContent(), /Known only to the month/);
  const data = JSON.parse(await page.locator('script[type="application/ld+json"]').textContent());
  assert.match(data["@graph"].find((d) => d["@type"] === "Event").startDate, /^2019-\d\d$/);
  assert.deepEqual(page.complaints, []);
});

test("the month grid works with the keyboard", async () => {
  const page = await browser.open();
  await page.goto(`${almanac.base}/zh/2019/05`);
  await page.getByRole("link", { name: "看月历" }).click();
  await page.waitForURL("**/zh/2019/05/grid");
  assert.equal(await page.locator("table.month th[scope=col]").count(), 7);
  const day = await tabTo(page, /\/zh\/2019\/05\/\d\d$/);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${day}`);
  assert.ok((await page.locator("#tl li.ev").count()) > 0);
  assert.deepEqual(page.complaints, []);
});

test("search finds Chinese of either script, and English", async () => {
  const page = await browser.open();
  await page.goto(`${almanac.base}/zh/2019`);
  await page.locator("#find").fill("長三角平臺");
  await page.locator(".find button").click();
  await page.waitForURL("**/zh/search?q=**");
  assert.ok((await page.locator("#tl mark").count()) > 0, "what was found is marked");
  assert.match(await page.locator("#tl h3").first().textContent(), /长三角/);
  await page.goto(`${almanac.base}/en/search?q=BLACK+hole`);
  assert.match(await page.locator("#tl h3").first().textContent(), /black hole/i);
  await page.goto(`${almanac.base}/en/search?q=zebra`);
  assert.equal(await page.locator("#tl li.ev").count(), 0);
  assert.ok((await page.locator(".empty a").count()) > 0, "an empty result leads on");
  assert.deepEqual(page.complaints, []);
});
