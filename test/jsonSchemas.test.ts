import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import {
  decide,
  decisionSchema,
  eventTypes,
  explain,
  explanationSchema,
  factTypes,
  issueSchema,
  open,
  refusalSchema,
  runJourney,
  type SchemaName,
  schemaNames,
  titles,
  toJSONSchema,
} from '../src'
import { journeysIn } from './support/files'
import { input, opened } from './support/plainPath'

/** Validators of another implementation (Ajv), compiled from the JSON Schemas for other languages. */
const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true, date: true, email: true, uri: true } })
const validators = new Map(schemaNames.map((name) => [name, ajv.compile(toJSONSchema(name))]))

function errorsOf(name: SchemaName, value: unknown): unknown[] {
  const validate = validators.get(name)
  // As sent: JSON omits keys that are `undefined`.
  validate?.(JSON.parse(JSON.stringify(value)))
  return validate?.errors ?? []
}

describe('the input and output of the library', () => {
  it.each(journeysIn('examples/journeys'))('match their schemas in %s', (_, journey) => {
    const run = runJourney(journey)
    expect(errorsOf('journey', journey)).toEqual([])
    for (const decision of [run.opened, ...run.steps.map((step) => step.decision)]) {
      expect(decisionSchema.parse(decision)).toEqual(decision)
      expect(errorsOf('decision', decision)).toEqual([])
      if (decision?.accepted === false) {
        expect(refusalSchema.parse(decision.refusal)).toEqual(decision.refusal)
        expect(errorsOf('refusal', decision.refusal)).toEqual([])
      }
    }
    for (const { event, decision } of run.steps) {
      const rule = decision.accepted ? undefined : decision.refusal.rule
      if (rule === 'actor.role' || rule === 'event.unknown' || rule === 'event.malformed') continue
      expect(errorsOf('event', event)).toEqual([])
    }
  })

  it('match their schemas in refusals of malformed input', () => {
    const decision = decide(opened(), { type: 'route.choose', colour: 'red' } as never)
    const { refusal } = decision as { refusal?: { issues?: unknown[] } }
    expect(refusal?.issues?.length).toBeGreaterThan(1)
    for (const issue of refusal?.issues ?? []) expect(issueSchema.parse(issue)).toEqual(issue)
    expect(decisionSchema.parse(decision)).toEqual(decision)
    const opening = open({ ...input, colour: 'red' } as never)
    expect(decisionSchema.parse(opening)).toEqual(opening)
    expect(errorsOf('decision', opening)).toEqual([])
  })

  it('match their schemas in explanations', () => {
    for (const explanation of explain(opened(), input.at)) {
      expect(explanationSchema.parse(explanation)).toEqual(explanation)
      expect(errorsOf('explanation', explanation)).toEqual([])
    }
  })

  it('do not match their schemas with an unknown field or a wrong sender', () => {
    const at = '2024-04-08T10:00:00+08:00'
    const event = { type: 'proof.approve', at, by: { role: 'office', id: 'O' } }
    expect(errorsOf('event', event)).toEqual([])
    expect(errorsOf('event', { ...event, meta: { id: 1 } })).toEqual([])
    expect(errorsOf('event', { ...event, colour: 'red' })).not.toEqual([])
    expect(errorsOf('event', { ...event, by: { role: 'candidate', id: 'C' } })).not.toEqual([])
    expect(errorsOf('input', input)).toEqual([])
    expect(errorsOf('input', { ...input, colour: 'red' })).not.toEqual([])
  })
})

type Titled = { title?: string; $ref?: string; $defs?: Record<string, Titled> }

describe('the JSON Schemas', () => {
  it.each(schemaNames)('include %s, with a name and a title in both languages', (name) => {
    for (const [lang, script] of [
      ['zh', /\p{Script=Han}/u],
      ['en', /^[ -~]+$/],
    ] as const) {
      const { $ref, $defs = {} } = toJSONSchema(name, { lang }) as Titled
      expect($ref).toMatch(/^#\/\$defs\/\w+$/)
      for (const [key, { title }] of Object.entries($defs)) {
        if (/^__schema/.test(key)) continue
        expect(`${key}: ${title}`).toMatch(script)
        expect(title).toMatch(script)
      }
    }
  })
  it('have the title of every event and fact', () => {
    const titlesIn = (name: SchemaName) => (toJSONSchema(name, { lang: 'zh' }) as Titled).$defs
    for (const type of eventTypes) expect(titlesIn('event')?.[type]?.title).toBe(titles.events[type].zh)
    for (const type of factTypes) expect(titlesIn('fact')?.[type]?.title).toBe(titles.facts[type].zh)
  })
})
