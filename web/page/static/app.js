// What pages gain from a script; each of them works without it.
const doc = document, root = doc.documentElement, words = doc.body.dataset;
const all = (selector) => [...doc.querySelectorAll(selector)];

// A line that screen readers say when it changes.
const status = (className) => {
  const line = doc.createElement("p");
  line.className = className;
  line.setAttribute("role", "status");
  return line;
};

// A frame tells the page around it how tall it is.
if (parent !== self && root.classList.contains("frame")) {
  new ResizeObserver(() => parent.postMessage({ almanacHeight: root.offsetHeight }, "*")).observe(root);
}

// Addresses and citations can be copied.
if (navigator.clipboard) {
  const told = status("vh");
  doc.body.append(told);
  all(".copy code").forEach((code, n) => {
    const button = doc.createElement("button");
    button.type = "button";
    button.textContent = words.copy;
    button.id = `copy-${n}`;
    code.id = `copied-${n}`;
    button.setAttribute("aria-labelledby", `${button.id} ${code.id}`);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = told.textContent = words.copied;
      setTimeout(() => {
        button.textContent = words.copy;
        told.textContent = "";
      }, 2000);
    });
    (code.closest("a") ?? code).after(button);
  });
}

// An entry's address can be handed to other programs where the browser knows some.
const share = doc.querySelector(".share p");
if (share && navigator.share) {
  const button = doc.createElement("button");
  button.type = "button";
  button.textContent = words.share;
  button.addEventListener("click", () => navigator.share({ title: doc.title, url: share.querySelector("code").textContent }).catch(() => {}));
  share.append(" ", button);
}

// The instant filters are the style sheet's; this says how much is left.
const form = doc.querySelector(".filter"), list = doc.getElementById("tl");
if (form && list?.querySelector(".ev")) {
  const shown = status("shown");
  list.prepend(shown);
  const count = () => {
    const entries = all("#tl .ev"), left = entries.filter((e) => e.checkVisibility());
    const narrowed = form.querySelector("[id^=f][name=tag]:checked,#f-key:checked");
    shown.textContent = narrowed ? words.shown.replace("{n}", left.length).replace("{all}", entries.length) : "";
  };
  form.addEventListener("change", count);
  addEventListener("pageshow", () => requestAnimationFrame(count));
}

// Colours change without a reload.
const theme = doc.querySelector(".theme");
theme?.addEventListener("submit", (event) => {
  const wanted = event.submitter?.value;
  if (!wanted) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(theme, event.submitter));
  fetch(theme.action, { method: "POST", body, redirect: "manual" });
  if (wanted === "system") delete root.dataset.theme;
  else root.dataset.theme = wanted;
  for (const button of theme.querySelectorAll("button")) {
    if (button === event.submitter) button.setAttribute("aria-pressed", "true");
    else button.removeAttribute("aria-pressed");
  }
});

// The language chosen last is where / leads next time.
for (const link of all(".lang a[hreflang]")) {
  link.addEventListener("click", () => {
    doc.cookie = `lang=${link.dataset.lang};path=${new URL(theme.action).pathname.replace(/theme$/, "")};max-age=31536000;samesite=lax`;
  });
}
