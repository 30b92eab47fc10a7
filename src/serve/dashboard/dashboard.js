// The dashboard of p2msg serve. It asks the server that it came from, and nobody else.
//
// What strangers wrote goes into the page through textContent alone, with the characters that hide
// or reorder text spelled out.

const POLL_MS = 30_000;
/** How soon to ask again when the server is gone, or still reading. */
const RETRY_MS = 5_000;
const TIMEOUT_MS = 10_000;
const MAX_TEXT_BYTES = 220;
const PAGE = 50;
const MAX_BANNERS = 3;
const MAX_SERIES = 6;
/** How many dismissals are remembered. */
const MAX_DISMISSED = 500;

const NODE_STATUS = 0x01;
const CHAT = 0x02;
const ANNOUNCE = 0x03;
const EMERGENCY = 0x10;

// Maps, because a name like "constructor" is a property of every object.
const KINDS = new Map([
  [NODE_STATUS, "Node status"],
  [CHAT, "Chat"],
  [ANNOUNCE, "Announcement"],
  [0x04, "Version signal"],
  [0x05, "Merged mining"],
  [0x06, "Featured node"],
  [EMERGENCY, "Alert"],
  [0x20, "Transition"],
]);

const KIND_IDS = new Map([
  ["NODE_STATUS", NODE_STATUS],
  ["MINER_MESSAGE", CHAT],
  ["POOL_ANNOUNCE", ANNOUNCE],
  ["EMERGENCY", EMERGENCY],
]);

const FILTERS = [
  { name: "All", has: () => true },
  { name: "Chat", has: (message) => message.type_id === CHAT },
  { name: "Announcements", has: (message) => message.type_id === ANNOUNCE },
  { name: "Alerts", has: (message) => message.type_id === EMERGENCY },
  { name: "Status", has: (message) => message.type_id === NODE_STATUS },
  { name: "Other", has: (message) => ![CHAT, ANNOUNCE, EMERGENCY, NODE_STATUS].includes(message.type_id) },
];

const TRUST = {
  valid: ["Verified", "The signature holds under a key that its owner announced."],
  unsigned: ["Unsigned", "Nobody signed it. The address is that of the share it came in."],
  unknown_key: ["Unverified", "It is signed with a key that nobody has announced."],
  invalid: ["Bad signature", "Its signature does not hold: it may be forged."],
  revoked: ["Revoked key", "It is signed with a key that its owner has replaced."],
};
const ICONS = {
  valid: "verified",
  unsigned: "unsigned",
  unknown_key: "unknown",
  invalid: "invalid",
  revoked: "revoked",
};

const byId = (id) => document.getElementById(id);

/** What was last heard from the server, and what the reader chose. */
const state = {
  messages: [],
  keys: [],
  /** The entries of the queue; null if they are not available, for the reason in `queueError`. */
  queue: null,
  queueError: null,
  filter: FILTERS[0],
  shown: PAGE,
  known: null,
  network: null,
  version: null,
  /** What healthz reports: "ok", "reading", "unreadable", "behind" or "stuck", and the reason. */
  status: null,
  reason: null,
  /** The parts that were received since the page was opened. */
  loaded: new Set(),
  allowSend: false,
  /** How far the server's clock is ahead of this one, in seconds. */
  clockAhead: 0,
  link: "connecting",
  /** When the server was last heard. */
  heard: new Date(),
};

// ---- Values from the server
//
// JSON can contain a value of any type in every place, and shares contain the JSON of their miners.
// Everything that is drawn has passed one of these checks.

/** The largest number in a report that is drawn: 1,000 times the hash rate of Bitcoin. */
const MAX_AMOUNT = 1e24;
/** The last second that a Date can represent. */
const MAX_SECONDS = 8_640_000_000_000;

const isText = (value) => typeof value === "string";
const isFlag = (value) => typeof value === "boolean";
const isWhole = (value) => Number.isSafeInteger(value) && value >= 0;
const isSeconds = (value) => isWhole(value) && value <= MAX_SECONDS;
const isAmount = (value) => Number.isFinite(value) && value >= 0 && value <= MAX_AMOUNT;
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads the fields of a JSON value. A field of a wrong type counts as missing. */
class Fields {
  /** Whether the value is an object, and each field read so far had the right type. */
  areSound;
  #value;

  constructor(value) {
    this.areSound = isObject(value);
    this.#value = this.areSound ? value : {};
  }

