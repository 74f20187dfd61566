import {
  handlers,
  type ObjectOptions,
  type ObjectSharedContext,
  object,
  type VirtualObjectDefinition,
} from '@restatedev/restate-sdk'
import { engineOptions } from './engineOptions'
import {
  type CandidateHandlers,
  type CandidatePortalHandlers,
  candidateObject,
  candidatePortalObject,
  type RegistrationHandlers,
  registrationObject,
} from './objects'

const registrationsOf = (ctx: ObjectSharedContext): Promise<string[]> =>
  ctx.objectClient<CandidateHandlers>(candidateObject, ctx.key).registrations()

async function erase(ctx: ObjectSharedContext): Promise<number> {
  let erased = 0
  for (const id of await registrationsOf(ctx)) {
    erased += await ctx.objectClient<RegistrationHandlers>(registrationObject, id).erase()
  }
  return erased
}

const { shared } = handlers.object

/**
 * Creates what a portal may call for all registrations of a candidate, such as erasing the personal data. It holds no
 * state. Bind it together with `registration` and `candidate`. Its service is called `candidates`.
 */
export function candidatePortal({
  options,
}: {
  options?: ObjectOptions
} = {}): VirtualObjectDefinition<'candidates', CandidatePortalHandlers> {
  return object({
    ...candidatePortalObject,
    handlers: { registrations: shared(registrationsOf), erase: shared(erase) },
    options: { ...engineOptions, ...options },
  })
}
