import type { EventType, RegistrationEvent } from '../events'
import type { LocalizedText } from '../language'
import type { StatePath } from '../machine/states'
import type { Attestation, Context } from '../model/context'

/** The id of a provision: a prefix of its own, and a name: `sh.social-security`. */
export type ProvisionId = `${string}.${string}`

/** A value that cannot be changed, at any depth. */
export type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T

/** What a provision judges: a registration, at an event. */
export type ProvisionArgs = {
  /** The registration. Changing it throws a `TypeError`. */
  readonly context: DeepReadonly<Context>
  /** The event; absent if only its type is known, as in `explain`: judge by the rest then. */
  readonly event?: DeepReadonly<RegistrationEvent>
  /** The type of the event. */
  readonly type: EventType
  /** The instant of the event, in ISO 8601 with an offset. */
  readonly at: string
  /** Returns the result of the last attestation of a kind that holds at `at`; `undefined` if there is none. */
  readonly attested: (kind: string) => Attestation['result'] | undefined
}

/** A rule of local law. It can only refuse: the national text decides what is possible and what follows. */
export type Provision<Id extends string = string> = {
  /** A prefix of its own, a dot and a name, in lower case: `sh.social-security`. */
  readonly id: Id
  /** Raised when what it refuses changes; 1 by default. Snapshots name it. */
  readonly version?: number
  /** Where it is written: at least one passage. */
  readonly cites: readonly Citation[]
  readonly title: LocalizedText
  /** For the applicant: why the event is refused, and what to do. Without brackets and braces, which stand for values. */
  readonly message: LocalizedText
  /** The registrations that it concerns; by default all. */
  readonly applies?: (terms: DeepReadonly<Context['terms']>) => boolean
  /** The transitions that it stands before: a state and an event that can be accepted there. */
  readonly before: readonly (readonly [state: StatePath, event: EventType])[]
  /** Whether it refuses. Pure: the same arguments always give the same answer. */
  readonly standsAgainst: (args: ProvisionArgs) => boolean
  /** The kinds of attestations that it reads, at most twenty, so that exploration and random scenarios try them. */
  readonly attestations?: readonly string[]
}

/** A passage of a document of local law. */
export type Citation = { readonly document: string; readonly article: string }