  /** The value of a field; null if it is missing. */
  get(name, isRight) {
    const value = Object.hasOwn(this.#value, name) ? this.#value[name] : null;
    if (value === null || isRight(value)) return value;
    this.areSound = false;
    return null;
  }

  /** The value of a field that every such object has; `otherwise` if it is missing. */
  need(name, isRight, otherwise = null) {
    const value = this.get(name, isRight);
    if (value === null) this.areSound = false;
    return value ?? otherwise;
  }
}

/** The fields that messages and entries of the queue share. */
function readContent(fields) {
  const type = fields.get("type", (value) => isText(value) || isWhole(value));
  return {
    type,
    type_id: KIND_IDS.get(type) ?? null,
    timestamp: fields.need("timestamp", isSeconds),
    text: fields.get("text", isText),
    raw: fields.get("raw", isText),
    // The miner chose it: readStatus and JSON.stringify take any value.
    data: fields.get("data", () => true),
  };
}

/** A message; `malformed` is null, or its place in the list, which keeps malformed ones apart. */
function readMessage(value, index) {
  const fields = new Fields(value);
  const read = readContent(fields);
  read.type_id = fields.need("type_id", isWhole, read.type_id);
  read.verified = fields.need("verified", isFlag, false);
  read.orphaned = fields.need("orphaned", isFlag, false);
  read.protocol_authority = fields.need("protocol_authority", isFlag, false);
  read.signature_status = fields.need("signature_status", isText);
  read.message_hash = fields.need("message_hash", isText);
  for (const name of ["sender", "signing_id", "share_hash", "authority", "carrier"]) read[name] = fields.get(name, isText);
  read.status = read.type_id === NODE_STATUS && isObject(read.data) ? readStatus(read.data) : null;
  return { ...read, malformed: fields.areSound ? null : index };
}

/** What a node reports of itself. It is content: a wrong type is the miner's, not the server's. */
function readStatus(data) {
  const fields = new Fields(data);
  return {
    v: fields.get("v", isText),
    hr: fields.get("hr", isAmount),
    p: fields.get("p", isAmount),
    sc: fields.get("sc", isAmount),
    up: fields.get("up", isAmount),
  };
}

/** An entry of the queue; `malformed` is as in a message. */
function readEntry(value, index) {
  const fields = new Fields(value);
  const read = readContent(fields);
  read.id = fields.need("id", isWhole);
  read.state = fields.need("state", isText);
  return { ...read, malformed: fields.areSound ? null : index };
}

/** The signing keys of all owners, the highest key_index of each owner first. */
function readKeys(registry) {
  return Object.entries(registry).flatMap(([address, value]) => {
    const owner = new Fields(value);
    const keys = Object.entries(owner.need("keys", isObject, {})).map(([signingId, key]) => {
      const fields = new Fields(key);
      return {
        address,
        signingId,
        key_index: fields.need("key_index", isWhole),
        revoked: fields.need("revoked", isFlag),
        first_seen: fields.need("first_seen", isSeconds),
        malformed: !fields.areSound,
      };
    });
    const missing = { address, signingId: null, key_index: null, revoked: null, first_seen: null, malformed: true };
    if (!owner.areSound) return [missing];
    return keys.sort((a, b) => b.key_index - a.key_index);
  });
}

// ---- Elements

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== null));
  return made;
}

function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

function icon(name) {
  return svg("svg", { class: "icon", "aria-hidden": "true" }, svg("use", { href: `#icon-${name}` }));
}

const drawn = new WeakMap();

/**
 * Gives `parent` one element for each item; elements of items that did not change stay.
 *
 * An item that cannot be drawn gets a placeholder, and the others are drawn.
 */
function fill(parent, items, draw) {
  const old = new Map([...parent.children].map((child) => [drawn.get(child), child]));
  const wanted = items.map((item) => {
    try {
      const key = JSON.stringify(item);
      const made = old.get(key) ?? draw(item);
      // Equal items need an element each.
      old.delete(key);
      drawn.set(made, key);
      return made;
    } catch (error) {
      console.error(error);
      return placeholder(parent);
    }
  });
  for (const child of [...parent.children]) if (!wanted.includes(child)) child.remove();
  wanted.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
  });
}

function placeholder(parent) {
  const words = "This entry cannot be shown.";
  if (parent.localName === "tbody") {
    return element("tr", { className: "unshown" }, element("td", { colSpan: 8, textContent: words }));
  }
  const name = parent.localName === "ol" ? "li" : "div";
  return element(name, { className: "unshown", textContent: words });
}

function showIf(id, condition) {
  byId(id).hidden = !condition;
}

// ---- Strangers' text

/** Controls, bidirectional and invisible characters: those that `is_hidden` of visible.rs names. */
const HIDDEN =
  /([\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}])/u;

/** HIDDEN, or a combining mark beyond the fourth of a character, as in visible.rs. */
const ESCAPED = new RegExp(`(${HIDDEN.source.slice(1, -1)}|(?<=\\p{M}{4})\\p{M})`, "u");

const CONTROLS = (
  "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US"
).split(" ");

