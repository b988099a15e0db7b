import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync, crc32 } from "node:zlib";
import { browse, eachEngine } from "../browser.mjs";
import { start, work } from "../instance.mjs";

// picture writes a black PNG of so many pixels and returns its file.
function picture(width, height) {
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]), out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  const file = join(work, "harbour.png");
  writeFileSync(file, Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head), chunk("IDAT", deflateSync(Buffer.alloc((width + 1) * height))), chunk("IEND", Buffer.alloc(0)),
  ]));
  return file;
}

const button = (value) => `main form button[name=do][value=${value}]`;

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

  test("a picture is sent once, stops publishing until it is described, and is seen by readers", async () => {
    const page = await browser.open();
    await page.goto(`${almanac.base}/admin/en/setup${new URL(/http:\S+\/admin\/setup\?secret=\S+/.exec(almanac.log)[0]).search}`);
    for (const [field, words] of [["#shown", "Lin Yue"], ["#user", "lin"], ["#pw", "a calm harbour in may"]]) await page.fill(field, words);
    await page.follow("main form button[type=submit]");
    await page.goto(`${almanac.base}/admin/en/new`);
    await page.fill("#date", "24 May 2019");
    await page.fill("#t-en", "The harbour at night");
    await page.click("section[aria-labelledby=h-pic] summary");
    await (await page.element("#pf")).uploadFile(picture(900, 450));
    await page.follow(button("check"));
    await page.until(() => { const i = document.querySelector("img.thumb"); return i?.complete && i.naturalWidth === 320; });
    await page.follow(button("publish"));
    assert.equal(await page.count("main .checks li.stop"), 1, "a picture without a description stops it");
    await page.goto(await page.evaluate(() => document.querySelector("main .checks li.stop a").href));
    await page.fill("#alt-en", "A harbour at night");
    await page.follow(button("publish"));
    assert.equal(await page.count("main .checks li.stop"), 0, "described, nothing stops it");
    await page.follow(button("publish"));
    await page.goto(`${almanac.base}/en/2019/05/24`);
    await page.goto(await page.evaluate(() => [...document.querySelectorAll("main a")].find((a) => a.textContent.includes("The harbour at night")).href));
    await page.until(() => { const i = document.querySelector("figure img"); return i?.complete && i.naturalWidth > 0; });
    assert.equal(await page.attribute("figure img", "alt"), "A harbour at night");
    assert.match(await page.attribute("figure img", "src"), /^\/media\/[0-9a-f]{64}-900\.png$/);
    const feed = await (await fetch(`${almanac.base}/en/2019.json`)).json();
    const answer = await fetch(feed.items.find((i) => i.title.includes("The harbour at night")).image);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("cross-origin-resource-policy"), "cross-origin");
    const cookie = (await page.inner.cookies(`${almanac.base}/admin/`)).map((c) => `${c.name}=${c.value}`).join("; ");
    const tar = await fetch(`${almanac.base}/admin/en/backup`, { method: "POST", body: new URLSearchParams({ do: "download" }), headers: { cookie, "sec-fetch-site": "same-origin" } });
    const name = /media\/([0-9a-f]{64})/.exec(await page.attribute("figure img", "src"))[1];
    assert.ok(Buffer.from(await tar.arrayBuffer()).includes(`blobs/${name}`), "the desk's backup holds the picture");
    assert.deepEqual(page.complaints, []);
    await page.close();
  });
});
