// Makes the pictures of the handbook (docs/desk-*.png) from the real binary.
//
//   node handbook.mjs
import { join } from "node:path";
import { browse } from "./browser.mjs";
import { start } from "./instance.mjs";
import { relay, signedIn } from "./signedin.mjs";

const docs = join(import.meta.dirname, "..", "..", "docs");
const almanac = await start();
const door = await relay(almanac, await signedIn(almanac));
const browser = await browse("chrome");
for (const [name, path, height] of [["desk-topics", "/admin/en/tags", 600], ["desk-people", "/admin/en/people", 600]]) {
  const page = await browser.open({ width: 780, height, scheme: "light" });
  await page.goto(door.base + path);
  await page.inner.screenshot({ path: join(docs, `${name}.png`) });
  await page.close();
}
await browser.stop();
door.stop();
await almanac.stop();
