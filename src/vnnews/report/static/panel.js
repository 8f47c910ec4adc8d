// The panel that leads from a figure to the sentences it comes from.

const STEP = 20;

function link(text, title, where) {
  const open = () => openPanel(title, where);
  return element("button", { type: "button", class: "link", "aria-haspopup": "dialog", onclick: open }, text);
}

// where: {spots: [...]} or {articles: [...]}, numbers of rows
function openPanel(title, where) {
  const panel = document.getElementById("panel");
  const list = document.getElementById("panel-list");
  const more = document.getElementById("panel-more");
  const entries = where.spots ? where.spots.map(spotAt) : where.articles.map((article) => ({ article, sentence: null }));
  document.getElementById("panel-head").textContent = filled(t.sources, { what: title });
  list.replaceChildren();
  more.onclick = () => {
    const from = list.childElementCount;
    list.append(...entries.slice(from, from + STEP).map((entry) => listed(entry, Boolean(where.spots))));
    const left = entries.length - list.childElementCount;
    more.hidden = left <= 0;
    more.textContent = filled(t.more, { n: numbers.format(left) });
  };
  more.onclick();
  panel.showModal();
  panel.scrollTop = 0;
}

document.getElementById("panel-close").onclick = () => document.getElementById("panel").close();
document.getElementById("panel").onclick = (event) => {
  if (event.target === event.currentTarget) event.currentTarget.close();
};

function listed(entry, sentences) {
  const article = data.articles[entry.article];
  const parts = [article.day, article.ward, article.id].filter(Boolean).join(" · ");
  const source = element("p", { class: "source" }, parts, parts && article.url ? " · " : "", address(article));
  const told = sentences ? (entry.sentence ? element("p", {}, ...marked(entry)) : element("p", {}, t.whole_article)) : null;
  return element("li", {}, element("p", { class: "head" }, article.title ?? t.untitled), told, source);
}

// Only web addresses become links; everything else stays text.
function address(article) {
  if (!article.url) return "";
  if (!article.linked || !/^https?:\/\//i.test(article.url)) return article.url;
  return element("a", { href: article.url, target: "_blank", rel: "noopener noreferrer" }, article.url);
}

function marked({ sentence, start, end }) {
  return [sentence.slice(0, start), element("mark", {}, sentence.slice(start, end)), sentence.slice(end)];
}

// The mark with a little of its sentence on both sides, for a cell of a table.
function excerpt({ sentence, start, end }, around = 45) {
  const from = start > around ? start - around : 0;
  const cut = sentence.slice(from, end + around);
  const parts = marked({ sentence: cut, start: start - from, end: end - from });
  return element("span", {}, from ? "…" : "", ...parts, end + around < sentence.length ? "…" : "");
}
