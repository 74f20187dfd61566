import { type CardSheet, isFrame, placeOf, type Upper } from './cards'
import type { MapEntry } from './content'
import type { Card, Frame, MapArrow, MapRow, Point, RouteName, Routes } from './model'
import { directionOf, type Place } from './places'
import { type Link, led } from './tracks'

/** Which of the main ways take some moves. */
const routesOf = (moves: readonly string[], routes: Routes): RouteName[] =>
  (['commitment', 'proof'] as const).filter((name) => moves.some((move) => routes[name].includes(move)))

const asArrow = (
  { moves, from, to, routes }: Omit<Link, 'from' | 'to'> & { from: string; to: string },
  points: readonly Point[],
): MapArrow => ({
  moves,
  from,
  to,
  points,
  routes,
})

/** Draws every move that is not said in words. */
export function arrowsOf(sheet: CardSheet, { cards, frames }: Upper, routes: Routes): MapArrow[] {
  const { chart, content, lanes, places } = sheet
  const cardAt = new Map(cards.map((card) => [card.path, card]))
  const goalOf = (target: string): Card | Frame => {
    if (isFrame(target, chart)) return frames.find(({ path }) => path === target) as Frame
    const { lane, index } = placeOf(target, sheet)
    return cardAt.get(lanes[lane]?.paths[index] ?? '') as Card
  }
  const arrows: MapArrow[] = []
  const bySide = new Map<string, Link[]>()
  const down = new Map<string, Link>()
  for (const card of cards) {
    const entries = content.rows.get(card.path) ?? []
    entries.forEach((entry: MapEntry, i) => {
      const row = card.rows[i] as MapRow
      entry.targets.forEach((target, t) => {
        const from = places.get(card.path) as Place
        const course = directionOf(from, placeOf(target, sheet))
        if (course === 'said') return
        const moves = [entry.moves[t] as string]
        const link: Link = { moves, from: card, row, to: goalOf(target), routes: routesOf(moves, routes) }
        if (course === 'down') {
          const before = down.get(card.path)
          const all = [...(before?.moves ?? []), ...moves]
          down.set(card.path, { ...link, moves: all, routes: routesOf(all, routes) })
        } else {
          const key = `${course} ${from.lane}`
          bySide.set(key, [...(bySide.get(key) ?? []), link])
        }
      })
    })
  }
  for (const [path, link] of down) {
    const card = cardAt.get(path) as Card
    const x = card.x + 16
    const points: Point[] = [
      [x, card.y + card.height],
      [x, link.to.y],
    ]
    arrows.push(asArrow({ ...link, from: path, to: link.to.path }, points))
  }
  for (const [key, links] of bySide) {
    const [side, lane] = key.split(' ') as ['left' | 'right', string]
    for (const { link, points } of led(links, side, lanes[Number(lane)]?.x ?? 0)) {
      const from = link.from as Card
      arrows.push(asArrow({ ...link, from: from.path, to: link.to.path }, points))
    }
  }
  for (const frame of frames) {
    const entries = content.exits.get(frame.path) ?? []
    frame.exits.forEach((chip, i) => {
      for (const target of entries[i]?.targets ?? []) {
        const to = goalOf(target)
        const y = chip.y + chip.height / 2
        const points: Point[] = [
          [chip.x + chip.width, y],
          [to.x, y],
        ]
        const { moves } = chip
        arrows.push({ moves, from: frame.path, to: to.path, points, routes: routesOf(moves, routes) })
      }
    })
  }
  return arrows
}
