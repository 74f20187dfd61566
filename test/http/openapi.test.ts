import { expect, it } from 'vitest'
import document from '../../data/openapi.json'
import { openapiDocument } from '../../scripts/openapi/document'
import { events, eventTypes } from '../../src'
import { operations } from '../../src/http/operations'

it('the document is what `npm run generate` writes', () => {
  expect(document).toEqual(openapiDocument())
})

it('the document names each event that somebody sends, with a discriminator', () => {
  const { Event } = document.components.schemas
  const sendable = eventTypes.filter((type) => events[type].by !== 'clock')
  expect(Object.keys(Event.discriminator.mapping)).toEqual(sendable)
  expect(Event.oneOf).toHaveLength(sendable.length)
  expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(sendable))
  expect(Object.keys(document.components.schemas)).not.toContain('clock.advance')
})

it('the document marks personal data, and has no patterns of dates', () => {
  const profile = JSON.stringify(document.components.schemas['profile.submit'])
  expect(profile).toContain('"x-personal":true')
  expect(JSON.stringify(document)).not.toContain('02-29')
})

it('the document has a title in both languages for each call', () => {
  const summaries = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods as Record<string, { operationId: string; summary: string }>),
  )
  expect(summaries).toHaveLength(operations.length + 1)
  for (const { summary } of summaries) expect(summary).toMatch(/^\p{Script=Han}.* · [A-Z]/u)
})
