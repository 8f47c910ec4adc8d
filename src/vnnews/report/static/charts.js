// Charts: Vega-Lite with the rows of a table put in. Expressions are interpreted (ast), so nothing is compiled from text.

const drawn = new Map();

function themed(value, style = getComputedStyle(document.documentElement)) {
  if (typeof value === "string") return value.startsWith("var(") ? style.getPropertyValue(value.slice(4, -1)).trim() : value;
  if (Array.isArray(value)) return value.map((part) => themed(part, style));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, themed(part, style)]));
}

function chartConfig(room) {
  const config = themed(settings.config);
  config.legend.columns = Math.max(1, Math.min(3, Math.floor(room / 250)));
  return config;
}

// A figure whose chart is drawn by draw(rows); onPick takes the row of a mark that was clicked.
function makeChart(name, caption, onPick) {
  const host = element("div", { class: "chart" });
  const note = element("figcaption", {}, caption);
  const figure = element("figure", { "data-chart": name }, host, note);
  const chart = { name, host, note, caption, figure, onPick, rows: [], turn: 0, view: null, waiting: null };
  drawn.set(name, chart);
  return chart;
}

function draw(chart, rows, spec = chart.name) {
  Object.assign(chart, { rows, spec });
  chart.waiting ??= later(() => render(chart), 60);
  chart.waiting();
}

async function render(chart) {
  const turn = ++chart.turn;
  chart.figure.hidden = !chart.rows.length;
  if (!chart.rows.length) return;
  const spec = { ...themed(settings.specs[chart.spec]), datasets: { rows: chart.rows } };
  if (spec.height.step) spec.height = spec.height.step * new Set(chart.rows.map((row) => row.label)).size; // with a step Vega-Lite warns
  const options = {
    actions: false, renderer: "svg", ast: true, logLevel: 1, defaultStyle: false, tooltip: showTip, config: chartConfig(chart.host.clientWidth),
    formatLocale: settings.lang === "vi" ? { decimal: ",", thousands: ".", grouping: [3], currency: ["", " ₫"] } : undefined,
  };
  const holder = element("div");
  chart.host.append(holder); // a chart takes its width from the page
  const result = await vegaEmbed(holder, spec, options);
  if (turn !== chart.turn) {
    result.finalize();
    holder.remove();
    return;
  }
  chart.view?.finalize();
  chart.host.replaceChildren(holder);
  chart.view = result;
  result.view.addEventListener("click", (event, item) => item?.datum?.row !== undefined && chart.onPick(item.datum));
}

function showTip(handler, event, item, value) {
  const tip = document.getElementById("tip");
  tip.hidden = !value;
  if (!value) return;
  tip.textContent = String(value);
  const left = Math.min(event.clientX + 12, window.innerWidth - tip.offsetWidth - 8);
  tip.style.left = `${Math.max(8, left)}px`;
  tip.style.top = `${event.clientY + 16 + tip.offsetHeight > window.innerHeight ? event.clientY - tip.offsetHeight - 8 : event.clientY + 16}px`;
}

const redraw = later(() => drawn.forEach((chart) => chart.figure.isConnected && render(chart)), 200);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);

let width = window.innerWidth;
window.addEventListener("resize", () => {
  if (width === window.innerWidth) return; // a phone's address bar changes the height only
  width = window.innerWidth;
  redraw();
});

// Names on an axis: shortened to the room there is, and each its own.
function labelled(rows, name) {
  const room = window.innerWidth < 600 ? 18 : window.innerWidth < 900 ? 34 : 56;
  const seen = new Map();
  return rows.map((row) => {
    const told = name(row);
    const short = told.length > room ? `${told.slice(0, room - 1)}…` : told;
    const times = (seen.get(short) ?? 0) + 1;
    seen.set(short, times);
    return times > 1 ? `${short} (${times})` : short;
  });
}

function dayOf(text) {
  const time = text ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? null : time;
}
