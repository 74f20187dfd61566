import type { Point } from '../geometry'
import { type CardArea, isFramed, type MapInput, placeOfTarget } from './cards'
import type { MapEntry } from './mapContent'
import type { Card, Frame, MapArrow, MapRow, RouteName, Routes } from './mapModel'
import { directionOf, type Place } from './places'
import { type Connection, routeConnections } from './tracks'

/** The main routes that include any of these state changes. */
const routesOf = (changes: readonly string[], routes: Routes): RouteName[] =>
  (['commitment', 'proof'] as const).filter((name) => changes.some((key) => routes[name].includes(key)))

const arrowOf = ({ changes, from, to, routes }: Connection, points: readonly Point[]): MapArrow => ({
  changes,
  from: from.path,
  to: to.path,
  points,
  routes,
})

/** Draws an arrow for every state change that the map does not show as text. */
export function mapArrows(input: MapInput, { cards, frames }: CardArea, routes: Routes): MapArrow[] {
  const { chart, content, lanes, places } = input
  const cardsByPath = new Map(cards.map((card) => [card.path, card]))
  const targetBox = (target: string): Card | Frame => {
    if (isFramed(target, chart)) return frames.find(({ path }) => path === target) as Frame
    const { lane, index } = placeOfTarget(target, input)
    return cardsByPath.get(lanes[lane]?.paths[index] ?? '') as Card
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
        const direction = directionOf(from, placeOfTarget(target, input))
        if (direction === 'text') return
        const changes = [entry.changes[t] as string]
        const connection: Connection = {
          changes,
          from: card,
          row,
          to: targetBox(target),
          routes: routesOf(changes, routes),
        }
        if (direction === 'down') {
          const all = [...(down.get(card.path)?.changes ?? []), ...changes]
          down.set(card.path, { ...connection, changes: all, routes: routesOf(all, routes) })
        } else {
          const key = `${direction} ${from.lane}`
          bySide.set(key, [...(bySide.get(key) ?? []), connection])
        }
      })
    })
  }
  for (const connection of down.values()) {
    const { from, to } = connection
    const x = from.x + 16
    const points: Point[] = [
      [x, from.y + from.height],
      [x, to.y],
    ]
    arrows.push(arrowOf(connection, points))
  }
  for (const [key, connections] of bySide) {
    const [side, lane] = key.split(' ') as ['left' | 'right', string]
    for (const { connection, points } of routeConnections(connections, side, lanes[Number(lane)]?.x ?? 0)) {
      arrows.push(arrowOf(connection, points))
    }
  }
  for (const frame of frames) {
    const entries = content.exits.get(frame.path) ?? []
    frame.exits.forEach((chip, i) => {
      for (const target of entries[i]?.targets ?? []) {
        const to = targetBox(target)
        const y = chip.y + chip.height / 2
        const points: Point[] = [
          [chip.x + chip.width, y],
          [to.x, y],
        ]
        const { changes } = chip
        arrows.push({ changes, from: frame.path, to: to.path, points, routes: routesOf(changes, routes) })
      }
    })
  }
  return arrows
}
