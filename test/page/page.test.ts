import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { eventTypes, type Journey, ruleIds, rules, runJourney } from '../../src'
import { chart } from '../../src/view/chart'
import { buildIfOld } from '../support/built'
import { inProject, journeysIn } from '../support/files'
import { whole } from '../support/sample'

/** The page that `baokao view` writes, in a real browser. */

const folder = mkdtempSync(join(tmpdir(), 'baokao-page-'))
const file = join(folder, 'page.html')
const journeys = journeysIn('examples/journeys/lives')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let browser: Browser | undefined
const open: Page[] = []
const complaints: string[] = []

beforeAll(async () => {
  buildIfOld()
  const args = [
    inProject('dist/cli.js'),
    'view',
    inProject('examples/journeys/lives'),
    '--out',
    file,
    '--lang',
    'zh',
  ]
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  browser = await chromium.launch({ executablePath: inject('chromium'), args: ['--no-sandbox'] })
}, 180_000)
afterEach(async () => {
  for (const page of open.splice(0)) await page.close()
  // The page must log no error or warning, and send no network request.
  expect(complaints.splice(0)).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

type Variant = { width?: number; height?: number; lang?: 'zh' | 'en'; dark?: boolean }

async function visit(
  hash: string,
  { width = 1440, height = 900, lang = 'zh', dark = false }: Variant = {},
): Promise<Page> {
  const page = await (browser as Browser).newPage({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
  })
  open.push(page)
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => {
    if (!/^(file|blob|data):/.test(request.url())) complaints.push(request.url())
  })
  await page.goto(`${pathToFileURL(file)}#${hash}`)
  if (lang === 'en') await page.getByRole('button', { name: 'English' }).click()
  return page
}

/** Pairs of overlapping texts within the drawings. */
const overlapping = (page: Page, within: string): Promise<string[]> =>
  page.evaluate((selector) => {
    const boxes = [...document.querySelectorAll(`${selector} text`)]
      .map((text) => ({ text: text.textContent ?? '', box: text.getBoundingClientRect() }))
      .filter(({ text, box }) => text.trim() !== '' && box.width > 0)
    return boxes.flatMap((one, i) =>
      boxes.slice(i + 1).flatMap((other) => {
        const [a, b] = [one.box, other.box]
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left)
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
        return wide > 1.5 && high > 3 ? [`${one.text} × ${other.text}`] : []
      }),
    )
  }, within)

const variants: [name: string, variant: Variant][] = [
  ['Chinese, light', {}],
  ['English, light', { lang: 'en' }],
  ['Chinese, dark', { dark: true }],
  ['English on a phone', { lang: 'en', width: 390, height: 844 }],
  ['Chinese on a phone', { width: 390, height: 844 }],
]

