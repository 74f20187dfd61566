import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { receiver } from '../../examples/clients/receiver'
import { webhookHandler } from '../../src/http'
import { inProject } from '../support/files'
import { type ServeProcess, serveProcesses } from './serving'

const run = promisify(execFile)
const tools = inProject('quality/openapi/node_modules/.bin')

/** Whether a program is there. The gate installs all of them. */
async function has(program: string, flag: string): Promise<boolean> {
  const found = await run(program, [flag]).then(
    () => true,
    () => false,
  )
  if (!found && process.env.CI === '1') throw new Error(`${program} is missing`)
  if (!found) console.warn(`${program} is not installed: its walk is skipped`)
  return found
}

describe('a client of baokao serve --demo', () => {
  const { start } = serveProcesses()
  let serving: ServeProcess
  let token = ''

  beforeAll(async () => {
    serving = await start({}, '--demo', '--port', '0')
    token = serving.tokens.portal ?? ''
  })
  afterAll(() => {
    serving.child.kill('SIGKILL')
  })

  // The gate needs all three.
  it('in plain Java walks a whole life', async (context) => {
    if (!process.env.CI && !(await has('java', '-version'))) return context.skip()
    const { stdout } = await run('java', [inProject('examples/clients/Walk.java'), serving.url, token, 'J1'])
    expect(stdout.trim().split('\n')).toEqual([
      'application.save -> filling.route',
      'route.choose -> filling.confirmation',
      'application.confirm -> declaring.commitment',
      'commitment.sign -> paying.awaiting',
      'payment.settle -> registered.waiting',
      'admitCard.print -> registered.admitCard',
      'marks.publish -> qualifying.check.notRequired qualifying.publicNotice.pending',
      'publicNotice.open -> qualifying.check.notRequired qualifying.publicNotice.open',
      'certificate.requestMail -> qualifying.check.notRequired qualifying.publicNotice.open',
      'certificate.issue -> certified.paper.printing certified.electronic.available',
      'certificate.dispatch -> certified.paper.mailing certified.electronic.available',
      'certificate.deliver -> certified.paper.delivered certified.electronic.available',
    ])
  })

  it('in Python, with its standard library, walks to the payment', async (context) => {
    if (!process.env.CI && !(await has('python3', '--version'))) return context.skip()
    const { stdout } = await run('python3', [inProject('examples/clients/walk.py'), serving.url, token, 'P1'])
    const lines = stdout.trim().split('\n')
    expect(lines[3]).toMatch(/^commitment\.statements .+/)
    expect(lines.at(-1)).toBe('payment.settle -> registered.waiting')
  })

  it('with curl reads a refusal', async (context) => {
    if (!process.env.CI && !(await has('curl', '--version'))) return context.skip()
    const { stdout } = await run('sh', [inProject('examples/clients/walk.sh'), serving.url, token, 'S1'])
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(answers).toMatchObject([
      { registrationId: 'S1' },
      { state: 'account.profile' },
      { status: 409, title: expect.stringMatching(/^[A-Z]/) },
      { registrationId: 'S1', state: 'account.profile' },
    ])
  })

  it('in TypeScript is typed by the document, and walks a whole life', async () => {
    await run(`${tools}/openapi-typescript`, ['data/openapi.json', '-o', 'quality/openapi/schema.d.ts'], {
      cwd: inProject('.'),
    })
    await run(inProject('node_modules/.bin/tsc'), ['-p', inProject('quality/openapi')])
    // Its types are made above, and are not those of this project.
    const module: string = inProject('quality/openapi/walk.ts')
    const { walk } = (await import(module)) as {
      walk: (url: string, token: string, id: string) => Promise<string[]>
    }
    const walked = await walk(serving.url, token, 'T1')
    expect(walked.at(-1)).toBe('certified.paper.delivered certified.electronic.available')
    // Every request again, under its key: nothing happens.
    expect(new Set(await walk(serving.url, token, 'T1'))).toEqual(new Set(walked.slice(-1)))
  })
})

describe('the document', () => {
  it('has nothing for the linter to say', async () => {
    expect(existsSync(`${tools}/redocly`)).toBe(true)
    const { stderr } = await run(`${tools}/redocly`, ['lint', inProject('data/openapi.json')], {
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    })
    expect(stderr).toContain('Your API description is valid')
    expect(stderr).not.toMatch(/\d+ (warnings?|errors?)/)
  })
})

describe('the receiver of the documentation', () => {
  it('acts once on each fact, and refuses what is not signed with its secret', async () => {
    const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
    const acted = new Set<string>()
    let crashes = 1
    const server = receiver(secret, async (id) => {
      if (crashes > 0) {
        crashes -= 1
        throw new Error('it has crashed')
      }
      acted.add(id)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const delivery = { id: 'R/1/0', registrationId: 'R', fact: { type: 'x' } } as never
    const signal = new AbortController().signal
    const handler = await webhookHandler({ url, secret })
    await expect(handler(delivery, signal)).rejects.toThrow('400')
    await handler(delivery, signal)
    await handler(delivery, signal)
    const stranger = await webhookHandler({ url, secret: `whsec_${Buffer.alloc(32, 2).toString('base64')}` })
    await expect(stranger(delivery, signal)).rejects.toThrow('400')
    const late = await webhookHandler({ url, secret, now: () => 0 })
    await expect(late(delivery, signal)).rejects.toThrow('400')
    expect([...acted]).toEqual(['R/1/0'])
    server.close()
    server.closeAllConnections()
  })
})
