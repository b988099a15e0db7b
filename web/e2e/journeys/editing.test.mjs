// Journeys of the people who edit a record together, and of its plans and batches.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browse, eachEngine } from "../browser.mjs";
import { button, invite, setUp, signIn, write } from "../desk.mjs";
import { start } from "../instance.mjs";

const author = { user: "bo", role: "author", password: "nine green herons wade" };

// publish goes from the page to publish to what readers see.
const publish = (page) => page.follow(button("publish"));

// titles are those of a day's entries, as readers see them.
async function titles(almanac, day) {
  const feed = await (await fetch(`${almanac.base}/en/${day}.json`)).json();
  return feed.items.map((i) => i.title);
}

// eventually asks until the answer is yes, at most so many seconds.
async function eventually(what, seconds, ask) {
  for (const end = Date.now() + seconds * 1000; !(await ask()); await new Promise((r) => setTimeout(r, 250))) {
    assert.ok(Date.now() < end, `not within ${seconds} s: ${what}`);
  }
}

// soon is the next minute that is at least five seconds away, as the site's clock
// shows it and the form takes it.
function soon(zone) {
  const at = new Date(Math.ceil((Date.now() + 5000) / 60000) * 60000);
  const part = Object.fromEntries(new Intl.DateTimeFormat("en-GB", { timeZone: zone, dateStyle: "medium", timeStyle: "short" }).formatToParts(at).map((p) => [p.type, p.value]));
  return `${part.day} ${part.month} ${part.year} ${part.hour}:${part.minute}`;
}

