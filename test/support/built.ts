import { execFileSync, spawnSync } from 'node:child_process'
import { inProject } from './files'

/** What stands in dist/ is what is tested, as users run it. */
export function buildIfOld(): void {
  const options = { cwd: inProject('.'), stdio: 'pipe' } as const
  const { status } = spawnSync(process.execPath, ['scripts/fresh.mjs'], options)
  if (status !== 0) execFileSync('npx', ['tsup'], options)
}
