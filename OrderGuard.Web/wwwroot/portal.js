// What the shell does without asking the server: theme, navigation, menus, keys, copying, and the state of the
// connection. It listens on the document, so it also works on pages that are not interactive.
const root = document.documentElement;

function remember(name, value) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax${secure}`;
}

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
remember("og-zone", zone());
globalThis.orderGuard = { zone };

const isDark = () => root.dataset.theme
  ? root.dataset.theme === "dark"
  : matchMedia("(prefers-color-scheme: dark)").matches;

function useTheme(theme) {
  root.dataset.theme = theme;
  document.getElementById("og-theme-light").media = theme === "light" ? "all" : "not all";
  document.getElementById("og-theme-dark").media = theme === "dark" ? "all" : "not all";
  remember("og-theme", theme);
}

async function copy(button) {
  const text = button.dataset.portalCopy;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without TLS the browser has no clipboard for scripts.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  button.classList.add("og-copied");
  setTimeout(() => button.classList.remove("og-copied"), 1500);
}

function focusSearch() {
  root.dataset.search = "open";
  const box = document.getElementById("og-search");
  box?.focus();
  box?.select();
}

const actions = {
  theme: () => useTheme(isDark() ? "light" : "dark"),
  nav() {
    const collapsed = root.dataset.nav !== "collapsed";
    if (collapsed) root.dataset.nav = "collapsed";
    else delete root.dataset.nav;
    remember("og-nav", collapsed ? "collapsed" : "open");
  },
  drawer() {
    if (root.dataset.drawer === "open") delete root.dataset.drawer;
    else {
      root.dataset.drawer = "open";
      document.querySelector(".og-nav a")?.focus();
    }
  },
  search: focusSearch,
  keys: () => document.getElementById("og-keys")?.showModal(),
  "keys-close": () => document.getElementById("og-keys")?.close(),
  skip: () => document.getElementById("og-main")?.focus(),
  reload: () => location.reload(),
  print: () => print(),
  reconnect: () => reconnect(),
};

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.og-menu[open]")) if (menu !== except) menu.open = false;
}

document.addEventListener("click", event => {
  const copied = event.target.closest("[data-portal-copy]");
  if (copied) copy(copied);
  const acting = event.target.closest("[data-portal]");
  if (acting) {
    if (acting.dataset.portal === "skip") event.preventDefault();
    actions[acting.dataset.portal]?.();
  }
  if (event.target.closest(".og-nav a")) delete root.dataset.drawer;
  if (event.target.closest(".og-search-results a")) document.activeElement?.blur();
  const menu = event.target.closest("details.og-menu");
  closeMenus(event.target.closest(".og-menu-item") ? null : menu);
  if (event.target.id === "og-keys") event.target.close();
}, true);

document.addEventListener("focusout", event => {
  if (event.target.id === "og-search") delete root.dataset.search;
});

const isTyping = target => target.isContentEditable
  || ["TEXTAREA", "SELECT"].includes(target.tagName)
  || (target.tagName === "INPUT" && !["checkbox", "radio", "button", "submit"].includes(target.type));

let lead = null;
document.addEventListener("keydown", event => {
  if (event.target.id === "og-search" && ["ArrowUp", "ArrowDown"].includes(event.key)) event.preventDefault();
  if (event.key === "Escape") {
    const menu = document.querySelector("details.og-menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    delete root.dataset.drawer;
    if (event.target.id === "og-search") event.target.blur();
    return;
  }
  if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("dialog[open], .rz-dialog-wrapper")) return;
  if (event.key === "/") {
    event.preventDefault();
    focusSearch();
  } else if (event.key === "?") {
    event.preventDefault();
    actions.keys();
  } else if (lead) {
    const place = document.querySelector(`[data-shortcut="${CSS.escape(lead)} ${CSS.escape(event.key)}"]`);
    lead = null;
    if (place) {
      event.preventDefault();
      place.click();
    }
  } else if (event.key === "g") {
    lead = "g";
    setTimeout(() => { lead = null; }, 1200);
  }
});

// Where the navigation is longer than the window, the current page's place comes into sight, once for each page.
let shown = null;

function showPlace() {
  const [current] = [...document.querySelectorAll(".og-nav-link.active")].sort((a, b) => b.pathname.length - a.pathname.length);
  if (!current || current === shown) return;
  shown = current;
  const nav = current.closest(".og-nav");
  const [frame, box] = [nav.getBoundingClientRect(), current.getBoundingClientRect()];
  if (box.top >= frame.top && box.bottom <= frame.bottom) return;
  nav.scrollTop += box.top - frame.top - (nav.clientHeight - box.height) / 2;
}

showPlace();
new MutationObserver(showPlace).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["class"] });

// Blazor writes the state of its connection into the class of this element; the rest of the page reads it from
// the root: html[data-connection=lost].
const modal = document.getElementById("components-reconnect-modal");
let retry = 0;

async function reconnect() {
  clearTimeout(retry);
  try {
    const known = await globalThis.Blazor.reconnect();
    if (!known) location.reload();
  } catch {
    retry = setTimeout(reconnect, 10_000);
  }
}

function followConnection() {
  const has = name => modal.classList.contains(`components-reconnect-${name}`);
  if (has("rejected")) {
    // The server is back but has forgotten this circuit: a fresh page is the only live one.
    location.reload();
  } else if (has("show") || has("failed")) {
    if (root.dataset.connection !== "lost") {
      root.dataset.connection = "lost";
      root.dataset.lostSince = new Date().toISOString();
    }
    if (has("failed")) retry = setTimeout(reconnect, 10_000);
  } else if (has("hide")) {
    delete root.dataset.connection;
    delete root.dataset.lostSince;
  }
}

if (modal) new MutationObserver(followConnection).observe(modal, { attributes: true, attributeFilter: ["class"] });
