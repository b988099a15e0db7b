// What pages gain from a script; each of them works without it.
const doc = document, root = doc.documentElement;
const all = (selector) => [...doc.querySelectorAll(selector)];
const { copy, copied, shown: shownOf } = doc.body.dataset;

// A frame tells the page around it how tall it is.
if (parent !== self && root.classList.contains("frame")) {
  new ResizeObserver(() => parent.postMessage({ almanacHeight: root.offsetHeight }, "*")).observe(root);
}

// Addresses and citations can be copied.
if (navigator.clipboard) {
  for (const code of all(".copy code")) {
    const button = doc.createElement("button");
    const label = copy;
    button.type = "button";
    button.textContent = label;
    button.setAttribute("aria-label", `${label} ${code.textContent.slice(0, 80)}`);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = copied;
      setTimeout(() => (button.textContent = label), 2000);
    });
    (code.closest("a") ?? code).after(button);
  }
}

// The instant filters are the style sheet's; this says how much is left.
const form = doc.querySelector(".filter"), list = doc.getElementById("tl");
if (form && list?.querySelector(".ev")) {
  const status = doc.createElement("p");
  status.className = "shown";
  status.setAttribute("role", "status");
  list.prepend(status);
  const count = () => {
    const entries = all("#tl .ev"), shown = entries.filter((e) => e.checkVisibility());
    const narrowed = form.querySelector("[id^=f][name=tag]:checked,#f-key:checked");
    status.textContent = narrowed ? shownOf.replace("{0}", shown.length).replace("{1}", entries.length) : "";
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
