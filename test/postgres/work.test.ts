import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Delivery } from '../../src/postgres'
import { buildIfOld } from '../support/built'
import { inProject } from '../support/files'
import { freshDatabase, onPostgres, opening } from './support'
import { workProcesses } from './workProcesses'

/** Runs `baokao work` as a process, on PostgreSQL. */

const { folder, worker } = workProcesses()
beforeAll(buildIfOld, 300_000)

const due = (at = '2024-04-08T09:00:00+08:00') => opening({ at })

describe('baokao work', () => {
  const bench = onPostgres()

  it('fires deadlines, prints facts as lines of JSON, and stops cleanly on SIGTERM', async () => {
    const store = bench().store()
    const input = due()
    await store.open(input)
    const { child, line, ended, said } = worker(bench().url)
    const delivery = JSON.parse(await line()) as Delivery
    expect(delivery).toMatchObject({
      registrationId: input.registrationId,
      fact: { type: 'registration.abandoned', reason: 'registrationClosed' },
    })
    await said(/working/)
    child.kill('SIGTERM')
    expect(await ended).toEqual({
      code: 0,
      says: 'baokao: working: deadlines and facts\nbaokao: stopped\n',
    })
    expect((await store.get(input.registrationId))?.state).toBe('ended.abandoned')
    // A written line counts as delivered.
    expect(await store.deliver(() => {})).toBe(0)
  })

  it('passes facts to a handler module, and finishes the current fact before it stops', async () => {
    const store = bench().store()
    await store.open(due())
    const module = join(folder, 'handler.mjs')
    writeFileSync(
      module,
      `import { stdin, stdout } from 'node:process'
      import { once } from 'node:events'
      export default async ({ fact }) => {
        stdout.write('begun ' + fact.type + '\\n')
        await once(stdin, 'data')
        stdin.pause()
        stdout.write('done\\n')
      }`,
    )
    const { child, line, ended } = worker(bench().url, '--handler', 'handler.mjs')
    expect(await line()).toBe('begun registration.abandoned')
    child.kill('SIGTERM')
    child.stdin.end('go on\n')
    expect(await line()).toBe('done')
    expect((await ended).code).toBe(0)
    expect(await store.deliver(() => {})).toBe(0)
  })

  it('reports each failure of a handler, and dead-letters lists and retries the fact', async () => {
    const store = bench().store()
    await store.open(due())
    writeFileSync(join(folder, 'failing.mjs'), "export default () => { throw new Error('mail server down') }")
    const { ended } = worker(bench().url, '--handler', 'failing.mjs', '--tries', '1', '--once')
    const { code, says } = await ended
    expect(code).toBe(1)
    expect(says).toMatch(/\/\d+\/0 registration\.abandoned \(1\/1\): Error$/m)
    const deadLetters = (...args: string[]) =>
      spawnSync(process.execPath, [inProject('dist/cli.js'), 'dead-letters', ...args], {
        encoding: 'utf8',
        env: { ...process.env, DATABASE_URL: bench().url },
      })
    const {
      letters: [letter],
    } = JSON.parse(deadLetters('--json').stdout) as { letters: { id: string; error: string }[] }
    expect(letter?.error).toBe('Error')
    expect(deadLetters().stdout).toMatch(/ 1× .*Error/)
    expect(deadLetters('--retry', letter?.id ?? '').status).toBe(0)
    expect(deadLetters('--retry', 'none/1/1').stderr).toContain('no such dead letter')
    expect(await store.deliver(() => {})).toBe(1)
  })

  it('does not mark a fact as delivered if its line cannot be written', async () => {
    const store = bench().store()
    await store.open(due())
    const { child, ended } = worker(bench().url)
    child.stdout.destroy()
    expect((await ended).code).toBe(0)
    const [{ count }] = (await bench().sql('select count(*)::int as count from baokao.delivery')) as [
      { count: number },
    ]
    expect(count).toBe(1)
  })

  it('exits after one pass with --once', async () => {
    const { ended } = worker(bench().url, '--once')
    expect((await ended).code).toBe(0)
  })

  it.each([
    [['--handler', 'none.mjs'], /--handler none\.mjs: no such file/],
    [['--tries', 'many'], /--tries many: must be a number above 0/],
    [['--every', '-1'], /--every -1: must be a number above 0/],
  ])('reports the mistake in %s and exits with 2', async (args, says) => {
    const { ended } = worker(bench().url, ...args)
    expect(await ended).toEqual({ code: 2, says: expect.stringMatching(says) })
  })

  it('reports missing tables, and the command that creates them', async () => {
    const { ended } = worker(await freshDatabase())
    expect(await ended).toMatchObject({ code: 2, says: expect.stringContaining('(baokao migrate)') })
  })

  it('waits for an unavailable database', async () => {
    const { child, ended, said } = worker('postgres://baokao:x@127.0.0.1:1/none')
    await said(/cannot be reached/)
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
  })
})