/** `text` in an element of its own, which keeps its writing direction to itself. */
function strange(text, className = "") {
  const box = element("bdi", { className });
  // Every second part is a character to spell out.
  text.split(ESCAPED).forEach((part, index) => {
    if (index % 2 === 0) box.append(part);
    else box.append(element("span", { className: "hidden-character", textContent: spelled(part) }));
  });
  return box;
}

function spelled(character) {
  const code = character.codePointAt(0);
  if (code < 0x20) return CONTROLS[code];
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** The ends of an address or hash, whole as its title. */
function short(text, className = "mono") {
  const shown = text.length > 18 ? `${text.slice(0, 9)}…${text.slice(-6)}` : text;
  const box = strange(shown, className);
  box.title = text;
  return box;
}

function content(message) {
  if (message.text !== null) return strange(message.text);
  const words = message.status ? statusWords(message.status) : "";
  if (words) return strange(words);
  if (message.data !== null) return strange(JSON.stringify(message.data), "mono");
  return strange(message.raw ?? "", "mono");
}

/** The report of a node in words; empty if it contains nothing known. */
function statusWords(status) {
  const words = [
    [status.v, (version) => version],
    [status.hr, hashrate],
    [status.p, (peers) => (peers === 1 ? "1 peer" : `${peers} peers`)],
    [status.sc, (height) => `share height ${height}`],
    [status.up, (seconds) => `up ${duration(seconds)}`],
  ];
  return words.filter(([value]) => value !== null).map(([value, write]) => write(value)).join(" · ");
}

// ---- Time and numbers

const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const relative = new Intl.RelativeTimeFormat("en", { numeric: "always", style: "short" });

function now() {
  return Date.now() / 1000 + state.clockAhead;
}

function ago(timestamp) {
  const seconds = Math.round(timestamp - now());
  const size = Math.abs(seconds);
  if (size < 60) return relative.format(seconds, "second");
  if (size < 3600) return relative.format(Math.trunc(seconds / 60), "minute");
  if (size < 86_400) return relative.format(Math.trunc(seconds / 3600), "hour");
  return relative.format(Math.trunc(seconds / 86_400), "day");
}

function time(timestamp) {
  if (timestamp === null) return element("span", { textContent: "time unknown" });
  const date = new Date(timestamp * 1000);
  const made = element("time", { dateTime: date.toISOString(), title: absolute.format(date) });
  made.textContent = ago(timestamp);
  return made;
}

function refreshTimes() {
  for (const made of document.querySelectorAll("time")) {
    made.textContent = ago(Date.parse(made.dateTime) / 1000);
  }
}

function hashrate(perSecond) {
  const units = ["H/s", "kH/s", "MH/s", "GH/s", "TH/s", "PH/s", "EH/s"];
  let value = perSecond;
  while (value >= 1000 && units.length > 1) {
    value /= 1000;
    units.shift();
  }
  return `${value >= 100 || Number.isInteger(value) ? Math.round(value) : value.toFixed(1)} ${units[0]}`;
}

function duration(seconds) {
  const days = Math.trunc(seconds / 86_400);
  const hours = Math.trunc(seconds / 3600) % 24;
  const minutes = Math.trunc(seconds / 60) % 60;
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min` : `${Math.trunc(seconds)} s`;
}

// ---- Trust

function badge(className, iconName, words, title) {
  return element("span", { className: `badge ${className}`, title }, icon(iconName), words);
}

function badges(message) {
  const status = trust(message);
  const made = [badge(status, ICONS[status], ...TRUST[status])];
  if (message.malformed !== null) made.push(malformedBadge());
  if (message.orphaned) {
    const title = "Only shares beside the best chain carry it.";
    made.push(badge("orphaned", "orphaned", "Orphaned", title));
  }
  if (message.protocol_authority) {
    const title = "An authority of the protocol signed it.";
    made.push(badge("authority", "authority", "Authority", title));
  }
  return element("span", { className: "badges" }, ...made);
}

function malformedBadge() {
  const title = "Fields of the server's answer are missing or have a wrong type.";
  return badge("invalid malformed", "unknown", "Malformed", title);
}

/** What is known of a signature; what a later server may say besides is not trusted. */
function trust(message) {
  return Object.hasOwn(TRUST, message.signature_status) ? message.signature_status : "unknown_key";
}

/** How much the frame around a message says that it is to be trusted. */
function standing(message) {
  return message.orphaned ? "is-orphaned" : `is-${trust(message)}`;
}

// ---- Messages

function kindName(message) {
  return KINDS.get(message.type_id) ?? String(message.type ?? "Unknown kind");
}

function drawFilters() {
  byId("filters").replaceChildren(...FILTERS.map((filter) => {
    const count = element("span", { className: "count" });
    const button = element("button", { type: "button" }, filter.name, count);
    button.addEventListener("click", () => choose(filter));
    filter.button = button;
    filter.count = count;
    return button;
  }));
}

function choose(filter) {
  state.filter = filter;
  state.shown = PAGE;
  showMessages();
}

function showMessages() {
  const onlyVerified = byId("only-verified").checked;
  const offered = state.messages.filter((message) => message.verified || !onlyVerified);
  for (const filter of FILTERS) {
    filter.count.textContent = offered.filter(filter.has).length;
    filter.button.setAttribute("aria-pressed", String(filter === state.filter));
  }
  const chosen = offered.filter(state.filter.has);
  fill(byId("message-list"), chosen.slice(0, state.shown), drawMessage);
  byId("message-empty").textContent =
    state.messages.length === 0 ? "No messages." : "No messages of this kind.";
  showIf("message-list", chosen.length > 0);
  showIf("message-empty", state.loaded.has("messages") && chosen.length === 0);
  showIf("more", chosen.length > state.shown);
}

function drawMessage(message) {
  const head = element("div", { className: "message-head" },
    element("span", { className: `kind kind-${message.type_id}`, textContent: kindName(message) }),
    badges(message), time(message.timestamp));
  return element("li", { className: `message ${standing(message)}` },
    head, element("p", { className: "says", dir: "auto" }, content(message)), details(message));
}

function details(message) {
  const facts = [
    ["From", author(message)],
    ["Carried by", message.carrier],
    ["signing_id", message.signing_id],
    ["Share", message.share_hash],
    ["message_hash", message.message_hash],
    ["Sealed to", message.authority],
  ];
  const list = element("dl", { className: "facts" });
  for (const [name, value] of facts.filter(([, value]) => value)) {
    list.append(element("dt", { textContent: name }), element("dd", {}, strange(value, "mono")));
  }
  const from = author(message);
  const summary = element("summary", {}, from ? "from " : "sender unknown", from ? short(from) : null);
  return element("details", {}, summary, list);
}

/** Who wrote it: the authority that signed it, or the sender. A miner only carries an authority's message. */
function author(message) {
  const byAuthority = message.verified && (message.protocol_authority || message.authority);
  return byAuthority ? message.authority ?? "an authority" : message.sender;
}

/** Tells listeners to the page what came since it was last shown. */
function announceNew() {
  const { messages, known } = state;
  state.known = new Set(messages.map((message) => message.message_hash));
  if (known === null) return;
  const fresh = messages.filter((message) => !known.has(message.message_hash));
  if (fresh.length === 1) announce(`New message: ${kindName(fresh[0])}`);
  if (fresh.length > 1) announce(`${fresh.length} new messages`);
}

function announce(text) {
  byId("announcer").textContent = text;
}

function showCounts() {
  const { messages, keys, queue } = state;
  const revoked = keys.filter((key) => key.revoked).length;
  byId("count-messages").textContent = messages.length;
  byId("count-verified").textContent = messages.filter((message) => message.verified).length;
  byId("count-senders").textContent = new Set(messages.map((message) => message.sender).filter(Boolean)).size;
  byId("count-keys").textContent = state.loaded.has("keys") ? keys.length : "–";
  if (revoked > 0) byId("count-keys").append(element("small", { textContent: ` ${revoked} revoked` }));
  const waiting = queue?.filter((entry) => entry.state === "pending" || entry.state === "packed");
  byId("count-queue").textContent = waiting ? waiting.length : "–";
}

// ---- Chat

function showChat() {
  const { messages } = state;
  const box = byId("chat-scroll");
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
  const chat = messages.filter((message) => message.type_id === CHAT).slice(0, PAGE).reverse();
  fill(byId("chat-list"), chat, drawChat);
  showIf("chat-empty", chat.length === 0);
  if (atEnd) box.scrollTop = box.scrollHeight;
}

function drawChat(message) {
  const from = author(message);
  const sender = from ?? "?";
  const face = element("span", { className: `face hue-${hue(sender)}`, textContent: sender.slice(-2) });
  face.setAttribute("aria-hidden", "true");
  const head = element("p", { className: "chat-head" },
    from ? short(from) : "unknown", " ", time(message.timestamp));
  const says = element("p", { className: "bubble", dir: "auto" }, content(message));
  return element("li", { className: standing(message) }, face, element("div", {}, head, says, badges(message)));
}

/** One of eight colours, the same for the same sender. */
function hue(sender) {
  return [...sender].reduce((sum, character) => (sum * 31 + character.codePointAt(0)) % 9973, 7) % 8;
}

// ---- Alerts

function dismissed() {
  try {
    const read = JSON.parse(localStorage.getItem("p2msg.dismissed") ?? "[]");
    return Array.isArray(read) ? read : [];
  } catch {
    return [];
  }
}

function dismiss(hashes) {
  const all = [...new Set([...dismissed(), ...hashes])];
  try {
    localStorage.setItem("p2msg.dismissed", JSON.stringify(all.slice(-MAX_DISMISSED)));
  } catch {
    announce("The browser does not let this page remember the dismissal.");
  }
  showAlerts();
  byId("main").focus({ preventScroll: true });
}

/** Alerts that nobody vouches for are shown as such, and behind those that somebody does. */
function showAlerts() {
  const gone = new Set(dismissed());
  const alerts = state.messages
    .filter((message) => message.type_id === EMERGENCY && !gone.has(message.message_hash))
    .sort((a, b) => Number(stands(b)) - Number(stands(a)));
  const banners = alerts.slice(0, MAX_BANNERS);
  const rest = alerts.slice(MAX_BANNERS).map((message) => message.message_hash).filter((hash) => hash !== null);
  fill(byId("banners"), rest.length > 0 ? [...banners, { rest }] : banners, drawBanner);
  showIf("banners", alerts.length > 0);
  const place = state.network ? `p2msg · ${state.network}` : "p2msg";
  document.title = alerts.some(stands) ? `Alert! ${place}` : place;
}

function stands(message) {
  return message.verified && !message.orphaned;
}

function drawBanner(alert) {
  if (alert.rest) return drawRest(alert.rest);
  const title = stands(alert) ? "Alert" : "Unconfirmed alert";
  let button = null;
  if (alert.message_hash !== null) {
    button = element("button", { type: "button", className: "quiet", textContent: "Dismiss" });
    button.addEventListener("click", () => dismiss([alert.message_hash]));
  }
  const body = element("div", { className: "banner-body" },
    element("p", { className: "banner-title" },
      element("strong", { textContent: title }), badges(alert), time(alert.timestamp)),
    element("p", { className: "says", dir: "auto" }, content(alert)),
    element("p", { className: "banner-from" }, "from ", author(alert) ? short(author(alert)) : "unknown"));
  const className = `banner ${stands(alert) ? "stands" : "doubtful"}`;
  const banner = element("div", { className }, icon("alert"), body, button);
  banner.setAttribute("role", stands(alert) ? "alert" : "status");
  return banner;
}

function drawRest(rest) {
  const button = element("button", { type: "button", className: "quiet", textContent: "Dismiss these too" });
  button.addEventListener("click", () => dismiss(rest));
  return element("div", { className: "banner rest" },
    element("p", { className: "banner-body", textContent: `${rest.length} more alerts are among the messages.` }),
    button);
}

// ---- Nodes

/** What nodes report of themselves: for each sender its reports, newest first. */
function reports(messages) {
  const nodes = new Map();
  for (const message of messages) {
    if (message.status === null || message.orphaned) continue;
    const node = message.sender ?? "unknown";
    nodes.set(node, [...(nodes.get(node) ?? []), message]);
  }
  return [...nodes.entries()];
}

function showNodes() {
  const nodes = reports(state.messages);
  fill(byId("node-rows"), nodes.map(([node, [latest]]) => ({ node, latest })), drawNode);
  showIf("node-table", nodes.length > 0);
  showIf("node-empty", nodes.length === 0);
  const charted = nodes.slice(0, MAX_SERIES);
  const charts = nodes.length === 0 ? [] : [
    drawChart("Hashrate", charted, "hr", hashrate),
    drawChart("Peers", charted, "p", String),
    drawLegend(charted, nodes.length),
  ];
  byId("charts").replaceChildren(...charts);
}

function drawNode({ node, latest }) {
  const { status } = latest;
  const cell = (value, className = "") => element("td", { className }, value);
  const count = (value, write) => cell(value === null ? "–" : write(value), "number");
  return element("tr", { className: standing(latest) },
    element("th", { scope: "row" }, short(node)),
    cell(strange(status.v ?? "–")),
    count(status.hr, hashrate), count(status.p, String), count(status.sc, String), count(status.up, duration),
    cell(time(latest.timestamp)), cell(badges(latest)));
}

/** A chart of one value over time, a line for each node. The table has the same numbers in words. */
function drawChart(title, nodes, field, write) {
  const lines = nodes.map(([, messages]) => messages
    .map((message) => ({ at: message.timestamp, value: message.status[field] }))
    .filter((point) => point.at !== null && point.value !== null));
  const points = lines.flat();
  const start = points.reduce((least, point) => Math.min(least, point.at), now() - 120);
  const end = points.reduce((most, point) => Math.max(most, point.at), now());
  const top = roundTop(points.reduce((most, point) => Math.max(most, point.value), 0));
  const x = (point) => (((point.at - start) / (end - start)) * 1000).toFixed(1);
  const y = (point) => (100 - (point.value / top) * 100).toFixed(1);
  const label = `${title} of ${nodes.length} nodes over time; the table has the latest`;
  const picture = svg("svg",
    { viewBox: "0 0 1000 100", preserveAspectRatio: "none", role: "img", "aria-label": label },
    svg("path", { class: "grid", d: "M0 0H1000M0 50H1000M0 100H1000" }));
  lines.forEach((line, index) => {
    const course = line.map((point) => `${x(point)} ${y(point)}`).join("L");
    if (course) picture.append(svg("path", { class: `line series-${index}`, d: `M${course}` }));
    const [latest] = line;
    if (latest) picture.append(svg("path", { class: `point series-${index}`, d: `M${x(latest)} ${y(latest)}h0` }));
  });
  const words = (className, texts) =>
    element("div", { className }, ...texts.map((text) => element("span", { textContent: text })));
  return element("figure", { className: "chart" },
    element("figcaption", { textContent: title }),
    words("axis", [write(top), write(top / 2), "0"]),
    picture,
    words("span", [clock.format(start * 1000), clock.format(end * 1000)]));
}

/** The top of an axis: an even number of ones, tens, ... with room above `value`. */
function roundTop(value) {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(value, 1))));
  return 2 * unit * (Math.floor(value / unit / 2) + 1);
}

function drawLegend(nodes, total) {
  const entries = nodes.map(([node], index) => element("li", {},
    svg("svg", { class: "key", viewBox: "0 0 28 8", "aria-hidden": "true" },
      svg("path", { class: `line series-${index}`, d: "M1 4H27" })), short(node)));
  if (total > nodes.length) entries.push(element("li", { textContent: `and ${total - nodes.length} more in the table` }));
  return element("ul", { className: "legend" }, ...entries);
}

// ---- Keys

function showKeys() {
  const { keys } = state;
  fill(byId("key-rows"), keys, drawKey);
  showIf("key-table", keys.length > 0);
  showIf("key-empty", keys.length === 0);
}

function drawKey(key) {
  return element("tr", { className: key.revoked === false ? "is-valid" : "is-revoked" },
    element("th", { scope: "row" }, short(key.address)),
    element("td", { className: "number", textContent: key.key_index ?? "–" }),
    element("td", {}, keyMark(key)),
    element("td", {}, short(key.signingId ?? "–", "mono signing-id")),
    element("td", {}, time(key.first_seen)));
}

function keyMark(key) {
  if (key.malformed) return malformedBadge();
  if (key.revoked) return badge("revoked", "revoked", "Revoked", "Its owner has announced a later key.");
  return badge("valid", "key", "Current", "The latest key that its owner has announced.");
}

// ---- Queue

function showQueue() {
  const { queue, queueError } = state;
  fill(byId("queue-list"), [...(queue ?? [])].reverse().slice(0, PAGE), drawEntry);
  byId("queue-empty").textContent = queueError ?? "Nothing is queued.";
  showIf("queue-list", queue?.length > 0);
  showIf("queue-empty", !queue || queue.length === 0);
}

function drawEntry(entry) {
  const facts = `${entry.id ?? "–"} · ${kindName(entry)} · queued `;
  return element("li", {},
    element("span", { className: `stage stage-${entry.state}`, textContent: entry.state ?? "–" }),
    element("div", {},
      element("p", { className: "says", dir: "auto" }, content(entry)),
      element("p", { className: "hint" }, facts, time(entry.timestamp), entry.malformed === null ? null : malformedBadge())));
}

// ---- Sending

/** The token, as long as the tab is open; empty where the browser keeps nothing. */
function token() {
  try {
    return sessionStorage.getItem("p2msg.token") ?? "";
  } catch {
    return "";
  }
}

function keepToken(value) {
  try {
    if (value) sessionStorage.setItem("p2msg.token", value);
    else sessionStorage.removeItem("p2msg.token");
  } catch {
    // Then it is asked for each time.
  }
  showTokenPart();
}

function showTokenPart() {
  showIf("token-part", !token());
  showIf("forget", Boolean(token()));
}

function countBytes() {
  const bytes = new TextEncoder().encode(byId("text").value).length;
  byId("bytes").textContent = `${bytes} of ${MAX_TEXT_BYTES} bytes`;
  byId("bytes").classList.toggle("too-many", bytes > MAX_TEXT_BYTES);
  return bytes;
}

function tellSender(text, isError = false) {
  byId("send-result").textContent = text;
  byId("send-result").classList.toggle("error", isError);
}

/** What is missing before anything can be sent, and where; null if nothing is. */
function missing() {
  const bytes = countBytes();
  if (!token() && !byId("token").value.trim()) return ["token", "The token is needed."];
  if (bytes === 0) return ["text", "Write something first."];
  if (bytes > MAX_TEXT_BYTES) return ["text", `The text is ${bytes - MAX_TEXT_BYTES} bytes too long.`];
  return null;
}

async function submit(event) {
  event.preventDefault();
  const lack = missing();
  if (lack) {
    byId(lack[0]).focus();
    tellSender(lack[1], true);
    return;
  }
  const message = { type: byId("kind").value, text: byId("text").value };
  if (message.type === "alert" && !(await confirmed(message.text))) return;
  byId("send-button").disabled = true;
  try {
    await send(message);
  } finally {
    byId("send-button").disabled = false;
  }
}

/** Asks whether an alert is meant. */
function confirmed(text) {
  const dialog = byId("confirm");
  byId("confirm-text").replaceChildren(strange(text));
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

async function send(message) {
  const shown = token() || byId("token").value.trim();
  let response;
  try {
    response = await fetch("share_messages", {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${shown}` },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    tellSender("No answer. The queue will show whether the message arrived.", true);
    return;
  }
  const answer = new Fields(await response.json().catch(() => null));
  if (response.status === 401) keepToken("");
  if (!response.ok) {
    const wrongToken = response.status === 401;
    const why = answer.get("error", isText) ?? `The server answered ${response.status}.`;
    tellSender(wrongToken ? "That is not the token." : why, true);
    byId(wrongToken ? "token" : "text").focus();
    return;
  }
  keepToken(shown);
  byId("token").value = "";
  byId("text").value = "";
  countBytes();
  tellSender("Queued for your next share.");
  // What is being asked right now may have been answered before.
  await running;
  refresh();
}

