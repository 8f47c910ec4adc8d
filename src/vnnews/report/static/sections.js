// What each section shows: its table, its chart, and where a row leads.

const LINES = 300; // figures drawn at most
const WARDS = 6; // wards that have a colour of their own

const at = (id) => document.getElementById(id);
const lines = (...parts) => parts.filter(Boolean).join("\n");

function officeSection() {
  const chart = makeChart("offices", t.offices_key, ({ row, spot }) => {
    const { person, title, spots } = data.offices[row];
    openPanel(`${person}, ${title}`, { spots: spot === undefined ? spots : [spot] });
  });
  const events = (row) => row.events.map(([action, date]) => [t[action] ?? action, date].filter(Boolean).join(" ")).join("; ");
  new Table(at("offices-table"), {
    caption: t.offices, rows: data.offices, chart: chart.figure, filter: { title: t.place, value: (row) => row.place },
    sort: [4, -1],
    columns: [
      { title: t.person, value: (r) => r.person, cell: (r) => link(r.person, `${r.person}, ${r.title}`, { spots: allSpots(r) }) },
      { title: t.office, long: true, value: (r) => r.title },
      { title: t.place, place: true, value: (r) => r.place },
      { title: t.first_seen, day: true, value: (r) => r.first, search: false },
      { title: t.last_seen, day: true, value: (r) => r.last, search: false },
      { title: t.mentions, number: true, value: (r) => r.spots.length, search: false },
      { title: t.appointments, value: (r) => events(r) || null, cell: (r) => eventLink(r, events(r)) },
    ],
    onView: (rows) => draw(chart, timeline(rows)),
  });
}

const allSpots = (row) => [...row.spots, ...row.events.map((event) => event[3])];

function eventLink(row, told) {
  return told ? link(told, `${row.person}, ${row.title}`, { spots: row.events.map((event) => event[3]) }) : null;
}

function timeline(rows) {
  const dated = rows.filter((row) => dayOf(row.first) !== null || row.events.some((event) => dayOf(event[2]) !== null));
  const labels = labelled(dated, (row) => `${row.person} · ${row.title}`);
  return dated.flatMap((row, index) => {
    const title = `${row.person}, ${row.title}`;
    const base = { label: labels[index], row: row.number, former: row.former };
    const held = { ...base, what: "held", first: dayOf(row.first), last: dayOf(row.last) };
    held.tip = lines(title, row.place, `${row.first} – ${row.last}`, row.former && t.former);
    const told = row.events.filter((event) => dayOf(event[2]) !== null).map(([action, date, first, spot]) => ({
      ...base, what: "event", first: dayOf(first), last: dayOf(first), spot,
      tip: lines(title, `${t[action] ?? action} ${date ?? first}`),
    }));
    return [...(held.first === null ? [] : [held]), ...told];
  });
}

// The wards that get a colour: those with most rows; the others stand together.
function coloured(rows, ward, weight) {
  const counts = new Map();
  for (const row of rows) counts.set(ward(row), (counts.get(ward(row)) ?? 0) + weight(row));
  const first = [...counts].filter(([name]) => name !== null).sort((a, b) => b[1] - a[1]).slice(0, WARDS).map(([name]) => name);
  const place = new Map(first.map((name, index) => [name, index]));
  return (row) => [ward(row) === null ? t.no_ward : place.has(ward(row)) ? ward(row) : t.other_wards, place.get(ward(row)) ?? WARDS];
}

function monthSection() {
  const chart = makeChart("months", t.chart_months, (mark) => openPanel(mark.tip.split("\n").slice(0, 2).join(" · "), { articles: mark.row }));
  new Table(at("months-table"), {
    caption: t.months, rows: data.months, chart: chart.figure, sort: [0, -1],
    columns: [
      { title: t.month, day: true, value: (r) => r.month, cell: (r) => r.month ?? t.unknown },
      { title: t.ward, value: (r) => r.ward, cell: (r) => r.ward ?? t.no_ward },
      { title: t.articles_head, number: true, value: (r) => r.articles.length, search: false,
        cell: (r) => link(numbers.format(r.articles.length), [r.month ?? t.unknown, r.ward ?? t.no_ward].join(" · "), { articles: r.articles }) },
    ],
    onView: (rows, found) => draw(chart, stacked(found.filter((row) => dayOf(row.month) !== null))),
  });
}

function stacked(rows) {
  const named = coloured(rows, (row) => row.ward, (row) => row.articles.length);
  const bars = new Map();
  for (const row of rows) {
    const [ward, place] = named(row);
    const key = `${row.month}\n${ward}`;
    const bar = bars.get(key) ?? { month: dayOf(row.month), ward, place, row: [] };
    bar.row.push(...row.articles);
    bars.set(key, bar);
  }
  const told = [...bars].map(([key, bar]) => ({ ...bar, articles: bar.row.length, tip: `${key}\n${numbers.format(bar.row.length)} ${t.articles}` }));
  return told.sort((a, b) => a.place - b.place || a.month - b.month);
}

