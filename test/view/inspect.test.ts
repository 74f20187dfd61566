import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { createWebSocketReceiver } from '@statelyai/inspect'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createActor, SimulatedClock } from 'xstate'
import {
  type Journey,
  type RegistrationEvent,
  registrationMachine,
  ruleIds,
  rules,
  runJourney,
} from '../../src'
import { openInputOf } from '../../src/journey'
import {
  fullConfig,
  type Inspection,
  type InspectionMessage,
  type InspectOptions,
  inspectRegistration,
  outline,
} from '../../src/view'
import { journeysByStage, readText } from '../support/files'

const journey = JSON.parse(readText('examples/journeys/filling/no-return.json')) as Journey

/** Starts an actor that is inspected from the opening. */
async function inspected(options: InspectOptions, of = journey) {
  const { input } = openInputOf(of)
  const actor = createActor(registrationMachine, { input, clock: new SimulatedClock() })
  const inspection = await inspectRegistration(actor, options)
  return { actor: actor.start(), inspection, events: runJourney(of).steps.map(({ event }) => event) }
}

async function collected(all = false) {
  const messages: InspectionMessage[] = []
  const { actor, events, inspection } = await inspected({ send: (message) => messages.push(message), all })
  const values = events.map((event) => {
    actor.send(event)
    return actor.getSnapshot().value
  })
  await inspection.stop()
  return { messages, events, values, actor }
}

const of = (messages: InspectionMessage[], type: string) =>
  messages.filter((message) => message.type === type)
const typesIn = (messages: InspectionMessage[]) =>
  messages.map(({ event }) => (event as RegistrationEvent).type).filter((type) => !type.startsWith('xstate.'))

/** The names of all guards in a definition. */
const guardsIn = (definition: unknown): string[] => [
  ...new Set(
    [...JSON.stringify(definition).matchAll(/"guard":"([^"]+)"/g)].flatMap(([, label = '']) =>
      label.replace('⊘ ', '').split(' · '),
    ),
  ),
]

describe('an inspected registration', () => {
  it('sends its definition first: the outline with every refusal rule and branch rule', async () => {
    const { messages } = await collected()
    expect(messages[0]).toMatchObject({ type: '@xstate.actor', name: 'registration' })
    const definition = JSON.parse(String(messages[0]?.definition))
    expect(definition).toEqual(outline(registrationMachine))
    const asked = ruleIds.filter((id) => ['refusal', 'branch'].includes(rules[id].kind))
    expect(guardsIn(definition).sort()).toEqual([...asked].sort())
  })

  it('sends every transition with the option all', async () => {
    const { messages } = await collected(true)
    expect(JSON.parse(String(messages[0]?.definition))).toEqual(fullConfig(registrationMachine))
    expect(String(messages[0]?.definition)).not.toContain(' · ')
  })

  it('sends each event and the snapshot after it, in order', async () => {
    const { messages, events, values, actor } = await collected()
    expect(typesIn(of(messages, '@xstate.event'))).toEqual(events.map(({ type }) => type))
    const snapshots = of(messages, '@xstate.snapshot')
    expect(typesIn(snapshots)).toEqual(events.map(({ type }) => type))
    expect(
      snapshots.slice(-values.length).map(({ snapshot }) => (snapshot as { value: unknown }).value),
    ).toEqual(values)
    expect(new Set(messages.map(({ sessionId }) => sessionId))).toEqual(new Set([actor.sessionId]))
  })

  it('sends nothing after it is stopped', async () => {
    const messages: InspectionMessage[] = []
    const { actor, events, inspection } = await inspected({ send: (message) => messages.push(message) })
    await inspection.stop()
    const before = messages.length
    actor.send(events[0] as RegistrationEvent)
    expect(messages.length).toBe(before)
  })

  it('sends no personal data', async () => {
    const messages: InspectionMessage[] = []
    const { actor } = await inspected({ send: (message) => messages.push(message) })
    const secret = 'Li-Lei-of-Tianhe'
    const at = '2024-04-07T10:00:00+08:00'
    const by = { role: 'candidate', id: 'C' } as const
    const whole = runJourney(journey).steps.find(({ event }) => event.type === 'profile.submit')
    const { profile } = (whole?.event ?? {}) as RegistrationEvent<'profile.submit'>
    const events = [
      { type: 'profile.submit', at, by, profile: { ...profile, name: secret, phone: secret } },
      // Malformed, so that personal data cannot be separated.
      { type: 'profile.submit', at, by, profile: secret },
      { type: 'profile.submitted', at, by, name: secret },
    ]
    for (const event of events) actor.send(event as never)
    expect(of(messages, '@xstate.event').length).toBeGreaterThan(events.length)
    expect(JSON.stringify(messages)).not.toContain(secret)
    expect(JSON.stringify(messages)).toContain('profile.submit')
  })
})

