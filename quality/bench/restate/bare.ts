import { handlers, type ObjectContext, object, rpc } from '@restatedev/restate-sdk'
import type { Delivery } from '../../../src/restate'
import { engineOptions } from '../../../src/restate/engineOptions'
import { model, overhear } from './ghost'

/**
 * Virtual objects that decide nothing: they read what a registration reads, store the same bytes and give the same
 * answer, by heart.
 */

const ghosts = await overhear()

/** How far it is: as a registration, it has to read that before it can go on. */
async function next(ctx: ObjectContext) {
  const { revision } = (await ctx.get<{ revision: number }>('registration')) ?? { revision: 0 }
  const ghost = ghosts[revision]
  if (ghost === undefined) throw new Error('it has lived to the end')
  for (const [name, value] of ghost.kept) ctx.set(name, value)
  return ghost
}

const { exclusive } = handlers.object

/** What the messages of the bare object come to. */
type Messages = {
  due(ctx: ObjectContext, timer: unknown): Promise<void>
  deliver(ctx: ObjectContext, deliveries: Delivery[]): Promise<void>
}

/** Sends what a registration sends, too: a call for the deadline, and the facts. */
export const bare = object({
  name: 'bare',
  handlers: {
    send: exclusive(async (ctx: ObjectContext, _: unknown) => {
      const { sent, answer } = await next(ctx)
      for (const { handler, input, delay, key } of sent) {
        const client = ctx.objectSendClient<Messages>({ name: 'bare' }, ctx.key + key.slice(model.length))
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

/** Only stores. */
export const silent = object({
  name: 'silent',
  handlers: {
    send: exclusive(async (ctx: ObjectContext, _: unknown) => (await next(ctx)).answer),
  },
  options: engineOptions,
})
