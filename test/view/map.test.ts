import { h } from 'preact'
import { render } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import { decide, runJourney, statePaths } from '../../src'
import { type ChartTransition, chart } from '../../src/view/chart'
import { isWithin } from '../../src/view/chartQueries'
import { layoutMap } from '../../src/view/map/layoutMap'
import { MapPicture } from '../../src/view/map/MapPicture'
import { mapColumns } from '../../src/view/map/mapColumns'
import type { MapItem, MapLayout, MapRow } from '../../src/view/map/mapModel'
import { changesTaken } from '../../src/view/map/routes'
import { StageList } from '../../src/view/map/StageList'
import { textWidth } from '../../src/view/text'
import { journeysByStage, journeysIn } from '../support/files'
import { type Area, crosses, inside, ofBox, ofLabel, ofLine, overlaps } from './boxes'

const { states, transitions } = chart()
const leaves = states.filter(({ kind }) => kind === 'atomic').map(({ path }) => path)
const isEnding = (path: string): boolean => path.startsWith('ended.')
const ongoing = leaves.filter((path) => !isEnding(path))
const endings = leaves.filter(isEnding)
const sorted = (list: Iterable<string>): string[] => [...list].sort()

const triggerOf = ({ trigger }: ChartTransition): string =>
  trigger.kind === 'event' ? trigger.type : trigger.kind === 'deadline' ? trigger.name : 'always'
const nameOf = (transition: ChartTransition): string => `${transition.from || '*'} ${triggerOf(transition)}`

/** The number of buttons within another button. */
function nestedButtons(html: string): number {
  const open: boolean[] = []
  let nested = 0
  for (const [tag] of html.matchAll(/<[^>]+>/g)) {
    if (tag.startsWith('</')) open.pop()
    else {
      if (tag.includes('role="button"') && open.includes(true)) nested += 1
      if (!tag.endsWith('/>')) open.push(tag.includes('role="button"'))
    }
  }
  return nested
}

/** Every branch of the chart that leads to another state, with its target. */
const leading = transitions.flatMap((transition) =>
  transition.branches.flatMap(({ target }) =>
    target === undefined || (target === transition.from && leaves.includes(target))
      ? []
      : [{ transition, target, key: `${nameOf(transition)} ${target}` }],
  ),
)

const rowsOf = ({ cards, heads, frames, endings }: MapLayout): MapRow[] => [
  ...cards.flatMap(({ rows }) => rows),
  ...heads.flatMap(({ chips }) => chips),
  ...frames.flatMap(({ exits }) => exits),
  ...endings.flatMap(({ exits }) => exits),
]
const refusalCountsOf = ({ heads, refusalCounts }: MapLayout): MapItem[] => [
  ...heads.flatMap(({ refusalCount }) => refusalCount ?? []),
  ...refusalCounts,
]
const itemsOf = (layout: MapLayout): MapItem[] => [
  ...rowsOf(layout),
  ...layout.bars,
  ...refusalCountsOf(layout),
]

