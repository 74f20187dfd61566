import type { LocalizedText } from '../language'
import { didYouMean, thereAre } from '../schema/issueMessages'
import type { AddIssue } from '../schema/issues'

/**
 * The numbered sections of the official text: the questions and answers on professional qualification exams
 * published by the exam office of Guangzhou. `6.4.5` is 六、（四）5. and `13.1` is 十三、（一）.
 *
 * The table contains the section numbers and this library's own headings, not the text.
 */
const sections = {
  '1': ['信息查询网站', 'Where to look things up'],
  '1.1': ['广州市官网', 'The city site'],
  '1.2': ['广东人事考试网', 'The provincial site'],
  '1.3': ['中国人事考试网', 'The national site'],
  '2': ['报名与管理平台', 'Registration platforms'],
  '2.1': ['全国报名平台', 'The national platform'],
  '2.2': ['省报名平台', 'The provincial platform'],
  '2.3': ['省业务办理系统', 'The provincial service system'],
  '2.4': ['市服务管理平台', 'The city platform'],
  '3': ['年度考试安排', 'The calendar of the year'],
  '3.1': ['省年度安排', 'The provincial calendar'],
  '3.2': ['全国考试通告', 'National announcements'],
  '4': ['证书发放通知', 'Notices on collecting certificates'],
  '5': ['告知承诺制', 'The commitment'],
  '5.1': ['选择告知承诺制', 'Choosing the commitment'],
  '5.1.1': ['本人签署', 'Signed in person, binding on submission'],
  '5.1.2': ['事先告知的内容', 'What is announced beforehand'],
  '5.1.3': ['承诺的内容', 'The statements'],
  '5.1.4': ['撤回承诺', 'Withdrawing'],
  '5.2': ['未选择或不适用', 'Not chosen, or barred'],
  '6': ['报名流程', 'How to register'],
  '6.1': ['报考时间', 'When'],
  '6.2': ['报考条件', 'Conditions'],
  '6.3': ['报名系统', 'The registration systems'],
  '6.4': ['操作流程', 'Step by step'],
  '6.4.1': ['注册与核查', 'Account and verification'],
  '6.4.1(1)': ['新注册', 'A new account'],
  '6.4.1(2)': ['已注册', 'A known account'],
  '6.4.1(3)': ['在线核查', 'Verification online'],
  '6.4.1(4)': ['核查未通过', 'Not verified, or on site'],
  '6.4.1(5)': ['国（境）外学历', 'Degrees from abroad'],
  '6.4.2': ['照片', 'The photo'],
  '6.4.3': ['选择考试与报名地', 'Exam and place'],
  '6.4.4': ['录入报名信息', 'Filling in'],
  '6.4.5': ['选择办理方式', 'Commitment or proof'],
  '6.4.6': ['确认报名信息', 'Confirming'],
  '6.4.7': ['签署或上传', 'Signing, or uploading proof'],
  '6.4.8': ['缴费', 'Paying'],
  '6.5': ['工作年限', 'Years of work'],
  '6.6': ['专业要求', 'The major'],
  '6.7': ['工作单位', 'The employer'],
  '6.8': ['电子票据', 'The invoice'],
  '6.9': ['已扣款未到账', 'Debited, still shown unpaid'],
  '6.10': ['重新确认后的订单', 'A new order after a new confirmation'],
  '6.11': ['重复缴费', 'Paid twice'],
  '6.12': ['逾期缴费', 'Paying late'],
  '6.13': ['信息更正', 'Corrections'],
  '6.13.1': ['报名期间更正', 'During registration'],
  '6.13.1(1)': ['确认前后', 'Before and after confirming'],
  '6.13.1(2)': ['级别专业科目', 'Level, specialty, subjects'],
  '6.13.1(3)': ['照片不改', 'The photo stays'],
  '6.13.2': ['打印准考证期间更正', 'While the admit card is printed'],
  '6.14': ['技术支持', 'Technical help'],
  '6.14.1': ['全国平台电话', 'National platform'],
  '6.14.2': ['软考办电话', 'Software exam'],
  '6.14.3': ['房地产估价师电话', 'Estate appraisers'],
  '6.14.4': ['省平台电话', 'Provincial platform'],
  '6.15': ['准考证', 'The admit card'],
  '6.16': ['找回用户名密码', 'Lost account'],
  '6.17': ['不得代报', 'No agents'],
  '6.18': ['学历学位要求', 'Degrees that count'],
  '6.19': ['留学人员', 'Degrees from abroad'],
  '6.20': ['培训', 'No training'],
  '7': ['参加考试', 'Sitting the exam'],
  '7.1': ['考点', 'The place'],
  '7.2': ['证件', 'Identity documents'],
  '7.3': ['考场纪律', 'Conduct'],
  '7.3.1': ['雷同答卷', 'Identical answers'],
  '7.3.2': ['违纪违规', 'Misconduct'],
  '7.4': ['不实承诺', 'False commitments'],
  '7.5': ['违纪处理', 'Consequences of misconduct'],
  '8': ['成绩与合格标准', 'Marks and pass marks'],
  '9': ['成绩有效期', 'How long marks count'],
  '9.1': ['非滚动考试', 'Single sitting'],
  '9.2': ['滚动考试', 'Rolling years'],
  '10': ['成绩复核', 'Score review'],
  '10(1)': ['经济考试复核', 'Review of the economics exam'],
  '10(2)': ['其他考试复核', 'Review of the others'],
  '11': ['考后资格核查', 'The check after the exam'],
  '11.1': ['核查对象与期限', 'Who and when'],
  '11.2': ['审核状态', 'Its result'],
  '12': ['考后公示', 'Public notice'],
  '12(1)': ['不符合条件', 'Not eligible'],
  '12(2)': ['配合核查', 'Answering a check'],
  '13': ['证书发放', 'The certificate'],
  '13.1': ['纸质证书', 'On paper'],
  '13.2': ['电子证书', 'Electronic'],
  '14': ['证书补办', 'Reissue'],
  '14(1)': ['已取消的考试', 'Exams no longer held'],
  '14(2)': ['计算机与职称外语', 'Computer skills and languages'],
  '14(3)': ['国家电子证书', 'National electronic certificates'],
  '14(4)': ['省电子证书', 'Provincial electronic certificates'],
  '14(5)': ['房地产估价师', 'Estate appraisers and agents'],
  '14(6)': ['咨询电话', 'Hotline'],
  '15': ['证书信息变更', 'Changing the certificate'],
  '16': ['负分的含义', 'What −1, −2 and −4 mean'],
} as const

