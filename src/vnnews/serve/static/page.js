// The page: takes an article, asks the server, shows what was found. Of an article only text ever becomes part of the
// page, but for the marked text, which the server has escaped.

import { ADDED, addRow, draw, element, goldOf, rowOfMark, rowsOf } from "./gold.js";
import { EXAMPLE, WORDS } from "./words.js";

const $ = (id) => document.getElementById(id);
let language = navigator.language.startsWith("vi") ? "vi" : "en";
let words = WORDS[language];
let look = null; // the server's answer
let rows = null; // the gold rows being corrected
let selected = "";

function speak() {
  words = WORDS[language];
  document.documentElement.lang = language;
  for (const place of document.querySelectorAll("[data-word]")) place.textContent = words[place.dataset.word];
  $("language").textContent = words.language;
  $("language").lang = language === "vi" ? "en" : "vi";
  $("status").textContent = "";
  if (look) show();
}

async function ask(path, body, kind) {
  $("status").textContent = words.working;
  $("status").classList.remove("bad");
  let answer;
  try {
    answer = await fetch(path, { method: "POST", body, headers: { "Content-Type": kind } });
  } catch {
    return complain(words.offline);
  }
  if (!answer.ok) {
    const told = await answer.json().catch(() => ({}));
    return complain(words.failed.replace("{reason}", told.detail ?? answer.status));
  }
  look = await answer.json();
  rows = rowsOf(look);
  $("found").hidden = false;
  show();
  $("status").textContent = words.done.replace("{n}", look.steps.length);
}

function complain(reason) {
  $("status").textContent = reason;
  $("status").classList.add("bad");
}

function show() {
  $("article").innerHTML = look.html; // made by the server, with every character of the article escaped
  const counts = {};
  for (const mark of $("article").querySelectorAll("mark")) {
    counts[mark.dataset.kind] = (counts[mark.dataset.kind] ?? 0) + 1;
    mark.dataset.tip = tip(mark.dataset.tip);
    mark.setAttribute("aria-description", mark.dataset.tip);
  }
  $("legend").replaceChildren(...Object.entries(counts).map(([kind, count]) => {
    const line = element("li");
    line.append(element("mark", { className: `vn-${kind}`, textContent: words.kinds[kind] }), ` ${count}`);
    return line;
  }));
  draw($("tables"), rows, words);
  $("json").textContent = JSON.stringify(look.record, null, 2);
  explain();
}

function tip(told) {
  const [first, ...rest] = told.split("\n");
  const [kind, ...value] = first.split(": ");
  const named = rest.map((line) => line.replace(/^(rule|lexicon)/, (name) => words[name]));
  return [`${words.kinds[kind] ?? kind}: ${value.join(": ")}`, ...named].join("\n");
}

function explain() {
  const wide = element("div", { className: "vnnews-wide" });
  const table = element("table");
  const head = element("tr");
  for (const name of ["place", "kind", "text", "value", "rule", "entries"]) {
    head.append(element("th", { scope: "col", textContent: words.fields[name] }));
  }
  table.append(element("thead"), element("tbody"));
  table.tHead.append(head);
  for (const step of look.steps) {
    const line = element("tr");
    const cells = [`${step.start}–${step.end}`, words.kinds[step.kind], step.text, step.value, step.rule, step.entries.join(", ")];
    line.append(...cells.map((text) => element("td", { textContent: text })));
    table.tBodies[0].append(line);
  }
  wide.append(table);
  const warned = look.record.warnings.map((w) => element("li", { textContent: `${w.code}: ${w.message}` }));
  const list = element("ul");
  list.append(...warned);
  $("why").replaceChildren(wide, ...(warned.length ? [element("h3", { textContent: words.warnings }), list] : []));
}

function open(tab) {
  for (const other of document.querySelectorAll("[role=tab]")) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    $(other.getAttribute("aria-controls")).hidden = !chosen;
  }
}

function correct(mark) {
  const found = rowOfMark(look, rows, mark.dataset.kind, Number(mark.dataset.item));
  open($("tab-correct"));
  if (!found) return;
  const [, row] = found;
  for (const drawn of document.querySelectorAll("tr.chosen")) drawn.classList.remove("chosen");
  row.drawn.classList.add("chosen");
  row.drawn.scrollIntoView({ block: "center" });
  row.drawn.querySelector("input, textarea, select").focus({ preventScroll: true });
}

function offer() {
  const range = getSelection();
  const inside = !range.isCollapsed && $("article").contains(range.anchorNode) && $("article").contains(range.focusNode);
  selected = inside ? range.toString().trim() : "";
  $("adding").hidden = !selected;
  if (!selected) return;
  $("adding").setAttribute("aria-label", words.addAs);
  $("adding").replaceChildren(element("span", { textContent: words.addAs }), ...Object.keys(ADDED).map((kind) => {
    const button = element("button", { type: "button", textContent: words.kinds[kind] });
    button.addEventListener("click", () => add(kind, selected));
    return button;
  }));
}

function add(kind, text) {
  const [list, field] = ADDED[kind];
  getSelection().removeAllRanges();
  $("adding").hidden = true;
  open($("tab-correct"));
  addRow($("tables"), list, { [field]: text }, rows, words);
}

function save(name, text, kind) {
  const link = element("a", { href: URL.createObjectURL(new Blob([text], { type: kind })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function saveGold() {
  const invalid = $("tables").querySelectorAll("[aria-invalid=true]");
  if (invalid.length) {
    complain(words.invalid.replace("{n}", invalid.length));
    invalid[0].focus();
    return;
  }
  save("gold.json", `${JSON.stringify(goldOf(look, rows), null, 1)}\n`, "application/json");
}

$("given").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = $("text").value;
  if (!text.trim()) return complain(words.empty);
  const known = { text, url: $("url").value || null, published_at: $("posted").value || null };
  return ask("look", JSON.stringify(known), "application/json");
});
$("file").addEventListener("change", async () => {
  const [file] = $("file").files;
  if (!file) return;
  const known = new URLSearchParams();
  if ($("url").value) known.set("url", $("url").value);
  if ($("posted").value) known.set("published_at", $("posted").value);
  $("file").value = "";
  await ask(`look/file?${known}`, file, "application/octet-stream");
  if (look) $("text").value = look.record.text;
});
$("example").addEventListener("click", () => {
  $("text").value = EXAMPLE;
  $("given").requestSubmit();
});
$("language").addEventListener("click", () => {
  language = language === "vi" ? "en" : "vi";
  speak();
});
$("article").addEventListener("click", (event) => {
  const mark = event.target.closest("mark");
  if (mark && getSelection().isCollapsed) correct(mark);
});
$("article").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("mark")) correct(event.target);
});
document.addEventListener("selectionchange", offer);
document.querySelector("[role=tablist]").addEventListener("click", (event) => {
  if (event.target.matches("[role=tab]")) open(event.target);
});
document.querySelector("[role=tablist]").addEventListener("keydown", (event) => {
  const tabs = [...document.querySelectorAll("[role=tab]")];
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
  open(next);
  next.focus();
});
$("save-gold").addEventListener("click", saveGold);
$("save-text").addEventListener("click", () => save("text.txt", look.record.text, "text/plain"));
$("save-record").addEventListener("click", () => save("record.json", `${JSON.stringify(look.record)}\n`, "application/json"));
speak();
