"use strict";
// Tables that are searched, filtered and sorted, a page at a time. Text enters the page as text only.

const settings = JSON.parse(document.getElementById("settings").textContent);
const t = settings.words;
const numbers = new Intl.NumberFormat(settings.lang, { maximumFractionDigits: 12 });
const order = new Intl.Collator(settings.lang, { numeric: true }).compare;
const SIZES = [10, 25, 50, 100];

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// "Hòa" and "hoà" and "hoa" are one to who types without marks.
function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
}

function plain(text) {
  return text.normalize("NFC").toLowerCase();
}

function later(action, wait) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, wait);
  };
}

// Each column: title; value(row) to sort by; cell(row), text or a node; number, day or long; search.
class Table {
  constructor(host, { caption, columns, rows, sort, filter, chart, onView, current }) {
    Object.assign(this, { columns, rows, onView, current, filter, found: rows, page: 0, size: SIZES[0], keys: new Map() });
    this.sorted = sort ?? null;
    this.body = element("tbody");
    this.status = element("span", { role: "status" });
    this.heads = columns.map((column, index) => this.#head(column, index));
    const table = element("table", {}, element("caption", {}, caption), element("thead", {}, element("tr", {}, ...this.heads)), this.body);
    const wrap = element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, table);
    host.replaceChildren(this.#bar(caption), chart ?? "", wrap, this.#pager(caption));
    this.update();
  }

  #head(column, index) {
    const sort = () => {
      const same = this.sorted?.[0] === index;
      this.sorted = [index, same ? -this.sorted[1] : column.number || column.day ? -1 : 1];
      this.update();
    };
    const button = element("button", { type: "button", class: "sort", onclick: sort }, column.title);
    return element("th", { scope: "col", class: column.number ? "number" : null, "aria-sort": "none" }, button);
  }

  #bar(caption) {
    this.input = element("input", { type: "search", oninput: later(() => this.update(), 120), "aria-label": `${t.search}: ${caption}` });
    const find = element("label", { class: "find" }, t.search, this.input);
    if (!this.filter) return element("div", { class: "bar" }, find);
    const counts = new Map();
    for (const row of this.rows) counts.set(this.filter.value(row), (counts.get(this.filter.value(row)) ?? 0) + 1);
    const names = [...counts.keys()].filter((name) => name !== null).sort(order);
    const options = names.map((name) => element("option", { value: name }, `${name} (${numbers.format(counts.get(name))})`));
    this.select = element("select", { onchange: () => this.update() }, element("option", { value: "" }, t.show_all), ...options);
    return element("div", { class: "bar" }, find, element("label", {}, this.filter.title, this.select));
  }

  #pager(caption) {
    const step = (by) => () => this.show(this.page + by);
    this.back = element("button", { type: "button", onclick: step(-1) }, t.previous);
    this.on = element("button", { type: "button", onclick: step(1) }, t.next);
    const resize = (event) => {
      this.size = Number(event.target.value);
      this.show(0);
    };
    const sizes = element("select", { onchange: resize, "aria-label": `${t.rows}: ${caption}` }, ...SIZES.map((n) => element("option", {}, n)));
    return element("div", { class: "bar" }, this.back, this.on, this.status, element("label", {}, t.rows, sizes));
  }

  // The text of a row that is searched, made once and only for who searches.
  #key(row, how) {
    let keys = this.keys.get(how);
    if (!keys) this.keys.set(how, (keys = new Map()));
    let key = keys.get(row);
    if (key === undefined) {
      const told = this.columns.filter((c) => c.search !== false).map((c) => (c.search ?? c.value)(row) ?? "");
      keys.set(row, (key = how(told.join(" \n "))));
    }
    return key;
  }

  update() {
    const query = plain(this.input.value.trim());
    const how = folded(query) === query ? folded : plain;
    const words = query.split(/\s+/).filter(Boolean);
    const kept = this.select?.value;
    this.found = this.rows.filter(
      (row) => (!kept || this.filter.value(row) === kept) && words.every((word) => this.#key(row, how).includes(word)),
    );
    if (this.sorted) this.#sort();
    this.heads.forEach((head, index) => {
      const direction = this.sorted?.[0] === index ? this.sorted[1] : 0;
      head.setAttribute("aria-sort", direction ? (direction > 0 ? "ascending" : "descending") : "none");
    });
    this.show(0);
  }

  #sort() {
    const [index, direction] = this.sorted;
    const { value } = this.columns[index];
    const ranks = rankOf(this.found.map(value));
    const keyed = this.found.map((row, at) => [ranks(value(row)), at, row]);
    keyed.sort((a, b) => (a[0] === null) - (b[0] === null) || direction * (a[0] - b[0]) || a[1] - b[1]);
    this.found = keyed.map((entry) => entry[2]);
  }

  show(page) {
    this.page = Math.max(0, Math.min(page, Math.ceil(this.found.length / this.size) - 1));
    const first = this.page * this.size;
    const rows = this.found.slice(first, first + this.size);
    this.body.replaceChildren(...rows.map((row) => this.#row(row)));
    const place = { first: numbers.format(first + 1), last: numbers.format(first + rows.length), all: numbers.format(this.found.length) };
    this.status.textContent = rows.length ? filled(t.shown, place) : t.nothing;
    this.back.disabled = this.page === 0;
    this.on.disabled = first + rows.length >= this.found.length;
    this.onView?.(rows, this.found);
  }

  #row(row) {
    const cells = this.columns.map((column, index) => {
      const style = column.number ? "number" : column.day ? "day" : column.long ? "long" : column.place ? "place" : null;
      const told = (column.cell ?? column.value)(row);
      return element(index ? "td" : "th", { class: style, scope: index ? null : "row" }, typeof told === "number" ? numbers.format(told) : told ?? "–");
    });
    return element("tr", { "aria-current": this.current?.(row) ? "true" : null }, ...cells);
  }
}

// Strings are ranked once each: comparing by the rules of a language is slow.
function rankOf(values) {
  const strings = [...new Set(values.filter((value) => typeof value === "string"))].sort(order);
  const ranks = new Map(strings.map((text, rank) => [text, rank]));
  return (value) => (typeof value === "string" ? ranks.get(value) : value ?? null);
}
