import type { EventType, RegistrationEvent } from '../events'
import type { LocalizedText } from '../language'
import { allStatePaths, type StatePath } from '../machine/states'
import type { Attestation, Context } from '../model/context'
import { ruleIds } from '../rules'
import { didYouMean } from '../schema/issueMessages'
import { read } from '../schema/issues'
import { freeze } from '../schema/primitives'
import { attestationKindShape, provisionIdPattern } from '../schema/vocabulary'

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
  /** Where it is written. */
  readonly cites: readonly [Citation, ...Citation[]]
  readonly title: LocalizedText
  /** For the applicant: why the event is refused, and what to do. Without brackets and braces, which stand for values. */
  readonly message: LocalizedText
  /** The registrations that it concerns; by default all. */
  readonly applies?: (terms: DeepReadonly<Context['terms']>) => boolean
  /** The transitions that it stands before: a state and an event that can be accepted there. */
  readonly before: readonly (readonly [state: StatePath, event: EventType])[]
  /** Whether it refuses. Pure: the same arguments always give the same answer. */
  readonly standsAgainst: (args: ProvisionArgs) => boolean
  /** The kinds of attestations that it reads, so that exploration tries them. */
  readonly attestations?: readonly string[]
}

/** A passage of a document of local law. */
export type Citation = { readonly document: string; readonly article: string }

/** Whether rules of the national text have this prefix. */
const isNationalArea = (prefix: string | undefined): boolean =>
  ruleIds.some((id) => id.startsWith(`${prefix}.`))

const isText = (text: unknown): boolean => typeof text === 'string' && text.trim() !== ''
const isTextIn = (text: unknown): boolean =>
  isText((text as LocalizedText | undefined)?.zh) && isText((text as LocalizedText | undefined)?.en)

/** Whether a text has no `{name}` or `[…]`, which in the messages of the national rules stand for values. */
const isPlain = (text: LocalizedText | undefined): boolean => !/[[\]{}]/.test(`${text?.zh}${text?.en}`)

/** The mistakes of a provision in plain JavaScript, without those that need the machine. */
export function mistakesOf(provision: Provision): string[] {
  if (typeof provision !== 'object' || provision === null) return ['must be a provision of defineProvision']
  const { id, version = 1, cites, title, message, applies, before, standsAgainst, attestations } = provision
  const mistakes: string[] = []
  const check = (holds: boolean, text: string) => holds || mistakes.push(text)
  check(
    isText(id) && provisionIdPattern.test(id),
    'id: must be a prefix, a dot and a name in lower case: sh.social-security',
  )
  check(!isNationalArea(String(id).split('.')[0]), 'id: its prefix is an area of the national rules')
  check(Number.isInteger(version) && version > 0, 'version: must be a positive integer')
  const isCited = Array.isArray(cites) && cites.length > 0
  check(
    isCited && cites.every((one) => isText(one?.document) && isText(one?.article)),
    'cites: must name at least one document and article',
  )
  check(isTextIn(title), 'title: must have a text in zh and in en')
  check(isTextIn(message), 'message: must have a text in zh and in en')
  check(isPlain(message), 'message: must not have brackets or braces, which stand for values')
  check(applies === undefined || typeof applies === 'function', 'applies: must be a function of the terms')
  check(typeof standsAgainst === 'function', 'standsAgainst: must be a function')
  check(Array.isArray(before) && before.length > 0, 'before: must name at least one state and event')
  check(
    attestations === undefined ||
      (Array.isArray(attestations) &&
        attestations.every((kind) => read(attestationKindShape(), kind).issues === undefined)),
    'attestations: must be codes in lower case, such as sh.social-security',
  )
  for (const one of Array.isArray(before) ? before : []) {
    const [state] = Array.isArray(one) ? one : []
    check(
      (allStatePaths() as readonly unknown[]).includes(state),
      `before: there is no state ${String(state)}${didYouMean(String(state), allStatePaths()).en}`,
    )
  }
  const known = [
    'id',
    'version',
    'cites',
    'title',
    'message',
    'applies',
    'before',
    'standsAgainst',
    'attestations',
  ]
  for (const key of Object.keys(provision))
    if (!known.includes(key)) mistakes.push(`${key}: there is no such field${didYouMean(key, known).en}`)
  return mistakes
}

/**
 * Defines a rule of local law, for `createRegistrations`. It can refuse events that the national text accepts, and
 * nothing else: it cannot accept what a rule refuses, change the registration, or emit facts.
 *
 * @throws TypeError that lists every mistake: an id that is not `prefix.name` or has the prefix of a national area, a
 * missing text, a state that does not exist
 * @example
 * ```ts
 * import { createRegistrations, defineProvision } from 'baokao'
 *
 * const socialSecurity = defineProvision({
 *   id: 'sh.social-security',
 *   cites: [{ document: '某市报名公告（示例）', article: '第三条' }],
 *   title: { zh: '社会保险', en: 'Social security' },
 *   message: { zh: '在本市报名的，须在本市缴纳社会保险费。', en: 'You must pay social security in the city.' },
 *   before: [['filling.confirmation', 'application.confirm']],
 *   attestations: ['sh.social-security'],
 *   standsAgainst: ({ attested }) => attested('sh.social-security') !== 'passed',
 * })
 * createRegistrations({ provisions: [socialSecurity] }).law // ['sh.social-security@1']
 * ```
 */
export function defineProvision<const Id extends ProvisionId>(provision: Provision<Id>): Provision<Id> {
  const mistakes = mistakesOf(provision)
  if (mistakes.length > 0)
    throw new TypeError(`The provision ${String(provision?.id)} is not valid.\n  ${mistakes.join('\n  ')}`)
  // A copy: what the caller changes later must not change the provision.
  const { applies, standsAgainst, ...data } = provision
  return freeze({ ...structuredClone(data), ...(applies && { applies }), standsAgainst })
}
