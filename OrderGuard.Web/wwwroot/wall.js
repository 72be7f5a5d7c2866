// The wall lives by the hub alone: no circuit, nothing of it is lost when the server restarts. It speaks SignalR's JSON
// protocol over a WebSocket itself (the few lines of it that a listener needs), so no client library has to be carried along.
const root = document.documentElement;
const words = JSON.parse(document.body.dataset.words);
const display = new URLSearchParams(location.search).get("display");
const END = "\u001e";
const SILENCE = 25_000;
const say = (key, ...values) => values.reduce((text, value, i) => text.replaceAll(`{${i}}`, value), words[key]);
const figure = name => document.querySelector(`[data-figure="${name}"]`);
const show = (name, text) => { const at = figure(name); if (at && at.textContent !== text) at.textContent = text; };
const calm = matchMedia("(prefers-reduced-motion: reduce)");

// ---- What is known ----
const alerts = new Map();
let categories = {};
let last = 0;
let ahead = 0;
let primed = false;
let lostSince = null;
const now = () => Date.now() + ahead;

// ---- The connection ----
let socket = null;
let heard = 0;
let tries = 0;
let asked = 0;

const address = path => {
  const url = new URL(path, document.baseURI);
  if (display) url.searchParams.set("access_token", display);
  return url;
};

function connect() {
  const url = address("hubs/alerts");
  url.protocol = url.protocol.replace("http", "ws");
  const mine = socket = new WebSocket(url);
  let rest = "";
  heard = Date.now();
  mine.onopen = () => send({ protocol: "json", version: 1 });
  mine.onmessage = event => {
    heard = Date.now();
    const parts = (rest + event.data).split(END);
    rest = parts.pop();
    for (const part of parts) if (mine === socket) receive(JSON.parse(part));
  };
  mine.onclose = () => { if (mine === socket) lose(); };
}

const send = message => { if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message) + END); };

async function lose() {
  socket = null;
  if (root.dataset.state !== "closed") {
    lostSince ??= new Date();
    root.dataset.state = primed ? "lost" : "connecting";
  }
  let wait = Math.min(500 * 2 ** tries++, 5_000);
  if (await isShutOut()) {
    root.dataset.state = "closed";
    wait = 30_000;
  } else if (root.dataset.state === "closed") root.dataset.state = "lost";
  status();
  setTimeout(connect, wait);
}

async function isShutOut() {
  try {
    const answer = await fetch(address("hubs/alerts/negotiate?negotiateVersion=1"), { method: "POST", redirect: "manual", signal: AbortSignal.timeout(3_000) });
    return answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;
  } catch {
    return false;
  }
}

function receive(message) {
  if (message.type === undefined && message.error) socket.close();
  else if (message.type === 7) socket.close();
  else if (message.type === 1) handlers[message.target]?.(...message.arguments);
}

const handlers = {
  snapshot(given) {
    alerts.clear();
    for (const alert of given.alerts) alerts.set(alert.id, alert);
    categories = given.categories ?? {};
    last = given.sequence;
    tries = 0;
    lostSince = null;
    root.dataset.state = "live";
    handlers.counters(given.counters);
    status();
    draw(primed);
    primed = true;
  },
  alertRaised: change,
  alertChanged: change,
  alertResolved: change,
  counters(given) {
    ahead = Date.parse(given.at) - Date.now();
    figures(given);
  },
};

function change(alert) {
  if (last > 0 && alert.sequence > last + 1 && Date.now() - asked > 1_000) {
    asked = Date.now();
    send({ type: 1, target: "RequestSnapshot", arguments: [] });
  }
  last = Math.max(last, alert.sequence);
  const known = alerts.get(alert.id);
  if (known && known.sequence > alert.sequence) return;
  if (alert.state === "resolved") alerts.delete(alert.id);
  else alerts.set(alert.id, alert);
  schedule();
}

setInterval(() => {
  if (socket && Date.now() - heard > SILENCE) {
    const silent = socket;
    socket = null;
    silent.close();
    lose();
  } else send({ type: 6 });
}, 10_000);

// ---- The figures ----
const whole = new Intl.NumberFormat(root.lang);
const percent = new Intl.NumberFormat(root.lang, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 2 });

function figures(given) {
  show("critical", whole.format(given.open.critical));
  figure("critical").parentElement.classList.toggle("wall-burning", given.open.critical > 0);
  given.byLevel.forEach((count, i) => show(`level${i + 1}`, whole.format(count)));
  const bad = given.timeoutRate > given.targetTimeoutRate;
  show("rate", given.timeoutRate === null || given.timeoutRate === undefined ? "–" : percent.format(given.timeoutRate));
  figure("rate").closest(".wall-figure").classList.toggle("wall-bad", bad);
  show("target", given.timeoutRate == null ? say("noOrders") : say(bad ? "over" : "target", percent.format(given.targetTimeoutRate)));
  show("orders", whole.format(given.ordersPerMinute));
  show("events", say("events", whole.format(given.eventsPerMinute)));
  spark(given);
}