/** Whether a port accepts connections. */
const acceptsConnection = (host: string, port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect({ host, port })
    socket.once('connect', () => done(true)).once('error', () => done(false))
    socket.once('connect', () => socket.destroy())
  })

const portOf = ({ url = '' }: Inspection): number => Number(new URL(url).port)
const socketOf = ({ url = '' }: Inspection): string => url.replace('http', 'ws')

/** The first `count` messages that the package's receiver receives. */
const received = (server: string, count: number): Promise<InspectionMessage[]> =>
  new Promise((done) => {
    const messages: InspectionMessage[] = []
    createWebSocketReceiver({ server }).subscribe((message) => {
      messages.push(message as unknown as InspectionMessage)
      if (messages.length === count) done(messages)
    })
  })

describe('the page of the inspector', () => {
  it.each(journeysByStage().slice(0, 8))(
    'sends the journey %s to the receiver of the inspector, even if it connects late',
    async (_, one) => {
      const { actor, inspection, events } = await inspected({}, one)
      const early = received(socketOf(inspection), 3 + 2 * events.length)
      for (const event of events) actor.send(event)
      const late = received(socketOf(inspection), 3 + 2 * events.length)
      for (const messages of [await early, await late]) {
        expect(messages[0]?.type).toBe('@xstate.actor')
        expect(typesIn(of(messages, '@xstate.event'))).toEqual(events.map(({ type }) => type))
        expect(typesIn(of(messages, '@xstate.snapshot'))).toEqual(events.map(({ type }) => type))
      }
      await inspection.stop()
    },
  )

  it('embeds the inspector in a frame', async () => {
    const { inspection } = await inspected({})
    const page = await fetch(inspection.url ?? '')
    expect(await page.text()).toContain('<iframe src="https://stately.ai/inspect"')
    await inspection.stop()
  })

  it('is reachable only from this machine, and only until it is stopped', async () => {
    const { inspection } = await inspected({})
    const port = portOf(inspection)
    const others = Object.values(networkInterfaces()).flatMap((list = []) =>
      list.flatMap(({ address, family, internal }) => (family === 'IPv4' && !internal ? [address] : [])),
    )
    expect(new URL(inspection.url ?? '').hostname).toBe('127.0.0.1')
    expect(await acceptsConnection('127.0.0.1', port)).toBe(true)
    for (const address of others) expect(await acceptsConnection(address, port)).toBe(false)
    await inspection.stop()
    expect(await acceptsConnection('127.0.0.1', port)).toBe(false)
  })

  it('refuses a connection from a page of another origin', async () => {
    const { inspection } = await inspected({})
    const refusal = await new Promise<string>((done) => {
      const socket = new WebSocket(socketOf(inspection), { origin: 'https://elsewhere.example' })
      socket.once('error', ({ message }) => done(message)).once('message', () => done('a message'))
    })
    expect(refusal).toMatch(/401/)
    await inspection.stop()
  })

  it('rejects if the given port is in use', async () => {
    const { inspection } = await inspected({})
    await expect(inspected({ port: portOf(inspection) })).rejects.toThrow(/EADDRINUSE/)
    await inspection.stop()
  })
})
