import type { CommandContext } from '../commandContext'
import { addHelpParagraphs } from '../helpParagraphs'
import { withLogOptions } from '../logOptions'
import { decidedBy, provisionsOption } from '../provisionsFile'
import { withStoreOption } from '../storeOption'
import { adoptCommand } from './adoptCommand'

const help = {
  zh: [
    `名单每行一个报名。必有的列：registrationId（报名编号）、candidateId（考生编号）、state（状态，编号或名称）。
其余各列视状态而定：place（报名地）、level（级别）、specialty（专业）、subjects（科目，以分号分隔）、origin（学历来源）、
education（学历核查结果）、route（办理方式）、evidence（学历证明）、transactionId（交易流水号）、amount（金额）、
paidAt（付款时间）、refund（退款：待退款、已退款）、refundedAt（退款时间）、endedBy（终结原因）、finding（认定）、
review（复查科目）、mail（邮寄）、certificateNo（证书编号）、commitmentForfeited（本年度已放弃告知承诺制）、
credits（往年合格科目，如 general:2023）、integrity（诚信档案记录）、reason（原因）、openedAt（报名时间）；
每个科目一列成绩；每种事项一列时刻，以其名称为列名，如“签署告知承诺书”。一行有多笔款项的，各列以分号依次分隔。`,
    `每行据此推算出规则所能受理的事项，再将结果与该行比较。没有给出的时刻按通知的时间段补填，并在报告中列出。
任何一行不能迁入、与结果不符，或人数、金额与 --expect 不符的，全部不保存，退出码为 1。中断后再次执行同一命令即可继续：
每个报名只保存一次。这些事项的结果只记录，不送出；尚未退还的款项，用 --deliver-refunds 交由处理方退还。`,
  ].map((text) => text.replaceAll('\n', '')),
  en: [
    `A list has a registration on each line. It must have the columns registrationId, candidateId and state (an id or a
title). The state decides which others a line needs: place, level, specialty, subjects (separated by semicolons), origin
and education (the degree and its check), route, evidence, transactionId, amount in yuan, paidAt, refund (due or settled),
refundedAt, endedBy, finding, review, mail, certificateNo, commitmentForfeited, credits (general:2023), integrity, reason,
openedAt; a column of marks for each subject; and a column with the instant of an event, by its type or title, such as
commitment.sign. Several payments of a line are separated by semicolons in each of these columns.`,
    `Each line is turned into events that the rules accept, and the result is compared with the line. Instants that
the list does not have are filled in within the windows of the notice, and reported. If a line cannot be adopted, or the
result differs, or the list is not what --expect says, nothing is stored, and the exit code is 1. After an interruption run
the same command again: each registration is stored once. The facts of these events are on record and not delivered;
with --deliver-refunds, the refunds that are still owed are.`,
  ].map((text) => text.replaceAll('\n', ' ')),
}

/** Adds the command that moves registrations of another system in. */
export function addAdoptCommand(context: CommandContext): void {
  const { text, addJsonCommand, style, setExitCode, print, terminal } = context
  addHelpParagraphs(
    withLogOptions(
      withStoreOption(
        addJsonCommand(
          'adopt',
          '迁入旧系统中正在办理的报名',
          'take over registrations that already run in another system',
        ),
        context,
        ({ dryRun }) => dryRun !== true,
      ),
      context,
    ),
    help[style.lang],
  )
    .argument(
      '<file>',
      text(
        '有标题行的 CSV 文件，或每行一个对象的 JSON 文件；“-”为标准输入',
        'a CSV file with a heading, or a file of JSON lines; - for standard input',
      ),
    )
    .requiredOption(
      '--exam <name>',
      text(
        '内置考试的名称或代码，或您的考试的 JSON 文件',
        'name or code of a bundled exam, or the JSON file of yours',
      ),
    )
    .requiredOption(
      '--notice <name>',
      text(
        '内置报考通知的名称，或您的通知的 JSON 文件',
        'name of a bundled notice, or the JSON file of yours',
      ),
    )
    .requiredOption('--at <instant>', text('名单的时刻', 'the instant of the list'))
    .option(
      '--states <file>',
      text(
        '旧系统的状态与本库状态的对照，如 {"已缴费": "registered"}',
        'translates the states of the other system: {"PAID": "registered"}',
      ),
    )
    .option('--expect-count <number>', text('名单应有的行数', 'how many lines the list must have'))
    .option(
      '--expect-paid <yuan>',
      text('名单应有的已收款总额', 'how much money the list must have received'),
    )
    .option(
      '--deliver-refunds',
      text(
        '把尚未退还的款项交由处理方退还',
        'deliver the refunds that are still owed to the handlers of facts',
      ),
    )
    .option('--ids', text('同时显示规则和状态的编号', 'print the ids of rules and states, too'))
    .option(
      '--dry-run',
      text('只比较，不保存；此时可以没有存储', 'compare and store nothing; needs no store'),
    )
    .addOption(provisionsOption(style))
    .action(async (file, options) =>
      setExitCode(await adoptCommand(file, options, await decidedBy(style, options), print, terminal)),
    )
}
