import type { EventType } from '../events'
import type { RuleId } from '../rules'

/** What another system decided. */
export type TheirOutcome = {
  accepted: boolean
  /** The state after the event, by its path or its title; of parallel states any of them. Absent if it is not known. */
  state?: string
}

/**
 * How the decisions differ. `weRefuse`: the other system accepted. `weAccept`: it refused. `state`: both agree on the event,
 * but not on the state after it. `unknown`: the registration was never opened. `malformed`: the call is not valid.
 */
export type ShadowKind = 'weRefuse' | 'weAccept' | 'state' | 'unknown' | 'malformed'

/** One case of a difference. It has no personal data. */
export type ShadowExample = {
  registrationId: string
  /** The instant of the event. */
  at?: string
  theirs?: TheirOutcome
  /** `state`: the dotted path of each innermost state, separated by spaces. */
  ours?: { accepted: boolean; state: string }
  /** The paths of what is malformed. */
  paths?: readonly string[]
}

/** The differences of one kind, event type and rule. */
export type ShadowDifference = {
  kind: ShadowKind
  event: EventType | 'open' | 'unknown'
  /** The rule that refuses, and its § in the official text. */
  rule?: RuleId
  cites?: readonly string[]
  count: number
  /** In how many registrations. */
  registrations: number
  /** The first cases. */
  examples: readonly ShadowExample[]
}

/** What a shadow has seen. */
export type ShadowReport = {
  /** The events and openings, and how many of these were decided alike. */
  events: number
  agreed: number
  /** Events of registrations that already differed: what follows from a difference is counted once, here. */
  followed: number
  registrations: number
  /** How many registrations differ now. */
  differing: number
  /** The most frequent first. */
  differences: ShadowDifference[]
}

type Group = Omit<ShadowDifference, 'registrations' | 'examples'> & {
  registrations: Set<string>
  examples: ShadowExample[]
}

/** Groups differences. @param most how many examples of a group are kept */
export class ShadowDifferences {
  private readonly groups = new Map<string, Group>()

  constructor(private readonly most: number) {}

  add(
    kind: ShadowKind,
    of: Pick<ShadowDifference, 'event' | 'rule' | 'cites'>,
    example: ShadowExample,
  ): void {
    const key = JSON.stringify([kind, of.event, of.rule])
    const group = this.groups.get(key) ?? {
      kind,
      ...of,
      count: 0,
      registrations: new Set<string>(),
      examples: [],
    }
    group.count += 1
    group.registrations.add(example.registrationId)
    if (group.examples.length < this.most) group.examples.push(example)
    this.groups.set(key, group)
  }

  get list(): ShadowDifference[] {
    return [...this.groups.values()]
      .map(({ registrations, examples, ...group }) => ({
        ...group,
        registrations: registrations.size,
        examples: [...examples],
      }))
      .sort((one, other) => other.count - one.count)
  }
}