describe.each(['zh', 'en'] as const)('the map in %s', (lang) => {
  const layout = layoutMap(chart(), lang)
  const { cards, bars, heads, frames, notes } = layout

  it('has each state once, as a card or as an ending', () => {
    expect(sorted(cards.map(({ path }) => path))).toEqual(sorted(ongoing))
    expect(sorted(layout.endings.map(({ path }) => path))).toEqual(sorted(endings))
    const parallel = states.filter(({ kind }) => kind === 'parallel').map(({ path }) => path)
    expect(sorted(frames.map(({ path }) => path))).toEqual(sorted(parallel))
  })

  it('shows every branch that leads to another state, and no others', () => {
    const shown = new Set(itemsOf(layout).flatMap(({ changes }) => changes))
    expect(sorted(shown)).toEqual(sorted(new Set(leading.map(({ key }) => key))))
    expect(shown.size).toBeGreaterThan(90)
  })

  it('shows the target of each row by an arrow or by text', () => {
    const drawn = new Set(
      layout.arrows.flatMap(({ from, changes }) => changes.map((key) => `${from} ${key}`)),
    )
    const silent = cards.flatMap(({ path, rows }) =>
      rows.flatMap(({ changes, labels }) =>
        changes.filter((key) => {
          const hasText = labels.some(({ text }) => /[→↩]/.test(text))
          return !hasText && !drawn.has(`${path} ${key}`)
        }),
      ),
    )
    expect(silent).toEqual([])
  })

  it('draws arrows only from the source of a transition to its target', () => {
    const wrong = layout.arrows.filter(({ from, to, changes }) =>
      changes.some((key) => {
        const { transition, target } = leading.find((one) => one.key === key) ?? {}
        const source = transition?.from
        // An exit starts at the frame around its source state.
        const starts = source !== undefined && (isWithin(from, source) || isWithin(source, from))
        return !starts || !(to === target || to.startsWith(`${target}.`))
      }),
    )
    expect(wrong).toEqual([])
  })

  it('counts every refusal of the chart', () => {
    const names = new Set(itemsOf(layout).flatMap((item) => item.transitions))
    const counted = transitions.filter((transition) => names.has(nameOf(transition)))
    const sum = (list: readonly ChartTransition[]) =>
      list.reduce((all, { refusals }) => all + refusals.length, 0)
    expect(sum(counted)).toBe(sum(transitions))
    const counts = [...rowsOf(layout), ...bars].filter(({ rules, labels }) => {
      const count = labels.find(({ tone }) => tone === 'refusal')?.text
      return count !== (rules.length > 0 ? String(rules.length) : undefined)
    })
    expect(counts).toEqual([])
  })

  it('has no overlapping texts or boxes', () => {
    const labels: Area[] = [
      ...notes.map((one) => ofLabel('note', one)),
      ...heads.flatMap(({ labels, notes, refusalCount }) =>
        [...labels, ...notes, ...(refusalCount?.labels ?? [])].map((one) => ofLabel('head', one)),
      ),
      ...frames.flatMap(({ path, labels }) => labels.map((one) => ofLabel(path, one))),
      ...cards.flatMap(({ path, labels }) => labels.map((one) => ofLabel(path, one))),
      ...layout.endings.flatMap(({ path, labels, notes }) =>
        [...labels, ...notes].map((one) => ofLabel(path, one)),
      ),
      ...rowsOf(layout).flatMap(({ hint, labels }) => labels.map((one) => ofLabel(hint, one))),
      ...bars.flatMap(({ hint, labels }) => labels.map((one) => ofLabel(hint, one))),
    ]
    expect(overlaps(labels)).toEqual([])
    const things = [
      ...cards.map((card) => ofBox(card.path, card)),
      ...heads.map((head) => ofBox(`head ${head.stages}`, head)),
      ...heads.flatMap(({ chips }) => chips.map((chip) => ofBox(chip.hint, chip))),
      ...frames.flatMap(({ exits }) => exits.map((chip) => ofBox(chip.hint, chip))),
      ...layout.endings.map((ending) => ofBox(ending.path, ending)),
      ...layout.endings.flatMap(({ exits }) => exits.map((chip) => ofBox(chip.hint, chip))),
      ...bars.flatMap(({ hint, segments }) => segments.map((one) => ofBox(`bar ${hint}`, one))),
    ]
    expect(overlaps(things)).toEqual([])
    const rows = cards.map(({ rows }) => overlaps(rows.map((row) => ofBox(row.hint, row))))
    expect(rows.flat()).toEqual([])
  })

  it('keeps every text inside its card or chip, and every element inside the picture', () => {
    const strays = [
      ...cards.flatMap((card) =>
        [...card.labels, ...card.rows.flatMap(({ labels }) => labels)]
          .map((one) => ofLabel(card.path, one))
          .filter((one) => !inside(one, ofBox('', card))),
      ),
      ...rowsOf(layout).flatMap((row) =>
        row.labels.map((one) => ofLabel(row.hint, one)).filter((one) => !inside(one, ofBox('', row))),
      ),
      ...[...heads, ...layout.endings].flatMap((one) =>
        one.labels.map((text) => ofLabel('head', text)).filter((text) => !inside(text, ofBox('', one))),
      ),
    ]
    expect(strays).toEqual([])
    const whole = ofBox('', { x: 0, y: 0, width: layout.width, height: layout.height })
    const all = [
      ...cards.map((card) => ofBox(card.path, card)),
      ...frames.map((frame) => ofBox(frame.path, frame)),
      ...heads.map((head) => ofBox('head', head)),
      ...heads.flatMap(({ chips }) => chips.map((chip) => ofBox(chip.hint, chip))),
      ...notes.map((one) => ofLabel('note', one)),
      ...bars.flatMap(({ segments }) => segments.map((one) => ofBox('bar', one))),
      ...bars.flatMap(({ labels }) => labels.map((one) => ofLabel('bar', one))),
      ...layout.arrows.flatMap(({ from, points }) => ofLine(from, points)),
    ]
    expect(all.filter((one) => !inside(one, whole))).toEqual([])
    expect(layout.width).toBe(1408)
    expect(layout.height).toBeLessThanOrEqual(1050)
    expect(layout.heightWithoutBars).toBeLessThan(layout.height)
  })

  it('has no text below 10.5 px, and stores the width of each text', () => {
    const labels = [
      ...notes,
      ...cards.flatMap(({ labels }) => labels),
      ...rowsOf(layout).flatMap((row) => row.labels),
    ]
    expect(labels.filter(({ size }) => size < 10.5)).toEqual([])
    expect(labels.filter(({ text, size, width }) => width < textWidth(text, size))).toEqual([])
  })

  it('draws no line over a card or a text, and few lines over each other', () => {
    const texts = [
      ...cards.map((card) => ofBox(card.path, card)),
      ...frames.flatMap(({ path, labels }) => labels.map((one) => ofLabel(path, one))),
      ...heads.flatMap(({ chips }) => chips.map((chip) => ofBox(chip.hint, chip))),
    ]
    const lines = layout.arrows.flatMap(({ from, to, points }) => ofLine(`${from} → ${to}`, points))
    const over = lines.flatMap((line) =>
      texts.filter((one) => crosses(line, one)).map((one) => [line.name, one.name]),
    )
    expect(over).toEqual([])
    const crossing = lines.flatMap((one, i) =>
      lines.slice(i + 1).filter((other) => {
        const [upright, flat] = one.left === one.right ? [one, other] : [other, one]
        if (one.name.split(' → ')[1] === other.name.split(' → ')[1]) return false
        return (
          upright.left === upright.right &&
          flat.top === flat.bottom &&
          flat.left < upright.left &&
          upright.left < flat.right &&
          upright.top < flat.top &&
          flat.top < upright.bottom
        )
      }),
    )
    expect(crossing.length).toBeLessThanOrEqual(24)
  })

  it('covers exactly the cards of its states with each bar', () => {
    const wrong = bars.flatMap(({ hint, covers, segments }) =>
      cards.filter(({ path, x, width, y }) => {
        const lane = cards.filter((card) => card.x === x).sort((a, b) => a.y - b.y)
        const cell = width / lane.length
        const middle = x + cell * (lane.findIndex((card) => card.y === y) + 0.5)
        const covered = segments.some((one) => one.x < middle && middle < one.x + one.width)
        return covered !== covers.includes(path) && [hint, path]
      }),
    )
    expect(wrong).toEqual([])
    const own = leading.filter(
      ({ transition, target }) => ongoing.includes(transition.from) && isEnding(target),
    )
    const missing = own.filter(({ transition, target, key }) => {
      const bar = bars.find((one) => one.ending === target && one.changes.includes(key))
      return !bar?.covers.includes(transition.from)
    })
    expect(missing).toEqual([])
  })

  it('names the states, transitions and endings of every column in the list', () => {
    const html = render(h(StageList, { lang, active: ['paying.awaiting'] }))
    expect(html.match(/<details/g)).toHaveLength(mapColumns.length + 1)
    const silent = leaves.filter((path) => !html.includes(`data-state="${path}"`))
    expect(silent).toEqual([])
    const unnamed = leading.filter(({ transition: { trigger } }) => {
      return trigger.kind !== 'always' && !html.includes(trigger.title[lang])
    })
    expect(unnamed).toEqual([])
    expect(html.match(/aria-current="step"/g)).toHaveLength(1)
  })

  it('renders each state as a button, and marks active and visited states', () => {
    const html = render(
      h(MapPicture, {
        layout,
        lang,
        active: ['marking.awaited'],
        visited: ['paying.awaiting'],
        onState: () => {},
      }),
    )
    for (const path of leaves) {
      expect(html).toContain(`data-state="${path}" role="button" tabindex="0"`)
    }
    expect(html.match(/data-state="[\w.]+"[^>]* aria-current="step"/g)).toEqual([
      expect.stringContaining('"marking.awaited"'),
    ])
    expect(html).toMatch(/class="card of-office active" data-state="marking\.awaited"/)
    expect(html).toMatch(/class="card of-candidate visited" data-state="paying.awaiting"/)
    // The text of a card is its accessible name; only the map itself has a label.
    expect(html.match(/aria-label=/g)).toHaveLength(1)
    const whole = render(h(MapPicture, { layout, lang, onStage: () => {}, onRule: () => {} }))
    expect(nestedButtons(whole)).toBe(0)
    const small = render(h(MapPicture, { layout, lang, withBars: false, hidden: true }))
    expect(small).not.toContain('role="button"')
    expect(small).toContain('aria-hidden="true"')
    expect(small).toContain(`height="${layout.heightWithoutBars}"`)
  })
})

