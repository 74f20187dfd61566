import { execFileSync, spawnSync } from 'node:child_process'
import { inProject } from './files'

/** Builds dist/ if a source is newer, for tests that run the package as users do. */
export function buildIfOld(): void {
  const options = { cwd: inProject('.'), stdio: 'pipe' } as const
  const { status } = spawnSync(process.execPath, ['scripts/fresh.mjs'], options)
  if (status !== 0) execFileSync('npx', ['tsup'], options)
}
