import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browse, eachEngine } from "../browser.mjs";
import { administrator as person, button, invite, setUp, signIn, write } from "../desk.mjs";
import { start } from "../instance.mjs";

const colleague = { user: "bo", role: "editor", password: "nine green herons wade" };
const save = button("save");
const publish = button("publish");

// publishEntry goes from the filled form to what readers see.
async function publishEntry(page) {
  await page.follow(publish);
  assert.equal(await page.count("main .checks li.stop"), 0, "nothing stops it");
  await page.follow(publish);
}

eachEngine((engine) => {
  let almanac, browser;
  before(async () => {
    almanac = await start();
    browser = await browse(engine);
    const page = await browser.open();
    await setUp(page, almanac);
    assert.match(page.url(), /\/admin\/en\/\?done=begun$/, "the first administrator is at the desk");
    const other = await browser.open();
    await invite(page, other, almanac, colleague);
    await other.close();
    await page.close();
  });
  after(async () => {
    await browser?.stop();
    await almanac?.stop();
  });

  async function atDesk(options, who) {
    const page = await browser.open(options);
    await signIn(page, almanac, who);
    return page;
  }

  for (const scripts of [true, false]) {
    test(`a first event goes out to page, calendar and feed ${scripts ? "" : "without scripts"}`, async () => {
      const page = await atDesk({ scripts });
      const title = scripts ? "The harbour lamp is lit" : "The harbour lamp is lit again";
      await write(page, almanac, { date: "24 May 2019", en: title, zh: "港口灯亮了" });
      await publishEntry(page);
      const seen = await page.inner.$$eval("main .say a", (all) => all.map((a) => a.href));
      assert.equal(seen.length, 4, "it is said where it can be seen");
      for (const address of seen) assert.ok((await (await fetch(address)).text()).includes(title), address);
      await page.goto(`${almanac.base}/en/2019/05/24`);
      assert.ok((await page.texts("#tl h3")).some((t) => t.includes(title)), "the day's page shows it");
      for (const ext of ["ics", "atom"]) {
        const text = await (await fetch(`${almanac.base}/en/2019.${ext}`)).text();
        assert.ok(text.replace(/\r\n /g, "").includes(title), `the ${ext} has it`);
      }
      if (scripts) assert.deepEqual(page.complaints, []);
    });
  }

  for (const scripts of [true, false]) test(`an ambiguous date is a question${scripts ? "" : ", without scripts"}`, async () => {
    const page = await atDesk({ scripts });
    await write(page, almanac, { date: "04/05/2019", en: "Which month was it", zh: "哪个月" });
    await page.follow("main form button[name=do][value=check]");
    const readings = await page.inner.$$eval("input[name=reading]", (all) => all.map((e) => [e.value, e.checked]));
    assert.ok(readings.some(([v]) => v === "2019-04-05") && readings.some(([v]) => v === "2019-05-04"), JSON.stringify(readings));
    assert.ok(readings.every(([, checked]) => !checked), "no reading is chosen beforehand");
    assert.equal(await page.value("#t-en"), "Which month was it", "what was typed is still there");
    await page.click("input[name=reading][value='2019-05-04']");
    await page.follow(save);
    await page.goto(`${almanac.base}/admin/en/list?status=draft`);
    const row = await page.text("main table");
    assert.match(row, /Which month was it/);
    assert.match(row, /4 May/);
    assert.deepEqual(page.complaints.filter((c) => !c.includes("422")), [], "a question is answered with 422");
  });

  test("Enter neither saves nor publishes", async () => {
    const page = await atDesk();
    await write(page, almanac, { date: "3 March 2018", en: "Pressed too early", zh: "太早" });
    await (await page.element("#date")).focus();
    await page.follow(() => page.press("Enter"));
    assert.equal(await page.value("#t-en"), "Pressed too early");
    await page.goto(`${almanac.base}/admin/en/list?q=${encodeURIComponent("Pressed too early")}`);
    assert.equal(await page.count("main tbody tr a[href*='/admin/en/e/']"), 0, "nothing was saved");
  });

  for (const scripts of [true, false]) test(`two editors change one entry and neither loses a word${scripts ? "" : ", without scripts"}`, async () => {
    const first = await atDesk({ scripts });
    await write(first, almanac, { date: "2 February 2017", en: "Founding", zh: "创立" });
    await first.follow(save);
    const edit = first.url().replace(/\?.*/, "");
    const second = await atDesk({ scripts }, colleague);
    await second.goto(edit);
    await first.goto(edit);
    await first.fill("#t-en", "Founding of the society");
    await first.follow(save);
    await second.fill("#t-en", "Founding of the club");
    await second.fill("#s-zh", "第一次会议");
    await second.follow(save);
    const page = await second.text("main");
    assert.match(page, /Lin Yue saved before you did/);
    assert.ok(page.includes("of the society") && page.includes("of the club"), "both are shown");
    await second.follow("main form button.main");
    await second.goto(edit);
    assert.equal(await second.value("#t-en"), "Founding of the club", "one's own words are chosen beforehand");
    assert.equal(await second.value("#s-zh"), "第一次会议", "what did not collide is kept");
  });

  for (const scripts of [true, false]) test(`a session that ended while writing costs nothing that was typed${scripts ? "" : ", without scripts"}`, async () => {
    const page = await atDesk({ scripts });
    const title = scripts ? "Typed for an hour" : "Typed for two hours";
    await write(page, almanac, { date: "1 April 2016", en: title, zh: "写了一小时" });
    await page.inner.deleteCookie(...(await page.inner.cookies()));
    await page.follow(save);
    assert.ok((await page.text("main")).includes(title), "the form shows what it carries");
    await page.fill("#user", person.user);
    await page.fill("#pw", person.password);
    await page.follow("main form button[type=submit]");
    await page.goto(`${almanac.base}/admin/en/list?status=draft`);
    assert.ok((await page.text("main table")).includes(title), "it was saved");
  });

  test("topics are given to many entries and taken back as one", async () => {
    const page = await atDesk();
    const tagged = async () => {
      await page.goto(`${almanac.base}/en/list?tag=harbour`);
      return page.count("#tl li.ev");
    };
    await page.goto(`${almanac.base}/admin/en/list?status=published&from=2019-05&to=2019-05`);
    const matching = await page.count("main tbody tr");
    assert.ok(matching > 3);
    await page.click("main input[name=scope][value=all]");
    await page.inner.select("main select[name=op]", "add-tag");
    await page.fill("main input[name=value]", "harbour");
    await page.follow("main .bulk button");
    assert.match(await page.text("main"), new RegExp(`\\b${matching}\\b`), "the plan says how many");
    await page.follow("main form button.go");
    assert.equal(await tagged(), matching);
    await page.goto(`${almanac.base}/admin/en/`);
    await page.follow("main a[href*='/batch/']");
    const undo = (await page.count("main .say form button")) ? "main .say form button" : "main form button";
    await page.follow(undo);
    assert.equal(await tagged(), 0);
  });

  test("nothing of the desk stays on public pages", async () => {
    const page = await atDesk();
    await page.goto(`${almanac.base}/en/2019`);
    assert.ok(!(await page.inner.content()).includes("/admin"), "a public page is the same for everybody");
    await page.goto(`${almanac.base}/admin/en/`);
    await page.follow(".who form button");
    await page.goto(`${almanac.base}/admin/en/`);
    assert.match(page.url(), /login/, "who signed out is asked to sign in");
  });
});
