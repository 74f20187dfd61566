// Writes docs/images: screenshots of the page, as `npm run build` built it.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const folder = mkdtempSync(join(tmpdir(), 'baokao-images-'))
const file = join(folder, 'page.html')
execFileSync(process.execPath, [
  'dist/cli.js',
  'view',
  'examples/journeys/lives',
  '--lang',
  'zh',
  '--out',
  file,
])
mkdirSync('docs/images', { recursive: true })

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })

async function screenshot(name, hash, { lang = 'zh', width = 1440, height = 900, dark = false, act } = {}) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light' })
  await page.goto(`${pathToFileURL(file)}#${hash}`)
  if (lang === 'en') await page.getByRole('button', { name: 'English' }).click()
  await act?.(page)
  await page.screenshot({ path: `docs/images/${name}-${lang}.png` })
  await page.close()
  console.log(`docs/images/${name}-${lang}.png`)
}

const playCommitment = (start, known) => async (page) => {
  const act = async (type, change) => {
    await page.locator(`button[title="${type}"]`).click()
    await change?.()
    await page.locator('.act .main').click()
  }
  await page.getByLabel(known).check()
  await page.getByRole('button', { name: start, exact: true }).click()
  await act('application.save')
  await act('route.choose')
  await act('application.confirm')
  await page.locator('button[title="commitment.sign"]').click()
}

for (const lang of ['zh', 'en']) {
  await screenshot('map', 'chart', { lang })
  await screenshot('stage', 'chart', { lang, act: (page) => page.locator('.picture .head').nth(2).click() })
  await screenshot('journey-1-filling', 'journey/0/6', { lang })
  await screenshot('journey-2-paying', 'journey/0/10', { lang })
  await screenshot('journey-3-marking', 'journey/0/14', { lang })
  await screenshot('journey-4-certified', 'journey/0/25', { lang })
  const labels =
    lang === 'zh'
      ? ['开始', '账号、照片和学历已核查']
      : ['Start', 'account, photo and degree already verified']
  await screenshot('played', 'play', { lang, act: playCommitment(...labels) })
  await screenshot('phone', 'chart', {
    lang,
    width: 390,
    height: 844,
    act: (page) => page.locator('summary').nth(2).click(),
  })
}
await screenshot('refusal', 'journey/1/6', { lang: 'zh' })
await screenshot('refusal', 'journey/1/6', { lang: 'en' })
await screenshot('dark', 'journey/0/16', { lang: 'zh', dark: true })
await browser.close()
rmSync(folder, { recursive: true, force: true })