const seriesName = (row) => [row.unit ?? t[row.kind], row.per && `/ ${row.per}`].filter(Boolean).join(" ");

function seriesSection() {
  let chosen = data.series[0];
  const chart = makeChart("figures", t.figures_key, (mark) => openPanel(figureText(data.figures[mark.row]), { spots: data.figures[mark.row].spots }));
  const members = Map.groupBy ? Map.groupBy(data.figures, (row) => row.series) : grouped(data.figures, (row) => row.series);
  const choose = (row) => {
    chosen = row;
    at("series-name").textContent = `${seriesName(row)} (${t[row.kind]})`;
    figureTable(chart, members.get(row.number) ?? []);
  };
  const table = new Table(at("series-table"), {
    caption: t.noun, rows: data.series, current: (row) => row === chosen, filter: { title: t.kind, value: (row) => t[row.kind] },
    columns: [
      { title: t.noun, value: seriesName, cell: (r) => element("button", { type: "button", class: "link", onclick: () => {
        choose(r);
        table.show(table.page);
        at("series-name").focus({ preventScroll: window.innerWidth > 832 });
      } }, seriesName(r)) },
      { title: t.kind, value: (r) => t[r.kind] },
      { title: t.figures_head, number: true, value: (r) => r.figures, search: false },
      { title: t.wards_head, number: true, value: (r) => r.wards, search: false },
    ],
  });
  if (chosen) choose(chosen);
}

function grouped(rows, key) {
  const groups = new Map();
  for (const row of rows) groups.has(key(row)) ? groups.get(key(row)).push(row) : groups.set(key(row), [row]);
  return groups;
}

function figureText(row) {
  const [number, most, total] = [row.value, row.most, row.total].map((n) => (n === null ? null : numbers.format(n)));
  const value = number === null ? spotAt(row.spots[0]).mark : `${number}${most === null ? "" : `–${most}`}${total === null ? "" : `/${total}`}`;
  const sign = data.series[row.series].kind === "percent" ? "%" : "";
  return `${row.qualifier ? `${t[row.qualifier] ?? row.qualifier} ` : ""}${value}${sign}`;
}

// A figure that its text tells several times bears how often.
function figureCell(row) {
  const told = link(figureText(row), figureText(row), { spots: row.spots });
  const times = row.spots.length > 1 ? element("small", { title: filled(t.told_times, { n: row.spots.length }) }, ` ×${row.spots.length}`) : null;
  return element("span", {}, told, times);
}

function figureTable(chart, rows) {
  const article = (row) => data.articles[row.article];
  const log = at("log-scale");
  const table = new Table(at("figures-table"), {
    caption: t.figures_head, rows, chart: chart.figure, filter: { title: t.ward, value: (row) => article(row).ward }, sort: [1, -1],
    columns: [
      { title: t.value, number: true, value: (r) => r.value, search: figureText, cell: figureCell },
      { title: t.period, day: true, value: (r) => r.first, search: (r) => r.period, cell: (r) => r.period },
      { title: t.ward, place: true, value: (r) => article(r).ward },
      { title: t.posted, day: true, value: (r) => article(r).day },
      { title: t.example, long: true, value: (r) => spotAt(r.spots[0]).sentence, cell: (r) => excerpt(spotAt(r.spots[0])) },
    ],
    onView: (shown, found) => drawFigures(chart, found, log.checked),
  });
  log.onchange = () => drawFigures(chart, table.found, log.checked);
}

function drawFigures(chart, found, log) {
  const dated = found.filter((row) => dayOf(row.first) !== null && row.value !== null && row.total !== 0);
  const latest = [...dated].sort((a, b) => dayOf(b.last) - dayOf(a.last)).slice(0, LINES);
  const named = coloured(latest, (row) => data.articles[row.article].ward, () => 1);
  const points = latest.map((row) => {
    const [first, last, whole] = [dayOf(row.first), dayOf(row.last), row.total ?? 1];
    const [ward, place] = named(row);
    return {
      ward, place, first, last, middle: (first + last) / 2, value: row.value / whole, most: row.most === null ? null : row.most / whole,
      told: row.period !== null, row: row.number, tip: lines(figureText(row), row.period ?? row.first, data.articles[row.article].ward),
    };
  });
  const counts = { n: numbers.format(points.length), all: numbers.format(dated.length === points.length ? found.length : dated.length) };
  chart.note.textContent = `${filled(dated.length > LINES ? t.drawn_latest : t.drawn, counts)} ${chart.caption}`;
  draw(chart, points.sort((a, b) => a.place - b.place), log ? "figures_log" : "figures");
}

