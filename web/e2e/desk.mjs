// What every journey through the desk begins with.

// administrator is whom setUp makes.
export const administrator = { shown: "Lin Yue", user: "lin", password: "a calm harbour in may" };

// button is a button of the page's own form, by what it does.
export const button = (name) => `main form button[name=do][value=${name}]`;

// setUp makes the first administrator with the one-time address that the server
// told, and leaves the page on the desk.
export async function setUp(page, almanac, person = administrator) {
  const address = new URL(/http:\S+\/admin\/setup\?secret=\S+/.exec(almanac.log)[0]);
  await page.goto(`${almanac.base}/admin/en/setup${address.search}`);
  await page.fill("#shown", person.shown);
  await page.fill("#user", person.user);
  await page.fill("#pw", person.password);
  await page.follow("main form button[type=submit]");
}

// signIn signs an account in.
export async function signIn(page, almanac, person = administrator) {
  await page.goto(`${almanac.base}/admin/en/login`);
  await page.fill("#user", person.user);
  await page.fill("#pw", person.password);
  await page.follow("main form button[type=submit]");
}

// invite has an administrator's page invite somebody, who signs in on a page of
// their own.
export async function invite(page, other, almanac, { user, role, password }) {
  await page.goto(`${almanac.base}/admin/en/people`);
  await page.fill("#user", user);
  await page.click(`main input[name=role][value=${role}]`);
  await page.follow("main button[name=do][value=invite]");
  const { search } = new URL(await page.text(".key1"));
  await other.goto(`${almanac.base}/admin/en/invite${search}`);
  await other.fill("#pw", password);
  await other.follow("main form button[type=submit]");
}

// write fills in a new entry.
export async function write(page, almanac, { date, en, zh = "" }) {
  await page.goto(`${almanac.base}/admin/en/new`);
  await page.fill("#date", date);
  await page.fill("#t-en", en);
  if (zh) await page.fill("#t-zh", zh);
}

// settled waits until a page that renews itself shows what it waits for. A visit
// may be overtaken by the page's own renewal: then that is the visit.
export async function settled(page, selector) {
  const overtaken = (error) => { if (!/ABORTED|context was destroyed|Navigating frame|detached/i.test(String(error))) throw error; return 0; };
  for (let n = 0; (await page.count(selector).catch(overtaken)) === 0; n++) {
    if (n > 100) throw new Error(`${page.url()} has no ${selector}: ${await page.text("main")}`);
    await page.goto(page.url()).catch(overtaken);
  }
}
