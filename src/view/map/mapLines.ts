import type { Language } from '../../language'
import { textWidth, wrapText } from '../text'
import type { MapEntry } from './mapContent'
import { type Label, type MapItem, type MapRow, mapSizes, type RefusalCount } from './mapModel'

const rowFontSize = (lang: Language): number => (lang === 'zh' ? 12 : 11)

export const smallFontSize = 10.5
export const titleFontSize = 14

/** The width of the sign in front of a row's text. */
export const iconWidth = 14
/** The width of the sign in front of a number of refusals. */
export const refusalSignWidth = 11.5

/** A label with its measured width. */
export const labelAt = (x: number, y: number, text: string, size: number, tone?: Label['tone']): Label => ({
  x,
  y,
  text,
  size,
  width: textWidth(text, size) + (tone === 'refusal' ? refusalSignWidth : 0),
  ...(tone && { tone }),
})

/** The number of rules of transitions that only refuse, right-aligned; `undefined` if there are none. */
export function refusalCountAt(
  right: number,
  y: number,
  item: MapItem | undefined,
): RefusalCount | undefined {
  if (item === undefined) return undefined
  const label = labelAt(0, y, String(item.rules.length), smallFontSize, 'refusal')
  const count = { ...label, x: right - label.width }
  return { ...item, x: count.x - 2, y: y - 11, width: count.width + 4, height: 15, labels: [count] }
}

/** The item of an entry without the fields that only serve the layout. */
function itemOf({ transitions, rules, changes, hint, shape }: MapEntry): MapItem & Pick<MapRow, 'shape'> {
  return { transitions, rules, changes, hint, shape }
}

/**
 * Lays out a row of a card: the wrapped label, the number of rules that may refuse, and the target text at the right
 * end, on a new line if it does not fit.
 */
export function rowAt(
  entry: MapEntry,
  targetText: string,
  { x, y, width }: { x: number; y: number; width: number },
  lang: Language,
): MapRow {
  const size = rowFontSize(lang)
  const left = x + 7 + iconWidth
  const right = x + width - 5
  const lines = wrapText(entry.label, size, right - left)
  const labels = lines.map((text, i) => labelAt(left, y + 12 + i * mapSizes.second, text, size))
  let end = left + (labels.at(-1)?.width ?? 0)
  let baseline = y + 12 + (lines.length - 1) * mapSizes.second
  const append = (label: Label, space: number, atEnd: boolean): void => {
    if (end + space + label.width > right) {
      baseline += mapSizes.second
      end = left
      space = 0
    }
    const labelX = atEnd ? right - label.width : end + space
    labels.push({ ...label, x: labelX, y: baseline, ...(atEnd && { atEnd }) })
    end = labelX + label.width
  }
  const { length: refusals } = entry.rules
  if (refusals > 0) append(labelAt(0, 0, String(refusals), smallFontSize, 'refusal'), 4, false)
  for (const text of targetText === '' ? [] : wrapText(targetText, smallFontSize, right - left)) {
    append(labelAt(0, 0, text, smallFontSize, 'quiet'), 6, true)
  }
  return { ...itemOf(entry), x, y, width, height: baseline - y + 4, labels }
}

/** Lays out a chip: a label and the number of rules that may refuse. */
export function chipAt(entry: MapEntry, x: number, y: number): MapRow {
  const text = labelAt(x + 6 + iconWidth, y + 12, entry.label, smallFontSize)
  const end = text.x + text.width
  const { length: refusals } = entry.rules
  const count = refusals > 0 ? [labelAt(end + 4, y + 12, String(refusals), smallFontSize, 'refusal')] : []
  const right = count.reduce((_, label) => label.x + label.width, end)
  return { ...itemOf(entry), x, y, width: right + 7 - x, height: 15, labels: [text, ...count] }
}

/** Chips in rows, with their targets as labels. */
export type ChipFlow = {
  readonly labels: readonly Label[]
  readonly chips: readonly MapRow[]
  readonly height: number
}

/** Lays out groups of chips from left to right in as many rows as they need; each group begins with its target. */
export function flowChips(
  groups: readonly { readonly to: string; readonly entries: readonly MapEntry[] }[],
  { x, y, width }: { x: number; y: number; width: number },
): ChipFlow {
  const labels: Label[] = []
  const chips: MapRow[] = []
  let left = x
  let top = y
  const breakRowFor = (required: number): void => {
    if (left === x || left + required <= x + width) return
    left = x
    top += mapSizes.chip
  }
  for (const { to, entries } of groups) {
    const target = labelAt(0, 0, `↩ ${to}`, smallFontSize, 'quiet')
    breakRowFor(target.width + 4 + (entries[0] ? chipAt(entries[0], 0, 0).width : 0))
    labels.push({ ...target, x: left, y: top + 12 })
    left += target.width + 4
    for (const entry of entries) {
      breakRowFor(chipAt(entry, left, top).width)
      const chip = chipAt(entry, left, top)
      chips.push(chip)
      left += chip.width + 4
    }
    left += 4
  }
  return { labels, chips, height: groups.length === 0 ? 0 : top + mapSizes.chip - y }
}
