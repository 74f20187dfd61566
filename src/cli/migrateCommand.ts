import { version as libraryVersion } from '../../package.json'
import type { Language, LocalizedText } from '../language'
import type { AnyDatabase } from '../postgres'
import { connect, defaultSchema } from '../postgres/database'
import { grantStatements } from '../postgres/grants'
import { migrate, migrationScript, readTablesAt } from '../postgres/migrate'
import { tableVersions } from '../postgres/migrations'
import type { TablesAt } from '../postgres/tableCheck'
import { withDatabase } from './openDatabase'
import type { Style } from './output'
import { phrases } from './phrases'
import { requireStoreUrl } from './storeUrl'
import { UsageError } from './usageError'

/** The options of `baokao migrate`. */
export type MigrateOptions = {
  store?: string
  /** Prints the statements instead of running them. */
  print?: boolean
  /** Compares the version of the tables with that of the library. */
  check?: boolean
  /** An application role that gets its rights. */
  grant?: string
}

const own = tableVersions.length

/** The exit code if the tables are too new for this library. */
const tooNew = 3

/** What the version of the tables means for this library, and the exit code of `--check`. */
function verdictOn({ version, oldest }: TablesAt): { code: number; text: LocalizedText } {
  if (version < own) {
    const text = {
      zh: `数据表须由版本 ${version} 更新至版本 ${own}（baokao migrate）。`,
      en: `The tables must be migrated from version ${version} to version ${own} (baokao migrate).`,
    }
    return { code: 1, text }
  }
  if (version === own) {
    const text = {
      zh: `数据表版本为 ${version}，与本库一致。`,
      en: `The tables are at version ${version}, that of this library.`,
    }
    return { code: 0, text }
  }
  if (oldest <= own) {
    const text = {
      zh: `数据表版本为 ${version}，高于本库的版本 ${own}，但本库仍可使用。`,
      en: `The tables are at version ${version}, and this library is at ${own}, which still works on them.`,
    }
    return { code: 0, text }
  }
  const text = {
    zh: `数据表版本为 ${version}，高于本库所支持的版本 ${own}，请升级 baokao。`,
    en: `The tables are at version ${version}, and this library works with version ${own} only: upgrade baokao.`,
  }
  return { code: tooNew, text }
}

/** The script of a migration, with the grants for an application role: as a comment if there is none. */
function scriptOf({ version, oldest }: TablesAt, grant: string | undefined, lang: Language): string {
  const script = migrationScript(version, defaultSchema)
  const steps = {
    zh: `-- baokao ${libraryVersion}：数据表由版本 ${version} 至版本 ${own}，与 baokao migrate 执行的语句相同。`,
    en: `-- baokao ${libraryVersion}: the tables, from version ${version} to version ${own}; the statements of baokao migrate.`,
  }
  const rights = {
    zh: '-- 应用角色的权限：办理报名与处理结果所需，不能清理、归档或修改日志。',
    en: '-- The rights of an application role: those of portals and workers, which cannot prune, archive or change the log.',
  }
  const grants = grantStatements(grant ?? 'ROLE', defaultSchema).map(
    (statement) => `${grant === undefined ? '-- ' : ''}${statement};`,
  )
  const first =
    script === '' ? [`-- ${verdictOn({ version, oldest }).text[lang]}`] : [steps[lang], script.trimEnd()]
  return [...first, '', rights[lang], ...grants].join('\n')
}

/**
 * Creates or updates the tables, prints the statements that would, or compares versions.
 * @returns the exit code: with `check` 1 if the tables must be migrated, 3 if they are too new for this library
 */
export async function migrateCommand(
  { store, print: prints = false, check = false, grant }: MigrateOptions,
  { lang }: Style,
  print: (line: string) => void,
): Promise<number> {
  if (grant?.toLowerCase() === 'public')
    throw new UsageError(
      '--grant public: would give the rights to every role. Name the role of the application.',
      '--grant public：会授予所有角色。请写明应用角色。',
    )
  // Without a database, all statements.
  if (prints && store === undefined) {
    print(scriptOf({ version: 0, oldest: 0 }, grant, lang))
    return 0
  }
  const run = async (given: AnyDatabase): Promise<number> => {
    const database = connect(given, { prepare: false, schema: defaultSchema })
    if (prints || check) {
      const tables = await readTablesAt(database, defaultSchema)
      const { code, text } = verdictOn(tables)
      const isUsable = prints && code < tooNew
      print(isUsable ? scriptOf(tables, grant, lang) : text[lang])
      return isUsable ? 0 : code
    }
    print(`${phrases.tables[lang]} ${await migrate(database)}`)
    if (grant !== undefined) {
      for (const text of grantStatements(grant, defaultSchema)) await database.run({ name: '', text })
      print(`${phrases.granted[lang]} ${grant}`)
    }
    return 0
  }
  return withDatabase(requireStoreUrl(store), lang, run, { create: !prints && !check })
}