function documentSection() {
  const open = (row) => openPanel(row.name, { spots: row.spots });
  const chart = makeChart("documents", t.chart_documents, (mark) => open(data.documents[mark.row]));
  new Table(at("documents-table"), {
    caption: t.documents, rows: data.documents, chart: chart.figure,
    columns: [
      { title: t.document, value: (r) => r.name, cell: (r) => link(r.name, r.name, { spots: r.spots }) },
      { title: t.issuer, value: (r) => r.issuer },
      { title: t.citations_head, number: true, value: (r) => r.spots.length, search: false },
      { title: t.articles_head, number: true, value: (r) => r.articles, search: false },
      { title: t.wards_head, number: true, value: (r) => r.wards, search: false },
      { title: t.dates_head, number: true, value: (r) => r.days, search: false },
    ],
    onView: (rows) => draw(chart, barsOf(rows, (row) => row.name, (row) => row.spots.length, t.citations)),
  });
}

function barsOf(rows, name, count, unit) {
  const labels = labelled(rows, name);
  return rows.map((row, index) => ({ label: labels[index], count: count(row), row: row.number, tip: `${name(row)}\n${numbers.format(count(row))} ${unit}` }));
}

function acronymSection() {
  new Table(at("acronyms-table"), {
    caption: t.acronyms, rows: data.acronyms,
    columns: [
      { title: t.acronym, value: (r) => r.acronym, cell: (r) => link(r.acronym, r.acronym, { spots: r.spots }) },
      { title: t.mentions, number: true, value: (r) => r.spots.length, search: false },
      { title: t.articles_head, number: true, value: (r) => r.articles, search: false },
      { title: t.example, long: true, value: (r) => spotAt(r.spots[0]).sentence, cell: (r) => excerpt(spotAt(r.spots[0])), search: false },
    ],
  });
}

function warningSection() {
  const open = (row) => openPanel(row.code, { spots: row.spots });
  const chart = makeChart("warnings", t.chart_warnings, (mark) => open(data.warnings[mark.row]));
  const all = Math.max(1, data.articles.length);
  new Table(at("warnings-table"), {
    caption: t.warnings, rows: data.warnings, chart: chart.figure,
    columns: [
      { title: t.code, value: (r) => r.code, cell: (r) => link(r.code, r.code, { spots: r.spots }) },
      { title: t.articles_head, number: true, value: (r) => r.articles, search: false },
      { title: t.share, number: true, value: (r) => r.articles / all, cell: (r) => percent(r.articles / all), search: false },
      { title: t.message, long: true, value: (r) => r.message },
    ],
    onView: (rows) => draw(chart, barsOf(rows, (row) => row.code, (row) => row.articles, t.articles)),
  });
}

const percent = (share) => new Intl.NumberFormat(settings.lang, { style: "percent", maximumFractionDigits: share < 0.1 ? 1 : 0 }).format(share);

function portalSection() {
  const lacking = (row, bit) => data.articles.filter((a) => a.portal === row.name && (a.lacks >> bit) & 1).map((a) => a.number);
  const open = (row, bit) => openPanel(`${row.name ?? t.unknown} · ${t[`lacks_${settings.lacks[bit]}`]}`, { articles: lacking(row, bit) });
  const chart = makeChart("portals", t.chart_portals, (mark) => open(data.portals[mark.row], mark.bit));
  const share = (row, bit) => row.lacking[bit] / row.articles;
  const cell = (row, bit) => {
    const button = element("button", { type: "button", class: "link share", "aria-haspopup": "dialog", onclick: () => open(row, bit) }, percent(share(row, bit)));
    button.style.setProperty("--share", share(row, bit));
    return button;
  };
  new Table(at("portals-table"), {
    caption: t.portals, rows: data.portals, chart: chart.figure,
    columns: [
      { title: t.portal, value: (r) => r.name ?? t.unknown },
      { title: t.articles_head, number: true, value: (r) => r.articles, search: false },
      ...settings.lacks.map((name, bit) => ({
        title: t[`lacks_${name}`], number: true, value: (r) => share(r, bit), cell: (r) => cell(r, bit), search: false,
      })),
    ],
    onView: (rows) => {
      const labels = labelled(rows, (row) => row.name ?? t.unknown);
      draw(chart, rows.flatMap((row, index) => settings.lacks.map((name, bit) => ({
        label: labels[index], lack: t[`lacks_${name}`], bit, share: share(row, bit), row: row.number,
        tip: `${row.name ?? t.unknown}\n${t[`lacks_${name}`]}: ${row.lacking[bit]}/${row.articles}`,
      }))));
    },
  });
}
