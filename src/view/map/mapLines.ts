import { textWidth, wrapText } from '../text'
import type { MapEntry } from './mapContent'
import { type HintedText, type Label, type Language, type MapRow, mapSizes, type RefusalCount } from './mapModel'

/** The size of the text of rows. */
export const rowSize = (lang: Language): number => (lang === 'zh' ? 12 : 11)

export const smallSize = 10.5
export const titleSize = 14

/** How far the icon of a row, or of a refusal, pushes its text. */
export const iconWidth = 14
const signWidth = 11.5

/** A line of text at its place. */
export const labelAt = (x: number, y: number, text: string, size: number, tone?: Label['tone']): Label => ({
  x,
  y,
  text,
  size,
  width: textWidth(text, size) + (tone === 'refusal' ? signWidth : 0),
  ...(tone && { tone }),
})

/** How far the sign of a refusal pushes its number. */
export const refusalSign = signWidth

/** Puts a line so that it ends there. */
const alignRight = (x: number, line: Label): Label => ({ ...line, x: x - line.width })

/** What is refused without leading anywhere, as a count that ends at a place; nothing where there is none. */
export function refusalCountAt(right: number, y: number, rest: HintedText | undefined): { rest?: RefusalCount } {
  if (rest === undefined) return {}
  const count = alignRight(right, labelAt(0, y, String(rest.rules.length), smallSize, 'refusal'))
  return { rest: { ...rest, x: count.x - 2, y: y - 11, width: count.width + 4, height: 15, labels: [count] } }
}

/**
 * A row of a card: its label, as many lines as that takes; the count of what may refuse it; and at its end where it
 * leads, on a line of its own where there is no room.
 */
export function rowAt(
  entry: MapEntry,
  tail: string,
  { x, y, width }: { x: number; y: number; width: number },
  lang: Language,
): MapRow {
  const size = rowSize(lang)
  const left = x + 7 + iconWidth
  const right = x + width - 5
  const lines = wrapText(entry.label, size, right - left)
  const labels = lines.map((text, i) => labelAt(left, y + 12 + i * mapSizes.second, text, size))
  let end = left + (labels.at(-1)?.width ?? 0)
  let last = y + 12 + (lines.length - 1) * mapSizes.second
  const place = (one: Label, space: number, atEnd: boolean): void => {
    if (end + space + one.width > right) {
      last += mapSizes.second
      end = left
      space = 0
    }
    const there = atEnd ? right - one.width : end + space
    labels.push({ ...one, x: there, y: last, ...(atEnd && { atEnd }) })
    end = there + one.width
  }
  if (entry.rules.length > 0) place(labelAt(0, 0, String(entry.rules.length), smallSize, 'refusal'), 4, false)
  for (const text of tail === '' ? [] : wrapText(tail, smallSize, right - left)) {
    place(labelAt(0, 0, text, smallSize, 'quiet'), 6, true)
  }
  const { label: _, targets: __, branchCount: ___, ...shown } = entry
  return { ...shown, x, y, width, height: last - y + 4, labels }
}

/** A chip: its label, and its count of refusals. */
export function chipAt(entry: MapEntry, x: number, y: number): MapRow {
  const text = labelAt(x + 6 + iconWidth, y + 12, entry.label, smallSize)
  const end = text.x + text.width
  const count =
    entry.rules.length > 0 ? [labelAt(end + 4, y + 12, String(entry.rules.length), smallSize, 'refusal')] : []
  const right = count.reduce((_, one) => one.x + one.width, end)
  const { label: _, targets: __, branchCount: ___, ...shown } = entry
  return { ...shown, x, y, width: right + 7 - x, height: 15, labels: [text, ...count] }
}

/** What lies in lines from left to right. */
export type ChipFlow = {
  readonly labels: readonly Label[]
  readonly chips: readonly MapRow[]
  readonly height: number
}

/** Says where moves lead, then which: one chip after the other, in as many lines as they need. */
export function flowChips(
  groups: readonly { readonly to: string; readonly entries: readonly MapEntry[] }[],
  { x, y, width }: { x: number; y: number; width: number },
): ChipFlow {
  const labels: Label[] = []
  const chips: MapRow[] = []
  let left = x
  let top = y
  const room = (wanted: number): void => {
    if (left === x || left + wanted <= x + width) return
    left = x
    top += mapSizes.chip
  }
  for (const { to, entries } of groups) {
    const where = labelAt(0, 0, `↩ ${to}`, smallSize, 'quiet')
    room(where.width + 4 + (entries[0] ? chipAt(entries[0], 0, 0).width : 0))
    labels.push({ ...where, x: left, y: top + 12 })
    left += where.width + 4
    for (const entry of entries) {
      room(chipAt(entry, left, top).width)
      const chip = chipAt(entry, left, top)
      chips.push(chip)
      left += chip.width + 4
    }
    left += 4
  }
  return { labels, chips, height: groups.length === 0 ? 0 : top + mapSizes.chip - y }
}