function spark({ raisedByHour, placedByHour, targetTimeoutRate }) {
  const rates = raisedByHour.map((count, i) => placedByHour[i] > 0 ? count / placedByHour[i] : 0);
  const most = Math.max(...rates, targetTimeoutRate * 1.5) || 1;
  const y = rate => (34 - rate / most * 32).toFixed(1);
  const x = i => (rates.length === 1 ? 120 : i * 120 / (rates.length - 1)).toFixed(1);
  document.querySelector(".wall-spark polyline").setAttribute("points", (rates.length === 1 ? `0,${y(rates[0])} ` : "") + rates.map((rate, i) => `${x(i)},${y(rate)}`).join(" "));
  const line = document.querySelector(".wall-target");
  line.setAttribute("y1", y(targetTimeoutRate));
  line.setAttribute("y2", y(targetTimeoutRate));
}

// ---- The cards ----
const columns = [...document.querySelectorAll(".wall-column")];
const cards = new Map();
let drawing = 0;

function schedule() {
  drawing ||= requestAnimationFrame(() => { drawing = 0; draw(true); });
}

const isQuiet = alert => alert.snoozedUntil && Date.parse(alert.snoozedUntil) > now();
const rank = alert => isQuiet(alert) ? 2 : alert.state === "acknowledged" ? 1 : 0;
const inOrder = (a, b) => rank(a) - rank(b) || b.level - a.level || Date.parse(a.since) - Date.parse(b.since);

function draw(announce) {
  for (const column of columns) {
    const mine = [...alerts.values()].filter(alert => alert.severity === column.dataset.severity).sort(inOrder);
    const list = column.querySelector(".wall-cards");
    column.querySelector("[data-count]").textContent = whole.format(mine.filter(alert => alert.state === "open").length);
    const room = roomIn(column, mine.length);
    mine.slice(0, room).forEach((alert, i) => {
      const card = cards.get(alert.id) ?? arrive(alert, announce);
      fill(card, alert);
      if (list.children[i] !== card) list.insertBefore(card, list.children[i] ?? null);
    });
    const shown = new Set(mine.slice(0, room).map(alert => alert.id));
    for (const card of [...list.children]) if (!shown.has(card.dataset.id)) leave(card, announce && !alerts.has(card.dataset.id));
    const more = column.querySelector(".wall-more");
    more.hidden = mine.length <= room;
    more.textContent = say("more", whole.format(mine.length - room));
    column.querySelector(".wall-none").hidden = mine.length > 0;
    column.classList.toggle("wall-quiet", mine.length === 0);
  }
  tick();
}

function roomIn(column, wanted) {
  const list = column.querySelector(".wall-cards");
  if (getComputedStyle(list).overflowY !== "hidden") return 30;
  const style = getComputedStyle(list);
  const wide = style.gridTemplateColumns.split(" ").length;
  const tall = parseFloat(style.gridAutoRows) || 100;
  const gap = parseFloat(style.rowGap) || 0;
  const line = parseFloat(getComputedStyle(root).fontSize) * 2;
  const rows = height => Math.max(1, Math.floor((height + gap) / (tall + gap)));
  const height = column.clientHeight - list.offsetTop - parseFloat(getComputedStyle(column).paddingBottom);
  const all = rows(height) * wide;
  return wanted <= all ? all : rows(height - line) * wide;
}

function arrive(alert, announce) {
  const card = document.createElement("li");
  card.className = "wall-card";
  card.dataset.id = alert.id;
  card.innerHTML = '<div class="wall-card-head"><b class="wall-order"></b><span class="wall-level"></span></div><div class="wall-title"></div>'
    + '<div class="wall-wait"><span class="wall-bar"><i></i></span><time></time></div><div class="wall-card-foot"><span class="wall-category"></span><span class="wall-owner"></span></div>';
  cards.set(alert.id, card);
  if (announce) {
    card.classList.add("wall-new");
    setTimeout(() => card.classList.remove("wall-new"), 2_500);
    chime(alert.severity);
  }
  return card;
}

function leave(card, fade) {
  cards.delete(card.dataset.id);
  if (!fade || calm.matches) return card.remove();
  if (card.classList.contains("wall-gone")) return;
  card.classList.add("wall-gone");
  setTimeout(() => card.remove(), 400);
}

