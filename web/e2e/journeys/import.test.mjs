// Journeys through the import wizard.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browse, eachEngine } from "../browser.mjs";
import { settled, setUp } from "../desk.mjs";
import { start, work } from "../instance.mjs";

const press = (name) => `main button[name=do][value=${name}]`;

const table = [
  "When,What,Where", "04/05/2031,Museum opens,Harbour", "06/07/2032,\"<b>Fair</b> & =1+1\",Harbour", "31/31/2033,Bridge opens,River", "",
].join("\r\n");

const calendar = [
  "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "BEGIN:VEVENT", "UID:regatta@example.org", "DTSTAMP:20260101T000000Z",
  "DTSTART;VALUE=DATE:20310524", "SUMMARY:Regatta", "END:VEVENT", "END:VCALENDAR", "",
].join("\r\n");

eachEngine((engine) => {
  let almanac, browser, page;
  before(async () => {
    almanac = await start();
    browser = await browse(engine);
    page = await browser.open({ scripts: false });
    await setUp(page, almanac);
  });
  after(async () => {
    await browser?.stop();
    await almanac?.stop();
  });

  const send = async (name, text) => {
    const file = join(work, `${engine}-${name}`);
    writeFileSync(file, text);
    await page.goto(`${almanac.base}/admin/en/import`);
    await (await page.element("#file")).uploadFile(file);
    await page.follow(press("upload"));
  };
  const titles = async (year) => (await fetch(`${almanac.base}/en/${year}.json`)).text();
  const sums = async () => (await page.texts(".sums dd")).join(" ");

  test("a table whose dates are asked about, with a row to be mended", async () => {
    await send("chronicle.csv", table);
    await settled(page, press("columns"));
    assert.equal(await page.count("[name=o0]:checked"), 0, "neither order is chosen beforehand");
    await page.click("[name=o0][value=day-first]");
    await page.follow(press("columns"));
    await settled(page, press("publish"));
    assert.equal(await sums(), "2 0 0 1");
    assert.match(await page.text("main"), /4 May 2031/);
    assert.match(await page.text(".tb tbody"), /Row 4.*When.*31\/31\/2033/s);
    const download = await page.attribute("a[href$='/refused']", "href");
    const cookies = (await page.inner.cookies()).map((c) => `${c.name}=${c.value}`).join("; ");
    const refused = await (await fetch(almanac.base + download, { headers: { cookie: cookies } })).text();
    assert.match(refused, /31\/31\/2033,Bridge opens,River,/);
    await page.follow(press("publish"));
    await settled(page, ".say");
    assert.match(await titles(2031), /Museum opens/);
    const result = page.url();

    await send("chronicle-refused.csv", refused.replace("31/31/2033", "03/04/2033"));
    await settled(page, press("columns"));
    await page.follow(press("columns"));
    await settled(page, press("publish"));
    assert.equal(await sums(), "1 0 0 0");
    await page.follow(press("publish"));
    await settled(page, ".say");
    assert.match(await titles(2033), /Bridge opens/);

    await page.goto(result);
    await page.follow(".say form button");
    assert.doesNotMatch(await titles(2031), /Museum opens/);
    assert.match(await titles(2033), /Bridge opens/, "the other import stays");
    assert.deepEqual(page.complaints, []);
  });

  test("a calendar, and undo", async () => {
    await send("regatta.ics", calendar);
    await settled(page, press("publish"));
    assert.equal(await sums(), "1 0 0 0");
    await page.follow(press("publish"));
    await settled(page, ".say form button");
    assert.match(await titles(2031), /Regatta/);
    await page.follow(".say form button");
    assert.doesNotMatch(await titles(2031), /Regatta/);
  });

  test("what cannot be taken says why, with the focus on it", async () => {
    await page.goto(`${almanac.base}/admin/zh/import`);
    await page.fill("#address", "http://127.0.0.1:9/a.ics");
    await page.follow(press("fetch"));
    assert.match(await page.text(".errs"), /内部网络/);
    assert.equal(await page.focused(), "", "the summary has the focus");
  });
});