function showSending() {
  showIf("send", state.allowSend);
  showIf("send-off", !state.allowSend);
}

// ---- The link to the server

/** An answer that is not usable; the message names its path. */
class Refused extends Error {
  constructor(path, why, status = null) {
    super(`${path} ${why}`);
    this.status = status;
  }
}

async function get(path, accepted = [], headers = {}) {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(path, { cache: "no-store", headers, signal });
  const { ok, status } = response;
  if (!ok && !accepted.includes(status)) throw new Refused(path, `answered ${status}`, status);
  try {
    return JSON.parse(await response.text());
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refused(path, "did not answer with JSON");
    throw error;
  }
}

/** The queue, or the reason why it is not shown. */
async function getQueue(path) {
  if (!state.allowSend) return { error: "Start p2msg serve --allow-send to see the queue." };
  const shown = token();
  if (!shown) return { error: "Enter the token to see the queue." };
  try {
    return await get(path, [403, 503], { Authorization: `Bearer ${shown}` });
  } catch (error) {
    if (!(error instanceof Refused && error.status === 401)) throw error;
    if (token() === shown) keepToken("");
    return { error: "That is not the token." };
  }
}

async function showQueueWithToken() {
  const entered = byId("token").value.trim();
  if (!entered) {
    byId("token").focus();
    tellSender("The token is needed.", true);
    return;
  }
  keepToken(entered);
  // A request without the token may be under way.
  await running;
  await refresh();
  byId(token() ? "queue-list" : "token").focus();
  tellSender(token() ? "" : "That is not the token.", !token());
}

