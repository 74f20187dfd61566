import { textWidth, wrapped } from '../text'
import type { MapEntry } from './content'
import { type HintedText, type Label, type Language, type MapRow, measures, type Rest } from './model'

/** The size of the text of rows. */
export const rowSize = (lang: Language): number => (lang === 'zh' ? 12 : 11)

export const small = 10.5
export const titleSize = 14

/** How far the icon of a row, or of a refusal, pushes its text. */
export const iconWidth = 14
const signWidth = 11.5

/** A line of text at its place. */
export const label = (x: number, y: number, text: string, size: number, tone?: Label['tone']): Label => ({
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
const endingAt = (x: number, line: Label): Label => ({ ...line, x: x - line.width })

/** What is refused without leading anywhere, as a count that ends at a place; nothing where there is none. */
export function restAt(right: number, y: number, rest: HintedText | undefined): { rest?: Rest } {
  if (rest === undefined) return {}
  const count = endingAt(right, label(0, y, String(rest.rules.length), small, 'refusal'))
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
  const lines = wrapped(entry.label, size, right - left)
  const labels = lines.map((text, i) => label(left, y + 12 + i * measures.second, text, size))
  let end = left + (labels.at(-1)?.width ?? 0)
  let last = y + 12 + (lines.length - 1) * measures.second
  const place = (one: Label, space: number, atEnd: boolean): void => {
    if (end + space + one.width > right) {
      last += measures.second
      end = left
      space = 0
    }
    const there = atEnd ? right - one.width : end + space
    labels.push({ ...one, x: there, y: last, ...(atEnd && { atEnd }) })
    end = there + one.width
  }
  if (entry.rules.length > 0) place(label(0, 0, String(entry.rules.length), small, 'refusal'), 4, false)
  for (const text of tail === '' ? [] : wrapped(tail, small, right - left)) {
    place(label(0, 0, text, small, 'quiet'), 6, true)
  }
  const { label: _, targets: __, ways: ___, ...shown } = entry
  return { ...shown, x, y, width, height: last - y + 4, labels }
}

/** A chip: its label, and its count of refusals. */
export function chipAt(entry: MapEntry, x: number, y: number): MapRow {
  const text = label(x + 6 + iconWidth, y + 12, entry.label, small)
  const end = text.x + text.width
  const count =
    entry.rules.length > 0 ? [label(end + 4, y + 12, String(entry.rules.length), small, 'refusal')] : []
  const right = count.reduce((_, one) => one.x + one.width, end)
  const { label: _, targets: __, ways: ___, ...shown } = entry
  return { ...shown, x, y, width: right + 7 - x, height: 15, labels: [text, ...count] }
}

/** What lies in lines from left to right. */
export type Flow = {
  readonly labels: readonly Label[]
  readonly chips: readonly MapRow[]
  readonly height: number
}

/** Says where moves lead, then which: one chip after the other, in as many lines as they need. */
export function flowing(
  groups: readonly { readonly to: string; readonly entries: readonly MapEntry[] }[],
  { x, y, width }: { x: number; y: number; width: number },
): Flow {
  const labels: Label[] = []
  const chips: MapRow[] = []
  let left = x
  let top = y
  const room = (wanted: number): void => {
    if (left === x || left + wanted <= x + width) return
    left = x
    top += measures.chip
  }
  for (const { to, entries } of groups) {
    const where = label(0, 0, `↩ ${to}`, small, 'quiet')
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
  return { labels, chips, height: groups.length === 0 ? 0 : top + measures.chip - y }
}
