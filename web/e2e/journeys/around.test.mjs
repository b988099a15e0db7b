// Journeys through the pages around the record: vocabulary, site, people.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browse, eachEngine } from "../browser.mjs";
import { button, setUp } from "../desk.mjs";
import { start } from "../instance.mjs";

// events counts what a calendar holds.
async function events(address) {
  const answer = await fetch(address);
  assert.equal(answer.status, 200, address);
  return [...(await answer.text()).matchAll(/BEGIN:VEVENT/g)].length;
}

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
  const desk = (path) => `${almanac.base}/admin/en${path}`;

  test("a topic is renamed, moved to another address, and taken back", async () => {
    await page.goto(desk("/tags"));
    await page.follow("a[aria-label='Change Science']");
    await page.fill("#name-en", "Natural science");
    await page.follow(button("save"));
    assert.match(await page.text(".say"), /everywhere at once/);
    await page.follow(".say form button");
    assert.match(await page.text(".say"), /Taken back/);
    await page.goto(`${almanac.base}/en/tag/science`);
    assert.match(await page.text("h1"), /^\s*Science/, "the name is as it was");
    await page.goto(desk("/tags/science"));
    await page.fill("#name-en", "Natural science");
    await page.follow(button("save"));
    await page.goto(`${almanac.base}/en/tag/science`);
    assert.match(await page.text("h1"), /Natural science/);
    const before = await events(`${almanac.base}/en/tag/science.ics`);
    assert.ok(before > 0);

    await page.goto(desk("/tags/science"));
    await page.click("details:has(#address) summary");
    await page.fill("#address", "natural-science");
    await page.follow("form:has(#address) button");
    assert.match(await page.text("main"), /is empty from now on/);
    await page.follow(button("go"));
    assert.equal(await events(`${almanac.base}/en/tag/natural-science.ics`), before, "all have moved");
    await page.follow(".say form button");
    assert.equal(await events(`${almanac.base}/en/tag/science.ics`), before, "all are back");
  });

  test("a site is looked after without scripts", async () => {
    await page.goto(desk("/new"));
    await page.fill("#date", "4 May 2031");
    await page.fill("#t-en", "A bridge opens");
    await page.follow(button("publish"));
    await page.follow(button("publish"));
    await page.goto(`${almanac.base}/en/2031`);
    assert.match(await page.text("main"), /A bridge opens/);

    await page.goto(desk("/site"));
    await page.fill("#contact", "not an address");
    await page.follow(button("save"));
    assert.equal(await page.focused(), "", "the summary has the focus");
    await page.fill("#contact", "desk@example.org");
    await page.follow(button("save"));
    assert.match(await page.text(".say"), /everywhere at once/);

    await page.goto(desk("/people"));
    await page.fill("#user", "bo");
    await page.follow(button("invite"));
    const invitation = new URL(await page.text(".key1"));
    const other = await browser.open({ scripts: false });
    await other.goto(`${almanac.base}/admin/en/invite${invitation.search}`);
    await other.fill("#pw", "nine green herons wade");
    await other.follow("main form button[type=submit]");
    await other.goto(desk("/site"));
    assert.match(await other.text("main"), /administrator/, "who may is told");
    await other.close();

    await page.goto(desk("/tokens"));
    await page.fill("#name", "Archive sync");
    await page.follow(button("create"));
    assert.match(await page.text(".key1"), /^alm_/);
    await page.goto(desk("/audit"));
    assert.match(await page.text(".tb"), /site contact/);
    await page.follow(".who form button");
    await page.goto(desk("/audit"));
    assert.match(page.url(), /\/login/);
  });
});