describe('the data of the map besides the chart', () => {
  it('agrees with the journeys: a bar covers every state from which a journey ended', () => {
    const { bars } = layoutMap(chart(), 'zh')
    const lost = [...journeysByStage(), ...journeysIn('examples/journeys/lives')].flatMap(
      ([name, journey]) => {
        const { opened, steps } = runJourney(journey)
        let before = opened?.snapshot
        return steps.flatMap(({ event, decision }) => {
          const at = before
          before = decision.snapshot
          if (!at) return []
          const by = { role: 'clock', id: 'clock' } as const
          const then = decide(at, { type: 'clock.advance', at: event.at, by }).snapshot
          const [ending] = statePaths(decision.snapshot.value)
          // A deadline that falls due once a spot check is answered ends it, not the answer.
          if (event.type === 'spotCheck.answer') return []
          if (!ending || !isEnding(ending) || statePaths(then.value).some(isEnding)) return []
          const bar = bars.find(
            (one) => one.ending === ending && one.changes.some((key) => key.includes(event.type)),
          )
          return statePaths(then.value)
            .filter((path) => !bar?.covers.includes(path))
            .map((path) => [name, event.type, path])
        })
      },
    )
    expect(lost).toEqual([])
  })

  it('contains every transition of a journey, including automatic ones', () => {
    const [, whole] = journeysIn('examples/journeys/lives')[0] ?? []
    const changes = changesTaken(whole as never, chart())
    expect(changes).toContain('marking.awaited marks.publish qualifying')
    expect(changes).toContain('qualifying.publicNotice.notRequired always qualifying.publicNotice.pending')
    expect(changes).toContain('qualifying.check.notRequired always certified')
    expect(changes.filter((key) => !leading.some((one) => one.key === key))).toEqual([])
    expect(changes.some((key) => key.startsWith('declaring.proof'))).toBe(false)
    const routes = { commitment: changes, proof: [] }
    const thick = layoutMap(chart(), 'zh', routes).arrows.filter((arrow) => arrow.routes.length > 0)
    expect(new Set(thick.flatMap((arrow) => arrow.routes))).toEqual(new Set(['commitment']))
    expect(thick.length).toBeGreaterThan(15)
  })
})