/** The questions of the page: the path, the function that asks, the function that takes the answer. */
const HEALTH = ["healthz", (path) => get(path, [503]), takeHealth];
const PARTS = [
  ["msg/recent?limit=1000", (path) => get(path), takeMessages],
  ["signing_keys", (path) => get(path), takeKeys],
  ["queue", getQueue, takeQueue],
];

/**
 * Asks for everything. Returns the failures, each as a sentence.
 *
 * A part that fails keeps its last state, and the others are taken. Throws if there is no answer.
 */
async function load() {
  const failures = [];
  let refused = null;
  let isAnswered = false;
  const take = async ([path, ask, taken]) => {
    let answer;
    try {
      answer = await ask(path);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refused = error;
      failures.push(`${error.message}.`);
      return;
    }
    isAnswered = true;
    if (!taken(answer)) failures.push(`${path} answered with missing or wrong fields.`);
  };
  state.status = null;
  await take(HEALTH);
  if (state.status !== "reading") await Promise.all(PARTS.map(take));
  if (!isAnswered) throw refused;
  return failures;
}

// Each of these takes the sound fields of an answer, and returns whether all fields are sound.

function takeHealth(answer) {
  const health = new Fields(answer);
  const now = health.need("now", isSeconds);
  state.clockAhead = now === null ? 0 : now - Date.now() / 1000;
  state.status = health.need("status", isText);
  state.reason = health.get("reason", isText);
  state.network = health.need("network", isText);
  state.version = health.need("version", isText);
  state.allowSend = health.need("allow_send", isFlag, false);
  return health.areSound;
}

