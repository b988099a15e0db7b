// Makes the pictures of the handbook (docs/desk-*.png) from the real binary, each
// in both languages of the desk.
//
//   node handbook.mjs
import { join } from "node:path";
import { browse } from "./browser.mjs";
import { start } from "./instance.mjs";
import { pages, relay, signedIn } from "./signedin.mjs";

const docs = join(import.meta.dirname, "..", "..", "docs");
const almanac = await start();
const session = await signedIn(almanac);
const door = await relay(almanac, session);
const browser = await browse("chrome");
for (const lang of ["zh", "en"]) {
  const at = `/admin/${lang}`;
  const proposal = (await pages(almanac, session, lang)).find((p) => /\/review\/[^/?]+\/[^/?]+$/.test(p));
  const asked = `${at}${session.imports.asked}`;
  for (const [name, path, height] of [["topics", `${at}/tags`, 600], ["people", `${at}/people`, 600], ["edit", `${at}/e/${session.draft}`, 760], ["review", proposal, 640], ["import", asked, 760]]) {
    const page = await browser.open({ width: 1000, height, scheme: "light" });
    await page.goto(door.base + path);
    await page.inner.screenshot({ path: join(docs, `desk-${name}${lang === "zh" ? ".zh" : ""}.png`) });
    await page.close();
  }
}
await browser.stop();
door.stop();
await almanac.stop();
