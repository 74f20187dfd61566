import { deadlinesOf, type UpcomingInstant } from '../engine/deadlines'
import { type Decision, decideWith, openWith } from '../engine/decide'
import { Engine } from '../engine/engine'
import { type Explanation, explainWith } from '../engine/explain'
import { maxLawIdLength, maxProvisions, type Snapshot } from '../engine/snapshot'
import { persistedSnapshot, variantOf, type XStateSnapshot } from '../engine/xstate'
import type { RegistrationEvent } from '../events'
import { guideWith } from '../guide'
import { type RegistrationMachine, registrationMachine } from '../machine'
import { mostAttestations } from '../model/context'
import { type EligibilityAdvice, type EligibilityInput, eligibility } from '../model/eligibility'
import type { OpenInput } from '../model/opening'
import type { GuideItem, Region } from '../model/region'
import { guardsOf, type RuleId, rules } from '../rules'
import type { Rule } from '../rules/rule'
import { didYouMean } from '../schema/issueMessages'
import { freeze, lazy } from '../schema/primitives'
import type { Role } from '../schema/vocabulary'
import { type Titles, titles } from '../titles'
import { frozenCopyOf } from './defineProvision'
import { withEngine } from './engineOf'
import { localRules } from './localRules'
import { national } from './national'
import type { Provision } from './provision'
import { mistakesOf } from './provisionMistakes'
import { withRefusals } from './withRefusals'

/** The functions of the package root, for the national text with provisions of local law. */
export type Registrations<Id extends string = RuleId> = {
  /** Opens a registration; see `open`. */
  open(input: OpenInput): Decision<Snapshot | null, Id>
  /** Decides an event; see `decide`. A snapshot of other provisions is refused with `snapshot.law`. */
  decide(snapshot: Snapshot, event: RegistrationEvent): Decision<Snapshot, Id>
  /** Explains which events are possible; see `explain`. Under other provisions none is, by `snapshot.law`. */
  explain(snapshot: Snapshot, at: string, about?: RegistrationEvent | { role: Role }): Explanation<Id>[]
  /** Lists the instants ahead; see `deadlines`. Provisions change none of them. */
  deadlines(snapshot: Snapshot): UpcomingInstant[]
  /** Returns the official advice; see `guide`. Throws a `RangeError` for a snapshot of other provisions. */
  guide(snapshot: Snapshot, region?: Region | readonly Region[], at?: string): GuideItem[]
  /** Advises on eligibility; see `eligibility`. Provisions do not change it. */
  eligibility(input: EligibilityInput): EligibilityAdvice[]
  /** Converts a snapshot for a live actor of `machine`; see `toXStateSnapshot`. Throws like `guide`. */
  toXStateSnapshot(snapshot: Snapshot): XStateSnapshot
  /** The machine with the refusals of the provisions. */
  readonly machine: RegistrationMachine
  /** The provisions, each with its version, as snapshots name them: `sh.social-security@2`. */
  readonly law: readonly string[]
  /** Those given to `createRegistrations`. */
  readonly provisions: readonly Provision[]
  /** The rules of the national text and of the provisions. */
  readonly rules: Readonly<Record<Id, Rule>>
  /** The titles and messages in both languages, with those of the provisions. */
  readonly titles: Omit<Titles, 'rules'> & {
    readonly rules: Readonly<Record<Id, Pick<Rule, 'title' | 'message'>>>
  }
}

/** The options of `createRegistrations`. */
export type RegistrationsOptions<P extends readonly Provision[]> = {
  /** The rules of local law, each from `defineProvision`; none by default. */
  provisions?: P
  /**
   * Sets of provisions whose registrations this set continues, each as the `law` of their snapshots; `[]` is the
   * national text alone. From the next decision on they are decided under the provisions of this set.
   */
  takesOver?: readonly (readonly string[])[]
}

// Marked as pure: a bundle of `decide` must not contain the guide.
/** The registrations under the national text alone. */
export const nationalRegistrations = /* @__PURE__ */ lazy((): Registrations => createRegistrations())

const lawId = ({ id, version = 1 }: Provision): string => `${id}@${version}`

/** @throws TypeError for what is not an object of the known options: a misspelt one would leave the provisions out */
function assertOptions(options: unknown): void {
  const known = ['provisions', 'takesOver']
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError('createRegistrations takes an object: { provisions: [...] }.')
  for (const [key, value] of Object.entries(options)) {
    if (!known.includes(key)) throw new TypeError(`There is no option ${key}${didYouMean(key, known).en}`)
    if (value !== undefined && !Array.isArray(value)) throw new TypeError(`${key} must be a list.`)
  }
}

