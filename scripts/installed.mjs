// Installs the packages that only one task needs, in their own folders: node scripts/installed.mjs FOLDER…
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'

const mtime = (...path) => statSync(join(...path)).mtimeMs

for (const folder of process.argv.slice(2)) {
  const installed = join(folder, 'node_modules/.package-lock.json')
  if (existsSync(installed) && mtime(installed) >= mtime(folder, 'package-lock.json')) continue
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
