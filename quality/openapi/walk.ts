import createClient from 'openapi-fetch'
import type { components, paths } from './schema'

type Event = components['schemas']['Event']

/** Walks a registration from its opening to the certificate with types from the document. @returns the states */
export async function walk(baseUrl: string, token: string, id: string): Promise<string[]> {
  const client = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${token}` } })
  const states: string[] = []
  let sent = 0

  async function clock(now: string): Promise<void> {
    const { error } = await client.POST('/clock', { body: { now } })
    if (error) throw new Error(error.detail)
  }

  async function send(actor: string, event: Event) {
    sent += 1
    const { data, error } = await client.POST('/registrations/{id}/events', {
      params: { path: { id }, header: { 'Baokao-Actor': actor, 'Idempotency-Key': `${id}-${sent}` } },
      body: event,
    })
    // A refusal has the rule; any other problem only a text.
    if (error) throw new Error('rule' in error ? error.rule : error.detail)
    states.push(data.state ?? '')
    return data
  }

  const [candidate, office, bank] = [`candidate:C-${id}`, 'office:O', 'gateway:B']
  await clock('2024-04-08T09:30:00+08:00')
  const opened = await client.POST('/registrations', {
    body: {
      registrationId: id,
      candidateId: `C-${id}`,
      exam: 'social-worker',
      notice: 'gd-2024-social-worker',
      candidate: { photo: true, education: { origin: 'domestic', result: 'passed' } },
    },
  })
  if (opened.error) throw new Error(opened.error.detail)
  states.push(opened.data.state ?? '')
  await send(candidate, {
    type: 'application.save',
    application: { level: 'intermediate', subjects: ['general', 'law', 'practice'], place: '440100' },
  })
  await send(candidate, { type: 'route.choose', route: 'commitment' })
  await send(candidate, { type: 'application.confirm' })
  const statements = { informed: true, eligible: true, truthful: true, acceptsChecks: true }
  const { facts } = await send(candidate, { type: 'commitment.sign', statements })
  const order = facts.find((fact) => fact.type === 'order.created')
  if (order === undefined) throw new Error('there is no order')
  await send(bank, {
    type: 'payment.settle',
    orderNo: order.orderNo,
    transactionId: `T-${id}`,
    amountFen: order.amountFen,
    paidAt: '2024-04-08T09:30:00+08:00',
  })
  await clock('2024-06-12T09:00:00+08:00')
  await send(candidate, { type: 'admitCard.print' })
  await clock('2024-08-05T10:00:00+08:00')
  await send(office, { type: 'marks.publish', marks: { general: 70, law: 72, practice: 68 } })
  await clock('2024-08-12T09:00:00+08:00')
  await send(office, { type: 'publicNotice.open' })
  await send(candidate, { type: 'certificate.requestMail', address: '1 Example Road, Guangzhou' })
  await clock('2024-10-10T09:00:00+08:00')
  await send(office, { type: 'certificate.issue', certificateNo: '20244400001' })
  await send(office, { type: 'certificate.dispatch' })
  await send(office, { type: 'certificate.deliver' })
  return states
}

/** What the types do not allow. */
export function wrong(client: ReturnType<typeof createClient<paths>>): void {
  const params = { path: { id: 'R' } }
  // @ts-expect-error there is no such event
  void client.POST('/registrations/{id}/events', { params, body: { type: 'no.such' } })
  // @ts-expect-error the order is missing
  void client.POST('/registrations/{id}/events', { params, body: { type: 'payment.claim' } })
  // @ts-expect-error nobody sends the clock
  void client.POST('/registrations/{id}/events', { params, body: { type: 'clock.advance' } })
  // @ts-expect-error there is no such path
  void client.GET('/nothing')
}
