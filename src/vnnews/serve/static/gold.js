// The gold file of an article as tables that are corrected: each list of gold.json is a table, each item a row.

const KINDS = ["count", "ratio", "percent", "money", "measure", "duration"];
const ACTIONS = ["elected", "re_elected", "appointed", "assigned", "dismissed", "resigned", "retired"];

// list of gold.json → its fields in order; a field is plain text unless said otherwise
const LISTS = {
  dates: { text: {}, value: {} },
  officials: { name: {}, titles: { lines: true } },
  appointments: { name: {}, title: {}, action: { of: ACTIONS }, date: {} },
  organizations: { acronym: {}, expansion: {} },
  abbreviations: { acronym: {}, expansion: {} },
  bodies: { name: {} },
  statistics: {
    text: {}, kind: { of: KINDS }, value: { number: true }, value_max: { number: true, spare: true },
    total: { number: true, spare: true }, unit: {}, period: {},
  },
  documents: { text: {}, number: {}, type: {}, date: {} },
};
const META = {
  title: { label: "headline" }, category: {}, published_at: {}, view_count: { number: true }, credit: {},
  ward: {}, district: {}, province: {},
};
const PLACE = ["ward", "district", "province"];
// what a selection can be added as → list and the field that takes the characters
export const ADDED = {
  date: ["dates", "text"], person: ["officials", "name"], statistic: ["statistics", "text"],
  acronym: ["abbreviations", "acronym"], organization: ["bodies", "name"], document: ["documents", "text"],
};

/** Rows of every list with the index in the record that each came from, so that a mark finds its row. */
export function rowsOf(look) {
  const { record, gold } = look;
  const index = (items, kept) => items.map((item, n) => [item, n]).filter(([item]) => kept(item)).map(([, n]) => n);
  const from = {
    dates: index(record.dates, (d) => d.value),
    documents: index(record.documents, (d) => d.number),
    organizations: index(record.acronyms, (a) => a.kind === "organization"),
    abbreviations: index(record.acronyms, (a) => a.kind !== "organization"),
  };
  const rows = {};
  for (const list of Object.keys(LISTS)) {
    rows[list] = (gold[list] ?? []).map((item, n) => ({
      item: list === "bodies" ? { name: item } : { ...item },
      from: list in from ? from[list][n] : n,
    }));
  }
  rows.meta = [{ item: { ...gold.meta, ...gold.meta.place }, from: 0 }];
  return rows;
}

/** The row that a mark of the text stands for, or undefined: ``[list, row]``. */
export function rowOfMark(look, rows, kind, item) {
  const lists = {
    date: ["dates"], person: ["officials"], title: ["officials"], appointment: ["appointments"],
    statistic: ["statistics"], document: ["documents"], acronym: ["organizations", "abbreviations"],
  };
  if (kind === "organization") {
    const { name } = look.record.organizations[item];
    const row = rows.bodies.find((one) => one.item.name === name);
    return row && ["bodies", row];
  }
  for (const list of lists[kind]) {
    const row = rows[list].find((one) => one.from === item);
    if (row) return [list, row];
  }
  return undefined;
}

/** What gold.json holds, made of the corrected rows. */
export function goldOf(look, rows) {
  const gold = { ...look.gold };
  const meta = { ...rows.meta[0].item };
  gold.meta = { place: {} };
  for (const field of Object.keys(META)) (PLACE.includes(field) ? gold.meta.place : gold.meta)[field] = meta[field] ?? null;
  for (const [list, fields] of Object.entries(LISTS)) {
    const kept = rows[list].filter(({ item }) => Object.keys(fields).some((field) => filled(item[field])));
    gold[list] = kept.map(({ item }) => (list === "bodies" ? item.name : whole(item, fields)));
  }
  return gold;
}

function filled(value) {
  return value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && !value.length);
}

function whole(item, fields) {
  const made = { ...item };
  for (const [field, how] of Object.entries(fields)) {
    if (how.spare && !filled(made[field])) delete made[field];
    else made[field] ??= how.lines ? [] : null;
  }
  return made;
}

/** Draw every list as a table of inputs into ``place``. */
export function draw(place, rows, words) {
  place.replaceChildren();
  place.append(table("meta", META, rows, words));
  for (const [list, fields] of Object.entries(LISTS)) place.append(table(list, fields, rows, words));
}

/** Add a row to a list and give the keyboard to its first empty cell. */
export function addRow(place, list, item, rows, words) {
  const row = { item, from: undefined };
  rows[list].push(row);
  const body = place.querySelector(`[data-list="${list}"] tbody`);
  const made = drawnRow(list, LISTS[list], row, rows, words);
  body.append(made);
  const cells = [...made.querySelectorAll("input, textarea, select")];
  (cells.find((cell) => !cell.value) ?? cells[0]).focus();
  made.scrollIntoView({ block: "center" });
}

function table(list, fields, rows, words) {
  const section = element("section", { className: "list" });
  section.dataset.list = list;
  const made = element("table");
  made.append(element("caption", { textContent: words.lists[list] }));
  const head = element("tr");
  for (const [field, how] of Object.entries(fields)) {
    head.append(element("th", { scope: "col", textContent: words.fields[how.label ?? field] }));
  }
  if (list !== "meta") head.append(element("td"));
  made.append(element("thead"), element("tbody"));
  made.tHead.append(head);
  made.tBodies[0].append(...rows[list].map((row) => drawnRow(list, fields, row, rows, words)));
  const wide = element("div", { className: "vnnews-wide" });
  wide.append(made);
  section.append(wide);
  if (list !== "meta") {
    const add = element("button", { type: "button", textContent: `+ ${words.add}` });
    add.addEventListener("click", () => addRow(section.parentElement, list, {}, rows, words));
    section.append(add);
  }
  return section;
}

function drawnRow(list, fields, row, rows, words) {
  const made = element("tr");
  row.drawn = made;
  for (const [field, how] of Object.entries(fields)) {
    const cell = element("td");
    const input = inputOf(how, row.item[field]);
    input.setAttribute("aria-label", `${words.lists[list]}: ${words.fields[how.label ?? field]}`);
    input.addEventListener("input", () => take(row.item, field, how, input));
    cell.append(input);
    made.append(cell);
  }
  if (list !== "meta") {
    const cell = element("td");
    const remove = element("button", { type: "button", textContent: "×", title: words.remove });
    remove.setAttribute("aria-label", words.remove);
    remove.addEventListener("click", () => {
      rows[list].splice(rows[list].indexOf(row), 1);
      made.remove();
    });
    cell.append(remove);
    made.append(cell);
  }
  return made;
}

function inputOf(how, value) {
  if (how.of) {
    const select = element("select");
    select.append(...["", ...how.of].map((one) => element("option", { value: one, textContent: one })));
    select.value = value ?? "";
    return select;
  }
  if (how.lines) {
    const lines = value ?? [];
    return element("textarea", { value: lines.join("\n"), rows: Math.max(lines.length, 1) });
  }
  return element("input", { value: value ?? "", inputMode: how.number ? "decimal" : "text" });
}

function take(item, field, how, input) {
  const text = input.value.trim();
  if (how.lines) {
    item[field] = text.split("\n").map((line) => line.trim()).filter(Boolean);
  } else if (!how.number || !text) {
    item[field] = text || null;
  } else {
    const number = Number(text);
    input.setAttribute("aria-invalid", String(!Number.isFinite(number)));
    if (Number.isFinite(number)) item[field] = number;
  }
}

export function element(name, properties = {}) {
  return Object.assign(document.createElement(name), properties);
}
