import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { inProject, readText } from '../support/files'

const run = promisify(execFile)
const tool = (name: string): string => inProject(`quality/deploy/node_modules/.bin/${name}`)

it('the Dockerfile and the compose file have nothing for their linters to say', async () => {
  await run(tool('dockerfile-utils'), ['lint', inProject('examples/deploy/Dockerfile')])
  await run(tool('dclint'), [
    '--config',
    inProject('quality/deploy/dclint.json'),
    '--max-warnings',
    '0',
    inProject('examples/deploy/compose.yaml'),
  ])
})

it('the linters do say what is wrong', async () => {
  await expect(run(tool('dockerfile-utils'), ['lint', inProject('package.json')])).rejects.toThrow()
  await expect(run(tool('dclint'), ['--max-warnings', '0', inProject('typedoc.json')])).rejects.toThrow()
})

it('the image is slim, runs without root, and installs the versions that are tested', () => {
  const dockerfile = readText('examples/deploy/Dockerfile')
  const images = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)
  expect(new Set(images).size).toBe(1)
  expect(images[0]).toMatch(/^node:[\d.]+-\w+-slim$/)
  expect(dockerfile).toMatch(/^USER node$/m)
  const { dependencies } = JSON.parse(readText('examples/deploy/package.json'))
  const { devDependencies } = JSON.parse(readText('package.json'))
  for (const [name, version] of Object.entries(dependencies))
    if (name !== 'baokao') expect([name, version]).toEqual([name, devDependencies[name]])
})

it('nginx lets through what the service takes, and waits as long as a lease does', () => {
  const conf = readText('examples/deploy/nginx.conf')
  expect(conf).toContain('client_max_body_size 4m;')
  expect(conf).toContain('proxy_read_timeout 60s;')
  expect(conf).toContain('proxy_set_header X-Request-Id $request_id;')
})
