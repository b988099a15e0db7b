// From a report to ten published entries, one of them made of a date that was not
// proposed, without scripts.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browse, eachEngine } from "../browser.mjs";
import { settled, setUp } from "../desk.mjs";
import { start, work } from "../instance.mjs";

const lines = [
  "On 3 January 2041 the harbour museum opened its new wing.", "On 14 February 2041 the museum launched the lighthouse exhibition.",
  "On 5 March 2041 the city council awarded the museum the heritage prize.", "On 6 April 2041 the museum signed an agreement with the maritime archive.",
  "On 7 May 2041 the shipyard launched its first electric ferry.", "On 8 June 2041 the harbour board published the dredging plan.",
  "On 9 July 2041 the university founded an institute of tides.", "On 10 August 2041 the lighthouse received a new lamp.",
  "On 11 September 2041 the fish market moved to the north quay.",
];
const report = `# Harbour report 2041\n\n${lines.slice(0, 4).join("\n\n")}\n\nAs of 31 October 2041 the old crane stood idle.\n\n${lines.slice(4).join("\n\n")}\n`;
const press = (name) => `main button[name=do][value=${name}]`;

// A PDF of one page with a text layer, a line of the report on each of its lines.
function pdf(text) {
  const drawn = text.split("\n").map((line) => `(${line.replace(/[()\\]/g, "\\$&")}) Tj T*`).join("\n");
  const stream = `BT /F1 10 Tf 12 TL 40 800 Td\n${drawn}\nET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let out = "%PDF-1.4\n";
  const at = objects.map((body, i) => { const here = out.length; out += `${i + 1} 0 obj\n${body}\nendobj\n`; return here; });
  const table = out.length;
  return `${out}xref\n0 6\n0000000000 65535 f \n${at.map((n) => `${String(n).padStart(10, "0")} 00000 n \n`).join("")}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
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

  test("report PDF to ten published entries, one of them from a missed date", async () => {
    const name = join(work, `harbour-${engine}.pdf`);
    writeFileSync(name, pdf(report), "latin1");
    await page.goto(`${almanac.base}/admin/en/import`);
    await (await page.element("#file")).uploadFile(name);
    await page.follow(press("upload"));
    await settled(page, press("go"));
    assert.equal((await page.texts(".sums dd")).join(" ").split(" ")[0], "9");
    await page.follow(press("go"));
    await settled(page, "main .acts a[href$='/review']");
    assert.equal((await fetch(`${almanac.base}/en/2041.json`).then((r) => r.json())).items.length, 0, "nothing is public yet");

    await page.goto(`${almanac.base}/admin/en/`);
    assert.match(await page.text("main"), /9\s*proposed from/);
    await page.goto(`${almanac.base}/admin/en/review`);
    await page.follow("main tbody th a");
    await page.follow(".missed a.btn");
    assert.match(await page.text(".say"), /31 October 2041/);
    await page.fill("#t-en", "The old crane stands idle");
    await page.follow(press("save"));
    await page.goto(`${almanac.base}/admin/en/review`);
    await page.follow("main tbody th a.small");
    for (let n = 1; n <= 10; n++) {
      assert.match(await page.text("mark"), /2041/);
      await page.follow(press("accept"));
      assert.match(await page.text(".say"), /was published/);
      if (n === 3) { // one is taken back, and accepted again
        await page.follow(".say form button");
        assert.match(await page.text(".say"), /taken back/);
        await page.follow(press("accept"));
      }
    }
    assert.match(await page.text(".sub"), /10 published/);
    await page.goto(`${almanac.base}/en/2041`);
    const year = await page.text("main");
    assert.match(year, /old crane stands idle/);
    assert.match(year, /electric ferry/);
    const calendar = await (await fetch(`${almanac.base}/en/2041.ics`)).text();
    assert.equal([...calendar.matchAll(/BEGIN:VEVENT/g)].length, 10);
    const feed = await (await fetch(`${almanac.base}/en/2041.atom`)).text();
    assert.match(feed, /The old crane stands idle/);
  });
});
