// Starts the real binary on a temporary store, and a browser beside it.
//
// ALMANAC_BINARY names the binary to test; without it the one of this checkout
// is built. CHROMIUM names the browser; without it Debian's is used.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const work = mkdtempSync(join(tmpdir(), "almanac-e2e-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));

let built;
function binary() {
  if (process.env.ALMANAC_BINARY) return process.env.ALMANAC_BINARY;
  if (!built) {
    built = join(work, "almanac");
    execFileSync("go", ["build", "-o", built, "./cmd/almanac"], { cwd: root, stdio: "inherit" });
  }
  return built;
}

// start serves a record, the sample one unless options for a made-up one are
// given, and resolves once it answers.
export async function start(generate) {
  const name = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
  const args = ["serve", "--create", "--addr", "127.0.0.1:0", "--store", `bolt:${join(work, name)}.db`];
  if (generate) {
    const record = join(work, `${name}.json`);
    execFileSync(binary(), ["generate", ...generate, "-o", record]);
    args.push("--record", record);
  }
  const child = spawn(binary(), args, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  const base = await new Promise((resolve, reject) => {
    child.stderr.on("data", (chunk) => {
      said += chunk;
      const found = /Almanac is at (http:\S+?)\/? /.exec(said);
      if (found) resolve(found[1]);
    });
    child.on("exit", (code) => reject(new Error(`almanac ended with ${code}: ${said}`)));
  });
  for (let n = 0; ; n++) {
    const ready = await fetch(`${base}/readyz`).then((r) => r.ok, () => false);
    if (ready) break;
    if (n > 600) throw new Error(`not ready: ${said}`);
    await new Promise((r) => setTimeout(r, 50));
  }
  return { base, stop: () => child.kill("SIGTERM") };
}

// browse opens the browser. Every page made with it collects what the browser
// complains of; a journey ends by asking that there was nothing.
export async function browse() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  return {
    async open(options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "zh-CN", ...options });
      const page = await context.newPage();
      page.complaints = [];
      page.on("console", (m) => m.type() === "error" && page.complaints.push(m.text()));
      page.on("pageerror", (e) => page.complaints.push(String(e)));
      return page;
    },
    stop: () => browser.close(),
  };
}

// foreign serves one document from another origin.
export async function foreign(html) {
  const server = createServer((_, response) => {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(html);
  });
  await new Promise((r) => server.listen(0, "127.0.0.1", r));
  return { base: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}