eachEngine((engine) => {
  let almanac, browser, editor;
  before(async () => {
    almanac = await start();
    browser = await browse(engine);
    editor = await browser.open({ scripts: false });
    await setUp(editor, almanac);
  });
  after(async () => {
    await browser?.stop();
    await almanac?.stop();
  });

  test("an author proposes, an editor accepts", async () => {
    const page = await browser.open({ scripts: false });
    await invite(editor, page, almanac, author);
    await page.goto(`${almanac.base}/admin/en/list?q=black+hole`);
    await page.follow("main tbody a.ttl2");
    assert.equal(await page.count(button("publish")), 0, "an author cannot publish");
    assert.match(await page.text(".foot"), /Publishing is for editors/, "and is told who can");
    await page.fill("#t-en", "First image of a black hole, seen from Shanghai");
    await page.inner.select("#st", "tentative");
    await page.fill("#note", "The hall was booked for it");
    await page.follow(button("save"));
    assert.ok(!(await titles(almanac, "2019/04/10")).some((t) => t.includes("seen from Shanghai")), "nothing is public yet");
    await editor.goto(`${almanac.base}/admin/en/`);
    await editor.follow("main a[href$='/list?status=amendment']");
    await editor.follow("main tbody a.ttl2");
    await editor.follow(button("publish"));
    const differences = await editor.text("main .facts");
    assert.match(differences, /English title.*Shanghai.*Tentative/s, "the words and the status that are proposed");
    await publish(editor);
    assert.ok((await titles(almanac, "2019/04/10")).some((t) => t.includes("seen from Shanghai")), "now it is public");
    await page.goto(`${almanac.base}/en/e/first-black-hole-image`);
    assert.match(await page.text("main"), /Tentative/i);
    await page.close();
  });

  test("a field is put back from the history", async () => {
    await write(editor, almanac, { date: "3 March 2015", en: "The old name" });
    await editor.follow(button("save"));
    const entry = editor.url().replace(/\?.*/, "");
    await editor.fill("#t-en", "The new name");
    await editor.fill("#s-en", "A summary that stays");
    await editor.follow(button("save"));
    await editor.goto(`${entry}/history`);
    await editor.follow("main form button[value='text.en.title']");
    assert.match(await editor.text(".say"), /./, "it says what was done");
    await editor.goto(entry);
    assert.equal(await editor.value("#t-en"), "The old name");
    assert.equal(await editor.value("#s-en"), "A summary that stays", "what else was changed stays");
  });

  test("what is scheduled comes due, also while the server was down", async () => {
    const other = await start();
    const page = await browser.open({ scripts: false });
    let again;
    try {
      await setUp(page, other);
      const plan = async (title) => {
        await write(page, other, { date: "4 May 2031", en: title });
        await page.follow(button("publish"));
        await page.click("main input[name=when][value=at]");
        const at = soon(/Zone (\S+),/.exec(await page.text("#at-h"))[1]);
        await page.fill("#at", at);
        await publish(page);
        assert.match(await page.text(".say"), /goes out/i, `planned for ${at}`);
      };
      await plan("The bridge opens");
      assert.deepEqual(await titles(other, "2031/05/04"), [], "it is not public before");
      await eventually("it goes out by itself", 90, async () => (await titles(other, "2031/05/04")).some((t) => t.includes("The bridge opens")));
      await plan("The second bridge opens");
      const minute = new Date(Math.ceil((Date.now() + 1) / 60000) * 60000);
      await other.stop();
      await eventually("its time passes", 70, () => new Date() > minute);
      again = await start({ store: other.store });
      await eventually("what was missed goes out at the start", 30, async () => (await titles(again, "2031/05/04")).some((t) => t.includes("The second bridge opens")));
    } finally {
      await page.close();
      await (again ?? other).stop();
    }
  });

  test("500 entries get a topic and lose it as one", async () => {
    const large = await start({ made: ["--events", "620", "--from", "2001", "--to", "2020", "--seed", "3"] });
    const page = await browser.open({ scripts: false });
    const tagged = async () => [...(await (await fetch(`${large.base}/en/tag/harbour.ics`)).text()).matchAll(/BEGIN:VEVENT/g)].length;
    try {
      await setUp(page, large);
      await page.goto(`${large.base}/admin/en/list?status=published`);
      const n = Number(/^([\d,]+)/.exec(await page.text(".dh .sub"))[1].replace(",", ""));
      assert.ok(n >= 500, `${n} entries`);
      await page.click("main input[name=scope][value=all]");
      await page.inner.select("main select[name=op]", "add-tag");
      await page.fill("main input[name=value]", "harbour");
      await page.follow("main .bulk button");
      assert.match(await page.text("h1"), new RegExp(`${n} entries`), "the plan says how many");
      assert.equal(await tagged(), 0, "nothing has changed yet");
      await page.follow(button("go"));
      const batch = page.url();
      await eventually("all have it", 60, async () => (await tagged()) === n);
      await eventually("the page says so", 20, async () => { await page.goto(batch); return (await page.count(".say form")) === 1; });
      await page.follow(".say form button");
      await eventually("none has it", 60, async () => (await tagged()) === 0);
      assert.match(await page.text("main"), new RegExp(`${n} entries are as they were`));
    } finally {
      await page.close();
      await large.stop();
    }
  });

  test("the script reads dates, keeps what is typed, warns, and tells who else is editing", async () => {
    const page = await browser.open();
    await signIn(page, almanac);
    await write(page, almanac, { date: "c. 1905", en: "Typed and not saved" });
    await page.until(() => document.querySelector("#reads b")?.textContent.includes("1905"));
    await page.fill("#date", "3/4/1905");
    await page.until(() => document.querySelectorAll("#reads [name=reading]").length === 3);
    await page.fill("#date", "c. 1905");
    await page.until(() => document.querySelector("#reads b")?.textContent.includes("1905"));
    assert.match(page.url(), /\/new$/, "nothing was sent");
    const asked = new Promise((resolve) => page.inner.once("dialog", async (d) => { await d.accept(); resolve(d.type()); }));
    await page.inner.reload({ waitUntil: "load" });
    assert.equal(await asked, "beforeunload", "leaving is asked about");
    await page.wait(".say button[type=button]");
    assert.equal(await page.value("#t-en"), "");
    await page.click(".say button[type=button]");
    assert.equal(await page.value("#t-en"), "Typed and not saved", "the copy in this tab comes back");
    await page.follow(button("save"));
    const entry = page.url().replace(/\?.*/, "");

    const other = await browser.open({ scripts: false });
    await invite(editor, other, almanac, { ...author, user: "cy" });
    await page.goto(entry);
    assert.equal(await page.visible(".also"), 0, "nobody else is there");
    await other.goto(entry);
    await page.inner.bringToFront(); // a page that nobody sees asks nothing
    await eventually("the other one is named", 60, async () => (await page.visible(".also")) > 0 && /cy/.test(await page.text("dd.also")));
    await other.close();
    await page.close();
  });
});