/** The number of a section of the official text. */
export type Section = keyof typeof sections

/** The basis of a rule: a section, or `policy` if the text is silent and this library decides. */
export type Cite = Section | 'policy'

/** A section: its number and this library's heading. */
export type SectionEntry = { readonly number: Section; readonly heading: LocalizedText }

const listOfSections = (): SectionEntry[] =>
  Object.entries(sections).map(([number, [zh, en]]) => ({
    number: number as Section,
    heading: { zh, en },
  }))

/**
 * Looks up a section.
 * @param cite a section number, such as `6.4.5`
 * @returns the section; `undefined` for `policy` and for unknown numbers
 * @example
 * ```ts
 * import { section } from 'baokao'
 *
 * section('6.11').number // '6.11'
 * ```
 */
export function section(cite: string): SectionEntry | undefined {
  return allSections.find(({ number }) => number === cite)
}

/** All sections, in the order of the text. */
// Marked as pure: a bundle of `decide` needs no headings.
export const allSections: readonly SectionEntry[] = /* @__PURE__ */ listOfSections()

/**
 * A check that the text has every cited section.
 * @param path that of the cites
 * @param local the passages of local law that can be cited, too: those of provisions
 */
export function checkCites(
  cites: readonly unknown[],
  path: (string | number)[],
  addIssue: AddIssue,
  local: readonly string[] = [],
): void {
  const knownCites: readonly string[] = ['policy', ...allSections.map(({ number }) => number), ...local]
  for (const [i, cite] of cites.entries()) {
    if (typeof cite !== 'string' || knownCites.includes(cite)) continue
    const isNumber = /^\d/.test(cite)
    const { zh, en } = didYouMean(
      cite,
      knownCites,
      local.length > 0 && !isNumber ? thereAre(local) : undefined,
    )
    if (local.length === 0 || isNumber)
      addIssue([...path, i], `原文没有第“${cite}”节${zh}`, `the text has no § "${cite}"${en}`)
    else addIssue([...path, i], `地方规定没有引用“${cite}”${zh}`, `no provision cites "${cite}"${en}`)
  }
}
