// Takes a picture of every kind of page at two widths, in both colour schemes
// and both languages, into shots/, for people to look at.
//
//   npm run shots [-- PATTERN]      only the paths that contain PATTERN; ENGINE=firefox for the other engine
import { mkdirSync } from "node:fs";
import { browse } from "./browser.mjs";
import { start } from "./instance.mjs";

const paths = [
  "/", "/all", "/c/21", "/d/2010s", "/2019", "/2019?tag=policy", "/2018", "/2019/05", "/2019/05/24", "/2019/05/grid", "/list", "/tags", "/tag/science",
  "/places", "/place/shanghai", "/today", "/on/04-10", "/search", "/search?q=museum", "/search?q=zebra", "/subscribe?year=2019", "/feeds", "/embed?year=2019",
  "/changes", "/about", "/privacy", "/nothing-here", "/2019?colour=green", "/e/first-black-hole-image", "/e/science-night", "/embed-frame",
];
const large = ["/", "/all", "/c/20", "/d/1980s", "/2019", "/2019/05", "/list", "/tags", "/places", "/search?q=bridge"];

const wanted = process.argv[2] ?? "";
const browser = await browse(process.env.ENGINE || "chrome");
mkdirSync("shots", { recursive: true });

async function shoot(base, list, prefix) {
  for (const width of [390, 1280]) {
    for (const scheme of ["light", "dark"]) {
      const page = await browser.open({ width, height: width < 500 ? 844 : 900, scheme });
      for (const lang of ["zh", "en"]) {
        for (const path of list.filter((p) => p.includes(wanted))) {
          await page.goto(path === "/embed-frame" ? `${base}/embed/${lang}/2019?n=5` : `${base}/${lang}${path}`);
          const name = `${prefix}${lang}${path.replace(/[^a-z0-9-]+/gi, "_")}-${width}-${scheme}.png`;
          await page.inner.screenshot({ path: `shots/${name}`, fullPage: true });
        }
      }
      await page.close();
    }
  }
}

const sample = await start();
await shoot(sample.base, paths, "");
await sample.stop();
const ages = await start({ made: ["--events", "10000", "--from", "1027", "--to", "2026", "--seed", "1"] });
await shoot(ages.base, large, "ages-");
await ages.stop();
await browser.stop();
