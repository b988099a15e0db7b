// <almanac-timeline src="https://example.org/embed/en/2019?tag=policy"> shows a
// part of an Almanac in another page. The element's content is what readers
// see without scripts. Attributes: src (a page's or a frame's address), n,
// days (only what comes up in so many), order (newest or oldest first), theme
// (light or dark; otherwise the reader's own), label.
const root = new URL(".", import.meta.url);

class AlmanacTimeline extends HTMLElement {
  static observedAttributes = ["src", "n", "days", "order", "theme", "label"];
  #frame;

  constructor() {
    super();
    this.#frame = document.createElement("iframe");
    this.#frame.loading = "lazy";
    this.#frame.referrerPolicy = "strict-origin-when-cross-origin";
    this.#frame.style.cssText = "display:block;width:100%;height:35rem;border:0;color-scheme:normal";
    this.attachShadow({ mode: "open" }).append(this.#frame);
  }

  connectedCallback() {
    addEventListener("message", this);
    this.#show();
  }

  disconnectedCallback() {
    removeEventListener("message", this);
  }

  attributeChangedCallback() {
    this.#show();
  }

  // The frame tells how tall its list is, so that it needs no scroll bar.
  handleEvent(event) {
    if (event.source !== this.#frame.contentWindow || event.origin !== root.origin) return;
    const height = Number(event.data?.almanacHeight);
    if (height > 0) this.#frame.style.height = `${Math.min(Math.ceil(height), 20000)}px`;
  }

  #show() {
    const src = this.getAttribute("src");
    if (!src || !this.isConnected) return;
    const url = new URL(src, root);
    if (url.origin !== root.origin) return; // a frame of another site is not ours to style
    const path = url.pathname.slice(root.pathname.length);
    if (!path.startsWith("embed/")) url.pathname = `${root.pathname}embed/${path}`;
    for (const key of ["n", "days", "order", "theme"]) {
      if (this.hasAttribute(key)) url.searchParams.set(key, this.getAttribute(key));
    }
    this.#frame.title = this.getAttribute("label") || this.textContent.trim() || "Almanac";
    if (this.#frame.src !== url.href) this.#frame.src = url.href;
  }
}

customElements.get("almanac-timeline") ?? customElements.define("almanac-timeline", AlmanacTimeline);