function assertNone(mistakes: readonly string[]): void {
  if (mistakes.length > 0) throw new TypeError(`The provisions are not valid.\n  ${mistakes.join('\n  ')}`)
}

/** The kinds of attestations of provisions that concern every registration. */
const kindsOfAll = (provisions: readonly Provision[]): ReadonlySet<string> =>
  new Set(
    provisions.flatMap((one) =>
      one?.applies === undefined && Array.isArray(one?.attestations) ? one.attestations : [],
    ),
  )

/** @throws TypeError that lists every mistake of the options together */
function assertValid({ provisions = [], takesOver = [] }: RegistrationsOptions<readonly Provision[]>): void {
  const ids = provisions.map((one) => one?.id)
  const isLaw = (law: unknown) =>
    Array.isArray(law) && law.every((one) => typeof one === 'string' && /^[^@]+@[1-9]\d*$/.test(one))
  assertNone([
    ...provisions.flatMap((one) => mistakesOf(one).map((mistake) => `${one?.id}: ${mistake}`)),
    ...ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `${id}: two provisions have this id`),
    ...(kindsOfAll(provisions).size > mostAttestations
      ? [
          `attestations: a registration has at most ${mostAttestations} kinds, and provisions without \`applies\` name more`,
        ]
      : []),
    ...(ids.length > maxProvisions ? [`there can be at most ${maxProvisions} provisions`] : []),
    ...provisions
      .filter((one) => mistakesOf(one).length === 0 && lawId(one).length > maxLawIdLength)
      .map(({ id }) => `${id}: with its version it can have at most ${maxLawIdLength} characters`),
    ...(Array.isArray(takesOver) && takesOver.every(isLaw)
      ? []
      : ["takesOver: must be lists of provisions with their versions: [[], ['sh.social-security@1']]"]),
  ])
}

function engineWith(provisions: readonly Provision[], takesOver: readonly (readonly string[])[]): Engine {
  const { config, mistakes } = withRefusals(registrationMachine, provisions)
  assertNone(mistakes)
  const own = localRules(provisions)
  const machine =
    provisions.length === 0 ? registrationMachine : variantOf(registrationMachine, config, guardsOf(own))
  const law = Object.freeze(provisions.map(lawId).sort())
  return new Engine({ machine, rules: { ...rules, ...own }, law, takesOver })
}

/**
 * Creates the functions that decide registrations under the national text and provisions of local law. The functions of
 * the package root are those without provisions.
 *
 * @param options the provisions, each from `defineProvision`, and the sets that these take over
 * @returns its functions decide only registrations that it has opened, or whose law it takes over
 * @throws TypeError that lists every mistake: a provision that is not valid, an id used twice, a transition that does not
 * exist, an event that must not be refused (all but those of the candidate)
 * @example
 * ```ts
 * import { createRegistrations, exams, notices } from 'baokao'
 *
 * const registrations = createRegistrations({ provisions: [] })
 * const [exam, notice] = [exams['social-worker'], notices['gd-2024-social-worker']]
 * const input = { registrationId: 'R', candidateId: 'C', exam, notice, at: '2024-04-08T10:00:00+08:00' }
 * registrations.open(input).accepted // true
 * ```
 */
export function createRegistrations<const P extends readonly Provision[] = readonly []>(
  options: RegistrationsOptions<P> = {},
): Registrations<RuleId | P[number]['id']> {
  assertOptions(options)
  const { provisions: given = [], takesOver = [] } = options as RegistrationsOptions<readonly Provision[]>
  // Read once: what is checked is what decides.
  const read = given.map((one) => (typeof one === 'object' && one !== null ? { ...one } : one))
  assertValid({ provisions: read, takesOver })
  const provisions = read.map(frozenCopyOf)
  const engine = provisions.length + takesOver.length === 0 ? national() : engineWith(provisions, takesOver)
  const { machine, rules: allRules, law } = engine
  const registrations: Registrations = {
    open: (input) => openWith(engine, input),
    decide: (snapshot, event) => decideWith(engine, snapshot, event),
    explain: (snapshot, at, about) => explainWith(engine, snapshot, at, about),
    deadlines: (snapshot) => deadlinesOf(engine, snapshot),
    guide: (snapshot, region, at) => guideWith(engine, snapshot, region, at),
    eligibility,
    toXStateSnapshot: (snapshot) => persistedSnapshot(engine, snapshot),
    machine,
    law,
    provisions: Object.freeze(provisions),
    rules: allRules,
    titles: freeze({ ...titles, rules: allRules }),
  }
  return Object.freeze(withEngine(registrations, engine)) as unknown as Registrations<
    RuleId | P[number]['id']
  >
}
