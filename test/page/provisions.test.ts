import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { buildIfOld } from '../support/built'
import { inProject } from '../support/files'

/** A page that is made with provisions decides with them, in the browser. */

const folder = mkdtempSync(join(tmpdir(), 'baokao-provisions-page-'))
const file = join(folder, 'page.html')

const view = (module: string) => {
  const args = ['view', inProject('examples/journeys/elsewhere/sh-2024-economics.json')]
  const options = ['--provisions', module, '--out', file, '--lang', 'en']
  const { status, stderr } = spawnSync(process.execPath, [inProject('dist/cli.js'), ...args, ...options], {
    encoding: 'utf8',
  })
  return { status, stderr }
}

let browser: Browser | undefined

beforeAll(async () => {
  buildIfOld()
  browser = await chromium.launch({ executablePath: inject('chromium'), args: ['--no-sandbox'] })
}, 180_000)
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a page with provisions', () => {
  it('names them, refuses by them and explains them', async () => {
    expect(view(inProject('examples/provisions/social-security.mjs'))).toEqual({ status: 0, stderr: '' })
    const page: Page = await (browser as Browser).newPage()
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    await page.goto(`${pathToFileURL(file)}#journey/0`)
    const header = page.locator('header')
    await expect.poll(() => header.textContent()).toContain('Social security in the city')
    // Nobody attested the social security, so that the form is not confirmed, and nothing after it happens.
    const refused = page.locator('.dot.refused').first()
    await refused.click()
    const step = page.locator('.step')
    await expect
      .poll(() => step.textContent())
      .toContain('To register in Shanghai you must pay social security there')
    expect(await step.textContent()).toContain('某市报名公告（示例） 第三条')
    expect(await page.locator('.impossible').textContent()).toContain('Social security in the city')
    await header.getByRole('button', { name: /Social security/ }).click()
    const details = page.locator('.details')
    await expect.poll(() => details.textContent()).toContain('某市报名公告（示例） 第三条')
    expect(await details.textContent()).toContain('Confirm the application')
    await page.locator('#search').fill('sh.social')
    await expect
      .poll(() => page.locator('header search').textContent())
      .toContain('Social security in the city')
    expect(complaints).toEqual([])
    await page.close()
  })

  it.each([
    ['written last', "export default createRegistrations()\nimport { createRegistrations } from 'baokao'"],
    [
      'with comments',
      "import { /* both */ createRegistrations, // and no more\n} from 'baokao'\nexport default createRegistrations()",
    ],
    [
      'before a list',
      "import { createRegistrations as make } from 'baokao'\n;[1].forEach(() => {})\nexport default make()",
    ],
    [
      'after a byte order mark',
      "\uFEFFimport { createRegistrations } from 'baokao'\nexport default createRegistrations()",
    ],
  ])('runs a module whose import is %s', async (_, code) => {
    const module = join(folder, 'module.mjs')
    writeFileSync(module, code)
    expect(view(module)).toEqual({ status: 0, stderr: '' })
    const page = await (browser as Browser).newPage()
    await page.goto(pathToFileURL(file).href)
    await expect.poll(() => page.locator('header h1').textContent()).toBe('A registration, end to end')
    await page.close()
  })

  it('decides nothing if the module fails in the browser', async () => {
    const module = join(folder, 'node.mjs')
    const code =
      "import { createRegistrations } from 'baokao'\nexport default process.pid && createRegistrations()"
    writeFileSync(module, code)
    expect(view(module)).toEqual({ status: 0, stderr: '' })
    const page = await (browser as Browser).newPage()
    await page.goto(pathToFileURL(file).href)
    await expect.poll(() => page.locator('#page').textContent()).toContain('this page decides nothing')
    expect(await page.locator('header').count()).toBe(0)
    await page.close()
  })

  it.each([
    [
      "import { decide } from 'baokao'\nexport default decide",
      /must export the result of createRegistrations/,
    ],
    [
      "import { createRegistrations, notices } from 'baokao'\nexport default createRegistrations()",
      /a page can only import \{ createRegistrations, defineProvision \} from 'baokao'/,
    ],
    [
      "import * as all from 'baokao'\nexport default all.createRegistrations()",
      /a page can only import \{ createRegistrations, defineProvision \} from 'baokao'/,
    ],
    [
      "import { createRegistrations } from 'baokao'\nexport default await createRegistrations()",
      /cannot run in a page: .*await/,
    ],
    [
      "import { createRegistrations } from 'baokao'\nconst all = createRegistrations()\nexport { all as default }",
      /in a page, exports stand before what they export/,
    ],
  ])('is refused for a module that only Node can run: %s', (code, says) => {
    const module = join(folder, 'wrong.mjs')
    writeFileSync(module, code)
    const { status, stderr } = view(module)
    expect(status).toBe(2)
    expect(stderr).toMatch(says)
  })
})