function takeMessages(answer) {
  if (!Array.isArray(answer)) return false;
  state.messages = answer.map(readMessage);
  state.loaded.add("messages");
  return state.messages.every((message) => message.malformed === null);
}

function takeKeys(answer) {
  if (!isObject(answer)) return false;
  state.keys = readKeys(answer);
  state.loaded.add("keys");
  return state.keys.every((key) => !key.malformed);
}

function takeQueue(answer) {
  const fields = new Fields(answer);
  const entries = fields.get("queue", Array.isArray);
  state.queueError = fields.get("error", isText);
  if (entries === null && state.queueError === null) {
    state.queueError = "The answer about the queue is malformed.";
    fields.areSound = false;
  }
  state.queue = entries?.map(readEntry) ?? null;
  state.loaded.add("queue");
  return fields.areSound && (state.queue ?? []).every((entry) => entry.malformed === null);
}

/** The panels, alerts first: name, function, and the part of the answers that it needs. */
const PANELS = [
  ["The alerts", showAlerts, "messages"],
  ["The state of the server", showHealth, null],
  ["The list of messages", showMessages, "messages"],
  ["The chat", showChat, "messages"],
  ["The node status", showNodes, "messages"],
  ["The signing keys", showKeys, "keys"],
  ["The queue", showQueue, "queue"],
  ["The counts", showCounts, "messages"],
  ["The news", announceNew, "messages"],
  ["The ages", refreshTimes, null],
];

