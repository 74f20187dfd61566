import type { AnyStateNode } from 'xstate'
import { type Active, flat } from './chart'
import type { Context } from './context'
import { type DeadlineName, deadlineOf } from './deadlines'
import type { EventType } from './events'
import { type GuardId, guards, type RuleId, rules } from './rules'
import { everywhere, type Moment } from './rules/rule'

/** Reads off the chart how an event fares in a state, and which deadlines end its possibility. */

/** How an event fares in some state: taken or not, and the rules that stand against it. */
export type Fare = { accepted: boolean; stands: RuleId[] }

type Arrow = AnyStateNode['on'][string][number]

const guardOf = ({ guard }: Arrow): GuardId | undefined => guard as GuardId | undefined

const refuses = ({ actions }: Arrow): boolean =>
  actions.some((action) => typeof action === 'object' && action.type === 'event.refused')

function fareAt(node: AnyStateNode, type: EventType, moment: Moment): Fare | undefined {
  const stands: RuleId[] = []
  for (const arrow of node.on[type] ?? []) {
    const guard = guardOf(arrow)
    if (refuses(arrow)) {
      // That it is not the time says nothing where a rule says why.
      const says = guard !== undefined && (guard !== 'event.not-now' || stands.length === 0)
      if (says && guards[guard](moment)) stands.push(guard)
    } else if (guard === undefined || mayHold(guard, moment)) {
      return { accepted: stands.length === 0, stands }
    }
  }
  return stands.length > 0 ? { accepted: false, stands } : undefined
}

/** A fork that turns on fields may go this way for some event, so one that is only asked about is possible. */
function mayHold(guard: GuardId, moment: Moment): boolean {
  const judge = guards[guard]
  return moment.event.by === undefined && judge.fields ? true : judge(moment)
}

/**
 * Judges an event the way XState selects arrows: the innermost state first, an outer one only where no inner one has
 * an answer. Where XState stops at the first rule that stands, this names all of that state's.
 */
export function fare({ node, children, events }: Active, type: EventType, moment: Moment): Fare | undefined {
  if (!events.has(type)) return undefined
  const inner = children.flatMap((child) => fare(child, type, moment) ?? [])
  if (inner.length === 0) return fareAt(node, type, moment)
  return {
    accepted: inner.some(({ accepted }) => accepted),
    stands: [...new Set(inner.flatMap(({ stands }) => stands))],
  }
}

const isConstant = (guard: GuardId | undefined): boolean => {
  const rule = guard && rules[guard]
  return rule?.kind === 'refusal' && rule.standsAgainst === everywhere
}

/** Whether some arrow could take the event in that state, whatever the registration remembers, and which. */
function takers(node: AnyStateNode, type: EventType): { arrows: Arrow[]; open: boolean } {
  const arrows: Arrow[] = []
  for (let at: AnyStateNode | undefined = node; at; at = at.parent) {
    for (const arrow of at.on[type] ?? []) {
      if (isConstant(guardOf(arrow))) return { arrows, open: arrows.some((one) => !refuses(one)) }
      arrows.push(arrow)
      if (arrow.guard === undefined) return { arrows, open: true }
    }
  }
  return { arrows, open: arrows.some((one) => !refuses(one)) }
}

const innermost = (node: AnyStateNode): AnyStateNode => {
  const initial = Object.keys(node.states).length > 0 ? node.initial.target[0] : undefined
  return initial === undefined || node.type === 'parallel' ? node : innermost(initial)
}

/** The deadlines at which, by their own word, rules in front of the event turn against it. */
function turning(node: AnyStateNode, type: EventType): DeadlineName[] {
  return takers(node, type).arrows.flatMap((arrow) => {
    const guard = guardOf(arrow)
    const rule = guard && rules[guard]
    return rule && 'until' in rule ? [...rule.until] : []
  })
}

/** The deadlines that end, or may end, the possibility of an event in that state. */
function ending(node: AnyStateNode, type: EventType, seen: Set<AnyStateNode>): Set<DeadlineName> {
  if (seen.has(node)) return new Set()
  seen.add(node)
  const names = new Set<DeadlineName>(turning(node, type))
  for (let at: AnyStateNode | undefined = node; at; at = at.parent) {
    for (const arrow of at.after) {
      const name = deadlineOf(arrow.eventType)
      const target = arrow.target?.[0]
      if (name === undefined || target === undefined) continue
      if (!takers(innermost(target), type).open) names.add(name)
      else for (const later of ending(innermost(target), type, seen)) names.add(later)
    }
  }
  return names
}

/** Deadlines of another region that take the whole stretch along. */
function sweeping(node: AnyStateNode, type: EventType): DeadlineName[] {
  return node.after.flatMap((arrow) => {
    const target = arrow.target?.[0]
    const name = deadlineOf(arrow.eventType)
    if (name === undefined || target === undefined || target.path[0] === node.path[0]) return []
    return takers(innermost(target), type).open ? [] : [name]
  })
}

const endings = new WeakMap<Active, Map<EventType, DeadlineName[]>>()

/** The deadlines that end, or may end, the possibility of an event; read off the chart once for each. */
export function endingDeadlines(active: Active, type: EventType): DeadlineName[] {
  let table = endings.get(active)
  if (table === undefined) {
    table = new Map()
    endings.set(active, table)
  }
  let names = table.get(type)
  if (names === undefined) {
    const leaves = flat(active).filter((node) => Object.keys(node.states).length === 0)
    const found = leaves.flatMap((leaf) =>
      takers(leaf, type).open ? [...ending(leaf, type, new Set())] : sweeping(leaf, type),
    )
    names = [...new Set(found)]
    table.set(type, names)
  }
  return names
}

/**
 * Whether a deadline, were it to pass as things stand, would leave the event without a taker. Of one that these states
 * do not wait for, another rule or a later state has said so.
 */
export function wouldEnd(active: Active, name: DeadlineName, type: EventType, context: Context): boolean {
  const waiting = flat(active).flatMap((node) =>
    node.after.filter(({ eventType }) => deadlineOf(eventType) === name),
  )
  const [first] = waiting
  if (first === undefined || flat(active).some((node) => turning(node, type).includes(name))) return true
  const moment = { context, event: { type: first.eventType } } as unknown as Moment
  const taken = waiting.find(({ guard }) => guard === undefined || guards[guard as GuardId](moment))
  const target = taken?.target?.[0]
  if (taken === undefined || target === undefined) return false
  // A deadline of another region counts only where it takes the whole stretch along.
  const elsewhere = !takers(taken.source, type).open && taken.source.path[0] === target.path[0]
  return !elsewhere && !takers(innermost(target), type).open
}
