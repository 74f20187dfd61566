import { type EventType, senderOf } from '../events'
import type { RegistrationMachine } from '../machine'
import { alwaysRefuses, isRefusing, refuse } from '../machine/transitions'
import type { RefusalId } from '../rules'
import type { Role } from '../schema/vocabulary'
import type { Provision } from './provision'

/** Adds the refusals of provisions to the configuration of the machine. */

type Transition = { guard?: string; target?: string; actions?: unknown }
export type MachineConfig = {
  on?: Record<string, Transition | Transition[]>
  states?: Record<string, MachineConfig>
}

const listOf = ({ on }: MachineConfig, type: string): Transition[] => [on?.[type] ?? []].flat()

/** The requirements at the head of a list of transitions. */
function head(list: Transition[]): Transition[] {
  const end = list.findIndex((one) => !isRefusing(one))
  return end < 0 ? list : list.slice(0, end)
}

const accepts = (list: Transition[]): boolean => list.some((one) => !isRefusing(one))

/** Puts the refusal behind the requirements of a state that can accept the event. @returns whether it can */
function insert(config: MachineConfig, type: EventType, id: RefusalId): boolean {
  const list = listOf(config, type)
  if (!accepts(list)) return false
  // Two entries of `before` may name a state and one inside it.
  if (list.some(({ guard }) => guard === id)) return true
  const required = head(list)
  config.on = { ...config.on, [type]: [...required, ...refuse(id), ...list.slice(required.length)] }
  return true
}

/** The states of a dotted path, from the stage inwards. */
function statesOn(root: MachineConfig, path: string): MachineConfig[] {
  let state = root
  return path.split('.').map((key) => {
    state = state.states?.[key] ?? {}
    return state
  })
}

/** Puts the refusal into a state and all states inside it. @returns whether any of them can accept the event */
function insertBelow(config: MachineConfig, type: EventType, id: RefusalId): boolean {
  const own = insert(config, type, id)
  const below = Object.values(config.states ?? {}).map((child) => insertBelow(child, type, id))
  return own || below.includes(true)
}

/** Puts the refusal before one transition. @returns whether there is such a transition */
function addRefusal(root: MachineConfig, path: string, type: EventType, id: RefusalId): boolean {
  const states = [root, ...statesOn(root, path)]
  const state = states.pop() as MachineConfig
  const inside = insertBelow(state, type, id)
  const own = listOf(state, type)
  if (accepts(own) || own.some(({ guard }) => guard === id)) return true
  // A state that only inherits the transition gets its requirements before its own, and the refusal behind them.
  // What a state always refuses, it and the states inside it do not inherit.
  const lists = [...states.map((outer) => listOf(outer, type)), own]
  const inherited = lists.findLast((list) => accepts(list) || list.some(alwaysRefuses))
  if (inherited === undefined || !accepts(inherited)) return inside
  const required = [...head(inherited), ...own, ...refuse(id)]
  const first = ({ guard }: Transition) => required.findIndex((one) => one.guard === guard)
  state.on = { ...state.on, [type]: required.filter((one, i) => first(one) === i) }
  return true
}

/** A copy of the configuration in which states can be changed. The root has a function, which cannot be cloned. */
const copyOf = (config: MachineConfig): MachineConfig => ({
  ...config,
  ...(config.states && {
    states: Object.fromEntries(Object.entries(config.states).map(([key, child]) => [key, copyOf(child)])),
  }),
})

/** Why local law must not refuse an event, or `undefined`: it can refuse only what the candidate does. */
function protectedBecause(type: EventType): string | undefined {
  const because: Record<Role, string | undefined> = {
    candidate: type === 'payment.claim' ? 'a payment is never refused' : undefined,
    gateway: 'a payment is never refused',
    clock: 'time is never refused',
    office: 'what an office announces or decides is never refused',
    verifier: 'what a verifier reports is never refused',
  }
  return because[senderOf(type)]
}

/**
 * Returns the configuration of a machine with the refusals of provisions.
 * @returns the configuration, and every mistake: a transition that does not exist, or an event that must not be refused
 */
export function withRefusals(
  machine: RegistrationMachine,
  provisions: readonly Provision[],
): { config: MachineConfig; mistakes: string[] } {
  const config = copyOf(machine.config as MachineConfig)
  const mistakes: string[] = []
  for (const { id, before } of provisions) {
    for (const [path, type] of before) {
      const why = protectedBecause(type)
      if (why !== undefined) mistakes.push(`${id}: before ${type}: ${why}`)
      else if (!addRefusal(config, path, type, id as RefusalId))
        mistakes.push(`${id}: ${path} has no transition for ${type}`)
    }
  }
  return { config, mistakes }
}
