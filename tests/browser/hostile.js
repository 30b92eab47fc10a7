// Runs in the dashboard: answers its questions with wrong values in every place, one at a time, and
// reports the faults of the page. Counts in window.answered, and sets window.report to a list of
// sentences when done.
window.answered = 0;
window.report = null;
(async () => {
  const MESSAGES = "msg/recent?limit=1000";
  const PATHS = ["healthz", MESSAGES, "signing_keys", "queue"];
  const VALUES = [
    "{}", "[]", "null", '{"toString":1}', '{"v":{"toString":1,"valueOf":1}}', "[[[]]]",
    '{"__proto__":{"toString":1},"constructor":1,"toJSON":1}', '["__proto__","constructor","length"]',
    "1e308", "9223372036854775808", "-1", "true", '"__proto__"', '"toString"', '""',
  ];
  const report = [];
  const errors = [];
  addEventListener("error", (event) => errors.push(event.message));
  addEventListener("unhandledrejection", (event) => errors.push(String(event.reason)));

  const real = {};
  const headers = { Authorization: `Bearer ${sessionStorage.getItem("p2msg.token")}` };
  for (const path of PATHS) real[path] = await (await fetch(path, { headers })).json();
  const kinds = new Set();
  const samples = real[MESSAGES].filter((message) => {
    const isNew = !kinds.has(message.type_id);
    kinds.add(message.type_id);
    return isNew;
  });
  const alert = real[MESSAGES].find((message) => message.type_id === 0x10);
  const owners = Object.entries(real.signing_keys).slice(0, 2);
  const sound = {
    healthz: real.healthz,
    [MESSAGES]: samples,
    signing_keys: Object.fromEntries(owners),
    queue: { queue: real.queue.queue.slice(0, 2) },
  };

  // The page asks only when its button is pressed.
  const later = window.setTimeout;
  window.setTimeout = (act, delay, ...rest) => (delay >= 1000 ? 0 : later(act, delay, ...rest));
  let answers = {};
  window.fetch = async (path) => {
    const answer = answers[path];
    if (answer instanceof Error) throw answer;
    return answer instanceof Response ? answer.clone() : new Response(JSON.stringify(answer));
  };
  const link = document.querySelector("#link");
  const poll = () => new Promise((resolve) => {
    new MutationObserver((_, observer) => {
      observer.disconnect();
      later(resolve);
    }).observe(link, { attributes: true });
    document.querySelector("#refresh").click();
  });

  /** Each place in a value: the names and indices that lead to it. */
  function* places(value, path = []) {
    yield path;
    if (typeof value !== "object" || value === null) return;
    for (const name of Object.keys(value)) yield* places(value[name], [...path, name]);
  }
  const replaced = (value, path, by) => {
    if (path.length === 0) return by;
    const copy = structuredClone(value);
    const last = path.at(-1);
    path.slice(0, -1).reduce((at, name) => at[name], copy)[last] = by;
    return copy;
  };
  const texts = (selector) => [...document.querySelectorAll(selector)].map((one) => one.textContent);
  // The fields whose wrong type the page must report, and how many names lead to them.
  const NEEDED = {
    healthz: [1, "now", "status", "allow_send", "network", "version"],
    [MESSAGES]: [2, "type_id", "timestamp", "verified", "orphaned", "protocol_authority", "signature_status", "message_hash"],
    signing_keys: [4, "key_index", "revoked", "first_seen"],
    queue: [3, "id", "state", "timestamp"],
  };

  let what = "";
  const expect = (condition, sentence) => {
    if (!condition) report.push(`${what}: ${sentence}`);
  };

  async function check({ endpoint, path, original, value, label }) {
    window.answered += 1;
    const count = window.answered;
    what = label;
    const intact = { ...alert, text: `Intact alert ${count}`, message_hash: `hash ${count}` };
    const list = answers[MESSAGES];
    if (Array.isArray(list)) answers[MESSAGES] = [...list, intact];
    await poll();
    const state = link.dataset.state;
    const notice = document.querySelector("#gone");
    const isShown = (alert) => texts(".banner .says").includes(alert);
    if (Array.isArray(list)) {
      expect(isShown(intact.text), "the alert of this answer is missing");
      expect(texts("#message-list > li").length === list.length + 1, "messages are missing");
      expect(texts("#node-rows > tr").length <= list.length, "too many nodes");
    } else {
      expect(texts(".banner .says").some((text) => text.startsWith("Intact alert")), "the alerts are gone");
    }
    if (endpoint !== "signing_keys") {
      const keys = owners.reduce((sum, [, owner]) => sum + Object.keys(owner.keys).length, 0);
      expect(texts("#key-rows > tr").length === keys, "keys are missing");
    }
    if (state === "live") {
      expect(document.querySelector(".malformed, .unshown") === null, "live, but entries are malformed");
      expect(notice.hidden, "live, but there is a notice");
    } else {
      expect(!notice.hidden && notice.textContent !== "", "not live, but the notice is missing");
      expect(document.querySelector("#link-text").textContent !== "Live", "the words say live");
    }
    // A miner chooses the data, which must not change the state of the link.
    if (endpoint === MESSAGES && path[1] === "data") expect(state === "live", `content makes the link ${state}`);
    const type = (of) => (of === null ? "null" : Array.isArray(of) ? "list" : typeof of);
    const [depth, ...fields] = NEEDED[endpoint] ?? [];
    const isNeeded = path.length === 0 || (path.length === depth && fields.includes(path.at(-1)));
    if (isNeeded && type(value) !== type(original)) expect(state !== "live", "live in spite of a wrong type");
    expect(errors.length === 0, `exceptions: ${errors.splice(0).join("; ")}`);
  }

  answers = { ...sound };
  await check({ endpoint: "", path: ["-"], original: 1, value: 1, label: "sound answers" });
  expect(link.dataset.state === "live", "not live");

  // Drawing the page takes nearly all of the time, and the checks below read only its elements.
  document.body.style.display = "none";
  for (const endpoint of PATHS) {
    for (const path of places(sound[endpoint])) {
      const original = path.reduce((at, name) => at[name], sound[endpoint]);
      for (const text of VALUES) {
        const value = JSON.parse(text);
        answers = { ...sound, [endpoint]: replaced(sound[endpoint], path, value) };
        const label = `${endpoint} ${path.join(".")} = ${text}`;
        await check({ endpoint, path, original, value, label });
      }
    }
    for (const answer of [
      new Response("no", { status: 500 }),
      new Response("<html>"),
      new Response(""),
    ]) {
      answers = { ...sound, [endpoint]: answer };
      await check({ endpoint, path: [], original: {}, value: 0, label: `${endpoint} fails` });
    }
  }

  document.body.style.display = "";

  answers = Object.fromEntries(PATHS.map((path) => [path, new TypeError("no network")]));
  await check({ endpoint: "signing_keys", path: [], original: {}, value: 0, label: "no network" });
  expect(link.dataset.state === "gone", "no network, but not gone");

  // A panel that fails stops no other one.
  document.querySelector("#key-rows").remove();
  answers = { ...sound };
  await check({ endpoint: "signing_keys", path: [], original: {}, value: 0, label: "a panel fails" });
  expect(document.querySelector("#gone").textContent.includes("The signing keys cannot be shown."), "no notice");
  expect(texts("#queue-list > li").length === 2, "the panels behind it are missing");
  window.report = report;
})().catch((error) => { window.report = [String(error.stack)]; });
