/** The dress of the drawings. Colours are custom properties, with the light ones as they are where nobody sets them. */

const light = {
  paper: '#fff',
  shade: '#f4f6fa',
  ink: '#16202b',
  quiet: '#526070',
  line: '#8a96a3',
  hair: '#d7dde4',
  candidate: '#0072b2',
  office: '#b85000',
  outside: '#8a4a95',
  clock: '#3d4a57',
  refusal: '#b3261e',
  commitment: '#0072b2',
  proof: '#d55e00',
  lit: '#ffd84d',
  'lit-ink': '#16202b',
  head: '#16202b',
  'head-ink': '#fff',
  visited: '#e6f0f7',
  focus: '#0072b2',
} as const

type Colour = keyof typeof light

const colour = (name: Colour): string => `var(--${name}, ${light[name]})`

const roles = ['candidate', 'office', 'outside', 'clock'] as const

/** What is lit is bright even where all else is dark: on it everything has the colours of light. */
const onActive = `--paper: ${light.lit}; --quiet: #3d4a57; --line: #3d4a57; --refusal: #8f1610; --ink: ${light['lit-ink']}; ${roles
  .map((role) => `--${role}: ${light[role]};`)
  .join(' ')}`

/** The fonts of drawings: whichever has Chinese. */
export const fonts =
  "'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', 'WenQuanYi Micro Hei', system-ui, sans-serif"

export const pictureStyle = `
.drawing { font-family: ${fonts}; }
.drawing text { fill: ${colour('ink')}; white-space: pre; }
.drawing .bold { font-weight: 700; }
.drawing text.quiet { fill: ${colour('quiet')}; }
.drawing text.refused { fill: ${colour('refusal')}; font-weight: 700; }
.drawing text.onhead { fill: ${colour('head-ink')}; font-weight: 700; }
${roles.map((role) => `.drawing .of-${role} { color: ${colour(role)}; }`).join('\n')}
.drawing .of-always { color: ${colour('line')}; }
.drawing .of-ended { color: ${colour('ink')}; }
.drawing .of-refusal { color: ${colour('refusal')}; }
.drawing .of-end { color: ${colour('head-ink')}; }
.drawing .sign { fill: currentColor; stroke: none; }
.drawing .sign.open { fill: none; stroke: currentColor; stroke-width: 1.6; }
.drawing .onhead .of-refusal { color: #ffb4a8; }
.drawing .onhead text.refused { fill: #ffb4a8; }
.drawing .card > .body { fill: ${colour('paper')}; stroke: ${colour('line')}; stroke-width: 1; }
.drawing .card > .side { fill: currentColor; }
.drawing .card.visited > .body { fill: ${colour('visited')}; }
.drawing .card.lit > .body { fill: ${colour('lit')}; stroke: ${colour('ink')}; stroke-width: 2.5; }
.drawing .card.lit { ${onActive} }
.drawing .head > .body, .drawing .ending > .body { fill: ${colour('head')}; }
.drawing .ending.lit > .body { fill: ${colour('lit')}; stroke: ${light['lit-ink']}; stroke-width: 2.5; }
.drawing .ending.lit text.onhead { fill: ${light['lit-ink']}; } .drawing .ending.lit .of-end { color: ${light['lit-ink']}; }
.drawing .frame > .body { fill: ${colour('shade')}; stroke: ${colour('line')}; stroke-dasharray: 4 3; }
.drawing .divider, .drawing .tick { stroke: ${colour('line')}; stroke-dasharray: 2 3; fill: none; }
.drawing .tick { stroke: ${colour('hair')}; stroke-dasharray: none; }
.drawing .chip > .body { fill: ${colour('paper')}; stroke: currentColor; stroke-dasharray: 3 2; }
.drawing .bar > .body { fill: ${colour('paper')}; stroke: currentColor; stroke-width: 1.5; }
.drawing .band { fill: ${colour('shade')}; } .drawing .band.even { fill: none; }
.drawing .leader { stroke: ${colour('line')}; stroke-dasharray: 1 3; fill: none; }
.drawing .arrow { fill: none; stroke: ${colour('line')}; stroke-width: 1.3; }
.drawing .tip { fill: ${colour('line')}; stroke: none; }
.drawing .arrow.route { stroke: currentColor; stroke-width: 3.4; stroke-linejoin: round; }
.drawing .arrow.route.shared, .drawing .arrow.route.shared + .route { stroke-width: 2.4; }
.drawing .arrow.route.proof { stroke-dasharray: 7 2; }
.drawing .commitment { color: ${colour('commitment')}; } .drawing .proof { color: ${colour('proof')}; }
.drawing .tip.route { fill: currentColor; }
.drawing [role='button'] { cursor: pointer; }
.drawing [role='button']:focus { outline: none; }
.drawing [role='button']:focus-visible > .body { stroke: ${colour('focus')}; stroke-width: 3; stroke-dasharray: none; }
.drawing [role='button']:hover > .body { stroke: ${colour('ink')}; }
`

