// Drives Debian's Chromium and Firefox with one set of words.
//
// CHROMIUM and FIREFOX name other browsers. ENGINES="chrome" or "firefox" runs
// one engine only. A missing browser skips its journeys, or is an error where
// ALMANAC_REQUIRE_TOOLS is set.
import { existsSync } from "node:fs";
import { describe, test } from "node:test";
import puppeteer from "puppeteer-core";

const paths = {
  chrome: process.env.CHROMIUM || "/usr/bin/chromium",
  firefox: process.env.FIREFOX || "/usr/bin/firefox-esr",
};
const wanted = (process.env.ENGINES || "chrome firefox").split(/[ ,]+/);

// eachEngine defines the same journeys for every engine.
export function eachEngine(define) {
  for (const engine of wanted) {
    if (existsSync(paths[engine])) {
      describe(engine, () => define(engine));
      continue;
    }
    test(`${engine} is there`, { skip: !process.env.ALMANAC_REQUIRE_TOOLS && `no ${paths[engine]}` }, () => {
      throw new Error(`${paths[engine]} is missing`);
    });
  }
}

const chromeFlags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--accept-lang=zh-CN,zh",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

// Firefox takes the colour scheme from its settings.
function firefoxSettings({ scheme }) {
  const settings = { "intl.accept_languages": "zh-CN, zh", "ui.prefersReducedMotion": 1 };
  if (scheme) settings["layout.css.prefers-color-scheme.content-override"] = scheme === "dark" ? 0 : 1;
  return settings;
}

// While one page fades into the next, clicks reach neither: motion is reduced.
function chromeFeatures({ scheme = "" }) {
  return [{ name: "prefers-reduced-motion", value: "reduce" }, { name: "prefers-color-scheme", value: scheme }];
}

function launch(engine, options) {
  return puppeteer.launch({
    browser: engine, executablePath: paths[engine], headless: true,
    args: engine === "chrome" ? chromeFlags : [],
    extraPrefsFirefox: engine === "firefox" ? firefoxSettings(options) : undefined,
  });
}

// Firefox cannot be told to run no scripts; no page has one inside of it, so
// that it is enough that none arrives.
async function withoutScripts(engine, page) {
  if (engine === "chrome") return page.setJavaScriptEnabled(false);
  await page.setRequestInterception(true);
  page.on("request", (r) => (/\.m?js$/.test(new URL(r.url()).pathname) ? r.abort() : r.continue()));
}

// browse opens a browser. Every page made with it collects what the browser
// complains of; a journey ends by asking that there was nothing.
export async function browse(engine) {
  const opened = new Map(); // Firefox needs a browser for each colour scheme
  const browserFor = (options) => {
    const key = engine === "chrome" ? "" : (options.scheme ?? "");
    if (!opened.has(key)) opened.set(key, launch(engine, options));
    return opened.get(key);
  };
  return {
    engine,
    // open makes a page with its own cookies: width and height in CSS pixels,
    // scheme "light" or "dark", scripts false to read without any.
    async open({ width = 1280, height = 900, ...options } = {}) {
      const browser = await browserFor(options);
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      await page.setViewport({ width, height });
      if (engine === "chrome") await page.emulateMediaFeatures(chromeFeatures(options));
      if (options.scripts === false) await withoutScripts(engine, page);
      return new Page(page, context);
    },
    async stop() {
      for (const browser of opened.values()) await (await browser).close();
    },
  };
}

// Page is what a reader sees and does. Selectors are CSS, with puppeteer's
// ::-p-text(…) for words and >>> for what lies in a shadow tree.
class Page {
  constructor(inner, context) {
    this.inner = inner;
    this.context = context;
    this.complaints = [];
    inner.on("console", (m) => m.type() === "error" && this.complaints.push(m.text()));
    inner.on("pageerror", (e) => this.complaints.push(String(e)));
  }

  goto(address) { return this.inner.goto(address, { waitUntil: "load" }); }
  url() { return this.inner.url(); }
  evaluate(run, ...rest) { return this.inner.evaluate(run, ...rest); }
  close() { return this.context.close(); }

  count(selector) { return this.inner.$$eval(selector, (all) => all.length); }
  visible(selector) { return this.inner.$$eval(selector, (all) => all.filter((e) => e.checkVisibility() && e.getClientRects().length > 0).length); }
  text(selector) { return this.inner.$eval(selector, (e) => e.textContent); }
  texts(selector) { return this.inner.$$eval(selector, (all) => all.map((e) => e.textContent)); }
  attribute(selector, name) { return this.inner.$eval(selector, (e, n) => e.getAttribute(n), name); }
  value(selector) { return this.inner.$eval(selector, (e) => e.value); }
  wait(selector) { return this.inner.waitForSelector(selector); }
  until(condition, ...rest) { return this.inner.waitForFunction(condition, {}, ...rest); }

  // click and fill take what stands on the page: it came whole from the server,
  // and waiting would need the page's own scripts.
  async click(selector) { await (await this.element(selector)).click(); }
  async fill(selector, words) {
    const element = await this.element(selector);
    await element.evaluate((e) => { e.value = ""; });
    await element.type(words);
  }
  async element(selector) {
    const element = await this.inner.$(selector);
    if (!element) throw new Error(`${this.url()} has no ${selector}`);
    return element;
  }
  press(key) { return this.inner.keyboard.press(key); }

  // follow does something that leads to another page and waits for that one.
  async follow(act) {
    const arrived = this.inner.waitForNavigation({ waitUntil: "load" });
    await (typeof act === "string" ? this.click(act) : act());
    await arrived;
  }

  focused() { return this.evaluate(() => document.activeElement.getAttribute("href") ?? document.activeElement.id); }

  // tabTo presses Tab until the focused element's address or id matches.
  async tabTo(wanted, most = 200) {
    for (let n = 0; n < most; n++) {
      await this.press("Tab");
      const now = await this.focused();
      if (now && wanted.test(now)) return now;
    }
    throw new Error(`Tab never reached ${wanted}`);
  }

  // frame is the document inside of the iframe.
  async frame(selector) {
    const element = await this.wait(selector);
    const frame = await element.contentFrame();
    await frame.waitForSelector("body");
    return frame;
  }
}
