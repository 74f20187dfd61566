import { describe, expect, it } from 'vitest'
import { demonstrate } from '../../examples/restate/demonstration'

describe('the demonstration', () => {
  it('shows refusals, a fired deadline, and queries over all registrations', async () => {
    const said: string[] = []
    await demonstrate((line) => said.push(line))
    const output = said.join('\n')
    expect(output).toMatch(/refused by commitment\.no-return/)
    expect(output).toMatch(
      /registration\.closes at 2024-04-17T17:00:00\+08:00\n[\s\S]*\n {2}ended\.abandoned/,
    )
    expect(output).toMatch(/1 × registration\.abandoned/)
    expect(output).toMatch(/owed back to R: \d+ fen, payment/)
  })
})