/** Draws each panel by itself. Returns the failures, each as a sentence. */
function show() {
  const failures = [];
  for (const [name, draw, part] of PANELS) {
    if (part !== null && !state.loaded.has(part)) continue;
    try {
      draw();
    } catch (error) {
      console.error(error);
      failures.push(`${name} cannot be shown.`);
    }
  }
  if (document.querySelector(".unshown")) failures.push("Entries cannot be shown.");
  return failures;
}

function showHealth() {
  byId("network").textContent = state.network ?? "";
  showIf("network", state.network !== null);
  byId("version").textContent = state.version === null ? "" : `p2msg ${state.version}.`;
  showSending();
}

const LINK_WORDS = {
  connecting: "Connecting",
  reading: "Reading",
  live: "Live",
  stale: "Store unreadable",
  partial: "Partly shown",
  gone: "Server gone",
};

function setLink(link, notice = "") {
  const wasGone = state.link === "gone";
  state.link = link;
  byId("link").dataset.state = link;
  byId("link-text").textContent = LINK_WORDS[link];
  byId("gone").textContent = notice;
  showIf("gone", notice !== "");
  document.body.classList.toggle("is-gone", link === "gone");
  if (wasGone && link !== "gone") announce("The server is back.");
}

/** Shows the state of the link: "Live" only if everything was received and drawn. */
function heard(failures) {
  state.heard = new Date();
  if (state.status === "reading") {
    setLink("reading", "The share store is being read. Messages come when that is done.");
  } else if (["unreadable", "stuck", "behind"].includes(state.status)) {
    const reason = state.reason === null ? "" : ` (${state.reason})`;
    const notice = `The share store cannot be read${reason}. This page shows the last messages that could be read.`;
    setLink("stale", [notice, ...failures].join(" "));
  } else if (failures.length > 0 || state.status !== "ok") {
    const reported = state.status === null || state.status === "ok" ? [] : [`The server reports: ${state.status}.`];
    setLink("partial", ["Not everything is shown.", ...reported, ...failures].join(" "));
  } else {
    setLink("live");
  }
}

