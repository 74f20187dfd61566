import { type MapInput, isFramed, placeOfTarget, type CardArea } from './cards'
import type { MapEntry } from './mapContent'
import type { Card, Frame, MapArrow, MapRow, Point, RouteName, Routes } from './mapModel'
import { directionOf, type Place } from './places'
import { type Connection, routeConnections } from './tracks'

/** Which of the main ways take some moves. */
const routesOf = (moves: readonly string[], routes: Routes): RouteName[] =>
  (['commitment', 'proof'] as const).filter((name) => moves.some((move) => routes[name].includes(move)))

const toMapArrow = (
  { changes: moves, from, to, routes }: Omit<Connection, 'from' | 'to'> & { from: string; to: string },
  points: readonly Point[],
): MapArrow => ({
  changes: moves,
  from,
  to,
  points,
  routes,
})

/** Draws every move that is not said in words. */
export function mapArrows(sheet: MapInput, { cards, frames }: CardArea, routes: Routes): MapArrow[] {
  const { chart, content, lanes, places } = sheet
  const cardAt = new Map(cards.map((card) => [card.path, card]))
  const goalOf = (target: string): Card | Frame => {
    if (isFramed(target, chart)) return frames.find(({ path }) => path === target) as Frame
    const { lane, index } = placeOfTarget(target, sheet)
    return cardAt.get(lanes[lane]?.paths[index] ?? '') as Card
  }
  const arrows: MapArrow[] = []
  const bySide = new Map<string, Connection[]>()
  const down = new Map<string, Connection>()
  for (const card of cards) {
    const entries = content.rows.get(card.path) ?? []
    entries.forEach((entry: MapEntry, i) => {
      const row = card.rows[i] as MapRow
      entry.targets.forEach((target, t) => {
        const from = places.get(card.path) as Place
        const course = directionOf(from, placeOfTarget(target, sheet))
        if (course === 'said') return
        const moves = [entry.changes[t] as string]
        const link: Connection = { changes: moves, from: card, row, to: goalOf(target), routes: routesOf(moves, routes) }
        if (course === 'down') {
          const before = down.get(card.path)
          const all = [...(before?.changes ?? []), ...moves]
          down.set(card.path, { ...link, changes: all, routes: routesOf(all, routes) })
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
    arrows.push(toMapArrow({ ...link, from: path, to: link.to.path }, points))
  }
  for (const [key, links] of bySide) {
    const [side, lane] = key.split(' ') as ['left' | 'right', string]
    for (const { link, points } of routeConnections(links, side, lanes[Number(lane)]?.x ?? 0)) {
      const from = link.from as Card
      arrows.push(toMapArrow({ ...link, from: from.path, to: link.to.path }, points))
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
        const { changes: moves } = chip
        arrows.push({ changes: moves, from: frame.path, to: to.path, points, routes: routesOf(moves, routes) })
      }
    })
  }
  return arrows
}