function put(card, selector, text) {
  const at = card.querySelector(selector);
  if (at.textContent !== text) at.textContent = text;
}

function fill(card, alert) {
  const risen = card.alert && card.alert.state === "acknowledged" && alert.state === "open";
  card.alert = alert;
  card.classList.toggle("wall-taken", alert.state === "acknowledged");
  card.classList.toggle("wall-snoozed", Boolean(isQuiet(alert)));
  put(card, ".wall-order", alert.orderNo ?? alert.rule ?? "");
  put(card, ".wall-level", alert.level > 1 ? `L${alert.level}` : "");
  const language = root.lang.startsWith("zh") ? "zh-CN" : "en";
  put(card, ".wall-title", alert.title[language]);
  put(card, ".wall-category", categories[alert.category]?.[language] || (alert.category ?? ""));
  put(card, ".wall-owner", isQuiet(alert) ? words.snoozed : alert.state === "acknowledged" ? `✓ ${alert.assignee ?? ""}` : alert.assignee ?? (display ? "" : words.nobody));
  if (risen) {
    card.classList.add("wall-new");
    setTimeout(() => card.classList.remove("wall-new"), 2_500);
  }
}

function duration(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  const units = [[Math.floor(s / 86400), "d"], [Math.floor(s / 3600) % 24, "h"], [Math.floor(s / 60) % 60, "m"], [s % 60, "s"]];
  const first = units.findIndex(([count]) => count > 0);
  return (first < 0 ? [units[3]] : units.slice(first, first + 2)).map(([count, unit]) => `${count} ${words[unit]}`).join(" ");
}

function tick() {
  const at = now();
  for (const card of cards.values()) {
    const { since, dueAt } = card.alert;
    const waited = at - Date.parse(since);
    put(card, "time", duration(waited));
    const allowed = dueAt ? Date.parse(dueAt) - Date.parse(since) : 0;
    card.querySelector(".wall-bar").hidden = allowed <= 0;
    if (allowed > 0) card.querySelector(".wall-bar i").style.width = `${Math.min(100, waited / allowed * 100 / 3).toFixed(1)}%`;
  }
  const clock = new Date(at);
  show("clock", clock.toLocaleTimeString(root.lang, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }));
  status();
}

function status() {
  const state = root.dataset.state;
  const text = state === "live" ? words.live : state === "closed" ? words.closed : lostSince && primed ? say("since", lostSince.toLocaleTimeString(root.lang, { hourCycle: "h23" })) : words.connecting;
  show("connection", text);
  const banner = document.querySelector(".wall-lost");
  const hidden = state === "live" || !primed && state !== "closed";
  if (banner.hidden !== hidden) {
    banner.hidden = hidden;
    schedule();
  }
  show("lost", state === "closed" ? words.closed : lostSince ? say("since", `${lostSince.toLocaleTimeString(root.lang, { hourCycle: "h23" })} (${duration(Date.now() - lostSince)})`) : "");
}

// ---- Sound, theme, full screen ----
let audio = null;
let chimed = 0;
const stored = key => { try { return localStorage.getItem(key); } catch { return null; } };
const store = (key, value) => { try { localStorage.setItem(key, value); } catch { /* A private window keeps nothing. */ } };
const tool = name => document.querySelector(`[data-tool="${name}"]`);
let loud = stored("og-wall-sound") === "on";

function chime(severity) {
  if (!loud || Date.now() - chimed < 1_500) return;
  chimed = Date.now();
  audio ??= new AudioContext();
  audio.resume();
  const notes = severity === "critical" ? [880, 660, 880] : [520, 660];
  notes.forEach((pitch, i) => {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const begins = audio.currentTime + i * 0.16;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, begins);
    volume.gain.exponentialRampToValueAtTime(0.2, begins + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, begins + 0.15);
    tone.connect(volume).connect(audio.destination);
    tone.start(begins);
    tone.stop(begins + 0.16);
  });
}

function useSound(on) {
  loud = on;
  store("og-wall-sound", on ? "on" : "off");
  tool("sound").setAttribute("aria-pressed", String(on));
}

useSound(loud);
root.dataset.theme = stored("og-wall-theme") ?? "dark";
tool("sound").addEventListener("click", () => { useSound(!loud); chimed = 0; chime("warning"); });
tool("theme").addEventListener("click", () => {
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  store("og-wall-theme", root.dataset.theme);
});
tool("screen").addEventListener("click", () => document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen());
addEventListener("pointerdown", () => { if (loud) { audio ??= new AudioContext(); audio.resume(); } });
addEventListener("resize", schedule);
addEventListener("online", () => { if (!socket) { tries = 0; } });
setInterval(tick, 1_000);
tick();
connect();