function unheard(error) {
  const since = absolute.format(state.heard);
  const why = error instanceof Refused ? error.message : "p2msg serve does not answer";
  const again = `Asking again every ${RETRY_MS / 1000} seconds.`;
  setLink("gone", `Server gone: ${why}. The page shows messages from ${since}. ${again}`);
}

let timer;
let running = null;

async function poll() {
  clearTimeout(timer);
  try {
    const failures = await load().catch(unheard);
    // The page is drawn first: "Live" is a statement about the page.
    if (failures) heard([...failures, ...show()]);
  } finally {
    timer = setTimeout(refresh, state.link === "live" || state.link === "stale" ? POLL_MS : RETRY_MS);
  }
}

function refresh() {
  running ??= poll().finally(() => { running = null; });
  return running;
}

// ---- What the reader does

function listen() {
  byId("refresh").addEventListener("click", refresh);
  byId("only-verified").addEventListener("change", showMessages);
  byId("more").addEventListener("click", () => {
    state.shown += PAGE;
    showMessages();
  });
  byId("send").addEventListener("submit", submit);
  byId("text").addEventListener("input", countBytes);
  byId("show-queue").addEventListener("click", showQueueWithToken);
  byId("forget").addEventListener("click", () => {
    keepToken("");
    refresh();
    byId("token").focus();
  });
  byId("confirm-no").addEventListener("click", () => byId("confirm").close());
  byId("confirm-yes").addEventListener("click", () => byId("confirm").close("yes"));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() - state.heard.getTime() > POLL_MS) refresh();
  });
  setInterval(refreshTimes, 10_000);
}

drawFilters();
listen();
showTokenPart();
refresh();
