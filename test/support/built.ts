import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inProject } from './files'

/** What stands in dist/ is what is tested, as users run it. */
export function buildIfOld(): void {
  const changed = ['src', 'exams', 'notices', 'regions', 'package.json', 'tsup.config.ts'].flatMap((name) => {
    const path = inProject(name)
    if (!statSync(path).isDirectory()) return [statSync(path).mtimeMs]
    return readdirSync(path, { recursive: true, encoding: 'utf8' }).map(
      (one) => statSync(join(path, one)).mtimeMs,
    )
  })
  const built = ['cli.js', 'index.js', 'index.cjs', 'index.d.ts', 'index.d.cts'].map((name) => {
    const path = inProject(`dist/${name}`)
    return existsSync(path) ? statSync(path).mtimeMs : 0
  })
  if (Math.min(...built) < Math.max(...changed))
    execFileSync('npx', ['tsup'], { cwd: inProject('.'), stdio: 'pipe' })
}