/** The same with its colours written out, for programs that know no custom properties of a page. */
export const inlineColours = (css: string): string => css.replaceAll(/var\(--[\w-]+, ([^()]+)\)/g, '$1')

/** The dress of the list that stands in for the map. */
export const listStyle = `
.stretch-list { color: ${colour('ink')}; font-size: 14px; line-height: 1.35; }
.stretch-list details { border: 1px solid ${colour('hair')}; border-radius: 10px; margin: 0 0 8px; background: ${colour('paper')}; }
.stretch-list summary { min-height: 44px; display: flex; align-items: center; gap: 12px; padding: 0 12px; font-weight: 700; cursor: pointer; }
.stretch-list summary small, .stretch-list h3 small { margin-left: auto; }
.stretch-list small { color: ${colour('quiet')}; font-weight: 400; font-size: 12px; }
.stretch-list section { margin: 0 10px 8px; border: 1px solid ${colour('line')}; border-left: 5px solid var(--own); border-radius: 6px; }
.stretch-list section.lit { background: ${colour('lit')}; ${onActive} outline: 2.5px solid ${light['lit-ink']}; color: ${light['lit-ink']}; }
.stretch-list h3 { display: flex; align-items: center; gap: 6px; font-size: 15px; margin: 0; padding: 0 10px; min-height: 44px; color: inherit; }
.stretch-list h3 button { font: inherit; font-weight: 700; color: inherit; background: none; border: 0; padding: 0; min-height: 44px; text-align: left; }
.stretch-list h3 em { font-style: normal; font-size: 12px; margin-left: auto; }
.stretch-list ul { list-style: none; margin: 0; padding: 0; }
.stretch-list li { min-height: 44px; display: flex; align-items: center; justify-content: space-between; gap: 10px; padding: 4px 10px; border-top: 1px solid ${colour('hair')}; }
.stretch-list .what { flex: 1 1 46%; } .stretch-list .where { flex: 1 1 54%; display: flex; flex-direction: column; gap: 3px; text-align: right; }
.stretch-list .refused { color: ${colour('refusal')}; font-weight: 700; margin-left: 6px; white-space: nowrap; }
.stretch-list .sign { vertical-align: -1px; } .stretch-list .sign path { fill: var(--own); } .stretch-list .sign path.open { fill: none; stroke: var(--own); stroke-width: 1.6; }
${roles.map((role) => `.stretch-list .of-${role} { --own: ${colour(role)}; }`).join('\n')}
.stretch-list .of-always { --own: ${colour('line')}; } .stretch-list .of-ended { --own: ${colour('ink')}; } .stretch-list .of-refusal { --own: ${colour('refusal')}; } .stretch-list .of-end { --own: ${colour('ink')}; }
.stretch-list .heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`
