import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { runCommandLine } from '../../src/cli/commandLine'
import { createProgram } from '../../src/cli/program'
import { adoptArguments, adoptList } from '../support/adoptList'

/** Runs a command in this process. The list is on standard input. */
async function baokao(args: string[], env: Record<string, string> = {}, list = adoptList(1)) {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runCommandLine(args, {
    stdin: Readable.from([Buffer.from(list)]),
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    env: { LANG: 'C', ...env },
  })
  return { code, out: out.join(''), err: err.join('') }
}

const stream = { write: () => true }
const program = createProgram(
  'en',
  { stdin: Readable.from([]), stdout: stream, stderr: stream, env: {} } as never,
  () => {},
)

/** The commands that take `--store`, as the program lists them. */
const commands = program.commands.filter(({ options }) => options.some(({ long }) => long === '--store'))
const names = commands.map((command) => command.name())
const flagsOf = (name: string): string[] =>
  commands.find((command) => command.name() === name)?.options.map(({ flags }) => flags) ?? []

const marks = 'registrationId,general\nR1,80\n'

/** What else a command needs. */
const needed: Record<string, string[]> = {
  import: ['-', '--exam', 'social-worker', '--year', '2024'],
  adopt: ['-', ...adoptArguments],
  prune: ['--before', '2024-01-01'],
  archive: ['--before', '2024-01-01', '--to', '/nowhere/archive.jsonl'],
  work: ['--once'],
}

describe('a command with a store', () => {
  it('is one of these', () => {
    expect(names).toEqual([
      'migrate',
      'import',
      'adopt',
      'dead-letters',
      'prune',
      'archive',
      'verify',
      'work',
    ])
  })

  it.each(names)('takes the same options as every other: %s', (name) => {
    expect(flagsOf(name)).toEqual(expect.arrayContaining(['--store [url]', '--no-prepare']))
  })

  it.each(names)('takes the database of DATABASE_URL: %s', async (name) => {
    const args = [name, ...(needed[name] ?? [])]
    const list = name === 'import' ? marks : undefined
    const env = { DATABASE_URL: 'mysql://u:s3cr3t@here/x' }
    const found = {
      code: 2,
      err: 'baokao: the database (--store, or DATABASE_URL): must be postgres://… or pglite:FOLDER\n',
    }
    for (const more of [[], ['--store'], ['--no-prepare']])
      expect(await baokao([...args, ...more], env, list)).toMatchObject(found)
    expect((await baokao([...args, '--store', 'postgres://[there'], env, list)).err).toContain('is not valid')
    expect(await baokao(args, {}, list)).toMatchObject({
      code: 2,
      err: expect.stringContaining('no database is given'),
    })
  })

  it('is compared in a dry run of adopt, which needs none and says so', async () => {
    const dry = ['adopt', '-', ...adoptArguments, '--dry-run']
    expect(await baokao(dry, { DATABASE_URL: 'postgres://[here' })).toMatchObject({
      code: 2,
      err: expect.stringContaining('is not valid'),
    })
    const without = await baokao(dry)
    expect(without.code).toBe(0)
    expect(without.out).toContain('not compared with a store (no --store and no DATABASE_URL)')
  })

  it('can seal and chain if it writes to the log', () => {
    const writing = names.filter((name) => flagsOf(name).includes('--chain'))
    expect(writing).toEqual(['import', 'adopt', 'work'])
    for (const name of writing) expect(flagsOf(name)).toContain('--sealing <module>')
  })
})
