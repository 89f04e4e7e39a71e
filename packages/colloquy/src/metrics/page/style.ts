import { COLOURS } from "./colours.ts";

/** The style sheet of the page: a calm background, aligned figures, one colour per subject. */
export const STYLE = `
${COLOURS}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:1160px;padding:36px 28px 56px;background:var(--paper);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
h1,h2,h3,p,dl,dd,figure,ul,ol{margin:0;padding:0}
h1,h2,h3,p,li,dd,summary,bdi{overflow-wrap:anywhere}
h1{font-size:32px;line-height:1.2;letter-spacing:-.02em;font-weight:680}
h2{font-size:21px;line-height:1.3;letter-spacing:-.012em;font-weight:660}
h3{font-size:16px;line-height:1.4;font-weight:640}
h3 small{font-size:13px;font-weight:400;color:var(--soft);margin-left:6px}
figcaption strong{display:block;font-size:13.5px;line-height:1.4;font-weight:620}
code{font:.92em ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
section{margin-top:48px}
.eyebrow{font-size:12px;letter-spacing:.08em;text-transform:uppercase;font-weight:650;color:var(--accent)}
.eyebrow span{color:var(--soft);font-weight:500}
.title{display:flex;flex-wrap:wrap;gap:6px 16px;align-items:center;margin:6px 0 4px}
.outcome{font-size:13px;font-weight:620;padding:2px 12px;border-radius:99px;border:1px solid currentColor;color:var(--good)}
.outcome::first-letter{text-transform:uppercase}
.outcome.budget-reached,.outcome.interrupted{color:var(--warn)}
.outcome.failed,.outcome.crashed{color:var(--bad)}
.facts,.lead{color:var(--soft);font-size:13.5px}
.facts>span:not(:last-child)::after{content:"·";margin:0 3px 0 7px;color:var(--line-strong)}
.facts [data-figure]{color:var(--ink)}
.facts a{color:var(--accent)}
.lead{margin-top:2px}
.failure{margin-top:18px;padding:12px 16px;border-left:3px solid var(--bad);background:var(--card);border-radius:0 8px 8px 0}
.failure strong{color:var(--bad)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(158px,1fr));margin-top:26px;border-top:1px solid var(--line);border-bottom:1px solid var(--line)}
.tiles div{padding:14px 16px 14px 0}
dt{font-size:12.5px;color:var(--soft)}
.tiles dd{font-size:12.5px;line-height:1.4;color:var(--soft)}
.tiles dd.big{font-size:25px;line-height:1.3;letter-spacing:-.015em;font-weight:640;color:var(--ink)}
.unknown{color:var(--soft);font-style:italic}
.card{margin-top:16px;padding:20px 22px 16px;background:var(--card);border:1px solid var(--line);border-radius:12px}
.card>h3+.facts{margin:0 0 14px}
.option{white-space:nowrap}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:16px;margin-top:16px}
.cards .card{margin:0}
.cards figure+.facts{margin-top:10px}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));gap:26px 36px;align-items:end}
.charts.three{row-gap:12px;grid-template-columns:repeat(auto-fit,minmax(min(100%,290px),1fr));margin-top:12px}
.charts.three figure:only-of-type~.times{grid-column:2/-1;align-self:center}
.times{grid-column:1/-1}
.charts.pairs{align-items:start}
.nothing{color:var(--soft);margin-top:8px}
.card .nothing{margin:0 0 4px}
.remark{margin:18px 0 0;padding:9px 14px;border-left:3px solid var(--warn);background:var(--paper);font-size:14px;border-radius:0 6px 6px 0}
ol.advice{list-style:none;counter-reset:advice;margin-top:14px;border:1px solid var(--line);border-radius:12px;background:var(--card)}
ol.advice li{counter-increment:advice;position:relative;padding:13px 22px 13px 56px}
ol.advice li+li{border-top:1px solid var(--line)}
ol.advice li::before{content:counter(advice);position:absolute;left:20px;top:14px;width:22px;height:22px;border-radius:50%;background:var(--accent);color:var(--card);font-size:12.5px;font-weight:680;line-height:22px;text-align:center}
ul.warnings{padding-left:18px}
ul.warnings li{margin:5px 0}
ul.warnings li::marker{color:var(--warn)}
figure{min-width:0;break-inside:avoid}
.card>figure+figure{margin-top:22px}
figcaption{margin-bottom:10px}
.legend{display:flex;flex-wrap:wrap;gap:0 14px;list-style:none;font-size:12.5px;color:var(--soft)}
.legend li{display:inline-flex;align-items:center;gap:6px}
.legend i{flex:none;width:12px;height:12px;border-radius:2.5px;background:var(--c)}
.legend i.line{height:2.5px;border-radius:2px;width:16px}
.legend i.dashes{height:0;width:16px;border-radius:0;background:none;border-top:2px dashed var(--c)}
.legend i.mark{width:3.5px;height:11px;border-radius:1px}
.legend i.actual{width:10px;height:10px;border-radius:50%}
.room{padding:0 2px}
.room.axes{padding:6px 6px 24px 48px}
.room.names{padding:4px 6px 24px 70px}
.room.below{padding:0 2px 24px}
svg{display:block;overflow:visible}
svg svg{overflow:hidden}
svg text{font-size:12px;fill:var(--ink)}
svg .tick{fill:var(--soft);font-size:11.5px}
svg .center{stroke:var(--line-strong)}
svg .soft{fill:var(--soft)}
svg .name{font-size:13px}
svg .strong{font-weight:640}
svg .haloed{paint-order:stroke;stroke:var(--card);stroke-width:4px;stroke-linejoin:round}
svg .value{font-size:12.5px;font-weight:600}
svg .value.soft{font-weight:400}
svg .value.inside{fill:var(--card)}
.grid{stroke:var(--line);stroke-width:1}
.base{stroke:var(--line-strong);stroke-width:1}
path.line,path.bound,path.under{vector-effect:non-scaling-stroke;fill:none;stroke:none}
path.line{stroke:var(--c);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
path.bound{stroke:var(--c);stroke-width:1.5;stroke-dasharray:6 4}
path.under{fill:var(--c);opacity:.13}
circle.dot{fill:var(--c)}
.bar{fill:var(--c)}
.bar.spaced{stroke:var(--card);stroke-width:1.5}
.track{fill:var(--track)}
.mark{fill:var(--bad)}
line.percentile{stroke:var(--ink);stroke-width:1;stroke-dasharray:2 3;opacity:.75}
text.percentile{font-size:12px;font-weight:600;paint-order:stroke;stroke:var(--card);stroke-width:4px;stroke-linejoin:round}
circle.actual{fill:var(--c);stroke:var(--card);stroke-width:2}
.hover{fill:transparent}
.hover:hover{fill:var(--ink);fill-opacity:.07}
details{margin-top:14px}
summary{cursor:pointer;font-size:13px;color:var(--soft);width:fit-content}
summary:hover{color:var(--ink)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
details.long{margin:0}
details.long summary{font-size:inherit;color:inherit;width:auto}
details.long p{margin:8px 0;color:var(--soft)}
.scroll{overflow-x:auto;margin-top:10px}
details .scroll{overflow-y:auto;max-height:460px}
.pairs .scroll{margin-top:0}
table{border-collapse:collapse;width:100%;font-size:13.5px}
caption{text-align:left;font-size:12.5px;color:var(--soft);padding:4px 0 6px}
th,td{padding:6px 0 6px 16px;text-align:right;white-space:nowrap;vertical-align:top;border-bottom:1px solid var(--line);font-weight:400}
th:first-child{padding-left:0}
thead th{position:sticky;top:0;background:var(--card);font-size:12.5px;color:var(--soft);vertical-align:bottom;box-shadow:inset 0 -1px var(--line-strong);border-bottom:0}
.words{text-align:left}
tbody .words:has(bdi){white-space:normal;min-width:min(40vw,170px)}
.reasons tbody th.words:has(bdi){min-width:min(52vw,300px)}
.reasons td{width:1%}
tbody tr:hover{background:var(--hover)}
footer{margin-top:56px;padding-top:14px;border-top:1px solid var(--line);font-size:12.5px;color:var(--soft)}
@media (max-width:720px){
.charts.three figure:only-of-type~.times{grid-column:1/-1}
body{padding:22px 16px 40px}
h1{font-size:26px}
section{margin-top:38px}
.card{padding:16px 14px 14px}
.cards{gap:14px}
.tiles{grid-template-columns:repeat(2,minmax(0,1fr))}
.tiles dd.big{font-size:22px}
svg .minor{display:none}
ol.advice li{padding:12px 16px 12px 50px}
ol.advice li::before{left:15px}
}
@media print{
body{max-width:none;padding:0;font-size:12.5px}
.card,ol.advice,.tiles{border-color:#ccc}
.card{break-inside:auto}
h2,h3,figcaption{break-after:avoid}
tr,li,.tiles div{break-inside:avoid}
.scroll{max-height:none;overflow:visible}
thead th{position:static}
details:not([open]){display:none}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;
