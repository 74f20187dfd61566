// Exits with 0 if dist is newer than all its sources, with 1 if it must be built.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const outputs = ['cli.js', 'page.js', 'index.cjs', 'index.d.cts', 'view.d.cts'].map((name) =>
  join('dist', name),
)
const sources = ['src', 'data', 'package.json', 'tsup.config.ts'].flatMap((name) =>
  statSync(name).isDirectory()
    ? readdirSync(name, { recursive: true, encoding: 'utf8' }).map((path) => join(name, path))
    : [name],
)
const mtime = (path) => statSync(path).mtimeMs
const fresh = outputs.every(existsSync) && Math.min(...outputs.map(mtime)) > Math.max(...sources.map(mtime))
process.exit(fresh ? 0 : 1)
