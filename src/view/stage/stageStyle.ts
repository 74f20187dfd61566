/** The styles that the drawing of a stage adds to `pictureStyle`. */
export const stageStyle = `
.drawing.stage .frame > .body { stroke-dasharray: none; }
.drawing.stage .card > .body { stroke: currentColor; stroke-width: 1.6; }
.drawing .pill > .body { fill: var(--visited, #e6f0f7); stroke: var(--line, #8a96a3); }
.drawing .label > .body { fill: var(--paper, #fff); stroke: var(--hair, #d7dde4); }
.drawing text.light { font-weight: 400; }
.drawing .line > .body { fill: none; stroke: none; pointer-events: all; }
.drawing .line[role='button']:hover text, .drawing .line[role='button']:focus-visible text { text-decoration: underline; }
`
