// Whether what stands in dist is newer than all that it is made of; exits with 1 where it has to be built.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const made = ['cli.js', 'page.js', 'index.cjs', 'index.d.cts', 'view.d.cts'].map((name) => join('dist', name))
const from = ['src', 'exams', 'notices', 'regions', 'package.json', 'tsup.config.ts'].flatMap((name) =>
  statSync(name).isDirectory()
    ? readdirSync(name, { recursive: true, encoding: 'utf8' }).map((one) => join(name, one))
    : [name],
)
const time = (path) => statSync(path).mtimeMs
const fresh = made.every(existsSync) && Math.min(...made.map(time)) > Math.max(...from.map(time))
process.exit(fresh ? 0 : 1)
