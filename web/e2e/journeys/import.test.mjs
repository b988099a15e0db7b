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

  test("hostile cells are shown as they stand and do nothing", async () => {
    const long = "Donaudampfschifffahrts".repeat(20);
    const cell = (text) => `"${text.replaceAll('"', '""')}"`;
    const rows = [
      ["Date", "Title\u202etxt.exe", "<img src=x onerror=window.hit=1>", "Link", "Place"],
      ["2034-05-24", "<script>window.hit=1</script><b onclick=window.hit=1>Hostile fair</b>", "<svg onload=window.hit=1>", "javascript:window.hit=1", "=HYPERLINK(1)"],
      ["2034-05-25", "\u202egpj\u202eevil", long, "data:text/html,<script>window.hit=1</script>", long],
      ["31/31/2034\u202e<img src=x onerror=window.hit=1>", "=1+1", "x", 'https://example.org/" onmouseover="window.hit=1', "@SUM(1)"],
      [long, "\u001b[31mred", "x", "vbscript:x", "x"],
    ];
    const scripted = await browser.open({});
    await scripted.inner.setCookie(...await page.inner.cookies());
    const inert = async (width) => {
      await scripted.inner.setViewport({ width, height: 900 });
      await scripted.goto(page.url());
      assert.deepEqual(await scripted.evaluate(() => ({
        hit: window.hit ?? 0,
        wider: document.documentElement.scrollWidth > document.documentElement.clientWidth,
        handlers: [...document.querySelectorAll("*")].filter((e) => [...e.attributes].some((a) => a.name.startsWith("on"))).length,
        schemes: [...document.links].map((a) => a.protocol).filter((p) => !/^(https?|mailto|webcal):$/.test(p)),
        hiding: /[\u202a-\u202e\u2066-\u2069\u001b]/.test(document.documentElement.outerHTML),
      })), { hit: 0, wider: false, handlers: 0, schemes: [], hiding: false }, `${page.url()} at ${width}`);
    };
    const everywhere = async () => {
      await inert(1280);
      await inert(390);
    };
    await send("hostile.csv", rows.map((r) => r.map(cell).join(",")).join("\r\n"));
    await settled(page, press("columns"));
    await everywhere();
    await page.follow(press("columns"));
    await settled(page, press("publish"));
    assert.equal(await sums(), "2 0 0 2");
    await everywhere();
    await page.follow(press("publish"));
    await settled(page, ".say");
    await everywhere();
    await page.goto(`${almanac.base}/en/2034`);
    await everywhere();
    await page.follow(".ev:nth-of-type(2) a");
    await everywhere();
    assert.match(await (await fetch(`${almanac.base}/en/2034.csv`)).text(), /"?'=HYPERLINK/);
    await scripted.close();
  });

  test("what cannot be taken says why, with the focus on it", async () => {
    await page.goto(`${almanac.base}/admin/zh/import`);
    await page.fill("#address", "http://127.0.0.1:9/a.ics");
    await page.follow(press("fetch"));
    assert.match(await page.text(".errs"), /内部网络/);
    assert.equal(await page.focused(), "", "the summary has the focus");
  });
});
