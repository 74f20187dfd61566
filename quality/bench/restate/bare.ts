import { handlers, type ObjectContext, object, rpc } from '@restatedev/restate-sdk'
import type { Delivery } from '../../../src/restate'
import { engineOptions } from '../../../src/restate/engineOptions'
import { recordBaseline, recordedId } from './baseline'

/** The baselines: virtual objects that read and store the same bytes as a registration and return the recorded answers. */

const baseline = await recordBaseline()

/** Reads the revision of the object, as a registration does, and stores the values of the next step. */
async function nextStep(ctx: ObjectContext) {
  const { revision } = (await ctx.get<{ revision: number }>('registration')) ?? { revision: 0 }
  const step = baseline[revision]
  if (step === undefined) throw new Error('no more recorded steps')
  for (const [name, value] of step.stored) ctx.set(name, value)
  return step
}

const { exclusive } = handlers.object

/** The handlers that the bare object calls on itself. */
type BareHandlers = {
  due(ctx: ObjectContext, timer: unknown): Promise<void>
  deliver(ctx: ObjectContext, deliveries: Delivery[]): Promise<void>
}

/** Stores the bytes of a registration and makes its calls: one for the deadline, one for the facts. */
export const bare = object({
  name: 'bare',
  handlers: {
    send: exclusive(async (ctx: ObjectContext, _: unknown) => {
      const { calls, answer } = await nextStep(ctx)
      for (const { handler, input, delay, key } of calls) {
        const client = ctx.objectSendClient<BareHandlers>(
          { name: 'bare' },
          ctx.key + key.slice(recordedId.length),
        )
        if (handler === 'due') client.due(input, rpc.sendOpts({ delay }))
        else client.deliver(input as Delivery[])
      }
      return answer
    }),
    due: async (_: ObjectContext, _timer: unknown) => {},
    deliver: async (ctx: ObjectContext, deliveries: Delivery[]) => {
      for (const { id } of deliveries) await ctx.run(id, () => {})
    },
  },
  options: engineOptions,
})

/** Only stores the bytes of a registration. */
export const silent = object({
  name: 'silent',
  handlers: {
    send: exclusive(async (ctx: ObjectContext, _: unknown) => (await nextStep(ctx)).answer),
  },
  options: engineOptions,
})
