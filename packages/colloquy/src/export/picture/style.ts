/** The colour of each entity type, readable on a dark and on a light background. */
export const TYPE_COLOURS: Readonly<Record<string, string>> = {
  Person: "#c2410c",
  Concept: "#3b76d6",
  Practice: "#2f9e63",
  CognitiveState: "#8b5cf6",
  BehavioralPattern: "#d6498f",
  Principle: "#0f9fa8",
  Outcome: "#d99413",
  Causality: "#dc4c4c",
  Place: "#8d6e53",
  Organization: "#5f7488",
  Event: "#6b9b1f",
  Role: "#b8693d",
  Product: "#4a90a4",
  Work: "#9a6fb0",
  BodyPart: "#c25b7a",
};

export const PICTURE_STYLE = `
:root{--paper:#fbfaf7;--card:#fff;--ink:#1e2329;--soft:#5c6470;--line:#dcd9d1;--edge:#6f7a88;--less:#c43d3d;--accent:#c2410c}
@media (prefers-color-scheme:dark){:root{--paper:#14171b;--card:#1c2026;--ink:#e9e7e2;--soft:#a3abb6;--line:#333a43;--edge:#8c97a5;--less:#ef7d7d;--accent:#fb923c}}
*{box-sizing:border-box}
html,body{margin:0;height:100%}
body{background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;display:grid;grid-template:auto minmax(0,1fr)/minmax(0,1fr) 370px}
header{grid-column:1/-1;padding:14px 22px 10px;border-bottom:1px solid var(--line);display:flex;flex-wrap:wrap;gap:2px 22px;align-items:baseline}
h1{font-size:21px;margin:0;letter-spacing:-.01em;overflow-wrap:anywhere}
header p{margin:0;color:var(--soft);font-size:13.5px}
main{position:relative;min-height:0;overflow:hidden;display:grid;grid-template:minmax(0,1fr) auto/minmax(0,1fr)}
svg#graph{width:100%;height:100%;display:block;cursor:grab;touch-action:none;user-select:none;-webkit-user-select:none}
svg#graph.dragging{cursor:grabbing}
#legend{display:flex;flex-wrap:wrap;gap:3px 13px;font-size:12px;color:var(--soft);padding:8px 22px 12px}
#legend span{display:inline-flex;align-items:center;gap:5px;white-space:nowrap}
#legend i{width:10px;height:10px;border-radius:50%;display:inline-block;background:var(--c,#7b7f8a)}
#legend .ring{transform:none}
#legend svg{flex:none}
#zoom{position:absolute;right:12px;top:12px;display:flex;flex-direction:column;gap:4px}
button{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:8px;cursor:pointer}
#zoom button{width:34px;height:34px;font-size:17px;line-height:1}
button:focus-visible,input:focus-visible,.node:focus-visible .disc{outline:2px solid var(--accent);outline-offset:2px}
.node{cursor:pointer;outline:none}
.disc{fill:var(--c,#7b7f8a);stroke:var(--paper);stroke-width:1.5}
.ring{fill:none;stroke:var(--c,#7b7f8a);stroke-width:2;opacity:.65;transform:rotate(-90deg)}
.label{font-size:13px;text-anchor:middle;fill:var(--ink);paint-order:stroke;stroke:var(--paper);stroke-width:3.5px;stroke-linejoin:round}
.person .label{font-weight:650}
.initials{font-size:12px;font-weight:700;text-anchor:middle;fill:#fff}
.edge path{fill:none}
.edge .line{stroke:var(--edge)}
.edge .hit{stroke:transparent;stroke-width:12;cursor:pointer}
.edge.said .line{opacity:.85}
.edge.unstated .line{stroke-dasharray:7 4}
.edge.less .line{stroke:var(--less)}
.edge.broader .line{opacity:.7}
.edge.broader.unstated .line{stroke-dasharray:4 3}
.edge.related .line{stroke-dasharray:2 5;opacity:.55}
.edge.speaks .line{stroke:var(--accent);opacity:.3}
marker path{fill:var(--edge)}
marker path.less{fill:var(--less)}
marker path.broader{fill:var(--paper);stroke:var(--edge);stroke-width:1.2}
.verb{font-size:10.5px;font-style:italic;text-anchor:middle;fill:var(--soft);paint-order:stroke;stroke:var(--paper);stroke-width:3px;pointer-events:none}
.verb.less{fill:var(--less)}
.verb.crowded{display:none}
svg.focus .node:not(.on){opacity:.16}
svg.focus .edge:not(.on){opacity:.07}
svg.focus .verb:not(.on){display:none}
svg.focus .verb.on{display:inline}
.edge.on .line{opacity:1}
aside{border-left:1px solid var(--line);background:var(--card);min-height:0;overflow:auto;padding:14px 18px 40px}
aside h2{font-size:19px;line-height:1.25;margin:6px 0 4px;overflow-wrap:anywhere}
aside h3{font-size:12px;text-transform:uppercase;letter-spacing:.07em;color:var(--soft);margin:20px 0 6px}
.type{display:inline-block;font-size:12px;padding:1px 9px;border-radius:99px;color:#fff;background:var(--c,#7b7f8a)}
.note{color:var(--soft);font-size:13px;margin:4px 0}
input{width:100%;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:8px 11px}
.list{list-style:none;margin:8px 0;padding:0}
.list button{display:flex;width:100%;gap:9px;align-items:center;text-align:left;border:0;background:none;padding:5px 6px;border-radius:7px}
.list button:hover{background:var(--paper)}
.list i{flex:none;width:10px;height:10px;border-radius:50%;background:var(--c,#7b7f8a)}
.list b{font-weight:400;flex:1;min-width:0;overflow-wrap:anywhere}
.list small{color:var(--soft);white-space:nowrap}
#back{padding:3px 11px;font-size:13px}
.relation{margin:10px 0 4px}
.relation button{border:0;background:none;padding:0;color:inherit;text-decoration:underline;text-decoration-color:var(--line);text-underline-offset:3px}
.relation em{color:var(--accent)}
blockquote{margin:7px 0 11px;padding:1px 0 1px 12px;border-left:3px solid var(--line);font-family:Georgia,"Iowan Old Style","Times New Roman",serif;font-size:15px;overflow-wrap:anywhere}
blockquote footer{font:12px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--soft);margin-top:2px}
.mark{color:var(--less);font-weight:700;font-style:normal}
svg text.mark{font-size:14px;text-anchor:middle;fill:var(--less);paint-order:stroke;stroke:var(--paper);stroke-width:4px;pointer-events:none}
svg.focus .mark:not(.on){opacity:.07}
@media (max-width:860px){
html,body{height:auto}
body{display:block}
main{height:min(72vh,640px);border-bottom:1px solid var(--line)}
aside{border-left:0;overflow:visible}
header{padding:12px 16px 8px}
#legend{padding:8px 16px 10px}
}
@media (prefers-reduced-motion:no-preference){.node,.edge{transition:opacity .15s}}
`;
