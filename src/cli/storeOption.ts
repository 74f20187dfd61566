import { type Command, Option } from 'commander'
import type { CommandContext } from './commandContext'
import { migrateCommand } from './migrateCommand'
import { findStoreUrl, requireStoreUrl } from './storeUrl'

/** Adds the options with which a database is opened. The value of `store` is then its URL; `undefined` if there is none. */
const withUrl = (command: Command, { text, terminal }: CommandContext): Command =>
  command
    .option(
      '--store [url]',
      text(
        'postgres://…（不含密码）或 pglite:文件夹；不写则用环境变量 DATABASE_URL',
        'postgres://… without a password, or pglite:FOLDER; by default the variable DATABASE_URL',
      ),
    )
    .option(
      '--no-prepare',
      text(
        '不使用预备语句；经事务模式的连接池（如 PgBouncer）时须用',
        'prepare no statements; needed behind a pooler in transaction mode, such as PgBouncer',
      ),
    )
    .hook('preAction', (_, action) => {
      action.setOptionValue('store', findStoreUrl(action.opts().store, terminal.env))
    })

/** Adds the options of a command that opens a store. @param needed whether there must be one with these options */
export const withStoreOption = (
  command: Command,
  context: CommandContext,
  needed: (options: Record<string, unknown>) => boolean = () => true,
): Command =>
  withUrl(command, context).hook('preAction', (_, action) => {
    const options = action.opts()
    if (needed(options)) requireStoreUrl(options.store)
  })

export function addMigrateCommand(context: CommandContext): void {
  const { text, addCommand, style, setExitCode, print } = context
  withUrl(addCommand('migrate', '建立或更新存储的数据表', 'make or update the tables of the store'), context)
    .addOption(
      new Option(
        '--print',
        text(
          '只输出所需的 SQL 语句，不执行；未指定数据库的，输出全部',
          'print the SQL of what is missing, and run nothing; without a database, all of it',
        ),
      ).conflicts('check'),
    )
    .option(
      '--check',
      text(
        '只检查版本：须更新的，退出码为 1；本库过旧的，退出码为 3',
        'only check the version: the exit code is 1 if the tables must be migrated, 3 if this library is too old',
      ),
    )
    .addOption(
      new Option(
        '--grant <role>',
        text('授予此应用角色所需的权限', 'give this application role the rights that it needs'),
      ).conflicts('check'),
    )
    .action(async (options) => setExitCode(await migrateCommand(options, style, print)))
}
