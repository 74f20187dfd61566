/** Style sheets of the drawings. Colours are custom properties; the light theme is the fallback. */

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
  active: '#ffd84d',
  'active-ink': '#16202b',
  head: '#16202b',
  'head-ink': '#fff',
  visited: '#e6f0f7',
  focus: '#0072b2',
} as const

type Colour = keyof typeof light

const colour = (name: Colour): string => `var(--${name}, ${light[name]})`

const roles = ['candidate', 'office', 'outside', 'clock'] as const

/** Active states keep a bright background in the dark theme, so their contents use the light colours. */
const onActive = `--paper: ${light.active}; --quiet: #3d4a57; --line: #3d4a57; --refusal: #8f1610; --ink: ${light['active-ink']}; ${roles
  .map((role) => `--${role}: ${light[role]};`)
  .join(' ')}`

/** Fonts with Chinese characters. */
const fonts =
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
.drawing .card.active > .body { fill: ${colour('active')}; stroke: ${colour('ink')}; stroke-width: 2.5; }
.drawing .card.active { ${onActive} }
.drawing .head > .body, .drawing .ending > .body { fill: ${colour('head')}; }
.drawing .ending.active > .body { fill: ${colour('active')}; stroke: ${light['active-ink']}; stroke-width: 2.5; }
.drawing .ending.active text.onhead { fill: ${light['active-ink']}; } .drawing .ending.active .of-end { color: ${light['active-ink']}; }
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

/** Replaces custom properties with their fallbacks, for programs that do not support them. */
export const inlineColours = (css: string): string => css.replaceAll(/var\(--[\w-]+, ([^()]+)\)/g, '$1')

/** The style of the list that replaces the map on narrow screens. */
export const listStyle = `
.stage-list { color: ${colour('ink')}; font-size: 14px; line-height: 1.35; }
.stage-list details { border: 1px solid ${colour('hair')}; border-radius: 10px; margin: 0 0 8px; background: ${colour('paper')}; }
.stage-list summary { min-height: 44px; display: flex; align-items: center; gap: 12px; padding: 0 12px; font-weight: 700; cursor: pointer; }
.stage-list summary small, .stage-list h3 small { margin-left: auto; }
.stage-list small { color: ${colour('quiet')}; font-weight: 400; font-size: 12px; }
.stage-list section { margin: 0 10px 8px; border: 1px solid ${colour('line')}; border-left: 5px solid var(--own); border-radius: 6px; }
.stage-list section.active { background: ${colour('active')}; ${onActive} outline: 2.5px solid ${light['active-ink']}; color: ${light['active-ink']}; }
.stage-list h3 { display: flex; align-items: center; gap: 6px; font-size: 15px; margin: 0; padding: 0 10px; min-height: 44px; color: inherit; }
.stage-list h3 button { font: inherit; font-weight: 700; color: inherit; background: none; border: 0; padding: 0; min-height: 44px; text-align: left; }
.stage-list h3 em { font-style: normal; font-size: 12px; margin-left: auto; }
.stage-list ul { list-style: none; margin: 0; padding: 0; }
.stage-list li { min-height: 44px; display: flex; align-items: center; justify-content: space-between; gap: 10px; padding: 4px 10px; border-top: 1px solid ${colour('hair')}; }
.stage-list .what { flex: 1 1 46%; } .stage-list .where { flex: 1 1 54%; display: flex; flex-direction: column; gap: 3px; text-align: right; }
.stage-list .refused { color: ${colour('refusal')}; font-weight: 700; margin-left: 6px; white-space: nowrap; }
.stage-list .sign { vertical-align: -1px; } .stage-list .sign path { fill: var(--own); } .stage-list .sign path.open { fill: none; stroke: var(--own); stroke-width: 1.6; }
${roles.map((role) => `.stage-list .of-${role} { --own: ${colour(role)}; }`).join('\n')}
.stage-list .of-always { --own: ${colour('line')}; } .stage-list .of-ended { --own: ${colour('ink')}; } .stage-list .of-refusal { --own: ${colour('refusal')}; } .stage-list .of-end { --own: ${colour('ink')}; }
.stage-list .visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`
