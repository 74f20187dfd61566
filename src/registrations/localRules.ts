import type { RegistrationEvent } from '../events'
import type { Context } from '../model/context'
import { now } from '../model/instants'
import type { RuleId } from '../rules'
import { type Guard, type GuardArgs, type Rule, refusal } from '../rules/rule'
import { day, formatInstant, type Millis, startOf } from '../time'
import type { Provision, ProvisionArgs } from './provision'

/** The rules of provisions, as the engine evaluates them. */

/** A view of a value that throws if something tries to change it, at any depth. What is frozen needs none. */
function readOnly<T extends object>(value: T): T {
  if (Object.isFrozen(value)) return value
  const refuse = (): never => {
    throw new TypeError('A provision can only read the registration.')
  }
  return new Proxy(value, {
    get: (target, key) => {
      const found: unknown = Reflect.get(target, key)
      return typeof found === 'object' && found !== null ? readOnly(found) : found
    },
    set: refuse,
    defineProperty: refuse,
    deleteProperty: refuse,
    setPrototypeOf: refuse,
  })
}

/** The end of what an attestation says: a day counts to its end. */
const endOf = (validUntil: string): Millis => startOf(validUntil) + (validUntil.includes('T') ? 0 : day)

function argsFor({ context, event }: GuardArgs): ProvisionArgs {
  const at = now({ context, event })
  const seen = readOnly(context) as ProvisionArgs['context']
  const sent = event.by === undefined ? undefined : (readOnly(event as RegistrationEvent) as object)
  return {
    context: seen,
    ...((sent && { event: sent }) as Pick<ProvisionArgs, 'event'>),
    type: event.type,
    at: formatInstant(at),
    attested: (kind) => {
      const found = context.attestations?.find((one) => one.kind === kind)
      const holds = found?.validUntil === undefined || at < endOf(found.validUntil)
      return holds ? found?.result : undefined
    },
  }
}

/** @throws Error that names the provision if it throws, which `decide` reports as a defect */
function guardOf({ id, applies, standsAgainst }: Provision): Guard {
  return (args) => {
    try {
      const { context } = args
      if (applies !== undefined && !applies(readOnly<Context['terms']>(context.terms) as never)) return false
      return standsAgainst(argsFor(args)) === true
    } catch (error) {
      throw new Error(`provision ${id}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}

/** The rules of provisions by id, with their texts and what they cite. */
export function localRules(provisions: readonly Provision[]): Record<RuleId, Rule> {
  return Object.fromEntries(
    provisions.map((provision) => {
      const { id, cites, title, message } = provision
      const cited = cites.map(({ document, article }) => `${document} ${article}`)
      const spec = refusal({ cites: cited as never, standsAgainst: guardOf(provision) })
      return [id, { ...spec, title, message }]
    }),
  ) as Record<RuleId, Rule>
}
