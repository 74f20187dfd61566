/** The light colours; printing always uses them. */
const light = `  --paper: #fff; --shade: #f4f6fa; --ink: #16202b; --quiet: #526070; --line: #8a96a3; --hair: #d7dde4;
  --candidate: #0072b2; --office: #b85000; --outside: #8a4a95; --clock: #3d4a57; --refusal: #b3261e;
  --commitment: #0072b2; --proof: #d55e00; --active: #ffd84d; --active-ink: #16202b; --head: #16202b; --head-ink: #fff;
  --visited: #e6f0f7; --focus: #0072b2;`

/** The style sheet of the page: light and dark themes, narrow screens, print. */
export const pageStyle = `
:root {
${light}
  color-scheme: light;
}
[data-theme='dark'] {
  --paper: #12181f; --shade: #1b242e; --ink: #e8edf2; --quiet: #a8b4c0; --line: #7a8794; --hair: #33404d;
  --candidate: #56b4e9; --office: #f0a33a; --outside: #cc9bd6; --clock: #b8c0c8; --refusal: #ff8f78;
  --commitment: #56b4e9; --proof: #f0a33a; --active: #ffd84d; --active-ink: #16202b; --head: #33404d; --head-ink: #fff;
  --visited: #1d3040; --focus: #56b4e9;
  color-scheme: dark;
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 13px/1.45 'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', 'WenQuanYi Micro Hei', system-ui, sans-serif;
}
h1 { font-size: 19px; margin: 0; white-space: nowrap; }
h2 { font-size: 14px; margin: 0 0 4px; }
h3 { font-size: 12px; margin: 6px 0 2px; color: var(--quiet); font-weight: 600; }
p, ul { margin: 0 0 4px; }
ul { padding: 0; list-style: none; }
small { color: var(--quiet); font-size: 11px; font-weight: 400; }
:root:not(.ids) .id { display: none; }
button, select, input, textarea, .file {
  font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 4px; padding: 2px 8px;
}
button, .file, select { cursor: pointer; }
button:disabled { opacity: .45; cursor: default; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; }
button.main { background: var(--head); color: var(--head-ink); border-color: var(--head); }
button.link { border: 0; background: none; padding: 0 2px; color: var(--candidate); text-decoration: underline; text-align: left; }
button.small { padding: 0 6px; font-size: 11px; }
button[aria-pressed='true'] { background: var(--head); color: var(--head-ink); }
a { color: var(--candidate); }
.icon { vertical-align: -1px; } .candidate { color: var(--candidate); } .office { color: var(--office); }
.outside { color: var(--outside); } .clock { color: var(--clock); } .refusal.icon, .icon.refusal { color: var(--refusal); }
.quiet { color: var(--quiet); }
header { display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: center; padding: 8px 16px 4px; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 12px; margin: 0; font-size: 12px; color: var(--quiet); flex: 1 1 auto; }
.legend span { white-space: nowrap; }
.legend .route::before { content: ''; display: inline-block; width: 22px; height: 4px; margin-right: 5px; vertical-align: 3px; border-radius: 2px; }
.legend .route.commitment::before { background: var(--commitment); } .legend .route.proof::before { background: repeating-linear-gradient(90deg, var(--proof) 0 7px, transparent 7px 9px); }
.legend .route.commitment, .legend .route.proof { color: inherit; }
.search { position: relative; } .search input { width: 210px; }
.search ul { position: absolute; z-index: 5; right: 0; width: 380px; background: var(--paper); border: 1px solid var(--line); border-radius: 4px; box-shadow: 0 4px 16px #0004; }
.search li button { width: 100%; border: 0; text-align: left; padding: 5px 8px; } .search li button:hover { background: var(--shade); } .search li { padding: 1px; }
.modes { display: flex; } .modes button { border-radius: 0; margin-left: -1px; }
.controls { display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: center; padding: 2px 16px; }
.controls select { max-width: 420px; } .steps { display: flex; gap: 4px; align-items: center; } .steps input { width: 220px; padding: 0; }
.start { display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: center; }
.file input { position: absolute; width: 1px; height: 1px; opacity: 0; } .file:focus-within { outline: 2px solid var(--focus); }
.error, .failed { color: var(--refusal); padding: 2px 16px; margin: 0; } .failed { padding: 0; }
main { padding: 0 16px 12px; }
.picture svg { display: block; height: auto; max-width: 100%; } .picture svg.map { width: 100%; max-width: 1800px; } .picture svg.stage { margin: 0 auto; }
.back { margin: 4px 0; }
.narrow { display: none; }
.timeline { display: block; width: 100%; height: auto; border-top: 1.5px solid var(--ink); padding-top: 4px; overflow: visible; font-size: 11px; }
.timeline text { fill: var(--ink); } .timeline .lane { fill: var(--quiet); }
.month line { stroke: var(--hair); } .month text { fill: var(--quiet); font-size: 10.5px; }
.window rect { fill: color-mix(in srgb, var(--candidate) 22%, var(--paper)); stroke: var(--candidate); stroke-width: .8; }
.window text { font-size: 10.5px; }
.timeline .stage rect { fill: color-mix(in srgb, var(--line) 36%, var(--paper)); } .timeline .stage.odd rect { fill: color-mix(in srgb, var(--line) 18%, var(--paper)); }
.dot { color: var(--clock); } .dot.candidate { color: var(--candidate); } .dot.office { color: var(--office); } .dot.outside { color: var(--outside); }
.dot circle { fill: currentColor; } .dot .target { fill: transparent; } .dot path { stroke: var(--refusal); stroke-width: 1.8; fill: none; }
.dot.current circle:not(.target) { stroke: var(--ink); stroke-width: 2; }
.flag path { stroke: var(--office); fill: var(--office); stroke-width: 1; } .now { stroke: var(--ink); stroke-width: 1.6; fill: var(--active); }
.panels { display: grid; grid-template-columns: 1.15fr 1.25fr 1.25fr 1fr; gap: 16px; padding-top: 6px; }
.panel { min-width: 0; overflow-wrap: anywhere; } .panel li { margin: 1px 0; }
.panel .place { color: var(--quiet); }
.fields { color: var(--quiet); font-size: 12px; max-height: 5.6em; overflow: auto; }
.rejection { border-left: 3px solid var(--refusal); padding-left: 8px; }
.facts li::before { content: '+ '; color: #2e7d32; font-weight: 700; } .money { font-weight: 600; }
.chips { display: flex; flex-wrap: wrap; gap: 4px; } .chip { border: 1px solid var(--line); border-radius: 11px; padding: 0 9px; background: var(--paper); display: inline-block; }
button.chip:hover { background: var(--shade); } .role { display: grid; grid-template-columns: 86px 1fr; align-items: baseline; } .role h3 { margin: 2px 0; }
.details {
  position: fixed; z-index: 6; right: 0; top: 0; bottom: 0; width: min(420px, 100vw); overflow: auto; background: var(--paper);
  border-left: 1px solid var(--line); box-shadow: -6px 0 24px #0003; padding: 14px 16px;
}
.details blockquote { margin: 6px 0; padding: 4px 10px; border-left: 3px solid var(--line); background: var(--shade); }
.details summary { cursor: pointer; padding: 3px 0; } .details details ul { padding-left: 18px; } .details .count { color: var(--refusal); }
.close { float: right; font-size: 17px; line-height: 1; padding: 2px 8px; }
.act { border: 1px solid var(--line); border-radius: 6px; padding: 8px 10px; background: var(--shade); max-height: 60vh; overflow: auto; }
.act fieldset { border: 0; border-left: 2px solid var(--hair); margin: 2px 0; padding: 0 0 0 8px; min-width: 0; }
.row { display: flex; flex-wrap: wrap; gap: 4px; align-items: baseline; margin: 2px 0; } .row > label { min-width: 92px; color: var(--quiet); font-size: 12px; }
.row > input, .row > select, .row > textarea { flex: 1 1 120px; min-width: 0; } .row > fieldset { flex: 1 1 100%; }
.act button.main { margin-top: 6px; } .row > #at { flex: 1 1 100%; }
@media (min-width: 1200px) and (min-height: 860px) { main.chart .picture svg.map { max-height: calc(100vh - 48px); } main.journey .picture svg.map { max-height: 600px; } }
@media (max-width: 900px) {
  .picture.wide { display: none; } .narrow { display: block; } .panels { grid-template-columns: 1fr; } .timeline { min-width: 900px; }
  main { overflow-x: auto; } .picture { overflow-x: auto; } .picture svg { min-width: 900px; } h1 { white-space: normal; }
  main.journey, main.play { display: flex; flex-direction: column; gap: 8px; }
  .controls select, .steps input { max-width: 100%; width: 100%; } .steps { flex-wrap: wrap; } .controls > * { max-width: 100%; }
  button, select, .file, .chip { min-height: 44px; } .chip { line-height: 42px; border-radius: 22px; } button.link, button.small { min-height: 24px; }
  .search input { width: 100%; } .search { flex: 1 1 100%; } .search ul { width: 100%; } .panels { order: -1; }
}
@media print {
  @page { size: A3 landscape; margin: 8mm; }
  [data-theme='dark'] {
${light}
  }
  .search, .modes, .controls, .details .close, .back { display: none; } .details { position: static; width: auto; box-shadow: none; }
  .picture.wide { display: block; } .picture svg.map { max-height: 230mm; } .narrow { display: none; } body { background: #fff; }
}
@media (prefers-reduced-motion: no-preference) { .dot circle { transition: r .1s; } }
`
