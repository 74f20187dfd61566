import { fileURLToPath } from 'node:url'
import type { Registrations, RuleId } from 'baokao'
import type { EventDraft } from 'baokao/testing'
import { explore, given } from 'baokao/testing'
import { describe, expect, it } from 'vitest'
import { loadRegistrations } from '../../src/cli/provisionsFile'

/** Loads the file as `baokao journey --provisions` does. */
const load = async <Id extends string>(name: string) =>
  (await loadRegistrations(
    fileURLToPath(new URL(`${name}.mjs`, import.meta.url)),
  )) as unknown as Registrations<RuleId | Id>

const attestation = (kind: string, validUntil?: string): EventDraft => ({
  type: 'attestation.record',
  kind,
  result: 'passed',
  ...(validUntil && { validUntil }),
})

describe('social security in Shanghai', async () => {
  const registrations = await load<'sh.social-security'>('social-security')
  const shanghai = given('filling.confirmation', { registrations, notice: 'sh-2025-social-worker' })

  it('refuses to confirm the form until it is attested', () => {
    shanghai.when('application.confirm').refuses('sh.social-security')
    shanghai.when(attestation('sh.social-security')).when('application.confirm').accepts()
  })

  it('leaves other provinces alone', () => {
    given('filling.confirmation', { registrations }).when('application.confirm').accepts()
  })
})

describe('membership of an association', async () => {
  const registrations = await load<'association.membership'>('membership')
  const options = { registrations, exam: 'estate-appraiser' }

  it('refuses the commitment until the membership is attested', () => {
    const signing = given('declaring.commitment', options)
    signing.when('commitment.sign').refuses('association.membership')
    signing.when(attestation('association.member')).when('commitment.sign').accepts()
  })

  it('refuses the upload of proof, too', () => {
    given('declaring.proof.uploading', options).when('proof.upload').refuses('association.membership')
  })
})

describe('a place in a quota', async () => {
  const registrations = await load<'city.quota'>('quota')
  const opened = given('filling.application', { registrations })
  const save = (place: string): EventDraft => ({
    type: 'application.save',
    application: { level: 'intermediate', subjects: ['general', 'law', 'practice'], place },
  })
  const confirming = (place: string) =>
    opened.when(save(place)).when({ type: 'route.choose', route: 'commitment' })

  it('applies only in its city', () => {
    confirming('440100').when('application.confirm').accepts()
    confirming('440300').when('application.confirm').refuses('city.quota')
  })

  it('must be used before it ends', () => {
    const granted = confirming('440300').when(attestation('city.place', '2024-04-08'))
    granted.when('application.confirm', '2024-04-08T23:59:59+08:00').accepts()
    granted.when('application.confirm', '2024-04-09T00:00:00+08:00').refuses('city.quota')
  })
})

describe('the promises of the library', async () => {
  const shanghai = await load<'sh.social-security'>('social-security')
  const association = await load<'association.membership'>('membership')
  const city = await load<'city.quota'>('quota')
  const inCity: EventDraft = {
    type: 'application.save',
    application: { level: 'intermediate', subjects: ['general', 'law', 'practice'], place: '440300' },
  }

  // Each begins where its provision matters, with and without what it requires. It refuses something, and lets something
  // pass: otherwise nothing behind it would be explored.
  it.each([
    [
      'sh.social-security',
      shanghai,
      given('filling.confirmation', { registrations: shanghai, notice: 'sh-2025-social-worker' }),
      'sh.social-security',
      ['application.confirm'],
    ],
    [
      'association.membership',
      association,
      given('declaring.commitment', { registrations: association, exam: 'estate-appraiser' }),
      'association.member',
      ['commitment.sign', 'proof.upload'],
    ],
    [
      'city.quota',
      city,
      given('filling.application', { registrations: city })
        .when(inCity)
        .when({ type: 'route.choose', route: 'commitment' }),
      'city.place',
      ['application.confirm'],
    ],
  ] as const)('hold with %s', (id, registrations, opened, kind, gates: readonly string[]) => {
    const granted = opened.when(attestation(kind))
    const starts = [opened, granted].map(({ input, events }) => ({ input, events }))
    let [refused, passed] = [0, 0]
    const found = explore(starts, {
      registrations: registrations as Registrations<string>,
      steps: 5000,
      interruptions: 1,
      rough: true,
      onStep: ({ event: { type }, decision }) => {
        if (!decision.accepted && (decision.refusal.rule as string) === id) refused += 1
        if (decision.accepted && gates.includes(type)) passed += 1
      },
    })
    expect(found.violation).toBeUndefined()
    expect(refused).toBeGreaterThan(0)
    expect(passed).toBeGreaterThan(0)
  })
})
