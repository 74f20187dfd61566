import { Option } from 'commander'
import type { CommandContext } from '../commandContext'
import { addHelpParagraphs } from '../helpParagraphs'
import { loadPackage } from '../openDatabase'
import { decidedBy, provisionsOption } from '../provisionsFile'
import { findStoreUrl } from '../storeUrl'

const help = {
  zh: [
    `建立或更新数据表，处理到期的时限，并提供服务，直至收到 SIGTERM。数据库由环境变量 DATABASE_URL 指定。
每个选项也可由环境变量给出，如 BAOKAO_KEYS、BAOKAO_ADMIN_PORT。本服务不加密，应置于 nginx 之后。`,
    `密钥文件是 JSON 列表，每项有 sha256（密钥的 SHA-256，十六进制）、role、id，可有 places、actAs。
管理端口有 /healthz、/readyz 和 /metrics。`,
    '--demo 用内存中的数据库和可拨动的时钟演示，并输出各角色的令牌。',
  ].map((text) => text.replaceAll('\n', '')),
  en: [
    `Makes or updates the tables, fires deadlines and serves, until SIGTERM. DATABASE_URL names the database. Every option
can be a variable, too, such as BAOKAO_KEYS or BAOKAO_ADMIN_PORT. It speaks plain HTTP: put nginx in front.`,
    `The file of keys is a JSON list; each entry has sha256 (the SHA-256 of the key in hexadecimal), role and id, and may
have places and actAs. The admin port has /healthz, /readyz and /metrics.`,
    '--demo shows the service with a database in memory and a clock to move, and prints a token for each role.',
  ].map((text) => text.replaceAll('\n', ' ')),
}

const collect = (value: string, previous: string[] = []): string[] => [...previous, value]

/** Adds the command that serves the registrations over HTTP. */
export function addServeCommand(context: CommandContext): void {
  const { text, addCommand, style, setExitCode, print, terminal } = context
  const option = (flags: string, zh: string, en: string) => {
    const name = /--([\w-]+)/.exec(flags)?.[1] ?? ''
    return new Option(flags, text(zh, en)).env(`BAOKAO_${name.toUpperCase().replaceAll('-', '_')}`)
  }
  const command = addCommand(
    'serve',
    '以 HTTP 提供报名服务，直至停止',
    'serve registrations over HTTP, until stopped',
  )
  addHelpParagraphs(command, help[style.lang])
    .addOption(
      option('--demo', '演示：内存数据库和可拨动的时钟', 'a demonstration, in memory, with a clock to move'),
    )
    .addOption(option('--keys <file>', '密钥文件', 'the file of keys'))
    .addOption(
      option(
        '--jwks <file>',
        '令牌公钥（JWKS）的文件或 https 网址',
        'the public keys of tokens: a JWKS file, or its https URL',
      ),
    )
    .addOption(option('--issuer <name>', '令牌的签发者（iss）', 'who issues the tokens (iss)'))
    .addOption(option('--audience <name>', '令牌的受众（aud）', 'whom the tokens are for (aud)'))
    .addOption(option('--notices <folder>', '报考通知的文件夹', 'the folder of the notices'))
    .addOption(option('--exams <folder>', '非内置考试的文件夹', 'the folder of exams that are not bundled'))
    .addOption(option('--host <address>', '监听的地址', 'the address to listen on').default('127.0.0.1'))
    .addOption(
      option('--port <number>', '监听的端口，0 为任一空闲端口', 'the port to listen on; 0 for any').default(
        '8080',
      ),
    )
    .addOption(option('--socket <path>', '监听的套接字，代替地址和端口', 'a socket to listen on instead'))
    .addOption(option('--admin-port <number>', '管理端口', 'the port for health, readiness and metrics'))
    .addOption(
      option(
        '--timeout <seconds>',
        '接收一个请求最多用多少秒',
        'how long a request may take to arrive',
      ).default('60'),
    )
    .addOption(
      option('--connections <number>', '最多同时有多少连接', 'how many connections there may be').default(
        '1000',
      ),
    )
    .addOption(
      option('--pool <number>', '数据库连接的数量', 'how many connections to the database').default('10'),
    )
    .addOption(
      option(
        '--webhook <name=url>',
        '把结果送往此网址；可重复',
        'send facts to this URL; can be repeated',
      ).argParser(collect),
    )
    .addOption(option('--webhook-secret <file>', '签名密钥的文件', 'the file of the secret that signs them'))
    .addOption(
      option(
        '--no-prepare',
        '不使用预备语句；经事务模式的连接池时须用',
        'prepare no statements; needed behind a pooler in transaction mode',
      ),
    )
    .addOption(provisionsOption(style).env('BAOKAO_PROVISIONS'))
    .action(async (options) => {
      const url = findStoreUrl(undefined, terminal.env)
      // Loaded here, because no other command needs what it needs.
      const { serveCommand } = await loadPackage('hono', () => import('./serveCommand'), 'serve')
      setExitCode(await serveCommand({ ...options, url }, await decidedBy(style, options), print))
    })
}
