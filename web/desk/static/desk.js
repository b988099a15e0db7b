// What the desk gains from a script. Every page works without it.
const zh = document.documentElement.lang.startsWith("zh");
const form = document.querySelector("form[data-guard]");
const ask = async (address) => {
  const answer = await fetch(address, { headers: { Accept: "text/html" }, redirect: "error" });
  return answer.ok ? answer.text() : null;
};

// Nothing typed is lost: a copy stays in this tab, and leaving asks first.
if (form) {
  const key = "desk:" + form.getAttribute("action");
  const read = () => JSON.stringify([...new FormData(form)].filter(([name, v]) => typeof v === "string" && name !== "id"));
  const first = read();
  let leaving = false;
  const kept = sessionStorage.getItem(key);
  if (kept && kept !== first && !document.querySelector(".errs")) offer(kept);
  form.addEventListener("input", () => {
    try { sessionStorage.setItem(key, read()); } catch { /* full, or not allowed: the warning is left */ }
  });
  form.addEventListener("submit", () => { leaving = true; sessionStorage.removeItem(key); });
  addEventListener("beforeunload", (event) => { if (!leaving && read() !== first) event.preventDefault(); });
}

// offer says that something was typed here before and not saved.
function offer(kept) {
  const say = document.createElement("div"), text = document.createElement("p"), take = document.createElement("button");
  say.className = "say";
  text.textContent = zh ? "这个标签页里还留着上次没有存的改动。" : "This tab still has changes from before that were not saved.";
  take.type = "button";
  take.textContent = zh ? "放回表单" : "Put them back";
  take.addEventListener("click", () => { fill(JSON.parse(kept)); say.remove(); form.dispatchEvent(new Event("input")); });
  say.append(text, take);
  form.prepend(say);
}

// fill puts kept values back into the form; what the page itself says stays.
function fill(pairs) {
  for (const box of form.querySelectorAll("[type=checkbox],[type=radio]")) box.checked = pairs.some(([n, v]) => n === box.name && v === box.value);
  for (const [name, value] of pairs) {
    for (const input of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (!["checkbox", "radio", "hidden"].includes(input.type)) input.value = value;
    }
  }
}

// The date is read while it is typed.
const date = document.querySelector("#date"), reads = document.querySelector("#reads");
if (date && reads) {
  let timer, asked = 0;
  date.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const mine = ++asked, q = new URLSearchParams();
      for (const name of ["date", "dated", "dated-as", "dated-in", "year-before"]) {
        const input = form.elements.namedItem(name);
        if (input) q.set(name, input.value);
      }
      const answer = await ask(date.form.action.replace(/\/(new|e\/[^/]+|review\/[^/]+\/[^/]+)$/, "/reads") + "?" + q).catch(() => null);
      if (answer !== null && mine === asked) reads.innerHTML = answer;
    }, 300);
  });
}

// Who else has the entry open.
const others = document.querySelector("[data-presence]");
if (others) {
  setInterval(async () => {
    if (document.hidden) return;
    const names = await ask(others.dataset.presence).catch(() => null);
    if (names === null) return;
    others.textContent = names;
    for (const part of document.querySelectorAll(".also")) part.hidden = names === "";
  }, 30000);
}

// A password can be looked at.
for (const input of document.querySelectorAll("[type=password]")) {
  const row = document.createElement("span"), show = document.createElement("button");
  const say = () => { show.ariaLabel = input.type === "text" ? (zh ? "隐藏" : "Hide") : zh ? "显示" : "Show"; };
  row.className = "pw";
  show.type = "button";
  show.setAttribute("aria-controls", input.id);
  show.addEventListener("click", () => { input.type = input.type === "text" ? "password" : "text"; say(); });
  say();
  input.replaceWith(row);
  row.append(input, show);
}