describe('the page', () => {
  it('is one file smaller than 1.5 MiB without external resources', () => {
    expect(statSync(file).size).toBeLessThan(1.5 * 1024 * 1024)
    expect(readFileSync(file, 'utf8')).not.toMatch(/<(script|link|img)[^>]+(src|href)=/)
  })

  it.each(variants)('shows every leaf state: %s', async (_, variant) => {
    const page = await visit('chart', variant)
    const text = (await page.locator('main').textContent()) ?? ''
    const lang = variant.lang ?? 'zh'
    for (const { title, kind } of chart().states) if (kind === 'atomic') expect(text).toContain(title[lang])
  })

  // Contrast depends on the colours, and sizes on the screen: dark in Chinese, and a phone in English; `WHOLE=1` tries all.
  it.each(variants.filter((_, i) => whole || i === 2 || i === 3))(
    'has no serious accessibility violation (axe): %s',
    async (_, variant) => {
      for (const hash of ['chart', 'journey/0/12', 'play']) {
        const page = await visit(hash, variant)
        await page.evaluate(axe)
        const faults = await page.evaluate(async () => {
          const { violations } = await (
            window as unknown as {
              axe: {
                run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>
              }
            }
          ).axe.run()
          return violations
            .filter(({ impact }) => impact === 'serious' || impact === 'critical')
            .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
        })
        expect(faults).toEqual([])
      }
    },
  )

  it.each(variants.slice(0, 3))('has no overlapping labels: %s', async (_, variant) => {
    const page = await visit('chart', variant)
    expect(await overlapping(page, '.picture')).toEqual([])
  })

  it('has no text below 10.2 px and no horizontal scrolling on a laptop', async () => {
    const page = await visit('chart')
    const smallest = await page.evaluate(() =>
      Math.min(
        ...[...document.querySelectorAll('.picture text')]
          .filter((text) => text.getBoundingClientRect().width > 0)
          .map((text) => {
            const svg = text.closest('svg') as SVGSVGElement
            const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width
            return Number.parseFloat(getComputedStyle(text).fontSize) * scale
          }),
      ),
    )
    expect(smallest).toBeGreaterThanOrEqual(10.2)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1440)
  })

  it('prints on one A3 page, dark on white even in dark mode', async () => {
    const page = await visit('chart', { dark: true })
    await page.emulateMedia({ media: 'print' })
    const seen = await page.evaluate(() => ({
      ink: getComputedStyle(document.body).color,
      paper: getComputedStyle(document.body).backgroundColor,
      search: document.getElementById('search')?.getBoundingClientRect().width,
    }))
    expect(seen).toEqual({ ink: 'rgb(22, 32, 43)', paper: 'rgb(255, 255, 255)', search: 0 })
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1')
    // A3 landscape, in points.
    expect(pdf.match(/\/MediaBox \[[^\]]*\]/g)).toEqual([
      expect.stringMatching(/^\/MediaBox \[0 0 119\d[.\d]* 84\d/),
    ])
  })

  it('opens each stage without overlapping labels, and closes it on Escape', async () => {
    const page = await visit('chart')
    const heads = page.locator('.picture .head')
    expect(await heads.count()).toBe(7)
    for (let i = 0; i < 7; i += 1) {
      await heads.nth(i).click()
      expect(await overlapping(page, '.picture .stage'), String(i)).toEqual([])
      await page.keyboard.press('Escape')
    }
  })

  it('finds a state, an event, a rule and a section, and shows their details', async () => {
    const page = await visit('chart')
    await page.keyboard.press('/')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('search')
    for (const [query, shown] of [
      ['待缴费', 'paying.awaiting'],
      ['撤回承诺', 'commitment.withdraw'],
      ['commitment.no-return', rules['commitment.no-return'].message.zh],
      ['§9.2', '9.2'],
    ] as const) {
      await page.fill('#search', query)
      await page.keyboard.press('Enter')
      await page.locator('.details', { hasText: shown }).waitFor()
    }
    await page.keyboard.press('Escape')
    expect(await page.locator('.details').count()).toBe(0)
  })

  it('finds rules and events by their ids', async () => {
    const page = await visit('chart')
    for (const name of [...ruleIds.slice(0, 20), ...eventTypes.slice(0, 10)]) {
      await page.fill('#search', name)
      await page.keyboard.press('Enter')
      await page.locator('.details h2', { hasText: name }).waitFor()
    }
  })
})

