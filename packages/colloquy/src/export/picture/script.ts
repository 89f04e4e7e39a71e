/**
 * The script of the page: pointing, selecting, zooming and the panel. Plain browser JavaScript. It inserts transcript
 * text only as text nodes, so no text can run as code.
 */
export const SCRIPT = String.raw`
"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const svg = document.getElementById("graph");
const panel = document.getElementById("panel");
const byId = new Map(data.nodes.map((node) => [node.id, node]));
const home = svg.getAttribute("viewBox").split(" ").map(Number);
let chosen = null;

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "click") element.addEventListener("click", value);
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

function focus(nodeIds, edgeIndexes) {
  const some = nodeIds.size > 0;
  svg.classList.toggle("focus", some);
  for (const node of svg.querySelectorAll(".node")) node.classList.toggle("on", nodeIds.has(node.dataset.id));
  for (const edge of svg.querySelectorAll("[data-edge]")) edge.classList.toggle("on", edgeIndexes.has(Number(edge.dataset.edge)));
}

function focusNode(id) {
  const nodes = new Set([id]), edges = new Set();
  data.edges.forEach((edge, index) => {
    if (edge.source !== id && edge.target !== id) return;
    edges.add(index);
    nodes.add(edge.source).add(edge.target);
  });
  focus(nodes, edges);
}

function focusEdge(index) {
  const edge = data.edges[index];
  focus(new Set([edge.source, edge.target]), new Set([index]));
}

function refocus() {
  if (chosen === null) focus(new Set(), new Set());
  else if (chosen.node) focusNode(chosen.node);
  else focusEdge(chosen.edge);
}

function quote(words) {
  const where = [words.speaker, words.file, words.time].filter(Boolean).join(" · ");
  return make("blockquote", {}, words.text, make("footer", {}, where, words.doubt ? make("span", { class: "mark" }, " · " + words.doubt) : ""));
}

function nameButton(id) { return make("button", { click: () => choose({ node: id }) }, byId.get(id).name); }

function relation(edge) {
  return make("div", { class: "relation" }, nameButton(edge.source), " ", make("em", {}, edge.verb), edge.marks ? make("span", { class: "mark" }, " " + edge.marks) : "", " ", nameButton(edge.target));
}

function section(title, parts) { return parts.length === 0 ? [] : [make("h3", {}, title), ...parts]; }

function showNode(id) {
  const node = byId.get(id);
  const own = data.edges.filter((edge) => edge.source === id || edge.target === id);
  const kind = (name) => own.filter((edge) => edge.kind === name);
  const mentioned = "Mentioned " + node.mentions + (node.mentions === 1 ? " time" : " times") + " in " + node.conversations + " of " + data.conversations + " conversations";
  panel.replaceChildren(
    make("button", { id: "back", click: () => choose(null) }, "← All"),
    make("h2", {}, node.name),
    make("span", { class: "type", "data-type": node.type }, node.typeName),
    ...(node.aliases.length ? [make("p", { class: "note" }, "Also: " + node.aliases.join(", "))] : []),
    make("p", { class: "note" }, mentioned + (node.files.length ? ": " + node.files.join(", ") : "")),
    ...section("What is said about it", kind("said").flatMap((edge) => [relation(edge), ...edge.evidence.map(quote)])),
    ...section("What it is, and its kinds and parts", kind("broader").map(relation)),
    ...section(node.type === "Person" ? "In their own words" : "Memorable sentences", node.quotes.map(quote)),
    ...section(node.type === "Person" ? "Speaks most about" : "Who speaks about it", kind("speaks").map((edge) => make("div", { class: "relation" }, nameButton(edge.source === id ? edge.target : edge.source), " ", make("small", { class: "note" }, edge.count + " times")))),
    ...section("Often mentioned together with", kind("related").map((edge) => make("div", { class: "relation" }, nameButton(edge.source === id ? edge.target : edge.source)))),
    ...(node.quotes.length + kind("said").length > 2 ? [] : section("Where it is mentioned", node.sentences.map(quote))),
  );
}

function times(edge) { return edge.count === 1 ? " once" : " " + edge.count + " times"; }

function showEdge(index) {
  const edge = data.edges[index];
  const heading = relation(edge);
  panel.replaceChildren(
    make("button", { id: "back", click: () => choose(null) }, "← All"),
    make("h2", {}, heading),
    make("p", { class: "note" }, edge.kind === "related" ? "Mentioned together" + times(edge) + ". No relation between them is stated." : edge.kind === "speaks" ? "Mentioned" + times(edge) + " by this speaker" : edge.note),
    ...edge.evidence.map(quote),
  );
}

function showList() {
  const list = make("ul", { class: "list" });
  const input = make("input", { type: "search", placeholder: "Find a person or an idea", "aria-label": "Find a person or an idea" });
  const fill = () => {
    const wanted = input.value.trim().toLowerCase();
    const found = data.nodes.filter((node) => [node.name, node.typeName, ...node.aliases].some((name) => name.toLowerCase().includes(wanted)));
    list.replaceChildren(...found.map((node) => make("li", {}, make("button", { click: () => choose({ node: node.id }) }, make("i", { "data-type": node.type }), make("b", {}, node.name), make("small", {}, node.mentions + "× in " + node.conversations)))));
    if (found.length === 0) list.append(make("li", { class: "note" }, "Nothing in this picture; the workspace may hold more."));
  };
  input.addEventListener("input", fill);
  fill();
  panel.replaceChildren(input, make("p", { class: "note" }, "Choose a node or a line to read the words behind it."), list);
}

function choose(next) {
  chosen = next;
  refocus();
  if (next === null) showList();
  else if (next.node) showNode(next.node);
  else showEdge(next.edge);
  panel.scrollTop = 0;
}

function target(event) {
  const element = event.target.closest(".node, .edge");
  if (element === null) return null;
  return element.classList.contains("node") ? { node: element.dataset.id } : { edge: Number(element.dataset.edge) };
}

svg.addEventListener("pointerover", (event) => {
  if (chosen !== null || dragged) return;
  const over = target(event);
  if (over === null) refocus();
  else if (over.node) focusNode(over.node);
  else focusEdge(over.edge);
});
svg.addEventListener("pointerleave", refocus);
svg.addEventListener("keydown", (event) => {
  if (event.key === "Enter" || event.key === " ") { event.preventDefault(); const at = target(event); if (at) choose(at); }
});
addEventListener("keydown", (event) => { if (event.key === "Escape") choose(null); });

let view = home.slice();
function setView(next) { view = next; svg.setAttribute("viewBox", view.join(" ")); }
function zoom(factor, cx, cy) {
  const [x, y, width, height] = view;
  const limited = Math.min(Math.max(factor, (home[2] * 0.12) / width), (home[2] * 1.6) / width);
  setView([cx - (cx - x) * limited, cy - (cy - y) * limited, width * limited, height * limited]);
}
function unit() { return 1 / Math.min(svg.clientWidth / view[2], svg.clientHeight / view[3]); }
function locate(event) {
  const box = svg.getBoundingClientRect(), scale = unit();
  return [view[0] + view[2] / 2 + (event.clientX - box.left - box.width / 2) * scale, view[1] + view[3] / 2 + (event.clientY - box.top - box.height / 2) * scale];
}
svg.addEventListener("wheel", (event) => { event.preventDefault(); zoom(Math.exp(event.deltaY * 0.0014), ...locate(event)); }, { passive: false });

const pointers = new Map();
let dragged = false, pressed = null;
svg.addEventListener("pointerdown", (event) => { if (pointers.size === 0) { dragged = false; pressed = target(event); } pointers.set(event.pointerId, [event.clientX, event.clientY]); });
svg.addEventListener("pointermove", (event) => {
  const before = pointers.get(event.pointerId);
  if (before === undefined) return;
  const now = [event.clientX, event.clientY];
  if (!dragged && Math.hypot(now[0] - before[0], now[1] - before[1]) < 4) return;
  if (!dragged) { dragged = true; svg.classList.add("dragging"); svg.setPointerCapture(event.pointerId); }
  const others = [...pointers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
  if (others.length === 0) {
    const scale = unit();
    setView([view[0] - (now[0] - before[0]) * scale, view[1] - (now[1] - before[1]) * scale, view[2], view[3]]);
  } else {
    const span = (at) => Math.max(20, Math.hypot(at[0] - others[0][0], at[1] - others[0][1]));
    zoom(span(before) / span(now), ...locate({ clientX: (now[0] + others[0][0]) / 2, clientY: (now[1] + others[0][1]) / 2 }));
  }
  pointers.set(event.pointerId, now);
});
function release(event) {
  if (!pointers.delete(event.pointerId) || pointers.size > 0) return;
  svg.classList.remove("dragging");
  if (event.type === "pointerup" && !dragged) choose(pressed);
  dragged = false;
}
svg.addEventListener("pointerup", release);
svg.addEventListener("pointercancel", release);

function middle() { return [view[0] + view[2] / 2, view[1] + view[3] / 2]; }
document.getElementById("in").addEventListener("click", () => zoom(0.75, ...middle()));
document.getElementById("out").addEventListener("click", () => zoom(1.33, ...middle()));
document.getElementById("fit").addEventListener("click", () => setView(home.slice()));

// On a narrow screen the whole picture is too small to read, so the page starts at its centre.
if (svg.clientWidth < 700 && data.nodes.length > 12) {
  const first = data.centre;
  const width = svg.clientWidth * 1.15, height = svg.clientHeight * 1.15;
  const within = (at, size, from, all) => (size >= all ? from + (all - size) / 2 : Math.min(Math.max(at - size / 2, from), from + all - size));
  setView([within(first.x, width, home[0], home[2]), within(first.y, height, home[1], home[3]), width, height]);
}
choose(null);
`;
