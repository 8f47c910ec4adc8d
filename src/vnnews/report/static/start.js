// Opens the data and fills the sections.

let data = {};

async function opened() {
  const packed = atob(document.getElementById("data").textContent);
  const bytes = new Uint8Array(packed.length);
  for (let index = 0; index < packed.length; index += 1) bytes[index] = packed.charCodeAt(index);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const { strings, ...tables } = await new Response(stream).json();
  return Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, name === "spots" ? { ...table, strings } : rowsOf(table, strings)]));
}

function rowsOf({ text, ...columns }, strings) {
  const names = Object.keys(columns);
  const told = new Set(text);
  return columns[names[0]].map((_, number) => {
    const row = { number };
    for (const name of names) row[name] = told.has(name) ? strings[columns[name][number]] ?? null : columns[name][number];
    return row;
  });
}

function spotAt(number) {
  const { article, sentence, start, end, strings } = data.spots;
  const told = strings[sentence[number]] ?? null;
  return { article: article[number], sentence: told, start: start[number], end: end[number], mark: told?.slice(start[number], end[number]) ?? "" };
}

opened()
  .then((found) => {
    data = found;
    for (const fill of [officeSection, monthSection, seriesSection, documentSection, acronymSection, warningSection, portalSection]) fill();
    document.getElementById("state").hidden = true;
    document.documentElement.dataset.ready = "true";
  })
  .catch((error) => {
    document.getElementById("state").textContent = filled(t.failed, { reason: String(error) });
  });
