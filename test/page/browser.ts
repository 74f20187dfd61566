import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    chromium: string
  }
}

const knownPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const installed = (): string | undefined =>
  [process.env.CHROMIUM ?? '', ...knownPaths].find((path) => path !== '' && existsSync(path))

/** Installs Chromium and a font with Chinese characters from Debian. */
function install(): void {
  const run = (...args: string[]) =>
    execFileSync('apt-get', args, {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  run('update')
  run('install', '-y', '--no-install-recommends', 'chromium', 'fonts-wqy-microhei')
}

/** Whether a font has Chinese characters; without one, measured text sizes are wrong. */
function hasChinese(): boolean {
  try {
    return execFileSync('fc-list', [':lang=zh'], { encoding: 'utf8' }).trim() !== ''
  } catch {
    return false
  }
}

export default function setup({ provide }: TestProject): void {
  if (
    (installed() === undefined || !hasChinese()) &&
    process.getuid?.() === 0 &&
    existsSync('/usr/bin/apt-get')
  )
    install()
  const chromium = installed()
  if (chromium === undefined) {
    throw new Error('The tests of the page need Chromium: install it, or name it by the variable CHROMIUM.')
  }
  provide('chromium', chromium)
}
