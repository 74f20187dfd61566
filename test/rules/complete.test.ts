import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ruleIds, rules } from '../../src'
import { inProject, readText } from '../support/files'

/** The rules that the tests in this folder describe. `describeRule` itself requires both sides. */
const described = readdirSync(inProject('test/rules'))
  .filter((file) => file.endsWith('.test.ts'))
  .flatMap((file) => [...readText(`test/rules/${file}`).matchAll(/^describeRule\('([^']+)'/gm)])
  .map(([, id]) => id)

/** Advice rules are not guards; the tests of eligibility cover them. */
const guarding = ruleIds.filter((id) => rules[id].kind !== 'advice')

describe('the tests of the rules', () => {
  it('describe each rule once', () => {
    expect(described.sort()).toEqual([...guarding].sort())
  })
})