describe('a journey on the page', () => {
  it.each(journeys.map(([name], i) => [name, i] as const))(
    'shows each step of %s as it was decided, to the end',
    async (_, i) => {
      const page = await visit(`journey/${i}/0`)
      const [, journey] = journeys[i] as [string, Journey]
      for (const [n, { event, decision }] of runJourney(journey).steps.entries()) {
        await page.keyboard.press('ArrowRight')
        await page.locator('.step .place', { hasText: `第 ${n + 1} 步` }).waitFor()
        const step = (await page.locator('.step').textContent()) ?? ''
        expect(step).toContain(event.type)
        if (!decision.accepted) {
          expect(step).toContain(decision.refusal.rule)
          expect(step).toContain(decision.refusal.message.zh)
        }
        expect(await page.locator('.failed').count()).toBe(0)
      }
    },
  )

  it('shows no English code in Chinese, unless it shows ids', async () => {
    const page = await visit('#journey/0/0')
    for (const [i, [, journey]] of journeys.entries())
      for (let step = 2; step <= journey.steps.length; step += 12) {
        await page.goto(`${page.url().split('#')[0]}#journey/${i}/${step}`)
        await page.reload()
        const text = await page.locator('.panel').allInnerTexts()
        expect(text.join(' ').match(/[a-z][A-Za-z]+\.[a-z][\w.-]+/g) ?? []).toEqual([])
      }
    await page.getByRole('button', { name: '编号' }).click()
    expect((await page.locator('.panel').allInnerTexts()).join(' ')).toMatch(/[a-z]+\.[a-z]+/)
  })

  it.each(['zh', 'en'] as const)('has no overlapping labels in the time line: %s', async (lang) => {
    const page = await visit('journey/0/3', { lang })
    for (const step of [3, 8, 14, 20]) {
      await page.locator('.steps input').fill(String(step))
      expect(await overlapping(page, '.timeline')).toEqual([])
    }
  })

  it('fits on a laptop screen: the possible events start above its lower edge', async () => {
    const page = await visit('journey/0/12')
    const box = await page.locator('.possible h2').boundingBox()
    expect(box?.y).toBeLessThan(880)
  })

  it('is opened from a file; an invalid file is reported', async () => {
    const page = await visit('journey')
    const [, journey] = journeys[1] as [string, Journey]
    const chosen = join(folder, 'journey.json')
    writeFileSync(chosen, JSON.stringify({ ...journey, title: '自己的' }))
    await page.locator('.file input').setInputFiles(chosen)
    await page.locator('.step .place', { hasText: `共 ${journey.steps.length} ` }).waitFor()
    await page.keyboard.press('End')
    await page.locator('.step .place', { hasText: `第 ${journey.steps.length} 步` }).waitFor()
    writeFileSync(chosen, JSON.stringify({ ...journey, notice: 'gd-1999' }))
    await page.locator('.file input').setInputFiles(chosen)
    await page.locator('.error', { hasText: 'notice' }).waitFor()
    writeFileSync(chosen, 'no json')
    await page.locator('.file input').setInputFiles(chosen)
    await page.locator('.error', { hasText: 'JSON' }).waitFor()
  })
})

describe('a played path', () => {
  const act = async (page: Page, type: string, change?: () => Promise<unknown>): Promise<void> => {
    await page.locator(`button[title="${type}"]`).click()
    await change?.()
    await page.locator('.act .main').click()
  }

  it('follows decide including refusals, can be undone, and is saved as a journey that passes', async () => {
    const page = await visit('play')
    await page.getByLabel('账号、照片和学历已核查').check()
    await page.getByRole('button', { name: '开始', exact: true }).click()
    await act(page, 'application.save')
    await act(page, 'route.choose', () => page.selectOption('#fields\\.route', 'proof'))
    await act(page, 'route.choose')
    expect(await page.locator('.rejection').textContent()).toContain(rules['commitment.no-return'].message.zh)
    await act(page, 'application.confirm', () => page.fill('#at', 'noon'))
    expect(await page.locator('.rejection .issue').textContent()).toContain('at')
    await page.getByRole('button', { name: '撤销一步' }).click()
    await act(page, 'application.confirm')
    expect(await page.locator('.step').textContent()).toContain('application.confirmed'.slice(0, 11))
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: '保存为过程文件' }).click()
    const saved = JSON.parse(readFileSync(await (await download).path(), 'utf8')) as Journey
    const run = runJourney(saved)
    expect({ issues: run.issues, passed: run.passed, steps: run.steps.length }).toEqual({
      issues: [],
      passed: true,
      steps: 4,
    })
    expect(saved.steps[2]?.expect?.refused).toBe('commitment.no-return')
    expect(run.snapshot?.value).toEqual({ declaring: { proof: 'uploading' } })
  })

  it('reaches the certificate through events of every acting role with the suggested values', async () => {
    const page = await visit('play')
    await page.getByLabel('账号、照片和学历已核查').check()
    await page.getByRole('button', { name: '开始', exact: true }).click()
    for (const type of [
      'application.save',
      'route.choose',
      'application.confirm',
      'commitment.sign',
      'payment.settle',
    ])
      await act(page, type)
    for (let i = 0; i < 3; i += 1) await act(page, 'clock.advance')
    await act(page, 'marks.publish')
    await act(page, 'publicNotice.open')
    await act(page, 'clock.advance')
    await act(page, 'certificate.issue')
    const lit = await page.locator('.step').textContent()
    expect(lit).toContain('certificate.issue')
    expect(await page.locator('.rejection').count()).toBe(0)
  })
})
