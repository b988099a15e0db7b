// Starts the real binary on a temporary store.
//
// ALMANAC_BINARY names the binary to test; without it the one of this checkout
// is built.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const work = mkdtempSync(join(tmpdir(), "almanac-e2e-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true, maxRetries: 5 }));

let built;

// binary is the path of the program under test.
export function binary() {
  if (process.env.ALMANAC_BINARY) return process.env.ALMANAC_BINARY;
  if (!built) {
    built = join(work, "almanac");
    execFileSync("go", ["build", "-o", built, "./cmd/almanac"], { cwd: root, stdio: "inherit" });
  }
  return built;
}

// generate writes a made-up record and returns its file.
function generate(name, options) {
  const record = join(work, `${name}.json`);
  execFileSync(binary(), ["generate", ...options, "-o", record]);
  return record;
}

// start serves a record and resolves once it answers: the sample one, a made-up
// one if options of `almanac generate` are given, or that of a store which was
// served before. flags are further ones of `almanac serve`.
export async function start({ made, store, flags = [] } = {}) {
  const name = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
  store ??= `bolt:${join(work, name)}.db`;
  const args = ["serve", "--create", "--addr", "127.0.0.1:0", "--store", store, ...flags];
  if (made) args.push("--record", generate(name, made));
  const child = spawn(binary(), args, { stdio: ["ignore", "ignore", "pipe"] });
  const server = { store, log: "" };
  server.base = await new Promise((resolve, reject) => {
    child.stderr.on("data", (chunk) => {
      server.log += chunk;
      const found = /Almanac is at (http:\S+?)\/? /.exec(server.log);
      if (found) resolve(found[1]);
    });
    child.on("exit", (code) => reject(new Error(`almanac ended with ${code}: ${server.log}`)));
  });
  for (let n = 0; !(await fetch(`${server.base}/readyz`).then((r) => r.ok, () => false)); n++) {
    if (n > 600) throw new Error(`not ready: ${server.log}`);
    await new Promise((r) => setTimeout(r, 50));
  }
  server.stop = () => new Promise((resolve) => {
    child.once("exit", resolve);
    child.kill("SIGTERM");
  });
  return server;
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
